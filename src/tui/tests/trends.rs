//! The trends: their columns and panels, what is said where little is known, and moving through them.

use insta::assert_snapshot;
use ratatui::layout::Position;

use super::{MORNING, thursday};
use crate::demo;
use crate::domain::block::Grade;
use crate::domain::calendar::{Calendar, Week, Zone, parse_rfc3339};
use crate::domain::edit::SideRow;
use crate::domain::file_row::ReviewRow;
use crate::domain::review::Guess;
use crate::insight::testdata;
use crate::store::Store;
use crate::tui::event::Wake;
use crate::tui::harness::Harness;
use crate::tui::scene::Screen;
use crate::tui::screens::trends::stretch::Stretch;
use crate::tui::theme::Palette;

const FRIDAY: &str = "2026-03-06T16:05:00+01:00";
const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

/// Half a year of the made-up life.
fn lived() -> Store {
    let now = parse_rfc3339(FRIDAY).expect("a time");
    let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
    let mut store = Store::in_memory().expect("a store");
    store
        .seed_blocks(demo::blocks(now, &calendar, 1).into_iter())
        .expect("a lane");
    store
}

/// It on the screen of trends.
fn half_a_year(palette: Palette) -> Harness {
    Harness::with(lived(), FRIDAY, palette).press("<tab><tab>")
}

/// Maya's week after so many of the four before it.
fn weeks_of_maya(before: usize) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let from = testdata::monday().plus(-7 * before as i64);
    let calendar = testdata::context().calendar;
    let blocks = testdata::history()
        .into_iter()
        .filter(|block| calendar.day_of(block.start) >= from);
    store.seed_blocks(blocks).expect("a lane");
    Harness::with(store, "2026-03-09T09:00:00+01:00", Palette::Many).press("<tab><tab>")
}

/// All pages one after the other, as text.
fn all_pages(mut app: Harness, width: u16, height: u16) -> String {
    let mut pages = vec![app.screen(width, height)];
    loop {
        app = app.press("<pgdn>");
        let page = app.screen(width, height);
        if pages.last() == Some(&page) {
            return pages.join("\n");
        }
        pages.push(page);
    }
}

#[test]
fn half_a_year_at_the_sizes_of_the_design() {
    let mut app = half_a_year(Palette::Many);
    assert_snapshot!("trends_100x30", app.screen(100, 30));
    assert_snapshot!("trends_160x48", app.screen(160, 48));
    assert_snapshot!("trends_200x60", app.screen(200, 60));
    assert_snapshot!("trends_120x40", app.screen(120, 40));
    assert_snapshot!("trends_80x24", app.screen(80, 24));
    assert_snapshot!("trends_40x12", app.screen(40, 12));
    let mut app = app.press("<up>");
    assert_snapshot!("trends_26_weeks_80x24", app.screen(80, 24));
}

#[test]
fn without_color_no_word_and_no_figure_is_lost() {
    let (mut color, mut plain) = (half_a_year(Palette::Many), half_a_year(Palette::Monochrome));
    let words = |screen: String| -> Vec<String> {
        let words = screen.split(|c: char| !c.is_ascii_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    assert_eq!(words(color.screen(120, 40)), words(plain.screen(120, 40)));
    assert!(
        plain
            .frame(120, 40)
            .content()
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset)
    );
}

#[test]
fn every_group_is_on_some_page_at_every_size() {
    let titles = [
        "TAFS by week",
        "Hours by week",
        "usual",
        "Last protected selling",
        "Requests",
        "No advance yet",
        "Prospecting by time of day",
        "Guess vs actual",
        "Selling by weekday and hour",
        "Published studies",
        "Proudfoot, 2005",
        "Brock, undated",
    ];
    for (width, height) in SIZES {
        let pages = all_pages(half_a_year(Palette::Many), width, height);
        for title in titles {
            assert!(
                pages.contains(title),
                "{title} at {width}x{height}:\n{pages}"
            );
        }
    }
}

#[test]
fn every_page_has_its_number_and_only_the_last_names_no_next() {
    for (width, height) in [(80, 24), (100, 30), (120, 40), (160, 48), (200, 60)] {
        let mut app = half_a_year(Palette::Many);
        let first = app.screen(width, height);
        let count = first.split("page 1 of ").nth(1).expect("the first page");
        let count = count.split_whitespace().next().expect("a number");
        let count: usize = count.parse().expect("a number");
        assert!((2..=6).contains(&count), "{width}x{height}: {count}");
        for page in 1..=count {
            let screen = app.screen(width, height);
            assert!(
                screen.contains(&format!("page {page} of {count}")),
                "{screen}"
            );
            assert_eq!(screen.contains("pgdn"), page < count, "{screen}");
            app = app.press("<pgdn>");
        }
    }
}

#[test]
fn the_columns_are_drawn_at_any_size() {
    let mut app = half_a_year(Palette::Many);
    for stretch in [Stretch::Quarter, Stretch::Half, Stretch::Year] {
        assert_eq!(app.model().trends.stretch, stretch);
        for width in (1..=140).step_by(11).chain([200, 300]) {
            for height in (1..=50).step_by(4).chain([90]) {
                app.frame(width, height);
            }
        }
        app = app.press("<up><pgdn>");
    }
}

#[test]
fn two_weeks_are_no_trend_and_three_are() {
    for (before, missing) in [
        (0, Some("needs 2 more weeks")),
        (1, Some("needs 1 more week")),
        (2, None),
    ] {
        let mut app = weeks_of_maya(before);
        for (width, height) in SIZES {
            let screen = app.screen(width, height);
            let words: String = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            match missing {
                Some(missing) => {
                    assert!(
                        words.contains(missing) && words.contains("A trend"),
                        "{width}x{height}:\n{screen}"
                    );
                    assert!(
                        words.contains("W10 51.8 % 20h50 selling of 40h15"),
                        "{width}x{height}:\n{screen}"
                    );
                }
                None => assert!(
                    words.contains("51.8") && !words.contains("A trend"),
                    "{width}x{height}:\n{screen}"
                ),
            }
        }
    }
}

#[test]
fn with_little_on_record_every_panel_says_what_it_lacks() {
    let mut app = thursday().press("<tab><tab>");
    assert_snapshot!("trends_one_day_80x24", app.screen(80, 24));
    assert_snapshot!("trends_one_day_40x12", app.screen(40, 12));
    let empty = all_pages(Harness::at(MORNING).press("<tab><tab>"), 80, 24);
    for words in [
        "needs 3 more weeks",
        "None yet:",
        "None yet (needs 3 requests",
        "No account",
        "needs 2 more",
    ] {
        assert!(empty.contains(words), "{words}:\n{empty}");
    }
    // Hours are there, but no week that has a TAFS.
    let early = all_pages(thursday().press("<tab><tab>"), 80, 24);
    let lack = "Needs a week with 8h tracked and 60 % coverage.";
    assert!(early.contains(lack), "{early}");
}

#[test]
fn a_week_off_and_a_week_not_known_are_marked_and_not_drawn_as_nothing() {
    // Twelve weeks before, nothing was done, and the planned hours say nothing of it.
    let screen = half_a_year(Palette::Many).screen(120, 40);
    assert!(
        screen.contains(" % ? ") && screen.contains("? needs 8h"),
        "{screen}"
    );
    let mut store = lived();
    let week = Week {
        first: testdata::monday().plus(-84),
    };
    store
        .pause(week, true, parse_rfc3339(FRIDAY).expect("a time"))
        .expect("a pause");
    let screen = Harness::with(store, FRIDAY, Palette::Many)
        .press("<tab><tab>")
        .screen(120, 40);
    assert!(
        !screen.contains("? needs 8h") && screen.contains(" % off "),
        "{screen}"
    );
}

#[test]
fn up_and_down_change_the_weeks_and_the_wheel_turns_the_page() {
    let mut app = half_a_year(Palette::Many);
    app.screen(80, 24);
    assert_eq!(app.model().trends.stretch, Stretch::Quarter);
    let mut app = app.press("<up><up><up>");
    assert_eq!(app.model().trends.stretch, Stretch::Year);
    assert!(app.screen(80, 24).contains("52 weeks to W10"));
    let mut app = app.press("<down>");
    assert_eq!(app.model().trends.stretch, Stretch::Half);
    app.wake(&Wake::Wheel(1));
    assert!(app.screen(80, 24).contains("page 2 of"));
    app.wake(&Wake::Wheel(-1));
    app.wake(&Wake::Wheel(-1));
    assert!(app.screen(80, 24).contains("page 1 of"));
    app.wake(&Wake::Click(Position::new(0, 10)));
    assert_eq!(app.model().screen, Screen::Trends);
    // The weeks before, and back again.
    let mut app = app.press("<left><left>");
    assert!(app.screen(80, 24).contains("26 weeks to W08"));
    let app = app.press("<enter>");
    assert_eq!(
        (app.model().screen, app.model().common.day),
        (Screen::Week, app.model().common.today.plus(-14))
    );
    assert!(!app.model().trends.has_figures());
}

#[test]
fn capture_keys_tag_time_here_and_the_figures_follow() {
    let mut app = Harness::at("2026-03-05T09:00:00+01:00").press("<tab><tab>sp<wait 61m>");
    assert_eq!(app.lane(), "selling · prospecting 09:00-");
    let screen = app.screen(120, 40);
    assert!(
        screen.contains("09:00–10:01") && screen.contains("still running"),
        "{screen}"
    );
}

#[test]
fn the_parts_at_the_side_are_those_of_the_week_at_the_cursor() {
    let mut app = weeks_of_maya(4);
    let parts = |app: &mut Harness| {
        let screen = app.screen(120, 40);
        let of = |letter: &str| {
            let mut lines = screen.lines().skip(14).take(12);
            let found = lines.find_map(|line| {
                let (_, rest) = line.split_once(&format!(" {letter} "))?;
                rest.split_whitespace().next().map(str::to_owned)
            });
            found.unwrap_or_else(|| unreachable!("{letter} in\n{screen}"))
        };
        ["s", "a", "l", "d"].map(of)
    };
    // A new week has begun, in which nothing is tracked; its predecessor is at the cursor after one step.
    app = app.press("<left>");
    assert_eq!(parts(&mut app), ["20h50", "14h35", "2h10", "2h40"]);
    app = app.press("<left>");
    assert_eq!(parts(&mut app), ["18h00", "17h24", "1h30", "3h54"]);
    // What is usual is named as such, and has no hours.
    assert!(
        app.screen(120, 40).contains("usual"),
        "{}",
        app.screen(120, 40)
    );
}

#[test]
fn columns_stay_where_they_are_from_week_to_week() {
    for (width, height) in [
        (40, 12),
        (80, 24),
        (100, 30),
        (120, 40),
        (160, 48),
        (200, 60),
    ] {
        let mut app = half_a_year(Palette::Many);
        let row_of_names = |screen: &str| {
            let is_name = |word: &str| word.len() == 3 && word.starts_with('W');
            let mut lines = screen.lines().skip(1);
            lines.position(|line| line.split_whitespace().filter(|word| is_name(word)).count() > 2)
        };
        let first = row_of_names(&app.screen(width, height));
        assert!(first.is_some(), "{}", app.screen(width, height));
        for back in 1..3 {
            app = app.press("<left>");
            let screen = app.screen(width, height);
            let row = row_of_names(&screen);
            assert_eq!(row, first, "{back} back at {width}x{height}\n{screen}");
        }
    }
}

#[test]
fn of_many_weeks_the_cursor_the_best_and_the_worst_have_their_figures_side_by_side() {
    let mut app = half_a_year(Palette::Many).press("<up>");
    for (width, height) in [(40, 12), (52, 12), (80, 24), (120, 40)] {
        let screen = app.screen(width, height);
        let row = screen
            .lines()
            .find(|line| line.trim_start().starts_with('%'));
        let has_all =
            ["32.3", "51.0", "47.0"].map(|figure| row.is_some_and(|row| row.contains(figure)));
        assert_eq!(has_all, [true; 3], "{width}x{height}\n{screen}");
    }
    // At the edge of the screen a figure and a name begin before their column.
    let screen = app.press("<up>").screen(40, 12);
    assert!(
        screen.contains("47.0\n") && screen.contains("W10\n"),
        "{screen}"
    );
}

#[test]
fn a_guess_is_said_to_wait_for_the_reveal() {
    let guessed = |revealed: bool| {
        let now = parse_rfc3339(FRIDAY).expect("a time");
        let mut store = lived();
        let week = "2026-W10".to_owned();
        let review = ReviewRow {
            step: None,
            revealed,
            answers: "{}".to_owned(),
            closed: None,
        };
        let guess = Guess {
            selling: 0.6,
            rest: None,
        };
        let rows = [
            SideRow::Guess {
                week: week.clone(),
                guess,
            },
            SideRow::Review { week, review },
        ];
        store.seed_rows(&rows, now).expect("rows");
        let app = Harness::with(store, FRIDAY, Palette::Many).press("<tab><tab>");
        let all = all_pages(app, 160, 48);
        let words: Vec<&str> = all.split_whitespace().collect();
        words.join(" ")
    };
    let waiting = guessed(false);
    assert!(
        waiting.contains("Your guess for W10 shows here"),
        "{waiting}"
    );
    assert!(!waiting.contains("No guess yet"), "{waiting}");
    let shown = guessed(true);
    assert!(!shown.contains("shows here"), "{shown}");
    assert!(shown.contains("60 → "), "{shown}");
}

#[test]
fn a_deal_that_was_won_is_no_advance() {
    let mut store = Store::in_memory().expect("a store");
    let mut blocks = testdata::history();
    let graded = blocks
        .iter_mut()
        .rfind(|block| block.details.outcomes.grade == Some(Grade::Advance));
    graded.expect("an advance").details.outcomes.grade = Some(Grade::Won);
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    let mut app = Harness::with(store, FRIDAY, Palette::Many).press("<tab><tab>");
    for (width, height) in [(80, 24), (120, 40), (160, 48)] {
        let screen = app.screen(width, height);
        assert!(screen.contains("4 advances, 1 won"), "{screen}");
    }
}

#[test]
fn the_studies_begin_below_the_lists_of_the_page_before() {
    let all = all_pages(half_a_year(Palette::Many), 80, 24);
    let mut pages = all.split("page ");
    let shared = pages.find(|page| page.contains("By source"));
    let shared = shared.expect("a page with habits");
    assert!(shared.contains("Published studies"), "{shared}");
    // Where it is parted, the name of the study is said again.
    for page in all
        .split("page ")
        .filter(|page| page.contains("Published studies"))
    {
        assert!(page.contains("found     you"), "{page}");
    }
}
