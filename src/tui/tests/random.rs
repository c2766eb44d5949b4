//! Any keys at all.

use proptest::prelude::*;

use super::*;
use crate::domain::review::Step;

fn keys() -> impl Strategy<Value = Vec<String>> {
    let key = prop_oneof![
        8 => "[salbdoSALDpmecrwgf./{}]|\\[|\\]".prop_map(|key| key),
        3 => "[0-9]".prop_map(|key| key),
        2 => "[n@!+xu?jkqGy]".prop_map(|key| key),
        2 => prop::sample::select(vec!["<enter>", "<esc>", "<tab>", "<shift-tab>", "<up>", "<down>", "<left>",
            "<right>", "<home>", "<del>", "<backspace>", "<ctrl-r>", "<ctrl-u>", "<paste pasted text>"]).prop_map(str::to_owned),
        4 => (1_u32..40).prop_map(|minutes| format!("<wait {minutes}m>")),
        1 => (1_u32..59).prop_map(|seconds| format!("<wait {seconds}s>")),
    ];
    prop::collection::vec(key, 1..60)
}

/// Short bursts of keys, as they come from a cat on the keyboard.
fn bursts() -> impl Strategy<Value = Vec<String>> {
    let burst = prop::collection::vec(
        prop_oneof![
            12 => "[ -;=?-~]",
            2 => prop::sample::select(vec!["<enter>", "<esc>", "<tab>", "<shift-tab>", "<up>", "<down>", "<left>",
                "<right>", "<home>", "<del>", "<backspace>", "<ctrl-r>", "<ctrl-u>", "<pgup>", "<pgdn>"]).prop_map(str::to_owned),
            1 => (1_u32..90).prop_map(|minutes| format!("<wait {minutes}m>")),
            1 => (3_u32..400).prop_map(|minutes| format!("<sleep {minutes}m>")),
            1 => prop::sample::select(vec!["<paste one>", "<paste two\nlines @x /y !z>"]).prop_map(str::to_owned),
        ],
        1..9,
    );
    prop::collection::vec(burst.prop_map(|keys| keys.concat()), 100)
}

fn assert_lane_stays_whole(bursts: &[String]) {
    let mut app = Harness::at(MORNING);
    for (index, burst) in bursts.iter().enumerate() {
        app = app.press(burst);
        if index % 25 == 24 {
            app.frame(60, 16);
            let blocks = app.blocks();
            for pair in blocks.windows(2) {
                let end = pair[0].end.expect("only the last block runs");
                assert!(end.at <= pair[1].start.at);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn two_thousand_bursts_of_any_keys_leave_the_lane_whole(bursts in bursts()) {
        assert_lane_stays_whole(&bursts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    #[ignore = "the long run"]
    fn ten_thousand_bursts_of_any_keys_leave_the_lane_whole(bursts in bursts()) {
        assert_lane_stays_whole(&bursts);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn any_keys_leave_the_lane_whole_and_undo_leads_back_to_an_empty_file(keys in keys()) {
        let mut app = Harness::at(MORNING).press(&keys.concat());
        let blocks = app.blocks();
        for pair in blocks.windows(2) {
            let end = pair[0].end.expect("only the last block runs");
            prop_assert!(end.at <= pair[1].start.at);
        }
        app.frame(80, 24);
        let mut app = app.press("<esc><esc>");
        for _ in 0..=keys.len() {
            app = app.press("u");
        }
        prop_assert_eq!(app.lane(), "");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, ..ProptestConfig::default() })]
    #[test]
    fn any_keys_on_the_review_show_nothing_early_and_open_nothing_again(keys in keys()) {
        let mut app = Harness::at(MORNING).press("sp<wait 90m>am<wait 40m>o<shift-tab>");
        let mut closed = None;
        for key in keys {
            app = app.press(&key);
            app.frame(60, 16);
            let week = app.model().common.settings.context.calendar.week_of(app.model().common.today);
            let review = app.store().week_notes(week).expect("a look").review;
            let shown = review.step.is_some_and(|step| step >= Step::Reveal);
            prop_assert!(review.revealed || !shown);
            prop_assert!(closed.is_none() || review.closed == closed);
            closed = review.closed;
        }
    }
}
