//! Lists in columns, page by page: each where it first fits, a long one over several columns.

use ratatui::layout::Rect;

use super::frame::Line;
use crate::tui::widgets::cards::MOST as MOST_CARDS;

/// Lists, a column each.
pub(super) type Lists = Vec<(Rect, Vec<Line>)>;

/// So much of a column is filled at least where a long list is parted at an empty line: a half.
const FILLED: usize = 2;
/// With fewer rows left on a page a long list begins on the next.
const WORTH_BEGINNING: usize = 8;

/// A column of lists.
#[derive(Clone, Default)]
struct Column {
    lines: Vec<Line>,
    /// The lines with which cards begin in it.
    starts: Vec<usize>,
    /// Whether it goes on with the card of the column before.
    goes_on: bool,
}

impl Column {
    fn of(lines: &[Line]) -> Self {
        Self {
            lines: lines.to_vec(),
            starts: vec![0],
            goes_on: false,
        }
    }

    /// As two columns of about one height, where it has several cards.
    fn halves(&self) -> Vec<Vec<Line>> {
        let later = self.starts.iter().copied().filter(|start| *start > 0);
        let taller = |start: &usize| (*start - 1).max(self.lines.len() - *start);
        match later.min_by_key(taller) {
            // The line before a card is empty.
            Some(start) => vec![
                self.lines[..start - 1].to_vec(),
                self.lines[start..].to_vec(),
            ],
            None => vec![self.lines.clone()],
        }
    }
}

/// A page that is being filled.
struct Draft<'a> {
    columns: &'a [Rect],
    lists: Vec<Column>,
    /// The cards on it that are no lists.
    others: usize,
}

impl<'a> Draft<'a> {
    const fn new(columns: &'a [Rect], others: usize) -> Self {
        Self {
            columns,
            lists: Vec::new(),
            others,
        }
    }

    fn height(&self) -> usize {
        let first = self.columns.first();
        first.map_or(0, |column| usize::from(column.height)).max(1)
    }

    /// How many cards it shows: one that goes on from a page before it is one too.
    fn cards(&self) -> usize {
        let goes_on = self.lists.first().is_some_and(|first| first.goes_on);
        let begun = self.lists.iter().map(|column| column.starts.len());
        self.others + usize::from(goes_on) + begun.sum::<usize>()
    }

    const fn is_full(&self) -> bool {
        self.lists.len() >= self.columns.len()
    }

    /// Puts a panel below another or in a column of its own, if there is a place for it.
    fn put(&mut self, panel: &[Line]) -> bool {
        let height = self.height();
        if panel.len() > height || self.cards() >= MOST_CARDS {
            return false;
        }
        let is_full = self.is_full();
        let mut fitting = self.lists.iter_mut();
        match fitting.find(|column| column.lines.len() + 1 + panel.len() <= height) {
            Some(column) => {
                column.lines.push(Line::default());
                column.starts.push(column.lines.len());
                column.lines.extend_from_slice(panel);
            }
            None if is_full => return false,
            None => self.lists.push(Column::of(panel)),
        }
        true
    }

    /// Puts a part of a long panel in a column of its own, if there is one.
    fn put_part(&mut self, part: &Column) -> bool {
        let adds = usize::from(!part.goes_on || self.lists.is_empty());
        let has_place = !self.is_full() && self.cards() + adds <= MOST_CARDS;
        if has_place {
            self.lists.push(part.clone());
        }
        has_place
    }

    fn placed(self) -> Lists {
        let lists: Vec<Vec<Line>> = match self.lists.as_slice() {
            [column] if self.columns.len() > 1 => column.halves(),
            lists => lists.iter().map(|column| column.lines.clone()).collect(),
        };
        self.columns.iter().copied().zip(lists).collect()
    }
}

/// Panels on pages of so many columns, none with more cards than a screen has: first in those of a page on which
/// something else stands, if there are such.
pub(super) fn share_out(panels: &[Vec<Line>], beside: &[Rect], columns: &[Rect]) -> Vec<Lists> {
    let columns = if columns.is_empty() {
        &[Rect::ZERO]
    } else {
        columns
    };
    let first = (!beside.is_empty()).then(|| Draft::new(beside, 1));
    let mut pages: Vec<Draft<'_>> = first.into_iter().collect();
    let height = Draft::new(columns, 0).height();
    for panel in panels {
        if pages.iter_mut().any(|page| page.put(panel)) {
            continue;
        }
        let parts = if panel.len() <= height {
            vec![Column::of(panel)]
        } else {
            split_panel(panel, height)
        };
        for part in parts {
            let is_put = pages.last_mut().is_some_and(|page| {
                let is_as_high = page.others == 0;
                is_as_high && page.put_part(&part)
            });
            if !is_put {
                let mut page = Draft::new(columns, 0);
                page.lists.push(part);
                pages.push(page);
            }
        }
    }
    pages.into_iter().map(Draft::placed).collect()
}

/// A panel in several columns, its title above each: parted where a line is empty if that fills most of the column, else
/// between two entries.
fn split_panel(panel: &[Line], height: usize) -> Vec<Column> {
    let (title, mut rest) = panel.split_at(1.min(panel.len()));
    let mut columns: Vec<Column> = Vec::new();
    while !rest.is_empty() {
        let most = (height - 1).max(1).min(rest.len());
        let (column, after) = rest.split_at(parting(rest, most));
        let goes_on = !columns.is_empty();
        columns.push(Column {
            lines: [title, column].concat(),
            starts: if goes_on { Vec::new() } else { vec![0] },
            goes_on,
        });
        rest = after;
        while rest.first().is_some_and(Line::is_empty) {
            rest = &rest[1..];
        }
    }
    columns
}

/// The begin of a long panel in so many rows that are left of a page, and what goes on after it, with its title and the
/// head of the entries in the midst of which it is parted. `None` where too little of it would stand there.
pub(super) fn begin_panel(panel: &[Line], height: usize) -> Option<(Vec<Line>, Vec<Line>)> {
    let (title, lines) = panel.split_at(1.min(panel.len()));
    if height < WORTH_BEGINNING || panel.len() <= height {
        return None;
    }
    let at = parting(lines, height - 1);
    let (begin, rest) = lines.split_at(at);
    let rest = &rest[rest.iter().take_while(|line| line.is_empty()).count()..];
    let is_within = !lines[at].is_empty();
    let head = begin.iter().rposition(Line::is_empty);
    let head = head.filter(|_| is_within).and_then(|at| begin.get(at + 1));
    let after = title.iter().chain(head).chain(rest).cloned();
    Some(([title, begin].concat(), after.collect()))
}

/// How many of these lines, `most` at most, stand in one column.
fn parting(lines: &[Line], most: usize) -> usize {
    if most == lines.len() {
        return most;
    }
    let is_filled = |at: &usize| at * FILLED >= most;
    let empty = (1..=most).rfind(|at| lines[*at].is_empty());
    // What belongs to an entry is indented below it; a head never stands without its first entry.
    let between = |at: &usize| lines[*at].is_entry() && lines[*at - 1].is_indented();
    let entry = (1..=most).rfind(between);
    empty
        .filter(is_filled)
        .or_else(|| entry.filter(is_filled))
        .or(empty)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::paint::plain;

    /// `t` is a line of a panel, a blank an empty one.
    fn panel(lines: &str) -> Vec<Line> {
        let line = |c: char| match c {
            ' ' => Line::default(),
            // An entry with its figure, and what belongs to it.
            '+' => Line::new(vec![plain("  +")], vec![plain("1")]),
            '-' => Line::from(vec![plain("  -")]),
            _ => Line::from(vec![plain(c)]),
        };
        lines.chars().map(line).collect()
    }

    fn text(lines: &[Line]) -> String {
        let first = |line: &Line| {
            let first = line.left.first();
            first.map_or(' ', |piece| {
                piece.content.trim().chars().next().unwrap_or(' ')
            })
        };
        lines.iter().map(first).collect()
    }

    /// The columns of each page, from top to bottom.
    fn pages(panels: &[&str], beside: &[Rect], columns: &[Rect]) -> Vec<Vec<String>> {
        let panels: Vec<Vec<Line>> = panels.iter().map(|lines| panel(lines)).collect();
        let pages = share_out(&panels, beside, columns);
        let page = |lists: &Lists| lists.iter().map(|(_, lines)| text(lines)).collect();
        pages.iter().map(page).collect()
    }

    fn columns(count: usize, height: u16) -> Vec<Rect> {
        vec![Rect::new(0, 0, 9, height); count]
    }

    #[test]
    fn panels_stand_where_they_first_fit_and_a_long_one_is_parted() {
        let cases: [(&[&str], u16, &[&str]); 7] = [
            (&["abc", "de"], 6, &["abc de"]),
            (&["abc", "defg", "h"], 6, &["abc h", "defg"]),
            (&["ab", "TUVW XYZ"], 6, &["ab", "TUVW", "TXYZ"]),
            (&["TUVWXYZ"], 4, &["TUVW", "TXYZ"]),
            (&["Tab", "c"], 1, &["Ta", "Tb", "c"]),
            (&["Ta h+-+-+- i+-"], 8, &["Ta h+-+-", "T+- i+-"]),
            (&[], 5, &[]),
        ];
        for (panels, height, expected) in cases {
            let found = pages(panels, &[], &columns(1, height)).concat();
            assert_eq!(found, expected, "{panels:?} in {height}");
        }
    }

    #[test]
    fn below_something_else_stands_what_has_room_there() {
        let found = pages(&["abc", "defgh", "ij"], &columns(2, 3), &columns(2, 9));
        assert_eq!(found, [vec!["abc", "ij"], vec!["defgh"]]);
        let none = pages(&["abcd"], &columns(2, 3), &columns(2, 9));
        assert_eq!(none, [Vec::new(), vec!["abcd".to_owned()]]);
    }

    #[test]
    fn a_column_alone_on_its_page_is_parted_between_two_cards() {
        let found = pages(&["abc", "d", "efgh"], &[], &columns(2, 20));
        assert_eq!(found, [["abc d", "efgh"]]);
        assert_eq!(pages(&["ab cd"], &[], &columns(2, 20)), [["ab cd"]]);
    }

    #[test]
    fn no_page_has_more_than_five_cards_and_no_line_is_lost() {
        for height in 1..40 {
            for (count, width) in [(1, 1), (5, 2), (6, 1), (9, 3), (12, 4), (13, 9)] {
                for lines in ["T", "Ta", "Tabc", "Tabc def ghi jkl mno"] {
                    for beside in [Vec::new(), columns(2, height / 2 + 1)] {
                        let others = beside.len().min(1);
                        let found = pages(&vec![lines; count], &beside, &columns(width, height));
                        let cards = |page: &Vec<String>| page.join(" ").matches('T').count();
                        let is_parted = lines.len() > usize::from(height);
                        let most = found.iter().map(cards).max().unwrap_or(0);
                        assert!(is_parted || most <= 5, "{count} of {lines} in {height}");
                        assert!(cards(&found[0]) + others <= 5 || is_parted);
                        let last = lines.chars().next_back().expect("a line");
                        let all = found.concat().concat();
                        assert!(all.matches(last).count() >= count, "{all}");
                    }
                }
            }
        }
    }
}
