//! Published studies of how sellers spend their time, each with its own measure, and the rep's week beside them. They
//! measured other people in other ways: never a goal.

use super::{Context, Period, coverage, totals};
use crate::domain::block::{Block, Category};
use crate::domain::review::Guess;
use crate::domain::stamp::Length;

/// Who measured, when, and whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Study {
    pub source: &'static str,
    pub year: Option<u16>,
    /// Who was asked or watched; may be empty.
    pub sample: &'static str,
}

/// What a study found, in shares of the working time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Finding {
    Share(f64),
    Between(f64, f64),
    /// What the people had guessed, and what was measured.
    Guessed {
        guess: f64,
        measured: f64,
    },
}

/// One measure of a study, and the rep's side of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StudyRow {
    pub study: Study,
    pub measure: &'static str,
    pub theirs: Finding,
    /// What the rep's side is made of.
    pub side: &'static str,
    /// The rep's share of the same range of days. `None` where nothing is tracked, or where the list of activities,
    /// for the rep's role, does not have what the side is made of.
    pub yours: Option<f64>,
    /// Where the study has a guess, the rep's own and what was guessed; nobody is asked for more than the categories.
    pub your_guess: Option<(f64, &'static str)>,
}

/// What the rep's side of a measure is made of.
enum Side {
    Whole(Category),
    /// Live customer conversation, whatever the role calls it, and these activities of selling.
    Live(&'static [&'static str]),
    /// These activities of a category.
    Only(Category, &'static [&'static str]),
    /// A category without these activities.
    Without(Category, &'static [&'static str]),
}

use Category::{Admin, Distraction, Selling};
use Finding::{Between, Share};
use Side::{Live, Only, Whole, Without};

/// The rep's side of a measure: what it is called, and what it is made of.
type NamedSide = (&'static str, Side);

/// What was measured, what was found, and the rep's side of it.
type Measure = (&'static str, Finding, NamedSide);

const ALL_SELLING: NamedSide = ("selling", Whole(Selling));
const ALL_ADMIN: NamedSide = ("admin", Whole(Admin));
const WASTE: NamedSide = ("distraction", Whole(Distraction));
const LIVE: NamedSide = ("live", Live(&[]));
const TRAVEL: NamedSide = ("travel", Only(Admin, &["travel"]));
const PROBLEMS: NamedSide = ("problem-solving", Only(Admin, &["problem-solving"]));
const RESEARCH: NamedSide = ("prospecting, prep", Only(Selling, &["prospecting", "prep"]));
const OPENING: NamedSide = (
    "prospecting, nurture",
    Only(Selling, &["prospecting", "nurture"]),
);
const NOT_OPENING: NamedSide = (
    "selling less prospecting and nurture",
    Without(Selling, &["prospecting", "nurture"]),
);
const OTHER_ADMIN: NamedSide = (
    "other admin",
    Without(Admin, &["travel", "problem-solving"]),
);
const EXPEDITING: NamedSide = (
    "problem-solving, approvals",
    Only(Admin, &["problem-solving", "approvals"]),
);
const LIVE_AND_AFTER: NamedSide = (
    "live, follow-up, proposal",
    Live(&["follow-up", "proposal"]),
);

const fn guessed(guess: f64, measured: f64) -> Finding {
    Finding::Guessed { guess, measured }
}

/// The studies and their measures, in the order in which they are shown.
const STUDIES: [(Study, &[Measure]); 6] = [
    (
        Study {
            source: "Proudfoot",
            year: Some(2005),
            sample: "about 11,000 hours watched in 12 countries",
        },
        &[
            ("active selling", Share(0.11), LIVE),
            ("prospecting", Share(0.10), OPENING),
            ("travel", Share(0.21), TRAVEL),
            ("administration", Share(0.27), OTHER_ADMIN),
            ("problem solving", Share(0.14), PROBLEMS),
            ("time without value", Share(0.17), WASTE),
        ],
    ),
    (
        Study {
            source: "Proudfoot",
            year: Some(2009),
            sample: "more than 800 people in 19 countries",
        },
        &[
            ("active selling", guessed(0.21, 0.11), LIVE),
            ("prospecting", guessed(0.13, 0.09), OPENING),
            ("administration", guessed(0.24, 0.31), ALL_ADMIN),
        ],
    ),
    (
        Study {
            source: "CSO Insights",
            year: Some(2011),
            sample: "a survey of more than 2,000 companies",
        },
        &[
            ("on the phone or face to face", Share(0.41), LIVE),
            ("finding and researching leads", Share(0.24), RESEARCH),
        ],
    ),
    (
        Study {
            source: "Industrial Performance Group",
            year: Some(2006),
            sample: "1,502 sales representatives on themselves",
        },
        &[
            ("selling", Share(0.38), ALL_SELLING),
            ("problems and expediting", Share(0.23), EXPEDITING),
        ],
    ),
    (
        Study {
            source: "Larato",
            year: None,
            sample: "information technology and telecoms in Britain",
        },
        &[
            ("selling", Share(0.34), LIVE_AND_AFTER),
            ("finding and researching leads", Share(0.25), RESEARCH),
            ("travel", Share(0.11), TRAVEL),
        ],
    ),
    (
        Study {
            source: "Brock",
            year: None,
            sample: "his own audits",
        },
        &[(
            "meetings, preparing them and following up",
            Between(0.18, 0.30),
            NOT_OPENING,
        )],
    ),
];

/// Every measure of every study with the rep's share, the time of the side / W; without it where the days have no TAFS.
/// Beside a guess stands the rep's own, as it was given for a week.
pub fn compare_with_studies(period: Period<'_>, guess: Option<Guess>) -> Vec<StudyRow> {
    let is_told = coverage::of_week(&totals::of_days(period)).tafs().is_some();
    let work: Vec<(&Block, Length)> = period
        .work_parts()
        .map(|(block, _, part)| (block, part.length()))
        .collect();
    let measures = STUDIES
        .iter()
        .flat_map(|(study, measures)| measures.iter().map(move |measure| (study, measure)));
    let row = |(study, (measure, theirs, (label, side))): (&Study, &Measure)| StudyRow {
        study: *study,
        measure,
        theirs: *theirs,
        side: label,
        yours: share_of_side(&work, side, period.ledger.context).filter(|_| is_told),
        your_guess: match theirs {
            Finding::Guessed { .. } => guess.and_then(|guess| guess_of_side(&guess, side)),
            Finding::Share(_) | Finding::Between(..) => None,
        },
    };
    measures.map(row).collect()
}

/// The share that was guessed of what comes nearest to a side, and what that is.
fn guess_of_side(guess: &Guess, side: &Side) -> Option<(f64, &'static str)> {
    match side {
        Side::Whole(category) => Some((guess.of(*category)?, category.name())),
        Side::Live(_) => Some((guess.selling, "all selling")),
        Side::Only(..) | Side::Without(..) => None,
    }
}

fn share_of_side(work: &[(&Block, Length)], side: &Side, context: &Context) -> Option<f64> {
    let all: Length = work.iter().map(|(_, length)| *length).sum();
    let counted = work.iter().filter(|(block, _)| holds(side, block, context));
    let counted: Length = counted.map(|(_, length)| *length).sum();
    counted.share_of(all).filter(|_| is_known(side, context))
}

fn holds(side: &Side, block: &Block, context: &Context) -> bool {
    let activity = block.details.activity.as_ref();
    let among = |names: &[&str]| {
        activity.is_some_and(|activity| {
            names
                .iter()
                .any(|name| activity.as_str().eq_ignore_ascii_case(name))
        })
    };
    match side {
        Side::Whole(category) => block.category == *category,
        Side::Live(names) => {
            context.taxonomy.is_live(block.category, activity)
                || block.category == Selling && among(names)
        }
        Side::Only(category, names) => block.category == *category && among(names),
        Side::Without(category, names) => block.category == *category && !among(names),
    }
}

/// Whether the list has all that a side is made of: what a role has no name for is not 0, but unknown.
fn is_known(side: &Side, context: &Context) -> bool {
    let taxonomy = &context.taxonomy;
    let has = |category, names: &[&str]| {
        names
            .iter()
            .all(|name| taxonomy.by_name(category, name).is_some())
    };
    match side {
        Side::Whole(_) => true,
        Side::Live(names) => {
            has(Selling, names)
                && Category::WORK
                    .iter()
                    .any(|of| taxonomy.kinds(*of).iter().any(|kind| kind.live))
        }
        Side::Only(category, names) | Side::Without(category, names) => has(*category, names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Activity;
    use crate::domain::taxonomy::{Role, Taxonomy};
    use crate::insight::testdata;

    /// `Proudfoot 2005 travel: 0`: every row with the rep's share of so many minutes; `-` where there is none.
    fn told(rows: &[StudyRow], minutes: f64) -> Vec<String> {
        let one = |row: &StudyRow| {
            let yours = row
                .yours
                .map_or("-".to_owned(), |share| format!("{:.0}", share * minutes));
            let year = row
                .study
                .year
                .map(|year| format!(" {year}"))
                .unwrap_or_default();
            format!("{}{year} {}: {yours}", row.study.source, row.measure)
        };
        rows.iter().map(one).collect()
    }

    #[test]
    fn mayas_week_comes_out_as_counted_by_hand() {
        let monday = testdata::monday();
        let rows = compare_with_studies(
            testdata::context()
                .ledger(&testdata::week(), testdata::saturday())
                .days(monday, monday.plus(6)),
            None,
        );
        // Selling 1250: prospecting 410, meetings 375, nurture 45, prep 105, follow-up 115, proposals 160, strategy 40.
        // Admin 875, of which problem-solving 80, approvals 130 and no travel.
        let expected = [
            "Proudfoot 2005 active selling: 375",
            "Proudfoot 2005 prospecting: 455",
            "Proudfoot 2005 travel: 0",
            "Proudfoot 2005 administration: 795",
            "Proudfoot 2005 problem solving: 80",
            "Proudfoot 2005 time without value: 160",
            "Proudfoot 2009 active selling: 375",
            "Proudfoot 2009 prospecting: 455",
            "Proudfoot 2009 administration: 875",
            "CSO Insights 2011 on the phone or face to face: 375",
            "CSO Insights 2011 finding and researching leads: 515",
            "Industrial Performance Group 2006 selling: 1250",
            "Industrial Performance Group 2006 problems and expediting: 210",
            "Larato selling: 650",
            "Larato finding and researching leads: 515",
            "Larato travel: 0",
            "Brock meetings, preparing them and following up: 795",
        ];
        assert_eq!(told(&rows, 2415.0), expected);
    }

    #[test]
    fn beside_a_guess_stands_the_reps_own_and_says_what_was_guessed() {
        let (monday, context, blocks) = (testdata::monday(), testdata::context(), testdata::week());
        let period = context
            .ledger(&blocks, testdata::saturday())
            .days(monday, monday.plus(6));
        let guesses = |rest| {
            let guess = Some(Guess { selling: 0.6, rest });
            let rows = compare_with_studies(period, guess).into_iter();
            let told = rows.filter_map(|row| Some((row.measure, row.your_guess?)));
            told.collect::<Vec<_>>()
        };
        let selling = ("active selling", (0.6, "all selling"));
        assert_eq!(guesses(None), [selling]);
        let admin = ("administration", (0.22, "admin"));
        assert_eq!(guesses(Some([0.22, 0.1, 0.08])), [selling, admin]);
    }

    #[test]
    fn what_was_watched_in_2005_makes_a_whole() {
        let shares: Vec<f64> = STUDIES[0]
            .1
            .iter()
            .filter_map(|(_, theirs, ..)| {
                if let Finding::Share(share) = theirs {
                    Some(*share)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(shares.len(), 6);
        assert!(
            (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9,
            "{shares:?}"
        );
    }

    #[test]
    fn another_role_has_a_figure_where_its_list_has_the_names() {
        let monday = testdata::monday();
        let rows = |role, day: &str| {
            let mut context = testdata::context();
            context.taxonomy = Taxonomy::of_role(role);
            let mut blocks = testdata::day(monday, day);
            for block in &mut blocks {
                let live = context
                    .taxonomy
                    .by_letter(Category::Selling, 'm')
                    .filter(|kind| kind.live);
                block.details.activity = live.and_then(|kind| Activity::new(&kind.name).ok());
            }
            let rows = compare_with_studies(
                context.ledger(&blocks, testdata::saturday()).day(monday),
                None,
            );
            [0, 1, 6, 13].map(|index: usize| rows[index].yours.map(|share| (share * 100.0) as i64))
        };
        // Active selling and prospecting of Proudfoot 2005, selling of 2009, selling of Larato.
        for (role, expected) in [
            (Role::Ae, [Some(100), Some(0), Some(100), Some(100)]),
            (Role::Founder, [Some(100), Some(0), Some(100), Some(100)]),
            (Role::Sdr, [Some(100), None, Some(100), None]),
            (Role::Am, [Some(100), None, Some(100), None]),
            (Role::Se, [Some(100), None, Some(100), None]),
        ] {
            assert_eq!(
                rows(role, "0900-1700 sm; 1700-1730 sm"),
                expected,
                "{role:?}"
            );
            assert_eq!(rows(role, ""), [None; 4], "{role:?}");
        }
    }
}
