//! The weekly self review: nine steps, one a page. Before the fourth one nothing that was measured is shown. Drawn
//! from the record that was computed when it was read, and from what the rep has answered.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::page::{Item, Page, PageLine};
use super::state::State;
use super::steps;
use super::untidy::Untidy;
use crate::domain::review::Step;
use crate::report::review;
use crate::tui::key_table::Focus;
use crate::tui::layout::{self, Regions, Shape, below, from_column, narrowed, shortened};
use crate::tui::paint::{self, Ink, Piece, hidden, line, line_right, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{digits, header};

/// From so many columns on the names of the steps stand at the left.
const ROOMY: u16 = 100;
/// The columns of those names.
const RAIL: u16 = 36;
/// Longer lines tire the eye.
const WIDEST: u16 = 84;
/// The rows of the title, and of the air below it.
const TITLE: u16 = 3;

/// Where the parts of the screen stand.
struct Parts {
    /// The names of the steps, where there is room for them.
    rail: Option<Rect>,
    title: Rect,
    page: Rect,
}

fn parts(regions: &Regions) -> Parts {
    let area = layout::screen_body(regions);
    if regions.shape != Shape::Wide {
        let title = shortened(area, 1.min(area.height));
        return Parts {
            rail: None,
            title,
            page: below(area, 1),
        };
    }
    let (rail, right) = if area.width >= ROOMY {
        let right = from_column(area, area.x + RAIL);
        (Some(narrowed(area, RAIL - 3)), right)
    } else {
        (None, area)
    };
    let right = narrowed(right, right.width.min(WIDEST));
    Parts {
        rail,
        title: shortened(right, TITLE.min(right.height)),
        page: below(right, TITLE + 1),
    }
}

/// How many lines of the page fit, and how many columns they have.
pub(super) fn page_size(scene: &Scene<'_>) -> (usize, u16) {
    let page = parts(&scene.regions).page;
    (page.height.into(), page.width)
}

/// The columns at the right of a page that does not fit, for how much of it is out of view.
const HIDDEN: u16 = 6;

/// The lines of the step in view.
fn lines(scene: &Scene<'_>, state: &State) -> Vec<PageLine> {
    let (height, width) = page_size(scene);
    let filled = fill_page(scene, state, height, width);
    if filled.len() > height {
        fill_page(scene, state, height, width.saturating_sub(HIDDEN))
    } else {
        filled
    }
}

fn fill_page(scene: &Scene<'_>, state: &State, height: usize, width: u16) -> Vec<PageLine> {
    let Some(record) = state.record() else {
        return Vec::new();
    };
    let said = state
        .said
        .get(state.step.number() - 1)
        .map_or(&[][..], Vec::as_slice);
    let mut page = Page::new(scene, state, record, said, width);
    match state.step {
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
pub(super) fn items(scene: &Scene<'_>, state: &State) -> (Vec<(usize, Item)>, usize) {
    let lines = lines(scene, state);
    let count = lines.len();
    let items = lines
        .into_iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.item?)));
    (items.collect(), count)
}

/// The row that is selected.
pub(super) fn selected_item(scene: &Scene<'_>, state: &State) -> Option<Item> {
    let (items, _) = items(scene, state);
    items.into_iter().nth(state.row).map(|(_, item)| item)
}

/// Where the keys go: what Enter does to the selected row.
pub(crate) fn focus(scene: &Scene<'_>, state: &State) -> Focus {
    let closed = state.is_closed();
    match selected_item(scene, state) {
        Some(Item::Tell(_)) => Focus::RecapPart,
        Some(Item::Copy) => Focus::RecapCopy,
        Some(_) | None if closed => Focus::ReviewClosed,
        Some(Item::Untidy(index)) => match state.untidy.get(index) {
            Some(Untidy::Gap { .. }) => Focus::ReviewGap,
            Some(Untidy::Long { .. }) | None => Focus::ReviewLongBlock,
        },
        Some(Item::Line(_)) => Focus::ReviewQuestion,
        Some(Item::Missed | Item::Verdict(_) | Item::Alert(_)) => Focus::ReviewChoice,
        Some(Item::Close) => Focus::ReviewEnd,
        None => Focus::ReviewPage,
    }
}

/// The row that stands here on the screen.
pub(crate) fn row_at(scene: &Scene<'_>, state: &State, at: Position) -> Option<usize> {
    let page = parts(&scene.regions).page;
    let (items, count) = items(scene, state);
    let line = usize::from(at.y.checked_sub(page.y).filter(|_| page.contains(at))?)
        + first_line(state, count, page);
    items.iter().position(|(of, _)| *of == line)
}

/// The first line that is shown of so many.
fn first_line(state: &State, count: usize, page: Rect) -> usize {
    state.top.min(count.saturating_sub(page.height.into()))
}

/// Draws the review.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) {
    let parts = parts(&scene.regions);
    if let Some(rail) = parts.rail {
        draw_steps(buffer, rail, scene, state);
    }
    draw_title(buffer, &parts, scene, state);
    let lines = lines(scene, state);
    let (first, height) = (
        first_line(state, lines.len(), parts.page),
        usize::from(parts.page.height),
    );
    for (row, shown) in lines.iter().skip(first).take(height).enumerate() {
        line(buffer, parts.page, row as u16, &shown.pieces);
    }
    let below = lines.len().saturating_sub(first + height);
    hidden(buffer, parts.page, (first, below), scene.style(Role::Quiet));
}

/// What has become of a step so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Answered,
    Passed,
    Ahead,
}

fn mark(scene: &Scene<'_>, state: &State, step: Step) -> Mark {
    let Some(record) = state.record() else {
        return Mark::Ahead;
    };
    let notes = scene.notes_of(state.week(scene));
    let stands = notes
        .and_then(|notes| notes.review.step)
        .unwrap_or(Step::Tidy)
        .max(state.step);
    let answers = &record.answers;
    let answered = match step {
        Step::Tidy => stands > step && state.untidy.is_empty(),
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

fn sign(scene: &Scene<'_>, state: &State, step: Step) -> Piece {
    let here = step == state.step;
    let sign = match mark(scene, state, step) {
        Mark::Answered => "●",
        Mark::Passed => "○",
        Mark::Ahead if here => "○",
        Mark::Ahead => "·",
    };
    if here {
        scene.accent(sign)
    } else {
        scene.quiet(sign)
    }
}

/// The week in review as the header says it, and whether it is another one than is due.
pub(crate) fn title_of_week(scene: &Scene<'_>, state: &State) -> (String, bool) {
    let calendar = &scene.context.calendar;
    let (week, this) = (state.week(scene), calendar.week_of(scene.today));
    let due = review::default_week(scene.today, calendar);
    (header::name_week(scene, week), week != due && week != this)
}

/// The names of the steps, one below the other.
fn draw_steps(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, state: &State) {
    for (index, step) in Step::ALL.into_iter().enumerate() {
        let here = step == state.step;
        let name = format!(" {}", step.title());
        let name = if here {
            scene.strong(name)
        } else {
            scene.quiet(name)
        };
        let words = [scene.mark(here), sign(scene, state, step), name];
        line(buffer, area, 2 * index as u16, &words);
    }
    if area.height > 22 {
        let legend = ["  ● answered", "  ○ passed", "  · to come"];
        let legend = legend.map(|words| vec![scene.faint(words)]);
        paint::lines(buffer, area, area.height - 3, &legend);
    }
}

fn draw_title(buffer: &mut Buffer, parts: &Parts, scene: &Scene<'_>, state: &State) {
    let shape = scene.regions.shape;
    let theme = scene.theme;
    let (step, area) = (state.step, parts.title);
    let accent = theme.accent();
    let of = Step::ALL.len();
    if parts.rail.is_none() {
        let mut dots = Vec::new();
        for step in Step::ALL {
            dots.extend([
                sign(scene, state, step),
                scene.strong(if shape == Shape::Wide { " " } else { "" }),
            ]);
        }
        line_right(buffer, area, 0, &dots);
    }
    if shape != Shape::Wide {
        let from = area.width.saturating_sub(of as u16 + 1);
        let words = [
            piece(format!("{}/{of} ", step.number()), accent),
            scene.strong(step.title()),
        ];
        line(buffer, narrowed(area, from), 0, &words);
        return;
    }
    let number = step.number().to_string();
    let end = digits::draw(buffer, area, &number, scene.style(Role::Quiet));
    let words = [
        vec![scene.strong(step.title())],
        vec![scene.quiet(format!("step {number}/{of}"))],
        vec![scene.quiet(steps::purpose(step))],
    ];
    paint::lines(buffer, from_column(area, end + 2), 0, &words);
}
