//! The command palette, from letters to what is done.

use insta::assert_snapshot;

use super::setup_offer::surrounded;
use super::{MORNING, thursday};
use crate::config::Config;
use crate::tui::harness::Harness;
use crate::tui::key_table::{BINDINGS, Binding};
use crate::tui::mode::Mode;
use crate::tui::overlays::help::Help;
use crate::tui::scene::{Cursor, Screen};

#[test]
fn a_few_letters_find_an_action_and_enter_does_it() {
    let cases = [
        // keys in the palette, the lane after them
        ("adm<enter>", "admin 09:00-"),
        ("ctrl-z<ctrl-u>sell<enter>", "selling 09:00-"),
        ("brk<enter>", "break 09:00-"),
        ("sald<esc>", ""),
        ("sald<ctrl-c>", ""),
        ("no such thing at all<enter><esc>", ""),
        (
            "<paste lear\nning><backspace><ctrl-u><paste learn\n><enter>",
            "learning 09:00-",
        ),
    ];
    for (keys, lane) in cases {
        let app = Harness::at(MORNING).press(&format!(":{keys}"));
        assert_eq!(app.lane(), lane, "{keys}");
        assert!(app.model().mode.focus().is_none(), "{keys}");
    }
}

#[test]
fn every_action_is_found_by_its_name_and_by_its_keys() {
    let listed = |row: &&Binding| !row.is_for_text() && !["palette", "cancel"].contains(&row.name);
    for row in BINDINGS.iter().filter(listed) {
        for typed in [row.name, row.keys[0]] {
            let mut app = Harness::at(MORNING).press(&format!(":{typed}"));
            let screen = app.screen(120, 60);
            let name = row.name.replace('-', " ");
            let is_chosen = |line: &str| {
                let after = line.split_once('▌').map_or("", |(_, after)| after);
                after.contains(&format!(" {name} "))
            };
            assert!(
                screen.lines().any(is_chosen),
                "{typed} does not choose {row:?}:\n{screen}"
            );
        }
    }
}

#[test]
fn a_name_in_full_is_that_screen_or_action_and_nothing_longer() {
    for (typed, screen) in [
        ("review", Screen::Review),
        ("Week", Screen::Week),
        ("trends ", Screen::Trends),
    ] {
        let app = Harness::at(MORNING).press(&format!(":{typed}<enter>"));
        assert_eq!(app.model().screen, screen, "{typed}");
        assert_eq!(app.lane(), "", "{typed}");
    }
    let app = Harness::at(MORNING).press(":hide names<enter>");
    assert!(app.model().common.discreet);
    let app = Harness::at(MORNING).press(":start review<enter>");
    assert_eq!(app.lane(), "learning · review 09:00-");
}

#[test]
fn what_it_does_is_what_the_key_does() {
    let app = thursday().press(":note<enter> and more<enter>");
    assert_eq!(
        app.blocks().last().expect("a block").details.note.as_str(),
        "tool rollout and more"
    );
    let app = app.press("<up>:next gap<enter>");
    assert!(
        matches!(app.model().today.cursor, Cursor::At(_)),
        "{:?}",
        app.model().today.cursor
    );
    let app = app.press(":help<enter>");
    assert!(matches!(app.model().mode, Mode::Help(Help { from: 0, .. })));
    let app = app.press("<esc>:change<enter>");
    assert!(matches!(app.model().mode, Mode::Category));
}

#[test]
fn a_warning_is_confirmed_through_the_palette_too() {
    let app = Harness::at("2026-03-05T09:00:00+01:00").press("a<wait 3m>s<wait 20m>o<wait 10m>");
    let app = app.press(":start-earlier<enter>");
    assert_eq!(app.lane(), "admin 09:00-09:03; selling 09:03-09:23");
    let app = app.press("<enter>");
    assert_eq!(app.lane(), "selling 08:58-09:23");
}

#[test]
fn the_selection_stays_in_the_list() {
    let mut app = Harness::at(MORNING).press(":<up><pgup>");
    assert!(app.screen(80, 24).contains("▌  s  selling "));
    let mut app = app.press("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><down>");
    assert!(app.screen(80, 24).contains("▌     find stalling "));
    let mut app = app.press("undo");
    assert!(app.screen(80, 24).contains("▌     undo "));
}

#[test]
fn an_account_is_found_and_its_blocks_are_listed() {
    let mut app =
        Harness::at(MORNING).press("s@Big Co<enter><wait 20m>a<esc>@Halden<enter><wait 5m>:hald");
    assert!(app.screen(120, 40).contains("▌     find @Halden"));
    app = app.press("<ctrl-u>big co");
    let screen = app.screen(120, 40);
    assert!(screen.contains("▌     find @Big Co"), "{screen}");
    assert!(
        screen.contains("Lists the blocks of Big Co, the latest first."),
        "{screen}"
    );
    app = app.press("<enter>");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("find › @\"Big Co\"") && screen.contains("1 block, 0h20"),
        "{screen}"
    );
}

#[test]
fn the_blocks_of_an_activity_are_found() {
    let mut app = Harness::at(MORNING).press("sm<wait 42m>a<esc>:find meeting<enter>");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("find › /meeting") && screen.contains("1 block"),
        "{screen}"
    );
}

#[test]
fn a_day_is_found_by_its_words_its_number_or_its_date() {
    for (typed, day) in [
        ("yesterday", "2026-03-04"),
        ("2026-02-17", "2026-02-17"),
        ("2025-01-02", "2025-01-02"),
        ("tue", "2026-03-03"),
        ("tue 3 mar", "2026-03-03"),
        ("Feb 27", "2026-02-27"),
        ("24 february", "2026-02-24"),
    ] {
        let mut app = Harness::at(MORNING).press(&format!("<tab>:{typed}"));
        let screen = app.screen(120, 40);
        assert!(screen.contains("▌     go to "), "{typed}: {screen}");
        let app = app.press("<enter>");
        assert_eq!(app.model().common.day.to_string(), day, "{typed}");
        assert_eq!(app.model().screen, Screen::Today, "{typed}");
    }
    // Nothing is in the future, and a word that is a command's is that first.
    let mut app = Harness::at(MORNING).press(":2026-03-09");
    assert!(!app.screen(120, 40).contains("go to"));
    let mut app = Harness::at(MORNING).press(":today");
    assert!(app.screen(120, 40).contains("▌     today "));
}

#[test]
fn a_setting_is_written_to_the_config_and_taken_up_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "# mine\n[ui]\nmouse = true # m\n").expect("a config");
    let mut app = surrounded(Harness::at(MORNING), Config::default(), Some(folder.path()));
    app = app.press(":mouse");
    let screen = app.screen(120, 40);
    assert!(screen.contains("mouse: on → off"), "{screen}");
    assert!(
        screen.contains("Sets ui.mouse = false in the config."),
        "{screen}"
    );
    app = app.press("<enter>");
    assert!(!app.model().common.settings.mouse);
    let toast = app.model().toast.as_ref().expect("a message").text.clone();
    assert_eq!(toast, "Mouse: off · saved in the config");
    let text = std::fs::read_to_string(&path).expect("a config");
    assert_eq!(text, "# mine\n[ui]\nmouse = false # m\n");
    app = app.press(":mouse off on<enter>:week starts<enter>");
    assert!(app.model().common.settings.mouse);
    assert_eq!(
        app.model().common.settings.context.calendar.week_start,
        chrono::Weekday::Sun
    );
    // A file that can't be read is left as it is, and so is the setting.
    std::fs::write(&path, "[ui]\nmuose = 1\n").expect("a config");
    let app = app.press(":mouse<enter>");
    let toast = app.model().toast.as_ref().expect("a message").text.clone();
    assert!(
        toast.starts_with("Not set: ") && toast.contains("did you mean mouse?"),
        "{toast}"
    );
    assert!(app.model().common.settings.mouse);
    let demo = Harness::at(MORNING).press(":mouse<enter>");
    let toast = demo.model().toast.as_ref().expect("a message").text.clone();
    assert_eq!(toast, "Not set: there is no config file here");
}

#[test]
fn what_an_activity_would_end_is_said_with_its_times() {
    let mut app = Harness::at(MORNING).press("sm@Northwind<enter><wait 42m>:prosp");
    let screen = app.screen(120, 40);
    assert!(screen.contains("▌  s  start prospecting"), "{screen}");
    assert!(
        screen.contains("Ends meeting @Northwind at 09:42, after 0h42."),
        "{screen}"
    );
    let app = app.press("<enter>");
    assert_eq!(
        app.lane(),
        "selling · meeting @Northwind 09:00-09:42; selling · prospecting 09:42-"
    );
}

/// The last lines of the card: what the selected command will do.
fn told(app: &mut Harness) -> Vec<String> {
    let screen = app.screen(120, 40);
    let inner = |row: &str| row.chars().skip(30).take(60).collect::<String>();
    let rows: Vec<String> = screen.lines().map(inner).collect();
    let is_rule = |row: &String| row.chars().all(|c| c == '─') && !row.is_empty();
    let rule = rows.iter().rposition(is_rule).expect("a rule");
    let told = rows[rule + 2..].iter().map(|row| row.trim().to_owned());
    told.take_while(|row| !row.is_empty()).collect()
}

#[test]
fn below_the_list_stands_what_enter_will_do_now() {
    let running = "sm@Northwind<enter><wait 42m>";
    for (keys, typed, said) in [
        (
            running,
            "start prosp",
            &["Ends meeting @Northwind at 09:42, after 0h42."][..],
        ),
        // The same category goes on; another activity of it does not.
        (
            running,
            "selling",
            &[
                "Meeting @Northwind runs since 09:00; opens its letters.",
                "Start selling; type minutes first to back-date it.",
            ],
        ),
        (
            running,
            "start meeting",
            &["Ends meeting @Northwind at 09:42, after 0h42."],
        ),
        (
            "sm<wait 42m>",
            "start meeting",
            &["Meeting runs since 09:00; nothing changes."],
        ),
        (
            "b<wait 5m>",
            "break",
            &["Break runs since 09:00; nothing changes."],
        ),
        ("", "start meeting", &["Starts now."]),
        (
            running,
            "off",
            &[
                "Ends meeting @Northwind at 09:42, after 0h42.",
                "Off the clock.",
            ],
        ),
        ("", "off", &["Nothing runs.", "Off the clock."]),
        (
            running,
            "was admin",
            &[
                "Relabels meeting @Northwind since 09:00 as admin.",
                "Relabel the running block",
            ],
        ),
        (
            running,
            "was selling",
            &["Meeting @Northwind runs since 09:00; already selling."],
        ),
        ("", "undo", &["Undo the last change, as often as you like."]),
        ("", "copy", &["Opens the review, where y copies the recap."]),
        (
            "",
            "commit next",
            &["Opens a line for the commitment of W11."],
        ),
    ] {
        let mut app = Harness::at(MORNING).press(&format!("{keys}:{typed}"));
        let told = told(&mut app);
        let begins = said
            .iter()
            .zip(&told)
            .all(|(said, told)| told.starts_with(said));
        assert!(
            begins && told.len() >= said.len(),
            "{keys} {typed}: {told:?}"
        );
    }
    // What Enter did is what was said.
    let app = Harness::at(MORNING).press("sm<wait 42m>:start meeting<enter>");
    assert_eq!(app.lane(), "selling · meeting 09:00-");
    let app = Harness::at(MORNING).press("sm@Northwind<enter><wait 42m>:selling<enter>");
    assert_eq!(app.lane(), "selling · meeting @Northwind 09:00-");
    assert!(app.has_letters());
}

#[test]
fn what_does_nothing_here_says_where_it_works() {
    for (keys, typed, works) in [
        ("", "keep", "works on Review"),
        ("", "shrink", "works on Review"),
        ("", "week before", "works on Week, Trends, Review"),
        ("<shift-tab>", "shrink", "works on other rows of Review"),
    ] {
        let mut app = Harness::at(MORNING).press(&format!("{keys}:{typed}"));
        let said = told(&mut app).join(" ");
        assert!(
            said.to_lowercase().contains(works.to_lowercase().as_str()),
            "{typed}: {said}"
        );
        let app = app.press("<enter>");
        let toast = app.model().toast.as_ref().expect("a message").text.clone();
        assert_eq!(toast, format!("Nothing done: {typed} {works}"));
    }
    let mut app = Harness::at(MORNING).press("<tab>:week before");
    assert!(!told(&mut app).join(" ").contains("Works on"));
    let app = app.press("<enter>");
    assert_eq!(app.model().common.day.to_string(), "2026-02-26");
}

#[test]
fn what_a_category_in_doubt_does_is_told_too() {
    let mut app = Harness::at(MORNING).press("s<wait 60m><sleep 45m>:selling");
    assert!(!app.model().common.snapshot.questions.is_empty());
    let said = told(&mut app);
    assert!(said[0].starts_with("Ends selling at 10:45"), "{said:?}");
    let app = app.press("<enter>");
    assert_eq!(app.lane().matches("selling").count(), 2, "{}", app.lane());
}

#[test]
fn letters_far_apart_are_no_hit_where_a_word_is() {
    let mut app = Harness::at(MORNING).press(":day");
    let screen = app.screen(120, 60);
    assert!(screen.contains("day before") && screen.contains("week starts: Monday"));
    assert!(!screen.contains("deal-strategy"), "{screen}");
    let mut app = app.press("<ctrl-u>month");
    assert!(app.screen(120, 40).contains("▌     calendar "));
    // Where no word begins as typed, they are.
    let mut app = app.press("<ctrl-u>brk");
    assert!(app.screen(120, 40).contains("▌  b  break "));
}

#[test]
fn the_commitment_of_this_week_and_the_next_is_written_from_any_screen() {
    let app = thursday().press("<tab>:commit next<enter>>= 5h selling<enter>");
    let calendar = &app.model().common.settings.context.calendar;
    let next = calendar.week_of(app.model().common.today.plus(7));
    let notes = app.store().week_notes(next).expect("a look");
    assert_eq!(notes.commitment.as_deref(), Some(">= 5h selling"));
    let mut app = app.press(":commit next");
    assert_eq!(told(&mut app), ["Edits \">= 5h selling\"."]);
}

#[test]
fn it_is_drawn_at_every_size() {
    let mut app = thursday().press(":day<down>");
    assert_snapshot!("palette_80x24", app.screen(80, 24));
    assert_snapshot!("palette_40x12", app.screen(40, 12));
    for width in (1..=80).chain([120, 300]) {
        for height in (1..=30).chain([60]) {
            app.frame(width, height);
        }
    }
}
