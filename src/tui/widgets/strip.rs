//! Strips: bars and ribbons whose edges fall on eighths of a cell. Two fills share a cell at most.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::text;
use crate::tui::theme::{Fill, Theme};

/// How many steps a cell has.
pub(crate) const STEPS: usize = 8;

/// From one eighth of a cell to seven.
const PARTS: [&str; STEPS] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The same from the bottom of a cell up.
const LEVELS: [&str; STEPS] = ["", "▁", "▂", "▃", "▄", "▅", "▆", "▇"];

/// A cell of a strip: what fills its left, what fills its right, and how many eighths the left has. In a strip that
/// stands, the left is the bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Cell<F> {
    pub(crate) left: F,
    pub(crate) right: F,
    pub(crate) split: usize,
}

/// Where each part of a whole ends, in eighths of `columns` cells. Edges are rounded from the whole, so that all
/// parts together are exactly as wide as the strip; a part that is there has at least one eighth.
pub(crate) fn part_edges(parts: &[f64], columns: usize) -> Vec<usize> {
    let width = columns * STEPS;
    let whole: f64 = parts.iter().copied().filter(|part| *part > 0.0).sum();
    let mut edges = Vec::with_capacity(parts.len());
    let mut sum = 0.0;
    for part in parts {
        sum += part.max(0.0);
        let share = if whole > 0.0 { sum / whole } else { 0.0 };
        edges.push((share * width as f64 + 0.5).floor() as usize);
    }
    let is_there: Vec<bool> = parts.iter().map(|part| *part > 0.0).collect();
    give_each_one(&is_there, &mut edges, width);
    edges
}

/// Moves edges so that no part that is there has none: forward where one has too little, then back from the end.
fn give_each_one(is_there: &[bool], edges: &mut [usize], width: usize) {
    let count = is_there.iter().filter(|is_there| **is_there).count();
    if count > width {
        return;
    }
    let mut least = 0;
    for (is_there, edge) in is_there.iter().zip(edges.iter_mut()) {
        least += usize::from(*is_there);
        *edge = (*edge).max(least);
        least = *edge;
    }
    let mut most = width;
    for (is_there, edge) in is_there.iter().zip(edges.iter_mut()).rev() {
        *edge = (*edge).min(most);
        most = edge.saturating_sub(usize::from(*is_there));
    }
}

/// The same strip in whole cells, for terminals without parts of them: edges are rounded from the whole, and what is there
/// has a cell where there is one for each. A strip that stands is as high as the nearest cell, however many parts it has.
fn in_whole_cells(cells: &[Cell<Fill>], is_standing: bool) -> Vec<Cell<Fill>> {
    let mut runs: Vec<(Fill, usize)> = Vec::new();
    for cell in cells {
        for (fill, eighths) in [(cell.left, cell.split), (cell.right, STEPS - cell.split)] {
            match runs.last_mut() {
                Some((last, length)) if *last == fill => *length += eighths,
                Some(_) | None if eighths > 0 => runs.push((fill, eighths)),
                Some(_) | None => {}
            }
        }
    }
    let mut end = 0;
    let mut edges: Vec<usize> = Vec::with_capacity(runs.len());
    for (_, length) in &runs {
        end += length;
        edges.push((end + STEPS / 2) / STEPS);
    }
    let is_there: Vec<bool> = runs.iter().map(|(fill, _)| fill.is_block()).collect();
    let mut room = cells.len();
    let top = runs.len().checked_sub(2).filter(|_| {
        let last = runs.last().map(|(fill, _)| *fill);
        is_standing && last == Some(Fill::Open)
    });
    if let Some(top) = top {
        let length: usize = runs[..=top].iter().map(|(_, length)| length).sum();
        room = ((length + STEPS / 2) / STEPS).max(1);
        edges[top] = room;
    }
    let inner = top.map_or(edges.len(), |top| top + 1);
    give_each_one(&is_there[..inner], &mut edges[..inner], room);
    let mut whole = Vec::with_capacity(cells.len());
    for ((fill, _), edge) in runs.iter().zip(edges) {
        let cell = Cell {
            left: *fill,
            right: *fill,
            split: STEPS,
        };
        whole.resize(edge.max(whole.len()).min(cells.len()), cell);
    }
    whole
}

/// The cells of a strip of which each eighth is known.
pub(crate) fn cells_of<F: Copy + PartialEq>(eighths: &[F]) -> Vec<Cell<F>> {
    let count = eighths.len() / STEPS;
    (0..count)
        .map(|cell| {
            let from = cell * STEPS;
            let samples = &eighths[from..from + STEPS];
            let before = from.checked_sub(1).map(|index| eighths[index]);
            split_cell(samples, before, eighths.get(from + STEPS).copied())
        })
        .collect()
}

/// Two fills and the split between them that fit eight samples best; a whole cell where that is as good. What has no
/// other cell than this one is not left out while there is room for it.
fn split_cell<F: Copy + PartialEq>(samples: &[F], before: Option<F>, after: Option<F>) -> Cell<F> {
    // Nearly every cell: one fill, or two that meet once. Nothing fits better, and it is found at once.
    let left = samples[0];
    let Some(split) = samples.iter().position(|sample| *sample != left) else {
        let right = left;
        let split = STEPS;
        return Cell { left, right, split };
    };
    let right = samples[split];
    if samples[split..].iter().all(|sample| *sample == right) {
        return Cell { left, right, split };
    }
    fit_cell(samples, before, after)
}

/// The same for a cell in which more than two stretches meet.
fn fit_cell<F: Copy + PartialEq>(samples: &[F], before: Option<F>, after: Option<F>) -> Cell<F> {
    let goes_on = |index: usize| {
        let run = |other: Option<F>, mut rest: std::slice::Iter<'_, F>| {
            other == Some(samples[index]) && rest.all(|sample| *sample == samples[index])
        };
        run(before, samples[..index].iter()) || run(after, samples[index..].iter())
    };
    let mut kinds: Vec<(F, bool)> = Vec::with_capacity(2);
    for (index, sample) in samples.iter().enumerate() {
        let is_only_here = !goes_on(index);
        match kinds.iter_mut().find(|(kind, _)| kind == sample) {
            Some((_, only_here)) => *only_here &= is_only_here,
            None => kinds.push((*sample, is_only_here)),
        }
    }
    let mut best = (usize::MAX, samples[0], samples[0], STEPS);
    for (left, _) in &kinds {
        for (right, _) in &kinds {
            for split in (1..=STEPS).rev() {
                let (one, other) = samples.split_at(split);
                let missed =
                    |part: &[F], fill: &F| part.iter().filter(|sample| *sample != fill).count();
                let is_left_out = |(kind, only_here): &&(F, bool)| {
                    *only_here && kind != left && (kind != right || split == STEPS)
                };
                let cost = missed(one, left)
                    + missed(other, right)
                    + STEPS * 2 * kinds.iter().filter(is_left_out).count();
                if cost < best.0 {
                    best = (cost, *left, *right, split);
                }
            }
        }
    }
    let (_, left, right, split) = best;
    let right = if split == STEPS { left } else { right };
    Cell { left, right, split }
}

/// The whole cells of a stretch of eighths: its first column, and how many.
pub(crate) fn whole_cells(from: usize, to: usize) -> (usize, usize) {
    let first = from.div_ceil(STEPS);
    (first, (to / STEPS).saturating_sub(first))
}

/// Draws a strip on all rows of an area, from its left.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, theme: &Theme, cells: &[Cell<Fill>]) {
    let cells = fit_to(theme, cells, false);
    let area = area.intersection(buffer.area);
    for (x, cell) in (area.left()..area.right()).zip(cells.iter()) {
        for y in area.top()..area.bottom() {
            draw_cell(buffer, (x, y), theme, &PARTS, *cell);
        }
    }
}

/// Draws a strip that stands, on all columns of an area, from its bottom up.
pub(crate) fn draw_standing(buffer: &mut Buffer, area: Rect, theme: &Theme, cells: &[Cell<Fill>]) {
    let cells = fit_to(theme, cells, true);
    let seen = area.intersection(buffer.area);
    for (y, cell) in (area.top()..area.bottom()).rev().zip(cells.iter()) {
        for x in seen.left()..seen.right() {
            if (seen.top()..seen.bottom()).contains(&y) {
                draw_cell(buffer, (x, y), theme, &LEVELS, *cell);
            }
        }
    }
}

fn fit_to<'c>(theme: &Theme, cells: &'c [Cell<Fill>], is_standing: bool) -> Cow<'c, [Cell<Fill>]> {
    if theme.has_parts_of_cells() {
        Cow::Borrowed(cells)
    } else {
        Cow::Owned(in_whole_cells(cells, is_standing))
    }
}

fn draw_cell(
    buffer: &mut Buffer,
    at: (u16, u16),
    theme: &Theme,
    parts: &[&'static str; STEPS],
    cell: Cell<Fill>,
) {
    let target = &mut buffer[at];
    if cell.left == Fill::Open && cell.right == Fill::Open {
        return;
    }
    let below = target.bg;
    if cell.split < STEPS {
        let style = theme.shared(cell.left, cell.right, below);
        target.set_symbol(parts[cell.split]).set_style(style);
        return;
    }
    let (sign, style) = theme.filled(cell.left, below);
    target.set_symbol(sign).set_style(style);
}

/// Writes words into cells that one fill has whole.
pub(crate) fn write(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    theme: &Theme,
    fill: Fill,
    words: &str,
    is_bold: bool,
) {
    let mut style = theme.ink(fill);
    if is_bold {
        style = style.add_modifier(Modifier::BOLD);
    } else {
        style = style.remove_modifier(Modifier::DIM);
    }
    write_styled(buffer, (x, y), words, style);
    if !theme.has_parts_of_cells() {
        let wide = text::width(words) as u16;
        let after = x.saturating_add(wide);
        // Where the signs go on behind a word, none is needed before it to tell what the part is.
        let tells_itself = wide > 1 && is_pattern(buffer, (after + 1, y), theme, fill);
        for (x, beyond) in [
            (x.checked_sub(1), x.checked_sub(2)),
            (Some(after), Some(after + 1)),
        ] {
            // A short part keeps the one sign that it has beside its letter.
            let goes_on = beyond.is_some_and(|x| is_pattern(buffer, (x, y), theme, fill));
            if let Some(x) = x.filter(|_| goes_on || tells_itself || theme.is_plain()) {
                clear_pattern(buffer, (x, y), theme, fill);
            }
        }
    }
}

/// Words would run into the signs of their bar.
fn clear_pattern(buffer: &mut Buffer, at: (u16, u16), theme: &Theme, fill: Fill) {
    let is_there = is_pattern(buffer, at, theme, fill);
    if let Some(cell) = buffer.cell_mut(at).filter(|_| is_there) {
        cell.set_char(' ');
    }
}

fn is_pattern(buffer: &Buffer, at: (u16, u16), theme: &Theme, fill: Fill) -> bool {
    let cell = buffer.cell(at);
    cell.is_some_and(|cell| theme.filled(fill, cell.bg).0 == cell.symbol())
}

/// Writes words over what is drawn; the background stays.
pub(crate) fn write_styled(buffer: &mut Buffer, (x, y): (u16, u16), words: &str, style: Style) {
    let inside = buffer.area;
    if y < inside.top() || y >= inside.bottom() || x >= inside.right() {
        return;
    }
    let room = inside.right() - x;
    buffer.set_stringn(x, y, text::visible(words), room.into(), style);
}

/// The first of some labels that fits into so many whole cells, with a blank before it where there is room for one;
/// and how far from the first whole cell it stands.
pub(crate) fn fit_label(labels: &[String], room: usize) -> Option<(u16, &str)> {
    let pad = usize::from(room >= 3);
    let fits = |label: &&String| {
        let wide = text::width(label);
        wide > 0 && room >= wide + pad + usize::from(wide > 1)
    };
    labels
        .iter()
        .find(fits)
        .map(|label| (pad as u16, label.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::block::Category;
    use crate::tui::theme::Palette;

    #[test]
    fn edges_are_rounded_from_the_whole() {
        assert_eq!(part_edges(&[1.0, 1.0, 1.0], 1), [3, 5, 8]);
        assert_eq!(
            part_edges(&[160.0, 89.0, 32.0, 17.0], 114),
            [490, 762, 860, 912]
        );
        assert_eq!(part_edges(&[0.0, 1.0], 2), [0, 16]);
        assert_eq!(part_edges(&[], 3), Vec::<usize>::new());
        assert_eq!(part_edges(&[0.0, 0.0], 3), [0, 0]);
        assert_eq!(part_edges(&[1e-9, 1.0, 1e-9], 1), [1, 7, 8]);
    }

    #[test]
    fn a_cell_has_the_split_that_fits_best_and_loses_no_short_part() {
        let cell = |text: &str| {
            let samples: Vec<char> = text.chars().collect();
            let found = cells_of(&samples)[1];
            (found.left, found.right, found.split)
        };
        let inside = |text: &str| cell(&format!("aaaaaaaa{text}cccccccc"));
        assert_eq!(inside("aaaaaaaa"), ('a', 'a', 8));
        assert_eq!(inside("aaaccccc"), ('a', 'c', 3));
        assert_eq!(inside("acccccccc"), ('a', 'c', 1));
        assert_eq!(
            inside("aaaabccc"),
            ('a', 'b', 4),
            "one eighth of b, and its only one"
        );
        assert_eq!(inside("aaabaaaa"), ('a', 'b', 7));
        assert_eq!(whole_cells(3, 25), (1, 2));
        assert_eq!(whole_cells(9, 15), (2, 0));
    }

    #[test]
    fn a_strip_that_stands_grows_from_the_bottom() {
        let area = Rect::new(0, 0, 2, 3);
        let mut buffer = Buffer::empty(area);
        let (lower, upper) = (
            Fill::Work(Category::Selling),
            Fill::Work(Category::Learning),
        );
        let mut eighths = vec![lower; 13];
        eighths.extend(vec![upper; 7]);
        eighths.extend(vec![Fill::Open; 4]);
        let theme = Theme::new(Palette::Full);
        draw_standing(&mut buffer, area, &theme, &cells_of(&eighths));
        let signs: Vec<&str> = (0..3).map(|y| buffer[(1, y)].symbol()).collect();
        assert_eq!(signs, ["▄", "▅", " "]);
        assert_eq!(buffer[(0, 1)].bg, buffer[(0, 0)].fg, "the same part");
        assert_eq!(buffer[(0, 1)].fg, buffer[(0, 2)].bg, "the same part");
    }

    #[test]
    fn a_label_has_a_blank_before_it_where_the_signs_go_on_behind_it() {
        let theme = Theme::new(Palette::Monochrome);
        let fill = Fill::Tinted(Category::Selling, 52);
        let area = Rect::new(0, 0, 10, 1);
        let written = |words: &str, cells: u16| {
            let mut buffer = Buffer::empty(area);
            let bar = Rect {
                width: cells,
                ..area
            };
            draw(
                &mut buffer,
                bar,
                &theme,
                &[Cell {
                    left: fill,
                    right: fill,
                    split: STEPS,
                }; 10],
            );
            write(&mut buffer, (1, 0), &theme, fill, words, false);
            (0..10).map(|x| buffer[(x, 0)].symbol()).collect::<String>()
        };
        assert_eq!(written("2h27", 10), " 2h27 ▓▓▓▓");
        assert_eq!(written("2h27", 6), "▓2h27▓    ");
        assert_eq!(written("s", 3), "▓s▓       ");
        assert_eq!(written("s", 6), "▓s ▓▓▓    ");
    }

    #[test]
    fn whole_cells_lose_no_part_and_a_column_ends_at_the_nearest() {
        let fill = |c: char| match c {
            's' => Fill::Work(Category::Selling),
            'l' => Fill::Work(Category::Learning),
            'd' => Fill::Work(Category::Distraction),
            _ => Fill::Open,
        };
        let whole = |parts: &[(char, usize)], is_standing: bool| {
            let parts = parts.iter();
            let eighths: Vec<Fill> = parts
                .flat_map(|(c, count)| std::iter::repeat_n(fill(*c), *count))
                .collect();
            let cells = in_whole_cells(&cells_of(&eighths), is_standing);
            let sign = |cell: &Cell<Fill>| "sld ".chars().find(|c| fill(*c) == cell.left);
            cells.iter().filter_map(sign).collect::<String>()
        };
        assert_eq!(whole(&[('s', 12), ('l', 20)], false), "ssll");
        assert_eq!(whole(&[('s', 14), ('l', 2), ('d', 16)], false), "ssld");
        assert_eq!(whole(&[('s', 31), ('l', 1)], false), "sssl");
        assert_eq!(whole(&[(' ', 10), ('s', 2), (' ', 20)], false), " s  ");
        assert_eq!(whole(&[('s', 19), (' ', 21)], true), "ss   ");
        assert_eq!(whole(&[('s', 20), (' ', 20)], true), "sss  ");
        assert_eq!(whole(&[('s', 3), (' ', 37)], true), "s    ");
        assert_eq!(
            whole(&[('s', 28), ('l', 2), ('d', 3), (' ', 7)], true),
            "ssld "
        );
        assert_eq!(
            whole(&[('s', 5), ('l', 4), ('d', 3), (' ', 28)], true),
            "sd   "
        );
    }

    #[test]
    fn a_label_is_whole_or_absent() {
        let labels = ["s selling  2h40", "s 2h40", "s"].map(str::to_owned);
        let fitted = |room| fit_label(&labels, room);
        assert_eq!(fitted(17), Some((1, "s selling  2h40")));
        assert_eq!(fitted(16), Some((1, "s 2h40")));
        assert_eq!(fitted(8), Some((1, "s 2h40")));
        assert_eq!(fitted(7), Some((1, "s")));
        assert_eq!(fitted(2), Some((0, "s")));
        assert_eq!(fitted(0), None);
    }

    proptest! {
        #[test]
        fn parts_fill_a_strip_exactly_and_none_is_lost(
            parts in proptest::collection::vec(0.0..100.0_f64, 1..12), columns in 2_usize..200,
        ) {
            let edges = part_edges(&parts, columns);
            if parts.iter().any(|part| *part > 0.0) {
                prop_assert_eq!(*edges.last().unwrap_or(&0), columns * STEPS);
            }
            let mut before = 0;
            for (part, edge) in parts.iter().zip(&edges) {
                prop_assert!(*edge >= before);
                prop_assert_eq!(*part > 0.0, *edge > before, "{} at {} of {:?}", part, edge, edges);
                before = *edge;
            }
        }

        #[test]
        fn a_short_part_between_two_others_is_seen(at in 0_usize..40, length in 1_usize..5) {
            let mut eighths = vec!['a'; at];
            eighths.extend(vec!['b'; length]);
            eighths.extend(vec!['c'; 48 - at - length]);
            let cells = cells_of(&eighths);
            prop_assert_eq!(cells.len(), 6);
            let shows = |cell: &Cell<char>| cell.left == 'b' || cell.right == 'b' && cell.split < STEPS;
            prop_assert!(cells.iter().any(shows), "{:?}", cells);
        }
    }
}
