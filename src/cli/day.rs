//! `tafs day`: days that are off or worked, whole or in part, whatever the planned hours say.

use clap::{Args, ValueEnum};

use super::ctx::Ctx;
use super::hyphens;
use super::log::read_range;
use super::parse_error;
use crate::domain::calendar::Day;
use crate::domain::change::Change;
use crate::domain::edit::Edit;
use crate::domain::format;
use crate::domain::hours::{Mark, Stretch};
use crate::domain::parse::day_times::{parse_day_times, split_day_times};
use crate::domain::parse::range::Range;
use crate::domain::stamp::Length;
use crate::domain::times_off::MIDNIGHT;
use crate::error::Error;
use crate::insight::Context;

/// The most days that one command marks: beyond a year and a bit one is probably mistyped.
const MOST: i64 = 400;

/// The longest time off that goes over midnight.
const LONGEST_NIGHT: Length = Length::hours(16);

/// What the days are, and which.
#[derive(Args, Debug)]
pub(super) struct DayArgs {
    /// off, work, or planned: as the planned hours have it again
    #[arg(value_name = "off|work|planned", hide_possible_values = true)]
    kind: DayKind,
    /// Which days, as in tafs log: 2026-12-24, 2026-12-24..2026-12-31, tomorrow, next-week. Behind them the times of half
    /// a day: 12:00-17:30
    #[arg(value_name = "DATE|RANGE|TIMES", default_value = "today")]
    range: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum DayKind {
    Off,
    #[value(alias = "worked")]
    Work,
    Planned,
}

pub(super) fn mark_days(ctx: &Ctx, asked: &DayArgs) -> Result<(), Error> {
    let said = hyphens::joined(&asked.range);
    let (range, times) = split_day_times(&said);
    let days = read_days(ctx, if range.is_empty() { "today" } else { range })?;
    if times.is_empty() {
        return mark_whole_days(ctx, asked.kind, &days);
    }
    let before = said.len() - times.len();
    let before = said[..before].chars().count();
    let read =
        parse_day_times(times, ctx.calendar().day_start).map_err(|fault| fault.moved(before));
    let times = read.map_err(parse_error::mark_in(&said))?;
    check_nights(&times)?;
    mark_times(ctx, asked.kind, days, &times)
}

fn read_days(ctx: &Ctx, said: &str) -> Result<Vec<Day>, Error> {
    let Range::Days { first, last } = read_range(ctx, said)? else {
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
    Ok((0..count).map(|index| first.plus(index)).collect())
}

fn mark_whole_days(ctx: &Ctx, kind: DayKind, days: &[Day]) -> Result<(), Error> {
    let ends = (days[0], days[days.len() - 1]);
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let mark = match kind {
        DayKind::Off => Some(Mark::Off),
        DayKind::Work => Some(Mark::Work),
        DayKind::Planned => None,
    };
    let change = Change::MarkDays {
        days: days.to_vec(),
        mark,
    };
    let applied = store.apply(&change, ctx.now)?;
    let marked = applied.edits.iter().filter(|edit| replaces_row(edit));
    let marked = marked.count();
    let context = ctx.setting_with(&store, ends.0, ends.1)?;
    for line in day_lines(ctx, &context, days) {
        ctx.message(&line);
    }
    if kind != DayKind::Off {
        tell_paused(ctx, &context);
    }
    say_way_back(ctx, kind, ends, marked);
    Ok(())
}

/// Times that end before they begin go over midnight: not where that would be most of a day, which nobody means.
fn check_nights(times: &[Stretch]) -> Result<(), Error> {
    let is_long = |(from, to): &&Stretch| *to > MIDNIGHT && *to - *from > LONGEST_NIGHT;
    let Some((from, to)) = times.iter().find(is_long) else {
        return Ok(());
    };
    let length = format::spoken(*to - *from);
    let turned = format::clock_times(*to - MIDNIGHT, *from);
    Err(
        Error::usage(format!("{} is {length}", night_words((*from, *to))))
            .hint(format!("write the earlier time first: {turned}")),
    )
}

/// `22:00 to 06:00 the next day`.
fn night_words((from, to): Stretch) -> String {
    let [from, to] = [from, to].map(format::time_of_day);
    format!("{from} to {to} the next day")
}

fn mark_times(ctx: &Ctx, kind: DayKind, days: Vec<Day>, times: &[Stretch]) -> Result<(), Error> {
    let (first, last) = (days[0], days[days.len() - 1]);
    let mut store = ctx.store()?;
    store.note_unreadable_notes()?;
    let off = kind == DayKind::Off;
    if !off {
        check_not_off(ctx, &ctx.setting_with(&store, first, last)?, &days)?;
    }
    let change = Change::MarkTimes {
        days: days.clone(),
        times: times.to_vec(),
        off,
    };
    let applied = store.apply(&change, ctx.now)?;
    let mut touched = days;
    if times.iter().any(|(_, to)| *to > MIDNIGHT) {
        touched.push(last.plus(1));
    }
    let context = ctx.setting_with(&store, first, last.plus(1))?;
    for line in day_lines(ctx, &context, &touched) {
        ctx.message(&line);
    }
    let is_planned = touched
        .iter()
        .any(|day| context.hours.is_off(*day) || context.hours.has_time_off(*day));
    for night in times.iter().filter(|(_, to)| *to > MIDNIGHT) {
        ctx.aside(night_words(*night));
    }
    let hours = &context.hours;
    let is_free = |day: &&Day| !off && hours.of_day(**day).is_empty() && !hours.is_off(**day);
    if let Some(day) = touched.iter().find(is_free) {
        ctx.aside(format!(
            "no work is planned on {day}: tafs day work {day} plans it as the workday before, then tafs day off {day} with \
             the times that stay off"
        ));
    } else if applied.edits.is_empty() {
        ctx.aside(if off {
            "those times were off already"
        } else {
            "no times were off there"
        });
    } else if off {
        if !is_planned {
            ctx.aside("no work is planned there");
        }
        // What was off before stays so.
        if applied.edits.iter().any(replaces_row) {
            ctx.aside("tafs undo takes it back");
            return Ok(());
        }
        let times: Vec<String> = times
            .iter()
            .map(|(from, to)| format::exact_clock_times(*from, *to))
            .collect();
        let (range, times) = (range_words(first, last), times.join(", "));
        ctx.aside(format!("tafs day work {range} {times} takes it back"));
    }
    Ok(())
}

/// Whether there was something that an edit takes the place of.
const fn replaces_row(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::Row {
            before: Some(_),
            ..
        }
    )
}

/// Times of a day can't be worked while something else takes all of it off.
fn check_not_off(ctx: &Ctx, context: &Context, days: &[Day]) -> Result<(), Error> {
    let marks = &context.hours.marks;
    if let Some(day) = days.iter().find(|day| marks.is_paused(**day)) {
        let week = ctx.calendar().week_of(*day);
        return Err(Error::failed(format!("{week} is off whole"))
            .hint(format!("tafs pause {week} --end takes it back")));
    }
    let is_holiday = |day: &&Day| {
        let is_marked = marks.work.contains(day) || marks.off.contains(day);
        context.hours.days_off.contains(day) && !is_marked
    };
    match days.iter().find(is_holiday) {
        Some(day) => Err(
            Error::failed(format!("{day} is off in the config")).hint(format!(
                "tafs day work {day} first, then tafs day off {day} with the times that stay off"
            )),
        ),
        None => Ok(()),
    }
}

fn range_words(first: Day, last: Day) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}..{last}")
    }
}

/// How many other marks were there before, and how to take the marks back.
fn say_way_back(ctx: &Ctx, kind: DayKind, (first, last): (Day, Day), marked: usize) {
    match kind {
        DayKind::Planned if marked == 0 => ctx.aside("nothing was marked there"),
        DayKind::Planned => {}
        DayKind::Off | DayKind::Work => {
            if marked > 0 {
                let days = format::count(marked, "day");
                ctx.aside(format!("{days} had a mark before"));
                return ctx.aside("tafs undo takes it back");
            }
            let range = range_words(first, last);
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

/// What the days are now, those in a row that are alike in one line: `9–13 Mar, 5 days: off`.
fn day_lines(ctx: &Ctx, context: &Context, days: &[Day]) -> Vec<String> {
    let today = ctx.today();
    let alike =
        days.chunk_by(|one, other| describe_day(context, *one) == describe_day(context, *other));
    let line = |days: &[Day]| {
        let (first, last) = (days[0], days[days.len() - 1]);
        let named = format::short_days(first, last, today);
        let which = match days.len() {
            1 => named,
            count => format!("{named}, {}", format::count(count, "day")),
        };
        format!("{which}: {}", describe_day(context, first))
    };
    alike.map(line).collect()
}

/// What a day is: `off`, `no work planned`, `08:30-12:00, 13:00-17:30`, `08:30-12:00 · off 12:00-17:30`.
fn describe_day(context: &Context, day: Day) -> String {
    if context.hours.is_off(day) {
        return "off".to_owned();
    }
    let stretches = context.hours.of_day(day);
    let planned = if stretches.is_empty() {
        "no work planned".to_owned()
    } else {
        times_words(&stretches)
    };
    match context.hours.marks.parts.get(&day) {
        Some(times) => format!("{planned} · off {}", times_words(times.stretches())),
        None => planned,
    }
}

fn times_words(stretches: &[Stretch]) -> String {
    let times = stretches.iter();
    let times = times.map(|(from, to)| format::exact_clock_times(*from, *to));
    times.collect::<Vec<_>>().join(", ")
}
