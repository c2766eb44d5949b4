//! What the config file may say, and what is said of its faults.

use std::fs;
use std::path::Path;

use chrono::Weekday;

use super::tables::{LISTS, TABLES};
use super::*;
use crate::domain::backup::Keep;
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Tier;

fn load(asked: Option<&Path>, usual: &Path) -> Result<Config, ConfigError> {
    let (asked, usual) = (asked.map(Path::to_owned), usual.to_owned());
    ConfigPlace { asked, usual }.load()
}

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("config.toml"))
}

/// What is wrong, and the hint.
fn fault(text: &str) -> String {
    let error = parse(text).expect_err(text);
    format!("{error} | {}", error.hint())
}

/// The template as it is once every line that is commented out counts.
fn uncommented() -> String {
    let line = |line: &str| {
        line.strip_prefix('#')
            .filter(|rest| !rest.starts_with(' '))
            .unwrap_or(line)
            .to_owned()
    };
    TEMPLATE.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_template_changes_nothing() {
    assert_eq!(
        parse(TEMPLATE).expect("the template"),
        Config {
            file: Some("config.toml".into()),
            ..Config::default()
        }
    );
}

#[test]
fn the_template_names_every_key_with_its_default() {
    let text = uncommented();
    for (table, keys) in TABLES {
        let closed = if LISTS.contains(&table) {
            format!("[{table}]]")
        } else {
            format!("{table}]")
        };
        let section = text
            .split(&format!(
                "\n[{}",
                if table == "activities" {
                    "activities."
                } else {
                    &closed
                }
            ))
            .nth(1)
            .unwrap_or_else(|| panic!("[{table}] is missing"));
        let section = section.split("\n[").next().unwrap_or_default();
        for key in keys.iter().filter(|_| table != "activities") {
            assert!(
                section
                    .lines()
                    .any(|line| line.starts_with(&format!("{key} = "))),
                "[{table}] {key}"
            );
        }
    }
    let config = parse(&text).expect("the template, uncommented");
    let defaults = Config::default();
    assert_eq!(config.role, defaults.role);
    assert_eq!(
        (config.week_start, config.day_start),
        (defaults.week_start, defaults.day_start)
    );
    assert_eq!(
        (config.protected_run, config.stale_after),
        (defaults.protected_run, defaults.stale_after)
    );
    // Without a line the locale says which.
    let ui = Ui {
        plain: None,
        ..config.ui
    };
    assert_eq!(ui, defaults.ui);
    assert_eq!(config.backup, Some(Keep::default()));
    for weekday in [Weekday::Mon, Weekday::Fri, Weekday::Sat, Weekday::Sun] {
        assert_eq!(
            config.hours.of_weekday(weekday),
            defaults.hours.of_weekday(weekday),
            "{weekday}"
        );
    }
}

#[test]
fn every_table_is_read() {
    let config = parse(
        r##"
        [role]
        preset = "SDR"
        [hours]
        mon = "9:00-12:00, 13:00-18:00"
        tue = ""
        [days_off]
        dates = ["2026-12-25", "2026-08-03..2026-08-05"]
        [goal]
        tafs = 0.45
        selling = "20h"
        distraction = "45m"
        [week]
        start = "sunday"
        [day]
        start = "04:00"
        [activities.selling]
        v = { name = "site-visit", live = true, tier = "more", hint = "on their floor" }
        [keys]
        undo = "u"
        quit = ["q", "ctrl-c"]
        [theme]
        selling = "#00ff88"
        [review]
        protected_run = "1h30m"
        [focus]
        hours = "09:00-11:00, 14:00-15:00"
        [away]
        stale_after = "90m"
        [ui]
        strip_seconds = 8
        mouse = false
        numerals = "plain"
        plain = true
        discreet = true
        [calendar]
        files = ["~/.calendars/work/*.ics", "~/Team [EMEA].ics"]
        [backup]
        keep = "14 days"
        "##,
    )
    .expect("a config");
    assert_eq!(config.role, Role::Sdr);
    let stretches =
        [(540, 720), (780, 1080)].map(|(from, to)| (Length::minutes(from), Length::minutes(to)));
    assert_eq!(config.hours.of_weekday(Weekday::Mon), stretches);
    assert!(
        config.hours.of_weekday(Weekday::Tue).is_empty()
            && config.hours.of_weekday(Weekday::Wed).is_empty()
    );
    let off: Vec<String> = config
        .hours
        .days_off
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        off,
        ["2026-08-03", "2026-08-04", "2026-08-05", "2026-12-25"]
    );
    let goal = Goal {
        tafs: Some(0.45),
        selling: Some(Length::hours(20)),
        distraction: Some(Length::minutes(45)),
    };
    assert_eq!(config.goal, goal);
    assert_eq!(
        (config.week_start, config.day_start),
        (Weekday::Sun, Length::hours(4))
    );
    let visit = config
        .taxonomy
        .by_letter(Category::Selling, 'v')
        .expect("the new activity");
    assert_eq!(
        (visit.name.as_str(), visit.live, visit.tier),
        ("site-visit", true, Tier::More)
    );
    assert!(
        config
            .taxonomy
            .by_name(Category::Selling, "cold-call")
            .is_some()
    );
    let quit = config
        .keys
        .iter()
        .find(|named| named.name == "quit")
        .expect("quit");
    assert_eq!(
        (quit.values.as_slice(), quit.line),
        (&["q".to_owned(), "ctrl-c".to_owned()][..], 21)
    );
    assert_eq!(config.theme.colors().len(), 2, "bars and words");
    assert_eq!(
        (config.protected_run, config.stale_after),
        (Length::minutes(90), Length::minutes(90))
    );
    let focus = [(9, 11), (14, 15)].map(|(from, to)| (Length::hours(from), Length::hours(to)));
    assert_eq!(config.hours.focus, focus);
    assert_eq!(
        config.ui,
        Ui {
            strip: Length::seconds(8),
            mouse: false,
            plain: Some(true),
            has_large_numerals: false,
            discreet: true,
        }
    );
    let calendars = ["~/.calendars/work/*.ics", "~/Team [EMEA].ics"];
    assert_eq!(config.calendars, calendars);
    assert_eq!(config.backup, Some(Keep { days: 14, weeks: 0 }));
}

#[test]
fn hours_over_midnight_end_on_the_next_day() {
    let text = "[hours]\nmon = \"22:00-06:00\"\ntue = \"06:00-08:00, 18:00-2:30\"";
    let config = Config::parse(text, Path::new("config.toml")).expect("a config");
    let minutes = |day| {
        let stretches = config.hours.of_weekday(day).iter();
        let ends = stretches.flat_map(|(from, to)| [*from, *to]);
        ends.map(|end| end.as_seconds() / 60).collect::<Vec<_>>()
    };
    assert_eq!(minutes(Weekday::Mon), [22 * 60, 30 * 60]);
    assert_eq!(minutes(Weekday::Tue), [360, 480, 18 * 60, 26 * 60 + 30]);
}

#[test]
fn a_fault_names_file_line_and_the_way_out() {
    let cases = [
        (
            "\n[gaol]\n",
            "config.toml, line 2: there is no table [gaol] | did you mean [goal]?",
        ),
        (
            "[goal]\ntasf = 1\n",
            "config.toml, line 2: [goal] has no key tasf | did you mean tafs?",
        ),
        (
            "[ui]\nxyz = 1",
            "config.toml, line 2: [ui] has no key xyz | it has strip_seconds, mouse, numerals, plain, discreet",
        ),
        (
            "mouse = true",
            "config.toml, line 1: mouse is outside of any table | put it under [ui]",
        ),
        (
            "goal = 1",
            "config.toml, line 1: goal is a table, not an integer | write [goal] on a line of its own",
        ),
        (
            "[goal]\ntafs = 45",
            "config.toml, line 2: tafs is 45 | a goal is a share above 0 and up to 1: 0.45 is 45 %",
        ),
        (
            "[goal]\ntafs = \"45\"",
            "config.toml, line 2: tafs is \"45\" | a goal is a share above 0 and up to 1: 0.45 is 45 %",
        ),
        (
            "[goal]\nselling = \"20 apples\"",
            "config.toml, line 2: selling is \"20 apples\" | write a length of time, such as \"20h\", \"1h30m\" or \"45m\"",
        ),
        (
            "[goal]\nselling = 20",
            "config.toml, line 2: selling is an integer | write a length of time, such as \"20h\", \"1h30m\" or \"45m\"",
        ),
        (
            "[hours]\nmon = \"8-17\"",
            "config.toml, line 2: mon has \"8-17\" | write the hours as \"08:30-17:30\", several with commas between, none as \"\"",
        ),
        (
            "[hours]\nmon = \"08:30-08:30\"",
            "config.toml, line 2: mon has \"08:30-08:30\", which has no length | write the hours as \"08:30-17:30\", several with commas between, none as \"\"",
        ),
        (
            "[hours]\nmon = \"08:00-12:00, 11:00-17:00\"",
            "config.toml, line 2: mon has \"11:00-17:00\", which begins before the hours ahead of it end | write the hours in order and apart",
        ),
        (
            "[hours]\nmon = \"22:00-06:00, 08:00-12:00\"",
            "config.toml, line 2: mon has \"08:00-12:00\", which begins before the hours ahead of it end | write the hours in order and apart",
        ),
        (
            "[hours]\nsun = \"22:00-06:00\"\nmon = \"05:00-12:00\"",
            "config.toml, line 3: mon begins before the night of sunday ends | write the hours in order and apart",
        ),
        (
            "[year]\nstart = \"febuary\"",
            "config.toml, line 2: start is \"febuary\" | did you mean \"february\"?",
        ),
        (
            "[insight]\nhide = [\"studies\", \"nuture\"]",
            "config.toml, line 2: hide has \"nuture\", which is nothing to hide | did you mean \"nurture\"?",
        ),
        (
            "[[plan]]\nmon = \"09:00-12:00\"",
            "config.toml, line 1: the plan does not say from when | add a date, such as from = \"2026-04-01\"",
        ),
        (
            "[[plan]]\nfrom = \"April\"",
            "config.toml, line 2: from is \"April\" | write a day as \"2026-04-01\"",
        ),
        (
            "[[plan]]\nfrom = \"2026-04-01\"\nevery = 2",
            "config.toml, line 1: the plan has no week | add the number of its week: week = 1 to week = 2",
        ),
        (
            "[[plan]]\nfrom = \"2026-04-01\"\nevery = 2\nweek = 3",
            "config.toml, line 4: week is 3 | write a whole number from 1 to 2",
        ),
        (
            "[[plan]]\nfrom = \"2026-04-01\"\nweek = 2",
            "config.toml, line 1: the plan has a week of no every | add how many weeks there are: every = 2",
        ),
        (
            "[[plan]]\nfrom = \"2026-04-01\"\n[[plan]]\nfrom = 2026-04-01",
            "config.toml, line 3: another plan begins on 2026-04-01 too | keep one of the two",
        ),
        (
            "[[plan]]\nfrom = \"2026-04-01\"\nmom = \"09:00-12:00\"",
            "config.toml, line 3: [[plan]] has no key mom | did you mean mon?",
        ),
        (
            "[hours]\nmonday = \"08:00-12:00\"",
            "config.toml, line 2: [hours] has no key monday | did you mean mon?",
        ),
        (
            "[days_off]\ndates = [\n\"2026-12-25\",\n\"2026-02-31\"]",
            "config.toml, line 4: dates has \"2026-02-31\" | write days as \"2026-12-25\", or from the first to the last as \"2026-08-03..2026-08-14\"",
        ),
        (
            "[week]\nstart = \"moonday\"",
            "config.toml, line 2: start is \"moonday\" | did you mean \"monday\"?",
        ),
        (
            "[day]\nstart = \"13:00\"",
            "config.toml, line 2: start is \"13:00\" | write a time from \"00:00\" to \"11:59\"",
        ),
        (
            "[calendar]\nfiles = 7",
            "config.toml, line 2: files is an integer | write a list, such as [\"~/.calendars/work/*.ics\"]",
        ),
        (
            "[calendar]\nfiles = [\" \"]",
            "config.toml, line 2: files names no file | name a file or a folder, such as \"~/.calendars/work/*.ics\"",
        ),
        (
            "[calendar]\nfiles = \"~maya/work.ics\"",
            "config.toml, line 2: files is wrong: ~maya/work.ics names the home folder of someone else, which isn't known here | write the whole path of the folder",
        ),
        (
            "[calendar]\nfiles = [\"a***.ics\"]",
            "config.toml, line 2: files has \"a***.ics\", which can't be read: Pattern syntax error near position 3: wildcards are either regular `*` or recursive `**` | * is any part of a name, ** any folders, and [*] a star itself",
        ),
        (
            "[calendar]\nfile = \"a.ics\"",
            "config.toml, line 2: [calendar] has no key file | did you mean files?",
        ),
        (
            "[backup]\nkeep = \"7 dais\"",
            "config.toml, line 2: keep is \"7 dais\" | did you mean \"7 days\"?",
        ),
        (
            "[backup]\nkeep = 7",
            "config.toml, line 2: keep is an integer | write text in quotes, such as \"7 days, 4 weeks\"",
        ),
        (
            "[backup]\nkeeps = \"7 days\"",
            "config.toml, line 2: [backup] has no key keeps | did you mean keep?",
        ),
        (
            "[backups]\n",
            "config.toml, line 1: there is no table [backups] | did you mean [backup]?",
        ),
        (
            "[role]\npreset = \"as\"",
            "config.toml, line 2: preset is \"as\" | write one of \"ae\", \"sdr\", \"am\", \"se\", \"founder\"",
        ),
        (
            "[activities.seling]\n",
            "config.toml, line 1: [activities] has no key seling | did you mean selling?",
        ),
        (
            "[activities.selling]\na = { name = \"audit\" }",
            "config.toml, line 2: a cannot be an activity's letter | it always starts a category, a break or the time off: take another one than s, a, l, d, b, o, such as v",
        ),
        (
            "[activities.selling]\nn = { name = \"Nurture\" }",
            "config.toml, line 2: n cannot be an activity's letter | nurture is k now: write k in place of n, or take the line out; n, u and q write a note, undo and quit",
        ),
        (
            "[activities.selling]\nn = { name = \"audit\" }",
            "config.toml, line 2: n cannot be an activity's letter | n, u and q write a note, undo and quit: take v, which is free",
        ),
        (
            "[activities.admin]\nu = { name = \"audit\" }",
            "config.toml, line 2: u cannot be an activity's letter | n, u and q write a note, undo and quit: take v, which is free",
        ),
        (
            "[activities.selling]\n1 = { name = \"audit\" }",
            "config.toml, line 2: 1 cannot be an activity's letter | digits are minutes: take a small letter other than s, a, l, d, b, o, such as v",
        ),
        (
            "[activities.selling]\nV = { name = \"audit\" }",
            "config.toml, line 2: V cannot be an activity's letter | take a small letter other than s, a, l, d, b, o, such as v",
        ),
        (
            "[activities.selling]\nv = { live = true }",
            "config.toml, line 2: the activity v has no name | give it one: v = { name = \"site-visit\" }",
        ),
        (
            "[activities.selling]\nv = { name = \"audit\", teir = \"more\" }",
            "config.toml, line 2: [activities.selling.v] has no key teir | did you mean tier?",
        ),
        (
            "[activities.selling]\nv = { name = \"audit\", tier = \"mroe\" }",
            "config.toml, line 2: tier is \"mroe\" | did you mean \"more\"?",
        ),
        (
            "[activities.selling]\nv = { name = \"Meeting\" }",
            "config.toml, line 2: \"Meeting\" is the name of the activity m already | take another name, or change m instead",
        ),
        (
            "[activities.selling]\nv = \"audit\"",
            "config.toml, line 2: v is a string | write it as v = { name = \"site-visit\", live = false, tier = \"necessary\" }",
        ),
        (
            "[keys]\nundo = 3",
            "config.toml, line 2: undo is an integer | write one key, such as \"u\", or several, such as [\"u\", \"ctrl-z\"]",
        ),
        (
            "[theme]\nselling = []",
            "config.toml, line 2: selling is an array | write one color, or { fill = …, ink = …, text = … }",
        ),
        (
            "[away]\nstale_after = \"0m\"",
            "config.toml, line 2: stale_after is \"0m\" | write a length of time, such as \"20h\", \"1h30m\" or \"45m\"",
        ),
        (
            "[ui]\nstrip_seconds = 0",
            "config.toml, line 2: strip_seconds is 0 | write whole seconds from 1 to 60",
        ),
        (
            "[ui]\nmouse = \"yes\"",
            "config.toml, line 2: mouse is a string | write true or false",
        ),
        (
            "[ui]\nnumerals = \"plan\"",
            "config.toml, line 2: numerals is \"plan\" | did you mean \"plain\"?",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(fault(text), expected, "{text}");
    }
    assert!(
        fault("[goal]\ntafs = \n").starts_with("config.toml, line 2: "),
        "{}",
        fault("[goal]\ntafs = \n")
    );
    assert!(fault("[ui]\nmouse = true\nmouse = true\n").starts_with("config.toml, line 3: "));
}

#[test]
fn the_place_in_the_line_is_marked() {
    let cases = [
        ("[goal]\ntaffs = 0.4", "taffs = 0.4\n^^^^^"),
        (
            "[activities]\nselling = { \"é\" = { name = \"x\" } }",
            "selling = { \"é\" = { name = \"x\" } }\n            ^^^",
        ),
        (
            "[days_off]\ndates = [\"2026-12-25\", \"2026-02-31\"]\n",
            "dates = [\"2026-12-25\", \"2026-02-31\"]\n                       ^^^^^^^^^^^^",
        ),
        (
            "[activities.selling]\nn = { name = \"audit\" }",
            "n = { name = \"audit\" }\n^",
        ),
    ];
    for (text, marked) in cases {
        assert_eq!(parse(text).expect_err(text).marked(), marked);
    }
}

#[test]
fn goals_and_the_review_have_bounds_and_names() {
    let cases = [
        (
            "[goal]\nselling = \"200h\"",
            "config.toml, line 2: selling is \"200h\" | a week has 168 hours",
        ),
        (
            "[goal]\ndistraction = \"25h\"",
            "config.toml, line 2: distraction is \"25h\" | a day has 24 hours",
        ),
        (
            "[goal]\ndistracton = \"45m\"",
            "config.toml, line 2: [goal] has no key distracton | did you mean distraction?",
        ),
        (
            "[review]\nprotected = \"60m\"",
            "config.toml, line 2: [review] has no key protected | did you mean protected_run?",
        ),
        (
            "[reviev]\n",
            "config.toml, line 1: there is no table [reviev] | did you mean [review]?",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn a_missing_file_is_fine_unless_it_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("config.toml");
    assert_eq!(
        load(None, &missing).expect("the defaults"),
        Config::default()
    );
    let error = load(Some(&missing), &missing).expect_err("asked for");
    assert!(error.to_string().contains("config.toml"), "{error}");
    assert!(load(None, folder.path()).is_err(), "a folder is not a file");
    fs::write(&missing, b"# fine\n# \xff\n").expect("a file");
    let error = load(None, &missing).expect_err("not UTF-8");
    assert!(
        error
            .to_string()
            .ends_with("config.toml, line 2: this is not UTF-8 text"),
        "{error}"
    );
    fs::write(&missing, "\u{feff}[goal]\r\ntafs = 0.5\r\n").expect("a file");
    assert_eq!(load(None, &missing).expect("a config").goal.tafs, Some(0.5));
}
