//! What the options of `tafs import` mean: formats, zones, orders of dates, rules, days.

use std::ffi::OsStr;
use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};

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
use crate::exchange::ExchangeError;
use crate::exchange::field::NamedColumns;
use crate::exchange::ics::find_zone;
use crate::exchange::presets::presets;
use crate::exchange::source::{DateOrder, Format};

/// Tools whose exports say how long, but not when.
const WITHOUT_TIMES: [(&str, &str); 1] = [(
    "rescuetime",
    "RescueTime's export holds durations without blocks: seconds of an hour, not what the work was",
)];

/// What a file is asked to be read as.
#[derive(Default)]
pub(super) struct Asked {
    /// `None` where the file is to tell.
    pub(super) format: Option<Format>,
    /// What its columns mean, where a person has said it.
    pub(super) columns: Option<NamedColumns>,
    /// The name of a source in the config.
    pub(super) source: Option<String>,
}

/// What the name of a format and the columns of a command line ask for.
pub(super) fn asked(ctx: &Ctx, name: Option<&str>, columns: Option<&str>) -> Result<Asked, Error> {
    let columns = columns.map(read_columns).transpose()?;
    let Some(name) = name else {
        return Ok(Asked {
            format: columns.is_some().then_some(Format::Columns),
            columns,
            source: None,
        });
    };
    if let Some((_, why)) = WITHOUT_TIMES.iter().find(|(known, _)| *known == name) {
        return Err(Error::failed(*why).hint(
            "take in your calendar of that time, or write start and end into a CSV file: tafs import csv",
        ));
    }
    if let Some(format) = formats().find(|format| format.name() == name) {
        let format = with_columns(format, columns.is_some())?;
        return Ok(Asked {
            format: Some(format),
            columns,
            source: None,
        });
    }
    let sources = &ctx.config.sources;
    if let Some(source) = sources.iter().find(|source| source.name == name) {
        return Ok(Asked {
            format: Some(Format::Columns),
            columns: columns.or_else(|| Some(source.columns.clone())),
            source: Some(name.to_owned()),
        });
    }
    let mut names: Vec<&str> = formats().map(Format::name).collect();
    names.extend(sources.iter().map(|source| source.name.as_str()));
    let hint = nearest(name, names.iter().copied()).map_or_else(
        || format!("leave it out, or name one of {}", names.join(", ")),
        |near| format!("did you mean {near}?"),
    );
    Err(Error::usage(format!("{name} isn't a format")).hint(hint))
}

/// All formats that have a name.
pub(super) fn formats() -> impl Iterator<Item = Format> {
    let presets = presets().map(|preset| Format::Preset(preset.name));
    Format::ALL.iter().copied().chain(presets)
}

/// The name of a format; a source of the config has one too, so any word will do.
#[derive(Clone)]
pub(super) struct FormatName;

impl TypedValueParser for FormatName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            formats().map(|format| PossibleValue::new(format.name())),
        ))
    }
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

/// What the columns of a sheet mean.
fn read_columns(text: &str) -> Result<NamedColumns, Error> {
    NamedColumns::parse(text)
        .map_err(|wrong| Error::usage(format!("--columns: {}", wrong.what)).hint(wrong.hint))
}

/// The format, read by the columns that are named; only a sheet has any.
fn with_columns(format: Format, named: bool) -> Result<Format, Error> {
    match format {
        format if !named => Ok(format),
        Format::Csv | Format::Columns => Ok(Format::Columns),
        format => Err(Error::usage(format!(
            "--columns goes with csv: {} has columns of its own",
            format.name()
        ))
        .hint("leave it out, or write tafs import csv")),
    }
}

/// Refuses to look for a person where no source says whose time it is.
pub(super) fn check_person(person: Option<&str>, format: Format) -> Result<(), Error> {
    let names_people = match format {
        Format::Columns | Format::Preset(_) | Format::Toggl | Format::Clockify => true,
        Format::Json
        | Format::Csv
        | Format::Timewarrior
        | Format::Watson
        | Format::Klog
        | Format::Bartib
        | Format::Hours
        | Format::ActivityWatch
        | Format::Ics => false,
    };
    if person.is_none() || names_people {
        return Ok(());
    }
    let name = format.name();
    Err(
        Error::usage(format!("--person: {name} doesn't say whose time it holds"))
            .hint("leave it out; with --columns \"person=…\" a sheet says it"),
    )
}

/// Why a file can't be imported. The name of a format alone is a command that lacks its file.
pub(super) fn wrong_file(ctx: &Ctx, file: &Path, name: &Path, error: ExchangeError) -> Error {
    let word = file.to_str().filter(|_| !file.exists()).unwrap_or_default();
    let is_source = ctx.config.sources.iter().any(|source| source.name == word);
    if is_source || formats().any(|format| format.name() == word) {
        return Error::usage(format!("{word} is a format, and no file is named"))
            .hint(format!("name the file too: tafs import {word} FILE"));
    }
    Error::in_file(name, error)
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
        let name = name.trim().to_owned();
        if zones
            .iter()
            .any(|(known, _): &(String, Zone)| known.eq_ignore_ascii_case(&name))
        {
            return Err(
                Error::usage(format!("--zone says twice what {name:?} is")).hint("say it once")
            );
        }
        zones.push((name, zone_of(zone.trim())?));
    }
    zones.extend(ctx.config.zones.iter().cloned());
    Ok(zones)
}

fn zone_of(name: &str) -> Result<Zone, Error> {
    find_zone(name).or_else(|| offset(name).map(Zone::Fixed)).ok_or_else(|| {
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

/// The rules of the command line, those that were chosen in a terminal, then those of the config.
pub(super) fn classify(ctx: &Ctx, asked: &[String], chosen: &[Rule]) -> Result<Classify, Error> {
    let read = |text: &String| {
        parse_rule(text, ctx.taxonomy()).map_err(|error| parse_error::mark(text, error))
    };
    let mut rules = asked
        .iter()
        .map(read)
        .collect::<Result<Vec<Rule>, Error>>()?;
    rules.extend_from_slice(chosen);
    let classify = Classify::new(&rules, &ctx.config.rules, ctx.taxonomy());
    Ok(classify.at_home(&ctx.config.domains))
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
