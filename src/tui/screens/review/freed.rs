//! Time that was freed, and wake-up calls with what is done about them.

use super::item::Item;
use super::page::Page;
use crate::domain::review::Response;
use crate::insight::alerts::SNOOZES;
use crate::report::review::record::AlertRecord;
use crate::report::review::steps::ALERTS;
use crate::tui::paint::{Ink, plain, sentence};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

/// What can be answered to a call: a third snooze running is none.
pub(crate) fn responses(alert: &AlertRecord) -> Vec<Response> {
    let may = |response: &Response| *response != Response::Snooze || alert.snoozed < SNOOZES;
    Response::ALL.iter().copied().filter(may).collect()
}

impl Page<'_> {
    pub(super) fn freed(&mut self) {
        let alerts = self.record.alerts.len().min(ALERTS);
        // The calls stand at the end of what is said; here each is a row to answer.
        let said = &self.said[..self.said.len().saturating_sub(alerts.min(1))];
        self.said(said);
        if self
            .record
            .freed
            .as_ref()
            .is_some_and(|freed| freed.more_of_the_same.is_some())
        {
            self.blank();
            self.line_question(ReviewQuestion::Freed, self.record.answers.freed.as_deref());
        }
        self.blank();
        if alerts == 0 {
            self.say("Nothing calls for a look.");
        }
        let record = self.record;
        for alert in record.alerts.iter().take(ALERTS) {
            self.alert(alert);
        }
    }

    fn alert(&mut self, alert: &AlertRecord) {
        let reply = self.record.answers.alerts.get(alert.kind.name());
        let words: Vec<&str> = responses(alert).into_iter().map(Response::words).collect();
        self.blank();
        let level = format!("{} · ", alert.level.name());
        let mut first = true;
        for mut line in sentence(
            &format!("{level}{}", alert.text),
            self.theme().strong(),
            self.width,
        ) {
            if std::mem::take(&mut first) && line.len() > 1 {
                line[0].style = self.style(Role::Warning);
            }
            self.line(line);
        }
        if alert.snoozed > 0 {
            let times = if alert.snoozed == 1 { "once" } else { "twice" };
            let last = if alert.snoozed >= SNOOZES {
                ": act, learn, or dismiss it with a reason"
            } else {
                ""
            };
            self.say(&format!("snoozed {times}{last}"));
        }
        let chosen = reply.map(|reply| reply.response.words());
        let row = self.options(&words, chosen, self.width);
        self.item(Item::Alert(alert.kind), row);
        if let Some(reason) = reply
            .map(|reply| reply.reason.as_str())
            .filter(|reason| !reason.is_empty())
        {
            self.hanging(reason, self.style(Role::Accent), &plain("  "));
        }
    }
}
