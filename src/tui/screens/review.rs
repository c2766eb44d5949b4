//! The weekly self review: nine steps, one a page. Before the fourth one nothing that was measured is shown. Drawn
//! from the record that was computed when it was read, and from what the rep has answered.

mod decision;
mod page;
mod reveal;
mod steps;
mod took;
pub(crate) mod untidy;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::review::{Answers, Step};
use crate::domain::stamp::Moment;
use crate::report::review::text::Shared;
use crate::report::review::words::{self, Line};
use crate::report::review::{self, Facts, ReviewRecord};
use crate::tui::layout::{self, Regions, Shape};
use crate::tui::model::Model;
use crate::tui::paint::{Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::digits;
pub(crate) use page::{Item, Part};
use page::{Page, PageLine};
pub(crate) use took::responses;
use untidy::Untidy;

/// From so many columns on the names of the steps stand at the left.
const ROOMY: u16 = 100;
/// The columns of those names.
const RAIL: u16 = 36;
/// Longer lines tire the eye.
const WIDEST: u16 = 84;
/// The rows of the title, and of the air below it.
const TITLE: u16 = 3;

/// The review in view, as it was read: computed once, not for every frame.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Whose review it is, and what is computed of the week; `None` before it was read.
    read: Option<(Week, Box<ReviewRecord>)>,
    /// What the record says in each step, without the rep's answers.
    said: Vec<Vec<Line>>,
    /// Gaps and long blocks, in order of time.
    pub(crate) untidy: Vec<Untidy>,
    /// When it was computed.
    at: Option<Moment>,
    /// The step in view.
    pub(crate) step: Step,
    /// Which of the step's rows is selected.
    pub(crate) row: usize,
    /// The first line of the page that is shown.
    pub(crate) top: usize,
    /// What the recap tells.
    pub(crate) shared: Shared,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            read: None,
            said: Vec::new(),
            untidy: Vec::new(),
            at: None,
            step: Step::Tidy,
            row: 0,
            top: 0,
            shared: Shared::default(),
        }
    }
}

impl Sheet {
    /// What is computed of the week.
    pub(crate) fn record(&self) -> Option<&ReviewRecord> {
        self.read.as_ref().map(|(_, record)| &**record)
    }

    /// Whether it shows this week as of this minute.
    pub(crate) fn is_of(&self, week: Week, now: Moment) -> bool {
        let minute = |moment: Moment| moment.at.seconds().div_euclid(60);
        self.read.as_ref().is_some_and(|(of, _)| *of == week)
            && self.at.map(minute) == Some(minute(now))
    }

    /// Whether it was last looked at on this day.
    pub(crate) fn is_of_day(&self, day: Day, calendar: &Calendar) -> bool {
        self.at.is_some_and(|at| calendar.day_of(at) == day)
    }

    /// Takes what was read anew; another week begins where its review stands.
    pub(crate) fn take(&mut self, model: &Model, now: Moment) {
        let week = model.reviewed();
        let another = self.read.as_ref().is_none_or(|(of, _)| *of != week);
        let record = review::of_week(&facts(model, week, now));
        let bare = ReviewRecord {
            answers: Answers::default(),
            ..record.clone()
        };
        self.said = Step::ALL
            .iter()
            .map(|step| words::of_step(&bare, *step))
            .collect();
        self.untidy = if record.closed.is_some() {
            Vec::new()
        } else {
            untidy::of_week(model, week, now)
        };
        if another {
            let begun = model.notes_of(week).and_then(|notes| notes.review.step);
            *self = Self {
                step: begun.unwrap_or(Step::Tidy),
                ..Self {
                    row: 0,
                    top: 0,
                    ..std::mem::take(self)
                }
            };
            self.shared = Shared::default();
        }
        self.read = Some((week, Box::new(record)));
        self.at = Some(now);
    }
}

/// All that the review of a week is computed from.
pub(crate) fn facts(model: &Model, week: Week, now: Moment) -> Facts<'_> {
    Facts {
        week,
        blocks: &model.snapshot.weeks,
        context: &model.settings.context,
        now,
        role: model.settings.role,
        protected: model.settings.protected,
        notes: &model.snapshot.notes,
    }
}

/// Where the parts of the screen stand.
struct Parts {
    /// The names of the steps, where there is room for them.
    rail: Option<Rect>,
    title: Rect,
    page: Rect,
}

fn parts(regions: &Regions) -> Parts {
    let area = layout::body(regions);
    if regions.shape != Shape::Wide {
        let area = Rect {
            y: area.y.saturating_sub(1),
            height: area.height + 1,
            ..area
        };
        let title = Rect {
            height: 1.min(area.height),
            ..area
        };
        return Parts {
            rail: None,
            title,
            page: below(area, 1),
        };
    }
    let (rail, right) = if area.width >= ROOMY {
        let right = Rect {
            x: area.x + RAIL,
            width: area.width - RAIL,
            ..area
        };
        (
            Some(Rect {
                width: RAIL - 3,
                ..area
            }),
            right,
        )
    } else {
        (None, area)
    };
    let right = Rect {
        width: right.width.min(WIDEST),
        ..right
    };
    Parts {
        rail,
        title: Rect {
            height: TITLE.min(right.height),
            ..right
        },
        page: below(right, TITLE + 1),
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}

/// How many lines of the page fit, and how many columns they have.
pub(crate) fn room(regions: &Regions) -> Room {
    room_of(parts(regions).page)
}

fn room_of(page: Rect) -> Room {
    (page.height.into(), page.width)
}

/// How many lines of the page fit, and how many columns they have.
pub(crate) type Room = (usize, u16);

/// The columns at the right of a page that does not fit, for how much of it is out of view.
const HIDDEN: u16 = 6;

/// The lines of the step in view.
fn lines(model: &Model, (height, width): Room) -> Vec<PageLine> {
    let filled = filled(model, height, width);
    if filled.len() > height {
        self::filled(model, height, width.saturating_sub(HIDDEN))
    } else {
        filled
    }
}

fn filled(model: &Model, height: usize, width: u16) -> Vec<PageLine> {
    let Some(record) = model.review.record() else {
        return Vec::new();
    };
    let said = model
        .review
        .said
        .get(model.review.step.number() - 1)
        .map_or(&[][..], Vec::as_slice);
    let mut page = Page::new(model, record, said, width);
    match model.review.step {
        Step::Tidy => page.tidy(),
        Step::LastTime => page.last_time(),
        Step::Guess => page.guess(),
        Step::Reveal => page.reveal(),
        Step::Commitment => page.commitment(),
        Step::Produced => page.produced(),
        Step::Took => page.took(),
        Step::Freed => page.freed(),
        Step::Decision => page.decision(),
    }
    page.tighten(height);
    page.lines
}

/// The rows of the step in view that Enter does something to, each with the line of the page on which it stands, and
/// how many lines there are.
pub(crate) fn items(model: &Model, room: Room) -> (Vec<(usize, Item)>, usize) {
    let lines = lines(model, room);
    let count = lines.len();
    let items = lines
        .into_iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.item?)));
    (items.collect(), count)
}

/// What Enter and the keys beside it do to the selected row.
pub(crate) struct Does {
    /// What Enter does, in a word or two.
    pub(crate) enter: Option<&'static str>,
    /// Whether a category fills it.
    pub(crate) fills: bool,
    /// Whether there is a recap to copy.
    pub(crate) copies: bool,
}

/// What works here and now.
pub(crate) fn does(model: &Model, room: Room) -> Does {
    let (items, _) = items(model, room);
    let item = items.get(model.review.row).map(|(_, item)| item);
    let closed = model
        .review
        .record()
        .is_some_and(|record| record.closed.is_some());
    let gap = |index: &usize| matches!(model.review.untidy.get(*index), Some(Untidy::Gap { .. }));
    let enter = item.and_then(|item| match item {
        Item::Tell(_) => Some("in or out"),
        Item::Copy => Some("copies"),
        _ if closed => None,
        Item::Untidy(index) if gap(index) => Some("takes it"),
        Item::Untidy(_) => Some("shows its day"),
        Item::Line(_) => Some("answers"),
        Item::Missed | Item::Verdict(_) | Item::Alert(_) => Some("next answer"),
        Item::Close => Some("closes"),
    });
    Does {
        enter,
        fills: matches!(item, Some(Item::Untidy(index)) if gap(index)),
        copies: closed,
    }
}

/// The row that stands here on the screen.
pub(crate) fn row_at(model: &Model, regions: &Regions, at: Position) -> Option<usize> {
    let page = parts(regions).page;
    let (items, count) = items(model, room_of(page));
    let line = usize::from(at.y.checked_sub(page.y).filter(|_| page.contains(at))?)
        + first(model, count, page);
    items.iter().position(|(of, _)| *of == line)
}

/// The first line that is shown of so many.
fn first(model: &Model, count: usize, page: Rect) -> usize {
    model
        .review
        .top
        .min(count.saturating_sub(page.height.into()))
}

/// Draws the review.
pub(crate) fn draw(buffer: &mut Buffer, regions: &Regions, model: &Model) {
    let parts = parts(regions);
    if let Some(rail) = parts.rail {
        names(buffer, rail, model);
    }
    title(buffer, &parts, model, regions.shape);
    let lines = lines(model, room_of(parts.page));
    let (first, height) = (
        first(model, lines.len(), parts.page),
        usize::from(parts.page.height),
    );
    for (row, shown) in lines.iter().skip(first).take(height).enumerate() {
        line(buffer, parts.page, row as u16, &shown.pieces);
    }
    let quiet = model.settings.theme.style(Role::Quiet);
    let below = lines.len().saturating_sub(first + height);
    for (hidden, row, arrow) in [
        (first, 0, "↑"),
        (below, parts.page.height.saturating_sub(1), "↓"),
    ] {
        if hidden > 0 && height > 2 {
            line_right(
                buffer,
                parts.page,
                row,
                &[piece(format!(" {arrow} {hidden}"), quiet)],
            );
        }
    }
}

/// What has become of a step so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Answered,
    Passed,
    Ahead,
}

fn mark(model: &Model, step: Step) -> Mark {
    let Some(record) = model.review.record() else {
        return Mark::Ahead;
    };
    let notes = model.notes_of(model.reviewed());
    let stands = notes
        .and_then(|notes| notes.review.step)
        .unwrap_or(Step::Tidy)
        .max(model.review.step);
    let answers = &record.answers;
    let answered = match step {
        Step::Tidy => stands > step && model.review.untidy.is_empty(),
        Step::LastTime => stands > step,
        Step::Guess => record.guess.is_some(),
        Step::Reveal => answers.surprise.is_some(),
        Step::Commitment => {
            let missed = record
                .commitment
                .as_ref()
                .is_some_and(|of| of.kept == Some(false));
            stands > step && (!missed || answers.missed.is_some())
        }
        Step::Produced => answers.moved.is_some(),
        Step::Took => !answers.verdicts.is_empty(),
        Step::Freed => answers.freed.is_some() || !answers.alerts.is_empty(),
        Step::Decision => record.closed.is_some(),
    };
    match (answered, stands > step) {
        (true, _) => Mark::Answered,
        (false, true) => Mark::Passed,
        (false, false) => Mark::Ahead,
    }
}

fn sign(model: &Model, step: Step) -> Piece {
    let theme = &model.settings.theme;
    let here = step == model.review.step;
    let style = if here {
        theme.style(Role::Accent).add_modifier(Modifier::BOLD)
    } else {
        theme.style(Role::Quiet)
    };
    match mark(model, step) {
        Mark::Answered => piece("●", style),
        Mark::Passed => piece("○", style),
        Mark::Ahead if here => piece("○", style),
        Mark::Ahead => piece("·", style),
    }
}

/// The names of the steps, one below the other.
fn names(buffer: &mut Buffer, area: Rect, model: &Model) {
    let theme = &model.settings.theme;
    for (index, step) in Step::ALL.into_iter().enumerate() {
        let here = step == model.review.step;
        let style = if here {
            theme.strong()
        } else {
            theme.style(Role::Quiet)
        };
        let pointer = piece(
            if here { "› " } else { "  " },
            theme.style(Role::Accent).add_modifier(Modifier::BOLD),
        );
        let name = piece(format!(" {}", step.title()), style);
        line(
            buffer,
            area,
            2 * index as u16,
            &[pointer, sign(model, step), name],
        );
    }
    if area.height > 22 {
        let legend = [("●", " answered"), ("○", " passed"), ("·", " to come")];
        for (index, (sign, words)) in legend.into_iter().enumerate() {
            let faint = theme.style(Role::Faint);
            line(
                buffer,
                area,
                area.height - 3 + index as u16,
                &[piece(format!("  {sign}{words}"), faint)],
            );
        }
    }
}

fn title(buffer: &mut Buffer, parts: &Parts, model: &Model, shape: Shape) {
    let theme = &model.settings.theme;
    let (step, area) = (model.review.step, parts.title);
    let accent = theme.style(Role::Accent).add_modifier(Modifier::BOLD);
    let of = Step::ALL.len();
    if parts.rail.is_none() {
        let mut dots = Vec::new();
        for step in Step::ALL {
            dots.extend([
                sign(model, step),
                piece(if shape == Shape::Wide { " " } else { "" }, theme.strong()),
            ]);
        }
        line_right(buffer, area, 0, &dots);
    }
    if shape != Shape::Wide {
        let from = area.width.saturating_sub(of as u16 + 1);
        let words = [
            piece(format!("{}/{of} ", step.number()), accent),
            piece(step.title(), theme.strong()),
        ];
        line(
            buffer,
            Rect {
                width: from,
                ..area
            },
            0,
            &words,
        );
        return;
    }
    let end = digits::draw(
        buffer,
        area,
        &step.number().to_string(),
        theme.style(Role::Quiet),
    );
    let words = Rect {
        x: (end + 2).min(area.right()),
        width: area.right().saturating_sub(end + 2),
        ..area
    };
    line(buffer, words, 0, &[piece(step.title(), theme.strong())]);
    line(
        buffer,
        words,
        1,
        &[piece(
            format!("step {}/{of}", step.number()),
            theme.style(Role::Quiet),
        )],
    );
    line(
        buffer,
        words,
        2,
        &[piece(steps::purpose(model), theme.style(Role::Quiet))],
    );
}
