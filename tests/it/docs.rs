//! What is written down is what the program does: the README's key table and help, its commands, the
//! commented config. `UPDATE=1 cargo test --test it docs` rewrites the generated parts of the README.

use std::fs;
use std::path::{Path, PathBuf};

use tafs::config::Config;
use tafs::exchange::presets;
use tafs::tui::keymap;

use crate::support::env::Machine;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("there is a README")
}

/// A guide with other text between the two marks of a name.
fn with_part(guide: &str, name: &str, part: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = guide
        .split_once(&open)
        .unwrap_or_else(|| panic!("the guide has no {open:?}"));
    let (_, after) = rest
        .split_once(&close)
        .unwrap_or_else(|| panic!("the guide has no {close:?}"));
    [before, &open, part.trim_end(), "\n", &close, after].concat()
}

/// Holds a part of a guide to what the program says, or writes it there where `UPDATE` is set.
fn hold(guide: &str, name: &str, part: &str) {
    let path = root().join(guide);
    let now = fs::read_to_string(&path).expect("there is a guide");
    let right = with_part(&now, name, part);
    if std::env::var_os("UPDATE").is_some() {
        if right != now {
            fs::write(path, right).expect("the guide is written");
        }
    } else {
        assert!(
            now == right,
            "{name} in {guide} are not the program's: UPDATE=1 cargo test --test it docs"
        );
    }
}

#[test]
fn the_readme_has_the_keys_and_the_help_of_the_program() {
    hold("README.md", "keys", &keymap::markdown());
    let help = Machine::new().ok("--help");
    hold(
        "README.md",
        "help",
        &format!("```text\n$ tafs --help\n{help}```"),
    );
}

#[test]
fn the_guide_to_importing_has_the_presets_of_the_program_and_so_has_the_help() {
    hold("docs/importing.md", "presets", &presets::markdown());
    let help = Machine::new().ok("import --help");
    let guide = readme();
    for preset in presets::presets() {
        assert!(help.contains(preset.name), "{} in the help", preset.name);
        assert!(
            guide.contains(&format!("`{}`", preset.name)),
            "{} in the README",
            preset.name
        );
    }
}

#[test]
fn a_part_is_put_between_its_marks() {
    let text = "a\n<!-- keys -->\nold\n<!-- /keys -->\nb\n";
    assert_eq!(
        with_part(text, "keys", "new\n"),
        "a\n<!-- keys -->\nnew\n<!-- /keys -->\nb\n"
    );
    assert_eq!(
        with_part(&with_part(text, "keys", "new"), "keys", "new"),
        with_part(text, "keys", "new")
    );
}

#[test]
fn the_readme_names_the_two_commands_and_the_gate_runs_the_second() {
    let readme = readme();
    assert!(
        readme.contains("\ncargo run --release --locked"),
        "how it is built and run"
    );
    assert!(readme.contains("\ncargo test --locked"), "how it is tested");
    let gate = fs::read_to_string(root().join(".ci/run")).expect("there is a gate");
    assert!(
        gate.contains("\nstep cargo test --locked\n"),
        "the gate runs the README's command"
    );
}

/// The commented config with the comment signs of all its settings taken away.
fn uncommented(text: &str) -> String {
    let is_setting =
        |line: &str| line.starts_with('#') && !line[1..].starts_with([' ', '#']) && line.len() > 1;
    text.lines()
        .map(|line| if is_setting(line) { &line[1..] } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_commented_config_holds_as_it_stands_and_with_every_comment_sign_taken_away() {
    let machine = Machine::new();
    let text =
        fs::read_to_string(root().join("assets/config.toml")).expect("there is a commented config");
    let whole = uncommented(&text);
    assert!(
        whole.matches('=').count() > 12,
        "the settings are found:\n{whole}"
    );
    for (name, text) in [("as-it-stands.toml", &text), ("whole.toml", &whole)] {
        let path = machine.home().join(name);
        fs::write(&path, text).expect("a config");
        let text = fs::read_to_string(&path).expect("the config");
        let config =
            Config::parse(&text, &path).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        assert_eq!(config.file.as_deref(), Some(path.as_path()));
        let line = format!("--config {} status", path.display());
        machine.ok(&line);
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let machine = Machine::new();
    let help = machine.ok("--help");
    let list = help
        .split("Commands:\n")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next())
        .expect("a list of commands");
    let names: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        let help = machine.ok(&format!("{name} --help"));
        // A command that takes no words has nothing to show; the short ones have the example of `start`.
        let takes_words = !help.contains(&format!("Usage: tafs {name} [OPTIONS]\n"));
        let shows = help.contains("Example")
            && (name.len() == 1 || help.contains(&format!("  tafs {name}")));
        assert!(shows || !takes_words, "tafs {name} --help:\n{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "tafs {name} --help is too wide:\n{help}"
        );
    }
}

#[test]
fn what_the_guides_name_is_there() {
    let sources = sources(&root().join("src"));
    let missing: Vec<String> = ["CONTRIBUTING.md", "docs/architecture.md"]
        .iter()
        .flat_map(|guide| {
            let text = fs::read_to_string(root().join(guide)).expect("there is a guide");
            named(&text)
                .filter(|name| !is_there(name, &sources))
                .map(|name| format!("{guide}: {name}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(missing.is_empty(), "named and not there: {missing:#?}");
}

/// What stands between backticks; blocks of commands are left aside.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

/// Whether a path exists, from the root or from `src`, and whether a function is defined; other words are.
fn is_there(name: &str, sources: &str) -> bool {
    if let Some(function) = name.strip_suffix("()") {
        return sources.contains(&format!("fn {function}("));
    }
    let is_file = |name: &str| Path::new(name).extension().is_some();
    let is_path = (name.contains('/') && name != "//!") || is_file(name);
    !is_path
        || name.contains(' ')
        || root().join(name).exists()
        || root().join("src").join(name).exists()
}

/// All the code of a folder, in one text.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                fs::read_to_string(&path).unwrap_or_default()
            }
        })
        .collect()
}

#[test]
fn what_the_readme_points_at_is_there() {
    let readme = readme();
    let targets = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target);
    let local: Vec<&str> = targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .collect();
    let missing: Vec<&&str> = local
        .iter()
        .filter(|target| !root().join(target).exists())
        .collect();
    assert!(
        missing.is_empty(),
        "the README points at what is not there: {missing:?}"
    );
}
