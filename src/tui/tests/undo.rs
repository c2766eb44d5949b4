//! What undo says: which day it changed, and that settings are none of its business.

use super::setup_offer::surrounded;
use super::{MORNING, thursday};
use crate::config::Config;
use crate::tui::harness::Harness;

fn toast(app: &Harness) -> String {
    let toast = app.model().toast.as_ref();
    toast.map_or_else(String::new, |toast| toast.text.clone())
}

#[test]
fn undo_names_the_day_that_it_changed() {
    // A change of yesterday, undone today.
    let app = Harness::at(MORNING).press("s<esc><wait 10m>o<esc><wait 1440m>u");
    assert_eq!(
        toast(&app),
        "Undone: yesterday, off the clock at 09:10 · ctrl-r to redo"
    );
    let app = app.press("<esc><ctrl-r>");
    assert_eq!(toast(&app), "Redone: yesterday, off the clock at 09:10");
    let app = Harness::at(MORNING).press("s<esc><wait 10m>o<esc><wait 5760m>u");
    assert!(
        toast(&app).starts_with("Undone: Thu 5 Mar, off the clock at 09:10"),
        "{}",
        toast(&app)
    );
    // A change of today on another day says its day by itself.
    let app = Harness::at(MORNING).press("i<ctrl-u>tue 10:00-11:00 admin<enter><esc><home>u");
    assert_eq!(
        toast(&app),
        "Undone: add admin Tue 3 Mar 10:00-11:00 · ctrl-r to redo"
    );
    // Today is named where another day is in view.
    let app = Harness::at(MORNING).press("s<esc><wait 10m><left>u");
    assert_eq!(
        toast(&app),
        "Undone: today, start selling at 09:00 · ctrl-r to redo"
    );
    let app = Harness::at(MORNING).press("s<esc><wait 10m>u");
    assert_eq!(
        toast(&app),
        "Undone: start selling at 09:00 · ctrl-r to redo"
    );
}

#[test]
fn undo_after_a_setting_says_what_it_would_take_back_and_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    for (set, stays) in [
        (":mouse<enter>", "Settings aren't undone"),
        (":theme: nord<enter>", "Settings aren't undone"),
        ("H", "Hiding names isn't undone"),
        ("HH", "Hiding names isn't undone"),
    ] {
        let app = Harness::at(MORNING).press("s<esc><wait 10m>");
        let app = surrounded(app, Config::default(), Some(folder.path()));
        let mut app = app.press(set).press("<tab><shift-tab>u");
        assert_eq!(app.lane(), "selling 09:00-", "{set}");
        let next = "u again to undo: start selling at 09:00";
        assert_eq!(toast(&app), format!("{stays} · {next}"), "{set}");
        let screen = app.screen(40, 12);
        assert!(screen.contains("again"), "{screen}");
        let app = app.press("u");
        assert_eq!(app.lane(), "", "{set}");
        assert_eq!(
            toast(&app),
            "Undone: start selling at 09:00 · ctrl-r to redo"
        );
        // Once is enough.
        assert_eq!(app.press("<ctrl-r>u").lane(), "", "{set}");
    }
    // With a change after the setting, undo takes that back at once.
    let app = thursday().press("Ho<esc>u");
    assert!(
        toast(&app).starts_with("Undone: off the clock"),
        "{}",
        toast(&app)
    );
    let app = Harness::at(MORNING).press("Hu");
    assert_eq!(
        toast(&app),
        "Hiding names isn't undone · Nothing left to undo"
    );
    // What names someone is not told while names are hidden.
    let app = Harness::at(MORNING).press("sm@Zzyzx<enter><wait 5m>Hu");
    assert!(!toast(&app).contains("Zzyzx"), "{}", toast(&app));
}
