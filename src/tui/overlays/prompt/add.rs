//! The line of a block that is to be added: it stands on the day in view, and each part of it in the tone that it will have
//! in the list.

use super::Prompt;
use super::tones::{Part, parts_of, style_of};
use crate::domain::block::{Block, Category, Details};
use crate::domain::change::Change;
use crate::domain::format;
use crate::domain::parse::edit;
use crate::domain::stamp::Span;
use crate::domain::taxonomy::ActivityKind;
use crate::tui::effect::PromptKind;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, piece};
use crate::tui::preview::Preview;
use crate::tui::scene::Scene;
use crate::tui::widgets::text_input;

/// What a new block may say of itself, in the order of the line.
const MAY_FOLLOW: [(Part, &str); 8] = [
    (Part::Times, "09:10-09:40"),
    (Part::Category, "selling"),
    (Part::Activity, "/activity"),
    (Part::Account, "@account"),
    (Part::Requester, "!requester"),
    (Part::Tag, "#tag"),
    (Part::Outcome, "+outcome"),
    (Part::Source, "~source"),
];

impl Prompt {
    /// A block that is not there yet: of the gap, or of the beginning of the day in view.
    pub(crate) fn draft(scene: &Scene<'_>, gap: Option<Span>) -> Block {
        let first = scene.context.calendar.first_instant(scene.day);
        let start = gap.map_or(first, Span::start);
        let end = gap.map(|gap| scene.moment_in_day(gap.end()));
        let start = scene.moment_in_day(start);
        Block::new(start, end, Category::Break, Details::default())
    }

    /// Whether the line tells of a block that is to be added.
    pub(crate) fn is_add(&self) -> bool {
        self.kind == PromptKind::Add
    }

    /// Whether a line to add has no more than its times, and nothing is wrong with them.
    pub(super) fn is_only_begun(&self, scene: &Scene<'_>) -> bool {
        let typed = self.input.value().trim();
        let mut parts = parts_of(typed).map(|(part, _)| part);
        if !self.is_add() || !parts.all(|part| part == Part::Times) {
            return false;
        }
        let (taxonomy, calendar) = (&scene.context.taxonomy, &scene.context.calendar);
        let whole = format!("{typed} {}", Category::Selling);
        typed.is_empty()
            || edit::parse_new(&whole, &self.block, taxonomy, scene.now, calendar).is_ok()
    }

    pub(super) fn read_new(
        &self,
        scene: &Scene<'_>,
        remarks: &mut Vec<String>,
    ) -> Result<Change, String> {
        let (context, typed) = (scene.context, self.input.value().trim());
        let calendar = &context.calendar;
        let new = edit::parse_new(typed, &self.block, &context.taxonomy, scene.now, calendar)
            .map_err(|fault| fault.with_hint())?;
        remarks.extend(new.remarks);
        Ok(Change::Add {
            start: new.start,
            end: new.end,
            category: new.category,
            details: new.details,
        })
    }

    /// What the sheet is for, and on which day where that is not today.
    pub(super) fn title(&self, scene: &Scene<'_>) -> String {
        let day = scene.context.calendar.home(&self.block);
        let day = day.day_of(self.block.start);
        if day == scene.today {
            "add a block".to_owned()
        } else {
            format!("add a block on {}", format::short_day(day, scene.today))
        }
    }

    /// The part of the line around the cursor, each of its parts in the tone of the list.
    pub(super) fn line_of_new(&self, scene: &Scene<'_>, room: u16) -> (Vec<Piece>, u16) {
        let label = match scene.regions.shape {
            Shape::Line => self.label(),
            Shape::Compact | Shape::Wide => "",
        };
        let value = self.input.value();
        let category = parts_of(value).find_map(|(part, words)| match part {
            Part::Category => Category::from_word(words.trim()),
            Part::Times
            | Part::Activity
            | Part::Account
            | Part::Requester
            | Part::Tag
            | Part::Outcome
            | Part::Source
            | Part::Note => None,
        });
        let pieces = parts_of(value).map(|(part, words)| {
            let style = style_of(scene, part, category);
            piece(words, style)
        });
        let pieces: Vec<Piece> = pieces.collect();
        text_input::line_of_pieces(scene.theme, label, &self.input, &pieces, room)
    }

    /// What the line may still name.
    pub(super) fn what_may_follow(&self, scene: &Scene<'_>) -> Vec<Vec<Piece>> {
        let named: Vec<Part> = parts_of(self.input.value()).map(|(part, _)| part).collect();
        let may_open = self.may_open(scene);
        let free = MAY_FOLLOW
            .iter()
            .filter(|(part, _)| !named.contains(part) && (*part != Part::Source || may_open));
        free.map(|(_, words)| vec![scene.quiet(*words)]).collect()
    }

    /// Whether the work opens something as far as it is typed.
    fn may_open(&self, scene: &Scene<'_>) -> bool {
        let selling = Category::Selling;
        let activity = parts_of(self.input.value()).find(|(part, _)| *part == Part::Activity);
        let activity = activity.map(|(_, word)| word.trim().trim_start_matches('/'));
        let kind = activity.map(|name| scene.context.taxonomy.find(selling, name));
        self.category().is_none_or(|category| category == selling)
            && kind.is_none_or(|kind| kind.is_some_and(ActivityKind::opens))
    }

    /// The category of a new block as far as it is typed; of any other line, that of its block.
    pub(super) fn category(&self) -> Option<Category> {
        if !self.is_add() {
            return Some(self.block.category);
        }
        let mut parts = parts_of(self.input.value());
        let (_, word) = parts.find(|(part, _)| *part == Part::Category)?;
        Category::from_word(word.trim())
    }

    /// What the footer says at its right while a block is added.
    pub(crate) fn cost_of_new(&self) -> &'static str {
        let costs = |preview: &Preview| {
            let splits = preview
                .moved()
                .any(|(before, _)| preview.rest_of(before).is_some());
            splits || preview.removed().next().is_some()
        };
        if self.preview.as_ref().is_some_and(costs) {
            "enter asks first"
        } else {
            "no block is removed"
        }
    }

    /// The times of the gap, with a blank for what follows.
    pub(super) fn first_of_new(draft: &Block) -> String {
        let clock = format::clock(draft.start);
        let end = draft.end.map(format::clock);
        end.map_or_else(String::new, |end| format!("{clock}-{end} "))
    }
}
