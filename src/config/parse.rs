//! What the text of the config file says, table by table.

use std::path::Path;

use super::source::{Source, Table};
use super::tables::{LISTS, TABLES, ZONES};
use super::theme::ThemeChoice;
use super::{Config, ConfigError, Goal, plan, rules, sources, values};
use crate::domain::calendar::{Calendar, Zone};
use crate::domain::stamp::Offset;
use crate::domain::taxonomy::Taxonomy;

impl Config {
    /// Reads the text of the file at `path`, which is only named in errors.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let source = Source { path, text };
        let root = source.root()?;
        let mut config = Self {
            file: Some(path.to_owned()),
            ..Self::default()
        };
        root.check_names(&TABLES.map(|(table, _)| table))?;
        for (name, keys) in TABLES.into_iter().filter(|(name, _)| !LISTS.contains(name)) {
            if let Some(table) = root.table(name)?.filter(|_| !keys.is_empty()) {
                table.check_names(keys)?;
            }
        }
        if let Some(table) = root.table("role")? {
            config.role = table.read("preset", values::role)?.unwrap_or_default();
            config.taxonomy = Taxonomy::of_role(config.role);
        }
        config.read_times(&root)?;
        if let Some(table) = root.table("goal")? {
            config.goal = Goal {
                tafs: table.read("tafs", values::share)?,
                selling: table.read("selling", values::weekly)?,
                distraction: table.read("distraction", values::daily)?,
            };
        }
        if let Some(table) = root.table("activities")? {
            config.own_letters = values::activities(&table, &mut config.taxonomy)?;
        }
        config.rules = rules::rules(&root, &config.taxonomy)?;
        if let Some(table) = root.table(ZONES)? {
            config.zones = values::zones(&table)?;
        }
        let calendars = &mut config.calendars;
        root.set("calendar", "files", values::calendars, calendars)?;
        if let Some(table) = root.table("me")? {
            config.domains = table.read("domains", values::domains)?.unwrap_or_default();
        }
        config.sources = sources::read_sources(&root)?;
        config.read_screens(&root)?;
        if let Some(table) = root.table("backup")? {
            config.backup = Some(table.read("keep", values::keep)?.unwrap_or_default());
        }
        Ok(config)
    }

    fn read_times(&mut self, root: &Table<'_>) -> Result<(), ConfigError> {
        if let Some(table) = root.table("hours")?.filter(|table| !table.is_empty()) {
            self.hours = values::hours(&table)?;
        }
        if let Some(table) = root.table("days_off")? {
            self.hours.days_off = table.read("dates", values::dates)?.unwrap_or_default();
        }
        let focus = &mut self.hours.focus;
        root.set("focus", "hours", values::stretches, focus)?;
        root.set("week", "start", values::weekday, &mut self.week_start)?;
        root.set("day", "start", values::day_start, &mut self.day_start)?;
        root.set("year", "start", values::month, &mut self.year_start)?;
        let calendar = Calendar {
            week_start: self.week_start,
            ..Calendar::new(Zone::Fixed(Offset::UTC))
        };
        self.hours.follow(plan::read_plans(root, &calendar)?);
        let run = &mut self.protected_run;
        root.set("review", "protected_run", values::daily, run)?;
        root.set("insight", "hide", values::hidden, &mut self.hidden)?;
        let stale = &mut self.stale_after;
        root.set("away", "stale_after", values::length, stale)
    }

    fn read_screens(&mut self, root: &Table<'_>) -> Result<(), ConfigError> {
        if let Some(table) = root.table("keys")? {
            self.keys = table.named(values::keys)?;
        }
        if let Some(table) = root.table("theme")? {
            self.theme = ThemeChoice::read(&table)?;
        }
        let ui = &mut self.ui;
        root.set("ui", "strip_seconds", values::strip_seconds, &mut ui.strip)?;
        root.set("ui", "mouse", values::switch, &mut ui.mouse)?;
        let large = &mut ui.has_large_numerals;
        root.set("ui", "numerals", values::has_large_numerals, large)?;
        let plain = |value: &_| values::switch(value).map(Some);
        root.set("ui", "plain", plain, &mut ui.plain)?;
        root.set("ui", "discreet", values::switch, &mut ui.discreet)
    }
}
