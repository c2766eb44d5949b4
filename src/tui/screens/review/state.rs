//! The review in view, as it was read: computed once, not for every frame.

use super::split::MovedSplit;
use super::suggest;
use super::untidy::{self, Untidy};
use crate::domain::calendar::{Calendar, Day, Week};
use crate::domain::commitment::Commitment;
use crate::domain::discreet::Masks;
use crate::domain::review::{Answers, Step};
use crate::domain::stamp::Moment;
use crate::insight::hidden::Hidden;
use crate::report::document::Block;
use crate::report::review::recap::Shared;
use crate::report::review::steps::blocks_of;
use crate::report::review::{self, Facts, ReviewRecord};
use crate::tui::scene::Scene;

/// So many picks stand above the commitments of the last step.
const PICKS: usize = 3;

#[derive(Clone, Debug)]
pub(crate) struct State {
    /// The week to look back on, where another one was asked for than the one that is due.
    reviewed: Option<Week>,
    /// Whose review it is, and what is computed of the week; `None` before it was read.
    read: Option<(Week, Box<ReviewRecord>)>,
    /// What the record says in each step, without the rep's answers.
    pub(super) said: Vec<Vec<Block>>,
    /// Gaps and long blocks, in order of time.
    pub(crate) untidy: Vec<Untidy>,
    /// When it was computed.
    at: Option<Moment>,
    /// The step in view.
    pub(crate) step: Step,
    /// Which of the step's rows is selected.
    pub(crate) row: usize,
    /// The first line of the page that is shown.
    pub(crate) top: usize,
    /// What the recap tells.
    pub(crate) shared: Shared,
    /// The guess while it is moved.
    pub(super) draft: Option<MovedSplit>,
    /// By how many quarters of an hour each suggested commitment is moved.
    pub(super) moved: [i64; suggest::MOST],
    /// Whether the guess is being kept: then the week is shown.
    pub(super) is_locking: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            reviewed: None,
            read: None,
            said: Vec::new(),
            untidy: Vec::new(),
            at: None,
            step: Step::Tidy,
            row: 0,
            top: 0,
            shared: Shared::default(),
            draft: None,
            moved: [0; suggest::MOST],
            is_locking: false,
        }
    }
}

impl State {
    /// What is computed of the week.
    pub(crate) fn record(&self) -> Option<&ReviewRecord> {
        self.read.as_ref().map(|(_, record)| &**record)
    }

    /// Whether it shows this week as of this minute.
    fn is_of(&self, week: Week, now: Moment) -> bool {
        let minute = |moment: Moment| moment.at.seconds().div_euclid(60);
        self.read.as_ref().is_some_and(|(of, _)| *of == week)
            && self.at.map(minute) == Some(minute(now))
    }

    /// Whether it was last looked at on this day.
    fn is_of_day(&self, day: Day, calendar: &Calendar) -> bool {
        self.at.is_some_and(|at| calendar.day_of(at) == day)
    }

    /// The week that the review looks back on.
    pub(crate) fn week(&self, scene: &Scene<'_>) -> Week {
        let due = || review::default_week(scene.today, &scene.context.calendar);
        self.reviewed.unwrap_or_else(due)
    }

    /// Looks back on this week; on the one that is due where there is none.
    pub(super) const fn look_at(&mut self, week: Option<Week>) {
        self.reviewed = week;
    }

    /// The screen comes into view: what was looked at on another day is not what is due today.
    pub(crate) fn enter(&mut self, scene: &Scene<'_>) {
        if !self.is_of_day(scene.today, &scene.context.calendar) {
            self.reviewed = None;
        }
    }

    pub(super) fn open_step(&mut self, step: Step) {
        self.step = step;
        (self.row, self.top) = (self.first_row(), 0);
        self.draft = None;
        self.is_locking = false;
    }

    /// The row that is selected first: on the last step the first commitment that is offered.
    fn first_row(&self) -> usize {
        if self.step == Step::Decision && !self.is_closed() {
            PICKS
        } else {
            0
        }
    }

    /// The commitments that are offered for the week after.
    pub(super) fn suggestions(&self) -> Vec<Commitment> {
        let offered = |record| suggest::suggest_commitments(record, self.moved);
        self.record().map(offered).unwrap_or_default()
    }

    /// Which of so many commitments is shown with its weeks.
    pub(super) fn open_suggestion(&self, count: usize) -> usize {
        self.row.saturating_sub(PICKS).min(count.saturating_sub(1))
    }

    /// Which of the commitments is selected, counted from 0; what lies past them is none.
    pub(super) fn selected_suggestion(&self) -> Option<usize> {
        let index = self.row.checked_sub(PICKS);
        index.filter(|_| self.step == Step::Decision)
    }

    /// The commitment of the selected row, in its grammar.
    pub(crate) fn commitment_to_edit(&self) -> Option<String> {
        let index = self.selected_suggestion()?;
        self.suggestions().get(index).map(Commitment::to_string)
    }

    /// The first and the last day whose blocks the screen needs.
    pub(crate) fn days_to_read(&self, scene: &Scene<'_>) -> (Day, Day) {
        review::days_to_read(self.week(scene))
    }

    /// Whether a guess is being locked in.
    pub(crate) const fn is_locking(&self) -> bool {
        self.is_locking
    }

    /// Whether the review is closed: then it is only read.
    pub(super) fn is_closed(&self) -> bool {
        self.record().is_some_and(|record| record.closed.is_some())
    }

    /// Works the review out of what was read; another week begins where its review stands.
    pub(crate) fn read(&mut self, scene: &Scene<'_>) {
        let week = self.week(scene);
        let record = review::of_week(&facts(scene, week));
        self.said = say_steps(&record, &scene.settings.hidden);
        self.untidy = if record.closed.is_some() {
            Vec::new()
        } else {
            untidy::of_week(scene, week)
        };
        if self.read.as_ref().is_none_or(|(of, _)| *of != week) {
            let begun = scene.notes_of(week).and_then(|notes| notes.review.step);
            self.step = begun.unwrap_or(Step::Tidy);
            (self.row, self.top) = (0, 0);
            self.shared = Shared::default();
            self.draft = None;
            self.is_locking = false;
            self.moved = [0; suggest::MOST];
            self.row = self.first_row();
        }
        let notes = scene.notes_of(week);
        // However often the file is read before it takes the guess.
        if self.is_locking && notes.is_some_and(|notes| notes.review.revealed) {
            self.open_step(Step::Reveal);
        }
        self.read = Some((week, Box::new(record)));
        self.at = Some(scene.now);
    }

    /// Works it out again of blocks and answers whose names are hidden; what a closed review has kept is hidden too.
    pub(crate) fn hide_names(&mut self, scene: &Scene<'_>, masks: &mut Masks) {
        if self.read.is_none() {
            return;
        }
        self.read(scene);
        if let Some((_, record)) = &mut self.read {
            record.hide_names(masks);
            self.said = say_steps(record, &scene.settings.hidden);
        }
    }

    /// Works it out again where the minute has passed.
    pub(crate) fn refresh(&mut self, scene: &Scene<'_>) -> bool {
        let is_old = !self.is_of(self.week(scene), scene.now);
        if is_old {
            self.read(scene);
        }
        is_old
    }
}

/// What a record says in each step, without the rep's answers.
fn say_steps(record: &ReviewRecord, hidden: &Hidden) -> Vec<Vec<Block>> {
    let mut bare = ReviewRecord {
        answers: Answers::default(),
        ..record.clone()
    };
    bare.leave_out(hidden);
    Step::ALL
        .iter()
        .map(|step| blocks_of(&bare, *step))
        .collect()
}

/// All that the review of a week is computed from.
pub(super) fn facts<'a>(scene: &Scene<'a>, week: Week) -> Facts<'a> {
    Facts {
        week,
        on_record: (&scene.snapshot.weeks).into(),
        context: scene.context,
        now: scene.now,
        role: scene.settings.role,
        protected: scene.settings.protected,
        notes: &scene.snapshot.notes,
    }
}
