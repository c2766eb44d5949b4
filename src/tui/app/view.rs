//! The whole screen as a function of the model and of now. Draws, and changes nothing.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use super::discreet;
use super::footer;
use super::messages;
use super::model::Model;
use super::rest;
use crate::domain::block::Category;
use crate::domain::discreet::HIDDEN;
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::tui::canvas::CursorPlace;
use crate::tui::layout::{self, Shape, at_rows, below, from_column, narrowed, shortened};
use crate::tui::mode::Mode;
use crate::tui::overlays::{away, find, help, history, month, palette};
use crate::tui::paint::{Ink, Piece, line, line_right, lines, piece, width};
use crate::tui::scene::{Scene, Screen};
use crate::tui::screens::{review, today, trends, week};
use crate::tui::theme::{Ground, Role};
use crate::tui::widgets::sheet::{Sheet, SheetCursor};
use crate::tui::widgets::{card, focus_line};

/// Draws the model over all cells of the buffer; hands back where the cursor is then.
pub(in crate::tui) fn view(buffer: &mut Buffer, model: &Model, now: Moment) -> CursorPlace {
    let cursor = if model.common.discreet {
        let cursor = draw_page(buffer, &discreet::masked(model, now), now);
        discreet::draw_dots(buffer);
        cursor
    } else {
        draw_page(buffer, model, now)
    };
    model.common.settings.theme.finish(buffer);
    cursor
}

fn draw_page(buffer: &mut Buffer, model: &Model, now: Moment) -> CursorPlace {
    let (scene, said) = messages::scene_of(model, now);
    fill_page(
        buffer,
        scene
            .style(Role::Text)
            .patch(scene.theme.ground(Ground::Page)),
    );
    if let Some(cursor) = draw(buffer, model, &scene, &said) {
        return CursorPlace::Typing(cursor);
    }
    let card = card_of(&model.mode, scene.size.width);
    let card = card.map(|(wanted, grows)| card::place(scene.size, wanted, grows));
    CursorPlace::Resting(rest::find(buffer, model, &scene, card))
}

/// Makes all cells blank. A copy of a cell looks at what its text is; an empty one is written as it is.
fn fill_page(buffer: &mut Buffer, style: Style) {
    let mut page = Cell::EMPTY;
    page.set_style(style);
    for cell in &mut buffer.content {
        *cell = Cell::EMPTY;
        (cell.fg, cell.bg, cell.modifier) = (page.fg, page.bg, page.modifier);
    }
}

/// Draws the screen with what is said above its footer; hands back where the cursor stands in a line of text.
fn draw(
    buffer: &mut Buffer,
    model: &Model,
    scene: &Scene<'_>,
    said: &[Vec<Piece>],
) -> Option<Position> {
    let regions = scene.regions;
    if regions.shape == Shape::Line
        && let Some(waiting) = model.waiting
    {
        footer::draw_wait(buffer, regions.header, waiting, scene);
        return None;
    }
    let sheet = messages::sheet(model, scene);
    if let Some(sheet) = sheet
        .as_ref()
        .filter(|_| regions.shape == Shape::Line && (model.mode.is_line() || model.mode.is_guard()))
    {
        return draw_typed(buffer, sheet, scene);
    }
    if regions.shape == Shape::Line {
        let minutes = if let Mode::BackDate(minutes) = &model.mode {
            Some(minutes.digits.as_str())
        } else {
            None
        };
        today::view::view_line(scene, &model.today, minutes, buffer);
        let room = layout::message_width(scene.size);
        let below = layout::at_rows(regions.header, 1, scene.size.height.saturating_sub(1));
        let mut told = messages::toast_lines(model, scene, room);
        told.extend(messages::set_aside_line(scene, room));
        lines(buffer, below, 0, &told);
        return None;
    }
    header(buffer, regions.header, model, scene);
    let in_page = screen(buffer, model, scene);
    if let Some(sheet) = sheet {
        let cursor = sheet.draw(buffer, scene);
        footer::draw(buffer, model, scene);
        return cursor;
    }
    lines(buffer, regions.messages, 0, said);
    footer::draw(buffer, model, scene);
    draw_card(buffer, model, scene).or(in_page)
}

/// What is typed or to be agreed to, where there is room for one line alone; hands back where the cursor stands.
fn draw_typed(buffer: &mut Buffer, sheet: &Sheet, scene: &Scene<'_>) -> Option<Position> {
    let area = scene.regions.header;
    if let Some(last) = sheet.choices.last() {
        line(buffer, area, 0, last);
    }
    match sheet.cursor? {
        SheetCursor::LastChoice(column) => {
            let x = column.min(area.width.saturating_sub(1));
            Some(Position::new(area.x + x, area.y))
        }
        SheetCursor::What(_) => None,
    }
}

/// How large the card of what lies over a screen of so many columns is, and whether it grows down.
const fn card_of(mode: &Mode, columns: u16) -> Option<(Size, bool)> {
    match mode {
        Mode::Help(_) => Some((help::CARD, false)),
        Mode::Palette(_) => Some((palette::CARD, true)),
        Mode::Month(_) => Some((month::card(columns), false)),
        Mode::History(_) => Some((history::CARD, false)),
        Mode::Find(_) => Some((find::CARD, false)),
        Mode::Away(_) => Some((away::CARD, false)),
        Mode::Normal
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..) => None,
    }
}

/// The card of what lies over the screen, and the part of it that is left beside its messages and its keys.
fn place_card(model: &Model, scene: &Scene<'_>) -> Option<(Rect, Rect)> {
    let (wanted, grows) = card_of(&model.mode, scene.size.width)?;
    let place = card::place(scene.size, wanted, grows);
    let content = card::content(place);
    let said = messages::toast_lines(model, scene, content.width).len() as u16;
    let height = content.height.saturating_sub(said + 2);
    Some((place, shortened(content, height)))
}

/// Where on the screen the lines of a card stand.
pub(super) fn card_area(model: &Model, scene: &Scene<'_>) -> Option<Rect> {
    let (_, area) = place_card(model, scene)?;
    (scene.regions.shape != Shape::Line).then_some(area)
}

/// Draws what lies over the screen, with its messages and its keys; hands back where the cursor stands.
fn draw_card(buffer: &mut Buffer, model: &Model, scene: &Scene<'_>) -> Option<Position> {
    let (place, area) = place_card(model, scene)?;
    card::draw(buffer, scene, place);
    let content = card::content(place);
    let keys = at_rows(content, content.bottom().saturating_sub(1), 1);
    footer::draw_keys(buffer, keys, model, scene);
    let said = messages::toast_lines(model, scene, content.width);
    lines(buffer, below(content, area.height + 1), 0, &said);
    match &model.mode {
        Mode::Palette(palette) => return Some(palette.view(scene, buffer, area)),
        Mode::Find(find) => return Some(find.view(scene, buffer, area)),
        Mode::Help(help) => help.view(scene, buffer, area),
        Mode::Month(month) => month.view(scene, buffer, area),
        Mode::History(history) => history.view(scene, buffer, area),
        Mode::Away(away) => away.view(scene, buffer, area),
        Mode::Normal
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..) => {}
    }
    None
}

/// The screen in view, below the header and above the messages; hands back where the cursor stands in it.
fn screen(buffer: &mut Buffer, model: &Model, scene: &Scene<'_>) -> Option<Position> {
    if model.is_unread {
        let words = scene.quiet("Waiting for the file: another program is holding it");
        line(buffer, layout::body(&scene.regions), 0, &[words]);
        return None;
    }
    match model.screen {
        Screen::Today => today::view::view(scene, &model.today, buffer),
        Screen::Week => week::view::view(scene, buffer),
        Screen::Trends => trends::view::view(scene, &model.trends, buffer),
        Screen::Review => return review::view::view(scene, &model.review, buffer),
    }
    None
}

/// What the header says of the time in view, and whether it is another one than now.
fn title(model: &Model, scene: &Scene<'_>) -> (String, bool) {
    let calendar = &scene.context.calendar;
    match model.screen {
        Screen::Today => {
            let is_brief = scene.regions.shape == Shape::Compact;
            (
                today::view::title(scene, is_brief),
                scene.day != scene.today,
            )
        }
        Screen::Week => (
            week::view::title(scene),
            calendar.week_of(scene.day) != calendar.week_of(scene.today),
        ),
        Screen::Trends => trends::view::title(scene, &model.trends),
        Screen::Review => review::view::title_of_week(scene, &model.review),
    }
}

/// The screens, the time in view and the clock; below them a hairline that is heavy under the open screen.
fn header(buffer: &mut Buffer, area: Rect, model: &Model, scene: &Scene<'_>) {
    let theme = scene.theme;
    let (quiet, strong) = (theme.style(Role::Quiet), theme.strong());
    let (title, is_away) = title(model, scene);
    let (style, now) = if is_away {
        (theme.style(Role::Warning), "now ")
    } else {
        (quiet, "")
    };
    let clock = format!("   {now}{}", format::clock(scene.now));
    let mut right = vec![piece(title, style), piece(clock, strong)];
    if let Some(words) = focus_line::countdown(scene) {
        let left = piece(words, theme.category(Category::Selling));
        let gap = piece("   ", quiet);
        let tab = model.screen.title().len() as u16;
        if width(&right) + width(&[left.clone(), gap.clone()]) + tab >= area.width {
            // What counts down says more than which day it is.
            right.remove(0);
            right.insert(0, left);
        } else {
            right.splice(..0, [left, gap]);
        }
    }
    let from = line_right(buffer, area, 0, &right);
    let room = from.saturating_sub(area.x + 1);
    let (left, open) = tabs(scene, model.screen, room);
    let used = line(buffer, narrowed(area, room), 0, &left);
    draw_remarks(
        buffer,
        Rect::new(used, area.y, from.saturating_sub(used), 1),
        model,
        scene,
    );
    if scene.regions.shape == Shape::Wide {
        draw_rule(buffer, area, scene, open);
    }
}

/// What else the header says, between the screens and the date: what runs, that names are hidden, whose file it is, on
/// Today the next meeting. Each is there whole or not at all, the first of them first.
fn draw_remarks(buffer: &mut Buffer, room: Rect, model: &Model, scene: &Scene<'_>) {
    let mark = |words: &str| vec![scene.quiet(words)];
    let takes = |words: &[Piece]| {
        if words.is_empty() {
            0
        } else {
            REMARK_GAP + width(words)
        }
    };
    // What stands at the right keeps its distance to the date.
    let mut free = room.width.saturating_sub(REMARK_GAP);
    let take = |free: &mut u16, forms: &[Vec<Piece>]| {
        let fits = forms.iter().find(|words| takes(words) <= *free);
        let words = fits.cloned().unwrap_or_default();
        *free -= takes(&words);
        words
    };
    let short = mark(HIDDEN);
    let mut hidden = if scene.discreet {
        take(&mut free, std::slice::from_ref(&short))
    } else {
        Vec::new()
    };
    let mut running = match model.screen {
        Screen::Today => Vec::new(),
        Screen::Week | Screen::Trends | Screen::Review => {
            take(&mut free, &today::view::running_in_brief(scene))
        }
    };
    let banner = scene
        .settings
        .banner
        .as_deref()
        .map(mark)
        .unwrap_or_default();
    let banner = take(&mut free, &[banner]);
    let wide = mark(&format!("{HIDDEN} names hidden"));
    if !hidden.is_empty() && takes(&wide) - takes(&hidden) <= free {
        free -= takes(&wide) - takes(&hidden);
        hidden = wide;
    }
    if model.screen == Screen::Today {
        running = take(&mut free, &today::next::next_in_brief(scene));
    }
    let mut x = room.x;
    for words in [banner, hidden].iter().filter(|words| !words.is_empty()) {
        x = line(buffer, from_column(room, x + REMARK_GAP), 0, words);
    }
    let gap = REMARK_GAP + u16::from(free > 0);
    let end = narrowed(room, room.width.saturating_sub(gap));
    line_right(buffer, end, 0, &running);
}

/// From one thing that the header says to the next, at least.
const REMARK_GAP: u16 = 3;

fn draw_rule(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, (from, wide): (u16, u16)) {
    let row = Rect {
        y: area.y + 1,
        ..area
    };
    let rule = "─".repeat(area.width.into());
    line(buffer, row, 0, &[piece(rule, scene.style(Role::Rule))]);
    let heavy = piece("━".repeat(wide.into()), scene.style(Role::Text));
    line(buffer, from_column(row, area.x + from), 0, &[heavy]);
}

/// The name of the program and of the screens, and the columns of the open one; its name alone where there is no room
/// for all.
fn tabs(scene: &Scene<'_>, open: Screen, room: u16) -> (Vec<Piece>, (u16, u16)) {
    let theme = scene.theme;
    let quiet = theme.style(Role::Quiet);
    if scene.regions.shape != Shape::Wide {
        let tab = piece(open.title(), theme.strong());
        return (vec![tab], (0, open.title().len() as u16));
    }
    let gap = if scene.size.width < 99 { "  " } else { "   " };
    let mut all = vec![piece("tafs", theme.strong()), piece("   ", quiet)];
    let mut columns = (0, 0);
    for screen in Screen::ALL {
        if screen == open {
            columns = (width(&all), screen.title().len() as u16);
        }
        let style: Style = if screen == open {
            theme.strong()
        } else {
            quiet
        };
        all.extend([piece(screen.title(), style), piece(gap, quiet)]);
    }
    all.pop();
    if width(&all) <= room {
        return (all, columns);
    }
    all.truncate(2);
    all.push(piece(open.title(), theme.strong()));
    (all, (7, open.title().len() as u16))
}

/// The screen whose name stands here in the header.
pub(super) fn tab_at(scene: &Scene<'_>, open: Screen, at: Position) -> Option<Screen> {
    let header = scene.regions.header;
    if !header.contains(at) {
        return None;
    }
    let mut x = header.x;
    let (tabs, _) = tabs(scene, open, header.width);
    tabs.into_iter().find_map(|tab| {
        let from = x;
        x += width(std::slice::from_ref(&tab));
        let is_here = (from..x).contains(&at.x);
        let mut screens = Screen::ALL.into_iter();
        screens.find(|screen| is_here && screen.title() == tab.content)
    })
}
