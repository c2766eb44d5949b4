//! What the values of the config file may be: hours, days, lengths, shares, activities.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use toml::de::DeValue;

use super::error::ConfigError;
use super::source::{Named, Table, ValueError, kind, parts};
use crate::domain::backup::Keep;
use crate::domain::block::{Activity, Category};
use crate::domain::calendar::{Day, Zone};
use crate::domain::hours::{Stretch, WorkHours};
use crate::domain::parse::duration::parse_duration;
use crate::domain::parse::{nearest, parse_digits};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::{
    ActivityKind, CAPTURE_LETTERS, COMMAND_LETTERS, Role, Taxonomy, Tier,
};
use crate::domain::text::composed;
use crate::exchange::calendars::check_pattern;
use crate::exchange::ics::find_zone;
use crate::insight::hidden::Hidden;

/// The keys of days are their first three letters.
const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];
/// As [`DAYS`].
const MONTHS: [(&str, u32); 12] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
];
const HOURS: &str = "write the hours as \"08:30-17:30\", several with commas between, none as \"\"";
const DATES: &str =
    "write days as \"2026-12-25\", or from the first to the last as \"2026-08-03..2026-08-14\"";
const LENGTH: &str = "write a length of time, such as \"20h\", \"1h30m\" or \"45m\"";
const SHARE: &str = "a goal is a share above 0 and up to 1: 0.45 is 45 %";
/// The longest leave that one entry may name; beyond it a year is probably mistyped.
const LONGEST_LEAVE: i64 = 366;

/// A text.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, ValueError> {
    text_or(value, "write text in quotes").map(|text| composed(text).into_owned())
}

fn text_or<'v>(value: &'v DeValue<'_>, right: &str) -> Result<&'v str, ValueError> {
    value.as_str().ok_or_else(|| ValueError::not(value, right))
}

/// One key, or a list of them.
pub(super) fn keys(value: &DeValue<'_>) -> Result<Vec<String>, ValueError> {
    let all: Option<Vec<String>> = match parts(value) {
        Some(parts) => parts
            .map(|part| part.get_ref().as_str().map(str::to_owned))
            .collect(),
        None => value.as_str().map(|key| vec![key.to_owned()]),
    };
    let right = "write one key, such as \"u\", or several, such as [\"u\", \"ctrl-z\"]";
    all.ok_or_else(|| ValueError::not(value, right))
}

/// Names of figures and alerts, in a list.
pub(super) fn hidden(value: &DeValue<'_>) -> Result<Hidden, ValueError> {
    let names = keys(value)
        .map_err(|_| ValueError::not(value, "write a list, such as [\"nurture\", \"busy\"]"))?;
    let mut hidden = Hidden::default();
    for name in names {
        if hidden.add(&name).is_none() {
            let known: Vec<&str> = Hidden::names().collect();
            let what = format!("has {name:?}, which is nothing to hide");
            let near = nearest(&name, known.iter().copied());
            let right = near.map_or_else(
                || format!("name one of {}", known.join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            return Err(ValueError::because(what, right));
        }
    }
    Ok(hidden)
}

/// Domains of mail addresses, in a list.
pub(super) fn domains(value: &DeValue<'_>) -> Result<Vec<String>, ValueError> {
    let right =
        "write the part behind the @ of your colleagues' addresses, such as [\"mycompany.com\"]";
    let names = keys(value).map_err(|_| ValueError::not(value, right))?;
    let is_domain = |name: &String| name.contains('.') && !name.contains(['@', ' ', '/']);
    match names.iter().find(|name| !is_domain(name)) {
        Some(name) => Err(ValueError::because(
            format!("has {name:?}, which isn't a domain"),
            right,
        )),
        None => Ok(names),
    }
}

/// Zones of the tz database, by the names that calendars give them.
pub(super) fn zones(table: &Table<'_>) -> Result<Vec<(String, Zone)>, ConfigError> {
    let named = table.named(|value| {
        let name = text_or(value, "name a zone, such as \"America/New_York\"")?;
        match find_zone(name) {
            Some(_) => Ok(vec![name.to_owned()]),
            None => Err(ValueError::because(
                format!("in [zones] is {name:?}, which isn't a time zone"),
                match nearest(name, Zone::names()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => "name one such as \"America/New_York\"".to_owned(),
                },
            )),
        }
    })?;
    let zone = |row: Named| Some((row.name, find_zone(row.values.first()?)?));
    Ok(named.into_iter().filter_map(zone).collect())
}

/// Files and folders of calendars: one, or a list of them, each as a shell would have it.
pub(super) fn calendars(value: &DeValue<'_>) -> Result<Vec<String>, ValueError> {
    let files = keys(value).map_err(|_| {
        ValueError::not(value, "write a list, such as [\"~/.calendars/work/*.ics\"]")
    })?;
    for file in &files {
        if file.trim().is_empty() {
            let right = "name a file or a folder, such as \"~/.calendars/work/*.ics\"";
            return Err(ValueError::because(
                "names no file".to_owned(),
                right.to_owned(),
            ));
        }
        if file.starts_with('~') && file.contains('/') && !file.starts_with("~/") {
            let what = "names the home folder of someone else, which isn't known here";
            let right = "write the whole path of the folder";
            return Err(ValueError::because(
                format!("is wrong: {file} {what}"),
                right.to_owned(),
            ));
        }
        if let Err(error) = check_pattern(file) {
            let what = format!("has {file:?}, which can't be read: {error}");
            let right = "* is any part of a name, ** any folders, and [*] a star itself";
            return Err(ValueError::because(what, right.to_owned()));
        }
    }
    Ok(files)
}

/// `true` or `false`.
pub(super) fn switch(value: &DeValue<'_>) -> Result<bool, ValueError> {
    value
        .as_bool()
        .ok_or_else(|| ValueError::not(value, "write true or false"))
}

/// `large` or `plain`.
pub(super) fn has_large_numerals(value: &DeValue<'_>) -> Result<bool, ValueError> {
    choice(value, &[("large", true), ("plain", false)])
}

/// Whole seconds from 1 to 60.
pub(super) fn strip_seconds(value: &DeValue<'_>) -> Result<Length, ValueError> {
    let right = "write whole seconds from 1 to 60";
    let number = value
        .as_integer()
        .ok_or_else(|| ValueError::not(value, right))?;
    let seconds = i64::from_str_radix(number.as_str(), number.radix()).ok();
    seconds
        .filter(|seconds| (1..=60).contains(seconds))
        .map(Length::seconds)
        .ok_or_else(|| ValueError::value(right))
}

/// How many copies of the file are kept.
pub(super) fn keep(value: &DeValue<'_>) -> Result<Keep, ValueError> {
    if value
        .as_integer()
        .is_some_and(|number| number.as_str() == "0")
    {
        return Ok(Keep::NONE);
    }
    let text = text_or(value, "write text in quotes, such as \"7 days, 4 weeks\"")?;
    Keep::parse(text).map_err(ValueError::value)
}

/// A share above 0 and up to 1.
pub(super) fn share(value: &DeValue<'_>) -> Result<f64, ValueError> {
    let text = match value {
        DeValue::Float(number) => number.as_str(),
        DeValue::Integer(number) => number.as_str(),
        DeValue::String(_) => return Err(ValueError::value(SHARE)),
        other => return Err(ValueError::not(other, SHARE)),
    };
    text.parse()
        .ok()
        .filter(|share| *share > 0.0 && *share <= 1.0)
        .ok_or_else(|| ValueError::value(SHARE))
}

/// A length of time above zero: `20h`, `1h30m`, `1:30`, `45m`.
pub(super) fn length(value: &DeValue<'_>) -> Result<Length, ValueError> {
    let length = parse_duration(text_or(value, LENGTH)?).ok();
    length
        .filter(|length| length.is_positive())
        .ok_or_else(|| ValueError::value(LENGTH))
}

/// A length of time of each week, which has no more than 168 hours.
pub(super) fn weekly(value: &DeValue<'_>) -> Result<Length, ValueError> {
    up_to(value, Length::hours(168), "a week has 168 hours")
}

/// A length of time of each day, which has no more than 24 hours.
pub(super) fn daily(value: &DeValue<'_>) -> Result<Length, ValueError> {
    up_to(value, Length::hours(24), "a day has 24 hours")
}

fn up_to(value: &DeValue<'_>, most: Length, whole: &str) -> Result<Length, ValueError> {
    let length = Some(length(value)?).filter(|length| *length <= most);
    length.ok_or_else(|| ValueError::value(whole))
}

/// The kind of seller.
pub(super) fn role(value: &DeValue<'_>) -> Result<Role, ValueError> {
    choice(value, &Role::ALL.map(|role| (role.name(), role)))
}

/// A category, by its name.
pub(super) fn category(value: &DeValue<'_>) -> Result<Category, ValueError> {
    choice(
        value,
        &Category::ALL.map(|category| (category.name(), category)),
    )
}

/// A day of the week, by its name or three letters of it.
pub(super) fn weekday(value: &DeValue<'_>) -> Result<Weekday, ValueError> {
    let word = value.as_str().unwrap_or_default();
    let short = DAYS
        .iter()
        .find(|(name, _)| name[..3].eq_ignore_ascii_case(word));
    short.map_or_else(|| choice(value, &DAYS), |(_, day)| Ok(*day))
}

/// A month, by its name or three letters of it, as its number.
pub(super) fn month(value: &DeValue<'_>) -> Result<u32, ValueError> {
    let word = value.as_str().unwrap_or_default();
    let short = MONTHS
        .iter()
        .find(|(name, _)| name[..3].eq_ignore_ascii_case(word));
    short.map_or_else(|| choice(value, &MONTHS), |(_, month)| Ok(*month))
}

fn choice<T: Copy>(value: &DeValue<'_>, choices: &[(&str, T)]) -> Result<T, ValueError> {
    let names = || choices.iter().map(|(name, _)| *name);
    let all = || {
        let quoted: Vec<String> = names().map(|name| format!("{name:?}")).collect();
        format!("write one of {}", quoted.join(", "))
    };
    let word = text_or(value, &all())?;
    let mut same = choices
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case(word));
    if let Some((_, chosen)) = same.next() {
        return Ok(*chosen);
    }
    // Of two or three letters everything is near.
    let near = nearest(word, names()).filter(|name| name.len() > 3);
    Err(ValueError::value(
        near.map_or_else(all, |name| format!("did you mean {name:?}?")),
    ))
}

/// When a new day begins: in the first half of it.
pub(super) fn day_start(value: &DeValue<'_>) -> Result<Length, ValueError> {
    let right = "write a time from \"00:00\" to \"11:59\"";
    let start = clock(text_or(value, right)?);
    start
        .filter(|start| *start < Length::hours(12))
        .ok_or_else(|| ValueError::value(right))
}

/// The planned hours; a weekday that is not named is not a workday.
pub(super) fn hours(table: &Table<'_>) -> Result<WorkHours, ConfigError> {
    let mut hours = WorkHours::none();
    for (name, weekday) in DAYS {
        if let Some(stretches) = table.read(&name[..3], stretches)? {
            hours.set(weekday, stretches);
        }
    }
    for ((before, one), (name, next)) in DAYS.into_iter().zip(DAYS.into_iter().cycle().skip(1)) {
        let ends = hours.of_weekday(one).last().map(|(_, to)| *to - WHOLE_DAY);
        let begins = hours.of_weekday(next).first().map(|(from, _)| *from);
        if begins.zip(ends).is_some_and(|(begins, ends)| begins < ends) {
            let what = format!("{} begins before the night of {before} ends", &name[..3]);
            return Err(table.error_of(&name[..3], what, APART.to_owned()));
        }
    }
    Ok(hours)
}

const WHOLE_DAY: Length = Length::hours(24);
const APART: &str = "write the hours in order and apart";

/// Stretches of a day, `09:00-12:00, 13:00-18:00`.
pub(super) fn stretches(value: &DeValue<'_>) -> Result<Vec<Stretch>, ValueError> {
    let mut all: Vec<Stretch> = Vec::new();
    let text = text_or(value, HOURS)?;
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|_| !text.trim().is_empty())
    {
        let times = part
            .split_once('-')
            .and_then(|(from, to)| clock(from).zip(clock(to)));
        let (from, to) =
            times.ok_or_else(|| ValueError::because(format!("has {part:?}"), HOURS))?;
        if to == from || from == WHOLE_DAY {
            let what = format!("has {part:?}, which has no length");
            return Err(ValueError::because(what, HOURS));
        }
        // An end before the beginning is on the next day.
        let to = if to < from { to + WHOLE_DAY } else { to };
        if all.last().is_some_and(|(_, end)| from < *end) {
            let what = format!("has {part:?}, which begins before the hours ahead of it end");
            return Err(ValueError::because(what, APART));
        }
        all.push((from, to));
    }
    Ok(all)
}

/// `8:30`, `08:30`, and `24:00` for the end of the day.
fn clock(text: &str) -> Option<Length> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (
        parse_digits::<i64>(hours).filter(|hours| *hours <= 24)?,
        parse_digits::<i64>(minutes).filter(|number| minutes.len() == 2 && *number < 60)?,
    );
    Some(Length::minutes(hours * 60 + minutes)).filter(|time| *time <= Length::hours(24))
}

/// Days, and stretches of days.
pub(super) fn dates(value: &DeValue<'_>) -> Result<BTreeSet<Day>, ValueError> {
    let parts = parts(value).ok_or_else(|| ValueError::not(value, format!("{DATES}, in [ ]")))?;
    let mut days = BTreeSet::new();
    for part in parts {
        let shown = match part.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            other => kind(other),
        };
        let wrong = || ValueError {
            at: Some(part.span()),
            ..ValueError::because(format!("has {shown:?}"), DATES)
        };
        let (first, last) = shown.split_once("..").unwrap_or((&shown, &shown));
        let (first, last) = date(first).zip(date(last)).ok_or_else(wrong)?;
        if !(0..LONGEST_LEAVE).contains(&last.since(first)) {
            return Err(wrong());
        }
        days.extend((0..=last.since(first)).map(|index| first.plus(index)));
    }
    Ok(days)
}

/// A day, as `2026-04-01`.
pub(super) fn date(text: &str) -> Option<Day> {
    let text = text.trim();
    (text.len() == 10)
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
        .map(Day)
}

/// An activity of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnLetter {
    pub category: Category,
    pub letter: char,
    /// The activity in whose place it is put, if it is put in the place of one.
    pub replaces: Option<String>,
}

/// Puts the activities of the file in their places.
pub(super) fn activities(
    table: &Table<'_>,
    taxonomy: &mut Taxonomy,
) -> Result<Vec<OwnLetter>, ConfigError> {
    let mut own = Vec::new();
    for category in Category::WORK {
        let Some(letters) = table.table(category.name())? else {
            continue;
        };
        let names: Vec<String> = letters.names().map(str::to_owned).collect();
        for name in names {
            let kind = activity(&letters, &name, taxonomy.kinds(category))?;
            let same = taxonomy
                .by_name(category, &kind.name)
                .map(|other| other.letter);
            if let Some(letter) = same.filter(|letter| *letter != kind.letter) {
                let what = format!(
                    "{:?} is the name of the activity {letter} already",
                    kind.name
                );
                let right = format!("take another name, or change {letter} instead");
                return Err(letters.error_of(&name, what, right));
            }
            if same.is_none() {
                let replaced = taxonomy.by_letter(category, kind.letter);
                own.push(OwnLetter {
                    category,
                    letter: kind.letter,
                    replaces: replaced.map(|replaced| replaced.name.clone()),
                });
            }
            taxonomy.set(category, kind);
        }
    }
    Ok(own)
}

/// The letters that an activity may have, those first that are no key of the screen by default.
const FREE_FIRST: &str = "vhweptjyxzfcgkmir";

/// A letter that is nothing else yet, in words that end a hint.
fn free_letter(letters: &Table<'_>, known: &[ActivityKind]) -> Option<char> {
    let written: Vec<&str> = letters.names().collect();
    let is_free = |free: &char| {
        known.iter().all(|kind| kind.letter != *free)
            && !written.contains(&free.to_string().as_str())
    };
    FREE_FIRST.chars().find(is_free)
}

/// The letter of the activity that a line names anew, though it has another one.
fn own_letter_of(letters: &Table<'_>, key: &str, known: &[ActivityKind]) -> Option<String> {
    let table = letters.table(key).ok().flatten()?;
    let name = table.read("name", text).ok().flatten()?;
    let mut known = known.iter();
    let kind = known.find(|kind| kind.name.eq_ignore_ascii_case(&name))?;
    Some(format!(
        "{} is {letter} now: write {letter} in place of {key}, or take the line out",
        kind.name,
        letter = kind.letter
    ))
}

/// A letter that starts nothing, undoes nothing and is not a digit.
fn activity_letter(
    letters: &Table<'_>,
    key: &str,
    known: &[ActivityKind],
) -> Result<char, ConfigError> {
    let letter = key
        .chars()
        .next()
        .filter(|letter| key.len() == 1 && letter.is_ascii_lowercase());
    let is_taken =
        |letter: &char| CAPTURE_LETTERS.contains(*letter) || COMMAND_LETTERS.contains(*letter);
    if let Some(letter) = letter.filter(|letter| !is_taken(letter)) {
        return Ok(letter);
    }
    let free = free_letter(letters, known);
    let such_as = free.map_or_else(String::new, |free| format!(", such as {free}"));
    let taken: Vec<String> = CAPTURE_LETTERS.chars().map(String::from).collect();
    let taken = taken.join(", ");
    let right = match letter {
        Some(letter) if COMMAND_LETTERS.contains(letter) => {
            let why = "n, u and q write a note, undo and quit";
            match (own_letter_of(letters, key, known), free) {
                (Some(own), _) => format!("{own}; {why}"),
                (None, Some(free)) => format!("{why}: take {free}, which is free"),
                (None, None) => why.to_owned(),
            }
        }
        Some(_) => format!(
            "it always starts a category, a break or the time off: take another one than {taken}{such_as}"
        ),
        None if key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("digits are minutes: take a small letter other than {taken}{such_as}")
        }
        None => format!("take a small letter other than {taken}{such_as}"),
    };
    let what = format!("{key} cannot be an activity's letter");
    Err(letters.error_of(key, what, right))
}

fn activity(
    letters: &Table<'_>,
    key: &str,
    known: &[ActivityKind],
) -> Result<ActivityKind, ConfigError> {
    let letter = activity_letter(letters, key, known)?;
    let example = format!(
        "write it as {key} = {{ name = \"site-visit\", live = false, tier = \"necessary\" }}"
    );
    letters.read(key, |value| {
        if value.is_table() {
            Ok(())
        } else {
            Err(ValueError::not(value, example))
        }
    })?;
    let nameless = || {
        let what = format!("the activity {key} has no name");
        let right = format!("give it one: {key} = {{ name = \"site-visit\" }}");
        letters.error_of(key, what, right)
    };
    let table = letters.table(key)?.ok_or_else(nameless)?;
    table.check_names(&["name", "live", "tier", "hint"])?;
    let name = table.read("name", activity_name)?.ok_or_else(nameless)?;
    Ok(ActivityKind {
        letter,
        name,
        hint: table.read("hint", text)?.unwrap_or_default(),
        tier: table
            .read("tier", |value| {
                choice(value, &Tier::ALL.map(|tier| (tier.name(), tier)))
            })?
            .unwrap_or(Tier::Necessary),
        live: table.read("live", switch)?.unwrap_or_default(),
    })
}

fn activity_name(value: &DeValue<'_>) -> Result<String, ValueError> {
    let word = text(value)?;
    let name = Activity::new(&word)
        .map_err(|fault| ValueError::because(fault.to_string(), "write a short name"))?;
    // A single letter would be read as the letter of an activity, white space as the end of the name.
    if name.as_str().chars().count() < 2 || name.as_str().contains(char::is_whitespace) {
        let right = "write one word of two letters or more, such as \"site-visit\"";
        return Err(ValueError::value(right));
    }
    Ok(name.as_str().to_owned())
}
