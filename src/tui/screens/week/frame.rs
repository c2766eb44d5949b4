//! What the parts of the screen of the week are drawn from.

use ratatui::style::{Modifier, Style};

use crate::domain::calendar::{Day, Week};
use crate::domain::format;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::insight::coverage::{self, Reading};
use crate::insight::gaps::{self, Entry};
use crate::insight::totals::{self, Totals};
use crate::tui::paint::{Ink, Piece, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::{Role, Theme, UNREADABLE, UNTRACKED, pattern};
use crate::tui::widgets::ribbon;

/// What the screen is drawn from.
pub(super) struct Frame<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) week: Week,
    pub(super) days: Vec<DayColumn<'a>>,
    pub(super) totals: Totals,
}

/// One of the seven.
pub(super) struct DayColumn<'a> {
    pub(super) day: Day,
    /// Where the wall clock of the place showed midnight.
    pub(super) midnight: Stamp,
    pub(super) totals: Totals,
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) planned: Vec<Span>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        let context = scene.context;
        let week = context.calendar.week_of(scene.day);
        let ledger = context.ledger(&scene.snapshot.weeks, scene.now.at);
        let column = |day| {
            let place = ledger.place(day);
            // Before the first key there is no day to hold against anyone.
            let begun = scene.snapshot.last.is_some();
            DayColumn {
                day,
                midnight: context.calendar.instant_at(day, Length::ZERO, place),
                totals: if begun {
                    totals::of_days(ledger.day(day))
                } else {
                    Totals::default()
                },
                entries: if begun {
                    gaps::list_entries(ledger, day)
                } else {
                    Vec::new()
                },
                planned: context.hours.spans(day, &context.calendar, place),
            }
        };
        let days: Vec<DayColumn<'a>> = week.days().into_iter().map(column).collect();
        let totals = days.iter().map(|day| day.totals).sum();
        Self {
            scene,
            week,
            days,
            totals,
        }
    }
}

impl Ink for Frame<'_> {
    fn theme(&self) -> &Theme {
        self.scene.theme
    }
}

impl Frame<'_> {
    /// How the name of a day looks: the selected one stands out, today is bold.
    pub(super) fn day_style(&self, day: Day) -> Style {
        let theme = self.scene.theme;
        if day == self.scene.day {
            theme
                .style(Role::Accent)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
        } else if day == self.scene.today {
            theme.strong()
        } else {
            theme.style(Role::Quiet)
        }
    }

    /// TAFS of a day in a few columns; hours of selling where it is too early for a share.
    pub(super) fn day_share(totals: &Totals) -> String {
        match coverage::of_day(totals) {
            Reading::TooEarly { .. } => String::new(),
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => {
                format!("{:.0} %", tafs * 100.0)
            }
            Reading::OnlyBounds { low, high } => format!("{:.0}–{:.0}", low * 100.0, high * 100.0),
        }
    }

    /// The hours of a day, or that it is off.
    pub(super) fn day_hours(&self, day: &DayColumn<'_>) -> String {
        let tracked = day.totals.tracked();
        if tracked.is_positive() {
            format::hours(tracked)
        } else if self.scene.context.hours.is_off(day.day) {
            "off".to_owned()
        } else {
            "–".to_owned()
        }
    }

    /// The sign of a stretch of a day, in minutes after its midnight.
    pub(super) fn sign(&self, day: &DayColumn<'_>, from: i64, to: i64) -> Piece {
        let at = |minutes| day.midnight.plus(Length::minutes(minutes));
        let Some(cell) = Span::new(at(from), at(to)) else {
            return plain(" ");
        };
        let is_ahead = cell.start() >= self.scene.now.at;
        let is_planned = || day.planned.iter().any(|span| cell.overlap(*span).is_some());
        match ribbon::fullest(cell, &day.entries) {
            Some(Entry::Block { block, .. }) => {
                let style = self.scene.theme.category(block.category);
                piece(pattern(block.category), style)
            }
            Some(Entry::Suggestion { .. }) => self.quiet(ribbon::SUGGESTED),
            Some(Entry::Unreadable { .. }) => self.quiet(UNREADABLE),
            Some(Entry::Untracked(_)) => self.faint(UNTRACKED),
            None if is_ahead && is_planned() => self.faint("·"),
            Some(Entry::Off(_)) | None => plain(" "),
        }
    }
}
