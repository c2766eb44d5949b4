//! Time in which a block ran and nobody can say whether the work did too: the machine slept, or the key that
//! ends it was forgotten. It is asked about once; until then the block counts only up to there.

use serde::{Deserialize, Serialize};

use super::block::{Block, BlockId, Category};
use super::stamp::{Length, Moment, Stamp};
use super::timeline::Timeline;

/// Why it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// Two ticks lay far apart: the machine slept, the program was stopped, or the clock jumped.
    Slept,
    /// The block runs past the planned day, or for longer than a block is likely to.
    Stale,
}

impl Cause {
    /// The name, as stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slept => "slept",
            Self::Stale => "stale",
        }
    }

    /// The cause of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Slept, Self::Stale]
            .into_iter()
            .find(|cause| cause.name() == name)
    }
}

/// An open question about a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The block that ran meanwhile.
    pub block: BlockId,
    pub cause: Cause,
    /// From when on nobody knows.
    pub since: Moment,
    /// When the rep was back; `None` where that is not known, and it is up to now.
    pub until: Option<Moment>,
}

impl Question {
    /// Up to when nobody knows what the block was.
    pub fn until_in(&self, block: &Block, now: Moment) -> Moment {
        let over = block.end.unwrap_or(now);
        self.until
            .filter(|until| until.at < over.at)
            .unwrap_or(over)
    }

    /// Whether the block goes on after the time in doubt. Where nobody is known to be back, it does when somebody
    /// says so.
    pub fn goes_on_in(&self, block: &Block, now: Moment) -> bool {
        match block.end {
            Some(end) => self.until_in(block, now).at < end.at,
            None => self.until.is_some(),
        }
    }

    /// Whether an answer leaves nothing of the block.
    pub fn removes(&self, block: &Block, answer: Answer, now: Moment) -> bool {
        let is_all_in_doubt = self.since.at <= block.start.at;
        match answer {
            Answer::Off => is_all_in_doubt,
            Answer::Was(category) => {
                is_all_in_doubt && category != block.category && !self.goes_on_in(block, now)
            }
            Answer::Keep | Answer::Split(_) => false,
        }
    }
}

/// What the time was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The work went on: keep it all.
    Keep,
    /// It was this.
    Was(Category),
    /// Off the clock since then.
    Off,
    /// The block ends at this moment, and goes on from there as a block of its own.
    Split(Moment),
}

/// What is on record as it counts while the questions are open: see [`count_blocks`].
pub fn count_timeline(timeline: &Timeline, questions: &[Question]) -> Timeline {
    Timeline {
        blocks: count_blocks(&timeline.blocks, questions),
        unreadable: timeline.unreadable.clone(),
        since: timeline.since,
        account_starts: timeline.account_starts.clone(),
        account_touches: timeline.account_touches.clone(),
        focus_runs: timeline.focus_runs.clone(),
    }
}

/// The same of a timeline that nobody needs as it is: nothing of it is copied.
pub fn into_counted(timeline: Timeline, questions: &[Question]) -> Timeline {
    Timeline {
        blocks: count_taken(timeline.blocks, questions),
        ..timeline
    }
}

/// The blocks as they count while the question is open: the block of the question only up to where nobody
/// knows.
pub fn count_blocks(blocks: &[Block], questions: &[Question]) -> Vec<Block> {
    let count = |block: &Block| cut(block, questions).unwrap_or_else(|| block.clone());
    blocks.iter().map(count).collect()
}

/// The same of blocks that nobody needs as they stand: all but those of a question stay where they are.
pub fn count_taken(mut blocks: Vec<Block>, questions: &[Question]) -> Vec<Block> {
    for block in &mut blocks {
        if let Some(counted) = cut(block, questions) {
            *block = counted;
        }
    }
    blocks
}

/// The block as it counts, where that is not as it stands.
fn cut(block: &Block, questions: &[Question]) -> Option<Block> {
    match find_question(block, questions)?.since {
        since if since.at <= block.start.at => Some(block.ending(block.start)),
        since if block.end.is_none_or(|end| end.at > since.at) => Some(block.ending(since)),
        Moment { .. } => None,
    }
}

/// The question about a block.
pub fn find_question<'a>(block: &Block, questions: &'a [Question]) -> Option<&'a Question> {
    questions.iter().find(|question| question.block == block.id)
}

/// How long a block has run, as far as it counts while the questions are open.
pub fn counted_length(block: &Block, questions: &[Question], now: Stamp) -> Length {
    let counted = count_blocks(std::slice::from_ref(block), questions);
    counted
        .first()
        .map_or(Length::ZERO, |block| block.length(now))
}
