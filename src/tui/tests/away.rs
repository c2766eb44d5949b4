//! Time away is asked about.

use insta::assert_snapshot;

use super::*;

#[test]
fn sleep_is_asked_about_once_and_counts_only_up_to_there() {
    let mut app = Harness::at(MORNING).press("sm<wait 60m><sleep 45m>");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("away since 10:00, counted up to there"),
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
    assert!(screen.contains("away since"), "{screen}");
    let app = app.press("z<enter>");
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
        screen.contains("has run since 09:00. Did it go on after 13:00?"),
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
    assert!(toast(&app).contains("no question"));
}
