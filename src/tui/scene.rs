//! What every screen and overlay looks at: the settings, what was read from the file, the day in view, the size.
//! Values only: no file, no terminal, no clock, and no state of any one screen.

use std::collections::BTreeSet;

use ratatui::layout::Size;

use super::action::Action;
use super::history::History;
use super::key_table::Focus;
use super::keymap::Keymap;
use super::layout::Regions;
use super::paint::Ink;
use super::preview::Preview;
use super::question::OpenLine;
use super::theme::Theme;
use crate::domain::away::Question;
use crate::domain::backup::Keep;
use crate::domain::block::{Block, BlockId};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::focus_run::FocusRun;
use crate::domain::format::Beside;
use crate::domain::hours::Marks;
use crate::domain::review::WeekNotes;
use crate::domain::stale::StaleRule;
use crate::domain::stamp::{Length, Moment, Span, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::taxonomy::Role;
use crate::domain::timeline::{OnRecord, Timeline};
use crate::domain::unreadable::UnreadableRow;
use crate::insight::Context;
use crate::insight::gaps::{self, Entry};
use crate::insight::hidden::Hidden;

/// What no key changes: where the rep is and what the config says, as of the last second, with the days that are marked
/// as off or as worked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Calendar, working hours, taxonomy.
    pub(crate) context: Context,
    pub(crate) keymap: Keymap,
    pub(crate) theme: Theme,
    /// The TAFS that the rep means to reach, from 0 to 1.
    pub(crate) goal: Option<f64>,
    pub(crate) role: Role,
    /// The least unbroken selling that makes a protected run.
    pub(crate) protected: Length,
    /// Figures and alerts that are not shown.
    pub(crate) hidden: Hidden,
    /// The least selling of a week.
    pub(crate) selling_goal: Option<Length>,
    /// The most distraction of a day.
    pub(crate) distraction_ceiling: Option<Length>,
    /// A block that runs longer is assumed forgotten.
    pub(crate) stale_after: Length,
    /// How many daily copies of the file are kept, where it is set.
    pub(crate) backup: Option<Keep>,
    /// How long the activity letters stay.
    pub(crate) strip: Length,
    pub(crate) clipboard: Clipboard,
    /// What is to be said at the start.
    pub(crate) notice: Option<String>,
    /// A word beside the name of the program, for a file that is not the rep's own.
    pub(crate) banner: Option<String>,
    /// Whether the mouse is taken.
    pub(crate) mouse: bool,
    /// Whether names and notes are hidden from the start.
    pub(crate) discreet: bool,
}

impl Settings {
    pub(crate) fn stale_rule(&self) -> StaleRule {
        StaleRule {
            calendar: self.context.calendar,
            hours: self.context.hours.clone(),
            stale_after: self.stale_after,
        }
    }
}

/// What the terminal does with text for the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Clipboard {
    Unknown,
    Direct,
    /// tmux hands it on, where it is set up to.
    Tmux,
}

/// The screens, in the order of Tab.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) enum Screen {
    #[default]
    Today,
    Week,
    Trends,
    Review,
}

impl Screen {
    pub(crate) const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Trends, Self::Review];

    /// The name in the header.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Today => "Today",
            Self::Week => "Week",
            Self::Trends => "Trends",
            Self::Review => "Review",
        }
    }

    /// The screen so many further on, around the end.
    pub(crate) fn step(self, by: usize) -> Self {
        let index = Self::ALL.iter().position(|screen| *screen == self);
        Self::ALL[(index.unwrap_or_default() + by) % Self::ALL.len()]
    }
}

/// What was read from the file, all at once.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) running: Option<Block>,
    /// The last focus run, while it is shown; with the blocks from its start on, as they count.
    pub(crate) focus_run: Option<(FocusRun, Vec<Block>)>,
    /// What runs, where no more than its times can be read.
    pub(crate) unreadable_running: Option<Block>,
    /// The block that began last, running or not.
    pub(crate) last: Option<Block>,
    /// The blocks of the day in view, and those that reach into it.
    pub(crate) blocks: Timeline,
    /// The same blocks as they count while a question about time away is open.
    pub(crate) counted: Timeline,
    /// The meetings of the day in view that were prepared.
    pub(crate) prepared: BTreeSet<BlockId>,
    /// The open suggestions that begin on the day in view.
    pub(crate) suggestions: Vec<Suggestion>,
    /// The open questions about time away, the earliest first.
    pub(crate) questions: Vec<Question>,
    /// The blocks that they are about.
    pub(crate) asked: Vec<Block>,
    /// The blocks of the same weekdays before, for what is usual by now.
    pub(crate) history: Vec<Block>,
    /// The blocks of the weeks that the screen looks at, as they count; on Today only where it has room for a panel, or to
    /// ask a new rep for a guess.
    pub(crate) weeks: Timeline,
    /// What is kept for those weeks, and for this one.
    pub(crate) notes: Vec<(Week, WeekNotes)>,
    /// The days that are marked as off or as worked, and the weeks that are off whole.
    pub(crate) marks: Marks,
    /// When the first block of the file began.
    pub(crate) begun: Option<Moment>,
    /// The rows that could not be read.
    pub(crate) set_aside: Vec<UnreadableRow>,
}

/// What is selected in the list of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Cursor {
    /// What runs, else the last block.
    #[default]
    Newest,
    Block(BlockId),
    Suggestion(BlockId),
    /// Whatever stands at this instant.
    At(Stamp),
}

impl Cursor {
    /// On this line of the list.
    pub(crate) const fn on(entry: &Entry<'_>) -> Self {
        match entry {
            Entry::Block { block, .. } | Entry::Unreadable { block, .. } => Self::Block(block.id),
            Entry::Suggestion { suggestion, .. } => Self::Suggestion(suggestion.id),
            Entry::Untracked(span) | Entry::Off(span) => Self::At(span.start()),
        }
    }
}

/// What the screens share, as it stands between two events.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    /// What was typed in lines and not saved.
    pub(crate) history: History,
    /// Whether names and notes are hidden.
    pub(crate) discreet: bool,
    pub(crate) settings: Settings,
    /// A theme that is only tried, with its name.
    pub(crate) tried_theme: Option<(String, Theme)>,
    pub(crate) snapshot: Snapshot,
    pub(crate) size: Size,
    /// Today, as of the last event.
    pub(crate) today: Day,
    /// The day in view.
    pub(crate) day: Day,
}

impl Common {
    /// What is looked at in one event, or drawn in one frame.
    pub(crate) const fn scene(&self, regions: Regions, now: Moment) -> Scene<'_> {
        Scene {
            settings: &self.settings,
            context: &self.settings.context,
            keymap: &self.settings.keymap,
            theme: match &self.tried_theme {
                Some((_, theme)) => theme,
                None => &self.settings.theme,
            },
            snapshot: &self.snapshot,
            // What was typed before may name someone.
            history: if self.discreet {
                &NOTHING_TYPED
            } else {
                &self.history
            },
            discreet: self.discreet,
            preview: None,
            line: None,
            size: self.size,
            regions,
            today: self.today,
            day: self.day,
            now,
        }
    }
}

static NOTHING_TYPED: History = History::EMPTY;

/// What is looked at in one event, or drawn in one frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) settings: &'a Settings,
    /// Those of the settings that nearly everything needs.
    pub(crate) context: &'a Context,
    pub(crate) keymap: &'a Keymap,
    pub(crate) theme: &'a Theme,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) history: &'a History,
    /// Whether names and notes are hidden.
    pub(crate) discreet: bool,
    /// What a change that waits would do.
    pub(crate) preview: Option<&'a Preview>,
    /// The line that is typed in the page.
    pub(crate) line: Option<OpenLine<'a>>,
    pub(crate) size: Size,
    pub(crate) regions: Regions,
    pub(crate) today: Day,
    pub(crate) day: Day,
    pub(crate) now: Moment,
}

impl Ink for Scene<'_> {
    fn theme(&self) -> &Theme {
        self.theme
    }
}

impl<'a> Scene<'a> {
    /// What times are told beside.
    pub(crate) const fn beside(&self) -> Beside {
        Beside::here(self.now, &self.context.calendar)
    }

    /// The week after a week.
    pub(crate) fn week_after(&self, week: Week) -> Week {
        self.context.calendar.week_of(week.end())
    }

    /// The day so many days on, up to today; `None` where that is the day in view.
    pub(crate) fn step_days(&self, days: i64) -> Option<Day> {
        let last = self.today.max(self.day);
        let to = self.day.plus(days).min(last);
        (to != self.day).then_some(to)
    }

    /// What is kept for a week, as far as it was read.
    pub(crate) fn notes_of(&self, week: Week) -> Option<&'a WeekNotes> {
        let mut notes = self.snapshot.notes.iter();
        notes.find(|(of, _)| *of == week).map(|(_, notes)| notes)
    }

    /// The list of the day.
    pub(crate) fn entries(&self) -> Vec<Entry<'a>> {
        self.entries_of(&self.snapshot.counted)
    }

    /// The list of the day from other blocks.
    pub(crate) fn entries_of(&self, on_record: &'a Timeline) -> Vec<Entry<'a>> {
        let ledger = self.context.ledger(on_record, self.now.at);
        let entries = gaps::list_entries(ledger, self.day);
        gaps::with_suggestions(entries, &self.snapshot.suggestions)
    }

    /// An instant of the day in view, on the wall clock of where the rep was that day.
    pub(crate) fn moment_in_day(&self, at: Stamp) -> Moment {
        self.moment_on(self.day, &self.snapshot.blocks, at)
    }

    /// An instant of a day, on the wall clock of where these blocks say that the rep was.
    pub(crate) fn moment_on<'b>(
        &'b self,
        day: Day,
        on_record: impl Into<OnRecord<'b>>,
        at: Stamp,
    ) -> Moment {
        let context = self.context;
        let place = context.ledger(on_record, self.now.at).place(day);
        let here = || context.calendar.here(at);
        place.map_or_else(here, |place| context.calendar.beside(place, at))
    }

    /// The change by which a stretch of a day is off, by the wall clock of where these blocks say that the rep was.
    pub(crate) fn take_off<'b>(
        &'b self,
        day: Day,
        on_record: impl Into<OnRecord<'b>>,
        span: Span,
    ) -> Change {
        let place = self.context.ledger(on_record, self.now.at).place(day);
        let time = |at| self.context.calendar.after_midnight(day, at, place);
        Change::MarkTimes {
            days: vec![day],
            times: vec![(time(span.start()), time(span.end()))],
            off: true,
        }
    }

    /// The block with this id, if it was read.
    pub(crate) fn block(&self, id: BlockId) -> Option<&'a Block> {
        let read = &self.snapshot.blocks;
        let known = read.blocks.iter().chain(&read.unreadable);
        let known = known.chain(&self.snapshot.running);
        let known = known.chain(&self.snapshot.last).chain(&self.snapshot.asked);
        let mut known = known.chain(&self.snapshot.unreadable_running);
        known.find(|block| block.id == id)
    }

    /// The first open question about time away, and its block.
    pub(crate) fn away(&self) -> Option<(Question, &'a Block)> {
        let question = self.snapshot.questions.first()?;
        Some((*question, self.block(question.block)?))
    }

    /// The first key of each of some actions in a place, as a person reads them.
    pub(crate) fn keys(&self, place: Focus, actions: &[Action]) -> String {
        self.keymap.keys_in(place, actions)
    }

    /// As `keys`, within a sentence: `up and down`.
    pub(crate) fn keys_and(&self, place: Focus, actions: &[Action]) -> String {
        self.keys(place, actions).replace(' ', " and ")
    }
}
