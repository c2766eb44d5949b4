//! The strip on the card about time away: what ran before it, the time in doubt, and where that is longer than the strip,
//! its two ends with a fold between them.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::away::Question;
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span};
use crate::insight::gaps::Entry;
use crate::tui::layout::{at_columns, at_rows, narrowed};
use crate::tui::paint::Ink;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon::{Ribbon, Scale, draw_caliper};
use crate::tui::widgets::strip::{STEPS, write_styled};

/// The rows of the ribbon, below the hours and above the caliper.
const ROWS: u16 = 2;
/// The columns of a fold: its sign is three columns wide in ASCII.
const FOLD: u16 = 3;
/// Each end of a folded strip is so long.
const END: Length = Length::hours(2);
const HALF_HOUR: Length = Length::minutes(30);

/// Draws the time around what is in doubt; whether it could.
pub(super) fn draw_around(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    area: Rect,
    question: &Question,
    block: &Block,
) -> bool {
    let until = question.until_in(block, scene.now);
    let Some(doubt) = Span::new(question.since.at, until.at) else {
        return false;
    };
    let entries = list_around(scene, question, block);
    let ribbon = |scale, has_names| Ribbon {
        scene,
        scale,
        entries: &entries,
        planned: &[],
        has_names,
    };
    if let Some(scale) = Scale::around(doubt, question.since, area.width) {
        let ribbon = ribbon(scale, true);
        ribbon.draw_half_hours(buffer, (area.x, area.y));
        ribbon.draw(buffer, at_rows(area, area.y + 1, ROWS));
        ribbon.draw_caliper(buffer, (area.x, area.y + 1 + ROWS), doubt, UNCOUNTED);
        return true;
    }
    let columns = area.width.saturating_sub(FOLD) / 2;
    let [first, last] = scales_of_ends(question.since, until, columns);
    if first.pitch == 0 {
        return false;
    }
    let right = area.right() - columns;
    for (scale, x, at) in [(first, area.x, question.since), (last, right, until)] {
        let ribbon = ribbon(scale, x == area.x);
        ribbon.draw_half_hours(buffer, (x, area.y));
        // Which day it is of stands before its first time.
        let begins = scene.context.calendar.beside(at, scale.start);
        let words = format!("{} {}", weekday_of(at), format::clock(begins));
        write_styled(buffer, (x, area.y), &words, scene.style(Role::Quiet));
        let rows = at_rows(area, area.y + 1, ROWS);
        ribbon.draw(buffer, at_columns(rows, x, columns));
    }
    // In its middle, where it is one column wide.
    let fold = narrowed(area, columns).right() + u16::from(!scene.theme.is_plain());
    write_styled(buffer, (fold, area.y), "⋯", scene.style(Role::Quiet));
    for y in area.y + 1..=area.y + ROWS {
        write_styled(buffer, (fold, y), "┊", scene.style(Role::Rule));
    }
    let (from, to) = (first.range(doubt).start, last.range(doubt).end);
    let ends = from..usize::from(right - area.x) * STEPS + to;
    let at = (area.x, area.y + 1 + ROWS);
    let room = (area.width, area.width);
    draw_caliper(scene, buffer, at, room, ends, UNCOUNTED);
    true
}

const UNCOUNTED: &str = "not counted yet";

/// The day in view, and what ran where that was on another day.
fn list_around<'a>(scene: &Scene<'a>, question: &Question, block: &'a Block) -> Vec<Entry<'a>> {
    let calendar = &scene.context.calendar;
    let is_of_day = calendar.day_of(question.since) == scene.day;
    let counted = Span::new(block.start.at, question.since.at).filter(|_| !is_of_day);
    let counted = counted.map(|part| Entry::Block { block, part });
    counted.into_iter().chain(scene.entries()).collect()
}

/// Two hours around the begin of a stretch, and two up to its end, each from a half hour on.
fn scales_of_ends(since: Moment, until: Moment, columns: u16) -> [Scale; 2] {
    let floored = |moment: Moment| {
        let clock = moment.at.seconds() + i64::from(moment.offset.seconds());
        let into = clock.rem_euclid(HALF_HOUR.as_seconds());
        moment.at.minus(Length::seconds(into))
    };
    let scale = |start, place| Scale {
        start,
        place,
        columns,
        pitch: columns / 2,
    };
    [
        scale(floored(since).minus(HALF_HOUR), since),
        scale(floored(until).plus(HALF_HOUR).minus(END), until),
    ]
}

fn weekday_of(moment: Moment) -> &'static str {
    format::weekday(Calendar::wall(moment).weekday())
}
