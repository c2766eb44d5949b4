//! Minutes that are typed before a key: what it starts began so long ago. What it would do to the lane shows as they
//! are typed.

use crate::domain::block::{Category, Details};
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::rules::DayStart;
use crate::domain::stamp::{Length, Moment};
use crate::tui::action::{Action, Capture, Program};
use crate::tui::effect::{Effect, Handled};
use crate::tui::key::Key;
use crate::tui::key_table::{BACK_DATED, Focus};
use crate::tui::paint::{Piece, sentence};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The most digits: a week and more.
const DIGITS: usize = 5;

/// The minutes typed so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BackDate {
    pub(crate) digits: String,
    /// What they would do, in words.
    pub(crate) preview: Option<String>,
}

impl BackDate {
    /// Begins with the first digit, if the key is one.
    pub(crate) fn begin(scene: &Scene<'_>, key: Key) -> Option<(Self, Option<Effect>)> {
        let mut begun = Self {
            digits: String::new(),
            preview: None,
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
        let (Some(action), Some(at)) = (action, self.moment(scene)) else {
            return Handled::Closed(None);
        };
        Handled::Closed(match action {
            Action::Capture(Capture::Start(category)) => {
                Some(begin_at(scene, at, start_at(category, at)))
            }
            Action::Capture(Capture::Off) => Some(begin_at(scene, at, Change::Stop { at })),
            Action::Capture(Capture::Resume) => Some(begin_at(scene, at, Change::Resume { at })),
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
                "{} and {key} do not go together: minutes go before {}",
                self.digits,
                scene.keys(Focus::Block, BACK_DATED)
            ))),
        })
    }

    fn type_digit(&mut self, scene: &Scene<'_>, digit: char) -> Option<Effect> {
        if self.digits.len() < DIGITS {
            self.digits.push(digit);
        }
        let at = self.moment(scene)?;
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

    /// What the key of the category that runs would do instead, where that is something else.
    fn own_key(&self, scene: &Scene<'_>) -> Option<String> {
        let running = scene.snapshot.running.as_ref()?;
        let at = self.moment(scene)?;
        // What is in doubt by then does not go on.
        let mut questions = scene.snapshot.questions.iter();
        if questions.any(|asked| asked.block == running.id && asked.since.at < at.at) {
            return None;
        }
        let start = Action::Capture(Capture::Start(running.category));
        let key = scene.keys(Focus::Block, &[start]);
        let does = if at.at < running.start.at {
            "begins it then"
        } else {
            "changes nothing"
        };
        (!key.is_empty()).then(|| format!(" · but {key} {does}"))
    }

    /// When that is, in a word or two of the footer.
    pub(crate) fn words(&self, scene: &Scene<'_>) -> String {
        format!("{} min ago = {}", self.digits, self.clock(scene))
    }

    fn clock(&self, scene: &Scene<'_>) -> String {
        self.moment(scene).map_or_else(String::new, format::clock)
    }

    /// What the minutes would do.
    pub(crate) fn lines(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let Some(preview) = &self.preview else {
            return Vec::new();
        };
        let mut words = format!("from {} on", self.clock(scene));
        if !preview.is_empty() {
            words.extend([": ", preview]);
            words.extend(self.own_key(scene));
        }
        sentence(&words, scene.theme.style(Role::Quiet), room)
    }
}

fn begin_at(scene: &Scene<'_>, at: Moment, change: Change) -> Effect {
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
