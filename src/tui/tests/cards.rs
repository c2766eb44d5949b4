//! No screen, and no page of one, has more than five cards; the others are on a page of their own, and each can be hidden.

use super::*;
use crate::demo;
use crate::domain::calendar::{Calendar, Zone, parse_rfc3339};
use crate::domain::edit::SideRow;
use crate::domain::file_row::ReviewRow;
use crate::tui::widgets::cards::MOST;

const FRIDAY: &str = "2026-03-13T15:10:00+01:00";
const SIZES: [(u16, u16); 7] = [
    (40, 12),
    (60, 50),
    (80, 24),
    (100, 60),
    (120, 40),
    (160, 48),
    (200, 60),
];
/// The heads of all cards, each with its name in the config, where it can be hidden. Selling and its commitment are one;
/// "Share by day" belongs to the lanes.
const HEADS: [(&str, &str); 24] = [
    ("This week", ""),
    ("Commitment  ", ""),
    ("Next  ", ""),
    ("Protected selling", "protected_s"),
    ("Last protected selling", "protected_s"),
    ("Requests", "by_requester"),
    ("Top non-selling", ""),
    ("meetings set", "yield"),
    ("No advance yet", "watch_accounts"),
    ("by time of day", "best_window"),
    ("Guess vs actual", "calibration"),
    ("Touches for one outcome", "effort"),
    ("No touch", "nurture"),
    ("Coaching  ", "coaching"),
    ("Focus hours", "refuge"),
    ("Published studies", "studies"),
    ("Learned in 90 days", "learning_used"),
    ("Focus runs", "focus_runs"),
    ("best 4", "best_four"),
    ("focus runs", "focus_runs"),
    ("✓", "prepared"),
    ("prepared", "prepared"),
    ("best four", "best_four"),
    ("off by", "calibration"),
];
/// So many of them are cards; the others are figures in a line.
const CARDS: usize = 18;

/// Half a year of the made-up life, with its focus hours.
fn lived(hide: &[&str]) -> Harness {
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
    let mut store = Store::in_memory().expect("a store");
    let blocks = demo::blocks(now, &calendar, 1);
    let runs = demo::focus_runs(&blocks, &calendar).into_iter();
    let mut rows: Vec<SideRow> = runs.map(SideRow::FocusRun).collect();
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    for (week, text, guess) in demo::commitments(now, &calendar) {
        let (week, text) = (week.to_string(), text.to_owned());
        if let Some(guess) = guess {
            let week = week.clone();
            rows.push(SideRow::Guess { week, guess });
        }
        let review = ReviewRow {
            step: None,
            revealed: true,
            answers: "{}".to_owned(),
            closed: None,
        };
        let of = week.clone();
        rows.push(SideRow::Review { week: of, review });
        rows.push(SideRow::Commitment { week, text });
    }
    store.seed_rows(&rows, now).expect("rows");
    let mut app = Harness::with(store, FRIDAY, Palette::Many);
    app.settings(|settings| {
        settings.context.hours.focus = vec![(Length::hours(9), Length::hours(11))];
        for name in hide {
            settings.hidden.add(name).expect("a name");
        }
    });
    app.press("<esc>")
}

/// All screens with their pages, as text.
fn all_screens(size: (u16, u16), hide: &[&str]) -> Vec<String> {
    let mut app = lived(hide);
    let mut screens = Vec::new();
    for _ in 0..4 {
        screens.push(app.screen(size.0, size.1));
        loop {
            app = app.press("<pgdn>");
            let page = app.screen(size.0, size.1);
            if screens.last() == Some(&page) || screens.len() > 60 {
                break;
            }
            screens.push(page);
        }
        app = app.press("<tab>");
    }
    screens
}

/// The cards of a screen.
fn cards_on(screen: &str) -> Vec<&'static str> {
    let heads = HEADS[..CARDS].iter().map(|(head, _)| *head);
    let heads = heads.filter(|head| screen.contains(head));
    let has_last = screen.contains("Last protected selling");
    heads
        .filter(|head| !has_last || *head != "Protected selling")
        .filter(|head| *head != "Commitment  " || screen.contains("This week"))
        .collect()
}

#[test]
fn no_screen_has_more_than_five_cards() {
    for size in SIZES {
        let screens = all_screens(size, &[]);
        assert!(screens.len() > 12, "{size:?}: {}", screens.len());
        for screen in &screens {
            let cards = cards_on(screen);
            assert!(cards.len() <= MOST, "{cards:?} at {size:?}:\n{screen}");
        }
        let all = screens.join("\n");
        for head in ["Last protected", "Requests", "No advance", "by time of day"] {
            assert!(all.contains(head), "{head} at {size:?}");
        }
        for head in ["Guess vs", "Touches for", "No touch", "Published studies"] {
            assert!(all.contains(head), "{head} at {size:?}");
        }
    }
}

#[test]
fn every_card_of_figures_is_hidden_for_good_by_its_name() {
    let shown = all_screens((160, 48), &[]).join("\n");
    let mut names: Vec<&str> = HEADS.iter().map(|(_, name)| *name).collect();
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    let hidden = all_screens((160, 48), &names).join("\n");
    let mut seen = 0;
    for (head, name) in HEADS {
        if !name.is_empty() {
            seen += usize::from(shown.contains(head));
            assert!(
                !hidden.contains(head),
                "{head} is hidden as {name}:\n{hidden}"
            );
        }
    }
    assert!(seen >= 14, "{seen} of them are seen at all");
}
