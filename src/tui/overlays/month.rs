//! The month: a grid of its days with their TAFS, and where the time of the selected one went. Enter shows that
//! day; there are no days after today.

use std::cmp::Ordering;

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Modifier, Style};

use crate::domain::away;
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::timeline::Timeline;
use crate::insight::coverage::{self, Reading};
use crate::insight::totals::{self, Totals};
use crate::report::share;
use crate::tui::action::{Action, Go};
use crate::tui::effect::{Effect, Handled};
use crate::tui::layout::{at_columns, at_rows, from_column, left_of, narrowed};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain, width};
use crate::tui::scene::Scene;
use crate::tui::theme::{Ground, Role};
use crate::tui::widgets::share::hours_or_dash;

/// The card where there is room for it, and with margins beside it where there is less.
const CARD: Size = Size {
    width: 88,
    height: 24,
};
const NARROW_CARD: u16 = 69;
/// From so many columns of the screen on there is room for it.
const WITH_CARD: u16 = 96;
/// The columns of a cell that has heat.
const CELL: u16 = 7;
const NARROW_CELL: u16 = 6;
/// From so many columns on the selected day stands beside the grid, and there is air between the cells.
const BESIDE: u16 = 62;
const ROOMY: u16 = 80;
/// The days of a week.
const DAYS: u16 = 7;
/// With so many rows there is air between the weeks.
const TALL: u16 = 22;

/// The columns of the selected day, and from the grid to it: the most and the least.
const DETAILS: u16 = 28;
const FIGURES_END: u16 = 22;
const WITH_GAPS: u16 = 20;
const TO_DETAILS: [u16; 2] = [4, 2];

/// How large the card is on a screen of so many columns.
pub(crate) const fn card(screen: u16) -> Size {
    if screen < WITH_CARD {
        Size {
            width: NARROW_CARD,
            ..CARD
        }
    } else {
        CARD
    }
}

/// The month while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Month {
    /// The selected day; its month is shown.
    pub(crate) selected: Day,
    /// Where the time of each day went, from the first of the month on.
    totals: Vec<Totals>,
}

impl Month {
    /// The month of the day in view.
    pub(crate) fn open(scene: &Scene<'_>) -> (Self, Effect) {
        let month = Self {
            selected: scene.day.min(scene.today),
            totals: Vec::new(),
        };
        let read = month.read(scene);
        (month, read)
    }

    /// Reads the blocks of the month: as time passes, and as other programs write.
    pub(crate) fn read(&self, scene: &Scene<'_>) -> Effect {
        let context = scene.context;
        Effect::ReadMonth(context.reach(self.first(), self.last(scene.today)))
    }

    /// Works the totals of its days out of what was read.
    pub(crate) fn take_blocks(&mut self, scene: &Scene<'_>, on_record: &Timeline) {
        let counted = away::count_timeline(on_record, &scene.snapshot.questions);
        let (context, now) = (scene.context, scene.now.at);
        let days = 0..=self.last(scene.today).since(self.first());
        let day = |index| self.first().plus(index);
        self.totals = days
            .map(|index| totals::of_days(context.ledger(&counted, now).day(day(index))))
            .collect();
    }

    /// What was read is of another month, and this one cannot be read yet.
    pub(crate) fn forget(&mut self) {
        self.totals.clear();
    }

    /// A key on the month. One that means nothing here closes it, and does what it always does.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Option<Action>) -> Handled {
        let day = self.selected;
        let to = match action {
            Some(Action::Go(Go::OpenDay)) => return Handled::Closed(Some(Effect::Show(day))),
            Some(Action::Cancel) => return Handled::Closed(None),
            Some(Action::Go(Go::Day(way))) => day.plus(way.times(1) as i64),
            Some(Action::Go(Go::Row(way))) => day.plus(way.times(7) as i64),
            Some(Action::Go(Go::Month(way))) => months_later(day, way.times(1) as i32),
            Some(Action::Go(Go::Today)) => scene.today,
            Some(_) | None => return Handled::Ignored,
        };
        self.selected = to.min(scene.today);
        self.read(scene).into()
    }

    fn first(&self) -> Day {
        Day(self.selected.0.with_day(1).unwrap_or(self.selected.0))
    }

    /// The last day of the month, or today where that comes before it.
    fn last(&self, today: Day) -> Day {
        let next = months_later(self.first(), 1);
        next.plus(-1).min(today).max(self.first())
    }

    fn of(&self, day: Day) -> Totals {
        let index = usize::try_from(day.since(self.first())).ok();
        index
            .and_then(|index| self.totals.get(index))
            .copied()
            .unwrap_or_default()
    }
}

/// The same day of the month so many months later, or that month's last day; the day itself where there is none.
fn months_later(day: Day, months: i32) -> Day {
    let step = chrono::Months::new(months.unsigned_abs());
    let moved = if months < 0 {
        day.0.checked_sub_months(step)
    } else {
        day.0.checked_add_months(step)
    };
    moved.map_or(day, Day)
}

impl Month {
    /// The days of the month with the cell of each.
    fn cells(&self, scene: &Scene<'_>, area: Rect) -> impl Iterator<Item = (Day, Rect)> + use<> {
        let (beside, column) = columns_of(area);
        let (top, rows) = if beside { (4, 2) } else { (2, 1) };
        let pitch = match (beside, area.height) {
            (true, TALL..) => 3,
            (true, _) => 2,
            (false, _) => 1,
        };
        let first = self.first();
        let start = scene.context.calendar.week_of(first).first;
        let end = months_later(first, 1);
        let cell = move |index: i64| {
            let (row, at) = ((index / 7) as u16, (index % 7) as u16);
            let (x, y) = (area.x + at * column, area.y + top + row * pitch);
            Rect::new(x, y, column.min(CELL), rows).intersection(area)
        };
        let before = first.since(start);
        (before..end.since(start)).map(move |index| (start.plus(index), cell(index)))
    }

    /// A click selects the day under it.
    pub(crate) fn click(&mut self, scene: &Scene<'_>, area: Rect, at: Position) {
        let mut cells = self.cells(scene, area);
        let hit = cells.find(|(day, cell)| cell.contains(at) && *day <= scene.today);
        if let Some((day, _)) = hit {
            self.selected = day;
        }
    }

    /// Draws it on its card: the grid, and the selected day beside or above it.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        if self.totals.is_empty() {
            let words = scene.quiet("Waiting for the file");
            line(buffer, area, 0, &[words]);
            return;
        }
        let (beside, column) = columns_of(area);
        let grid = narrowed(area, (column * DAYS).min(area.width));
        let mut rows = at_rows(grid, grid.y + 1, area.height.saturating_sub(1));
        if beside {
            title(buffer, grid, scene, self);
            rows = at_rows(rows, rows.y + 1, rows.height.saturating_sub(1));
            let [roomy, tight] = TO_DETAILS;
            let gap = if area.width >= ROOMY { roomy } else { tight };
            let right = from_column(area, grid.right() + gap);
            let right = narrowed(right, right.width.min(DETAILS));
            details(buffer, right, scene, self);
        } else {
            // The selected day names the month well enough where there is no room for both.
            let from = line_right(buffer, area, 0, &summary(scene, self, area.width));
            title(buffer, left_of(area, from), scene, self);
        }
        // The number of a day stands below its name: in the third column, or in the first.
        let lead = if beside { "  " } else { "" };
        weekdays(buffer, rows, scene, (column, lead));
        for (day, at) in self.cells(scene, area) {
            if beside {
                tall_cell(buffer, at, scene, (self, day), column > CELL);
            } else {
                flat_cell(buffer, at, scene, (self, day));
            }
        }
    }
}

/// Whether the selected day is told beside the grid, and how wide a day of the grid is.
const fn columns_of(area: Rect) -> (bool, u16) {
    let beside = area.width >= BESIDE && area.height >= 15;
    let column = match (beside, area.width) {
        (true, ROOMY..) => CELL + 1,
        (true, _) => NARROW_CELL,
        (false, _) => 5,
    };
    (beside, column)
}

fn title(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, month: &Month) {
    let name = format::month_of(month.selected);
    if usize::from(area.width) < name.len() + 2 {
        return;
    }
    line(buffer, area, 0, &[plain("  "), scene.strong(name)]);
}

fn weekdays(
    buffer: &mut Buffer,
    area: Rect,
    scene: &Scene<'_>,
    (column, lead): (u16, &'static str),
) {
    let first = scene.context.calendar.week_start;
    let days = std::iter::successors(Some(first), |day| Some(day.succ())).take(DAYS.into());
    let letters = if column > 5 { 3 } else { 2 };
    for (index, day) in days.enumerate() {
        let at = at_columns(area, area.x + index as u16 * column, column);
        let name: String = format::weekday(day).chars().take(letters).collect();
        let name = scene.quiet(format!("{lead}{name}"));
        line(buffer, at.intersection(area), 0, &[name]);
    }
}

/// How the number of a day looks.
fn number_style(scene: &Scene<'_>, day: Day, is_selected: bool) -> Style {
    let style = match day.cmp(&scene.today) {
        Ordering::Less => Style::new(),
        Ordering::Equal => scene.theme.strong().add_modifier(Modifier::UNDERLINED),
        Ordering::Greater => scene.style(Role::Faint),
    };
    if is_selected {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}

/// A day in two rows: its number, and below it its TAFS. The selected one lies on a band.
fn tall_cell(
    buffer: &mut Buffer,
    at: Rect,
    scene: &Scene<'_>,
    (month, day): (&Month, Day),
    has_gap: bool,
) {
    let is_selected = day == month.selected;
    let mut style = number_style(scene, day, is_selected);
    let totals = month.of(day);
    let heat = coverage::of_day(&totals).tafs().map(heat_of);
    let heat = heat.filter(|_| scene.theme.dims_by_color());
    let air = u16::from(has_gap && at.x > 0);
    let band = Rect::new(at.x - air, at.y, at.width + 2 * air, at.height);
    if is_selected {
        let band = band.intersection(buffer.area);
        buffer.set_style(band, scene.theme.ground(Ground::Selected));
    }
    if let Some(step) = heat {
        // Without air between the cells, one column of each is a blank.
        let from = at.x + u16::from(air == 0);
        let shade = scene.theme.heat(step);
        let warm = from_column(at, from).intersection(buffer.area);
        buffer.set_style(warm, shade);
        style = shade.add_modifier(style.add_modifier);
    }
    let selling = scene.theme.category(Category::Selling);
    let ink = heat.map_or(selling, |step| scene.theme.heat(step));
    let number = piece(format!("{:>2}", day.0.day()), style);
    let share = piece(figure(&totals), ink);
    let words = from_column(at, at.x + 2);
    line(buffer, words, 0, &[number]);
    line(buffer, words, 1, &[share]);
    let mark = scene.strong(scene.theme.cursor());
    for row in 0..band.height {
        if is_selected && !(scene.theme.is_plain() && row > 0) {
            line(buffer, band, row, std::slice::from_ref(&mark));
        }
    }
}

/// A day in one row: its number on its heat, for which alone there is room; after it the mark of the selected one, and
/// the sign of what has no TAFS to be trusted.
fn flat_cell(buffer: &mut Buffer, at: Rect, scene: &Scene<'_>, (month, day): (&Month, Day)) {
    let is_selected = day == month.selected;
    let mut style = number_style(scene, day, is_selected);
    let totals = month.of(day);
    let cell = narrowed(at, at.width.min(4)).intersection(buffer.area);
    if is_selected {
        buffer.set_style(cell, scene.theme.ground(Ground::Selected));
    }
    let tafs = coverage::of_day(&totals).tafs();
    if let Some(tafs) = tafs {
        let shade = scene.theme.heat(heat_of(tafs));
        buffer.set_style(cell, shade);
        style = shade.add_modifier(style.add_modifier);
    }
    line(
        buffer,
        at,
        0,
        &[piece(format!("{:>2}", day.0.day()), style)],
    );
    if is_selected {
        let mark = scene.strong(scene.theme.cursor());
        line(buffer, from_column(at, at.x + 2), 0, &[mark]);
    }
    if tafs.is_none() && totals.tracked().is_positive() {
        let sign = piece("·", scene.theme.category(Category::Selling));
        line(buffer, from_column(at, at.x + 3), 0, &[sign]);
    }
}

/// How much of the color of selling a day has, in five steps.
fn heat_of(tafs: f64) -> usize {
    (tafs * 5.0) as usize
}

/// TAFS of a day; a sign for what is tracked but has no TAFS to be trusted.
fn figure(totals: &Totals) -> String {
    match coverage::of_day(totals).tafs() {
        Some(tafs) => format::share_figure(tafs),
        None if totals.tracked().is_positive() => "··".to_owned(),
        None => String::new(),
    }
}

/// The share of a day with its bounds, or what stands for it.
fn share_of(totals: &Totals) -> String {
    let reading = coverage::of_day(totals);
    share::with_bounds(&reading).unwrap_or_else(|| share::short(&reading))
}

/// The selected day in a few words.
fn summary(scene: &Scene<'_>, month: &Month, room: u16) -> Vec<Piece> {
    let theme = scene.theme;
    let totals = month.of(month.selected);
    let day = scene.strong(format::short_day(month.selected, scene.today));
    if !totals.tracked().is_positive() {
        return vec![day, scene.quiet("  nothing")];
    }
    let hours = plain(format!("  {}", format::hours(totals.tracked())));
    let share = format!("  {}", share_of(&totals));
    let share = piece(share, theme.category(Category::Selling));
    let whole = vec![day.clone(), hours, share.clone()];
    if width(&whole) <= room {
        whole
    } else {
        vec![day, share]
    }
}

/// The selected day, row by row.
fn details(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, month: &Month) {
    let theme = scene.theme;
    let quiet = theme.style(Role::Quiet);
    let totals = month.of(month.selected);
    let today = if month.selected == scene.today {
        ", today"
    } else {
        ""
    };
    let day = format!("{}{today}", format::short_day(month.selected, scene.today));
    line(buffer, area, 0, &[scene.strong(day)]);
    if totals == Totals::default() {
        line(buffer, area, 2, &[piece("nothing tracked", quiet)]);
        return;
    }
    let selling = theme
        .category(Category::Selling)
        .add_modifier(Modifier::BOLD);
    let reading = coverage::of_day(&totals);
    let tafs = piece(share::short(&reading), selling);
    let tracked = scene.strong(format::hours(totals.tracked()));
    let mut rows = vec![("TAFS".to_owned(), quiet, tafs)];
    if let Reading::Bounded { low, high, .. } = reading {
        let bounds = plain(format::range(low, high));
        rows.push(("bounds".to_owned(), quiet, bounds));
    }
    rows.push(("tracked".to_owned(), quiet, tracked));
    let head = rows.len();
    let gap = if area.width < WITH_GAPS { " " } else { "  " };
    for category in Category::ALL {
        let label = format!("{}{gap}{category}", category.letter());
        let hours = plain(hours_or_dash(totals.of(category)));
        rows.push((label, theme.category(category), hours));
    }
    let untracked = piece(format::hours(totals.untracked), quiet);
    rows.push((format!(" {gap}untracked"), quiet, untracked));
    for (row, (label, style, figure)) in rows.into_iter().enumerate() {
        let y = 2 + row as u16 + u16::from(row >= head);
        line(buffer, area, y, &[piece(label, style)]);
        line_right(
            buffer,
            narrowed(area, FIGURES_END.min(area.width)),
            y,
            &[figure],
        );
    }
}
