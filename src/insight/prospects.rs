//! Whom selling opened with: how much of it went to people who weren't ready, and what came of each source. Of selling to
//! do more of that isn't live; other work has neither.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Period;
use super::yields::Yield;
use crate::domain::block::{Fit, Source};
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// The time of it by fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Readiness {
    #[serde(rename = "ready_s")]
    pub ready: Length,
    #[serde(rename = "later_s")]
    pub later: Length,
    #[serde(rename = "unfit_s")]
    pub unfit: Length,
    /// Of which nobody said.
    #[serde(rename = "unknown_s")]
    pub unknown: Length,
}

impl Readiness {
    /// Whether nobody said it of any.
    pub const fn is_unmarked(&self) -> bool {
        !(self.ready.is_positive() || self.later.is_positive() || self.unfit.is_positive())
    }

    /// What went to people who weren't ready.
    pub fn not_ready(&self) -> Length {
        self.later + self.unfit
    }

    const fn of(&mut self, fit: Option<Fit>) -> &mut Length {
        match fit {
            Some(Fit::Ready) => &mut self.ready,
            Some(Fit::Later) => &mut self.later,
            Some(Fit::Unfit) => &mut self.unfit,
            None => &mut self.unknown,
        }
    }
}

/// What a source took and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceYield {
    /// As spelled last; the same source in another case is the same.
    pub source: Source,
    #[serde(rename = "seconds")]
    pub time: Length,
    pub conversations: usize,
    pub meetings: usize,
}

impl SourceYield {
    /// Conversations per hour.
    pub const fn conversation_yield(&self) -> Yield {
        Yield::new(self.conversations, self.time)
    }

    /// Meetings per hour.
    pub const fn meeting_yield(&self) -> Yield {
        Yield::new(self.meetings, self.time)
    }
}

/// Both, of some days.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prospects {
    pub readiness: Readiness,
    /// The most time first, then by name.
    pub sources: Vec<SourceYield>,
}

/// Of a block over the edge of the days the time is cut there; what came of it belongs to the day on which it began.
pub fn of_days(period: Period<'_>) -> Prospects {
    let taxonomy = &period.ledger.context.taxonomy;
    let mut readiness = Readiness::default();
    let mut sources: BTreeMap<String, SourceYield> = BTreeMap::new();
    for (block, _, part) in period.parts() {
        let details = &block.details;
        if !taxonomy.opens(block.category, details.activity.as_ref()) {
            continue;
        }
        let time = readiness.of(details.prospect.fit);
        *time = *time + part.length();
        let Some(source) = &details.prospect.source else {
            continue;
        };
        let of = sources
            .entry(folded(source.as_str()))
            .or_insert_with(|| SourceYield {
                source: source.clone(),
                time: Length::ZERO,
                conversations: 0,
                meetings: 0,
            });
        of.source = source.clone();
        of.time = of.time + part.length();
        if part.start() == block.start.at {
            of.conversations += details.outcomes.conversations as usize;
            of.meetings += details.outcomes.meetings as usize;
        }
    }
    let mut sources: Vec<SourceYield> = sources.into_values().collect();
    // Stable: of the same time the order of the names stays.
    sources.sort_by_key(|of| std::cmp::Reverse(of.time));
    Prospects { readiness, sources }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Block;
    use crate::domain::calendar::Day;
    use crate::insight::testdata;

    /// Blocks whose notes say the source and the fit: `~webinar +ready`.
    fn blocks(day: Day, text: &str) -> Vec<Block> {
        let mut blocks = testdata::day(day, text);
        for block in &mut blocks {
            let note = block.details.note.clone();
            for word in note.as_str().split(' ') {
                let prospect = &mut block.details.prospect;
                if let Some(source) = word.strip_prefix('~') {
                    prospect.source = Source::new(source).ok();
                } else if let Some(fit) = word.strip_prefix('+') {
                    prospect.fit = Fit::from_name(fit);
                }
            }
        }
        blocks
    }

    /// `ready later unfit unknown` in minutes, then each source with its minutes, conversations and meetings.
    fn told(blocks: &[Block], first: Day) -> String {
        let context = testdata::context();
        let ledger = context.ledger(blocks, testdata::saturday());
        let Prospects { readiness, sources } = of_days(ledger.days(first, first.plus(6)));
        let Readiness {
            ready,
            later,
            unfit,
            unknown,
        } = readiness;
        let mut words: Vec<String> = [ready, later, unfit, unknown]
            .iter()
            .map(|length| (length.as_seconds() / 60).to_string())
            .collect();
        words.extend(sources.iter().map(|of| {
            let (minutes, name) = (of.time.as_seconds() / 60, of.source.as_str());
            format!("{name}:{minutes}/{}/{}", of.conversations, of.meetings)
        }));
        words.join(" ")
    }

    #[test]
    fn only_selling_that_opens_counts() {
        let cases = [
            ("", "0 0 0 0"),
            ("0900-1000 sp; 1000-1030 sk", "0 0 0 90"),
            (
                r#"0900-1000 sp "+ready"; 1000-1020 sk "+later"; 1020-1030 sp "+unfit""#,
                "60 20 10 0",
            ),
            (
                r#"0900-1000 sp {conv3 mtg1} "~webinar +ready""#,
                "60 0 0 0 webinar:60/3/1",
            ),
            // Live work, other selling, admin and selling without an activity open nothing.
            (
                r#"0900-1000 sm {conv1} "~x +ready"; 1000-1100 sr "~x"; 1100-1200 ac "~x +unfit"; 1200-1300 s "~x""#,
                "0 0 0 0",
            ),
            // The most time first, then by name; the same name in another case is one, as spelled last.
            (
                r#"0900-0930 sp {conv2} "~Fair"; 0930-1000 sp "~list"; 1000-1100 sk {mtg1} "~web"; 1100-1105 sp {conv1} "~FAIR""#,
                "0 0 0 125 web:60/0/1 FAIR:35/3/0 list:30/0/0",
            ),
            (
                r#"0900-0930 sp "~b"; 0930-1000 sp "~a""#,
                "0 0 0 60 a:30/0/0 b:30/0/0",
            ),
        ];
        for (day, expected) in cases {
            let monday = testdata::monday();
            assert_eq!(told(&blocks(monday, day), monday), expected, "{day}");
        }
    }

    #[test]
    fn a_block_over_midnight_is_cut_and_its_outcomes_stay_where_it_began() {
        let monday = testdata::monday();
        let mut over = blocks(
            monday.plus(-1),
            r#"2300-2330 sp {conv2 mtg1} "~web +later""#,
        );
        over[0].end = Some(testdata::at(monday, "0100"));
        assert_eq!(told(&over, monday.plus(-7)), "0 60 0 0 web:60/2/1");
        assert_eq!(told(&over, monday), "0 60 0 0 web:60/0/0");
    }

    #[test]
    fn mayas_week_says_how_much_is_not_marked() {
        let monday = testdata::monday();
        // Prospecting and nurture.
        assert_eq!(told(&testdata::week(), monday), "0 0 0 455");
    }
}
