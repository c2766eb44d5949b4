//! The page of a report: the share, where the time went, the groups, the days as strips, and a trend of weeks.

use maud::{Markup, html};

use super::page::page;
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::insight::coverage::{self, Reading};
use crate::report::groups::{By, Report};
use crate::report::rows::{self, Kind, Row};
use crate::report::strips::{self, Strip};
use crate::report::svg::{self, Point};
use crate::report::{share, words};

/// From so many weeks with a share on there is a trend.
const TREND_FROM: usize = 3;

/// A report as a page. `strips` are its days, where they are few enough to be drawn; `goal` is a TAFS.
pub fn report(report: &Report, strips: &[Strip], goal: Option<f64>) -> String {
    let title = words::title(report);
    let (week, days) = title.split_once(" · ").unwrap_or(("", &title));
    let body = html! {
        header {
            p { "tafs" @if !week.is_empty() { " · " (week) } }
            h1 { (days) }
        }
        @if report.is_empty() {
            p .quiet { "Nothing is on record for these days." }
        } @else {
            (headline(report))
            (groups(report))
            (days_as_strips(strips))
            (trend(report, goal))
        }
        (footer())
    };
    page(&format!("tafs · {title}"), &body)
}

fn headline(report: &Report) -> Markup {
    let reading = words::reading(report);
    let shown = share::share(&reading);
    let totals = &report.totals;
    let bar: Vec<(Category, Length)> = Category::WORK
        .into_iter()
        .map(|category| (category, totals.of(category)))
        .filter(|(_, length)| length.is_positive())
        .collect();
    let percents = format::whole_percents(Category::WORK.map(|category| totals.of(category)));
    html! {
        p .headline {
            @if shown.is_empty() {
                strong { (format::hours(totals.selling)) } span { "selling" }
            } @else {
                strong { (shown) } span { "time available for selling" }
            }
            span .quiet { (share::hours(totals, &reading)) }
        }
        (svg::bar(&bar, totals.tracked(), 26))
        @if report.by != By::Category {
            ul .legend {
                @for (category, percent) in Category::WORK.into_iter().zip(percents) {
                    li { (svg::swatch(Some(category))) b { (category.letter()) } " " (category) " "
                        span .quiet { (format::hours(totals.of(category))) " · " (percent) " %" } }
                }
            }
        }
    }
}

fn groups(report: &Report) -> Markup {
    let rows = rows::rows(report);
    let headings: Vec<&str> = rows::headings(report)
        .into_iter()
        .filter(|heading| !heading.is_empty())
        .collect();
    let longest = rows.iter().map(Row::length).max().unwrap_or_default();
    html! {
        table {
            caption { "By " (report.by.name()) }
            thead { tr {
                @for heading in &headings { th scope="col" { (heading) } }
                td .chart aria-hidden="true" {}
            } }
            tbody { @for row in &rows { (line(row, longest, headings.len())) } }
        }
    }
}

fn line(row: &Row, longest: Length, columns: usize) -> Markup {
    let class = match row.kind {
        Kind::Group => "group",
        Kind::Unsaid => "unsaid",
        Kind::Total => "total",
        Kind::Beside => "beside",
    };
    let cells = [&row.time, &row.share, &row.selling];
    html! {
        tr class=(class) {
            th scope="row" {
                @if let Some(category) = row.category {
                    (svg::swatch(Some(category))) b { (category.letter()) } " "
                }
                bdi { (text::visible(&row.label)) }
            }
            @for cell in &cells[..columns - 1] { td { (cell) } }
            td .chart { @if !row.bar.is_empty() { (svg::bar(&row.bar, longest, 14)) } }
        }
    }
}

/// The days as strips with their legend; nothing where there is no day.
pub(super) fn days_as_strips(strips: &[Strip]) -> Markup {
    let Some(hours) = strips::hours(strips) else {
        return html! {};
    };
    let last = strips.last().map(|strip| strip.day);
    html! {
        table .days {
            caption { @if strips.len() == 1 { "The day" } @else { "Day by day" } }
            thead { tr {
                th scope="col" { "day" } td .wide { (svg::hours(hours)) }
                th scope="col" { "time" } th scope="col" { "selling" }
            } }
            tbody {
                @for strip in strips.iter().filter(|strip| !strip.cells.is_empty()) {
                    tr {
                        th scope="row" { (format::short_day(strip.day, last.unwrap_or(strip.day))) }
                        td .wide { (svg::strip(strip, hours)) }
                        td { (format::hours(strip.totals.tracked())) }
                        td { (format::hours(strip.totals.selling)) }
                    }
                }
            }
        }
        ul .legend {
            @for category in Category::ALL {
                li { (svg::swatch(Some(category))) b { (category.letter()) } " " (category) }
            }
            li { (svg::swatch(None)) "untracked" }
        }
    }
}

/// The TAFS of the weeks. A week too little is known of is a gap in the line.
fn trend(report: &Report, goal: Option<f64>) -> Markup {
    let points: Vec<Point> = report
        .weeks
        .iter()
        .map(|(week, totals)| Point {
            label: week
                .to_string()
                .split_once('-')
                .map(|(_, week)| week.to_owned())
                .unwrap_or_default(),
            share: match coverage::of_week(totals) {
                Reading::Exact { tafs } | Reading::Bounded { tafs, .. } => Some(tafs),
                Reading::TooEarly { .. } | Reading::OnlyBounds { .. } => None,
            },
        })
        .collect();
    let known = points.iter().filter(|point| point.share.is_some()).count();
    html! {
        @if known >= TREND_FROM {
            h2 { "Week by week" }
            (svg::trend("Time available for selling, week by week", &points, goal))
        }
    }
}

/// What the figure is, below every page.
pub(super) fn footer() -> Markup {
    html! {
        footer {
            p { "Time available for selling is selling ÷ (selling + admin + learning + distraction), after David Brock. "
                "Breaks are no working time; untracked are planned hours without a record." }
        }
    }
}
