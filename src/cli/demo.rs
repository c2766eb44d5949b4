//! `tafs demo`: the full screen on a seller's made-up life, in a file that is removed afterwards.

use clap::Args;

use super::ctx::Ctx;
use super::screen::Screen;
use crate::demo;
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::edit::SideRow;
use crate::domain::file_row::ReviewRow;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment};
use crate::error::Error;
use crate::store::Store;
use crate::store::leftover::{DEMO, leftover_prefix};

/// What this seller aims at, where the rep's own config names no goal.
const GOAL: f64 = 0.45;

/// Which life.
#[derive(Args, Debug)]
pub(super) struct DemoArgs {
    /// Seed for the made-up data
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

pub(super) fn open_demo(ctx: Ctx, asked: &DemoArgs) -> Result<Screen, Error> {
    let failed = |error: std::io::Error| {
        Error::failed(format!("cannot make a temporary folder: {error}"))
            .hint("set TMPDIR to a folder with free space")
    };
    let folder = tempfile::Builder::new()
        .prefix(&leftover_prefix(DEMO))
        .tempdir()
        .map_err(failed)?;
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path)?;
    let now = demo::opening(ctx.now, ctx.calendar());
    let blocks = demo::blocks(now, ctx.calendar(), asked.seed);
    let rows = side_rows(&blocks, now, ctx.calendar());
    store.seed_blocks(blocks.into_iter())?;
    store.seed_rows(&rows, now)?;
    let path = path.display();
    ctx.message(format!(
        "Made-up data in {path}; it is removed when you quit"
    ));
    let is_moved = now != ctx.now;
    if is_moved {
        let (day, clock) = (ctx.calendar().day_of(now), format::clock(now));
        let day = format::short_day(day, ctx.calendar().day_of(ctx.now));
        ctx.message(format!(
            "Outside working hours: the demo's clock shows {day} {clock}"
        ));
    }
    let days_off = demo::days_off(now, asked.seed);
    let mut screen = Screen::new(ctx, store);
    screen.config.hours.days_off = days_off;
    if screen.config.hours.focus.is_empty() {
        screen.config.hours.focus = vec![(Length::hours(9), Length::hours(11))];
    }
    screen.config.goal.tafs = screen.config.goal.tafs.or(Some(GOAL));
    if is_moved {
        screen.clock = screen.clock.set_to(now);
    }
    screen.config_place = None;
    screen.daily = None;
    screen.config.calendars.clear();
    screen.banner = Some("demo".to_owned());
    screen.temporary = Some(folder);
    Ok(screen)
}

/// What the file holds beside the blocks: focus runs, commitments, guesses and reviews.
fn side_rows(blocks: &[Block], now: Moment, calendar: &Calendar) -> Vec<SideRow> {
    let runs = demo::focus_runs(blocks, calendar);
    let mut rows: Vec<SideRow> = runs.into_iter().map(SideRow::FocusRun).collect();
    for (week, text, guess) in demo::commitments(now, calendar) {
        let answers = demo::answers(week, now, calendar);
        let (week, text) = (week.to_string(), text.to_owned());
        if let Some(guess) = guess {
            let review = ReviewRow {
                step: None,
                revealed: true,
                answers: serde_json::to_string(&answers).unwrap_or_default(),
                closed: None,
            };
            let week = week.clone();
            rows.push(SideRow::Guess {
                week: week.clone(),
                guess,
            });
            rows.push(SideRow::Review { week, review });
        }
        rows.push(SideRow::Commitment { week, text });
    }
    rows
}
