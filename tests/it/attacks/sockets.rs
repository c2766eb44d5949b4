//! No command and no screen opens a socket.

use super::calls::{can_trace, log_calls, traced};
use crate::support::env::Machine;
use crate::support::pty::Pty;
use crate::support::tools::find_command;

#[test]
fn nothing_opens_a_socket() {
    if !can_trace() {
        return;
    }
    let machine = Machine::after_mayas_week();
    for args in [
        &["status"][..],
        &["s", "@Northwind"],
        &["log", "week"],
        &["report", "--format", "html", "-o", "page.html"],
        &["review", "--html"],
        &["export"],
        &["config", "show"],
        &["undo"],
        &["no such command"],
    ] {
        let log = log_calls(&machine, "%network", args);
        assert!(!opens_socket(&log), "{args:?}\n{log}");
    }
    let log = machine.home().join("screen.txt");
    let path = log.to_str().expect("a temporary path is UTF-8");
    let command = traced(&machine, &["-e", "trace=%network", "-o", path], &[]);
    let args: Vec<_> = command
        .get_args()
        .map(|arg| arg.to_str().expect("UTF-8"))
        .collect();
    let strace = find_command(&["strace"]).expect("strace is there");
    let mut pty = Pty::start_program(strace, &machine, &args, 100, 30);
    pty.wait_for("Today");
    pty.send("s").wait_for("Selling since");
    pty.send("\u{1b}\t\t\tq");
    pty.wait_exit();
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(!opens_socket(&log), "{log}");
}

/// The pipe by which signals wake the screen is asked whether it is a socket, which it is not: that opens none.
fn opens_socket(log: &str) -> bool {
    ["socket(", "socketpair(", "connect(", "bind(", "listen("]
        .iter()
        .any(|call| log.contains(call))
}
