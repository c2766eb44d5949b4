//! The whole screen as a function of the model and of now. Draws, and changes nothing.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use tui_input::Input;

use super::action::Action;
use super::footer;
use super::layout::{self, Regions, Shape};
use super::model::{Asked, Model, Overlay, Prompt, Screen, Tone};
use super::overlays::{ask, away, complete, find, help, month, palette, typing};
use super::paint::{Piece, as_many_as_fit, line, line_right, piece, sentence, width, wrapped};
use super::screens::{self, review, today};
use super::theme::Role;
use super::widgets::guess_hint;
use crate::domain::block::Category;
use crate::domain::stamp::{Length, Moment};
use crate::domain::text;
use crate::domain::{format, rules};

/// Draws the model.
pub(crate) fn view(frame: &mut Frame<'_>, model: &Model, now: Moment) {
    let cursor = draw(frame.buffer_mut(), model, now);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Where things stand on the screen.
pub(crate) fn regions(model: &Model, now: Moment) -> Regions {
    layout::regions(model.size, messages(model, now).len() as u16)
}

/// How many lines of the review's page fit, and how many columns they have.
pub(crate) fn review_room(model: &Model, now: Moment) -> review::Room {
    review::room(&regions(model, now))
}

fn draw(buffer: &mut Buffer, model: &Model, now: Moment) -> Option<Position> {
    let messages = messages(model, now);
    let regions = layout::regions(model.size, messages.len() as u16);
    if regions.shape == Shape::Line {
        today::draw(buffer, &regions, model, now);
        return None;
    }
    header(buffer, regions.header, model, now);
    let cursor = body(buffer, &regions, model, now);
    let first = regions
        .messages
        .height
        .saturating_sub(messages.len() as u16);
    for (row, pieces) in messages.iter().enumerate() {
        line(buffer, regions.messages, first + row as u16, pieces);
    }
    footer::draw(buffer, &regions, model, now);
    cursor
}

/// What stands between the header and the messages; hands back where the cursor stands.
fn body(buffer: &mut Buffer, regions: &Regions, model: &Model, now: Moment) -> Option<Position> {
    let area = layout::body(regions);
    match &model.overlay {
        Some(Overlay::Help(from)) => {
            let area = Rect {
                height: regions.footer.y.saturating_sub(area.y),
                ..area
            };
            help::draw(buffer, area, model, *from);
            None
        }
        Some(Overlay::Month(open)) => {
            month::draw(buffer, area, model, open);
            None
        }
        Some(Overlay::Find(open)) => Some(find::draw(buffer, area, model, open, now)),
        Some(Overlay::Palette(open)) => Some(palette::draw(buffer, area, model, open)),
        Some(Overlay::Prompt(prompt)) => {
            screens::draw(buffer, regions, model, now);
            Some(typed_cursor(
                model,
                &label(prompt.asked),
                &prompt.input,
                regions.messages,
            ))
        }
        Some(Overlay::Ask(ask)) => {
            screens::draw(buffer, regions, model, now);
            Some(typed_cursor(
                model,
                ask.wanted.label(),
                &ask.input,
                regions.messages,
            ))
        }
        Some(Overlay::Away) | None => {
            screens::draw(buffer, regions, model, now);
            None
        }
    }
}

fn header(buffer: &mut Buffer, area: Rect, model: &Model, now: Moment) {
    let theme = &model.settings.theme;
    let (quiet, strong) = (theme.style(Role::Quiet), theme.strong());
    let (title, away) = screens::title(model);
    let day = if away {
        theme.style(Role::Warning)
    } else {
        quiet
    };
    let right = [
        piece(title, day),
        piece(
            format!(
                "   {}{}",
                if away { "now " } else { "" },
                format::clock(now)
            ),
            strong,
        ),
    ];
    let from = line_right(buffer, area, 0, &right);
    let mut left = tabs(model, from.saturating_sub(area.x + 1));
    if let Some(banner) = &model.settings.banner {
        left.push(piece(format!("   {banner}"), quiet));
    }
    line(
        buffer,
        Rect {
            width: from.saturating_sub(area.x + 1),
            ..area
        },
        0,
        &left,
    );
}

/// The name of the program and of the screens; of the one in view alone where there is no room for all.
fn tabs(model: &Model, room: u16) -> Vec<Piece> {
    let theme = &model.settings.theme;
    let quiet = theme.style(Role::Quiet);
    let name = vec![
        piece(
            "tafs",
            theme.style(Role::Accent).add_modifier(Modifier::BOLD),
        ),
        piece("   ", quiet),
    ];
    let tab = |screen: Screen| {
        let here = theme.strong().add_modifier(Modifier::UNDERLINED);
        piece(
            screen.title(),
            if screen == model.screen { here } else { quiet },
        )
    };
    let mut all = name.clone();
    for screen in Screen::ALL {
        all.extend([tab(screen), piece("  ", quiet)]);
    }
    all.pop();
    if width(&all) <= room {
        all
    } else {
        name.into_iter().chain([tab(model.screen)]).collect()
    }
}

/// The screen whose name stands here in the header.
pub(crate) fn tab_at(model: &Model, at: Position, now: Moment) -> Option<Screen> {
    let header = regions(model, now).header;
    if !header.contains(at) {
        return None;
    }
    let mut x = header.x;
    tabs(model, header.width).into_iter().find_map(|tab| {
        let from = x;
        x += width(std::slice::from_ref(&tab));
        Screen::ALL
            .into_iter()
            .find(|screen| screen.title() == tab.text && (from..x).contains(&at.x))
    })
}

/// What stands above the footer: a preview or a message, the strip, a prompt.
fn messages(model: &Model, now: Moment) -> Vec<Vec<Piece>> {
    let theme = &model.settings.theme;
    let quiet = theme.style(Role::Quiet);
    let room = room(model);
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    if let Some(Overlay::Prompt(prompt)) = &model.overlay {
        return prompt_lines(model, prompt, now, room);
    }
    if let Some(Overlay::Ask(ask)) = &model.overlay {
        return ask_lines(model, ask, room);
    }
    if let Some(Overlay::Away) = model.overlay {
        return away_lines(model, now, room);
    }
    if model.changing {
        let letter = |category: Category| {
            vec![
                piece(
                    category.letter().to_string(),
                    theme.category(category).add_modifier(Modifier::BOLD),
                ),
                piece(format!(" {category}"), Style::new()),
            ]
        };
        let mut words = vec![vec![piece("it was", theme.style(Role::Accent))]];
        words.extend(Category::ALL.map(letter));
        return wrapped(&words, 3, room);
    }
    if let Some(preview) = model.preview.as_ref().filter(|_| !model.digits.is_empty()) {
        let at = late(model, now).map_or_else(String::new, format::clock);
        let words = if preview.is_empty() {
            format!("from {at} on")
        } else {
            format!("from {at} on: {preview}")
        };
        lines.extend(sentence(&words, quiet, room));
    } else if let Some(toast) = &model.toast {
        let style = match toast.tone {
            Tone::Done => quiet,
            Tone::Refused => theme.style(Role::Warning),
        };
        lines.extend(sentence(&toast.text, style, room));
    }
    if lines.is_empty()
        && let Some((question, _)) = away::asked(model)
    {
        let since = format::clock_on(
            question.since,
            &model.settings.context.calendar,
            model.today,
        );
        let key = footer::hint(model, &[Action::Away], "answers");
        let mut words = vec![piece(
            format!("away since {since}, counted up to there · "),
            quiet,
        )];
        words.extend(key);
        lines.push(words);
    }
    if lines.is_empty() && model.strip.is_none() && model.overlay.is_none() {
        lines.extend(guess_hint::words(model, now));
    }
    if let Some(strip) = model.strip {
        let mine = theme.category(strip.category);
        let kinds = model.settings.context.taxonomy.kinds(strip.category);
        let group = |kind: &crate::domain::taxonomy::Kind| {
            vec![
                piece(kind.letter.to_string(), mine.add_modifier(Modifier::BOLD)),
                piece(format!(" {}", kind.name), Style::new()),
            ]
        };
        lines.extend(wrapped(
            &kinds.iter().map(group).collect::<Vec<_>>(),
            3,
            room,
        ));
    }
    lines
}

/// The columns of a message.
fn room(model: &Model) -> u16 {
    model.size.width.saturating_sub(4).max(1)
}

fn away_lines(model: &Model, now: Moment, room: u16) -> Vec<Vec<Piece>> {
    let theme = &model.settings.theme;
    let Some((_, block)) = away::asked(model) else {
        return Vec::new();
    };
    let asked = away::sentence(model, now).unwrap_or_default();
    let mut lines = sentence(
        &asked,
        theme.style(Role::Accent).add_modifier(Modifier::BOLD),
        room,
    );
    let key = |name: &str, does: &str| {
        vec![
            piece(name, theme.strong()),
            piece(format!(" {does}"), theme.style(Role::Quiet)),
        ]
    };
    let starts = [
        Action::Selling,
        Action::Admin,
        Action::Learning,
        Action::Distraction,
        Action::Break,
    ];
    let answers = [
        key("enter", &format!("still {}: keep it all", block.category)),
        footer::hint(model, &starts, "it was that"),
        footer::hint(model, &[Action::Off], "off since then"),
        footer::hint(model, &[Action::Split], "split"),
        footer::hint(model, &[Action::Cancel], "later"),
    ];
    lines.extend(wrapped(&answers, 3, room));
    lines
}

/// When the next key's category began, as the digits say.
pub(super) fn late(model: &Model, now: Moment) -> Option<Moment> {
    let minutes: i64 = model.digits.parse().ok()?;
    Some(
        model
            .settings
            .context
            .calendar
            .here(now.at.minus(Length::minutes(minutes))),
    )
}

fn prompt_lines(model: &Model, prompt: &Prompt, now: Moment, room: u16) -> Vec<Vec<Piece>> {
    let theme = &model.settings.theme;
    let mut lines = Vec::new();
    if let Some(error) = &prompt.error {
        lines.extend(sentence(error, theme.style(Role::Warning), room));
    } else if matches!(prompt.asked, Asked::Edit | Asked::Split) {
        let words = prompt.preview.as_ref().filter(|words| !words.is_empty());
        let words = words.map_or("nothing else gives way", String::as_str);
        lines.extend(sentence(words, theme.style(Role::Quiet), room));
    } else if matches!(prompt.asked, Asked::Account | Asked::Requester) {
        let names: Vec<Vec<Piece>> = complete::matching(prompt)
            .into_iter()
            .take(12)
            .map(|name| vec![piece(name, theme.style(Role::Quiet))])
            .collect();
        if !names.is_empty() {
            lines.push(as_many_as_fit(&names, 2, room));
        }
    } else {
        let example = match prompt.asked {
            Asked::Outcome => "3conv  1meeting  22touch  advance | continuation | no | won",
            Asked::Note | Asked::Account | Asked::Requester | Asked::Edit | Asked::Split => {
                "a note; @account !requester #tag /activity +outcome work here too"
            }
        };
        lines.push(vec![piece(example, theme.style(Role::Quiet))]);
    }
    let of = format!("{} · ", rules::describe(&prompt.block, now));
    if let Some(hint) = lines.first_mut().filter(|_| prompt.error.is_none()) {
        hint.insert(0, piece(of, theme.category(prompt.block.category)));
    }
    lines.push(typed(model, &label(prompt.asked), &prompt.input, room));
    lines
}

/// A question of the review: what is wrong, how it reads, or what is asked; and the line.
fn ask_lines(model: &Model, ask: &ask::Ask, room: u16) -> Vec<Vec<Piece>> {
    let (words, warns) = ask::above(ask, &model.settings.context.taxonomy);
    let role = if warns { Role::Warning } else { Role::Quiet };
    let mut lines = sentence(&words, model.settings.theme.style(role), room);
    lines.push(typed(model, ask.wanted.label(), &ask.input, room));
    lines
}

/// What stands before the line, and the part of it around the cursor.
fn typed(model: &Model, label: &str, input: &Input, room: u16) -> Vec<Piece> {
    let shown = typing::window(input, usize::from(room).saturating_sub(text::width(label))).0;
    let style = model
        .settings
        .theme
        .style(Role::Accent)
        .add_modifier(Modifier::BOLD);
    vec![piece(label, style), piece(shown, Style::new())]
}

fn label(asked: Asked) -> String {
    let name = match asked {
        Asked::Note => "note",
        Asked::Account => "account @",
        Asked::Requester => "requester !",
        Asked::Outcome => "outcome",
        Asked::Edit => "edit",
        Asked::Split => "split at",
    };
    format!("{name} › ")
}

fn typed_cursor(model: &Model, label: &str, input: &Input, area: Rect) -> Position {
    let label = text::width(label);
    let (_, column) = typing::window(input, usize::from(room(model)).saturating_sub(label));
    let x = (area.x + (label + column) as u16).min(area.right().saturating_sub(1));
    Position::new(x, area.bottom().saturating_sub(1))
}
