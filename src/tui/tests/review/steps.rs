//! Each step of the review of a full week as it is drawn: at three sizes, and once with its styles.

use crate::tui::canvas::CursorPlace;
use insta::assert_snapshot;

use super::super::styles;
use super::{FRIDAY, week};
use crate::domain::block::{Activity, Block, Category, Grade};
use crate::domain::calendar::{Week, parse_rfc3339};
use crate::domain::edit::SideRow;
use crate::domain::focus_run::FocusRun;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{Closed, Missed, Review, Step};
use crate::domain::stamp::Length;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

/// Maya's weeks, in the earlier ones of which all that she sold was prospecting; with a review of the week before, and
/// what she is committed to.
pub(in crate::tui::tests) fn full(promise: &str) -> Store {
    let mut store = Store::in_memory().expect("a store");
    let prospecting = |mut block: Block| {
        if block.category == Category::Selling && block.details.activity.is_none() {
            block.details.activity = Some(Activity::stored("prospecting".to_owned()));
        }
        block
    };
    store
        .seed_blocks(testdata::history().into_iter().map(prospecting))
        .expect("a lane");
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let before = Week {
        first: testdata::monday().plus(-7),
    };
    for (week, text) in [(week(), promise), (before, ">= 20h selling/prospecting")] {
        let promise = parse_stored_commitment(text).expect("a commitment");
        store
            .commit_to(week, Some(&promise), now)
            .expect("a commitment");
    }
    let mut review = Review {
        step: Some(Step::Decision),
        revealed: true,
        ..Review::default()
    };
    review.answers.missed = Some(Missed::Imposed);
    review.answers.more = Some("nurture".to_owned());
    review.answers.less = Some("forecast sheets".to_owned());
    review.closed = Some(Closed {
        at: parse_rfc3339("2026-02-27T16:40:00+01:00").expect("a time"),
        figures: "{}".to_owned(),
    });
    store.keep_review(before, &review, now).expect("a review");
    store
}

/// The review at its first step.
fn begun(promise: &str) -> Harness {
    Harness::with(full(promise), FRIDAY, Palette::Many).press("<esc><shift-tab>")
}

/// What is pressed on each step before it is drawn; and then to go on.
const KEYS: [(&str, &str); 9] = [
    ("", "<pgdn>"),
    ("", "<pgdn>"),
    ("60 22 10 8<enter>", "<enter>"),
    ("", "<enter>so much mail<enter><pgdn>"),
    ("", "<pgdn>"),
    ("", "<pgdn>"),
    ("-<down>-<down>><down>", "<pgdn>"),
    ("", "<pgdn>"),
    (
        "<up><up><up><enter>nurture<enter><down><enter>reporting<enter><down><down>",
        "",
    ),
];

#[test]
fn each_step_is_drawn_at_each_size() {
    let mut app = begun(">= 6h selling/prospecting");
    for (step, (keys, on)) in Step::ALL.into_iter().zip(KEYS) {
        app = app.press(keys);
        let number = step.number();
        assert_eq!(app.model().review.step, step);
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            let name = format!("step_{number}_{width}x{height}");
            assert_snapshot!(name, app.screen(width, height));
        }
        let name = format!("step_{number}_styles");
        assert_snapshot!(name, styles(&mut app, 120, 40));
        app = app.press(on);
    }
}

#[test]
fn step_4_tells_which_focus_runs_were_kept_and_who_broke_the_others() {
    let mut store = full(">= 6h selling/prospecting");
    let monday = testdata::monday();
    // A morning of calls, and an afternoon of them that a survey for marketing ended.
    let runs = [(3, "0830"), (0, "1600")].map(|(day, time)| FocusRun {
        start: testdata::at(monday.plus(day), time),
        planned: Length::hours(1),
    });
    let now = parse_rfc3339(FRIDAY).expect("a time");
    store
        .seed_rows(&runs.map(SideRow::FocusRun), now)
        .expect("rows");
    let mut app = Harness::with(store, FRIDAY, Palette::Many)
        .press("<esc><shift-tab><pgdn><pgdn>60 22 10 8<enter><enter>");
    assert_eq!(app.model().review.step, Step::Reveal);
    for (width, height) in [(200, 60), (160, 48), (120, 40), (100, 30), (80, 24)] {
        let screen = app.screen(width, height);
        let words = "focus runs  1 of 2 kept   broken by !marketing";
        assert!(screen.contains(words), "{screen}");
        assert!(screen.contains("enter to answer in one line"), "{screen}");
    }
}

#[test]
fn step_7_tells_the_worth_of_the_time_and_the_blocks_of_its_row() {
    let mut app = begun(">= 6h selling/prospecting").press(&"<pgdn>".repeat(6));
    assert_eq!(app.model().review.step, Step::Took);
    for (width, height) in [(200, 60), (160, 48), (120, 40), (100, 30), (80, 24)] {
        let screen = app.screen(width, height);
        let worth = "By worth: do more 13h50, necessary 11h25, do less 12h20, severely limit 2h40";
        assert!(screen.contains(worth), "{screen}");
        assert!(screen.contains("pipeline call"), "{screen}");
    }
    let screen = app.press("<down>").screen(80, 24);
    assert!(screen.contains("forecast sheet"), "{screen}");
}

#[test]
fn a_commitment_is_shown_with_its_weeks_in_its_own_unit() {
    let page = |promise: &str, width, height| {
        let mut app = begun(promise).press(&"<pgdn>".repeat(4));
        assert_eq!(app.model().review.step, Step::Commitment);
        app.screen(width, height)
    };
    let missed = page("<= 1h admin/problem-solving", 80, 24);
    for words in [
        "1h20 of at most 1h problem-solving",
        "missed",
        "What was it?",
        "met",
    ] {
        assert!(missed.contains(words), "{words}:\n{missed}");
    }
    let days = page(">= 60m selling/prospecting before 12:00 on 3 days", 120, 40);
    for words in [
        "of 3 days with 1h prospecting before 12:00",
        "4 days",
        "kept",
    ] {
        assert!(days.contains(words), "{words}:\n{days}");
    }
    let none = page("no distraction 09:00-11:00", 120, 40);
    for words in ["0h15", "missed"] {
        assert!(none.contains(words), "{words}:\n{none}");
    }
    // A target beyond all bars stays on the page.
    let far = page(">= 100h selling", 80, 24);
    assert!(far.contains("to go") && far.contains("20h50"), "{far}");
}

#[test]
fn a_question_is_answered_where_the_page_asks_it() {
    let revealed = "<pgdn><pgdn>60 22 10 8<enter><enter>";
    let open = format!("{revealed}<enter>so much");
    let mut app = begun(">= 6h selling/prospecting").press(&open);
    assert_snapshot!("typed_120x40", app.screen(120, 40));
    assert_snapshot!("typed_80x24", app.screen(80, 24));
    // Row and column of the design; on a small screen the page is scrolled to the line.
    for ((width, height), cursor) in [
        ((120, 40), (48, 31)),
        ((100, 30), (10, 20)),
        ((80, 24), (9, 20)),
        ((40, 12), (8, 10)),
    ] {
        let mut app = begun(">= 6h selling/prospecting");
        app.frame(width, height);
        let mut app = app.press(&open);
        let screen = app.screen(width, height);
        let typing = CursorPlace::Typing(cursor.into());
        assert_eq!(app.cursor(width, height), typing, "{screen}");
        let row = screen.lines().nth(cursor.1.into()).unwrap_or_default();
        assert!(row.contains("so much"), "{screen}");
    }
    // Letters are text in the line, and capture without it.
    let app = app.press("<esc>");
    let before = app.lane();
    let app = app.press("s");
    assert_ne!(app.lane(), before);
    // What is picked on the last step is typed in its row.
    let to_picks = "<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><up><up><up><enter>nurtu";
    let mut app = begun(">= 6h selling/prospecting").press(to_picks);
    let screen = app.screen(80, 24);
    assert!(screen.contains("do more          nurtu"), "{screen}");
    assert_eq!(app.cursor(80, 24), CursorPlace::Typing((24, 4).into()));
    // An answer that the file refuses stays typed, in a sheet that says why.
    let long = "so long ".repeat(9000);
    let mut app = begun(">= 6h selling/prospecting").press(&format!("{revealed}<enter>"));
    app.wake(&crate::tui::event::Wake::Paste(long));
    let mut app = app.press("<enter>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("Too long"), "{screen}");
    assert!(
        app.press("<backspace>")
            .screen(80, 24)
            .contains("What surprised you?")
    );
}

/// A day of sixty short blocks: every other one without an activity, the rest conversations without a grade.
fn sixty() -> Store {
    let block = |index: i64| {
        let at = 8 * 60 + 30 + index * 9;
        let clock = |minutes: i64| format!("{:02}{:02}", minutes / 60, minutes % 60);
        let what = if index % 2 == 0 { "a" } else { "sm @Northwind" };
        format!("{}-{} {what}", clock(at), clock(at + 9))
    };
    let text: Vec<String> = (0..60).map(block).collect();
    let before = testdata::day(testdata::monday().plus(-7), "0900-0930 ac");
    let day = testdata::day(testdata::monday(), &text.join("; "));
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks([before, day].concat().into_iter())
        .expect("a lane");
    store
}

#[test]
fn sixty_rows_are_tidied_one_key_each_with_the_row_in_view_at_every_size() {
    let monday_evening = "2026-03-02T17:30:00+01:00";
    for (width, height) in [(120, 40), (80, 24), (40, 12), (160, 48)] {
        let mut app =
            Harness::with(sixty(), monday_evening, Palette::Many).press("<esc><shift-tab>>");
        app.frame(width, height);
        let rows = app.model().review.untidy.len();
        assert_eq!(rows, 60);
        let seen = |app: &mut Harness| {
            let screen = app.screen(width, height);
            let lines = screen.lines().skip(2);
            // The page's cursor, not that of the list of steps.
            let cursors = lines.map(|line| line.matches('▌').count());
            let page = usize::from(width >= 120);
            (cursors.sum::<usize>() > page, screen)
        };
        for index in 0..rows {
            let (is_seen, screen) = seen(&mut app);
            assert!(is_seen, "row {index} at {width}x{height}:\n{screen}");
            let of = app.model().review.untidy[0].clone();
            let key = if format!("{of:?}").starts_with("Ungraded") {
                ">"
            } else {
                "<enter>"
            };
            app = app.press(key);
            assert_eq!(app.model().review.untidy.len(), rows - index - 1, "{of:?}");
        }
        let day: Vec<Block> = app.blocks().into_iter().skip(1).collect();
        let advances = day
            .iter()
            .filter(|block| block.details.outcomes.grade == Some(Grade::Advance));
        assert_eq!(advances.count(), 30);
        assert!(day.iter().all(|block| block.details.activity.is_some()));
    }
    // Down to the last row and back, the cursor stays in view too.
    let mut app = Harness::with(sixty(), monday_evening, Palette::Many).press("<esc><shift-tab>>");
    for (width, height) in [(80, 24), (40, 12)] {
        app.frame(width, height);
        app = app.press(&"<down>".repeat(200));
        let last = app.model().review.untidy.len() - 1;
        assert_eq!(app.model().review.row, last);
        assert!(app.screen(width, height).contains('▌'));
        app = app.press(&"<up>".repeat(200));
        assert_eq!(app.model().review.row, 0);
    }
}

#[test]
fn the_keys_go_by_step_value_week_and_screen() {
    let step = |app: &Harness| app.model().review.step;
    let week = |app: &Harness| {
        app.scene(|scene| app.model().review.week(scene))
            .to_string()
    };
    let begun = || begun(">= 6h selling/prospecting");
    // Arrows change the step where there is no value, and the value where there is one.
    let app = begun().press("<right><right>");
    assert_eq!(step(&app), Step::Guess);
    let app = app.press("<right><left><left>");
    assert_eq!(step(&app), Step::Guess);
    let app = app.press("<pgup>");
    assert_eq!(step(&app), Step::LastTime);
    let app = app.press("<pgdn><pgdn><right><left><left>");
    assert_eq!(step(&app), Step::Guess);
    let app = begun().press(&"<pgdn>".repeat(8));
    assert_eq!(step(&app), Step::Decision);
    let app = app.press("<left><right>");
    assert_eq!(step(&app), Step::Decision);
    assert_eq!(step(&app.press("<pgup>")), Step::Freed);
    // The week, and the screen.
    let app = begun().press("<");
    assert_eq!(week(&app), "2026-W09");
    let app = app.press(">");
    assert_eq!(week(&app), "2026-W10");
    let app = app.press("<tab>");
    assert_ne!(app.model().screen, crate::tui::scene::Screen::Review);
    // On the row of a question a letter captures; only Enter opens the line.
    let app = begun().press("<pgdn><pgdn><pgdn>s");
    assert!(app.model().mode.typed_line().is_none());
    assert!(app.lane().ends_with("selling 16:52-"), "{}", app.lane());
    let before = begun().lane();
    let app = begun().press("<pgdn><pgdn><pgdn><enter>s");
    assert!(app.model().mode.typed_line().is_some());
    assert_eq!(app.lane(), before);
    // Passed by, no step is answered.
    let app = begun().press(&"<pgdn>".repeat(8));
    let notes = app.store().week_notes(super::week()).expect("a look");
    assert_eq!(notes.guess, None);
    assert_eq!(
        notes.review.answers,
        crate::domain::review::Answers::default()
    );
}

#[test]
fn past_commitments_are_prose_and_what_was_decided_stays_while_names_are_hidden() {
    let mut store = full(">= 6h selling/prospecting before 12:00");
    let before = Week {
        first: testdata::monday().plus(-7),
    };
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let mut review = store.week_notes(before).expect("a look").review;
    review.answers.freed = Some("prospecting 2h".to_owned());
    review.answers.limit = Some("Zzyzx mails".to_owned());
    store.keep_review(before, &review, now).expect("a review");
    let mut app = Harness::with(store, FRIDAY, Palette::Many).press("<esc><shift-tab><pgdn>");
    let sizes = [(120, 40), (100, 30), (80, 24)];
    for keys in ["", "H"] {
        app = app.press(keys);
        for (columns, rows) in sizes {
            let screen = app.screen(columns, rows);
            let decided = [
                "at least 6h prospecting before 12:00",
                "freed time to",
                "selling/nurture",
            ];
            for words in decided {
                assert!(screen.contains(words), "{words} in\n{screen}");
            }
            assert!(!screen.contains(">="), "{screen}");
            assert_eq!(screen.contains("Zzyzx"), keys.is_empty(), "{screen}");
        }
    }
    let mut app = app.press("H<pgdn><pgdn><pgdn>");
    assert_eq!(app.model().review.step, Step::Commitment);
    for (columns, rows) in sizes {
        let screen = app.screen(columns, rows);
        let words = "at least 6h prospecting before 12:00";
        assert!(screen.contains(words), "{screen}");
        assert!(!screen.contains(">="), "{screen}");
    }
}
