//! What the week comes to: TAFS, hours and shares beside the usual, the commitment, and what took the time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame::Frame;
use crate::domain::block::Category;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Role;
use crate::insight::coverage::{self, Reading};
use crate::insight::delta::{self, Delta};
use crate::insight::{burden, runs, tiers, weeks};
use crate::tui::layout::at_columns;
use crate::tui::paint::{self, Ink, Piece, line, line_right, piece, plain, width, wrapped};
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::{commitment_line, goal_line, share};

/// The columns of the names of figures.
const NAMES: u16 = 13;
/// From so many columns on a bar has its category's name and its distance from the usual.
const ROOMY: u16 = 44;
/// So many of the biggest other things, and of those who asked, are named.
const NAMED: usize = 3;

impl Frame<'_> {
    pub(super) fn reading(&self) -> Reading {
        coverage::of_week(&self.totals)
    }

    /// The hours behind the figure, and what is missing for a share.
    pub(super) fn hours_words(&self) -> Vec<Piece> {
        let reading = self.reading();
        let is_empty = !self.totals.tracked().is_positive();
        share::hours(self.scene, reading, &self.totals, |tracked| {
            let missing = reading.missing().unwrap_or_default();
            if is_empty {
                "nothing tracked".to_owned()
            } else {
                format!("of {tracked} · % in {}", format::spoken(missing))
            }
        })
    }

    /// Whether shares may be shown as such: where TAFS may not, no other may.
    fn has_shares(&self) -> bool {
        self.reading().tafs().is_some()
    }

    /// How far the week is from the goal.
    pub(super) fn pace(&self) -> Vec<Piece> {
        goal_line::words(self.scene, self.reading())
    }

    /// All of it, as far as there is room: what matters most stands first.
    pub(super) fn panel(&self, buffer: &mut Buffer, area: Rect) {
        share::draw(
            buffer,
            area,
            self.scene,
            self.reading(),
            self.totals.selling,
        );
        line(buffer, area, 4, &self.hours_words());
        let blocks = &self.scene.snapshot.weeks;
        let context = self.scene.context;
        let usual = weeks::find_usual(context.ledger(blocks, self.scene.now.at), self.week);
        let measured = weeks::measure_week(context.ledger(blocks, self.scene.now.at), self.week);
        let deltas = usual
            .as_ref()
            .ok()
            .and_then(|usual| delta::from_usual(&measured, usual));
        let beside = match &usual {
            Ok(usual) => self.quiet(format!("usual {}", format::percent(usual.tafs()))),
            Err(missing) => self.quiet(format!("usual {missing}")),
        };
        // On one line where there is room for both, else the goal stands below.
        let lines = wrapped(&[vec![beside], self.pace()], 3, area.width);
        paint::lines(buffer, area, 5, &lines);
        let deltas = deltas.filter(|_| self.has_shares());
        if area.width >= ROOMY && deltas.is_some() {
            line_right(buffer, area, 6, &[self.quiet("to usual")]);
        }
        self.bars(buffer, area, 7, deltas);
        let tall = area.height >= 30;
        let mut y = 11 + u16::from(tall);
        for group in [
            self.commitment_words(area.width),
            self.stretches(area.width),
            self.took(area.width),
        ] {
            paint::lines(buffer, area, y, &group);
            y += group.len() as u16 + u16::from(tall && !group.is_empty());
        }
    }

    fn bars(&self, buffer: &mut Buffer, area: Rect, top: u16, deltas: Option<[Delta; 4]>) {
        let lengths = Category::WORK.map(|category| self.totals.of(category));
        let percents = format::whole_percents(lengths);
        let longest = lengths.into_iter().max().unwrap_or_default();
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let y = top + index as u16;
            let style = self.scene.theme.category(category);
            let roomy = area.width >= ROOMY;
            let name = if roomy {
                format!("{}  {category:<12}", category.letter())
            } else {
                category.letter().to_string()
            };
            let hours = share::hours_or_dash(lengths[index]);
            let percent = if self.has_shares() {
                format!("{:>5} %", percents[index])
            } else {
                String::new()
            };
            let mut figures = vec![plain(format!("{hours:>7}")), self.quiet(percent)];
            if let Some(deltas) = deltas {
                figures.push(self.quiet(format!("{:>7}", moved(deltas[index]))));
            }
            let from = line_right(buffer, area, y, &figures);
            let start = line(buffer, area, y, &[piece(name, style), plain(" ")]);
            let columns = from.saturating_sub(start + 1);
            let filled = bar(lengths[index].share_of(longest).unwrap_or(0.0), columns);
            let track = at_columns(area, start, columns);
            line(buffer, track, y, &[piece(filled, style)]);
        }
    }

    /// A figure with its name before it; where there is little room the name follows, and the rest gives way.
    fn named(&self, room: u16, name: &str, length: Length, words: Piece) -> Vec<Piece> {
        let figure = self.strong(format!("{:>6}", format::hours(length)));
        let air = plain("  ");
        if room >= ROOMY {
            return vec![
                self.quiet(format!("{name:<width$}", width = usize::from(NAMES))),
                figure,
                air,
                words,
            ];
        }
        let name = if name.is_empty() {
            String::new()
        } else {
            format!("{name} ")
        };
        vec![figure, air, self.quiet(name), words]
    }

    /// The commitment and the goal in hours, and how much of them is left.
    pub(super) fn commitment_words(&self, room: u16) -> Vec<Vec<Piece>> {
        let words = commitment_line::words(self.scene, self.week).unwrap_or_default();
        let name = vec![self.quiet(format!(
            "{:<width$}",
            "commitment",
            width = usize::from(NAMES)
        ))];
        let mut lines = match words.len() {
            0 => Vec::new(),
            _ if room >= ROOMY => wrapped(&[name, words], 0, room),
            _ if width(&words) <= room => vec![words],
            // What there is of it says whether it is kept.
            _ => vec![words.into_iter().take(1).collect()],
        };
        lines.extend(self.scene.settings.selling_goal.map(|goal| {
            let left = (goal - self.totals.selling).or_zero();
            let left = if left.is_positive() {
                format!(" · {} to go", format::brief(left))
            } else {
                " · reached".to_owned()
            };
            let words = format!("of {}{left}", format::brief(goal));
            self.named(
                room,
                if room >= ROOMY { "selling goal" } else { "" },
                self.totals.selling,
                self.quiet(words),
            )
        }));
        lines
    }

    /// The best unbroken selling, live time, what no block tells of.
    fn stretches(&self, room: u16) -> Vec<Vec<Piece>> {
        let context = self.scene.context;
        let last = self.week.end().plus(-1);
        let mut lines = Vec::new();
        let runs = runs::find_runs(
            context
                .ledger(&self.scene.snapshot.weeks, self.scene.now.at)
                .days(self.week.first, last),
        );
        if let Some(run) = runs::longest_run(&runs) {
            let weekday = format::weekday(chrono::Datelike::weekday(&Calendar::wall(run.start)));
            let calendar = &context.calendar;
            let offset = format::misleading_offset(run.start, Some(run.end), calendar);
            let (start, end) = (format::clock(run.start), format::clock(run.end));
            let when = format!("{weekday} {start}-{end} {offset}");
            let when = when.trim_end();
            let name = if room >= ROOMY {
                "best stretch"
            } else {
                "best"
            };
            lines.push(self.named(room, name, run.length, self.quiet(when)));
            let protected = runs::protected_total(&runs, self.scene.settings.protected);
            let from = format!(
                "in runs of {} or more",
                format::spoken(self.scene.settings.protected)
            );
            let from = if room >= ROOMY { from } else { String::new() };
            lines.push(self.named(room, "protected", protected, self.quiet(from)));
        }
        lines.extend(self.live(room));
        lines.extend(self.untracked(room));
        lines
    }

    /// Time with customers, for those whose work it is.
    fn live(&self, room: u16) -> Option<Vec<Piece>> {
        if self.scene.settings.role == Role::Sdr || !self.totals.live.is_positive() {
            return None;
        }
        let with = if room >= ROOMY { " with customers" } else { "" };
        let share = format!("{}{with}", format::percent(self.totals.face()?));
        Some(self.named(room, "live", self.totals.live, self.quiet(share)))
    }

    fn untracked(&self, room: u16) -> Option<Vec<Piece>> {
        let untracked = self.totals.untracked;
        let coverage = self.totals.coverage().filter(|_| untracked.is_positive())?;
        let covered = if room >= ROOMY {
            format!("{:.0} % covered", coverage * 100.0)
        } else {
            String::new()
        };
        Some(self.named(room, "untracked", untracked, self.quiet(covered)))
    }

    /// The biggest other things, and who asked for time.
    fn took(&self, room: u16) -> Vec<Vec<Piece>> {
        let context = self.scene.context;
        let (blocks, now) = (&self.scene.snapshot.weeks, self.scene.now.at);
        let last = self.week.end().plus(-1);
        let mut lines = Vec::new();
        // Below the first of each kind the name would only be noise.
        let name = |index: usize, name: &'static str| {
            if index == 0 && room >= ROOMY {
                name
            } else {
                ""
            }
        };
        for (index, item) in
            tiers::rank_others(context.ledger(blocks, now).days(self.week.first, last))
                .iter()
                .take(NAMED)
                .enumerate()
        {
            let what = item
                .activity
                .as_ref()
                .map_or(item.category.name(), |activity| activity.as_str());
            let what = piece(what, self.scene.theme.category(item.category));
            lines.push(self.named(room, name(index, "took most"), item.length, what));
        }
        let burdens = burden::of_days(context.ledger(blocks, now).days(self.week.first, last));
        for (index, of) in burdens.by_requester.iter().take(NAMED).enumerate() {
            let who = plain(format!("!{}", of.requester.as_str()));
            let mut words = self.named(room, name(index, "asked of you"), of.length, who);
            words.push(self.quiet(format!("  {}", format::count(of.requests, "request"))));
            lines.push(words);
        }
        lines
    }
}

/// `+8.1`, or `=` where the difference reads steady.
fn moved(delta: Delta) -> String {
    if delta.is_steady() {
        "=".to_owned()
    } else {
        format!("{:+.1}", delta.points)
    }
}
