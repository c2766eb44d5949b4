//! The page of a report in a real browser, where there is one: what stands in it, and that no text becomes markup.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::env::Machine;
use crate::support::tools;

/// A browser may take long to start on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// The elements of a page as the browser has read it; `None` where there is no browser that starts.
fn dom(machine: &Machine, page: &str) -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let Some(browser) = tools::find_command(&names) else {
        tools::skip("chromium", "not on the path");
        return None;
    };
    // A browser that can't even show an empty page here says nothing about ours.
    if let Err(reason) = dump(machine, &browser, "about:blank") {
        tools::skip("chromium", &format!("doesn't start: {reason}"));
        return None;
    }
    let address = format!("file://{}", machine.home().join(page).display());
    Some(dump(machine, &browser, &address).expect("the browser shows the page"))
}

/// A page as the browser has read it, or what it says of itself where it fails.
fn dump(machine: &Machine, browser: &Path, address: &str) -> Result<String, String> {
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
    command.arg("--disable-dev-shm-usage").arg("--dump-dom");
    command.arg(format!(
        "--user-data-dir={}",
        machine.home().join("browser").display()
    ));
    command.arg(address).stdin(Stdio::null());
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
    Ok(String::from_utf8(output.stdout).expect("the browser speaks UTF-8"))
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
