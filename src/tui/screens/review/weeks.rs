//! The weeks of a commitment as lying bars, with what it asks for as a hairline through all of them.

use ratatui::layout::Rect;

use super::grid::Room;
use super::line::{Bar, Part};
use super::page::Page;
use super::suggest::{is_met, measure_weeks};
use crate::domain::calendar::Week;
use crate::domain::commitment::{Aim, Commitment};
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::commitment::{Amount, Progress};
use crate::report::review::record::{CommitmentRecord, Unit};
use crate::tui::paint::{Ink, piece, width};
use crate::tui::theme::{Fill, PAST, Role};
use crate::tui::widgets::stacked_bar::Edge;
use crate::tui::widgets::strip;

/// How many columns an hour or a day may take, the most first.
const PITCHES: [u16; 6] = [8, 6, 4, 3, 2, 1];
/// The column where the bars begin.
const BARS: u16 = 6;
/// What the bars leave free at their right, for `missed` and the like.
const AFTER: u16 = 8;
/// The columns of an amount beside its bar, where there is no room in it.
const AMOUNT: u16 = 7;

/// Bars of so many columns; `target` is where the hairline goes, as a share of them.
struct Scale {
    columns: u16,
    pitch: f64,
    target: Option<f64>,
}

impl Scale {
    fn share(&self, amount: Amount) -> f64 {
        units_of(amount) * self.pitch / f64::from(self.columns.max(1))
    }

    /// Where an amount stands whose bar has no room for it: after the bar, and after the hairline.
    fn column_beside(&self, amount: Amount, label: &String) -> Option<u16> {
        let columns = |share: f64| (share.min(1.0) * f64::from(self.columns)).ceil() as u16;
        let (end, target) = (self.share(amount), self.target.unwrap_or(0.0));
        let room = end.min(self.target.unwrap_or(1.0)) * f64::from(self.columns);
        let fits = strip::fit_label(std::slice::from_ref(label), room as usize).is_some();
        (!fits).then(|| BARS + columns(end).max(columns(target)) + 2)
    }

    fn bar(&self, part: (f64, Fill), label: Option<String>) -> Part {
        Part::Bar(Bar {
            column: BARS,
            width: self.columns,
            parts: vec![part],
            rest: Fill::Open,
            hairline: self.target,
            label,
        })
    }
}

impl Page<'_> {
    /// What there was of a commitment in the last weeks, the earliest first; weeks before the first block are none.
    pub(super) fn weeks_of(&self, commitment: &Commitment) -> Vec<(Week, Progress)> {
        let scene = self.scene;
        let ledger = scene.context.ledger(&scene.snapshot.weeks, scene.now.at);
        let begun = scene
            .snapshot
            .begun
            .map(|begun| scene.context.calendar.day_of(begun));
        let mut measured = measure_weeks(commitment, ledger, self.record.week);
        measured.retain(|(week, _)| begun.is_some_and(|begun| week.end() > begun));
        measured
    }

    /// The bars, and below them the week after where it is being planned: the track up to the hairline, and what that is
    /// a day. Where it is looked back on, as it was told, each week says whether that would have kept it.
    pub(super) fn draw_weeks(&mut self, commitment: &Commitment, told: Option<&CommitmentRecord>) {
        let is_planned = told.is_none();
        let mut measured = self.weeks_of(commitment);
        // A closed review keeps to the figures of its time.
        if let Some(((_, last), of)) = measured.last_mut().zip(told) {
            last.value = match of.unit {
                Unit::Seconds => Amount::Time(Length::seconds(of.value)),
                Unit::Days => Amount::Days(of.value.try_into().unwrap_or(u8::MAX)),
            };
        }
        let target = target_of(commitment);
        let scale = self.scale_of(target, &measured);
        let category = commitment.work().category;
        let last = measured.len().saturating_sub(1);
        for (index, (week, progress)) in measured.iter().enumerate() {
            let aim = (index == 0 && !is_planned).then_some(target).flatten();
            self.draw_hairline(&scale, aim);
            let is_last = index == last;
            let (fill, name) = if is_last {
                (Fill::Work(category), self.strong(week.short_name()))
            } else {
                (Fill::Tinted(category, PAST), self.quiet(week.short_name()))
            };
            let amount = if units_of(progress.value) > 0.0 {
                amount_words(progress.value)
            } else {
                "–".to_owned()
            };
            let mut parts = vec![Part::At(0, vec![name])];
            let label = if self.room == Room::Compact {
                let end = self.width.saturating_sub(AFTER);
                parts.push(Part::Ending(end, vec![self.quiet(amount)]));
                None
            } else if let Some(column) = scale.column_beside(progress.value, &amount) {
                parts.push(Part::At(column, vec![self.quiet(amount)]));
                None
            } else {
                Some(amount)
            };
            parts.push(scale.bar((scale.share(progress.value), fill), label));
            if !is_planned {
                let verdict = match told.filter(|_| is_last).map(|of| of.kept) {
                    Some(Some(true)) => self.strong("kept"),
                    Some(Some(false)) => self.strong("missed"),
                    Some(None) => self.quiet("open"),
                    None if is_met(commitment, *progress) => self.quiet("met"),
                    None => self.quiet(""),
                };
                parts.push(Part::Ending(self.width, vec![verdict]));
            }
            self.push(parts);
        }
        if is_planned {
            self.draw_hairline(&scale, None);
            self.draw_next_week(commitment, &scale);
        }
        if self.is_tall() {
            self.gap();
        }
    }

    fn scale_of(&self, target: Option<Amount>, measured: &[(Week, Progress)]) -> Scale {
        let values = measured.iter().map(|(_, progress)| progress.value);
        let longest = values.chain(target).map(units_of).fold(0.0, f64::max);
        // At 80 columns an hour takes six at most.
        let most = match self.room {
            Room::Tall => 8,
            Room::Tight => 6,
            Room::Compact => 4,
        };
        let beside = match self.room {
            Room::Tall | Room::Tight => AFTER,
            Room::Compact => AFTER + AMOUNT,
        };
        let columns = self.width.saturating_sub(BARS + beside);
        let fits = |pitch: &f64| longest * pitch <= f64::from(columns);
        let mut pitches = PITCHES
            .into_iter()
            .filter(|pitch| *pitch <= most)
            .map(f64::from);
        let scale = Scale {
            columns,
            pitch: pitches
                .find(fits)
                .unwrap_or_else(|| f64::from(columns) / longest),
            target: None,
        };
        let target = target.map(|target| scale.share(target));
        Scale { target, ..scale }
    }

    /// The week after: nothing yet but the target, and what it means a day.
    fn draw_next_week(&mut self, commitment: &Commitment, scale: &Scale) {
        let Some(target) = scale.target else {
            return;
        };
        let after = self.scene.week_after(self.record.week);
        let name = piece(after.short_name(), self.style(Role::Soft));
        let mut parts = vec![
            Part::At(0, vec![name]),
            scale.bar((target, Fill::Track), None),
        ];
        let beyond = BARS + (target * f64::from(scale.columns)) as u16 + 2;
        if let Aim::Spend {
            length, days: None, ..
        } = commitment.aim
        {
            parts.extend(self.a_day(length, after, beyond));
        }
        self.push(parts);
    }

    /// The hairline alone, on the rows between the weeks; on the first one with what it stands for.
    fn draw_hairline(&mut self, scale: &Scale, aim: Option<Amount>) {
        if !self.is_tall() {
            return;
        }
        let Some(target) = scale.target else {
            return self.push(Vec::new());
        };
        let edge = Edge::at(Rect::new(BARS, 0, scale.columns, 1), target);
        let sign = piece(edge.sign, self.style(Role::Text));
        let mut row = vec![sign];
        row.extend(aim.map(|aim| self.quiet(format!(" {}", amount_words(aim)))));
        self.push(vec![Part::At(edge.x, row)]);
    }

    /// What it means a day: `1h24 a day`.
    fn a_day(&self, length: Length, week: Week, column: u16) -> Option<Part> {
        let hours = &self.scene.context.hours;
        let days = week
            .days()
            .into_iter()
            .filter(|day| hours.is_workday(*day))
            .count();
        let days = i64::try_from(days).ok().filter(|days| *days > 0)?;
        let each = format::hours(Length::seconds(length.as_seconds() / days));
        let words = vec![self.strong(each), self.quiet(" a day")];
        if column + width(&words) > self.width {
            return Some(Part::Ending(column.saturating_sub(3), words));
        }
        Some(Part::At(column, words))
    }
}

/// What a commitment asks for; `None` where there is to be nothing.
fn target_of(commitment: &Commitment) -> Option<Amount> {
    match commitment.aim {
        Aim::Spend {
            length, days: None, ..
        } => Some(Amount::Time(length)),
        Aim::Spend {
            days: Some(days), ..
        } => Some(Amount::Days(days)),
        Aim::Avoid { .. } => None,
    }
}

/// Hours, or days.
fn units_of(amount: Amount) -> f64 {
    match amount {
        Amount::Time(length) => length.as_hours(),
        Amount::Days(days) => f64::from(days),
    }
}

/// `6h50`, `4 days`.
pub(super) fn amount_words(amount: Amount) -> String {
    match amount {
        Amount::Time(length) => format::hours(length),
        Amount::Days(days) => format::count(days.into(), "day"),
    }
}
