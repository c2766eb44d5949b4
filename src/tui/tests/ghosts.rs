//! Suggestions behind the day: shown where no block is, accepted, dismissed.

use crate::domain::block::{BlockId, Category, Details, Note};
use crate::domain::calendar::parse_rfc3339;
use crate::domain::ghost::Ghost;
use crate::domain::stamp::Span;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::theme::Palette;

fn ghost(from: &str, to: &str, title: &str, category: Option<Category>) -> Ghost {
    let at = |time: &str| parse_rfc3339(&format!("2026-03-02T{time}:00+01:00")).expect("a time");
    let details = Details {
        note: Note::new(title).expect("a note"),
        ..Details::default()
    };
    let (id, key, title) = (BlockId::fresh(), title.to_owned(), title.to_owned());
    Ghost {
        id,
        key,
        start: at(from),
        end: at(to),
        title,
        category,
        details,
    }
}

fn monday(now: &str, ghosts: &[Ghost]) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let day = Span::new(ghosts[0].start.at, ghosts[ghosts.len() - 1].end.at).expect("a span");
    store
        .suggest(ghosts, day, &|_| true, false)
        .expect("suggestions");
    Harness::with(store, &format!("2026-03-02T{now}:00+01:00"), Palette::Many)
}

#[test]
fn enter_accepts_a_suggestion_and_undo_brings_it_back() {
    let meetings = [
        ghost("09:00", "10:00", "Pipeline call", Some(Category::Admin)),
        ghost("14:00", "15:00", "Demo", None),
    ];
    let mut desk = monday("16:00", &meetings);
    for title in ["Pipeline call?", "Demo?", "accept"] {
        assert!(
            desk.screen(80, 24).contains(title),
            "{}",
            desk.screen(80, 24)
        );
    }
    desk = desk.press("<up><enter>");
    let blocks = desk.blocks();
    assert_eq!(blocks.len(), 1, "{}", desk.screen(80, 24));
    assert_eq!(
        (blocks[0].id, blocks[0].category),
        (meetings[0].id, Category::Admin)
    );
    assert!(
        !desk.screen(80, 24).contains("Pipeline call?"),
        "{}",
        desk.screen(80, 24)
    );
    desk = desk.press("u");
    assert!(
        desk.blocks().is_empty() && desk.screen(80, 24).contains("Pipeline call?"),
        "{}",
        desk.screen(80, 24)
    );
}

#[test]
fn without_a_category_the_next_letter_says_it_and_x_dismisses() {
    let meetings = [
        ghost("09:00", "10:00", "Pipeline call", None),
        ghost("14:00", "15:00", "Demo", None),
    ];
    let mut desk = monday("16:00", &meetings).press("<enter>s");
    assert_eq!(
        desk.blocks()
            .iter()
            .map(|block| block.category)
            .collect::<Vec<_>>(),
        [Category::Selling]
    );
    desk = desk.press("<up>");
    assert!(
        desk.screen(80, 24).contains("Pipeline call?"),
        "{}",
        desk.screen(80, 24)
    );
    desk = desk.press("x");
    assert!(
        !desk.screen(80, 24).contains("Pipeline call?"),
        "{}",
        desk.screen(80, 24)
    );
    assert_eq!(desk.blocks().len(), 1);
}

#[test]
fn what_is_not_over_is_not_accepted() {
    let meetings = [ghost("15:30", "16:30", "Demo", Some(Category::Selling))];
    let mut desk = monday("16:00", &meetings).press("<enter>");
    assert!(
        desk.blocks().is_empty() && desk.screen(80, 24).contains("not over"),
        "{}",
        desk.screen(80, 24)
    );
}
