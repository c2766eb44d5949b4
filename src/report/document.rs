//! What a report or a review says, before it is written as text, Markdown or a page: sections of figures, sentences,
//! tables and pictures. Texts are as they were entered: each writer makes them harmless for where they go.

use super::strips::Strip;
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::trend::POINTS_NEEDED;

/// A report or a review.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// `Review`; a report goes without.
    pub kind: Option<&'static str>,
    /// The week that the days are, where they are one.
    pub week: Option<Week>,
    pub days: String,
    /// What has become of it: that it is closed.
    pub state: Option<String>,
    /// Whether it tells a TAFS, which a page explains.
    pub tells_tafs: bool,
    pub sections: Vec<Section>,
}

impl Document {
    /// `2026-W10 · 2–8 Mar 2026`.
    pub fn title(&self) -> String {
        let week = self.week.map(|week| format!("{week} · "));
        week.unwrap_or_default() + &self.days
    }
}

/// Blocks under a title. Text and Markdown name the numbered ones only; the others carry on.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    pub number: Option<usize>,
    pub title: &'static str,
    pub place: Place,
    pub blocks: Vec<Block>,
}

impl Section {
    /// One without a number.
    pub const fn new(title: &'static str, place: Place, blocks: Vec<Block>) -> Self {
        Self {
            number: None,
            title,
            place,
            blocks,
        }
    }
}

/// Where a section stands on a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Across,
    Left,
    Right,
    /// It is for readers of text alone.
    Nowhere,
}

/// A part of a section.
#[derive(Clone, PartialEq, Debug)]
pub enum Block {
    Figure(Figure),
    /// What counts most, in a few words.
    Lead(String),
    /// A sentence that stands back.
    Note(String),
    /// The name of the rows that follow.
    Caption(String),
    Table(Table),
    /// Days as strips; only a page draws them.
    Days(Vec<Strip>),
    /// Shares from left to right, with a goal; only a page draws them.
    Trend(Vec<TrendPoint>, Option<f64>),
}

/// The time available for selling, and what it rests on.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// What a terminal prints before the share.
    pub lead: &'static str,
    /// `51.8 %`; `None` where it is too early for a share.
    pub share: Option<String>,
    pub selling: Length,
    /// `20h50 selling of 40h15 tracked`, and what else there is to know.
    pub beside: Vec<String>,
    /// The working time by category.
    pub bar: Vec<(Category, Length)>,
    /// What the parts of the bar are, where no table says it.
    pub legend: Vec<(Category, String)>,
}

/// Rows of one shape.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    pub caption: Option<String>,
    /// What stands above names, figures and cells; none for a list.
    pub heads: Vec<&'static str>,
    /// Whether it is a table wherever it is written; else only on a page, and only with heads.
    pub is_grid: bool,
    pub rows: Vec<TableRow>,
}

impl Table {
    /// Rows that need no heads: each with a name, a figure and what stands beside it.
    pub const fn list(rows: Vec<TableRow>) -> Self {
        Self {
            caption: None,
            heads: Vec::new(),
            is_grid: false,
            rows,
        }
    }

    /// The length of the longest bar.
    pub fn longest(&self) -> Length {
        let length = |row: &TableRow| row.bar.iter().map(|(_, length)| *length).sum();
        self.rows.iter().map(length).max().unwrap_or_default()
    }
}

/// What a row tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    Group,
    /// Working time of which the blocks do not say what the others say.
    Unsaid,
    Total,
    /// Beside the working time: breaks, untracked.
    Beside,
}

/// A name, its figure, and what stands beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    pub kind: RowKind,
    /// The category that colors it.
    pub category: Option<Category>,
    pub name: String,
    pub figure: String,
    pub beside: Vec<Cell>,
    /// Its time by category, without what took none.
    pub bar: Vec<(Category, Length)>,
    /// Under which an answer to it is kept.
    pub key: Option<String>,
}

impl TableRow {
    /// A row with nothing beside its figure.
    pub fn new(category: Option<Category>, name: &str, figure: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Group,
            category,
            name: name.to_owned(),
            figure: figure.into(),
            beside: Vec::new(),
            bar: Vec::new(),
            key: None,
        }
    }

    /// A row whose figure is a time.
    pub fn timed(category: Option<Category>, name: &str, time: Length) -> Self {
        Self::new(category, name, format::hours(time))
    }

    /// The same with words beside it; none that are empty.
    #[must_use]
    pub fn beside(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.beside.push(Cell::from(words));
        }
        self
    }

    /// The same with the key of its answer.
    #[must_use]
    pub fn answered_by(self, key: impl Into<String>) -> Self {
        Self {
            key: Some(key.into()),
            ..self
        }
    }

    /// What stands beside the figure, in one text.
    pub fn words_beside(&self) -> String {
        let words = self.beside.iter().map(|cell| cell.words.as_str());
        let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
        words.join(", ")
    }
}

/// What stands beside a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Below a head, which says what it is.
    pub figure: String,
    /// Where it has to say so itself.
    pub words: String,
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self {
            figure: words.clone(),
            words,
        }
    }
}

/// A week of a trend.
#[derive(Clone, PartialEq, Debug)]
pub struct TrendPoint {
    /// What it is called below the chart: `W10`.
    pub label: String,
    /// From 0 to 1; `None` where nothing may be said: there the line has a gap.
    pub share: Option<f64>,
}

/// The TAFS of weeks side by side, in a section for a page; `None` where too few are known to draw a line.
pub fn trend_of(
    weeks: impl Iterator<Item = (Week, Option<f64>)>,
    goal: Option<f64>,
    place: Place,
) -> Option<Section> {
    let point = |(week, share): (Week, _)| TrendPoint {
        label: week.short_name(),
        share,
    };
    let points: Vec<TrendPoint> = weeks.map(point).collect();
    let known = points.iter().filter(|point| point.share.is_some()).count();
    (known >= POINTS_NEEDED).then(|| {
        let trend = Block::Trend(points, goal);
        Section::new("Week by week", place, vec![trend])
    })
}
