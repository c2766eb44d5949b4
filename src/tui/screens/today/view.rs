//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use super::running::elapsed;
use super::scale::is_empty;
use super::state::State;
use crate::domain::format;
use crate::domain::wording::describe_work;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, line, piece};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::ribbon::Ribbon;

/// Draws the day, but on a screen that has room for one line only.
pub(crate) fn view(scene: &Scene<'_>, state: &State, buffer: &mut Buffer) {
    if scene.regions.shape == Shape::Line {
        return;
    }
    let counted = &scene.snapshot.counted;
    let outcome = scene.preview.map(|preview| preview.apply_to(counted));
    let frame = Frame::new(scene, state, outcome.as_ref());
    frame.draw_running(buffer);
    if is_empty(scene) {
        return frame.draw_first_day(buffer);
    }
    frame.draw_share(buffer);
    frame.draw_table(buffer);
    frame.draw_bar(buffer);
    frame.draw_ribbon(buffer);
    frame.draw_list(buffer);
    frame.draw_side(buffer);
}

/// Everything that a tiny terminal can say; `minutes` are those typed so far.
pub(crate) fn view_line(
    scene: &Scene<'_>,
    state: &State,
    minutes: Option<&str>,
    buffer: &mut Buffer,
) {
    let frame = Frame::new(scene, state, None);
    let mut words = match &scene.snapshot.running {
        Some(block) => vec![
            piece(
                format!("{} ", block.category.letter()),
                frame.category(block.category),
            ),
            scene.strong(elapsed(scene, block)),
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

/// What runs, as the header of another screen tells it: `● meeting @Northwind 0:42`.
pub(crate) fn running_in_brief(scene: &Scene<'_>) -> Vec<Piece> {
    let Some(block) = &scene.snapshot.running else {
        return vec![scene.quiet(match &scene.snapshot.unreadable_running {
            Some(_) => "unreadable block",
            None => "off the clock",
        })];
    };
    let activity = block.details.activity.as_deref();
    let what = activity.unwrap_or(block.category.name());
    let mut words = vec![
        piece("● ", scene.theme.category(block.category)),
        piece(what, scene.style(Role::Text)),
    ];
    if let Some(account) = &block.details.account {
        words.push(piece(
            format!(" @{}", account.as_str()),
            scene.style(Role::Text),
        ));
    }
    let elapsed = elapsed(scene, block);
    let minutes = elapsed
        .rsplit_once(':')
        .map_or(&*elapsed, |(minutes, _)| minutes);
    words.push(scene.quiet(format!(" {minutes}")));
    words
}

impl Frame<'_> {
    fn draw_ribbon(&self, buffer: &mut Buffer) {
        let (Some(scale), area) = (self.scale(), self.grid.ribbon) else {
            return;
        };
        let ribbon = Ribbon {
            scene: self.scene,
            scale,
            entries: &self.entries,
            planned: &self.planned,
            is_named: area.height > 1,
        };
        if self.grid.hours < self.grid.page.bottom() {
            let has_now = self.is_today() && self.scene.regions.shape == Shape::Wide;
            ribbon.draw_hours(buffer, (area.x, self.grid.hours), has_now);
        }
        ribbon.draw(buffer, area);
        let entry = self.selected_row().and_then(|index| self.rows.get(index));
        if let (Some(row), Some(entry)) = (self.grid.caliper, entry)
            && row < self.grid.page.bottom()
        {
            let words = format!(
                "{}  {}",
                self.times(entry),
                format::hours(entry.span().length())
            );
            ribbon.draw_caliper(buffer, (area.x, row), entry.span(), &words);
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
        None => match &scene.snapshot.unreadable_running {
            Some(block) => format!(
                "A block that can't be read runs on since {}: tafs doctor.",
                format::clock_on(block.start, calendar, scene.today),
            ),
            None => "Off the clock: nothing runs.".to_owned(),
        },
    }
}
