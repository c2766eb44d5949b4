//! What is typed in a prompt is never lost, whatever becomes of its block meanwhile.

use tempfile::TempDir;

use super::*;
use crate::domain::block::{Block, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::change::{Change, Patch, Target};
use crate::domain::stamp::Moment;

/// A screen, and another program at the same file.
struct Two {
    app: Harness,
    other: Store,
    _folder: TempDir,
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
        _folder: folder,
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
    for (keys, work) in [
        ("n@Northwind terms<enter>", "selling @Northwind"),
        ("@Northwind<enter>", "selling @Northwind"),
        ("!legal<enter>", "selling"),
        ("+2conv<enter>", "selling"),
        (
            "<enter> /meeting @Northwind terms<enter>",
            "selling · meeting @Northwind",
        ),
    ] {
        let (typed, enter) = keys.split_at(keys.len() - "<enter>".len());
        let two = open("s<wait 60m>")
            .press(typed)
            .start(Category::Admin)
            .press(enter);
        assert_eq!(
            two.app.lane(),
            format!("{work} 09:00-09:30; admin 09:30-"),
            "{keys}"
        );
        assert!(
            !two.first().details.is_empty() || work != "selling",
            "{keys}"
        );
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
        for said in ["theirs  theirs", "yours   mine", "enter again saves yours"] {
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
