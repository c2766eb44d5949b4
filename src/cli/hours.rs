//! `tafs hours`: the planned hours, for good or from a date on.

use std::fmt::Write;

use clap::Args;

use super::ctx::{Check, Ctx, Global};
use super::log::read_range;
use super::output;
use super::week_hours::{DAYS, describe_week, read_week};
use crate::config::{PlanText, write_plan, write_values};
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::hours::{Stretch, Turn};
use crate::domain::parse::parse_digits;
use crate::domain::parse::range::Range;
use crate::error::Error;

/// Which hours, and from when on.
#[derive(Args, Debug)]
pub(super) struct HoursArgs {
    /// The hours of each day; a day left out isn't a workday. Without them, what is planned
    #[arg(value_name = "HOURS")]
    hours: Vec<String>,
    /// From this day on; the weeks before keep their hours
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Repeat every N weeks; --week picks which one
    #[arg(long, value_name = "WEEKS")]
    every: Option<String>,
    /// Which of the N weeks; 1 is the week of --from
    #[arg(long, value_name = "NUMBER")]
    week: Option<String>,
}

pub(super) fn plan_hours(
    ctx: &Ctx,
    (global, check): (&Global, Check),
    asked: &HoursArgs,
) -> Result<(), Error> {
    let said = asked.hours.join(" ");
    let has_none = said.trim().is_empty();
    let turn = read_turn(asked)?;
    if has_none && asked.from.is_some() {
        return Err(Error::usage("--from goes with hours")
            .hint("write them: tafs hours \"mon-fri 08:30-17:30\" --from 2026-04-01"));
    } else if has_none {
        return output::result(&describe_plans(ctx));
    }
    let from = asked.from.as_ref().map(|from| read_day(ctx, from));
    let from = from.transpose()?;
    let known = week_of(ctx, from);
    let week =
        read_week(said.trim(), &known).map_err(|why| Error::usage(format!("{said}: {why}")))?;
    let (place, path) = (&ctx.config_place, ctx.config_place.path().display());
    let Some(from) = from else {
        let keys = DAYS.iter().map(|day| format!("hours.{day}"));
        let values: Vec<(String, &String)> = keys.zip(&week).collect();
        write_values(place, &values, check)?;
        ctx.message(format!("Planned: {} in {path}", describe_week(&week)));
        tell_past(global, check);
        return Ok(());
    };
    let plan = PlanText { from, turn, week };
    write_plan(place, &plan, check)?;
    let since = format::short_day(from, ctx.today());
    let (turn, week) = (turn_words(turn), describe_week(&plan.week));
    ctx.message(format!("From {since}{turn}: {week} in {path}"));
    ctx.aside("the weeks before keep their hours");
    Ok(())
}

/// Says once what hours that were just set do to the past, as any command would after them. A data file that can't be
/// read is no failure of the config.
pub(super) fn tell_past(global: &Global, check: Check) {
    if let Ok(ctx) = Ctx::new(global, check) {
        let _ = ctx.look();
    }
}

/// Of `--every` and `--week`; the config says which numbers there are.
fn read_turn(asked: &HoursArgs) -> Result<Option<Turn>, Error> {
    let number = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match parse_digits::<i64>(text) {
            Some(number) => Ok(Some(number)),
            None => Err(Error::usage(format!("{text} is not a number of weeks"))),
        },
    };
    match (number(&asked.every)?, number(&asked.week)?) {
        (Some(every), Some(number)) if asked.from.is_some() => Ok(Some(Turn { every, number })),
        (None, None) => Ok(None),
        (Some(_) | None, _) => Err(Error::usage("--every and --week go together, with --from")
            .hint("every second week, the first of them: --every 2 --week 1")),
    }
}

/// The day of `--from`.
fn read_day(ctx: &Ctx, said: &str) -> Result<Day, Error> {
    match read_range(ctx, said)? {
        Range::Days { first, last } if first == last => Ok(first),
        Range::Days { .. } | Range::All => Err(Error::usage(format!("{said} is not one day"))
            .hint("name a date, such as --from 2026-04-01")),
    }
}

/// What is planned for the weekdays at a day, or for good.
fn week_of(ctx: &Ctx, from: Option<Day>) -> [String; 7] {
    let hours = &ctx.config.hours;
    let mut week: [String; 7] = Default::default();
    for days in 0..7 {
        let day = from.unwrap_or_else(|| ctx.today()).plus(days);
        let weekday = day.weekday();
        let stretches = match from {
            Some(_) => hours.planned_on(day),
            None => hours.of_weekday(weekday),
        };
        week[weekday.num_days_from_monday() as usize] = stretches_text(stretches);
    }
    week
}

fn stretches_text(stretches: &[Stretch]) -> String {
    let time = format::time_of_day;
    let stretches = stretches.iter();
    let texts = stretches.map(|(from, to)| format!("{}-{}", time(*from), time(*to)));
    texts.collect::<Vec<_>>().join(", ")
}

fn turn_words(turn: Option<Turn>) -> String {
    let words = turn.map(|turn| format!(", week {} of {}", turn.number, turn.every));
    words.unwrap_or_default()
}

/// The hours, and what takes over from them, the earliest first.
fn describe_plans(ctx: &Ctx) -> String {
    let hours = &ctx.config.hours;
    let mut text = describe_week(&week_of(ctx, None)) + "\n";
    for plan in hours.plans().iter().rev() {
        let weekdays = plan.weekdays().map(stretches_text);
        let (from, turn) = (plan.from, turn_words(plan.turn));
        let _ = writeln!(text, "from {from}{turn}: {}", describe_week(&weekdays));
    }
    text
}
