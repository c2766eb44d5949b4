//! What took the time and what is to become of it; time that was freed, and wake-up calls with what is done about
//! them.

use super::page::{Item, Page};
use crate::domain::review::{Response, Verdict};
use crate::insight::alerts::SNOOZES;
use crate::report::review::words::{ALERTS, Line};
use crate::report::review::{AlertRecord, ReviewRecord};
use crate::tui::paint::{piece, sentence, width};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;

/// The keys of what took time, in the order in which the record says it.
fn keys(record: &ReviewRecord, rows: usize) -> Vec<String> {
    use crate::report::review::words::OTHERS;
    let items = record
        .others
        .iter()
        .take(OTHERS)
        .map(crate::report::review::ItemRecord::key);
    let accounts: Vec<String> = record
        .watch_accounts
        .iter()
        .map(|of| format!("@{}", of.account))
        .collect();
    let mut keys: Vec<String> = items.collect();
    let left = rows.saturating_sub(keys.len() + accounts.len());
    keys.extend(
        record
            .by_requester
            .iter()
            .take(left)
            .map(|by| format!("!{}", by.requester)),
    );
    keys.extend(accounts);
    keys
}

/// What can be answered to a call: a third snooze running is none.
pub(crate) fn responses(alert: &AlertRecord) -> Vec<Response> {
    let may = |response: &Response| *response != Response::Snooze || alert.snoozed < SNOOZES;
    Response::ALL.iter().copied().filter(may).collect()
}

impl Page<'_> {
    pub(super) fn took(&mut self) {
        let rows = self
            .said
            .iter()
            .filter(|line| matches!(line, Line::Row(_)))
            .count();
        let mut keys = keys(self.record, rows).into_iter();
        let words: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.words()).collect();
        for line in self.said {
            let Line::Row(row) = line else {
                self.said(std::slice::from_ref(line));
                continue;
            };
            let Some(key) = keys.next() else {
                continue;
            };
            let chosen = self
                .record
                .answers
                .verdicts
                .get(&key)
                .map(|verdict| verdict.words());
            let mut pieces = self.row(row);
            if !row.beside.is_empty() && self.is_roomy() {
                pieces.push(self.quiet(format!("  {:<12}", row.beside)));
            } else {
                pieces.push(self.quiet("  "));
            }
            let left = self.room().saturating_sub(width(&pieces));
            if self.next_is_selected() {
                pieces.extend(self.options(&words, chosen, left));
            } else if chosen.is_some() {
                pieces.extend(self.options(&words, chosen, 0));
            }
            self.item(Item::Verdict(key), pieces);
        }
    }

    pub(super) fn freed(&mut self) {
        let alerts = self.record.alerts.len().min(ALERTS);
        // The calls stand at the end of what is said; here each is a row to answer.
        let said = self.said.len().saturating_sub(alerts);
        self.said(&self.said[..said]);
        if self
            .record
            .freed
            .as_ref()
            .is_some_and(|freed| freed.more_of_the_same.is_some())
        {
            self.blank();
            self.question(
                ReviewQuestion::Freed,
                self.record.answers.freed.as_deref(),
                "enter answers",
            );
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
        let reply = self.record.answers.alerts.get(&alert.kind);
        let words: Vec<&str> = responses(alert).into_iter().map(Response::words).collect();
        self.blank();
        let level = format!("{} · ", alert.level);
        let mut first = true;
        for mut line in sentence(
            &format!("{level}{}", alert.text),
            self.strong(),
            self.room(),
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
        let row = self.options(&words, chosen, self.room());
        self.item(Item::Alert(alert.kind.clone()), row);
        if let Some(reason) = reply
            .map(|reply| reply.reason.as_str())
            .filter(|reason| !reason.is_empty())
        {
            let reason = sentence(
                reason,
                self.style(Role::Accent),
                self.room().saturating_sub(2),
            );
            for mut line in reason {
                line.insert(0, piece("  ", self.style(Role::Quiet)));
                self.line(line);
            }
        }
    }
}
