//! All that the screen shows and the keys change. Holds values only: no file, no terminal, no clock.

use ratatui::layout::Size;
use tui_input::Input;

use super::keymap::Keymap;
use super::overlays::ask::Ask;
use super::overlays::find::Find;
use super::overlays::month::Month;
use super::overlays::palette::Palette;
use super::screens::review::Sheet;
use super::screens::trends::Trends;
use super::theme::Theme;
use crate::domain::away::Question;
use crate::domain::block::{Block, BlockId, Category};
use crate::domain::calendar::{Day, Week};
use crate::domain::change::Change;
use crate::domain::hours::Marks;
use crate::domain::review::WeekNotes;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::suggestion::Suggestion;
use crate::domain::taxonomy::Role;
use crate::insight::Context;
use crate::insight::gaps::{self, Entry};
use crate::report::review;

/// So many weeks before tell what is usual.
const WEEKS_BACK: i64 = 6;
/// So many weeks before this one a trend goes back at most, and as many as its first one needs for its usual.
const TREND_WEEKS: i64 = 52 + WEEKS_BACK;

/// What does not change while the program runs, but for the days that are marked as off or as worked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Calendar, working hours, taxonomy.
    pub(crate) context: Context,
    /// Which key does what.
    pub(crate) keymap: Keymap,
    /// How things look.
    pub(crate) theme: Theme,
    /// The TAFS that the rep means to reach, from 0 to 1.
    pub(crate) goal: Option<f64>,
    /// The kind of seller.
    pub(crate) role: Role,
    /// From so much unbroken selling on a run is protected.
    pub(crate) protected: Length,
    /// At least so much selling a week.
    pub(crate) selling_goal: Option<Length>,
    /// The most distraction that the rep means to have on a day.
    pub(crate) distraction_ceiling: Option<Length>,
    /// For longer a block is not likely to run.
    pub(crate) stale_after: Length,
    /// How long the activity strip stays.
    pub(crate) strip: Length,
    /// How text gets from here to the clipboard.
    pub(crate) clipboard: Clipboard,
    /// A word beside the name of the program, for a file that is not the rep's own.
    pub(crate) banner: Option<String>,
}

/// What the terminal does with text for the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Clipboard {
    /// It is not known to take any.
    Unknown,
    /// It takes it.
    Takes,
    /// tmux stands between, which hands it on where it is set up to.
    Tmux,
}

/// The screens, in the order of Tab.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) enum Screen {
    /// The day.
    #[default]
    Today,
    /// The seven days around it.
    Week,
    /// The weeks side by side.
    Trends,
    /// The weekly self review.
    Review,
}

impl Screen {
    /// All of them.
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
        let index = Self::ALL
            .iter()
            .position(|screen| *screen == self)
            .unwrap_or_default();
        Self::ALL[(index + by) % Self::ALL.len()]
    }
}

/// What was read from the file, all at once.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Snapshot {
    /// The block that runs.
    pub(crate) running: Option<Block>,
    /// The block that began last, running or not.
    pub(crate) last: Option<Block>,
    /// The blocks of the day on the screen, and those that reach into it.
    pub(crate) blocks: Vec<Block>,
    /// The same blocks as they count while a question about time away is open.
    pub(crate) counted: Vec<Block>,
    /// The open suggestions that begin on the day on the screen.
    pub(crate) suggestions: Vec<Suggestion>,
    /// The open questions about time away, the earliest first.
    pub(crate) questions: Vec<Question>,
    /// The blocks of the same weekdays before, for what is usual by now.
    pub(crate) history: Vec<Block>,
    /// The blocks of the weeks that the screen looks at, as they count; on the screen of the day those of this week,
    /// where something was commitment for it.
    pub(crate) weeks: Vec<Block>,
    /// What is kept for those weeks, and for this one.
    pub(crate) notes: Vec<(Week, WeekNotes)>,
    /// The days that are marked as off or as worked, and the weeks that are off whole.
    pub(crate) marks: Marks,
    /// When the first block of the file began.
    pub(crate) begun: Option<Moment>,
}

/// What is selected in the list of the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cursor {
    /// Nothing in particular: what runs, else the last block.
    Newest,
    /// This block, wherever it stands.
    Block(BlockId),
    /// This suggestion.
    Suggestion(BlockId),
    /// Whatever stands at this instant.
    At(Stamp),
}

impl Cursor {
    /// On this line of the list.
    pub(crate) const fn on(entry: &Entry<'_>) -> Self {
        match entry {
            Entry::Block { block, .. } => Self::Block(block.id),
            Entry::Suggestion { suggestion, .. } => Self::Suggestion(suggestion.id),
            Entry::Untracked(span) | Entry::Off(span) => Self::At(span.start()),
        }
    }
}

/// The letters of the activities, right after a category was started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Strip {
    /// Whose activity a letter sets.
    pub(crate) block: BlockId,
    /// Whose activities are shown.
    pub(crate) category: Category,
    /// Whether a letter speaks of now on, as the key of what runs already does; else it says what the block is.
    pub(crate) from_now: bool,
    /// When it closes.
    pub(crate) until: Stamp,
}

/// What a prompt asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// The note, or any other part of the quick line.
    Note,
    /// The customer.
    Account,
    /// Who asked for the work.
    Requester,
    /// What the block produced.
    Outcome,
    /// All of the block.
    Edit,
    /// Where to cut the block in two.
    Split,
}

/// A line in which something is typed.
#[derive(Clone, Debug)]
pub(crate) struct Prompt {
    /// What it asks for.
    pub(crate) asked: Asked,
    /// The block as it was when the prompt opened.
    pub(crate) block: Block,
    /// What is typed.
    pub(crate) input: Input,
    /// Names from history, the latest used first.
    pub(crate) names: Vec<String>,
    /// Whose names they are: accounts or requesters.
    pub(crate) knows: Option<Asked>,
    /// What was typed before Tab was pressed, and which of its completions stands in the line.
    pub(crate) completing: Option<(String, usize)>,
    /// The question that a split answers.
    pub(crate) question: Option<Question>,
    /// What the line would do, in words.
    pub(crate) preview: Option<String>,
    /// Why the line was not taken.
    pub(crate) error: Option<String>,
}

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// It is done and saved.
    Done,
    /// It was not done, and why.
    Refused,
}

/// A message above the footer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Toast {
    /// The sentence.
    pub(crate) text: String,
    /// How it is meant.
    pub(crate) tone: Tone,
    /// When it goes by itself; a refusal stays until the next key.
    pub(crate) until: Option<Stamp>,
}

/// What lies over the screen.
#[derive(Clone, Debug)]
pub(crate) enum Overlay {
    /// A prompt above the footer.
    Prompt(Prompt),
    /// A question of the review above the footer.
    Ask(Ask),
    /// The first open question about time away.
    Away,
    /// The help, scrolled down by so many lines.
    Help(usize),
    /// Every action by name.
    Palette(Palette),
    /// A month of days.
    Month(Month),
    /// Blocks that fit a line.
    Find(Find),
}

/// All that the screen shows.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) settings: Settings,
    pub(crate) size: Size,
    pub(crate) screen: Screen,
    pub(crate) snapshot: Snapshot,
    pub(crate) trends: Trends,
    /// Today, as of the last event.
    pub(crate) today: Day,
    /// The day on the screen.
    pub(crate) day: Day,
    /// The week that the review looks back on, where another one was asked for than the one that is due.
    pub(crate) reviewed: Option<Week>,
    /// The review of that week.
    pub(crate) review: Sheet,
    /// What is to be printed once the terminal is given back.
    pub(crate) printed: Option<String>,
    pub(crate) cursor: Cursor,
    pub(crate) strip: Option<Strip>,
    /// The minutes typed so far: when the next key's category began.
    pub(crate) digits: String,
    /// Whether the next letter says what the selected block or gap was.
    pub(crate) changing: bool,
    /// A change that would swallow a whole block, and is made when its key is pressed again.
    pub(crate) armed: Option<Change>,
    /// What the digits would do, in words.
    pub(crate) preview: Option<String>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) toast: Option<Toast>,
    pub(crate) quits: bool,
}

impl Model {
    /// An empty screen, before anything is read.
    pub(crate) fn new(settings: Settings, size: Size, now: Moment) -> Self {
        let today = settings.context.calendar.day_of(now);
        Self {
            settings,
            size,
            screen: Screen::default(),
            snapshot: Snapshot::default(),
            trends: Trends::default(),
            today,
            day: today,
            reviewed: None,
            review: Sheet::default(),
            printed: None,
            cursor: Cursor::Newest,
            strip: None,
            digits: String::new(),
            changing: false,
            armed: None,
            preview: None,
            overlay: None,
            toast: None,
            quits: false,
        }
    }

    /// The week that the review looks back on.
    pub(crate) fn reviewed(&self) -> Week {
        self.reviewed
            .unwrap_or_else(|| review::default_week(self.today, &self.settings.context.calendar))
    }

    /// The week after a week.
    pub(crate) fn week_after(&self, week: Week) -> Week {
        self.settings.context.calendar.week_of(week.end())
    }

    /// What is kept for a week, as far as it was read.
    pub(crate) fn notes_of(&self, week: Week) -> Option<&WeekNotes> {
        self.snapshot
            .notes
            .iter()
            .find(|(of, _)| *of == week)
            .map(|(_, notes)| notes)
    }

    /// The first and the last day whose blocks the screen needs beside those of its day.
    pub(crate) fn weeks(&self) -> Option<(Day, Day)> {
        let week = self.settings.context.calendar.week_of(self.day);
        match self.screen {
            Screen::Today => None,
            Screen::Week => Some((week.first.plus(-7 * WEEKS_BACK), week.end().plus(-1))),
            Screen::Review => Some(review::days_to_read(self.reviewed())),
            Screen::Trends => Some((week.first.plus(-7 * TREND_WEEKS), week.end().plus(-1))),
        }
    }

    /// Takes what was read from the file: from now on the screen shows it, and the hours count by its marks.
    pub(crate) fn show(&mut self, snapshot: Snapshot) {
        self.settings
            .context
            .hours
            .marks
            .clone_from(&snapshot.marks);
        self.snapshot = snapshot;
    }

    /// The list of the day.
    pub(crate) fn entries(&self, now: Stamp) -> Vec<Entry<'_>> {
        let entries = gaps::entries(
            &self.snapshot.counted,
            self.day,
            &self.settings.context,
            now,
        );
        gaps::with_suggestions(entries, &self.snapshot.suggestions)
    }

    /// Which line of the list is selected; the last one where the cursor is on nothing that is still there.
    pub(crate) fn selected(&self, entries: &[Entry<'_>]) -> Option<usize> {
        let found = entries.iter().position(|entry| match (self.cursor, entry) {
            (Cursor::Block(id), Entry::Block { block, .. }) => block.id == id,
            (Cursor::Suggestion(id), Entry::Suggestion { suggestion, .. }) => suggestion.id == id,
            (Cursor::At(at), Entry::Block { .. } | Entry::Untracked(_) | Entry::Off(_)) => {
                entry.span().contains(at)
            }
            (Cursor::Newest | Cursor::Block(_) | Cursor::Suggestion(_) | Cursor::At(_), _) => false,
        });
        let last_block = || {
            entries
                .iter()
                .rposition(|entry| matches!(entry, Entry::Block { .. }))
        };
        found.or_else(last_block).or(entries.len().checked_sub(1))
    }

    /// Another day is to be shown; it is read with the next effect.
    pub(crate) fn go_to(&mut self, day: Day) {
        if self.day != day {
            self.day = day;
            self.cursor = Cursor::Newest;
        }
    }

    /// The block under the cursor, as it is: what runs where the cursor is on nothing else, the last one of the
    /// day where nothing runs. `None` on a gap, and on a day without blocks.
    pub(crate) fn selected_block(&self, now: Stamp) -> Option<&Block> {
        let entries = self.entries(now);
        match entries.get(self.selected(&entries)?)? {
            Entry::Block { block, .. } => self.block(block.id),
            Entry::Untracked(_) | Entry::Off(_) | Entry::Suggestion { .. } => None,
        }
    }

    /// An instant of the day on the screen, on the wall clock of where the rep was that day.
    pub(crate) fn moment_in_day(&self, at: Stamp, now: Stamp) -> Moment {
        self.moment_on(self.day, &self.snapshot.blocks, at, now)
    }

    /// An instant of a day, on the wall clock of where these blocks say that the rep was.
    pub(crate) fn moment_on(&self, day: Day, blocks: &[Block], at: Stamp, now: Stamp) -> Moment {
        let context = &self.settings.context;
        let place = context.place(blocks, day, now);
        let elsewhere = place.filter(|place| context.calendar.offset_at(place.at) != place.offset);
        elsewhere.map_or_else(
            || context.calendar.here(at),
            |place| Moment {
                at,
                offset: place.offset,
            },
        )
    }

    /// The block with this id, if it was read.
    pub(crate) fn block(&self, id: BlockId) -> Option<&Block> {
        self.snapshot
            .blocks
            .iter()
            .chain(&self.snapshot.running)
            .chain(&self.snapshot.last)
            .find(|block| block.id == id)
    }
}
