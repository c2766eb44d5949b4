//! What the palette can run, and how each is named. Runs nothing itself.

use crate::domain::block::{Activity, Category, Details};
use crate::domain::calendar::Day;
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::parse::spell;
use crate::domain::taxonomy::ActivityKind;
use crate::domain::text;
use crate::tui::action::{Action, Capture, Go, Open, Way};
use crate::tui::config_switch::{ConfigSwitch, Setting, list_switches};
use crate::tui::effect::Effect;
use crate::tui::fuzzy::{Finder, Match};
use crate::tui::key::short;
use crate::tui::key_table::{BINDINGS, Binding, Focus};
use crate::tui::scene::{Cursor, Scene, Screen};

/// A name that fits counts for more than a word of the line that does.
const NAMED: u32 = 20;
/// A key as the config spells it is meant as nothing else.
const KEYED: u32 = 10_000;
/// A letter in the line, as much as one in a name; and a word of it that begins as typed.
const LETTER: u32 = 16;
const WORD_START: u32 = 30;

/// What can be run.
#[derive(Clone, Copy)]
pub(super) enum Command<'a> {
    Key(&'static Binding),
    Start(Category, &'a ActivityKind),
    Open(Screen),
    Switch(ConfigSwitch),
    /// Find the blocks of an activity.
    Find(&'a ActivityKind),
    /// Take this theme.
    Theme(&'a str),
    /// Find those of an account.
    Account(&'a str),
    Day(Day),
}

/// All that is listed before anything is typed. What only serves the palette itself, or a line that is typed, is left out.
pub(super) fn list_commands<'a>(
    scene: &Scene<'a>,
    themes: &'a [String],
    accounts: &'a [String],
) -> Vec<Command<'a>> {
    let of_itself = [Action::Open(Open::Palette), Action::Cancel].map(Some);
    let keys = BINDINGS
        .iter()
        .filter(|row| !row.is_for_text() && !of_itself.contains(&row.action_in(Focus::Block)));
    let mut commands: Vec<Command<'a>> = keys.map(Command::Key).collect();
    for category in Category::WORK {
        let kinds = scene.context.taxonomy.kinds(category).iter();
        commands.extend(kinds.map(|kind| Command::Start(category, kind)));
    }
    commands.extend(Screen::ALL.map(Command::Open));
    commands.extend(
        list_switches(scene.settings)
            .into_iter()
            .map(Command::Switch),
    );
    for category in Category::WORK {
        let kinds = scene.context.taxonomy.kinds(category).iter();
        commands.extend(kinds.map(Command::Find));
    }
    commands.extend(themes.iter().map(|name| Command::Theme(name)));
    commands.extend(accounts.iter().map(|name| Command::Account(name)));
    commands
}

impl Command<'_> {
    /// What it asks of the program, from the place in which the palette was opened.
    pub(super) fn effect(self, scene: &Scene<'_>, place: Focus) -> Option<Effect> {
        match self {
            Self::Key(binding) => binding.action_in(place).map(Effect::Run),
            Self::Start(category, kind) => {
                let activity = Activity::new(&kind.name).ok();
                Some(Effect::Apply(Change::Start {
                    at: scene.now,
                    category,
                    details: Details {
                        activity,
                        ..Details::default()
                    },
                }))
            }
            Self::Open(screen) => Some(Effect::Open(screen)),
            Self::Switch(switch) => Some(Effect::SetConfig(switch.into())),
            Self::Theme(name) => Some(Effect::SetConfig(Setting::theme(name))),
            Self::Find(kind) => Some(Effect::Find(format!("/{}", kind.name))),
            Self::Account(name) => Some(Effect::Find(format!("@{}", spell::word(name)))),
            Self::Day(day) => Some(Effect::OpenLine(day, Cursor::Newest)),
        }
    }

    pub(super) fn name(self, scene: &Scene<'_>) -> String {
        match self {
            Self::Key(binding) => binding.name.replace('-', " "),
            Self::Start(_, kind) => format!("start {}", kind.name),
            Self::Open(screen) => format!("open {}", screen.title()),
            Self::Switch(switch) => format!("{}: {} → {}", switch.name, switch.from, switch.to),
            Self::Find(kind) => format!("find {}", kind.name),
            Self::Theme(name) => format!("theme: {name}"),
            Self::Account(name) => format!("find @{name}"),
            Self::Day(day) => {
                let date = format::short_day(day, scene.today);
                match scene.today.since(day) {
                    0 => format!("go to today, {date}"),
                    1 => format!("go to yesterday, {date}"),
                    _ => format!("go to {date}"),
                }
            }
        }
    }

    pub(super) fn group(self) -> String {
        match self {
            Self::Key(binding) => binding.group.title().to_lowercase(),
            Self::Start(..) => "activity".to_owned(),
            Self::Open(_) => "screen".to_owned(),
            Self::Switch(_) | Self::Theme(_) => "setting".to_owned(),
            Self::Find(_) => "blocks".to_owned(),
            Self::Account(_) => "account".to_owned(),
            Self::Day(_) => "day".to_owned(),
        }
    }

    pub(super) fn category(self) -> Option<Category> {
        match self {
            Self::Key(binding) => match binding.action_in(Focus::Block) {
                Some(Action::Capture(Capture::Start(category))) => Some(category),
                Some(_) | None => None,
            },
            Self::Start(category, _) => Some(category),
            Self::Open(_)
            | Self::Switch(_)
            | Self::Theme(_)
            | Self::Find(_)
            | Self::Account(_)
            | Self::Day(_) => None,
        }
    }

    /// The keys that do the same without the palette.
    pub(super) fn keys(self, scene: &Scene<'_>, place: Focus) -> String {
        match self {
            Self::Key(binding) => {
                let keys: Vec<String> = scene.keymap.keys_of(binding).map(short).collect();
                keys.into_iter().next().unwrap_or_default()
            }
            Self::Start(category, kind) => {
                let start = [Action::Capture(Capture::Start(category))];
                format!("{} {}", scene.keys(Focus::Block, &start), kind.letter)
            }
            Self::Open(_) => scene.keys(place, &[Action::Go(Go::Screen(Way::Forward))]),
            Self::Find(_) | Self::Account(_) => scene.keys(place, &[Action::Open(Open::Find)]),
            Self::Day(_) => scene.keys(place, &[Action::Open(Open::Month)]),
            Self::Switch(_) | Self::Theme(_) => String::new(),
        }
    }

    /// What it will do, with the times that it would write.
    pub(super) fn describe(self, scene: &Scene<'_>) -> String {
        match self {
            Self::Key(binding) => match self.category() {
                Some(_) => format!("{} {}", describe_end(scene), binding.doc),
                None => binding.doc.to_owned(),
            },
            Self::Start(_, kind) => format!("{} {}", describe_end(scene), kind.hint),
            Self::Open(screen) => format!("Shows {}.", screen.title()),
            Self::Switch(switch) => {
                format!("Sets {} = {} in the config.", switch.key, switch.value)
            }
            Self::Find(kind) => format!("Lists the blocks of {}, the latest first.", kind.name),
            Self::Theme(name) => format!("Sets theme.name = {name} in the config."),
            Self::Account(name) => format!("Lists the blocks of {name}, the latest first."),
            Self::Day(day) => format!("Shows {} on Today.", format::short_day(day, scene.today)),
        }
    }

    /// How well one word fits: by the name, by the line, or as the very key.
    pub(super) fn find(self, finder: &mut Finder, word: usize, name: &str) -> Option<Match> {
        let spelled = match self {
            Self::Key(binding) => binding.name,
            Self::Start(..)
            | Self::Open(_)
            | Self::Switch(_)
            | Self::Find(_)
            | Self::Theme(_)
            | Self::Account(_)
            | Self::Day(_) => name,
        };
        let named = finder.find(word, spelled).map(|found| Match {
            score: found.score + NAMED,
            hits: found.hits,
        });
        let Self::Key(binding) = self else {
            return named;
        };
        let score = find_in_line(binding.doc, finder.word(word));
        let is_better = |score: &u32| named.as_ref().is_none_or(|named| named.score < *score);
        match score.filter(is_better) {
            Some(score) => Some(Match {
                score,
                hits: Vec::new(),
            }),
            None => named,
        }
    }

    /// How well a word fits that is the very key.
    pub(super) fn find_key(self, scene: &Scene<'_>, word: &str) -> Option<Match> {
        let Self::Key(binding) = self else {
            return None;
        };
        let mut keys = scene.keymap.keys_of(binding);
        keys.any(|key| key.to_string() == word).then(|| Match {
            score: KEYED,
            hits: Vec::new(),
        })
    }
}

/// What runs would end.
fn describe_end(scene: &Scene<'_>) -> String {
    let Some(running) = &scene.snapshot.running else {
        return "Starts now.".to_owned();
    };
    let details = &running.details;
    let account = details.account.as_deref();
    let account = account.map(|account| format!(" @{}", text::visible(account)));
    let activity = details.activity.as_deref().map(text::visible);
    format!(
        "Ends {}{} at {}, after {}.",
        activity.unwrap_or_else(|| running.category.name().to_owned()),
        account.unwrap_or_default(),
        format::clock(scene.now),
        format::hours(running.length(scene.now.at))
    )
}

/// How well a word fits a line: best where it begins one of its words.
fn find_in_line(line: &str, word: &str) -> Option<u32> {
    let (line, lower) = (line.to_lowercase(), word.to_lowercase());
    let starts = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let letters = lower.chars().count() as u32 * LETTER;
    line.match_indices(&lower)
        .map(|(at, _)| letters + if starts(at) { WORD_START } else { 0 })
        .max()
}
