//! The page of a review: the week as a rep would show it, on one sheet. Says what `review::words` says.

use maud::{Markup, html};

use super::figures::{days_as_strips, footer};
use super::page::page;
use crate::domain::block::Category;
use crate::domain::review::Step;
use crate::domain::stamp::Length;
use crate::domain::{format, text};
use crate::insight::trend::Trend;
use crate::report::review::text::state;
use crate::report::review::words::{self, Line, Row};
use crate::report::review::{ByCategory, ReviewRecord};
use crate::report::strips::Strip;
use crate::report::svg::{self, Point};

/// A longer figure is a sentence.
const FIGURE: usize = 8;
/// The steps that stand below the days, in two columns.
const LEFT: [Step; 3] = [Step::Commitment, Step::Produced, Step::Took];
const RIGHT: [Step; 2] = [Step::Freed, Step::Decision];

/// A review as a page. `strips` are the days of the week, `trend` the weeks up to it; `goal` is a TAFS.
pub fn review(record: &ReviewRecord, strips: &[Strip], trend: &Trend, goal: Option<f64>) -> String {
    let title = words::title(record);
    let (week, days) = title.split_once(" · ").unwrap_or(("", &title));
    let body = html! {
        header {
            p { "tafs · review of " (week) }
            h1 { (days) }
            @if let Some(state) = state(record) { p .quiet { (state) } }
        }
        @if record.totals.tracked_s == 0 {
            p .quiet { @if record.paused { "The week is paused." } @else { "Nothing is on record for this week." } }
        } @else {
            (headline(record))
            (categories(record))
            (days_as_strips(strips))
            div .columns {
                div { @for step in LEFT.into_iter().filter(|step| has_words(record, *step)) { (section(record, step)) } }
                div {
                    (around(record))
                    @for step in RIGHT.into_iter().filter(|step| has_words(record, *step)) { (section(record, step)) }
                    (weeks(trend, goal))
                }
            }
        }
        (footer())
    };
    page(&format!("tafs · review {title}"), &body)
}

fn length(seconds: i64) -> Length {
    Length::seconds(seconds)
}

fn headline(record: &ReviewRecord) -> Markup {
    let totals = &record.totals;
    let tracked = length(totals.tracked_s);
    let bar: Vec<(Category, Length)> = Category::WORK
        .into_iter()
        .map(|category| (category, length(words::seconds_of(record, category))))
        .filter(|(_, length)| length.is_positive())
        .collect();
    let hours = format!(
        "{} of {} tracked",
        format::hours(length(totals.selling_s)),
        format::hours(tracked)
    );
    html! {
        p .headline {
            @match words::tafs(record) {
                Some(tafs) => { strong { (tafs) } span { "time available for selling" } span .quiet { (hours) } }
                None => {
                    strong { (format::hours(length(totals.selling_s))) } span { "selling" }
                    span .quiet { (hours) @if let Some(missing) = record.missing.get("tafs") { " · TAFS " (missing) } }
                }
            }
        }
        (svg::bar(&bar, tracked, 26))
    }
}

/// Each category with its hours and share, beside the usual and the guess where there are any.
fn categories(record: &ReviewRecord) -> Markup {
    let shares = words::has_shares(record);
    let (usual, gap) = (
        record.delta_pp.as_ref().filter(|_| shares),
        record.gap_pp.as_ref().filter(|_| shares),
    );
    let points = |values: &ByCategory<f64>, category: Category| {
        values
            .get(category.name())
            .map_or_else(String::new, |points| words::signed(*points))
    };
    let steady = |category: Category| record.steady.iter().any(|name| name == category.name());
    html! {
        table .shares {
            thead { tr {
                th scope="col" { "category" } th scope="col" { "time" }
                @if shares { th scope="col" { "share" } }
                @if usual.is_some() { th scope="col" { "to usual" } }
                @if gap.is_some() { th scope="col" { "guess gap" } }
            } }
            tbody {
                @for category in Category::WORK {
                    tr {
                        th scope="row" { (svg::swatch(Some(category))) b { (category.letter()) } " " (category) }
                        td { (format::hours(length(words::seconds_of(record, category)))) }
                        @if shares { td { (words::share(record, category).map_or_else(String::new, format::percent)) } }
                        @if let Some(usual) = usual {
                            td { @if steady(category) { "steady" } @else { (points(usual, category)) } }
                        }
                        @if let Some(gap) = gap { td { (points(gap, category)) } }
                    }
                }
            }
        }
        @if let Some(missing) = record.missing.get("usual") { p .quiet { "What is usual " (missing) "." } }
    }
}

/// Whether a step has more to say than that there is nothing.
fn has_words(record: &ReviewRecord, step: Step) -> bool {
    words::of_step(record, step)
        .iter()
        .any(|line| !matches!(line, Line::Text(_)))
}

fn section(record: &ReviewRecord, step: Step) -> Markup {
    html! {
        section {
            h2 { (step.title()) }
            (lines(&words::of_step(record, step)))
        }
    }
}

/// What stands beside the shares: live time, runs, switches.
fn around(record: &ReviewRecord) -> Markup {
    let rows = words::of_step(record, Step::Reveal).into_iter();
    let rows: Vec<Line> = rows
        .filter(|line| matches!(line, Line::Row(row) if row.category.is_none()))
        .collect();
    html! {
        @if !rows.is_empty() {
            section { h2 { "How it went" } (lines(&rows)) }
        }
    }
}

fn lines(lines: &[Line]) -> Markup {
    html! {
        @for group in lines.chunk_by(|one, other| matches!(one, Line::Row(_)) == matches!(other, Line::Row(_))) {
            @if let Some(Line::Row(_)) = group.first() {
                table .rows { tbody { @for line in group { @if let Line::Row(row) = line { (one_row(row)) } } } }
            } @else {
                @for line in group {
                    @match line {
                        Line::Headline(words) => { p .lead { (text::visible(words)) } }
                        Line::Title(words) => { p .name { (text::visible(words)) } }
                        Line::Text(words) => { p .quiet { (text::visible(words)) } }
                        Line::Row(_) => {}
                    }
                }
            }
        }
    }
}

fn one_row(row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" {
                @if let Some(category) = row.category { (svg::swatch(Some(category))) }
                bdi { (text::visible(&row.name)) }
            }
            // An answer takes the room of both.
            @if row.beside.is_empty() && text::width(&row.figure) > FIGURE {
                td .words colspan="2" { bdi { (text::visible(&row.figure)) } }
            } @else {
                td { bdi { (text::visible(&row.figure)) } }
                td .words .quiet { bdi { (text::visible(&row.beside)) } }
            }
        }
    }
}

/// The TAFS of the weeks up to this one, from three known ones on.
fn weeks(trend: &Trend, goal: Option<f64>) -> Markup {
    let label = |name: String| {
        name.split_once('-')
            .map_or(name.clone(), |(_, number)| number.to_owned())
    };
    let points: Vec<Point> = trend
        .weeks
        .iter()
        .map(|point| Point {
            label: label(point.week.week.to_string()),
            share: point.tafs,
        })
        .skip_while(|point| point.share.is_none())
        .collect();
    html! {
        @if trend.points().is_ok() {
            section .trend { h2 { "Week by week" } (svg::trend("Time available for selling, week by week", &points, goal)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Account;
    use crate::domain::calendar::Week;
    use crate::domain::review::{Answers, Review, WeekNotes};
    use crate::domain::taxonomy::Role;
    use crate::insight::{testdata, trend};
    use crate::report::review::{Facts, of_week};
    use crate::report::strips;

    fn page(hostile: &str) -> String {
        let (mut blocks, context, week) = (
            testdata::history(),
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        for block in &mut blocks {
            if block
                .details
                .account
                .as_ref()
                .is_some_and(|account| account.as_str() == "Halden")
            {
                block.details.account = Some(Account::stored(hostile.to_owned()));
            }
        }
        let answers = Answers {
            moved: Some(hostile.to_owned()),
            more: Some(hostile.to_owned()),
            ..Answers::default()
        };
        let review = Review {
            answers,
            ..Review::default()
        };
        let commitment = Some(">= 6h selling/prospecting".to_owned());
        let notes = [(
            week,
            WeekNotes {
                commitment,
                review,
                ..WeekNotes::default()
            },
        )];
        let now = context.calendar.here(testdata::saturday());
        let protected = Length::hours(1);
        let facts = Facts {
            week,
            blocks: &blocks,
            notes: &notes,
            context: &context,
            now,
            role: Role::Ae,
            protected,
        };
        let strips = strips::of_days(&blocks, week.first, week.end().plus(-1), &context, now.at);
        review_page(
            &of_week(&facts),
            &strips,
            &trend::of_weeks(&blocks, week, 13, &context, now.at),
        )
    }

    fn review_page(record: &ReviewRecord, strips: &[Strip], trend: &Trend) -> String {
        super::review(record, strips, trend, Some(0.45))
    }

    #[test]
    fn the_page_tells_the_week_and_loads_nothing() {
        let page = page("Halden");
        for words in [
            "51.8 %",
            "20h50 of 40h15 tracked",
            "+8.1",
            "6h50 of 6h prospecting · kept",
            "5 meetings in 6h50 of prospecting, 0.73 an hour",
            "@Halden",
            "Admin and distraction gave up 3h56",
            "W10 51.8 %",
        ] {
            assert!(page.contains(words), "{words}");
        }
        for never in [
            "<script", "http://", "https://", "<img", "<link", "@import", "url(http",
        ] {
            assert!(!page.contains(never), "{never}");
        }
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    }

    #[test]
    fn what_a_rep_typed_is_never_markup() {
        let page = page("</td></title><script>alert(1)</script>\" onload=\"x");
        assert!(
            !page.contains("<script>") && !page.contains("\" onload=\""),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;"));
    }
}
