//! What is typed in a prompt is never lost, whatever becomes of its block meanwhile.

use tempfile::TempDir;

use super::*;
use crate::domain::block::{Block, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::change::{Change, Patch, Target};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::parse::spell;
use crate::domain::stamp::Moment;

/// A screen, and another program at the same file.
struct Two {
    app: Harness,
    other: Store,
    folder: TempDir,
}

fn moment(clock: &str) -> Moment {
    parse_rfc3339(&format!("2026-03-05T{clock}:00+01:00")).expect("a time")
}

/// The screen after some keys.
fn open(keys: &str) -> Two {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let app = Harness::with(Store::open(&path).expect("a file"), MORNING, Palette::Many);
    Two {
        app: app.press(keys),
        other: Store::open(&path).expect("a file"),
        folder,
    }
}

impl Two {
    /// The other program changes the file, at 10:00.
    fn elsewhere(mut self, change: &Change) -> Self {
        self.other.apply(change, moment("10:00")).expect("a change");
        self
    }

    fn start(self, category: Category) -> Self {
        self.elsewhere(&Change::Start {
            at: moment("09:30"),
            category,
            details: Details::default(),
        })
    }

    fn edit(self, change: impl FnOnce(&mut Patch)) -> Self {
        let seen = Box::new(self.app.blocks().remove(0));
        let mut patch = Patch::default();
        change(&mut patch);
        self.elsewhere(&Change::Edit { seen, patch })
    }

    fn press(mut self, keys: &str) -> Self {
        self.app = self.app.press(keys);
        self
    }

    fn first(&self) -> Block {
        self.app.blocks().remove(0)
    }

    fn note(&self) -> String {
        self.first().details.note.as_str().to_owned()
    }

    fn line(&self) -> String {
        match &self.app.model().mode {
            Mode::Prompt(prompt) => prompt.input.value().to_owned(),
            mode => panic!("no prompt is open: {mode:?}"),
        }
    }
}

fn note(text: &str) -> Note {
    Note::new(text).expect("a note")
}

#[test]
fn a_note_goes_to_its_block_though_a_hotkey_has_switched() {
    for tick in ["", "<wait 2s>"] {
        let two = open("s<wait 60m>nbudget owner").start(Category::Admin);
        let two = two.press(tick).press("<enter>");
        assert_eq!(two.app.lane(), "selling 09:00-09:30; admin 09:30-");
        assert_eq!(two.note(), "budget owner", "{tick}");
        assert_eq!(two.app.blocks()[1].details.note.as_str(), "");
    }
}

#[test]
fn every_prompt_saves_though_its_block_has_changed_in_another_field() {
    for (keys, line) in [
        ("n@Northwind terms", "@Northwind terms"),
        ("@Northwind", "@Northwind"),
        ("!legal", "!legal"),
        ("+2conv", "+2conv"),
        (
            "<enter> /meeting @Northwind terms",
            "/meeting @Northwind terms",
        ),
    ] {
        let two = open("s<wait 60m>")
            .press(keys)
            .start(Category::Admin)
            .press("<enter>");
        let lines: Vec<String> = two.app.blocks().iter().map(spell::block).collect();
        let first = format!("09:00-09:30 selling {line}");
        assert_eq!(lines, [first.as_str(), "09:30- admin"], "{keys}");
    }
    // Split, in what is left of it.
    let two = open("s<wait 60m>/<ctrl-u>9:20")
        .start(Category::Admin)
        .press("<enter>");
    assert_eq!(
        two.app.lane(),
        "selling 09:00-09:20; selling 09:20-09:30; admin 09:30-"
    );
    // Another category, and a cut elsewhere.
    let two = open("s<wait 60m>nterms").edit(|patch| patch.category = Some(Category::Learning));
    let two = two.press("<enter>");
    assert_eq!(
        (two.app.lane().as_str(), two.note().as_str()),
        ("learning 09:00-", "terms")
    );
    let two = open("s<wait 60m>nterms");
    let cut = Change::Split {
        target: Target::from(&two.first()),
        at: moment("09:40"),
    };
    let two = two.elsewhere(&cut).press("<enter>");
    assert_eq!(two.app.lane(), "selling 09:00-09:40; selling 09:40-");
    assert_eq!(two.note(), "terms");
}

#[test]
fn a_note_goes_to_the_block_that_its_own_has_been_merged_into() {
    let two = open("sr<wait 20m>sm<wait 40m><up>nterms");
    let later = Target::from(&two.app.blocks()[1]);
    let two = two.elsewhere(&Change::Merge { target: later });
    let two = two.press("<enter>");
    assert_eq!(two.app.lane(), "selling · prep 09:00-");
    assert_eq!(two.note(), "terms");
}

#[test]
fn the_same_field_changed_twice_shows_both_and_a_second_enter_decides() {
    let asked = || {
        open("s<wait 60m>nmine")
            .edit(|patch| patch.note = Some(note("theirs")))
            .press("<enter>")
    };
    let mut two = asked();
    assert_eq!(two.note(), "theirs");
    for size in [(120, 40), (80, 24), (40, 12)] {
        let screen = two.app.screen(size.0, size.1);
        for said in [
            "theirs  theirs",
            "yours   mine",
            "enter again to save yours",
        ] {
            assert!(screen.contains(said), "{said}: {screen}");
        }
    }
    assert_eq!(two.press("<enter>").note(), "mine");
    // Esc leaves theirs.
    let two = asked().press("<esc>");
    assert!(two.app.model().mode.focus().is_none());
    assert_eq!(two.note(), "theirs");
    // Any other key goes on typing.
    let two = asked().press("!");
    assert_eq!(two.line(), "mine!");
    assert_eq!(two.press("<enter><enter>").note(), "mine!");
    // Enter held down decides nothing.
    let two = open("s<wait 60m>nmine").edit(|patch| patch.note = Some(note("theirs")));
    let app = two.app.hold("enter", 1_500);
    assert_eq!(app.blocks()[0].details.note.as_str(), "theirs");
}

#[test]
fn a_block_that_is_gone_says_so_and_the_text_stays() {
    let two = open("s<wait 60m>nterms");
    let delete = Change::Delete {
        target: Target::from(&two.first()),
    };
    let mut two = two.elsewhere(&delete).press("<enter>");
    assert_eq!(two.line(), "terms");
    let screen = two.app.screen(80, 24);
    assert!(screen.contains("that block is no longer there"), "{screen}");
}

#[test]
fn what_is_left_is_found_again_in_the_next_prompt_of_its_kind() {
    let app = Harness::at(MORNING).press("s<wait 60m>nfirst<esc>");
    assert!(
        toast(&app).contains("↑ in the next prompt"),
        "{}",
        toast(&app)
    );
    let app = app.press("nsecond<esc>nfirst<esc>@Northwind<esc>");
    let line = |app: &Harness| match &app.model().mode {
        Mode::Prompt(prompt) => prompt.input.value().to_owned(),
        mode => panic!("no prompt is open: {mode:?}"),
    };
    let mut app = app.press("ndraft");
    for (key, text) in [
        ("<up>", "first"),
        ("<up>", "second"),
        ("<up>", "Northwind"),
        ("<up>", "Northwind"),
        ("<down>", "second"),
        ("<down>", "first"),
        ("<down>", "draft"),
        ("<down>", "draft"),
        ("<up>", "first"),
    ] {
        app = app.press(key);
        assert_eq!(line(&app), text, "{key}");
    }
    // What was typed beside it stays findable too, and what is saved is not in the way.
    let app = app.press("<enter>n<ctrl-u><up>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "first");
    assert_eq!(line(&app), "draft");
    // What the prompt began with is no loss; nor is it kept.
    let app = app.press("<esc>n<esc>n<up>");
    assert_eq!(line(&app), "draft");
    // The next block's prompt finds it as well.
    let app = app.press("<esc><wait 1m>a<wait 6s>n<up><enter>");
    assert_eq!(app.blocks()[1].details.note.as_str(), "draft");
}

#[test]
fn every_kind_of_line_keeps_what_was_left() {
    let text = |app: &Harness| {
        let line = app.model().mode.typed_line().expect("a line is open");
        line.text
    };
    for (open, typed) in [
        ("n", "terms of"),
        ("@", "Northwind"),
        ("!", "legal"),
        ("+", "3conv"),
        ("<enter>", " #q2"),
        ("/", "9"),
        ("f", "terms"),
        ("G", "60 20 10 10"),
    ] {
        let app = Harness::at(MORNING).press("s<wait 60m>").press(open);
        let app = app.press(typed);
        let left = text(&app);
        assert!(left.ends_with(typed), "{open}: {left}");
        let app = app.press("<esc>").press(open).press("<up>");
        assert_eq!(text(&app), left, "{open}");
    }
}

#[test]
fn every_line_finds_what_was_left_in_another_kind() {
    for open in ["n", "@", "!", "+", "<enter>", "/", "f", "G"] {
        for left in ["n", "@"].into_iter().filter(|left| *left != open) {
            let app = Harness::at(MORNING).press("s<wait 60m>").press(left);
            let app = app.press("precious<esc>").press(open).press("<up>");
            let line = app.model().mode.typed_line().expect("a line is open");
            assert_eq!(line.text, "precious", "{left}, then {open}");
        }
    }
    // Its own kind comes first, though another line was left later.
    let app = Harness::at(MORNING).press("s<wait 60m>nmine<esc>@Northwind<esc>n<up>");
    let line = app.model().mode.typed_line().expect("a line is open");
    assert_eq!(line.text, "mine");
}

#[test]
fn what_was_cleared_in_one_go_is_found_again() {
    for keys in [
        "ntwo<ctrl-u><esc>n<up>",
        "ntwo<ctrl-u><up>",
        "ntwo<ctrl-w><esc>@<up>",
        "none<esc>n<up>x<down><ctrl-u>two<ctrl-u><esc>n<up>",
        "ftwo<ctrl-u><esc>n<up>",
        "Gtwo<ctrl-u><esc>n<up>",
        "ntwo<ctrl-u>three<enter>n<ctrl-u><up>",
    ] {
        let app = Harness::at(MORNING).press("s<wait 60m>").press(keys);
        let line = app.model().mode.typed_line().expect("a line is open");
        assert_eq!(line.text, "two", "{keys}");
    }
}

#[test]
fn the_review_keeps_the_lines_that_were_left() {
    let store = || {
        let mut store = Store::in_memory().expect("a store");
        store
            .seed_blocks(crate::insight::testdata::history().into_iter())
            .expect("a lane");
        store
    };
    for (to, at) in [
        ("<pgdn>", "G"),
        ("<pgdn><pgdn>", "<enter>"),
        ("<pgdn><pgdn><pgdn>", "<enter>"),
        ("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><up>", "<enter>"),
        ("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>", "e<ctrl-u>"),
    ] {
        let app = Harness::with(store(), "2026-03-06T16:52:00+01:00", Palette::Many);
        let app = app.press("<esc><shift-tab>").press(to).press(at);
        assert!(
            app.model().mode.is_line(),
            "{to}{at}: {:?}",
            app.model().mode
        );
        let app = app.press("mail<esc>").press(at).press("<up>");
        let line = app.model().mode.typed_line().expect("a line");
        assert_eq!(line.text, "mail", "{to}{at}");
    }
}

#[test]
fn a_prompt_stays_through_all_that_is_not_meant_for_it() {
    let app = Harness::at("2026-03-05T23:00:00+01:00").press("s<wait 30m>nhalf a word<wait 40m>");
    assert_eq!(app.model().common.today.to_string(), "2026-03-06");
    let mut app = app.press("<ctrl-z>");
    assert_eq!(app.screen(39, 3).trim(), "note › half a word");
    app.wake(&crate::tui::event::Wake::Suspend);
    app.wake(&crate::tui::event::Wake::Resize);
    let app = app.press("<sleep 600m>");
    let line = app.model().mode.typed_line().expect("a line");
    assert_eq!(line.text, "half a word");
    // Alt and a key is Esc and the key.
    let app = app.press("<alt-l><esc>n<up>");
    let line = app.model().mode.typed_line().expect("a line");
    assert_eq!(line.text, "half a word");
    // So is what waits to be agreed to, and let go by another block.
    let app = Harness::at(MORNING)
        .press("a<wait 3m>s<wait 20m>o<enter><ctrl-u>09:00-09:23 selling<enter>");
    assert!(matches!(app.model().mode, Mode::Guard(..)));
    let app = app.press("<esc><esc><enter><up>");
    let line = app.model().mode.typed_line().expect("a line");
    assert_eq!(line.text, "09:00-09:23 selling");
}

#[test]
fn after_a_conflict_esc_keeps_mine_for_the_next_prompt() {
    let two = open("s<wait 60m>nmine").edit(|patch| patch.note = Some(note("theirs")));
    let two = two.press("<enter><esc>n");
    assert_eq!(two.line(), "theirs");
    assert_eq!(two.press("<up>").line(), "mine");
}

#[test]
fn a_conflict_in_hidden_text_is_shown_before_it_is_decided() {
    let hidden = || {
        let two = open("s<wait 60m>Hnmine").edit(|patch| patch.note = Some(note("Zzyzx")));
        two.press("<enter>")
    };
    let mut two = hidden();
    let screen = two.app.screen(120, 40);
    assert!(
        screen.contains("They differ in hidden text · H to show both"),
        "{screen}"
    );
    assert!(
        screen.contains("H show both") && !screen.contains("Zzyzx"),
        "{screen}"
    );
    let mut two = two.press("H");
    assert!(!two.app.model().common.discreet);
    let screen = two.app.screen(120, 40);
    assert!(
        screen.contains("theirs  Zzyzx") && screen.contains("yours   mine"),
        "{screen}"
    );
    assert_eq!(two.press("<enter>").note(), "mine");
    // Nothing is decided by that, and theirs can stay.
    assert_eq!(hidden().press("H<esc>").note(), "Zzyzx");
    // What names nobody is not hidden.
    let two = open("s<wait 60m>o<wait 30m>H<enter><ctrl-u>09:00-09:40 selling");
    let two = two.edit(|patch| patch.end = Some(Some(moment("09:50"))));
    let screen = two.press("<enter>").app.screen(120, 40);
    assert!(
        screen.contains("theirs  09:50") && screen.contains("yours   09:40"),
        "{screen}"
    );
}

#[test]
fn a_store_error_leaves_the_text_where_it_is() {
    let two = open("s<wait 60m>nterms");
    let path = two.folder.path().join("tafs.db");
    std::fs::rename(&path, path.with_extension("away")).expect("it is moved");
    let two = two.press("<enter>");
    assert_eq!(two.line(), "terms");
    std::fs::rename(path.with_extension("away"), &path).expect("it is back");
    assert_eq!(two.press("<enter>").note(), "terms");
}

#[test]
fn answers_of_a_review_are_not_overwritten_unseen() {
    use crate::domain::review::ReviewAnswer;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path).expect("a file");
    store
        .seed_blocks(crate::insight::testdata::history().into_iter())
        .expect("a lane");
    let now = "2026-03-06T16:52:00+01:00";
    let mut other = Store::open(&path).expect("a file");
    let week = crate::domain::calendar::Week {
        first: crate::insight::testdata::monday(),
    };
    let app =
        Harness::with(store, now, Palette::Many).press("<esc><shift-tab><pgdn><pgdn><enter>mine");
    let theirs = Change::Reflect {
        week,
        answer: ReviewAnswer::Surprise(Some("theirs".to_owned())),
        seen: None,
    };
    other
        .apply(&theirs, parse_rfc3339(now).expect("a time"))
        .expect("an answer");
    let answer = |app: &Harness| {
        let notes = app.store().week_notes(week).expect("a look");
        notes.review.answers.surprise.expect("an answer")
    };
    let mut app = app.press("<enter>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("theirs"), "{screen}");
    assert_eq!(answer(&app), "theirs");
    let app = app.press("<enter>");
    assert_eq!(answer(&app), "mine");
}

#[test]
fn a_guess_and_a_commitment_are_not_overwritten_unseen() {
    let now = "2026-03-06T16:52:00+01:00";
    let week = crate::domain::calendar::Week {
        first: crate::insight::testdata::monday(),
    };
    let guess = |selling| Change::Guess {
        week,
        guess: Some(crate::domain::review::Guess {
            selling,
            rest: None,
        }),
        seen: None,
    };
    let mut store = Store::in_memory().expect("a store");
    let at = parse_rfc3339(now).expect("a time");
    store.apply(&guess(0.5), at).expect("a guess");
    let mine = Change::Guess {
        week,
        guess: Some(crate::domain::review::Guess {
            selling: 0.6,
            rest: None,
        }),
        seen: Some(None),
    };
    let refused = store.apply(&mine, at).expect_err("a conflict").to_string();
    assert_eq!(
        refused,
        "the guess was changed elsewhere to “selling 50 %”, yours is “selling 60 %”"
    );
    let guessed = |store: &Store| store.week_notes(week).expect("a look").guess;
    assert_eq!(guessed(&store).map(|guess| guess.selling), Some(0.5));
    let commit = |text: Option<&str>, seen: Option<&str>| Change::Commit {
        week,
        commitment: text.map(|text| parse_stored_commitment(text).expect("a commitment")),
        seen: Some(seen.map(str::to_owned)),
    };
    store
        .apply(&commit(Some(">= 1h learning"), None), at)
        .expect("a commitment");
    let mine = commit(Some("no distraction"), None);
    let refused = store.apply(&mine, at).expect_err("a conflict").to_string();
    assert_eq!(
        refused,
        "the commitment was changed elsewhere to “>= 1h learning”, yours is “no distraction”"
    );
    // Removed here and elsewhere: nothing is overwritten.
    let removed = commit(None, Some(">= 1h learning"));
    store.apply(&removed, at).expect("it was seen");
    store.apply(&removed, at).expect("nothing is there either");
    assert_eq!(store.week_notes(week).expect("a look").commitment, None);
}

#[test]
fn a_press_agrees_to_what_was_shown_and_to_no_more() {
    // Off since 09:20; the minutes take the note's block, and that is asked about.
    let two = open("a<wait 20m>o<wait 40m>45s");
    let shown = two.app.lane();
    let mut two = two.edit(|patch| patch.note = Some(Note::new("call Ada back").expect("a note")));
    two = two.press("s");
    assert_eq!(two.app.lane(), shown, "it was changed since: it asks again");
    let screen = two.app.screen(80, 24);
    assert!(screen.contains("call Ada back"), "{screen}");
    assert_eq!(
        two.press("s").app.lane(),
        "admin 09:00-09:15; selling 09:15-"
    );
}

#[test]
fn long_notes_that_differ_at_their_end_are_told_apart() {
    let long = "the customer wants two references and a call with legal before the next steering committee meets at";
    let mut two = open("a<esc>").edit(|patch| patch.note = Some(Note::new(long).expect("a note")));
    two.app.wake(&crate::tui::event::Wake::Tick);
    let two = two.press("n ten");
    let other = format!("{long} 11");
    let two = two.edit(|patch| patch.note = Some(Note::new(&other).expect("a note")));
    let mut two = two.press("<enter>");
    for (columns, rows) in [(80, 24), (40, 12)] {
        let screen = two.app.screen(columns, rows);
        assert!(screen.contains("meets at 11"), "{screen}");
        assert!(screen.contains("meets at ten"), "{screen}");
    }
}
