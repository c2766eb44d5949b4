//! Changes of the config file: one value, or the whole text. What is written has been read as the program reads it, and
//! the file is there whole or as it was.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::document::{set_value, unset_value};
use super::plan_text::PlanText;
use super::{Config, ConfigKey, ConfigPlace, TEMPLATE};
use crate::error::Error;
use crate::exchange::ExchangeError;
use crate::exchange::file::{self, OwnFiles};
use crate::store::{folder_of, make_folder};

/// How a goal is said to be none.
pub const NO_GOAL: &str = "none";

/// Sets a key of the file to a value, as `tafs config set` takes both, and makes the file where there is none; `check`
/// says whether the screens understand the config. On an error the file is as it was.
pub fn write_value(
    place: &ConfigPlace,
    key: &str,
    value: &str,
    check: impl Fn(&Config) -> Result<(), Error>,
) -> Result<Config, Error> {
    write_values(place, &[(key, value)], check)
}

/// Sets several keys at once: all of them, or none.
pub fn write_values(
    place: &ConfigPlace,
    values: &[(impl AsRef<str>, impl AsRef<str>)],
    check: impl Fn(&Config) -> Result<(), Error>,
) -> Result<Config, Error> {
    // Held until this ends: of two writers at once the second reads what the first has written.
    let _turn = take_turn(place.path());
    let edited = EditedText::new(place, values, check)?;
    if edited.before.as_deref() != Some(edited.text.as_bytes()) {
        replace_text(place, edited.before.as_deref(), &edited.text)?;
    }
    Ok(edited.config)
}

/// Adds a plan, or puts it in the place of the one of its date.
pub fn write_plan(
    place: &ConfigPlace,
    plan: &PlanText,
    check: impl Fn(&Config) -> Result<(), Error>,
) -> Result<Config, Error> {
    let _turn = take_turn(place.path());
    let edited = EditedText::edit(place, check, |text| {
        let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = &text[..text.len() - unmarked.len()];
        let put = plan.put_into(unmarked);
        let put = put.ok_or_else(|| no_place(place.path(), "plan"))?;
        Ok(format!("{mark}{put}"))
    })?;
    replace_text(place, edited.before.as_deref(), &edited.text)?;
    Ok(edited.config)
}

/// Adds rules behind all others, as the file spells them.
pub fn write_rules(place: &ConfigPlace, rules: &str) -> Result<Config, Error> {
    let _turn = take_turn(place.path());
    let edited = EditedText::edit(
        place,
        |_| Ok(()),
        |text| {
            let gap = if text.ends_with('\n') || text.is_empty() {
                ""
            } else {
                "\n"
            };
            Ok(format!("{text}{gap}\n{rules}"))
        },
    )?;
    replace_text(place, edited.before.as_deref(), &edited.text)?;
    Ok(edited.config)
}

/// Whether these values could be set.
pub fn check_values(
    place: &ConfigPlace,
    values: &[(impl AsRef<str>, impl AsRef<str>)],
    check: impl Fn(&Config) -> Result<(), Error>,
) -> Result<(), Error> {
    EditedText::new(place, values, check).map(drop)
}

/// What the file would say, and what it says.
struct EditedText {
    before: Option<Vec<u8>>,
    text: String,
    config: Config,
}

impl EditedText {
    fn new(
        place: &ConfigPlace,
        values: &[(impl AsRef<str>, impl AsRef<str>)],
        check: impl Fn(&Config) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let keys = values.iter().map(|(key, _)| ConfigKey::parse(key.as_ref()));
        let keys: Vec<ConfigKey> = keys.collect::<Result<_, _>>()?;
        Self::edit(place, check, |text| {
            let mut text = text.to_owned();
            for (key, (_, value)) in keys.iter().zip(values) {
                let set = set_in_text(&text, key, value.as_ref());
                text = set.ok_or_else(|| no_place(place.path(), &key.to_string()))?;
            }
            Ok(text)
        })
    }

    /// The text as `change` makes it, read as the program reads it.
    fn edit(
        place: &ConfigPlace,
        check: impl Fn(&Config) -> Result<(), Error>,
        change: impl FnOnce(&str) -> Result<String, Error>,
    ) -> Result<Self, Error> {
        let before = place.read_if_there()?;
        // What is wrong by now may be what is set right.
        let was_wrong = place.parse(before.clone()).err().map(Error::from);
        let text = match &before {
            Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            None => TEMPLATE.to_owned(),
        };
        let text = match (change(&text), was_wrong.is_some()) {
            (Ok(text), _) => text,
            (Err(error), false) => return Err(error),
            (Err(error), true) => return Err(was_wrong.map_or(error, broken)),
        };
        let config = Config::parse(&text, place.path()).map_err(Error::from);
        let config = config.and_then(|config| check(&config).map(|()| config));
        match (config, was_wrong) {
            (Ok(config), _) => Ok(Self {
                before,
                text,
                config,
            }),
            (Err(_), Some(error)) => Err(broken(error)),
            (Err(error), None) => Err(error),
        }
    }
}

/// Writes the whole text of the file, if the file is still as it was `before`; `None` where there was none.
pub fn save_text(place: &ConfigPlace, before: Option<&[u8]>, text: &str) -> Result<(), Error> {
    let _turn = take_turn(place.path());
    replace_text(place, before, text)
}

/// The same for who has the turn.
fn replace_text(place: &ConfigPlace, before: Option<&[u8]>, text: &str) -> Result<(), Error> {
    let path = place.path();
    if path.as_os_str().is_empty() {
        return Err(
            Error::failed("no home folder for a config file").hint("name a file with --config")
        );
    }
    let failed = |error: ExchangeError| {
        Error::in_file(path, error).hint("name a place that you may write to with --config")
    };
    if before.is_none() {
        make_folder(folder_of(path)).map_err(|error| failed(error.into()))?;
    }
    let now = place.read_if_there()?;
    if now.as_deref() != before {
        let what = format!(
            "{} was changed by another program meanwhile",
            path.display()
        );
        return Err(Error::failed(what).hint("nothing was written; try again"));
    }
    let mode = std::fs::metadata(path).map(|found| found.permissions());
    file::write_file(path, before.is_some(), &OwnFiles::default(), |beside| {
        beside.write_all(text.as_bytes())?;
        if let Ok(mode) = mode {
            beside.as_file().set_permissions(mode)?;
        }
        Ok(())
    })
    .map_err(failed)
}

/// The text with the value set. Planned hours that are those by default are written out with the first that is set, for
/// a day left out isn't a workday.
fn set_in_text(text: &str, key: &ConfigKey, value: &str) -> Option<String> {
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = &text[..text.len() - unmarked.len()];
    if key.parts()[0] == "goal" && value.trim() == NO_GOAL {
        let unset = unset_value(unmarked, key.parts())?;
        return Some(format!("{mark}{unset}"));
    }
    let mut set = unmarked.to_owned();
    let table: toml::Table = unmarked.parse().ok()?;
    let has_hours = table.get("hours").and_then(toml::Value::as_table);
    if key.parts()[0] == "hours" && has_hours.is_none_or(toml::Table::is_empty) {
        let days = super::key::known_keys().into_iter();
        for day in days.filter(|day| day.parts()[0] == "hours" && day != key) {
            let hours = day.default_value()?;
            set = set_value(&set, day.parts(), &hours.as_str()?.into())?;
        }
    }
    let set = set_value(&set, key.parts(), &value_of(key, value))?;
    Some(format!("{mark}{set}"))
}

/// The value that a person means: TOML, and text without quotes where the key takes text or it is nothing else.
fn value_of(key: &ConfigKey, text: &str) -> toml_edit::Value {
    let is_meant = |value: &toml_edit::Value| !key.is_text() || value.is_str() || value.is_array();
    // NaN equals nothing, so it couldn't be found again after writing.
    let is_number = |value: &toml_edit::Value| value.as_float().is_none_or(f64::is_finite);
    let value = text.parse::<toml_edit::Value>().ok();
    let value = value.filter(is_meant).filter(is_number);
    value.unwrap_or_else(|| text.into())
}

/// A lock on the folder of the file. Where there can be none, that the file is as it was is all there is to go by.
fn take_turn(path: &Path) -> Option<File> {
    let folder = File::open(folder_of(path)).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// The file is none as it is, and nothing can be set in it.
fn broken(error: Error) -> Error {
    let hint = error
        .way_out()
        .map(|hint| format!("{hint} (tafs config edit opens the file)"));
    error.hint(hint.unwrap_or_else(|| "tafs config edit opens the file".to_owned()))
}

fn no_place(path: &Path, key: &str) -> Error {
    let what = format!("{} has no place where {key} could be set", path.display());
    Error::failed(what).hint("tafs config edit opens the file")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::PathBuf;

    use chrono::Weekday;

    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::stamp::Length;

    fn place(path: PathBuf) -> ConfigPlace {
        ConfigPlace {
            asked: None,
            usual: path,
        }
    }

    fn write(place: &ConfigPlace, key: &str, value: &str) -> Result<Config, String> {
        write_value(place, key, value, |_| Ok(()))
            .map_err(|error| format!("{error} | {}", error.way_out().unwrap_or_default()))
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    }

    #[test]
    fn a_file_is_made_for_this_user_alone_and_keeps_its_mode_and_its_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config/tafs/config.toml");
        let of = place(path.clone());
        let config = write(&of, "goal.tafs", "0.45").expect("it is set");
        assert_eq!(config.goal.tafs, Some(0.45));
        assert_eq!(of.load().expect("a config"), config);
        assert_eq!((mode(&path), mode(folder_of(&path))), (0o600, 0o700));
        let link = folder.path().join("link.toml");
        symlink(&path, &link).expect("a link");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        write(&place(link.clone()), "role.preset", "sdr").expect("it is set");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(mode(&path), 0o640);
        let text = fs::read_to_string(&path).expect("a text");
        assert!(text.contains("\ntafs = 0.45\n") && text.contains("\npreset = \"sdr\"\n"));
        let left: Vec<_> = fs::read_dir(folder_of(&path)).expect("a folder").collect();
        assert_eq!(left.len(), 1, "nothing is left behind");
    }

    #[test]
    fn text_needs_no_quotes_and_a_wrong_value_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let of = place(path.clone());
        fs::write(&path, "\u{feff}# mine\r\n").expect("a file");
        for (key, value) in [
            ("hours.mon", "09:00-12:00, 13:00-18:00"),
            ("hours.tue", "\"09:00-12:00\""),
            ("goal.selling", "20h"),
            ("keys.undo", "["),
            ("keys.redo", "[\"U\", \"ctrl-y\"]"),
            ("theme.selling", "72"),
            ("backup.keep", "0"),
            ("ui.mouse", "false"),
            ("days_off.dates", "[\"2026-12-25\"]"),
            ("activities.selling.v", "{ name = \"site-visit\" }"),
            ("activities.selling.v.hint", "at their place"),
        ] {
            write(&of, key, value).unwrap_or_else(|error| panic!("{key}: {error}"));
        }
        let config = of.load().expect("a config");
        assert_eq!(config.goal.selling, Some(Length::hours(20)));
        let days = config
            .context(Zone::named("UTC").expect("a zone"))
            .hours
            .days_off;
        assert_eq!(days.len(), 1);
        let before = fs::read_to_string(&path).expect("a text");
        assert!(before.starts_with("\u{feff}# mine\r\n"));
        for (key, value, expected) in [
            ("goal.tafs", "1.5", "config.toml, line"),
            ("goal.tafs", "45%", "tafs is \"45%\""),
            ("ui.mouse", "off", "| write true or false"),
            ("role.preset", "srd", "| write one of"),
            ("week.start", "mo\u{1b}nday", "start is"),
        ] {
            let error = write(&of, key, value).expect_err(key);
            let expected = expected.split('\n').next().unwrap_or_default();
            assert!(error.contains(expected), "{key}: {error}");
        }
        assert_eq!(fs::read_to_string(&path).expect("a text"), before);
    }

    #[test]
    fn the_first_day_that_is_planned_leaves_the_others_as_they_were() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = place(folder.path().join("config.toml"));
        let mut hours = Config::default().hours;
        let config = write(&of, "hours.sat", "10:00-12:00").expect("it is set");
        hours.set(Weekday::Sat, vec![(Length::hours(10), Length::hours(12))]);
        assert_eq!(config.hours, hours);
        let config = write(&of, "hours.mon", "").expect("it is set");
        hours.set(Weekday::Mon, Vec::new());
        assert_eq!(config.hours, hours);
    }

    #[test]
    fn a_broken_file_is_refused_and_so_is_one_that_changed_meanwhile() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let of = place(path.clone());
        fs::write(&path, "[ui]\nmuose = true\n").expect("a file");
        let error = write(&of, "goal.tafs", "0.5").expect_err("it is broken");
        assert!(
            error.ends_with("| did you mean mouse? (tafs config edit opens the file)"),
            "{error}"
        );
        fs::write(&path, "[goal]\n").expect("a file");
        let error = save_text(&of, Some(b"[ui]\n"), "x").expect_err("it is another");
        assert!(
            error
                .to_string()
                .ends_with("was changed by another program meanwhile")
        );
        assert_eq!(fs::read_to_string(&path).expect("a text"), "[goal]\n");
        let error = write(&place("/dev/null".into()), "goal.tafs", "0.5").expect_err("no file");
        assert!(error.starts_with("/dev/null is not a file"), "{error}");
    }

    #[test]
    fn writers_at_once_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = place(folder.path().join("config.toml"));
        std::thread::scope(|scope| {
            for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] {
                let of = &of;
                scope.spawn(move || write(of, &format!("hours.{day}"), "10:00-11:00"));
            }
        });
        let mut hours = Config::default().hours;
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        for day in days.into_iter().chain([Weekday::Sat, Weekday::Sun]) {
            hours.set(day, vec![(Length::hours(10), Length::hours(11))]);
        }
        assert_eq!(of.load().expect("a config").hours, hours);
    }
}
