//! A screen that stays open for a week: what it holds does not grow, and it reads no more than it did at first.

use super::*;
use crate::domain::stamp::Stamp;
use crate::store::tests::take_reads;

/// So often a person does a thing on a day.
const OFTEN: usize = 20;
const DAYS: i64 = 7;

/// All that the screen holds, as one text.
fn held(app: &Harness) -> usize {
    format!("{:?}", app.model()).len()
}

/// Thousands of keys of one day: lines that are typed and left, blocks that are taken back, lists that are walked.
fn live_through_a_day(mut app: Harness, day: i64) -> Harness {
    for number in 0..OFTEN {
        let words = format!("thought {day}-{number} of many, with some words to it");
        app = app
            .press("s<wait 1m>")
            .press(&format!("n{words}<ctrl-u>{words} again<ctrl-u><esc><esc>"))
            .press(&format!("/{words}<esc><esc>"))
            .press("a<wait 1m>uu<ctrl-r><ctrl-r>uu")
            .press("<ctrl-u><down><down><pgdn><esc>")
            .press("?<pgdn><esc>99999s<esc><esc>");
        if number % 10 == 0 {
            app = app.press("<tab><down><down><tab><left><tab><tab><f1><esc>");
        }
    }
    // A block stays of each day, and none runs over night.
    app.press("<esc><esc>l<wait 30m>o<esc>")
}

fn wait_until(mut app: Harness, at: Stamp) -> Harness {
    let now = app.scene(|scene| scene.now.at);
    let minutes = at.since(now).as_seconds() / 60;
    app = app.press(&format!("<wait {minutes}m>"));
    app
}

#[test]
fn a_week_of_keys_leaves_a_screen_as_light_as_a_day_does() {
    let store = Store::in_memory().expect("a store");
    let mut app = Harness::with(store, MORNING, Palette::Many);
    let start = app.scene(|scene| scene.now.at);
    let mut weights = Vec::new();
    for day in 0..DAYS {
        app = live_through_a_day(app, day);
        app = wait_until(app, start.plus(Length::hours(24 * (day + 1))));
        weights.push(held(&app));
    }
    // By the third day whatever has an end has reached it; from then on it is some blocks more.
    let (early, last) = (weights[2], weights[weights.len() - 1]);
    assert!(last < early + early / 10, "{weights:?}");
    // A tick asks whether the file has changed, and no more; each minute whether what runs is forgotten.
    app = app.press("<esc>s<wait 1m>");
    take_reads();
    for _ in 0..3_600 {
        let at = app.scene(|scene| scene.now.at);
        app.jump(at.plus(Length::seconds(1)));
    }
    let (looks, others) = take_reads();
    assert_eq!(looks, 3_600);
    assert!(others.len() <= 2 * 60, "{others:?}");
}
