//! A block that is added in a line, and one that begins again like the selected one.

use ratatui::style::Modifier;

use super::*;
use crate::domain::block::Details;

/// What the message says.
fn said(app: &Harness) -> &str {
    let toast = app.model().toast.as_ref();
    toast.map_or("", |toast| &toast.text)
}

/// The details of the last block.
fn last(app: &Harness) -> Details {
    app.blocks().pop().expect("a block").details
}

/// Whether what opens at the place of words is bold.
fn is_bold(app: &mut Harness, words: &str) -> bool {
    let screen = app.screen(120, 40);
    let frame = app.frame(120, 40);
    let at = |(y, line): (usize, &str)| {
        let x = line[..line.find(words)?].chars().count();
        Some((x as u16, y as u16))
    };
    let place = screen.lines().enumerate().find_map(at).expect(words);
    frame[place].modifier.contains(Modifier::BOLD)
}

#[test]
fn a_block_is_seen_before_it_is_added() {
    let mut app = thursday().press("i");
    assert_snapshot!("add_empty_120x40", app.screen(120, 40));
    let mut app = app.press("09:30-10:10 selling /follow-up @Halden pricing sent");
    assert_snapshot!("add_120x40", app.screen(120, 40));
    assert_snapshot!("add_80x24", app.screen(80, 24));
    assert_snapshot!("add_40x12", app.screen(40, 12));
    for new in [
        "10:10    0h40  s",
        "0h40  s  follow",
        "follow-up  ",
        "selling /follow-up",
    ] {
        assert!(is_bold(&mut app, new), "{new}");
    }
    assert!(!is_bold(&mut app, "/follow-up"));
    let before = app.lane();
    let app = app.press("<enter>");
    assert!(app.lane().contains(
        "selling · prospecting 08:30-09:30; selling · follow-up @Halden 09:30-10:10; admin · crm 10:10-10:20"
    ));
    assert_eq!(app.press("u").lane(), before);
}

#[test]
fn what_is_added_may_be_outside_the_plan_and_over_nothing() {
    let app = Harness::at("2026-03-07T22:00:00+01:00");
    let mut app = app.press("i20:30-21:10 s /w @Northwind proposal");
    let screen = app.screen(120, 40);
    assert!(screen.contains("no block is removed"), "{screen}");
    let mut app = app.press("<enter>");
    assert_eq!(app.lane(), "selling · proposal @Northwind 20:30-21:10");
    assert!(app.screen(120, 40).contains("20:30–21:10"));
}

#[test]
fn on_another_day_it_means_that_day() {
    let app = Harness::at("2026-03-04T09:00:00+01:00").press("a<wait 20m>o<sleep 1440m>");
    let mut app = app.press("<esc><left>i10:00-11:00 learning");
    let screen = app.screen(120, 40);
    assert!(screen.contains("add a block on Wed 4 Mar"), "{screen}");
    assert!(screen.contains("10:00–11:00"), "{screen}");
    let app = app.press("<enter><esc>");
    assert_eq!(app.lane(), "admin 09:00-09:20; learning 10:00-11:00");
    let app = app.press("<tab>i11:00-11:30 break<enter>");
    assert!(app.lane().ends_with("break 11:00-11:30"), "{}", app.lane());
    assert_eq!(
        app.blocks()[2].start.at,
        app.blocks()[1].end.expect("an end").at
    );
}

#[test]
fn a_gap_is_filled_with_details_to_the_second() {
    let app = Harness::at("2026-03-05T09:00:27+01:00");
    let app = app.press("a<wait 20m>o<wait 30m>s<wait 10m>g");
    let mut app = app.press("<enter>");
    assert!(app.screen(120, 40).contains("09:20–09:50"));
    let app = app.press("learning /product<enter>");
    let blocks = app.blocks();
    assert_eq!(
        app.lane(),
        "admin 09:00-09:20; learning · product 09:20-09:50; selling 09:50-"
    );
    assert_eq!(blocks[0].end, Some(blocks[1].start));
    assert_eq!(blocks[1].end, Some(blocks[2].start));
}

#[test]
fn times_alone_are_no_mistake_before_they_are_entered() {
    let app = Harness::at("2026-03-05T09:00:27+01:00");
    let mut app = app.press("a<wait 20m>o<wait 30m>s<wait 10m>g<enter>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("/activity"), "{screen}");
    assert!(!screen.contains("is missing"), "{screen}");
    let mut app = app.press("<enter>");
    let screen = app.screen(120, 40);
    assert!(screen.contains("The category is missing"), "{screen}");
    // What is wrong with times is said at once.
    let mut app = thursday().press("i9:30-9:30");
    let screen = app.screen(120, 40);
    assert!(screen.contains("is not after"), "{screen}");
}

#[test]
fn a_line_that_is_refused_keeps_its_text_and_says_why() {
    for (typed, why) in [
        ("", "The times are missing"),
        ("selling", "The times are missing"),
        ("9:00-9:30", "The category is missing"),
        ("9:00-9:30 sellin", "did you mean selling?"),
        ("9:00-9:30 admin /zz", "admin has no activity"),
        ("9:00- selling", "has no end"),
        ("18:00-19:00 selling", "still to come"),
        (
            "18:00-19:00 selling",
            "(it is 16:32) — for yesterday write yesterday 18:00-19:00",
        ),
        ("18:00-19:00 selling", "Not saved: 18:00 is"),
        ("9:30-9:30 selling", "is not after"),
    ] {
        let app = thursday();
        let before = app.lane();
        let mut app = app.press("i").press(typed).press("<enter>");
        let screen = app.screen(120, 40);
        assert!(screen.contains(why), "{typed}: {screen}");
        assert!(screen.contains(typed), "{typed}: {screen}");
        assert_eq!(app.lane(), before);
    }
    // What it says to write is taken.
    let app = thursday().press("iyesterday 18:00-19:00 selling<enter>");
    assert!(matches!(app.model().mode, Mode::Letters(_)));
    let app = Harness::at(MORNING).press("a<wait 20m>i9:00<esc>i<up>");
    let Mode::Prompt(prompt) = &app.model().mode else {
        unreachable!("a line is typed");
    };
    assert_eq!(prompt.input.value(), "9:00", "what was left comes back");
}

#[test]
fn a_block_that_would_take_others_away_is_asked_about() {
    let app = Harness::at(MORNING).press("a<wait 20m>l<wait 20m>s<wait 40m>");
    let before = app.lane();
    let mut app = app.press("i9:10-9:50 selling");
    let screen = app.screen(120, 40);
    assert!(screen.contains("enter asks first"), "{screen}");
    assert!(screen.contains("removes learning"), "{screen}");
    let app = app.press("<enter>");
    assert!(matches!(app.model().mode, Mode::Guard(..)));
    assert_eq!(app.lane(), before);
    let back = app.press("<esc>");
    assert!(
        matches!(back.model().mode, Mode::Prompt(_)),
        "the text stays"
    );
    let app = back.press("<enter><enter>");
    assert_eq!(
        app.lane(),
        "admin 09:00-09:10; selling 09:10-09:50; selling 09:50-"
    );
}

#[test]
fn tab_completes_category_activity_and_names() {
    let app = Harness::at(MORNING).press("sm@Northwind<enter><wait 60m>o<wait 60m>");
    let app = app.press("i10:10-10:40 se<tab> /fo<tab> @no<tab><enter>");
    let details = last(&app);
    assert_eq!(details.activity.as_deref(), Some("follow-up"));
    assert_eq!(details.account.as_deref(), Some("Northwind"));
    let app = app.press("i10:45-10:50 <tab><tab><enter>");
    assert!(app.lane().ends_with("admin 10:45-10:50"), "{}", app.lane());
}

#[test]
fn r_starts_the_selected_work_again_but_not_its_note() {
    let app = Harness::at(MORNING).press(
        "sm@Northwind<enter>+advance<enter>nPOC terms !legal #x<enter><wait 20m>a<wait 20m>",
    );
    let app = app.press("<up>r");
    assert_eq!(
        app.lane(),
        "selling · meeting @Northwind 09:00-09:20; admin 09:20-09:40; selling · meeting @Northwind 09:40-"
    );
    let details = last(&app);
    assert!(details.note.is_empty() && details.outcomes.is_empty());
    assert!(details.requester.is_none() && details.tags.is_empty());
    assert!(
        said(&app).contains("Selling · meeting @Northwind since 09:40"),
        "{}",
        said(&app)
    );
    assert_eq!(app.press("u").lane().matches("selling").count(), 1);
}

#[test]
fn minutes_before_r_begin_it_earlier() {
    let app = Harness::at(MORNING).press("sm<wait 20m>a<wait 20m><up>15r");
    assert_eq!(
        app.lane(),
        "selling · meeting 09:00-09:20; admin 09:20-09:25; selling · meeting 09:25-"
    );
}

#[test]
fn r_does_nothing_where_nothing_can_begin_again() {
    let running = Harness::at(MORNING).press("smnPOC<enter><wait 20m>");
    let before = running.lane();
    let app = running.press("r");
    assert_eq!(app.lane(), before);
    assert_eq!(last(&app).note.as_str(), "POC");
    assert!(
        said(&app).contains("Selling · meeting runs since 09:00"),
        "{}",
        said(&app)
    );
    let app = app.press("<tab>r");
    assert_eq!(app.lane(), before);
    assert!(
        said(&app).contains("No block is selected here"),
        "{}",
        said(&app)
    );
    let gap = Harness::at(MORNING).press("a<wait 20m>o<wait 30m>s<wait 10m>gr");
    assert!(said(&gap).contains("This is a gap"), "{}", said(&gap));
    assert_eq!(gap.blocks().len(), 2);
}

#[test]
fn while_the_letters_are_shown_they_win() {
    let app = Harness::at(MORNING).press("a<wait 20m>sr");
    assert_eq!(app.lane(), "admin 09:00-09:20; selling · prep 09:20-");
    let app = Harness::at(MORNING).press("a<wait 20m>di");
    assert_eq!(
        app.lane(),
        "admin 09:00-09:20; distraction · interruption 09:20-"
    );
}

#[test]
fn a_config_that_gave_the_key_away_keeps_it() {
    let mut app = Harness::at(MORNING).press("a<wait 20m>s<wait 20m>");
    app.settings(|settings| settings.keymap.rebind("undo", &["r"]).expect("a key"));
    assert_eq!(app.press("r").lane(), "admin 09:00-");
}

#[test]
fn what_is_added_with_its_activity_asks_for_none() {
    let evening = || Harness::at("2026-03-07T22:00:00+01:00");
    let app = evening().press("i20:30-21:10 a /crm chase<enter>");
    assert!(!app.has_letters(), "p would say another activity");
    assert_eq!(app.lane(), "admin · crm 20:30-21:10");
    let app = evening().press("i20:30-21:10 a chase<enter>");
    assert!(app.has_letters());
}
