//! Accounts, requesters, tags, sources and activities to offer, the latest used first; and the parts of a quick line.

use super::candidate::{Candidate, typed_name};
use super::world::World;
use crate::domain::block::Category;
use crate::domain::taxonomy::REQUESTERS;
use crate::domain::text;
use crate::store::{Store, StoreError};

/// So many names are offered, where nothing is typed yet so many, and beside other words so many accounts.
const MOST_NAMES: usize = 500;
const FIRST_NAMES: usize = 200;
const FIRST: usize = 12;
/// What may stand behind a +, and what it is.
const OUTCOMES: [(&str, &str); 10] = [
    ("1conv", "conversations: any count"),
    ("1meeting", "meetings set: any count"),
    ("1touch", "touches: any count"),
    ("advance", "the customer acts"),
    ("continuation", "goes on, nothing agreed"),
    ("no", "lost"),
    ("won", "won"),
    ("ready", "ready to go on"),
    ("later", "not now"),
    ("unfit", "never"),
];

/// What the store lists, with the letters that older names begin with.
type Listing = fn(&Store, &str) -> Result<Vec<String>, StoreError>;

pub(super) fn accounts(world: &World, typed: &str) -> Vec<String> {
    list(world, typed, Store::glance_accounts)
}

pub(super) fn sources(world: &World, typed: &str) -> Vec<String> {
    list(world, typed, Store::glance_sources)
}

pub(super) fn requesters(world: &World, typed: &str) -> Vec<String> {
    let mut names = list(world, typed, Store::glance_requesters);
    names.extend(REQUESTERS.map(str::to_owned));
    names
}

pub(super) fn tags(world: &World) -> Vec<String> {
    let tags = world.store().map(Store::glance_tags);
    tags.and_then(Result::ok).unwrap_or_default()
}

/// Names that begin with what was typed, or the latest where nothing is.
fn list(world: &World, typed: &str, listing: Listing) -> Vec<String> {
    let listed = world.store().map(|store| listing(store, typed));
    let mut names = listed.and_then(Result::ok).unwrap_or_default();
    if typed.is_empty() {
        names.truncate(FIRST_NAMES);
    } else {
        let wanted = text::plain(typed);
        names.retain(|name| text::plain(name).starts_with(&wanted));
        names.truncate(MOST_NAMES);
    }
    names
}

/// Names without a sigil.
pub(super) fn plain(names: Vec<String>) -> Vec<Candidate> {
    names
        .into_iter()
        .map(|name| Candidate::new(name, ""))
        .collect()
}

fn behind(sigil: char, names: Vec<String>) -> Vec<Candidate> {
    let of = |name: String| Candidate::of_name(sigil, &name, "");
    names.into_iter().map(of).collect()
}

/// The activities of a category, or of all; each with its letter and what it is.
pub(super) fn activities(world: &World, category: Option<Category>) -> Vec<(String, String)> {
    let taxonomy = &world.context().taxonomy;
    let categories = Category::ALL.into_iter();
    let wanted = categories.filter(|one| category.is_none_or(|category| category == *one));
    let kinds = wanted.flat_map(|category| taxonomy.kinds(category));
    let told = kinds.map(|kind| {
        let about = format!("{} {}", kind.letter, kind.hint);
        (kind.name.clone(), about.trim_end().to_owned())
    });
    told.collect()
}

pub(super) fn outcomes() -> Vec<Candidate> {
    OUTCOMES
        .map(|(name, about)| Candidate::new(name, about))
        .into()
}

/// The parts of a quick line that begin as what was typed; where nothing is, activities and the latest accounts.
pub(super) fn quick_line(world: &World, category: Option<Category>, typed: &str) -> Vec<Candidate> {
    let name = typed_name(typed).chars().skip(1).collect::<String>();
    let kinds = || {
        let kinds = activities(world, category).into_iter();
        kinds.map(|(name, about)| Candidate::of_name('/', &name, about))
    };
    match typed.chars().next() {
        Some('+') => {
            let all = OUTCOMES.map(|(name, about)| Candidate::new(format!("+{name}"), about));
            all.into()
        }
        Some('/') => kinds().collect(),
        Some(sigil) => named(world, sigil, &name),
        None => {
            let latest = accounts(world, "").into_iter().take(FIRST).collect();
            kinds().chain(behind('@', latest)).collect()
        }
    }
}

/// Names behind one of the sigils of free names.
pub(super) fn named(world: &World, sigil: char, typed: &str) -> Vec<Candidate> {
    match sigil {
        '@' => behind('@', accounts(world, typed)),
        '!' => behind('!', requesters(world, typed)),
        '#' => behind('#', tags(world)),
        '~' => behind('~', sources(world, typed)),
        _ => Vec::new(),
    }
}
