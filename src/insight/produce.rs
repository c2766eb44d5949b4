//! What selling time produced, by activity.

use serde::{Deserialize, Serialize};

use super::grades::Grades;
use super::yields::{Outcome, Yield};
use super::{Context, Period};
use crate::domain::block::{Block, Category};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::{ActivityKind, Role};

/// What one activity of selling produced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Produced {
    /// The activity; `None` for selling without one.
    pub activity: Option<String>,
    /// The time that it took.
    #[serde(rename = "seconds")]
    pub time: Length,
    pub touches: usize,
    pub conversations: usize,
    pub meetings: usize,
}

impl Produced {
    const fn none(activity: Option<String>) -> Self {
        Self {
            activity,
            time: Length::ZERO,
            touches: 0,
            conversations: 0,
            meetings: 0,
        }
    }

    /// Whether a block is of this activity.
    pub fn is_of(&self, block: &Block, context: &Context) -> bool {
        let activity = self.activity.as_deref();
        block.category == Category::Selling && name_of(block, context) == activity
    }

    /// How many of an outcome there were.
    pub const fn count(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Conversations => self.conversations,
            Outcome::Meetings => self.meetings,
        }
    }

    /// The outcome of which there were most, conversations before meetings.
    pub const fn most_made(&self) -> Outcome {
        if self.meetings > self.conversations {
            Outcome::Meetings
        } else {
            Outcome::Conversations
        }
    }

    fn most(&self) -> usize {
        self.count(self.most_made())
    }

    fn add(&mut self, other: &Self) {
        self.time = self.time + other.time;
        self.touches += other.touches;
        self.conversations += other.conversations;
        self.meetings += other.meetings;
    }

    /// Conversations per hour of the activity.
    pub const fn conversation_yield(&self) -> Yield {
        Yield::new(self.conversations, self.time)
    }

    /// Meetings per hour of the activity.
    pub const fn meeting_yield(&self) -> Yield {
        Yield::new(self.meetings, self.time)
    }
}

/// What the selling of some days produced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Production {
    /// The producing activities, in the order of the list of activities: those with counts, and those to do more of
    /// that have any time. Of a live activity without counts its grades tell.
    pub activities: Vec<Produced>,
    /// The time in live conversation.
    pub live: Length,
    pub grades: Grades,
}

impl Production {
    /// All producing activities together.
    pub fn all(&self) -> Produced {
        let mut all = Produced::none(None);
        for of in &self.activities {
            all.add(of);
        }
        all
    }

    /// The activity with most of one outcome, and of those the one with most time.
    pub fn most_producing(&self) -> Option<&Produced> {
        let activities = self.activities.iter();
        activities.max_by_key(|of| (of.most(), of.time))
    }

    /// Several together, each activity by itself.
    pub fn together(all: &[Self]) -> Self {
        let mut sum = Self {
            activities: Vec::new(),
            live: Length::ZERO,
            grades: Grades::default(),
        };
        for of in all.iter().flat_map(|one| &one.activities) {
            let mut known = sum.activities.iter_mut();
            match known.find(|known| known.activity == of.activity) {
                Some(known) => known.add(of),
                None => sum.activities.push(of.clone()),
            }
        }
        sum
    }

    /// What an activity produced; nothing where it is none of these.
    pub fn of_activity(&self, activity: Option<&str>) -> Produced {
        let none = || Produced::none(activity.map(str::to_owned));
        self.of(activity).cloned().unwrap_or_else(none)
    }

    fn of(&self, activity: Option<&str>) -> Option<&Produced> {
        let mut activities = self.activities.iter();
        activities.find(|of| of.activity.as_deref() == activity)
    }

    /// The yields that a role goes by, each with what its hours are called: meetings per prospecting hour and advances
    /// per live hour; for SDRs conversations and meetings per calling hour.
    pub fn headline(&self, role: Role, context: &Context) -> Vec<(&'static str, String, Yield)> {
        let none = Produced::none(None);
        let listed = |letter| {
            let kind = context.taxonomy.by_letter(Category::Selling, letter)?;
            let produced = self.of(Some(&kind.name)).unwrap_or(&none);
            Some((kind.name.clone(), produced))
        };
        let conversations = |letter| {
            let (hours, of) = listed(letter)?;
            Some(("conversations", hours, of.conversation_yield()))
        };
        let meetings = |letter| {
            let (hours, of) = listed(letter)?;
            Some(("meetings", hours, of.meeting_yield()))
        };
        let advances = Yield::new(self.grades.advanced(), self.live);
        let advances = Some(("advances", "live".to_owned(), advances));
        let yields = match role {
            Role::Ae | Role::Founder | Role::Am => [meetings('p'), advances],
            Role::Sdr => [conversations('c'), meetings('c')],
            Role::Se => [advances, None],
        };
        yields.into_iter().flatten().collect()
    }
}

/// What the selling produced. Of a block over the edge of the days the time is cut there; its outcomes belong to the day
/// on which it began.
pub fn of_days(period: Period<'_>) -> Production {
    let context = period.ledger.context;
    let kinds = context.taxonomy.kinds(Category::Selling);
    let listed = kinds.iter().map(|kind| Some(kind.name.clone()));
    let mut activities: Vec<Produced> = listed.map(Produced::none).collect();
    let (mut live, mut grades) = (Length::ZERO, Grades::default());
    for (block, _, part) in period.parts() {
        let begins = part.start() == block.start.at;
        let outcomes = block.details.outcomes;
        if context.is_live(block) {
            live = live + part.length();
            if begins {
                grades.count(outcomes.grade);
            }
        }
        if block.category != Category::Selling {
            continue;
        }
        let name = name_of(block, context);
        let index = activities
            .iter()
            .position(|of| of.activity.as_deref() == name)
            .unwrap_or_else(|| {
                activities.push(Produced::none(name.map(str::to_owned)));
                activities.len() - 1
            });
        let of = &mut activities[index];
        of.time = of.time + part.length();
        if begins {
            of.touches += outcomes.touches as usize;
            of.conversations += outcomes.conversations as usize;
            of.meetings += outcomes.meetings as usize;
        }
    }
    let more = |of: &Produced| {
        let name = of.activity.as_deref().unwrap_or_default();
        let kind = context.taxonomy.by_name(Category::Selling, name);
        kind.is_some_and(ActivityKind::opens)
    };
    activities.retain(|of| of.touches + of.most() > 0 || (of.time.is_positive() && more(of)));
    Production {
        activities,
        live,
        grades,
    }
}

/// The name of a block's activity as the list spells it, or as it was imported.
fn name_of<'a>(block: &'a Block, context: &'a Context) -> Option<&'a str> {
    let name = block.details.activity.as_ref()?.as_str();
    let listed = context.taxonomy.by_name(block.category, name);
    Some(listed.map_or(name, |kind| &kind.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Activity;
    use crate::domain::calendar::Day;
    use crate::domain::taxonomy::Taxonomy;
    use crate::insight::testdata;

    fn produced(blocks: &[Block], context: &Context) -> Production {
        of_days(
            context
                .ledger(blocks, testdata::saturday())
                .days(testdata::monday(), testdata::monday().plus(6)),
        )
    }

    /// `prospecting 60 min: 2 touches, 1 conversations, 0 meetings`, for short.
    fn shown(production: &Production) -> Vec<String> {
        let one = |of: &Produced| {
            let name = of.activity.as_deref().unwrap_or("-");
            let minutes = of.time.as_seconds() / 60;
            format!(
                "{name} {minutes}: {} {} {}",
                of.touches, of.conversations, of.meetings
            )
        };
        production.activities.iter().map(one).collect()
    }

    #[test]
    fn mayas_week_produced_five_meetings_and_five_advances() {
        let production = produced(&testdata::week(), &testdata::context());
        assert_eq!(
            shown(&production),
            ["prospecting 410: 122 17 5", "nurture 45: 0 1 0"]
        );
        let grades = production.grades;
        assert_eq!(
            (
                grades.advance,
                grades.continuation,
                grades.graded(),
                grades.live_blocks()
            ),
            (5, 3, 8, 8)
        );
        assert_eq!(grades.advance_rate(), Some(0.625));
        assert_eq!(production.live, Length::minutes(375));
        let headline: Vec<String> = production
            .headline(Role::Ae, &testdata::context())
            .into_iter()
            .map(|(counted, hours, of)| format!("{} {} in {hours} time: {of}", of.count, counted))
            .collect();
        assert_eq!(
            headline,
            [
                "5 meetings in prospecting time: 0.73 an hour",
                "5 advances in live time: 0.80 an hour"
            ]
        );
    }

    #[test]
    fn producing_is_what_has_counts_and_what_to_do_more_of() {
        let cases: [(&str, &[&str]); 6] = [
            ("0900-1000 ac; 1000-1100 dw", &[]),
            ("0900-1000 sp", &["prospecting 60: 0 0 0"]),
            // Necessary work and live work produce only where something was counted.
            ("0900-1000 sr; 1000-1100 sm", &[]),
            (
                "0900-1000 sr {conv1}; 1000-1100 sm {mtg1}",
                &["meeting 60: 0 0 1", "prep 60: 0 1 0"],
            ),
            ("0900-1000 s {touch3}; 1000-1030 s", &["- 90: 3 0 0"]),
            // A count on other work is no yield of selling.
            ("0900-1000 ae {conv1}", &[]),
        ];
        for (day, expected) in cases {
            assert_eq!(
                shown(&produced(
                    &testdata::day(testdata::monday(), day),
                    &testdata::context()
                )),
                expected,
                "{day}"
            );
        }
    }

    #[test]
    fn names_are_the_lists_or_as_imported() {
        let mut blocks = testdata::day(
            testdata::monday(),
            "0900-1000 sp {conv1}; 1000-1100 sp; 1100-1200 sp {mtg1}",
        );
        blocks[1].details.activity = Activity::new("Prospecting").ok();
        blocks[2].details.activity = Activity::new("site visit").ok();
        let production = produced(&blocks, &testdata::context());
        assert_eq!(
            shown(&production),
            ["prospecting 120: 0 1 0", "site visit 60: 0 0 1"]
        );
        let most = production.most_producing().expect("an activity");
        let is_of = |block: &Block| most.is_of(block, &testdata::context());
        assert_eq!(
            [0, 1, 2].map(|index| is_of(&blocks[index])),
            [true, true, false]
        );
        assert!(!is_of(
            &testdata::day(testdata::monday(), "0900-1000 sk")[0]
        ));
    }

    #[test]
    fn outcomes_belong_to_the_week_in_which_the_block_began() {
        let sunday = testdata::monday().plus(-1);
        let mut blocks = testdata::day(sunday, "2300-2330 sp {conv2}");
        blocks[0].end = Some(testdata::at(testdata::monday(), "0100"));
        let of = |first: Day| {
            shown(&of_days(
                testdata::context()
                    .ledger(&blocks, testdata::saturday())
                    .days(first, first.plus(6)),
            ))
        };
        assert_eq!(of(testdata::monday().plus(-7)), ["prospecting 60: 0 2 0"]);
        assert_eq!(of(testdata::monday()), ["prospecting 60: 0 0 0"]);
    }

    #[test]
    fn grades_count_on_live_blocks_alone() {
        let day = "0900-1000 sm {adv}; 1000-1100 sm; 1100-1200 sf {adv}; 1200-1300 sm {cont}";
        let grades = produced(
            &testdata::day(testdata::monday(), day),
            &testdata::context(),
        )
        .grades;
        let expected = Grades {
            advance: 1,
            continuation: 1,
            ungraded: 1,
            ..Grades::default()
        };
        assert_eq!((grades, grades.advance_rate()), (expected, Some(0.5)));
        assert_eq!(Grades::default().advance_rate(), None);
        assert_eq!(
            Grades {
                won: 1,
                no: 1,
                advance: 1,
                ..Grades::default()
            }
            .advance_rate(),
            Some(2.0 / 3.0)
        );
    }

    #[test]
    fn each_role_has_its_headline() {
        let cases: [(Role, &[(&str, &str)]); 5] = [
            (
                Role::Ae,
                &[("meetings", "prospecting"), ("advances", "live")],
            ),
            (
                Role::Sdr,
                &[("conversations", "cold-call"), ("meetings", "cold-call")],
            ),
            (
                Role::Am,
                &[("meetings", "whitespace"), ("advances", "live")],
            ),
            (Role::Se, &[("advances", "live")]),
            (
                Role::Founder,
                &[("meetings", "prospecting"), ("advances", "live")],
            ),
        ];
        for (role, expected) in cases {
            let context = Context {
                taxonomy: Taxonomy::of_role(role),
                ..testdata::context()
            };
            let headline = produced(&[], &context).headline(role, &context);
            let names: Vec<(&str, &str)> = headline
                .iter()
                .map(|(counted, hours, _)| (*counted, &**hours))
                .collect();
            assert_eq!(names, expected, "{role:?}");
            assert!(
                headline.iter().all(|(_, _, of)| *of
                    == Yield {
                        count: 0,
                        time: Length::ZERO
                    }),
                "{role:?}"
            );
        }
    }
}
