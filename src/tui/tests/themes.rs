//! Every terminal: the screens in each theme, with few colors, with none, and in ASCII.

use insta::assert_snapshot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::styles;
use crate::config::Config;
use crate::domain::calendar::Week;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::insight::testdata;
use crate::report::tone::Tone;
use crate::store::Store;
use crate::tui::harness::Harness;
use crate::tui::mode::Mode;
use crate::tui::theme::{Glyphs, Ground, Palette, Theme};

/// Every screen and all that may lie over it.
const STATES: [&str; 36] = [
    "",
    "<up><up><up>",
    "g",
    "s",
    "15",
    "90s",
    "15s<esc>S",
    "nwhat – “really” · 5 × 3…<left>",
    "@No",
    "+5 touches",
    "?",
    "?<pgdn>",
    "?<pgdn><pgdn><pgdn>",
    ":",
    ":sel",
    ":zzzz",
    "ffind",
    "fnorth<down>",
    "G",
    "U",
    "ax<enter>u",
    "o",
    "c",
    "/12:00",
    "<tab>",
    "<tab><up><up>",
    "<tab><tab>",
    "<tab><tab><pgdn>",
    "<tab><tab><pgdn><pgdn>",
    "<tab><tab><down>",
    "<shift-tab>",
    "<shift-tab><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><enter><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>",
    "<shift-tab><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>",
];

/// Maya's week up to its Thursday afternoon, and the weeks before it, with a commitment.
fn maya(palette: Palette) -> Harness {
    let mut store = Store::in_memory().expect("a store");
    let thursday = testdata::at(testdata::monday().plus(3), "1432");
    let blocks = testdata::history().into_iter();
    let blocks = blocks.filter(|block| block.end.is_some_and(|end| end.at <= thursday.at));
    store.seed_blocks(blocks).expect("a lane");
    let commitment = parse_stored_commitment(">= 6h selling/prospecting").expect("a commitment");
    let week = Week {
        first: testdata::monday(),
    };
    let monday = testdata::at(testdata::monday(), "0830");
    store
        .commit_to(week, Some(&commitment), monday)
        .expect("a commitment");
    Harness::with(store, "2026-03-05T14:32:10+01:00", palette).press("<esc>15sm<esc>")
}

/// The same in a theme by its name.
fn in_theme(palette: Palette, name: &str) -> Harness {
    let config = Config {
        theme: Config::default().theme.renamed(name),
        ..Config::default()
    };
    let tones = config.load_tones(false).expect("a theme");
    let mut app = maya(palette);
    app.settings(|settings| settings.theme = Theme::of(palette, tones, &[]));
    app
}

/// The same where there is nothing but ASCII.
fn in_ascii(palette: Palette) -> Harness {
    let mut app = maya(palette);
    app.settings(|settings| {
        settings.theme = Theme::new(palette).drawn_with(Glyphs::Ascii, true);
    });
    app
}

#[test]
fn the_day_on_every_terminal() {
    assert_snapshot!(
        "light_80x24",
        styles(&mut in_theme(Palette::Full, "light"), 80, 24)
    );
    assert_snapshot!("sixteen_80x24", styles(&mut maya(Palette::Sixteen), 80, 24));
    assert_snapshot!("none_80x24", styles(&mut maya(Palette::Monochrome), 80, 24));
    assert_snapshot!(
        "ascii_80x24",
        styles(&mut in_ascii(Palette::Monochrome), 80, 24)
    );
    let mut app = in_ascii(Palette::Monochrome);
    assert_snapshot!("ascii_120x40", app.screen(120, 40));
    assert_snapshot!("ascii_40x12", app.screen(40, 12));
}

#[test]
fn in_ascii_every_cell_of_every_screen_is_ascii() {
    for palette in [Palette::Monochrome, Palette::Full] {
        for keys in STATES {
            let mut app = in_ascii(palette).press(keys);
            for (width, height) in [
                (200, 60),
                (160, 48),
                (120, 40),
                (100, 30),
                (80, 24),
                (40, 12),
                (30, 3),
            ] {
                let buffer = app.frame(width, height);
                let odd = buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
                assert!(
                    odd.is_none(),
                    "{keys} at {width}x{height}: {odd:?}\n{}",
                    app.screen(width, height)
                );
            }
        }
    }
}

#[test]
fn plain_numerals_are_digits_and_nothing_else_moves() {
    let large = maya(Palette::Full).screen(120, 40);
    let mut app = maya(Palette::Full);
    app.settings(|settings| {
        settings.theme = Theme::new(Palette::Full).drawn_with(Glyphs::Full, false);
    });
    let plain = app.screen(120, 40);
    let is_numeral = |c: char| "▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".contains(c);
    assert!(plain.contains("   84.1 %"), "{plain}");
    for (row, (one, other)) in large.lines().zip(plain.lines()).enumerate() {
        let right = |line: &str| line.chars().skip(45).collect::<String>();
        assert_eq!(right(one), right(other));
        if row < 6 {
            continue;
        }
        assert!(!other.chars().skip(3).take(40).any(is_numeral), "{other}");
    }
}

#[test]
fn without_color_no_seam_looks_like_selling() {
    use ratatui::style::Modifier;
    // Two blocks of admin, one after the other.
    let mut store = Store::in_memory().expect("a store");
    let blocks = testdata::day(testdata::monday(), "0900-1000 am; 1000-1100 ac");
    store.seed_blocks(blocks.into_iter()).expect("a lane");
    let mut app = Harness::with(store, "2026-03-02T11:00:00+01:00", Palette::Monochrome);
    let frame = app.frame(120, 40);
    let row = |y: u16| (3..117).map(move |x| (x, y));
    let hours = (0..40).find(|y| frame[(3, *y)].symbol() == "0" && frame[(4, *y)].symbol() == "8");
    let ribbon = hours.expect("the hours of the day") + 1;
    let is_reversed = |at: (u16, u16)| frame[at].modifier.contains(Modifier::REVERSED);
    assert!(
        !row(ribbon).any(is_reversed) && row(ribbon).any(|at| frame[at].symbol() == "▏"),
        "{}",
        app.screen(120, 40)
    );
}

#[test]
fn in_ascii_a_week_that_met_the_goal_reaches_its_line_and_no_other_does() {
    let mut app = maya(Palette::Monochrome);
    app.settings(|settings| {
        let theme = Theme::new(Palette::Monochrome);
        settings.theme = theme.drawn_with(Glyphs::Ascii, true);
    });
    let mut app = app.press("<tab><tab>");
    let screen = app.screen(120, 40);
    let line = screen
        .lines()
        .find(|row| row.trim_start().starts_with("45 "));
    let line = line.unwrap_or_else(|| panic!("{screen}"));
    let figures = screen.lines().find(|row| row.trim_start().starts_with('%'));
    let figures = figures.unwrap_or_else(|| panic!("{screen}"));
    let weeks = (8..72).step_by(5).filter_map(|at| {
        let words = figures.get(at..at + 4)?.trim();
        Some((words.parse::<f64>().ok()?, line.as_bytes()[at] == b'#'))
    });
    let weeks: Vec<(f64, bool)> = weeks.collect();
    for (figure, is_reached) in &weeks {
        assert_eq!(*is_reached, *figure >= 45.0, "{figure}\n{screen}");
    }
    for met in [true, false] {
        assert!(
            weeks.iter().any(|week| week.1 == met),
            "{weeks:?}\n{screen}"
        );
    }
}

/// A color of a frame in a palette that is painted.
fn tone_of(color: Color) -> Option<Tone> {
    match color {
        Color::Rgb(red, green, blue) => Some(Tone(red, green, blue)),
        Color::Indexed(index) => Some(Tone::of_index(index)),
        _ => None,
    }
}

/// The rows and columns between the edges of a card, where one lies over a frame.
fn find_card(frame: &Buffer, theme: &Theme) -> Option<Rect> {
    let edge = theme.ground(Ground::Panel).bg;
    let is_edge = |x: &u16, y: u16, sign: &str| {
        let cell = &frame[(*x, y)];
        cell.symbol() == sign && Some(cell.fg) == edge
    };
    let columns = |y, sign| (0..frame.area.width).filter(move |x| is_edge(x, y, sign));
    let has_edge = |y: &u16, sign| columns(*y, sign).count() > 20;
    let top = (0..frame.area.height).find(|y| has_edge(y, "▄"))?;
    let bottom = (top..frame.area.height).find(|y| has_edge(y, "▀"))?;
    let (left, width) = (columns(top, "▄").next()?, columns(top, "▄").count() as u16);
    Some(Rect::new(left, top, width, bottom - top))
}

/// Letters and figures of a frame that are hard to read: what, where, and how hard. Under a card all is meant to be faint.
fn faint_words(frame: &Buffer, theme: &Theme, has_card: bool) -> Vec<String> {
    let card = find_card(frame, theme).filter(|_| has_card);
    assert_eq!(card.is_some(), has_card);
    let mut found = Vec::new();
    for y in 0..frame.area.height {
        for x in 0..frame.area.width {
            let cell = &frame[(x, y)];
            let is_word = cell.symbol().chars().any(char::is_alphanumeric);
            let is_under = card.is_some_and(|card| !card.contains((x, y).into()));
            let (Some(words), Some(ground)) = (tone_of(cell.fg), tone_of(cell.bg)) else {
                continue;
            };
            let contrast = words.contrast(ground);
            if is_word && !is_under && contrast < 4.5 {
                let at = format!("{} at {x},{y}", cell.symbol());
                found.push(format!("{at}: {contrast:.2}, {words} on {ground}"));
            }
        }
    }
    found
}

#[test]
fn every_word_of_every_screen_can_be_read_in_every_theme() {
    let mut faint = Vec::new();
    for palette in [Palette::Full, Palette::Many] {
        for keys in STATES {
            let mut app = maya(palette).press(keys);
            let is_card = matches!(
                app.model().mode,
                Mode::Help(_)
                    | Mode::Palette(_)
                    | Mode::Month(_)
                    | Mode::History(_)
                    | Mode::Find(_)
                    | Mode::Away(_)
            );
            for name in Config::default().theme_names() {
                let config = Config {
                    theme: Config::default().theme.renamed(&name),
                    ..Config::default()
                };
                let tones = config.load_tones(false).expect("a theme");
                let theme = Theme::of(palette, tones, &[]);
                app.settings(|settings| settings.theme = theme.clone());
                let found = faint_words(&app.frame(160, 48), &theme, is_card);
                faint.extend(found.first().map(|first| {
                    format!("{name} {palette:?} {keys:?}: {} of {first}", found.len())
                }));
            }
        }
    }
    assert!(faint.is_empty(), "{}\n{}", faint.len(), faint.join("\n"));
}
