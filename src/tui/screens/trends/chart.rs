//! The columns, one a week: TAFS with the goal, and the hours by category. A week that is not known is marked as that,
//! never drawn as nothing.

use ratatui::style::{Modifier, Style};

use super::frame::{Frame, Line};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::{self, Reading};
use crate::insight::missing::Missing;
use crate::insight::trend::Point;
use crate::insight::weeks::Usual;
use crate::tui::paint::{self, Ink, Piece, as_many_as_fit, piece, plain};
use crate::tui::theme::{Role, pattern};
use crate::tui::widgets::header;

/// The columns of the scale at the left.
const AXIS: u16 = 5;
/// Eighths of a cell.
const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// From so many cells a week on each column has its figure above it.
const LABELLED: u16 = 3;
/// With fewer rows there is one chart, not two.
const BOTH_FROM: u16 = 14;
const UNKNOWN: &str = "?";
const OFF: &str = "–";

/// How many cells a week has in so many columns; 0 where not all weeks fit.
pub(super) fn pitch(width: u16, weeks: usize) -> u16 {
    width.saturating_sub(AXIS) / u16::try_from(weeks.max(1)).unwrap_or(u16::MAX)
}

/// How many columns the weeks take of so many.
pub(super) fn width(width: u16, weeks: usize) -> u16 {
    AXIS + pitch(width, weeks) * weeks as u16
}

/// A week as a column, from the bottom up.
struct Column {
    cells: Vec<(&'static str, Style)>,
    /// What stands above it.
    figure: String,
    /// What stands in its place where nothing is known.
    mark: &'static str,
}

/// What a cell's height means.
struct Scale {
    top: f64,
    goal: Option<f64>,
    unit: fn(f64) -> String,
}

/// How a chart fills its room.
struct Plot<'a> {
    points: &'a [Point],
    /// Cells a week, the gap included.
    pitch: u16,
    /// Rows of the columns.
    rows: u16,
}

impl Plot<'_> {
    /// The cells of a column without the gap after it.
    const fn bar(&self) -> u16 {
        if self.pitch > 1 { self.pitch - 1 } else { 1 }
    }

    /// Rows that the columns may fill: one is left for the figure above the highest.
    const fn height(&self) -> u16 {
        if self.pitch >= LABELLED {
            self.rows.saturating_sub(1)
        } else {
            self.rows
        }
    }
}

impl Frame<'_> {
    /// The charts in so much room: TAFS, and the hours where there are rows for both.
    pub(super) fn charts(&self, room: u16, height: u16) -> Vec<Line> {
        if let Err(missing) = self.figures.trend.points() {
            return self.too_few(missing, room, height);
        }
        let note = self.note(room);
        let weeks = &self.figures.trend.weeks;
        let pitch = pitch(room, weeks.len()).max(1);
        let shown = usize::from(room.saturating_sub(AXIS) / pitch).min(weeks.len());
        let points = &weeks[weeks.len() - shown..];
        let mut lines = vec![self.tafs_title(room)];
        // A title, the months and what the marks mean.
        let rows = height.saturating_sub(2 + u16::from(note.is_some()));
        if rows < BOTH_FROM {
            lines.extend(self.tafs(&Plot {
                points,
                pitch,
                rows,
            }));
            lines.push(self.months(points, pitch));
        } else {
            // Another title and its legend, and a line of air.
            let upper = (rows - 3) * 3 / 7;
            let lower = rows - 3 - upper;
            lines.extend(self.tafs(&Plot {
                points,
                pitch,
                rows: upper,
            }));
            lines.push(Line::default());
            lines.extend(self.hours_title(room));
            lines.extend(self.hours(&Plot {
                points,
                pitch,
                rows: lower,
            }));
            lines.push(self.months(points, pitch));
        }
        lines.extend(note);
        lines
    }

    fn tafs_title(&self, room: u16) -> Line {
        let mut groups = vec![vec![self.strong("TAFS")]];
        groups.push(vec![match &self.figures.usual {
            Ok(usual) => self.quiet(format!(
                "{} {}",
                self.usual(),
                format::percent(usual.tafs())
            )),
            Err(missing) => self.quiet(format!("usual {missing}")),
        }]);
        if let Some(goal) = self.scene.settings.goal {
            let known = || {
                self.figures
                    .trend
                    .weeks
                    .iter()
                    .filter(|point| point.over)
                    .filter_map(|point| point.tafs)
            };
            let reached = known().filter(|tafs| *tafs >= goal).count();
            groups.push(vec![
                self.quiet(format!("goal in {reached} of {} weeks", known().count())),
            ]);
        }
        Line::from(as_many_as_fit(&groups, 3, room))
    }

    /// While the last week runs its usual is that of the same point of the week.
    fn usual(&self) -> &'static str {
        if self
            .figures
            .trend
            .weeks
            .last()
            .is_some_and(|point| !point.over)
        {
            "usual by now"
        } else {
            "usual"
        }
    }

    fn tafs(&self, plot: &Plot<'_>) -> Vec<Line> {
        let highest = plot
            .points
            .iter()
            .filter_map(|point| point.tafs)
            .chain(self.scene.settings.goal)
            .fold(0.0, f64::max);
        let top = ((highest * 10.0 - 1e-9).ceil() / 10.0).clamp(0.1, 1.0);
        let scale = Scale {
            top,
            goal: self.scene.settings.goal,
            unit: |share| format!("{:.0} %", share * 100.0),
        };
        let column = |point: &Point| {
            let Some(tafs) = point.tafs else {
                return self.blank(point);
            };
            let style = dimmed(self.scene.theme.category(Category::Selling), point);
            let eighths = (tafs / top * f64::from(plot.height()) * 8.0).round() as usize;
            let mut cells = vec![("█", style); eighths / 8];
            cells.extend(
                (eighths % 8)
                    .checked_sub(1)
                    .map(|level| (LEVELS[level], style)),
            );
            Column {
                cells,
                figure: format!("{:.0}", tafs * 100.0),
                mark: "",
            }
        };
        self.plot(
            &plot.points.iter().map(column).collect::<Vec<_>>(),
            plot,
            &scale,
        )
    }

    /// The title of the hours, and what each category usually has of a week.
    fn hours_title(&self, room: u16) -> [Line; 2] {
        let usual = self.figures.usual.as_ref().ok();
        let words = usual.map_or_else(String::new, |usual| {
            format!("{} {}", self.usual(), format::hours(usual.tracked))
        });
        let left = as_many_as_fit(
            &[vec![self.strong("Hours")], vec![self.quiet(words)]],
            3,
            room,
        );
        [Line::from(left), Line::from(self.legend(usual, room))]
    }

    fn legend(&self, usual: Option<&Usual>, room: u16) -> Vec<Piece> {
        let group = |index: usize, named: bool, timed: bool| {
            let category = Category::WORK[index];
            let name = if named {
                category.name().to_owned()
            } else {
                category.letter().to_string()
            };
            let hours = usual
                .filter(|_| timed)
                .map(|usual| format!(" {}", format::hours(usual.lengths[index])));
            let sign = piece(pattern(category), self.scene.theme.category(category));
            vec![
                sign,
                plain(format!(" {name}")),
                self.quiet(hours.unwrap_or_default()),
            ]
        };
        let whole = |(named, timed)| {
            let groups: Vec<Vec<Piece>> = (0..Category::WORK.len())
                .map(|index| group(index, named, timed))
                .collect();
            as_many_as_fit(&groups, 2, u16::MAX)
        };
        let ways = [(true, true), (false, true), (true, false), (false, false)].map(whole);
        let fits = ways.iter().find(|pieces| paint::width(pieces) <= room);
        fits.or(ways.last()).cloned().unwrap_or_default()
    }

    fn hours(&self, plot: &Plot<'_>) -> Vec<Line> {
        let hours = |point: &Point| point.week.totals.tracked().as_hours();
        let goal = self.scene.settings.selling_goal.map(Length::as_hours);
        let known = plot.points.iter().filter(|point| point.tafs.is_some());
        let top = (known.map(hours).chain(goal).fold(0.0, f64::max) / 5.0)
            .ceil()
            .max(1.0)
            * 5.0;
        let scale = Scale {
            top,
            goal,
            unit: |hours| format!("{hours:.0}h"),
        };
        let column = |point: &Point| {
            if point.tafs.is_none() {
                return self.blank(point);
            }
            let mut cells = Vec::new();
            let mut sum = 0.0;
            for category in Category::WORK {
                sum += point.week.totals.of(category).as_hours();
                let style = dimmed(self.scene.theme.category(category), point);
                cells.resize(
                    (sum / top * f64::from(plot.height())).round() as usize,
                    (pattern(category), style),
                );
            }
            Column {
                cells,
                figure: format!("{:.0}", hours(point)),
                mark: "",
            }
        };
        self.plot(
            &plot.points.iter().map(column).collect::<Vec<_>>(),
            plot,
            &scale,
        )
    }

    /// A week without a TAFS: off, not known, or before there was anything on record.
    fn blank(&self, point: &Point) -> Column {
        let mark = if self.is_off(point) {
            OFF
        } else if self.is_unknown(point) {
            UNKNOWN
        } else {
            ""
        };
        Column {
            cells: Vec::new(),
            figure: String::new(),
            mark,
        }
    }

    /// Off whole, or paused: no day of it was to be worked, one at least for a reason of its own.
    fn is_off(&self, point: &Point) -> bool {
        let (hours, days) = (&self.scene.context.hours, point.week.week.days());
        let free = !days.into_iter().any(|day| hours.is_workday(day))
            && days.into_iter().any(|day| hours.is_off(day));
        point.tafs.is_none() && free && self.is_after_the_first(point.week.week)
    }

    fn is_unknown(&self, point: &Point) -> bool {
        point.tafs.is_none()
            && point.over
            && !self.is_off(point)
            && self.is_after_the_first(point.week.week)
    }

    /// Whether anything was on record by this week.
    fn is_after_the_first(&self, week: Week) -> bool {
        self.figures.begun.is_some_and(|first| first <= week)
    }

    /// What the marks mean, if there are any.
    fn note(&self, room: u16) -> Option<Line> {
        let weeks = &self.figures.trend.weeks;
        let mut groups = Vec::new();
        if weeks.iter().any(|point| self.is_off(point)) {
            groups.push(vec![self.quiet(format!("{OFF} off or paused"))]);
        }
        if weeks.iter().any(|point| self.is_unknown(point)) {
            groups.push(vec![self.quiet(format!("{UNKNOWN} not known"))]);
            groups.push(vec![self.quiet("needs 8 h and 60 % coverage")]);
        }
        let left = as_many_as_fit(&groups, 2, room);
        (!left.is_empty()).then(|| Line::from(left))
    }

    fn plot(&self, columns: &[Column], plot: &Plot<'_>, scale: &Scale) -> Vec<Line> {
        let height = plot.height();
        let goal = scale.goal.map(|goal| {
            ((goal / scale.top * f64::from(height)).floor() as u16).min(height.max(1) - 1)
        });
        (0..plot.rows)
            .rev()
            .map(|row| {
                let is_goal = goal == Some(row);
                let label = match scale.goal.filter(|_| is_goal) {
                    Some(goal) => self.strong(format!("{:>4} ", (scale.unit)(goal))),
                    None if row + 1 == height => {
                        self.quiet(format!("{:>4} ", (scale.unit)(scale.top)))
                    }
                    None if row == 0 => self.quiet(format!("{:>4} ", "0")),
                    None => self.quiet(" ".repeat(AXIS.into())),
                };
                let mut left = vec![label];
                for column in columns {
                    self.cell(&mut left, column, plot, row, is_goal);
                }
                Line::from(left)
            })
            .collect()
    }

    /// One row of one column, and the gap after it.
    fn cell(
        &self,
        out: &mut Vec<Piece>,
        column: &Column,
        plot: &Plot<'_>,
        row: u16,
        is_goal: bool,
    ) {
        let (bar, gap) = (
            usize::from(plot.bar()),
            usize::from(plot.pitch.saturating_sub(plot.bar())),
        );
        let empty = if is_goal { "╌" } else { " " };
        let rule = self.style(Role::Quiet);
        let centred = |text: &str, style| piece(format!("{text:^bar$}"), style);
        out.push(match column.cells.get(usize::from(row)) {
            Some((symbol, style)) => piece(symbol.repeat(bar), *style),
            None if usize::from(row) == column.cells.len()
                && !column.figure.is_empty()
                && plot.pitch >= LABELLED =>
            {
                centred(&column.figure, rule)
            }
            None if row == 0 && !column.mark.is_empty() => centred(column.mark, rule),
            None => piece(empty.repeat(bar), rule),
        });
        if gap > 0 {
            out.push(piece(empty.repeat(gap), rule));
        }
    }

    /// The months under their first weeks, and "now" under the week that still runs.
    fn months(&self, points: &[Point], pitch: u16) -> Line {
        let pitch = usize::from(pitch);
        let mut text = vec![' '; points.len() * pitch];
        let runs = points.last().is_some_and(|point| !point.over);
        let end = if runs {
            text.len().saturating_sub(4.max(pitch))
        } else {
            text.len()
        };
        let name = |point: &Point| -> String {
            format::month_of(point.week.week.end().plus(-1))
                .chars()
                .take(3)
                .collect()
        };
        let (mut free, mut before) = (0, String::new());
        for (index, point) in points.iter().enumerate() {
            let (month, at) = (name(point), index * pitch);
            if month != before && at >= free && at + 3 <= end {
                text[at..at + 3]
                    .iter_mut()
                    .zip(month.chars())
                    .for_each(|(cell, c)| *cell = c);
                free = at + 4;
                before = month;
            }
        }
        if runs && text.len() >= 3 {
            let at = (text.len() - pitch).min(text.len() - 3);
            text[at..at + 3]
                .iter_mut()
                .zip("now".chars())
                .for_each(|(cell, c)| *cell = c);
        }
        let text: String = text.into_iter().collect();
        Line::from(vec![self.quiet(" ".repeat(AXIS.into())), self.quiet(text)])
    }

    /// In place of the columns: what is missing, and the weeks one by one.
    fn too_few(&self, missing: Missing, room: u16, height: u16) -> Vec<Line> {
        let mut lines = vec![Line::from(vec![self.strong("TAFS")])];
        lines.extend(self.prose(
            &format!("A trend {missing}: whole weeks with 8 h tracked and 60 % coverage."),
            room,
        ));
        lines.push(Line::default());
        let tracked = |point: &&Point| point.week.totals.tracked().is_positive();
        let known = self.figures.trend.weeks.iter().filter(tracked).rev();
        lines.extend(known.map(|point| self.week(point)));
        lines.truncate(height.into());
        lines
    }

    fn week(&self, point: &Point) -> Line {
        let totals = &point.week.totals;
        let selling = self.scene.theme.category(Category::Selling);
        let share = match coverage::of_week(totals) {
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => {
                piece(format!("{:>7}", format::percent(tafs)), selling)
            }
            Reading::OnlyBounds { low, high } => piece(
                format!("{:>7}", format!("{:.0}–{:.0} %", low * 100.0, high * 100.0)),
                selling,
            ),
            Reading::TooEarly { missing } => {
                self.quiet(format!("needs {} more", format::spoken(missing)))
            }
        };
        let hours = format!(
            "   {} of {}",
            format::hours(totals.selling),
            format::hours(totals.tracked())
        );
        let so_far = if point.over { "" } else { " so far" };
        Line::from(vec![
            self.quiet(format!("{}  ", header::number_of(point.week.week))),
            share,
            self.quiet(hours + so_far),
        ])
    }
}

/// The week that still runs stands back: it is no whole one.
const fn dimmed(style: Style, point: &Point) -> Style {
    if point.over {
        style
    } else {
        style.add_modifier(Modifier::DIM)
    }
}
