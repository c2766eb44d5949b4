//! What the keys do and what the screen shows, from key to file to frame.

mod add;
mod away;
mod cards;
mod clock;
mod correct;
mod discreet;
mod figures;
mod find;
mod first_frame;
mod focus;
mod footer;
mod hands;
mod history;
mod kept;
mod keys;
mod long;
mod lost;
mod marks;
mod month;
mod mouse;
mod note;
mod palette;
mod prepared;
mod random;
mod rest;
mod review;
mod setup_offer;
mod sheet;
mod side;
mod small;
mod strip;
mod suggestions;
mod themes;
mod trends;
mod undo;
mod unreadable;
mod waiting;
mod week;
mod whole;
mod words;

use insta::assert_snapshot;

use super::Ended;
use super::app::Next;
use super::harness::Harness;
use super::mode::Mode;
use super::overlays::help::Help;
use super::theme::Palette;
use crate::domain::parse::spell;
use crate::domain::stamp::Length;
use crate::domain::wording::describe_work;
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
    let app = Harness::at(MORNING).press("a<wait 20m>s<wait 5m>b<wait 10m>o");
    assert_eq!(
        app.lane(),
        "admin 09:00-09:20; selling 09:20-09:25; break 09:25-09:35"
    );
}

#[test]
fn digits_begin_it_earlier_and_one_undo_brings_all_back() {
    let app = Harness::at(MORNING).press("a<wait 20m>l<wait 5m>d<wait 5m>");
    let before = app.lane();
    let app = app.press("15s");
    assert_eq!(app.lane(), before, "it asks first");
    let app = app.press("s");
    assert_eq!(app.lane(), "admin 09:00-09:15; selling 09:15-");
    let app = app.press("u");
    assert_eq!(app.lane(), before);
    assert_eq!(
        app.press("<ctrl-r>").lane(),
        "admin 09:00-09:15; selling 09:15-"
    );
}

#[test]
fn digits_show_what_gives_way_and_escape_drops_them() {
    let mut app = Harness::at(MORNING).press("a<wait 20m>15");
    let screen = app.screen(80, 24);
    assert!(screen.contains("15 min ago, at 09:05"), "{screen}");
    assert!(screen.contains("trims admin  0h20 → 0h05"), "{screen}");
    let app = app.press("<esc>s");
    assert_eq!(app.lane(), "admin 09:00-09:20; selling 09:20-");
}

#[test]
fn digits_that_reach_back_before_the_day_began_ask_first() {
    // Planned from 08:30; nothing is clamped.
    let mut app = Harness::at(MORNING).press("45s");
    assert_eq!(app.lane(), "");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("08:15 is before today's plan, which starts at 08:30"),
        "{screen}"
    );
    assert!(
        screen.contains("s confirm   0–9 other minutes   esc cancel"),
        "{screen}"
    );
    assert!(screen.contains("nothing has changed yet"), "{screen}");
    assert_eq!(app.press("s").lane(), "selling 08:15-");
    assert_eq!(Harness::at(MORNING).press("30s").lane(), "selling 08:30-");
    // Other minutes instead, or none.
    assert_eq!(Harness::at(MORNING).press("45s15a").lane(), "admin 08:45-");
    assert_eq!(Harness::at(MORNING).press("45s<esc>").lane(), "");
    // A first block before the plan goes before it.
    let early = || Harness::at("2026-03-05T07:00:00+01:00").press("a<wait 60m>s<wait 60m>");
    assert_eq!(
        early().press("60s").lane(),
        "admin 07:00-08:00; selling 08:00-"
    );
    let mut app = early().press("121l");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("06:59 is before today's first block, which starts at 07:00"),
        "{screen}"
    );
    // What else it costs is said with it.
    assert!(screen.contains("l again to remove"), "{screen}");
    assert_eq!(app.press("l").lane(), "learning 06:59-");
    // On a Sunday without a block the day begins at midnight.
    let sunday = || Harness::at("2026-03-08T01:00:00+01:00");
    assert_eq!(sunday().press("60l").lane(), "learning 00:00-");
    let mut app = sunday().press("61l");
    assert_eq!(app.lane(), "");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("Sat 7 Mar 23:59 is before today, which starts at 00:00"),
        "{screen}"
    );
    // A block that was forgotten yesterday is none of today.
    let forgotten = || Harness::at("2026-03-06T16:00:00+01:00").press("s<esc>");
    let monday = forgotten().press("<sleep 3900m><esc>");
    let before = monday.lane();
    assert_eq!(
        monday.press("600a").lane(),
        before,
        "Sunday 23:00 is asked about"
    );
    // `o` and `r` ask too.
    for key in ["o", "r"] {
        let app = early().press("121").press(key);
        assert_eq!(app.lane(), early().lane(), "{key}");
    }
}

#[test]
fn a_plan_over_midnight_began_yesterday() {
    let mut app = Harness::at("2026-03-06T02:00:00+01:00");
    app.settings(|settings| {
        let night = vec![(Length::minutes(22 * 60), Length::minutes(30 * 60))];
        let thursday = crate::domain::calendar::Day("2026-03-05".parse().expect("a day")).weekday();
        settings.context.hours.set(thursday, night);
    });
    let app = app.press("240s");
    assert_eq!(app.lane(), "selling 22:00-");
}

#[test]
fn digits_and_a_key_that_takes_none_are_refused() {
    let app = Harness::at(MORNING).press("a<wait 20m>15S");
    assert_eq!(app.lane(), "admin 09:00-");
    assert!(
        app.model()
            .toast
            .as_ref()
            .is_some_and(|toast| toast.text.contains("Minutes must be followed by"))
    );
}

#[test]
fn what_is_typed_after_minutes_and_a_key_that_takes_none_starts_nothing() {
    let app = Harness::at(MORNING).press("sm<wait 20m>15ncall<enter>");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
    assert_eq!(app.blocks()[0].details.note.as_str(), "call");
    let app = Harness::at(MORNING).press("sm<wait 20m>15@Halden<enter>");
    assert_eq!(app.lane(), "selling · meeting @Halden 09:00-");
    for keys in ["15:all<esc>", "15fall<esc>", "15ial<esc>", "15/al<esc>"] {
        let app = Harness::at(MORNING).press(&format!("sm<wait 20m>{keys}"));
        assert_eq!(app.lane(), "selling · meeting 09:00-", "{keys}");
    }
}

#[test]
fn the_strip_sets_the_activity_and_lets_other_keys_through() {
    let app = Harness::at(MORNING).press("sm<wait 10m>");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
    // The key of what runs already opens the strip again, and starts nothing.
    let app = app.press("s");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
    assert!(app.has_letters());
    // Its letter speaks of now on, as small letters do: what was done stays what it was.
    let app = app.press("p");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-09:10; selling · prospecting 09:10-"
    );
    // Right after the start it is a slip that is mended, and a capital says what the block was.
    let app = app.press("<wait 30s>sk");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-09:10; selling · nurture 09:10-"
    );
    let app = app.press("<wait 20m>Sp");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-09:10; selling · prospecting 09:10-"
    );
    // A capture key is no letter of the strip.
    let app = app.press("s<wait 1m>ae");
    assert!(
        app.lane()
            .ends_with("selling · prospecting 09:10-09:31; admin · internal-email 09:31-"),
        "{}",
        app.lane()
    );
}

#[test]
fn the_strip_closes_after_five_seconds() {
    let app = Harness::at(MORNING).press("s<wait 4s>");
    assert!(app.has_letters());
    let app = app.press("<wait 1s>m");
    assert!(!app.has_letters());
    assert_eq!(app.lane(), "selling 09:00-");
}

#[test]
fn capitals_retag_what_runs_or_fill_the_time_since_the_last_block() {
    let app = Harness::at(MORNING).press("dw<wait 10m>S");
    assert_eq!(
        app.lane(),
        "distraction · web 09:00-",
        "an activity is not lost unasked"
    );
    let app = app.press("S");
    assert_eq!(app.lane(), "selling 09:00-");
    let app = app.press("m<wait 5m>o<wait 20m>A");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-09:15; admin 09:15-09:35"
    );
    assert!(app.model().common.snapshot.running.is_none());
    let app = app.press("e");
    assert!(
        app.lane().ends_with("admin · internal-email 09:15-09:35"),
        "{}",
        app.lane()
    );
}

#[test]
fn capitals_without_a_block_today_say_what_to_do() {
    let app = Harness::at(MORNING).press("S");
    assert_eq!(app.lane(), "");
    let toast = app.model().toast.clone().expect("a refusal");
    assert!(
        toast.text.contains("no earlier block today") && toast.text.contains("minutes"),
        "{}",
        toast.text
    );
}

#[test]
fn a_full_stop_goes_back_to_what_ran_before() {
    let app = Harness::at(MORNING).press("sm@Northwind<enter><wait 20m>d<wait 5m>.");
    assert_eq!(
        app.lane(),
        "selling · meeting @Northwind 09:00-09:20; distraction 09:20-09:25; selling · meeting @Northwind 09:25-"
    );
    let app = app.press("<wait 5m>.<wait 5m>o<wait 1m>.");
    assert!(
        app.lane()
            .ends_with("distraction 09:30-09:35; distraction 09:36-"),
        "{}",
        app.lane()
    );
}

#[test]
fn prompts_save_on_enter_and_leave_all_as_it_was_on_escape() {
    let app = Harness::at(MORNING).press("s<wait 6s>nfirst<enter>n and more<esc>");
    let note = |app: &Harness| app.blocks()[0].details.note.as_str().to_owned();
    assert_eq!(note(&app), "first");
    let app = app.press("n<ctrl-u><enter>");
    assert_eq!(note(&app), "");
}

#[test]
fn the_note_takes_the_whole_quick_line() {
    let app = Harness::at(MORNING)
        .press("s<wait 6s>n/meeting @Northwind !legal budget call #q2 +2conv +advance<enter>");
    let block = app.blocks().remove(0);
    assert_eq!(describe_work(&block), "selling · meeting @Northwind");
    assert_eq!(block.details.note.as_str(), "budget call");
    assert_eq!(block.details.outcomes.conversations, 2);
    // Opened again, the note is what it was, and saving it changes nothing.
    let again = app.press("n<enter>");
    assert_eq!(again.blocks().remove(0).details, block.details);
}

#[test]
fn a_line_that_cannot_be_understood_stays_in_the_prompt() {
    let mut app = Harness::at(MORNING).press("s<wait 6s>n/meting with Ann<enter>");
    assert!(matches!(app.model().mode, Mode::Prompt(_)));
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("/meting with Ann") && screen.contains("meeting"),
        "{screen}"
    );
    assert!(app.blocks()[0].details.is_empty());
}

#[test]
fn accounts_complete_from_history_with_tab() {
    let app = Harness::at(MORNING)
        .press("s<wait 6s>@Northwind<enter><wait 1m>a<wait 6s>@Halden<enter><wait 1m>l<wait 6s>");
    let account = |app: &Harness| {
        app.blocks()
            .pop()
            .and_then(|block| block.details.account)
            .map(|name| name.as_str().to_owned())
    };
    let app = app.press("@n<tab><enter>");
    assert_eq!(account(&app).as_deref(), Some("Northwind"));
    let app = app.press("@<ctrl-u><tab><tab><enter>");
    assert_eq!(account(&app).as_deref(), Some("Halden"));
    let app = app.press("!leg<tab><enter>");
    let requester = app.blocks().pop().and_then(|block| block.details.requester);
    assert_eq!(requester.expect("a requester").as_str(), "legal");
}

#[test]
fn the_outcome_prompt_takes_what_opened_and_tells_all_of_it() {
    let app = Harness::at(MORNING).press("sp<wait 6s>+3conv ready ~webinar<enter>");
    let spelled = |app: &Harness| spell::details(&app.blocks()[0].details);
    assert_eq!(spelled(&app), "/prospecting ~webinar +3conv +ready");
    let mut app = app.press("+");
    let screen = app.screen(120, 40);
    assert!(screen.contains("+3conv +ready ~webinar"), "{screen}");
    assert!(
        screen.contains("22touch  ready  later  unfit  ~source"),
        "{screen}"
    );
    // What is no longer in the line goes; an empty one takes all of it away.
    let app = app.press("<ctrl-u>+4conv +later<enter>");
    assert_eq!(spelled(&app), "/prospecting +4conv +later");
    let app = app.press("+<ctrl-u><enter>");
    assert_eq!(spelled(&app), "/prospecting");
    let app = app.press("uu");
    assert_eq!(spelled(&app), "/prospecting ~webinar +3conv +ready");
    // A meeting takes neither, and nothing is lost with the letter that makes it one.
    let mut app = app.press("a<wait 6s>sm<wait 6s>+ready<enter>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("takes no +ready"), "{screen}");
    assert!(screen.contains("/prospecting, /nurture"), "{screen}");
}

#[test]
fn sources_complete_from_history_with_tab() {
    let app = Harness::at(MORNING)
        .press("sp<wait 6s>+~webinar<enter><wait 1m>a<wait 6s><wait 1m>sp<wait 6s>n~\"Spring Fair\"<enter>");
    let app = app.press("<wait 1m>sk<wait 6s>n~web<tab> list<enter>");
    let spelled = |app: &Harness| spell::details(&app.blocks().pop().expect("a block").details);
    assert_eq!(spelled(&app), "/nurture ~webinar list");
    let app = app.press("<enter><end> ~<esc>n<ctrl-u>~<tab><tab><enter>");
    assert_eq!(spelled(&app), "/nurture ~\"Spring Fair\"");
}

#[test]
fn the_outcome_prompt_keeps_a_source_apart_and_completes_it() {
    let app = Harness::at(MORNING)
        .press("sp<wait 6s>+~webinar<enter><wait 1m>a<wait 6s><wait 1m>sp<wait 6s>+later<enter>");
    let app = app.press("+~w<tab><enter>");
    let spelled = |app: &Harness| spell::details(&app.blocks().pop().expect("a block").details);
    assert_eq!(spelled(&app), "/prospecting ~webinar +later");
}

#[test]
fn a_paste_of_several_lines_is_one_note() {
    let app = Harness::at(MORNING)
        .press("s<wait 6s>n<paste first line\nsecond @line /with !signs><enter>");
    assert_eq!(
        app.blocks()[0].details.note.as_str(),
        "first line\nsecond @line /with !signs"
    );
    assert_eq!(app.lane(), "selling 09:00-");
}

#[test]
fn a_paste_outside_of_a_prompt_does_nothing() {
    let app = Harness::at(MORNING).press("<paste salad>");
    assert_eq!(app.lane(), "");
}

#[test]
fn a_prompt_is_about_the_selected_block() {
    let app = Harness::at(MORNING).press("a<wait 20m>s<wait 6s><up>nwas inbox<enter>");
    assert_eq!(app.blocks()[0].details.note.as_str(), "was inbox");
    assert!(app.blocks()[1].details.note.is_empty());
    // Starting something puts the cursor back on what runs.
    let app = app.press("<wait 1m>l<wait 6s>nnow<enter>");
    assert_eq!(app.blocks()[2].details.note.as_str(), "now");
}

fn toast(app: &Harness) -> String {
    app.model().toast.clone().expect("a message").text
}

#[test]
fn other_days_are_one_key_away_and_capture_still_works_there() {
    let mut app = Harness::at(MORNING).press("a<wait 20m><left>");
    assert!(
        app.screen(80, 24)
            .contains("Wed 4 Mar, yesterday   now 09:20")
    );
    let mut app = app.press("s");
    assert_eq!(app.lane(), "admin 09:00-09:20; selling 09:20-");
    assert!(app.screen(80, 24).contains("▌09:20"));
    // There is no tomorrow to look at.
    assert_eq!(
        app.press("<right>").model().common.day,
        crate::domain::calendar::Day(chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a date"))
    );
}

#[test]
fn the_screen_follows_into_the_next_day() {
    let app = Harness::at("2026-03-05T23:50:00+01:00").press("s<wait 20m>");
    assert_eq!(app.model().common.day, app.model().common.today);
    assert_eq!(app.model().common.today.to_string(), "2026-03-06");
    let mut app = app;
    assert!(
        app.screen(80, 24).contains("00:00–now    0h10"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn quitting_leaves_what_runs_running_and_says_so() {
    let app = Harness::at(MORNING).press("sm@Northwind<enter><wait 42m>q");
    let line = "Today 0h42 tracked · selling 0h42 · still running: meeting since 09:00".to_owned();
    assert_eq!(app.next, Next::Leave(Ended::Quit(line, None)));
    assert_eq!(app.lane(), "selling · meeting @Northwind 09:00-");
    assert!(matches!(
        Harness::at(MORNING).press("<ctrl-c>").next,
        Next::Leave(Ended::Quit(..))
    ));
}

#[test]
fn the_day_is_left_in_a_line() {
    let left = |app: Harness, keys: &str| match app.press(keys).next {
        Next::Leave(Ended::Quit(line, None)) => line,
        next => unreachable!("{next:?}"),
    };
    assert_eq!(
        left(Harness::at(MORNING), "q"),
        "Nothing tracked today · off the clock"
    );
    assert_eq!(
        left(thursday(), "q"),
        "Today 7h07 tracked · selling 4h30, 63.2 % · still running: internal-meeting since 16:10"
    );
    let other_day = left(thursday(), "<left><left>q");
    assert_eq!(
        other_day,
        left(thursday(), "q"),
        "today, whatever day is in view"
    );
    assert_eq!(left(thursday(), "<tab><tab>q"), other_day);
    // Under two hours there is no share, and where much is unknown it has its bounds.
    assert_eq!(
        left(Harness::at(MORNING), "s<wait 90m>oq"),
        "Today 1h30 tracked · selling 1h30 · off the clock"
    );
    assert_eq!(
        left(Harness::at(MORNING), "s<wait 90m>o<wait 60m>a<wait 90m>oq"),
        "Today 3h00 tracked · selling 1h30, 50.0 % (37.5–62.5 %) · off the clock"
    );
    assert_eq!(
        left(Harness::at(MORNING), "b<wait 30m>q"),
        "Nothing tracked today · still running: break since 09:00"
    );
}

#[test]
fn in_a_prompt_capture_keys_are_text_and_in_the_help_they_are_keys() {
    let app = Harness::at(MORNING).press("a<wait 6s>nsald<enter>?");
    assert_eq!(app.blocks()[0].details.note.as_str(), "sald");
    assert!(matches!(app.model().mode, Mode::Help(Help { from: 0, .. })));
    let app = app.press("<wait 1m>s");
    assert!(app.lane().ends_with("selling 09:01-"), "{}", app.lane());
    assert!(app.model().mode.focus().is_none());
}

#[test]
fn what_the_file_says_never_reaches_the_screen_as_a_command() {
    let mut app =
        Harness::at(MORNING).press("s<wait 6s>n<paste a\u{1b}]0;title\u{7}b\u{202e}c><enter>");
    let buffer = app.frame(120, 40);
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
    let mut app = Harness::at(MORNING);
    assert_snapshot!("empty_80x24", app.screen(80, 24));
    assert_snapshot!("empty_40x12", app.screen(40, 12));
    assert_snapshot!("empty_200x60", app.screen(200, 60));
}

#[test]
fn a_full_day() {
    let mut app = thursday();
    assert_snapshot!("full_80x24", app.screen(80, 24));
    assert_snapshot!("full_120x40", app.screen(120, 40));
    assert_snapshot!("full_40x12", app.screen(40, 12));
    assert_snapshot!("full_too_small", app.screen(39, 3));
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
fn styles(app: &mut Harness, width: u16, height: u16) -> String {
    let buffer = app.frame(width, height);
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
fn without_color_nothing_is_lost() {
    let store = Store::in_memory().expect("a store");
    let mut app = Harness::with(store, MORNING, Palette::Monochrome)
        .press("sp<wait 60m>ae<wait 30m>dw<wait 10m>b<wait 5m>lp<wait 15m>");
    let buffer = app.frame(80, 24);
    assert!(
        buffer
            .content()
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset)
    );
    assert_snapshot!("monochrome_80x24", app.screen(80, 24));
}

#[test]
fn every_size_is_drawn_without_a_panic() {
    let states: [fn() -> Harness; 8] = [
        || Harness::at(MORNING),
        thursday,
        || {
            thursday()
                .press("n日本語のメモ e\u{301}👩‍👩‍👧 and a long note that does not fit anywhere at all")
        },
        || thursday().press("15"),
        || thursday().press("s"),
        || thursday().press("?<down><down>"),
        || thursday().press("<tab>"),
        || thursday().press("<tab><tab><pgdn>"),
    ];
    // Each state at every width and at every height, and over all states at every pair of them.
    let count = states.len();
    for (turn, state) in states.into_iter().enumerate() {
        let mut app = state();
        let widths = (1..=80).chain([100, 131, 132, 133, 200, 300]);
        for (x, width) in widths.enumerate() {
            let heights = (1..=30).chain([40, 60, 100]);
            for (y, height) in heights.enumerate() {
                if (x + y + turn) % count < 2 {
                    app.frame(width, height);
                }
            }
        }
    }
}
