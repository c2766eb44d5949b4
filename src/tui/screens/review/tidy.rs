//! The first step: how much of the planned hours is covered, gaps with the piece of the ribbon around them, because the
//! neighbors are what one remembers by, and blocks of which something is missing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::display::Display;
use super::grid::Room;
use super::item::Item;
use super::line::Part;
use super::page::Page;
use super::untidy::{self, Untidy};
use crate::domain::block::{Activity, Block, Category};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::insight::gaps;
use crate::tui::hints;
use crate::tui::key_table::Focus;
use crate::tui::paint::{Ink, Piece, piece, width};
use crate::tui::theme::{Ground, Role};
use crate::tui::widgets::ribbon::{Ribbon, Scale};

/// How many columns an hour of the piece of ribbon takes, the most first.
const PITCHES: [u16; 6] = [20, 15, 10, 6, 4, 2];
/// The rows of a piece: hours, two of the ribbon, the caliper.
const PIECE: u16 = 4;
/// The columns of the times, the length and the words of a row.
const TIMES: u16 = 12;
const LENGTH_END: u16 = 30;
const WORDS: u16 = 33;
/// Above more rows than these the figure is a line, where there is little room.
const FEW: usize = 8;

impl Page<'_> {
    pub(super) fn tidy(&mut self) {
        self.draw_coverage();
        if self.record.closed.is_some() {
            return self.say("This review is closed: what it says was counted then.");
        }
        let totals = &self.record.totals;
        if self.state.untidy.is_empty() {
            return self.say(if (totals.tracked() + totals.rest).is_positive() {
                "Nothing to tidy: no gaps of 15 min or more, no blocks over 4 hours, nothing without an activity or a grade."
            } else {
                "No block, so nothing to tidy."
            });
        }
        let gaps = self
            .state
            .untidy
            .iter()
            .filter(|one| matches!(one, Untidy::Gap { .. }))
            .count();
        let rest = self.state.untidy.len() - gaps;
        let shows_all = self.is_tall() && self.lines.len() + gaps * 6 + rest < 34;
        for (index, untidy) in self.state.untidy.iter().enumerate() {
            let is_selected = self.next_is_selected();
            let parts = self.untidy_row(untidy);
            self.item_of(Item::Untidy(index), parts);
            if let Untidy::Gap { day, start, end } = untidy
                && (is_selected || shows_all)
                && self.has_room_around()
            {
                let words = is_selected.then(|| self.fill_words());
                self.draw_around(*day, (*start, *end), words);
                if self.is_tall() {
                    self.gap();
                }
            }
        }
    }

    /// Whether a piece of ribbon leaves all rows in view.
    fn has_room_around(&self) -> bool {
        let rows = 1 + self.state.untidy.len() + usize::from(PIECE);
        self.room != Room::Compact || rows <= self.height
    }

    /// How much is covered: as the figure of the page where there is room.
    fn draw_coverage(&mut self) {
        let has_room = match self.room {
            Room::Tall => true,
            Room::Tight => self.state.untidy.len() <= FEW,
            Room::Compact => false,
        };
        let Some(coverage) = self.record.totals.coverage().filter(|_| has_room) else {
            self.said(self.said);
            return self.blank();
        };
        self.skip_to(if self.is_tall() { 3 } else { 1 });
        let untracked = self.record.totals.untracked;
        let missing = if untracked.is_positive() {
            vec![
                self.strong(format::hours(untracked)),
                self.quiet(format!(" untracked{}", self.gaps_words())),
            ]
        } else {
            vec![self.quiet("no gaps")]
        };
        let figure = format::covered(coverage);
        self.display(Display {
            figure: figure.trim_end_matches(" %").to_owned(),
            unit: "%",
            style: self.style(Role::Text),
            captions: [vec![self.strong("of planned hours covered")], missing],
            beside: Vec::new(),
        });
        if self.is_tall() {
            self.skip_to(11);
        } else {
            self.blank();
        }
    }

    /// `, 1h50 of it in 2 gaps`.
    fn gaps_words(&self) -> String {
        let lengths = self.state.untidy.iter().filter_map(|one| match one {
            Untidy::Gap { start, end, .. } => Some(end.at.since(start.at)),
            Untidy::Long { .. } | Untidy::Bare { .. } | Untidy::Ungraded { .. } => None,
        });
        let lengths: Vec<Length> = lengths.collect();
        if lengths.is_empty() {
            return String::new();
        }
        let sum: Length = lengths.iter().copied().sum();
        let gaps = format::count(lengths.len(), "gap");
        if sum == self.record.totals.untracked {
            format!(" in {gaps}")
        } else {
            format!(", {} of it in {gaps}", format::hours(sum))
        }
    }

    fn untidy_row(&self, untidy: &Untidy) -> Vec<Part> {
        let (day, times, length, mut words) = self.untidy_words(untidy);
        let soft = self.style(Role::Soft);
        let (name, length) = (
            format::short_day(day, self.scene.today),
            format::hours(length),
        );
        if self.room == Room::Compact {
            let name = name.get(..3).unwrap_or_default().to_owned();
            let time = times
                .trim_start_matches("from ")
                .get(..5)
                .unwrap_or_default()
                .to_owned();
            let lead = piece(format!("{name} {time} {length:>5}  "), soft);
            let room = self.width.saturating_sub(lead.width() as u16);
            if width(&words) > room {
                words = self.brief_words(untidy);
            }
            return vec![Part::At(0, [vec![lead], words].concat())];
        }
        vec![
            Part::At(0, vec![piece(name, soft)]),
            Part::At(TIMES, vec![piece(times, soft)]),
            Part::Ending(LENGTH_END, vec![piece(length, soft)]),
            Part::At(WORDS, words),
        ]
    }

    /// The day, the times, the length and the words of a row.
    fn untidy_words(&self, untidy: &Untidy) -> (Day, String, Length, Vec<Piece>) {
        let calendar = &self.scene.context.calendar;
        match untidy {
            Untidy::Gap { day, start, end } => {
                let offset = format::misleading_offset(*start, Some(*end), calendar);
                let times = format!("{}–{}{offset}", format::clock(*start), format::clock(*end));
                let words = vec![self.quiet(self.between(*day, start.at, end.at))];
                let span = Span::new(start.at, end.at);
                let length = span.map_or(Length::ZERO, Span::clock_length);
                (*day, times, length, words)
            }
            Untidy::Long {
                day,
                start,
                length,
                category,
                name,
                ..
            } => {
                let times = format!("from {}", format::clock_here(*start, calendar));
                let words = [
                    self.work_words(*category, name),
                    vec![self.quiet(", over 4 hours")],
                ];
                (*day, times, *length, words.concat())
            }
            Untidy::Bare { day, block, likely } => {
                let words = likely.as_ref().map_or_else(
                    || "no activity".to_owned(),
                    |activity| format!("→ {}?", activity.as_str()),
                );
                let work = self.work_words(block.category, &named(block));
                (
                    *day,
                    times_of(block),
                    self.length_of(block),
                    [work, vec![self.quiet(format!("  {words}"))]].concat(),
                )
            }
            Untidy::Ungraded { day, block } => {
                let work = self.work_words(block.category, &named(block));
                (
                    *day,
                    times_of(block),
                    self.length_of(block),
                    [work, vec![self.quiet("  no grade")]].concat(),
                )
            }
        }
    }

    /// The words of a row in so few columns that those of `untidy_words` would be cut.
    fn brief_words(&self, untidy: &Untidy) -> Vec<Piece> {
        let work = |category: Category, words: String| {
            let hue = self.theme().category(category).add_modifier(Modifier::BOLD);
            vec![
                piece(format!("{} ", category.letter()), hue),
                self.quiet(words),
            ]
        };
        match untidy {
            Untidy::Gap { day, start, end } => {
                let words = match self.neighbors(*day, start.at, end.at) {
                    [Some(before), _] => {
                        let name = untidy::name(before.category, &before.details);
                        format!("after {name}")
                    }
                    [None, Some(after)] => {
                        format!("before {}", untidy::name(after.category, &after.details))
                    }
                    [None, None] => String::new(),
                };
                vec![self.quiet(words)]
            }
            Untidy::Long { category, name, .. } => work(*category, name.clone()),
            Untidy::Bare { block, likely, .. } => {
                let likely = likely.as_ref().map(Activity::as_str);
                let words = likely
                    .map_or_else(|| "no activity".to_owned(), |likely| format!("→ {likely}?"));
                work(block.category, words)
            }
            Untidy::Ungraded { block, .. } => {
                let name = untidy::name(block.category, &block.details);
                work(block.category, format!("{name}, no grade"))
            }
        }
    }

    fn length_of(&self, block: &Block) -> Length {
        let span = block.span(self.scene.now.at);
        span.map_or(Length::ZERO, |span| block.row_length(span))
    }

    fn work_words(&self, category: Category, name: &str) -> Vec<Piece> {
        let hue = self.theme().category(category).add_modifier(Modifier::BOLD);
        let letter = piece(format!("{}  ", category.letter()), hue);
        vec![letter, piece(name.to_owned(), self.style(Role::Soft))]
    }

    /// The blocks of the day before and after a gap.
    fn neighbors(&self, day: Day, start: Stamp, end: Stamp) -> [Option<&Block>; 2] {
        let calendar = &self.scene.context.calendar;
        let blocks = &self.scene.snapshot.weeks.blocks;
        let of_day = |moment: Moment| calendar.day_of(moment) == day;
        let ends = |block: &&Block| block.end.is_some_and(|at| at.at <= start && of_day(at));
        let begins = |block: &&Block| block.start.at >= end && of_day(block.start);
        [blocks.iter().rev().find(ends), blocks.iter().find(begins)]
    }

    /// `between break and meeting @Northwind`.
    fn between(&self, day: Day, start: Stamp, end: Stamp) -> String {
        match self
            .neighbors(day, start, end)
            .map(|block| block.map(named))
        {
            [Some(before), Some(after)] => format!("between {before} and {after}"),
            [Some(before), None] => format!("between {before} and the end of the day"),
            [None, Some(after)] => format!("before {after}"),
            [None, None] => "no block that day".to_owned(),
        }
    }

    /// What fills the selected gap, as the footer says it.
    fn fill_words(&self) -> String {
        let (of_gap, _) = hints::hints(Focus::ReviewGap);
        let said = of_gap.iter().filter_map(|(actions, words)| {
            let keys = self.scene.keys(Focus::ReviewGap, actions);
            (!keys.is_empty()).then(|| format!("{keys} {words}"))
        });
        said.collect::<Vec<_>>().join("   ")
    }

    /// The piece of the day's ribbon around a gap, with the caliper below the selected one.
    fn draw_around(&mut self, day: Day, (start, end): (Moment, Moment), words: Option<String>) {
        let Some(gap) = Span::new(start.at, end.at) else {
            return;
        };
        let scene = self.scene;
        let scale = scale_around(gap, start, self.width);
        let ledger = scene.context.ledger(&scene.snapshot.weeks, scene.now.at);
        let entries = gaps::list_entries(ledger, day);
        let planned =
            scene
                .context
                .hours
                .spans_within(day, &scene.context.calendar, ledger.place(day));
        let ribbon = Ribbon {
            scene,
            scale,
            entries: &entries,
            planned: &planned,
            has_names: true,
        };
        let area = Rect::new(0, 0, self.width, PIECE);
        let mut buffer = Buffer::empty(area);
        // What is open in a cell that two things share has the color of the page.
        let ground = scene.theme.ground(Ground::Page);
        buffer.set_style(area, scene.style(Role::Text).patch(ground));
        ribbon.draw_hours(&mut buffer, (0, 0), false);
        ribbon.draw(
            &mut buffer,
            Rect {
                y: 1,
                height: 2,
                ..area
            },
        );
        if let Some(words) = words {
            ribbon.draw_caliper(&mut buffer, (0, 3), gap, &words);
        }
        for row in buffer.content().chunks(usize::from(area.width.max(1))) {
            self.push(vec![Part::Cells(0, row.to_vec())]);
        }
    }
}

/// A piece of a day with a gap in its middle, from a whole hour on.
fn scale_around(gap: Span, place: Moment, columns: u16) -> Scale {
    let minutes = |pitch: u16| i64::from(columns) * 60 / i64::from(pitch);
    let length = gap.length().as_seconds() / 60;
    let pitch = PITCHES
        .into_iter()
        .find(|pitch| minutes(*pitch) >= length + 90)
        .unwrap_or(1);
    let middle = gap.start().plus(Length::minutes(length / 2));
    let from = middle.minus(Length::minutes(minutes(pitch) / 2));
    let into_hour = (from.seconds() + i64::from(place.offset.seconds())).rem_euclid(3600);
    Scale {
        start: from.minus(Length::seconds(into_hour)),
        place,
        columns,
        pitch,
    }
}

fn times_of(block: &Block) -> String {
    let end = block.end.map_or_else(|| "now".to_owned(), format::clock);
    format!("{}–{end}", format::clock(block.start))
}

fn named(block: &Block) -> String {
    let name = untidy::name(block.category, &block.details);
    match &block.details.account {
        Some(account) => format!("{name} @{}", account.as_str()),
        None => name,
    }
}
