//! The week at the cursor in words; and while there are too few weeks for columns, what is missing, and the weeks one by
//! one.

use super::frame::{Frame, Line};
use crate::domain::format;
use crate::insight::coverage::{self, Reading};
use crate::insight::missing::Missing;
use crate::insight::trend::Point;
use crate::report::share;
use crate::tui::paint::{Ink, Piece, as_many_as_fit, width, wrapped};
use crate::tui::widgets::header;

/// The words take so many lines at most.
const LINES: usize = 2;
/// What `page 1 of 12` takes at their right where it stands there, and air.
const NUMBER: u16 = 15;

impl Frame<'_> {
    /// `W10   51.8 %   20h50 selling of 40h15   18 conversations in all, 5 meetings, 5 advances`.
    pub(super) fn words(&self) -> Vec<Vec<Piece>> {
        let Some(point) = self.figures.trend.weeks.last() else {
            return Vec::new();
        };
        let mut groups = vec![vec![self.strong(header::number_of(point.week.week))]];
        let totals = &point.week.totals;
        groups.extend(self.share_words(point).map(|words| vec![words]));
        // Where it stands neither above the chart nor at its side.
        let usual = self.usual_words().filter(|_| self.figures.usual.is_ok());
        if let Some(usual) = usual.filter(|_| self.grid.parts.is_none()) {
            groups.push(vec![self.quiet(usual.join(" "))]);
            groups.extend(self.best_words().map(|best| vec![self.quiet(best)]));
        }
        groups.push(vec![self.soft(hours_words(point))]);
        if self.grid.parts.is_some() && !self.has_best_beside() {
            groups.extend(self.best_words().map(|best| vec![self.quiet(best)]));
        }
        if let (Reading::Bounded { low, high, .. }, Some(known)) =
            (coverage::of_week(totals), totals.coverage())
        {
            let (bounds, at) = (format::range_figure(low, high), format::covered(known));
            groups.push(vec![self.quiet(format!("{bounds} at {at} coverage"))]);
        }
        let beside = if self.grid.side.is_some() { NUMBER } else { 0 };
        let room = self.grid.page.width.saturating_sub(beside);
        let rows = LINES.min(self.grid.word_rows().into());
        let lines = [" in all", ""].map(|all| {
            let made = self.outcome_words(all);
            let made = (!made.is_empty()).then(|| vec![self.quiet(made)]);
            let groups: Vec<_> = groups.iter().cloned().chain(made).collect();
            wrapped(&groups, 3, room)
        });
        let [whole, shorter] = lines;
        let fits = whole.len() <= rows || shorter.len() > rows;
        let mut lines = if fits { whole } else { shorter };
        lines.truncate(LINES);
        lines
    }

    /// The share, its bounds, or what it still needs.
    fn share_words(&self, point: &Point) -> Option<Piece> {
        let totals = &point.week.totals;
        if !totals.tracked().is_positive() {
            return None;
        }
        let lack = coverage::lack_of_week(totals, point.over);
        let lack = lack.map(|lack| self.quiet(format!("TAFS {lack}")));
        lack.or_else(|| Some(self.soft(share::short(&coverage::of_week(totals)))))
    }

    /// What the week at the cursor produced; with these words behind the conversations.
    fn outcome_words(&self, in_all: &str) -> String {
        let (all, grades) = (self.figures.made.all(), self.figures.made.grades);
        let made = [
            (all.conversations, "conversation"),
            (all.meetings, "meeting"),
            (grades.advance, "advance"),
        ];
        let made = made.into_iter().filter(|(count, _)| *count > 0);
        let mut words: Vec<String> = made.map(|(count, of)| format::count(count, of)).collect();
        words.extend((grades.won > 0).then(|| format!("{} won", grades.won)));
        // Other screens tell what one producing activity has made.
        if let Some(first) = words.first_mut().filter(|_| all.conversations > 0) {
            first.push_str(in_all);
        }
        words.join(", ")
    }

    /// In place of the columns: what is missing, and the weeks one by one.
    pub(super) fn too_few(&self, missing: Missing, room: u16) -> Vec<Line> {
        let mut lines = vec![Line::from(vec![self.strong("TAFS by week")])];
        let week = self.figures.trend.weeks.last();
        let gate = week.map_or(coverage::WEEK_FROM, |point| {
            coverage::week_gate(&point.week.totals)
        });
        let gate = format::brief(gate);
        let words =
            format!("A trend {missing}: whole weeks with {gate} tracked and 60 % coverage.");
        lines.extend(self.prose(&words, room));
        lines.push(Line::default());
        let weeks = self.figures.trend.weeks.iter().rev();
        let tracked = weeks.filter(|point| point.week.totals.tracked().is_positive());
        lines.extend(tracked.map(|point| {
            let name = vec![self.quiet(header::number_of(point.week.week))];
            let share = self.share_words(point);
            let hours = vec![self.soft(hours_words(point))];
            let with_share = share.map(|share| [name.clone(), vec![share], hours.clone()]);
            let with_share = with_share.map(|groups| as_many_as_fit(&groups, 3, u16::MAX));
            let fitting = with_share.filter(|words| width(words) <= room);
            Line::from(fitting.unwrap_or_else(|| as_many_as_fit(&[name, hours], 3, room)))
        }));
        lines
    }
}

fn hours_words(point: &Point) -> String {
    let totals = &point.week.totals;
    if !totals.tracked().is_positive() {
        return "nothing tracked".to_owned();
    }
    let so_far = if point.over { "" } else { " so far" };
    format!(
        "{} selling of {}{so_far}",
        format::hours(totals.selling),
        format::hours(totals.tracked())
    )
}
