//! The config file as tables whose every name and value knows its line. Knows nothing of what they mean.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::tables::{LISTS, TABLES};
use crate::domain::parse::nearest;
use crate::domain::text;

/// A longer line is not shown.
const MARKED: usize = 100;

/// A name of the file whose meaning others know, with what stands there for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name of an action, or of a key.
    pub name: String,
    /// One or several values.
    pub values: Vec<String>,
    pub line: usize,
    /// The line and a mark under the name in it.
    pub marked: String,
}

/// The text of the file, and its path for errors.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

/// A table of the file.
pub(super) struct Table<'a> {
    source: Source<'a>,
    name: String,
    rows: DeTable<'a>,
}

/// Why a value is not taken: what it is, and what would be right.
#[derive(Debug)]
pub(super) struct ValueError {
    /// What is wrong, to be read after the key's name; `None` to name the value.
    pub(super) what: Option<String>,
    pub(super) right: String,
    /// Where in the value, if it is not all of it.
    pub(super) at: Option<Range<usize>>,
}

impl ValueError {
    /// The value as such is wrong.
    pub(super) fn value(right: impl Into<String>) -> Self {
        let (what, right, at) = (None, right.into(), None);
        Self { what, right, at }
    }

    /// The value is of another kind.
    pub(super) fn not(value: &DeValue<'_>, right: impl Into<String>) -> Self {
        Self::because(format!("is {}", kind(value)), right)
    }

    /// This is wrong with the value.
    pub(super) fn because(what: impl Into<String>, right: impl Into<String>) -> Self {
        let (what, right, at) = (Some(what.into()), right.into(), None);
        Self { what, right, at }
    }
}

impl Named {
    /// A value that stands in no file.
    pub(super) fn unplaced(value: &str) -> Self {
        Self {
            name: String::new(),
            values: vec![value.to_owned()],
            line: 0,
            marked: String::new(),
        }
    }

    /// The first value.
    pub fn value(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }
}

impl<'a> Source<'a> {
    /// The file as one table of tables.
    pub(super) fn root(self) -> Result<Table<'a>, ConfigError> {
        let rows = DeTable::parse(self.text).map_err(|error| ConfigError::Syntax {
            path: self.path.to_owned(),
            line: self.line(error.span().map_or(0, |span| span.start)),
            source: error,
        })?;
        Ok(Table {
            source: self,
            name: String::new(),
            rows: rows.into_inner(),
        })
    }

    fn line(self, at: usize) -> usize {
        let before = self.text.bytes().take(at);
        before.filter(|byte| *byte == b'\n').count() + 1
    }

    /// The line of a place, and a mark under the place; nothing where the line is too long to be read.
    fn marked(self, place: &Range<usize>) -> String {
        let start = self.text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let line = self.text[start..].lines().next().unwrap_or_default();
        let (before, rest) = line.split_at((place.start - start).min(line.len()));
        let shown = text::visible(line);
        if text::width(&shown) > MARKED {
            return String::new();
        }
        let length = place.len().min(rest.len());
        let under = text::width(&text::visible(&rest[..length])).max(1);
        let indent = text::width(&text::visible(before));
        format!("{shown}\n{}{}", " ".repeat(indent), "^".repeat(under))
    }

    fn error_at(self, place: &Range<usize>, what: String, hint: String) -> ConfigError {
        ConfigError::Invalid {
            path: self.path.to_owned(),
            line: self.line(place.start),
            what,
            hint,
            marked: self.marked(place),
        }
    }
}

impl<'a> Table<'a> {
    /// Whether it has no keys.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it is one within the file, not the file itself.
    pub(super) fn is_named(&self) -> bool {
        !self.name.is_empty()
    }

    /// Whether a key of it is a table.
    pub(super) fn is_table(&self, name: &str) -> bool {
        let value = self.rows.get(name);
        value.is_some_and(|value| value.get_ref().is_table())
    }

    /// A value of a key, with its place.
    pub(super) fn named_at(&self, name: &str, value: String) -> Named {
        let key = self.rows.get_key_value(name);
        let place = key.map_or(0..0, |(key, _)| key.span());
        Named {
            name: name.to_owned(),
            values: vec![value],
            line: self.source.line(place.start),
            marked: self.source.marked(&place),
        }
    }

    /// The names of its keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(|key| key.get_ref().as_ref())
    }

    /// Refuses names that are not among `known`.
    pub(super) fn check_names(&self, known: &[&str]) -> Result<(), ConfigError> {
        for (key, value) in &self.rows {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let is_table = value.get_ref().is_table();
            let what = match (self.name.as_str(), is_table) {
                ("", true) => format!("there is no table [{name}]"),
                ("", false) => format!("{name} is outside of any table"),
                (table, _) => format!("[{table}] has no key {name}"),
            };
            let owner = TABLES
                .iter()
                .find(|(_, keys)| self.name.is_empty() && !is_table && keys.contains(&name));
            let hint = match (owner, nearest(name, known.iter().copied())) {
                (Some((table, _)), _) if LISTS.contains(table) => {
                    format!("put it under [[{table}]]")
                }
                (Some((table, _)), _) => format!("put it under [{table}]"),
                (None, Some(near)) if self.name.is_empty() => format!("did you mean [{near}]?"),
                (None, Some(near)) => format!("did you mean {near}?"),
                (None, None) => format!("{} {}", self.holder(), known.join(", ")),
            };
            return Err(self.source.error_at(&key.span(), what, hint));
        }
        Ok(())
    }

    fn holder(&self) -> &'static str {
        if self.name.is_empty() {
            "the tables are"
        } else {
            "it has"
        }
    }

    fn inner(&self, name: String, rows: &DeTable<'a>) -> Self {
        Self {
            source: self.source,
            name,
            rows: rows.clone(),
        }
    }

    /// The table of a name inside this one.
    pub(super) fn table(&self, name: &str) -> Result<Option<Table<'a>>, ConfigError> {
        let Some((key, value)) = self.rows.get_key_value(name) else {
            return Ok(None);
        };
        let full = if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.name)
        };
        match value.get_ref() {
            DeValue::Table(rows) => Ok(Some(self.inner(full, rows))),
            other => {
                let what = format!("{name} is a table, not {}", kind(other));
                let hint = format!("write [{full}] on a line of its own");
                Err(self.source.error_at(&key.span(), what, hint))
            }
        }
    }

    /// The tables of a name in double brackets, in the order of the file, each with its line.
    pub(super) fn tables(&self, name: &str) -> Result<Vec<(usize, Table<'a>)>, ConfigError> {
        let Some((key, value)) = self.rows.get_key_value(name) else {
            return Ok(Vec::new());
        };
        let full = format!("[{name}]");
        let mut all = Vec::new();
        for part in parts(value.get_ref()).into_iter().flatten() {
            if let DeValue::Table(rows) = part.get_ref() {
                let line = self.source.line(part.span().start);
                all.push((line, self.inner(full.clone(), rows)));
            }
        }
        if all.len() == parts(value.get_ref()).map_or(usize::MAX, Iterator::count) {
            return Ok(all);
        }
        let what = format!("{name} is a list of tables, not {}", kind(value.get_ref()));
        let hint = format!("write [[{name}]] in double brackets over each of them");
        Err(self.source.error_at(&key.span(), what, hint))
    }

    /// An error of the table as such, which begins in a line.
    pub(super) fn error_in(&self, line: usize, what: String, right: &str) -> ConfigError {
        ConfigError::Invalid {
            path: self.source.path.to_owned(),
            line,
            what,
            hint: right.to_owned(),
            marked: String::new(),
        }
    }

    /// The value of a key, as `value` understands it.
    pub(super) fn read<T>(
        &self,
        name: &str,
        value: impl FnOnce(&DeValue<'a>) -> Result<T, ValueError>,
    ) -> Result<Option<T>, ConfigError> {
        let Some((key, found)) = self.rows.get_key_value(name) else {
            return Ok(None);
        };
        value(found.get_ref())
            .map(Some)
            .map_err(|error| self.refuse(key.span(), name, found.get_ref(), error))
    }

    /// Sets `place` to the value of a key of one of its tables, where it is given.
    pub(super) fn set<T>(
        &self,
        table: &str,
        name: &str,
        value: impl FnOnce(&DeValue<'a>) -> Result<T, ValueError>,
        place: &mut T,
    ) -> Result<(), ConfigError> {
        if let Some(table) = self.table(table)?
            && let Some(found) = table.read(name, value)?
        {
            *place = found;
        }
        Ok(())
    }

    /// All keys of a table that takes any, with their lines, in the order of the file.
    pub(super) fn named(
        &self,
        value: impl Fn(&DeValue<'a>) -> Result<Vec<String>, ValueError>,
    ) -> Result<Vec<Named>, ConfigError> {
        let mut all = Vec::new();
        for (key, found) in &self.rows {
            let name = key.get_ref().as_ref();
            let values = value(found.get_ref())
                .map_err(|error| self.refuse(key.span(), name, found.get_ref(), error))?;
            all.push(Named {
                name: name.to_owned(),
                values,
                line: self.source.line(key.span().start),
                marked: self.source.marked(&key.span()),
            });
        }
        all.sort_by_key(|named| named.line);
        Ok(all)
    }

    /// An error of a key itself.
    pub(super) fn error_of(&self, name: &str, what: String, right: String) -> ConfigError {
        let key = self.rows.get_key_value(name);
        let place = key.map_or(0..0, |(key, _)| key.span());
        self.source.error_at(&place, what, right)
    }

    fn refuse(
        &self,
        key: Range<usize>,
        name: &str,
        value: &DeValue<'_>,
        error: ValueError,
    ) -> ConfigError {
        let what = error.what.unwrap_or_else(|| match value {
            DeValue::Integer(number) => format!("is {}", number.as_str()),
            DeValue::Float(number) => format!("is {}", number.as_str()),
            DeValue::String(text) => format!("is {text:?}"),
            other => format!("is {}", kind(other)),
        });
        let place = error.at.unwrap_or(key);
        self.source
            .error_at(&place, format!("{name} {what}"), error.right)
    }
}

/// A kind of value with its article.
pub(super) fn kind(value: &DeValue<'_>) -> String {
    let name = value.type_str();
    let article = if name.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {name}")
}

/// The parts of an array, each with its place.
pub(super) fn parts<'v, 'a>(
    value: &'v DeValue<'a>,
) -> Option<impl Iterator<Item = &'v Spanned<DeValue<'a>>>> {
    value.as_array().map(|array| array.iter())
}
