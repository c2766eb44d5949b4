//! A focus run on the screen: its countdown, what ends it, what is said then, and the focus hours that propose one.

use super::MORNING;
use crate::domain::stamp::Length;
use crate::tui::harness::Harness;

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];

fn shows(app: &mut Harness, words: &str) {
    for (columns, rows) in SIZES {
        let screen = app.screen(columns, rows);
        assert!(
            screen.contains(words),
            "{words} at {columns}x{rows}: {screen}"
        );
    }
}

fn hides(app: &mut Harness, words: &str) {
    for (columns, rows) in SIZES {
        let screen = app.screen(columns, rows);
        assert!(
            !screen.contains(words),
            "{words} at {columns}x{rows}: {screen}"
        );
    }
}

#[test]
fn a_key_starts_a_run_that_counts_down_on_every_screen() {
    let mut app = Harness::at(MORNING).press("F");
    assert_eq!(app.lane(), "selling 09:00-");
    shows(&mut app, "focus 60:00");
    let toast = app.model().toast.as_ref().map(|toast| toast.text.clone());
    assert_eq!(
        toast.as_deref(),
        Some("Focus run of 1h · selling since 09:00 · u to undo")
    );
    let mut app = app.press("p<wait 17m><wait 50s>");
    for _ in 0..4 {
        shows(&mut app, "focus 42:10");
        app = app.press("<tab>");
    }
    // What ran goes on, and a run begins in it.
    let mut app = Harness::at(MORNING).press("sp<wait 10m><tab>F");
    assert_eq!(app.lane(), "selling · prospecting 09:00-");
    shows(&mut app, "focus 60:00");
    // There is one at a time.
    let app = app.press("<wait 5m>F");
    let toast = app.model().toast.as_ref().map(|toast| toast.text.clone());
    let toast = toast.unwrap_or_default();
    assert!(
        toast.starts_with("Not saved: a focus run goes on: 55 min left"),
        "{toast}"
    );
}

#[test]
fn minutes_before_the_key_say_how_long_it_is() {
    let mut app = Harness::at(MORNING).press("25F");
    shows(&mut app, "focus 25:00");
    app = app.press("<esc><wait 25m>");
    hides(&mut app, "focus 0");
    shows(&mut app, "focus run kept: 0h25");
    assert_eq!(app.lane(), "selling 09:00-", "what runs goes on");
    let mut app = app.press("<wait 6m>");
    hides(&mut app, "focus run");
    for minutes in ["0F", "721F"] {
        let app = Harness::at(MORNING).press(minutes);
        assert_eq!(app.lane(), "", "{minutes}");
        let toast = app.model().toast.as_ref().map(|toast| toast.text.clone());
        assert_eq!(
            toast.as_deref(),
            Some("A focus run takes 1 minute to 12 hours")
        );
    }
    // Minutes before another key still say how long ago.
    let app = Harness::at(MORNING).press("25s");
    assert_eq!(app.lane(), "selling 08:35-");
    assert!(app.model().common.snapshot.focus_run.is_none());
}

#[test]
fn a_switch_ends_it_and_one_line_asks_who_it_was_for() {
    let mut app = Harness::at(MORNING).press("Fp<wait 23m>a<esc><wait 10s>");
    hides(&mut app, "focus 3");
    shows(&mut app, "focus run ended at 0h23 · ! who asked");
    let mut named = app.press("!manager<enter><wait 10s>");
    hides(&mut named, "focus run");
    // What was said goes with the switch that it was about.
    let mut app = named.press("u<wait 10s>");
    shows(&mut app, "focus run ended at 0h23");
    let mut app = app.press("u<wait 10s>");
    hides(&mut app, "focus run");
    shows(&mut app, "focus 36:");
    let mut app = app.press("<ctrl-r><wait 10s>");
    shows(&mut app, "focus run ended at 0h23");
    for (keys, words) in [
        ("b<esc>", "focus run ended at 0h23"),
        ("d<esc>", "focus run ended at 0h23 · ! who asked"),
        ("o", "focus run ended at 0h23"),
    ] {
        let mut app = Harness::at(MORNING)
            .press("Fp<wait 23m>")
            .press(keys)
            .press("<wait 10s>");
        shows(&mut app, words);
        // It doesn't stay for good.
        let mut app = app.press("<wait 40m>");
        hides(&mut app, "focus run");
    }
    // Other selling is no switch.
    let mut app = Harness::at(MORNING).press("Fp<wait 23m>.<esc>sm<wait 1m>");
    shows(&mut app, "focus 36:00");
}

#[test]
fn a_run_is_taken_back_and_made_again() {
    let mut app = Harness::at(MORNING).press("F<esc>u");
    assert_eq!(app.lane(), "");
    hides(&mut app, "focus 60");
    let toast = app.model().toast.as_ref().map(|toast| toast.text.clone());
    assert_eq!(
        toast.as_deref(),
        Some("Undone: focus run of 1h at 09:00 · ctrl-r to redo")
    );
    let mut app = app.press("<ctrl-r>");
    assert_eq!(app.lane(), "selling 09:00-");
    shows(&mut app, "focus 60:00");
    // Where selling ran before, it still does.
    let mut app = Harness::at(MORNING).press("sp<wait 10m>Fu");
    assert_eq!(app.lane(), "selling · prospecting 09:00-");
    hides(&mut app, "focus 60");
}

#[test]
fn the_focus_hours_propose_one_once_a_day() {
    const PROPOSAL: &str = "Focus hours to 11:00 · F focus run";
    let begin = |now: &str| {
        let mut app = Harness::at(now);
        app.settings(|settings| {
            settings.context.hours.focus = vec![(Length::hours(9), Length::hours(11))];
        });
        app.press("<wait 1s>")
    };
    let mut app = begin(MORNING);
    shows(&mut app, PROPOSAL);
    let mut app = app.press("<wait 20m>");
    shows(&mut app, PROPOSAL);
    let mut app = app.press("<tab><wait 10m>");
    hides(&mut app, "Focus hours to");
    let mut app = app.press("<wait 1440m>");
    shows(&mut app, PROPOSAL);
    // It goes with the hours, and none is proposed beside them, on a weekend or after a run.
    let mut app = begin("2026-03-05T10:59:00+01:00").press("<wait 2m>");
    hides(&mut app, "Focus hours to");
    let mut app = begin("2026-03-05T08:59:00+01:00");
    hides(&mut app, "Focus hours to");
    let mut app = begin("2026-03-07T09:30:00+01:00");
    hides(&mut app, "Focus hours to");
    let mut app = begin("2026-03-05T08:59:50+01:00").press("<wait 20s><esc>F<esc>o<wait 20s>");
    hides(&mut app, "Focus hours to");
}

#[test]
fn the_header_says_a_thing_whole_or_not_at_all() {
    let mut app = Harness::at(MORNING).press("sm@Foxglove<enter><wait 38m>");
    app.settings(|settings| settings.banner = Some("demo".to_owned()));
    let header = |app: &mut Harness, columns, rows| {
        let screen = app.screen(columns, rows);
        let first = screen.lines().next().unwrap_or_default();
        first.trim().to_owned()
    };
    let mut app = app.press("<tab>");
    for (columns, rows, header_of) in [
        (
            120,
            40,
            "● meeting @Foxglove 0:38    W10 · 2–8 Mar 2026   09:38",
        ),
        (80, 24, "Review   ● meeting 0:38    W10 · 2–8 Mar   09:38"),
    ] {
        let shown = header(&mut app, columns, rows);
        assert!(shown.ends_with(header_of), "{shown}");
        assert_eq!(shown.contains("demo"), columns == 120, "{shown}");
    }
    let mut app = app.press("F");
    for (columns, rows, header_of) in [
        (
            120,
            40,
            "demo   ● meeting @Foxglove 0:38   focus 60:00   W10 · 2–8 Mar 2026   09:38",
        ),
        (
            100,
            30,
            "● meeting    focus 60:00   W10 · 2–8 Mar 2026   09:38",
        ),
        (80, 24, "Review       focus 60:00   W10 · 2–8 Mar   09:38"),
    ] {
        let shown = header(&mut app, columns, rows);
        assert!(shown.ends_with(header_of), "{shown}");
    }
    // However little room there is, no part of a word stands in it.
    for screen in 0..4 {
        for columns in 40..130 {
            let shown = header(&mut app, columns, 24);
            assert!(!shown.contains('…'), "{screen} {columns}: {shown}");
            let begun = ["d", "de", "dem", "m", "me"];
            let mut words = shown.split_whitespace();
            assert!(
                words.all(|word| !begun.contains(&word)),
                "{columns}: {shown}"
            );
        }
        app = app.press("<tab>");
    }
}

#[test]
fn while_time_away_is_asked_about_a_run_is_not_in_the_way_of_another() {
    let mut app = Harness::at(MORNING).press("F<esc><wait 10m><sleep 20m>");
    // Nobody knows whether it was selling.
    hides(&mut app, "focus 3");
    let mut app = app.press("F");
    let toast = app.model().toast.as_ref().map(|toast| toast.text.clone());
    let toast = toast.unwrap_or_default();
    assert!(toast.starts_with("Focus run of 1h"), "{toast}");
    shows(&mut app, "focus 60:00");
}

#[test]
fn in_a_prompt_the_key_is_a_letter_and_everywhere_else_it_starts_a_run() {
    let app = Harness::at(MORNING).press("sp<esc>nFor Fay<enter>");
    assert!(app.model().common.snapshot.focus_run.is_none());
    assert_eq!(app.blocks()[0].details.note.as_str(), "For Fay");
    for screen in ["", "<tab>", "<tab><tab>", "<tab><tab><tab>"] {
        let mut app = Harness::at(MORNING)
            .press("sp<esc>")
            .press(screen)
            .press("25F");
        shows(&mut app, "focus 25:00");
        // The line asks who it was on every screen, and its key names them there.
        let mut app = app.press("<wait 5m>a<esc><wait 10s>");
        shows(&mut app, "focus run ended at 0h05 · ! who asked");
        let app = app.press("!manager<enter>");
        let last = app.blocks().pop().expect("a block");
        let asked = last.details.requester.as_deref().map(str::to_owned);
        assert_eq!(asked.as_deref(), Some("manager"), "on {screen}");
    }
}

#[test]
fn edits_inside_a_run_are_what_became_of_it() {
    // Deleted, the selling is gone, and with it what was kept; undone, it is as it was.
    let app = Harness::at(MORNING).press("F<esc><wait 20m>o<wait 1m>kx");
    assert_eq!(app.lane(), "");
    let mut app = app.press("u<wait 10s>");
    assert_eq!(app.lane(), "selling 09:00-09:20");
    shows(&mut app, "focus run ended at 0h20");
    // The admin that broke it was selling too: it goes on.
    let mut app = Harness::at(MORNING).press("F<esc><wait 20m>a<esc><wait 5m>S<esc><wait 10s>");
    shows(&mut app, "focus 34:");
    // Split, it is selling all the same.
    app = Harness::at(MORNING).press("F<esc><wait 20m>/9:10<enter><wait 10s>");
    shows(&mut app, "focus 39:");
}

#[test]
fn the_week_says_which_runs_were_kept_and_who_broke_them() {
    const WIDE: [(u16, u16); 6] = [
        (200, 60),
        (160, 48),
        (120, 40),
        (120, 39),
        (100, 30),
        (80, 24),
    ];
    let mut app = Harness::at(MORNING)
        .press("25Fp<wait 26m>60F<esc><wait 20m>a<esc>c!manager<enter><wait 60m>o<tab>");
    for (columns, rows) in WIDE {
        let screen = app.screen(columns, rows);
        let words = if columns > 80 {
            "focus runs 1 of 2 kept   broken by !manager   "
        } else {
            "focus 1 of 2 kept, !manager   more"
        };
        assert!(screen.contains(words), "{columns}x{rows}: {screen}");
    }
    // With more kinds of work the words get shorter before any of them is left out.
    let mut app = app.press("S<esc>p<wait 1h>ac<wait 20m>ag<wait 20m>ae<wait 20m>dw<wait 20m>o");
    for (size, words) in [
        ((200, 60), "broken by !manager   do more"),
        ((120, 40), "focus 1 of 2 kept, !manager   more"),
    ] {
        let screen = app.screen(size.0, size.1);
        assert!(
            screen.contains(words) && screen.contains("limit 0h"),
            "{size:?}: {screen}"
        );
    }
}

#[test]
fn who_broke_a_run_is_hidden_with_all_names() {
    for screen in ["<tab>", "<tab><tab>", "<tab><tab><tab>"] {
        let mut app = Harness::at(MORNING).press("F<esc><wait 20m>a<esc>!Zzyzx<enter><wait 60m>oH");
        app = app.press(screen);
        hides(&mut app, "Zzyzx");
        hides(&mut app, "zzyzx");
    }
}
