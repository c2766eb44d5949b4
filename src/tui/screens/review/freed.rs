//! Time that was freed, and wake-up calls with what is done about them.

use super::display::Display;
use super::grid::Room;
use super::item::Item;
use super::line::Part;
use super::page::Page;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::review::Response;
use crate::insight::alerts::SNOOZES;
use crate::report::review::record::{AlertRecord, FreedRecord};
use crate::report::review::steps::{ALERTS, destination_words};
use crate::tui::paint::{Ink, piece, plain, sentence};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

/// The column of the words of an alert, after how much it says.
const WORDS: u16 = 9;

/// What can be answered to a call: a third snooze running is none.
pub(crate) fn responses(alert: &AlertRecord) -> Vec<Response> {
    let may = |response: &Response| *response != Response::Snooze || alert.snoozed < SNOOZES;
    Response::ALL.iter().copied().filter(may).collect()
}

impl Page<'_> {
    pub(super) fn freed(&mut self) {
        let record = self.record;
        if let Some(freed) = &record.freed {
            self.draw_freed(freed);
        } else {
            let words = match (&record.usual, &record.missing.usual) {
                (None, Some(missing)) => format!("Freed time {missing}."),
                (Some(_), _) | (None, None) => {
                    "No time freed compared with your usual week.".to_owned()
                }
            };
            self.say(&words);
        }
        self.blank();
        self.draw_alerts();
    }

    fn draw_freed(&mut self, freed: &FreedRecord) {
        self.skip_to(match self.room {
            Room::Tall => 3,
            Room::Tight => 1,
            Room::Compact => 0,
        });
        self.display(Display {
            figure: format::hours(freed.minutes),
            unit: "",
            style: self.style(Role::Text),
            captions: [
                vec![self.strong(format!("from {}", freed.givers()))],
                vec![self.quiet("compared with your usual week")],
            ],
            beside: Vec::new(),
        });
        self.blank();
        self.draw_gains(freed);
        self.rest();
        if let Some(category) = freed.more_of_the_same {
            self.say(&format!("Most of it went to {category}."));
        }
        let answer = self.record.answers.freed.as_deref();
        self.line_question(ReviewQuestion::Freed, answer);
        if answer.is_none() && self.room != Room::Compact {
            self.say("Such as prospecting 2h: next week's review tells how much went there.");
        } else if answer.is_some() && freed.destination.is_none() {
            self.say("Kept as it is. With an activity and a time, such as prospecting 2h, it is followed up.");
        }
        if let Some(of) = &freed.destination {
            let done = self.quiet(format!("   {}", destination_words(of, false)));
            self.line(vec![
                self.quiet("next week: "),
                self.strong(of.activity.clone()),
                done,
            ]);
        }
    }

    /// Where it went.
    fn draw_gains(&mut self, freed: &FreedRecord) {
        let columns = self.columns();
        let share_end = columns.count.unwrap_or(self.width);
        let mut head = vec![
            Part::At(0, vec![self.strong("Went to")]),
            Part::Ending(columns.hours, vec![self.quiet("hours")]),
            Part::Ending(share_end, vec![self.quiet("share")]),
        ];
        if let Some((bar, _)) = columns.bar {
            head.push(Part::At(bar, vec![self.quiet("this week")]));
        }
        self.push(head);
        let gains = Category::WORK.into_iter().zip(freed.to);
        for (category, length) in gains.filter(|(_, length)| length.is_positive()) {
            let (hue, text) = (self.theme().category(category), self.style(Role::Text));
            let share = length.share_of(freed.minutes).unwrap_or_default();
            let mut parts = vec![
                Part::At(0, vec![piece(category.letter().to_string(), hue)]),
                Part::At(3, vec![piece(category.name(), hue)]),
                Part::Ending(columns.hours, vec![piece(format::hours(length), text)]),
                Part::Ending(share_end, vec![self.quiet(format::percent(share))]),
            ];
            if let Some((bar, wide)) = columns.bar {
                parts.push(Part::LineBar(bar, wide, share, Role::Category(category)));
            }
            self.push(parts);
            let gains = freed.gains_of(category);
            if !gains.is_empty() && self.room != Room::Compact {
                let room = self.width.saturating_sub(3);
                for line in sentence(&gains, self.style(Role::Quiet), room) {
                    self.push(vec![Part::At(3, line)]);
                }
            }
        }
    }

    fn draw_alerts(&mut self) {
        let record = self.record;
        if record.alerts.is_empty() {
            return self.say("No alerts this week.");
        }
        self.line(vec![self.strong("Alerts")]);
        for (index, alert) in record.alerts.iter().take(ALERTS).enumerate() {
            if index > 0 {
                self.blank();
            }
            self.draw_alert(alert);
        }
    }

    fn draw_alert(&mut self, alert: &AlertRecord) {
        let reply = self.record.answers.alerts.get(alert.kind.name());
        let words: Vec<&str> = responses(alert).into_iter().map(Response::words).collect();
        let room = self.width.saturating_sub(WORDS);
        let lines = sentence(&alert.text, self.theme().strong(), room);
        for (index, line) in lines.into_iter().enumerate() {
            let mut parts = vec![Part::At(WORDS, line)];
            if index == 0 {
                parts.push(Part::At(0, vec![self.quiet(alert.level.name())]));
            }
            self.push(parts);
        }
        if alert.snoozed > 0 {
            let times = if alert.snoozed == 1 { "once" } else { "twice" };
            let last = if alert.snoozed >= SNOOZES {
                ": act, learn, or dismiss it with a reason"
            } else {
                ""
            };
            let said = sentence(
                &format!("snoozed {times}{last}"),
                self.style(Role::Quiet),
                room,
            );
            for line in said {
                self.push(vec![Part::At(WORDS, line)]);
            }
        }
        let chosen = reply.map(|reply| reply.response.words());
        let row = self.options(&words, chosen, room);
        self.item_of(Item::Alert(alert.kind), vec![Part::At(WORDS - 1, row)]);
        if let Some(reason) = reply
            .map(|reply| reply.reason.as_str())
            .filter(|reason| !reason.is_empty())
        {
            self.hanging(reason, self.style(Role::Soft), &plain("  "));
        }
    }
}
