//! `tafs status`: what runs, and where the time of today and of this week went.

use clap::Args;
use serde::Serialize;

mod facts;
mod values;

use facts::{StatusFacts, UNREADABLE, describe_running};

use super::bar::{self, Tool};
use super::ctx::Ctx;
use super::output::Paint;
use super::template::{self, Filling, Markup, Template};
use super::{output, parse_error};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::rfc3339;
use crate::domain::discreet::Masks;
use crate::domain::focus_run::FocusRun;
use crate::domain::record::Record;
use crate::domain::stamp::Length;
use crate::domain::wording::{CLOCK_BACK, describe_work};
use crate::domain::{format, text};
use crate::error::Error;
use crate::insight::coverage::{self, Lack, Reading};
use crate::insight::totals::Totals;
use crate::report::share;
use crate::report::tones::Tones;
use crate::report::totals::TotalsRecord;

/// The template that asks how templates are written.
const HELP: &str = "help";

/// In which shape.
#[derive(Args, Debug)]
pub(super) struct StatusArgs {
    /// As JSON
    #[arg(long, conflicts_with = "template")]
    json: bool,
    /// In the form of a status bar or a prompt
    #[arg(long = "for", value_name = "TOOL", conflicts_with = "json")]
    tool: Option<Tool>,
    /// As this text, with fields in braces, as '{what} {time} · {tafs}'; --format help lists them
    #[arg(long = "format", value_name = "TEMPLATE")]
    template: Option<String>,
    /// Show ••• instead of account, requester, tags and note, in JSON too
    #[arg(long)]
    discreet: bool,
}

pub(super) fn print_status(ctx: &Ctx, status: &StatusArgs) -> Result<(), Error> {
    if status.template.as_deref() == Some(HELP) {
        return output::result(&template::describe_all());
    }
    // A template that is wrong is told before the file is touched.
    let text = status.template.as_deref();
    let text = text.or_else(|| status.tool.map(Tool::template));
    let read = |text| template::parse(text).map_err(parse_error::mark_in(text));
    let template = text.map(read).transpose()?;
    let mut facts = facts::read(ctx, status.tool.is_some())?;
    // What programs read stays whole, unless it is asked for.
    if status.discreet || ctx.config.ui.discreet && !status.json {
        Masks::same().hide_blocks(&mut facts.running);
    }
    let shown = match &template {
        Some(template) => fill(ctx, &facts, status.tool, template)?,
        None if status.json => to_json(ctx, &facts)?,
        None => to_lines(ctx, ctx.out.paint, &facts),
    };
    output::result(&format!("{}\n", shown.trim_end_matches('\n')))
}

/// A template as a tool reads it, or as it is.
fn fill(
    ctx: &Ctx,
    facts: &StatusFacts,
    tool: Option<Tool>,
    template: &Template,
) -> Result<String, Error> {
    let is_readable = |block: &&Block| block.unreadable.is_none();
    let running = facts.running.as_ref().filter(is_readable);
    // A theme that can't be read stops no status: the screen tells of it.
    let tones = ctx.config.load_tones(false).unwrap_or(Tones::DARK);
    let tones = tones.with(ctx.config.theme.colors());
    let filling = Filling {
        value: &|field| values::value_of(ctx, facts, field),
        tones: &tones,
        running: running.map(|block| block.category),
        markup: tool.map_or(Markup::Ansi, Tool::markup),
        has_color: match tool {
            Some(_) => ctx.color.is_wanted(),
            None => ctx.color.on_stdout(),
        },
    };
    let Some(tool) = tool else {
        return Ok(template.fill(&filling));
    };
    let mut whole = to_lines(ctx, Paint::NONE, facts);
    if facts.is_damaged {
        whole.push_str("\n\na block of today can't be read, so TAFS isn't known · tafs doctor");
    }
    bar::write(tool, template, &bar::Facts { filling, whole })
}

/// The contract of `status --json`.
#[derive(Serialize)]
struct StatusRecord {
    now: String,
    running: Option<RunningRecord>,
    today: TotalsRecord,
    week: TotalsRecord,
    goal: GoalRecord,
    /// Time away that is to be answered for.
    away: Option<AwayRecord>,
    /// The focus run that goes on.
    focus: Option<FocusRecord>,
}

#[derive(Serialize)]
struct FocusRecord {
    #[serde(flatten)]
    run: FocusRun,
    left_s: Length,
}

#[derive(Serialize)]
struct AwayRecord {
    since: String,
}

#[derive(Serialize)]
struct RunningRecord {
    #[serde(flatten)]
    block: Record,
    elapsed_s: i64,
}

#[derive(Serialize)]
struct GoalRecord {
    tafs: Option<f64>,
}

fn to_json(ctx: &Ctx, facts: &StatusFacts) -> Result<String, Error> {
    let running = |block: &Block| RunningRecord {
        block: describe_running(block),
        elapsed_s: facts.elapsed.as_seconds(),
    };
    let record = StatusRecord {
        now: rfc3339(ctx.now),
        running: facts.running.as_ref().map(running),
        today: TotalsRecord::from(&facts.today),
        week: TotalsRecord::from(&facts.week),
        goal: GoalRecord {
            tafs: ctx.config.goal.tafs,
        },
        away: facts.away.map(|since| AwayRecord {
            since: rfc3339(since),
        }),
        focus: facts.focus.map(|(run, left_s)| FocusRecord { run, left_s }),
    };
    output::json("the status", &record)
}

fn to_lines(ctx: &Ctx, paint: Paint, facts: &StatusFacts) -> String {
    let mut lines = match &facts.running {
        Some(block) if block.unreadable.is_some() => {
            let since = ctx.clock_on(block.start);
            let told = format!(
                "{} {UNREADABLE} since {since} · tafs doctor",
                paint.dim("●")
            );
            vec![told]
        }
        Some(block) => running_lines(ctx, paint, block, facts.elapsed),
        None => vec![format!("{} off the clock", paint.dim("○"))],
    };
    if let Some((run, left)) = facts.focus {
        let planned = paint.dim(&format!(" of {}", format::spoken(run.planned)));
        lines.push(format!("  focus {}{planned}", format::countdown(left)));
    }
    if let Some(since) = facts.away {
        lines.push(format!("  {}", paint.bold(&ctx.away_line(since))));
    }
    lines.push(String::new());
    let goal = ctx.config.goal.tafs;
    let (today, week) = (
        coverage::of_day(&facts.today),
        coverage::of_week(&facts.week),
    );
    let (of_today, of_week) = (
        coverage::lack_of_day(&facts.today, false),
        coverage::lack_of_week(&facts.week, false),
    );
    let beside = |reading, lack| share::goal(reading, goal).or_else(|| lack_words(lack));
    let (of_today, of_week) = (beside(&today, of_today), beside(&week, of_week));
    lines.extend(total_lines(paint, "today", &facts.today, &today, of_today));
    lines.extend(total_lines(paint, "week", &facts.week, &week, of_week));
    lines.join("\n")
}

fn running_lines(ctx: &Ctx, paint: Paint, block: &Block, elapsed: Length) -> Vec<String> {
    let dot = paint.category(block.category, "●");
    let elapsed = paint.bold(&format::elapsed(elapsed));
    let what = describe_work(block);
    let since = format!("since {}", ctx.clock_on(block.start));
    let mut lines = vec![format!("{dot} {what}   {elapsed}   {}", paint.dim(&since))];
    if block.clock_back {
        lines.push(format!("  {CLOCK_BACK}: check its times"));
    }
    if !block.details.note.is_empty() {
        lines.push(format!("  {}", text::visible(block.details.note.as_str())));
    }
    lines
}

/// `TAFS after 72 more minutes`.
fn lack_words(lack: Option<Lack>) -> Option<String> {
    lack.map(|lack| format!("TAFS {lack}"))
}

fn total_lines(
    paint: Paint,
    label: &str,
    totals: &Totals,
    reading: &Reading,
    beside: Option<String>,
) -> Vec<String> {
    let share = share::share(reading);
    let share = if share.is_empty() {
        share
    } else {
        format!("{}   ", paint.bold(&share))
    };
    let measured = (totals.tracked() + totals.rest).is_positive();
    let beside = beside
        .filter(|_| measured)
        .map(|beside| paint.dim(&format!(" · {beside}")))
        .unwrap_or_default();
    let mut lines = vec![format!(
        "{}{share}{}{beside}",
        text::pad(label, 8),
        share::hours(totals, reading)
    )];
    let part = |category: Category| {
        let length = totals.of(category);
        length.is_positive().then(|| {
            let name = match category {
                Category::Selling
                | Category::Admin
                | Category::Learning
                | Category::Distraction => paint.category(category, &category.letter().to_string()),
                Category::Break => paint.category(category, category.name()),
            };
            format!("{name} {}", format::hours(length))
        })
    };
    // Where nothing is on record at all, the rep was not measuring: there is nothing to say of what is missing.
    let hours = format::hours(totals.untracked);
    let untracked = (measured && totals.untracked.is_positive())
        .then(|| format!("{} {hours}", paint.dim("untracked")));
    let parts = Category::ALL.into_iter().filter_map(part);
    let parts: Vec<String> = parts.chain(untracked).collect();
    if !parts.is_empty() {
        lines.push(format!("{}{}", " ".repeat(8), parts.join("   ")));
    }
    lines
}
