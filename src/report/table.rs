//! A report as lines for a terminal of so many columns, each in pieces that say how they are meant to look. Knows no
//! colours; every text in it is made harmless.

use super::groups::Report;
use super::rows::{self, Kind, Row};
use super::{share, words};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;

/// How a piece is meant to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// As any text.
    Plain,
    /// What counts most.
    Strong,
    /// What stands back.
    Quiet,
    /// In the colour of a category.
    Of(Category),
}

/// A stretch of a line in one look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// What it says; harmless for a terminal.
    pub text: String,
    /// How it is meant to look.
    pub tone: Tone,
}

/// A line, from left to right.
pub type Line = Vec<Piece>;

/// A shorter bar says nothing.
const BAR_LEAST: usize = 8;
/// A longer one is no easier to read.
const BAR_MOST: usize = 60;
/// Between the columns.
const GAP: usize = 2;
/// The most columns that names take, and the least that they are cut to.
const LABEL_MOST: usize = 32;
const LABEL_LEAST: usize = 8;

/// How wide the columns are; none for one that is left out.
struct Widths {
    mark: usize,
    label: usize,
    time: usize,
    share: usize,
    selling: usize,
    bar: usize,
}

/// The report in lines of at most so many columns.
pub fn lines(report: &Report, columns: usize) -> Vec<Line> {
    let mut lines = heading(report, columns);
    lines.push(Line::new());
    let rows = rows::rows(report);
    let longest = rows.iter().map(Row::length).max().unwrap_or_default();
    let texts = rows::headings(report).map(str::to_owned);
    let mut table = vec![Cells {
        category: None,
        texts,
        bar: Vec::new(),
        tone: Tone::Quiet,
    }];
    table.extend(rows.into_iter().map(Cells::from));
    let widths = widths(&table, columns);
    lines.extend(table.iter().map(|cells| line(cells, &widths, longest)));
    lines
        .into_iter()
        .map(|line| fitted(line, columns))
        .collect()
}

fn heading(report: &Report, columns: usize) -> Vec<Line> {
    let reading = words::reading(report);
    let mut lines = vec![vec![piece(words::title(report), Tone::Strong)]];
    let shown = share::share(&reading);
    let mut said: Vec<String> = share::hours(&report.totals, &reading)
        .split(" · ")
        .map(str::to_owned)
        .collect();
    said.extend(share::missing(&reading));
    let mut line: Line = Line::new();
    if !shown.is_empty() {
        line.extend([piece(shown, Tone::Strong), piece("   ", Tone::Plain)]);
    }
    let mut first = true;
    for part in said {
        // What does not fit beside it stands below it.
        if !first && width(&line) + 3 + text::width(&part) > columns {
            lines.push(std::mem::take(&mut line));
        } else if !first {
            line.push(piece(" · ", Tone::Quiet));
        }
        line.push(piece(part, Tone::Quiet));
        first = false;
    }
    lines.push(line);
    lines
}

/// A line of cells: the names of the columns, or a row.
struct Cells {
    category: Option<Category>,
    /// Label, time, share, selling.
    texts: [String; 4],
    bar: Vec<(Category, Length)>,
    tone: Tone,
}

impl From<Row> for Cells {
    fn from(row: Row) -> Self {
        let tone = match row.kind {
            Kind::Group => Tone::Plain,
            Kind::Total => Tone::Strong,
            Kind::Unsaid | Kind::Beside => Tone::Quiet,
        };
        Self {
            category: row.category,
            texts: [row.label, row.time, row.share, row.selling],
            bar: row.bar,
            tone,
        }
    }
}

fn widths(table: &[Cells], columns: usize) -> Widths {
    let width = |text: &String| text::width(&text::visible(text));
    let [label, time, share, selling] = [0, 1, 2, 3].map(|cell: usize| {
        table
            .iter()
            .map(|cells| width(&cells.texts[cell]))
            .max()
            .unwrap_or(0)
    });
    let mark = if table.iter().any(|cells| cells.category.is_some()) {
        GAP
    } else {
        0
    };
    let label = label.min(LABEL_MOST);
    let mut widths = Widths {
        mark,
        label,
        time,
        share,
        selling,
        bar: 0,
    };
    // What matters least gives way first.
    let left = |widths: &Widths| columns.checked_sub(widths.used());
    if left(&widths).is_none() {
        widths.label = label.min(LABEL_LEAST.max(label.saturating_sub(widths.used() - columns)));
    }
    if left(&widths).is_none() {
        (widths.selling, widths.label) = (0, label.min(LABEL_LEAST));
    }
    if left(&widths).is_none() {
        widths.share = 0;
    }
    let room = left(&widths).unwrap_or(0).saturating_sub(GAP + 1);
    widths.bar = if room < BAR_LEAST {
        0
    } else {
        room.min(BAR_MOST)
    };
    widths
}

impl Widths {
    /// All but the bar.
    fn used(&self) -> usize {
        let column = |width: usize| if width > 0 { width + GAP } else { 0 };
        self.mark + self.label + column(self.time) + column(self.share) + column(self.selling)
    }
}

fn line(cells: &Cells, widths: &Widths, longest: Length) -> Line {
    let mut line = Line::new();
    if widths.mark > 0 {
        line.push(match cells.category {
            Some(category) => piece(
                text::pad(&category.letter().to_string(), GAP),
                Tone::Of(category),
            ),
            None => piece(" ".repeat(GAP), Tone::Plain),
        });
    }
    let [label, time, share, selling] = &cells.texts;
    line.push(piece(text::pad(label, widths.label), cells.tone));
    for (text, width) in [
        (time, widths.time),
        (share, widths.share),
        (selling, widths.selling),
    ] {
        if width > 0 {
            line.push(piece(format!("  {text:>width$}"), cells.tone));
        }
    }
    if widths.bar > 0 && !cells.bar.is_empty() {
        line.push(piece(" ".repeat(GAP + 1), Tone::Plain));
        line.extend(bar(&cells.bar, longest, widths.bar));
    }
    line
}

/// The parts side by side, in cells of the longest bar's length.
fn bar(parts: &[(Category, Length)], longest: Length, columns: usize) -> Vec<Piece> {
    let cells = |length: Length| {
        (length.share_of(longest).unwrap_or_default() * columns as f64).round() as usize
    };
    let mut so_far = Length::ZERO;
    let mut drawn = 0;
    let mut pieces = Vec::new();
    for (category, length) in parts {
        so_far = so_far + *length;
        let to = cells(so_far).max(drawn);
        pieces.push(piece(
            format::pattern(*category).repeat(to - drawn),
            Tone::Of(*category),
        ));
        drawn = to;
    }
    if drawn == 0
        && let Some((category, _)) = parts.first()
    {
        pieces = vec![piece(format::pattern(*category), Tone::Of(*category))];
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn piece(text: impl Into<String>, tone: Tone) -> Piece {
    Piece {
        text: text.into(),
        tone,
    }
}

fn width(line: &[Piece]) -> usize {
    line.iter().map(|piece| text::width(&piece.text)).sum()
}

/// The line without spaces at its end, cut where it is too long all the same.
fn fitted(mut line: Line, columns: usize) -> Line {
    if let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    let mut left = columns;
    for piece in &mut line {
        piece.text = text::fit(&piece.text, left);
        left -= text::width(&piece.text).min(left);
    }
    line.retain(|piece| !piece.text.is_empty());
    line
}
