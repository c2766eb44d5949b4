//! What the options of `tafs import` mean: formats, zones, orders of dates, rules, days.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::ctx::Ctx;
use crate::cli::{log, parse_error};
use crate::domain::arrival::Overlap;
use crate::domain::calendar::Zone;
use crate::domain::classify::{Classify, Rule};
use crate::domain::parse::classify::parse_rule;
use crate::domain::parse::nearest;
use crate::domain::parse::range::Range;
use crate::domain::stamp::{Offset, Span, Stamp};
use crate::error::Error;
use crate::exchange::source::{DateOrder, Format};

/// Tools whose exports say how long, but not when.
const WITHOUT_TIMES: [(&str, &str); 3] = [
    (
        "harvest",
        "Harvest's export holds durations without blocks: the hours of a day, not when they were",
    ),
    (
        "rescuetime",
        "RescueTime's export holds durations without blocks: seconds of an hour, not what the work was",
    ),
    (
        "activitywatch",
        "ActivityWatch's export holds durations without blocks: seconds of each window, not what the work was",
    ),
];

/// Where blocks are to come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum ImportFormat {
    /// What can be read.
    Format(Format),
    /// What cannot, and why.
    WithoutTimes(&'static str),
}

impl ImportFormat {
    /// The format, or why there is none.
    pub(super) fn format(self) -> Result<Format, Error> {
        match self {
            Self::Format(format) => Ok(format),
            Self::WithoutTimes(why) => Err(Error::failed(why)
                .hint("take in your calendar of that time, or write start and end into a CSV file: tafs import csv")),
        }
    }
}

/// Reads the name of a format.
pub(super) fn format() -> impl TypedValueParser<Value = ImportFormat> {
    let hidden = WITHOUT_TIMES.map(|(name, _)| PossibleValue::new(name).hide(true));
    let shown = Format::ALL
        .iter()
        .map(|format| PossibleValue::new(format.name()));
    PossibleValuesParser::new(shown.chain(hidden)).try_map(|word| {
        let without = WITHOUT_TIMES
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, why)| ImportFormat::WithoutTimes(why));
        let format = Format::ALL
            .iter()
            .find(|format| format.name() == word)
            .map(|format| ImportFormat::Format(*format));
        without
            .or(format)
            .ok_or_else(|| format!("{word} isn't a format"))
    })
}

/// Reads what becomes of overlaps.
pub(super) fn overlap() -> impl TypedValueParser<Value = Overlap> {
    const NAMES: [(&str, Overlap); 3] = [
        ("trim", Overlap::Trim),
        ("skip", Overlap::Skip),
        ("refuse", Overlap::Refuse),
    ];
    PossibleValuesParser::new(NAMES.map(|(name, _)| name)).try_map(|word| {
        let found = NAMES.iter().find(|(name, _)| *name == word);
        found
            .map(|(_, overlap)| *overlap)
            .ok_or_else(|| format!("{word} is none of them"))
    })
}

/// The order of a date: `dmy`, `DD/MM/YYYY`, `day-first`, and so for the month.
pub(super) fn order(text: &str) -> Result<DateOrder, String> {
    let letters: String = text
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    match letters.as_str() {
        "dmy" | "dmyy" | "ddmmyyyy" | "ddmmyy" | "dmyyyy" | "dayfirst" => Ok(DateOrder::DayFirst),
        "mdy" | "mdyy" | "mmddyyyy" | "mmddyy" | "mdyyyy" | "monthfirst" => Ok(DateOrder::MonthFirst),
        _ => Err("write dmy for 31/12/2026 or mdy for 12/31/2026; dates with the year first need no order".to_owned()),
    }
}

/// The zone that is named, else the person's own.
pub(super) fn zone(ctx: &Ctx, name: Option<&str>) -> Result<Zone, Error> {
    name.map_or(Ok(ctx.zone), zone_of)
}

/// The zones of names that only a calendar knows: those of the command line, then those of the config.
pub(super) fn named_zones(ctx: &Ctx, pairs: &[String]) -> Result<Vec<(String, Zone)>, Error> {
    let mut zones = Vec::with_capacity(pairs.len());
    for pair in pairs {
        // A name may hold an equals sign; no zone does.
        let Some((name, zone)) = pair
            .rsplit_once('=')
            .filter(|(name, _)| !name.trim().is_empty())
        else {
            return Err(Error::usage(format!("{pair:?} names no zone")).hint(
                "write the name and the zone that it is: --zone \"Head office=America/New_York\"",
            ));
        };
        zones.push((name.trim().to_owned(), zone_of(zone.trim())?));
    }
    zones.extend(ctx.config.zones.iter().cloned());
    Ok(zones)
}

fn zone_of(name: &str) -> Result<Zone, Error> {
    Zone::named(name).or_else(|| offset(name).map(Zone::Fixed)).ok_or_else(|| {
        let error = Error::usage(format!("{name:?} isn't a time zone"));
        match nearest(name, Zone::names()) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint("name one such as Europe/Berlin or America/New_York, or an offset such as +01:00"),
        }
    })
}

/// `+01:00`, `-0530`, `+2`: east of Greenwich is positive.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), _) => parts,
        (None, 4) if digits.is_ascii() => digits.split_at(2),
        (None, _) => (digits, "0"),
    };
    let number = |text: &str| {
        text.parse::<i32>()
            .ok()
            .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours <= 18 && minutes < 60)
        .then(|| Offset::new(sign * (hours * 3600 + minutes * 60)))
        .flatten()
}

/// The days from the first to the last that is named, as the person's calendar has them.
pub(super) fn days(ctx: &Ctx, from: Option<&str>, to: Option<&str>) -> Result<Option<Span>, Error> {
    let read = |text: Option<&str>| -> Result<Option<Span>, Error> {
        let range = text.map(|text| log::read_range(ctx, text)).transpose()?;
        Ok(range
            .filter(|range| *range != Range::All)
            .map(|range| range.span(ctx.calendar())))
    };
    let (first, last) = (read(from)?, read(to)?);
    if first.is_none() && last.is_none() {
        return Ok(None);
    }
    let start = first.map_or(Stamp::MIN, Span::start);
    let span = Span::new(start, last.map_or(Stamp::MAX, Span::end));
    span.map(Some).ok_or_else(|| {
        Error::usage("the day of --to lies before the day of --from")
            .hint("name the earlier day with --from")
    })
}

/// The rules of the command line, then those of the config.
pub(super) fn classify(ctx: &Ctx, asked: &[String]) -> Result<Classify, Error> {
    let read = |text: &String| {
        parse_rule(text, ctx.taxonomy()).map_err(|error| parse_error::mark(text, error))
    };
    let rules = asked
        .iter()
        .map(read)
        .collect::<Result<Vec<Rule>, Error>>()?;
    Ok(Classify::new(&rules, &ctx.config.rules, ctx.taxonomy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_of_dates_are_read_in_several_spellings() {
        let cases = [
            ("dmy", Some(DateOrder::DayFirst)),
            ("DD/MM/YYYY", Some(DateOrder::DayFirst)),
            ("d.m.yyyy", Some(DateOrder::DayFirst)),
            ("mdy", Some(DateOrder::MonthFirst)),
            ("MM-DD-YYYY", Some(DateOrder::MonthFirst)),
            ("m/d/yy", Some(DateOrder::MonthFirst)),
            ("ymd", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(order(text).ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn offsets_are_positive_to_the_east() {
        let cases = [
            ("+01:00", Some("+01:00")),
            ("-0530", Some("-05:30")),
            ("+2", Some("+02:00")),
            ("2", None),
            ("+25:00", None),
            ("+1:75", None),
            ("+a", None),
            ("+", None),
            ("+é1", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                offset(text).map(|offset| offset.to_string()).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }
}
