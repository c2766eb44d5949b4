//! A commitment and what has become of it, in the words that every screen and every report uses.

use crate::domain::commitment::{Aim, Bound, Commitment, Window, Work};
use crate::domain::format;
use crate::domain::hours::WeeklyGoal;
use crate::insight::commitment::{Amount, Progress, State};

/// All of it in one line: `2h10 of 1h learning · kept · from internal-email: 2h05`.
pub fn standing_words(commitment: &Commitment, progress: &Progress) -> String {
    let parts = [
        figure_words(commitment, progress),
        verdict_words(commitment, progress),
    ]
    .into_iter();
    let parts = parts.chain(source_words(commitment, progress));
    parts.collect::<Vec<_>>().join(" · ")
}

/// What there is of it, against what was committed to: `2h10 of 6h prospecting`, `3h of at most 4h problem-solving`,
/// `4 of 5 days with 1h30 prospecting before 12:00`, `no distraction 09:00-11:00`.
pub fn figure_words(commitment: &Commitment, progress: &Progress) -> String {
    let rest = |work: &Work, window: &Option<Window>| {
        let window = window.map(|window| format!(" {window}"));
        name_of(work) + &window.unwrap_or_default()
    };
    match (&commitment.aim, progress.value) {
        (Aim::Avoid { work, window }, Amount::Time(spent)) if spent.is_positive() => {
            format!("{} {}", format::hours(spent), rest(work, window))
        }
        (Aim::Avoid { work, window }, _) => format!("no {}", rest(work, window)),
        (
            Aim::Spend {
                bound,
                length,
                work,
                window,
                days,
            },
            value,
        ) => {
            let reached = match value {
                Amount::Time(spent) => format!("{} of ", format::hours(spent)),
                Amount::Days(reached) => {
                    let days = format::count(days.unwrap_or_default().into(), "day");
                    format!("{reached} of {days} with ")
                }
            };
            let most = match bound {
                Bound::AtLeast => "",
                Bound::AtMost => "at most ",
            };
            let amount = match progress.target {
                Amount::Time(target) => format::brief(target),
                Amount::Days(_) => format::brief(*length),
            };
            let whole = progress.pro_rata.map(pro_rata_words);
            let whole = whole.map_or_else(String::new, |words| format!(" ({words})"));
            format!("{reached}{most}{amount} {}{whole}", rest(work, window))
        }
    }
}

/// What was committed to: `at least 6h prospecting`, `at most 4h problem-solving 12:00-14:00`,
/// `at least 1h30 prospecting before 12:00 on 5 days`, `no distraction 09:00-11:00`.
pub fn aim_words(commitment: &Commitment) -> String {
    let words = match &commitment.aim {
        Aim::Avoid { work, window } => [
            Some(format!("no {}", name_of(work))),
            window_words(*window),
            None,
        ],
        Aim::Spend {
            bound,
            length,
            work,
            window,
            days,
        } => {
            let bound = match bound {
                Bound::AtLeast => "at least",
                Bound::AtMost => "at most",
            };
            let days = days.map(|days| format!("on {}", format::count(days.into(), "day")));
            let amount = format!("{bound} {} {}", format::brief(*length), name_of(work));
            [Some(amount), window_words(*window), days]
        }
    };
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn window_words(window: Option<Window>) -> Option<String> {
    window.map(|window| window.to_string())
}

/// What there is of it: `6h50`, `4 days`. Minutes count once they are full, so that nothing reads as reached before it is.
pub fn amount_words(value: Amount) -> String {
    match value {
        Amount::Time(spent) => format::hours(spent),
        Amount::Days(days) => format::count(days.into(), "day"),
    }
}

/// How a goal for the week comes of what it is for a whole one: `20h × 2/5`.
pub fn pro_rata_words(of: WeeklyGoal) -> String {
    let (whole, left) = (format::brief(of.whole), format::day_count(of.left));
    format!("{whole} × {left}/{}", of.planned)
}

/// What it is held against: `6h`, `8h (20h × 2/5)`, `5`; nothing where there is to be none.
pub fn target_words(commitment: &Commitment, progress: &Progress) -> Option<String> {
    match (&commitment.aim, progress.target) {
        (Aim::Avoid { .. }, _) => None,
        (Aim::Spend { .. }, Amount::Time(target)) => {
            let target = format::brief(target);
            let whole = progress.pro_rata.map(pro_rata_words);
            Some(whole.map_or_else(|| target.clone(), |words| format!("{target} ({words})")))
        }
        (Aim::Spend { .. }, Amount::Days(days)) => Some(days.to_string()),
    }
}

/// Where that leaves the rep: `kept`, `missed`, `3h50 to go`, `1h00 left`, `1 day to go`, `so far`.
pub fn verdict_words(commitment: &Commitment, progress: &Progress) -> String {
    let left = match progress.state {
        State::Kept => return "kept".to_owned(),
        State::Missed => return "missed".to_owned(),
        State::Open { left } => left,
    };
    match (&commitment.aim, left) {
        (Aim::Avoid { .. }, _) => "so far".to_owned(),
        (Aim::Spend { .. }, Amount::Days(days)) => {
            format!("{} to go", format::count(days.into(), "day"))
        }
        (Aim::Spend { bound, .. }, Amount::Time(left)) => match bound {
            Bound::AtLeast => format!("{} to go", format::hours(format::up_to_minute(left))),
            Bound::AtMost => format!("{} left", format::hours(left)),
        },
    }
}

/// What the time was to come from, and what was spent on it: `from internal-email: 2h05`.
fn source_words(commitment: &Commitment, progress: &Progress) -> Option<String> {
    let (work, spent) = commitment.from.as_ref().zip(progress.from)?;
    Some(format!("from {}: {}", name_of(work), format::hours(spent)))
}

/// The activity alone says enough.
fn name_of(work: &Work) -> String {
    let activity = work.activity.as_deref();
    activity.unwrap_or(work.category.name()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::domain::parse::commitment::parse_stored_commitment;
    use crate::insight::{commitment, testdata};

    #[test]
    fn what_was_committed_to_is_said_apart_from_what_there_is_of_it() {
        let cases = [
            (
                ">= 6h selling/prospecting",
                "at least 6h prospecting",
                "6h50",
                Some("6h"),
            ),
            ("<= 4h admin", "at most 4h admin", "14h35", Some("4h")),
            (
                ">= 90m selling/prospecting before 12:00 on 5 days",
                "at least 1h30 prospecting before 12:00 on 5 days",
                "3 days",
                Some("5"),
            ),
            (
                "no distraction 09:00-11:00",
                "no distraction 09:00-11:00",
                "0h15",
                None,
            ),
        ];
        let (blocks, context) = (testdata::week(), testdata::context());
        let week = Week {
            first: testdata::monday(),
        };
        let now = testdata::at(testdata::monday().plus(7), "0900").at;
        for (text, aim, amount, target) in cases {
            let commitment = parse_stored_commitment(text).expect("a commitment");
            let ledger = context.ledger(&blocks, now);
            let progress = commitment::measure_progress(&commitment, ledger, week);
            assert_eq!(aim_words(&commitment), aim, "{text}");
            assert_eq!(amount_words(progress.value), amount, "{text}");
            let found = target_words(&commitment, &progress);
            assert_eq!(found.as_deref(), target, "{text}");
        }
    }

    #[test]
    fn a_floor_is_for_the_planned_days_that_are_not_off_and_says_so() {
        let (blocks, mut context) = (testdata::week(), testdata::context());
        let monday = testdata::monday();
        context.hours.days_off = (2..5).map(|day| monday.plus(day)).collect();
        let now = testdata::at(monday.plus(7), "0900").at;
        for (text, words, target) in [
            (
                ">= 20h selling/prospecting",
                "6h50 of 8h prospecting (20h × 2/5) · missed",
                Some("8h (20h × 2/5)"),
            ),
            (
                ">= 15h selling/prospecting",
                "6h50 of 6h prospecting (15h × 2/5) · kept",
                Some("6h (15h × 2/5)"),
            ),
            // What is to be at most, or on single days, is as it was.
            (
                "<= 5h admin/problem-solving",
                "1h20 of at most 5h problem-solving · kept",
                Some("5h"),
            ),
            (
                ">= 90m selling/prospecting before 12:00 on 3 days",
                "3 of 3 days with 1h30 prospecting before 12:00 · kept",
                Some("3"),
            ),
        ] {
            let commitment = parse_stored_commitment(text).expect("a commitment");
            let week = Week { first: monday };
            let progress =
                commitment::measure_progress(&commitment, context.ledger(&blocks, now), week);
            assert_eq!(standing_words(&commitment, &progress), words, "{text}");
            let found = target_words(&commitment, &progress);
            assert_eq!(found.as_deref(), target, "{text}");
        }
    }

    #[test]
    fn progress_is_told_alike_everywhere() {
        let cases = [
            (
                ">= 6h selling/prospecting",
                7,
                "0900",
                "6h50 of 6h prospecting · kept",
            ),
            (
                ">= 6h selling/prospecting",
                2,
                "1010",
                "2h50 of 6h prospecting · 3h10 to go",
            ),
            (
                ">= 6h selling",
                0,
                "0800",
                "0h00 of 6h selling · 6h00 to go",
            ),
            (
                "<= 4h admin/problem-solving",
                4,
                "1700",
                "1h20 of at most 4h problem-solving · 2h40 left",
            ),
            (
                "<= 1h admin/problem-solving",
                4,
                "2000",
                "1h20 of at most 1h problem-solving · missed",
            ),
            (
                ">= 90m selling/prospecting before 12:00 on 4 days",
                4,
                "1700",
                "3 of 4 days with 1h30 prospecting before 12:00 · 1 day to go",
            ),
            (
                "<= 45m distraction on 5 days",
                3,
                "0000",
                "2 of 5 days with at most 45m distraction · 3 days to go",
            ),
            (
                "no distraction 09:00-11:00",
                4,
                "0900",
                "no distraction 09:00-11:00 · so far",
            ),
            (
                "no distraction 09:00-11:00",
                4,
                "2000",
                "0h15 distraction 09:00-11:00 · missed",
            ),
            (
                "no distraction 09:00-10:00",
                7,
                "0000",
                "no distraction 09:00-10:00 · kept",
            ),
            (
                ">= 1h learning from a/internal-email",
                7,
                "0000",
                "2h10 of 1h learning · kept · from internal-email: 2h05",
            ),
        ];
        for (text, day, time, expected) in cases {
            let commitment = parse_stored_commitment(text).expect(text);
            let (week, now) = (
                Week {
                    first: testdata::monday(),
                },
                testdata::at(testdata::monday().plus(day), time).at,
            );
            let progress = commitment::measure_progress(
                &commitment,
                testdata::context().ledger(&testdata::week(), now),
                week,
            );
            assert_eq!(standing_words(&commitment, &progress), expected, "{text}");
        }
    }
}
