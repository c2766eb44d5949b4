//! At which stage the outcomes of a week fell. Outcomes are hours × touches per hour × conversations per touch × meetings
//! per conversation: what changed shows in one of the four, and each asks for something else.

use super::Ledger;
use super::produce::{self, Produced};
use super::weeks::{self, Measured};
use super::yields::YIELD_FROM_OUTCOMES;
use crate::domain::block::Category;
use crate::domain::named::named;
use crate::domain::taxonomy::Role;

named!(
    /// A factor of the outcomes, in their order.
    Stage.name {
        Hours = "hours",
        TouchesPerHour = "touches_per_hour",
        ConversationsPerTouch = "conversations_per_touch",
        MeetingsPerConversation = "meetings_per_conversation",
    }
);

impl Stage {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::TouchesPerHour => "touches an hour",
            Self::ConversationsPerTouch => "conversations per touch",
            Self::MeetingsPerConversation => "meetings per conversation",
        }
    }

    /// The factor; `None` below 5 touches, 5 conversations or a meeting, where it would say more than is known.
    fn of(self, produced: &Produced) -> Option<f64> {
        let is_known = produced.time.is_positive()
            && produced.touches >= YIELD_FROM_OUTCOMES
            && produced.conversations >= YIELD_FROM_OUTCOMES
            && produced.meetings > 0;
        let (touches, conversations) = (produced.touches as f64, produced.conversations as f64);
        is_known.then(|| match self {
            Self::Hours => produced.time.as_hours(),
            Self::TouchesPerHour => touches / produced.time.as_hours(),
            Self::ConversationsPerTouch => conversations / touches,
            Self::MeetingsPerConversation => produced.meetings as f64 / conversations,
        })
    }
}

/// A factor of the week beside the usual one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Factor {
    pub actual: f64,
    pub usual: f64,
}

impl Factor {
    /// ln(actual / usual): below 0 it is less than usual.
    pub fn log_ratio(self) -> f64 {
        (self.actual / self.usual).ln()
    }
}

/// The stages of the activity that the role goes by.
#[derive(Clone, PartialEq, Debug)]
pub struct Stages {
    pub activity: String,
    /// What all of it comes to, and usually does.
    pub meetings: usize,
    pub usual_meetings: f64,
    /// In the order of [`Stage::ALL`].
    pub factors: [Factor; 4],
}

impl Stages {
    /// The stage that fell most; `None` where none is below the usual.
    pub fn fell(&self) -> Option<(Stage, Factor)> {
        let stages = Stage::ALL.into_iter().zip(self.factors);
        let fallen = stages.filter(|(_, factor)| factor.log_ratio() < 0.0);
        fallen.min_by(|(_, a), (_, b)| a.log_ratio().total_cmp(&b.log_ratio()))
    }
}

/// The stages of a week against the median of each over the comparable weeks; `None` for a role that doesn't go by
/// meetings, and where the week or 3 of those before have too few outcomes.
pub fn find_stages(
    ledger: Ledger<'_>,
    role: Role,
    week: &Measured,
    comparable: &[Measured],
) -> Option<Stages> {
    let letter = match role {
        Role::Ae | Role::Founder | Role::Am => 'p',
        Role::Sdr => 'c',
        Role::Se => return None,
    };
    let kind = ledger
        .context
        .taxonomy
        .by_letter(Category::Selling, letter)?;
    let name = Some(kind.name.as_str());
    let produced = |week: &Measured| produce::of_days(week.period(ledger)).of_activity(name);
    let this = produced(week);
    let mut factors = [Factor {
        actual: 0.0,
        usual: 0.0,
    }; 4];
    for (stage, factor) in Stage::ALL.into_iter().zip(&mut factors) {
        *factor = Factor {
            actual: stage.of(&this)?,
            usual: weeks::median_of(comparable, |week| stage.of(&produced(week))).ok()?,
        };
    }
    let meetings = |week: &Measured| Some(produced(week).meetings as f64);
    Some(Stages {
        activity: kind.name.clone(),
        meetings: this.meetings,
        usual_meetings: weeks::median_of(comparable, meetings).ok()?,
        factors,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::insight::testdata;

    /// Maya's stages with another week of hers.
    fn stages(week: &[&str], role: Role) -> Option<Stages> {
        let context = testdata::context();
        let monday = testdata::monday();
        let history = testdata::history().into_iter();
        let mut blocks: Vec<_> = history
            .filter(|block| context.calendar.day_of(block.start) < monday)
            .collect();
        for (index, day) in (0..).zip(week) {
            blocks.extend(testdata::day(monday.plus(index), day));
        }
        let ledger = context.ledger(&blocks, testdata::saturday());
        let week = Week { first: monday };
        let measured = weeks::measure_week(ledger, week);
        find_stages(
            ledger,
            role,
            &measured,
            &weeks::comparable_weeks(ledger, week),
        )
    }

    #[test]
    fn each_factor_is_held_against_its_median() {
        // Her weeks before: 120 touches, 15 conversations and 5 meetings in 5h15, 5h27.6, 5h04.2 and 5h24.
        let maya = stages(&testdata::WEEK, Role::Ae).expect("stages");
        assert_eq!(maya.activity, "prospecting");
        let hours = 410.0 / 60.0;
        let usual_hours = f64::midpoint(5.25, 5.4);
        let usual_touches = f64::midpoint(120.0 / 5.25, 120.0 / 5.4);
        let expected = [
            (hours, usual_hours),
            (122.0 / hours, usual_touches),
            (17.0 / 122.0, 15.0 / 120.0),
            (5.0 / 17.0, 5.0 / 15.0),
        ];
        for (factor, (actual, usual)) in maya.factors.iter().zip(expected) {
            assert!((factor.actual - actual).abs() < 1e-9, "{factor:?} {actual}");
            assert!((factor.usual - usual).abs() < 1e-3, "{factor:?} {usual}");
        }
        let (stage, factor) = maya.fell().expect("one fell");
        assert_eq!(stage, Stage::TouchesPerHour);
        assert!((factor.log_ratio() - (factor.actual / factor.usual).ln()).abs() < 1e-12);
    }

    #[test]
    fn too_few_outcomes_have_no_stages() {
        for (week, is_known) in [
            ("0900-1400 sp {touch100 conv5 mtg1}", true),
            ("0900-1400 sp {touch100 conv5}", false),
            ("0900-1400 sp {touch100 conv4 mtg1}", false),
            ("0900-1400 sp {touch4 conv5 mtg1}", false),
            ("0900-1400 sm {conv5 mtg1}", false),
        ] {
            assert_eq!(stages(&[week], Role::Ae).is_some(), is_known, "{week}");
        }
        assert_eq!(stages(&testdata::WEEK, Role::Se), None);
        assert_eq!(stages(&testdata::WEEK, Role::Sdr), None, "no calls");
        let all_up = stages(&["0800-1800 sp {touch900 conv300 mtg200}"], Role::Ae);
        assert_eq!(all_up.expect("stages").fell(), None);
    }
}
