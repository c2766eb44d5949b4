//! Small charts as SVG inside a page: bars, days as cells, a trend. Widths are in percent and heights in pixels, so
//! text and patterns are never stretched; colours and patterns are those of the page (`html::page`).

use maud::{Markup, html};

use super::document::TrendPoint;
use super::strips::Strip;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;

/// A cell that takes less of the strip has no room for its letter.
const LETTER_FROM: f64 = 2.6;
/// One that takes less than this has none on a narrow screen.
const LETTER_NARROW_FROM: f64 = 6.0;

/// The name under which the page knows the look of a category.
pub(super) const fn look(category: Option<Category>) -> &'static str {
    match category {
        Some(category) => category.name(),
        None => "untracked",
    }
}

/// Percent, to a hundredth.
fn percent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

/// What fills a shape of a category: its colour and its pattern.
fn fill(category: Option<Category>) -> String {
    format!("url(#{})", look(category))
}

/// A square that shows how a category looks.
pub(super) fn draw_swatch(category: Option<Category>) -> Markup {
    html! {
        svg .swatch width="12" height="12" aria-hidden="true" { rect width="12" height="12" rx="2" fill=(fill(category)) {} }
    }
}

/// Parts side by side; `whole` is as long as the chart is wide. `height` is in pixels.
pub(super) fn draw_bar(parts: &[(Category, Length)], whole: Length, height: u32) -> Markup {
    let share = |length: Length| length.share_of(whole).unwrap_or_default();
    let words: Vec<String> = parts
        .iter()
        .map(|(category, length)| format!("{category} {}", format::hours(*length)))
        .collect();
    let before = |index: usize| parts[..index].iter().map(|(_, length)| *length).sum();
    html! {
        svg .bar width="100%" height=(height) role="img" {
            title { (words.join(", ")) }
            @for (index, (category, length)) in parts.iter().enumerate() {
                @let (x, width) = (percent(share(before(index))), percent(share(*length)));
                rect x=(x) width=(width) height=(height) fill=(fill(Some(*category))) {}
            }
        }
    }
}

/// A day as cells, between two hours of the wall clock; colour, pattern and, where there is room, letter.
pub(super) fn draw_strip(strip: &Strip, (from, to): (i64, i64)) -> Markup {
    let whole = Length::hours(to - from);
    let share = |length: Length| length.share_of(whole).unwrap_or_default();
    html! {
        svg .strip width="100%" height="24" role="img" {
            title { (format!("{}: {} tracked, {} selling", format::short_day(strip.day, strip.day),
                format::hours(strip.totals.tracked()), format::hours(strip.totals.selling))) }
            @for hour in from + 1..to {
                @let x = percent(share(Length::hours(hour - from)));
                line .tick x1=(x) x2=(x) y1="0" y2="24" {}
            }
            @for cell in &strip.cells {
                @let (start, width) = (share(cell.from - Length::hours(from)), share(cell.to - cell.from));
                g {
                    title { (text::visible(&cell.words)) }
                    rect .cell x=(percent(start)) y="2" width=(percent(width)) height="20" fill=(fill(cell.category)) {}
                    @if let Some(category) = cell.category.filter(|_| width * 100.0 >= LETTER_FROM) {
                        @let tight = width * 100.0 < LETTER_NARROW_FROM;
                        text .letter.(category.name()).tight[tight] x=(percent(start + width / 2.0)) y="16" { (category.letter()) }
                    }
                }
            }
        }
    }
}

/// The hours above the strips, every so many.
pub(super) fn draw_hours((from, to): (i64, i64)) -> Markup {
    let step = if to - from > 12 { 2 } else { 1 };
    html! {
        svg .hours width="100%" height="14" aria-hidden="true" {
            @for hour in (from..to).filter(|hour| (hour - from) % step == 0) {
                text x=(percent((hour - from) as f64 / (to - from) as f64)) y="11" { (format!("{:02}", hour.rem_euclid(24))) }
            }
        }
    }
}

/// The heights of a trend in pixels: all of it, the plot's top and its bottom.
const TREND: (f64, f64, f64) = (132.0, 10.0, 108.0);
/// So many labels fit below it.
const LABELS: usize = 8;

/// Shares from left to right, with the goal as a line of its own.
pub(super) fn draw_trend(name: &str, points: &[TrendPoint], goal: Option<f64>) -> Markup {
    let shares = || points.iter().filter_map(|point| point.share).chain(goal);
    // Up to the next tenth above the highest.
    let top = (shares().fold(0.1, f64::max) * 10.0).ceil() / 10.0;
    let (height, upper, lower) = TREND;
    // Beside the plot there is room for the goal's name.
    let right = if goal.is_some() { 0.84 } else { 0.96 };
    let x = |index: usize| {
        percent(0.06 + (right - 0.06) * index as f64 / (points.len().max(2) - 1) as f64)
    };
    let y = |share: f64| format!("{:.1}", lower - (lower - upper) * share / top);
    let step = points.len().div_ceil(LABELS).max(1);
    let told: Vec<String> = points
        .iter()
        .filter_map(|point| Some(format!("{} {}", point.label, format::percent(point.share?))))
        .collect();
    html! {
        svg .trend width="100%" height=(height) role="img" {
            title { (name) ": " (told.join(", ")) }
            @for share in [0.0, top / 2.0, top] {
                line .tick x1="6%" x2=(percent(right)) y1=(y(share)) y2=(y(share)) {}
                text x="0" y=(y(share)) dy="4" { (format!("{:.0} %", share * 100.0)) }
            }
            @if let Some(goal) = goal {
                line .goal x1="6%" x2=(percent(right)) y1=(y(goal)) y2=(y(goal)) {}
                text x=(percent(right + 0.02)) y=(y(goal)) dy="4" { "goal " (format!("{:.0} %", goal * 100.0)) }
            }
            @for (index, pair) in points.windows(2).enumerate() {
                @if let (Some(from), Some(to)) = (pair[0].share, pair[1].share) {
                    line .line x1=(x(index)) y1=(y(from)) x2=(x(index + 1)) y2=(y(to)) {}
                }
            }
            @for (index, point) in points.iter().enumerate() {
                @if let Some(share) = point.share {
                    circle .point cx=(x(index)) cy=(y(share)) r="3.5" {
                        title { (point.label) " " (format::percent(share)) }
                    }
                }
                @if (points.len() - 1 - index).is_multiple_of(step) {
                    text .middle x=(x(index)) y=(height - 6.0) { (point.label) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(markup: &Markup, part: &str) -> usize {
        markup.0.matches(part).count()
    }

    #[test]
    fn a_bar_is_as_long_as_its_parts() {
        let parts = [
            (Category::Selling, Length::minutes(30)),
            (Category::Admin, Length::minutes(15)),
        ];
        let bar = draw_bar(&parts, Length::hours(1), 14);
        assert!(
            bar.0.contains("<title>selling 0h30, admin 0h15</title>"),
            "{}",
            bar.0
        );
        assert!(
            bar.0
                .contains(r#"x="0.00%" width="50.00%" height="14" fill="url(#selling)""#),
            "{}",
            bar.0
        );
        assert!(
            bar.0
                .contains(r#"x="50.00%" width="25.00%" height="14" fill="url(#admin)""#),
            "{}",
            bar.0
        );
    }

    #[test]
    fn where_nothing_may_be_said_the_line_of_a_trend_has_a_gap() {
        let point = |label: &str, share| TrendPoint {
            label: label.to_owned(),
            share,
        };
        let points = [
            point("W1", Some(0.25)),
            point("W2", Some(0.5)),
            point("W3", None),
            point("W4", Some(0.75)),
        ];
        let shown = draw_trend("TAFS", &points, None);
        assert_eq!(
            (
                count(&shown, "class=\"point\""),
                count(&shown, "class=\"line\"")
            ),
            (3, 1)
        );
        assert_eq!(
            (count(&shown, "class=\"goal\""), count(&shown, ">W3</text>")),
            (0, 1)
        );
        assert!(
            shown
                .0
                .contains("<title>TAFS: W1 25.0 %, W2 50.0 %, W4 75.0 %</title>"),
            "{}",
            shown.0
        );
        // From 0 at 108 up to 80 % at 10 pixels: half of that is at 59.
        assert!(shown.0.contains("y1=\"59.0\""), "{}", shown.0);
        let with_goal = draw_trend("TAFS", &points, Some(0.45));
        assert_eq!(
            (
                count(&with_goal, "class=\"goal\""),
                count(&with_goal, "goal 45 %")
            ),
            (1, 1)
        );
    }
}
