//! The question about time away, as a card: it opens by itself at the start, later a key opens it, and only on it do
//! letters answer. An answer that tells of a night or of hours shows what it would say, and waits for its key again.

mod around;

use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Modifier, Style};

use around::draw_around;

use crate::domain::away::{Answer, Cause, Question, counted_length};
use crate::domain::block::{Block, Category, Revision};
use crate::domain::calendar::Calendar;
use crate::domain::change::{Change, Target};
use crate::domain::format;
use crate::domain::rules::{Loss, Losses, Warning};
use crate::domain::stamp::Length;
use crate::domain::text;
use crate::domain::wording::{describe_words, describe_work};
use crate::tui::action::{Action, Capture, Fix, Go};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::input::Confirm;
use crate::tui::key::Key;
use crate::tui::key_table::{BACK_DATED, Focus};
use crate::tui::layout::below;
use crate::tui::paint::{
    Ink, Piece, embolden, line, line_right, lines, piece, sentence, width, wrapped,
};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::card;
use crate::tui::widgets::changes::name_of;

/// So much time away is not told by one key.
const LONG: Length = Length::hours(4);
/// The card where there is room for it.
pub(crate) const CARD: Size = Size {
    width: 70,
    height: 17,
};
/// From so many rows on there is air on the card; the rows of the strip of the time around it.
const TALL: u16 = 12;
const STRIP: u16 = 5;
/// What goes first where an outcome has little room.
const NEW_BLOCK: &str = "new block ";
/// What is said in one word where an answer has little room.
const OFF_THE_CLOCK: &str = "off the clock";
/// The columns of the keys.
const KEYS: u16 = 11;

/// The card while it is open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Card {
    /// The key that answered the question before: it may be held still.
    answered_by: Option<Key>,
    pending: Option<Pending>,
}

/// An answer that waits for its key again.
#[derive(Clone, Debug)]
struct Pending {
    question: Question,
    /// Of the block, as it was shown.
    revision: Revision,
    answer: Answer,
    key: Key,
    confirm: Confirm,
}

impl Card {
    /// The next question, after a key has answered the one before.
    pub(crate) const fn after(key: Option<Key>) -> Self {
        Self {
            answered_by: key,
            pending: None,
        }
    }

    /// When a press of the key that agrees counts.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.pending.as_ref()?.confirm.due()
    }

    /// One key on the card: an answer, or a key that means what it always does.
    pub(crate) fn update(
        &mut self,
        scene: &Scene<'_>,
        key: Key,
        action: Option<Action>,
        at: Instant,
    ) -> Handled {
        let Some((question, block)) = scene.away() else {
            return Handled::Ignored;
        };
        let Some(action) = action else {
            return pass_on(scene, key);
        };
        if let Some(pending) = self.pending_on(question, block)
            && pending.confirm.press(key, at)
        {
            return Handled::Consumed(None);
        }
        let answer = match action {
            Action::KeepAll => Answer::Keep,
            Action::Capture(Capture::Start(category) | Capture::Claim(category)) => {
                Answer::Was(category)
            }
            Action::Capture(Capture::Off) => Answer::Off,
            Action::Cancel => return Handled::Closed(None),
            Action::Fix(Fix::Split) => {
                let kind = PromptKind::Split(Some(question));
                return Handled::Closed(Some(Effect::Prompt(kind, Box::new(block.clone()))));
            }
            Action::Capture(_)
            | Action::Describe(_)
            | Action::Fix(_)
            | Action::Suggestion(_)
            | Action::Go(_)
            | Action::Open(_)
            | Action::Review(_)
            | Action::Line(_)
            | Action::Copy
            | Action::Program(_) => return Handled::Ignored,
        };
        if self.answered_by == Some(key)
            || is_long(scene, &question, block)
            || loses_words(scene, &question, block, answer)
        {
            self.pending = Some(Pending {
                question,
                revision: block.revision,
                answer,
                key,
                confirm: Confirm::ask(key, at),
            });
            return Handled::Consumed(None);
        }
        Handled::Closed(Some(Effect::Apply(answer_question(
            question, block, answer,
        ))))
    }

    /// The answer that was agreed to by now; `next` is the key that follows.
    pub(crate) fn take_confirmed(
        &mut self,
        scene: &Scene<'_>,
        next: Option<Key>,
        at: Instant,
    ) -> Option<Effect> {
        let (question, block) = scene.away()?;
        let pending = self.pending_on(question, block)?;
        if !pending.confirm.is_confirmed(next, at) {
            return None;
        }
        let change = answer_question(question, block, pending.answer);
        let removal = Warning::Takes(Losses {
            blocks: vec![Loss::Removed(block.clone())],
            now: scene.now,
        });
        Some(Effect::ApplyAgreed(change, vec![removal]))
    }

    /// What waits to be agreed to, unless another question is asked by now or the block says something else.
    fn pending_on(&mut self, question: Question, block: &Block) -> Option<&mut Pending> {
        self.pending
            .as_mut()
            .filter(|pending| pending.is_about(&question, block))
    }

    /// Draws what is asked, the time around it, and the answers or what one of them would say.
    pub(crate) fn view(&self, scene: &Scene<'_>, buffer: &mut Buffer, area: Rect) {
        let Some((question, block)) = scene.away() else {
            return;
        };
        let room = area.width;
        let (title, told) = describe_question(scene, &question, block);
        let mut head = sentence(&title, scene.theme.strong(), room);
        let times = [scene.quiet(format_doubt(scene, &question, block))];
        if head.len() == 1 && width(&head[0]) + width(&times) + 2 <= room {
            line_right(buffer, area, 0, &times);
        }
        head.extend(sentence(&told, scene.style(Role::Soft), room));
        lines(buffer, area, 0, &head);
        let air = u16::from(area.height >= TALL && head.len() < 3);
        let rest = below(area, head.len() as u16 + air);
        let pending = self.pending.as_ref();
        if let Some(pending) = pending.filter(|pending| pending.is_about(&question, block)) {
            lines(buffer, rest, 0, &pending.lines(scene, block, room));
            return;
        }
        let answers = list_answers(scene, &question, block, room);
        let wanted = answers.len() as u16 * 2;
        let has_strip =
            rest.height >= STRIP + wanted - 1 && draw_around(scene, buffer, rest, &question, block);
        let rest = if has_strip { below(rest, STRIP) } else { rest };
        let pitch = if rest.height + 1 >= wanted { 2 } else { 1 };
        for (index, answer) in answers.iter().enumerate() {
            let row = index as u16 * pitch;
            if index == 0 && row < rest.height {
                card::draw_band(buffer, scene, area, rest.y);
            }
            line(buffer, rest, row, answer);
        }
    }
}

impl Pending {
    fn is_about(&self, question: &Question, block: &Block) -> bool {
        self.question == *question && self.revision == block.revision
    }

    /// What runs after it, where that is neither the block as it was nor what began since.
    fn describe_rest(&self, scene: &Scene<'_>, block: &Block) -> Option<String> {
        match self.answer {
            Answer::Was(category) if category != block.category && block.is_running() => {
                Some(if self.question.goes_on_in(block, scene.now) {
                    format!("then {} again", describe_work(block))
                } else {
                    "then off the clock".to_owned()
                })
            }
            Answer::Was(_) | Answer::Keep | Answer::Off | Answer::Split(_) => None,
        }
    }

    /// What the answer would say, and the way on.
    fn lines(&self, scene: &Scene<'_>, block: &Block, room: u16) -> Vec<Vec<Piece>> {
        let was = match self.answer {
            Answer::Was(category) if category != block.category => category.to_string(),
            Answer::Keep | Answer::Was(_) | Answer::Split(_) => describe_work(block),
            Answer::Off => OFF_THE_CLOCK.to_owned(),
        };
        let said = format!("{} was {was}", format_doubt(scene, &self.question, block));
        let mut lines = sentence(&said, scene.theme.strong(), room);
        let again = vec![
            scene.strong(self.key.to_string()),
            scene.quiet(" again to save it"),
        ];
        let other = vec![scene.quiet("another letter chooses another")];
        if loses_words(scene, &self.question, block, self.answer) {
            let end = block.end.unwrap_or(scene.now);
            let times = format::stretch(block.start, end, &scene.context.calendar, scene.today);
            let removed = format!("removes {times} {}", describe_words(block));
            // About two lines: the way on has to stay in view.
            let removed = text::fit(&removed, usize::from(room) * 7 / 4);
            lines.extend(sentence(
                removed.trim_end(),
                scene.style(Role::Warning),
                room,
            ));
        }
        if let Some(then) = self.describe_rest(scene, block) {
            lines.extend(sentence(&then, scene.style(Role::Quiet), room));
        }
        lines.extend(wrapped(&[again, other], 3, room));
        lines
    }
}

/// A key that is no answer does what it always does, but for those that correct the list below: who presses one here
/// means the question. A key that does nothing anywhere leaves the card open.
fn pass_on(scene: &Scene<'_>, key: Key) -> Handled {
    match scene.keymap.resolve(Focus::Block, key) {
        Some(Action::Fix(_) | Action::Suggestion(_)) => {
            let later = scene.keys(Focus::Away, &[Action::Cancel]);
            Handled::refused(format!(
                "A question is open: {key} fixes nothing now · {later} to answer later"
            ))
        }
        // The answers have keys of their own: there is nothing to go through.
        Some(Action::Go(Go::Row(_) | Go::Page(_))) => Handled::Consumed(None),
        Some(_) => Handled::Ignored,
        None if key.typed().is_some_and(|c| c.is_ascii_digit()) => Handled::Ignored,
        None => Handled::Consumed(None),
    }
}

fn answer_question(question: Question, block: &Block, answer: Answer) -> Change {
    Change::Answer {
        target: Target::from(block),
        question,
        answer,
    }
}

/// Whether an answer removes the block with all that it says.
fn loses_words(scene: &Scene<'_>, question: &Question, block: &Block, answer: Answer) -> bool {
    !block.details.is_empty() && question.removes(block, answer, scene.now)
}

/// Over a night, or for hours.
fn is_long(scene: &Scene<'_>, question: &Question, block: &Block) -> bool {
    let (since, until) = (question.since, question.until_in(block, scene.now));
    let day = |moment| Calendar::wall(moment).date();
    until.at.since(since.at) >= LONG || day(since) != day(until)
}

fn format_doubt(scene: &Scene<'_>, question: &Question, block: &Block) -> String {
    let until = question.until_in(block, scene.now);
    format::stretch(question.since, until, &scene.context.calendar, scene.today)
}

/// What is asked, and why.
fn describe_question(scene: &Scene<'_>, question: &Question, block: &Block) -> (String, String) {
    let calendar = &scene.context.calendar;
    let clock = |moment| format::clock_on(moment, calendar, scene.today);
    let what = describe_work(block);
    let (title, told) = match (question.cause, block.end) {
        (Cause::Slept, _) => {
            let back = question.until.unwrap_or(scene.now);
            let away = back.at.since(question.since.at);
            let length = match away.as_seconds() / 60 {
                minutes @ 0..60 => format::count(minutes as usize, "minute"),
                _ => format::spoken(away),
            };
            (
                format!("Away for {length}?"),
                format!(
                    "The computer slept while {} was running.",
                    name_of(block, true)
                ),
            )
        }
        (Cause::Stale, None) => (
            format!("Did it go on after {}?", clock(question.since)),
            format!("{what} has run since {}.", clock(block.start)),
        ),
        (Cause::Stale, Some(end)) => (
            format!("Did it go on after {}?", clock(question.since)),
            format!("{what} ran from {} to {}.", clock(block.start), clock(end)),
        ),
    };
    let title = match scene.snapshot.questions.len() {
        0 | 1 => title,
        more => format!("1 of {more}: {title}"),
    };
    (title, told)
}

/// The answers, each with what it would do at the right.
fn list_answers(
    scene: &Scene<'_>,
    question: &Question,
    block: &Block,
    room: u16,
) -> Vec<Vec<Piece>> {
    let now = scene.now.at;
    let kept = counted_length(block, std::slice::from_ref(question), now);
    let whole = block.length(now);
    let category = block.category;
    let times = format_doubt(scene, question, block);
    let since = format::clock_on(question.since, &scene.context.calendar, scene.today);
    // What it removes has to be seen where the line is short too.
    let off = if question.removes(block, Answer::Off, scene.now) {
        (format!("off: removes {category}"), String::new())
    } else {
        (
            format!("{OFF_THE_CLOCK} since {since}"),
            format!("{category} ends {since}"),
        )
    };
    let others = BACK_DATED.split_at(5).0;
    let rows: [(&[Action], String, String); 4] = [
        (
            &[Action::KeepAll],
            format!("keep {}", name_of(block, true)),
            format!("{} → {}", format::hours(kept), format::hours(whole)),
        ),
        (
            others,
            "it was something else".to_owned(),
            format!("{NEW_BLOCK}{times}"),
        ),
        (&[Action::Capture(Capture::Off)], off.0, off.1),
        (
            &[Action::Fix(Fix::Split)],
            "split at a time".to_owned(),
            String::new(),
        ),
    ];
    let rows = rows.into_iter().map(|row| answer_row(scene, room, row));
    let mut rows: Vec<Vec<Piece>> = rows.collect();
    // The one that enter chooses.
    embolden(&mut rows[0], true);
    rows
}

/// The keys of an answer, its words, and its outcome at the right; each in fewer words where there is no room.
fn answer_row(
    scene: &Scene<'_>,
    room: u16,
    (actions, words, outcome): (&[Action], String, String),
) -> Vec<Piece> {
    let mut row = keys_of(scene, actions);
    let used = width(&row);
    let gap = KEYS.saturating_sub(used).into();
    row.push(piece(" ".repeat(gap), Style::new()));
    let is_short = width(&row) + text::width(&words) as u16 > room;
    let words = match words.strip_prefix(OFF_THE_CLOCK).filter(|_| is_short) {
        Some(since) => format!("off{since}"),
        None => words,
    };
    row.push(piece(words, scene.style(Role::Soft)));
    let fits = width(&row) + text::width(&outcome) as u16 + 2 <= room;
    let brief = outcome.strip_prefix(NEW_BLOCK).filter(|_| !fits);
    let outcome = scene.quiet(brief.map_or_else(|| outcome.clone(), str::to_owned));
    let free = room.saturating_sub(width(&row) + width(std::slice::from_ref(&outcome)));
    if free > 1 {
        row.extend([piece(" ".repeat(free.into()), Style::new()), outcome]);
    }
    row
}

/// The keys, those of a category in its color.
fn keys_of(scene: &Scene<'_>, actions: &[Action]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for action in actions {
        if !pieces.is_empty() {
            pieces.push(piece(" ", Style::new()));
        }
        let style = action.category().map_or_else(
            || scene.theme.strong(),
            |category: Category| {
                let hue = scene.theme.category(category);
                hue.add_modifier(Modifier::BOLD)
            },
        );
        pieces.push(piece(scene.keys(Focus::Away, &[*action]), style));
    }
    pieces
}
