//! The review as lines for a terminal of so many columns, and the recap to pass on. Both say what `words` says;
//! every text in them is made harmless.

use super::ReviewRecord;
use super::words::{self, Line, Row};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::review::Step;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::report::table::{self, Piece, Tone};

/// The columns of the names, and of the figures beside them.
const NAMES: usize = 24;
const FIGURES: usize = 8;
/// Before the names.
const INDENT: &str = "   ";
/// So much further in stands what does not fit beside a name.
const ASIDE: usize = 2;

/// The steps with something to say: what a rep has not begun is not listed in a print.
pub(super) fn steps(record: &ReviewRecord) -> impl Iterator<Item = Step> + '_ {
    Step::ALL.into_iter().filter(|step| match step {
        Step::LastTime => record.last_time.is_some(),
        Step::Guess => record.guess.is_some(),
        Step::Commitment => record.commitment.is_some(),
        Step::Decision => {
            let answers = &record.answers;
            [&answers.more, &answers.less, &answers.limit]
                .into_iter()
                .any(Option::is_some)
        }
        Step::Tidy | Step::Reveal | Step::Produced | Step::Took | Step::Freed => true,
    })
}

/// What is said under the title: that the review is closed, and whether its figures would be others today.
pub fn state(record: &ReviewRecord) -> Option<String> {
    let closed = record.closed.as_ref()?;
    let day = closed.at.get(..10).unwrap_or(&closed.at);
    Some(if closed.differs {
        format!(
            "Closed on {day}. Its blocks were changed since: these are the figures of that day."
        )
    } else {
        format!("Closed on {day}.")
    })
}

/// The review as lines of at most `width` columns.
pub fn lines(record: &ReviewRecord, width: usize) -> Vec<table::Line> {
    let mut out = vec![vec![
        piece("Review  ", Tone::Quiet),
        piece(&words::title(record), Tone::Strong),
    ]];
    let state = state(record).unwrap_or_default();
    for sentence in state.split_inclusive(". ") {
        let lines = wrapped(sentence.trim_end(), width).into_iter();
        out.extend(lines.map(|words| vec![piece(&words, Tone::Quiet)]));
    }
    for step in steps(record) {
        out.push(Vec::new());
        out.push(vec![
            piece(&format!("{}  ", step.number()), Tone::Quiet),
            piece(step.title(), Tone::Strong),
        ]);
        out.extend(
            words::of_step(record, step)
                .iter()
                .flat_map(|line| said(line, width)),
        );
    }
    out
}

fn said(line: &Line, width: usize) -> Vec<table::Line> {
    let room = width.saturating_sub(INDENT.len());
    match line {
        Line::Headline(words) => below(words, room, 0, Tone::Strong),
        Line::Text(words) | Line::Title(words) => below(words, room, 0, Tone::Quiet),
        Line::Row(row) => row_lines(row, room),
    }
}

/// Name, figure and what stands beside it; what does not fit there stands below.
fn row_lines(row: &Row, room: usize) -> Vec<table::Line> {
    let names = NAMES.min(room.saturating_sub(FIGURES + 1));
    let name = text::fit(&text::visible(&row.name), names.saturating_sub(1));
    let left = room.saturating_sub(names);
    let columns = |text: &str| text::width(&text::visible(text));
    let figure_fits = columns(&row.figure) <= left;
    let figure = text::pad(&row.figure, FIGURES) + "  ";
    let all_fits = figure_fits && columns(&figure) + columns(&row.beside) <= left;
    let mut line = vec![
        piece(INDENT, Tone::Plain),
        piece(&name, row.category.map_or(Tone::Plain, Tone::Of)),
    ];
    let mut rest = Vec::new();
    if figure_fits {
        let figure = if all_fits && !row.beside.is_empty() {
            &figure
        } else {
            &row.figure
        };
        line.extend([
            piece(&" ".repeat(names - text::width(&name)), Tone::Plain),
            piece(figure, Tone::Plain),
        ]);
    } else {
        rest.extend(below(&row.figure, room, ASIDE, Tone::Plain));
    }
    if all_fits {
        line.push(piece(&row.beside, Tone::Quiet));
    } else if !row.beside.is_empty() {
        rest.extend(below(&row.beside, room, ASIDE, Tone::Quiet));
    }
    [vec![line], rest].concat()
}

/// Words in as many lines as they need.
fn below(words: &str, room: usize, aside: usize, tone: Tone) -> Vec<table::Line> {
    let indent = format!("{INDENT}{}", " ".repeat(aside));
    let lines = wrapped(words, room.saturating_sub(aside)).into_iter();
    lines
        .map(|words| vec![piece(&indent, Tone::Plain), piece(&words, tone)])
        .collect()
}

/// Words in lines of at most so many columns; one that is longer is cut.
fn wrapped(words: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text::visible(words).split(' ') {
        match lines.last_mut() {
            Some(line) if text::width(line) + 1 + text::width(word) <= columns => {
                line.extend([" ", word]);
            }
            Some(_) | None => lines.push(text::fit(word, columns)),
        }
    }
    lines
}

fn piece(words: &str, tone: Tone) -> Piece {
    Piece {
        text: text::visible(words),
        tone,
    }
}

/// What a rep may pass on: the figures of the week without distraction, notes and accounts, and what was left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shared {
    /// Whether distraction is told.
    pub distraction: bool,
    /// Whether what was answered in words is told.
    pub notes: bool,
    /// Whether accounts are told.
    pub accounts: bool,
}

/// The recap to copy: a few plain lines, and at its end what it leaves out.
pub fn recap(record: &ReviewRecord, shared: Shared) -> String {
    let mut lines = vec![words::title(record)];
    let hours = |seconds: i64| format::hours(Length::seconds(seconds));
    let told = |category: Category| match category {
        Category::Selling | Category::Admin | Category::Learning => true,
        Category::Distraction => shared.distraction,
        Category::Break => false,
    };
    if let Some(tafs) = words::tafs(record) {
        lines.push(format!(
            "TAFS {tafs}, {} selling",
            hours(record.totals.selling_s)
        ));
    }
    let of = Category::WORK
        .into_iter()
        .filter(|category| told(*category));
    let parts: Vec<String> = of
        .map(|category| format!("{category} {}", hours(words::seconds_of(record, category))))
        .collect();
    lines.push(parts.join(" · "));
    lines.extend(record.headline.iter().cloned());
    // A promise about distraction tells of it.
    let commitment =
        |text: &str| shared.distraction || !text.contains(Category::Distraction.name());
    if let Some(commitment) = record.commitment.as_ref().filter(|of| commitment(&of.text)) {
        lines.push(format!(
            "commitment: {}, {}",
            commitment.words, commitment.verdict
        ));
    }
    if record.imposed_s > 0 {
        lines.push(format!(
            "asked of me: {} of {} admin",
            hours(record.imposed_s),
            hours(record.admin_s)
        ));
    }
    if shared.accounts {
        lines.extend(
            record
                .watch_accounts
                .iter()
                .map(|of| format!("@{}: {}, {}", of.account, hours(of.seconds), of.kind)),
        );
    }
    if shared.notes {
        let answers = &record.answers;
        let notes = [&answers.surprise, &answers.moved, &answers.freed];
        lines.extend(notes.into_iter().flatten().cloned());
        let said = [
            ("do more", &answers.more),
            ("do less", &answers.less),
            ("limit", &answers.limit),
        ];
        lines.extend(
            said.into_iter()
                .filter_map(|(name, said)| Some(format!("{name}: {}", said.as_ref()?))),
        );
    }
    let out = [
        ("distraction", shared.distraction),
        ("notes", shared.notes),
        ("accounts", shared.accounts),
    ];
    let out: Vec<&str> = out
        .into_iter()
        .filter(|(_, told)| !told)
        .map(|(name, _)| name)
        .collect();
    if !out.is_empty() {
        lines.push(format!("(left out: {})", out.join(", ")));
    }
    lines
        .iter()
        .map(|line| text::visible(line) + "\n")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(row: &Row, width: usize) -> Vec<String> {
        let lines = said(&Line::Row(row.clone()), width);
        lines
            .iter()
            .map(|line| {
                line.iter()
                    .map(|piece| piece.text.as_str())
                    .collect::<String>()
            })
            .collect()
    }

    #[test]
    fn what_does_not_fit_beside_a_figure_stands_below_it() {
        let row = |figure: &str, beside: &str| Row {
            category: None,
            name: "selling".to_owned(),
            figure: figure.to_owned(),
            beside: beside.to_owned(),
            share: None,
        };
        let cases: [(Row, usize, &[&str]); 4] = [
            (
                row("20h50", "51.8 %, steady"),
                51,
                &["   selling                 20h50     51.8 %, steady"],
            ),
            (
                row("20h50", "51.8 %, +8.1 to usual, guess +8.2"),
                40,
                &[
                    "   selling                 20h50",
                    "     51.8 %, +8.1 to usual, guess +8.2",
                ],
            ),
            (
                row("20h50", "51.8 %, +8.1 to usual, guess +8.2"),
                32,
                &[
                    "   selling             20h50",
                    "     51.8 %, +8.1 to usual,",
                    "     guess +8.2",
                ],
            ),
            (
                row("the CFO, who asked for it", ""),
                40,
                &["   selling", "     the CFO, who asked for it"],
            ),
        ];
        for (row, width, expected) in cases {
            assert_eq!(told(&row, width), expected, "{width}");
        }
    }
}
