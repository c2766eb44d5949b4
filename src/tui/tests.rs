//! What the keys do and what the screen shows, from key to file to frame.

mod away;
mod correct;
mod find;
mod ghosts;
mod marks;
mod month;
mod mouse;
mod palette;
mod random;
mod review;
mod trends;
mod week;

use insta::assert_snapshot;

use super::desk::Next;
use super::harness::Harness;
use super::theme::Palette;
use super::{Ended, model::Overlay};
use crate::store::Store;

const MORNING: &str = "2026-03-05T09:00:00+01:00";

/// Maya's Thursday up to 16:32, key by key.
fn thursday() -> Harness {
    Harness::at("2026-03-05T08:30:00+01:00").press(
        "sp<wait 90m>+27touch 4conv 1meeting<enter>ac!self<enter><wait 20m>st@Northwind<enter>ndeal plan with SE<enter>\
         <wait 40m>sm@Northwind<enter>nPOC terms<enter><wait 60m>+advance<enter>b<wait 40m>dp<wait 30m>sw@Northwind<enter>\
         <wait 40m>o<wait 15m>ag@Northwind<enter>!legal<enter><wait 85m>sm@Brightwell<enter><wait 40m>+continuation<enter>\
         am!enablement<enter>ntool rollout #dealroom<enter><wait 22m>",
    )
}

#[test]
fn one_key_tags_time_and_ends_what_ran() {
    let desk = Harness::at(MORNING).press("a<wait 20m>s<wait 5m>b<wait 10m>o");
    assert_eq!(
        desk.lane(),
        "admin 09:00-09:20; selling 09:20-09:25; break 09:25-09:35"
    );
}

#[test]
fn digits_begin_it_earlier_and_one_undo_brings_all_back() {
    let desk = Harness::at(MORNING).press("a<wait 20m>l<wait 5m>d<wait 5m>");
    let before = desk.lane();
    let desk = desk.press("15s");
    assert_eq!(desk.lane(), "admin 09:00-09:15; selling 09:15-");
    let desk = desk.press("u");
    assert_eq!(desk.lane(), before);
    assert_eq!(
        desk.press("<ctrl-r>").lane(),
        "admin 09:00-09:15; selling 09:15-"
    );
}

#[test]
fn digits_show_what_gives_way_and_escape_drops_them() {
    let mut desk = Harness::at(MORNING).press("a<wait 20m>15");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("15 min ago = 09:05"), "{screen}");
    assert!(screen.contains("admin since 09:00 ends 09:05"), "{screen}");
    let desk = desk.press("<esc>s");
    assert_eq!(desk.lane(), "admin 09:00-09:20; selling 09:20-");
}

#[test]
fn digits_and_a_key_that_takes_none_are_refused() {
    let desk = Harness::at(MORNING).press("a<wait 20m>15S");
    assert_eq!(desk.lane(), "admin 09:00-");
    assert!(
        desk.model()
            .toast
            .as_ref()
            .is_some_and(|toast| toast.text.contains("do not go together"))
    );
}

#[test]
fn the_strip_sets_the_activity_and_lets_other_keys_through() {
    let desk = Harness::at(MORNING).press("sm<wait 10m>");
    assert_eq!(desk.lane(), "selling · meeting 09:00-");
    // The key of what runs already opens the strip again, and starts nothing.
    let desk = desk.press("s");
    assert_eq!(desk.lane(), "selling · meeting 09:00-");
    assert!(desk.model().strip.is_some());
    // Its letter speaks of now on, as small letters do: what was done stays what it was.
    let desk = desk.press("p");
    assert_eq!(
        desk.lane(),
        "selling · meeting 09:00-09:10; selling · prospecting 09:10-"
    );
    // Right after the start it is a slip that is mended, and a capital says what the block was.
    let desk = desk.press("<wait 30s>sn");
    assert_eq!(
        desk.lane(),
        "selling · meeting 09:00-09:10; selling · nurture 09:10-"
    );
    let desk = desk.press("<wait 20m>Sp");
    assert_eq!(
        desk.lane(),
        "selling · meeting 09:00-09:10; selling · prospecting 09:10-"
    );
    // A capture key is no letter of the strip.
    let desk = desk.press("s<wait 1m>ae");
    assert!(
        desk.lane()
            .ends_with("selling · prospecting 09:10-09:31; admin · internal-email 09:31-"),
        "{}",
        desk.lane()
    );
}

#[test]
fn the_strip_closes_after_five_seconds() {
    let desk = Harness::at(MORNING).press("s<wait 4s>");
    assert!(desk.model().strip.is_some());
    let desk = desk.press("<wait 1s>m");
    assert!(desk.model().strip.is_none());
    assert_eq!(desk.lane(), "selling 09:00-");
}

#[test]
fn capitals_retag_what_runs_or_fill_the_time_since_the_last_block() {
    let desk = Harness::at(MORNING).press("dw<wait 10m>S");
    assert_eq!(desk.lane(), "selling 09:00-");
    let desk = desk.press("m<wait 5m>o<wait 20m>A");
    assert_eq!(
        desk.lane(),
        "selling · meeting 09:00-09:15; admin 09:15-09:35"
    );
    assert!(desk.model().snapshot.running.is_none());
    let desk = desk.press("e");
    assert!(
        desk.lane().ends_with("admin · internal-email 09:15-09:35"),
        "{}",
        desk.lane()
    );
}

#[test]
fn capitals_without_a_block_today_say_what_to_do() {
    let desk = Harness::at(MORNING).press("S");
    assert_eq!(desk.lane(), "");
    let toast = desk.model().toast.clone().expect("a refusal");
    assert!(
        toast.text.contains("no earlier block today") && toast.text.contains("minutes"),
        "{}",
        toast.text
    );
}

#[test]
fn a_full_stop_goes_back_to_what_ran_before() {
    let desk = Harness::at(MORNING).press("sm@Northwind<enter><wait 20m>d<wait 5m>.");
    assert_eq!(
        desk.lane(),
        "selling · meeting @Northwind 09:00-09:20; distraction 09:20-09:25; selling · meeting @Northwind 09:25-"
    );
    let desk = desk.press("<wait 5m>.<wait 5m>o<wait 1m>.");
    assert!(
        desk.lane()
            .ends_with("distraction 09:30-09:35; distraction 09:36-"),
        "{}",
        desk.lane()
    );
}

#[test]
fn prompts_save_on_enter_and_leave_all_as_it_was_on_escape() {
    let desk = Harness::at(MORNING).press("s<wait 6s>nfirst<enter>n and more<esc>");
    let note = |desk: &Harness| desk.blocks()[0].details.note.as_str().to_owned();
    assert_eq!(note(&desk), "first");
    let desk = desk.press("n<ctrl-u><enter>");
    assert_eq!(note(&desk), "");
}

#[test]
fn the_note_takes_the_whole_quick_line() {
    let desk = Harness::at(MORNING)
        .press("s<wait 6s>n/meeting @Northwind !legal budget call #q2 +2conv +advance<enter>");
    let block = desk.blocks().remove(0);
    assert_eq!(
        crate::domain::narrate::what(&block),
        "selling · meeting @Northwind"
    );
    assert_eq!(block.details.note.as_str(), "budget call");
    assert_eq!(block.details.outcomes.conversations, 2);
    // Opened again, the note is what it was, and saving it changes nothing.
    let again = desk.press("n<enter>");
    assert_eq!(again.blocks().remove(0).details, block.details);
}

#[test]
fn a_line_that_cannot_be_understood_stays_in_the_prompt() {
    let mut desk = Harness::at(MORNING).press("s<wait 6s>n/meting with Ann<enter>");
    assert!(matches!(desk.model().overlay, Some(Overlay::Prompt(_))));
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("/meting with Ann") && screen.contains("meeting"),
        "{screen}"
    );
    assert!(desk.blocks()[0].details.is_empty());
}

#[test]
fn accounts_complete_from_history_with_tab() {
    let desk = Harness::at(MORNING)
        .press("s<wait 6s>@Northwind<enter><wait 1m>a<wait 6s>@Halden<enter><wait 1m>l<wait 6s>");
    let account = |desk: &Harness| {
        desk.blocks()
            .pop()
            .and_then(|block| block.details.account)
            .map(|name| name.as_str().to_owned())
    };
    let desk = desk.press("@n<tab><enter>");
    assert_eq!(account(&desk).as_deref(), Some("Northwind"));
    let desk = desk.press("@<ctrl-u><tab><tab><enter>");
    assert_eq!(account(&desk).as_deref(), Some("Halden"));
    let desk = desk.press("!leg<tab><enter>");
    let requester = desk
        .blocks()
        .pop()
        .and_then(|block| block.details.requester);
    assert_eq!(requester.expect("a requester").as_str(), "legal");
}

#[test]
fn a_paste_of_several_lines_is_one_note() {
    let desk = Harness::at(MORNING)
        .press("s<wait 6s>n<paste first line\nsecond @line /with !signs><enter>");
    assert_eq!(
        desk.blocks()[0].details.note.as_str(),
        "first line\nsecond @line /with !signs"
    );
    assert_eq!(desk.lane(), "selling 09:00-");
}

#[test]
fn a_paste_outside_of_a_prompt_does_nothing() {
    let desk = Harness::at(MORNING).press("<paste salad>");
    assert_eq!(desk.lane(), "");
}

#[test]
fn a_prompt_is_about_the_selected_block() {
    let desk = Harness::at(MORNING).press("a<wait 20m>s<wait 6s><up>nwas inbox<enter>");
    assert_eq!(desk.blocks()[0].details.note.as_str(), "was inbox");
    assert!(desk.blocks()[1].details.note.is_empty());
    // Starting something puts the cursor back on what runs.
    let desk = desk.press("<wait 1m>l<wait 6s>nnow<enter>");
    assert_eq!(desk.blocks()[2].details.note.as_str(), "now");
}

fn toast(desk: &Harness) -> String {
    desk.model().toast.clone().expect("a message").text
}

#[test]
fn other_days_are_one_key_away_and_capture_still_works_there() {
    let mut desk = Harness::at(MORNING).press("a<wait 20m><left>");
    assert!(
        desk.screen(80, 24)
            .contains("Wed 4 Mar, yesterday   now 09:20")
    );
    let mut desk = desk.press("s");
    assert_eq!(desk.lane(), "admin 09:00-09:20; selling 09:20-");
    assert!(desk.screen(80, 24).contains("› 09:20"));
    // There is no tomorrow to look at.
    assert_eq!(
        desk.press("<right>").model().day,
        crate::domain::calendar::Day(chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a date"))
    );
}

#[test]
fn the_screen_follows_into_the_next_day() {
    let desk = Harness::at("2026-03-05T23:50:00+01:00").press("s<wait 20m>");
    assert_eq!(desk.model().day, desk.model().today);
    assert_eq!(desk.model().today.to_string(), "2026-03-06");
    let mut desk = desk;
    assert!(
        desk.screen(80, 24).contains("00:00  now      0h10"),
        "{}",
        desk.screen(80, 24)
    );
}

#[test]
fn quitting_leaves_what_runs_running_and_says_so() {
    let desk = Harness::at(MORNING).press("sm@Northwind<enter><wait 42m>q");
    let line = "selling · meeting @Northwind runs on since 09:00 (42 min).".to_owned();
    assert_eq!(desk.next, Next::Leave(Ended::Quit(line, None)));
    assert_eq!(desk.lane(), "selling · meeting @Northwind 09:00-");
    assert!(matches!(
        Harness::at(MORNING).press("<ctrl-c>").next,
        Next::Leave(Ended::Quit(..))
    ));
}

#[test]
fn in_a_prompt_capture_keys_are_text_and_in_the_help_they_are_keys() {
    let desk = Harness::at(MORNING).press("a<wait 6s>nsald<enter>?");
    assert_eq!(desk.blocks()[0].details.note.as_str(), "sald");
    assert!(matches!(desk.model().overlay, Some(Overlay::Help(0))));
    let desk = desk.press("<wait 1m>s");
    assert!(desk.lane().ends_with("selling 09:01-"), "{}", desk.lane());
    assert!(desk.model().overlay.is_none());
}

#[test]
fn what_the_file_says_never_reaches_the_screen_as_a_command() {
    let mut desk =
        Harness::at(MORNING).press("s<wait 6s>n<paste a\u{1b}]0;title\u{7}b\u{202e}c><enter>");
    let buffer = desk.frame(120, 40);
    for cell in buffer.content() {
        assert!(
            cell.symbol()
                .chars()
                .all(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c))
        );
    }
}

#[test]
fn an_empty_day() {
    let mut desk = Harness::at(MORNING);
    assert_snapshot!("empty_80x24", desk.screen(80, 24));
    assert_snapshot!("empty_40x12", desk.screen(40, 12));
}

#[test]
fn a_full_day() {
    let mut desk = thursday();
    assert_snapshot!("full_80x24", desk.screen(80, 24));
    assert_snapshot!("full_120x40", desk.screen(120, 40));
    assert_snapshot!("full_40x12", desk.screen(40, 12));
    assert_snapshot!("full_too_small", desk.screen(39, 3));
}

#[test]
fn in_the_middle_of_things() {
    assert_snapshot!(
        "strip_80x24",
        Harness::at(MORNING).press("s").screen(80, 24)
    );
    assert_snapshot!(
        "digits_80x24",
        Harness::at(MORNING).press("s<wait 20m>15").screen(80, 24)
    );
    assert_snapshot!(
        "prompt_80x24",
        Harness::at(MORNING)
            .press("s<wait 6s>nterms of")
            .screen(80, 24)
    );
    assert_snapshot!(
        "prompt_40x12",
        Harness::at(MORNING).press("s<wait 6s>!").screen(40, 12)
    );
    assert_snapshot!(
        "refused_80x24",
        Harness::at(MORNING).press("o").screen(80, 24)
    );
    assert_snapshot!("help_80x24", Harness::at(MORNING).press("?").screen(80, 24));
}

/// The styles of a frame, one line a run: where it is, what it says, how it looks.
fn styles(desk: &mut Harness, width: u16, height: u16) -> String {
    let buffer = desk.frame(width, height);
    let mut out = String::new();
    for y in 0..height {
        let mut run = String::new();
        let mut style = None;
        for x in 0..=width {
            let cell = (x < width).then(|| &buffer[(x, y)]);
            let here = cell.map(ratatui::buffer::Cell::style);
            if here != style {
                if !run.trim().is_empty() {
                    let look = style
                        .map(|style| format!("{:?} {:?}", style.fg, style.add_modifier))
                        .unwrap_or_default();
                    out.extend([format!("{y:2} {:<40} {look}\n", run.trim())]);
                }
                run.clear();
                style = here;
            }
            run.push_str(cell.map_or("", ratatui::buffer::Cell::symbol));
        }
    }
    out
}

#[test]
fn the_styles_of_the_day() {
    assert_snapshot!("styles_80x24", styles(&mut thursday(), 80, 24));
}

#[test]
fn without_colour_nothing_is_lost() {
    let store = Store::in_memory().expect("a store");
    let mut desk = Harness::with(store, MORNING, Palette::Monochrome)
        .press("sp<wait 60m>ae<wait 30m>dw<wait 10m>b<wait 5m>lp<wait 15m>");
    let buffer = desk.frame(80, 24);
    assert!(
        buffer
            .content()
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset)
    );
    assert_snapshot!("monochrome_80x24", desk.screen(80, 24));
}

#[test]
fn every_size_is_drawn_without_a_panic() {
    let mut states = vec![
        Harness::at(MORNING),
        thursday(),
        thursday()
            .press("n日本語のメモ e\u{301}👩‍👩‍👧 and a long note that does not fit anywhere at all"),
        thursday().press("15"),
        thursday().press("s"),
        thursday().press("?<down><down>"),
        thursday().press("<tab>"),
        thursday().press("<tab><tab><pgdn>"),
    ];
    for desk in &mut states {
        for width in (1..=80).chain([100, 131, 132, 133, 200, 300]) {
            for height in (1..=30).chain([40, 60, 100]) {
                desk.frame(width, height);
            }
        }
    }
}
