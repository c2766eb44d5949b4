//! What a key does to the screen, and what it asks of the world. Decides nothing about the lane: that is the
//! store's, when it carries the effect out.

use super::model::{Model, Toast, Tone};
use super::{discreet, meant, messages, offer, pointer};
use crate::domain::block::{Block, Category, Details};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::review::Step;
use crate::domain::stamp::{Moment, Span};
use crate::tui::action::{Action, Capture, Field, Fix, Go, Open, Program, Way};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::event::Wake;
use crate::tui::input::text_of_burst;
use crate::tui::key::Key;
use crate::tui::key_table::{Focus, ROWS};
use crate::tui::layout::Regions;
use crate::tui::mode::Mode;
use crate::tui::overlays::answer::AnswerLine;
use crate::tui::overlays::away::Card;
use crate::tui::overlays::back_date::{self, BackDate};
use crate::tui::overlays::find::Find;
use crate::tui::overlays::help::Help;
use crate::tui::overlays::history::History;
use crate::tui::overlays::month::Month;
use crate::tui::overlays::palette::Palette;
use crate::tui::overlays::prompt::Prompt;
use crate::tui::question::ReviewQuestion;
use crate::tui::scene::{Clipboard, Cursor, Scene, Screen};
use crate::tui::screens::week;
use crate::tui::steps::Steps;

/// One event; what is left to do for the one who holds the file and the terminal.
pub(crate) fn update(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    if matches!(
        wake,
        Wake::Paste(_) | Wake::Unfinished(_) | Wake::Click(_) | Wake::Wheel(_)
    ) {
        model.steps = None;
        model.leave_guard();
    }
    let effect = match wake {
        Wake::Key(key) => {
            let ticked = pass_time(model, now);
            press_key(model, *key, now).or(ticked)
        }
        Wake::Paste(text) | Wake::Unfinished(text) => paste_text(model, text, now),
        Wake::Burst(keys) => take_burst(model, keys, now),
        Wake::Click(at) => pointer::click(model, *at, now),
        Wake::Wheel(step) => pointer::wheel(model, *step, now),
        Wake::Tick => pass_time(model, now).or_else(|| next_read(model, now)),
        Wake::Background(_) | Wake::Resize | Wake::Suspend | Wake::Leave(_) | Wake::Gone => None,
    };
    effect.and_then(|effect| settle_effect(model, effect, now))
}

/// Keys that came at once run nothing, but for the shares of a guess where they are asked for.
fn take_burst(model: &mut Model, keys: &[Key], now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let begins = keys.first().and_then(|key| guess_line(model, &scene, *key));
    let is_share = |key: &Key| {
        let typed = key.typed();
        typed.is_none_or(|typed| typed.is_ascii_digit() || " .,/%".contains(typed))
    };
    if begins.is_none() || model.mode.focus().is_some() || !keys.iter().all(is_share) {
        offer::offer(model, &text_of_burst(keys), now);
        return None;
    }
    keys.iter().find_map(|key| press_key(model, *key, now))
}

/// What an overlay reads on, as time passes.
fn next_read(model: &Model, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    match &model.mode {
        Mode::Month(month) => Some(month.read(&scene)),
        Mode::History(history) => history.next_page(),
        Mode::Find(find) => find.next_page(),
        Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Prompt(_)
        | Mode::Answer(_)
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Palette(_) => None,
    }
}

fn paste_text(model: &mut Model, text: &str, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    match &mut model.mode {
        Mode::Palette(palette) => palette.paste(text),
        Mode::Answer(line) => line.paste(text),
        Mode::Find(find) => return find.paste(text),
        Mode::Prompt(prompt) => return prompt.paste(&scene, text),
        Mode::Normal
        | Mode::BackDate(_)
        | Mode::Letters(_)
        | Mode::Category
        | Mode::Guard(..)
        | Mode::Away(_)
        | Mode::Help(_)
        | Mode::Month(_)
        | Mode::History(_) => offer::offer(model, text, now),
    }
    None
}

/// Opens a note with what was offered in it. Where there is no block to note it on, it stays offered.
fn take_offer(model: &mut Model, text: String, now: Moment) -> Option<Effect> {
    let effect = run_action(model, Action::Describe(Field::Note), now)?;
    let effect = settle_effect(model, effect, now);
    if matches!(model.mode, Mode::Prompt(_)) {
        return paste_text(model, &text, now).or(effect);
    }
    model.offer = Some(text);
    effect
}

/// Time passes: what has had its time goes, and a new day begins.
fn pass_time(model: &mut Model, now: Moment) -> Option<Effect> {
    if matches!(&model.mode, Mode::Letters(letters) if now.at >= letters.until) {
        model.mode = Mode::Normal;
    }
    let is_over = |toast: &Toast| toast.until.is_some_and(|until| now.at >= until);
    if model.toast.as_ref().is_some_and(is_over) {
        model.toast = None;
    }
    let scene = model.common.scene(Regions::default(), now);
    model.trends.refresh(&scene);
    let today = scene.context.calendar.day_of(now);
    if today == model.common.today {
        refresh_review(model, now);
        return None;
    }
    let follows = model.common.day == model.common.today;
    model.common.today = today;
    // The review that is due may be another one now.
    let reviews = model.screen == Screen::Review;
    if follows {
        Some(Effect::Show(today))
    } else {
        reviews.then_some(Effect::Load)
    }
}

fn refresh_review(model: &mut Model, now: Moment) {
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    if model.screen == Screen::Review && model.review.refresh(&scene) {
        model.review.settle(&scene);
    }
}

/// What a press of the key that answers the open question does, once it counts.
pub(crate) fn take_confirmed(model: &mut Model, wake: &Wake, now: Moment) -> Option<Effect> {
    let next = if let Wake::Key(key) = wake {
        Some(*key)
    } else {
        None
    };
    if let Mode::Away(card) = &mut model.mode {
        let scene = model.common.scene(Regions::default(), now);
        let next = next.map(|key| meant::by_place(&scene, key));
        let effect = card.take_confirmed(&scene, next, model.woken)?;
        model.mode = Mode::Normal;
        return settle_effect(model, effect, now);
    }
    if !matches!(&model.mode, Mode::Guard(guard, _) if guard.is_confirmed(next, model.woken)) {
        return None;
    }
    let Mode::Guard(guard, line) = std::mem::take(&mut model.mode) else {
        return None;
    };
    // Until it is saved, the line stays.
    model.mode = line.map_or(Mode::Normal, |line| *line);
    model.toast = None;
    settle_effect(model, guard.into_effect(), now)
}

fn press_key(model: &mut Model, key: Key, now: Moment) -> Option<Effect> {
    if let Mode::Guard(guard, _) = &mut model.mode
        && guard.press(key, model.woken)
    {
        return None;
    }
    model.pressed = Some(key);
    let steps = model.steps.take();
    if !model.mode.is_typed() {
        model.toast = None;
    }
    let regions = messages::regions(model, now);
    let scene = model.common.scene(regions, now);
    let below = model.screen_focus(&scene);
    let pressed = key;
    let key = meant::by_place_in(model, &scene, pressed);
    if let Some(hint) = meant::hint_of(model, &scene, pressed, key) {
        if matches!(model.mode, Mode::Letters(_)) {
            model.mode = Mode::Normal;
        }
        model.refuse(hint);
        return None;
    }
    let offered = model.offer.take();
    if let Some(text) =
        offered.filter(|_| offer::is_taken_by(key, scene.keymap.resolve(below, key)))
    {
        return take_offer(model, text, now);
    }
    match model.mode.update(&scene, key, below, model.woken) {
        Handled::Consumed(effect) => return effect,
        Handled::Closed(effect) => {
            model.mode = Mode::Normal;
            return effect;
        }
        Handled::Ignored => {}
    }
    // Any other key closes what is pending, and does what it always does.
    model.mode = Mode::Normal;
    if let Some(line) = guess_line(model, &scene, key) {
        model.mode = Mode::Answer(line);
        return None;
    }
    if let Some((minutes, effect)) = BackDate::begin(&scene, key) {
        model.mode = Mode::BackDate(minutes);
        return effect;
    }
    let action = scene.keymap.resolve(below, key)?;
    if matches!(action, Action::Fix(Fix::Nudge(..))) {
        model.steps = steps;
    }
    run_action(model, action, now)
}

/// The line of the guess, begun with this digit: on that step digits are the guess, until the week is shown.
fn guess_line(model: &Model, scene: &Scene<'_>, key: Key) -> Option<AnswerLine> {
    let digit = key.typed().filter(char::is_ascii_digit)?;
    let is_asked = model.screen == Screen::Review && model.review.step == Step::Guess;
    let week = model.review.week(scene);
    let is_locked = scene
        .notes_of(week)
        .is_some_and(|notes| notes.review.revealed);
    (is_asked && !is_locked).then(|| AnswerLine::begin(scene, ReviewQuestion::Guess, week, digit))
}

/// Does what a key does, in the palette too.
fn run_action(model: &mut Model, action: Action, now: Moment) -> Option<Effect> {
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
            let why = format!("the recap is copied from the review: {key} goes there from Today");
            Some(Effect::Refuse(why))
        }
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
        Some(_) | None => {
            let go = [Action::Go(Go::Today), Action::Go(Go::Screen(Way::Forward))];
            let keys = scene.keys_and(Focus::Week, &go);
            let rows = scene.keys_and(Focus::Block, ROWS);
            Effect::Refuse(format!(
                "nothing runs: {keys} go to the day, where {rows} select a block"
            ))
        }
    }
}

fn open_overlay(model: &mut Model, open: Open, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let (mode, effect) = match open {
        Open::Away if scene.snapshot.questions.is_empty() => {
            return Some(Effect::Refuse(
                "no question about time away is open".to_owned(),
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

/// Carries out what concerns the screen alone; what is left concerns the file or the terminal.
fn settle_effect(model: &mut Model, effect: Effect, now: Moment) -> Option<Effect> {
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
            let effect = run_action(model, action, now)?;
            settle_effect(model, effect, now)
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
                "no block is selected here: {keys} go to the day, where one is"
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
        Change::Start { .. } | Change::Claim { .. } | Change::Stop { .. } | Change::Resume { .. }
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

fn set_category(model: &mut Model, category: Category, now: Moment) -> Option<Effect> {
    let scene = model.common.scene(Regions::default(), now);
    let handled = match model.screen {
        Screen::Today => model.today.set_category(&scene, category),
        Screen::Review => {
            let regions = messages::regions(model, now);
            let scene = model.common.scene(regions, now);
            model.review.set_category(&scene, category)
        }
        Screen::Week | Screen::Trends => Handled::Ignored,
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
            "the guess for {week} is locked in: the week has been shown"
        ));
    }
    let suggested = model.review.commitment_to_edit();
    let suggested = suggested.filter(|_| question == ReviewQuestion::Commitment);
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
        Clipboard::Direct => ("Copied: the recap is in the clipboard", false),
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
    model.printed = printed.then(|| text.clone());
    let copies = model.common.settings.clipboard != Clipboard::Unknown;
    copies.then_some(Effect::Copy(text))
}
