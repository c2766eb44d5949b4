//! The tables of the config file and the keys that each may have.

/// The tables and their keys. A table without keys takes any.
pub(super) const TABLES: [(&str, &[&str]); 22] = [
    ("role", &["preset"]),
    ("hours", &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    (PLAN, &PLAN_KEYS),
    ("days_off", &["dates"]),
    ("goal", &["tafs", "selling", "distraction"]),
    ("week", &["start"]),
    ("day", &["start"]),
    ("year", &["start"]),
    (
        "activities",
        &["selling", "admin", "learning", "distraction"],
    ),
    (RULES, &RULE_KEYS),
    (ZONES, &[]),
    ("calendar", &["files"]),
    ("me", &["domains"]),
    (SOURCES, &SOURCE_KEYS),
    ("keys", &[]),
    ("theme", &[]),
    ("focus", &["hours"]),
    ("review", &["protected_run"]),
    ("insight", &["hide"]),
    ("away", &["stale_after"]),
    (
        "ui",
        &["strip_seconds", "mouse", "numerals", "plain", "discreet"],
    ),
    ("backup", &["keep"]),
];

/// Those that may stand there several times, in double brackets.
pub(super) const LISTS: [&str; 3] = [RULES, PLAN, SOURCES];
pub(super) const RULES: &str = "rules";
/// Sheets of other tools, by names of the person's own.
pub(super) const SOURCES: &str = "sources";
pub(super) const PLAN: &str = "plan";
/// Names of zones as calendars write them.
pub(super) const ZONES: &str = "zones";

/// All keys of a plan.
pub(super) const PLAN_KEYS: [&str; 10] = [
    "from", "every", "week", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
];

/// All keys of a rule.
pub(super) const RULE_KEYS: [&str; 10] = [
    "tag",
    "project",
    "client",
    "title",
    "domain",
    "not_domain",
    "category",
    "activity",
    "account",
    "requester",
];

/// All keys of a source: its name, and the fields of its columns.
pub(super) const SOURCE_KEYS: [&str; 23] = [
    "name",
    "start",
    "end",
    "duration",
    "date",
    "start_date",
    "end_date",
    "title",
    "account",
    "requester",
    "activity",
    "category",
    "direction",
    "connected",
    "tags",
    "project",
    "note",
    "person",
    "attendees",
    "all_day",
    "show_as",
    "zone",
    "id",
];
