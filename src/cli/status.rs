//! `tafs status`: what runs, and where the time of today and of this week went.

use clap::Args;
use serde::Serialize;

use super::ctx::Ctx;
use super::output::Paint;
use super::template::{self, Field};
use super::{output, parse_error};
use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::rfc3339;
use crate::domain::discreet::Masks;
use crate::domain::focus_run::FocusRun;
use crate::domain::record::Record;
use crate::domain::stamp::{Length, Moment};
use crate::domain::wording::{CLOCK_BACK, describe_work};
use crate::domain::{away, format, text};
use crate::error::Error;
use crate::insight::coverage::{self, Lack, Reading};
use crate::insight::totals::{self, Totals};
use crate::report::share;
use crate::report::totals::TotalsRecord;

/// What is said in place of the category of a block that can't be read.
const UNREADABLE: &str = "unreadable";

/// In which shape.
#[derive(Args, Debug)]
pub(super) struct StatusArgs {
    /// As JSON
    #[arg(long, conflicts_with = "template")]
    json: bool,
    /// As this text, with fields in braces: {category} {letter} {activity} {account} {note} {elapsed}
    /// {focus} {since} {tafs} {selling} {tracked}
    #[arg(long = "format", value_name = "TEMPLATE")]
    template: Option<String>,
    /// Show ••• instead of account, requester, tags and note, in JSON too
    #[arg(long)]
    discreet: bool,
}

/// What there is to show.
struct StatusFacts {
    /// What runs, also where no more than its times can be read.
    running: Option<Block>,
    /// How long it has run, as far as it counts.
    elapsed: Length,
    away: Option<Moment>,
    /// The focus run that goes on, and how much of it is left.
    focus: Option<(FocusRun, Length)>,
    today: Totals,
    week: Totals,
}

pub(super) fn print_status(ctx: &Ctx, status: &StatusArgs) -> Result<(), Error> {
    if let Some(template) = &status.template {
        // A template that is wrong is told before the file is touched.
        template::fill(template, |_| String::new()).map_err(parse_error::mark_in(template))?;
    }
    let mut facts = read_facts(ctx)?;
    // What programs read stays whole, unless it is asked for.
    if status.discreet || ctx.config.ui.discreet && !status.json {
        Masks::same().hide_blocks(&mut facts.running);
    }
    let shown = match &status.template {
        _ if status.json => to_json(ctx, &facts)?,
        Some(template) => template::fill(template, |field| field_value(ctx, &facts, field))
            .map_err(parse_error::mark_in(template))?,
        None => to_lines(ctx, &facts),
    };
    output::result(&format!("{}\n", shown.trim_end_matches('\n')))
}

fn read_facts(ctx: &Ctx) -> Result<StatusFacts, Error> {
    let now = ctx.now.at;
    let today = ctx.today();
    let week = ctx.calendar().week_of(today);
    let last = week.end().plus(-1);
    let store = ctx.look()?;
    let span = ctx.context.reach(week.first, last);
    let (context, blocks, questions, newest) = store.at_once(|store| {
        // What runs reaches into this week.
        let blocks = store.blocks(span)?;
        let context = ctx.setting_with(store, week.first, last)?;
        let newest = store.newest_focus_run(ctx.now, Length::ZERO)?;
        Ok((context, blocks, store.questions(ctx.now)?, newest))
    })?;
    let counted = away::count_timeline(&blocks, &questions);
    let ledger = context.ledger(&counted, now);
    let running = match blocks.blocks.into_iter().find(Block::is_running) {
        Some(running) => Some(running),
        None => store.unreadable_running()?,
    };
    let focus = newest.and_then(|(run, blocks)| {
        let counted = away::count_blocks(&blocks, &questions);
        Some((run, run.left(&counted, now)?))
    });
    Ok(StatusFacts {
        focus,
        elapsed: running.as_ref().map_or(Length::ZERO, |running| {
            away::counted_length(running, &questions, now)
        }),
        today: totals::of_days(ledger.day(today)),
        week: totals::of_days(ledger.days(week.first, last)),
        running,
        away: questions.first().map(|question| question.since),
    })
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

/// The record of what runs. Of one that can't be read it says when it began, and that nobody can read the rest.
fn describe_running(block: &Block) -> Record {
    if block.unreadable.is_none() {
        return Record::from(block);
    }
    let times = Block {
        details: Details::default(),
        clock_back: false,
        ..block.clone()
    };
    Record {
        category: UNREADABLE.to_owned(),
        ..Record::from(&times)
    }
}

fn field_value(ctx: &Ctx, facts: &StatusFacts, field: Field) -> String {
    let running =
        |value: &dyn Fn(&Block) -> String| facts.running.as_ref().map(value).unwrap_or_default();
    let details = |value: &dyn Fn(&Details) -> Option<String>| {
        running(&|block| {
            let details = Some(&block.details).filter(|_| block.unreadable.is_none());
            details.and_then(value).unwrap_or_default()
        })
    };
    let shown = match field {
        Field::Category => running(&|block| describe_running(block).category),
        Field::Letter => running(&|block| match block.unreadable {
            Some(_) => "?".to_owned(),
            None => block.category.letter().to_string(),
        }),
        Field::Activity => details(&|details| details.activity.as_ref().map(String::from)),
        Field::Account => details(&|details| details.account.as_ref().map(String::from)),
        Field::Note => details(&|details| Some(details.note.as_str().to_owned())),
        Field::Elapsed => running(&|_| format::elapsed(facts.elapsed)),
        Field::Focus => facts
            .focus
            .map_or_else(String::new, |(_, left)| format::countdown(left)),
        Field::Since => running(&|block| ctx.clock_on(block.start)),
        Field::Tafs => {
            let share = share::with_bounds(&coverage::of_day(&facts.today));
            share.unwrap_or_else(|| "–".to_owned())
        }
        Field::Selling => format::hours(facts.today.selling),
        Field::Tracked => format::hours(facts.today.tracked()),
    };
    text::visible(&shown)
}

fn to_lines(ctx: &Ctx, facts: &StatusFacts) -> String {
    let paint = ctx.out.paint;
    let mut lines = match &facts.running {
        Some(block) if block.unreadable.is_some() => {
            let since = ctx.clock_on(block.start);
            let told = format!(
                "{} {UNREADABLE} since {since} · tafs doctor",
                paint.dim("●")
            );
            vec![told]
        }
        Some(block) => running_lines(ctx, block, facts.elapsed),
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

fn running_lines(ctx: &Ctx, block: &Block, elapsed: Length) -> Vec<String> {
    let paint = ctx.out.paint;
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
