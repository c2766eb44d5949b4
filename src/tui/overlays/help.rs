//! The help: all keys from the table of actions, the terms, and what counts as what.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::block::Category;
use crate::domain::text;
use crate::tui::action::{Action, Capture, Go};
use crate::tui::effect::Handled;
use crate::tui::key::short;
use crate::tui::key_table::{BINDINGS, Focus, Group};
use crate::tui::layout::{help_page, message_width};
use crate::tui::paint::{self, Piece, line_right, piece, sentence};
use crate::tui::scene::Scene;
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

/// The help while it is open, scrolled down by so many lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Help {
    pub(crate) from: usize,
}

impl Help {
    /// A key on the help. One that means nothing here closes it, and does what it always does.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Option<Action>) -> Handled {
        let page = help_page(scene.size) as isize;
        match action {
            Some(Action::Go(Go::Row(way))) => self.scroll(scene, way.times(1)),
            Some(Action::Go(Go::Page(way))) => self.scroll(scene, way.times(page)),
            Some(Action::Cancel) => return Handled::Closed(None),
            Some(_) | None => return Handled::Ignored,
        }
        Handled::Consumed(None)
    }

    /// So many lines on, as far as there are lines.
    pub(crate) fn scroll(&mut self, scene: &Scene<'_>, step: isize) {
        let last = lines(scene).len().saturating_sub(help_page(scene.size));
        self.from = self.from.saturating_add_signed(step).min(last);
    }

    /// Draws it over everything but the header and the footer.
    pub(crate) fn view(self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        let lines = lines(scene);
        paint::lines(buffer, area, 0, lines.get(self.from..).unwrap_or_default());
        let below = (lines.len()).saturating_sub(self.from + usize::from(area.height));
        if below > 0 {
            let quiet = scene.theme.style(Role::Quiet);
            let more = piece(format!(" ↓ {below} more"), quiet);
            line_right(buffer, area, area.height.saturating_sub(1), &[more]);
        }
    }
}

/// All lines of the help.
fn lines(scene: &Scene<'_>) -> Vec<Vec<Piece>> {
    let (theme, keymap) = (scene.theme, scene.keymap);
    let (quiet, strong) = (theme.style(Role::Quiet), theme.strong());
    let room = usize::from(message_width(scene.size));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let accent = theme.accent();
    for group in Group::ALL {
        lines.push(vec![piece(group.title(), accent)]);
        for row in BINDINGS.iter().filter(|row| row.group == group) {
            let keys: Vec<String> = keymap.keys_of(row).map(short).collect();
            entry(&mut lines, (&keys.join("  "), strong), row.doc, 14, room);
        }
        lines.push(Vec::new());
    }
    lines.push(vec![piece("Minutes ago", accent)]);
    let start = keymap.key_in(
        Focus::Block,
        Action::Capture(Capture::Start(Category::Selling)),
    );
    let example = (
        format!("15 {start}"),
        "selling began 15 minutes ago, and the block before ends there; the footer shows it first",
    );
    entry(&mut lines, (&example.0, strong), example.1, 14, room);
    lines.push(Vec::new());
    lines.push(vec![piece("Terms", accent)]);
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
    lines.push(vec![piece("What counts as what", accent)]);
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
    let room = room.saturating_sub(indent).max(8);
    for mut part in sentence(words, Style::new(), room as u16) {
        part.insert(0, piece(label, style));
        lines.push(part);
        label = " ".repeat(indent);
    }
}
