//! What the keys do on the review: through its steps and rows, and what an answer asks of the file. Every answer is
//! kept at once.

use super::{refuse, show};
use crate::domain::block::{Category, Details};
use crate::domain::calendar::{Week, rfc3339};
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::review::{Closed, Guess, Missed, Reply, Response, Review, Step, Verdict};
use crate::domain::stamp::Moment;
use crate::insight::weeks;
use crate::report::review::text;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::model::{Clipboard, Cursor, Model, Screen, Toast, Tone};
use crate::tui::overlays::ask::{self, Wanted};
use crate::tui::screens::review::untidy::Untidy;
use crate::tui::screens::review::{self, Item, Part};
use crate::tui::view;

/// What an action does on the review; `None` where it does what it does everywhere.
pub(super) fn act(model: &mut Model, action: Action, now: Moment) -> Option<Option<Effect>> {
    Some(match action {
        Action::Up => row(model, -1, now),
        Action::Down => row(model, 1, now),
        Action::DayBefore => step(model, -1),
        Action::DayAfter => step(model, 1),
        Action::PageUp => week(model, -1),
        Action::PageDown => week(model, 1),
        Action::Today => {
            model.reviewed = None;
            Some(Effect::Load)
        }
        Action::Edit => enter(model, now),
        Action::Copy => copy(model),
        Action::Change if matches!(selected(model, now), Some(Item::Untidy(_))) => {
            model.changing = true;
            None
        }
        Action::Change
        | Action::StartEarlier
        | Action::StartLater
        | Action::EndEarlier
        | Action::EndLater
        | Action::Split
        | Action::Merge
        | Action::Delete
        | Action::NextGap => {
            refuse(
                model,
                "that is done in the list of a day, on Today".to_owned(),
            );
            None
        }
        Action::Selling
        | Action::Admin
        | Action::Learning
        | Action::Distraction
        | Action::Break
        | Action::Off
        | Action::Resume
        | Action::ClaimSelling
        | Action::ClaimAdmin
        | Action::ClaimLearning
        | Action::ClaimDistraction
        | Action::Note
        | Action::Account
        | Action::Requester
        | Action::Outcome
        | Action::Away
        | Action::Undo
        | Action::Redo
        | Action::Find
        | Action::Month
        | Action::NextScreen
        | Action::PreviousScreen
        | Action::Guess
        | Action::Palette
        | Action::Help
        | Action::Cancel
        | Action::Redraw
        | Action::Suspend
        | Action::Quit => return None,
    })
}

/// Works the review out again where it is in view and the minute has passed.
pub(super) fn refresh(model: &mut Model, now: Moment) {
    if model.screen == Screen::Review && !model.review.is_of(model.reviewed(), now) {
        read(model, now);
    }
}

/// Works the review out of what was read, where it is in view.
pub(super) fn read(model: &mut Model, now: Moment) {
    if model.screen != Screen::Review {
        return;
    }
    let mut sheet = std::mem::take(&mut model.review);
    sheet.take(model, now);
    model.review = sheet;
    settle(model, now);
}

/// The selected row is one that there is.
fn settle(model: &mut Model, now: Moment) {
    let (items, _) = review::items(model, view::review_room(model, now));
    model.review.row = model.review.row.min(items.len().saturating_sub(1));
}

/// The row that is selected.
fn selected(model: &Model, now: Moment) -> Option<Item> {
    let (mut items, _) = review::items(model, view::review_room(model, now));
    (model.review.row < items.len()).then(|| items.swap_remove(model.review.row).1)
}

/// So many rows on. What lies out of view is brought into it first, so that nothing of a page is passed over.
pub(super) fn row(model: &mut Model, by: isize, now: Moment) -> Option<Effect> {
    let room = view::review_room(model, now);
    let ((items, count), height) = (review::items(model, room), room.0);
    let last = count.saturating_sub(height);
    let top = model.review.top.min(last);
    let next = model
        .review
        .row
        .checked_add_signed(by)
        .filter(|row| *row < items.len());
    let seen = |row: usize, top: usize| (top..top + height).contains(&items[row].0);
    let half = (height / 2).max(1);
    let moved = if by < 0 {
        top.saturating_sub(half)
    } else {
        (top + half).min(last)
    };
    match next {
        Some(row) if seen(row, top) => model.review.row = row,
        Some(row) if seen(row, moved) => (model.review.row, model.review.top) = (row, moved),
        Some(_) | None => model.review.top = moved,
    }
    None
}

/// Another step. From the fourth on the week is shown, and the guess is locked in.
fn step(model: &mut Model, by: isize) -> Option<Effect> {
    let to = model
        .review
        .step
        .number()
        .checked_add_signed(by)
        .and_then(Step::from_number)?;
    go_to(model, to)
}

/// Shows a step, which is where the review is taken up again.
fn go_to(model: &mut Model, to: Step) -> Option<Effect> {
    // At midnight another week may be due; the one that is being reviewed stays.
    model.reviewed = Some(model.reviewed());
    model.review.step = to;
    model.review.row = 0;
    model.review.top = 0;
    // A closed review is only read.
    let closed = model
        .review
        .record()
        .is_some_and(|record| record.closed.is_some());
    (!closed).then(|| keep(model, model.reviewed(), &|_| {}))
}

/// The review as it stands with a change to it.
pub(crate) fn keep(model: &Model, week: Week, change: &dyn Fn(&mut Review)) -> Effect {
    let mut review = model
        .notes_of(week)
        .map(|notes| notes.review.clone())
        .unwrap_or_default();
    change(&mut review);
    review.step = Some(model.review.step);
    review.revealed |= model.review.step >= Step::Reveal;
    Effect::Keep(week, Box::new(review))
}

/// The week before or after, up to this one.
fn week(model: &mut Model, by: i64) -> Option<Effect> {
    let this = model.settings.context.calendar.week_of(model.today);
    let reviewed = model.reviewed();
    let to = if by < 0 {
        weeks::back(reviewed, 1)
    } else {
        model.week_after(reviewed)
    };
    if to > this || to == reviewed {
        return None;
    }
    model.reviewed = Some(to);
    Some(Effect::Load)
}

/// What Enter does to the selected row.
fn enter(model: &mut Model, now: Moment) -> Option<Effect> {
    let week = model.reviewed();
    let closed = model
        .review
        .record()
        .is_some_and(|record| record.closed.is_some());
    match selected(model, now)? {
        Item::Tell(part) => {
            let shared = &mut model.review.shared;
            let told = match part {
                Part::Distraction => &mut shared.distraction,
                Part::Notes => &mut shared.notes,
                Part::Accounts => &mut shared.accounts,
            };
            *told = !*told;
            None
        }
        Item::Copy => copy(model),
        _ if closed => {
            refuse(
                model,
                "this review is closed: its answers stay as they were given".to_owned(),
            );
            None
        }
        Item::Untidy(index) => tidy(model, index, None),
        // At midnight another week may be due; the one that is being reviewed stays.
        item => {
            model.reviewed = Some(week);
            answer(model, item, week, now)
        }
    }
}

/// The answer of a row: the next one of those that there are, or a line.
fn answer(model: &mut Model, item: Item, week: Week, now: Moment) -> Option<Effect> {
    match item {
        Item::Tell(_) | Item::Copy | Item::Untidy(_) => None,
        Item::Line(wanted) => ask::open(model, wanted, week),
        Item::Missed => {
            let next = after(Missed::ALL, model.review.record()?.answers.missed);
            Some(keep(model, week, &|review| review.answers.missed = next))
        }
        Item::Verdict(key) => {
            let next = after(
                Verdict::ALL,
                model.review.record()?.answers.verdicts.get(&key).copied(),
            );
            Some(keep(model, week, &|review| {
                match next {
                    Some(verdict) => review.answers.verdicts.insert(key.clone(), verdict),
                    None => review.answers.verdicts.remove(&key),
                };
            }))
        }
        Item::Alert(kind) => respond(model, week, kind),
        Item::Close => close(model, week, now),
    }
}

/// The next of some answers, and after the last one none.
fn after<T: Copy + PartialEq>(all: &[T], chosen: Option<T>) -> Option<T> {
    let index = chosen
        .and_then(|chosen| all.iter().position(|one| *one == chosen))
        .map_or(0, |index| index + 1);
    all.get(index).copied()
}

/// The next answer to a wake-up call; a dismissal is one only with a reason.
fn respond(model: &mut Model, week: Week, kind: String) -> Option<Effect> {
    let record = model.review.record()?;
    let alert = record.alerts.iter().find(|alert| alert.kind == kind)?;
    let chosen = record.answers.alerts.get(&kind).map(|reply| reply.response);
    let next = after(&review::responses(alert), chosen);
    if next == Some(Response::Dismiss) {
        return ask::open(model, Wanted::Reason(kind), week);
    }
    Some(keep(model, week, &|review| {
        match next {
            Some(response) => review.answers.alerts.insert(
                kind.clone(),
                Reply {
                    response,
                    reason: String::new(),
                },
            ),
            None => review.answers.alerts.remove(&kind),
        };
    }))
}

/// Fills the selected gap, or says why it does not.
pub(super) fn fill(model: &mut Model, category: Category, now: Moment) -> Option<Effect> {
    if let Some(Item::Untidy(index)) = selected(model, now) {
        tidy(model, index, Some(category))
    } else {
        None
    }
}

/// A gap becomes a block: of this category, or what ran before it. A long block is looked at on its day.
fn tidy(model: &mut Model, index: usize, category: Option<Category>) -> Option<Effect> {
    let (start, end, category, details) = match model.review.untidy.get(index).cloned()? {
        Untidy::Gap {
            day,
            start,
            end,
            before,
        } => match (category, before) {
            (Some(category), _) => (start, end, category, Details::default()),
            (None, Some((category, details))) => (start, end, category, *details),
            (None, None) => {
                let words = format!(
                    "no block before it that day: c and a letter fills it; tafs day off {day} takes it out"
                );
                refuse(model, words);
                return None;
            }
        },
        Untidy::Long { .. } if category.is_some() => {
            refuse(
                model,
                "a block is changed in the list of its day: enter shows it".to_owned(),
            );
            return None;
        }
        Untidy::Long { day, block, .. } => {
            model.screen = Screen::Today;
            let effect = show(model, day);
            model.cursor = Cursor::Block(block);
            return Some(effect);
        }
    };
    Some(Effect::Apply(Change::Add {
        start,
        end,
        category,
        details,
    }))
}

/// Closes the review with the figures of this moment.
fn close(model: &mut Model, week: Week, now: Moment) -> Option<Effect> {
    let record = crate::report::review::compute(&review::facts(model, week, now));
    let figures = match serde_json::to_string(&record) {
        Ok(figures) => figures,
        Err(error) => {
            refuse(
                model,
                format!("the figures cannot be written down: {error}"),
            );
            return None;
        }
    };
    let closed = Closed {
        at: rfc3339(now),
        figures,
    };
    model.review.row = 0;
    model.review.top = 0;
    Some(keep(model, week, &|review| {
        review.closed = Some(closed.clone())
    }))
}

/// The recap to the clipboard, or onto the screen that is left behind.
fn copy(model: &mut Model) -> Option<Effect> {
    let shown = model
        .notes_of(model.reviewed())
        .is_some_and(|notes| notes.review.revealed);
    let Some(record) = model
        .review
        .record()
        .filter(|record| shown || record.closed.is_some())
    else {
        refuse(
            model,
            "a recap holds the figures of the week: step 4 shows them first".to_owned(),
        );
        return None;
    };
    let recap = text::recap(record, model.review.shared);
    let (words, printed) = match model.settings.clipboard {
        Clipboard::Takes => ("Copied: the recap is in the clipboard", false),
        Clipboard::Tmux => (
            "Handed to tmux for the clipboard; the recap is printed on quitting too",
            true,
        ),
        Clipboard::Unknown => (
            "This terminal is not known to take a copy: the recap is printed on quitting",
            true,
        ),
    };
    model.toast = Some(Toast {
        text: words.to_owned(),
        tone: Tone::Done,
        until: None,
    });
    model.printed = printed.then(|| recap.clone());
    (model.settings.clipboard != Clipboard::Unknown).then_some(Effect::Copy(recap))
}

/// The week that a guess is about: the one in review, else this one.
pub(super) fn guessed_week(model: &Model) -> Week {
    match model.screen {
        Screen::Review => model.reviewed(),
        Screen::Today | Screen::Week | Screen::Trends => {
            model.settings.context.calendar.week_of(model.today)
        }
    }
}

/// What is said once a commitment is kept.
pub(super) fn committed(week: Week, promise: Option<&Commitment>) -> String {
    promise.map_or_else(
        || format!("No commitment for {week}"),
        |promise| format!("Committed for {week}: {promise}"),
    )
}

/// What is said once a guess is kept.
pub(super) fn guessed(week: Week, guess: &Guess) -> String {
    format!("Guessed for {week}: {guess}")
}
