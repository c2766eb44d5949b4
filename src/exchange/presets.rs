//! The sheets that other tools write, as a table: by which headers one is known, what its columns mean, what its rows are,
//! and where its columns are documented. All of them are read by `layout`.

mod preset;
mod table;

pub use self::preset::Preset;
use self::table::PRESETS;
use super::contents::Contents;
use super::decode::decode;
use super::delivery::TakeRows;
use super::error::ExchangeError;
use super::import_report::ImportReport;
use super::layout::{Layout, Rows, read as read_layout};
use super::sections::is_teams_meeting;
use super::sheet::{Sheet, plain};
use super::source::{ImportOptions, ParseError};

/// All of them, in the order in which they are listed.
pub fn presets() -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter()
}

/// The preset of a name.
pub fn find_preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// Reads a sheet by the preset of a name.
pub(super) fn read(
    name: &str,
    contents: Contents,
    asked: &ImportOptions,
    to: &mut dyn TakeRows,
) -> Result<ImportReport, ExchangeError> {
    let Some(preset) = find_preset(name) else {
        let what = format!("{name} isn't a format");
        return Err(ParseError::new(what, "name one that there is").into());
    };
    let layout = Layout {
        what: preset.what,
        hint: preset.hint,
        columns: preset.columns,
        traits: preset.traits,
    };
    read_layout(contents, asked, &layout, to)
}

/// The presets that know most of the headers of a text: none, one, or several that know as many.
pub(super) fn recognize_preset(bytes: &[u8]) -> Vec<&'static Preset> {
    let Ok((text, _)) = decode(bytes, "a sheet") else {
        return Vec::new();
    };
    if is_teams_meeting(&text) {
        return find_preset("teams-attendance").into_iter().collect();
    }
    let Ok(sheet) = Sheet::of_str(&text) else {
        return Vec::new();
    };
    let headers: Vec<String> = sheet.names.iter().map(|name| plain(name)).collect();
    let score = |preset: &'static Preset| {
        let has = |name: &&str| headers.contains(&plain(name));
        let known = preset
            .known_by
            .iter()
            .filter(|names| names.iter().all(&has));
        Some((known.map(|names| names.len()).max()?, preset))
    };
    let scores: Vec<(usize, &Preset)> = PRESETS.iter().filter_map(score).collect();
    let most = scores
        .iter()
        .map(|(count, _)| *count)
        .max()
        .unwrap_or_default();
    let best = scores.into_iter().filter(|(count, _)| *count == most);
    best.map(|(_, preset)| preset).collect()
}

/// The table of the presets for the guide, in Markdown.
pub fn markdown() -> String {
    let head = "| name | what it reads | its rows become | more |\n\
                | --- | --- | --- | --- |\n";
    let row = |preset: &Preset| {
        let rows = match preset.traits.rows {
            Rows::Work => "work, by your rules",
            Rows::Calls => "selling: calls",
            Rows::Meetings => "meetings",
        };
        let left_out: Vec<&str> = preset.traits.left_out.iter().map(|rule| rule.why).collect();
        let left_out = if left_out.is_empty() {
            String::new()
        } else {
            format!("; left out: {}", left_out.join(", "))
        };
        let Preset {
            name, what, source, ..
        } = preset;
        format!("| `{name}` | {what} | {rows}{left_out} | <{source}> |\n")
    };
    presets()
        .map(row)
        .fold(head.to_owned(), |table, row| table + &row)
}

#[cfg(test)]
mod tests;
