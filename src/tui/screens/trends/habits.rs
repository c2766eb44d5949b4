//! How a rep works, a short list each: accounts that nobody has spoken to for long, coaching beside status meetings.

use super::frame::{Frame, Line};
use crate::domain::format;
use crate::insight::RECENT_DAYS;
use crate::insight::nurture::LISTED_FROM_DAYS;
use crate::tui::paint::Ink;

impl Frame<'_> {
    /// The lists in their order; with so many names in each at most.
    pub(super) fn habits(&self, room: u16, most: usize) -> Vec<Vec<Line>> {
        let hidden = &self.scene.settings.hidden;
        let lists = [
            hidden.unless("nurture", self.slips(room, most)),
            hidden.unless("coaching", self.coaching(room)),
            self.refuge().filter(|_| !hidden.has("refuge")),
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
