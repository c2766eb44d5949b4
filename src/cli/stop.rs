//! `tafs stop` and `tafs resume`: off the clock, and back to what ran before.

use clap::Args;

use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::{feedback, start};
use crate::domain::change::Change;
use crate::domain::stamp::Moment;
use crate::error::Error;

/// Since when.
#[derive(Args, Debug)]
pub(super) struct AtArgs {
    /// Since when: 9:40, -15m, "15m ago", "yesterday 16:00" [default: now]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    #[command(flatten)]
    force: ForceArgs,
}

/// Makes a change that is a moment alone.
pub(super) fn change_at(
    ctx: &Ctx,
    when: &AtArgs,
    change: fn(Moment) -> Change,
) -> Result<(), Error> {
    let told = start::read_at(ctx, when.at.as_deref())?;
    let change = change(told.moment);
    let remarks = told.remark.as_slice();
    feedback::apply(ctx, &mut *ctx.store()?, &change, when.force, remarks)
}
