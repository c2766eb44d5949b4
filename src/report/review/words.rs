//! The review in words, step by step: the screen, the terminal, Markdown and the page say the same. Facts, never
//! blame: a bad week takes the same path with the same words.

use chrono::{Datelike, NaiveDate};

use super::{ByCategory, ReviewRecord, RunRecord};
use crate::domain::block::Category;
use crate::domain::calendar::{Calendar, parse_rfc3339};
use crate::domain::format;
use crate::domain::review::Step;
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Role;
use crate::insight::coverage::{BOUNDS_BELOW, ONLY_BOUNDS_BELOW};

/// What ends a run where nothing follows it.
pub(super) const OFF: &str = "off the clock";
/// So many of the biggest other things are named.
pub const OTHERS: usize = 3;
/// So many requesters are named.
const REQUESTERS: usize = 5;
/// A review asks about so many wake-up calls.
pub const ALERTS: usize = 2;

/// A line of a step.
#[derive(Clone, PartialEq, Debug)]
pub enum Line {
    /// The figure of the step, in a few words.
    Headline(String),
    /// A sentence.
    Text(String),
    /// A name, its figure, and what stands beside it.
    Row(Row),
    /// The name of the rows that follow.
    Title(String),
}

/// A name, its figure, and what stands beside it.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Which category colours it.
    pub category: Option<Category>,
    /// What it is of.
    pub name: String,
    /// The figure.
    pub figure: String,
    /// What stands beside it; may be empty.
    pub beside: String,
    /// How long its bar is, from 0 to 1.
    pub share: Option<f64>,
}

/// What the record says in a step.
pub fn of_step(record: &ReviewRecord, step: Step) -> Vec<Line> {
    match step {
        Step::Tidy => tidy(record),
        Step::LastTime => last_time(record),
        Step::Guess => guess(record),
        Step::Reveal => reveal(record),
        Step::Commitment => commitment(record),
        Step::Produced => produced(record),
        Step::Took => took(record),
        Step::Freed => freed(record),
        Step::Decision => decision(record),
    }
}

/// `2026-W10 · 2 Mar - 8 Mar 2026`.
pub fn title(record: &ReviewRecord) -> String {
    let date = |text: &str| text.parse::<NaiveDate>().ok();
    match (date(&record.from), date(&record.to)) {
        (Some(from), Some(to)) => {
            let short = |day: NaiveDate| format!("{} {}", day.day(), day.format("%b"));
            format!(
                "{} · {} - {} {}",
                record.week,
                short(from),
                short(to),
                to.year()
            )
        }
        _ => record.week.clone(),
    }
}

/// TAFS as it may be shown: `51.8 %`, its bounds, or nothing where it is too early.
pub fn tafs(record: &ReviewRecord) -> Option<String> {
    let totals = &record.totals;
    if record.missing.contains_key("tafs") {
        return None;
    }
    let (tafs, coverage, low, high) = (
        totals.tafs?,
        totals.coverage?,
        totals.tafs_low?,
        totals.tafs_high?,
    );
    let bounds = format!("{:.0}–{:.0} %", low * 100.0, high * 100.0);
    Some(if coverage < ONLY_BOUNDS_BELOW {
        bounds
    } else if coverage < BOUNDS_BELOW {
        format!("{} ({bounds})", format::percent(tafs))
    } else {
        format::percent(tafs)
    })
}

/// Whether shares of the working time may be shown as such, and held against others: neither where too little is
/// tracked nor where so much is unknown that TAFS has but its bounds.
pub fn has_shares(record: &ReviewRecord) -> bool {
    let known = record
        .totals
        .coverage
        .is_some_and(|coverage| coverage >= ONLY_BOUNDS_BELOW);
    known && !record.missing.contains_key("tafs")
}

/// The seconds of a category.
pub fn seconds_of(record: &ReviewRecord, category: Category) -> i64 {
    let totals = &record.totals;
    match category {
        Category::Selling => totals.selling_s,
        Category::Admin => totals.admin_s,
        Category::Learning => totals.learning_s,
        Category::Distraction => totals.distraction_s,
        Category::Break => totals.break_s,
    }
}

/// When a run was: `Tue 12:20-14:40`.
fn when(run: &RunRecord) -> String {
    let when = parse_rfc3339(&run.start)
        .zip(parse_rfc3339(&run.end))
        .map(|(start, end)| {
            let weekday = format::weekday(Calendar::wall(start).weekday());
            format!("{weekday} {}-{}", format::clock(start), format::clock(end))
        });
    when.unwrap_or_default()
}

fn hours(seconds: i64) -> String {
    format::hours(Length::seconds(seconds))
}

/// The share of the working time of a category, from 0 to 1.
pub fn share(record: &ReviewRecord, category: Category) -> Option<f64> {
    let tracked = record.totals.tracked_s;
    (tracked > 0).then(|| seconds_of(record, category) as f64 / tracked as f64)
}

/// Points with their sign: `+8.1`, `-7.3`.
pub fn signed(points: f64) -> String {
    format!("{points:+.1}")
}

fn known(values: Option<&ByCategory<f64>>, category: Category) -> Option<f64> {
    values
        .and_then(|values| values.get(category.name()))
        .copied()
}

fn tidy(record: &ReviewRecord) -> Vec<Line> {
    let totals = &record.totals;
    let Some(coverage) = totals.coverage else {
        return vec![Line::Text(
            "No hours were planned, and nothing is on record.".to_owned(),
        )];
    };
    let open = if totals.untracked_s > 0 {
        format!("{} untracked", hours(totals.untracked_s))
    } else {
        "no gap".to_owned()
    };
    vec![Line::Headline(format!(
        "{:.1} % covered · {open}",
        coverage * 100.0
    ))]
}

fn last_time(record: &ReviewRecord) -> Vec<Line> {
    let Some(last) = &record.last_time else {
        return vec![Line::Text(
            "No review was closed for the week before.".to_owned(),
        )];
    };
    let mut lines: Vec<Line> = Vec::new();
    if let Some(commitment) = &last.commitment {
        lines.push(row(
            None,
            &last.week,
            &commitment.words,
            &commitment.verdict,
        ));
    }
    lines.extend(
        last.missed
            .map(|missed| row(None, "why", missed.words(), "")),
    );
    let said = [
        ("do more", &last.more),
        ("do less", &last.less),
        ("severely limit", &last.limit),
    ];
    let decided: Vec<Line> = said
        .into_iter()
        .filter_map(|(name, said)| Some(row(None, name, said.as_ref()?, "")))
        .collect();
    if decided.is_empty() {
        lines.push(Line::Text(format!(
            "The review of {} decided nothing beside its commitment.",
            last.week
        )));
    }
    lines.extend(decided);
    lines
}

fn guess(record: &ReviewRecord) -> Vec<Line> {
    let Some(guess) = &record.guess else {
        return vec![Line::Text(
            "No guess was made before the week was shown.".to_owned(),
        )];
    };
    let rows = Category::WORK.into_iter().filter_map(|category| {
        let share = known(Some(guess), category)?;
        Some(row(
            Some(category),
            category.name(),
            &format!("{:.0} %", share * 100.0),
            "",
        ))
    });
    rows.collect()
}

fn reveal(record: &ReviewRecord) -> Vec<Line> {
    let totals = &record.totals;
    let tracked = totals.tracked_s;
    if tracked == 0 {
        let words = if record.paused {
            "The week is paused."
        } else {
            "Nothing is on record for this week."
        };
        return vec![Line::Text(words.to_owned())];
    }
    let headline = match tafs(record) {
        Some(tafs) => format!(
            "TAFS {tafs} · {} of {} tracked",
            hours(totals.selling_s),
            hours(tracked)
        ),
        None => format!(
            "{} of {} tracked · TAFS {}",
            hours(totals.selling_s),
            hours(tracked),
            record.missing["tafs"]
        ),
    };
    let told = has_shares(record);
    let mut lines = vec![Line::Headline(headline)];
    for category in Category::WORK {
        let seconds = seconds_of(record, category);
        let mut beside: Vec<String> = share(record, category)
            .filter(|_| told)
            .map(format::percent)
            .into_iter()
            .collect();
        if let Some(points) = known(record.delta_pp.as_ref().filter(|_| told), category) {
            let steady = record.steady.iter().any(|name| name == category.name());
            beside.push(if steady {
                "steady".to_owned()
            } else {
                format!("{} to usual", signed(points))
            });
        }
        let gap = known(record.gap_pp.as_ref().filter(|_| told), category);
        beside.extend(gap.map(|points| format!("guess {}", signed(points))));
        lines.push(Line::Row(Row {
            category: Some(category),
            name: category.name().to_owned(),
            figure: hours(seconds),
            beside: beside.join(", "),
            share: share(record, category),
        }));
    }
    lines.extend(
        record
            .missing
            .get("usual")
            .map(|missing| Line::Text(format!("What is usual {missing}."))),
    );
    // Where too little is on record for TAFS, it is for other shares and rates too.
    if told {
        lines.extend(around(record));
    }
    lines
}

/// What stands beside the shares: live time, runs, switches, hours outside the plan.
fn around(record: &ReviewRecord) -> Vec<Line> {
    let totals = &record.totals;
    let mut lines = Vec::new();
    if record.role != Role::Sdr.name() {
        lines.extend(
            totals
                .face
                .map(|face| row(None, "live with customers", &format::percent(face), "FACE")),
        );
    }
    lines.extend(record.used.map(|used| {
        let own = format!("of the {} that were yours", hours(record.controllable_s));
        row(None, "sold", &format::percent(used), &own)
    }));
    lines.extend(record.longest_selling_run.as_ref().map(|longest| {
        let ended = match longest.ended_by.as_deref() {
            None => String::new(),
            Some(off @ OFF) => format!(", then {off}"),
            Some(by) => format!(", ended by {by}"),
        };
        row(
            None,
            "longest selling run",
            &hours(longest.seconds),
            &format!("{}{ended}", when(longest)),
        )
    }));
    let from = format::spoken(Length::seconds(record.protected_from_s));
    lines.push(row(
        None,
        "protected selling",
        &hours(record.protected_s),
        &format!("in runs of {from} or more"),
    ));
    lines.extend(
        record
            .switches_per_hour
            .map(|rate| row(None, "switches an hour", &format!("{rate:.2}"), "")),
    );
    if record.outside_hours_s > 0 {
        lines.push(row(
            None,
            "outside planned hours",
            &hours(record.outside_hours_s),
            "",
        ));
    }
    lines
}

fn commitment(record: &ReviewRecord) -> Vec<Line> {
    let Some(commitment) = &record.commitment else {
        return vec![Line::Text("The week had no commitment.".to_owned())];
    };
    let mut lines = vec![
        Line::Headline(format!("{} · {}", commitment.words, commitment.verdict)),
        Line::Text(commitment.text.clone()),
    ];
    lines.extend(
        record
            .answers
            .missed
            .map(|missed| row(None, "why", missed.words(), "")),
    );
    lines
}

fn produced(record: &ReviewRecord) -> Vec<Line> {
    let mut lines: Vec<Line> = record
        .headline
        .iter()
        .map(|words| Line::Headline(words.clone()))
        .collect();
    for of in &record.produced {
        let counts = [
            (of.conversations, "conversation"),
            (of.meetings, "meeting"),
            (of.touches, "touch"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, thing)| {
                if thing == "touch" && count > 1 {
                    format!("{count} touches")
                } else {
                    format::count(count, thing)
                }
            })
            .collect();
        let name = of.activity.as_deref().unwrap_or("selling without activity");
        lines.push(row(
            Some(Category::Selling),
            name,
            &hours(of.seconds),
            &counts.join(", "),
        ));
    }
    let grades = &record.grades;
    if grades.live_blocks > 0 {
        let counts = [
            (grades.advance, "advance"),
            (grades.continuation, "continuation"),
            (grades.won, "won"),
            (grades.no, "no"),
            (grades.ungraded, "ungraded"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| match word {
                "advance" | "continuation" => format::count(count, word),
                _ => format!("{count} {word}"),
            })
            .collect();
        lines.push(row(
            None,
            "live conversations",
            &grades.live_blocks.to_string(),
            &counts.join(", "),
        ));
    }
    lines.extend(
        record
            .answers
            .moved
            .as_ref()
            .map(|moved| row(None, "moved most", moved, "")),
    );
    if lines.is_empty() {
        lines.push(Line::Text("No outcome is on record.".to_owned()));
    }
    lines
}

fn took(record: &ReviewRecord) -> Vec<Line> {
    let verdict = |key: &str| {
        record
            .answers
            .verdicts
            .get(key)
            .map_or("", |verdict| verdict.words())
    };
    let mut lines = Vec::new();
    if !record.others.is_empty() {
        lines.push(Line::Title("the biggest other things".to_owned()));
    }
    for item in record.others.iter().take(OTHERS) {
        let category = Category::from_name(&item.category);
        let name = item.activity.as_deref().unwrap_or(&item.category);
        lines.push(row(
            category,
            name,
            &hours(item.seconds),
            verdict(&item.key()),
        ));
    }
    if record.imposed_s > 0 {
        let of = format!(
            "asked of you: {} of {} admin",
            hours(record.imposed_s),
            hours(record.admin_s)
        );
        lines.push(Line::Title(of));
    }
    for by in record.by_requester.iter().take(REQUESTERS) {
        let requests = format::count(by.count, "request");
        let verdict = verdict(&format!("!{}", by.requester));
        let beside = if verdict.is_empty() {
            requests
        } else {
            format!("{requests}, {verdict}")
        };
        lines.push(row(
            Some(Category::Admin),
            &format!("!{}", by.requester),
            &hours(by.seconds),
            &beside,
        ));
    }
    if let Some(share) = record.unasked_share.filter(|share| *share > 0.0) {
        lines.push(Line::Text(format!(
            "{:.0} % of the admin has no requester.",
            share * 100.0
        )));
    }
    if !record.watch_accounts.is_empty() {
        lines.push(Line::Title(
            "accounts without an advance in 28 days".to_owned(),
        ));
    }
    for of in &record.watch_accounts {
        let verdict = verdict(&format!("@{}", of.account));
        let beside = if verdict.is_empty() {
            of.kind.clone()
        } else {
            format!("{}, {verdict}", of.kind)
        };
        lines.push(row(
            Some(Category::Selling),
            &format!("@{}", of.account),
            &hours(of.seconds),
            &beside,
        ));
    }
    if lines.is_empty() {
        let nothing = if record.totals.tracked_s == 0 {
            "Nothing"
        } else {
            "Nothing but selling"
        };
        lines.push(Line::Text(format!("{nothing} is on record.")));
    }
    lines
}

fn freed(record: &ReviewRecord) -> Vec<Line> {
    let mut lines = Vec::new();
    match (&record.freed, &record.usual) {
        (Some(freed), _) => {
            let spoken = |minutes: i64| format::hours(Length::minutes(minutes));
            lines.push(Line::Headline(format!(
                "Admin and distraction gave up {}",
                spoken(freed.minutes)
            )));
            for category in Category::WORK {
                if let Some(minutes) = freed.to.get(category.name()) {
                    lines.push(row(
                        Some(category),
                        category.name(),
                        &spoken(*minutes),
                        "of it",
                    ));
                }
            }
        }
        (None, Some(_)) => lines.push(Line::Text(
            "No hour was freed against the usual week.".to_owned(),
        )),
        (None, None) => {
            let missing = record.missing.get("usual").map_or("", String::as_str);
            lines.push(Line::Text(format!("Freed time {missing}.")));
        }
    }
    for alert in record.alerts.iter().take(ALERTS) {
        let reply = record
            .answers
            .alerts
            .get(&alert.kind)
            .map_or("", |reply| reply.response.words());
        lines.push(row(None, &alert.level, &alert.text, reply));
    }
    lines
}

fn decision(record: &ReviewRecord) -> Vec<Line> {
    let answers = &record.answers;
    let said = [
        ("do more", &answers.more),
        ("do less", &answers.less),
        ("severely limit", &answers.limit),
    ];
    let lines: Vec<Line> = said
        .into_iter()
        .filter_map(|(name, said)| Some(row(None, name, said.as_ref()?, "")))
        .collect();
    if lines.is_empty() {
        vec![Line::Text("Nothing is decided yet.".to_owned())]
    } else {
        lines
    }
}

fn row(category: Option<Category>, name: &str, figure: &str, beside: &str) -> Line {
    Line::Row(Row {
        category,
        name: name.to_owned(),
        figure: figure.to_owned(),
        beside: beside.to_owned(),
        share: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::domain::review::{Guess, WeekNotes};
    use crate::insight::testdata;
    use crate::report::review::{Facts, of_week};

    /// What stands beside selling in Maya's week of which only the first days are on record, with the weeks before it
    /// and a guess.
    fn beside_selling(days: i64, now: i64) -> (String, Option<String>) {
        let (context, week) = (
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let known = context.calendar.first_instant(week.first.plus(days));
        let blocks: Vec<_> = testdata::history()
            .into_iter()
            .filter(|block| block.start.at < known)
            .collect();
        let guess = Some(Guess {
            selling: 0.60,
            rest: None,
        });
        let notes = [(
            week,
            WeekNotes {
                guess,
                ..WeekNotes::default()
            },
        )];
        let record = of_week(&Facts {
            week,
            blocks: &blocks,
            context: &context,
            now: context
                .calendar
                .here(context.calendar.first_instant(week.first.plus(now))),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &notes,
        });
        let selling = of_step(&record, Step::Reveal)
            .into_iter()
            .find_map(|line| match line {
                Line::Row(row) if row.category == Some(Category::Selling) => Some(row.beside),
                Line::Row(_) | Line::Headline(_) | Line::Text(_) | Line::Title(_) => None,
            });
        (tafs(&record).unwrap_or_default(), selling)
    }

    #[test]
    fn where_only_bounds_may_be_shown_no_share_stands_beside_them() {
        assert_eq!(
            beside_selling(5, 7),
            (
                "51.8 %".to_owned(),
                Some("51.8 %, +8.1 to usual, guess +8.2".to_owned())
            )
        );
        // 16h25 tracked, of which 8h45 selling, and 27h25 unknown: 37 % covered.
        assert_eq!(
            beside_selling(2, 7),
            ("20–83 %".to_owned(), Some(String::new()))
        );
    }
}
