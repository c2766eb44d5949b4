//! How a rep works, a short list each: accounts that nobody has spoken to for long, coaching beside status meetings.

use super::frame::{Frame, Line};
use crate::domain::format;
use crate::insight::RECENT_DAYS;
use crate::insight::nurture::LISTED_FROM_DAYS;
use crate::insight::prospects::SourceYield;
use crate::report::prospects::source_words;
use crate::tui::paint::Ink;

/// From so many rows on what has no room beside a name stands below it.
const ROOM_FOR_TWO: u16 = 15;

impl Frame<'_> {
    /// The lists in their order; with so many names in each at most.
    pub(super) fn habits(&self, room: u16, most: usize) -> Vec<Vec<Line>> {
        let hidden = &self.scene.settings.hidden;
        let lists = [
            hidden.unless("nurture", self.slips(room, most)),
            hidden.unless("coaching", self.coaching(room)),
            self.refuge().filter(|_| !hidden.has("refuge")),
            self.readiness().filter(|_| !hidden.has("readiness")),
            self.sources(room, most).filter(|_| !hidden.has("sources")),
        ];
        lists.into_iter().flatten().collect()
    }

    /// The accounts that nobody has spoken to for long.
    fn slips(&self, room: u16, most: usize) -> Vec<Line> {
        let mut lines = vec![self.head("No touch", "days")];
        let slips = &self.figures.slips;
        lines.extend(slips.iter().take(most).map(|slip| {
            let name = format!("@{}", slip.account.as_str());
            let last = format::short_day(slip.last, self.scene.today);
            let line = self.entry(&name, &format!("last {last}"), &slip.days.to_string());
            if line.width() < room {
                line
            } else {
                self.entry(&name, "", &slip.days.to_string())
            }
        }));
        let others = slips.len().saturating_sub(most);
        if slips.is_empty() {
            let words = format!("None for {LISTED_FROM_DAYS} days: every account was touched.");
            lines.extend(self.prose(&words, room));
        } else if others > 0 {
            let words = format!(
                "{} of {LISTED_FROM_DAYS} days or more",
                format::count(others, "other")
            );
            lines.push(Line::from(vec![self.quiet(words)]));
        }
        lines
    }

    /// Own admin in the focus hours, where there are such.
    fn refuge(&self) -> Option<Vec<Line>> {
        let refuge = self.figures.refuge?;
        let a_week = refuge.as_seconds() * 7 / RECENT_DAYS / 60;
        Some(vec![
            self.head("Focus hours", format!("{RECENT_DAYS} days")),
            self.entry("own admin in them", "a week", &format!("{a_week} min")),
        ])
    }

    /// Selling that opens, by how ready the people were, where anyone said so of some.
    fn readiness(&self) -> Option<Vec<Line>> {
        let of = &self.figures.prospects.readiness;
        let mut lines = vec![self.head("Readiness", format!("{RECENT_DAYS} days"))];
        let times = [
            ("ready", of.ready),
            ("later", of.later),
            ("unfit", of.unfit),
            ("not marked", of.unknown),
        ];
        let times = times.into_iter().filter(|(_, time)| time.is_positive());
        lines.extend(times.map(|(name, time)| self.entry(name, "", &format::hours(time))));
        (!of.is_unmarked()).then_some(lines)
    }

    /// What came of each source, the most time first.
    fn sources(&self, room: u16, most: usize) -> Option<Vec<Line>> {
        let all = &self.figures.prospects.sources;
        let mut lines = vec![self.head("By source", format!("{RECENT_DAYS} days"))];
        // With rates for all of them or for none, so that they can be compared.
        let listed = |words: &dyn Fn(&SourceYield) -> String| -> Vec<Line> {
            let line = |of: &SourceYield| self.source_line(of, &words(of));
            all.iter().take(most).map(line).collect()
        };
        let mut ways = [
            listed(&|of| source_words(of, true)),
            listed(&|of| source_words(of, false)),
        ]
        .into_iter();
        let fitting = ways.find(|lines| lines.iter().all(|line| line.width() < room));
        lines.extend(fitting.unwrap_or_else(|| {
            if self.grid.page.height < ROOM_FOR_TWO {
                return listed(&|_| String::new());
            }
            let two = |of| {
                [
                    self.source_line(of, ""),
                    self.below(&source_words(of, false)),
                ]
            };
            all.iter().take(most).flat_map(two).collect()
        }));
        let others = all.len().saturating_sub(most);
        if others > 0 {
            let words = format::count(others, "other");
            lines.push(Line::from(vec![self.quiet(words)]));
        }
        (!all.is_empty()).then_some(lines)
    }

    fn source_line(&self, of: &SourceYield, words: &str) -> Line {
        let name = format!("~{}", of.source.as_str());
        self.entry(&name, words, &format::hours(of.time))
    }

    /// What belongs to the entry above.
    fn below(&self, words: &str) -> Line {
        Line::from(vec![self.quiet(format!("  {words}"))])
    }

    /// Coaching, beside the meetings in which the manager was told how things stand.
    fn coaching(&self, room: u16) -> Vec<Line> {
        let of = &self.figures.coaching;
        let mut lines = vec![self.head("Coaching", format!("{RECENT_DAYS} days"))];
        if of.is_empty() {
            lines.extend(self.prose("None, and no internal meeting for the manager.", room));
            return lines;
        }
        lines.push(self.entry("coaching", "", &format::hours(of.coaching)));
        lines.push(self.entry("meetings for the manager", "", &format::hours(of.status)));
        lines
    }
}
