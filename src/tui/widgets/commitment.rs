//! The commitment of a week: what it is, how much of it there is, and how much is left.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::line_bar;
use super::side::{draw_head, draw_row};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::text;
use crate::insight::commitment::{self, Amount, Progress};
use crate::report::commitment as words;
use crate::tui::layout::row_of;
use crate::tui::paint::{Ink, line};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const HEAD: &str = "Commitment";

/// What a week is committed to, in words.
pub(crate) struct CommitmentWords {
    /// `at least 6h prospecting`.
    pub(crate) aim: String,
    /// All of it in one line: `6h50 of 6h prospecting · kept`.
    pub(crate) line: String,
    pub(crate) standing: Option<Standing>,
}

/// What became of it.
pub(crate) struct Standing {
    /// `6h50`.
    pub(crate) amount: String,
    /// ` of 6h`; empty where there is to be none.
    pub(crate) of: String,
    /// Whether days off make the target less than what was committed to: then it is told beside it.
    pub(crate) is_pro_rata: bool,
    /// `kept`, `2h16 to go`.
    pub(crate) verdict: String,
    /// How much of it there is, from 0 to 1.
    pub(crate) share: f64,
    pub(crate) category: Category,
}

/// The commitment of a week; `None` where it has none.
pub(crate) fn read_commitment(scene: &Scene<'_>, week: Week) -> Option<CommitmentWords> {
    let text = scene.notes_of(week)?.commitment.as_deref()?;
    let Ok(commitment) = parse_stored_commitment(text) else {
        return Some(CommitmentWords {
            aim: text.to_owned(),
            line: text.to_owned(),
            standing: None,
        });
    };
    let ledger = scene.context.ledger(&scene.snapshot.weeks, scene.now.at);
    let progress = commitment::measure_progress(&commitment, ledger, week);
    Some(CommitmentWords {
        aim: words::aim_words(&commitment),
        line: format!(
            "{} · {}",
            words::figure_words(&commitment, &progress),
            words::verdict_words(&commitment, &progress)
        ),
        standing: Some(Standing {
            amount: words::amount_words(progress.value),
            of: words::target_words(&commitment, &progress)
                .map_or_else(String::new, |target| format!(" of {target}")),
            is_pro_rata: progress.pro_rata.is_some(),
            verdict: words::verdict_words(&commitment, &progress),
            share: share_of(&progress),
            category: commitment.work().category,
        }),
    })
}

fn share_of(progress: &Progress) -> f64 {
    match (progress.value, progress.target) {
        (Amount::Time(value), Amount::Time(target)) => value.share_of(target).unwrap_or(0.0),
        (Amount::Days(value), Amount::Days(target)) if target > 0 => {
            f64::from(value) / f64::from(target)
        }
        (Amount::Time(_) | Amount::Days(_), _) => 0.0,
    }
}

/// What stands beside the head in so many columns, and what below it: one of them all, else as many words above as fit.
fn split_aim(aim: &str, beside: usize, below: usize) -> (String, String) {
    let wide = text::width(aim);
    if wide <= beside {
        return (aim.to_owned(), String::new());
    }
    if wide <= below {
        return (String::new(), aim.to_owned());
    }
    let mut at = 0;
    for (place, _) in aim.match_indices(' ') {
        if text::width(&aim[..place]) <= beside {
            at = place;
        }
    }
    let (above, rest) = aim.split_at(at);
    (above.to_owned(), rest.trim_start().to_owned())
}

/// Draws it on three rows: the head with what it is, a bar, what there is of it and what is left. What does not fit beside
/// the head stands in place of the bar, or begins beside the head where it would not fit there either.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, scene: &Scene<'_>, week: Week) {
    let row = |index| row_of(area, area.y + index);
    let Some(commitment) = read_commitment(scene, week) else {
        return draw_head(buffer, row(0), scene, HEAD, scene.quiet("none"));
    };
    let room = usize::from(area.width);
    let (beside, below) = split_aim(&commitment.aim, room.saturating_sub(HEAD.len() + 2), room);
    let fits = below.is_empty();
    draw_head(buffer, row(0), scene, HEAD, scene.quiet(beside));
    line(buffer, row(1), 0, &[scene.quiet(below)]);
    let Some(standing) = commitment.standing else {
        return;
    };
    if fits {
        let role = Role::Category(standing.category);
        line_bar::draw(buffer, row(1), scene.theme, standing.share, role);
    }
    let amount = [
        scene.strong(standing.amount),
        scene.quiet(if standing.is_pro_rata {
            standing.of
        } else {
            String::new()
        }),
    ];
    draw_row(buffer, row(2), &amount, &[scene.quiet(standing.verdict)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_aim_begins_beside_the_head() {
        let aim = "at least 1h30 prospecting before 12:00 on 3 days";
        let told = |beside, below| split_aim(aim, beside, below);
        let pair = |above: &str, below: &str| (above.to_owned(), below.to_owned());
        assert_eq!(told(60, 72), pair(aim, ""));
        assert_eq!(told(40, 50), pair("", aim));
        let split = pair("at least 1h30", "prospecting before 12:00 on 3 days");
        assert_eq!(told(22, 34), split);
    }
}
