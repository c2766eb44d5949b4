//! `tafs rename`: a name is another one from now on, on all blocks and wherever else it stands.

use clap::Args;

use super::ctx::Ctx;
use super::hyphens;
use crate::domain::block::Account;
use crate::domain::calendar::Day;
use crate::domain::change::Change;
use crate::domain::classify::Rule;
use crate::domain::edit::{Edit, SideRow};
use crate::domain::parse::{nearest, spell};
use crate::domain::rename::{NameKind, Renaming};
use crate::domain::rules::{Naming, Spelling};
use crate::domain::{format, text};
use crate::error::Error;
use crate::store::Store;

/// Which name, and what it is from now on.
#[derive(Args, Debug)]
pub(super) struct RenameArgs {
    /// The name as it is and as it is to be, each with its sigil: @account, !requester, #tag, /activity, ~source
    #[arg(value_name = "@OLD @NEW", required = true, num_args = 1..)]
    words: Vec<String>,
    /// Say what would become of it, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn rename(ctx: &Ctx, asked: &RenameArgs) -> Result<(), Error> {
    let mut renaming = read_renaming(&hyphens::unmark(&asked.words))?;
    let mut store = if asked.dry_run {
        ctx.look()?
    } else {
        ctx.store()?
    };
    let naming = store.naming(&renaming)?;
    if renaming.kind == NameKind::Activity {
        renaming.new = find_activity(ctx, &renaming, &naming)?;
    }
    let edits = renaming.edits(&naming);
    let old: Vec<&Spelling> = with_name(&naming, renaming.kind, &renaming.old);
    if old.is_empty() && edits.iter().all(is_of_blocks) {
        return Err(not_found(&store, &renaming)?);
    }
    if edits.is_empty() {
        let blocks = count_blocks(old.iter().copied());
        ctx.message(format!(
            "Nothing to change: {} is spelled so on {blocks}",
            spell::name(renaming.kind, &renaming.new)
        ));
        return Ok(());
    }
    if !asked.dry_run {
        store.apply(&Change::Rename(renaming.clone()), ctx.now)?;
    }
    tell(ctx, &renaming, &naming, &edits, asked.dry_run);
    Ok(())
}

/// The words as two names. A name goes on to the next word that begins with a sigil.
fn read_renaming(words: &[String]) -> Result<Renaming, Error> {
    let usage = |what: &str| {
        Error::usage(what).hint(
            "write both with their sigil: tafs rename @Nortwind @Northwind; '#q1', '!legal' and \
                                 names with spaces in quotes",
        )
    };
    let mut names: Vec<(NameKind, String)> = Vec::new();
    for word in words {
        let mut chars = word.chars();
        let sigil = chars.next();
        let kind = NameKind::ALL
            .into_iter()
            .find(|kind| Some(kind.sigil()) == sigil);
        match (
            kind.filter(|_| !chars.as_str().is_empty()),
            names.last_mut(),
        ) {
            (Some(kind), _) => names.push((kind, chars.as_str().to_owned())),
            (None, Some((_, name))) => name.extend([" ", word]),
            (None, None) if kind.is_some() => {
                return Err(usage(&format!(
                    "{} has no name behind it",
                    text::visible(word)
                )));
            }
            (None, None) => return Err(usage(&format!("{} has no sigil", text::visible(word)))),
        }
    }
    let [(kind, old), (new_kind, new)] =
        <[_; 2]>::try_from(names).map_err(|names| match names.len() {
            0 | 1 => usage("there is no new name"),
            more => usage(&format!("{more} names are too many: one becomes the other")),
        })?;
    let (old, new) = (unquoted(&old), unquoted(&new));
    if kind != new_kind {
        let what = format!(
            "{} names {} and {} {}",
            spell::name(kind, &old),
            with_article(kind),
            spell::name(new_kind, &new),
            with_article(new_kind)
        );
        return Err(Error::usage(text::visible(&what))
            .hint("a name stays what it is: give both the same sigil"));
    }
    let new = Account::new(&new).map_err(|fault| Error::usage(format!("the new name {fault}")))?;
    let new = new.as_str().to_owned();
    if old.is_empty() {
        return Err(usage("the old name is empty"));
    }
    if old == new {
        return Err(
            Error::usage("both names are the same").hint("the second is the name from now on")
        );
    }
    Ok(Renaming { kind, old, new })
}

/// The name without the quotes around it, on one line.
fn unquoted(name: &str) -> String {
    let name = text::clean_line(name);
    let pairs = [('"', '"'), ('“', '”'), ('„', '“')];
    let inner = pairs.into_iter().find_map(|(open, close)| {
        let inner = name.strip_prefix(open)?.strip_suffix(close)?;
        Some(text::clean_line(&inner.replace("\\\"", "\"")))
    });
    inner.unwrap_or(name)
}

const fn with_article(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Account => "an account",
        NameKind::Requester => "a requester",
        NameKind::Tag => "a tag",
        NameKind::Activity => "an activity",
        NameKind::Source => "a source",
    }
}

/// The new activity as it is listed. Each category in which the old one stands has to have it.
fn find_activity(ctx: &Ctx, renaming: &Renaming, naming: &Naming) -> Result<String, Error> {
    let mut known = None;
    for spelling in with_name(naming, renaming.kind, &renaming.old) {
        let Some(category) = spelling.category else {
            continue;
        };
        let Some(kind) = ctx.taxonomy().by_name(category, &renaming.new) else {
            let what = format!(
                "{} isn't an activity of {category}",
                spell::name(renaming.kind, &renaming.new)
            );
            let blocks = count_blocks([spelling]);
            let what = format!(
                "{what}, where {} stands on {blocks}",
                spell::name(renaming.kind, &renaming.old)
            );
            let near = nearest(&renaming.new, ctx.taxonomy().names(category));
            let hint = near.map_or_else(
                || format!("{category} has {}", ctx.taxonomy().listed(category)),
                |near| format!("did you mean /{near}?"),
            );
            return Err(Error::usage(text::visible(&what)).hint(hint));
        };
        known = known.or_else(|| Some(kind.name.clone()));
    }
    Ok(known.unwrap_or_else(|| renaming.new.clone()))
}

fn with_name<'n>(naming: &'n Naming, kind: NameKind, name: &str) -> Vec<&'n Spelling> {
    let spellings = naming.spellings.iter();
    spellings.filter(|one| one.holds(kind, name)).collect()
}

fn not_found(store: &Store, renaming: &Renaming) -> Result<Error, Error> {
    let kind = renaming.kind;
    let names = store.names_of(kind)?;
    let folded: Vec<String> = names.iter().map(|name| text::folded(name)).collect();
    let near = nearest(
        &text::folded(&renaming.old),
        folded.iter().map(String::as_str),
    );
    let near = near.and_then(|near| names.iter().find(|name| text::folded(name) == *near));
    let hint = near.map_or_else(
        || {
            "tafs doctor --names lists names that look alike; tafs log all has all blocks"
                .to_owned()
        },
        |near| format!("the nearest is {}", text::visible(&spell::name(kind, near))),
    );
    let what = format!("no block has {}", spell::name(renaming.kind, &renaming.old));
    Ok(Error::failed(text::visible(&what)).hint(hint))
}

const fn is_of_blocks(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::Row {
            after: Some(SideRow::Renamed(_)),
            ..
        }
    )
}

fn count_blocks<'s>(spellings: impl IntoIterator<Item = &'s Spelling>) -> String {
    let count = spellings.into_iter().map(|one| one.blocks.len()).sum();
    format!(
        "{} {}",
        format::grouped(count),
        if count == 1 { "block" } else { "blocks" }
    )
}

/// Says what has become of the name, or what would.
fn tell(ctx: &Ctx, renaming: &Renaming, naming: &Naming, edits: &[Edit], dry_run: bool) {
    let (old, new) = (
        spell::name(renaming.kind, &renaming.old),
        spell::name(renaming.kind, &renaming.new),
    );
    let changes = |one: &&&Spelling| renaming.becomes(&one.value).is_some();
    let with_old = with_name(naming, renaming.kind, &renaming.old);
    let renamed: Vec<&Spelling> = with_old.iter().filter(changes).copied().collect();
    let (is, verb) = if dry_run {
        ("would be", "would join")
    } else {
        ("is now", "joins")
    };
    let on = if renamed.is_empty() {
        "on no block".to_owned()
    } else {
        format!(
            "on {} ({})",
            count_blocks(renamed.iter().copied()),
            days_of(ctx, &renamed)
        )
    };
    ctx.message(text::visible(&format!("{old} {is} {new} {on}")));
    if !renaming.is_of_spelling() {
        let with_new = with_name(naming, renaming.kind, &renaming.new);
        let others: Vec<&Spelling> = with_new
            .into_iter()
            .filter(|one| !one.holds(renaming.kind, &renaming.old))
            .collect();
        if !others.is_empty() {
            ctx.aside(format!(
                "it {verb} {} that had this name",
                count_blocks(others.iter().copied())
            ));
        }
        let respelled: Vec<&Spelling> = others.iter().filter(changes).copied().collect();
        if !respelled.is_empty() {
            let blocks = count_blocks(respelled);
            ctx.aside(text::visible(&format!(
                "{blocks} of them had it in another spelling: all are {new}"
            )));
        }
    }
    tell_beside(ctx, edits);
    tell_rules(ctx, renaming);
    ctx.aside(if dry_run {
        "nothing has changed"
    } else {
        "tafs undo takes it back"
    });
}

/// Says what else names it.
fn tell_beside(ctx: &Ctx, edits: &[Edit]) {
    let beside = edits.iter().filter_map(beside_lane).collect::<Vec<_>>();
    let counted = ["suggestion", "commitment", "review answer"]
        .into_iter()
        .filter_map(|thing| {
            let count = beside.iter().filter(|one| **one == thing).count();
            (count > 0).then(|| format::count(count, thing))
        });
    let counted = counted.collect::<Vec<_>>().join(", ");
    if !counted.is_empty() {
        ctx.aside(format!("also in {counted}"));
    }
}

/// Says which rules of the config would bring the old name back.
fn tell_rules(ctx: &Ctx, renaming: &Renaming) {
    let old = spell::name(renaming.kind, &renaming.old);
    for rule in ctx
        .config
        .rules
        .iter()
        .filter(|rule| names_old(rule, renaming))
    {
        let line = rule
            .line
            .map_or_else(String::new, |line| format!(" in line {line}"));
        ctx.aside(text::visible(&format!(
            "the rule{line} of the config still gives {old}: tafs config edit"
        )));
    }
}

/// `3 Mar to 28 Nov`
fn days_of(ctx: &Ctx, spellings: &[&Spelling]) -> String {
    let day = |at| ctx.calendar().day_of(at);
    let first = spellings.iter().map(|one| day(one.first)).min();
    let last = spellings.iter().map(|one| day(one.last)).max();
    let days = |(first, last): (Day, Day)| {
        format::short_days(first, last, ctx.today()).replace('–', " to ")
    };
    first.zip(last).map(days).unwrap_or_default()
}

/// What a row beside the lane is that changes. A verdict that goes under another key is one answer.
fn beside_lane(edit: &Edit) -> Option<&'static str> {
    let Edit::Row {
        before: Some(before),
        after: Some(after),
    } = edit
    else {
        return None;
    };
    match before {
        SideRow::Suggestion(_) => Some("suggestion"),
        SideRow::Commitment { .. } => Some("commitment"),
        SideRow::Answer { answer, .. } if !answer.words().is_empty() => Some("review answer"),
        SideRow::Answer { .. }
        | SideRow::Guess { .. }
        | SideRow::Closed { .. }
        | SideRow::Mark { .. }
        | SideRow::Pause { .. }
        | SideRow::FocusRun(_)
        | SideRow::Review { .. }
        | SideRow::Question(_)
        | SideRow::Answered(_)
        | SideRow::Renamed(_) => {
            debug_assert!(before.is_of(after), "both have the same key");
            None
        }
    }
}

/// Whether a rule gives the old name to what is taken in.
fn names_old(rule: &Rule, renaming: &Renaming) -> bool {
    let gives = match renaming.kind {
        NameKind::Account => rule.kind.account.as_deref(),
        NameKind::Requester => rule.kind.requester.as_deref(),
        NameKind::Activity => rule.kind.activity.as_deref(),
        NameKind::Tag | NameKind::Source => None,
    };
    gives.is_some_and(|name| {
        text::folded(name) == text::folded(&renaming.old) && name != renaming.new
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Renaming, String> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        read_renaming(&words).map_err(|error| error.to_string())
    }

    #[test]
    fn names_may_have_spaces_and_quotes() {
        let renaming = |old: &str, new: &str| {
            Ok(Renaming {
                kind: NameKind::Account,
                old: old.to_owned(),
                new: new.to_owned(),
            })
        };
        assert_eq!(read(&["@a", "@b"]), renaming("a", "b"));
        assert_eq!(
            read(&["@Acme Corp", "@Acme"]),
            renaming("Acme Corp", "Acme")
        );
        assert_eq!(
            read(&["@Acme", "Corp", "@\"Acme", "& Co\""]),
            renaming("Acme Corp", "Acme & Co")
        );
        assert_eq!(read(&["@R", "@", "D", "@“R D”"]), renaming("R @ D", "R D"));
        for (words, expected) in [
            (&["@a"][..], "there is no new name"),
            (&["a", "@b"], "a has no sigil"),
            (&["@", "@b"], "@ has no name behind it"),
            (&["@a", "@b", "@c"], "3 names are too many"),
            (&["@a", "!b"], "@a names an account and !b a requester"),
            (&["@a", "@a"], "both names are the same"),
            (&["@\"\"", "@a"], "the old name is empty"),
            (&["@a", "@\"\""], "the new name is empty"),
        ] {
            let said = read(words).expect_err(expected);
            assert!(said.contains(expected), "{words:?}: {said}");
        }
    }
}
