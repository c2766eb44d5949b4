//! `tafs report`: the time of a range in groups, as a table or in a shape for other programs.

use clap::Args;

use super::ctx::{Ctx, chunk_days};
use super::document::{Destination, named_parser};
use super::filter::{self, Asked, FilterArgs};
use super::sheets::SheetArgs;
use super::{log, output, parse_error};
use crate::domain::away::{self, Question};
use crate::domain::parse::duration::parse_duration;
use crate::domain::parse::range::Range;
use crate::domain::stamp::Length;
use crate::error::Error;
use crate::insight::groups::{By, Report, Tally};
use crate::report::record::ReportRecord;
use crate::report::strips::{self, Strip};
use crate::report::{csv, grouped, html, markdown};
use crate::store::Store;

/// A page draws so many days as strips, not more.
const DAYS_DRAWN: i64 = 14;

const WEEK: &str = "week";

/// Which days, which blocks of them, in which groups, and in which shape.
#[derive(Args, Debug)]
pub(super) struct ReportArgs {
    /// Which days, then which blocks, as in tafs log; of some blocks it tells hours and no TAFS
    #[arg(value_name = "RANGE", default_value = WEEK)]
    range: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    sheets: SheetArgs,
    /// Round each row to the nearest LENGTH, as 15m; the total is the sum of the rows
    #[arg(long, value_name = "LENGTH")]
    round: Option<String>,
    /// In which groups: category, activity, account, requester, tag, day, week or hour
    #[arg(long, value_name = "WHAT", value_parser = named_parser(By::ALL, By::name), default_value = By::Category.name())]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    by: By,
    /// In which shape
    #[arg(long, value_name = "FORMAT")]
    format: Option<ReportFormat>,
    /// As JSON: the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    #[command(flatten)]
    destination: Destination,
}

impl ReportArgs {
    const fn shape(&self) -> ReportFormat {
        if self.json {
            return ReportFormat::Json;
        }
        match self.format {
            Some(format) => format,
            None if self.sheets.is_for_program() => ReportFormat::Csv,
            None => ReportFormat::Table,
        }
    }

    /// To what the rows are rounded: a minute to a day.
    fn read_round(&self) -> Result<Option<Length>, Error> {
        let Some(said) = &self.round else {
            return Ok(None);
        };
        let step = parse_duration(said).map_err(parse_error::mark_in(said))?;
        if step < Length::minutes(1) || step > Length::hours(24) {
            return Err(
                Error::usage(format!("--round is 1m to 24h, and not {said}"))
                    .hint("write --round 15m"),
            );
        }
        Ok(Some(step))
    }
}

/// The shapes of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum ReportFormat {
    Table,
    Json,
    Csv,
    Md,
    Html,
}

pub(super) fn print_report(ctx: &Ctx, asked: &ReportArgs) -> Result<(), Error> {
    let what = filter::read(ctx, &asked.range, WEEK, &asked.filter)?;
    let is_csv = asked.shape() == ReportFormat::Csv;
    asked.sheets.check_shape(is_csv, "write --format csv")?;
    let (dialect, rounded) = (asked.sheets.dialect()?, asked.read_round()?);
    let store = ctx.look()?;
    let questions = store.at_once(|store| store.questions(ctx.now))?;
    let report = Report {
        rounded,
        ..count_groups(ctx, &store, &questions, &what, asked.by)?
    };
    let nothing = match what.range {
        Range::All if what.filter.keeps_all() => "No blocks yet".to_owned(),
        Range::All | Range::Days { .. } => format!("No blocks for {}", what.said),
    };
    let (goal, today) = (ctx.config.goal.tafs, ctx.today());
    let document = |strips| grouped::report_document(&report, strips, goal, today);
    let text = match asked.shape() {
        // Said below.
        ReportFormat::Table if report.is_empty() && !asked.destination.is_file() => String::new(),
        ReportFormat::Table if report.is_empty() => format!("{nothing}\n"),
        ReportFormat::Table => asked.destination.text_of(ctx, &document(Vec::new())),
        ReportFormat::Json => output::json("the report", &ReportRecord::from(&report))?,
        ReportFormat::Csv if asked.sheets.is_for_program() => {
            write_as_csv(csv::write_sheet(&report, dialect))?
        }
        ReportFormat::Csv => write_as_csv(csv::write_csv(&report, dialect))?,
        ReportFormat::Md => markdown::write_markdown(&document(Vec::new())),
        ReportFormat::Html => {
            html::write_page(&document(strips_of(ctx, &store, &questions, &report)?))
        }
    };
    asked.destination.deliver(ctx, &text)?;
    if report.is_empty() {
        ctx.message(&nothing);
    } else if let Some(question) = questions.first() {
        ctx.aside(ctx.away_line(question.since));
    }
    let has_no_words = matches!(asked.shape(), ReportFormat::Csv | ReportFormat::Json);
    if let Some(words) = grouped::rounding_words(&report).filter(|_| has_no_words) {
        ctx.aside(words);
    }
    what.say_left_out(ctx, report.is_empty(), report.left_out);
    Ok(())
}

fn write_as_csv(written: Result<String, ::csv::Error>) -> Result<String, Error> {
    written.map_err(|error| Error::failed(format!("the report cannot be told as CSV: {error}")))
}

/// The report of a range; of a long one only some weeks at a time are in memory.
fn count_groups(
    ctx: &Ctx,
    store: &Store,
    questions: &[Question],
    what: &Asked,
    by: By,
) -> Result<Report, Error> {
    let today = ctx.today();
    let (asked, days) = match what.range {
        Range::Days { first, last } => (Some((first, last)), Some((first, last.min(today)))),
        Range::All => (None, log::everything(ctx, store)?),
    };
    let (first, last) = days.or(asked).unwrap_or((today, today));
    let context = ctx.setting_with(store, first, last)?;
    let mut tally = Tally::new(by, asked, &context, &what.filter);
    if let Some((first, last)) = days {
        for (from, to) in chunk_days(first, last) {
            let blocks = store.blocks(ctx.context.reach(from, to))?;
            let blocks = away::into_counted(blocks, questions);
            tally.count(context.ledger(&blocks, ctx.now.at).days(from, to));
        }
    }
    Ok(tally.finish())
}

/// The days as strips, where they are few.
fn strips_of(
    ctx: &Ctx,
    store: &Store,
    questions: &[Question],
    report: &Report,
) -> Result<Vec<Strip>, Error> {
    let Some((first, last)) = report.days else {
        return Ok(Vec::new());
    };
    // Strips would show what was left out as time that nobody tracked.
    if report.is_filtered || last.since(first) >= DAYS_DRAWN {
        return Ok(Vec::new());
    }
    let last = last.min(ctx.today());
    let context = ctx.setting_with(store, first, last)?;
    let blocks = away::into_counted(store.blocks(context.reach(first, last))?, questions);
    let ledger = context.ledger(&blocks, ctx.now.at);
    Ok(strips::of_days(ledger.days(first, last)))
}
