//! `tafs gaps`: planned hours with no block.

use clap::Args;
use serde::Serialize;

use super::ctx::Ctx;
use super::{hyphens, output};
use crate::domain::calendar::{Day, rfc3339};
use crate::domain::parse::range::Range;
use crate::domain::stamp::{Length, Moment, Span};
use crate::domain::{away, format};
use crate::error::Error;
use crate::insight::gaps::{SHOWN_FROM, find_untracked};

/// Which days, and in which shape.
#[derive(Args, Debug)]
pub(super) struct GapsArgs {
    /// Which days, as in tafs log
    #[arg(value_name = "RANGE", default_value = "today")]
    range: Vec<String>,
    /// As JSON: an array of gaps
    #[arg(long)]
    json: bool,
}

/// From when to when nothing is on record.
type Gap = (Moment, Moment);

/// A gap as JSON writes it.
#[derive(Serialize)]
struct GapRecord {
    day: String,
    start: String,
    end: String,
    seconds: i64,
}

pub(super) fn list_gaps(ctx: &Ctx, asked: &GapsArgs) -> Result<(), Error> {
    let said = hyphens::joined(&asked.range);
    let days = gaps_by_day(ctx, super::log::read_range(ctx, &said)?)?;
    let is_shown = |gap: &&Gap| gap.1.at.since(gap.0.at) >= SHOWN_FROM;
    if asked.json {
        let record = |day: &Day, gap: &Gap| GapRecord {
            day: day.to_string(),
            start: rfc3339(gap.0),
            end: rfc3339(gap.1),
            seconds: gap.1.at.since(gap.0.at).as_seconds(),
        };
        let all: Vec<GapRecord> = days
            .iter()
            .flat_map(|(day, gaps)| gaps.iter().map(move |gap| record(day, gap)))
            .collect();
        return output::result(&output::json("the gaps", &all)?);
    }
    if days.is_empty() {
        ctx.message(format!("No gap in {said}"));
        return Ok(());
    }
    let mut lines = String::new();
    let today = ctx.today();
    for (day, gaps) in &days {
        let whole: Length = gaps.iter().map(|(start, end)| end.at.since(start.at)).sum();
        let (name, whole) = (format::short_day(*day, today), format::hours(whole));
        let heading = format!("{name}   {whole} untracked");
        lines.extend([&ctx.out.paint.bold(&heading), "\n"]);
        for (start, end) in gaps.iter().filter(is_shown) {
            let span = Span::new(start.at, end.at);
            let length = format::hours(span.map_or(Length::ZERO, Span::clock_length));
            let offset = format::misleading_offset(*start, Some(*end), ctx.calendar());
            let [start, end] = [*start, *end].map(format::clock);
            let line = format!("  {start}-{end} {length:>6}  {offset}");
            lines.extend([line.trim_end(), "\n"]);
        }
        let short: Vec<&Gap> = gaps.iter().filter(|gap| !is_shown(gap)).collect();
        if !short.is_empty() {
            let length: Length = short
                .iter()
                .map(|(start, end)| end.at.since(start.at))
                .sum();
            let (count, most) = (
                format::count(short.len(), "gap"),
                format::spoken(SHOWN_FROM),
            );
            let words = format!("  {count} under {most}: {}", format::spoken(length));
            lines.extend([&ctx.out.paint.dim(&words), "\n"]);
        }
    }
    output::result(&lines)
}

/// The gaps of each day that has one, also those of a second, so that they add up to what is untracked; by the wall clock of where the day was lived.
fn gaps_by_day(ctx: &Ctx, range: Range) -> Result<Vec<(Day, Vec<Gap>)>, Error> {
    let store = ctx.look()?;
    let today = ctx.today();
    let (first, last) = match range {
        Range::Days { first, last } => (first, last.min(today)),
        // Before the first block nothing was measured.
        Range::All => match store.first()? {
            Some(block) => (ctx.calendar().day_of(block.start), today),
            None => return Ok(Vec::new()),
        },
    };
    let context = ctx.setting_with(&store, first, last)?;
    let questions = store.questions(ctx.now)?;
    let mut found = Vec::new();
    for day in (0..=last.since(first)).map(|index| first.plus(index)) {
        let blocks = store.blocks(context.reach(day, day))?;
        let counted = away::count_timeline(&blocks, &questions);
        let ledger = context.ledger(&counted, ctx.now.at);
        let gaps = find_untracked(ledger, day).into_iter();
        let place = ledger.place(day).unwrap_or(ctx.now);
        let moment = |at| ctx.calendar().beside(place, at);
        let gaps: Vec<Gap> = gaps
            .map(|gap| (moment(gap.start()), moment(gap.end())))
            .collect();
        if !gaps.is_empty() {
            found.push((day, gaps));
        }
    }
    Ok(found)
}
