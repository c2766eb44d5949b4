//! `tafs day`: days that are off or worked, whatever the planned hours say.

use clap::{Args, ValueEnum};

use super::ctx::Ctx;
use super::hyphens;
use super::log::read_range;
use crate::domain::calendar::Day;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::format;
use crate::domain::hours::Mark;
use crate::domain::parse::range::Range;
use crate::error::Error;
use crate::insight::Context;

/// The most days that one command marks: beyond a year and a bit one is probably mistyped.
const MOST: i64 = 400;

/// What the days are, and which.
#[derive(Args, Debug)]
pub(super) struct DayArgs {
    /// off, work, or planned: as the planned hours have it again
    #[arg(value_name = "off|work|planned", hide_possible_values = true)]
    kind: DayKind,
    /// Which days: 2026-12-24, 2026-12-24..2026-12-31, tomorrow, next-week, as in tafs log
    #[arg(value_name = "DATE|RANGE", default_value = "today")]
    range: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum DayKind {
    Off,
    Work,
    Planned,
}

pub(super) fn mark_days(ctx: &Ctx, asked: &DayArgs) -> Result<(), Error> {
    let said = hyphens::joined(&asked.range);
    let Range::Days { first, last } = read_range(ctx, &said)? else {
        return Err(Error::usage("all isn't a range of days to mark")
            .hint("name the first and the last: A..B"));
    };
    let count = last.since(first) + 1;
    if count > MOST {
        let hint = format!(
            "mark at most {MOST} at once; days that come every year belong into [days_off] of the config"
        );
        return Err(Error::usage(format!("{said} has {count} days")).hint(hint));
    }
    let days: Vec<Day> = (0..count).map(|index| first.plus(index)).collect();
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let mark = match asked.kind {
        DayKind::Off => Some(Mark::Off),
        DayKind::Work => Some(Mark::Work),
        DayKind::Planned => None,
    };
    let change = Change::MarkDays {
        days: days.clone(),
        mark,
    };
    let applied = store.apply(&change, ctx.now)?;
    let is_remarked = |edit: &&Edit| {
        matches!(
            edit,
            Edit::Row {
                before: Some(_),
                ..
            }
        )
    };
    let marked = applied.edits.iter().filter(is_remarked).count();
    let context = ctx.setting_with(&store, first, last)?;
    for line in day_lines(ctx, &context, &days) {
        ctx.message(&line);
    }
    if asked.kind != DayKind::Off {
        tell_paused(ctx, &context);
    }
    say_way_back(ctx, asked.kind, (first, last), marked);
    Ok(())
}

/// How many other marks were there before, and how to take the marks back.
fn say_way_back(ctx: &Ctx, kind: DayKind, (first, last): (Day, Day), marked: usize) {
    let range = if first == last {
        first.to_string()
    } else {
        format!("{first}..{last}")
    };
    match kind {
        DayKind::Planned if marked == 0 => ctx.aside("nothing was marked there"),
        DayKind::Planned => {}
        DayKind::Off | DayKind::Work => {
            if marked > 0 {
                ctx.aside(format!(
                    "{} had a mark before",
                    format::count(marked, "day")
                ));
            }
            ctx.aside(format!("tafs day planned {range} takes it back"));
        }
    }
}

/// Names the weeks among the days that are off whole, whatever the days are.
fn tell_paused(ctx: &Ctx, context: &Context) {
    let paused = context.hours.marks.paused.iter();
    let paused: Vec<String> = paused.map(ToString::to_string).collect();
    if let Some(week) = paused.first() {
        let are = if paused.len() == 1 { "is" } else { "are" };
        let weeks = paused.join(", ");
        ctx.aside(format!("{weeks} {are} off whole: tafs pause {week} --end"));
    }
}

/// What the days are now, those in a row that are alike in one line: `Off: Mon 9 Mar to Fri 13 Mar, 5 days`.
fn day_lines(ctx: &Ctx, context: &Context, days: &[Day]) -> Vec<String> {
    let today = ctx.today();
    let alike =
        days.chunk_by(|one, other| describe_day(context, *one) == describe_day(context, *other));
    let line = |days: &[Day]| {
        let (first, last) = (days[0], days[days.len() - 1]);
        let name = |day| format::short_day(day, today);
        let which = match days.len() {
            1 => name(first),
            count => {
                let count = format::count(count, "day");
                format!("{} to {}, {count}", name(first), name(last))
            }
        };
        format!("{which}: {}", describe_day(context, first))
    };
    alike.map(line).collect()
}

/// What a day is: `off`, `no work planned`, `08:30-12:00, 13:00-17:30`.
fn describe_day(context: &Context, day: Day) -> String {
    if context.hours.is_off(day) {
        return "off".to_owned();
    }
    let stretches = context.hours.of_day(day);
    if stretches.is_empty() {
        return "no work planned".to_owned();
    }
    let time = format::time_of_day;
    let times = stretches.iter();
    let times = times.map(|(from, to)| format!("{}-{}", time(*from), time(*to)));
    times.collect::<Vec<_>>().join(", ")
}
