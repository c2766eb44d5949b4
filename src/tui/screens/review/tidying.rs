//! What the first step asks of the file: a gap becomes a block, a block gets what it lacks.

use super::state::State;
use super::untidy::Untidy;
use crate::domain::block::{Block, Category, Details, Grade, Outcomes};
use crate::domain::change::{Change, Patch};
use crate::domain::review::Step;
use crate::domain::stamp::{Moment, Span};
use crate::tui::action::{Action, RowAction};
use crate::tui::effect::{Effect, Handled, PromptKind};
use crate::tui::key_table::Focus;
use crate::tui::paint::Piece;
use crate::tui::scene::{Cursor, Scene};
use crate::tui::widgets::changes;

impl State {
    /// A gap becomes a block: of this category, or as it is typed. A long block is looked at on its day.
    pub(super) fn tidy(
        &self,
        scene: &Scene<'_>,
        index: usize,
        category: Option<Category>,
    ) -> Handled {
        let Some(untidy) = self.untidy.get(index).cloned() else {
            return Handled::Consumed(None);
        };
        match untidy {
            Untidy::Gap { start, end, .. } => fill_gap(start, end, category),
            Untidy::Bare {
                block,
                likely: Some(activity),
                ..
            } if category.is_none() => {
                let activity = Some(Some(activity));
                edit_block(
                    block,
                    Patch {
                        activity,
                        ..Patch::default()
                    },
                )
            }
            Untidy::Bare { block, .. } if category.is_none() => {
                Effect::Prompt(PromptKind::Edit, block).into()
            }
            Untidy::Ungraded { block, .. } if category.is_none() => {
                Effect::Prompt(PromptKind::Outcome, block).into()
            }
            Untidy::Bare { block, .. } | Untidy::Ungraded { block, .. } => edit_block(
                block,
                Patch {
                    category,
                    ..Patch::default()
                },
            ),
            Untidy::Long { .. } if category.is_some() => {
                let key = [Action::Review(RowAction::ShowBlock)];
                let show = scene.keys(Focus::ReviewLongBlock, &key);
                Handled::refused(format!(
                    "A block is changed in the list of its day · {show} to show it"
                ))
            }
            Untidy::Long { day, block, .. } => Effect::OpenLine(day, Cursor::Block(block)).into(),
        }
    }

    /// A gap was off.
    pub(super) fn take_gap_off(&self, scene: &Scene<'_>, index: usize) -> Handled {
        let Some(Untidy::Gap {
            day, start, end, ..
        }) = self.untidy.get(index)
        else {
            return Handled::Consumed(None);
        };
        let span = Span::new(start.at, end.at);
        let off = span.map(|span| scene.take_off(*day, &scene.snapshot.weeks, span));
        Handled::Consumed(off.map(Effect::Apply))
    }

    /// What a category is picked for.
    pub(crate) fn describe_pick(&self, scene: &Scene<'_>) -> Option<Vec<Piece>> {
        match self
            .untidy
            .get(self.row)
            .filter(|_| self.step == Step::Tidy)?
        {
            Untidy::Gap { start, end, .. } => {
                Some(changes::describe_fill(scene, "fills", (*start, *end)))
            }
            Untidy::Bare { block, .. } | Untidy::Ungraded { block, .. } => {
                Some(changes::describe_was(scene, block))
            }
            Untidy::Long { .. } => None,
        }
    }

    /// How a conversation ended.
    pub(super) fn grade(&self, index: usize, grade: Grade) -> Handled {
        let Some(Untidy::Ungraded { block, .. }) = self.untidy.get(index) else {
            return Handled::Consumed(None);
        };
        let outcomes = Outcomes {
            grade: Some(grade),
            ..block.details.outcomes
        };
        let outcomes = Some(outcomes);
        edit_block(
            block.clone(),
            Patch {
                outcomes,
                ..Patch::default()
            },
        )
    }
}

/// A gap becomes a block: of this category, or one that is typed in a line that begins with its times.
fn fill_gap(start: Moment, end: Moment, category: Option<Category>) -> Handled {
    let details = Details::default();
    let Some(category) = category else {
        let draft = Block::new(start, Some(end), Category::Break, details);
        return Effect::Prompt(PromptKind::Add, Box::new(draft)).into();
    };
    Effect::Apply(Change::Add {
        start,
        end,
        category,
        details,
    })
    .into()
}

fn edit_block(seen: Box<Block>, patch: Patch) -> Handled {
    Effect::Apply(Change::Edit { seen, patch }).into()
}
