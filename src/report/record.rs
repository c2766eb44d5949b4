//! A report as JSON writes it: a contract, to which fields are added, but none is renamed.

use serde::Serialize;

use super::totals::TotalsRecord;
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::stamp::Length;
use crate::insight::groups::{By, Group, Report};

/// The contract of `report --json`.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReportRecord {
    /// The first day; null where all there is was asked for, and there is nothing.
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub by: &'static str,
    pub totals: TotalsRecord,
    pub groups: Vec<GroupRecord>,
    /// To how many seconds the groups are rounded, and what they come to; the totals above are exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounded_to_s: Option<Length>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounded_total_s: Option<Length>,
}

/// A group as JSON writes it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GroupRecord {
    /// What its time has in common: a name, `2026-03-02`, `2026-W10`, `09`; null where the blocks do not say.
    pub key: Option<String>,
    /// The category of an activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    pub seconds: Length,
    /// Its part of the working time, from 0 to 1; null for breaks, which are none, and in a filtered report.
    pub share: Option<f64>,
}

impl From<&Report> for ReportRecord {
    fn from(report: &Report) -> Self {
        let group = |group: &Group| GroupRecord {
            key: group.key.name(),
            category: group.key.category().filter(|_| report.by == By::Activity),
            seconds: report.time_of(group),
            share: report.share(group),
        };
        Self {
            from: report.days.map(|(first, _)| first),
            to: report.days.map(|(_, last)| last),
            by: report.by.name(),
            totals: if report.is_filtered {
                TotalsRecord::of_hours(&report.totals)
            } else {
                TotalsRecord::from(&report.totals)
            },
            groups: report.groups.iter().map(group).collect(),
            rounded_to_s: report.rounded,
            rounded_total_s: report.rounded.map(|_| report.total_time()),
        }
    }
}
