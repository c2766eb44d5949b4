//! The day in time: a strip on which a block is as long as it was, with the hours above it. Time without a block is
//! hatched, the rest of the planned day a quiet track.

use chrono::Timelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::strip::{self, STEPS};
use crate::domain::block::{Block, Category};
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::domain::text;
use crate::insight::gaps::Entry;
use crate::tui::paint::Ink;
use crate::tui::preview::Fate;
use crate::tui::scene::Scene;
use crate::tui::theme::{Fill, Role, Theme, UNTRACKED};

/// A meeting that is suggested.
pub(crate) const SUGGESTED: &str = "┄";
/// How many columns an hour may take, the most first: 3¾, 4, 5, 6, 7½, 10, 15, 20, 30 and 60 minutes a column.
const PITCHES: [u16; 10] = [16, 15, 12, 10, 8, 6, 4, 3, 2, 1];
/// The same where a ribbon shows a part of a day.
const CLOSE_PITCHES: [u16; 8] = [60, 40, 30, 24, 20, 16, 12, 8];
/// A ribbon shows at least so many minutes where there is room for them.
const LEAST: i64 = 9 * 60 + 30;
/// How much of its color a suggestion, or time that is in doubt, has.
const UNSURE: u8 = 30;
/// And what a change that waits would begin.
const AHEAD: u8 = 40;

/// The stretch of a day that a ribbon shows, and how wide an hour is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Scale {
    pub(crate) start: Stamp,
    /// A moment of the day: its offset is the one of the wall clock.
    pub(crate) place: Moment,
    pub(crate) columns: u16,
    /// How many columns an hour takes.
    pub(crate) pitch: u16,
}

impl Scale {
    /// From the whole hour before what is planned or on record, with the widest hours at which all of it fits.
    pub(crate) fn new(known: &[Span], place: Moment, columns: u16) -> Option<Self> {
        let into_hour =
            |at: Stamp| (at.seconds() + i64::from(place.offset.seconds())).rem_euclid(3600);
        let first = known.iter().map(|span| span.start()).min()?;
        let last = known.iter().map(|span| span.end()).max()?;
        let start = first.minus(Length::seconds(into_hour(first)));
        let minutes = (last.since(start).as_seconds() + 59) / 60;
        let fits = |pitch: &u16| i64::from(columns) * 60 >= minutes.max(LEAST) * i64::from(*pitch);
        let pitch = PITCHES.into_iter().find(fits).unwrap_or(1);
        Some(Self {
            start,
            place,
            columns,
            pitch,
        })
    }

    /// From a while before a stretch up to its end, with the widest hours at which both fit; none where the stretch is
    /// longer than that.
    pub(crate) fn around(stretch: Span, place: Moment, columns: u16) -> Option<Self> {
        let half = Length::minutes(30);
        let before = stretch.start().minus(stretch.length().min(half));
        let clock = before.seconds() + i64::from(place.offset.seconds());
        let into_half = Length::seconds(clock.rem_euclid(half.as_seconds()));
        let start = before.minus(into_half);
        let minutes = (stretch.end().since(start).as_seconds() + 59) / 60;
        let fits = |pitch: &u16| i64::from(columns) * 60 >= minutes * i64::from(*pitch);
        let pitch = CLOSE_PITCHES.into_iter().find(fits)?;
        Some(Self {
            start,
            place,
            columns,
            pitch,
        })
    }

    /// How many eighths of a column lie before an instant.
    fn eighths(self, at: Stamp) -> i64 {
        let steps = i64::from(self.pitch) * STEPS as i64;
        let seconds = at.since(self.start).as_seconds();
        (seconds * steps * 2 + 3600).div_euclid(7200)
    }

    /// The column in which an instant lies.
    pub(crate) fn column(self, at: Stamp) -> Option<u16> {
        let column = (at.since(self.start).as_seconds() * i64::from(self.pitch)).div_euclid(3600);
        u16::try_from(column)
            .ok()
            .filter(|column| *column < self.columns)
    }

    /// The eighths that a stretch fills, at least one where it is in view.
    pub(crate) fn range(self, span: Span) -> std::ops::Range<usize> {
        let last = i64::from(self.columns) * STEPS as i64;
        let (from, to) = (self.eighths(span.start()), self.eighths(span.end()));
        let to = to.max(from + 1);
        from.clamp(0, last) as usize..to.clamp(0, last) as usize
    }

    /// The time that a column stands for.
    pub(crate) fn cell(self, column: u16) -> Option<Span> {
        let edge = |column: u16| {
            let seconds = 3600 * i64::from(column) / i64::from(self.pitch);
            self.start.plus(Length::seconds(seconds))
        };
        (column < self.columns)
            .then(|| Span::new(edge(column), edge(column + 1)))
            .flatten()
    }
}

/// What a ribbon is drawn from.
pub(crate) struct Ribbon<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) scale: Scale,
    pub(crate) entries: &'a [Entry<'a>],
    pub(crate) planned: &'a [Span],
    /// Whether its blocks have more than their letters.
    pub(crate) has_names: bool,
}

impl Ribbon<'_> {
    /// Writes the hours, and a mark for now.
    pub(crate) fn draw_hours(&self, buffer: &mut Buffer, (x, y): (u16, u16), has_now: bool) {
        let (scene, scale) = (self.scene, self.scale);
        let step = (1..=24).find(|step| scale.pitch * step >= 8).unwrap_or(24);
        let step = if scale.pitch >= 6 { 1 } else { step };
        let now = scale.column(scene.now.at).filter(|_| has_now);
        let hours = (scale.columns / scale.pitch.max(1)).into();
        for hour in (0..=hours).step_by(step.into()) {
            let at = self.whole_hour(scale.start.plus(Length::hours(hour)));
            let label: String = self.clock(at).chars().take(2).collect();
            let Some(column) = scale
                .column(at)
                .filter(|column| column + 2 <= scale.columns)
            else {
                continue;
            };
            if !now.is_some_and(|now| (column..=column + 1).contains(&now)) {
                strip::write_styled(buffer, (x + column, y), &label, scene.style(Role::Quiet));
            }
        }
        if let Some(now) = now {
            strip::write_styled(buffer, (x + now, y), "▾", scene.theme.strong());
        }
    }

    /// The time that the wall clock of the day shows, also where the clocks changed in it.
    fn clock(&self, at: Stamp) -> String {
        let calendar = &self.scene.context.calendar;
        format::clock(calendar.beside(self.scale.place, at))
    }

    /// The last full hour of the wall clock: clocks may change by a part of one.
    fn whole_hour(&self, at: Stamp) -> Stamp {
        let calendar = &self.scene.context.calendar;
        let wall = Calendar::wall(calendar.beside(self.scale.place, at));
        let into = wall.minute() * 60 + wall.second();
        at.minus(Length::seconds(into.into()))
    }

    /// Writes the half hours as far apart as they fit.
    pub(crate) fn draw_half_hours(&self, buffer: &mut Buffer, (x, y): (u16, u16)) {
        let scale = self.scale;
        let step = (1..=48).find(|step| scale.pitch * step >= 24).unwrap_or(48);
        let halves = i64::from(scale.columns) * 2 / i64::from(scale.pitch.max(1));
        for half in (0..=halves).step_by(step.into()) {
            let at = scale.start.plus(Length::minutes(30 * half));
            let label = self.clock(at);
            let column = scale
                .column(at)
                .filter(|column| column + 5 <= scale.columns);
            if let Some(column) = column {
                let quiet = self.scene.style(Role::Quiet);
                strip::write_styled(buffer, (x + column, y), &label, quiet);
            }
        }
    }

    /// Draws the strip, and the letters and names of its blocks where they fit whole.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect) {
        let mut eighths = vec![Fill::Open; usize::from(self.scale.columns) * STEPS];
        for span in self.planned {
            if let Some(ahead) = self.ahead(*span) {
                eighths[self.scale.range(ahead)].fill(Fill::Track);
            }
        }
        for entry in self.entries {
            if let Some(fill) = self.fill_of(entry) {
                eighths[self.scale.range(entry.span())].fill(fill);
            }
        }
        for (doubt, category) in self.doubts() {
            eighths[self.scale.range(doubt)].fill(Fill::Tinted(category, UNSURE));
        }
        strip::draw(buffer, area, self.scene.theme, &strip::cells_of(&eighths));
        self.mark_suggestions(buffer, area);
        let mut before: Option<(Fill, usize)> = None;
        for (block, part) in self.blocks() {
            if self.is_open(block) {
                before = None;
                continue;
            }
            let range = self.scale.range(part);
            let fill = self.fill_of_block(block);
            let is_seam = before == Some((fill, range.start));
            before = Some((fill, range.end));
            self.name(buffer, area, block, part, is_seam);
        }
        self.name_doubts(buffer, area);
    }

    /// What is only suggested, as a dotted line through what lies there.
    fn mark_suggestions(&self, buffer: &mut Buffer, area: Rect) {
        let style = self.scene.style(Role::Quiet);
        let middle = area.y + area.height.saturating_sub(1) / 2;
        for entry in self.entries {
            if let Entry::Suggestion { suggestion, part } = entry
                && suggestion.category.is_none()
            {
                let range = self.scale.range(*part);
                let (first, room) = strip::whole_cells(range.start, range.end);
                let at = (area.x + first as u16, middle);
                strip::write_styled(buffer, at, &SUGGESTED.repeat(room), style);
            }
        }
    }

    /// Draws the plan of a day on which nothing has begun yet.
    pub(crate) fn draw_whole_plan(&self, buffer: &mut Buffer, area: Rect) {
        let mut eighths = vec![Fill::Open; usize::from(self.scale.columns) * STEPS];
        for span in self.planned {
            eighths[self.scale.range(*span)].fill(Fill::Track);
        }
        strip::draw(buffer, area, self.scene.theme, &strip::cells_of(&eighths));
    }

    fn fill_of(&self, entry: &Entry<'_>) -> Option<Fill> {
        match entry {
            Entry::Block { block, .. } => Some(self.fill_of_block(block)),
            // Nothing is known of it but that it was in the calendar: the time stays untracked.
            Entry::Suggestion { suggestion, part } if suggestion.category.is_none() => {
                let is_over = part.end() <= self.scene.now.at;
                Some(if is_over { Fill::Gap } else { Fill::Track })
            }
            Entry::Suggestion { .. }
            | Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_) => fill_of(entry),
        }
    }

    /// What only would be has a part of its color.
    fn fill_of_block(&self, block: &Block) -> Fill {
        let preview = self.scene.preview;
        let preview = preview.filter(|preview| preview.focus == Some(block.id));
        match preview.map(|preview| (preview.is_open, preview.fate_of(block.id))) {
            None | Some((_, Fate::Stays | Fate::Removed)) => Fill::Work(block.category),
            Some((false, Fate::New | Fate::Moved(_))) => Fill::Tinted(block.category, AHEAD),
            Some((true, Fate::New | Fate::Moved(_))) => {
                let running = self.scene.snapshot.running.as_ref();
                let category = running.map_or(Category::Selling, |block| block.category);
                Fill::Tinted(category, AHEAD)
            }
        }
    }

    /// Whether the category of a block is not chosen yet.
    fn is_open(&self, block: &Block) -> bool {
        let preview = self.scene.preview;
        preview.is_some_and(|preview| preview.is_open && preview.focus == Some(block.id))
    }

    fn blocks(&self) -> impl Iterator<Item = (&Block, Span)> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Block { block, part } => Some((*block, *part)),
            Entry::Unreadable { .. }
            | Entry::Untracked(_)
            | Entry::Off(_)
            | Entry::Suggestion { .. } => None,
        })
    }

    /// The part of a planned stretch that is still to come.
    fn ahead(&self, span: Span) -> Option<Span> {
        Span::new(span.start().max(self.scene.now.at), span.end())
    }

    /// The stretches that are asked about, with the category that ran.
    fn doubts(&self) -> Vec<(Span, Category)> {
        let scene = self.scene;
        let questions = scene.snapshot.questions.iter();
        questions
            .filter_map(|question| {
                let block = scene.block(question.block)?;
                let until = question.until_in(block, scene.now);
                let span = Span::new(question.since.at, until.at)?;
                Some((span, block.category))
            })
            .collect()
    }

    fn name_doubts(&self, buffer: &mut Buffer, area: Rect) {
        for (span, _) in self.doubts() {
            let range = self.scale.range(span);
            let (first, room) = strip::whole_cells(range.start, range.end);
            let style = self.scene.theme.strong();
            for (row, words) in (area.y..area.bottom()).zip(["?", "away"]) {
                if room > text::width(words) && (self.has_names || words == "?") {
                    strip::write_styled(buffer, (area.x + first as u16 + 1, row), words, style);
                }
            }
        }
    }

    /// The letter of a block, its name, its length and its account, as far as each fits whole; a seam where the same
    /// category goes on.
    fn name(&self, buffer: &mut Buffer, area: Rect, block: &Block, part: Span, is_seam: bool) {
        let theme = self.scene.theme;
        let range = self.scale.range(part);
        let (first, room) = strip::whole_cells(range.start, range.end);
        if room == 0 || area.is_empty() {
            return;
        }
        let x = area.x + first as u16;
        let fill = self.fill_of_block(block);
        if is_seam && (range.start.is_multiple_of(STEPS) || room > 1) {
            for y in area.y..area.bottom() {
                strip::write_styled(buffer, (x, y), theme.seam(), theme.page_ink());
            }
        }
        let pad = usize::from(room >= 3 || is_seam);
        let activity = block.details.activity.as_deref();
        let account = block.details.account.as_ref();
        let lines = [
            block.category.letter().to_string(),
            activity.unwrap_or(block.category.name()).to_owned(),
            format::hours(block.row_length(part)),
            account.map_or_else(String::new, |account| format!("@{}", account.as_str())),
        ];
        let lines = &lines[..if self.has_names { lines.len() } else { 1 }];
        for (row, (index, words)) in (area.y..area.bottom()).zip(lines.iter().enumerate()) {
            if text::width(words) + pad <= room {
                strip::write(
                    buffer,
                    (x + pad as u16, row),
                    theme,
                    fill,
                    words,
                    index == 0,
                );
            }
        }
    }

    /// A dimension line under a stretch, as on a drawing, and words beside it.
    pub(crate) fn draw_caliper(
        &self,
        buffer: &mut Buffer,
        (x, y): (u16, u16),
        span: Span,
        words: &str,
    ) {
        let columns = self.scale.columns;
        let range = self.scale.range(span);
        draw_caliper(self.scene, buffer, (x, y), (columns, columns), range, words);
    }
}

/// A dimension line under some eighths of a strip, and words beside it where they fit into the room from `x` on.
pub(crate) fn draw_caliper(
    scene: &Scene<'_>,
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    (columns, room): (u16, u16),
    range: std::ops::Range<usize>,
    words: &str,
) {
    let round = |eighths: usize| ((eighths + STEPS / 2) / STEPS) as u16;
    let from = round(range.start).min(columns.saturating_sub(1));
    let to = round(range.end)
        .saturating_sub(1)
        .clamp(from, columns.saturating_sub(1));
    let line = match to - from {
        0 => "╵".to_owned(),
        wide => format!("╰{}╯", "─".repeat(usize::from(wide - 1))),
    };
    strip::write_styled(buffer, (x + from, y), &line, scene.style(Role::Soft));
    let wide = text::width(words) as u16;
    let quiet = scene.style(Role::Quiet);
    if to + 2 + wide < room {
        strip::write_styled(buffer, (x + to + 2, y), words, quiet);
    } else if from > wide {
        strip::write_styled(buffer, (x + from - 1 - wide, y), words, quiet);
    } else if to - from > wide + 5 {
        // No room at its ends: within it, as on a drawing.
        let middle = from + (to - from - wide) / 2;
        strip::write_styled(buffer, (x + middle - 1, y), &format!(" {words} "), quiet);
    }
}

/// What fills the cells of an entry.
pub(crate) const fn fill_of(entry: &Entry<'_>) -> Option<Fill> {
    match entry {
        Entry::Block { block, .. } => Some(Fill::Work(block.category)),
        Entry::Suggestion { suggestion, .. } => Some(match suggestion.category {
            Some(category) => Fill::Tinted(category, UNSURE),
            None => Fill::Track,
        }),
        Entry::Unreadable { .. } => Some(Fill::Unreadable),
        Entry::Untracked(_) => Some(Fill::Gap),
        Entry::Off(_) => None,
    }
}

/// What takes most of a cell.
pub(crate) fn fullest<'a, 'b>(cell: Span, entries: &'a [Entry<'b>]) -> Option<&'a Entry<'b>> {
    let shared = |entry: &&Entry<'_>| cell.overlap(entry.span()).map(Span::length);
    // A suggestion lies over a gap, and under a block.
    let rank = |entry: &&Entry<'_>| match entry {
        Entry::Block { .. } | Entry::Unreadable { .. } => 2,
        Entry::Suggestion { .. } => 1,
        Entry::Untracked(_) | Entry::Off(_) => 0,
    };
    entries
        .iter()
        .filter(|entry| shared(entry).is_some())
        .max_by_key(|entry| (shared(entry), rank(entry)))
}

/// What the patterns mean, for the help.
pub(crate) fn legend(theme: &Theme) -> String {
    let of = |category: Category| format!("{} {category}", theme.pattern(category).repeat(2));
    let mut words: Vec<String> = Category::ALL.into_iter().map(of).collect();
    words.push(format!("{} untracked", UNTRACKED.repeat(2)));
    words.join("   ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::parse_rfc3339;

    fn at(text: &str) -> Stamp {
        parse_rfc3339(text).expect("a time").at
    }

    fn span(from: &str, to: &str) -> Span {
        let instant = |time: &str| at(&format!("2026-03-02T{time}:00+05:30"));
        Span::new(instant(from), instant(to)).expect("a span")
    }

    fn scale(known: Span, columns: u16) -> Scale {
        let place = parse_rfc3339("2026-03-02T09:00:00+05:30").expect("a time");
        Scale::new(&[known], place, columns).expect("a scale")
    }

    #[test]
    fn hours_are_as_wide_as_the_day_allows() {
        let pitch = |from, to, columns| scale(span(from, to), columns).pitch;
        assert_eq!(pitch("08:34", "17:30", 114), 12);
        assert_eq!(pitch("08:34", "17:31", 114), 10, "half a minute too long");
        assert_eq!(pitch("08:00", "09:00", 114), 12, "a short day is no wider");
        assert_eq!(pitch("08:34", "17:30", 76), 8);
        assert_eq!(pitch("08:34", "17:30", 38), 4);
        assert_eq!(pitch("08:34", "17:30", 95), 10);
        assert_eq!(pitch("08:34", "17:30", 152), 16);
        assert_eq!(pitch("00:00", "23:59", 114), 4);
        let scale = scale(span("08:34", "17:30"), 114);
        assert_eq!(scale.start, span("08:00", "09:00").start());
        let place = parse_rfc3339("2026-03-02T09:00:00+05:30").expect("a time");
        assert!(Scale::new(&[], place, 114).is_none());
    }

    #[test]
    fn a_minute_has_its_eighth_and_neighbors_share_an_edge() {
        let scale = scale(span("08:00", "17:30"), 114);
        assert_eq!(scale.range(span("08:00", "08:05")), 0..8);
        assert_eq!(scale.range(span("08:05", "08:06")), 8..10);
        assert_eq!(scale.range(span("07:00", "07:30")), 0..0, "out of view");
        assert_eq!(scale.range(span("17:29", "20:00")).end, 114 * 8);
        for minute in 0..59 {
            let time = |minute: i64| at("2026-03-02T08:00:00+05:30").plus(Length::minutes(minute));
            let one = Span::new(time(minute), time(minute + 1)).expect("a span");
            let next = Span::new(time(minute + 1), time(minute + 2)).expect("a span");
            assert_eq!(scale.range(one).end, scale.range(next).start, "{minute}");
            assert!(!scale.range(one).is_empty(), "{minute}");
        }
    }

    #[test]
    fn cells_tile_the_scale() {
        for columns in 1..200 {
            let scale = scale(span("08:30", "18:10"), columns);
            let cells: Vec<Span> = (0..columns)
                .filter_map(|column| scale.cell(column))
                .collect();
            assert_eq!(cells.len(), usize::from(columns));
            assert!(
                cells
                    .windows(2)
                    .all(|pair| pair[0].end() == pair[1].start()),
                "{columns}"
            );
        }
    }
}
