//! A document as lines for a terminal of so many columns, each in pieces that say how they are meant to look. Knows no
//! colors; every text in it is made harmless.

mod grid;
mod line;

pub use line::{Line, Piece, Tone};
use line::{fitted, piece, trimmed, width};

use super::document::{Block, Document, Figure, Section, TableRow};
use crate::domain::text;

/// The columns of the names of a list, and of the figures beside them.
const NAMES: usize = 24;
const FIGURES: usize = 8;
/// Before what stands under a number.
const INDENT: usize = 3;
/// So much further in stands what does not fit beside a name.
const ASIDE: usize = 2;

/// The document in lines. Sentences are wrapped at so many columns; the rest is cut to them only where that is wanted.
pub fn lines(document: &Document, columns: usize, is_cut: bool) -> Vec<Line> {
    let mut lines = vec![title(document)];
    for sentence in document
        .state
        .iter()
        .flat_map(|state| state.split_inclusive(". "))
    {
        lines.extend(wrapped(sentence.trim_end(), columns, 0, Tone::Quiet));
    }
    let is_numbered = |section: &Section| section.number.is_some();
    let indent = if document.sections.iter().any(is_numbered) {
        INDENT
    } else {
        0
    };
    for section in &document.sections {
        if let Some(number) = section.number {
            let number = piece(format!("{number}  "), Tone::Quiet);
            lines.extend([
                Line::new(),
                vec![number, piece(section.title, Tone::Strong)],
            ]);
        }
        for block in &section.blocks {
            lines.extend(block_lines(block, columns, indent, is_cut));
        }
    }
    lines
        .into_iter()
        .map(|line| {
            if is_cut {
                fitted(line, columns)
            } else {
                trimmed(line)
            }
        })
        .collect()
}

fn title(document: &Document) -> Line {
    let kind = document
        .kind
        .map(|kind| piece(format!("{kind}  "), Tone::Quiet));
    let title = piece(document.title(), Tone::Strong);
    kind.into_iter().chain([title]).collect()
}

fn block_lines(block: &Block, columns: usize, indent: usize, is_cut: bool) -> Vec<Line> {
    match block {
        Block::Figure(figure) => figure_lines(figure, columns, indent),
        Block::Lead(words) => wrapped(words, columns, indent, Tone::Strong),
        Block::Note(words) | Block::Caption(words) => wrapped(words, columns, indent, Tone::Quiet),
        Block::Table(table) if table.is_grid => grid::grid_lines(table, columns, is_cut),
        Block::Table(table) => {
            let rows = table.rows.iter();
            rows.flat_map(|row| row_lines(row, columns, indent))
                .collect()
        }
        Block::Days(_) | Block::Trend(..) => Vec::new(),
    }
}

/// The share, and what it rests on; what does not fit beside it stands below it.
fn figure_lines(figure: &Figure, columns: usize, indent: usize) -> Vec<Line> {
    let margin = || piece(" ".repeat(indent), Tone::Plain);
    let (mut lines, mut line) = (Vec::new(), vec![margin()]);
    if let Some(share) = &figure.share {
        let share = piece(format!("{}{share}", figure.lead), Tone::Strong);
        line.extend([share, piece("   ", Tone::Plain)]);
    }
    for (index, part) in figure.beside.iter().enumerate() {
        let separator = if index > 0 { " · " } else { "" };
        let wide = width(&line) + text::width(separator) + text::width(part);
        if wide > columns && (index > 0 || figure.share.is_some()) {
            lines.push(std::mem::replace(&mut line, vec![margin()]));
        } else {
            line.push(piece(separator, Tone::Quiet));
        }
        line.push(piece(part, Tone::Quiet));
    }
    lines.push(line);
    lines
}

/// Name, figure and what stands beside it; what does not fit there stands below.
fn row_lines(row: &TableRow, columns: usize, indent: usize) -> Vec<Line> {
    let room = columns.saturating_sub(indent);
    let names = NAMES.min(room.saturating_sub(FIGURES + 1));
    let left = room.saturating_sub(names);
    let tone = row.category.map_or(Tone::Plain, Tone::Of);
    let name = text::visible(&row.name);
    if text::width(&name) >= names {
        return long_name_lines(row, columns, indent, tone);
    }
    let gap = names - text::width(&name);
    let mut line = vec![piece(" ".repeat(indent), Tone::Plain), piece(name, tone)];
    let figure = text::visible(&row.figure);
    let beside = text::visible(&row.words_beside());
    let below = |words: &str, tone: Tone| wrapped(words, columns, indent + ASIDE, tone);
    let mut rest = Vec::new();
    let fits = text::width(&figure) <= left;
    let room = FIGURES.saturating_sub(text::width(&figure));
    let padded = figure.clone() + &" ".repeat(room + 2);
    let all_fits = fits && text::width(&padded) + text::width(&beside) <= left;
    if fits {
        let figure = if all_fits && !beside.is_empty() {
            padded
        } else {
            figure
        };
        line.push(piece(" ".repeat(gap) + &figure, Tone::Plain));
    } else {
        rest.extend(below(&figure, Tone::Plain));
    }
    if all_fits {
        line.push(piece(beside, Tone::Quiet));
    } else if !beside.is_empty() {
        rest.extend(below(&beside, Tone::Quiet));
    }
    [vec![line], rest].concat()
}

/// A name that is wider than its column stands whole above its figure.
fn long_name_lines(row: &TableRow, columns: usize, indent: usize, tone: Tone) -> Vec<Line> {
    let words = [row.figure.clone(), row.words_beside()].into_iter();
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    let mut lines = wrapped(&row.name, columns, indent, tone);
    lines.extend(wrapped(
        &words.join("  "),
        columns,
        indent + ASIDE,
        Tone::Plain,
    ));
    lines
}

/// Words in as many lines as they need.
fn wrapped(words: &str, columns: usize, indent: usize, tone: Tone) -> Vec<Line> {
    let room = columns.saturating_sub(indent);
    let margin = || piece(" ".repeat(indent), Tone::Plain);
    let lines = text::broken(&text::visible(words), room).into_iter();
    lines
        .map(|words| vec![margin(), piece(words, tone)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(row: &TableRow, width: usize) -> Vec<String> {
        let lines = row_lines(row, width, INDENT);
        let lines = lines.into_iter().map(|line| fitted(line, width));
        lines
            .map(|line| {
                line.iter()
                    .map(|piece| piece.text.as_str())
                    .collect::<String>()
            })
            .collect()
    }

    #[test]
    fn nothing_is_cut_however_long_it_is() {
        let name = "@The Northwind Trading Company of Rotterdam";
        let row = TableRow::new(None, name, "2h45").beside("at risk");
        let expected = [
            "   @The Northwind Trading Company of",
            "   Rotterdam",
            "     2h45  at risk",
        ];
        assert_eq!(told(&row, 40), expected);
        let word = "x".repeat(100);
        let row = TableRow::new(None, "moved most", &*word);
        for columns in [20, 40, 80] {
            let lines = told(&row, columns);
            assert!(lines.iter().all(|line| line.chars().count() <= columns));
            let found: usize = lines.iter().map(|line| line.matches('x').count()).sum();
            assert_eq!(found, 100, "{lines:?}");
        }
    }

    #[test]
    fn what_does_not_fit_beside_a_figure_stands_below_it() {
        let row =
            |figure: &str, beside: &str| TableRow::new(None, "selling", figure).beside(beside);
        let cases: [(TableRow, usize, &[&str]); 5] = [
            (
                row("6h50 of 7h", "missed"),
                51,
                &["   selling                 6h50 of 7h  missed"],
            ),
            (
                row("20h50", "51.8 %, steady"),
                51,
                &["   selling                 20h50     51.8 %, steady"],
            ),
            (
                row("20h50", "51.8 %, +8.0 vs usual, guess +8.2"),
                40,
                &[
                    "   selling                 20h50",
                    "     51.8 %, +8.0 vs usual, guess +8.2",
                ],
            ),
            (
                row("20h50", "51.8 %, +8.0 vs usual, guess +8.2"),
                32,
                &[
                    "   selling             20h50",
                    "     51.8 %, +8.0 vs usual,",
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
