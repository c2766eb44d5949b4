//! `tafs demo`: the full screen on a seller's made-up life, in a file that is removed afterwards.

use clap::Args;

use super::ctx::Ctx;
use super::screen::Screen;
use crate::demo;
use crate::domain::edit::Row;
use crate::error::Error;
use crate::store::Store;

/// What this seller aims at, where the rep's own config names no goal.
const GOAL: f64 = 0.45;

/// Which life.
#[derive(Args, Debug)]
pub(super) struct DemoArgs {
    /// Another number tells another life
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

pub(super) fn screen(ctx: Ctx, asked: &DemoArgs) -> Result<Screen, Error> {
    let failed = |error: std::io::Error| {
        Error::failed(format!("cannot make a temporary folder: {error}"))
            .hint("set TMPDIR to a folder with some room")
    };
    let folder = tempfile::Builder::new()
        .prefix("tafs-demo-")
        .tempdir()
        .map_err(failed)?;
    let path = folder.path().join("tafs.db");
    let mut store = Store::open(&path)?;
    store.seed(demo::blocks(ctx.now, ctx.calendar(), asked.seed).into_iter())?;
    let notes = demo::commitments(ctx.now, ctx.calendar()).into_iter();
    let rows = notes.flat_map(|(week, text, guess)| {
        let week = week.to_string();
        let commitment = Row::Commitment {
            week: week.clone(),
            text: text.to_owned(),
        };
        [
            Some(commitment),
            guess.map(|guess| Row::Guess { week, guess }),
        ]
    });
    store.seed_rows(&rows.flatten().collect::<Vec<_>>(), ctx.now)?;
    let Ctx {
        out,
        color,
        mut config,
        zone,
        clock,
        now,
        ..
    } = ctx;
    config.hours.days_off = demo::days_off(now, asked.seed);
    config.goal.tafs = config.goal.tafs.or(Some(GOAL));
    out.message(&format!(
        "Made-up data in {}; it is removed when you quit",
        path.display()
    ));
    Ok(Screen {
        store,
        config,
        zone,
        clock,
        color,
        banner: Some("demo".to_owned()),
        temporary: Some(folder),
    })
}
