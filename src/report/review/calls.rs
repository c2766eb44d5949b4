//! Wake-up calls and the commitment of a review, in the record and in words.

use super::facts::Facts;
use super::record::{AlertRecord, CommitmentRecord, Unit};
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::Response;
use crate::domain::stamp::Length;
use crate::insight::alerts::{self, Alert, AlertKind, Figures};
use crate::insight::commitment::{self, Amount};
use crate::insight::weeks;
use crate::insight::yields::Outcome;
use crate::report;

/// The calls of the week, the loudest first.
pub(super) fn alert_records(facts: &Facts<'_>) -> Vec<AlertRecord> {
    let snoozed = AlertKind::ALL.map(|kind| (kind, snoozes(kind, facts)));
    alerts::of_week(facts.ledger(), facts.week, &snoozed)
        .iter()
        .map(|alert| AlertRecord {
            kind: alert.kind,
            level: alert.level,
            text: sentence_of(alert),
            snoozed: alert.snoozed,
        })
        .collect()
}

/// In how many reviews running, up to the one before, a call was put off.
fn snoozes(kind: AlertKind, facts: &Facts<'_>) -> usize {
    let is_snoozed = |week: Week| {
        let reply = facts
            .notes_of(week)
            .and_then(|notes| notes.review.answers.alerts.get(kind.name()));
        reply.is_some_and(|reply| reply.response == Response::Snooze)
    };
    (1..=weeks::WEEKS_BACK)
        .map(|back| weeks::weeks_before(facts.week, back))
        .take_while(|week| is_snoozed(*week))
        .count()
}

/// What lies where, beside the usual; no cause is claimed.
fn sentence_of(alert: &Alert) -> String {
    let what = match alert.kind {
        AlertKind::TafsDown => "TAFS",
        AlertKind::DistractionUp => "distraction",
        AlertKind::ImposedUp => "work that others asked for",
        AlertKind::NoLearning => "learning",
        AlertKind::Busy | AlertKind::MoreForLess | AlertKind::MoreTouches => "",
        AlertKind::CoverageFalling => "coverage",
    };
    match alert.figures {
        Figures::Share { actual, usual, .. } => {
            format!(
                "{what} {}, usual {}",
                format::percent(actual),
                format::percent(usual)
            )
        }
        Figures::Without { weeks, or_more } => {
            let or_more = if or_more { " or more" } else { "" };
            format!("no {what} for {}{or_more}", format::count(weeks, "week"))
        }
        Figures::Work {
            tracked,
            usual,
            made,
        } => work_words(tracked, usual, made),
        Figures::Yield {
            time,
            usual,
            counted,
            per_hour,
            usual_per_hour,
        } => format!(
            "{} of producing work (usual {}) at {} {} an hour (usual {})",
            format::hours(time),
            format::hours(usual),
            format::rate(per_hour),
            counted.name(),
            format::rate(usual_per_hour),
        ),
        Figures::Touches {
            outcome,
            actual,
            usual,
        } => format!(
            "{} touches per {} (usual {})",
            format::rate(actual),
            outcome.one(),
            format::rate(usual)
        ),
        Figures::Coverage(coverage) => {
            let shares: Vec<String> = coverage
                .iter()
                .map(|share| format::share_figure(*share))
                .collect();
            format!("{what} fell three weeks running: {} %", shares.join(", "))
        }
    }
}

/// `44h10 worked (usual 40h00) for 12 conversations (usual 14)`.
fn work_words(tracked: Length, usual: Length, made: [(usize, f64); 2]) -> String {
    let counts = Outcome::ALL.into_iter().zip(made);
    let counts = counts.filter(|(_, (count, usual))| *count > 0 || *usual > 0.0);
    let words = counts.map(|(outcome, (count, usual))| {
        let counted = format::count(count, outcome.one());
        format!("{counted} (usual {})", format::plain_number(usual))
    });
    let words: Vec<String> = words.collect();
    let (tracked, usual) = (format::hours(tracked), format::hours(usual));
    format!(
        "{tracked} worked (usual {usual}) for {}",
        words.join(" and ")
    )
}

/// The commitment of a week and how it went; one that this version cannot read is shown and not judged.
pub(super) fn commitment_record(text: &str, facts: &Facts<'_>, week: Week) -> CommitmentRecord {
    let Ok(commitment) = parse_stored_commitment(text) else {
        return CommitmentRecord {
            text: text.to_owned(),
            kept: None,
            value: 0,
            target: 0,
            unit: Unit::Seconds,
            words: text.to_owned(),
            verdict: "cannot be read".to_owned(),
        };
    };
    let progress = commitment::measure_progress(&commitment, facts.ledger(), week);
    CommitmentRecord {
        text: text.to_owned(),
        kept: progress.state.kept(),
        value: progress.value.as_number(),
        target: progress.target.as_number(),
        unit: match progress.value {
            Amount::Time(_) => Unit::Seconds,
            Amount::Days(_) => Unit::Days,
        },
        words: report::commitment::figure_words(&commitment, &progress),
        verdict: report::commitment::verdict_words(&commitment, &progress),
    }
}
