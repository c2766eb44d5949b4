//! At which stage the outcomes of a week fell. Outcomes are hours × touches per hour × conversations per touch × meetings
//! per conversation: what changed shows in one of the four, and each asks for something else.

use super::Ledger;
use super::missing::Missing;
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

    /// The factor, 0 where nothing came of the one before; `None` where that was no time, or less than 5 touches or
    /// conversations.
    fn of(self, produced: &Produced) -> Option<f64> {
        let (touches, conversations) = (produced.touches as f64, produced.conversations as f64);
        let hours = produced.time.as_hours();
        let has_touches = produced.touches >= YIELD_FROM_OUTCOMES;
        let has_conversations = produced.conversations >= YIELD_FROM_OUTCOMES;
        match self {
            Self::Hours => Some(hours),
            Self::TouchesPerHour => (hours > 0.0).then(|| touches / hours),
            Self::ConversationsPerTouch => has_touches.then(|| conversations / touches),
            Self::MeetingsPerConversation => {
                has_conversations.then(|| produced.meetings as f64 / conversations)
            }
        }
    }

    /// The factor of a week that others are held against; `None` below 5 touches, 5 conversations or a meeting, where it
    /// would say more than is known.
    fn usual_of(self, produced: &Produced) -> Option<f64> {
        let is_known = produced.time.is_positive()
            && produced.touches >= YIELD_FROM_OUTCOMES
            && produced.conversations >= YIELD_FROM_OUTCOMES
            && produced.meetings > 0;
        self.of(produced).filter(|_| is_known)
    }
}

/// A factor of the week beside the usual one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Factor {
    /// 0 where nothing came of the one before; `None` where too little did to tell of it.
    pub actual: Option<f64>,
    /// Never 0.
    pub usual: f64,
}

impl Factor {
    /// ln(actual / usual): below 0 it is less than usual. `None` where nothing came of it, as where it isn't known.
    pub fn log_ratio(self) -> Option<f64> {
        self.change().filter(|change| change.is_finite())
    }

    /// The same, and beyond all others where nothing came of it.
    fn change(self) -> Option<f64> {
        Some((self.actual? / self.usual).ln())
    }
}

/// The stages of the activity that the role goes by.
#[derive(Clone, PartialEq, Debug)]
pub struct Stages {
    pub activity: String,
    pub touches: usize,
    pub conversations: usize,
    /// What conversations usually come to, for a role that goes by them.
    pub usual_conversations: Option<f64>,
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
        let changes = stages.filter_map(|(stage, of)| Some((stage, of, of.change()?)));
        let fallen = changes.filter(|(.., change)| *change < 0.0);
        let most = fallen.min_by(|(.., a), (.., b)| a.total_cmp(b));
        most.map(|(stage, of, _)| (stage, of))
    }
}

/// The stages of a week against the median of each over the comparable weeks, or how many more of those are needed with
/// outcomes enough; `None` for a role that doesn't go by meetings, and where nothing is tracked.
pub fn find_stages(
    ledger: Ledger<'_>,
    role: Role,
    week: &Measured,
    comparable: &[Measured],
) -> Option<Result<Stages, Missing>> {
    let letter = match role {
        Role::Ae | Role::Founder | Role::Am => 'p',
        Role::Sdr => 'c',
        Role::Se => return None,
    };
    let kind = ledger
        .context
        .taxonomy
        .by_letter(Category::Selling, letter)?;
    let is_told = week.totals.tracked().is_positive();
    is_told.then(|| compare_stages(ledger, (role, &kind.name), week, comparable))
}

fn compare_stages(
    ledger: Ledger<'_>,
    (role, activity): (Role, &str),
    week: &Measured,
    comparable: &[Measured],
) -> Result<Stages, Missing> {
    let produced =
        |week: &Measured| produce::of_days(week.period(ledger)).of_activity(Some(activity));
    let this = produced(week);
    let mut factors = [Factor {
        actual: None,
        usual: 0.0,
    }; 4];
    for (stage, factor) in Stage::ALL.into_iter().zip(&mut factors) {
        *factor = Factor {
            actual: stage.of(&this),
            usual: weeks::median_of(comparable, |week| stage.usual_of(&produced(week)))?,
        };
    }
    let usual = |count: fn(&Produced) -> usize| {
        weeks::median_of(comparable, |week| Some(count(&produced(week)) as f64))
    };
    let usual_conversations = usual(|of| of.conversations)?;
    Ok(Stages {
        activity: activity.to_owned(),
        touches: this.touches,
        conversations: this.conversations,
        usual_conversations: (role == Role::Sdr).then_some(usual_conversations),
        meetings: this.meetings,
        usual_meetings: usual(|of| of.meetings)?,
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
        .and_then(Result::ok)
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
            let found = factor.actual.expect("it is known");
            assert!((found - actual).abs() < 1e-9, "{factor:?} {actual}");
            assert!((factor.usual - usual).abs() < 1e-3, "{factor:?} {usual}");
        }
        let (stage, factor) = maya.fell().expect("one fell");
        assert_eq!(stage, Stage::TouchesPerHour);
        let log = (122.0 / hours / usual_touches).ln();
        assert!((factor.log_ratio().expect("a ratio") - log).abs() < 1e-3);
    }

    #[test]
    fn of_nothing_there_is_no_ratio_and_of_too_little_no_factor() {
        use Stage::{ConversationsPerTouch, Hours, MeetingsPerConversation, TouchesPerHour};
        for (week, fell, actual, is_known) in [
            (
                "0900-1400 sp {touch110 conv15 mtg1}",
                (MeetingsPerConversation, Some(1.0 / 15.0)),
                [true; 4],
                [true; 4],
            ),
            (
                "0900-1400 sp {touch110 conv15}",
                (MeetingsPerConversation, Some(0.0)),
                [true; 4],
                [true, true, true, false],
            ),
            (
                "0900-1400 sp {touch110}",
                (ConversationsPerTouch, Some(0.0)),
                [true, true, true, false],
                [true, true, false, false],
            ),
            (
                "0900-1400 sp {touch110 conv4 mtg1}",
                (ConversationsPerTouch, Some(4.0 / 110.0)),
                [true, true, true, false],
                [true, true, true, false],
            ),
            (
                "0900-1400 sp",
                (TouchesPerHour, Some(0.0)),
                [true, true, false, false],
                [true, false, false, false],
            ),
            (
                "0900-1400 sm",
                (Hours, Some(0.0)),
                [true, false, false, false],
                [false; 4],
            ),
        ] {
            let stages = stages(&[week], Role::Ae).expect("stages");
            let (stage, factor) = stages.fell().expect("one fell");
            assert_eq!((stage, factor.actual), fell, "{week}");
            let known = stages.factors.map(|of| of.actual.is_some());
            assert_eq!(known, actual, "{week}");
            let ratios = stages.factors.map(|of| of.log_ratio().is_some());
            assert_eq!(ratios, is_known, "{week}");
        }
        assert_eq!(stages(&[], Role::Ae), None, "nothing is tracked");
        assert_eq!(stages(&testdata::WEEK, Role::Se), None);
        assert_eq!(stages(&testdata::WEEK, Role::Sdr), None, "no calls");
        let all_up = stages(&["0800-1800 sp {touch900 conv300 mtg200}"], Role::Ae);
        assert_eq!(all_up.expect("stages").fell(), None);
    }
}
