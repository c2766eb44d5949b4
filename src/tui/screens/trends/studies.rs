//! The rep beside published studies: each with its own measure, its source and its year.

use super::frame::{Frame, Line};
use crate::domain::format;
use crate::insight::RECENT_DAYS;
use crate::insight::studies::{Finding, StudyRow};
use crate::tui::paint::{Ink, plain};

/// The two figures of a measure, and a column of air.
const FIGURES: u16 = 17;
const INDENT: u16 = 2;
/// The measures that are shown beside the charts: source, year, measure, and the short name of all three.
const BRIEF: [(&str, u16, &str, &str); 4] = [
    (
        "Proudfoot",
        2005,
        "active selling",
        "Proudfoot 2005, active",
    ),
    ("Proudfoot", 2005, "administration", "Proudfoot 2005, admin"),
    (
        "Industrial Performance Group",
        2006,
        "selling",
        "IPG 2006, selling",
    ),
    (
        "CSO Insights",
        2011,
        "on the phone or face to face",
        "CSO 2011, face to face",
    ),
];

impl Frame<'_> {
    /// A few measures, a line each.
    pub(super) fn brief_studies(&self) -> Vec<Line> {
        let lines = BRIEF.iter().filter_map(|(source, year, measure, name)| {
            let mut rows = self.figures.studies.iter();
            let row = rows.find(|row| {
                row.study.source == *source
                    && row.study.year == Some(*year)
                    && row.measure == *measure
            })?;
            let Finding::Share(found) = row.theirs else {
                return None;
            };
            let yours = row
                .yours
                .map_or_else(|| "–".to_owned(), format::share_figure);
            Some(self.entry(name, &format::plain_figure(found), &yours))
        });
        lines.collect()
    }

    /// What each study found, and the rep's side of it.
    pub(super) fn studies(&self, room: u16) -> Vec<Line> {
        let mut lines = vec![self.head("Published studies", format!("{RECENT_DAYS} days"))];
        lines.extend(self.prose("Other people, measured in other ways. Not a goal.", room));
        let mut study = None;
        for row in &self.figures.studies {
            if study != Some(row.study) {
                lines.push(Line::default());
                lines.extend(self.source(row, room));
                study = Some(row.study);
            }
            lines.extend(self.measure(row, room));
        }
        lines
    }

    /// Who found it and when, who was looked at, and what the figures below are.
    fn source(&self, row: &StudyRow, room: u16) -> Vec<Line> {
        let year = row
            .study
            .year
            .map_or_else(|| "undated".to_owned(), |year| year.to_string());
        let name = plain(format!("{}, {year}", row.study.source));
        let heads = vec![self.quiet("   found     you")];
        let whole = Line::new(
            vec![name.clone(), self.quiet(format!(" · {}", row.study.sample))],
            heads.clone(),
        );
        if whole.width() <= room {
            return vec![whole];
        }
        let short = Line::new(vec![name.clone()], heads.clone());
        let mut lines = vec![if short.width() <= room {
            short
        } else {
            Line::new(vec![name], Vec::new())
        }];
        lines.extend(self.prose(row.study.sample, room));
        lines
    }

    /// The measure, what was found and the rep's side; below it what that side is made of, if it has no room beside.
    fn measure(&self, row: &StudyRow, room: u16) -> Vec<Line> {
        let (measure, found) = match row.theirs {
            Finding::Share(share) => (row.measure.to_owned(), percent(share)),
            Finding::Between(low, high) => (
                row.measure.to_owned(),
                format!("{}–{}", format::plain_figure(low), percent(high)),
            ),
            Finding::Guessed { guess, measured } => (
                format!("{}, guessed {}", row.measure, percent(guess)),
                percent(measured),
            ),
        };
        let yours = match row.yours {
            Some(share) => self.strong(format!("{:>8}", format::percent(share))),
            None => self.quiet(format!("{:>8}", "–")),
        };
        let figures = vec![self.quiet(format!("{found:>8}")), yours];
        let side = (row.side != row.measure).then(|| format!("you: {}", row.side));
        let guess = row
            .your_guess
            .map(|(share, of)| format!("your guess {} of {of}", percent(share)));
        let made_of: Vec<String> = side.into_iter().chain(guess).collect();
        let made_of = made_of.join(", ");
        let parted = if made_of.is_empty() { "" } else { " · " };
        let whole = Line::new(
            vec![self.quiet(format!("  {measure}{parted}{made_of}"))],
            figures.clone(),
        );
        if whole.width() <= room {
            return vec![whole];
        }
        let beside = room.saturating_sub(FIGURES + INDENT);
        let mut lines = self.indented(&measure, beside);
        if let Some(first) = lines.first_mut() {
            first.right = figures;
        }
        lines.extend(self.indented(&made_of, room.saturating_sub(INDENT)));
        lines
    }

    fn indented(&self, words: &str, room: u16) -> Vec<Line> {
        let mut lines = if words.is_empty() {
            Vec::new()
        } else {
            self.prose(words, room)
        };
        for line in &mut lines {
            line.left.insert(0, self.quiet(" ".repeat(INDENT.into())));
        }
        lines
    }
}

fn percent(share: f64) -> String {
    format::plain_percent(share)
}
