//! `tafs stop` and `tafs resume`: off the clock, and back to what ran before.

use clap::Args;

use super::ctx::Ctx;
use super::{feedback, start};
use crate::domain::change::Change;
use crate::error::Error;

/// Since when.
#[derive(Args, Debug)]
pub(super) struct When {
    /// Since when: 9:40, -15m, "15m ago", "yesterday 16:00" [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
}

pub(super) fn stop(ctx: &Ctx, when: &When) -> Result<(), Error> {
    run(ctx, when, |at| Change::Stop { at })
}

pub(super) fn resume(ctx: &Ctx, when: &When) -> Result<(), Error> {
    run(ctx, when, |at| Change::Resume { at })
}

fn run(
    ctx: &Ctx,
    when: &When,
    change: impl FnOnce(crate::domain::stamp::Moment) -> Change,
) -> Result<(), Error> {
    let told = start::at(ctx, when.at.as_deref())?;
    let change = change(told.moment);
    let applied = ctx.store()?.apply(&change, ctx.now)?;
    feedback::applied(ctx, &change, &applied, told.remark.as_slice());
    Ok(())
}
