//! A report as lines for a terminal of so many columns, each in pieces that say how they are meant to look. Knows no
//! colours; every text in it is made harmless.

use super::groups::{By, Group, Report};
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

/// A row of the table.
struct Row {
    mark: Option<Category>,
    label: String,
    time: String,
    share: String,
    selling: String,
    /// The time by category that its bar stands for.
    bar: Vec<(Category, Length)>,
    tone: Tone,
}

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
    let rows = rows(report);
    let widths = widths(&rows, columns);
    let longest = rows.iter().map(Row::length).max().unwrap_or_default();
    lines.extend(rows.iter().map(|row| line(row, &widths, longest)));
    lines.into_iter().map(|line| fitted(line, columns)).collect()
}

fn heading(report: &Report, columns: usize) -> Vec<Line> {
    let reading = words::reading(report);
    let mut lines = vec![vec![piece(words::title(report), Tone::Strong)]];
    let shown = share::share(&reading);
    let mut said: Vec<String> = share::hours(&report.totals, &reading).split(" · ").map(str::to_owned).collect();
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

fn rows(report: &Report) -> Vec<Row> {
    let sold = !matches!(report.by, By::Category | By::Activity);
    let heading = |text: &str| if sold { text.to_owned() } else { String::new() };
    let mut rows = vec![Row {
        label: report.by.name().to_owned(),
        time: "time".to_owned(),
        share: "share".to_owned(),
        selling: heading("selling"),
        ..Row::quiet()
    }];
    let selling = |length: Length| if sold { format::hours(length) } else { String::new() };
    rows.extend(report.percents().into_iter().map(|(group, percent)| Row {
        mark: group.key.category(),
        share: format!("{percent} %"),
        selling: selling(group.parts.of(Category::Selling)),
        ..Row::of(report, group)
    }));
    if report.totals.tracked().is_positive() {
        rows.push(Row {
            label: "total".to_owned(),
            time: format::hours(report.totals.tracked()),
            share: "100 %".to_owned(),
            selling: selling(report.totals.selling),
            tone: Tone::Strong,
            ..Row::quiet()
        });
    }
    let breaks = report.groups.iter().filter(|group| !group.is_work());
    rows.extend(breaks.map(|group| Row { mark: group.key.category(), ..Row::of(report, group) }));
    if report.by == By::Category && report.totals.untracked.is_positive() {
        rows.push(Row { label: "untracked".to_owned(), time: format::hours(report.totals.untracked), ..Row::quiet() });
    }
    rows
}

impl Row {
    fn quiet() -> Self {
        let empty = String::new;
        Self {
            mark: None,
            label: empty(),
            time: empty(),
            share: empty(),
            selling: empty(),
            bar: Vec::new(),
            tone: Tone::Quiet,
        }
    }

    fn of(report: &Report, group: &Group) -> Self {
        let bar = Category::ALL.into_iter().map(|category| (category, group.parts.of(category)));
        let named = group.key.name().is_some();
        Self {
            label: words::label(report, &group.key),
            time: format::hours(group.time()),
            bar: bar.filter(|(_, length)| length.is_positive()).collect(),
            tone: if named { Tone::Plain } else { Tone::Quiet },
            ..Self::quiet()
        }
    }

    fn length(&self) -> Length {
        self.bar.iter().map(|(_, length)| *length).sum()
    }
}

fn widths(rows: &[Row], columns: usize) -> Widths {
    let widest =
        |cell: fn(&Row) -> &str| rows.iter().map(|row| text::width(&text::visible(cell(row)))).max().unwrap_or(0);
    let mark = if rows.iter().any(|row| row.mark.is_some()) { GAP } else { 0 };
    let label = widest(|row| &row.label).min(LABEL_MOST);
    let mut widths = Widths {
        mark,
        label,
        time: widest(|row| &row.time),
        share: widest(|row| &row.share),
        selling: widest(|row| &row.selling),
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
    widths.bar = if room < BAR_LEAST { 0 } else { room.min(BAR_MOST) };
    widths
}

impl Widths {
    /// All but the bar.
    fn used(&self) -> usize {
        let column = |width: usize| if width > 0 { width + GAP } else { 0 };
        self.mark + self.label + column(self.time) + column(self.share) + column(self.selling)
    }
}

fn line(row: &Row, widths: &Widths, longest: Length) -> Line {
    let mut line = Line::new();
    if widths.mark > 0 {
        line.push(match row.mark {
            Some(category) => piece(text::pad(&category.letter().to_string(), GAP), Tone::Of(category)),
            None => piece(" ".repeat(GAP), Tone::Plain),
        });
    }
    line.push(piece(text::pad(&row.label, widths.label), row.tone));
    for (cell, width) in [(&row.time, widths.time), (&row.share, widths.share), (&row.selling, widths.selling)] {
        if width > 0 {
            line.push(piece(format!("  {cell:>width$}"), row.tone));
        }
    }
    if widths.bar > 0 && !row.bar.is_empty() {
        line.push(piece(" ".repeat(GAP + 1), Tone::Plain));
        line.extend(bar(&row.bar, longest, widths.bar));
    }
    line
}

/// The parts side by side, in cells of the longest bar's length.
fn bar(parts: &[(Category, Length)], longest: Length, columns: usize) -> Vec<Piece> {
    let cells = |length: Length| (length.share_of(longest).unwrap_or_default() * columns as f64).round() as usize;
    let mut so_far = Length::ZERO;
    let mut drawn = 0;
    let mut pieces = Vec::new();
    for (category, length) in parts {
        so_far = so_far + *length;
        let to = cells(so_far).max(drawn);
        pieces.push(piece(format::pattern(*category).repeat(to - drawn), Tone::Of(*category)));
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
    Piece { text: text.into(), tone }
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
