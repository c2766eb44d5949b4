//! The command line as a person or a script meets it: exit code, standard output and standard error.

mod accounts;
mod backup;
mod burden;
mod capture;
mod config;
mod discreet;
mod doctor;
mod everything;
mod exchange;
mod figures;
mod filter;
mod focus;
mod hidden;
mod import;
mod import_sheets;
mod interactive;
mod log;
mod machine;
mod past;
mod prospects;
mod question;
mod rename;
mod report;
mod review;
mod rights;
mod setup;
mod sheets;
mod undo;
mod week;
mod words;

use crate::support::env::Machine;

/// What is said on the way through some lines, in one text for a snapshot. A line may begin with the time at which
/// it is said: `14:32 status`.
fn said(machine: &mut Machine, lines: &[&str]) -> String {
    let mut all = Vec::new();
    for line in lines {
        let is_time = |word: &str| word.len() == 5 && word.as_bytes()[2] == b':';
        let (now, line) = line
            .split_once(' ')
            .filter(|(word, _)| is_time(word))
            .unwrap_or(("", line));
        if !now.is_empty() {
            machine.at(now);
        }
        all.push(machine.line(line).to_string());
    }
    all.join("\n")
}

/// Maya's Monday, block by block, as she tells it in the evening.
const MAYAS_MONDAY: [&str; 14] = [
    "add admin 0830 0905 /e !self inbox",
    "add admin 0905 1000 /m !manager pipeline call",
    "add admin 1000 1015 /c !manager",
    "add selling 1015 1100 /r @Northwind",
    "add selling 1100 1150 /m @Northwind +advance CFO joins next call",
    "add selling 1150 1210 /f @Northwind",
    "add break 1210 1250",
    "add distraction 1250 1330 /w",
    "add selling 1330 1430 /w @Halden business case",
    "add admin 1430 1500 /g @Halden !legal redlines",
    "add admin 1500 1520 /g @Halden !finance --note 'discount ok?'",
    "add selling 1520 1630 /p +22touch +3conv +1mtg",
    "add admin 1630 1700 /e !marketing persona survey",
    "add distraction 1700 1720 /p",
];

/// The beginnings of ids differ from run to run, in their length too.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        word.len() >= 6
            && word.starts_with('0')
            && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
    };
    let line = |line: &str| match line.trim_start().split_once("  ") {
        Some((id, rest)) if line.starts_with("  ") && is_id(id) => {
            format!("  [id]  {}", rest.trim_start())
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
