//! Small charts as SVG inside a page: the strips and columns of the screen. Widths are in percent and heights in pixels, so
//! text is never stretched; the colors are those of the page (`html::page`).

use maud::{Markup, html};

use super::document::TrendPoint;
use super::strips::{Cell, Strip};
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::domain::text;

/// A part that takes less of a strip, in percent, has no room for its letter; nor for its hours, nor for its name.
const LETTER_FROM: f64 = 2.7;
const HOURS_FROM: f64 = 9.0;
const NAME_FROM: f64 = 19.0;
/// On a narrow screen the letter needs so much, and the rest this many times as much.
const LETTER_NARROW_FROM: f64 = 5.0;
const NARROW: f64 = 2.2;
/// Selling without a break for so long carries its length, as on the screen.
const LENGTH_FROM: Length = Length::hours(1);

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

/// A square that shows how a category looks.
pub(super) fn draw_swatch(category: Option<Category>) -> Markup {
    html! {
        svg .swatch width="12" height="12" aria-hidden="true" { rect .(look(category)) width="12" height="12" rx="2" {} }
    }
}

/// A bar this high has labels, in pixels.
const LABELED: u32 = 20;

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
                rect .(category.name()) x=(x) width=(width) height=(height) {}
                @if height >= LABELED {
                    (draw_label(*category, Some(*length), true, (share(before(index)), share(*length)), height / 2 + 4))
                }
            }
        }
    }
}

/// A letter at the left of a part, with the name and the hours where there is room.
fn draw_label(
    category: Category,
    length: Option<Length>,
    has_name: bool,
    (from, width): (f64, f64),
    baseline: u32,
) -> Markup {
    let room = width * 100.0;
    let hours = length.filter(|_| room >= HOURS_FROM).map(format::hours);
    let name = Some(category.name()).filter(|_| has_name && room >= NAME_FROM);
    let tight = |least: f64| room < least * NARROW;
    html! {
        @if room >= LETTER_FROM {
            text .label.(category.name()).tight[room < LETTER_NARROW_FROM] x=(percent(from)) dx="4" y=(baseline) {
                (category.letter())
                @if let Some(name) = name { tspan .tight[tight(NAME_FROM)] { " " (name) } }
                @if let Some(hours) = hours { tspan .tight[tight(HOURS_FROM)] dx="4" { " " (hours) } }
            }
        }
    }
}

/// A day as a lane between two hours of the wall clock: a run is one shape with one letter. `has_seams`: as on the ribbon of
/// a day, it is seen where one block of it ends and the next begins.
pub(super) fn draw_strip(strip: &Strip, (from, to): (i64, i64), has_seams: bool) -> Markup {
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
            @for run in &strip.runs {
                (draw_run(run, Length::hours(from), whole, has_seams))
            }
        }
    }
}

/// The cells of a run, without the gaps between them; each says what it is when it is pointed at.
fn draw_run(run: &[Cell], from: Length, whole: Length, has_seams: bool) -> Markup {
    let share = |length: Length| length.share_of(whole).unwrap_or_default();
    let place = |index: usize, cell: &Cell| {
        let end = run
            .get(index + 1)
            .map_or(cell.to, |next| next.from.max(cell.to));
        (share(cell.from - from), share(end - cell.from))
    };
    let wide = run
        .iter()
        .enumerate()
        .map(|(index, cell)| place(index, cell).1)
        .sum::<f64>();
    let length: Length = run.iter().map(Cell::row_length).sum();
    let is_long = |category| category == Category::Selling && length >= LENGTH_FROM;
    // Where the label stands, no seam runs through it.
    let (begin, room) = (
        run.first().map_or(0.0, |first| place(0, first).0),
        wide * 100.0,
    );
    let label = match run.first().and_then(|first| first.category) {
        Some(category) if is_long(category) && room >= HOURS_FROM => HOURS_FROM,
        Some(_) if room >= LETTER_FROM => LETTER_FROM,
        Some(_) | None => 0.0,
    };
    let is_seam = |start: f64| has_seams && (start - begin) * 100.0 > label;
    html! {
        @for (index, cell) in run.iter().enumerate() {
            @let (start, width) = place(index, cell);
            g {
                title { (text::visible(&cell.words)) }
                rect .(look(cell.category)) x=(percent(start)) y="2" width=(percent(width)) height="20" {}
                @if index > 0 && is_seam(start) { line .seam x1=(percent(start)) x2=(percent(start)) y1="2" y2="22" {} }
            }
        }
        @if let Some(category) = run.first().and_then(|first| first.category) {
            (draw_label(category, is_long(category).then_some(length), false, (begin, wide), 16))
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

/// The heights of a trend in pixels: all of it, the top of its columns and their bottom.
const TREND: (f64, f64, f64) = (142.0, 8.0, 104.0);
/// What stands before the columns, and behind them.
const AXIS: f64 = 0.05;
const MARGIN: f64 = 0.01;
/// So many names fit below it on a narrow screen.
const LABELS: usize = 7;
/// A column takes so much of its place.
const COLUMN: f64 = 0.6;

/// Shares as columns from left to right, each with its figure below it, and the goal as a hairline. The last one has its
/// full color, as on the screen.
pub(super) fn draw_trend(name: &str, points: &[TrendPoint], goal: Option<f64>) -> Markup {
    let shares = || points.iter().filter_map(|point| point.share).chain(goal);
    // Up to the next tenth above the highest.
    let top = (shares().fold(0.1, f64::max) * 10.0 - 1e-9).ceil() / 10.0;
    let (height, upper, lower) = TREND;
    let pitch = (1.0 - AXIS - MARGIN) / points.len().max(1) as f64;
    let x = |index: usize| AXIS + pitch * index as f64;
    let y = |share: f64| lower - (lower - upper) * share / top;
    let step = points.len().div_ceil(LABELS).max(1);
    let told: Vec<String> = points
        .iter()
        .filter_map(|point| Some(format!("{} {}", point.label, format::percent(point.share?))))
        .collect();
    html! {
        svg .trend width="100%" height=(height) role="img" {
            title { (name) ": " (told.join(", ")) }
            text x="0" y=(lower + 16.0) { "%" }
            @for (index, point) in points.iter().enumerate() {
                @let is_last = index + 1 == points.len();
                @let is_tight = !(points.len() - 1 - index).is_multiple_of(step);
                @if let Some(share) = point.share {
                    rect .selling.faded[!is_last] x=(percent(x(index))) width=(percent(pitch * COLUMN))
                        y=(format!("{:.1}", y(share))) height=(format!("{:.1}", lower - y(share))) {
                        title { (point.label) " " (format::percent(share)) }
                    }
                    text .last[is_last].tight[is_tight] x=(percent(x(index))) y=(lower + 16.0) { (format::share_figure(share)) }
                }
                text .last[is_last].tight[is_tight] x=(percent(x(index))) y=(lower + 32.0) { (point.label) }
            }
            @if let Some(goal) = goal {
                @let y = format!("{:.1}", y(goal));
                line .goal x1=(percent(AXIS)) x2=(percent(1.0 - MARGIN)) y1=(y) y2=(y) {}
                text x="0" y=(y) dy="4" { (format::plain_figure(goal)) }
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
                .contains(r#"class="selling" x="0.00%" width="50.00%" height="14""#),
            "{}",
            bar.0
        );
        assert!(
            bar.0
                .contains(r#"class="admin" x="50.00%" width="25.00%" height="14""#),
            "{}",
            bar.0
        );
    }

    #[test]
    fn a_high_bar_names_its_parts_and_a_low_one_does_not() {
        let parts = [
            (Category::Selling, Length::minutes(54)),
            (Category::Admin, Length::minutes(6)),
        ];
        let high = draw_bar(&parts, Length::hours(1), 26).0;
        assert!(
            high.contains(" selling</tspan>") && high.contains(" 0h54</tspan>"),
            "{high}"
        );
        assert!(
            high.contains(" 0h06</tspan>") && !high.contains(" admin</tspan>"),
            "{high}"
        );
        let low = draw_bar(&parts, Length::hours(1), 14);
        assert_eq!(count(&low, "<text"), 0);
    }

    #[test]
    fn no_seam_runs_through_a_label() {
        let cell = |from: i64, to: i64| Cell {
            category: Some(Category::Selling),
            from: Length::minutes(from),
            to: Length::minutes(to),
            words: "08:00–08:30 selling".to_owned(),
        };
        // Ten hours wide: two hours of selling in one run, with seams after half an hour and after ninety minutes.
        let run = [cell(480, 510), cell(510, 570), cell(570, 600)];
        let draw = |has_seams| draw_run(&run, Length::hours(8), Length::hours(10), has_seams).0;
        assert_eq!(draw(false).matches("class=\"seam\"").count(), 0);
        let drawn = draw(true);
        assert!(drawn.contains(" 2h00</tspan>"), "{drawn}");
        assert_eq!(drawn.matches("class=\"seam\"").count(), 1, "{drawn}");
        assert!(
            drawn.contains("<title>08:00–08:30 selling</title>"),
            "{drawn}"
        );
    }

    #[test]
    fn a_run_is_labeled_by_the_times_of_its_cells() {
        let run = [Cell {
            category: Some(Category::Selling),
            from: Length::seconds(8 * 3600 + 30),
            to: Length::seconds(11 * 3600 + 10),
            words: "08:00–11:00 selling".to_owned(),
        }];
        let drawn = draw_run(&run, Length::hours(8), Length::hours(10), false).0;
        assert!(drawn.contains(" 3h00</tspan>"), "{drawn}");
    }

    #[test]
    fn where_nothing_may_be_said_a_week_has_no_column() {
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
        assert_eq!((count(&shown, "<rect"), count(&shown, "faded")), (3, 2));
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
        // From 0 at 104 up to 80 % at 8 pixels: a quarter is 30 high.
        assert!(
            shown.0.contains("y=\"74.0\" height=\"30.0\""),
            "{}",
            shown.0
        );
        let with_goal = draw_trend("TAFS", &points, Some(0.45));
        assert_eq!(
            (
                count(&with_goal, "class=\"goal\""),
                count(&with_goal, ">45</text>")
            ),
            (1, 1)
        );
    }
}
