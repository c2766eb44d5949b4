//! The letters of the activities, right after a category was started: one of them sets the activity, any other key
//! does what it always does.

use ratatui::style::Modifier;

use crate::domain::block::{Activity, Block, BlockId, Category, Details};
use crate::domain::change::{Change, Patch};
use crate::domain::discreet::veil;
use crate::domain::lost::{counted_prospect, name_opening};
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::taxonomy::ActivityKind;
use crate::tui::effect::{Effect, Handled};
use crate::tui::key::Key;
use crate::tui::paint::{Ink, Piece, piece, plain, sentence, width};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::sheet::{Sheet, spread};

/// So long after its start another activity is a correction of a block, not the next piece of work.
const SLIP: Length = Length::minutes(1);
/// What the time that is left takes at the right.
const COUNTDOWN: u16 = 8;

/// What a letter speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LetterSense {
    /// It says what the block is.
    OfBlock,
    /// What is done from now on, as the key of what runs already does.
    FromNow,
    /// What is done since then: minutes stood before that key.
    From(Moment),
}

/// The letters while they are open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Letters {
    /// Whose activity a letter sets.
    pub(crate) block: BlockId,
    /// Whose activities are shown.
    pub(crate) category: Category,
    pub(crate) sense: LetterSense,
    /// When they close.
    pub(crate) until: Stamp,
    /// What was said when they opened, and its first words: what has happened.
    pub(crate) said: String,
    pub(crate) headline: String,
    /// What else had changed then.
    pub(crate) changes: Vec<String>,
}

impl Letters {
    /// Opens them for a block.
    pub(crate) const fn open(block: &Block, sense: LetterSense, until: Stamp) -> Self {
        Self {
            block: block.id,
            category: block.category,
            sense,
            until,
            said: String::new(),
            headline: String::new(),
            changes: Vec::new(),
        }
    }

    /// Hides what was said of names.
    pub(crate) fn hide_names(&mut self) {
        self.headline = veil(&self.headline);
        for change in &mut self.changes {
            *change = veil(change);
        }
        self.said = veil(&self.said);
    }

    /// A letter sets the activity. Where the block has run as another activity for a while, a small letter speaks of
    /// now on, or of the minutes before it, as small letters do: that work begins then, and what was done stays what it
    /// was.
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
        let from = match self.sense {
            LetterSense::OfBlock => None,
            LetterSense::FromNow => Some(scene.now),
            LetterSense::From(at) => Some(at),
        };
        if let Some(at) = from.filter(|at| is_other && at.at.since(block.start.at) > SLIP) {
            return Some(Change::Start {
                at,
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

    /// The block, the time that is left, and the letters with their activities.
    pub(crate) fn sheet(&self, scene: &Scene<'_>, room: u16) -> Sheet {
        let strong = scene
            .theme
            .category(self.category)
            .add_modifier(Modifier::BOLD);
        let mut what = vec![piece(self.headline.clone(), strong)];
        let asked = ["What kind? Press a letter, or just carry on.", "What kind?"];
        let told = self.changes.join(" · ");
        let words = if told.is_empty() { asked[0] } else { &told };
        let words = [words, asked[1]].map(|words| scene.quiet(format!("   {words}")));
        let fits =
            |words: &&Piece| width(&what) + width(std::slice::from_ref(*words)) + COUNTDOWN <= room;
        what.extend(words.iter().find(fits).cloned());
        let left = self.until.since(scene.now.at).as_seconds().max(0);
        let whole = scene.settings.strip.as_seconds().max(1);
        Sheet {
            countdown: Some((left as f64 / whole as f64, self.category)),
            what,
            outcome: vec![vec![scene.quiet(format!("{left} s"))]],
            choices: self.letters(scene, room),
            remarks: self.prospect_words(scene, room),
            ..Sheet::default()
        }
    }

    /// With which letters a source and a fit of the block go on counting, where a letter changes the block.
    fn prospect_words(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let taxonomy = &scene.context.taxonomy;
        let block = scene.block(self.block);
        let words = block.and_then(|block| {
            let is_begun = scene.now.at.since(block.start.at) > SLIP;
            let is_changed = self.sense == LetterSense::OfBlock || !is_begun;
            counted_prospect(block, taxonomy).filter(|_| is_changed)
        });
        words.map_or_else(Vec::new, |of| {
            let words = format!("{of} counts with {} only", name_opening(taxonomy));
            sentence(&words, scene.style(Role::Quiet), room)
        })
    }

    fn letters(&self, scene: &Scene<'_>, room: u16) -> Vec<Vec<Piece>> {
        let style = scene.theme.category(self.category);
        let kinds = scene.context.taxonomy.kinds(self.category);
        let group = |kind: &ActivityKind| {
            vec![
                piece(kind.letter.to_string(), style.add_modifier(Modifier::BOLD)),
                plain(format!(" {}", kind.name)),
            ]
        };
        spread(&kinds.iter().map(group).collect::<Vec<_>>(), room)
    }
}
