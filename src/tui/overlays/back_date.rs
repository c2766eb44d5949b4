//! Minutes that are typed before a key: what it starts began so long ago. What it would do to the lane shows as they
//! are typed.

use ratatui::crossterm::event::KeyCode;

use crate::domain::block::{Block, Category, Details};
use crate::domain::change::Change;
use crate::domain::focus_run;
use crate::domain::format;
use crate::domain::rules::DayStart;
use crate::domain::stamp::{Length, Moment};
use crate::tui::action::{Action, Capture, Fix, Program, RowAction, Triage};
use crate::tui::effect::{Effect, Handled};
use crate::tui::key::Key;
use crate::tui::key_table::{BACK_DATED, Focus};
use crate::tui::paint::{Ink, Piece, plain, sentence};
use crate::tui::preview::Preview;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::changes::{describe_changes, name_of};
use crate::tui::widgets::sheet::{Sheet, SheetCursor, category_choice, spread};

/// The most digits: a week and more.
const DIGITS: usize = 5;

/// The minutes typed so far.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct BackDate {
    pub(crate) digits: String,
    /// What they would do.
    pub(crate) preview: Option<Preview>,
    /// Why they would do nothing.
    pub(crate) refusal: Option<String>,
}

impl BackDate {
    /// Begins with the first digit, if the key is one.
    pub(crate) fn begin(scene: &Scene<'_>, key: Key) -> Option<(Self, Option<Effect>)> {
        let mut begun = Self {
            digits: String::new(),
            preview: None,
            refusal: None,
        };
        let digit = key.typed().filter(char::is_ascii_digit)?;
        let effect = begun.type_digit(scene, digit);
        Some((begun, effect))
    }

    /// One key; `action` is what it does on the screen below.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
    ) -> Handled {
        if let Some(digit) = key.typed().filter(char::is_ascii_digit) {
            return Handled::Consumed(self.type_digit(scene, digit));
        }
        if key.code == KeyCode::Backspace && self.digits.len() > 1 {
            self.digits.pop();
            return Handled::Consumed(self.ask_preview(scene));
        }
        let (Some(action), Some(at)) = (action, self.moment(scene)) else {
            return Handled::Closed(None);
        };
        if begins_line(action) {
            return Handled::Ignored;
        }
        Handled::Closed(match action {
            Action::Capture(Capture::Start(category)) => {
                Some(begin_at(scene, at, start_at(category, at)))
            }
            Action::Capture(Capture::Focus) => Some(focus_for(&self.digits, scene.now)),
            Action::Capture(Capture::Off) => Some(begin_at(scene, at, Change::Stop { at })),
            Action::Capture(Capture::Resume) => Some(begin_at(scene, at, Change::Resume { at })),
            Action::Capture(Capture::Repeat) => Some(Effect::Repeat(at)),
            Action::Cancel => None,
            // Who wants to leave is not held up by minutes that are not used.
            Action::Program(Program::Quit) => Some(Effect::Quit),
            Action::Capture(_)
            | Action::KeepAll
            | Action::Describe(_)
            | Action::Fix(_)
            | Action::Suggestion(_)
            | Action::Go(_)
            | Action::Open(_)
            | Action::Review(_)
            | Action::Line(_)
            | Action::Copy
            | Action::Program(_) => Some(Effect::Refuse(format!(
                "Minutes must be followed by {}",
                scene.keys(Focus::Block, BACK_DATED)
            ))),
        })
    }

    fn type_digit(&mut self, scene: &Scene<'_>, digit: char) -> Option<Effect> {
        if self.digits.len() < DIGITS {
            self.digits.push(digit);
        }
        self.ask_preview(scene)
    }

    /// Shows what the minutes would do, or why nothing.
    pub(crate) fn show_preview(&mut self, preview: Result<Preview, String>) {
        (self.preview, self.refusal) = match preview {
            Ok(mut preview) => {
                preview.is_open = true;
                (Some(preview), None)
            }
            Err(why) => (None, Some(why)),
        };
    }

    fn ask_preview(&mut self, scene: &Scene<'_>) -> Option<Effect> {
        let at = self.moment(scene)?;
        // No minutes are now: a press of the key alone needs no preview either.
        if at == scene.now {
            (self.preview, self.refusal) = (None, None);
            return None;
        }
        // Any category shows what gives way; one that does not run shows it best.
        let running = scene.snapshot.running.as_ref().map(|block| block.category);
        let category = if running == Some(Category::Selling) {
            Category::Admin
        } else {
            Category::Selling
        };
        Some(Effect::Preview(start_at(category, at)))
    }

    /// When the next key's category began.
    pub(crate) fn moment(&self, scene: &Scene<'_>) -> Option<Moment> {
        let ago = Length::minutes(self.digits.parse().ok()?);
        Some(scene.context.calendar.here(scene.now.at.minus(ago)))
    }

    /// Whether the key of the category that runs would change nothing: it runs by then already.
    fn runs_by_then(&self, scene: &Scene<'_>, category: Category) -> bool {
        let (Some(running), Some(at)) = (&scene.snapshot.running, self.moment(scene)) else {
            return false;
        };
        // What is in doubt by then does not go on.
        let mut questions = scene.snapshot.questions.iter();
        let is_doubted = questions.any(|asked| asked.block == running.id && asked.since.at < at.at);
        running.category == category && running.start.at <= at.at && !is_doubted
    }

    /// What going back goes on with: the last other work that began before, as far as today is in view.
    fn work_before<'a>(&self, scene: &Scene<'a>) -> Option<&'a Block> {
        let at = self.moment(scene).filter(|_| scene.day == scene.today)?;
        let running = scene.snapshot.running.as_ref();
        let is_same = |block: &Block| {
            running.is_some_and(|running| {
                let (of, other) = (&running.details, &block.details);
                running.category == block.category
                    && (&of.activity, &of.account) == (&other.activity, &other.account)
            })
        };
        let mut ended = scene.snapshot.blocks.blocks.iter().rev();
        ended.find(|block| !block.is_running() && block.start.at < at.at && !is_same(block))
    }

    /// The minutes, what they would do, and the keys that may follow.
    pub(crate) fn sheet(&self, scene: &Scene<'_>, room: u16) -> Sheet {
        let at = self.moment(scene);
        let clock = at.map_or_else(String::new, |at| format::clock_beside(at, scene.beside()));
        let mut remarks = Vec::new();
        if let Some(why) = &self.refusal {
            remarks.extend(sentence(why, scene.style(Role::Warning), room));
        }
        let is_now = at.is_some_and(|at| at == scene.now);
        let ago = if is_now {
            " min ago: from now, at "
        } else {
            " min ago, at "
        };
        let preview = self.preview.as_ref();
        if let Some(remark) = preview.and_then(|preview| preview.remark.as_ref()) {
            remarks.extend(sentence(remark, scene.style(Role::Quiet), room));
        }
        Sheet {
            what: vec![
                scene.strong(self.digits.clone()),
                scene.quiet(ago),
                scene.strong(clock),
            ],
            outcome: preview.map_or_else(Vec::new, |preview| describe_changes(scene, preview)),
            remarks,
            choices: self.choices(scene, room),
            cursor: Some(SheetCursor::What(self.digits.len() as u16)),
            ..Sheet::default()
        }
    }

    /// The keys that may follow; in fewer words where those take more than a line.
    fn choices(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let whole = spread(&self.list_choices(scene, false), room);
        if whole.len() == 1 {
            return whole;
        }
        spread(&self.list_choices(scene, true), room)
    }

    fn list_choices(&self, scene: &Scene<'_>, is_brief: bool) -> Vec<Vec<Piece>> {
        let running = scene.snapshot.running.as_ref().filter(|_| !is_brief);
        let of_category = |category: Category| {
            let name = category.name();
            // Its key begins nothing then.
            let words = running
                .filter(|_| self.runs_by_then(scene, category))
                .map_or_else(
                    || name.to_owned(),
                    |block| {
                        let since = format::clock_beside(block.start, scene.beside());
                        format!("{name} since {since}")
                    },
                );
            category_choice(scene, category, &words)
        };
        let mut choices: Vec<Vec<Piece>> = Category::ALL.map(of_category).into();
        let before = self.work_before(scene).filter(|_| !is_brief);
        let back = before.map_or_else(
            || " back".to_owned(),
            |block| format!(" back to {}", name_of(block, false)),
        );
        let off = if is_brief { " off" } else { " off the clock" };
        let others = [(Capture::Off, off.to_owned()), (Capture::Resume, back)];
        for (capture, words) in others {
            let key = scene.keys(Focus::Block, &[Action::Capture(capture)]);
            choices.push(vec![scene.strong(key), plain(words)]);
        }
        choices
    }
}

/// A focus run of so many minutes, from now on.
fn focus_for(digits: &str, now: Moment) -> Effect {
    let planned = digits.parse().map_or(Length::ZERO, Length::minutes);
    if !focus_run::can_be_planned(planned) {
        return Effect::Refuse("A focus run takes 1 minute to 12 hours".to_owned());
    }
    Effect::Apply(Change::Focus {
        at: now,
        planned,
        details: Details::default(),
    })
}

/// Whether more is to follow, in a line or by a letter: were it refused, what is typed next would start blocks.
const fn begins_line(action: Action) -> bool {
    matches!(
        action,
        Action::Describe(_)
            | Action::Open(_)
            | Action::Suggestion(Triage::AcceptAs)
            | Action::Fix(Fix::Edit | Fix::Category | Fix::Fill | Fix::Split)
            | Action::Review(RowAction::Ask | RowAction::TypeOutcome)
    )
}

/// What the minutes ask for, unless it reaches back before the day began.
pub(crate) fn begin_at(scene: &Scene<'_>, at: Moment, change: Change) -> Effect {
    Effect::ApplyBackDated {
        change,
        at,
        start: day_start(scene),
    }
}

/// When today began: a plan of yesterday that goes on over midnight is today's too.
fn day_start(scene: &Scene<'_>) -> DayStart {
    let (context, calendar) = (scene.context, &scene.context.calendar);
    let midnight = calendar.first_instant(scene.today);
    let days = [scene.today.plus(-1), scene.today];
    let mut spans = days
        .into_iter()
        .flat_map(|day| context.hours.spans(day, calendar, None));
    let planned = spans.find(|span| span.end() > midnight);
    DayStart {
        planned: planned.map(|span| calendar.here(span.start())),
        midnight: calendar.here(midnight),
    }
}

fn start_at(category: Category, at: Moment) -> Change {
    Change::Start {
        at,
        category,
        details: Details::default(),
    }
}
