//! Whom selling opened with, in words: the review and the screens say the same.

use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::prospects::{Readiness, SourceYield};
use crate::insight::yields::Yield;

/// `later 1h20, unfit 0h40; ready 3h10, not marked 1h40`; in brief no more than what the time that wasn't ready is made of.
pub fn readiness_words(of: &Readiness, in_brief: bool) -> String {
    let listed = |parts: [(&str, Length); 2]| {
        let parts = parts.into_iter().filter(|(_, time)| time.is_positive());
        let parts = parts.map(|(name, time)| format!("{name} {}", format::hours(time)));
        parts.collect::<Vec<_>>().join(", ")
    };
    let [later, unfit] = add_up([of.later, of.unfit]);
    let parts = [
        listed([("later", later), ("unfit", unfit)]),
        listed([("ready", of.ready), ("not marked", of.unknown)]),
    ];
    let mut known: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.truncate(if in_brief { 1 } else { 2 });
    known.join("; ")
}

/// Two times as they are shown, cut to the minute, so that they add up to their sum as it is shown: the minute that both
/// lose goes to the one that lost more.
fn add_up([one, other]: [Length; 2]) -> [Length; 2] {
    let over = |time: Length| time.as_seconds() % 60;
    let minute = Length::minutes(1);
    if over(one) + over(other) < 60 {
        [one, other]
    } else if over(one) >= over(other) {
        [one + minute, other]
    } else {
        [one, other + minute]
    }
}

/// What came of a source, with the rates that are past their gate: `8 conversations (1.3 an hour), 2 meetings`.
pub fn source_words(of: &SourceYield, with_rates: bool) -> String {
    let counted = |of: Yield, one: &str| {
        let rate = of.per_hour().filter(|_| with_rates);
        let rate = rate.map_or_else(String::new, |rate| {
            format!(" ({} an hour)", format::rate(rate))
        });
        (of.count > 0).then(|| format!("{}{rate}", format::count(of.count, one)))
    };
    let counts = [
        counted(of.conversation_yield(), "conversation"),
        counted(of.meeting_yield(), "meeting"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() {
        "nothing yet".to_owned()
    } else {
        counts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Source;

    #[test]
    fn what_there_is_none_of_is_left_out() {
        let minutes = |[ready, later, unfit, unknown]: [i64; 4]| Readiness {
            ready: Length::minutes(ready),
            later: Length::minutes(later),
            unfit: Length::minutes(unfit),
            unknown: Length::minutes(unknown),
        };
        for (of, expected) in [
            (
                [190, 80, 40, 100],
                "later 1h20, unfit 0h40; ready 3h10, not marked 1h40",
            ),
            ([190, 0, 0, 0], "ready 3h10"),
            ([0, 80, 0, 0], "later 1h20"),
            ([0, 0, 40, 100], "unfit 0h40; not marked 1h40"),
        ] {
            assert_eq!(readiness_words(&minutes(of), false), expected);
            let brief = expected.split("; ").next();
            assert_eq!(Some(&*readiness_words(&minutes(of), true)), brief);
        }
    }

    #[test]
    fn times_that_are_not_ready_add_up_as_they_are_shown() {
        for (later, unfit, expected) in [
            (9_059, 13_679, "later 2h31, unfit 3h47"),
            (9_000, 13_679, "later 2h30, unfit 3h47"),
            (9_031, 13_650, "later 2h31, unfit 3h47"),
            (9_030, 13_659, "later 2h30, unfit 3h48"),
        ] {
            let of = Readiness {
                ready: Length::ZERO,
                later: Length::seconds(later),
                unfit: Length::seconds(unfit),
                unknown: Length::ZERO,
            };
            assert_eq!(readiness_words(&of, false), expected);
        }
    }

    #[test]
    fn a_rate_stands_beside_its_count_past_the_gate() {
        for (minutes, conversations, meetings, expected) in [
            (60, 0, 0, "nothing yet"),
            (60, 8, 1, "8 conversations, 1 meeting"),
            (360, 8, 2, "8 conversations (1.3 an hour), 2 meetings"),
            (300, 0, 5, "5 meetings (1.0 an hour)"),
        ] {
            let of = SourceYield {
                source: Source::new("webinar").expect("a name"),
                time: Length::minutes(minutes),
                conversations,
                meetings,
            };
            assert_eq!(source_words(&of, true), expected);
            let plain = expected.split(" (").next().unwrap_or_default();
            assert!(source_words(&of, false).starts_with(plain), "{expected}");
        }
    }
}
