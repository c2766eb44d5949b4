//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

mod bars;
mod list;
mod share;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::Calendar;
use crate::domain::stamp::{Length, Moment, Span};
use crate::domain::{format, narrate};
use crate::insight::gaps::Entry;
use crate::insight::totals::{self, Totals};
use crate::tui::layout::{Regions, Shape};
use crate::tui::model::Model;
use crate::tui::paint::{Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon;

/// What the parts of the screen are drawn from.
pub(crate) struct Frame<'a> {
    model: &'a Model,
    now: Moment,
    totals: Totals,
    entries: Vec<Entry<'a>>,
}

/// Draws the day.
pub(crate) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model, now: Moment) {
    let frame = Frame::new(model, now);
    match regions.shape {
        Shape::Line => frame.one_line(buffer, regions.header),
        Shape::Compact => {
            frame.running(buffer, regions.running, true);
            frame.share_line(buffer, regions.share);
            frame.bars(buffer, regions.bars, true);
            frame.ribbon(buffer, regions.ribbon);
            frame.list(buffer, regions.list);
        }
        Shape::Wide => {
            frame.running(buffer, regions.running, false);
            frame.share(buffer, regions.share);
            frame.bars(buffer, regions.bars, false);
            frame.ribbon(buffer, regions.ribbon);
            frame.list(buffer, regions.list);
        }
    }
}

impl<'a> Frame<'a> {
    fn new(model: &'a Model, now: Moment) -> Self {
        // Before the first key there is no day to hold against anyone.
        if model.snapshot.last.is_none() && model.snapshot.suggestions.is_empty() {
            return Self {
                model,
                now,
                totals: Totals::default(),
                entries: Vec::new(),
            };
        }
        let totals = totals::of_days(
            &model.snapshot.counted,
            model.day,
            model.day,
            &model.settings.context,
            now.at,
        );
        Self {
            model,
            now,
            totals,
            entries: model.entries(now.at),
        }
    }
}

impl Frame<'_> {
    fn style(&self, role: Role) -> Style {
        self.model.settings.theme.style(role)
    }

    fn category(&self, category: Category) -> Style {
        self.model.settings.theme.category(category)
    }

    fn quiet(&self, words: impl Into<String>) -> Piece {
        piece(words, self.style(Role::Quiet))
    }

    /// Everything that a tiny terminal can say.
    fn one_line(&self, buffer: &mut Buffer, area: Rect) {
        let mut words = match &self.model.snapshot.running {
            Some(block) => vec![
                piece(
                    format!("{} ", block.category.letter()),
                    self.category(block.category),
                ),
                piece(
                    format::elapsed(block.length(self.now.at)),
                    self.model.settings.theme.strong(),
                ),
            ],
            None => vec![self.quiet("off the clock")],
        };
        if !self.model.digits.is_empty() {
            words.push(piece(
                format!(" {} min ago?", self.model.digits),
                self.style(Role::Accent),
            ));
        } else if let Some(tafs) = self.totals.tafs() {
            words.push(self.quiet(format!(
                " {} {}",
                format::percent(tafs),
                format::hours(self.totals.selling)
            )));
        }
        line(buffer, area, 0, &words);
    }

    fn running(&self, buffer: &mut Buffer, area: Rect, compact: bool) {
        let Some(block) = &self.model.snapshot.running else {
            return self.off(buffer, area);
        };
        let mine = self.category(block.category);
        let elapsed = piece(
            format::elapsed(block.length(self.now.at)),
            self.model.settings.theme.strong(),
        );
        let since = format::clock_on(
            block.start,
            &self.model.settings.context.calendar,
            self.model.today,
        );
        let since = self.quiet(format!("since {since}"));
        let mut what = vec![
            piece("● ", mine),
            piece(block.category.name(), mine.add_modifier(Modifier::BOLD)),
        ];
        if let Some(activity) = &block.details.activity {
            what.push(piece(format!(" · {}", activity.as_str()), mine));
        }
        let more = self.more(&block.details);
        if compact {
            let from = line_right(buffer, area, 0, &[elapsed]);
            line(buffer, left_of(area, from), 0, &what);
            let from = line_right(buffer, area, 1, &[since]);
            let mut more = more;
            more.insert(0, piece("  ", Style::new()));
            line(buffer, left_of(area, from), 1, &more);
        } else {
            let from = line_right(
                buffer,
                area,
                0,
                &[elapsed, piece("   ", Style::new()), since],
            );
            if let Some(account) = &block.details.account {
                what.push(piece(
                    format!("  @{}", account.as_str()),
                    self.model.settings.theme.strong(),
                ));
            }
            line(buffer, left_of(area, from), 0, &what);
            let details = Details {
                account: None,
                ..block.details.clone()
            };
            let mut more = self.more(&details);
            more.insert(0, piece("  ", Style::new()));
            line(buffer, area, 1, &more);
        }
    }

    fn off(&self, buffer: &mut Buffer, area: Rect) {
        let last = self
            .model
            .snapshot
            .last
            .as_ref()
            .and_then(|block| block.end);
        let from = last.map_or(area.right(), |end| {
            let since =
                format::clock_on(end, &self.model.settings.context.calendar, self.model.today);
            line_right(buffer, area, 0, &[self.quiet(format!("since {since}"))])
        });
        let off = [
            piece("○ ", self.style(Role::Quiet)),
            piece("off the clock", self.model.settings.theme.strong()),
        ];
        line(buffer, left_of(area, from), 0, &off);
    }

    fn ribbon(&self, buffer: &mut Buffer, area: Rect) {
        if let Some(scale) = scale(self.model, &self.entries, self.now) {
            let planned = planned(self.model, self.now);
            ribbon::draw(
                buffer,
                area,
                scale,
                &self.entries,
                &planned,
                self.now.at,
                &self.model.settings.theme,
            );
        }
    }
}

fn planned(model: &Model, now: Moment) -> Vec<Span> {
    let context = &model.settings.context;
    let place = context.place(&model.snapshot.blocks, model.day, now.at);
    context.hours.spans(model.day, &context.calendar, place)
}

/// The stretch of the day that the ribbon shows.
pub(crate) fn scale(model: &Model, entries: &[Entry<'_>], now: Moment) -> Option<ribbon::Scale> {
    let context = &model.settings.context;
    let mut known: Vec<Span> = entries
        .iter()
        .map(Entry::span)
        .chain(planned(model, now))
        .collect();
    if known.is_empty() {
        // On a day without plan or block there is still a day to look at.
        let usual = context.calendar.instant(model.day, Length::hours(8));
        known.extend(Span::new(usual, usual.plus(Length::hours(9))));
    }
    let place = context.place(&model.snapshot.blocks, model.day, now.at);
    let place = place.unwrap_or_else(|| {
        context
            .calendar
            .here(context.calendar.first_instant(model.day))
    });
    ribbon::Scale::new(&known, place)
}

/// What a line of a list says of a block beside its times.
pub(crate) fn words(model: &Model, block: &Block, narrow: bool, now: Moment) -> Vec<Piece> {
    Frame {
        model,
        now,
        totals: Totals::default(),
        entries: Vec::new(),
    }
    .words(block, narrow)
}

fn left_of(area: Rect, column: u16) -> Rect {
    Rect {
        width: column.saturating_sub(area.x + 1),
        ..area
    }
}

/// The day on the screen as the header says it: `Thu 5 Mar`, and how far it is from today.
pub(crate) fn title(model: &Model) -> String {
    let day = format::short_day(model.day, model.today);
    match model.day.since(model.today) {
        0 => day,
        -1 => format!("{day}, yesterday"),
        ago => format!("{day}, {} days ago", -ago),
    }
}

/// The line that is left on the normal screen when the program ends.
pub(crate) fn farewell(model: &Model, now: Moment) -> String {
    let calendar: &Calendar = &model.settings.context.calendar;
    match &model.snapshot.running {
        Some(block) => format!(
            "{} runs on since {} ({}).",
            narrate::what(block),
            format::clock_on(block.start, calendar, model.today),
            format::spoken(block.length(now.at)),
        ),
        None => "Off the clock: nothing runs.".to_owned(),
    }
}
