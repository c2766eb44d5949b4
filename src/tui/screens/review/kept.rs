//! What became of the commitment: how much there is of it, and the weeks before beside it.

use super::display::Display;
use super::grid::Room;
use super::item::Item;
use super::page::Page;
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::parse::commitment::parse_stored_commitment;
use crate::domain::review::Missed;
use crate::domain::stamp::Length;
use crate::report::review::record::{CommitmentRecord, Unit};
use crate::tui::paint::{Ink, piece, width};
use crate::tui::theme::Role;

impl Page<'_> {
    pub(super) fn commitment(&mut self) {
        let record = self.record;
        let Some(of) = &record.commitment else {
            let week = record.week.short_name();
            return self.say(&format!("No commitment for {week}; step 9 sets the next"));
        };
        let commitment = parse_stored_commitment(&of.text).ok();
        let is_selling = commitment
            .as_ref()
            .is_some_and(|of| of.work().category == Category::Selling);
        let role = if is_selling {
            Role::Display
        } else {
            Role::Text
        };
        self.skip_to(match self.room {
            Room::Tall => 3,
            Room::Tight => 1,
            Room::Compact => 0,
        });
        let words = vec![self.strong(of.words.clone())];
        let mut verdict = vec![self.strong(of.verdict.clone())];
        let text = self.quiet(format!("   {}", of.aim()));
        if width(&verdict) + text.width() as u16 <= self.width {
            verdict.push(text);
        }
        if self.room == Room::Compact {
            // The words begin with the figure.
            self.line(words);
            self.line(verdict);
        } else {
            self.display(Display {
                figure: figure_of(of),
                unit: "",
                style: self.style(role),
                captions: [words, verdict],
                beside: Vec::new(),
            });
        }
        self.skip_to(match self.room {
            Room::Tall => 10,
            Room::Tight => 7,
            Room::Compact => 0,
        });
        if let Some(commitment) = &commitment {
            self.draw_weeks(commitment, Some(of));
        }
        if of.kept == Some(false) {
            self.ask_missed(record.week, record.answers.missed);
        }
    }

    pub(super) fn ask_missed(&mut self, week: Week, chosen: Option<Missed>) {
        let words: Vec<&str> = Missed::ALL.iter().map(|missed| missed.words()).collect();
        let chosen = chosen.map(Missed::words);
        self.rest();
        let mut row = vec![piece("What was it?  ", self.style(Role::Soft))];
        let left = self.width.saturating_sub(width(&row));
        row.extend(self.options(&words, chosen, left));
        self.item(Item::Missed(week), row);
    }
}

/// `6h50`, or so many days. A minute counts once it is full, so that nothing reads as reached before it is.
fn figure_of(of: &CommitmentRecord) -> String {
    match of.unit {
        Unit::Seconds => format::hours(Length::minutes(of.value / 60)),
        Unit::Days => of.value.to_string(),
    }
}
