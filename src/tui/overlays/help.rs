//! The help: the keys of the screen first, then the letters of the activities and what counts as what; below them every
//! key of the table, and the terms.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Modifier, Style};

use crate::domain::block::Category;
use crate::domain::text;
use crate::tui::action::{Action, Go};
use crate::tui::effect::Handled;
use crate::tui::hints::{self, Hint};
use crate::tui::key::short;
use crate::tui::key_table::{BINDINGS, Focus, Group, STARTS};
use crate::tui::layout::{Shape, below, narrowed};
use crate::tui::paint::{
    self, Ink, Piece, line, line_right, piece, plain, sentence, width, wrapped,
};
use crate::tui::scene::{Scene, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::{card, ribbon};

/// The card where there is room for it.
pub(crate) const CARD: Size = Size {
    width: 108,
    height: 34,
};
/// From so many columns on the keys stand in three columns, the letters in four.
const WIDE: u16 = 96;
const KEY_COLUMNS: [u16; 3] = [0, 36, 72];
const LETTER_COLUMNS: [u16; 4] = [0, 25, 52, 80];
const RULE_COLUMNS: [u16; 2] = [0, 50];
/// What the keys take of a column, and what is told of a rule.
const KEYS: usize = 9;
const TOLD: usize = 26;
/// Between two columns, where the keys stand in two.
const GAP: u16 = 2;
/// What the keys take in the list of all of them.
const INDENT: usize = 14;
/// The rows of the card that are not lines of the help: a blank one, and the footer.
const AROUND: u16 = 2;

/// The terms, in a line each.
const TERMS: [(&str, &str); 8] = [
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
    (
        "source",
        "~webinar: where the people came from; on prospecting and nurture, with ready, later or unfit",
    ),
    (
        "prepared",
        "✓ before the account of a meeting: prep, proposal or deal strategy for it in the 72 hours before",
    ),
];

/// What counts as what.
const RULES: [(&str, &str); 10] = [
    ("customer email", "follow-up, selling"),
    ("internal email", "internal-email, admin"),
    ("lunch alone", "break"),
    ("lunch with a customer", "meeting, selling"),
    ("chasing legal for a deal", "approvals, admin"),
    ("a deal with colleagues", "deal-strategy, selling"),
    ("call in the car", "meeting, selling"),
    ("the drive itself", "travel, admin"),
    ("CRM notes, up to 5 min", "follow-up, selling"),
    ("away from the desk", "not distraction"),
];

/// The help while it is open, scrolled down by so many lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Help {
    screen: Screen,
    /// What is selected there.
    place: Focus,
    pub(crate) from: usize,
}

impl Help {
    /// Opens over a screen; `place`: where its keys go.
    pub(crate) const fn open(screen: Screen, place: Focus) -> Self {
        let from = 0;
        Self {
            screen,
            place,
            from,
        }
    }

    /// A key on the help. One that means nothing here closes it, and does what it always does.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Option<Action>) -> Handled {
        let page = usize::from(area_of(scene).height).max(1) as isize;
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
        let area = area_of(scene);
        let last = self.lines(scene, area.width).len();
        let last = last.saturating_sub(area.height.into());
        self.from = self.from.saturating_add_signed(step).min(last);
    }

    /// Draws it on its card.
    pub(crate) fn view(self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        let lines = self.lines(scene, area.width);
        let shown = lines.get(self.from..).unwrap_or_default();
        paint::lines(
            buffer,
            below(area, 1),
            0,
            shown.get(1..).unwrap_or_default(),
        );
        let Some(first) = shown.first() else {
            return;
        };
        let hidden = (lines.len()).saturating_sub(self.from + usize::from(area.height));
        let fits = |words: &String| width(first) + text::width(words) as u16 <= area.width;
        let counts = [format!("  ↓ {hidden} more"), format!("  ↓ {hidden}")];
        let [_, brief] = &counts;
        let count = counts.iter().find(|words| fits(words)).unwrap_or(brief);
        let count = Some(scene.quiet(count)).filter(|_| hidden > 0);
        let end = line_right(buffer, area, 0, count.as_slice());
        line(buffer, narrowed(area, end - area.x), 0, first);
    }

    /// All lines of the help.
    fn lines(self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let rule = vec![piece("─".repeat(room.into()), scene.style(Role::Rule))];
        let mut lines = vec![
            vec![
                scene.strong(self.screen.title()),
                scene.quiet("   keys that work here"),
            ],
            rule.clone(),
            Vec::new(),
        ];
        lines.extend(self.keys(scene, room));
        lines.extend([Vec::new(), rule.clone()]);
        lines.extend(letters(scene, room));
        lines.extend([Vec::new(), rule.clone()]);
        lines.extend(rules(scene, room));
        lines.extend([Vec::new(), rule]);
        lines.extend(all_keys(scene, room));
        if scene.regions.shape == Shape::Compact {
            let is_blank = |piece: &Piece| piece.content.trim().is_empty();
            lines.retain(|line| !line.iter().all(is_blank));
        }
        lines
    }

    /// The keys of the screen: capture, what is selected, the rest.
    fn keys(self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let (selected, screen) = hints::help(self.place);
        let here: Vec<Hint> = selected.iter().chain(screen).copied().collect();
        let head = if self.screen == Screen::Today {
            "Selected block or gap"
        } else {
            "This screen"
        };
        let mut capture = column(scene, self.place, "Capture", hints::HELP_CAPTURE);
        let start = scene.keys(Focus::Block, STARTS.split_at(1).0);
        if !start.is_empty() {
            let keys = [scene.strong(format!("15 {start}"))];
            let at = capture.len().saturating_sub(1);
            capture.insert(at, key_line(scene, &keys, "start 15 minutes ago"));
        }
        beside(
            vec![
                capture,
                column(scene, self.place, head, &here),
                column(scene, self.place, "Detail and the rest", hints::HELP_REST),
            ],
            &KEY_COLUMNS,
            room,
        )
    }
}

/// Where the lines of the help stand.
fn area_of(scene: &Scene<'_>) -> Rect {
    let content = card::content(card::place(scene.size, CARD, false));
    Rect {
        height: content.height.saturating_sub(AROUND),
        ..content
    }
}

/// A heading, and a line for each key.
fn column(scene: &Scene<'_>, place: Focus, head: &'static str, hints: &[Hint]) -> Vec<Vec<Piece>> {
    let mut lines = vec![vec![scene.strong(head)], Vec::new()];
    for (actions, words) in hints {
        let mut keys = Vec::new();
        for action in *actions {
            let style = action.category().map_or_else(
                || scene.theme.strong(),
                |category| scene.theme.category(category).add_modifier(Modifier::BOLD),
            );
            let key = scene.keys(place, std::slice::from_ref(action));
            if !keys.is_empty() {
                keys.push(plain(" "));
            }
            keys.push(piece(key, style));
        }
        if width(&keys) > 0 {
            lines.push(key_line(scene, &keys, words));
        }
    }
    lines
}

fn key_line(scene: &Scene<'_>, keys: &[Piece], words: &str) -> Vec<Piece> {
    let mut line = keys.to_vec();
    let gap = KEYS.saturating_sub(width(keys).into()).max(1);
    line.push(plain(" ".repeat(gap)));
    line.push(piece(words.to_owned(), scene.style(Role::Soft)));
    line
}

/// The letters of the activities, a column for each category.
fn letters(scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let seconds = scene.settings.strip.as_seconds();
    let mut lines = wrapped(
        &[
            vec![scene.strong("Activity letters")],
            vec![scene.quiet(format!(
                "press one within {seconds} seconds of the category"
            ))],
        ],
        3,
        room,
    );
    lines.push(Vec::new());
    let of_category = |category: Category| {
        let hue = scene.theme.category(category).add_modifier(Modifier::BOLD);
        let head = format!("{}  {category}", category.letter());
        let mut column = vec![vec![piece(head, hue)]];
        for kind in scene.context.taxonomy.kinds(category) {
            let mut line = vec![
                scene.strong(kind.letter.to_string()),
                piece(format!("  {}", kind.name), scene.style(Role::Soft)),
            ];
            if kind.live {
                line.push(scene.quiet(" live"));
            }
            column.push(line);
        }
        column
    };
    let columns = Category::WORK.map(of_category).into();
    lines.extend(beside(columns, &LETTER_COLUMNS, room));
    lines
}

/// What counts as what, in two columns.
fn rules(scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let line = |(told, counts): &(&'static str, &'static str)| {
        vec![
            scene.quiet(text::pad(told, TOLD)),
            piece(*counts, scene.style(Role::Text)),
        ]
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for pair in RULES.chunks(2) {
        left.extend(pair.first().map(line));
        right.extend(pair.get(1).map(line));
    }
    beside(vec![left, right], &RULE_COLUMNS, room)
}

/// Columns beside each other where there is room, else two by two, else one below the other.
fn beside(columns: Vec<Vec<Vec<Piece>>>, starts: &[u16], room: u16) -> Vec<Vec<Piece>> {
    if room >= WIDE {
        return in_columns(columns, starts);
    }
    let widest = |side: usize| {
        let columns = columns.iter().skip(side).step_by(2).flatten();
        columns.map(|line| width(line)).max().unwrap_or_default()
    };
    let second = widest(0) + GAP;
    let (starts, each): (&[u16], usize) = if second + widest(1) <= room {
        (&[0, second], 2)
    } else {
        (&[0], 1)
    };
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut rest = columns.into_iter().peekable();
    while rest.peek().is_some() {
        if !lines.is_empty() {
            lines.push(Vec::new());
        }
        lines.extend(in_columns(rest.by_ref().take(each).collect(), starts));
    }
    lines
}

fn in_columns(columns: Vec<Vec<Vec<Piece>>>, starts: &[u16]) -> Vec<Vec<Piece>> {
    let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
    let mut lines = vec![Vec::new(); rows];
    for (column, start) in columns.into_iter().zip(starts) {
        for (line, pieces) in lines.iter_mut().zip(column) {
            let gap = start.saturating_sub(width(line));
            line.push(plain(" ".repeat(gap.into())));
            line.extend(pieces);
        }
    }
    lines
}

/// Every key of the table, and the terms.
fn all_keys(scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
    let room = usize::from(room);
    let strong = scene.theme.strong();
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for group in Group::ALL {
        lines.push(vec![scene.strong(group.title())]);
        for row in BINDINGS.iter().filter(|row| row.group == group) {
            let keys: Vec<String> = scene.keymap.keys_of(row).map(short).collect();
            entry(&mut lines, (&keys.join("  "), strong), row.doc, room);
        }
        lines.push(Vec::new());
    }
    lines.push(vec![scene.strong("Terms")]);
    for (term, meaning) in TERMS {
        entry(&mut lines, (term, strong), meaning, room);
    }
    entry(
        &mut lines,
        ("the ribbon", strong),
        &ribbon::legend(scene.theme),
        room,
    );
    lines
}

fn entry(lines: &mut Vec<Vec<Piece>>, (label, style): (&str, Style), words: &str, room: usize) {
    let indent = INDENT.min(room / 2);
    let mut label = text::pad(label, indent);
    let room = room.saturating_sub(indent).max(8);
    for mut part in sentence(words, Style::new(), room as u16) {
        part.insert(0, piece(label, style));
        lines.push(part);
        label = " ".repeat(indent);
    }
}
