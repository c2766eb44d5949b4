//! The review, from its first step to the recap: what is asked, what is kept, and what is not shown too early.

mod pages;
pub(super) mod steps;

use insta::assert_snapshot;

use crate::domain::block::Grade;
use crate::domain::calendar::{Week, parse_rfc3339, rfc3339};
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::{
    Answers, Guess, Missed, Reply, Response, Review, Step, Verdict, WeekNotes,
};
use crate::domain::stamp::Length;
use crate::insight::testdata;
use crate::report::review::ReviewRecord;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::scene::Screen;
use crate::tui::theme::Palette;

pub(super) const FRIDAY: &str = "2026-03-06T16:52:00+01:00";

fn store() -> Store {
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    store
}

/// Maya on Friday afternoon, on the review of the week.
fn friday() -> Harness {
    Harness::with(store(), FRIDAY, Palette::Many).press("<esc><shift-tab>")
}

fn week() -> Week {
    Week {
        first: testdata::monday(),
    }
}

fn notes(app: &Harness, week: Week) -> WeekNotes {
    app.store().week_notes(week).expect("a look")
}

fn toast(app: &Harness) -> String {
    app.model().toast.clone().expect("a message").text
}

/// From the first step to the last one, with an answer to each, and closed.
fn whole() -> Harness {
    friday().press(
        "<pgdn>60 22 10 8<enter><enter><enter>so much mail<enter><right>\
         <enter>Northwind, the CFO joined<enter><right><enter><enter><right><enter>more nurture<enter><right>\
         <up><up><up><enter>prospecting before noon<enter><down><enter>forecast sheets<enter><down><down>\
         e<ctrl-u>>= 6h selling/prospecting<enter><down><down><down><down><down><enter>",
    )
}

#[test]
fn a_whole_review_is_kept_answer_by_answer() {
    let mut app = whole();
    let screen = app.screen(80, 24);
    assert!(screen.contains("Review complete. Saved 16:52."), "{screen}");
    let notes = notes(&app, week());
    assert_eq!(
        notes.guess,
        Some(Guess {
            selling: 0.6,
            rest: Some([0.22, 0.1, 0.08])
        })
    );
    let Review {
        step,
        revealed,
        answers,
        closed,
    } = notes.review;
    assert_eq!((step, revealed), (Some(Step::Decision), true));
    assert_eq!(answers.surprise.as_deref(), Some("so much mail"));
    assert_eq!(answers.moved.as_deref(), Some("Northwind, the CFO joined"));
    assert_eq!(
        answers.verdicts.get("admin/internal-meeting"),
        Some(&Verdict::Shrink)
    );
    assert_eq!(answers.freed.as_deref(), Some("more nurture"));
    assert_eq!(
        (answers.more.as_deref(), answers.less.as_deref()),
        (Some("prospecting before noon"), Some("forecast sheets"))
    );
    let closed = closed.expect("it is closed");
    assert_eq!(rfc3339(closed.at), "2026-03-06T16:52:00+01:00");
    let kept: ReviewRecord = serde_json::from_str(&closed.figures).expect("a record");
    assert_eq!(
        (kept.totals.selling, kept.answers),
        (Length::minutes(20 * 60 + 50), answers)
    );
    let next = app
        .store()
        .week_notes(Week {
            first: testdata::monday().plus(7),
        })
        .expect("a look");
    assert_eq!(
        next.commitment.as_deref(),
        Some(">= 6h selling/prospecting")
    );
}

#[test]
fn the_close_and_each_answer_are_undone_and_redone() {
    let app = whole().press("u");
    assert!(
        toast(&app).contains("Undone: close the review of 2026-W10"),
        "{}",
        toast(&app)
    );
    let review = notes(&app, week()).review;
    assert_eq!((review.closed, review.revealed), (None, true));
    let app = app.press("uu");
    let answers = notes(&app, week()).review.answers;
    assert_eq!((answers.less, answers.more.is_some()), (None, true));
    let app = app.press("<ctrl-r><ctrl-r><ctrl-r>");
    assert!(notes(&app, week()).review.closed.is_some());
}

#[test]
fn nothing_measured_is_shown_before_the_reveal() {
    let mut app = friday();
    for step in [1, 3] {
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            let screen = app.screen(width, height);
            for figure in ["51.8", "20h50", "52 %", "40h15", "14h35", "36.2"] {
                assert!(
                    !screen.contains(figure),
                    "{figure} in step {step}:\n{screen}"
                );
            }
        }
        app = app.press("<pgdn>");
    }
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("20h50") && screen.contains("Actual vs guess"),
        "{screen}"
    );
}

#[test]
fn the_guess_is_moved_by_keys_and_kept_by_enter_alone() {
    let app = friday().press("<pgdn>]]]]]]]<down><right><left><left>");
    let kept = |app: &Harness| notes(app, week());
    assert_eq!(kept(&app).guess, None, "nothing is answered unasked");
    let app = app.press("<enter>");
    let notes = kept(&app);
    assert_eq!(app.model().review.step, Step::Reveal);
    assert!(notes.review.revealed);
    let guess = notes.guess.expect("a guess");
    let all: f64 = guess.selling + guess.rest.expect("all four").iter().sum::<f64>();
    assert!((all - 1.0).abs() < 1e-9, "{guess:?}");
    let whole = |share: f64| (share * 100.0).round() as i64;
    assert_eq!(whole(guess.selling), 61, "{guess:?}");
    let app = friday().press("<pgdn>]<esc>");
    assert_eq!(app.model().review.step, Step::Reveal);
    assert_eq!(kept(&app).guess, None, "skipped");
}

#[test]
fn steps_that_are_passed_over_answer_nothing() {
    let app = friday().press(&"<pgdn>".repeat(6));
    assert_eq!(app.model().review.step, Step::Decision);
    let kept = notes(&app, week());
    assert_eq!(
        (kept.guess, kept.review.answers),
        (None, Answers::default())
    );
    let app = app.press(&"<pgup>".repeat(9));
    assert_eq!(app.model().review.step, Step::Tidy);
}

#[test]
fn a_sign_says_what_becomes_of_what_took_the_time() {
    let app = friday().press("<pgdn><pgdn><pgdn><pgdn>");
    let before = app.lane();
    let app = app.press("=<down>-<down>><down>x");
    let verdicts = notes(&app, week()).review.answers.verdicts;
    let of = |key: &str| verdicts.get(key).copied();
    assert_eq!(of("admin/internal-meeting"), Some(Verdict::Needed));
    assert_eq!(of("admin/reporting"), Some(Verdict::Shrink));
    assert_eq!(of("admin/crm"), Some(Verdict::HandOff));
    assert_eq!(of("!manager"), Some(Verdict::Refuse));
    assert_eq!((app.lane(), app.model().review.step), (before, Step::Took));
}

#[test]
fn a_commitment_is_picked_and_moved_by_arrows() {
    let next = Week {
        first: testdata::monday().plus(7),
    };
    let app = friday().press(&"<pgdn>".repeat(6));
    let mut app = app.press("<right><right>");
    assert_snapshot!("decision_120x40", app.screen(120, 40));
    let app = app.press("<enter>");
    let kept = notes(&app, next).commitment;
    assert_eq!(kept.as_deref(), Some(">= 7h30 selling/prospecting"));
    let app = app.press("<left><enter>u");
    let kept = notes(&app, next).commitment;
    assert_eq!(kept.as_deref(), Some(">= 7h30 selling/prospecting"));
    // Where no value is selected, the arrows change the step.
    let app = app.press("<up><left>");
    assert_eq!(app.model().review.step, Step::Freed);
}

#[test]
fn digits_on_the_step_of_the_guess_are_the_guess() {
    let app = friday().press("<pgdn>");
    let before = app.lane();
    let app = app.press("60 22 10 8<enter>");
    let guess = notes(&app, week()).guess.expect("a guess");
    assert_eq!((guess.selling, app.lane()), (0.6, before));
    // On another step they reach back, as everywhere.
    let app = app.press("<pgup>15");
    assert!(
        matches!(app.model().mode, crate::tui::mode::Mode::BackDate(_)),
        "{:?}",
        app.model().mode
    );
}

#[test]
fn the_guess_is_locked_in_by_the_reveal() {
    let app = friday().press("<pgdn>60<enter>");
    let guess = |app: &Harness| notes(app, week()).guess.map(|guess| guess.selling);
    assert_eq!(guess(&app), Some(0.6));
    let app = app.press("55<enter>");
    assert_eq!(guess(&app), Some(0.55), "until then it may be changed");
    let mut app = app.press("<enter><pgup>");
    assert!(
        app.screen(80, 24).contains("Locked in"),
        "{}",
        app.screen(80, 24)
    );
    let app = app.press("7");
    assert!(
        app.model().mode.focus().is_none(),
        "digits reach back again"
    );
    let app = app.press("<esc>G");
    assert!(
        toast(&app).contains("The guess for 2026-W10 is locked in"),
        "{}",
        toast(&app)
    );
    let app = app.press("u");
    assert!(
        toast(&app).contains("locked at the reveal"),
        "{}",
        toast(&app)
    );
    assert_eq!(guess(&app), Some(0.55));
    // An older change is undone past it, and that is said.
    let app = friday().press("sp<esc><pgdn>60<enter><enter>u");
    assert!(
        toast(&app).contains("Undone: ") && toast(&app).contains("stays: it was locked"),
        "{}",
        toast(&app)
    );
    assert_eq!(guess(&app), Some(0.6));
    // Passed over, it is locked too.
    let mut app = friday().press("<pgdn><esc><pgup>");
    assert!(
        app.screen(80, 24).contains("No guess was made"),
        "{}",
        app.screen(80, 24)
    );
}

#[test]
fn a_line_that_cannot_be_read_stays_in_the_question() {
    let mut app = friday().press("<pgdn>60 22<enter>");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("2 are too few shares") && screen.contains("guess › 60 22"),
        "{screen}"
    );
    let app = app.press("<esc>");
    assert_eq!(notes(&app, week()).guess, None);
    // A commitment is read as it is typed.
    let mut app = friday()
        .press(&"<pgdn>".repeat(6))
        .press("e<ctrl-u>>= 6h selling/prospectin");
    let screen = app.screen(100, 30);
    assert!(
        screen.contains("did you mean selling/prospecting?"),
        "{screen}"
    );
    let mut app = app.press("g");
    assert!(
        app.screen(100, 30)
            .contains("reads: >= 6h selling/prospecting"),
        "{}",
        app.screen(100, 30)
    );
}

#[test]
fn it_is_taken_up_where_it_was_left_with_what_was_answered() {
    let app = friday().press("<pgdn><pgdn><enter>so much mail<enter><pgdn>");
    let app = app.press("<tab><shift-tab>");
    assert_eq!(
        (app.model().screen, app.model().review.step),
        (Screen::Review, Step::Produced)
    );
    // Another program's screen opens where this one stands.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tafs.db");
    let mut file = Store::open(&path).expect("a store");
    file.seed_blocks(testdata::history().into_iter())
        .expect("a lane");
    let first =
        Harness::with(file, FRIDAY, Palette::Many).press("<esc><shift-tab><pgdn><pgdn><pgdn>");
    drop(first);
    let again = Store::open(&path).expect("the same file");
    let app = Harness::with(again, FRIDAY, Palette::Many).press("<esc><shift-tab>");
    assert_eq!(app.model().review.step, Step::Produced);
    // To look at it writes nothing.
    let app = friday();
    assert_eq!(notes(&app, week()), WeekNotes::default());
}

#[test]
fn a_closed_review_keeps_its_figures_and_says_that_they_differ() {
    let app = whole();
    let mut app = app.press("<left><left><left><left>");
    let before = app.screen(100, 30);
    assert!(
        before.contains("20h50") && before.contains("Actual vs guess"),
        "{before}"
    );
    let answers = notes(&app, week()).review;
    // Read step by step, and nothing of it changes.
    let app = app.press("<enter>");
    assert!(toast(&app).contains("closed"), "{}", toast(&app));
    // The last block of the week is deleted on its day.
    let app = app.press("<tab>x<shift-tab>");
    assert_eq!(app.blocks().len(), testdata::history().len() - 1);
    let mut app = app;
    let after = app.screen(100, 30);
    assert!(after.contains("20h50"), "{after}");
    let mut app = app.press(&"<right>".repeat(8));
    let screen = app.screen(100, 30);
    assert!(screen.contains("changed since"), "{screen}");
    assert_eq!(notes(&app, week()).review, answers);
}

#[test]
fn the_recap_leaves_out_what_is_not_asked_for_and_is_printed_where_it_cannot_be_copied() {
    let app = whole();
    let recap = |app: &Harness| app.model().printed.clone().expect("a recap");
    let app = app.press("y");
    let shy = recap(&app);
    for secret in [
        "distraction 2h40",
        "so much mail",
        "forecast sheets",
        "@Halden",
        "%",
        "admin",
        "left out",
    ] {
        assert!(!shy.contains(secret), "{secret} in\n{shy}");
    }
    assert!(shy.contains("20h50 selling"), "{shy}");
    assert!(
        toast(&app).contains("the recap prints when you quit"),
        "{}",
        toast(&app)
    );
    let app = app.press("<down><enter><down><enter><down><enter>y");
    let open = recap(&app);
    for told in [
        "distraction 2h40",
        "so much mail",
        "do less: forecast sheets",
        "@Halden",
    ] {
        assert!(open.contains(told), "{told} in\n{open}");
    }
    let app = app.press("q");
    assert!(
        matches!(&app.next, crate::tui::app::Next::Leave(crate::tui::Ended::Quit(_, Some(printed))) if *printed == open)
    );
}

#[test]
fn an_enter_too_many_after_the_close_changes_nothing() {
    let app = whole();
    let before = app.model().review.shared;
    let mut app = app.press("<enter><enter> <enter>");
    assert_eq!(app.model().review.shared, before);
    assert_eq!(app.model().toast, None);
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let screen = app.screen(width, height);
        assert!(!screen.contains("[x]"), "{screen}");
    }
    // The row is chosen first.
    let mut app = app.press("<down><enter>");
    assert!(app.screen(80, 24).contains("[x] distraction"));
}

#[test]
fn no_recap_is_copied_before_the_week_is_shown() {
    let app = friday().press("y");
    assert!(toast(&app).contains("step 4"), "{}", toast(&app));
    assert_eq!(app.model().printed, None);
}

#[test]
fn gaps_are_filled_one_key_each_and_undone() {
    let mut store = Store::in_memory().expect("a store");
    let monday = "0830-1000 sm @Northwind \"terms\"; 1040-1730 ae !legal";
    let tuesday = "0900-1200 sp; 1200-1230 b; 1230-1240 lp; 1250-1730 lp";
    let lane = [
        testdata::day(testdata::monday(), monday),
        testdata::day(testdata::monday().plus(1), tuesday),
    ]
    .concat();
    store.seed_blocks(lane.into_iter()).expect("a lane");
    let mut app =
        Harness::with(store, "2026-03-03T19:00:00+01:00", Palette::Many).press("<esc><shift-tab>>");
    assert_snapshot!("tidy_80x24", app.screen(80, 24));
    assert_snapshot!("tidy_40x12", app.screen(40, 12));
    // The line of the gap opens on its own day, whatever day is in view.
    let before = app.lane();
    let mut app = app.press("<enter>");
    assert_eq!(app.lane(), before, "nothing is filled unasked");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("add a block on Mon 2 Mar") && screen.contains("10:00-10:40"),
        "{screen}"
    );
    let app = app.press("s /follow-up @Northwind<enter>");
    assert_eq!(
        app.lane().split("; ").nth(1),
        Some("selling · follow-up @Northwind 10:00-10:40")
    );
    assert_eq!(app.model().screen, Screen::Review);
    assert!(app.model().mode.focus().is_none(), "{:?}", app.model().mode);
    // A block of more than four hours is shown on its day.
    let long = app.press("<enter>");
    assert_eq!(
        (long.model().screen, long.model().common.day),
        (Screen::Today, testdata::monday())
    );
    assert_eq!(
        long.scene(|scene| long.model().today.selected_block(scene).map(|of| of.id)),
        Some(long.blocks()[2].id)
    );
    // A category alone says what it was.
    let app = long.press("<shift-tab><down>ca");
    assert!(
        app.lane().contains("admin 08:30-09:00; selling"),
        "{}",
        app.lane()
    );
    assert!(!app.has_letters(), "the next c is no letter of an activity");
    assert_eq!(
        app.model().review.untidy.len(),
        4,
        "two long blocks, a meeting without a grade, a block without an activity; ten minutes are no gap"
    );
    let app = app.press("uu");
    assert_eq!(
        (app.blocks().len(), app.model().review.untidy.len()),
        (6, 5)
    );
}

#[test]
fn blocks_without_an_activity_or_a_grade_are_tidied_one_key_each() {
    let mut store = Store::in_memory().expect("a store");
    let lane = "0830-1000 sm @Northwind; 1000-1100 s @Northwind; 1100-1230 sm; 1230-1730 ae";
    let lane = testdata::day(testdata::monday(), lane);
    store.seed_blocks(lane.into_iter()).expect("a lane");
    let mut app =
        Harness::with(store, "2026-03-03T08:00:00+01:00", Palette::Many).press("<esc><shift-tab>>");
    let screen = app.screen(80, 24);
    for said in ["over 4 hours", "no grade", "→ meeting?"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    let grade = |app: &Harness, index: usize| app.blocks()[index].details.outcomes.grade;
    let app = app.press("<down>>");
    assert_eq!(grade(&app, 0), Some(Grade::Advance));
    // The next row has taken its place.
    let app = app.press("<enter>");
    assert_eq!(app.blocks()[1].details.activity.as_deref(), Some("meeting"));
    let app = app.press("=<up><down>x");
    assert_eq!(
        grade(&app, 1),
        Some(Grade::Continuation),
        "it has an activity now"
    );
    assert_eq!(grade(&app, 2), Some(Grade::No));
    let app = app.press("u");
    assert_eq!(grade(&app, 2), None);
}

#[test]
fn a_missed_commitment_asks_what_it_was() {
    let mut store = store();
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let promise = parse_stored_commitment("<= 1h admin/problem-solving").expect("a commitment");
    store
        .commit_to(week(), Some(&promise), now)
        .expect("a commitment");
    let mut app = Harness::with(store, FRIDAY, Palette::Many).press("<esc><shift-tab><right>");
    assert!(
        app.screen(80, 24).contains("at most 1h problem-solving"),
        "{}",
        app.screen(80, 24)
    );
    assert!(!app.screen(80, 24).contains("missed"), "step 5 tells");
    let mut app = app.press("<pgdn><pgdn><pgdn>");
    let screen = app.screen(80, 24);
    assert!(
        screen.contains("1h20 of at most 1h problem-solving") && screen.contains("missed"),
        "{screen}"
    );
    for missed in [
        Some(Missed::Planned),
        Some(Missed::Imposed),
        Some(Missed::Avoided),
        Some(Missed::Priorities),
        None,
    ] {
        app = app.press("<enter>");
        assert_eq!(notes(&app, week()).review.answers.missed, missed);
    }
}

/// Committed to ten minutes more than she came to.
fn just_missed(now: &str) -> Harness {
    let mut store = store();
    let promise = parse_stored_commitment(">= 7h selling/prospecting").expect("a commitment");
    let monday = parse_rfc3339("2026-03-02T08:00:00+01:00").expect("a time");
    store
        .commit_to(week(), Some(&promise), monday)
        .expect("a commitment");
    Harness::with(store, now, Palette::Many).press("<esc><shift-tab>")
}

#[test]
fn a_week_whose_planned_time_is_over_asks_why_and_the_next_one_asks_again() {
    let mut friday = just_missed("2026-03-06T17:35:00+01:00").press("<pgdn><pgdn><pgdn><pgdn>");
    let screen = friday.screen(80, 24);
    assert!(
        screen.contains("6h50 of 7h prospecting") && screen.contains("What was it?"),
        "{screen}"
    );
    let mut wednesday = just_missed("2026-03-11T16:00:00+01:00").press("<pgdn>");
    let screen = wednesday.screen(80, 24);
    assert!(
        screen.contains("W10") && screen.contains("What was it?"),
        "{screen}"
    );
    let app = wednesday.press("<enter><enter>");
    let missed = notes(&app, week()).review.answers.missed;
    assert_eq!(missed, Some(Missed::Imposed));
    let app = app.press("u");
    let missed = notes(&app, week()).review.answers.missed;
    assert_eq!(missed, Some(Missed::Planned));
}

#[test]
fn the_review_of_last_week_is_due_until_wednesday_and_others_are_a_key_away() {
    let reviewed = |app: &Harness| {
        app.scene(|scene| app.model().review.week(scene))
            .to_string()
    };
    let app = Harness::with(store(), "2026-03-10T09:00:00+01:00", Palette::Many)
        .press("<esc><shift-tab>");
    assert_eq!(reviewed(&app), "2026-W10");
    let app = app.press("<");
    assert_eq!(reviewed(&app), "2026-W09");
    let app = app.press(">>>");
    assert_eq!(reviewed(&app), "2026-W11", "not further than this week");
    assert_eq!(reviewed(&app.press("<home>")), "2026-W10");
}

#[test]
fn keys_that_tag_time_do_so_here_too() {
    let app = Harness::with(store(), "2026-03-06T17:00:00+01:00", Palette::Many)
        .press("<esc><shift-tab>s<wait 6s>");
    assert_eq!(app.model().screen, Screen::Review);
    assert!(app.lane().ends_with("selling 17:00-"), "{}", app.lane());
    let app = app.press("nclosing call<enter>");
    assert_eq!(
        app.blocks().last().expect("a block").details.note.as_str(),
        "closing call"
    );
}

/// The review of Maya's week in which she sold far less than usual, snoozed so many times before.
fn worse(snoozed: usize) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let bad = testdata::worked(testdata::monday(), 5, [8.0, 26.0, 1.0, 4.0]);
    store
        .seed_blocks([testdata::earlier(), bad].concat().into_iter())
        .expect("a lane");
    let now = parse_rfc3339(FRIDAY).expect("a time");
    for back in 1..=snoozed {
        let mut review = Review::default();
        let reply = Reply {
            response: Response::Snooze,
            reason: String::new(),
        };
        review.answers.alerts.insert("tafs-down".to_owned(), reply);
        let week = Week {
            first: testdata::monday().plus(-7 * back as i64),
        };
        store.keep_review(week, &review, now).expect("a review");
    }
    let keys = format!("<esc><shift-tab>{}", "<pgdn>".repeat(5));
    Harness::with(store, FRIDAY, Palette::Many).press(&keys)
}

#[test]
fn a_wake_up_call_is_snoozed_twice_at_most_and_dismissed_with_a_reason() {
    let reply = |app: &Harness| {
        notes(app, week())
            .review
            .answers
            .alerts
            .get("tafs-down")
            .cloned()
    };
    let response = |app: &Harness| reply(app).map(|reply| reply.response);
    let mut app = worse(1);
    assert_snapshot!("freed_80x24", app.screen(80, 24));
    assert!(
        app.screen(80, 24).contains("snoozed once"),
        "{}",
        app.screen(80, 24)
    );
    for expected in [Response::Act, Response::Learn, Response::Snooze] {
        app = app.press("<enter>");
        assert_eq!(response(&app), Some(expected));
    }
    let mut app = app.press("<enter>a fair all week<enter>");
    assert_eq!(
        reply(&app),
        Some(Reply {
            response: Response::Dismiss,
            reason: "a fair all week".to_owned()
        })
    );
    assert!(
        app.screen(80, 24).contains("a fair all week"),
        "{}",
        app.screen(80, 24)
    );
    assert_eq!(
        reply(&app.press("<enter>")),
        None,
        "after the last answer comes none"
    );
    // Without a reason it is no dismissal.
    assert_eq!(
        response(&worse(1).press("<enter><enter><enter><enter><enter>")),
        None
    );
    let mut app = worse(2);
    assert!(
        app.screen(80, 24).contains("snoozed twice"),
        "{}",
        app.screen(80, 24)
    );
    app = app.press("<enter><enter>");
    assert_eq!(response(&app), Some(Response::Learn));
    let app = app.press("<enter>");
    assert!(
        app.model().mode.focus().is_some(),
        "the next answer is a dismissal, with its reason"
    );
}
