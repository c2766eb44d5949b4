//! What the palette can run, how each is named and how it is found. Runs nothing itself.

use crate::domain::block::{Activity, Category, Details};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::parse::spell;
use crate::domain::taxonomy::ActivityKind;
use crate::insight::weeks::weeks_before;
use crate::tui::action::{Action, Capture, Go, Open, Way};
use crate::tui::config_switch::{ConfigSwitch, Setting, list_switches};
use crate::tui::effect::Effect;
use crate::tui::fuzzy::{Finder, Fit, Match};
use crate::tui::key::short;
use crate::tui::key_table::{BINDINGS, Binding, Focus};
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::{Cursor, Scene, Screen};

/// A name that fits counts for more than a word of the line that does.
const NAMED: u32 = 20;
/// A key as the config spells it is meant as nothing else.
const KEYED: u32 = 10_000;
/// An action or a screen by all of its name, before whatever else begins so.
pub(super) const IN_FULL: u32 = 5_000;
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
    /// Write the commitment of a week.
    Commit(Week),
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
    let this_week = scene.context.calendar.week_of(scene.today);
    commands.extend([this_week, scene.week_after(this_week)].map(Command::Commit));
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
    pub(super) fn effect(self, scene: &Scene<'_>, place: Focus) -> Effect {
        match self {
            Self::Key(_) if self.is_copy_elsewhere(place) => Effect::Open(Screen::Review),
            Self::Key(binding) => {
                let refuse = || {
                    let (name, works) = (self.name(scene), where_it_works(binding, place));
                    Effect::Refuse(format!("Nothing done: {name} {works}"))
                };
                binding.action_in(place).map_or_else(refuse, Effect::Run)
            }
            Self::Start(category, kind) => {
                let activity = Activity::new(&kind.name).ok();
                Effect::Apply(Change::Start {
                    at: scene.now,
                    category,
                    details: Details {
                        activity,
                        ..Details::default()
                    },
                })
            }
            Self::Open(screen) => Effect::Open(screen),
            Self::Switch(switch) => Effect::SetConfig(switch.into()),
            Self::Theme(name) => Effect::SetConfig(Setting::theme(name)),
            Self::Find(kind) => Effect::Find(format!("/{}", kind.name)),
            Self::Account(name) => Effect::Find(format!("@{}", spell::word(name))),
            Self::Day(day) => Effect::OpenLine(day, Cursor::Newest),
            Self::Commit(week) => {
                let reviewed = weeks_before(week, 1);
                Effect::Ask(ReviewQuestion::Commitment, reviewed)
            }
        }
    }

    /// Whether it copies the recap from a screen that has none: then it goes to the one that has.
    pub(super) fn is_copy_elsewhere(self, place: Focus) -> bool {
        let copies =
            matches!(self, Self::Key(binding) if binding.action_in(place) == Some(Action::Copy));
        copies && !place.is_of_review()
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
            Self::Commit(week) => {
                let is_this = week == scene.context.calendar.week_of(scene.today);
                let which = if is_this { "this" } else { "next" };
                format!("commit: {which} week, {}", week.short_name())
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
            Self::Commit(_) => "commitment".to_owned(),
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
            | Self::Commit(_)
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
            Self::Switch(_) | Self::Theme(_) | Self::Commit(_) => String::new(),
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
            | Self::Commit(_)
            | Self::Day(_) => name,
        };
        let named = finder.find(word, spelled).map(|found| Match {
            score: found.score + NAMED,
            ..found
        });
        let Self::Key(binding) = self else {
            return named;
        };
        let in_line = find_in_line(binding.doc, finder.word(word));
        let is_better =
            |found: &Match| named.as_ref().is_none_or(|named| named.score < found.score);
        in_line.filter(is_better).or(named)
    }

    /// Whether that is all of the name of an action or a screen, in any case.
    pub(super) fn is_named_in_full(self, typed: &str) -> bool {
        let is_it = |name: &str| name.to_lowercase() == typed.to_lowercase();
        match self {
            Self::Key(binding) => is_it(binding.name) || is_it(&binding.name.replace('-', " ")),
            Self::Open(screen) => is_it(screen.title()),
            Self::Start(..)
            | Self::Switch(_)
            | Self::Find(_)
            | Self::Theme(_)
            | Self::Account(_)
            | Self::Commit(_)
            | Self::Day(_) => false,
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
            ..Match::default()
        })
    }
}

/// Where a key of the table does something that does nothing in this place: `works on Week, Trends, Review`.
pub(super) fn where_it_works(binding: &Binding, place: Focus) -> String {
    let screens = [
        (Screen::Today, Focus::Block),
        (Screen::Week, Focus::Week),
        (Screen::Trends, Focus::Trends),
        (Screen::Review, Focus::ReviewPage),
    ];
    let screens: Vec<&str> = screens
        .into_iter()
        .filter(|(_, on)| binding.acts_on_screen_of(*on))
        .map(|(screen, _)| screen.title())
        .collect();
    let rows = if binding.acts_on_screen_of(place) {
        "other rows of "
    } else {
        ""
    };
    format!("works on {rows}{}", screens.join(", "))
}

/// How well a word fits a line: best where it begins one of its words.
fn find_in_line(line: &str, word: &str) -> Option<Match> {
    let (line, lower) = (line.to_lowercase(), word.to_lowercase());
    let starts = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    };
    let letters = lower.chars().count() as u32 * LETTER;
    let found = line.match_indices(&lower).map(|(at, _)| {
        let (extra, fit) = if starts(at) {
            (WORD_START, Fit::Word)
        } else {
            (0, Fit::Joined)
        };
        Match {
            score: letters + extra,
            hits: Vec::new(),
            fit,
        }
    });
    found.max_by_key(|found| found.score)
}
