//! Time away is asked about.

use insta::assert_snapshot;
use ratatui::style::Color;

use super::*;
use crate::domain::block::{Account, Activity, Category, Details};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::change::Change;
use crate::domain::format;
use crate::tui::theme::{Fill, Theme};

/// A meeting begun on Friday at 16:00 and forgotten; the screen is opened on Monday at 09:00.
fn monday() -> Harness {
    opened(
        &[("2026-03-06T16:00:00+01:00", Category::Selling)],
        "2026-03-09T09:00:00+01:00",
    )
}

/// Blocks started at these times, and the screen opened later.
fn opened(starts: &[(&str, Category)], now: &str) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    for (at, category) in starts {
        let at = parse_rfc3339(at).expect("a time");
        let details = Details {
            activity: Activity::new("meeting").ok(),
            account: Account::new("Halden").ok(),
            ..Details::default()
        };
        let start = Change::Start {
            at,
            category: *category,
            details,
        };
        store.apply(&start, at).expect("a start");
    }
    Harness::with(store, now, Palette::Many)
}

fn open(app: &Harness) -> usize {
    app.model().common.snapshot.questions.len()
}

fn has_card(app: &Harness) -> bool {
    matches!(app.model().mode, Mode::Away(_))
}

/// The lane, with the days.
fn days(app: &Harness) -> String {
    let at = |moment| {
        format!(
            "{} {}",
            format::weekday(chrono::Datelike::weekday(
                &crate::domain::calendar::Calendar::wall(moment)
            )),
            format::clock(moment)
        )
    };
    let line = |block: &crate::domain::block::Block| {
        let end = block.end.map(at).unwrap_or_default();
        format!("{} {}-{end}", block.category, at(block.start))
    };
    app.blocks().iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn time_in_doubt_ends_with_its_block() {
    let mut app = monday().press("<esc>ae<wait 100m>");
    assert_eq!(open(&app), 1);
    let theme = Theme::new(Palette::Many);
    let (_, style) = theme.filled(Fill::Work(Category::Admin), Color::Reset);
    let frame = app.frame(80, 24);
    let is_long = |y: &u16| {
        (0..80)
            .filter(|x| Some(frame[(*x, *y)].bg) == style.bg)
            .count()
            >= 12
    };
    assert!((0..24).any(|y| is_long(&y)), "{}", app.screen(80, 24));
}

#[test]
fn sleep_is_asked_about_once_and_counts_only_up_to_there() {
    let mut app = Harness::at(MORNING).press("sm<wait 60m><sleep 45m>");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("Away from 10:00? Not counted yet"),
        "{screen}"
    );
    assert!(screen.contains("1h00"), "{screen}");
    // A second sleep: the first start stands.
    let app = app.press("<wait 10m><sleep 20m>");
    assert_eq!(app.model().common.snapshot.questions.len(), 1);
    assert_eq!(
        crate::domain::format::clock(app.model().common.snapshot.questions[0].since),
        "10:00"
    );
    // It steals no key: another key does what it always does.
    let app = app.press("n<esc>");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
    assert!(app.model().mode.focus().is_none());
}

#[test]
fn a_clock_that_is_set_ahead_raises_one_question_however_often_it_is_read_and_once_answered_none() {
    let at = |time: &str| {
        crate::domain::calendar::parse_rfc3339(time)
            .expect("a time")
            .at
    };
    let mut app = Harness::at(MORNING).press("sm<wait 60m>");
    app.jump(at("2026-03-05T12:00:00+01:00"));
    let asked = app.model().common.snapshot.questions.clone();
    let clock = crate::domain::format::clock;
    let told: Vec<_> = asked
        .iter()
        .map(|asked| (clock(asked.since), asked.until.map(clock)))
        .collect();
    assert_eq!(told, [("10:00".to_owned(), Some("12:00".to_owned()))]);
    let mut app = app.press("<wait 10m>");
    assert_eq!(
        app.model().common.snapshot.questions,
        asked,
        "later ticks raise no other"
    );
    // Put back, it is no time away; nor is what passes after the answer.
    app.jump(at("2026-03-05T10:00:01+01:00"));
    assert_eq!(app.model().common.snapshot.questions, asked);
    let app = app.press("<wait 5m>z<enter><wait 20m>");
    assert!(
        app.model().common.snapshot.questions.is_empty(),
        "{:?}",
        app.model().common.snapshot.questions
    );
    assert_eq!(app.lane(), "selling · meeting 09:00-");
}

#[test]
fn arrows_leave_the_question_open() {
    for keys in ["<down>", "<up>", "j", "k", "<pgdn>"] {
        let app = Harness::at(MORNING)
            .press("sm<wait 60m><sleep 45m>z")
            .press(keys);
        assert!(matches!(app.model().mode, Mode::Away(_)), "{keys}");
    }
}

#[test]
fn time_away_was_the_same_or_something_else_or_off_or_is_split() {
    let away = || Harness::at(MORNING).press("sm<wait 60m><sleep 45m>z");
    let open = |app: &Harness| app.model().common.snapshot.questions.len();
    let kept = away().press("<enter>");
    assert_eq!(
        (kept.lane().as_str(), open(&kept)),
        ("selling · meeting 09:00-", 0)
    );
    let lunch = away().press("b");
    let expected = "selling · meeting 09:00-10:00; break 10:00-10:45; selling · meeting 10:45-";
    assert_eq!((lunch.lane().as_str(), open(&lunch)), (expected, 0));
    assert_eq!(lunch.press("u").lane(), "selling · meeting 09:00-");
    let off = away().press("o");
    assert_eq!(
        (off.lane().as_str(), open(&off)),
        ("selling · meeting 09:00-10:00", 0)
    );
    let mut split = away().press("/");
    assert!(
        split.screen(80, 24).contains("split at › 10:00"),
        "{}",
        split.screen(80, 24)
    );
    let split = split.press("<ctrl-u>10:30<enter>");
    assert_eq!(
        (split.lane().as_str(), open(&split)),
        ("selling · meeting 09:00-10:30; selling · meeting 10:30-", 0)
    );
    let later = away().press("<esc>");
    assert_eq!(open(&later), 1);
    assert!(later.model().mode.focus().is_none());
}

#[test]
fn a_forgotten_block_is_asked_about_when_it_is_opened_and_only_once() {
    let mut app = Harness::at("2026-03-05T17:00:00+01:00").press("ac<wait 20m>");
    app.jump(
        crate::domain::calendar::parse_rfc3339("2026-03-06T08:30:00+01:00")
            .expect("a time")
            .at,
    );
    let screen = app.screen(80, 24);
    assert!(screen.contains("Away from"), "{screen}");
    let app = app.press("z<enter>");
    assert_eq!(app.model().common.snapshot.questions.len(), 1);
    let app = app.press("<enter>");
    // It was kept, and is stale still: it is not asked about again.
    let app = app.press("<wait 10m>");
    assert!(app.model().common.snapshot.questions.is_empty());
    assert_eq!(app.lane(), "admin · crm 17:00-");

    // A block of more than four hours, without any sleep.
    let mut app = Harness::at(MORNING).press("sp<wait 238m>");
    assert!(app.model().common.snapshot.questions.is_empty());
    app = app.press("<wait 6m>z");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("has run since 09:00.") && screen.contains("Did it go on after 13:00?"),
        "{screen}"
    );
    assert_snapshot!("away_80x24", screen);
    assert_snapshot!("away_40x12", app.screen(40, 12));
    let app = app.press("b");
    assert_eq!(
        app.lane(),
        "selling · prospecting 09:00-13:00; break 13:00-13:04"
    );
}

#[test]
fn nothing_is_asked_where_nothing_runs() {
    let app = Harness::at(MORNING).press("s<wait 10m>o<sleep 300m>z");
    assert!(app.model().common.snapshot.questions.is_empty());
    assert!(toast(&app).contains("No question"));
}

const KEPT: &str = "selling Fri 16:00-";

#[test]
fn over_a_weekend_the_letter_shows_what_it_would_say_and_is_pressed_again() {
    for (key, said, lane) in [
        (
            "a",
            "Fri 17:30 – Mon 09:00 was admin",
            "selling Fri 16:00-Fri 17:30; admin Fri 17:30-Mon 09:00",
        ),
        (
            "D",
            "Fri 17:30 – Mon 09:00 was distraction",
            "selling Fri 16:00-Fri 17:30; distraction Fri 17:30-Mon 09:00",
        ),
        (
            "o",
            "Fri 17:30 – Mon 09:00 was off the clock",
            "selling Fri 16:00-Fri 17:30",
        ),
        (
            "s",
            "Fri 17:30 – Mon 09:00 was selling · meeting @Halden",
            KEPT,
        ),
        (
            "<enter>",
            "Fri 17:30 – Mon 09:00 was selling · meeting @Halden",
            KEPT,
        ),
    ] {
        let mut app = monday();
        assert!(has_card(&app));
        app = app.press(key);
        let screen = app.screen(80, 24);
        assert!(screen.contains(said), "{key}: {screen}");
        assert!(screen.contains(" again to save it"), "{key}: {screen}");
        assert_eq!((days(&app).as_str(), open(&app)), (KEPT, 1), "{key}");
        let app = app.press(key);
        assert_eq!((days(&app).as_str(), open(&app)), (lane, 0), "{key}");
        // Taken back, it waits as a line.
        let mut app = app.press("<esc>u");
        assert_eq!((days(&app).as_str(), open(&app)), (KEPT, 1), "{key}");
        assert!(!has_card(&app));
        let screen = app.screen(120, 40);
        assert!(
            screen.contains("Away from Fri 6 Mar 17:30"),
            "{key}: {screen}"
        );
    }
}

#[test]
fn another_letter_chooses_another_and_esc_leaves_it_for_later() {
    let mut app = monday().press("al");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("was learning") && !screen.contains("was admin"),
        "{screen}"
    );
    assert_eq!(days(&app), KEPT);
    assert_eq!(
        days(&app.press("l")),
        "selling Fri 16:00-Fri 17:30; learning Fri 17:30-Mon 09:00"
    );
    // From then on letters start what they always start.
    let app = monday().press("a<esc>");
    assert_eq!((days(&app).as_str(), has_card(&app)), (KEPT, false));
    let mut app = app.press("a");
    assert_eq!(days(&app), "selling Fri 16:00-Mon 09:00; admin Mon 09:00-");
    assert_eq!(open(&app), 1);
    let screen = app.screen(120, 40);
    assert!(screen.contains("Admin since 09:00"), "{screen}");
    assert!(
        screen.contains("Away from Fri 6 Mar 17:30? Not counted yet"),
        "{screen}"
    );
    let mut app = app.press("<esc><wait 10m>z");
    assert!(has_card(&app));
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("ran from Fri 6 Mar 16:00 to 09:00"),
        "{screen}"
    );
    let app = app.press("bb");
    assert_eq!(
        days(&app),
        "selling Fri 16:00-Fri 17:30; break Fri 17:30-Mon 09:00; admin Mon 09:00-"
    );
}

#[test]
fn a_held_letter_answers_nothing_on_the_card() {
    let app = monday().hold("a", 2_000);
    assert_eq!((days(&app).as_str(), open(&app)), (KEPT, 1));
    let app = app.press("a");
    assert_eq!(open(&app), 0);
}

#[test]
fn four_hours_and_a_midnight_are_long_and_less_is_not() {
    let away = |start: &str, minutes: i64| {
        let app = Harness::at(start).press("s<wait 60m>");
        let mut app = app.press(&format!("<sleep {minutes}m>"));
        app = app.press("zb");
        open(&app)
    };
    assert_eq!(away(MORNING, 239), 0);
    assert_eq!(away(MORNING, 240), 1);
    assert_eq!(away("2026-03-05T22:30:00+01:00", 29), 0);
    assert_eq!(away("2026-03-05T22:30:00+01:00", 31), 1);
    // The night that has an hour less, and the one that has an hour more.
    assert_eq!(away("2026-03-29T00:00:00+01:00", 200), 0);
    assert_eq!(away("2026-10-25T00:00:00+02:00", 230), 0);
}

#[test]
fn the_next_question_opens_after_an_answer_and_needs_more_than_a_held_key() {
    let two = || {
        let app = Harness::at(MORNING).press("s<wait 60m><sleep 30m>a<wait 30m><sleep 20m>");
        assert_eq!(open(&app), 2);
        app
    };
    let mut app = two();
    let screen = app.screen(80, 24);
    assert!(screen.contains("1 of 2: Away from 10:00?"), "{screen}");
    let mut app = app.press("z");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("1 of 2: Away for 30 minutes?") && screen.contains("10:00–10:30"),
        "{screen}"
    );
    app = app.press("b");
    assert!(has_card(&app));
    assert_eq!(open(&app), 1);
    let screen = app.screen(80, 24);
    assert!(screen.contains("Away for 20 minutes?"), "{screen}");
    let held = two().press("z").hold("b", 2_000);
    assert_eq!(open(&held), 1);
    // The letter in the place of `b`.
    let held = two().press("z").hold("и", 2_000);
    assert_eq!(open(&held), 1);
    // Another key answers at once, the same one is pressed twice.
    assert_eq!(open(&app.press("o")), 0);
    let app = two().press("zb").press("b");
    assert_eq!(open(&app), 1);
    let app = app.press("b");
    assert_eq!(
        app.lane(),
        "selling 09:00-10:00; break 10:00-10:30; admin 10:30-11:00; break 11:00-11:20; admin 11:20-"
    );
}

#[test]
fn while_the_line_is_there_capture_keys_start_now() {
    for (key, lane) in [
        ("s", "admin Fri 16:00-Mon 09:00; selling Mon 09:00-"),
        ("a", "admin Fri 16:00-Mon 09:00; admin Mon 09:00-"),
        ("d", "admin Fri 16:00-Mon 09:00; distraction Mon 09:00-"),
        ("b", "admin Fri 16:00-Mon 09:00; break Mon 09:00-"),
        ("o", "admin Fri 16:00-Mon 09:00"),
    ] {
        let mut app = Harness::at("2026-03-06T16:00:00+01:00").press("a<esc>");
        app.jump(
            parse_rfc3339("2026-03-09T09:00:00+01:00")
                .expect("a time")
                .at,
        );
        let mut app = app.press(key);
        assert_eq!((days(&app).as_str(), open(&app)), (lane, 1), "{key}");
        let screen = app.screen(80, 24);
        assert!(screen.contains("z to answer"), "{key}: {screen}");
        assert_eq!(open(&app.press("<esc>u")), 1, "{key}");
    }
}

#[test]
fn the_card_shows_what_each_answer_does_at_every_size() {
    let mut app = monday();
    assert_snapshot!("card_120x40", app.screen(120, 40));
    assert_snapshot!("card_80x24", app.screen(80, 24));
    assert_snapshot!("card_40x12", app.screen(40, 12));
    let mut app = app.press("a");
    assert_snapshot!("card_asks_80x24", app.screen(80, 24));
    assert_snapshot!("card_asks_40x12", app.screen(40, 12));
}

#[test]
fn a_rest_that_is_all_in_doubt_has_its_line_on_the_day() {
    // Split within the doubtful time, and another block after it.
    let mut app = Harness::at(MORNING)
        .press("s<esc><wait 60m><sleep 60m>/<ctrl-u>10:30<enter><esc><wait 5m>a<esc>");
    assert_eq!(
        app.lane(),
        "selling 09:00-10:30; selling 10:30-11:05; admin 11:05-"
    );
    let screen = app.screen(80, 24);
    assert!(screen.contains("10:30–10:30"), "{screen}");
    let app = app.press("<up>x");
    assert_eq!(app.lane(), "selling 09:00-10:30; admin 11:05-");
}

#[test]
fn what_runs_is_selected_though_the_day_has_no_line_of_it() {
    let app = monday().press("<esc>nsecond floor<enter>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "second floor");
    // After an undo too, which puts the cursor on it.
    let app = monday().press("<esc>a<esc>un<ctrl-u>third floor<enter>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "third floor");
    assert_eq!(days(&app), KEPT);
    // The gap of the morning is a key away.
    for key in ["g", "<up>"] {
        let app = monday().press("<esc>").press(key);
        let cursor = app.model().today.cursor;
        assert!(matches!(cursor, crate::tui::scene::Cursor::At(_)), "{key}");
    }
}

#[test]
fn an_answer_says_what_runs_after_it() {
    let mut app = monday().press("a");
    let screen = app.screen(80, 24);
    assert!(screen.contains("then off the clock"), "{screen}");
    let app = Harness::at(MORNING).press("s<esc><wait 60m><sleep 300m>zb");
    let mut app = app;
    let screen = app.screen(80, 24);
    assert!(screen.contains("10:00–15:00 was break"), "{screen}");
    assert!(screen.contains("then selling again"), "{screen}");
    assert_eq!(
        app.press("b").lane(),
        "selling 09:00-10:00; break 10:00-15:00; selling 15:00-"
    );
}

#[test]
fn the_card_opens_over_every_screen_and_stays_over_midnight() {
    for screen in ["", "<tab>", "<tab><tab>", "<shift-tab>"] {
        let mut app = Harness::at("2026-03-05T22:50:00+01:00")
            .press("s<esc><wait 60m><sleep 5m>")
            .press(screen);
        let shown = app.screen(80, 24);
        assert!(shown.contains("Away from 23:50"), "{shown}");
        let mut app = app.press("z<wait 15m>");
        assert!(has_card(&app));
        let shown = app.screen(80, 24);
        assert!(
            shown.contains("Away for 5 minutes?") && shown.contains("Thu 23:50–23:55"),
            "{shown}"
        );
        assert_eq!(open(&app.press("b")), 0);
    }
}

#[test]
fn a_second_sleep_asks_anew() {
    // What waits to be agreed to was shown with another end.
    let mut app = Harness::at(MORNING).press("s<esc><wait 60m><sleep 300m>zb");
    app = app.press("<sleep 30m>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("10:00–15:30"), "{screen}");
    assert!(!screen.contains("again to save it"), "{screen}");
    app = app.press("b");
    assert_eq!(open(&app), 1);
    assert_eq!(open(&app.press("b")), 0);
}

#[test]
fn an_answer_of_another_program_closes_the_card() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let store = Store::open(&path).expect("a store");
    let app = Harness::with(store, MORNING, Palette::Many);
    let mut app = app.press("s<esc><wait 60m><sleep 300m>zb");
    assert!(has_card(&app));
    let mut other = Store::open(&path).expect("the same file");
    let question = app.model().common.snapshot.questions[0];
    let block = other.running().expect("a look").expect("it runs");
    let answer = Change::Answer {
        target: (&block).into(),
        question,
        answer: crate::domain::away::Answer::Keep,
    };
    let now = parse_rfc3339("2026-03-05T15:00:01+01:00").expect("a time");
    other.apply(&answer, now).expect("an answer");
    app = app.press("<wait 1s>");
    assert_eq!((open(&app), has_card(&app)), (0, false));
    // The letter that was pressed once starts now.
    let app = app.press("b");
    assert_eq!(app.lane(), "selling 09:00-15:00; break 15:00-");
}

#[test]
fn after_a_sleep_the_key_of_what_runs_starts_it_anew() {
    let app = Harness::at(MORNING).press("sm<wait 60m><sleep 45m><wait 5m>s<esc>");
    assert_eq!(app.lane(), "selling · meeting 09:00-10:50; selling 10:50-");
    let app = app.press("<wait 10m>zb");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-10:00; break 10:00-10:45; selling · meeting 10:45-10:50; selling 10:50-"
    );
}

#[test]
fn on_the_card_no_key_corrects_the_list_below_and_the_others_do_what_they_always_do() {
    // Two blocks side by side, which a merge would join without a question.
    let day = || {
        Harness::at("2026-03-06T15:00:00+01:00")
            .press("a<esc><wait 60m>s<esc>")
            .press("<wait 60m>")
    };
    let lane = "admin Fri 15:00-Fri 16:00; selling Fri 16:00-";
    for key in ["m", "x", "[", "]", "{", "}", "c", "g"] {
        for before in ["", "a"] {
            let mut app = day();
            app.jump(
                parse_rfc3339("2026-03-09T09:00:00+01:00")
                    .expect("a time")
                    .at,
            );
            let app = app.press("z").press(before).press(key);
            assert_eq!(
                (days(&app).as_str(), has_card(&app)),
                (lane, true),
                "{before}{key}"
            );
            assert!(
                toast(&app).contains("esc to answer later"),
                "{}",
                toast(&app)
            );
        }
    }
    // A letter of an activity is no answer, and closes nothing.
    let app = monday().press("ae");
    assert!(has_card(&app));
    assert_eq!(
        days(&app.press("a")),
        "selling Fri 16:00-Fri 17:30; admin Fri 17:30-Mon 09:00"
    );
    for keys in ["n", "<tab>", "?", ":", "f", "15"] {
        assert!(!has_card(&monday().press(keys)), "{keys}");
    }
    let app = monday().press("15a");
    assert_eq!(days(&app), "selling Fri 16:00-Mon 08:45; admin Mon 08:45-");
}

/// Cut at 10:30 with 10:00 to 11:00 in doubt, and admin from 11:05 on: the rest from 10:30 is asked about.
fn rest(note: &str) -> Harness {
    Harness::at(MORNING)
        .press("s<esc><wait 60m><sleep 60m>/<ctrl-u>10:30<enter><esc><wait 5m>")
        .press(note)
        .press("a<esc>z<enter><esc>")
}

#[test]
fn what_removes_all_that_a_block_says_is_shown_and_pressed_again_at_every_width() {
    let before = "selling 09:00-10:30; selling 10:30-11:05; admin 11:05-";
    let app = rest("ncall with Ana<enter>");
    assert_eq!((app.lane().as_str(), open(&app)), (before, 1));
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut app = rest("ncall with Ana<enter>").press("z");
        let screen = app.screen(width, height);
        assert!(screen.contains("off: removes selling"), "{screen}");
        let mut app = app.press("o");
        assert_eq!((app.lane().as_str(), open(&app)), (before, 1));
        let screen = app.screen(width, height);
        let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            words.contains("removes 10:30–11:05 selling \"call with Ana\""),
            "{screen}"
        );
        assert!(words.contains("o again to save it"), "{screen}");
        let app = app.press("o");
        assert_eq!(app.lane(), "selling 09:00-10:30; admin 11:05-");
        assert_eq!((open(&app), has_card(&app)), (0, false));
    }
    // A long note leaves room for the way on.
    let long = format!("n{}<enter>", "and so on ".repeat(30));
    let mut app = rest(&long).press("zo");
    let screen = app.screen(40, 12);
    assert!(
        screen.contains("removes 10:30–11:05 selling \"and so")
            && screen.contains("o again to save it"),
        "{screen}"
    );
    // What says nothing goes with one key, and what goes on keeps what it says.
    assert_eq!(
        rest("").press("zo").lane(),
        "selling 09:00-10:30; admin 11:05-"
    );
    let app = rest("ncall with Ana<enter>").press("zb");
    assert_eq!(
        app.lane(),
        "selling 09:00-10:30; break 10:30-11:00; selling 11:00-11:05; admin 11:05-"
    );
    assert_eq!(app.blocks()[2].details.note.as_str(), "call with Ana");
}

#[test]
fn a_running_rest_that_is_all_in_doubt_becomes_what_the_card_says() {
    let app = monday().press("<esc>/<ctrl-u>sat 12:00<enter><esc>z");
    assert_eq!(open(&app), 2);
    let mut app = app.press("<enter><enter>").press("b");
    let screen = app.screen(40, 12);
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("then off the clock"), "{screen}");
    assert!(
        words.contains("removes Sat 12:00 – Mon 09:00 selling · meeting @Halden"),
        "{screen}"
    );
    let app = app.press("b");
    assert_eq!(
        days(&app),
        "selling Fri 16:00-Sat 12:00; break Sat 12:00-Mon 09:00"
    );
}

#[test]
fn an_end_that_is_given_on_the_screen_answers_the_question() {
    // It began at 09:00 and is asked about from 13:00 on.
    let stopped = || {
        let app = Harness::at(MORNING).press("s<esc><wait 245m>o");
        assert_eq!(open(&app), 1);
        app
    };
    for (keys, lane, left) in [
        (
            "<enter><ctrl-u>09:00-13:02<enter>",
            "selling 09:00-13:02",
            0,
        ),
        ("{", "selling 09:00-13:00", 0),
        ("[", "selling 08:55-13:05", 1),
        (
            "<enter><ctrl-u>08:50-13:05<enter>",
            "selling 08:50-13:05",
            1,
        ),
    ] {
        let app = stopped().press(keys);
        assert_eq!((app.lane().as_str(), open(&app)), (lane, left), "{keys}");
        let app = app.press("u");
        assert_eq!(
            (app.lane().as_str(), open(&app)),
            ("selling 09:00-13:05", 1),
            "{keys}"
        );
    }
    let app = stopped().press("<wait 10m>}");
    assert_eq!(
        (app.lane().as_str(), open(&app)),
        ("selling 09:00-13:10", 0)
    );
}

#[test]
fn off_the_clock_opens_no_letters() {
    let app = Harness::at("2026-03-05T09:00:00+01:00").press("a<esc><sleep 90m>");
    let app = app.press("zo");
    assert!(app.model().common.snapshot.questions.is_empty(), "answered");
    assert!(!app.has_letters(), "{:?}", app.model().mode);
}

#[test]
fn a_night_and_a_weekend_are_drawn_with_a_fold() {
    let mut app = monday();
    let screen = app.screen(80, 24);
    for drawn in [
        "Fri 17:00",
        "⋯  Mon 07:30",
        "┊   ?",
        "not counted yet",
        "away",
    ] {
        assert!(screen.contains(drawn), "no {drawn:?} in\n{screen}");
    }
    assert_snapshot!("card_weekend_80x24", screen);
    // Nothing leaves its card at any size.
    for width in 60..=160 {
        let screen = app.screen(width, 24);
        assert!(screen.contains("not counted yet"), "{width}\n{screen}");
    }
}

#[test]
fn the_card_shows_the_time_around_and_not_counted_yet() {
    let mut app = Harness::at("2026-03-12T12:33:00+01:00")
        .press("ag@Halden<enter><wait 33m>sr@Northwind<enter><wait 6m><sleep 45m>z");
    let screen = app.screen(120, 40);
    for said in [
        "Away for 45 minutes?",
        "13:12–13:57",
        "The computer slept while prep @Northwind was running.",
        "not counted yet",
        "0h06 → 0h51",
        "new block 13:12–13:57",
        "esc later: the question stays, z opens it",
    ] {
        assert!(screen.contains(said), "no {said:?} in\n{screen}");
    }
    assert_snapshot!("card_slept_120x40", screen);
}
