//! Times, lengths, days and weeks to offer, each with what it means now.

use super::candidate::Candidate;
use super::world::World;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::parse::range::{NAMES, Range, parse_range};
use crate::domain::parse::week::parse_week;
use crate::domain::stamp::Length;

const MINUTES_AGO: [i64; 8] = [5, 10, 15, 20, 30, 45, 60, 90];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const LENGTHS: [&str; 7] = ["15m", "25m", "30m", "45m", "60m", "90m", "2h"];
/// So many weeks and days are listed.
const WEEKS: i64 = 10;
const DAYS: i64 = 14;
/// Once something is typed, months and quarters are listed so far back, in days.
const MONTHS: [i64; 12] = [0, 31, 61, 92, 122, 153, 183, 214, 244, 275, 305, 336];

/// Minutes ago, with the time that it was.
pub(super) fn ago(world: &World) -> Vec<Candidate> {
    let of = |minutes: i64| {
        let at = world.now().at.minus(Length::minutes(minutes));
        let clock = format::clock(world.calendar().here(at));
        Candidate::new(format!("-{minutes}m"), clock)
    };
    MINUTES_AGO.map(of).into()
}

pub(super) fn lengths() -> Vec<Candidate> {
    LENGTHS.map(|length| Candidate::new(length, "")).into()
}

pub(super) fn weeks(world: &World) -> Vec<Candidate> {
    let (now, calendar) = (world.now(), world.calendar());
    let this = calendar.week_of(calendar.day_of(now));
    let numbered = (-WEEKS..=2).rev();
    let numbered = numbered.map(|index| calendar.week_of(this.first.plus(7 * index)).to_string());
    let named = ["this", "last", "next"].map(str::to_owned);
    let all = named.into_iter().chain(numbered);
    let told = all.map(|word| {
        let week = parse_week(&word, now, calendar).ok();
        let days = week.map(|week| format::days(week.first, week.end().plus(-1)));
        Candidate::new(word, days.unwrap_or_default())
    });
    told.collect()
}

/// Ranges of days; `is_to_come` where they may lie ahead.
pub(super) fn days(world: &World, typed: &str, is_to_come: bool) -> Vec<Candidate> {
    let begun = typed.rfind("..").map_or(0, |at| at + "..".len());
    let calendar = world.calendar();
    let today = calendar.day_of(world.now());
    let ahead = ["today", "tomorrow", "week", "next-week"];
    let names = NAMES.iter().filter(|_| !is_to_come && begun == 0);
    let names = names.chain(ahead.iter().filter(|_| is_to_come));
    let mut words: Vec<String> = names.map(|word| (*word).to_owned()).collect();
    words.extend(WEEKDAYS.map(str::to_owned));
    if !is_to_come && begun == 0 {
        words.extend(["7d", "14d", "28d"].map(str::to_owned));
    }
    let dates = (0..DAYS).map(|index| if is_to_come { index } else { -index });
    let dates = dates.map(|index| today.plus(index).0.to_string());
    if typed.is_empty() {
        words.extend(dates.take(1));
    } else if begun == typed.len() {
        words.extend(dates);
    } else {
        words.extend(dates);
        words.extend(longer(world, today, is_to_come));
    }
    words
        .into_iter()
        .map(|word| range(world, &typed[..begun], &word))
        .collect()
}

/// Weeks, months, quarters and years by their numbers.
fn longer(world: &World, today: Day, is_to_come: bool) -> Vec<String> {
    let calendar = world.calendar();
    let turn = if is_to_come { 1 } else { -1 };
    let week = |index: i64| calendar.week_of(today.plus(7 * turn * index)).to_string();
    let mut words: Vec<String> = (0..WEEKS).map(week).collect();
    let months = MONTHS.map(|days| today.plus(turn * days).0.format("%Y-%m").to_string());
    words.extend(months);
    let year = calendar.fiscal_year_of(today);
    for year in [year, year - 1] {
        words.extend((1..=4).map(|quarter| format!("{year}-Q{quarter}")));
        words.extend([format!("FY{:02}", year.rem_euclid(100)), year.to_string()]);
    }
    words.extend((1..=4).map(|quarter| format!("Q{quarter}")));
    words
}

/// A range with its days, behind the beginning of a longer one.
fn range(world: &World, begun: &str, name: &str) -> Candidate {
    let about = match parse_range(name, world.now(), world.calendar()) {
        Ok(Range::Days { first, last }) if begun.is_empty() => format::days(first, last),
        Ok(Range::Days { .. }) | Err(_) => String::new(),
        Ok(Range::All) => "all that is on record".to_owned(),
    };
    Candidate::new(format!("{begun}{name}"), about)
}
