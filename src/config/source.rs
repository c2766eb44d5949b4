//! The config file as tables whose every name and value knows its line. Knows nothing of what they mean.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Named, RULES, TABLES};
use crate::domain::parse::nearest;
use crate::error::Error;

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
pub(super) struct Wrong {
    /// What is wrong, to be read after the key's name; `None` to name the value.
    pub(super) what: Option<String>,
    /// What would be right.
    pub(super) right: String,
    /// Where in the value, if it is not all of it.
    pub(super) at: Option<Range<usize>>,
}

impl Wrong {
    /// The value as such is wrong.
    pub(super) fn value(right: impl Into<String>) -> Self {
        Self {
            what: None,
            right: right.into(),
            at: None,
        }
    }

    /// This is wrong with the value.
    pub(super) fn because(what: impl Into<String>, right: impl Into<String>) -> Self {
        Self {
            what: Some(what.into()),
            right: right.into(),
            at: None,
        }
    }
}

impl<'a> Source<'a> {
    /// The file as one table of tables.
    pub(super) fn root(self) -> Result<Table<'a>, Error> {
        let rows = DeTable::parse(self.text).map_err(|error| {
            self.fault(&error.span().unwrap_or(0..0), error.message())
                .hint("see the file that `tafs config init` writes")
        })?;
        Ok(Table {
            source: self,
            name: String::new(),
            rows: rows.into_inner(),
        })
    }

    fn line(self, at: usize) -> usize {
        self.text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }

    fn fault(self, span: &Range<usize>, what: &str) -> Error {
        Error::failed(format!(
            "{}, line {}: {what}",
            self.path.display(),
            self.line(span.start)
        ))
    }
}

impl<'a> Table<'a> {
    /// Whether it has no keys.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The names of its keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(|key| key.get_ref().as_ref())
    }

    /// Refuses names that are not among `known`.
    pub(super) fn check_names(&self, known: &[&str]) -> Result<(), Error> {
        for (key, value) in &self.rows {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let is_table = value.get_ref().is_table();
            let what = match (self.name.as_str(), is_table) {
                ("", true) => format!("there is no table [{name}]"),
                ("", false) => format!("{name} stands outside of a table"),
                (table, _) => format!("[{table}] has no key {name}"),
            };
            let owner = TABLES
                .iter()
                .find(|(_, keys)| self.name.is_empty() && !is_table && keys.contains(&name));
            let hint = match (owner, nearest(name, known.iter().copied())) {
                (Some((table, _)), _) if *table == RULES => format!("put it under [[{RULES}]]"),
                (Some((table, _)), _) => format!("put it under [{table}]"),
                (None, Some(near)) if self.name.is_empty() => format!("did you mean [{near}]?"),
                (None, Some(near)) => format!("did you mean {near}?"),
                (None, None) => format!("{} {}", self.holder(), known.join(", ")),
            };
            return Err(self.source.fault(&key.span(), &what).hint(hint));
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

    /// The table of a name inside this one.
    pub(super) fn table(&self, name: &str) -> Result<Option<Table<'a>>, Error> {
        let Some((key, value)) = self.rows.get_key_value(name) else {
            return Ok(None);
        };
        let full = if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.name)
        };
        match value.get_ref() {
            DeValue::Table(rows) => Ok(Some(Table {
                source: self.source,
                name: full,
                rows: rows.clone(),
            })),
            other => {
                let what = format!("{name} is a table, not {}", kind(other));
                Err(self
                    .source
                    .fault(&key.span(), &what)
                    .hint(format!("write [{full}] on a line of its own")))
            }
        }
    }

    /// The tables of a name in double brackets, in the order of the file, each with its line.
    pub(super) fn tables(&self, name: &str) -> Result<Vec<(usize, Table<'a>)>, Error> {
        let Some((key, value)) = self.rows.get_key_value(name) else {
            return Ok(Vec::new());
        };
        let full = format!("[{name}]");
        let mut all = Vec::new();
        for part in parts(value.get_ref()).into_iter().flatten() {
            if let DeValue::Table(rows) = part.get_ref() {
                let line = self.source.line(part.span().start);
                all.push((
                    line,
                    Table {
                        source: self.source,
                        name: full.clone(),
                        rows: rows.clone(),
                    },
                ));
            }
        }
        if all.len() == parts(value.get_ref()).map_or(usize::MAX, Iterator::count) {
            return Ok(all);
        }
        let what = format!("{name} is a list of tables, not {}", kind(value.get_ref()));
        Err(self.source.fault(&key.span(), &what).hint(format!(
            "write [[{name}]] in double brackets over each of them"
        )))
    }

    /// A fault of the table as such, which begins in a line.
    pub(super) fn fault_in(&self, line: usize, what: &str, right: impl Into<String>) -> Error {
        Error::failed(format!(
            "{}, line {line}: {what}",
            self.source.path.display()
        ))
        .hint(right)
    }

    /// The value of a key, as `value` understands it.
    pub(super) fn read<T>(
        &self,
        name: &str,
        value: impl FnOnce(&DeValue<'a>) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Error> {
        let Some((key, found)) = self.rows.get_key_value(name) else {
            return Ok(None);
        };
        value(found.get_ref())
            .map(Some)
            .map_err(|wrong| self.refuse(key.span(), name, found.get_ref(), wrong))
    }

    /// All keys of a table that takes any, with their lines, in the order of the file.
    pub(super) fn named(
        &self,
        value: impl Fn(&DeValue<'a>) -> Result<Vec<String>, Wrong>,
    ) -> Result<Vec<Named>, Error> {
        let mut all = Vec::new();
        for (key, found) in &self.rows {
            let name = key.get_ref().as_ref();
            let values = value(found.get_ref())
                .map_err(|wrong| self.refuse(key.span(), name, found.get_ref(), wrong))?;
            all.push(Named {
                name: name.to_owned(),
                values,
                line: self.source.line(key.span().start),
            });
        }
        all.sort_by_key(|named| named.line);
        Ok(all)
    }

    /// A fault of a key itself.
    pub(super) fn fault(&self, name: &str, what: &str, right: impl Into<String>) -> Error {
        let span = self
            .rows
            .get_key_value(name)
            .map_or(0..0, |(key, _)| key.span());
        self.source.fault(&span, what).hint(right)
    }

    fn refuse(&self, key: Range<usize>, name: &str, value: &DeValue<'_>, wrong: Wrong) -> Error {
        let what = wrong.what.unwrap_or_else(|| match value {
            DeValue::Integer(number) => format!("is {}", number.as_str()),
            DeValue::Float(number) => format!("is {}", number.as_str()),
            DeValue::String(text) => format!("is {text:?}"),
            other => format!("is {}", kind(other)),
        });
        self.source
            .fault(&wrong.at.unwrap_or(key), &format!("{name} {what}"))
            .hint(wrong.right)
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
