//! The machine's clock is set back, it is carried to another zone, its config is written: what the screen says then.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use ratatui::style::Color;

use super::*;
use crate::config::{Config, ConfigPlace};
use crate::env::{Clock, Place};
use crate::report::tone::Tone;
use crate::tui::background::Background;
use crate::tui::event::Wake;
use crate::tui::surroundings::Surroundings;
use crate::tui::watched::Watched;

fn set_to(mut app: Harness, time: &str) -> Harness {
    let time = crate::domain::calendar::parse_rfc3339(time).expect("a time");
    app.jump(time.at);
    app
}

/// Selling since 09:00, and the clock says 07:00.
fn set_back() -> Harness {
    let app = Harness::at(MORNING).press("sm<wait 10m>");
    set_to(app, "2026-03-05T07:00:00+01:00")
}

fn marks(app: &Harness) -> Vec<bool> {
    let blocks = app.blocks();
    blocks.iter().map(|block| block.clock_back).collect()
}

fn toast(app: &Harness) -> &str {
    let toast = app.model().toast.as_ref();
    toast.map_or("", |toast| toast.text.as_str())
}

fn seconds(app: &Harness) -> Vec<Option<i64>> {
    let length = |block: &crate::domain::block::Block| {
        let end = block.end?;
        Some(end.at.since(block.start.at).as_seconds())
    };
    app.blocks().iter().map(length).collect()
}

#[test]
fn a_stop_after_the_clock_was_set_back_keeps_a_second_and_says_so() {
    let app = set_back().press("o");
    assert_eq!(seconds(&app), [Some(1)]);
    assert_eq!(marks(&app), [true]);
    assert!(
        toast(&app).contains("the clock was set back, check its times"),
        "{}",
        toast(&app)
    );
    // There is nothing more to stop, and one undo brings it back as it was.
    let mut app = app.press("o");
    assert_eq!(seconds(&app), [Some(1)]);
    let screen = app.screen(80, 24);
    assert!(screen.contains("clock set back"), "{screen}");
    let app = app.press("u");
    assert_eq!((seconds(&app), marks(&app)), (vec![None], vec![false]));
    let app = app.press("<ctrl-r>");
    assert_eq!((seconds(&app), marks(&app)), (vec![Some(1)], vec![true]));
}

#[test]
fn a_switch_after_the_clock_was_set_back_shows_no_time_until_the_clock_has_passed_it() {
    let mut app = set_back().press("a");
    assert_eq!(seconds(&app), [Some(1), None]);
    assert_eq!(marks(&app), [true, true]);
    assert!(
        toast(&app).contains("the clock was set back"),
        "{}",
        toast(&app)
    );
    for (width, height) in [(120, 40), (80, 24), (40, 12), (30, 4)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("0:00:00"), "{screen}");
        assert!(!screen.contains("-0"), "{screen}");
    }
    // Back again, and later past the time.
    let app = set_to(app, "2026-03-05T06:00:00+01:00");
    // Before the day began it asks.
    let app = app.press("15l").press("l").press("<esc>");
    assert_eq!(seconds(&app), [Some(1), Some(1), None]);
    let mut app = set_to(app, "2026-03-05T09:30:02+01:00");
    let screen = app.screen(80, 24);
    assert!(screen.contains("0:30:00"), "{screen}");
    // A time that somebody edits is that of a clock again.
    let app = app.press("]");
    assert_eq!(marks(&app), [true, true, false]);
}

#[test]
fn each_turn_under_a_clock_set_back_says_so_and_that_minutes_were_not_taken() {
    let app = set_back().press("a").press("o");
    assert_eq!(seconds(&app), [Some(1), Some(1)]);
    let words = "the clock was set back, check its times";
    assert!(toast(&app).contains(words), "{}", toast(&app));
    let mut app = set_back().press("a15");
    let screen = app.screen(120, 40);
    assert!(screen.contains("06:45 was not taken"), "{screen}");
    let app = app.press("o").press("o");
    assert_eq!(seconds(&app), [Some(1), Some(1)]);
    assert!(
        toast(&app).contains(&format!("06:45 was not taken: {words}")),
        "{}",
        toast(&app)
    );
}

#[test]
fn a_split_says_nothing_of_the_clock_and_both_parts_keep_the_mark() {
    let app = set_back().press("a");
    let app = set_to(app, "2026-03-05T10:00:00+01:00").press("/<enter>");
    assert_eq!(marks(&app), [true, true, true]);
    assert!(!toast(&app).contains("clock"), "{}", toast(&app));
    // Nor does what cuts it in two.
    let app = app.press("u<enter><esc>");
    assert!(!toast(&app).contains("clock"), "{}", toast(&app));
}

#[test]
fn a_time_that_came_twice_is_said_as_it_is_typed_and_once_it_is_saved() {
    let words = "02:30 came twice on Sun 25 Oct: taken as the first, 02:30+02:00; \
                 for the second write 02:30+01:00";
    let night = |start| {
        let app = Harness::at(start).press("sm");
        set_to(app, "2026-10-25T04:00:00+01:00").press("<esc>")
    };
    let (evening, midnight) = ("2026-10-24T23:00:00+02:00", "2026-10-25T00:30:00+02:00");
    for (start, keys) in [
        (evening, "/<ctrl-u>2:30"),
        (midnight, "<enter><ctrl-u>2:30-4:00 selling /meeting"),
        (midnight, "<enter><ctrl-u>-2:30 selling /meeting"),
    ] {
        let mut app = night(start).press(keys);
        let screen = app.screen(120, 40);
        assert!(
            screen.contains("came twice on Sun 25 Oct: taken as the first"),
            "{keys}: {screen}"
        );
        // Nothing of it is cut off where there is less room.
        for (width, height) in [(80, 24), (40, 12)] {
            let screen = app.screen(width, height);
            let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(words), "{keys}: {screen}");
        }
        let app = app.press("<enter>");
        assert!(matches!(app.model().mode, Mode::Normal), "{keys}");
        assert!(toast(&app).contains(words), "{keys}: {}", toast(&app));
    }
    // What says which one is meant is taken at its word.
    let mut app = night(evening).press("/<ctrl-u>2:30+01:00");
    let screen = app.screen(120, 40);
    assert!(!screen.contains("came twice"), "{screen}");
    let app = app.press("<enter>");
    assert!(!toast(&app).contains("came twice"), "{}", toast(&app));
}

#[test]
fn a_start_that_is_edited_takes_the_mark_away() {
    let app = set_back().press("o<enter><ctrl-u>06:00-06:30 selling<enter>");
    assert_eq!(app.lane(), "selling 06:00-06:30");
    assert_eq!(marks(&app), [false]);
}

/// A screen that looks at a file of the zone and at a config file in a folder.
fn surrounded(folder: &Path) -> Harness {
    let now = crate::domain::calendar::parse_rfc3339(MORNING).expect("a time");
    let clock = Clock::Fixed(now);
    let zone = format!(":{}", folder.join("localtime").display());
    let tz = Some(zone.into());
    let mut app = Harness::at(MORNING).press("sm<wait 10m>");
    app.look_around_at(Surroundings {
        config: Config::default(),
        config_place: Some(ConfigPlace {
            asked: None,
            usual: folder.join("config.toml"),
        }),
        place: Place::of(tz.as_deref(), clock),
        tz,
        clock,
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

fn lead_to(folder: &Path, zone: &str) {
    let file = folder.join("localtime");
    fs::remove_file(&file).ok();
    symlink(Path::new("/usr/share/zoneinfo").join(zone), &file).expect("a link");
}

#[test]
fn a_zone_that_changes_is_taken_up_within_a_second_and_old_times_are_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let mut app = surrounded(folder.path()).press("<wait 1s>");
    let before = app.screen(80, 24);
    assert!(
        before.contains("since 09:00") && toast(&app).is_empty(),
        "{before}"
    );
    lead_to(folder.path(), "America/New_York");
    let mut app = app.press("<wait 1s>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("since 09:00+01:00"), "{screen}");
    assert!(screen.contains("America/New_York"), "{screen}");
    let app = app.press("a");
    assert_eq!(app.blocks()[1].start.offset.seconds(), -5 * 3600);
    // A day of its own, where it is another day there.
    lead_to(folder.path(), "Pacific/Kiritimati");
    let app = app.press("<wait 1s>");
    let day = app.model().common.day;
    assert_eq!(
        (day, day.to_string()),
        (app.model().common.today, "2026-03-05".to_owned())
    );
    lead_to(folder.path(), "Pacific/Pago_Pago");
    let app = app.press("<wait 1s>");
    assert_eq!(app.model().common.day.to_string(), "2026-03-04");
    // No zone at all is said, not taken for another one in silence.
    fs::remove_file(folder.path().join("localtime")).expect("the link goes");
    let app = app.press("<wait 1s>");
    assert!(toast(&app).contains("UTC"), "{}", toast(&app));
}

#[test]
fn a_config_that_is_written_is_taken_up_within_a_second_and_a_bad_one_is_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let file = folder.path().join("config.toml");
    let write = |text: &str| fs::write(&file, text).expect("a config");
    let goal = |app: &Harness| app.model().common.settings.goal;
    let app = surrounded(folder.path()).press("<wait 1s>");
    write("[goal]\ntafs = 0.3\n");
    let app = app.press("<wait 1s>");
    assert_eq!(goal(&app), Some(0.3));
    for bad in [
        "[goal]\ntafs = 0.6\nfoo = 1\n",
        "[goal\n",
        "[keys]\nnope = \"s\"\n",
    ] {
        write(bad);
        let mut app = surrounded(folder.path()).press("<wait 1s>");
        assert!(toast(&app).contains("config.toml, line"), "{}", toast(&app));
        assert!(!toast(&app).contains('\n') && !toast(&app).contains("^^"));
        assert_eq!(goal(&app), Some(0.45), "the one before it goes on");
        // It is said once.
        app = app.press("<esc><wait 2s>");
        assert_eq!(toast(&app), "");
        assert_eq!(
            app.press("a").lane(),
            "selling · meeting 09:00-09:10; admin 09:10-"
        );
    }
    // The text of a prompt stays.
    write("[keys]\nlearning = \"h\"\n");
    let app = surrounded(folder.path()).press("nterms<wait 1s>");
    let app = app.press(" of<wait 1s><enter>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "terms of");
    let app = app.press("h");
    assert_eq!(app.lane(), "selling · meeting 09:00-09:10; learning 09:10-");
    fs::remove_file(&file).expect("the file goes");
    let app = app.press("<esc>a<esc><wait 1s>h");
    assert!(app.lane().ends_with("admin 09:10-"), "{}", app.lane());
}

#[test]
fn a_theme_file_is_taken_up_within_a_second_and_a_bad_one_is_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let page = |app: &mut Harness| app.frame(80, 24)[(0, 0)].bg;
    fs::create_dir(folder.path().join("themes")).expect("a folder");
    write("themes/mine.toml", "bg = 17\n");
    write("config.toml", "[theme]\nname = \"mine\"\n");
    let mut app = surrounded(folder.path()).press("<wait 1s>");
    assert_eq!(page(&mut app), Color::Indexed(17));
    write("themes/mine.toml", "bg = 18\n");
    app = app.press("<esc><wait 1s>");
    assert_eq!(page(&mut app), Color::Indexed(18));
    assert_eq!(toast(&app), "Theme reloaded");
    write("themes/mine.toml", "bg = 19\nsoftt = 20\n");
    app = app.press("<esc><wait 1s>");
    let told = toast(&app).to_owned();
    assert!(
        told.ends_with("mine.toml, line 2: there is no role softt · keeping the previous theme"),
        "{told}"
    );
    assert_eq!(
        page(&mut app),
        Color::Indexed(18),
        "the one before it goes on"
    );
    app = app.press("<esc><wait 2s>");
    assert_eq!(toast(&app), "", "it is said once");
    write(
        "config.toml",
        "[theme]\nname = \"mine\"\n[goal]\ntafs = 0.5\n",
    );
    app = app.press("<wait 1s>");
    assert_eq!(
        page(&mut app),
        Color::Indexed(18),
        "also where the config changes"
    );
    fs::remove_file(folder.path().join("themes/mine.toml")).expect("it goes");
    app = app.press("<wait 1s>");
    assert!(
        toast(&app).contains("there is no theme \"mine\""),
        "{}",
        toast(&app)
    );
    write("config.toml", "[theme]\nname = \"light\"\n");
    app = app.press("<esc><wait 1s>");
    assert_eq!(page(&mut app), Color::Indexed(231));
    // Named before it is there.
    write("config.toml", "[theme]\nname = \"later\"\n");
    app = app.press("<esc><wait 1s>");
    assert!(toast(&app).contains("no theme \"later\""));
    app = app.press("<esc><wait 2s>");
    assert_eq!(toast(&app), "", "it is said once");
    write("themes/later.toml", "bg = 21\n");
    app = app.press("<wait 1s>");
    assert_eq!(page(&mut app), Color::Indexed(21));
}

#[test]
fn the_page_follows_the_terminal_where_the_theme_does() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let background = |term: &str| (term == "TERM").then(|| "xterm-256color".to_owned());
    let mut app = surrounded(folder.path());
    let page = |app: &mut Harness| app.frame(80, 24)[(0, 0)].bg;
    app.wake(&Wake::Background(Tone(255, 255, 255)));
    assert_eq!(page(&mut app), Color::Indexed(233), "nobody has asked");
    app.surround(|around| around.background = Background::detect(Palette::Many, background));
    app = app.press("n15 min");
    assert!(app.takes_question());
    app.wake(&Wake::Background(Tone(255, 255, 255)));
    assert_eq!(page(&mut app), Color::Indexed(231));
    let app = app.press(" later<enter>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "15 min later");
}

#[test]
fn the_palette_shows_a_theme_before_it_is_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let file = folder.path().join("config.toml");
    fs::create_dir(folder.path().join("themes")).expect("a folder");
    fs::write(folder.path().join("themes/mine.toml"), "bg = 17\n").expect("a file");
    fs::write(&file, "# mine\n[goal]\ntafs = 0.45\n").expect("a file");
    let page = |app: &mut Harness| app.frame(80, 24)[(0, 0)].bg;
    let mut app = surrounded(folder.path()).press("<wait 1s><esc>:theme mine");
    assert_eq!(page(&mut app), Color::Indexed(17));
    app = app.press("<esc>");
    assert_eq!(
        page(&mut app),
        Color::Indexed(233),
        "it goes with the palette"
    );
    app = app.press(":theme:<down><down>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("Sets theme.name = light"), "{screen}");
    assert_eq!(page(&mut app), Color::Indexed(231));
    app = app.press("<up>");
    assert_eq!(page(&mut app), Color::Indexed(233), "dark");
    app = app.press("<down><enter>");
    assert_eq!(page(&mut app), Color::Indexed(231));
    assert_eq!(toast(&app), "Theme: light · saved in the config");
    let text = fs::read_to_string(&file).expect("the config");
    assert!(text.starts_with("# mine\n[goal]\ntafs = 0.45\n"), "{text}");
    assert!(text.contains("[theme]\nname = \"light\"\n"), "{text}");
    app = app.press("<esc><wait 2s>");
    assert_eq!(page(&mut app), Color::Indexed(231));
}

#[test]
fn hours_that_change_the_past_are_told_of_until_the_next_key() {
    let folder = tempfile::tempdir().expect("a folder");
    lead_to(folder.path(), "Europe/Berlin");
    let write = |text: &str| fs::write(folder.path().join("config.toml"), text).expect("a file");
    // On the first day there is no past.
    let mut app = surrounded(folder.path()).press("<wait 1s>");
    write("[hours]\nfri = \"\"\n");
    app = app.press("<wait 1s>");
    assert_eq!(toast(&app), "Config reloaded");
    app = app.press("o<esc><wait 1440m>");
    write("[hours]\nfri = \"\"\nthu = \"09:00-12:00\"\n");
    app.screen(120, 40);
    app = app.press("<wait 1s>");
    let line =
        "The weeks before count by these hours too · tafs hours \"…\" --from DATE keeps theirs";
    assert_eq!(toast(&app), line);
    assert!(app.screen(120, 40).contains(line));
    app = app.press("<wait 10m>");
    assert_eq!(toast(&app), line, "it waits for a key");
    app = app.press("<esc>");
    assert_eq!(toast(&app), "");
    // What no past day had changes nothing behind; neither does a plan from a date on.
    write("[hours]\nfri = \"\"\nthu = \"09:00-12:00\"\nsun = \"09:00-12:00\"\n");
    app = app.press("<wait 1s>");
    assert_eq!(toast(&app), "Config reloaded");
    write(
        "[hours]\nfri = \"\"\nthu = \"09:00-12:00\"\nsun = \"09:00-12:00\"\n\
         [[plan]]\nfrom = \"2026-03-05\"\nthu = \"10:00-11:00\"\n",
    );
    app = app.press("<esc><wait 1s>");
    assert_eq!(toast(&app), "Config reloaded");
    // What has taken over since the first block leaves nothing of the base in the past.
    write("[[plan]]\nfrom = \"2026-03-05\"\nthu = \"10:00-11:00\"\n");
    app = app.press("<esc><wait 1s>");
    assert_eq!(toast(&app), "Config reloaded");
    write("[hours]\nthu = \"\"\n");
    app.screen(40, 12);
    app = app.press("<esc><wait 1s>");
    let screen = app.screen(40, 12);
    let short = "Past changed · tafs hours --from";
    assert!(screen.lines().any(|row| row.trim() == short), "{screen}");
}
