//! The weekly self review: nine steps, one a page. Before the fourth one nothing that was measured is shown. Drawn
//! from the record that was computed when it was read, and from what the rep has answered.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::grid::{Grid, Room};
use super::item::Item;
use super::line::PageLine;
use super::list;
use super::page::Page;
use super::state::State;
use super::steps;
use super::untidy::Untidy;
use crate::domain::review::Step;
use crate::insight::hidden::Hidden;
use crate::report::review::{self, ReviewRecord};
use crate::tui::key_table::Focus;
use crate::tui::layout::at_rows;
use crate::tui::paint::{Ink, hidden, line, line_right};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::header;

/// How many lines of the page fit, and how many columns they have.
pub(super) fn page_size(scene: &Scene<'_>) -> (usize, u16) {
    let page = Grid::new(&scene.regions).page;
    (page.height.into(), page.width)
}

/// The columns at the right of a page that does not fit, for how much of it is out of view; beside the title where there
/// are few.
const HIDDEN: u16 = 6;

/// The lines of the step in view.
fn lines(scene: &Scene<'_>, state: &State) -> Vec<PageLine> {
    let (height, width) = page_size(scene);
    let filled = fill_page(scene, state, height, width);
    if filled.len() > height && Grid::new(&scene.regions).room != Room::Compact {
        fill_page(scene, state, height, width.saturating_sub(HIDDEN))
    } else {
        filled
    }
}

fn fill_page(scene: &Scene<'_>, state: &State, height: usize, width: u16) -> Vec<PageLine> {
    let Some(record) = state.record() else {
        return Vec::new();
    };
    let hidden = &scene.settings.hidden;
    let mut shown = None;
    let record = if hidden.is_empty() {
        record
    } else {
        shown.insert(without(record, hidden))
    };
    let said = state
        .said
        .get(state.step.number() - 1)
        .map_or(&[][..], Vec::as_slice);
    let grid = Grid::new(&scene.regions);
    let mut page = Page::new(
        scene,
        state,
        record,
        said,
        (width, height),
        (grid.room, grid.pace),
    );
    page.subtitle(steps::purpose(state.step));
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
    page.loosen(height);
    page.lines
}

/// What is shown of a record: a closed review keeps all of it.
fn without(record: &ReviewRecord, hidden: &Hidden) -> ReviewRecord {
    let mut shown = record.clone();
    shown.leave_out(hidden);
    shown
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
        Some(Item::Complete) => Focus::ReviewClosed,
        Some(_) | None if closed => Focus::ReviewClosed,
        Some(Item::Untidy(index)) => match state.untidy.get(index) {
            Some(Untidy::Gap { .. }) => Focus::ReviewGap,
            Some(Untidy::Bare {
                likely: Some(_), ..
            }) => Focus::ReviewBare,
            Some(Untidy::Bare { likely: None, .. }) => Focus::ReviewUnknown,
            Some(Untidy::Ungraded { .. }) => Focus::ReviewUngraded,
            Some(Untidy::Long { .. }) | None => Focus::ReviewLongBlock,
        },
        Some(Item::Share) => Focus::ReviewGuess,
        Some(Item::Suggestion(_)) => Focus::ReviewCommitment,
        Some(Item::Line(_)) => Focus::ReviewQuestion,
        Some(Item::Verdict(_)) => Focus::ReviewVerdict,
        Some(Item::Missed(_) | Item::Alert(_)) => Focus::ReviewChoice,
        Some(Item::Close) => Focus::ReviewEnd,
        None => Focus::ReviewPage,
    }
}

/// The row that stands here on the screen.
pub(crate) fn row_at(scene: &Scene<'_>, state: &State, at: Position) -> Option<usize> {
    let page = Grid::new(&scene.regions).page;
    let (items, count) = items(scene, state);
    let line = usize::from(at.y.checked_sub(page.y).filter(|_| page.contains(at))?)
        + first_line(state, count, page);
    items.iter().position(|(of, _)| *of == line)
}

/// The first line that is shown of so many.
fn first_line(state: &State, count: usize, page: Rect) -> usize {
    state.top.min(count.saturating_sub(page.height.into()))
}

/// Draws the review; hands back where the cursor stands in a line that is typed.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) -> Option<Position> {
    let grid = Grid::new(&scene.regions);
    list::draw(buffer, &grid, scene, state);
    let (lines, page) = (lines(scene, state), grid.page);
    let (first, height) = (
        first_line(state, lines.len(), page),
        usize::from(page.height),
    );
    let below = lines.len().saturating_sub(first + height);
    let unseen = (first, below);
    let beside_title = (grid.room == Room::Compact).then_some(unseen);
    draw_title(buffer, &grid, scene, state, beside_title);
    let mut cursor = None;
    for (y, shown) in (page.y..).zip(lines.iter().skip(first).take(height)) {
        shown.draw(buffer, at_rows(page, y, 1), scene.theme);
        let column = shown
            .cursor
            .map(|column| column.min(page.width.saturating_sub(1)));
        cursor = column
            .map(|column| Position::new(page.x + column, y))
            .or(cursor);
    }
    if beside_title.is_none() {
        hidden(buffer, page, unseen, scene.style(Role::Quiet));
    }
    cursor
}

/// The name of the step and how many of its lines are out of view; how far it is, where the list does not tell it.
fn draw_title(
    buffer: &mut Buffer,
    grid: &Grid,
    scene: &Scene<'_>,
    state: &State,
    unseen: Option<(usize, usize)>,
) {
    let of = Step::ALL.len();
    let mut title = vec![scene.strong(state.step.title())];
    let (above, below) = unseen.unwrap_or_default();
    for (count, arrow) in [(above, '↑'), (below, '↓')] {
        if count > 0 {
            title.push(scene.quiet(format!("  {arrow} {count}")));
        }
    }
    line(buffer, grid.title, 0, &title);
    let place = if grid.steps.is_some() {
        vec![scene.quiet(format!("{} of {of}", state.step.number()))]
    } else {
        list::marks(scene, state)
    };
    line_right(buffer, grid.title, 0, &place);
}

/// The week in review as the header says it, and whether it is another one than is due.
pub(crate) fn title_of_week(scene: &Scene<'_>, state: &State) -> (String, bool) {
    let calendar = &scene.context.calendar;
    let (week, this) = (state.week(scene), calendar.week_of(scene.today));
    let due = review::default_week(scene.today, calendar);
    (header::name_week(scene, week), week != due && week != this)
}
