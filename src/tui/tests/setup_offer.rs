//! The line that offers what is still to be set up: on the second day, once.

use std::path::Path;

use super::MORNING;
use crate::config::{Config, ConfigPlace};
use crate::domain::calendar::Zone;
use crate::domain::stamp::Length;
use crate::env::{Clock, Place};
use crate::exchange::Format;
use crate::exchange::installed::FoundTool;
use crate::tui::background::Background;
use crate::tui::harness::Harness;
use crate::tui::surroundings::Surroundings;
use crate::tui::theme::Palette;
use crate::tui::watched::Watched;

pub(super) fn surrounded(mut app: Harness, config: Config, place: Option<&Path>) -> Harness {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    app.look_around_at(Surroundings {
        config,
        config_place: place.map(|folder| ConfigPlace {
            asked: None,
            usual: folder.join("config.toml"),
        }),
        place: Place {
            zone,
            warning: None,
        },
        tz: Some("Europe/Berlin".into()),
        clock: Clock::System,
        palette: Palette::Many,
        background: Background::detect(Palette::Many, |_| None),
        banner: None,
        seen: None,
        seen_theme: None,
        config_file: Watched::default(),
        theme_file: Watched::default(),
        good_theme: None,
        refused_theme: None,
    });
    app
}

fn watson() -> Vec<FoundTool> {
    vec![FoundTool {
        format: Format::Watson,
        path: "/home/maya/.config/watson/frames".into(),
    }]
}

fn toast(app: &Harness) -> String {
    let toast = app.model().toast.as_ref();
    toast.map_or_else(String::new, |toast| toast.text.clone())
}

/// The screen on the day after the first block.
fn second_day() -> Harness {
    Harness::at(MORNING).press("sm<wait 10m>o<esc><wait 1440m>")
}

#[test]
fn what_is_missing_is_offered_once_on_the_second_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = surrounded(second_day(), Config::default(), Some(folder.path()));
    app.offer_setup(watson);
    let line = "tafs setup: planned hours · a goal · import from watson · esc skips";
    assert_eq!(toast(&app), line);
    assert!(app.screen(80, 24).contains(line));
    let app = app.press("<wait 60m>");
    assert_eq!(toast(&app), line, "it waits for a key");
    let mut app = app.press("<esc>");
    assert_eq!(toast(&app), "");
    app.offer_setup(watson);
    assert_eq!(toast(&app), "", "once in a session");
    // And once for the file.
    let mut again = app.reopened();
    again = surrounded(again, Config::default(), Some(folder.path()));
    again.offer_setup(|| panic!("nobody looks for trackers again"));
    assert_eq!(toast(&again), "");
    assert!(again.store().past_changes(None, 9).expect("changes").len() < 9);
}

#[test]
fn where_there_is_little_room_it_is_one_line_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = surrounded(second_day(), Config::default(), Some(folder.path()));
    app.screen(40, 12);
    app.offer_setup(watson);
    let screen = app.screen(40, 12);
    let line = "Not all set: tafs setup · esc skips";
    assert!(screen.lines().any(|row| row.trim() == line), "{screen}");
}

#[test]
fn nothing_is_offered_on_the_first_day_in_a_demo_or_where_all_is_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let never = || -> Vec<FoundTool> { panic!("nobody looks for trackers") };
    let first_day = Harness::at(MORNING).press("sm<wait 10m><esc>");
    let mut app = surrounded(first_day, Config::default(), Some(folder.path()));
    app.offer_setup(never);
    let mut demo = surrounded(second_day(), Config::default(), None);
    demo.offer_setup(never);
    let mut config = Config::default();
    config.goal.tafs = Some(0.45);
    let nine = vec![(Length::hours(9), Length::hours(17))];
    config.hours.set(chrono::Weekday::Mon, nine);
    let mut set = surrounded(second_day(), config.clone(), Some(folder.path()));
    set.offer_setup(Vec::new);
    for app in [&app, &demo, &set] {
        assert_eq!(toast(app), "");
    }
    // What is left to offer is offered alone.
    let mut set = surrounded(second_day(), config, Some(folder.path()));
    set.offer_setup(watson);
    assert!(toast(&set).starts_with("tafs setup: import from watson · "));
}

#[test]
fn what_was_never_drawn_is_offered_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = surrounded(second_day(), Config::default(), Some(folder.path()));
    app.offer_setup(watson);
    let mut again = surrounded(app.reopened(), Config::default(), Some(folder.path()));
    again.offer_setup(watson);
    assert!(toast(&again).starts_with("tafs setup: "));
    // After its frame it is remembered.
    again.offer_setup(watson);
    let mut last = surrounded(again.reopened(), Config::default(), Some(folder.path()));
    last.offer_setup(watson);
    assert_eq!(toast(&last), "");
}
