//! The home screen: what runs, the share of the day that goes to selling, where the rest goes, the day itself.

use ratatui::buffer::Buffer;

use super::frame::Frame;
use super::grid::Grid;
use super::running::elapsed;
use super::scale::is_empty;
use super::state::State;
use crate::domain::block::Block;
use crate::domain::format;
use crate::domain::text;
use crate::insight::coverage;
use crate::insight::totals::{self, Totals};
use crate::report::share;
use crate::tui::layout::Shape;
use crate::tui::paint::{Ink, Piece, line, piece, width};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::focus_line;
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
    } else if let Some(share) = share::with_bounds(&coverage::of_day(&frame.totals)) {
        words.push(frame.quiet(format!(" {share}")));
        let hours = frame.quiet(format!(" {}", format::hours(frame.totals.selling)));
        if width(&words) + width(std::slice::from_ref(&hours)) <= scene.regions.header.width {
            words.push(hours);
        }
    }
    let left = focus_line::countdown(scene).filter(|_| minutes.is_none());
    let left = left.map(|left| frame.quiet(format!(" {left}")));
    words.extend(left.filter(|left| {
        width(&words) + width(std::slice::from_ref(left)) <= scene.regions.header.width
    }));
    line(buffer, scene.regions.header, 0, &words);
}

/// What runs, as the header of another screen tells it: `● meeting @Northwind 0:42`; then shorter.
pub(crate) fn running_in_brief(scene: &Scene<'_>) -> Vec<Vec<Piece>> {
    let Some(block) = &scene.snapshot.running else {
        return vec![vec![scene.quiet(
            match &scene.snapshot.unreadable_running {
                Some(_) => "unreadable block",
                None => "off the clock",
            },
        )]];
    };
    let text = scene.style(Role::Text);
    let activity = block.details.activity.as_deref();
    let what = vec![
        piece("● ", scene.theme.category(block.category)),
        piece(activity.unwrap_or(block.category.name()), text),
    ];
    let account = block.details.account.as_ref();
    let account = account.map(|account| piece(format!(" @{}", account.as_str()), text));
    let elapsed = elapsed(scene, block);
    let minutes = elapsed
        .rsplit_once(':')
        .map_or(&*elapsed, |(minutes, _)| minutes);
    let minutes = scene.quiet(format!(" {minutes}"));
    let with_minutes = |words: Vec<Piece>| [words, vec![minutes.clone()]].concat();
    let mut forms = vec![with_minutes(what.clone()), what.clone()];
    if let Some(account) = account {
        forms.insert(0, with_minutes([what, vec![account]].concat()));
    }
    forms
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
            has_names: self.grid.has_names(),
        };
        if self.grid.hours < self.grid.page.bottom() {
            let has_now = self.is_today() && self.scene.regions.shape == Shape::Wide;
            ribbon.draw_hours(buffer, (area.x, self.grid.hours), has_now);
        }
        ribbon.draw(buffer, area);
        let entry = self.selected_row().and_then(|index| self.rows.get(index));
        // Of what runs the smallest screen tells above.
        let has_caliper = !self.grid.list.is_empty() || self.unlisted_row().is_some();
        if let (Some(row), Some(entry)) = (self.grid.caliper, entry)
            && row < self.grid.page.bottom()
            && has_caliper
        {
            let words = format!(
                "{}  {}",
                self.times(entry),
                format::hours(entry.row_length())
            );
            ribbon.draw_caliper(buffer, (area.x, row), entry.span(), &words);
        }
    }
}

/// Whether the list of the day leaves its last row free.
pub(crate) fn has_spare_row(scene: &Scene<'_>) -> bool {
    let rows = Grid::new(&scene.regions).list.height;
    !is_empty(scene) && scene.entries().len() < usize::from(rows)
}

/// The day on the screen as the header says it: `Thu 5 Mar`, and how far it is from today, where there is room for that.
pub(crate) fn title(scene: &Scene<'_>, is_brief: bool) -> String {
    let day = format::short_day(scene.day, scene.today);
    match scene.day.since(scene.today) {
        0 => day,
        _ if is_brief => day,
        -1 => format!("{day}, yesterday"),
        ago => format!("{day}, {} days ago", -ago),
    }
}

/// The day in the line that is left on the normal screen when the program ends; without its figures where the scene is
/// not of today: `Today 4h58 tracked · selling 2h40, 53.7 % · still running: meeting since 13:50`.
pub(crate) fn farewell(scene: &Scene<'_>) -> String {
    let mut parts = Vec::new();
    if scene.day == scene.today {
        let ledger = scene.context.ledger(&scene.snapshot.counted, scene.now.at);
        parts.extend(tell_figures(&totals::of_days(ledger.day(scene.today))));
    }
    let clock = |block: &Block| format::clock_on(block.start, &scene.context.calendar, scene.today);
    let snapshot = scene.snapshot;
    parts.push(match (&snapshot.running, &snapshot.unreadable_running) {
        (Some(block), _) => {
            let activity = block.details.activity.as_deref();
            let what = activity.unwrap_or(block.category.name());
            format!("still running: {what} since {}", clock(block))
        }
        (None, Some(block)) => format!(
            "still running: a block that can't be read, since {} (see tafs doctor)",
            clock(block)
        ),
        (None, None) => "off the clock".to_owned(),
    });
    text::capitalized(&parts.join(" · "))
}

/// Hours and share of a day, as far as a share may be told.
fn tell_figures(totals: &Totals) -> Vec<String> {
    let tracked = totals.tracked();
    if !tracked.is_positive() {
        return vec!["Nothing tracked today".to_owned()];
    }
    let share = share::with_bounds(&coverage::of_day(totals));
    let share = share.map_or_else(String::new, |share| format!(", {share}"));
    vec![
        format!("Today {} tracked", format::hours(tracked)),
        format!("selling {}{share}", format::hours(totals.selling)),
    ]
}
