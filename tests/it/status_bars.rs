//! `docs/status-bars.md`: each recipe is carried out, by the tool itself where it can be had.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::env::{Machine, TAFS};
use crate::support::pty::Pty;
use crate::support::tools::{find_command, skip};

/// What is shown of what runs.
const SHOWN: &str = "meeting @Halden 0h42";

/// A block of code of the guide.
struct Recipe {
    /// The heading above it.
    tool: String,
    language: String,
    code: String,
}

fn recipes() -> Vec<Recipe> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/status-bars.md");
    let guide = fs::read_to_string(guide).expect("there is a guide");
    let mut recipes = Vec::new();
    let (mut tool, mut open) = (String::new(), None::<Recipe>);
    for line in guide.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => recipes.extend(open.take()),
            (Some(language), None) => {
                open = Some(Recipe {
                    tool: tool.clone(),
                    language: language.to_owned(),
                    code: String::new(),
                });
            }
            (None, Some(recipe)) => recipe.code.extend([line, "\n"]),
            (None, None) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    heading.clone_into(&mut tool);
                }
            }
        }
    }
    recipes
}

/// The code of a tool in a language.
fn recipe(tool: &str, language: &str) -> String {
    let mut recipes = recipes().into_iter();
    let found = recipes.find(|recipe| recipe.tool == tool && recipe.language == language);
    found
        .unwrap_or_else(|| panic!("no recipe for {tool} in {language}"))
        .code
}

/// A machine that has tafs on its path, where a meeting has run for 42 minutes.
fn machine() -> Machine {
    let mut machine = Machine::new();
    machine.ok("s @Halden /meeting");
    machine.at("09:12");
    let path = std::env::var("PATH").expect("a path");
    let own = Path::new(TAFS).parent().expect("a folder");
    let bin = machine.home().join("bin");
    fs::create_dir(&bin).expect("a folder");
    let path = [
        bin.to_str().expect("UTF-8"),
        own.to_str().expect("UTF-8"),
        &path,
    ]
    .join(":");
    machine.set("PATH", &path);
    machine
}

/// What a shell prints that carries this out; it has to succeed.
fn sh(machine: &Machine, code: &str) -> String {
    let mut command = Command::new("sh");
    command.env_clear().envs(machine.vars().iter().cloned());
    let command = command.current_dir(machine.home()).args(["-c", code]);
    let output = command.stdin(Stdio::null()).output().expect("a shell");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{code}: {error}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Puts a program on the path of a machine.
fn put_program(machine: &Machine, name: &str, code: &str) {
    let place = machine.home().join("bin").join(name);
    fs::write(&place, code).expect("a program");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("a mode");
}

/// The value of `name = value` in a text.
fn setting<'a>(code: &'a str, name: &str) -> &'a str {
    let mut lines = code.lines().filter_map(|line| line.split_once('='));
    let found = lines.find(|(known, _)| known.trim() == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {code}"))
        .1
        .trim()
}

#[test]
fn every_recipe_is_carried_out_by_a_test() {
    let tested: BTreeSet<(&str, &str)> = BTreeSet::from([
        ("tmux", "tmux"),
        ("waybar", "json"),
        ("starship", "toml"),
        ("polybar", "ini"),
        ("i3status", "sh"),
        ("sketchybar", "sh"),
        ("zellij", "kdl"),
        ("A shell's prompt", "bash"),
        ("A shell's prompt", "zsh"),
        ("A shell's prompt", "fish"),
        ("A key of the window manager", "i3"),
        ("A Stream Deck", "sh"),
        ("cron and systemd", "cron"),
        ("cron and systemd", "systemd"),
    ]);
    let recipes = recipes();
    let found = recipes
        .iter()
        .map(|recipe| (&*recipe.tool, &*recipe.language));
    assert_eq!(found.collect::<BTreeSet<_>>(), tested);
}

#[test]
fn tmux_shows_it_in_its_status_line() {
    let Some(tmux) = find_command(&["tmux"]) else {
        return skip("tmux", "its status line is not looked at");
    };
    let mut machine = machine();
    // What tmux would take for a style or a command stands there as it is.
    machine.at("08:30");
    machine.ok("s '@Hal#[fg=red]den#(date)' /meeting --at 08:30 --force");
    machine.at("09:12");
    let (config, socket) = (
        machine.home().join("tmux.conf"),
        machine.home().join("tmux"),
    );
    fs::write(&config, recipe("tmux", "tmux")).expect("a config");
    let args = [
        "-S",
        socket.to_str().expect("UTF-8"),
        "-f",
        config.to_str().expect("UTF-8"),
    ];
    let args = [&args[..], &["new-session", "sleep 60"]].concat();
    let mut pty = Pty::start_program(&tmux, &machine, &args, 120, 24);
    pty.wait_for("● meeting @Hal#[fg=red]den#(date) 0h42");
    let is_colored = |screen: &vt100::Screen| {
        let (rows, columns) = screen.size();
        let (last, columns) = (rows.get() - 1, columns.get());
        let mut dots = (0..columns).filter_map(|column| screen.cell(last, column));
        let dot = dots.find(|cell| cell.contents() == "●");
        dot.is_some_and(|dot| dot.fgcolor() != vt100::Color::Default)
    };
    pty.wait_until("a colored dot", is_colored);
    let mut end = Command::new(&tmux);
    let end = end.args(["-S", socket.to_str().expect("UTF-8"), "kill-server"]);
    assert!(end.status().expect("tmux").success());
    pty.close();
}

#[test]
fn waybar_reads_one_object() {
    let machine = machine();
    let code = format!("{{{}}}", recipe("waybar", "json"));
    let config: Value = serde_json::from_str(&code).expect("a config of waybar");
    let module = &config["custom/tafs"];
    assert_eq!(module["return-type"], "json");
    let shown = sh(&machine, module["exec"].as_str().expect("a command"));
    assert_eq!(shown.lines().count(), 1, "{shown}");
    let shown: Value = serde_json::from_str(&shown).expect("an object");
    let text = format!("<span color=\"#e8b964\">●</span> {SHOWN}");
    assert_eq!(shown["text"], text.as_str());
    assert_eq!(
        (&shown["class"], &shown["alt"]),
        (&"selling".into(), &"selling".into())
    );
    let tooltip = shown["tooltip"].as_str().expect("a tooltip");
    assert!(
        tooltip.starts_with("● selling · meeting @Halden   0:42:00"),
        "{tooltip}"
    );
    // Too little for a share.
    assert_eq!(shown.get("percentage"), None);
    sh(&machine, module["on-click"].as_str().expect("a command"));
    let off: Value = serde_json::from_str(&machine.ok("status --for waybar")).expect("an object");
    assert_eq!(off["class"], "off");
    let mut machine = Machine::after_mayas_week();
    machine.at("2026-03-02T17:00:00+01:00");
    machine.ok("s '@A&B<i>'");
    let told: Value = serde_json::from_str(&machine.ok("status --for waybar")).expect("an object");
    assert!(
        told["percentage"]
            .as_u64()
            .is_some_and(|share| (1..100).contains(&share)),
        "{told}"
    );
    let (text, tooltip) = (told["text"].as_str(), told["tooltip"].as_str());
    for markup in [text, tooltip] {
        assert!(
            markup.is_some_and(|text| text.contains("@A&amp;B&lt;i&gt;")),
            "{told}"
        );
    }
}

#[test]
fn starship_polybar_and_zellij_read_one_line() {
    let machine = machine();
    let config: toml::Table = toml::from_str(&recipe("starship", "toml")).expect("a config");
    let module = &config["custom"]["tafs"];
    let shown = sh(&machine, module["command"].as_str().expect("a command"));
    assert_eq!(shown, format!("{SHOWN}\n"));
    let shown = sh(&machine, setting(&recipe("polybar", "ini"), "exec"));
    assert_eq!(shown, format!("%{{F#e8b964}}●%{{F-}} {SHOWN}\n"));
    let layout = recipe("zellij", "kdl");
    let command = layout
        .lines()
        .find_map(|line| line.strip_prefix("command_tafs_command "));
    let shown = sh(
        &machine,
        command.expect("a command").trim().trim_matches('"'),
    );
    assert_eq!(shown, format!("#[fg=#e8b964]●#[] {SHOWN}\n"));
    // Without colors, without names, and off the clock.
    let shown = machine.ok("--color never status --for polybar --discreet");
    assert_eq!(shown, "● meeting @••• 0h42\n");
    machine.ok("stop");
    assert_eq!(machine.ok("status --for starship"), "\n");
    assert_eq!(
        machine.ok("status --for zellij"),
        "#[fg=#9a9a9b]○#[] off the clock\n"
    );
}

#[test]
fn i3bar_gets_a_block_before_those_of_i3status() {
    let machine = machine();
    let Some(i3status) = find_command(&["i3status"]) else {
        return skip("i3status", "its output is not led by ours");
    };
    let config = machine.home().join("i3status.conf");
    let own = "general { output_format = \"i3bar\" interval = 1 }\norder += \"tztime utc\"\ntztime utc { format = \"then\" }\n";
    fs::write(&config, own).expect("a config");
    // The head of its protocol and the first blocks; it ends with the next ones.
    let once = format!(
        "#!/bin/sh\n{} \"$@\" 2>/dev/null | head -n 3\n",
        i3status.display()
    );
    put_program(&machine, "i3status", &once);
    put_program(
        &machine,
        "bar",
        &format!("#!/bin/sh\n{}", recipe("i3status", "sh")),
    );
    let shown = sh(&machine, &format!("bar {}", config.display()));
    let blocks = shown.lines().find_map(|line| {
        let line = line.trim_start_matches(',');
        serde_json::from_str::<Vec<Value>>(line)
            .ok()
            .filter(|blocks| blocks.len() > 1)
    });
    let blocks = blocks.unwrap_or_else(|| panic!("no blocks: {shown}"));
    assert_eq!(blocks[0]["name"], "tafs");
    let full = format!("<span color=\"#e8b964\">●</span> {SHOWN}");
    assert_eq!(blocks[0]["full_text"], full.as_str());
    assert_eq!(blocks[0]["markup"], "pango");
    assert_eq!(blocks[1]["full_text"], "then");
}

#[test]
fn sketchybar_gets_a_word_for_each_property() {
    let mut machine = machine();
    machine.at("08:30");
    machine.ok("s '@$(touch${IFS}x)Hal' /meeting --at 08:30 --force");
    machine.at("09:12");
    let code = "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done\n";
    put_program(&machine, "sketchybar", code);
    machine.set("NAME", "tafs");
    let words = sh(&machine, &recipe("sketchybar", "sh"));
    let right =
        "--set\ntafs\nicon=●\nicon.color=0xffe8b964\nlabel=meeting @$(touch${IFS}x)Hal 0h42\n";
    assert_eq!(words, right);
    assert!(!machine.home().join("x").exists());
}

#[test]
fn shells_show_it_in_their_prompts() {
    let mut machine = machine();
    machine.at("08:30");
    machine.ok("s '@50%Halden' /meeting --at 08:30 --force");
    machine.at("09:12");
    let shown = "meeting @50%Halden 0h42";
    let rc = |name: &str, code: &str| {
        let place = machine.home().join(name);
        fs::write(&place, code).expect("a start file");
        place.to_str().expect("UTF-8").to_owned()
    };
    let bash = rc("bashrc", &recipe("A shell's prompt", "bash"));
    rc(".zshrc", &recipe("A shell's prompt", "zsh"));
    let fish = rc("prompt.fish", &recipe("A shell's prompt", "fish"));
    let source = format!("source {fish}");
    let shells: [(&str, Vec<&str>); 3] = [
        ("bash", vec!["--noprofile", "--rcfile", &bash, "-i"]),
        ("zsh", vec!["-d", "-i"]),
        ("fish", vec!["--no-config", "-i", "-C", &source]),
    ];
    for (shell, args) in shells {
        let Some(program) = find_command(&[shell]) else {
            skip(shell, "its prompt is not looked at");
            continue;
        };
        let mut pty = Pty::start_program(program, &machine, &args, 80, 24);
        pty.wait_for(shown);
        pty.send("exit\r");
        pty.wait_exit();
    }
}

#[test]
fn keys_and_timers_run_commands_that_work() {
    let machine = machine();
    let keys = recipe("A key of the window manager", "i3");
    let commands = keys.lines().filter_map(|line| line.split_once(" exec "));
    let commands: Vec<&str> = commands.map(|(_, command)| command).collect();
    assert_eq!(commands.len(), keys.lines().count(), "{keys}");
    for command in commands {
        sh(&machine, command);
    }
    for button in recipe("A Stream Deck", "sh").lines() {
        sh(&machine, button);
    }
    for line in recipe("cron and systemd", "cron").lines() {
        let fields: Vec<&str> = line.splitn(6, ' ').collect();
        let is_time = |field: &&str| field.bytes().all(|byte| b"0123456789-*".contains(&byte));
        assert!(
            fields[..5].iter().all(is_time) && !fields[5].contains('%'),
            "{line}"
        );
        sh(&machine, fields[5]);
    }
    assert!(machine.home().join("review.html").exists());
    let units: Vec<String> = recipes()
        .into_iter()
        .filter(|recipe| recipe.language == "systemd")
        .map(|recipe| recipe.code)
        .collect();
    let cargo = machine.home().join(".cargo/bin");
    fs::create_dir_all(&cargo).expect("a folder");
    std::os::unix::fs::symlink(TAFS, cargo.join("tafs")).expect("a link");
    let home = machine.home();
    let service = setting(&units[0], "ExecStart").replace("%h", home.to_str().expect("UTF-8"));
    machine.ok("s");
    sh(&machine, &service);
    assert_eq!(machine.ok("status --format '{dot}'"), "○\n");
    let Some(analyze) = find_command(&["systemd-analyze"]) else {
        return skip("systemd-analyze", "the timer's times are not read");
    };
    let calendar = setting(&units[1], "OnCalendar");
    let read = Command::new(analyze).args(["calendar", calendar]).output();
    assert!(
        read.expect("systemd-analyze").status.success(),
        "{calendar}"
    );
}
