//! `tafs doctor --names`: names that look like one in two spellings, each with the command that makes them one.

use serde::Serialize;

use super::ctx::Ctx;
use super::output;
use crate::domain::alike::{Alike, find_alike};
use crate::domain::block::Category;
use crate::domain::parse::spell;
use crate::domain::rename::NameKind;
use crate::domain::{format, text};
use crate::error::Error;

/// The contract of `doctor --names --json`.
#[derive(Serialize)]
struct NamesRecord {
    file: String,
    names: Vec<AlikeRecord>,
}

#[derive(Serialize)]
struct AlikeRecord {
    kind: &'static str,
    name: String,
    blocks: usize,
    like: String,
    like_blocks: usize,
    differ_in: &'static str,
    command: String,
}

pub(super) fn list_alike(ctx: &Ctx, json: bool) -> Result<(), Error> {
    let store = ctx.look()?;
    let mut found: Vec<(NameKind, Alike)> = Vec::new();
    for kind in NameKind::ALL {
        let alike = find_alike(store.count_names(kind)?).into_iter();
        found.extend(alike.filter_map(|one| Some((kind, towards_listed(ctx, kind, one)?))));
    }
    if json {
        let record = NamesRecord {
            file: ctx.path()?.display().to_string(),
            names: found.into_iter().map(to_record).collect(),
        };
        return output::result(&output::json("the names", &record)?);
    }
    if found.is_empty() {
        ctx.message("No names look alike");
        return Ok(());
    }
    let lines = found.iter().map(|(kind, one)| to_lines(*kind, one));
    output::result(&lines.collect::<String>())
}

/// An activity can't become one that is not listed, and two that are listed are two.
fn towards_listed(ctx: &Ctx, kind: NameKind, alike: Alike) -> Option<Alike> {
    if kind != NameKind::Activity {
        return Some(alike);
    }
    let kinds = || {
        Category::ALL
            .into_iter()
            .flat_map(|category| ctx.taxonomy().kinds(category))
    };
    let is_listed = |name: &str| kinds().any(|kind| kind.name == name);
    match (is_listed(&alike.name.name), is_listed(&alike.like.name)) {
        (false, true) => Some(alike),
        (true, false) => Some(Alike {
            name: alike.like,
            like: alike.name,
            ..alike
        }),
        (true, true) | (false, false) => None,
    }
}

fn to_record((kind, alike): (NameKind, Alike)) -> AlikeRecord {
    AlikeRecord {
        kind: kind.word(),
        command: command(kind, &alike),
        differ_in: alike.differ_in.word(),
        name: alike.name.name,
        blocks: alike.name.blocks,
        like: alike.like.name,
        like_blocks: alike.like.blocks,
    }
}

/// The pair and what it differs in, and below it the command.
fn to_lines(kind: NameKind, alike: &Alike) -> String {
    let name = |name: &str| text::visible(&format!("{}{name}", kind.sigil()));
    let blocks = |count: usize| {
        let thing = if count == 1 { "block" } else { "blocks" };
        format!("{} {thing}", format::grouped(count))
    };
    let (one, like) = (&alike.name, &alike.like);
    format!(
        "{} ({}) looks like {} ({}): {}\n  → {}\n",
        name(&one.name),
        blocks(one.blocks),
        name(&like.name),
        blocks(like.blocks),
        alike.differ_in.word(),
        text::visible(&command(kind, alike))
    )
}

fn command(kind: NameKind, alike: &Alike) -> String {
    let word = |name: &str| shell_word(&spell::name(kind, name));
    format!(
        "tafs rename {} {}",
        word(&alike.name.name),
        word(&alike.like.name)
    )
}

/// The word as a shell takes it whole.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "@/._+-:".contains(c);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
