//! `tafs guess`: what the rep believes the shares of a week are, before the review shows them.

use clap::Args;

use super::ctx::Ctx;
use super::{output, parse_error};
use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::parse::guess::parse_guess;
use crate::domain::parse::week::parse_week;
use crate::error::Error;

/// Which shares, of which week.
#[derive(Args, Debug)]
pub(super) struct GuessArgs {
    /// The share of selling in percent; then, if you like, those of admin, learning and distraction
    #[arg(value_name = "SELLING", num_args = 0..=4)]
    shares: Vec<String>,
    #[command(flatten)]
    week: WeekOption,
}

pub(super) fn guess_shares(ctx: &Ctx, asked: &GuessArgs) -> Result<(), Error> {
    let week = asked.week.read(ctx)?;
    if asked.shares.is_empty() {
        let store = ctx.look()?;
        store.note_unreadable_notes()?;
        if let Some(guess) = store.week_notes(week)?.guess {
            return output::result(&format!("{week}: {guess}\n"));
        }
        ctx.message(format!("Nothing is guessed for {week}"));
        return Ok(());
    }
    let guess = parse_guess(&asked.shares.join(" "))?;
    let mut store = ctx.store()?;
    let former = store.week_notes(week)?.guess;
    if store.note_unreadable_notes()? && former.is_some() {
        let fault = format!("the guess for {week} may be locked in: a review can't be read");
        return Err(Error::failed(fault)
            .hint("tafs doctor says why, tafs doctor --repair repairs the file"));
    }
    let change = Change::Guess {
        week,
        guess: Some(guess),
        seen: None,
    };
    store.apply(&change, ctx.now)?;
    ctx.message(format!("Guessed for {week}: {guess}"));
    if let Some(former) = former {
        ctx.aside(format!("in place of {former}"));
    }
    ctx.aside("another guess takes its place, until the review shows the week");
    Ok(())
}

/// A week that need not be named.
#[derive(Args, Debug)]
pub(super) struct WeekOption {
    /// Which week: 2026-W10, W10, this, last, next, or a date in it [default: this]
    #[arg(
        long,
        value_name = "WEEK",
        default_value = "this",
        hide_default_value = true
    )]
    week: String,
}

impl WeekOption {
    pub(super) fn read(&self, ctx: &Ctx) -> Result<Week, Error> {
        read_week(ctx, &self.week)
    }
}

/// The week that a word names.
pub(super) fn read_week(ctx: &Ctx, said: &str) -> Result<Week, Error> {
    parse_week(said, ctx.now, ctx.calendar()).map_err(parse_error::mark_in(said))
}
