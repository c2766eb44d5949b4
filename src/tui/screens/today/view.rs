//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::frame::Frame;
use super::scale::{planned_spans, ribbon_scale};
use super::state::State;
use crate::domain::away::{counted_length, find_question};
use crate::domain::format;
use crate::domain::wording::describe_work;
use crate::tui::layout::{Shape, left_of};
use crate::tui::paint::{Ink, line, line_right, piece, plain};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::block_line;
use crate::tui::widgets::ribbon::Ribbon;

/// Draws the day, but on a screen that has room for one line only.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) {
    let (frame, regions) = (Frame::new(scene, state), &scene.regions);
    match regions.shape {
        Shape::Line => {}
        Shape::Compact => {
            frame.running(buffer, regions.running, true);
            frame.share_line(buffer, regions.share);
            frame.bars(buffer, regions.bars, true);
            frame.ribbon(buffer, regions.ribbon);
            frame.list(buffer, regions.list);
        }
        Shape::Wide => {
            frame.running(buffer, regions.running, false);
            frame.share(buffer, regions.share);
            frame.bars(buffer, regions.bars, false);
            frame.ribbon(buffer, regions.ribbon);
            frame.list(buffer, regions.list);
        }
    }
}

/// Everything that a tiny terminal can say; `minutes` are those typed so far.
pub(crate) fn view_line(
    scene: &Scene<'_>,
    state: &State,
    minutes: Option<&str>,
    buffer: &mut Buffer,
) {
    let frame = Frame::new(scene, state);
    let mut words = match &scene.snapshot.running {
        Some(block) => vec![
            piece(
                format!("{} ", block.category.letter()),
                frame.category(block.category),
            ),
            scene.strong(format::elapsed(counted_length(
                block,
                &scene.snapshot.questions,
                scene.now.at,
            ))),
        ],
        None => vec![frame.quiet(match &scene.snapshot.unreadable_running {
            Some(_) => "unreadable",
            None => "off the clock",
        })],
    };
    if let Some(minutes) = minutes {
        words.push(piece(
            format!(" {minutes} min ago?"),
            frame.style(Role::Accent),
        ));
    } else if let Some(tafs) = frame.totals.tafs() {
        words.push(frame.quiet(format!(
            " {} {}",
            format::percent(tafs),
            format::hours(frame.totals.selling)
        )));
    }
    line(buffer, scene.regions.header, 0, &words);
}

impl Frame<'_> {
    fn running(&self, buffer: &mut Buffer, area: Rect, compact: bool) {
        let Some(block) = &self.scene.snapshot.running else {
            return self.off(buffer, area);
        };
        let mine = self.category(block.category);
        let elapsed = self.strong(format::elapsed(counted_length(
            block,
            &self.scene.snapshot.questions,
            self.scene.now.at,
        )));
        let clock =
            |moment| format::clock_on(moment, &self.scene.context.calendar, self.scene.today);
        let since = self.quiet(match find_question(block, &self.scene.snapshot.questions) {
            Some(question) => format!("counted to {}", clock(question.since)),
            None => format!("since {}", clock(block.start)),
        });
        let mut what = vec![
            piece("● ", mine),
            piece(block.category.name(), mine.add_modifier(Modifier::BOLD)),
        ];
        if let Some(activity) = &block.details.activity {
            what.push(piece(format!(" · {}", activity.as_str()), mine));
        }
        let more = block_line::describe_details(self.scene, block);
        if compact {
            let from = line_right(buffer, area, 0, &[elapsed]);
            line(buffer, left_of(area, from), 0, &what);
            let from = line_right(buffer, area, 1, &[since]);
            let mut more = more;
            more.insert(0, plain("  "));
            line(buffer, left_of(area, from), 1, &more);
        } else {
            let from = line_right(buffer, area, 0, &[elapsed, plain("   "), since]);
            if let Some(account) = &block.details.account {
                what.push(self.strong(format!("  @{}", account.as_str())));
            }
            line(buffer, left_of(area, from), 0, &what);
            let mut block = block.clone();
            block.details.account = None;
            let mut more = block_line::describe_details(self.scene, &block);
            more.insert(0, plain("  "));
            line(buffer, area, 1, &more);
        }
    }

    fn off(&self, buffer: &mut Buffer, area: Rect) {
        if let Some(block) = &self.scene.snapshot.unreadable_running {
            let since =
                format::clock_on(block.start, &self.scene.context.calendar, self.scene.today);
            let runs = [
                self.quiet("● "),
                self.strong(format!("unreadable since {since}")),
                self.quiet(" · tafs doctor"),
            ];
            line(buffer, area, 0, &runs);
            return;
        }
        let last = self.scene.snapshot.last.as_ref();
        let last = last.and_then(|block| block.end);
        let from = last.map_or(area.right(), |end| {
            let since = format::clock_on(end, &self.scene.context.calendar, self.scene.today);
            line_right(buffer, area, 0, &[self.quiet(format!("since {since}"))])
        });
        let off = [self.quiet("○ "), self.strong("off the clock")];
        line(buffer, left_of(area, from), 0, &off);
    }

    fn ribbon(&self, buffer: &mut Buffer, area: Rect) {
        if let Some(scale) = ribbon_scale(self.scene, &self.entries) {
            let ribbon = Ribbon {
                scene: self.scene,
                entries: &self.entries,
                planned: &planned_spans(self.scene),
            };
            ribbon.draw(buffer, area, scale);
        }
    }
}

/// The day on the screen as the header says it: `Thu 5 Mar`, and how far it is from today.
pub(crate) fn title(scene: &Scene<'_>) -> String {
    let day = format::short_day(scene.day, scene.today);
    match scene.day.since(scene.today) {
        0 => day,
        -1 => format!("{day}, yesterday"),
        ago => format!("{day}, {} days ago", -ago),
    }
}

/// The line that is left on the normal screen when the program ends.
pub(crate) fn farewell(scene: &Scene<'_>) -> String {
    let calendar = &scene.context.calendar;
    match &scene.snapshot.running {
        Some(block) => format!(
            "{} runs on since {} ({}).",
            describe_work(block),
            format::clock_on(block.start, calendar, scene.today),
            format::spoken(block.length(scene.now.at)),
        ),
        None => "Off the clock: nothing runs.".to_owned(),
    }
}
