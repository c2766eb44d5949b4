//! What the keys do in the list of the day: other categories, other times, two blocks out of one, one out of two.

use super::scale::planned_spans;
use super::state::{Selected, State};
use crate::domain::block::{Block, Category, Details};
use crate::domain::change::{Change, Patch, Target};
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span};
use crate::domain::suggestion::Suggestion;
use crate::domain::text::capitalized;
use crate::domain::wording::describe_category;
use crate::insight::gaps::Entry;
use crate::tui::action::{Action, Capture, Edge, Fix, Go, Triage, Way};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::key_table::{Focus, ROWS, STARTS};
use crate::tui::scene::{Cursor, Scene};

/// How far one press moves the start or the end of a block.
const STEP: Length = Length::minutes(5);
/// By how many lines the list is paged.
const PAGE: isize = 10;

impl State {
    /// What an action does here.
    pub(crate) fn update(&mut self, scene: &Scene<'_>, action: Action) -> Handled {
        match action {
            Action::Go(go) => self.go(scene, go),
            Action::Fix(fix) => self.fix(scene, fix),
            Action::Suggestion(choice) => self.choose(scene, choice),
            Action::Describe(field) => self.prompt(scene, PromptKind::of(field)),
            Action::Capture(_)
            | Action::Open(_)
            | Action::Review(_)
            | Action::Line(_)
            | Action::KeepAll
            | Action::Copy
            | Action::Program(_)
            | Action::Cancel => Handled::Ignored,
        }
    }

    fn go(&mut self, scene: &Scene<'_>, go: Go) -> Handled {
        match go {
            Go::Row(way) => self.select(scene, way.times(1)),
            Go::Page(way) => self.select(scene, way.times(PAGE)),
            Go::Day(way) => return scene.step_days(way.times(1) as i64).into(),
            Go::Week(_)
            | Go::Month(_)
            | Go::Step(_)
            | Go::Stretch(_)
            | Go::OpenDay
            | Go::OpenWeek
            | Go::Today
            | Go::Screen(_) => return Handled::Ignored,
        }
        Handled::Consumed(None)
    }

    fn fix(&mut self, scene: &Scene<'_>, fix: Fix) -> Handled {
        match fix {
            Fix::Edit => match self.selected(scene) {
                Selected::Gap(span) => Effect::Add(Some(span)).into(),
                Selected::Block(_) | Selected::Suggestion(_) | Selected::Nothing => {
                    self.prompt(scene, PromptKind::Edit)
                }
            },
            Fix::Split => self.prompt(scene, PromptKind::Split(None)),
            Fix::Category | Fix::Fill => Effect::PickCategory.into(),
            Fix::Nudge(edge, way) => {
                self.on_block(scene, |block| nudge_edge(scene, block, edge, way))
            }
            Fix::Merge => self.on_block(scene, |block| {
                let target = Target::from(block);
                Effect::Apply(Change::Merge { target }).into()
            }),
            Fix::Delete => self.on_block(scene, |block| {
                let target = Target::from(block);
                Effect::Apply(Change::Delete { target }).into()
            }),
            Fix::NextGap => self.next_gap(scene),
        }
    }

    /// What is done to the selected block, or a word about what to do where there is none.
    fn on_block(&self, scene: &Scene<'_>, act: impl FnOnce(&Block) -> Handled) -> Handled {
        match self.selected(scene) {
            Selected::Block(block) => act(block),
            Selected::Gap(_) => {
                let fill = scene.keys(Focus::Gap, &[Action::Fix(Fix::Fill)]);
                Handled::refused(format!("This is a gap · {fill} and a letter to fill it"))
            }
            Selected::Suggestion(_) => {
                let key = |choice| scene.keys(Focus::Suggestion, &[Action::Suggestion(choice)]);
                let (accept, dismiss) = (key(Triage::Accept), key(Triage::Dismiss));
                Handled::refused(format!(
                    "This is a suggestion · {accept} to accept, {dismiss} to dismiss"
                ))
            }
            Selected::Nothing => {
                let rows = scene.keys_and(Focus::Block, ROWS);
                Handled::refused(format!("No block is selected · {rows} to select one"))
            }
        }
    }

    /// The work of the selected block begins again at some time: its category, activity and account. Where that is what
    /// runs already, it goes on.
    pub(crate) fn repeat(&self, scene: &Scene<'_>, at: Moment) -> Handled {
        self.on_block(scene, |block| {
            if block.unreadable.is_some() {
                return Handled::refused("This block can't be read: nothing starts like it");
            }
            let details = &block.details;
            let again = Details {
                activity: details.activity.clone(),
                account: details.account.clone(),
                ..Details::default()
            };
            let is_asked = |id| {
                scene
                    .snapshot
                    .questions
                    .iter()
                    .any(|asked| asked.block == id)
            };
            let runs = scene.snapshot.running.as_ref().filter(|running| {
                running.category == block.category
                    && running.details.activity == again.activity
                    && running.details.account == again.account
                    && !is_asked(running.id)
            });
            Effect::Apply(Change::Start {
                at,
                category: block.category,
                details: runs.map_or(again, |running| running.details.clone()),
            })
            .into()
        })
    }

    /// Something is to be typed about the selected block.
    fn prompt(&self, scene: &Scene<'_>, kind: PromptKind) -> Handled {
        let Some(block) = self.selected_block(scene) else {
            let rows = scene.keys_and(Focus::Block, ROWS);
            let starts = scene.keys(Focus::Block, STARTS);
            return Handled::refused(format!(
                "No block is selected · {rows} to select one, {starts} to start one"
            ));
        };
        Effect::Prompt(kind, Box::new(block.clone())).into()
    }

    fn choose(&mut self, scene: &Scene<'_>, choice: Triage) -> Handled {
        let Selected::Suggestion(suggestion) = self.selected(scene) else {
            return Handled::Ignored;
        };
        if choice != Triage::Dismiss && suggestion.end.at > scene.now.at {
            return refuse_early(scene, suggestion);
        }
        match (choice, suggestion.category) {
            (Triage::Accept, Some(category)) => self.accept(scene, suggestion, category),
            // Where no rule says of what category it is, the next letter does.
            (Triage::Accept, None) | (Triage::AcceptAs, _) => Effect::PickCategory.into(),
            (Triage::Dismiss, _) => {
                self.cursor = Cursor::At(suggestion.start.at);
                Effect::Apply(Change::Dismiss {
                    suggestion: suggestion.clone(),
                })
                .into()
            }
        }
    }

    /// Another category for the selected block, or one for the selected gap or suggestion.
    pub(crate) fn set_category(&mut self, scene: &Scene<'_>, category: Category) -> Handled {
        match self.selected(scene) {
            Selected::Block(block) => Effect::Apply(Change::Edit {
                seen: Box::new(block.clone()),
                patch: Patch {
                    category: Some(category),
                    ..Patch::default()
                },
            })
            .into(),
            Selected::Suggestion(suggestion) => self.accept(scene, suggestion, category),
            Selected::Gap(span) => Effect::Apply(Change::Add {
                start: scene.moment_in_day(span.start()),
                end: scene.moment_in_day(span.end()),
                category,
                details: Details::default(),
            })
            .into(),
            Selected::Nothing => {
                let rows = scene.keys_and(Focus::Block, ROWS);
                Handled::refused(format!(
                    "Nothing is selected · {rows} to select a block or a gap"
                ))
            }
        }
    }

    /// The selected gap was off.
    pub(crate) fn take_off(&mut self, scene: &Scene<'_>) -> Handled {
        let Selected::Gap(span) = self.selected(scene) else {
            return Handled::Consumed(None);
        };
        let mut planned = planned_spans(scene).into_iter();
        if !planned.any(|planned| planned.overlap(span).is_some()) {
            return Handled::refused("No work is planned then: it doesn't count anyway");
        }
        self.cursor = Cursor::At(span.start());
        Effect::Apply(scene.take_off(scene.day, &scene.snapshot.blocks, span)).into()
    }

    /// A suggestion becomes a block, in the time that is free.
    fn accept(
        &mut self,
        scene: &Scene<'_>,
        suggestion: &Suggestion,
        category: Category,
    ) -> Handled {
        if suggestion.end.at > scene.now.at {
            return refuse_early(scene, suggestion);
        }
        self.cursor = Cursor::Block(suggestion.id);
        Effect::Apply(Change::Accept {
            suggestion: suggestion.clone(),
            category,
        })
        .into()
    }

    /// The cursor goes to the next gap of the day, and from the last one to the first.
    fn next_gap(&mut self, scene: &Scene<'_>) -> Handled {
        let entries = scene.entries();
        let from = self.selected_index(scene, &entries);
        let gaps: Vec<(usize, Span)> = entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| match entry {
                Entry::Untracked(span) => Some((index, *span)),
                Entry::Block { .. }
                | Entry::Unreadable { .. }
                | Entry::Off(_)
                | Entry::Suggestion { .. } => None,
            })
            .collect();
        let next = gaps
            .iter()
            .find(|(index, _)| from.is_none_or(|from| *index > from));
        match next.or(gaps.first()) {
            Some((_, span)) => {
                self.cursor = Cursor::At(span.start());
                Handled::Consumed(None)
            }
            None => Handled::refused("No gaps on this day"),
        }
    }
}

/// A meeting that is still to come is no block yet.
fn refuse_early(scene: &Scene<'_>, suggestion: &Suggestion) -> Handled {
    let end = format::clock_beside(suggestion.end, scene.beside());
    let starts = scene.keys(Focus::Block, STARTS);
    Handled::refused(format!(
        "This meeting ends at {end}: accept it then, or start it now with {starts}"
    ))
}

/// The start or the end of a block, five minutes earlier or later.
fn nudge_edge(scene: &Scene<'_>, block: &Block, edge: Edge, way: Way) -> Handled {
    let mut patch = Patch::default();
    match (edge, block.end) {
        (Edge::Start, _) => patch.start = Some(move_by_step(scene, block.start, way)),
        (Edge::End, Some(end)) if way == Way::Forward && end.at >= scene.now.at => {
            return Handled::refused("This block ends now: it can't end later");
        }
        (Edge::End, Some(end)) => {
            let moved = move_by_step(scene, end, way);
            // The last step up to now is a shorter one.
            let overshoots = end.at < scene.now.at && moved.at > scene.now.at;
            patch.end = Some(Some(if overshoots { scene.now } else { moved }));
        }
        (Edge::End, None) => {
            let off = scene.keys(Focus::Block, &[Action::Capture(Capture::Off)]);
            return Handled::refused(format!(
                "{} still runs · {off} to stop it",
                capitalized(describe_category(block))
            ));
        }
    }
    let seen = Box::new(block.clone());
    Effect::Step(Change::Edit { seen, patch }, Vec::new()).into()
}

fn move_by_step(scene: &Scene<'_>, moment: Moment, way: Way) -> Moment {
    let at = match way {
        Way::Back => moment.at.minus(STEP),
        Way::Forward => moment.at.plus(STEP),
    };
    let calendar = &scene.context.calendar;
    // At home the clocks may change on the way; elsewhere the block stays where it was lived.
    calendar.beside(moment, at)
}
