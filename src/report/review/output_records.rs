//! What the week's selling produced: yields, the headline of the role, grades.

use super::facts::Facts;
use super::record::{GradesRecord, YieldRecord};
use crate::domain::format;
use crate::insight::produce::{Produced, Production};
use crate::insight::yields::{Reading, Yield};

pub(super) fn yield_record(produced: &Produced) -> YieldRecord {
    YieldRecord {
        conversations_per_hour: produced.conversation_yield().per_hour(),
        meetings_per_hour: produced.meeting_yield().per_hour(),
        produced: produced.clone(),
    }
}

/// `5 meetings in 6h50 of prospecting, 0.73 an hour`: what the role goes by.
pub(super) fn headline_words(production: &Production, facts: &Facts<'_>) -> Vec<String> {
    let words = |(counted, hours, of): (&str, String, Yield)| {
        let rate = match of.reading() {
            Reading::PerHour(rate) => format!(", {} an hour", format::rate(rate)),
            Reading::Nothing => String::new(),
            Reading::TooEarly(missing) => {
                format!(" (too early for a rate: {})", missing.to_go())
            }
        };
        let time = format::hours(of.time);
        let (counted, hours) = if hours == "live" {
            (production.grades.advanced_words(), "live time")
        } else {
            let counted = format::count(of.count, counted.trim_end_matches('s'));
            (counted, hours.as_str())
        };
        format!("{counted} in {time} of {hours}{rate}")
    };
    let yields = production.headline(facts.role, facts.context).into_iter();
    let known = yields.filter(|(.., of)| of.time.is_positive() || of.count > 0);
    known.map(words).collect()
}

pub(super) fn grades_record(production: &Production) -> GradesRecord {
    let grades = production.grades;
    GradesRecord {
        grades,
        live_blocks: grades.live_blocks(),
        advance_rate: grades.advance_rate(),
    }
}
