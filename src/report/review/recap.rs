//! The recap of a week to pass on: a few plain lines. What it leaves out leaves no trace, and follows from no figure that
//! it tells: without distraction it has selling and its outcomes, but no share and no sum. Every text in it is made harmless.

use super::record::ReviewRecord;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::text;
use crate::report::share;

/// What a recap tells only where it is asked to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shared {
    pub distraction: bool,
    /// What was answered in words.
    pub notes: bool,
    pub accounts: bool,
}

/// The recap of a review.
pub fn write_recap(record: &ReviewRecord, shared: Shared) -> String {
    let days = format::days(record.from, record.to);
    let mut lines = vec![format!("{} · {days}", record.week)];
    lines.extend(figure_lines(record, shared));
    if shared.accounts {
        lines.extend(record.watch_accounts.iter().map(|of| {
            let (time, kind) = (format::hours(of.seconds), of.kind.words());
            format!("@{}: {time}, {kind}", of.account.as_str())
        }));
    }
    if shared.notes {
        lines.extend(answer_lines(record));
    }
    lines
        .iter()
        .map(|line| text::visible(line) + "\n")
        .collect()
}

fn figure_lines(record: &ReviewRecord, shared: Shared) -> Vec<String> {
    let totals = &record.totals;
    let selling = format::hours(totals.selling);
    let mut lines = Vec::new();
    if shared.distraction {
        let tafs = share::with_bounds(&record.reading());
        lines.extend(tafs.map(|tafs| format!("TAFS {tafs}, {selling} selling")));
        let hours = |category: Category| format::hours(totals.of(category));
        let parts = Category::WORK.map(|category| format!("{category} {}", hours(category)));
        lines.push(parts.join(" · "));
    } else {
        lines.push(format!("{selling} selling"));
    }
    lines.extend(record.headline.iter().cloned());
    // A commitment about distraction tells of it.
    let told = |text: &str| shared.distraction || !text.contains(Category::Distraction.name());
    if let Some(of) = record.commitment.as_ref().filter(|of| told(&of.text)) {
        lines.push(format!("commitment: {}, {}", of.words, of.verdict));
    }
    let imposed = record.imposed_of_admin().filter(|_| shared.distraction);
    lines.extend(imposed.map(|of| format!("asked of me: {of}")));
    lines
}

/// What the rep answered in words.
fn answer_lines(record: &ReviewRecord) -> impl Iterator<Item = String> {
    let answers = &record.answers;
    let notes = [&answers.surprise, &answers.moved, &answers.freed];
    let decided = [
        ("do more", &answers.more),
        ("do less", &answers.less),
        ("limit", &answers.limit),
    ];
    let decided = decided
        .into_iter()
        .filter_map(|(name, answer)| Some(format!("{name}: {}", answer.as_ref()?)));
    notes.into_iter().flatten().cloned().chain(decided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Block, Category};
    use crate::domain::calendar::Week;
    use crate::domain::parse::duration::parse_duration;
    use crate::domain::review::WeekNotes;
    use crate::domain::stamp::Length;
    use crate::domain::taxonomy::Role;
    use crate::insight::testdata;
    use crate::report::review::{Facts, of_week};

    /// Maya's week with other blocks in the place of some, and a commitment.
    fn record(commitment: &str, block: impl Fn(Block) -> Option<Block>) -> ReviewRecord {
        let context = testdata::context();
        let blocks: Vec<Block> = testdata::history().into_iter().filter_map(block).collect();
        let week = Week {
            first: testdata::monday(),
        };
        let notes = WeekNotes {
            commitment: Some(commitment.to_owned()),
            ..WeekNotes::default()
        };
        of_week(&Facts {
            week,
            on_record: (&blocks).into(),
            context: &context,
            now: context.calendar.here(testdata::saturday()),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[(week, notes)],
        })
    }

    const SHY: Shared = Shared {
        distraction: false,
        notes: false,
        accounts: false,
    };

    #[test]
    fn without_distraction_it_tells_selling_and_outcomes() {
        let recap = write_recap(&record(">= 6h selling/prospecting", Some), SHY);
        assert_eq!(
            recap,
            "2026-W10 · 2–8 Mar 2026\n20h50 selling\n5 meetings in 6h50 of prospecting, 0.73 an hour\n\
             5 advances in 6h15 of live time, 0.80 an hour\ncommitment: 6h50 of 6h prospecting, kept\n"
        );
        let open = Shared {
            distraction: true,
            ..SHY
        };
        let recap = write_recap(&record(">= 6h selling/prospecting", Some), open);
        for told in [
            "TAFS 51.8 %, 20h50 selling",
            "distraction 2h40",
            "asked of me: 11h00 of 14h35 admin",
        ] {
            assert!(recap.contains(told), "{told} in\n{recap}");
        }
    }

    #[test]
    fn it_is_the_same_whatever_the_distraction_was() {
        for commitment in [
            ">= 6h selling/prospecting",
            "<= 1h distraction",
            "no distraction 09:00-11:00",
        ] {
            let told = write_recap(&record(commitment, Some), SHY);
            let none = record(commitment, |block| {
                Some(block).filter(|block| block.category != Category::Distraction)
            });
            assert_eq!(write_recap(&none, SHY), told, "{commitment}");
            let more = record(commitment, |mut block| {
                if block.category == Category::Learning {
                    block.category = Category::Distraction;
                }
                Some(block)
            });
            assert_eq!(write_recap(&more, SHY), told, "{commitment}");
            assert!(
                !told.contains("distraction") && !told.contains("left out"),
                "{told}"
            );
        }
    }

    #[test]
    fn no_sum_and_no_difference_of_its_figures_is_what_is_left_out() {
        let record = record(">= 6h selling/prospecting", Some);
        let recap = write_recap(&record, SHY);
        assert!(!recap.contains('%'), "{recap}");
        let words = recap.split([' ', ',', '\n']);
        let lengths: Vec<i64> = words
            .filter(|word| word.contains('h'))
            .filter_map(|word| parse_duration(word).ok())
            .map(Length::as_seconds)
            .collect();
        assert_eq!(lengths.len(), 5, "{recap}");
        let totals = &record.totals;
        let secrets = [
            totals.distraction,
            totals.tracked(),
            totals.tracked() - totals.selling,
        ];
        for one in &lengths {
            for other in lengths.iter().chain([&0]) {
                for secret in secrets.map(Length::as_seconds) {
                    assert!(one + other != secret && one - other != secret, "{recap}");
                }
            }
        }
    }
}
