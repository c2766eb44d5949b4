//! The week: its grid, moving through it, and that keys meant for a day's list change nothing from here.

use chrono::Datelike;
use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::domain::calendar::Week;
use crate::domain::hours::Mark;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::scene::Screen;
use crate::tui::theme::Palette;

#[test]
fn tab_goes_around_and_the_mouse_picks_a_screen() {
    let mut app = thursday();
    for screen in [Screen::Week, Screen::Trends, Screen::Review, Screen::Today] {
        app = app.press("<tab>");
        assert_eq!(app.model().screen, screen);
    }
    app = app.press("<shift-tab>");
    assert_eq!(app.model().screen, Screen::Review);
    let header = app
        .screen(80, 24)
        .lines()
        .next()
        .unwrap_or_default()
        .to_owned();
    let x = header.find("Week").expect("a tab") as u16;
    app.wake(&Wake::Click(Position::new(x, 0)));
    assert_eq!(app.model().screen, Screen::Week);
}

#[test]
fn the_week_shows_its_days_with_hours_and_share() {
    let mut app = thursday().press("<tab>");
    let screen = app.screen(80, 24);
    for words in ["Mon", "Thu", "selling so far", "W10", "W10 · 2–8 Mar"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    insta::assert_snapshot!("week_80x24", screen);
    insta::assert_snapshot!("week_120x40", app.screen(120, 40));
    insta::assert_snapshot!("week_40x12", app.screen(40, 12));
}

#[test]
fn arrows_go_by_day_and_by_week_and_enter_shows_the_day() {
    let app = thursday().press("<tab><up><up>");
    let today = app.model().common.today;
    assert_eq!(app.model().common.day, today.plus(-2));
    let app = app.press("<left>");
    assert_eq!(app.model().common.day, today.plus(-9));
    let app = app.press("<enter>");
    assert_eq!(
        (app.model().screen, app.model().common.day),
        (Screen::Today, today.plus(-9))
    );
    // Never past today.
    let app = app.press("<tab><right><right><right>");
    assert_eq!(app.model().common.day, today);
}

#[test]
fn a_click_picks_a_day_at_every_size() {
    for (width, height, x, y) in [(120, 40, 7, 12), (80, 24, 7, 10), (40, 12, 10, 5)] {
        let mut app = thursday().press("<tab>");
        app.screen(width, height);
        app.wake(&Wake::Click(Position::new(x, y)));
        assert_eq!(
            app.model().common.day,
            app.model().common.today.plus(-3),
            "{width}x{height}"
        );
    }
}

#[test]
fn keys_for_the_list_of_a_day_say_where_they_work_and_change_nothing() {
    for key in ["cs", "[", "]", "{", "}", "/", "m", "x", "g"] {
        let app = thursday();
        let before = app.lane();
        let app = app.press("<tab>").press(key);
        assert_eq!(
            app.lane().split(';').count(),
            before.split(';').count() + usize::from(key == "cs"),
            "{key}"
        );
        let toast = app
            .model()
            .toast
            .as_ref()
            .map(|toast| toast.text.clone())
            .unwrap_or_default();
        assert!(
            key == "cs" || toast.contains("enter to open Thu 5 Mar"),
            "{key}: {toast}"
        );
    }
}

#[test]
fn capture_keys_tag_time_and_a_note_goes_to_what_runs() {
    let app = Harness::at(MORNING).press("<tab>s<wait 10m>nfirst call<enter>");
    assert_eq!(app.model().screen, Screen::Week);
    assert_eq!(app.blocks()[0].details.note.as_str(), "first call");
    let app = app.press("o<wait 1m>n");
    assert!(app.model().mode.focus().is_none());
}

#[test]
fn goals_in_hours_stand_where_they_are_held_against_the_time() {
    let mut app = thursday();
    app.settings(|settings| {
        settings.selling_goal = Some(crate::domain::stamp::Length::hours(20));
        settings.distraction_ceiling = Some(crate::domain::stamp::Length::minutes(45));
    });
    for (width, height) in [(80, 24), (100, 30), (120, 40), (160, 48), (200, 60)] {
        let today = app.screen(width, height);
        let row = today.lines().find(|line| line.contains("of 0h45"));
        let words: Vec<&str> = row.unwrap_or(&today).split_whitespace().collect();
        let end = words.iter().position(|word| *word == "0h45").unwrap_or(0);
        assert_eq!(
            words.get(end.wrapping_sub(2)..=end),
            Some(&["%", "of", "0h45"][..]),
            "{today}"
        );
    }
    let week = app.press("<tab>").screen(120, 40);
    assert!(week.contains("of 20h · 15h30 to go"), "{week}");
}

#[test]
fn a_weekly_goal_is_for_the_days_that_are_not_off() {
    let mut app = thursday();
    app.settings(|settings| {
        settings.selling_goal = Some(crate::domain::stamp::Length::hours(20));
        let monday = crate::insight::testdata::monday();
        let off = [0, 1, 4].map(|index| monday.plus(index));
        settings.context.hours.days_off.extend(off);
    });
    let week = app.press("<tab>").screen(120, 40);
    assert!(
        week.contains("Selling            of 8h (20h × 2/5)"),
        "{week}"
    );
}

#[test]
fn a_day_off_says_so_and_shares_wait_for_the_gate_of_tafs() {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(
            testdata::week()
                .into_iter()
                .filter(|block| block.start.at < testdata::at(testdata::monday(), "1600").at),
        )
        .expect("a lane");
    let now = testdata::at(testdata::monday().plus(1), "1200");
    store
        .mark_days(&[testdata::monday().plus(1)], Some(Mark::Off), now)
        .expect("a mark");
    let mut app =
        Harness::with(store, "2026-03-03T12:00:00+01:00", Palette::Many).press("<esc><tab>");
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = app.screen(width, height);
        assert_eq!(
            // Below the header, which says that nothing runs.
            screen
                .lines()
                .skip(1)
                .flat_map(str::split_whitespace)
                .filter(|word| *word == "off")
                .count(),
            1,
            "{screen}"
        );
    }
    // Before the breaks there is a gap as wide as any.
    for (width, height) in [(120, 40), (160, 48)] {
        let screen = app.screen(width, height);
        let words = "of 7h20 tracked   TAFS after 40 min   ";
        assert!(screen.contains(words), "{screen}");
    }
    // 7h20: too early for TAFS, and so for the shares beside it.
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("of 7h20") && screen.contains("TAFS after 40 more minutes"),
        "{screen}"
    );
    assert!(
        !screen
            .lines()
            .any(|line| line.contains("4h05") && line.contains("56 %")),
        "{screen}"
    );
}

#[test]
fn the_commitment_stands_on_the_week_at_every_size() {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::week().into_iter())
        .expect("a lane");
    let promise = parse_stored_commitment(">= 6h selling/prospecting").expect("a commitment");
    let week = Week {
        first: testdata::monday(),
    };
    store
        .commit_to(
            week,
            Some(&promise),
            testdata::at(testdata::monday(), "0830"),
        )
        .expect("a commitment");
    let mut app =
        Harness::with(store, "2026-03-07T12:00:00+01:00", Palette::Many).press("<esc><tab>");
    for (width, height, words) in [
        (120, 40, ["at least 6h prospecting", "kept"]),
        (80, 24, ["6h50 of 6h", "kept"]),
        (40, 12, ["6h50 of 6h prospecting", "kept"]),
    ] {
        let screen = app.screen(width, height);
        assert!(words.iter().all(|words| screen.contains(words)), "{screen}");
    }
}

/// Maya's week and the four before it, at the end of its Friday, with its commitment.
fn mayas_friday(more: Vec<crate::domain::block::Block>) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let blocks = [testdata::history(), more].concat();
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    let commitment = parse_stored_commitment(">= 6h selling/prospecting").expect("a commitment");
    let week = Week {
        first: testdata::monday(),
    };
    let monday = testdata::at(testdata::monday(), "0830");
    store
        .commit_to(week, Some(&commitment), monday)
        .expect("a commitment");
    Harness::with(store, "2026-03-08T17:36:00+01:00", Palette::Many).press("<esc><tab><up><up><up>")
}

#[test]
fn mayas_week_is_drawn_at_every_size() {
    let mut app = mayas_friday(Vec::new());
    for (width, height) in [
        (120, 40),
        (160, 48),
        (200, 60),
        (100, 30),
        (80, 24),
        (40, 12),
    ] {
        let name = format!("maya_{width}x{height}");
        insta::assert_snapshot!(name, app.screen(width, height));
    }
}

#[test]
fn a_saturday_with_work_has_a_lane_of_its_own() {
    let saturday = testdata::day(testdata::monday().plus(5), "1000-1130 sp");
    let mut app = mayas_friday(saturday);
    for (width, height) in [
        (120, 40),
        (160, 48),
        (200, 60),
        (100, 30),
        (80, 24),
        (40, 12),
    ] {
        let screen = app.screen(width, height);
        let lane = screen.lines().position(|line| line.contains("Sat"));
        let lane = lane.unwrap_or_default();
        let words = screen.lines().skip(lane).take(2).collect::<String>();
        assert!(words.contains("1h30"), "{screen}");
        let first = screen.find("Mon").expect("a Monday");
        assert!(first < screen.find("Sat").unwrap_or_default(), "{screen}");
    }
}

#[test]
fn what_all_blocks_of_a_run_share_is_said_and_protected_runs_add_up() {
    let mut app = mayas_friday(Vec::new());
    let screen = app.screen(120, 40);
    let lanes = screen
        .lines()
        .skip(11)
        .take(15)
        .collect::<Vec<_>>()
        .join("\n");
    // The run of 1h55 has three activities and one account.
    assert!(
        lanes.contains("@Northwind") && !lanes.contains("prep"),
        "{lanes}"
    );
    let lengths = lanes.split(|c: char| !c.is_ascii_alphanumeric());
    let lengths = lengths.filter_map(|word| {
        let (hours, minutes) = word.split_once('h')?;
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        Some(hours * 60 + minutes)
    });
    let in_runs = lengths
        .filter(|minutes| (60..=140).contains(minutes))
        .sum::<u32>();
    // The caliper repeats the best stretch of the selected day.
    assert_eq!(in_runs, 18 * 60 + 10 + 100, "{screen}");
}

#[test]
fn a_sheet_leaves_the_selected_day_in_view() {
    for (width, height) in [(120, 40), (100, 30), (80, 24), (40, 12)] {
        for back in 0..7 {
            let mut app = mayas_friday(Vec::new()).press("<down><down><down><down>");
            let days = "<up>".repeat(back);
            app = app.press(&days);
            app.screen(width, height);
            let name = app.scene(|scene| crate::domain::format::weekday(scene.day.0.weekday()));
            let mut app = app.press("15");
            let screen = app.screen(width, height);
            let end = screen.lines().position(|line| line.contains("min ago"));
            let end = end.expect("a sheet");
            let above: Vec<&str> = screen.lines().skip(1).take(end - 1).collect();
            let is_there = above.iter().any(|line| {
                let is_band = line.trim_start().starts_with('▌');
                is_band && line.contains(name)
            });
            assert!(is_there, "{name} at {width}x{height}:\n{screen}");
        }
    }
}

#[test]
fn each_day_has_its_bounds_where_some_of_it_is_not_known() {
    let day = |index, blocks: &str| testdata::day(testdata::monday().plus(index), blocks);
    let blocks = [
        day(0, "0830-1230 sp; 1230-1730 ae"),
        day(1, "0830-1200 sp; 1300-1630 ae"),
        day(2, "0900-1100 sp; 1400-1600 ae"),
        day(3, "0900-1000 sp"),
    ];
    let mut store = Store::in_memory().expect("a store");
    let blocks = blocks.into_iter().flatten();
    store.seed_blocks(blocks).expect("a lane");
    let mut app = Harness::with(store, "2026-03-06T09:30:00+01:00", Palette::Many).press("<esc>");
    let bounded = |screen: &str, name: &str, figures: &[&str]| {
        let rows: Vec<&str> = screen.lines().collect();
        let is_named = |row: &&str| row.contains(name);
        let first = rows.iter().position(is_named).unwrap_or_default();
        let mine = rows[first..rows.len().min(first + 3)].join(" ");
        for figure in figures {
            assert!(mine.contains(figure), "no {figure} in {mine:?}\n{screen}");
        }
    };
    let panel = app.screen(160, 48);
    bounded(&panel, "│  Tue", &["38.9–61.1", "50.0"]);
    bounded(&panel, "│  Wed", &["22.2–77.8", "4h00"]);
    app = app.press("<tab>");
    for (width, height) in [
        (40, 12),
        (80, 24),
        (100, 30),
        (120, 40),
        (160, 48),
        (200, 60),
    ] {
        let screen = app.screen(width, height);
        bounded(&screen, "Mon", &["44.4"]);
        bounded(&screen, "Tue", &["50.0", "38.9–61.1"]);
        bounded(&screen, "Wed", &["22.2–77.8", "4h00"]);
        assert!(!screen.contains("100.0"), "Thu is too early\n{screen}");
    }
}

#[test]
fn the_widest_bounds_keep_a_blank_from_the_hours_before_them() {
    let mut store = Store::in_memory().expect("a store");
    let day = testdata::day(testdata::monday(), "0900-1130 sp; 1400-1510 sp");
    store.seed_blocks(day.into_iter()).expect("a lane");
    let mut app = Harness::with(store, "2026-03-02T15:10:00+01:00", Palette::Many);
    app = app.press("<esc><tab>");
    let screen = app.screen(40, 12);
    let row = screen.lines().find(|row| row.contains("–100.0"));
    let row = row.unwrap_or_else(|| panic!("no bounds\n{screen}"));
    assert!(row.contains("3h40 "), "{screen}");
}
