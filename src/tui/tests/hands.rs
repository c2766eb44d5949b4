//! Hands that slip, jammed and held keys, other layouts: what nobody meant changes nothing.

use super::*;
use crate::tui::event::Wake;
use crate::tui::key::Key;

/// Keys that came at once.
fn burst(keys: &str) -> Wake {
    let key = |c: char| Key::parse(&c.to_string()).expect("a key");
    Wake::Burst(keys.chars().map(key).collect())
}

fn after_burst(mut app: Harness, keys: &str) -> Harness {
    app.wake(&burst(keys));
    app
}

/// Admin 09:00-09:03, selling 09:03-09:23, then off.
fn short() -> Harness {
    Harness::at(MORNING).press("a<wait 3m>s<wait 20m>o")
}

#[test]
fn a_held_key_stops_where_a_question_begins() {
    let mut asked = short().hold("[", 1_900);
    assert_eq!(asked.lane(), "admin 09:00-09:03; selling 09:03-09:23");
    let screen = asked.screen(80, 24);
    assert!(screen.contains("removes 09:00–09:03 admin"), "{screen}");
    assert_eq!(asked.press("[").lane(), "selling 08:58-09:23");
    // Without a question it goes on and on.
    let app = Harness::at(MORNING)
        .press("a<wait 60m>s<wait 20m>o")
        .hold("[", 660);
    assert!(
        app.lane().starts_with("admin 09:00-09:30"),
        "{}",
        app.lane()
    );
    // Another key makes the press count, and does what it always does.
    assert_eq!(
        short().press("[[l").lane(),
        "selling 08:58-09:23; learning 09:23-"
    );
}

/// Admin 10:00-12:00, and selling that runs since then; it is 14:00.
fn beside() -> Harness {
    Harness::at("2026-03-11T10:00:00+01:00").press("a<wait 120m>s<wait 120m>")
}

#[test]
fn steps_that_take_half_of_a_block_together_ask_whether_pressed_or_held() {
    let mut asked = beside().press(&"[".repeat(13));
    assert_eq!(asked.lane(), "admin 10:00-11:00; selling 11:00-");
    let screen = asked.screen(80, 24);
    assert!(
        screen.contains("trims 10:00–12:00 admin: 2h00 to 0h55"),
        "{screen}"
    );
    let held = beside().hold("[", 3_000);
    assert_eq!(held.lane(), "admin 10:00-11:00; selling 11:00-");
    // The end of an earlier block takes from the one after it.
    let mut asked = beside().press(&format!("ok{}", "}".repeat(13)));
    assert_eq!(asked.lane(), "admin 10:00-13:00; selling 13:00-14:00");
    let screen = asked.screen(80, 24);
    assert!(
        screen.contains("trims 12:00–14:00 selling: 2h00 to 0h55"),
        "{screen}"
    );
    // What runs is only trimmed.
    let runs = beside().press(&format!("k{}", "}".repeat(23)));
    assert_eq!(runs.lane(), "admin 10:00-13:55; selling 13:55-");
    // What was agreed to is a new beginning.
    let agreed = beside().press(&"[".repeat(14)).press("[[");
    assert_eq!(agreed.lane(), "admin 10:00-10:45; selling 10:45-");
    // Its own time is what the key is for.
    let own = beside().press(&format!("k{}", "{".repeat(23)));
    assert_eq!(own.lane(), "admin 10:00-10:05; selling 12:00-");
}

#[test]
fn the_preview_of_minutes_names_the_key_that_does_otherwise() {
    let shown = |keys: &str| beside().press(keys).screen(120, 40);
    for (keys, words) in [
        (
            "30",
            "trims selling 2h00 → 1h30 s selling since 12:00 a admin",
        ),
        ("130", "removes selling 2h00 trims admin"),
    ] {
        let screen = shown(keys);
        let flat = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(words), "{keys}: {screen}");
    }
    assert_eq!(beside().press("30s").lane(), beside().lane());
    assert_eq!(
        beside().press("30o").lane(),
        "admin 10:00-12:00; selling 12:00-13:30"
    );
    // Off the clock any key does the same.
    let off = beside().press("o").press("30").screen(80, 24);
    assert!(!off.contains("selling since"), "{off}");
    // On few columns all keys stand on one line, with a free row below them.
    let narrow = beside().press("30").screen(80, 24);
    let rows: Vec<&str> = narrow.lines().collect();
    let keys = "s selling   a admin   l learning   d distraction   b break   o off   . back";
    assert_eq!([rows[21].trim(), rows[22].trim()], [keys, ""], "{narrow}");
}

#[test]
fn a_burst_on_a_line_that_waits_to_be_agreed_to_is_typed_into_it() {
    let app = short().press("<enter><ctrl-u>09:00-09:23 selling<enter>");
    let lane = app.lane();
    assert!(
        matches!(app.model().mode, Mode::Guard(..)),
        "{:?}",
        app.model().mode
    );
    let mut app = after_burst(app, " @Northwind");
    assert_eq!(app.lane(), lane, "nothing has changed");
    let screen = app.screen(80, 24);
    assert!(screen.contains("selling @Northwind"), "{screen}");
}

#[test]
fn a_burst_runs_nothing_and_one_key_makes_it_a_note() {
    let app = after_burst(short(), "xdulm sa");
    assert_eq!(app.lane(), short().lane());
    assert!(toast(&app).contains("“xdulm sa”"), "{}", toast(&app));
    for take in ["n", "<enter>"] {
        let app = after_burst(short(), "call Ada")
            .press(take)
            .press("<enter>");
        assert_eq!(app.blocks()[1].details.note.as_str(), "call Ada");
    }
    // Any other key lets it go, and does what it always does.
    let app = after_burst(short(), "call Ada").press("sn<enter>");
    assert!(
        app.blocks()
            .iter()
            .all(|block| block.details.note.is_empty())
    );
    // Where nothing can be noted it stays offered.
    let app = after_burst(Harness::at(MORNING), "call Ada")
        .press("n")
        .press("s")
        .press("<esc>");
    assert_eq!(app.lane(), "selling 09:00-");
}

#[test]
fn a_paste_outside_of_a_line_is_offered_too_and_an_unfinished_one() {
    let app = short().press("<paste two\nlines>").press("n<enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "two\nlines");
    let mut app = short();
    app.wake(&Wake::Unfinished("half".to_owned()));
    assert_eq!(
        app.press("n<enter>").blocks()[1].details.note.as_str(),
        "half"
    );
    let mut app = short().press("n");
    app.wake(&Wake::Unfinished("half".to_owned()));
    assert_eq!(
        app.press("<enter>").blocks()[1].details.note.as_str(),
        "half"
    );
}

#[test]
fn caps_lock_is_named_where_a_capital_does_nothing_and_costs_nothing_where_it_relabels() {
    // A block that says something is asked about.
    let day = || Harness::at(MORNING).press("sm<wait 20m>");
    let asked = day().press("A");
    assert_eq!(asked.lane(), "selling · meeting 09:00-", "it asks first");
    // One that does not is a small matter, and the way back is named.
    let app = Harness::at(MORNING).press("s<wait 20m>A");
    assert_eq!(app.lane(), "admin 09:00-");
    let app = app.press("U");
    assert_eq!(app.lane(), "admin 09:00-");
    assert_eq!(toast(&app), "U does nothing, u does: is Caps Lock on?");
    assert_eq!(app.press("u").lane(), "selling 09:00-");
    // Off the clock it fills up to an hour.
    let off = || Harness::at(MORNING).press("s<wait 20m>o<wait 61m>");
    assert_eq!(off().press("A").lane(), "selling 09:00-09:20");
    // In a list over the screen too.
    let app = day().press("?J");
    assert_eq!(toast(&app), "J does nothing, j does: is Caps Lock on?");
}

#[test]
fn minutes_a_capture_and_its_letter_may_come_at_once() {
    let day = || Harness::at(MORNING).press("a<wait 60m>");
    for (keys, lane) in [
        ("00015s", "admin 09:00-09:45; selling 09:45-"),
        ("15sp", "admin 09:00-09:45; selling · prospecting 09:45-"),
        ("00015o", "admin 09:00-09:45"),
        ("0&(s", "admin 09:00-09:45; selling 09:45-"),
    ] {
        assert_eq!(after_burst(day(), keys).lane(), lane, "{keys}");
    }
    for keys in ["15sx", "155555", "sssp", "15ssp", "15s!", "saldb"] {
        let app = after_burst(day(), keys);
        assert_eq!(app.lane(), "admin 09:00-", "{keys}");
    }
    let app = after_burst(day(), "0015");
    assert_eq!(app.press("s").lane(), "admin 09:00-09:45; selling 09:45-");
}

#[test]
fn alt_and_a_key_does_nothing_but_in_a_line_it_is_esc_and_the_key() {
    for key in ["<alt-up>", "<alt-s>", "<alt-x>", "<alt-esc>", "<alt-enter>"] {
        let app = short().press(key);
        assert_eq!(app.lane(), short().lane(), "{key}");
        assert!(
            toast(&app).contains("No command on"),
            "{key}: {}",
            toast(&app)
        );
    }
    assert!(
        short()
            .press("nhalf<alt-l>")
            .lane()
            .ends_with("learning 09:23-")
    );
    assert!(
        short()
            .press("?<alt-l>")
            .lane()
            .ends_with("learning 09:23-")
    );
    // What edits the line does so.
    let app = short().press("none two<alt-b>x<enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "one xtwo");
    let app = short().press("none<alt-up> two<enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "one two");
}

#[test]
fn ctrl_h_erases_as_backspace_does() {
    let app = short().press("nalpha<ctrl-h><ctrl-h><ctrl-h><enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "al");
}

#[test]
fn keys_of_other_layouts_are_those_in_their_places() {
    let started = |keys: &str| Harness::at(MORNING).press(keys).lane();
    for (keys, lane) in [
        ("ы", "selling 09:00-"),
        ("ф", "admin 09:00-"),
        ("д", "learning 09:00-"),
        ("в", "distraction 09:00-"),
        ("ых", "selling 08:55-"),
        ("ыз", "selling · prospecting 09:00-"),
        ("α", "admin 09:00-"),
        ("σ", "selling 09:00-"),
        ("ד", "selling 09:00-"),
        ("ך", "learning 09:00-"),
        ("&(a", "admin 08:45-"),
        ("1(ф", "admin 08:45-"),
    ] {
        assert_eq!(started(keys), lane, "{keys}");
    }
    // In a line they are letters.
    let app = short().press("nыфд &(<enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "ыфд &(");
    // A letter of no known place says so.
    let app = short().press("ش");
    assert!(toast(&app).contains("No command on ش"), "{}", toast(&app));
    // What the config binds is what the config says.
    let mut app = Harness::at(MORNING);
    app.settings(|settings| {
        let bound = settings.keymap.rebind("admin", &["a", "ы"]);
        bound.expect("a binding");
    });
    assert_eq!(app.press("ы").lane(), "admin 09:00-");
}

#[test]
fn a_foreign_letter_in_the_place_of_a_key_that_does_nothing_is_told() {
    for key in ["ж", "א", "Ω"] {
        let app = Harness::at(MORNING).press("s<wait 20m>").press(key);
        assert!(
            toast(&app).contains("No command on"),
            "{key}: {}",
            toast(&app)
        );
        assert_eq!(app.lane(), "selling 09:00-");
    }
    // In the place of one that does something, and of the letter of an activity.
    for key in ["ф", "ש"] {
        let app = Harness::at(MORNING).press("s<wait 20m>").press(key);
        assert_eq!(app.lane(), "selling 09:00-09:20; admin 09:20-", "{key}");
    }
    let app = Harness::at(MORNING).press("sь");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
}

#[test]
fn q_quits_at_once_whatever_minutes_are_typed() {
    let app = Harness::at(MORNING).press("s<wait 40m>31q");
    assert!(app.model().quits, "{}", toast(&app));
    assert_eq!(app.lane(), "selling 09:00-");
}

#[test]
fn where_one_line_is_all_no_key_changes_what_is_not_seen() {
    for keys in [
        "x",
        "<up>x",
        "m",
        "<up>[",
        ":<down><enter>",
        "<tab>",
        "c",
        "r",
    ] {
        let mut app = thursday();
        app.frame(39, 11);
        let before = app.lane();
        let mut app = app.press(keys);
        assert_eq!(app.lane(), before, "{keys}");
        let screen = app.screen(39, 11);
        assert!(screen.contains("Needs 40×12"), "{keys}: {screen}");
    }
    // What was opened on a larger screen is closed there.
    let mut app = thursday().press(":");
    app.frame(39, 11);
    let app = app.press("a");
    assert!(app.lane().contains("admin"), "{}", app.lane());
}
