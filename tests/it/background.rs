//! Terminals that tell the color of their background, or half of it, or something else, to the real program.

use rustix::process::Signal;

use crate::support::env::Machine;
use crate::support::pty::Pty;

const WHITE: &str = "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\";
const BLACK: &str = "\u{1b}]11;rgb:0000/0000/0000\u{7}";
/// The pages of the light and the dark theme in the 256 colors.
const LIGHT: u8 = 231;
const DARK: u8 = 233;

fn page(screen: &vt100::Screen) -> Option<vt100::Color> {
    screen.cell(5, 0).map(vt100::Cell::bgcolor)
}

fn wait_for_page(pty: &Pty, color: u8) {
    pty.wait_for("help")
        .wait_until("a page of this color", |screen| {
            page(screen) == Some(vt100::Color::Idx(color))
        });
}

/// Leaves it; what it had on record is what it had before.
fn leave(mut pty: Pty, machine: &Machine) {
    pty.send("q");
    assert!(pty.wait_exit().success());
    pty.assert_restored();
    assert_eq!(machine.ok("export --format json").lines().count(), 1);
}

fn started() -> Machine {
    let machine = Machine::new();
    machine.ok("start selling --at 08:20");
    machine
}

#[test]
fn a_light_terminal_gets_the_light_theme_and_a_dark_one_the_dark() {
    let machine = started();
    for (answer, color) in [(WHITE, LIGHT), (BLACK, DARK), ("", DARK)] {
        let pty = Pty::start_answering(&machine, answer);
        wait_for_page(&pty, color);
        // It asks right after its first frame, before it takes a key.
        pty.send("7").wait_for("min ago");
        assert_eq!(pty.questions(), 1);
        leave(pty, &machine);
    }
}

#[test]
fn it_is_asked_only_where_the_theme_follows_it() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm"), ("TERM", "linux")] {
        let mut machine = started();
        machine.set(name, value);
        let pty = Pty::start_answering(&machine, WHITE);
        pty.wait_for("help");
        pty.catch_up();
        assert_eq!(pty.questions(), 0, "{name}={value}");
        leave(pty, &machine);
    }
    let mut machine = started();
    machine.set("TAFS_CONFIG", "config.toml");
    let config = machine.home().join("config.toml");
    std::fs::write(&config, "[theme]\nname = \"dark\"\n").unwrap();
    let pty = Pty::start_answering(&machine, WHITE);
    wait_for_page(&pty, DARK);
    assert_eq!(pty.questions(), 0);
    // It is asked once that is what the config says.
    std::fs::write(&config, "").unwrap();
    wait_for_page(&pty, LIGHT);
    leave(pty, &machine);
}

#[test]
fn half_an_answer_and_a_wrong_one_type_nothing_and_lose_no_key() {
    let machine = started();
    for answer in [
        "\u{1b}]11;rgb:ffff/ff",
        "\u{1b}]11;sald\u{7}",
        "\u{1b}]11;rgb:sald/sald/sald\u{1b}\\",
        "\u{1b}]11;",
    ] {
        let pty = Pty::start_answering(&machine, answer);
        wait_for_page(&pty, DARK);
        // A key that came before its answer would stand at the answer's other end.
        pty.wait_answered().send("\u{1b}[Z").wait_for("Tidy up");
        leave(pty, &machine);
    }
    // The other half, at last.
    let pty = Pty::start_answering(&machine, "\u{1b}]11;rgb:ffff/ffff/ff");
    pty.wait_answered().wait_for("help").send("ff\u{7}");
    leave(pty, &machine);
}

#[test]
fn an_answer_ends_in_no_shell() {
    let machine = started();
    for answer in [WHITE, BLACK] {
        // Typed before the first frame: it is left before the answer is read.
        let mut pty = Pty::start_answering(&machine, answer);
        pty.send("q");
        assert!(pty.wait_exit().success());
        assert_eq!(pty.unread(), 0, "{answer:?}");
    }
    let mut pty = Pty::start_answering(&machine, WHITE);
    wait_for_page(&pty, LIGHT);
    pty.signal(Signal::TERM);
    pty.wait_exit();
    pty.assert_restored();
}
