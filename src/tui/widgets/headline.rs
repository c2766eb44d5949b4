//! TAFS as the one number of a screen: large or on a line, what it is a share of, and how far it is from the goal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::numeral::{self, Face};
use super::share::{DEFINITION, figure};
use super::strip::write_styled;
use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::{Lack, Reading};
use crate::insight::totals::Totals;
use crate::tui::layout::{self, Shape, row_of};
use crate::tui::paint::{Ink, Piece, line, line_right, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Where the number stands, and what is said below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Figure {
    pub(crate) row: u16,
    /// `None`: on one line, with the words beside it.
    pub(crate) face: Option<Face>,
    /// The definition; the hours are below it.
    pub(crate) captions: u16,
    /// The goal: its row, and whether it stands at the right end.
    pub(crate) goal: Option<(u16, bool)>,
}

/// What the number is of.
#[derive(Clone, Copy)]
pub(crate) struct Headline<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) totals: &'a Totals,
    pub(crate) reading: Reading,
    /// What is missing for a share, where that is to be said behind the hours.
    pub(crate) lack: Option<Lack>,
    /// Whether the time in view is not over.
    pub(crate) is_open: bool,
}

impl Headline<'_> {
    /// The number with its definition, its hours and the goal; `more` stands behind the hours. A large number stays
    /// before the column `end`.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        (page, end): (Rect, u16),
        place: Figure,
        more: &[Piece],
    ) {
        let hours = [self.hours(), more.to_vec()].concat();
        if let Some(face) = place.face {
            self.draw_figure(buffer, (page.x, end), place.row, face);
            let definition = self.definition_words();
            line(buffer, row_of(page, place.captions), 0, &[definition]);
            line(buffer, row_of(page, place.captions + 1), 0, &hours);
        } else {
            line(buffer, row_of(page, place.row), 0, &self.words());
            line(buffer, row_of(page, place.captions), 0, &hours);
        }
        // On one line with the hours there is no room for the goal beside the bounds.
        let is_bounded = matches!(self.reading, Reading::Bounded { .. });
        let goal = place.goal.filter(|_| place.face.is_some() || !is_bounded);
        if let Some((row, is_right)) = goal {
            let words = self.goal_words();
            if is_right {
                line_right(buffer, row_of(page, row), 0, &words);
            } else {
                line(buffer, row_of(page, row), 0, &words);
            }
        }
    }

    fn draw_figure(&self, buffer: &mut Buffer, (x, end): (u16, u16), row: u16, face: Face) {
        if self.is_empty() {
            return;
        }
        let words = figure(self.reading, self.totals.selling);
        let unit = if self.is_early() { "" } else { " %" };
        let base = row + face.rows() - 1;
        let faces: &[Face] = match face {
            _ if self.reading.tafs().is_some() => &[face],
            // What is no share is not set as large, and stands on the same line.
            Face::Huge => &[Face::Large, Face::Medium],
            Face::Large | Face::Medium => &[Face::Medium],
        };
        let fits = |face: &&Face| {
            x + numeral::width(self.scene.theme, &words, **face) + unit.len() as u16 <= end
        };
        let bold = self.bold_selling();
        let Some(face) = faces.iter().find(fits) else {
            write_styled(buffer, (x, base), &format!("{words}{unit}"), bold);
            return;
        };
        let at = (x, base + 1 - face.rows());
        let (theme, style) = (self.scene.theme, self.scene.style(Role::Display));
        let after = numeral::draw(buffer, at, theme, (&words, *face), style);
        write_styled(buffer, (after, base), unit, bold);
    }

    fn bold_selling(&self) -> Style {
        let selling = self.scene.theme.category(Category::Selling);
        selling.add_modifier(Modifier::BOLD)
    }

    /// Whether too little is tracked for a share.
    pub(crate) const fn is_early(&self) -> bool {
        self.reading.is_early()
    }

    /// Whether there is nothing to tell a figure of.
    fn is_empty(&self) -> bool {
        !self.totals.tracked().is_positive()
    }

    fn definition(&self) -> &'static str {
        match self.reading {
            _ if self.is_empty() && self.is_open => "nothing tracked yet",
            _ if self.is_empty() => "nothing tracked",
            Reading::TooEarly { .. } => "selling so far",
            // Bounds leave room for no more on the smallest screen.
            Reading::OnlyBounds { .. } if self.scene.regions.shape == Shape::Compact => {
                "available for selling"
            }
            Reading::Exact { .. } | Reading::Bounded { .. } | Reading::OnlyBounds { .. } => {
                DEFINITION
            }
        }
    }

    fn definition_words(&self) -> Piece {
        if self.is_empty() {
            self.scene.quiet(self.definition())
        } else {
            self.scene.strong(self.definition())
        }
    }

    /// The number and its definition on one line.
    pub(crate) fn words(&self) -> Vec<Piece> {
        if self.is_empty() {
            return vec![self.definition_words()];
        }
        let bold = self.bold_selling();
        let unit = if self.is_early() { "" } else { " %" };
        let figure = figure(self.reading, self.totals.selling);
        let soft = self.scene.style(Role::Soft);
        vec![
            piece(format!("{figure}{unit}"), bold),
            piece(format!("  {}", self.definition()), soft),
        ]
    }

    /// The hours behind the share; its bounds where some of the time is not known.
    pub(crate) fn hours(&self) -> Vec<Piece> {
        let scene = self.scene;
        let (selling, tracked) = (self.totals.selling, self.totals.tracked());
        if self.is_empty() {
            return Vec::new();
        }
        if self.is_early() {
            let hours = scene.strong(format::hours(tracked));
            let is_beside_lack = self.lack.is_some() && scene.regions.shape == Shape::Compact;
            let unit = if is_beside_lack { "" } else { " tracked" };
            return vec![scene.quiet("of "), hours, scene.quiet(unit)];
        }
        let bounds = match self.reading {
            Reading::Bounded { low, high, .. } => Some(format::range_figure(low, high)),
            Reading::TooEarly { .. } | Reading::Exact { .. } | Reading::OnlyBounds { .. } => None,
        };
        let is_brief = bounds.is_some() && scene.regions.page.width < layout::PAGE;
        let unit = if is_brief { "" } else { " tracked" };
        let mut words = vec![
            scene.strong(format::hours(selling)),
            scene.quiet(format!(" of {}{unit}", format::hours(tracked))),
        ];
        match (bounds, self.totals.coverage()) {
            // Beside the table there is no room for more, and the coverage stands in it.
            (Some(bounds), _) if is_brief => {
                words.extend([scene.quiet(" · "), scene.strong(bounds)]);
            }
            (Some(bounds), Some(coverage)) => words.extend([
                plain("   "),
                scene.strong(bounds),
                scene.quiet(format!(" at {} coverage", format::covered(coverage))),
            ]),
            (Some(_) | None, _) => {}
        }
        words
    }

    /// `goal 45 %  +8.7`; the goal alone where only bounds are known, what is missing where there is no share.
    pub(crate) fn goal_words(&self) -> Vec<Piece> {
        if let Some(lack) = self.lack {
            return vec![self.scene.quiet(format!("TAFS {lack}"))];
        }
        let mut words = self.plain_goal();
        let beyond = self.reading.tafs().zip(self.scene.settings.goal);
        words.extend(beyond.map(|(tafs, goal)| {
            let points = format::signed_points(tafs - goal);
            self.scene.quiet(format!("  {points}"))
        }));
        words
    }

    /// The same in fewer words: what is missing as `TAFS after 40 min`, or the goal alone.
    pub(crate) fn brief_goal_words(&self) -> Vec<Piece> {
        match self.lack {
            Some(lack) => vec![self.scene.quiet(format!("TAFS {}", lack.in_brief()))],
            None => self.plain_goal(),
        }
    }

    /// `goal 45 %`; nothing without a goal.
    pub(crate) fn plain_goal(&self) -> Vec<Piece> {
        let goal = self.scene.settings.goal.map(format::plain_percent);
        let words = goal.map(|goal| self.scene.quiet(format!("goal {goal}")));
        words.into_iter().collect()
    }
}
