//! Another program holds the file: the screen goes on, one change waits, and nothing is said to be saved that is not.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::domain::review::Step;
use crate::store::held::{Held, Hold};
use crate::tui::event::Wake;

/// A screen on a file, and the file.
struct Beside {
    app: Harness,
    path: PathBuf,
    _folder: TempDir,
}

/// The screen after some keys.
fn open(keys: &str) -> Beside {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let app = Harness::with(Store::open(&path).expect("a file"), MORNING, Palette::Many);
    Beside {
        app: app.press(keys),
        path,
        _folder: folder,
    }
}

impl Beside {
    fn held(&self, hold: Hold) -> Held {
        Held::take(&self.path, hold)
    }

    fn press(mut self, keys: &str) -> Self {
        self.app = self.app.press(keys);
        self
    }

    fn pass(mut self, seconds: u64) -> Self {
        self.app = self.app.pass(seconds);
        self
    }

    fn screen(&mut self) -> String {
        self.app.screen(80, 24)
    }

    /// What the file holds, whoever asks.
    fn lane(&self) -> String {
        let store = Store::open(&self.path).expect("a file");
        Harness::with(store, MORNING, Palette::Many).lane()
    }

    #[track_caller]
    fn assert_shows(mut self, words: &[&str]) -> Self {
        let screen = self.screen();
        let flowing = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(flowing.contains(words), "{words:?}\n{screen}");
        }
        self
    }
}

const WAITS: &str = "Waiting for the file";

#[test]
fn a_key_that_meets_a_lock_is_saved_as_of_its_press_once_the_lock_goes() {
    for hold in [Hold::Exclusive, Hold::Reserved, Hold::Shared] {
        let beside = open("a<wait 20m>");
        let held = beside.held(hold);
        let beside = beside
            .press("s")
            .pass(3)
            .assert_shows(&["Waiting for the file, 3 s · esc to cancel"]);
        // Every other key is answered meanwhile.
        let beside = beside
            .press("?")
            .assert_shows(&["keys that work here", WAITS]);
        let beside = beside.press("?<tab>").assert_shows(&["Week", WAITS]);
        let beside = beside.press("<shift-tab>").pass(5);
        drop(held);
        let beside = beside.pass(1);
        assert_eq!(
            beside.lane(),
            "admin 09:00-09:20; selling 09:20-",
            "{hold:?}"
        );
        let began = beside.app.blocks()[1].start;
        assert_eq!(
            began.at,
            crate::domain::calendar::parse_rfc3339("2026-03-05T09:20:00+01:00")
                .expect("a time")
                .at
        );
        // As though it had gone through at once: the words, the letters, one undo.
        assert!(beside.app.has_letters());
        let mut beside = beside.assert_shows(&["Selling since 09:20", "m meeting"]);
        assert!(!beside.screen().contains(WAITS));
        assert_eq!(beside.press("mu").press("u").lane(), "admin 09:00-");
    }
}

#[test]
fn esc_drops_what_waits_and_says_so() {
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Exclusive);
    let beside = beside.press("s").press("<esc>");
    let mut beside = beside.assert_shows(&["Canceled · nothing was saved"]);
    assert!(!beside.screen().contains(WAITS));
    drop(held);
    assert_eq!(beside.pass(2).lane(), "admin 09:00-");
}

#[test]
fn esc_closes_what_lies_over_the_screen_first() {
    for opens in ["?", ":", "f", "15"] {
        let beside = open("a<wait 20m>");
        let held = beside.held(Hold::Exclusive);
        let beside = beside.press("s").press(opens).press("<esc>");
        let beside = beside.assert_shows(&[WAITS]);
        drop(held);
        let lane = beside.pass(1).lane();
        assert_eq!(lane, "admin 09:00-09:20; selling 09:20-", "{opens}");
    }
}

#[test]
fn a_second_change_is_refused_while_one_waits() {
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Exclusive);
    let beside = beside
        .press("sb")
        .assert_shows(&["the previous change is still waiting", WAITS]);
    drop(held);
    // The first has gone through by then.
    assert_eq!(
        beside.pass(1).press("l").lane(),
        "admin 09:00-09:20; selling 09:20-09:20; learning 09:20-"
    );
}

#[test]
fn after_half_a_minute_it_is_not_saved_and_the_holder_is_named() {
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Exclusive);
    let own = format!("(process {})", std::process::id());
    let beside = beside.press("s").pass(29).assert_shows(&["29 s"]);
    let mut beside =
        beside
            .pass(1)
            .assert_shows(&["Not saved: ", &own, "has been holding tafs.db for 30 s"]);
    assert!(!beside.screen().contains(WAITS));
    drop(held);
    assert_eq!(beside.pass(5).lane(), "admin 09:00-");
}

#[test]
fn a_line_keeps_its_text_until_it_is_saved() {
    // What opens the line, what is typed, and what it says once it is saved.
    let lines = [
        ("n", "budget owner", "budget owner"),
        ("@", "Northwind", "Northwind"),
        ("!", "legal", "legal"),
        ("+", "2conv", "+2conv"),
        ("<enter>", " @Halden", "Halden"),
        ("/", "<ctrl-u>09:05", "09:05"),
        ("G", "50 30 10 10", ""),
    ];
    for (opens, typed, after) in lines {
        let beside = open("a<wait 20m>").press(opens).press(typed);
        let shown = |beside: &Beside| {
            let line = beside.app.model().mode.typed_line();
            line.map(|line| line.text).unwrap_or_default()
        };
        let text = shown(&beside);
        assert!(!text.is_empty(), "{opens}");
        let held = beside.held(Hold::Exclusive);
        let beside = beside.press("<enter>").pass(2).assert_shows(&[WAITS]);
        assert_eq!(shown(&beside), text, "it waits");
        // What is typed meanwhile is neither text nor a command.
        let beside = beside.press("xq").assert_shows(&[WAITS]);
        assert_eq!(shown(&beside), text, "it is not typed on");
        let beside = beside
            .press("<esc>")
            .assert_shows(&["Canceled · nothing was saved"]);
        assert_eq!(shown(&beside), text, "it is canceled");
        let beside = beside
            .press("<enter>")
            .pass(31)
            .assert_shows(&["Not saved: ", "for 30 s · enter to try again"]);
        assert_eq!(shown(&beside), text, "its time is over");
        let beside = beside.press("<enter>").pass(1);
        drop(held);
        let beside = beside.pass(1);
        assert!(!beside.app.model().mode.is_line(), "{opens}: it is saved");
        let mut beside = beside.assert_shows(&[after]);
        assert!(!beside.screen().contains("Not saved"), "{opens}");
    }
}

#[test]
fn what_was_opened_meanwhile_stays_open() {
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Reserved);
    let beside = beside.press("s").press("nwas inbox");
    drop(held);
    let beside = beside.pass(1);
    assert_eq!(beside.lane(), "admin 09:00-09:20; selling 09:20-");
    let line = beside.app.model().mode.typed_line().expect("a line");
    assert_eq!(line.text, "was inbox");
    let beside = beside.press("<enter>");
    assert_eq!(beside.app.blocks()[0].details.note.as_str(), "was inbox");
}

#[test]
fn quitting_says_what_was_not_saved() {
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Exclusive);
    let beside = beside.press("sq");
    let Next::Leave(Ended::Unsaved(_, _, unsaved)) = &beside.app.next else {
        panic!("{:?}", beside.app.next);
    };
    let why = &unsaved.why;
    assert!(
        why.starts_with("the change of 09:20 was not saved: "),
        "{why}"
    );
    drop(held);
    // Where the lock has gone by then, it is saved.
    let beside = open("a<wait 20m>");
    let held = beside.held(Hold::Exclusive);
    let beside = beside.press("s");
    drop(held);
    let beside = beside.press("q");
    assert!(matches!(beside.app.next, Next::Leave(Ended::Quit(..))));
    assert_eq!(beside.lane(), "admin 09:00-09:20; selling 09:20-");
}

#[test]
fn a_signal_ends_it_at_once() {
    let mut beside = open("a<wait 20m>");
    let _held = beside.held(Hold::Exclusive);
    beside = beside.press("s");
    beside.app.wake(&Wake::Leave(15));
    assert_eq!(beside.app.next, Next::Leave(Ended::Signal(15)));
}

#[test]
fn what_cannot_be_read_is_read_once_the_lock_goes() {
    let week = "<tab>";
    let cases = [
        (
            "<left>",
            "Wed 4 Mar",
            "another program is holding it",
            "nothing",
        ),
        (week, "Week", "another program is holding it", "selling"),
        (
            "<ctrl-u>",
            "Waiting for the file",
            "Waiting for the file",
            "start admin",
        ),
        (
            "C",
            "Waiting for the file",
            "Waiting for the file",
            "March 2026",
        ),
        ("fNorth", "looking", "looking", "1 block"),
        ("@<ctrl-u>", "account", "account", "Northwind"),
        (
            "15",
            "Waiting for the file",
            "Waiting for the file",
            "trims admin",
        ),
        (
            "<enter><ctrl-u>09:10-09:15",
            "Waiting for the file",
            "Waiting",
            "09:10",
        ),
    ];
    for (keys, shown, waits, after) in cases {
        let beside = open("a@Northwind<enter><wait 20m>");
        let held = beside.held(Hold::Exclusive);
        let beside = beside.press(keys).pass(2).assert_shows(&[shown, waits]);
        assert!(
            beside.app.sleep() <= std::time::Duration::from_millis(50),
            "{keys}"
        );
        drop(held);
        beside.pass(1).assert_shows(&[after]);
    }
}

#[test]
fn what_is_in_doubt_is_told_once_the_file_tells() {
    // It is there: the line goes.
    let mut beside = open("a<wait 20m>").press("nbudget");
    beside.app.store_mut().doubt_last();
    let beside = beside
        .press("<enter>")
        .assert_shows(&["Can't tell yet whether it was saved, 0 s", "budget"]);
    let beside = beside.pass(1).assert_shows(&["Reopened: it was saved"]);
    assert!(!beside.app.model().mode.is_line());
    // It is not: the text stays.
    let mut beside = open("a<wait 20m>").press("nbudget");
    let now = beside.app.scene(|scene| scene.now);
    let mut other = Store::open(&beside.path).expect("a file");
    other.undo(now).expect("an undo");
    beside.app.store_mut().doubt_last();
    let beside = beside.press("<enter>").pass(1);
    let beside = beside.assert_shows(&["Reopened: nothing was saved", "budget"]);
    assert!(beside.app.model().mode.is_line());
    // A second change does not go past it.
    let mut beside = open("a<wait 20m>");
    beside.app.store_mut().doubt_last();
    let beside = beside
        .press("s")
        .assert_shows(&["Can't tell yet whether it was saved"]);
    beside.pass(1).assert_shows(&["Reopened: it was saved"]);
}

/// What a person sees of a change, and what the file holds.
fn outcome(beside: &Beside) -> (String, String, String) {
    let toast = beside.app.model().toast.as_ref();
    (
        beside.lane(),
        toast.map(|toast| toast.text.clone()).unwrap_or_default(),
        format!("{:?}", std::mem::discriminant(&beside.app.model().mode)),
    )
}

#[test]
fn every_change_that_waited_ends_as_one_that_did_not() {
    let keys = [
        "s",
        "sm",
        "o",
        ".",
        "S",
        "u",
        "u<ctrl-r>",
        "15s",
        "cs",
        "d",
        "x",
        "mm",
        "[",
        "<up>}",
        "nnote<enter>",
        "/<enter>",
        "<enter> @Halden<enter>",
        "+2conv<enter>",
        "G50 30 10 10<enter>",
        "<up>x",
        "<ctrl-u><enter>",
    ];
    let before = "a<wait 20m>l<wait 10m>a<wait 20m>u<wait 10m>";
    for (index, keys) in keys.into_iter().enumerate() {
        let at_once = outcome(&open(before).press(keys).pass(4));
        // Between them the keys meet every kind of lock.
        let lock = [Hold::Exclusive, Hold::Reserved, Hold::Shared][index % 3];
        let mut beside = open(before);
        // All but the last key, which is the one that changes the file.
        let split = keys
            .rfind('<')
            .filter(|_| keys.ends_with('>'))
            .unwrap_or(keys.len() - 1);
        beside = beside.press(&keys[..split]);
        let held = beside.held(lock);
        let beside = beside.press(&keys[split..]).pass(3);
        assert!(beside.app.model().waiting.is_some(), "{keys} {lock:?}");
        drop(held);
        let beside = beside.pass(1);
        assert!(beside.app.model().waiting.is_none(), "{keys} {lock:?}");
        assert_eq!(outcome(&beside), at_once, "{keys} {lock:?}");
    }
}

#[test]
fn a_guess_is_saved_and_the_week_shown_together_or_neither() {
    let notes = |beside: &Beside| {
        let store = Store::open(&beside.path).expect("a file");
        let week = beside
            .app
            .scene(|scene| beside.app.model().review.week(scene));
        let changes = store.past_changes(None, 10).expect("the changes").len();
        let notes = store.week_notes(week).expect("a look");
        (notes.guess.is_some(), notes.review.revealed, changes)
    };
    let step = |beside: &Beside| beside.app.model().review.step;
    for hold in [Hold::Exclusive, Hold::Reserved, Hold::Shared] {
        let beside = open("<shift-tab><pgdn>]");
        let held = beside.held(hold);
        // Keys that read the file meanwhile make no difference.
        let beside = beside.press("<enter>").pass(2).press("]").pass(1);
        assert_eq!(step(&beside), Step::Guess, "{hold:?}");
        let beside = beside.assert_shows(&[WAITS]);
        drop(held);
        let beside = beside.pass(2);
        assert_eq!(notes(&beside), (true, true, 1), "{hold:?}");
        assert_eq!(step(&beside), Step::Reveal, "{hold:?}");
        // Dropped while it waits, neither is done.
        let beside = open("<shift-tab><pgdn>]");
        let held = beside.held(hold);
        let beside = beside.press("<enter>").pass(2).press("<esc>");
        drop(held);
        let beside = beside.pass(2);
        assert_eq!(notes(&beside), (false, false, 0), "{hold:?}");
        assert_eq!(step(&beside), Step::Guess, "{hold:?}");
    }
}
