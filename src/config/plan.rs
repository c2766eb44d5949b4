//! `[[plan]]`: planned hours from a date on, of all weeks or of every second, third, …

use toml::de::DeValue;

use super::error::ConfigError;
use super::source::{Table, ValueError};
use super::tables::{PLAN, PLAN_KEYS};
use super::values;
use crate::domain::calendar::{Calendar, Day};
use crate::domain::hours::{Plan, Turn};

/// Every how many weeks a plan may come round.
const MOST_WEEKS: i64 = 12;

/// The plans of the file, in its order. `calendar` knows where weeks begin.
pub(super) fn read_plans(root: &Table<'_>, calendar: &Calendar) -> Result<Vec<Plan>, ConfigError> {
    let mut plans: Vec<Plan> = Vec::new();
    for (line, table) in root.tables(PLAN)? {
        table.check_names(&PLAN_KEYS)?;
        let plan = read_plan(line, &table, calendar)?;
        let same = |known: &&Plan| known.from == plan.from && known.turn == plan.turn;
        if plans.iter().any(|known| same(&known)) {
            let what = format!("another plan begins on {} too", plan.from);
            return Err(table.error_in(line, what, "keep one of the two"));
        }
        plans.push(plan);
    }
    Ok(plans)
}

fn read_plan(line: usize, table: &Table<'_>, calendar: &Calendar) -> Result<Plan, ConfigError> {
    let Some(from) = table.read("from", date)? else {
        let what = "the plan does not say from when".to_owned();
        return Err(table.error_in(line, what, "add a date, such as from = \"2026-04-01\""));
    };
    let every = table.read("every", |value| whole(value, 2, MOST_WEEKS))?;
    let number = table.read("week", |value| whole(value, 1, every.unwrap_or(MOST_WEEKS)))?;
    let turn = match (every, number) {
        (Some(every), Some(number)) => Some(Turn { every, number }),
        (None, None) => None,
        (Some(every), None) => {
            let right = format!("add the number of its week: week = 1 to week = {every}");
            return Err(table.error_in(line, "the plan has no week".to_owned(), &right));
        }
        (None, Some(_)) => {
            let right = "add how many weeks there are: every = 2";
            return Err(table.error_in(line, "the plan has a week of no every".to_owned(), right));
        }
    };
    let hours = values::hours(table)?;
    let first = calendar.week_of(from).first;
    Ok(Plan::new(from, first, turn, &hours))
}

fn date(value: &DeValue<'_>) -> Result<Day, ValueError> {
    let right = "write a day as \"2026-04-01\"";
    let shown = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        other => return Err(ValueError::not(other, right)),
    };
    values::date(&shown).ok_or_else(|| ValueError::value(right))
}

fn whole(value: &DeValue<'_>, least: i64, most: i64) -> Result<i64, ValueError> {
    let right = format!("write a whole number from {least} to {most}");
    let Some(number) = value.as_integer() else {
        return Err(ValueError::not(value, right));
    };
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
    let number = number.filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| ValueError::value(right))
}
