//! The words behind log, report and export: which days, then which blocks of them. What was left out is told beside
//! the result, never in it.

use clap::Args;

use super::ctx::Ctx;
use super::{hyphens, parse_error};
use crate::domain::block::Category;
use crate::domain::filter::{Filter, Mark};
use crate::domain::parse::range::{NAMES, Range, parse_range};
use crate::domain::parse::{is_slip, nearest};
use crate::domain::search::Query;
use crate::domain::{format, text};
use crate::error::Error;

/// A mistyped name is compared with so many on record.
const NAMES_ASKED: usize = 2000;
/// What stands before a name.
const SIGILS: [char; 5] = ['@', '!', '#', '/', '~'];
const FORMS: &str =
    "which blocks: @account, !requester, #tag, /activity, ~source, a category, or --text TEXT";

/// Which blocks, beside the words.
#[derive(Args, Debug)]
pub(super) struct FilterArgs {
    /// Blocks with this text in a name or the note
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Leave out: @account, !requester, #tag, /activity, ~source or a category; repeatable
    #[arg(long, value_name = "FILTER")]
    without: Vec<String>,
}

/// What was asked for.
pub(super) struct Asked {
    pub(super) range: Range,
    /// The range and what is wanted of it, as it was said.
    pub(super) said: String,
    pub(super) filter: Filter,
    /// What the filter was, in words.
    filter_said: String,
    /// The filter's marks as they were typed, in its order.
    wanted_said: Vec<String>,
    without_said: Vec<String>,
}

/// Reads the words; `default` is the range where they name none.
pub(super) fn read(
    ctx: &Ctx,
    words: &[String],
    default: &str,
    more: &FilterArgs,
) -> Result<Asked, Error> {
    let (marks, days): (Vec<String>, Vec<String>) = hyphens::unmark(words)
        .into_iter()
        .partition(|word| Mark::new(word).is_some());
    let wanted = marks
        .iter()
        .map(|word| read_mark(word))
        .collect::<Result<_, _>>()?;
    let without = more.without.iter().map(|word| read_mark(word));
    let filter = Filter {
        wanted,
        without: without.collect::<Result<_, _>>()?,
        text: read_text(more)?,
    };
    let days_said = if days.is_empty() {
        default.to_owned()
    } else {
        days.join(" ")
    };
    let range = parse_range(&days_said, ctx.now, ctx.calendar()).map_err(|error| {
        find_odd_word(ctx, &days).unwrap_or_else(|| parse_error::mark(&days_said, error))
    })?;
    let text = more.text.iter().map(|text| format!("--text {text:?}"));
    let left_out = more.without.iter().map(|word| format!("--without {word}"));
    let filter_said: Vec<String> = marks.iter().cloned().chain(text).chain(left_out).collect();
    let filter_said = filter_said.join(" ");
    Ok(Asked {
        range,
        said: format!("{days_said} {filter_said}").trim_end().to_owned(),
        filter,
        filter_said,
        wanted_said: marks,
        without_said: more.without.clone(),
    })
}

fn read_mark(word: &str) -> Result<Mark, Error> {
    let mark = Mark::new(word).ok_or_else(|| {
        let name = Category::ALL.map(Category::name);
        let hint = match find_slip(word, name) {
            Some(near) => format!("did you mean {near}?"),
            None => FORMS.to_owned(),
        };
        Error::usage(format!("{word:?} isn't a filter")).hint(hint)
    })?;
    if mark.name().is_empty() {
        let (noun, word) = (mark.noun(), word.trim());
        return Err(Error::usage(format!("{word} names no {noun}"))
            .hint(format!("write the {noun}'s name right behind it")));
    }
    Ok(mark)
}

fn read_text(more: &FilterArgs) -> Result<Query, Error> {
    let Some(text) = &more.text else {
        return Ok(Query::default());
    };
    let query = Query::of_text(text);
    if query.is_empty() {
        return Err(Error::usage("--text is empty").hint("write what the blocks have in them"));
    }
    Ok(query)
}

/// The word because of which the words name no range, where one can be told: as an error with what was probably meant.
fn find_odd_word(ctx: &Ctx, days: &[String]) -> Option<Error> {
    let is_range =
        |count: &usize| parse_range(&days[..*count].join(" "), ctx.now, ctx.calendar()).is_ok();
    let behind = (1..days.len()).rev().find(is_range);
    let word = days.get(behind.unwrap_or(0))?;
    let meant = find_meant(ctx, word, behind.is_none());
    match (behind, meant) {
        (None, None) => None,
        (None, Some(meant)) => Some(
            Error::usage(format!("{word:?} is neither a range of days nor a filter"))
                .hint(format!("did you mean {meant}?")),
        ),
        (Some(_), meant) => {
            let hint = meant.map_or_else(
                || FORMS.to_owned(),
                |meant| format!("did you mean {meant}?"),
            );
            Some(Error::usage(format!("{word:?} isn't a filter")).hint(hint))
        }
    }
}

/// The filter, or the range, that a word was probably meant to be.
fn find_meant(ctx: &Ctx, word: &str, is_range: bool) -> Option<String> {
    let ranges = NAMES.into_iter().filter(|_| is_range);
    let known = Category::ALL.map(Category::name).into_iter().chain(ranges);
    if let Some(name) = find_slip(word, known) {
        return Some(name.to_owned());
    }
    let names = names_on_record(ctx).unwrap_or_default();
    let bare = |name: &str| text::folded(name.trim_start_matches(SIGILS));
    let bares: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let near = find_slip(&text::folded(word), bares.iter().map(String::as_str))?;
    let place = bares.iter().position(|name| name == near)?;
    names.into_iter().nth(place)
}

/// The name that is nearest, if it can be taken for a slip of the fingers.
fn find_slip<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(word, names).filter(|near| is_slip(word, near))
}

/// What can be asked for by name, each with its sigil.
fn names_on_record(ctx: &Ctx) -> Result<Vec<String>, Error> {
    let store = ctx.look()?;
    let with = |sigil: &str, names: Vec<String>| {
        let names = names.into_iter().map(|name| format!("{sigil}{name}"));
        names.collect::<Vec<_>>()
    };
    let taxonomy = &ctx.context.taxonomy;
    let activities = Category::ALL
        .into_iter()
        .flat_map(|category| taxonomy.names(category));
    let activities = activities.map(str::to_owned).collect();
    Ok([
        with("@", store.accounts("", NAMES_ASKED)?),
        with("!", store.requesters("", NAMES_ASKED)?),
        with("~", store.sources("", NAMES_ASKED)?),
        with("/", activities),
    ]
    .concat())
}

impl Asked {
    /// Says how many blocks the filter has left out, and what to do where it has left all or none of them.
    pub(super) fn say_left_out(&self, ctx: &Ctx, is_empty: bool, left_out: usize) {
        if left_out > 0 {
            let blocks = format::count(left_out, "block");
            ctx.aside(format!("left out: {blocks} · {}", self.filter_said));
        }
        let wanted = self.filter.wanted.iter().zip(&self.wanted_said);
        let without = self.filter.without.iter().zip(&self.without_said);
        let wanted = wanted.filter(|_| is_empty && left_out > 0);
        let without = without.filter(|_| left_out == 0 && !is_empty);
        for (mark, said) in wanted.chain(without) {
            if let Some(odd) = find_unknown(ctx, mark, said) {
                ctx.aside(odd);
            }
        }
    }
}

/// That no block has a name, and which one was probably meant. Tags have no list to be looked up in.
fn find_unknown(ctx: &Ctx, mark: &Mark, said: &str) -> Option<String> {
    let sigil = mark.sigil().filter(|sigil| *sigil != '#')?;
    let names = names_on_record(ctx).ok()?;
    let names: Vec<&str> = names
        .iter()
        .filter_map(|it| it.strip_prefix(sigil))
        .collect();
    let folded: Vec<String> = names.iter().map(|name| text::folded(name)).collect();
    if folded.iter().any(|known| known == mark.name()) {
        return None;
    }
    let near = find_slip(mark.name(), folded.iter().map(String::as_str));
    let place = near.and_then(|near| folded.iter().position(|known| known == near));
    let meant = place.map_or_else(String::new, |at| {
        format!("; did you mean {sigil}{}?", names[at])
    });
    let (noun, said) = (mark.noun(), said.trim());
    Some(format!("no block has the {noun} {said}{meant}"))
}
