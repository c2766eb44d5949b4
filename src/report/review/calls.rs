//! Wake-up calls and the commitment of a review, in the record and in words.

use super::{AlertRecord, CommitmentRecord};
use crate::domain::block::Block;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::parse::commitment::stored_commitment;
use crate::domain::review::{Response, WeekNotes};
use crate::domain::stamp::Stamp;
use crate::insight::alerts::{self, Alert, Figures, Kind, Level};
use crate::insight::commitment::{self, Amount};
use crate::insight::{Context, weeks};
use crate::report;

/// The calls of a week, the loudest first.
pub(super) fn calls(
    blocks: &[Block],
    week: Week,
    context: &Context,
    now: Stamp,
    notes: &[(Week, WeekNotes)],
) -> Vec<AlertRecord> {
    let snoozed = Kind::ALL.map(|kind| (kind, snoozes(kind, week, notes)));
    alerts::of_week(blocks, week, context, now, &snoozed)
        .iter()
        .map(record)
        .collect()
}

/// In how many reviews running, up to the one before, a call was put off.
fn snoozes(kind: Kind, week: Week, notes: &[(Week, WeekNotes)]) -> usize {
    let earlier = (1..=weeks::WEEKS_BACK).map(|back| weeks::back(week, back));
    let review = |week: Week| {
        notes
            .iter()
            .find(|(of, _)| *of == week)
            .map(|(_, notes)| &notes.review)
    };
    let reply = |week: Week| review(week).and_then(|review| review.answers.alerts.get(kind.name()));
    earlier
        .take_while(|week| reply(*week).is_some_and(|reply| reply.response == Response::Snooze))
        .count()
}

fn record(alert: &Alert) -> AlertRecord {
    let level = match alert.level {
        Level::WakeUp => "wake-up",
        Level::Watch => "watch",
    };
    AlertRecord {
        kind: alert.kind.name().to_owned(),
        level: level.to_owned(),
        text: sentence(alert),
        snoozed: alert.snoozed,
    }
}

/// What lies where, beside the usual; no cause is claimed.
fn sentence(alert: &Alert) -> String {
    let what = match alert.kind {
        Kind::TafsDown => "TAFS",
        Kind::DistractionUp => "distraction",
        Kind::ImposedUp => "work that others asked for",
        Kind::NoLearning => "learning",
        Kind::Busy | Kind::MoreForLess => "",
        Kind::CoverageFalling => "coverage",
    };
    match alert.figures {
        Figures::Share { actual, usual, .. } => {
            format!(
                "{what} {}, usual {}",
                format::percent(actual),
                format::percent(usual)
            )
        }
        Figures::Without { weeks } => format!("no {what} for {}", format::count(weeks, "week")),
        Figures::Work {
            tracked,
            usual,
            outcomes,
            usual_outcomes,
        } => format!(
            "{} worked (usual {}) for {} (usual {usual_outcomes:.0})",
            format::hours(tracked),
            format::hours(usual),
            format::count(outcomes, "outcome"),
        ),
        Figures::Yield {
            time,
            usual,
            per_hour,
            usual_per_hour,
        } => format!(
            "{} of producing work (usual {}) at {per_hour:.2} outcomes an hour (usual {usual_per_hour:.2})",
            format::hours(time),
            format::hours(usual),
        ),
        Figures::Coverage(coverage) => {
            let shares: Vec<String> = coverage
                .iter()
                .map(|share| format!("{:.0}", share * 100.0))
                .collect();
            format!("{what} fell three weeks running: {} %", shares.join(", "))
        }
    }
}

/// The commitment of a week and how it went; one that this version cannot read is shown and not judged.
pub(super) fn commitment(
    text: &str,
    blocks: &[Block],
    week: Week,
    context: &Context,
    now: Stamp,
) -> CommitmentRecord {
    let Ok(commitment) = stored_commitment(text) else {
        return CommitmentRecord {
            text: text.to_owned(),
            kept: None,
            value: 0,
            target: 0,
            unit: "s".to_owned(),
            words: text.to_owned(),
            verdict: "cannot be read".to_owned(),
        };
    };
    let progress = commitment::progress(&commitment, blocks, week, context, now);
    CommitmentRecord {
        text: text.to_owned(),
        kept: progress.state.kept(),
        value: progress.value.as_number(),
        target: progress.target.as_number(),
        unit: match progress.value {
            Amount::Time(_) => "s".to_owned(),
            Amount::Days(_) => "days".to_owned(),
        },
        words: report::commitment::figure(&commitment, &progress),
        verdict: report::commitment::verdict(&commitment, &progress),
    }
}
