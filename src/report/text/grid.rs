//! A table as lines: names, figures and cells in columns, and a bar beside each row where there is room.

use super::line::{Line, Piece, Tone, piece};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::report::document::{RowKind, Table, TableRow};

/// A shorter bar says nothing.
const BAR_LEAST: usize = 8;
/// A longer one is no easier to read.
const BAR_MOST: usize = 60;
/// Between the columns.
const GAP: usize = 2;
/// The most columns that names take, and the least that they are cut to.
const NAME_MOST: usize = 32;
const NAME_LEAST: usize = 8;

/// A line of cells: the heads, or a row.
struct Cells<'a> {
    category: Option<Category>,
    /// The name, the figure, and what stands beside them.
    texts: Vec<&'a str>,
    bar: &'a [(Category, Length)],
    tone: Tone,
}

/// How wide the columns are.
struct Widths {
    mark: usize,
    name: usize,
    cells: Vec<usize>,
    bar: usize,
}

/// The table in lines, with one of air above it; cut to so many columns where that is wanted.
pub(super) fn grid_lines(table: &Table, columns: usize, is_cut: bool) -> Vec<Line> {
    let heads = Cells {
        category: None,
        texts: table.heads.clone(),
        bar: &[],
        tone: Tone::Quiet,
    };
    let rows = table.rows.iter().map(cells_of);
    let all: Vec<Cells<'_>> = [heads].into_iter().chain(rows).collect();
    let (widths, longest) = (widths_of(&all, columns, is_cut), table.longest());
    let lines = all.iter().map(|cells| line_of(cells, &widths, longest));
    [Line::new()].into_iter().chain(lines).collect()
}

fn cells_of(row: &TableRow) -> Cells<'_> {
    let beside = row.beside.iter().map(|cell| cell.figure.as_str());
    let texts = [row.name.as_str(), row.figure.as_str()].into_iter();
    Cells {
        category: row.category,
        texts: texts.chain(beside).collect(),
        bar: &row.bar,
        tone: match row.kind {
            RowKind::Group => Tone::Plain,
            RowKind::Total => Tone::Strong,
            RowKind::Unsaid | RowKind::Beside => Tone::Quiet,
        },
    }
}

fn widths_of(table: &[Cells<'_>], columns: usize, is_cut: bool) -> Widths {
    let width = |column: usize| {
        let cells = table.iter().filter_map(|cells| cells.texts.get(column));
        let widths = cells.map(|text| text::width(&text::visible(text)));
        widths.max().unwrap_or(0)
    };
    let heads = table.first().map_or(0, |heads| heads.texts.len());
    let has_mark = table.iter().any(|cells| cells.category.is_some());
    let name = if is_cut {
        width(0).min(NAME_MOST)
    } else {
        width(0)
    };
    let mut widths = Widths {
        mark: if has_mark { GAP } else { 0 },
        name,
        cells: (1..heads).map(width).collect(),
        bar: 0,
    };
    // What matters least gives way first: some of the name, then the cells from the right.
    let over = widths.used().saturating_sub(columns);
    if is_cut {
        widths.name = name.min(NAME_LEAST.max(name.saturating_sub(over)));
    }
    while is_cut && widths.used() > columns && widths.cells.len() > 1 {
        widths.cells.pop();
        widths.name = name.min(NAME_LEAST);
    }
    let room = columns.saturating_sub(widths.used() + GAP + 1);
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
        let cells: usize = self.cells.iter().map(|width| width + GAP).sum();
        self.mark + self.name + cells
    }
}

fn line_of(cells: &Cells<'_>, widths: &Widths, longest: Length) -> Line {
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
    let name = cells.texts.first().copied().unwrap_or_default();
    line.push(piece(text::pad(name, widths.name), cells.tone));
    for (index, width) in widths.cells.iter().enumerate() {
        let text = cells.texts.get(index + 1).copied().unwrap_or_default();
        line.push(piece(format!("  {text:>width$}"), cells.tone));
    }
    if widths.bar > 0 && !cells.bar.is_empty() {
        line.push(piece(" ".repeat(GAP + 1), Tone::Plain));
        line.extend(bar_pieces(cells.bar, longest, widths.bar));
    }
    line
}

/// The parts side by side, in cells of the longest bar's length.
fn bar_pieces(parts: &[(Category, Length)], longest: Length, columns: usize) -> Vec<Piece> {
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
