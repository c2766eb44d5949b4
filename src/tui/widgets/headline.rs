//! TAFS as the one number of a screen: large or on a line, what it is a share of, and how far it is from the goal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::numeral::{self, Face};
use super::share::{DEFINITION, figure};
use super::strip::write_styled;
use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::Reading;
use crate::insight::totals::Totals;
use crate::tui::layout::{self, row_of};
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
    /// Whether the time in view is not over.
    pub(crate) is_open: bool,
}

impl Headline<'_> {
    /// The number with its definition, its hours and the goal; `more` stands behind the hours.
    pub(crate) fn draw(&self, buffer: &mut Buffer, page: Rect, place: Figure, more: &[Piece]) {
        let hours = [self.hours(), more.to_vec()].concat();
        if let Some(face) = place.face {
            self.draw_figure(buffer, (page.x, place.row), face);
            let definition = self.scene.strong(self.definition());
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

    fn draw_figure(&self, buffer: &mut Buffer, (x, row): (u16, u16), face: Face) {
        let words = figure(self.reading, self.totals.selling);
        // What is no share is not set as large, and stands on the same line.
        let is_share = matches!(
            self.reading,
            Reading::Exact { .. } | Reading::Bounded { .. }
        );
        let (face, row) = match face {
            _ if is_share => (face, row),
            Face::Huge => (Face::Large, row + 3),
            Face::Large => (Face::Medium, row + 1),
            Face::Medium => (face, row),
        };
        let style = self.scene.style(Role::Display);
        let end = numeral::draw(buffer, (x, row), self.scene.theme, (&words, face), style);
        if !self.is_early() {
            let selling = self.scene.theme.category(Category::Selling);
            let style = selling.add_modifier(Modifier::BOLD);
            write_styled(buffer, (end + 1, row + face.rows() - 1), "%", style);
        }
    }

    /// Whether too little is tracked for a share.
    pub(crate) const fn is_early(&self) -> bool {
        matches!(self.reading, Reading::TooEarly { .. })
    }

    const fn definition(&self) -> &'static str {
        if self.is_early() {
            "selling so far"
        } else {
            DEFINITION
        }
    }

    /// The number and its definition on one line.
    pub(crate) fn words(&self) -> Vec<Piece> {
        let selling = self.scene.theme.category(Category::Selling);
        let bold = selling.add_modifier(Modifier::BOLD);
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
        if self.is_early() {
            if !tracked.is_positive() {
                let words = if self.is_open {
                    "nothing tracked yet"
                } else {
                    "nothing tracked"
                };
                return vec![scene.quiet(words)];
            }
            let hours = scene.strong(format::hours(tracked));
            return vec![scene.quiet("of "), hours, scene.quiet(" tracked")];
        }
        let bounds = match self.reading {
            Reading::Bounded { low, high, .. } => Some(format!(
                "{}–{}",
                format::share_figure(low),
                format::share_figure(high)
            )),
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

    /// `goal 45 %  +8.7`; the goal alone where there is no share, nothing without a goal.
    pub(crate) fn goal_words(&self) -> Vec<Piece> {
        let Some(goal) = self.scene.settings.goal else {
            return Vec::new();
        };
        let beyond = self.reading.tafs().map_or_else(String::new, |tafs| {
            format!("  {}", format::signed_points(tafs - goal))
        });
        let goal = format::plain_percent(goal);
        vec![self.scene.quiet(format!("goal {goal}{beyond}"))]
    }
}
