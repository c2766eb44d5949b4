//! `tafs start`, and `tafs s`, `a`, `l`, `d`, `b`: from now on, that category.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::quick_line::Parts;
use super::{feedback, hyphens, parse_error};
use crate::domain::block::Category;
use crate::domain::change::Change;
use crate::domain::parse::quick;
use crate::domain::parse::time::{self, ResolvedTime};
use crate::error::Error;

/// What to start.
#[derive(Args, Debug)]
pub(super) struct StartArgs {
    /// What begins
    #[arg(value_parser = category_parser(), ignore_case = true)]
    category: Category,
    #[command(flatten)]
    rest: QuickLineArgs,
}

/// What to start, where the command names the category.
#[derive(Args, Debug)]
pub(super) struct QuickLineArgs {
    /// @account !requester #tag /activity +3conv +advance ~source; the rest is the note
    #[arg(value_name = "QUICK LINE")]
    words: Vec<String>,
    /// When it began: 9:40, -15m, "15m ago", "yesterday 16:00" [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    force: ForceArgs,
}

/// Reads a category by its name or its letter.
pub(super) fn category_parser() -> impl TypedValueParser<Value = Category> {
    // The letter of a category is the first one of its name.
    let value =
        |category: Category| PossibleValue::new(category.name()).alias(&category.name()[..1]);
    PossibleValuesParser::new(Category::ALL.map(value)).try_map(|word| {
        Category::from_word(&word).ok_or_else(|| format!("{word} isn't a category"))
    })
}

pub(super) fn start_block(ctx: &Ctx, start: &StartArgs) -> Result<(), Error> {
    start_category(ctx, start.category, &start.rest)
}

pub(super) fn start_category(
    ctx: &Ctx,
    category: Category,
    rest: &QuickLineArgs,
) -> Result<(), Error> {
    let words = hyphens::unmark(&rest.words);
    let is_time = |word: &&str| time::leading_time(&[*word]).is_ok();
    if let Some(word) = hyphens::marked(&rest.words).find(is_time) {
        return Err(
            Error::usage(format!("{word} isn't part of a quick line")).hint(format!(
                "to say when it began, write --at {word}; text goes into --note"
            )),
        );
    }
    rest.parts.check_named()?;
    let mut told = read_at(ctx, rest.at.as_deref())?;
    let line = rest.parts.line(&words);
    let details =
        quick::parse_details(&line, category, ctx.taxonomy()).map_err(rest.parts.mark_in(&line))?;
    let change = Change::Start {
        at: told.moment,
        category,
        details,
    };
    let time_in_note = rest.at.is_none().then(|| time_in_note(&words)).flatten();
    let remarks: Vec<String> = told.remark.take().into_iter().chain(time_in_note).collect();
    feedback::apply(ctx, &mut *ctx.store()?, &change, rest.force, &remarks)
}

/// What to say where the note begins with what was most likely meant as the start.
fn time_in_note(words: &[String]) -> Option<String> {
    let count = time::leading_time(words).ok()?;
    let time = words[..count].join(" ");
    let is_number = time.bytes().all(|byte| byte.is_ascii_digit());
    (!is_number).then(|| format!("{time:?} went into the note; --at {time:?} says when it began"))
}

/// The moment that `--at` names; now without it.
pub(super) fn read_at(ctx: &Ctx, text: Option<&str>) -> Result<ResolvedTime, Error> {
    let Some(text) = text else {
        return Ok(ResolvedTime {
            moment: ctx.now,
            remark: None,
        });
    };
    time::parse_time(text, ctx.now, ctx.calendar()).map_err(|error| {
        let error = parse_error::mark(text, error);
        // The shell gives --at one word only.
        let is_day = !text.trim().is_empty() && time::leading_time(&[text, "9:00"]) == Ok(2);
        let is_length =
            text.ends_with(char::is_alphabetic) && time::leading_time(&[text, "ago"]).is_ok();
        if is_day || is_length {
            error.hint(
                "put a time of several words in quotes: --at \"15m ago\", --at \"yesterday 16:00\"",
            )
        } else {
            error
        }
    })
}
