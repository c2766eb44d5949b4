//! A document as a page that needs no other file. Every text is escaped by maud.

mod page;

use maud::{Markup, html};

use self::page::wrap_page;
use super::document::{Block, Document, Figure, Place, RowKind, Section, Table, TableRow};
use super::strips::{self, Strip};
use super::svg;
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::{format, text};

/// A longer figure is a sentence.
const FIGURE: usize = 8;

/// The document as a page.
pub fn write_page(document: &Document) -> String {
    let at = |place: Place| {
        let sections = document.sections.iter();
        sections.filter(move |section| section.place == place)
    };
    let kind = document.kind.map(str::to_lowercase);
    let has_columns = at(Place::Left).chain(at(Place::Right)).next().is_some();
    let body = html! {
        header {
            p { "tafs"
                @if let Some(week) = document.week { " · " @if let Some(kind) = &kind { (kind) " of " } (week) }
            }
            h1 { (document.days) }
            @if let Some(state) = &document.state { p .quiet { (state) } }
        }
        @for section in at(Place::Across) {
            @if section.number.is_none() && !section.title.is_empty() { h2 { (section.title) } }
            (draw_blocks(&section.blocks))
        }
        @if has_columns {
            div .columns { @for side in [Place::Left, Place::Right] { div { @for of in at(side) { (draw_section(of)) } } } }
        }
        @if document.tells_tafs { (draw_footer()) }
    };
    let kind = kind.map_or_else(String::new, |kind| kind + " ");
    let title = format!("tafs · {kind}{}", document.title());
    wrap_page(&title, &body)
}

/// A text whose figures keep their sign on their line: `44.3 %`.
fn flowing(words: &str) -> String {
    let mut joined = text::visible(words);
    for digit in '0'..='9' {
        joined = joined.replace(&format!("{digit} %"), &format!("{digit}\u{a0}%"));
    }
    joined
}

fn draw_section(section: &Section) -> Markup {
    html! { section { h2 { (section.title) } (draw_blocks(&section.blocks)) } }
}

fn draw_blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Figure(of) => { (draw_figure(of)) }
                Block::Lead(words) => { p .lead { (flowing(words)) } }
                Block::Note(words) => { p .quiet { (flowing(words)) } }
                Block::Caption(words) => { p .name { (flowing(words)) } }
                Block::Table(table) if table.heads.is_empty() => { (draw_list(table)) }
                Block::Table(table) => { (draw_grid(table)) }
                Block::Days(strips) => { (draw_days(strips)) }
                Block::Trend(points, goal) => { (svg::draw_trend("Time available for selling, week by week", points, *goal)) }
            }
        }
    }
}

fn draw_figure(figure: &Figure) -> Markup {
    let whole = figure.bar.iter().map(|(_, length)| *length).sum();
    html! {
        p .headline {
            @if let Some(share) = &figure.share {
                strong { (share) } span { "time available for selling" }
            } @else {
                strong { (format::hours(figure.selling)) } span { "selling" }
            }
            span .quiet { (figure.beside.join(" · ")) }
        }
        (svg::draw_bar(&figure.bar, whole, 28))
        @if !figure.legend.is_empty() {
            ul .legend {
                @for (category, words) in &figure.legend {
                    li { (draw_category(*category)) " " span .quiet { (words) } }
                }
            }
        }
    }
}

/// How a category looks, its letter and its name.
fn draw_category(category: Category) -> Markup {
    html! { (svg::draw_swatch(Some(category))) b .(category.name()) { (category.letter()) } " " (category) }
}

fn draw_grid(table: &Table) -> Markup {
    let longest = table.longest();
    let charted = longest.is_positive();
    html! {
        table class=[(!table.is_grid).then_some("shares")] {
            @if let Some(caption) = &table.caption { caption { (caption) } }
            thead { tr {
                @for head in &table.heads { th scope="col" { (head) } }
                @if charted { td .chart aria-hidden="true" {} }
            } }
            tbody { @for row in &table.rows { (grid_row(row, table.heads.len(), charted.then_some(longest))) } }
        }
    }
}

fn grid_row(row: &TableRow, columns: usize, longest: Option<Length>) -> Markup {
    let class = match row.kind {
        RowKind::Group => "group",
        RowKind::Unsaid => "unsaid",
        RowKind::Total => "total",
        RowKind::Beside => "beside",
    };
    let cells = row.beside.iter().map(|cell| cell.figure.as_str());
    let cells = cells.chain(std::iter::repeat("")).take(columns - 2);
    html! {
        tr class=(class) {
            th scope="row" {
                @if let Some(category) = row.category { (svg::draw_swatch(row.category)) b .(category.name()) { (category.letter()) } " " }
                bdi { (text::visible(&row.name)) }
            }
            td { (row.figure) }
            @for cell in cells { td { (cell) } }
            @if let Some(longest) = longest {
                td .chart { @if !row.bar.is_empty() { (svg::draw_bar(&row.bar, longest, 14)) } }
            }
        }
    }
}

fn draw_list(table: &Table) -> Markup {
    html! { table .rows { tbody { @for row in &table.rows { (list_row(row)) } } } }
}

fn list_row(row: &TableRow) -> Markup {
    let beside = format::with_dashes(&row.words_beside());
    html! {
        tr {
            th scope="row" {
                @if row.category.is_some() { (svg::draw_swatch(row.category)) }
                bdi { (text::visible(&row.name)) }
            }
            // An answer takes the room of both.
            @if beside.is_empty() && text::width(&row.figure) > FIGURE {
                td .words colspan="2" { bdi { (text::visible(&row.figure)) } }
            } @else {
                td { bdi { (text::visible(&row.figure)) } }
                td .words .quiet { bdi { (flowing(&beside)) } }
            }
        }
    }
}

/// The days as strips with their legend; nothing where there is no day.
fn draw_days(strips: &[Strip]) -> Markup {
    let Some(hours) = strips::hours_of(strips) else {
        return html! {};
    };
    let last = strips.last().map(|strip| strip.day);
    html! {
        table .days {
            caption { @if strips.len() == 1 { "The day" } @else { "Day by day" } }
            thead { tr {
                th scope="col" { "day" } td .wide { (svg::draw_hours(hours)) }
                th scope="col" { "time" } th scope="col" { "selling" }
            } }
            tbody {
                @for strip in strips.iter().filter(|strip| !strip.runs.is_empty()) {
                    tr {
                        th scope="row" { (format::short_day(strip.day, last.unwrap_or(strip.day))) }
                        td .wide { (svg::draw_strip(strip, hours, strips.len() == 1)) }
                        td { (format::hours(strip.totals.tracked())) }
                        td { (format::hours(strip.totals.selling)) }
                    }
                }
            }
        }
        ul .legend {
            @for category in Category::ALL {
                li { (draw_category(category)) }
            }
            li { (svg::draw_swatch(None)) "untracked" }
        }
    }
}

/// What the figure is, below every page.
fn draw_footer() -> Markup {
    html! {
        footer {
            p { "Time available for selling is selling ÷ (selling + admin + learning + distraction), after David Brock. "
                "Breaks don't count as work; untracked is planned time without a block." }
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
    use crate::report::review::{Facts, Pictures, of_week, review_document};
    use crate::report::strips;

    fn wrap_page(hostile: &str) -> String {
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
            on_record: (&blocks).into(),
            notes: &notes,
            context: &context,
            now,
            role: Role::Ae,
            protected,
        };
        let strips = strips::of_days(context.ledger(&blocks, now.at).week(week));
        let pictures = Pictures {
            strips,
            trend: trend::of_weeks(context.ledger(&blocks, now.at), week, 13),
            goal: Some(0.45),
        };
        super::write_page(&review_document(&of_week(&facts), Some(pictures)))
    }

    #[test]
    fn a_figure_in_a_text_keeps_its_sign_on_its_line() {
        let cases = [
            (
                "vs 44.3 % usual, 60 % coverage",
                "vs 44.3\u{a0}% usual, 60\u{a0}% coverage",
            ),
            ("a % of it", "a % of it"),
            ("", ""),
        ];
        for (words, expected) in cases {
            assert_eq!(flowing(words), expected);
        }
    }

    #[test]
    fn the_page_tells_the_week_and_loads_nothing() {
        let page = wrap_page("Halden");
        for words in [
            "51.8 %",
            "20h50 of 40h15 tracked",
            "+8.0",
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
        let page = wrap_page("</td></title><script>alert(1)</script>\" onload=\"x");
        assert!(
            !page.contains("<script>") && !page.contains("\" onload=\""),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;"));
    }
}
