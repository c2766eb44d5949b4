//! Marks the days of a calendar's all-day events as off.

use super::interrupts::Interrupts;
use super::source::{Input, name_of, open_store};
use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::{self, ImportReport, ImportRequest};

pub(super) fn mark(
    ctx: &Ctx,
    input: Input,
    request: &ImportRequest<'_>,
    interrupts: &Interrupts,
) -> Result<ImportReport, Error> {
    let file = input.file.clone();
    let in_file = |error| Error::in_file(name_of(&file), error);
    let meetings = input
        .contents(interrupts)
        .and_then(|contents| exchange::read_meetings(contents, request))
        .map_err(|error| in_file(interrupts.or(error)))?;
    let days = request.calendar_days(ctx.calendar());
    let mut store = open_store(ctx, request)?;
    if !request.dry_run {
        store.note_unreadable_notes()?;
    }
    let context = ctx.setting_with(&store, days.0, days.1)?;
    exchange::mark_days_off(&mut store, meetings, days, &context.hours, request).map_err(in_file)
}
