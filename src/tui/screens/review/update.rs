//! What the keys do on the review: through its steps and rows, and what an answer asks of the file. Every answer is
//! kept at once.

use ratatui::layout::Position;

use super::answers::{is_shown, is_silent};
use super::freed;
use super::grid::Grid;
use super::item::{Item, RecapPart};
use super::list::step_at;
use super::state::{State, facts};
use super::view::{items, page_size, selected_item};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::change::Change;
use crate::domain::review::{Missed, Reply, Response, ReviewAnswer, Step, Verdict};
use crate::insight::weeks;
use crate::report::review::recap::write_recap;
use crate::tui::action::{Action, Fix, Go, RowAction, Stride, Triage, Way};
use crate::tui::effect::{Effect, Handled};
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::Scene;

/// A question takes so many lines at most: itself, air, what is typed, a rule.
const LINE_BELOW: usize = 4;

impl State {
    /// What an action does here.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Action) -> Handled {
        match action {
            Action::Go(go) => self.go(scene, go),
            Action::Review(answer) => self.answer(scene, answer),
            Action::Copy => self.copy_recap(scene),
            Action::Fix(Fix::Fill) => Effect::PickCategory.into(),
            Action::Fix(_)
            | Action::Suggestion(Triage::Accept | Triage::AcceptAs | Triage::Dismiss) => {
                Handled::refused("Only works in a day's list, on Today")
            }
            Action::Capture(_)
            | Action::Describe(_)
            | Action::Open(_)
            | Action::Line(_)
            | Action::KeepAll
            | Action::Program(_)
            | Action::Cancel => Handled::Ignored,
        }
    }

    fn go(&mut self, scene: &Scene<'_>, go: Go) -> Handled {
        match go {
            Go::Row(way) => self.select(scene, way.times(1)),
            Go::Step(way) => self.go_to_step(scene, way),
            Go::Week(way) => self.go_to_week(scene, way),
            Go::Today => {
                self.look_at(None);
                Effect::Load.into()
            }
            Go::Page(_)
            | Go::Day(_)
            | Go::Month(_)
            | Go::Stretch(_)
            | Go::OpenDay
            | Go::OpenWeek
            | Go::Screen(_) => Handled::Ignored,
        }
    }

    /// The selected row is one that there is.
    pub(crate) fn settle(&mut self, scene: &Scene<'_>) {
        let (items, _) = items(scene, self);
        self.row = self.row.min(items.len().saturating_sub(1));
    }

    /// So many rows on. What lies out of view is brought into it first, so that nothing of a page is passed over.
    pub(crate) fn select(&mut self, scene: &Scene<'_>, by: isize) -> Handled {
        let ((items, count), height) = (items(scene, self), page_size(scene).0);
        let last = count.saturating_sub(height);
        let top = self.top.min(last);
        let next = self.row.checked_add_signed(by);
        let next = next.filter(|row| *row < items.len());
        let is_seen = |row: usize, top: usize| (top..top + height).contains(&items[row].0);
        let half = (height / 2).max(1);
        let moved = if by < 0 {
            top.saturating_sub(half)
        } else {
            (top + half).min(last)
        };
        match next {
            Some(row) if is_seen(row, top) => self.row = row,
            Some(row) if is_seen(row, moved) => (self.row, self.top) = (row, moved),
            Some(_) | None => self.top = moved,
        }
        Handled::Consumed(None)
    }

    /// Another step, over those that have nothing to say. It is where the review is taken up again. From the fourth on the week is shown, and the guess
    /// is locked in.
    fn go_to_step(&mut self, scene: &Scene<'_>, way: Way) -> Handled {
        match self.step_beyond(way) {
            Some(step) => self.show_step(scene, step),
            None => Handled::Consumed(None),
        }
    }

    /// The next step that way with something to say.
    pub(super) fn step_beyond(&self, way: Way) -> Option<Step> {
        let mut number = self.step.number();
        loop {
            let step = Step::from_number(number.checked_add_signed(way.times(1))?)?;
            if !self.record().is_some_and(|record| is_silent(record, step)) {
                return Some(step);
            }
            number = step.number();
        }
    }

    /// A click on a step opens it, but shows nothing of the week that the guess is to come before.
    pub(crate) fn click_step(&mut self, scene: &Scene<'_>, at: Position) -> Option<Handled> {
        let step = step_at(&Grid::new(&scene.regions), at)?;
        let is_silent = self.record().is_none_or(|record| is_silent(record, step));
        let may_open = step <= Step::Guess || is_shown(scene, self);
        let opens = step != self.step && !is_silent && may_open;
        opens.then(|| self.show_step(scene, step))
    }

    fn show_step(&mut self, scene: &Scene<'_>, step: Step) -> Handled {
        // At midnight another week may be due; the one that is being reviewed stays.
        let week = self.week(scene);
        self.look_at(Some(week));
        self.open_step(step);
        Handled::Consumed((!self.is_closed()).then_some(Effect::KeepPage(week, step)))
    }

    /// Commits to one of those that are offered, for the week after.
    fn commit(&mut self, scene: &Scene<'_>, index: usize) -> Handled {
        let reviewed = self.week(scene);
        self.look_at(Some(reviewed));
        let week = scene.week_after(reviewed);
        let Some(commitment) = self.suggestions().into_iter().nth(index) else {
            return Handled::Consumed(None);
        };
        let seen = scene
            .notes_of(week)
            .and_then(|notes| notes.commitment.clone());
        Effect::Apply(Change::Commit {
            week,
            commitment: Some(commitment),
            seen: Some(seen),
        })
        .into()
    }

    /// Keeps the guess; once it is kept the week is shown.
    fn lock_in(&mut self, scene: &Scene<'_>) -> Handled {
        let week = self.week(scene);
        self.look_at(Some(week));
        let Some(guess) = self.guess_to_lock() else {
            return self.show_step(scene, Step::Reveal);
        };
        self.is_locking = true;
        let seen = scene.notes_of(week).map(|notes| notes.guess);
        let change = Change::Guess {
            week,
            guess: Some(guess),
            seen: Some(seen.unwrap_or_default()),
        };
        Effect::LockGuess(change, week).into()
    }

    /// The week before or after, up to this one.
    fn go_to_week(&mut self, scene: &Scene<'_>, way: Way) -> Handled {
        let Some(to) = self.week_beyond(scene, way) else {
            return Handled::Consumed(None);
        };
        self.look_at(Some(to));
        Effect::Load.into()
    }

    pub(super) fn week_beyond(&self, scene: &Scene<'_>, way: Way) -> Option<Week> {
        let this = scene.context.calendar.week_of(scene.today);
        let reviewed = self.week(scene);
        let to = match way {
            Way::Back => weeks::weeks_before(reviewed, 1),
            Way::Forward => scene.week_after(reviewed),
        };
        (to <= this && to != reviewed).then_some(to)
    }

    /// What is done to the selected row.
    fn answer(&mut self, scene: &Scene<'_>, answer: RowAction) -> Handled {
        let Some(item) = selected_item(scene, self) else {
            return Handled::Consumed(None);
        };
        if let Item::Tell(part) = item {
            self.toggle(part);
            return Handled::Consumed(None);
        }
        if item == Item::Complete {
            return Handled::Consumed(None);
        }
        if self.is_closed() {
            return Handled::refused("This review is closed: its answers stay");
        }
        match (answer, item) {
            (RowAction::Adjust(way, stride), Item::Share) => {
                self.move_guess(way.times(points(stride)) as i8);
                Handled::Consumed(None)
            }
            (RowAction::Judge(verdict), Item::Verdict(key)) => {
                let week = self.week(scene);
                self.look_at(Some(week));
                self.keep_answer(week, ReviewAnswer::Verdict(key, Some(verdict)))
            }
            (RowAction::Adjust(way, stride), Item::Suggestion(index)) => {
                if let Some(moved) = self.moved.get_mut(index) {
                    *moved += way.times(quarters(stride)) as i64;
                }
                Handled::Consumed(None)
            }
            (RowAction::Commit, Item::Suggestion(index)) => self.commit(scene, index),
            (RowAction::Ask, Item::Suggestion(_)) => {
                let week = self.week(scene);
                self.look_at(Some(week));
                Effect::Ask(ReviewQuestion::Commitment, week).into()
            }
            (RowAction::LockIn, Item::Share) => self.lock_in(scene),
            (RowAction::Skip, Item::Share) => self.show_step(scene, Step::Reveal),
            (RowAction::Grade(grade), Item::Untidy(index)) => self.grade(index, grade),
            (_, Item::Untidy(index)) => self.tidy(scene, index, None),
            (_, Item::Tell(_) | Item::Copy | Item::Share | Item::Suggestion(_)) => {
                Handled::Consumed(None)
            }
            (_, item) => {
                // At midnight another week may be due; the one that is being reviewed stays.
                let week = self.week(scene);
                self.look_at(Some(week));
                if matches!(item, Item::Line(_)) {
                    self.bring_line_into_view(scene);
                }
                self.answer_row(scene, item)
            }
        }
    }

    /// The line below the selected question is typed where it stands.
    fn bring_line_into_view(&mut self, scene: &Scene<'_>) {
        let ((items, count), height) = (items(scene, self), page_size(scene).0);
        if let Some((question, _)) = items.get(self.row) {
            let end = (question + LINE_BELOW).min(count);
            self.top = self.top.max(end.saturating_sub(height));
        }
    }

    const fn toggle(&mut self, part: RecapPart) {
        let shared = &mut self.shared;
        let told = match part {
            RecapPart::Distraction => &mut shared.distraction,
            RecapPart::Notes => &mut shared.notes,
            RecapPart::Accounts => &mut shared.accounts,
        };
        *told = !*told;
    }

    /// The answer of a row: the next one of those that there are, or a line.
    fn answer_row(&mut self, scene: &Scene<'_>, item: Item) -> Handled {
        let week = self.week(scene);
        let Some(record) = self.record() else {
            return Handled::Consumed(None);
        };
        let answers = &record.answers;
        let answer = match item {
            Item::Complete
            | Item::Tell(_)
            | Item::Copy
            | Item::Untidy(_)
            | Item::Share
            | Item::Suggestion(_) => {
                return Handled::Consumed(None);
            }
            Item::Line(question) => return Effect::Ask(question, week).into(),
            Item::Close => return self.close(scene),
            Item::Missed(of) => return keep_missed(scene, of),
            Item::Verdict(key) => {
                let verdict = next_of(&Verdict::ALL, answers.verdicts.get(&key).copied());
                ReviewAnswer::Verdict(key, verdict)
            }
            Item::Alert(of) => {
                let Some(alert) = record.alerts.iter().find(|alert| alert.kind == of) else {
                    return Handled::Consumed(None);
                };
                let kind = of.name().to_owned();
                let chosen = answers.alerts.get(&kind).map(|reply| reply.response);
                let next = next_of(&freed::responses(alert), chosen);
                // A dismissal is one only with a reason.
                if next == Some(Response::Dismiss) {
                    return Effect::Ask(ReviewQuestion::Reason(kind), week).into();
                }
                let reply = next.map(|response| Reply {
                    response,
                    reason: String::new(),
                });
                ReviewAnswer::Alert(kind, reply)
            }
        };
        self.keep_answer(week, answer)
    }

    fn keep_answer(&self, week: Week, answer: ReviewAnswer) -> Handled {
        let answers = self.record().map(|record| record.answers.clone());
        let seen = Some(answers.unwrap_or_default().set(answer.clone()));
        Effect::Apply(Change::Reflect { week, answer, seen }).into()
    }

    /// A category for the selected gap.
    pub(crate) fn set_category(&mut self, scene: &Scene<'_>, category: Category) -> Handled {
        match selected_item(scene, self) {
            Some(Item::Untidy(index)) => self.tidy(scene, index, Some(category)),
            Some(_) | None => Handled::Consumed(None),
        }
    }

    /// The selected gap was off.
    pub(crate) fn take_off(&self, scene: &Scene<'_>) -> Handled {
        match selected_item(scene, self) {
            Some(Item::Untidy(index)) => self.take_gap_off(scene, index),
            Some(_) | None => Handled::Consumed(None),
        }
    }

    /// Closes the review with the figures of this moment.
    fn close(&mut self, scene: &Scene<'_>) -> Handled {
        let week = self.week(scene);
        let record = crate::report::review::compute_review(&facts(scene, week));
        (self.row, self.top) = (0, 0);
        Effect::CloseReview(week, Box::new(record)).into()
    }

    /// The recap to the clipboard, or onto the screen that is left behind.
    fn copy_recap(&self, scene: &Scene<'_>) -> Handled {
        let notes = scene.notes_of(self.week(scene));
        let is_shown = notes.is_some_and(|notes| notes.review.revealed);
        let record = self.record();
        let Some(record) = record.filter(|record| is_shown || record.closed.is_some()) else {
            return Handled::refused("The recap holds the week's figures: step 4 shows them first");
        };
        Effect::Copy(write_recap(record, self.shared)).into()
    }
}

/// The next reason for the missed commitment of a week, which may be the one before.
fn keep_missed(scene: &Scene<'_>, week: Week) -> Handled {
    let notes = scene.notes_of(week);
    let missed = notes.and_then(|notes| notes.review.answers.missed);
    Effect::Apply(Change::Reflect {
        week,
        answer: ReviewAnswer::Missed(next_of(&Missed::ALL, missed)),
        seen: Some(ReviewAnswer::Missed(missed)),
    })
    .into()
}

/// How many quarters of an hour a stride is.
const fn quarters(stride: Stride) -> isize {
    match stride {
        Stride::Short => 1,
        Stride::Long => 4,
    }
}

/// How many points of a guess a stride is.
const fn points(stride: Stride) -> isize {
    match stride {
        Stride::Short => 1,
        Stride::Long => 5,
    }
}

/// The next of some answers, and after the last one none.
fn next_of<T: Copy + PartialEq>(all: &[T], chosen: Option<T>) -> Option<T> {
    let place = chosen.and_then(|chosen| all.iter().position(|one| *one == chosen));
    all.get(place.map_or(0, |place| place + 1)).copied()
}
