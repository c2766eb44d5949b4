//! Marks the days of a calendar's all-day events as off.

use super::source::{Input, name_of, open_store};
use crate::cli::ctx::Ctx;
use crate::error::Error;
use crate::exchange::{self, ImportReport, ImportRequest, Reading};

pub(super) fn mark(
    ctx: &Ctx,
    input: Input,
    request: &ImportRequest<'_>,
) -> Result<ImportReport, Error> {
    let file = input.file.clone();
    let in_file = |error| Error::in_file(name_of(&file), error);
    let meetings = input
        .contents(&Reading::default())
        .and_then(|contents| exchange::read_meetings(contents, request))
        .map_err(in_file)?;
    let days = request.calendar_days(ctx.calendar());
    let mut store = open_store(ctx, request)?;
    if !request.dry_run {
        store.note_unreadable_notes()?;
    }
    let context = ctx.setting_with(&store, days.0, days.1)?;
    exchange::mark_days_off(&mut store, meetings, days, &context.hours, request).map_err(in_file)
}
