//! A report as a document: the share, where the time went, the groups, the days as strips, and a trend of weeks.

use super::document::{
    Block, Cell, Document, Figure, Place, RowKind, Section, Table, TableRow, trend_of,
};
use super::share;
use super::strips::Strip;
use crate::domain::block::Category;
use crate::domain::calendar::Day;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::{self, Lack, Reading};
use crate::insight::groups::{By, Group, GroupKey, Report};
use crate::insight::totals::Totals;

/// A report as a document, told on a day. `strips` are its days, where they are few enough to be drawn; `goal` is a TAFS.
pub fn report_document(
    report: &Report,
    strips: Vec<Strip>,
    goal: Option<f64>,
    today: Day,
) -> Document {
    let days = report.days;
    let blocks = if report.is_empty() {
        vec![Block::Note("No blocks.".to_owned())]
    } else {
        let mut blocks = vec![
            Block::Figure(figure_of(report, today)),
            Block::Table(table_of(report)),
        ];
        blocks.extend(overlap_words(report).map(Block::Note));
        blocks.extend(rounding_words(report).map(Block::Note));
        blocks.push(Block::Days(strips));
        blocks
    };
    let mut sections = vec![Section::new("", Place::Across, blocks)];
    let weeks = report.weeks.iter().filter(|_| !report.is_filtered);
    let weeks = weeks.map(|(week, totals)| (*week, coverage::of_week(totals).tafs()));
    sections.extend(trend_of(weeks, goal, Place::Across));
    Document {
        kind: None,
        week: report.week,
        days: days.map_or("Report".to_owned(), |(first, last)| {
            format::days(first, last)
        }),
        state: None,
        tells_tafs: !report.is_filtered,
        sections,
    }
}

/// How the rows were rounded, and what they come to without it.
pub fn rounding_words(report: &Report) -> Option<String> {
    let step = format::spoken(report.rounded?);
    let (sum, exact) = (report.total_time(), report.totals.tracked());
    let exact = format::hours(exact);
    Some(if report.by == By::Tag {
        format!("Each row is rounded to the nearest {step}. Exactly it is {exact}.")
    } else if format::hours(sum) == exact {
        format!("Each row is rounded to the nearest {step}, and the total is their sum.")
    } else {
        format!(
            "Each row is rounded to the nearest {step}, and the total is their sum. Exactly it is {exact}."
        )
    })
}

/// That the rows add up to more than the total, where they do.
fn overlap_words(report: &Report) -> Option<String> {
    let work = report.groups.iter().filter(|group| group.is_work());
    let sum: Length = work.map(|group| group.totals.tracked()).sum();
    let overlaps = report.by == By::Tag && sum > report.totals.tracked();
    let words = "A block with several tags counts under each of them, so the rows add up to more than the total.";
    overlaps.then(|| words.to_owned())
}

fn figure_of(report: &Report, today: Day) -> Figure {
    let totals = &report.totals;
    if report.is_filtered {
        return Figure {
            lead: "",
            share: None,
            selling: totals.selling,
            beside: share::parts(totals),
            bar: bar_of(totals, &Category::WORK),
            legend: Vec::new(),
        };
    }
    let reading = reading_of(report);
    let shown = share::share(&reading);
    let mut beside = share::facts(totals, &reading);
    beside.extend(lack_of(report, today).map(|lack| format!("TAFS {lack}")));
    let is_told = reading.tafs().is_some();
    let legend = Category::WORK.map(|category| {
        let time = totals.of(category);
        let share = time.share_of(totals.tracked()).filter(|_| is_told);
        let share = share.map(|share| format!(" · {}", format::percent(share)));
        let hours = format::hours(time);
        (category, hours + &share.unwrap_or_default())
    });
    Figure {
        lead: "",
        share: (!shown.is_empty()).then_some(shown),
        selling: totals.selling,
        beside,
        bar: bar_of(totals, &Category::WORK),
        legend: if report.by == By::Category {
            Vec::new()
        } else {
            legend.into()
        },
    }
}

/// The time of these categories, without those that took none.
pub(super) fn bar_of(totals: &Totals, categories: &[Category]) -> Vec<(Category, Length)> {
    let parts = categories.iter().map(|of| (*of, totals.of(*of)));
    parts.filter(|(_, length)| length.is_positive()).collect()
}

/// What may be said of the TAFS of these days.
fn reading_of(report: &Report) -> Reading {
    match report.days {
        Some(days) => coverage::of_range(days, &report.totals),
        None => coverage::of_week(&report.totals),
    }
}

fn lack_of(report: &Report, today: Day) -> Option<Lack> {
    let is_over = report.days.is_some_and(|(_, last)| last < today);
    match report.days {
        Some(days) => coverage::lack_of_range(days, &report.totals, is_over),
        None => coverage::lack_of_week(&report.totals, is_over),
    }
}

/// Groups, total, and what stands beside the working time.
fn table_of(report: &Report) -> Table {
    let totals = &report.totals;
    // With one category a row, its selling is its time.
    let sold = !matches!(report.by, By::Category | By::Activity);
    // Where the TAFS may not be told, no other share of the time is.
    let is_told = reading_of(report).tafs().is_some();
    let cells = |share: Option<f64>, selling: Length| {
        let is_filtered = report.is_filtered;
        let share = match share {
            Some(share) if is_told => format::percent(share),
            Some(_) => "–".to_owned(),
            None => String::new(),
        };
        let selling = sold.then(|| format::hours(selling));
        [Some(share).filter(|_| !is_filtered), selling]
            .into_iter()
            .flatten()
            .map(Cell::from)
    };
    let work = |group: &Group| {
        let kind = match group.key.name() {
            Some(_) => RowKind::Group,
            None => RowKind::Unsaid,
        };
        let selling = report.selling_of(group);
        TableRow {
            beside: cells(report.share(group), selling).collect(),
            ..row_of(report, group, kind)
        }
    };
    let groups = || report.groups.iter();
    let mut rows: Vec<TableRow> = groups().filter(|group| group.is_work()).map(work).collect();
    if totals.tracked().is_positive() {
        rows.push(TableRow {
            kind: RowKind::Total,
            beside: cells(Some(1.0), report.total_selling()).collect(),
            ..TableRow::timed(None, "total", report.total_time())
        });
    }
    let breaks = groups().filter(|group| !group.is_work());
    rows.extend(breaks.map(|group| row_of(report, group, RowKind::Beside)));
    if report.by == By::Category && totals.untracked.is_positive() {
        rows.push(TableRow {
            kind: RowKind::Beside,
            ..TableRow::timed(None, "untracked", totals.untracked)
        });
    }
    let share = (!report.is_filtered).then_some("share");
    let selling = sold.then_some("selling");
    let heads = [Some(report.by.name()), Some("time"), share, selling];
    Table {
        caption: Some(format!("By {}", report.by.name())),
        heads: heads.into_iter().flatten().collect(),
        is_grid: true,
        rows,
    }
}

fn row_of(report: &Report, group: &Group, kind: RowKind) -> TableRow {
    let name = label_of(report, &group.key);
    TableRow {
        kind,
        bar: bar_of(&group.totals, &Category::ALL),
        ..TableRow::timed(group.key.category(), &name, report.time_of(group))
    }
}

/// What a group is called: `selling`, `Mon 2 Mar`, `09:00`; `no account` where the blocks do not say.
fn label_of(report: &Report, key: &GroupKey) -> String {
    let last = |day: Day| report.days.map_or(day, |(_, last)| last);
    let named = key.name();
    let or = |unsaid: &str| named.unwrap_or_else(|| unsaid.to_owned());
    match key {
        GroupKey::Activity(..) => or("no activity"),
        GroupKey::Account(_) => or("no account"),
        GroupKey::Requester(_) => or("no requester"),
        GroupKey::Tag(_) => or("no tag"),
        // With the year where it is not the one that the heading ends with.
        GroupKey::Day(day) => format::short_day(*day, last(*day)),
        GroupKey::Hour(hour) => format!("{hour:02}:00"),
        GroupKey::Category(_) | GroupKey::Week(_) => or(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::filter::Filter;
    use crate::insight::groups::Tally;
    use crate::insight::testdata;

    /// A report of one day by category, and its figure.
    fn report_of(day: &str, now: &str) -> (Figure, Table) {
        let (context, monday) = (testdata::context(), testdata::monday());
        let all = Filter::default();
        let mut tally = Tally::new(By::Category, Some((monday, monday)), &context, &all);
        let blocks = testdata::day(monday, day);
        let ledger = context.ledger(&blocks, testdata::at(monday, now).at);
        tally.count(ledger.day(monday));
        let report = tally.finish();
        (figure_of(&report, monday), table_of(&report))
    }

    #[test]
    fn below_a_gate_no_share_is_printed_and_the_hours_are() {
        let shares = |table: &Table| {
            let rows = table.rows.iter().filter(|row| row.kind == RowKind::Group);
            let shares = rows.map(|row| row.beside[0].figure.clone());
            shares.collect::<Vec<_>>()
        };
        let (figure, table) = report_of("0830-1030 sp; 1345-1500 ac", "1500");
        assert_eq!(figure.share.as_deref(), Some("30.8 to 80.8 %"));
        assert_eq!(shares(&table), ["–"; 4]);
        assert_eq!(table.rows[0].figure, "2h00");
        let (figure, table) = report_of("0830-0900 sp; 0905-0923 ac", "0930");
        assert_eq!(figure.share, None);
        assert_eq!(figure.beside[1], "TAFS after 72 more minutes");
        assert_eq!(shares(&table), ["–"; 4]);
    }

    #[test]
    fn equal_times_have_equal_shares() {
        let (context, monday) = (testdata::context(), testdata::monday());
        let all = Filter::default();
        let mut tally = Tally::new(By::Activity, Some((monday, monday.plus(6))), &context, &all);
        let week = testdata::week();
        let ledger = context.ledger(&week, testdata::saturday());
        tally.count(ledger.days(monday, monday.plus(6)));
        let table = table_of(&tally.finish());
        let share = |label: &str| {
            let row = table.rows.iter().find(|row| row.name == label);
            row.map(|row| row.beside[0].figure.as_str())
        };
        // 40 of 2415 minutes, 1.656 %: largest remainders would take a tenth from one of them.
        assert_eq!(
            (share("deal-strategy"), share("customer-knowledge")),
            (Some("1.7 %"), Some("1.7 %"))
        );
        assert_eq!(share("total"), Some("100.0 %"));
    }
}
