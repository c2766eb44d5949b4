//! The day is set right with the cursor.

use super::*;
use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::Day;
use crate::insight::gaps::Entry;
use crate::tui::scene::Cursor;

#[test]
fn every_key_is_about_the_block_under_the_cursor_on_whatever_day() {
    let days = || {
        Harness::at(MORNING)
            .press("a<wait 20m>o<wait 1m>")
            .press("<sleep 1440m>s<wait 20m>")
    };
    assert_eq!(days().press("<left>x").lane(), "selling 09:21-");
    assert_eq!(
        days().press("<left>nwas inbox<enter>").blocks()[0]
            .details
            .note
            .as_str(),
        "was inbox"
    );
    // A day without blocks: nothing there to say more about, nothing to delete.
    let before = days().lane();
    let empty = days().press("<left><left><left>x");
    assert_eq!(empty.lane(), before);
    let empty = empty.press("nx<esc>");
    assert!(empty.model().mode.focus().is_none());
    // After a deletion the cursor stands on what is there, and so does the next one.
    let app = Harness::at(MORNING).press("a<wait 20m>s<wait 20m>l<wait 20m>o<up>x");
    assert_eq!(app.lane(), "admin 09:00-09:20; learning 09:40-10:00");
    assert!(toast(&app.press("x")).contains("This is a gap"));
    // What is tagged now is shown where it stands: on today's list.
    let app = days().press("<left>a");
    assert_eq!(app.model().common.day, app.model().common.today);
}

#[test]
fn delete_and_undo_and_nothing_left_to_undo() {
    let app = Harness::at(MORNING).press("a<wait 20m>o<wait 1m>x");
    assert_eq!(app.lane(), "");
    let app = app.press("u");
    assert_eq!(app.lane(), "admin 09:00-09:20");
    let app = app.press("uuu");
    assert!(
        app.model()
            .toast
            .as_ref()
            .is_some_and(|toast| toast.text.contains("Nothing left"))
    );
}

/// Admin 09:00-09:20, selling 09:20-10:00, a gap, learning 10:15-10:30, then off; the cursor on the last block.
fn repaired(keys: &str) -> Harness {
    Harness::at(MORNING)
        .press("a<wait 20m>s<wait 40m>o<wait 15m>l<wait 15m>o<wait 30m>")
        .press(keys)
}

#[test]
fn c_and_a_letter_retags_a_block_or_fills_a_gap() {
    let app = repaired("cd");
    assert!(
        app.lane().ends_with("distraction 10:15-10:30"),
        "{}",
        app.lane()
    );
    // The strip says more, of that block.
    let app = app.press("w");
    assert!(
        app.lane().ends_with("distraction · web 10:15-10:30"),
        "{}",
        app.lane()
    );
    let app = repaired("<up>cb");
    assert!(app.lane().contains("break 10:00-10:15"), "{}", app.lane());
    assert_eq!(repaired("c<esc>s").lane(), repaired("s").lane());
}

#[test]
fn brackets_move_start_and_end_and_the_neighbor_gives_way() {
    let app = repaired("<up><up>[");
    assert!(
        app.lane()
            .starts_with("admin 09:00-09:15; selling 09:15-10:00"),
        "{}",
        app.lane()
    );
    assert!(
        toast(&app).contains("admin 09:00-09:20 now ends 09:15"),
        "{}",
        toast(&app)
    );
    let app = app.press("]]");
    assert!(
        app.lane()
            .starts_with("admin 09:00-09:15; selling 09:25-10:00"),
        "{}",
        app.lane()
    );
    let app = app.press("}");
    assert!(app.lane().contains("selling 09:25-10:05"), "{}", app.lane());
    let app = app.press("{{");
    assert!(app.lane().contains("selling 09:25-09:55"), "{}", app.lane());
}

#[test]
fn a_split_takes_the_time_inside_the_block() {
    let table = include_str!("../../../tests/fixtures/splits.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for row in rows {
        count += 1;
        let words: Vec<&str> = row.split(' ').collect();
        let [start, end, now, typed, expected] = words[..] else {
            panic!("{row}");
        };
        let read = |text: &str| crate::domain::calendar::parse_rfc3339(text);
        let block = Block::new(
            read(start).expect(row),
            read(end),
            Category::Selling,
            Details::default(),
        );
        let mut store = Store::in_memory().expect("a store");
        store
            .seed_blocks([block.clone()].into_iter())
            .expect("a block");
        let mut app = Harness::with(store, now, Palette::Many);
        let day = crate::domain::format::short_day;
        let shown = Day(crate::domain::calendar::Calendar::wall(block.start).date());
        let mut app = loop {
            let is_there = app.scene(|scene| {
                let on_block = |entry: &Entry<'_>| Cursor::on(entry) == Cursor::Block(block.id);
                scene.entries().iter().any(on_block)
            });
            if is_there && app.model().mode.focus().is_none() {
                break app;
            }
            app = app.press(if is_there { "<esc>" } else { "<left>" });
            assert!(
                app.model().common.day >= shown,
                "{}: {row}",
                day(shown, shown)
            );
        };
        app = app.press("/");
        // What stands there splits it in the middle.
        let mut middle = app.press("<enter>");
        assert_eq!(middle.blocks().len(), 2, "{row}\n{}", middle.screen(80, 24));
        app = middle.press("u/<ctrl-u>").press(typed).press("<enter>");
        let blocks = app.blocks();
        match read(expected) {
            Some(cut) => assert_eq!(blocks[0].end, Some(cut), "{row}"),
            None => assert_eq!(blocks.len(), 1, "{row}"),
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn a_step_that_would_swallow_a_block_says_so_first() {
    let app = Harness::at(MORNING).press("a<wait 3m>s<wait 20m>o[");
    assert_eq!(app.lane(), "admin 09:00-09:03; selling 09:03-09:23");
    assert!(
        matches!(app.model().mode, Mode::Guard(..)),
        "{:?}",
        app.model().mode
    );
    let mut app = app;
    let screen = app.screen(80, 24);
    assert!(screen.contains("That would remove 1 block"), "{screen}");
    assert!(screen.contains("removes 09:00–09:03 admin"), "{screen}");
    assert!(screen.contains("[ again to remove 1 block"), "{screen}");
    assert_eq!(app.press("[").lane(), "selling 08:58-09:23");
    // Any other key takes the warning back.
    let app = Harness::at(MORNING).press("a<wait 3m>s<wait 20m>o[<up><down>[");
    assert_eq!(app.lane(), "admin 09:00-09:03; selling 09:03-09:23");
}

#[test]
fn an_end_goes_no_further_than_now_and_what_runs_has_none() {
    let app = Harness::at(MORNING).press("a<wait 20m>o<wait 3m>}");
    assert_eq!(app.lane(), "admin 09:00-09:23");
    assert!(toast(&app.press("}")).contains("This block ends now"));
    assert!(toast(&Harness::at(MORNING).press("a<wait 20m>}")).contains("still runs"));
}

#[test]
fn a_merge_into_another_category_is_asked_about_with_its_outcome() {
    let app = || Harness::at(MORNING).press("a<wait 30m>sm@Halden<enter><wait 42m>o<wait 5m>");
    let mut asked = app().press("m");
    assert_eq!(
        asked.lane(),
        "admin 09:00-09:30; selling · meeting @Halden 09:30-10:12"
    );
    assert!(asked.model().mode.is_guard());
    let screen = asked.screen(120, 40);
    for words in [
        "0h42 of selling · meeting @Halden would become admin",
        "removes meeting @Halden",
        "was 0h30",
        "m again to go ahead",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let merged = asked.press("m");
    assert_eq!(merged.lane(), "admin @Halden 09:00-10:12");
    assert_eq!(merged.press("u").blocks().len(), 2);
    assert_eq!(app().press("m<esc>").blocks().len(), 2);
    // Of one category they are one at once.
    let same = Harness::at(MORNING).press("sr<wait 30m>sm<wait 42m>m");
    assert_eq!(same.lane(), "selling · prep 09:00-");
    // A gap between them is asked about too, in one go.
    let apart = Harness::at(MORNING).press("a<wait 9m>o<wait 50m>s<wait 9m>o<wait 1m>m");
    assert!(apart.model().mode.is_guard());
    assert_eq!(apart.press("m").lane(), "admin 09:00-10:08");
}

#[test]
fn a_block_is_split_at_a_time_and_merged_again() {
    let mut app = repaired("<up><up>nterms<enter>/");
    let screen = app.screen(80, 24);
    assert!(screen.contains("split at › 09:40"), "{screen}");
    let app = app.press("<ctrl-u>9:30<enter>");
    assert!(
        app.lane()
            .contains("selling 09:20-09:30; selling 09:30-10:00"),
        "{}",
        app.lane()
    );
    // The cursor is on the second part, so that one key says what it was.
    let app = app.press("ca");
    assert!(
        app.lane()
            .contains("selling 09:20-09:30; admin 09:30-10:00"),
        "{}",
        app.lane()
    );
    let app = app.press("<esc>mm");
    assert!(app.lane().contains("selling 09:20-10:00"), "{}", app.lane());
    assert_eq!(app.blocks()[1].details.note.as_str(), "terms");
    // A time outside of the block stays in the prompt; before the first block there is none to merge with.
    let outside = repaired("<up><up>/<ctrl-u>11:00<enter>");
    assert!(matches!(&outside.model().mode, Mode::Prompt(prompt) if prompt.error.is_some()));
    assert!(toast(&repaired("<up><up><up>m")).contains("no block before"));
}

#[test]
fn enter_edits_all_of_a_block_in_one_line() {
    let mut app = repaired("<up><up><enter>");
    let screen = app.screen(80, 24);
    assert!(screen.contains("edit › 09:20-10:00 selling"), "{screen}");
    let mut app = app.press("<ctrl-u>09:10-10:20 selling /meeting @Northwind terms");
    let screen = app.screen(120, 24);
    for said in [
        "trims admin  0h20 → 0h10   learning  0h15 → 0h10",
        "09:00–09:10  0h10  a  admin",
        "was 0h20",
    ] {
        assert!(screen.contains(said), "no {said:?} in\n{screen}");
    }
    let app = app.press("<enter>");
    assert_eq!(
        app.lane(),
        "admin 09:00-09:10; selling · meeting @Northwind 09:10-10:20; learning 10:20-10:30"
    );
    assert_eq!(app.press("u").lane(), repaired("").lane());
}

#[test]
fn g_goes_from_gap_to_gap() {
    // From the last block on to the time after it, then round to the first gap; before the first block there is none.
    assert!(
        repaired("gcd")
            .lane()
            .ends_with("learning 10:15-10:30; distraction 10:30-11:00")
    );
    assert!(
        repaired("ggcd")
            .lane()
            .contains("selling 09:20-10:00; distraction 10:00-10:15")
    );
    assert!(
        toast(&Harness::at("2026-03-07T09:00:00+01:00").press("s<wait 9m>g")).contains("No gaps")
    );
}

#[test]
fn tab_completes_the_word_before_the_cursor_by_its_sigil() {
    let history = || repaired("<up><up>@Northwind<enter>");
    let line = |app: &Harness| match &app.model().mode {
        Mode::Prompt(prompt) => prompt.input.value().to_owned(),
        _ => unreachable!("a prompt is open"),
    };
    let app = history().press("<up>nterms @no<tab>");
    assert_eq!(line(&app), "terms @Northwind");
    assert_eq!(
        line(&app.press(" !le<tab> /in<tab><tab>")),
        "terms @Northwind !legal /internal-email"
    );
    let app = repaired("<enter> /pro<tab>");
    assert_eq!(line(&app), "10:15-10:30 learning /product");
    assert_eq!(
        line(&app.press(" plain<tab>")),
        "10:15-10:30 learning /product plain"
    );
}

#[test]
fn a_split_outside_of_its_block_has_one_reason() {
    let night = || Harness::at("2026-03-04T22:00:00+01:00").press("s<esc><wait 240m>");
    for typed in ["2:30", "21:45", "02:00"] {
        let mut app = night().press("/<ctrl-u>").press(typed);
        let screen = app.screen(120, 40);
        let words = "doesn't lie inside Wed 4 Mar 22:00 – 02:00";
        assert!(screen.contains(words), "{typed}: {screen}");
        let mut app = app.press("<enter>");
        let screen = app.screen(120, 40);
        assert!(
            screen.contains("Not saved") && screen.contains(words),
            "{screen}"
        );
        assert_eq!(app.lane(), night().lane());
    }
}
