//! Finding blocks: what is typed, what shows, where Enter leads, and that a long file never holds up the screen.

use std::time::Duration;

use insta::assert_snapshot;

use super::{MORNING, thursday};
use crate::domain::block::{Block, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::stamp::{Length, Moment};
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::scene::Cursor;
use crate::tui::theme::Palette;

const SECOND: Duration = Duration::from_secs(1);
/// Between two slices of the index.
const PAUSE: Duration = Duration::from_millis(8);

/// Thursday's blocks, and two of the Monday after.
fn monday() -> Harness {
    thursday().press("o<wait 5280m>sp@Northwind<enter><wait 50m>ae!legal<enter>nlost order 4711<enter><wait 100m>")
}

/// So many blocks of a minute each up to `MORNING`; the oldest one has a note.
fn long(count: i64) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    store.seed(minutes(count)).expect("a lane");
    Harness::with(store, MORNING, Palette::Many)
}

fn minutes(count: i64) -> impl Iterator<Item = Block> {
    let end = parse_rfc3339(MORNING).expect("a time");
    (0..count).map(move |index| {
        let start = Moment {
            at: end.at.minus(Length::minutes(count - index)),
            ..end
        };
        let note = if index == 0 { "needle" } else { "hay" };
        let details = Details {
            note: Note::stored(note.to_owned()),
            ..Details::default()
        };
        Block::new(
            start,
            Some(Moment {
                at: start.at.plus(Length::minutes(1)),
                ..end
            }),
            Category::Admin,
            details,
        )
    })
}

fn selected(app: &Harness) -> Block {
    match app.model().today.cursor {
        Cursor::Block(id) => app
            .scene(|scene| scene.block(id).cloned())
            .expect("a block that was read"),
        cursor => panic!("no block is selected: {cursor:?}"),
    }
}

#[test]
fn each_word_narrows_what_is_found() {
    let cases = [
        ("", "words of a note"),
        ("@northwind", "5 blocks, 4h35"),
        ("@northwind selling", "4 blocks, 3h10"),
        ("@northwind !legal", "1 block, 1h25"),
        ("!legal", "2 blocks, 3h05"),
        ("lost order", "1 block, 1h40"),
        ("nothing like it", "no block fits"),
        ("nothing<ctrl-u>\"lost or", "1 block, 1h40"),
        ("<paste lost\norder>", "1 block, 1h40"),
    ];
    for (keys, said) in cases {
        let mut app = monday().press(&format!("f{keys}"));
        let screen = app.screen(80, 24);
        assert!(screen.contains(said), "{keys}:\n{screen}");
    }
}

#[test]
fn capture_keys_are_text_and_escape_leaves_all_as_it_was() {
    let app = monday();
    let (before, day) = (app.lane(), app.model().common.day);
    let app = app.press("fsaldbox15<del><down><esc>");
    assert_eq!(app.lane(), before);
    assert_eq!(app.model().common.day, day);
    assert!(app.model().mode.focus().is_none());
    assert!(app.press("f<enter><ctrl-c>").model().mode.focus().is_none());
}

#[test]
fn enter_goes_to_the_block_on_its_day() {
    let mut app = monday().press("f@brightwell<enter>");
    assert_eq!(app.model().common.day.to_string(), "2026-03-05");
    let block = selected(&app);
    assert_eq!(
        block.details.account.expect("an account").as_str(),
        "Brightwell"
    );
    assert!(
        app.screen(80, 24).contains("› 15:30"),
        "{}",
        app.screen(80, 24)
    );
    // The second one, and no further than the last.
    let app = app.press("f@northwind<down><enter>");
    assert_eq!(
        selected(&app).start.at,
        parse_rfc3339("2026-03-05T14:05:00+01:00")
            .expect("a time")
            .at
    );
    let app = app.press("f@northwind<pgdn><pgdn><up><down><enter>");
    assert_eq!(selected(&app).details.note.as_str(), "deal plan with SE");
}

#[test]
fn a_long_file_is_read_between_frames_and_only_as_far_as_it_must_be() {
    let mut app = long(10_000).press("fhay");
    assert!(
        app.screen(80, 24)
            .contains("the latest 300 blocks, 5h00; there may be more"),
        "{}",
        app.screen(80, 24)
    );
    let mut app = app.press("<ctrl-u>needle");
    assert!(
        app.screen(80, 24).contains("looking, back to "),
        "{}",
        app.screen(80, 24)
    );
    assert_eq!(app.sleep(), Duration::ZERO);
    let mut app = app.press("<wait 1s><wait 1s><wait 1s>");
    assert!(
        app.screen(80, 24).contains("1 block, 0h01"),
        "{}",
        app.screen(80, 24)
    );
    // Left in the middle, nothing goes on.
    let app = app.press("<ctrl-u>needl<esc>");
    assert!(app.sleep() > Duration::ZERO);
}

#[test]
fn once_the_index_has_caught_up_the_oldest_block_is_found_by_the_last_key() {
    let mut app = long(10_000).press("f");
    for _ in 0..11 {
        assert_eq!(app.sleep(), PAUSE, "it catches up while nothing is typed");
        app = app.press("<wait 1s>");
    }
    assert_eq!(app.sleep(), SECOND);
    for (line, said) in [
        ("needle", "1 block, 0h01"),
        ("hay needle", "no block fits"),
        ("nowhere", "no block fits"),
    ] {
        app = app.press(&format!("<ctrl-u>{line}"));
        assert!(
            app.screen(80, 24).contains(said),
            "{line}:\n{}",
            app.screen(80, 24)
        );
        assert!(app.sleep() > Duration::ZERO);
    }
    // A single block too.
    let app = app.press("<esc>spf");
    assert_eq!((app.sleep(), app.is_behind_by(1)), (PAUSE, true));
    let app = app.press("<wait 1s>");
    assert_eq!((app.sleep(), app.is_behind_by(1)), (SECOND, false));
}

#[test]
fn the_index_catches_up_while_nobody_does_anything_and_nothing_else_changes() {
    let mut app = long(4_500);
    let before = format!("{:?}", app.model());
    assert!(app.due() && app.is_behind_by(4_500));
    for left in [3_500, 2_500, 1_500, 500, 0] {
        app = app.press("<wait 1s>");
        assert!(
            !app.is_behind_by(left + 1) && (left == 0 || app.is_behind_by(left)),
            "{left}"
        );
        assert!(!app.due(), "nothing is drawn for it");
        assert_eq!(app.sleep(), if left > 0 { PAUSE } else { SECOND });
    }
    assert!(
        format!("{:?}", app.model()) == before,
        "the model is as it was"
    );
    // What a capture writes waits for the next search.
    let mut app = app.press("sp<wait 1s><wait 1s>");
    assert!(app.is_behind_by(1) && app.sleep() == SECOND);
    app = app.press("fneedle");
    assert!(
        app.screen(80, 24).contains("1 block, 0h01"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn in_the_middle_of_it_everything_is_found() {
    let mut app = long(5_000).press("<wait 1s>fneedle<wait 1s>");
    assert!(app.is_behind_by(1), "a search goes first");
    assert!(
        app.screen(80, 24).contains("1 block, 0h01"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn few_blocks_wait_until_somebody_finds() {
    let app = long(499).press("<wait 1s><wait 1s>");
    assert!(app.is_behind_by(499) && app.sleep() == SECOND);
    let app = app.press("f<wait 1s>");
    assert!(!app.is_behind_by(1));
}

#[test]
fn of_two_screens_one_catches_up_and_nobody_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let open = || Store::open(&path).expect("a store");
    open().seed(minutes(4_500)).expect("a lane");
    let [one, other] = [0; 2].map(|_| Harness::with(open(), MORNING, Palette::Many));
    let (mut one, mut other) = (one.press("<wait 1s>"), other.press("<wait 1s>"));
    assert!(
        one.is_behind_by(3_500) && !one.is_behind_by(3_501),
        "the first one alone has written"
    );
    assert_eq!((one.sleep(), other.sleep()), (PAUSE, SECOND));
    // Somebody reads, and does not end.
    let reader = open();
    let slow = reader.at_once(|reader| {
        reader.running()?;
        Ok(one.press("<wait 1s>"))
    });
    one = slow.expect("a read");
    assert!(one.is_behind_by(3_500), "nothing was written");
    assert_eq!(one.sleep(), SECOND);
    one = one.press("<wait 8s><wait 1s>");
    assert!(one.is_behind_by(3_500));
    for _ in 0..4 {
        one = one.press("<wait 1s>");
        other = other.press("<wait 1s>");
        assert_eq!(other.sleep(), SECOND);
    }
    assert!(!one.is_behind_by(1));
    // Nobody has written since: neither screen has anything to do or to draw.
    other = other.press("<wait 20s><wait 20s>");
    one.screen(80, 24);
    one.due();
    one = one.press("<wait 1s>");
    assert_eq!(
        (one.sleep(), other.sleep(), one.due()),
        (SECOND, SECOND, false)
    );
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = monday().press("f@northwind<down>");
    assert_snapshot!("find_80x24", app.screen(80, 24));
    assert_snapshot!("find_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}
