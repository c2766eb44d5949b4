//! Effects that concern the screen alone: another day or screen, a line that opens. What concerns the file or the
//! terminal is handed on.

use super::actions::run_action;
use super::model::{Model, Toast, Tone};
use super::{discreet, messages};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::stamp::{Moment, Span};
use crate::tui::action::{Action, Go, Way};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::key_table::Focus;
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::overlays::answer::AnswerLine;
use crate::tui::overlays::back_date;
use crate::tui::overlays::find::Find;
use crate::tui::overlays::prompt::Prompt;
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::{Clipboard, Cursor, Screen};
use crate::tui::steps::Steps;

/// Carries out what concerns the screen alone; what is left concerns the file or the terminal.
pub(super) fn settle_effect(model: &mut Model, effect: Effect, now: Moment) -> Option<Effect> {
    match effect {
        // What is tagged now stands on today's list, so that is where to look.
        Effect::Apply(ref change) | Effect::ApplyBackDated { ref change, .. } => {
            if is_about_now(change) {
                model.go_to(model.common.today);
            }
            Some(effect)
        }
        Effect::Step(change, _) => Some(go_on_with_steps(model, change)),
        Effect::Show(day) => Some(show_day(model, day, None)),
        Effect::ShowLine(day, cursor) => Some(show_day(model, day, Some(cursor))),
        Effect::OpenLine(day, cursor) => {
            model.screen = Screen::Today;
            Some(show_day(model, day, Some(cursor)))
        }
        Effect::Open(screen) => Some(open_screen(model, screen, now)),
        Effect::Prompt(kind, block) => open_prompt(model, kind, *block, now),
        Effect::Add(gap) => open_add(model, gap, now),
        Effect::Repeat(at) => repeat_selected(model, at, now),
        Effect::Ask(question, week) => {
            ask_question(model, question, week, now);
            None
        }
        Effect::PickCategory => {
            model.mode = Mode::Category;
            None
        }
        Effect::SetCategory(category) => set_category(model, category, now),
        Effect::Run(action) => {
            run_action(model, action, now).and_then(|effect| settle_effect(model, effect, now))
        }
        Effect::Refuse(why) => {
            model.refuse(why);
            None
        }
        Effect::Find(words) => open_find(model, &words),
        Effect::Copy(text) => copy_text(model, text),
        Effect::Quit => {
            model.quits = true;
            None
        }
        Effect::ApplyAgreed(..)
        | Effect::Preview(_)
        | Effect::Undo
        | Effect::PreviewUndo
        | Effect::Redo
        | Effect::Load
        | Effect::FindNames(_)
        | Effect::ReadMonth(_)
        | Effect::Search(..)
        | Effect::ReadHistory(..)
        | Effect::KeepPage(..)
        | Effect::CloseReview(..)
        | Effect::LockGuess(..)
        | Effect::SetConfig(_)
        | Effect::Suspend
        | Effect::Redraw => Some(effect),
    }
}

fn open_find(model: &mut Model, words: &str) -> Option<Effect> {
    let find = Find::with(words);
    let effect = find.next_page();
    model.mode = Mode::Find(find);
    effect
}

fn open_prompt(model: &mut Model, kind: PromptKind, block: Block, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    if scene.discreet && Prompt::begins_with_names(kind, &block) {
        // Not refused: what is typed next would run as keys.
        let why = discreet::why_not_edited(&scene);
        let locked = Prompt::locked(&scene, kind, block, why);
        model.mode = Mode::Prompt(Box::new(locked));
        return None;
    }
    let (prompt, effect) = Prompt::open(&scene, kind, block);
    model.mode = Mode::Prompt(Box::new(prompt));
    effect
}

/// The line of a block that is to be added.
fn open_add(model: &mut Model, gap: Option<Span>, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let draft = Prompt::draft(&scene, gap);
    open_prompt(model, PromptKind::Add, draft, now)
}

/// The work of the block that is selected in the list of the day begins again.
fn repeat_selected(model: &mut Model, at: Moment, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let handled = match model.screen {
        Screen::Today => model.today.repeat(&scene, at),
        Screen::Week | Screen::Trends | Screen::Review => {
            let go = [Action::Go(Go::Today), Action::Go(Go::Screen(Way::Forward))];
            let keys = scene.keys_and(Focus::Week, &go);
            Handled::refused(format!(
                "No block is selected here · {keys} to go to the day"
            ))
        }
    };
    let (Handled::Consumed(effect) | Handled::Closed(effect)) = handled else {
        return None;
    };
    let effect = match effect? {
        Effect::Apply(change) if at != now => back_date::begin_at(&scene, at, change),
        effect => effect,
    };
    settle_effect(model, effect, now)
}

/// A step of an edge, with those that were made before it.
fn go_on_with_steps(model: &mut Model, change: Change) -> Effect {
    let earlier = model.steps.take();
    model.steps = change
        .target()
        .map(|target| Steps::go_on(earlier, target.id));
    let before = model.steps.as_ref().map_or(&[][..], Steps::before);
    Effect::Step(change, before.to_vec())
}

pub(super) const fn is_about_now(change: &Change) -> bool {
    matches!(
        change,
        Change::Start { .. }
            | Change::Focus { .. }
            | Change::Claim { .. }
            | Change::Stop { .. }
            | Change::Resume { .. }
    )
}

/// Another day, and a line of its list.
fn show_day(model: &mut Model, day: Day, cursor: Option<Cursor>) -> Effect {
    model.go_to(day);
    if let Some(cursor) = cursor {
        model.today.cursor = cursor;
    }
    Effect::Load
}

fn open_screen(model: &mut Model, screen: Screen, now: Moment) -> Effect {
    let scene = model.common.scene(Regions::default(), now);
    if screen == Screen::Review {
        model.review.enter(&scene);
    }
    model.screen = screen;
    Effect::Load
}

/// What the selected block or gap was; a gap without a category was off.
fn set_category(model: &mut Model, category: Option<Category>, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let handled = match (model.screen, category) {
        (Screen::Today, Some(category)) => model.today.set_category(&scene, category),
        (Screen::Today, None) => model.today.take_off(&scene),
        (Screen::Review, category) => {
            let regions = messages::regions(model, now);
            let scene = model.common.scene(regions, now);
            match category {
                Some(category) => model.review.set_category(&scene, category),
                None => model.review.take_off(&scene),
            }
        }
        (Screen::Week | Screen::Trends, _) => Handled::Ignored,
    };
    match handled {
        Handled::Ignored => None,
        Handled::Consumed(effect) | Handled::Closed(effect) => {
            effect.and_then(|effect| settle_effect(model, effect, now))
        }
    }
}

/// Opens a question about a week, with what was answered before.
fn ask_question(model: &mut Model, question: ReviewQuestion, week: Week, now: Moment) {
    let scene = model.common.scene(Regions::default(), now);
    let notes = scene.notes_of(week);
    if question == ReviewQuestion::Guess && notes.is_some_and(|notes| notes.review.revealed) {
        return model.refuse(format!(
            "The guess for {week} is locked in: the week has been shown"
        ));
    }
    let suggested = model.review.commitment_to_edit();
    let is_picked = question == ReviewQuestion::Commitment && model.screen == Screen::Review;
    let suggested = suggested.filter(|_| is_picked);
    let mut line = AnswerLine::open(&scene, question, week);
    if let Some(text) = suggested {
        line.begin_with(text);
    }
    if scene.discreet && line.begins_with_words() {
        line.lock(discreet::why_not_edited(&scene));
    }
    model.mode = Mode::Answer(line);
}

/// Text to the clipboard, or onto the screen that is left behind.
fn copy_text(model: &mut Model, text: String) -> Option<Effect> {
    let (words, printed) = match model.common.settings.clipboard {
        Clipboard::Direct => ("Copied the recap", false),
        Clipboard::Tmux => (
            "Copied the recap to tmux; it prints when you quit, too",
            true,
        ),
        Clipboard::Unknown => ("Can't copy here; the recap prints when you quit", true),
    };
    model.toast = Some(Toast {
        text: words.to_owned(),
        tone: Tone::Done,
        until: None,
    });
    model.printed = printed.then(|| text.clone());
    let copies = model.common.settings.clipboard != Clipboard::Unknown;
    copies.then_some(Effect::Copy(text))
}
