//! What the week comes to: TAFS, hours and shares beside the usual, the commitment, and what took the time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Frame;
use crate::domain::block::Category;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::{self, Reading};
use crate::insight::delta::{self, Delta};
use crate::insight::pace::{self, Side};
use crate::insight::{burden, runs, tiers, weeks};
use crate::tui::paint::{Piece, line, line_right, piece, width};
use crate::tui::screens::promised;
use crate::tui::theme::Role;
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::digits;

/// The definition that stands beside the figure.
const DEFINITION: &str = "time available for selling";
/// The columns of the names of figures.
const NAMES: u16 = 13;
/// From so many columns on a bar has its category's name and its distance from the usual.
const ROOMY: u16 = 44;
/// So many of the biggest other things, and of those who asked, are named.
const NAMED: usize = 3;

impl Frame<'_> {
    /// The large figure of the week and its unit: TAFS, its bounds, or hours where it is too early for a share.
    pub(super) fn figure(&self) -> (String, &'static str) {
        match coverage::of_week(&self.totals) {
            Reading::TooEarly { .. } => (format::hours(self.totals.selling), ""),
            Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => (format!("{:.1}", tafs * 100.0), " %"),
            Reading::OnlyBounds { low, high } => (format!("{:.0}–{:.0}", low * 100.0, high * 100.0), " %"),
        }
    }

    /// The hours behind the figure, and what is missing for a share.
    pub(super) fn hours_words(&self) -> Vec<Piece> {
        let strong = self.model.kit.theme.strong();
        let tracked = format::hours(self.totals.tracked());
        match coverage::of_week(&self.totals) {
            Reading::TooEarly { .. } if !self.totals.tracked().is_positive() => vec![self.quiet("nothing tracked")],
            Reading::TooEarly { missing } => {
                vec![self.quiet(format!("of {tracked} · % needs {} more", format::spoken(missing)))]
            }
            Reading::Exact { .. } | Reading::OnlyBounds { .. } => {
                vec![piece(format::hours(self.totals.selling), strong), self.quiet(format!(" of {tracked} tracked"))]
            }
            Reading::Bounded { low, high, .. } => vec![
                piece(format::hours(self.totals.selling), strong),
                self.quiet(format!(" of {tracked} · {:.0}–{:.0} %", low * 100.0, high * 100.0)),
            ],
        }
    }

    /// How far the week is from the goal.
    pub(super) fn pace(&self) -> Vec<Piece> {
        let Some(goal) = self.model.kit.goal else {
            return Vec::new();
        };
        let mut words = vec![self.quiet(format!("goal {:.0} %", goal * 100.0))];
        let known = matches!(coverage::of_week(&self.totals), Reading::Exact { .. } | Reading::Bounded { .. });
        if let Some(pace) = pace::to_goal(self.totals.tafs().filter(|_| known), Some(goal)) {
            words.push(match pace.side() {
                Side::Ahead => piece(format!(" ▲ {}", format::points(pace.difference)), self.style(Role::Good)),
                Side::Level => self.quiet(" ="),
                Side::Behind => self.quiet(format!(" ▼ {}", format::points(pace.difference))),
            });
        }
        words
    }

    /// All of it, as far as there is room: what matters most stands first.
    pub(super) fn panel(&self, buffer: &mut Buffer, area: Rect) {
        let selling = self.model.kit.theme.category(Category::Selling);
        let (figure, unit) = self.figure();
        let end = digits::draw(buffer, Rect { height: area.height.min(3), ..area }, &figure, selling);
        let after = Rect { x: end.min(area.right()), width: area.right().saturating_sub(end), ..area };
        line(buffer, after, 2, &[piece(unit.trim_start(), selling)]);
        line(buffer, area, 3, &[piece(DEFINITION, self.model.kit.theme.strong())]);
        line(buffer, area, 4, &self.hours_words());
        let blocks = &self.model.snapshot.weeks;
        let setting = &self.model.kit.setting;
        let usual = weeks::usual(blocks, self.week, setting, self.now.at);
        let measured = weeks::measure(blocks, self.week, setting, self.now.at);
        let deltas = usual.as_ref().ok().and_then(|usual| delta::from_usual(&measured, usual));
        let mut beside = match &usual {
            Ok(usual) => vec![self.quiet(format!("usual {}", format::percent(usual.tafs())))],
            Err(missing) => vec![self.quiet(format!("usual {missing}"))],
        };
        let pace = self.pace();
        if !pace.is_empty() && width(&pace) + width(&beside) + 3 <= area.width {
            beside.push(self.quiet(" · "));
        }
        beside.extend(pace);
        line(buffer, area, 5, &beside);
        let shown = !matches!(coverage::of_week(&self.totals), Reading::TooEarly { .. });
        self.bars(buffer, area, 7, deltas.filter(|_| shown));
        let tall = area.height >= 30;
        let mut y = 11 + u16::from(tall);
        for group in [self.promise(), self.stretches(), self.took()] {
            for words in &group {
                line(buffer, area, y, words);
                y += 1;
            }
            y += u16::from(tall && !group.is_empty());
        }
    }

    fn bars(&self, buffer: &mut Buffer, area: Rect, top: u16, deltas: Option<[Delta; 4]>) {
        let lengths = Category::WORK.map(|category| self.totals.of(category));
        let percents = format::whole_percents(lengths);
        let longest = lengths.into_iter().max().unwrap_or_default();
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let y = top + index as u16;
            let style = self.model.kit.theme.category(category);
            let roomy = area.width >= ROOMY;
            let name =
                if roomy { format!("{}  {category:<12}", category.letter()) } else { category.letter().to_string() };
            let hours = if lengths[index].is_positive() { format::hours(lengths[index]) } else { "–".to_owned() };
            let percent =
                if self.totals.tracked().is_positive() { format!("{:>5} %", percents[index]) } else { String::new() };
            let mut figures = vec![piece(format!("{hours:>7}"), Style::new()), self.quiet(percent)];
            if let Some(deltas) = deltas {
                figures.push(self.quiet(format!("{:>7}", moved(deltas[index]))));
            }
            let from = line_right(buffer, area, y, &figures);
            let start = line(buffer, area, y, &[piece(name, style), piece(" ", Style::new())]);
            let columns = from.saturating_sub(start + 1);
            let filled = bar(lengths[index].share_of(longest).unwrap_or(0.0), columns);
            line(buffer, Rect { x: start, width: columns, ..area }, y, &[piece(filled, style)]);
        }
    }

    fn named(&self, name: &str, words: Vec<Piece>) -> Vec<Piece> {
        let mut named = vec![self.quiet(format!("{name:<width$}", width = usize::from(NAMES)))];
        named.extend(words);
        named
    }

    /// The commitment, and how much of it is left.
    fn promise(&self) -> Vec<Vec<Piece>> {
        let words = promised::words(self.model, self.week, self.now);
        words.into_iter().map(|words| self.named("commitment", words)).collect()
    }

    /// The best unbroken selling, live time, what no block tells of.
    fn stretches(&self) -> Vec<Vec<Piece>> {
        let setting = &self.model.kit.setting;
        let last = self.week.end().plus(-1);
        let mut lines = Vec::new();
        let runs = runs::runs(&self.model.snapshot.weeks, self.week.first, last, setting, self.now.at);
        if let Some(run) = runs::longest(&runs) {
            let weekday = format::weekday(chrono::Datelike::weekday(&Calendar::wall(run.start)));
            let when = format!("  {weekday} {}-{}", format::clock(run.start), format::clock(run.end));
            lines.push(self.named("best stretch", vec![self.hours_piece(run.length), self.quiet(when)]));
            let protected = runs::protected_total(&runs, self.model.kit.protected);
            let from = format!("  in runs of {} or more", format::spoken(self.model.kit.protected));
            lines.push(self.named("protected", vec![self.hours_piece(protected), self.quiet(from)]));
        }
        if self.model.kit.role != crate::domain::taxonomy::Role::Sdr
            && let Some(face) = self.totals.face().filter(|_| self.totals.live.is_positive())
        {
            let share = format!("  {} with customers", format::percent(face));
            lines.push(self.named("live", vec![self.hours_piece(self.totals.live), self.quiet(share)]));
        }
        if let Some(coverage) = self.totals.coverage().filter(|_| self.totals.untracked.is_positive()) {
            let covered = format!("  {:.0} % covered", coverage * 100.0);
            lines.push(self.named("untracked", vec![self.hours_piece(self.totals.untracked), self.quiet(covered)]));
        }
        lines
    }

    /// The biggest other things, and who asked for time.
    fn took(&self) -> Vec<Vec<Piece>> {
        let setting = &self.model.kit.setting;
        let (blocks, now) = (&self.model.snapshot.weeks, self.now.at);
        let last = self.week.end().plus(-1);
        let mut lines = Vec::new();
        for (index, item) in tiers::others(blocks, self.week.first, last, setting, now).iter().take(NAMED).enumerate() {
            let name = item.activity.as_ref().map_or(item.category.name(), |activity| activity.as_str());
            let words = vec![
                self.hours_piece(item.length),
                piece(format!("  {name}"), self.model.kit.theme.category(item.category)),
            ];
            lines.push(self.named(if index == 0 { "took most" } else { "" }, words));
        }
        let burdens = burden::of_days(blocks, self.week.first, last, setting, now);
        for (index, of) in burdens.by_requester.iter().take(NAMED).enumerate() {
            let name = piece(format!("  !{}", of.requester.as_str()), Style::new());
            let count = self.quiet(format!("  {}", format::count(of.requests, "request")));
            let words = vec![self.hours_piece(of.length), name, count];
            lines.push(self.named(if index == 0 { "asked of you" } else { "" }, words));
        }
        lines
    }

    fn hours_piece(&self, length: Length) -> Piece {
        piece(format!("{:>6}", format::hours(length)), self.model.kit.theme.strong())
    }
}

/// `+8.1`, or `=` where the difference reads steady.
fn moved(delta: Delta) -> String {
    if delta.is_steady() { "=".to_owned() } else { format!("{:+.1}", delta.points) }
}
