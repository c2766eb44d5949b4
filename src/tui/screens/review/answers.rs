//! What has become of each step so far: whether it was answered, passed over or is to come, and the answer in a word or
//! two. Before the reveal it tells no figure of the week but what is covered.

use super::state::State;
use crate::domain::block::Category;
use crate::domain::review::{Missed, Step};
use crate::domain::{format, text};
use crate::report::document::Block;
use crate::report::review::ReviewRecord;
use crate::report::review::record::Shares;
use crate::report::review::steps::blocks_of;
use crate::tui::scene::Scene;

/// Answers of so few columns stand in the list as they are.
const SHORT: usize = 10;

/// What has become of a step so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    Answered,
    Skipped,
    Ahead,
}

impl Mark {
    pub(super) const fn sign(self) -> Option<&'static str> {
        match self {
            Self::Answered => Some("●"),
            Self::Skipped => Some("○"),
            Self::Ahead => None,
        }
    }
}

/// The mark of a step, and what was answered.
pub(super) fn standing(scene: &Scene<'_>, state: &State, step: Step) -> (Mark, String) {
    let Some(record) = state.record() else {
        return (Mark::Ahead, String::new());
    };
    let notes = scene.notes_of(state.week(scene));
    let reached = notes
        .and_then(|notes| notes.review.step)
        .unwrap_or(Step::Tidy)
        .max(state.step);
    if is_silent(record, step) {
        return if reached > step {
            (Mark::Skipped, "nothing".to_owned())
        } else {
            (Mark::Ahead, String::new())
        };
    }
    let is_answered = is_answered(scene, state, record, step);
    // What a step shows by itself is not told before it was reached.
    let is_shown_there = matches!(step, Step::Tidy | Step::Commitment);
    let mark = match (is_answered, reached > step) {
        (true, false) if is_shown_there => Mark::Ahead,
        (true, _) => Mark::Answered,
        (false, true) => Mark::Skipped,
        (false, false) => Mark::Ahead,
    };
    let words = match mark {
        Mark::Ahead => String::new(),
        Mark::Answered | Mark::Skipped => answer_words(scene, state, record, step),
    };
    (mark, words)
}

fn is_answered(scene: &Scene<'_>, state: &State, record: &ReviewRecord, step: Step) -> bool {
    let answers = &record.answers;
    match step {
        // Where nothing is on record there is nothing that was tidied.
        Step::Tidy => record.totals.tracked().is_positive() && state.untidy.is_empty(),
        Step::LastTime => false,
        Step::Guess => record.guess.is_some(),
        Step::Reveal => answers.surprise.is_some(),
        Step::Commitment => {
            let kept = record.commitment.as_ref().and_then(|of| of.kept);
            answers.missed.is_some() || kept == Some(true)
        }
        Step::Produced => answers.moved.is_some(),
        Step::Took => !answers.verdicts.is_empty(),
        Step::Freed => answers.freed.is_some() || !answers.alerts.is_empty(),
        Step::Decision => {
            let next = scene.notes_of(scene.week_after(state.week(scene)));
            record.closed.is_some() || next.is_some_and(|notes| notes.commitment.is_some())
        }
    }
}

fn answer_words(scene: &Scene<'_>, state: &State, record: &ReviewRecord, step: Step) -> String {
    let answers = &record.answers;
    let told = |answer: &Option<String>| {
        let answer = answer.as_ref()?;
        let is_short = text::width(answer) <= SHORT;
        Some(
            if is_short {
                answer.as_str()
            } else {
                "answered"
            }
            .to_owned(),
        )
    };
    let words = match step {
        Step::Tidy => record.totals.coverage().map(format::covered),
        Step::LastTime => None,
        Step::Guess => record.guess.map(|guess| guess_words(&guess)),
        Step::Reveal => {
            let gap = record.gap_pp.and_then(|gap| gap.of(Category::Selling));
            let gap = gap.filter(|_| record.reading().tafs().is_some() && is_shown(scene, state));
            gap.map(|gap| format::signed_points(gap / 100.0))
        }
        Step::Commitment => record.commitment.as_ref().map(|of| match of.kept {
            Some(true) => "kept".to_owned(),
            Some(false) => answers.missed.map_or("missed", Missed::words).to_owned(),
            None => "open".to_owned(),
        }),
        Step::Produced => told(&answers.moved),
        Step::Took => {
            let keys = took_keys(record);
            let given = keys
                .iter()
                .filter(|key| answers.verdicts.contains_key(*key));
            (!answers.verdicts.is_empty()).then(|| format!("{} of {}", given.count(), keys.len()))
        }
        Step::Freed => {
            let alert = answers.alerts.values().next();
            told(&answers.freed).or(alert.map(|reply| reply.response.words().to_owned()))
        }
        Step::Decision => Some(
            if record.closed.is_some() {
                "closed"
            } else {
                "committed"
            }
            .to_owned(),
        ),
    };
    words.unwrap_or_else(|| "skipped".to_owned())
}

/// `60 22 10 8`, with a decimal only where there is one.
pub(super) fn guess_words(guess: &Shares) -> String {
    let shares = guess.0.into_iter().flatten();
    let figures = shares.map(plain_figure);
    figures.collect::<Vec<_>>().join(" ")
}

/// A share as it was typed: `60`, `62.5`.
pub(super) fn plain_figure(share: f64) -> String {
    let figure = format::share_figure(share);
    figure.strip_suffix(".0").unwrap_or(&figure).to_owned()
}

/// What step 7 asks about, by its key.
pub(super) fn took_keys(record: &ReviewRecord) -> Vec<String> {
    let blocks = blocks_of(record, Step::Took).into_iter();
    let rows = blocks.flat_map(|block| match block {
        Block::Table(table) => table.rows,
        Block::Figure(_)
        | Block::Lead(_)
        | Block::Note(_)
        | Block::Caption(_)
        | Block::Days(_)
        | Block::Trend(..) => Vec::new(),
    });
    rows.filter_map(|row| row.key).collect()
}

/// Whether the measured week has been shown.
pub(super) fn is_shown(scene: &Scene<'_>, state: &State) -> bool {
    let notes = scene.notes_of(state.week(scene));
    state.is_closed() || notes.is_some_and(|notes| notes.review.revealed)
}

/// Whether a step has nothing to say of this week and nothing to ask.
pub(super) fn is_silent(record: &ReviewRecord, step: Step) -> bool {
    match step {
        Step::LastTime => record.last_time.is_none() && record.commitment.is_none(),
        Step::Commitment => record.commitment.is_none(),
        Step::Took => took_keys(record).is_empty(),
        Step::Freed => record.freed.is_none() && record.alerts.is_empty(),
        Step::Tidy | Step::Guess | Step::Reveal | Step::Produced | Step::Decision => false,
    }
}
