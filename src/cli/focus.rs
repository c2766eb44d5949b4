//! `tafs focus`: a time set aside for selling.

use clap::Args;

use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::quick_line::Parts;
use super::{feedback, hyphens, parse_error};
use crate::domain::block::Category;
use crate::domain::change::Change;
use crate::domain::focus_run;
use crate::domain::parse::duration::parse_duration;
use crate::domain::parse::quick;
use crate::domain::stamp::Length;
use crate::error::Error;

/// How long, and what is worked on.
#[derive(Args, Debug)]
pub(super) struct FocusArgs {
    /// How long: 60m, 1h30, 25 [default: 60m]; then as in tafs start, the quick line of what is sold
    #[arg(value_name = "LENGTH|QUICK LINE")]
    words: Vec<String>,
    #[command(flatten)]
    parts: Parts,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn start_focus_run(ctx: &Ctx, asked: &FocusArgs) -> Result<(), Error> {
    let words = hyphens::unmark(&asked.words);
    asked.parts.check_named()?;
    let (planned, words) = read_length(&words)?;
    check_no_category(words)?;
    let line = asked.parts.line(words);
    let details = quick::parse_details(&line, Category::Selling, ctx.taxonomy())
        .map_err(asked.parts.mark_in(&line))?;
    let change = Change::Focus {
        at: ctx.now,
        planned,
        details,
    };
    feedback::apply(ctx, &mut *ctx.store()?, &change, asked.force, &[])
}

/// Refuses the name of a category in the place of a note: selling runs, and nothing else does.
fn check_no_category(words: &[String]) -> Result<(), Error> {
    let [word] = words else {
        return Ok(());
    };
    let Some(category) = Category::from_name(&word.to_lowercase()) else {
        return Ok(());
    };
    let fault = Error::usage(format!("a focus run is selling, so it takes no \"{word}\""));
    let as_note = format!("for a note write --note {word}");
    Err(fault.hint(if category == Category::Selling {
        format!("leave it out; {as_note}")
    } else {
        format!("tafs {} starts {category}; {as_note}", category.letter())
    }))
}

/// The length that the words begin with, and the words behind it. What begins with a digit is one.
fn read_length(words: &[String]) -> Result<(Length, &[String]), Error> {
    let Some((first, rest)) = words.split_first() else {
        return Ok((focus_run::USUAL, words));
    };
    if !first.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Ok((focus_run::USUAL, words));
    }
    let planned = parse_duration(first).map_err(parse_error::mark_in(first))?;
    if !focus_run::can_be_planned(planned) {
        return Err(Error::usage(format!("a focus run can't be {first} long"))
            .hint("name a length from 1m to 12h: tafs focus 60m"));
    }
    Ok((planned, rest))
}
