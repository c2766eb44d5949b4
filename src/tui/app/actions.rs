//! What an action does, from a key or the palette: on the screen in view first, else what it does on every screen.

use super::model::Model;
use super::{discreet, messages};
use crate::domain::block::{Category, Details};
use crate::domain::change::Change;
use crate::domain::focus_run;
use crate::domain::stamp::Moment;
use crate::tui::action::{Action, Capture, Field, Go, Open, Program, Way};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::key_table::{Focus, ROWS};
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::overlays::away::Card;
use crate::tui::overlays::find::Find;
use crate::tui::overlays::help::Help;
use crate::tui::overlays::history::History;
use crate::tui::overlays::month::Month;
use crate::tui::overlays::palette::Palette;
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::{Cursor, Scene, Screen};
use crate::tui::screens::week;

/// Does what a key does, in the palette too.
pub(super) fn run_action(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    let handled = match (action, model.screen) {
        (Action::Open(Open::Palette), _) => {
            let place = model.screen_focus(&scene);
            let (palette, effect) = Palette::open(place);
            model.mode = Mode::Palette(palette);
            return Some(effect);
        }
        (_, Screen::Today) => model.today.update(&scene, action),
        (_, Screen::Week) => week::update::update(&scene, action),
        (_, Screen::Trends) => model.trends.update(&scene, action),
        (_, Screen::Review) => model.review.update(&scene, action),
    };
    match handled {
        Handled::Ignored => act_anywhere(model, action, now),
        Handled::Consumed(effect) | Handled::Closed(effect) => effect,
    }
}

/// What an action does on every screen.
fn act_anywhere(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    match action {
        Action::Capture(Capture::Start(category)) => Some(Effect::Apply(Change::Start {
            at: now,
            category,
            details: Details::default(),
        })),
        Action::Capture(Capture::Claim(category)) => Some(claim_stretch(&scene, category)),
        Action::Capture(Capture::Focus) => Some(Effect::Apply(Change::Focus {
            at: now,
            planned: focus_run::USUAL,
            details: Details::default(),
        })),
        Action::Capture(Capture::Off) => Some(Effect::Apply(Change::Stop { at: now })),
        Action::Capture(Capture::Resume) => Some(Effect::Apply(Change::Resume { at: now })),
        Action::Capture(Capture::Repeat) => Some(Effect::Repeat(now)),
        Action::Describe(field) => Some(describe_running(model, field, now)),
        Action::Go(Go::Today) => Some(Effect::Show(scene.today)),
        Action::Go(Go::Screen(Way::Forward)) => Some(Effect::Open(model.screen.step(1))),
        Action::Go(Go::Screen(Way::Back)) => {
            Some(Effect::Open(model.screen.step(Screen::ALL.len() - 1)))
        }
        Action::Open(open) => open_overlay(model, open, now),
        Action::Copy => {
            let key = scene.keys(Focus::Block, &[Action::Go(Go::Screen(Way::Back))]);
            let why = format!("The recap is copied in the review · {key} to go there from Today");
            Some(Effect::Refuse(why))
        }
        // A setting is no change of the file: who wants it back must not lose work instead.
        Action::Program(Program::Undo) if model.last_setting.is_some() => Some(Effect::PreviewUndo),
        Action::Program(Program::Undo) => Some(Effect::Undo),
        Action::Program(Program::Redo) => Some(Effect::Redo),
        Action::Program(Program::Redraw) => Some(Effect::Redraw),
        Action::Program(Program::Suspend) => Some(Effect::Suspend),
        Action::Program(Program::HideNames) => {
            discreet::toggle(model, now);
            None
        }
        Action::Program(Program::Quit) => Some(Effect::Quit),
        // What only one screen does, and what is for a line that is typed.
        Action::Go(_)
        | Action::Fix(_)
        | Action::Suggestion(_)
        | Action::Review(_)
        | Action::Line(_)
        | Action::KeepAll
        | Action::Cancel => None,
    }
}

fn claim_stretch(scene: &Scene<'_>, category: Category) -> Effect {
    let calendar = &scene.context.calendar;
    Effect::Apply(Change::Claim {
        at: scene.now,
        day_start: calendar.first_instant(scene.today),
        category,
    })
}

/// What is said goes to the block that runs, which every screen shows; any other has to be looked at first.
fn describe_running(model: &mut Model, field: Field, now: Moment) -> Effect {
    let scene = model.common.scene(Regions::default(), now);
    match scene.snapshot.running.as_ref() {
        Some(running) if scene.day == scene.today => {
            model.today.cursor = Cursor::Newest;
            Effect::Prompt(PromptKind::of(field), Box::new(running.clone()))
        }
        Some(_) => {
            let today = scene.keys(Focus::Week, &[Action::Go(Go::Today)]);
            Effect::Refuse(format!(
                "The running block is on today · {today} to go there"
            ))
        }
        None => {
            let go = [Action::Go(Go::Today), Action::Go(Go::Screen(Way::Forward))];
            let keys = scene.keys_and(Focus::Week, &go);
            let rows = scene.keys_and(Focus::Block, ROWS);
            Effect::Refuse(format!(
                "Nothing runs · {keys} to go to the day, {rows} to select a block"
            ))
        }
    }
}

fn open_overlay(model: &mut Model, open: Open, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let (mode, effect) = match open {
        Open::Away if scene.snapshot.questions.is_empty() => {
            return Some(Effect::Refuse(
                "No question about time away is open".to_owned(),
            ));
        }
        Open::Add => return Some(Effect::Add(None)),
        Open::Away => (Mode::Away(Card::default()), None),
        Open::Find => (Mode::Find(Find::default()), None),
        Open::Month => {
            let (month, read) = Month::open(&scene);
            (Mode::Month(month), Some(read))
        }
        Open::History => {
            let (history, read) = History::open();
            (Mode::History(history), Some(read))
        }
        Open::Help => {
            let place = model.screen_focus(&scene);
            (Mode::Help(Help::open(model.screen, place)), None)
        }
        Open::Guess => {
            let week = match model.screen {
                Screen::Review => model.review.week(&scene),
                Screen::Today | Screen::Week | Screen::Trends => {
                    scene.context.calendar.week_of(scene.today)
                }
            };
            return Some(Effect::Ask(ReviewQuestion::Guess, week));
        }
        Open::Palette => return None,
    };
    model.mode = mode;
    effect
}
