//! `[[sources]]`: sheets of other tools by a name of the person's own, and what their columns mean.

use super::error::ConfigError;
use super::source::Table;
use super::tables::{SOURCE_KEYS, SOURCES};
use super::values;
use crate::exchange::field::{NamedColumns, NamedSource};
use crate::exchange::presets::presets;
use crate::exchange::source::Format;

/// The sources of the file, in its order.
pub(super) fn read_sources(root: &Table<'_>) -> Result<Vec<NamedSource>, ConfigError> {
    let mut all: Vec<NamedSource> = Vec::new();
    for (line, table) in root.tables(SOURCES)? {
        table.check_names(&SOURCE_KEYS)?;
        let source = read_source(line, &table)?;
        if all.iter().any(|known| known.name == source.name) {
            let what = format!("another source is called {:?} too", source.name);
            return Err(table.error_in(line, what, "give each a name of its own"));
        }
        all.push(source);
    }
    Ok(all)
}

fn read_source(line: usize, table: &Table<'_>) -> Result<NamedSource, ConfigError> {
    let name = table.read("name", values::text)?.unwrap_or_default();
    let is_word = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    if !is_word(&name) {
        let what = "the source has no name".to_owned();
        let right = "add one word, such as name = \"dialer\": tafs import dialer FILE";
        return Err(table.error_in(line, what, right));
    }
    let formats = Format::ALL.iter().map(|format| format.name());
    if formats
        .chain(presets().map(|preset| preset.name))
        .any(|known| known == name)
    {
        let what = format!("{name} is a format already");
        return Err(table.error_in(line, what, "give it another name"));
    }
    let mut columns = NamedColumns::default();
    for key in SOURCE_KEYS.into_iter().filter(|key| *key != "name") {
        if let Some(header) = table.read(key, values::text)? {
            let added = columns.add(key, &header);
            added.map_err(|wrong| table.error_in(line, wrong.what, &wrong.hint))?;
        }
    }
    columns.check().map_err(|wrong| {
        table.error_in(
            line,
            wrong.what,
            "add start = \"…\" and end = \"…\" or duration = \"…\"",
        )
    })?;
    Ok(NamedSource { name, columns })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;

    fn told(text: &str) -> String {
        match Config::parse(text, Path::new("config.toml")) {
            Ok(config) => config
                .sources
                .iter()
                .map(|source| source.name.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            Err(error) => format!("{error} | {}", error.hint()),
        }
    }

    #[test]
    fn a_source_has_a_name_and_columns_or_is_refused_with_its_line() {
        let columns = "start = \"Begin\"\nduration = \"Length:s\"\n";
        assert_eq!(
            told(&format!(
                "[[sources]]\nname = \"dialer\"\n{columns}[[sources]]\nname = \"b\"\n{columns}"
            )),
            "dialer b"
        );
        let cases = [
            (columns.to_owned(), "the source has no name | add one word"),
            (
                format!("name = \"a b\"\n{columns}"),
                "the source has no name | add one word",
            ),
            (
                format!("name = \"aircall\"\n{columns}"),
                "aircall is a format already | give it",
            ),
            (
                "name = \"a\"\nstart = \"B\"\n".to_owned(),
                "no column says how long it was: an end or a duration | add start",
            ),
            (
                "name = \"a\"\nstrat = \"B\"\n".to_owned(),
                "[[sources]] has no key strat | did you mean start?",
            ),
            (
                format!("name = \"a\"\n{columns}[[sources]]\nname = \"a\"\n{columns}"),
                "another source is called \"a\" too | give each",
            ),
        ];
        for (rest, expected) in cases {
            let told = told(&format!("[[sources]]\n{rest}"));
            let (_, told) = told.split_once(": ").expect("a place");
            assert!(told.starts_with(expected), "{rest}: {told}");
        }
    }

    #[test]
    fn the_domains_of_the_company_are_a_list() {
        let config = Config::parse(
            "[me]\ndomains = [\"my.com\", \"my.de\"]\n",
            Path::new("config.toml"),
        );
        assert_eq!(config.expect("a config").domains, ["my.com", "my.de"]);
        assert!(told("[me]\ndomains = \"dana@my.com\"\n").contains("isn't a domain"));
    }
}
