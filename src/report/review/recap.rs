//! The recap of a week to pass on: a few plain lines, and at its end what it leaves out. Every text in it is made
//! harmless.

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
            let (time, kind) = (format::hours(of.seconds), of.kind.name());
            format!("@{}: {time}, {kind}", of.account.as_str())
        }));
    }
    if shared.notes {
        lines.extend(answer_lines(record));
    }
    let left_out = [
        ("distraction", shared.distraction),
        ("notes", shared.notes),
        ("accounts", shared.accounts),
    ];
    let left_out = left_out.into_iter().filter(|(_, told)| !told);
    let left_out: Vec<&str> = left_out.map(|(name, _)| name).collect();
    if !left_out.is_empty() {
        lines.push(format!("(left out: {})", left_out.join(", ")));
    }
    lines
        .iter()
        .map(|line| text::visible(line) + "\n")
        .collect()
}

fn figure_lines(record: &ReviewRecord, shared: Shared) -> Vec<String> {
    let totals = &record.totals;
    let selling = format::hours(totals.selling);
    let tafs = share::with_bounds(&record.reading());
    let mut lines: Vec<String> = tafs
        .map(|tafs| format!("TAFS {tafs}, {selling} selling"))
        .into_iter()
        .collect();
    let told = |category: &Category| shared.distraction || *category != Category::Distraction;
    let parts = Category::WORK.into_iter().filter(told);
    let parts = parts.map(|category| format!("{category} {}", format::hours(totals.of(category))));
    lines.push(parts.collect::<Vec<_>>().join(" · "));
    lines.extend(record.headline.iter().cloned());
    // A commitment about distraction tells of it.
    let told = |text: &str| shared.distraction || !text.contains(Category::Distraction.name());
    if let Some(of) = record.commitment.as_ref().filter(|of| told(&of.text)) {
        lines.push(format!("commitment: {}, {}", of.words, of.verdict));
    }
    let imposed = record.imposed_of_admin();
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
