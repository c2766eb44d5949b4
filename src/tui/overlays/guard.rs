//! A change that would cost something, or that was made elsewhere in the same field, waits for its key again. Nothing has
//! changed yet; any other key lets it go and does what it always does.

use std::time::Instant;

use ratatui::style::{Modifier, Style};

use crate::domain::change::Change;
use crate::domain::discreet::{Masks, is_stand_in};
use crate::domain::rules::{Conflict, Difference, Losses, Warning};
use crate::domain::stamp::Moment;
use crate::domain::text::capitalized;
use crate::domain::{format, text};
use crate::tui::action::{Action, Program};
use crate::tui::effect::Effect;
use crate::tui::input::Confirm;
use crate::tui::key::Key;
use crate::tui::key_table::Focus;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, hint, piece, sentence, wrapped};
use crate::tui::preview::Preview;
use crate::tui::scene::Scene;
use crate::tui::widgets::changes::describe_changes;
use crate::tui::widgets::sheet::Sheet;

/// Blocks of the list that are named; the rest is counted.
const NAMED: usize = 3;

const HIDE_NAMES: &[Action] = &[Action::Program(Program::HideNames)];

/// The blanks between the ways on.
const WAYS: u16 = 4;
/// The width of "theirs" and "yours" before a text.
const WHOSE: usize = 8;
/// So many letters are shown before the first one that differs.
const BEFORE: usize = 12;

#[derive(Clone, Debug)]
pub(crate) struct Guard {
    doubt: Doubt,
    key: Key,
    confirm: Confirm,
}

/// Why the key is waited for.
#[derive(Clone, Debug)]
pub(crate) enum Doubt {
    /// What the change would cost, in the order in which it is said.
    Cost {
        change: Box<Change>,
        warnings: Vec<Warning>,
        preview: Option<Preview>,
    },
    /// The same field was changed elsewhere.
    Conflict(Box<Conflict>),
}

impl Guard {
    /// Asks about a change that `key` has asked for at this instant.
    pub(crate) const fn ask(doubt: Doubt, key: Key, at: Instant) -> Self {
        Self {
            doubt,
            key,
            confirm: Confirm::ask(key, at),
        }
    }

    /// Whether Esc leaves all as it is, the line that asked too.
    pub(crate) const fn is_about_conflict(&self) -> bool {
        matches!(self.doubt, Doubt::Conflict(_))
    }

    /// Whether a key is the one that confirms: pressed or held.
    pub(crate) fn press(&mut self, key: Key, at: Instant) -> bool {
        self.confirm.press(key, at)
    }

    /// When a press counts, unless its key comes again before.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.confirm.due()
    }

    /// Whether a press has counted by now; `next` is the key that follows it.
    pub(crate) fn is_confirmed(&self, next: Option<Key>, at: Instant) -> bool {
        self.confirm.is_confirmed(next, at)
    }

    /// What the key asks for, once it counts.
    pub(crate) fn into_effect(self) -> Effect {
        match self.doubt {
            Doubt::Cost {
                change, warnings, ..
            } => Effect::ApplyAgreed(*change, warnings),
            Doubt::Conflict(conflict) => Effect::Apply(conflict.insisting),
        }
    }

    /// Hides what it shows of names and notes.
    pub(crate) fn hide_names(&mut self, masks: &mut Masks) {
        match &mut self.doubt {
            Doubt::Cost {
                warnings, preview, ..
            } => {
                for warning in warnings {
                    masks.hide_warning(warning);
                }
                if let Some(preview) = preview {
                    preview.hide_names(masks);
                }
            }
            Doubt::Conflict(conflict) => masks.hide_conflict(conflict),
        }
    }

    /// What the change would do.
    pub(crate) const fn preview(&self) -> Option<&Preview> {
        match &self.doubt {
            Doubt::Cost { preview, .. } => preview.as_ref(),
            Doubt::Conflict(_) => None,
        }
    }

    /// Whether minutes were typed for the change: then the first line says what it would do.
    pub(crate) fn is_back_dated(&self) -> bool {
        match &self.doubt {
            Doubt::Cost { change, .. } => begins_at(change).is_some(),
            Doubt::Conflict(_) => false,
        }
    }

    /// The keys that it takes.
    pub(crate) fn hints(&self, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
        // Without minutes a key asks about now, which takes nothing.
        let (does, leaves) = match &self.doubt {
            Doubt::Conflict(_) => ("save yours", "keep theirs"),
            Doubt::Cost { .. } => ("confirm", "cancel"),
        };
        let confirm = vec![
            piece(self.key.to_string(), self.key_style(scene)),
            scene.quiet(format!(" {does}")),
        ];
        let mut keys = Vec::new();
        let cancel = (scene.keys(Focus::Block, &[Action::Cancel]), leaves);
        let other = self
            .is_back_dated()
            .then(|| ("0–9".to_owned(), "other minutes"));
        if scene.discreet && self.is_about_conflict() {
            keys.push((scene.keys(Focus::Block, HIDE_NAMES), "show both"));
        }
        // Where not all has room, the way out has.
        match scene.regions.shape {
            Shape::Wide => keys.extend(other.into_iter().chain([cancel])),
            Shape::Line | Shape::Compact => keys.extend([cancel].into_iter().chain(other)),
        }
        let keys = keys.into_iter();
        let others = keys.map(|(key, words)| hint(scene.theme, key, words));
        std::iter::once(confirm).chain(others).collect()
    }

    /// How its key looks: in the color of the category that it starts.
    fn key_style(&self, scene: &Scene<'_>) -> Style {
        let change = match &self.doubt {
            Doubt::Cost { change, .. } => change,
            Doubt::Conflict(conflict) => &conflict.insisting,
        };
        if let Change::Start { category, .. } = change {
            scene.theme.category(*category).add_modifier(Modifier::BOLD)
        } else {
            scene.theme.strong()
        }
    }

    /// What it would cost or what differs, and the way on; `is_shown`: the list behind shows all of the cost.
    pub(crate) fn sheet(&self, scene: &Scene<'_>, room: u16, is_shown: bool) -> Sheet {
        match &self.doubt {
            Doubt::Cost {
                change,
                warnings,
                preview,
            } => Sheet {
                outcome: preview
                    .as_ref()
                    .map_or_else(Vec::new, |preview| describe_changes(scene, preview)),
                ..self.cost_sheet(scene, change, warnings, room, is_shown)
            },
            Doubt::Conflict(conflict) => self.conflict_sheet(scene, &conflict.differences, room),
        }
    }

    fn cost_sheet(
        &self,
        scene: &Scene<'_>,
        change: &Change,
        warnings: &[Warning],
        room: u16,
        is_shown: bool,
    ) -> Sheet {
        let theme = scene.theme;
        let is_untold = |warning: &&Warning| !(is_shown && matches!(warning, Warning::Takes(_)));
        let untold: Vec<&Warning> = warnings.iter().filter(is_untold).collect();
        let start = describe_start(scene, change);
        // What is removed or cut is told one by one, and in a word by the way on.
        let is_said =
            |warning: &&&Warning| start.is_none() || !matches!(warning, Warning::Takes(_));
        let said = untold.iter().filter(is_said);
        let mut lines: Vec<Vec<Piece>> = said
            .flat_map(|warning| sentence(&capitalized(&warning.to_string()), theme.strong(), room))
            .collect();
        let list: Vec<String> = untold.iter().flat_map(|warning| warning.list()).collect();
        let named = list.iter().take(NAMED);
        lines.extend(named.map(|line| vec![scene.quiet(line)]));
        if list.len() > NAMED {
            let more = format!("and {} more", list.len() - NAMED);
            lines.push(vec![scene.quiet(more)]);
        }
        let what = match start {
            Some(what) => what,
            None if lines.is_empty() => {
                let first = warnings
                    .first()
                    .map(|warning| capitalized(&warning.to_string()));
                vec![scene.strong(first.unwrap_or_default())]
            }
            None => lines.remove(0),
        };
        let mut choices = wrapped(&self.ways_on(scene, warnings), WAYS, room);
        if scene.regions.shape != Shape::Wide {
            // The key that agrees comes first.
            choices.truncate(1);
        }
        Sheet {
            what,
            remarks: lines,
            choices,
            ..Sheet::default()
        }
    }

    /// The key that agrees, and that the change can be taken back.
    fn ways_on(&self, scene: &Scene<'_>, warnings: &[Warning]) -> Vec<Vec<Piece>> {
        let losses = warnings.iter().find_map(|warning| match warning {
            Warning::Takes(losses) => Some(losses),
            Warning::Relabels { .. }
            | Warning::Fills { .. }
            | Warning::Overrides(_)
            | Warning::ReachesBack { .. } => None,
        });
        let does = losses.map_or_else(|| "go ahead".to_owned(), Losses::summary);
        let again = vec![
            piece(self.key.to_string(), self.key_style(scene)),
            scene.strong(format!(" again to {does}")),
        ];
        let undo = scene.keys(Focus::Block, &[Action::Program(Program::Undo)]);
        let back = losses.filter(|_| !undo.is_empty()).map(|losses| {
            let them = if losses.blocks.len() == 1 {
                "it"
            } else {
                "them"
            };
            vec![scene.quiet(format!("{undo} brings {them} back"))]
        });
        [Some(again), back].into_iter().flatten().collect()
    }

    fn conflict_sheet(&self, scene: &Scene<'_>, differences: &[Difference], room: u16) -> Sheet {
        let value = |whose: &'static str, value: &str| {
            let room = usize::from(room).saturating_sub(whose.len());
            let value = if value.is_empty() { "(empty)" } else { value };
            let shown = text::fit(value, room);
            vec![scene.quiet(whose), piece(shown.trim_end(), Style::new())]
        };
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for of in differences {
            let what = format!("The {} was changed elsewhere too", of.field);
            lines.extend(sentence(&what, scene.theme.strong(), room));
            if [&of.theirs, &of.mine]
                .into_iter()
                .any(|value| is_stand_in(value))
            {
                let key = scene.keys(Focus::Block, HIDE_NAMES);
                let shows = if key.is_empty() {
                    String::new()
                } else {
                    format!(" · {key} to show both")
                };
                lines.push(vec![
                    scene.quiet(format!("They differ in hidden text{shows}")),
                ]);
                continue;
            }
            let (theirs, mine) = from_difference(&of.theirs, &of.mine, room);
            lines.push(value("theirs  ", &theirs));
            lines.push(value("yours   ", &mine));
        }
        let what = if lines.is_empty() {
            Vec::new()
        } else {
            lines.remove(0)
        };
        Sheet {
            what,
            remarks: lines,
            choices: vec![vec![
                scene.strong(self.key.to_string()),
                piece(" again to save yours", Style::new()),
            ]],
            ..Sheet::default()
        }
    }
}

/// When a change that minutes were typed for begins.
fn begins_at(change: &Change) -> Option<Moment> {
    if let Change::Start { at, .. } | Change::Stop { at } | Change::Resume { at } = change {
        Some(*at)
    } else {
        None
    }
}

/// What minutes were typed for: `90 min ago, at 13:02   selling`.
fn describe_start(scene: &Scene<'_>, change: &Change) -> Option<Vec<Piece>> {
    let at = begins_at(change)?;
    let minutes = scene.now.at.since(at.at).as_seconds() / 60;
    let words = if let Change::Start { category, .. } = change {
        let hue = scene.theme.category(*category).add_modifier(Modifier::BOLD);
        piece(format!("   {category}"), hue)
    } else if let Change::Stop { .. } = change {
        scene.strong("   off the clock")
    } else {
        scene.strong("   back")
    };
    Some(vec![
        scene.strong(minutes.to_string()),
        scene.quiet(" min ago, at "),
        scene.strong(format::clock_beside(at, scene.beside())),
        words,
    ])
}

/// Two texts from a little before where they differ, where they are too long to be seen whole.
fn from_difference(one: &str, other: &str, room: u16) -> (String, String) {
    let (one, other) = (text::visible(one), text::visible(other));
    let widest = text::width(&one).max(text::width(&other));
    if widest + WHOSE <= usize::from(room) {
        return (one, other);
    }
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let skipped = same.saturating_sub(BEFORE);
    if skipped == 0 {
        return (one, other);
    }
    let rest = |text: &str| format!("…{}", text.chars().skip(skipped).collect::<String>());
    (rest(&one), rest(&other))
}
