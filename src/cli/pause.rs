//! `tafs pause`: a whole week off.

use clap::Args;

use super::ctx::Ctx;
use super::guess::read_week;
use crate::domain::change::Change;
use crate::domain::format;
use crate::error::Error;

/// Which week.
#[derive(Args, Debug)]
pub(super) struct PauseArgs {
    /// Which week: 2026-W10, W10, this, last, next, or a date in it
    #[arg(value_name = "WEEK", required = true)]
    week: Vec<String>,
    /// The week counts again
    #[arg(long)]
    end: bool,
}

pub(super) fn pause_week(ctx: &Ctx, asked: &PauseArgs) -> Result<(), Error> {
    let week = read_week(ctx, &asked.week.join(" "))?;
    let change = Change::Pause {
        week,
        off: !asked.end,
    };
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let applied = store.apply(&change, ctx.now)?;
    let changed = !applied.edits.is_empty();
    let today = ctx.today();
    let days = format::short_days(week.first, week.end().plus(-1), today);
    let (now, already) = if asked.end {
        ("counts again", "is not off")
    } else {
        ("is off", "is off already")
    };
    ctx.message(format!(
        "{week} {}: {days}",
        if changed { now } else { already }
    ));
    match (changed, asked.end) {
        (true, true) => ctx.aside(format!("tafs pause {week} takes it off again")),
        (_, false) => ctx.aside(format!("tafs pause {week} --end takes it back")),
        (false, true) => {}
    }
    Ok(())
}
