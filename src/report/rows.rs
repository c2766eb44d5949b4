//! A report as rows of words, which the table, the Markdown and the page share. Names are as they were entered: each
//! shape makes them harmless for where they go.

use super::groups::{By, Group, Report};
use super::words;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;

/// What a row tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A group of working time.
    Group,
    /// Working time of which the blocks do not say what the others say.
    Unsaid,
    /// All the working time.
    Total,
    /// Beside the working time: breaks, untracked.
    Beside,
}

/// A row; what it has nothing to say of is empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What it tells of.
    pub kind: Kind,
    /// The one category of the row.
    pub category: Option<Category>,
    /// What it is called.
    pub label: String,
    /// Its hours.
    pub time: String,
    /// Percents of the working time, plainly rounded to one decimal: equal times have equal shares.
    pub share: String,
    /// The hours of selling in it.
    pub selling: String,
    /// Its time by category, without what took none.
    pub bar: Vec<(Category, Length)>,
}

/// What stands above label, time, share and selling; the last is empty where each row has but one category.
pub fn headings(report: &Report) -> [&'static str; 4] {
    [
        report.by.name(),
        "time",
        "share",
        if sold(report) { "selling" } else { "" },
    ]
}

/// The rows: groups, total, and what stands beside the working time.
pub fn rows(report: &Report) -> Vec<Row> {
    let (totals, sold) = (&report.totals, sold(report));
    let selling = |length: Length| {
        if sold {
            format::hours(length)
        } else {
            String::new()
        }
    };
    let mut rows = Vec::new();
    for group in report.groups.iter().filter(|group| group.is_work()) {
        let kind = if group.key.name().is_some() {
            Kind::Group
        } else {
            Kind::Unsaid
        };
        let selling = selling(group.parts.of(Category::Selling));
        rows.push(Row {
            share: report
                .share(group)
                .map_or_else(String::new, format::percent),
            selling,
            ..of(report, group, kind)
        });
    }
    if totals.tracked().is_positive() {
        let (share, selling) = (format::percent(1.0), selling(totals.selling));
        rows.push(Row {
            share,
            selling,
            ..plain(Kind::Total, "total", totals.tracked())
        });
    }
    let breaks = report.groups.iter().filter(|group| !group.is_work());
    rows.extend(breaks.map(|group| of(report, group, Kind::Beside)));
    if report.by == By::Category && totals.untracked.is_positive() {
        rows.push(plain(Kind::Beside, "untracked", totals.untracked));
    }
    rows
}

/// Whether a row can hold more than one category.
fn sold(report: &Report) -> bool {
    !matches!(report.by, By::Category | By::Activity)
}

fn of(report: &Report, group: &Group, kind: Kind) -> Row {
    let bar = Category::ALL
        .into_iter()
        .map(|category| (category, group.parts.of(category)));
    Row {
        category: group.key.category(),
        bar: bar.filter(|(_, length)| length.is_positive()).collect(),
        ..plain(kind, &words::label(report, &group.key), group.time())
    }
}

fn plain(kind: Kind, label: &str, time: Length) -> Row {
    let (share, selling) = (String::new(), String::new());
    Row {
        kind,
        category: None,
        label: label.to_owned(),
        time: format::hours(time),
        share,
        selling,
        bar: Vec::new(),
    }
}

impl Row {
    /// The length of its bar.
    pub fn length(&self) -> Length {
        self.bar.iter().map(|(_, length)| *length).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testdata;
    use crate::report::groups::Tally;

    #[test]
    fn equal_times_have_equal_shares() {
        let (context, monday) = (testdata::context(), testdata::monday());
        let mut tally = Tally::new(
            By::Activity,
            Some((monday, monday.plus(6))),
            &context,
            testdata::saturday(),
        );
        tally.count(&testdata::week(), monday, monday.plus(6));
        let rows = rows(&tally.finish());
        let share = |label: &str| {
            rows.iter()
                .find(|row| row.label == label)
                .map(|row| row.share.as_str())
        };
        // 40 of 2415 minutes, 1.656 %: largest remainders would take a tenth from one of them.
        assert_eq!(
            (share("deal-strategy"), share("customer-knowledge")),
            (Some("1.7 %"), Some("1.7 %"))
        );
        assert_eq!(share("total"), Some("100.0 %"));
    }
}
