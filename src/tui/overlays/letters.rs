//! The letters of the activities, right after a category was started: one of them sets the activity, any other key
//! does what it always does.

use ratatui::style::Modifier;

use crate::domain::block::{Activity, BlockId, Category, Details};
use crate::domain::change::{Change, Patch};
use crate::domain::stamp::{Length, Stamp};
use crate::domain::taxonomy::ActivityKind;
use crate::tui::effect::{Effect, Handled};
use crate::tui::key::Key;
use crate::tui::paint::{Piece, piece, plain, wrapped};
use crate::tui::scene::Scene;

/// So long after its start another activity is a correction of a block, not the next piece of work.
const SLIP: Length = Length::minutes(1);

/// The letters while they are open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Letters {
    /// Whose activity a letter sets.
    pub(crate) block: BlockId,
    /// Whose activities are shown.
    pub(crate) category: Category,
    /// Whether a letter speaks of now on, as the key of what runs already does; else it says what the block is.
    pub(crate) from_now: bool,
    /// When they close.
    pub(crate) until: Stamp,
}

impl Letters {
    /// A letter sets the activity. Where the block has run as another activity for a while, a small letter speaks of
    /// now on, as small letters do: that work begins now, and what was done stays what it was.
    pub(crate) fn update(&self, scene: &Scene<'_>, key: Key) -> Handled {
        let change = self.change(scene, key);
        change.map_or(Handled::Ignored, |change| {
            Handled::Closed(Some(Effect::Apply(change)))
        })
    }

    fn change(&self, scene: &Scene<'_>, key: Key) -> Option<Change> {
        let taxonomy = &scene.context.taxonomy;
        let kind = taxonomy.by_letter(self.category, key.typed()?)?;
        let activity = Activity::new(&kind.name).ok()?;
        let block = scene.block(self.block)?;
        let known = block.details.activity.as_ref();
        let is_other = known.is_some_and(|known| *known != activity);
        if self.from_now && is_other && block.length(scene.now.at) > SLIP {
            return Some(Change::Start {
                at: scene.now,
                category: self.category,
                details: Details {
                    activity: Some(activity),
                    ..Details::default()
                },
            });
        }
        Some(Change::Edit {
            seen: Box::new(block.clone()),
            patch: Patch {
                activity: Some(Some(activity)),
                ..Patch::default()
            },
        })
    }

    /// The letters with their activities.
    pub(crate) fn lines(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let style = scene.theme.category(self.category);
        let kinds = scene.context.taxonomy.kinds(self.category);
        let group = |kind: &ActivityKind| {
            vec![
                piece(kind.letter.to_string(), style.add_modifier(Modifier::BOLD)),
                plain(format!(" {}", kind.name)),
            ]
        };
        wrapped(&kinds.iter().map(group).collect::<Vec<_>>(), 3, room)
    }
}
