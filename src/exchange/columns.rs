//! The columns that a person names, on the command line or in the config: which header means what. Knows no rows.

use super::field::{Field, LengthUnit, NamedColumns};
use super::sheet::{Column, Sheet, plain};
use super::source::ParseError;
use crate::domain::parse::nearest;

/// How to name columns, for whoever didn't.
const EXAMPLE: &str = "name them as the file does, such as --columns \"start=Started at,duration=Length (s),title=Subject\"";

impl NamedColumns {
    /// Reads `start=Started at,duration=Length:s`. A comma that no word and = follow belongs to the name before it.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for part in text.split(',') {
            let word = |name: &str| {
                let name = name.trim();
                let is_word = |c: char| c.is_ascii_lowercase() || c == '_' || c == '-';
                !name.is_empty() && name.chars().all(is_word)
            };
            match (part.split_once('='), pairs.last_mut()) {
                (Some((name, header)), _) if word(name) => {
                    pairs.push((name.trim().replace('-', "_"), header.to_owned()));
                }
                (_, Some((_, header))) => {
                    header.push(',');
                    header.push_str(part);
                }
                (_, None) => {
                    return Err(ParseError::new(
                        format!("{:?} names no column", part.trim()),
                        EXAMPLE,
                    ));
                }
            }
        }
        let mut columns = Self::default();
        for (name, header) in &pairs {
            columns.add(name, header)?;
        }
        columns.check()?;
        Ok(columns)
    }

    /// Says what a column means: `start`, `duration`, …; the unit of lengths may stand behind a colon.
    pub fn add(&mut self, name: &str, header: &str) -> Result<(), ParseError> {
        let names = || Field::NAMED.into_iter().map(|(name, _)| name);
        let Some((_, field)) = Field::NAMED.into_iter().find(|(known, _)| *known == name) else {
            let all: Vec<&str> = names().collect();
            return Err(ParseError {
                what: format!("no column can be {name:?}"),
                hint: nearest(name, names()).map_or_else(
                    || format!("there are {}", all.join(", ")),
                    |near| format!("did you mean {near}?"),
                ),
            });
        };
        if self.columns.iter().any(|(known, _)| *known == field) {
            return Err(ParseError::new(
                format!("{name} is named twice"),
                "give each a column once",
            ));
        }
        let mut header = header.trim();
        if field == Field::Length
            && let Some((before, unit)) = header.rsplit_once(':')
            && let Some((_, unit)) = LengthUnit::NAMED
                .into_iter()
                .find(|(name, _)| *name == unit)
        {
            header = before.trim();
            self.unit = Some(unit);
        }
        if header.is_empty() {
            return Err(ParseError::new(format!("{name} has no column"), EXAMPLE));
        }
        self.columns.push((field, header.to_owned()));
        Ok(())
    }

    /// Refuses columns from which no block can be made.
    pub fn check(&self) -> Result<(), ParseError> {
        let has = |field| self.columns.iter().any(|(known, _)| *known == field);
        let (start, end, length) = (has(Field::Start), has(Field::End), has(Field::Length));
        let what = if !(start || end && length) {
            "no column says when it began"
        } else if !end && !length {
            "no column says how long it was: an end or a duration"
        } else {
            return Ok(());
        };
        Err(ParseError::new(what, EXAMPLE))
    }

    /// Where the columns are in a sheet. One that it doesn't have is refused with those that it has.
    pub(super) fn find(&self, sheet: &Sheet) -> Result<Vec<(Field, Column)>, ParseError> {
        let find = |(field, header): &(Field, String)| {
            let column = sheet.column(&[header]);
            if column.is_there() {
                return Ok((*field, column));
            }
            let all: Vec<&str> = sheet.names.iter().map(String::as_str).collect();
            let has = format!("it has {}", all.join(", "));
            let slip = all.iter().find(|name| plain(name).contains(&plain(header)));
            let near = nearest(header, all.iter().copied()).or(slip.copied());
            Err(ParseError {
                what: format!("there is no column {header:?}"),
                hint: near.map_or_else(
                    || has.clone(),
                    |near| format!("did you mean {near:?}? {has}"),
                ),
            })
        };
        self.columns.iter().map(find).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match NamedColumns::parse(text) {
            Ok(found) => {
                let pairs = found
                    .columns
                    .iter()
                    .map(|(field, name)| format!("{field:?}={name}"));
                format!("{} {:?}", pairs.collect::<Vec<_>>().join("|"), found.unit)
            }
            Err(wrong) => format!("{} | {}", wrong.what, wrong.hint),
        }
    }

    #[test]
    fn columns_are_named_and_mistakes_refused() {
        let cases = [
            ("start=Begin,end=Stop", "Start=Begin|End=Stop None"),
            (
                "start=Start, local,duration=Length:ms, title = A = B",
                "Start=Start, local|Length=Length|Title=A = B Some(Milliseconds)",
            ),
            (
                "start=At,duration=Length:x,all-day=Whole day",
                "Start=At|Length=Length:x|AllDay=Whole day None",
            ),
            ("end=E,duration=D", "End=E|Length=D None"),
            (
                "strat=A,end=B",
                "no column can be \"strat\" | did you mean start?",
            ),
            (
                "start=A,start=B",
                "start is named twice | give each a column once",
            ),
            ("start=,end=B", "start has no column | name them as"),
            (
                "start=A",
                "no column says how long it was: an end or a duration | name",
            ),
            ("end=A", "no column says when it began | name them"),
            ("Start", "\"Start\" names no column | name them"),
            ("", "\"\" names no column | name them"),
        ];
        for (text, expected) in cases {
            assert!(told(text).starts_with(expected), "{text}: {}", told(text));
        }
    }
}
