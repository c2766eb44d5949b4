//! Other trackers with data on this machine: looks where each keeps its file unless it is told otherwise, and reads
//! none of them.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::source::{Format, ParseError};

/// A file of another tracker, or the folder of its files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundTool {
    pub format: Format,
    pub path: PathBuf,
}

/// The trackers that have data here, in the order of the formats; `variable` is the environment.
pub fn find_tools(variable: impl Fn(&str) -> Option<OsString>) -> Vec<FoundTool> {
    let folder = |name: &str| {
        let value = variable(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from).filter(|path| path.is_absolute())
    };
    let home = |below: &str| folder("HOME").map(|home| home.join(below));
    let data = folder("XDG_DATA_HOME").or_else(|| home(".local/share"));
    let config = folder("XDG_CONFIG_HOME").or_else(|| home(".config"));
    let below = |place: Option<PathBuf>, path: &str| place.map(|place| place.join(path));
    let places = [
        (Format::Timewarrior, below(folder("TIMEWARRIORDB"), "data")),
        (Format::Timewarrior, home(".timewarrior/data")),
        (Format::Timewarrior, below(data, "timewarrior/data")),
        (Format::Watson, below(folder("WATSON_DIR"), "frames")),
        (Format::Watson, below(config, "watson/frames")),
        (
            Format::Watson,
            home("Library/Application Support/watson/frames"),
        ),
        (Format::Bartib, folder("BARTIB_FILE")),
        (Format::Hours, home("hours.db")),
    ];
    let mut found: Vec<FoundTool> = Vec::new();
    for (format, path) in places {
        let is_new = found.iter().all(|tool| tool.format != format);
        if let Some(path) = path.filter(|path| is_new && has_data(format, path)) {
            found.push(FoundTool { format, path });
        }
    }
    found
}

fn has_data(format: Format, path: &Path) -> bool {
    if format == Format::Timewarrior {
        return !data_files(path).is_empty();
    }
    // An empty list is none.
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 2)
}

/// The files of Timewarrior's folder with something in them, the earliest month first.
pub fn data_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_data = |path: &PathBuf| {
        let is_month = path.extension().is_some_and(|end| end == "data")
            && path
                .file_name()
                .is_some_and(|name| name != "tags.data" && name != "undo.data");
        is_month && fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0)
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_data).collect();
    files.sort();
    files
}

/// What a folder is in which no data of Timewarrior is, and what to name instead.
pub fn describe_folder(folder: &Path) -> ParseError {
    let holds = |name: &str| folder.join(name);
    if !data_files(&holds("data")).is_empty() {
        let what = "it is the folder of Timewarrior: its data is one folder down";
        let hint = format!("tafs import timewarrior {}", holds("data").display());
        return ParseError::new(what, &hint);
    }
    if holds("frames").is_file() {
        let hint = format!("tafs import watson {}", holds("frames").display());
        return ParseError::new(
            "it is the folder of Watson: its frames are a file in it",
            &hint,
        );
    }
    ParseError::new("it is a folder", "name a file in it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracker_is_found_where_it_keeps_its_data_and_has_some() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = folder.path().to_owned();
        let write = |path: &str, text: &str| {
            let path = home.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        let found = |variables: &[(&str, &str)]| -> Vec<String> {
            let of = |name: &str| match name {
                "HOME" => Some(home.clone().into_os_string()),
                name => variables
                    .iter()
                    .find(|(known, _)| *known == name)
                    .map(|(_, path)| home.join(path).into_os_string()),
            };
            let name = |tool: FoundTool| {
                let path = tool.path.strip_prefix(&home).expect("in the home folder");
                format!("{} {}", tool.format.name(), path.display())
            };
            find_tools(of).into_iter().map(name).collect()
        };
        assert_eq!(found(&[]), [""; 0]);
        write(".config/watson/frames", "[]");
        write(".local/share/timewarrior/data/tags.data", "{}");
        assert_eq!(found(&[]), [""; 0], "no data is in them");
        write(".config/watson/frames", "[[1, 2]]");
        write(
            ".local/share/timewarrior/data/2026-03.data",
            "inc 20260302T080000Z\n",
        );
        write("hours.db", "SQLite");
        write("log.bartib", "2026-03-02 08:30 | a | b");
        let usual = [
            "timewarrior .local/share/timewarrior/data",
            "watson .config/watson/frames",
            "hours hours.db",
        ];
        assert_eq!(found(&[]), usual);
        let elsewhere = found(&[("BARTIB_FILE", "log.bartib"), ("XDG_CONFIG_HOME", "none")]);
        assert_eq!(elsewhere, [usual[0], "bartib log.bartib", usual[2]]);
        assert_eq!(find_tools(|_| None), []);
    }

    #[test]
    fn a_folder_is_called_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = |name: &str| {
            let wrong = describe_folder(&folder.path().join(name));
            format!("{} | {}", wrong.what, wrong.hint)
        };
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        write("tw/data/2026-03.data", "inc 20260302T080000Z\n");
        write("watson/frames", "[]");
        write("other/a.csv", "a");
        let here = folder.path().display();
        assert_eq!(
            told("tw"),
            format!(
                "it is the folder of Timewarrior: its data is one folder down | tafs import timewarrior {here}/tw/data"
            )
        );
        assert_eq!(
            told("watson"),
            format!(
                "it is the folder of Watson: its frames are a file in it | tafs import watson {here}/watson/frames"
            )
        );
        assert_eq!(told("other"), "it is a folder | name a file in it");
    }
}
