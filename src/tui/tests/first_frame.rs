//! The first frame: what has a place of its own, at once. The marks on it come with the next one.

use super::*;
use crate::insight::testdata;

#[test]
fn the_first_frame_holds_all_rows_and_the_next_one_their_marks() {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    let now = "2026-03-06T16:52:00+01:00";
    let mut app = Harness::just_opened(store, now, Palette::Many).press("<esc>kkkkkk");
    let first = app.screen(120, 40);
    assert!(first.contains("11:30–12:00"), "{first}");
    assert!(!first.contains('✓'), "{first}");

    assert!(app.read_rest());
    let whole = app.screen(120, 40);
    assert!(whole.contains("✓@Kestrel"), "{whole}");
    // Nothing moves.
    assert_eq!(first, whole.replace('✓', " "));
    assert!(!app.read_rest(), "once");
}
