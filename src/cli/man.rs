//! `tafs man`: the manual as pages for `man`, made of the command line and of the commented config. The same each time:
//! no page knows the day on which it was written.

mod config_page;

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use super::ctx::Global;
use super::output::{self, Output};
use crate::env;
use crate::error::Error;
use crate::exchange::ExchangeError;

/// When the pages changed last in more than their figures.
const CHANGED: &str = "2026-11-28";
const VERSION: &str = concat!("tafs ", env!("CARGO_PKG_VERSION"));
const MANUAL: &str = "tafs manual";
/// Pages and their folder are for everybody: nothing of a person is in them.
const PAGE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

/// Files that the program keeps, and what they are.
const FILES: [(&str, &str); 2] = [
    (
        "~/.local/share/tafs/tafs.db",
        "The blocks and the undo history, in the data folder of the platform.",
    ),
    (
        "~/.config/tafs/config.toml",
        "The config, in the config folder of the platform; see tafs-config(5).",
    ),
];
/// Variables of the environment that are heeded, and what they do.
const VARIABLES: [(&str, &str); 8] = [
    (
        "TAFS_DB",
        "The file with the blocks, where --db names none.",
    ),
    ("TAFS_CONFIG", "The config file, where --config names none."),
    (
        "TAFS_NOW",
        "Fixes the clock, for scripts and tests: an RFC 3339 time.",
    ),
    ("TZ", "The time zone, where it is not that of the machine."),
    ("NO_COLOR", "No colors, unless --color says otherwise."),
    (
        "COLUMNS",
        "How wide tables are, where no terminal tells it.",
    ),
    ("VISUAL", "The editor of tafs config edit; else EDITOR."),
    ("TMPDIR", "Where temporary files go."),
];
const STATUSES: [(&str, &str); 4] = [
    ("0", "It is done; also tafs status off the clock."),
    ("1", "It was refused or failed, and a sentence says why."),
    ("2", "The command line isn't understood."),
    ("130", "Ctrl-C ended it."),
];

/// Where to.
#[derive(Args, Debug)]
pub(super) struct ManArgs {
    /// Write all pages into this folder; without one, the main page to standard output
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// A page: the name of its file, and its text.
type Page = (String, String);

pub(super) fn print_manual(
    global: &Global,
    program: fn() -> Command,
    asked: &ManArgs,
) -> Result<(), Error> {
    let out = Output::new(global.color);
    let pages = make_pages(program());
    let Some(folder) = asked.folder.clone() else {
        let (_, main) = &pages[0];
        output::result(main)?;
        if output::is_terminal() {
            out.message("To read it: tafs man | man -l -");
            out.aside("tafs man DIR writes a page for each command, too");
        }
        return Ok(());
    };
    let folder = env::expand_home(folder)?;
    if folder.exists() && !folder.is_dir() {
        let what = format!("{} is a file, not a folder", folder.display());
        return Err(Error::failed(what).hint("name a folder, or none to print the main page"));
    }
    for (name, text) in &pages {
        let place = folder_of(&folder, name);
        let failed = |path: &Path, error| Error::in_file(path, ExchangeError::Writing(error));
        make_folder(&place).map_err(|error| failed(&place, error))?;
        let path = place.join(name);
        write_page(&path, text).map_err(|error| failed(&path, error))?;
    }
    let count = pages.len();
    out.message(&format!("Wrote {count} pages into {}", folder.display()));
    Ok(())
}

/// Where a page goes: into the folder, but where that is one of man's own, into the one of its section beside it.
fn folder_of(folder: &Path, page: &str) -> PathBuf {
    let is_config = page.ends_with(".5");
    if is_config && folder.file_name().is_some_and(|name| name == "man1") {
        return folder.with_file_name("man5");
    }
    folder.to_owned()
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER_MODE))
}

fn write_page(path: &Path, text: &str) -> io::Result<()> {
    // A link in its place isn't followed: what it leads to is somebody's file.
    if path.is_symlink() {
        fs::remove_file(path)?;
    }
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(PAGE_MODE))
}

/// All pages, the main one first.
fn make_pages(mut program: Command) -> Vec<Page> {
    program.build();
    let mut pages = Vec::new();
    add_pages(&program, &mut pages);
    pages.push((
        "tafs-config.5".to_owned(),
        config_page::make_page(CHANGED, VERSION, MANUAL),
    ));
    pages
}

/// The page of a command, and those of its commands.
fn add_pages(command: &Command, pages: &mut Vec<Page>) {
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name());
    pages.push((format!("{name}.1"), command_page(command, name)));
    let shown = command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set());
    shown.for_each(|inner| add_pages(inner, pages));
}

fn command_page(command: &Command, name: &str) -> String {
    let man = Man::new(command.clone())
        .title(name)
        .date(CHANGED)
        .source(VERSION)
        .manual(MANUAL);
    let mut page = Vec::new();
    let mut sections = vec![
        man.render_title(&mut page),
        man.render_name_section(&mut page),
        man.render_synopsis_section(&mut page),
        man.render_description_section(&mut page),
        man.render_options_section(&mut page),
    ];
    if command.has_subcommands() {
        sections.push(man.render_subcommands_section(&mut page));
    }
    debug_assert!(sections.iter().all(Result::is_ok), "memory takes all");
    let mut page = String::from_utf8_lossy(&page).into_owned();
    let mut roff = Roff::new();
    if let Some(below) = command.get_after_help() {
        render_below(&mut roff, &below.to_string());
    }
    if command.get_name() == "tafs" {
        table(&mut roff, "FILES", &FILES);
        table(&mut roff, "ENVIRONMENT", &VARIABLES);
        table(&mut roff, "EXIT STATUS", &STATUSES);
    }
    see_also(&mut roff, command, name);
    page.push_str(&roff.to_roff());
    tidied(&page)
}

/// The page without blanks at the ends of lines and without line breaks beside a space, which are said twice.
fn tidied(page: &str) -> String {
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    let is_space = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| line.is_empty())
    };
    let kept = lines.iter().enumerate().filter(|(at, line)| {
        **line != ".br" || !(is_space(at.checked_sub(1)) || is_space(at.checked_add(1)))
    });
    kept.flat_map(|(_, line)| [*line, "\n"]).collect()
}

/// What stands below the options of `--help`: examples as they are, and paragraphs.
fn render_below(roff: &mut Roff, text: &str) {
    let (examples, notes): (Vec<&str>, Vec<&str>) = text
        .split("\n\n")
        .partition(|part| part.starts_with("Example"));
    if !notes.is_empty() {
        roff.control("SH", ["NOTES"]);
    }
    for (index, note) in notes.iter().enumerate() {
        if index > 0 {
            roff.control("PP", []);
        }
        roff.text([roman(note.split_whitespace().collect::<Vec<_>>().join(" "))]);
    }
    if !examples.is_empty() {
        roff.control("SH", ["EXAMPLES"]);
    }
    for example in examples {
        roff.control("nf", []);
        for line in example.lines().skip(1) {
            roff.text([roman(line.trim_start())]);
        }
        roff.control("fi", []);
    }
}

/// A section of names and what they are.
fn table(roff: &mut Roff, heading: &str, rows: &[(&str, &str)]) {
    roff.control("SH", [heading]);
    for (name, about) in rows {
        roff.control("TP", []);
        roff.text([bold(*name)]);
        roff.text([roman(*about)]);
    }
}

fn see_also(roff: &mut Roff, command: &Command, name: &str) {
    roff.control("SH", ["SEE ALSO"]);
    let page = |name: &str, section: &str| [italic(name), roman(format!("({section})"))];
    let mut pages = Vec::new();
    if name != "tafs" {
        pages.extend(page("tafs", "1"));
        pages.push(roman(", "));
    }
    if name.starts_with("tafs-config-") {
        pages.extend(page("tafs-config", "1"));
        pages.push(roman(", "));
    }
    if command.get_name() == "undo" {
        pages.extend(page("tafs-redo", "1"));
        pages.push(roman(", "));
    }
    pages.extend(page("tafs-config", "5"));
    roff.text(pages);
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn there_is_a_page_for_each_command_and_none_tells_the_day() {
        let pages = make_pages(Cli::command());
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[0], "tafs.1");
        for name in [
            "tafs-start.1",
            "tafs-s.1",
            "tafs-config.1",
            "tafs-config-get.1",
            "tafs-man.1",
            "tafs-config.5",
        ] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        assert_eq!(pages, make_pages(Cli::command()));
        for (name, text) in &pages {
            assert!(
                text.contains(".SH NAME\n") && text.contains(".SH \"SEE ALSO\"\n"),
                "{name}:\n{text}"
            );
            assert!(!text.contains('\u{1b}'), "{name} has colors");
        }
        let (_, main) = &pages[0];
        assert!(main.contains(".SH EXAMPLES\n.nf\ntafs  "), "{main}");
    }
}
