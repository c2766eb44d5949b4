//! The help: all keys from the table of actions, the terms, and what counts as what.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::domain::text;
use crate::tui::action::{Action, Group};
use crate::tui::key::short;
use crate::tui::model::Model;
use crate::tui::paint::{Piece, line, line_right, piece};
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon;

/// The terms, in a line each.
const TERMS: [(&str, &str); 6] = [
    (
        "TAFS",
        "time available for selling: selling / tracked, where tracked is selling + admin + learning + distraction",
    ),
    (
        "untracked",
        "planned working hours, up to now, without a block; a break is a block",
    ),
    (
        "covered",
        "tracked / (tracked + untracked); below 85 % TAFS is shown with its bounds, below 60 % only the bounds",
    ),
    ("account", "@Northwind: the customer"),
    (
        "requester",
        "!legal: who asked for the work; mostly on admin",
    ),
    (
        "outcome",
        "what a block produced: +3conv +1meeting +22touch, and advance, continuation, no or won",
    ),
];

/// What counts as what.
const RULES: [&str; 6] = [
    "An email to a customer is follow-up; internal email is internal-email.",
    "Lunch alone is a break; lunch with a customer is a meeting.",
    "Chasing legal or pricing for a deal is approvals; thinking about the deal with colleagues is deal-strategy.",
    "Up to 5 minutes of CRM notes on the call just ended stay in follow-up.",
    "Travel is admin, but a call in the car is a meeting: tag what you do, not where you are.",
    "Being away is not distraction.",
];

/// All lines of the help at the model's width.
pub(crate) fn lines(model: &Model) -> Vec<Vec<Piece>> {
    let theme = &model.settings.theme;
    let (quiet, strong) = (theme.style(Role::Quiet), theme.strong());
    let room = usize::from(model.size.width.saturating_sub(4)).max(1);
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let heading = |words: &str| {
        vec![piece(
            words,
            theme.style(Role::Accent).add_modifier(Modifier::BOLD),
        )]
    };
    for group in Group::ALL {
        lines.push(heading(group.title()));
        for action in Action::ALL.iter().filter(|action| action.group() == group) {
            let keys: Vec<String> = model.settings.keymap.keys(*action).map(short).collect();
            entry(
                &mut lines,
                (&keys.join("  "), strong),
                action.doc(),
                14,
                room,
            );
        }
        lines.push(Vec::new());
    }
    lines.push(heading("Minutes ago"));
    entry(
        &mut lines,
        ("15 s", strong),
        "selling began 15 minutes ago, and the block before ends there; the footer shows it first",
        14,
        room,
    );
    lines.push(Vec::new());
    lines.push(heading("Terms"));
    for (term, meaning) in TERMS {
        entry(&mut lines, (term, strong), meaning, 14, room);
    }
    entry(
        &mut lines,
        ("the ribbon", strong),
        &ribbon::legend(),
        14,
        room,
    );
    lines.push(Vec::new());
    lines.push(heading("What counts as what"));
    for rule in RULES {
        entry(&mut lines, ("·", quiet), rule, 2, room);
    }
    lines
}

fn entry(
    lines: &mut Vec<Vec<Piece>>,
    (label, style): (&str, Style),
    words: &str,
    indent: usize,
    room: usize,
) {
    let indent = indent.min(room / 2);
    let mut label = text::pad(label, indent);
    for part in broken(words, room.saturating_sub(indent).max(8)) {
        lines.push(vec![piece(label, style), piece(part, Style::new())]);
        label = " ".repeat(indent);
    }
}

fn broken(words: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let last = lines
            .last_mut()
            .filter(|line| line.is_empty() || text::width(line) + 1 + text::width(word) <= room);
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Draws the help over everything but the header and the footer.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model, from: usize) {
    let lines = lines(model);
    for (row, pieces) in lines.iter().skip(from).take(area.height.into()).enumerate() {
        line(buffer, area, row as u16, pieces);
    }
    let below = lines.len().saturating_sub(from + usize::from(area.height));
    if below > 0 {
        let more = piece(
            format!(" ↓ {below} more"),
            model.settings.theme.style(Role::Quiet),
        );
        line_right(buffer, area, area.height.saturating_sub(1), &[more]);
    }
}
