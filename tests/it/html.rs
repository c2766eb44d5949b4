//! The page of a report in a real browser, where there is one: what stands in it, and that no text becomes markup.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::env::Machine;
use crate::support::tools;

/// A browser may take long to start on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// The elements of a page as the browser has read it; `None` where there is no browser that starts.
fn dom(machine: &Machine, page: &str) -> Option<String> {
    let browser = browser(machine)?;
    let address = address(machine, page);
    let shown = run(machine, &browser, &["--dump-dom", &address]);
    let shown = shown.expect("the browser shows the page");
    Some(String::from_utf8(shown).expect("the browser speaks UTF-8"))
}

fn address(machine: &Machine, page: &str) -> String {
    format!("file://{}", machine.home().join(page).display())
}

/// A browser that starts, if there is one.
fn browser(machine: &Machine) -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let Some(browser) = tools::find_command(&names) else {
        tools::skip("chromium", "not on the path");
        return None;
    };
    // A browser that can't even show an empty page here says nothing about ours.
    if let Err(reason) = run(machine, &browser, &["--dump-dom", "about:blank"]) {
        tools::skip("chromium", &format!("doesn't start: {reason}"));
        return None;
    }
    Some(browser)
}

/// What the browser prints, or what it says of itself where it fails.
fn run(machine: &Machine, browser: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let mut command = Command::new(browser);
    command
        .env_clear()
        .env("HOME", machine.home())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
    ]);
    command.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]);
    command.arg("--disable-dev-shm-usage");
    command.arg(format!(
        "--user-data-dir={}",
        machine.home().join("browser").display()
    ));
    command.args(args).stdin(Stdio::null());
    let output = assert_cmd::Command::from_std(command)
        .timeout(PATIENCE)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(output.stdout)
}

/// The names of the elements, in order. In what a browser writes, `<` stands for nothing else.
fn elements(dom: &str) -> Vec<&str> {
    let name = |rest: &str| rest.find([' ', '>', '\n']).unwrap_or(rest.len());
    dom.split('<')
        .skip(1)
        .map(|rest| &rest[..name(rest)])
        .filter(|name| !name.starts_with('/'))
        .collect()
}

/// The sheets of a printed page.
fn sheets(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let pages = text.matches("/Type /Page").count();
    pages - text.matches("/Type /Pages").count()
}

#[test]
fn a_week_is_printed_on_one_sheet_of_a4_or_of_us_letter() {
    let machine = Machine::after_mayas_week();
    machine.ok("report --by requester --format html -o week.html");
    let Some(browser) = browser(&machine) else {
        return;
    };
    let file = |name: &str| machine.home().join(name);
    let page = std::fs::read_to_string(file("week.html")).expect("a page");
    // The page names no paper: what is set here is what the printer holds.
    assert!(
        page.contains("@page { margin"),
        "the margins are the page's"
    );
    for (paper, wide) in [("A4", "594"), ("Letter", "612")] {
        let with = page.replace("@page { margin", &format!("@page {{ size: {paper}; margin"));
        std::fs::write(file("paper.html"), with).expect("a page");
        let to = format!("--print-to-pdf={}", file("paper.pdf").display());
        run(
            &machine,
            &browser,
            &[
                &to,
                "--no-pdf-header-footer",
                &address(&machine, "paper.html"),
            ],
        )
        .expect("the browser prints");
        let pdf = std::fs::read(file("paper.pdf")).expect("what was printed");
        assert_eq!(sheets(&pdf), 1, "{paper}");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains(&format!("MediaBox [0 0 {wide}")), "{paper}");
    }
}

#[test]
fn the_page_has_the_figures_of_the_week() {
    let machine = Machine::after_mayas_week();
    machine.ok("report --by requester --format html -o week.html");
    let Some(dom) = dom(&machine, "week.html") else {
        return;
    };
    for figure in [
        "51.8 %",
        "20h50 selling of 40h15 tracked",
        "manager",
        "5h10",
        "Wed 4 Mar",
        "7h20",
        "14h35",
        "36.2 %",
    ] {
        assert!(dom.contains(figure), "{figure} is missing:\n{dom}");
    }
    let count = |name: &str| {
        elements(&dom)
            .into_iter()
            .filter(|element| *element == name)
            .count()
    };
    assert_eq!(
        (
            count("table"),
            count("caption"),
            count("h1"),
            count("script"),
            count("img")
        ),
        (2, 2, 1, 0, 0)
    );
    // Every drawing says what it shows, or is none to those who do not see it.
    assert_eq!(
        count("svg"),
        dom.matches("role=\"img\"").count() + dom.matches("<svg class=\"swatch\"").count() + 2
    );
}

/// A day whose names are these, in this order.
fn day_of(names: [&str; 4]) -> Machine {
    let mut machine = Machine::new();
    machine.at("18:00");
    // Each a minute shorter than the one before: the order of the groups does not hang on their names.
    let row = |(index, name): (usize, &str)| {
        let at = |minute: usize| format!("2026-03-02T{:02}:{minute:02}:00+01:00", 9 + index);
        let block = serde_json::json!({"start": at(0), "end": at(50 - index), "category": "selling", "activity": name,
            "account": name, "requester": name, "tags": [name], "note": name});
        format!("{block}\n")
    };
    let rows: String = names.into_iter().enumerate().map(row).collect();
    let taken = machine.run_with_input(&["import", "json", "-"], &rows);
    assert_eq!(taken.code, Some(0), "{taken}");
    machine
}

#[test]
fn no_text_makes_an_element() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"onload=\"alert(1)",
        "</title><img src=x onerror=y>",
        "</style></svg>&amp;<b>",
    ];
    let harmless = ["one", "two", "three", "four"];
    // An activity stands in the table and in the cells of the strips; the other names stand where it does.
    for by in ["account", "requester", "activity"] {
        let machines = [hostile, harmless].map(day_of);
        let [bad, good] = machines.each_ref().map(|machine| {
            machine.ok(&format!("report --by {by} --format html -o page.html"));
            std::fs::read_to_string(machine.home().join("page.html")).unwrap()
        });
        assert_eq!(elements(&bad), elements(&good), "as written, by {by}");
        assert!(!bad.contains("onload=\""), "{bad}");
        if by != "activity" {
            continue;
        }
        let [bad, good] = machines.each_ref().map(|machine| dom(machine, "page.html"));
        let (Some(bad), Some(good)) = (bad, good) else {
            return;
        };
        assert_eq!(elements(&bad), elements(&good), "as the browser reads it");
        assert!(
            bad.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
            "the text itself stands there:\n{bad}"
        );
    }
}
