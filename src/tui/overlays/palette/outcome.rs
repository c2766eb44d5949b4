//! What a command of the palette will do, in sentences: first what becomes of the lane now, with its times, then what the
//! command is.

use super::command::{Command, where_it_works};
use crate::domain::block::{Activity, Block, Category, Details};
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::rules::goes_on;
use crate::domain::text;
use crate::domain::text::capitalized;
use crate::tui::action::{Action, Capture};
use crate::tui::key_table::Focus;
use crate::tui::scene::Scene;
use crate::tui::widgets::changes::name_of;

impl Command<'_> {
    /// What it will do.
    pub(super) fn describe(self, scene: &Scene<'_>, place: Focus) -> Vec<String> {
        let what = match self {
            Self::Key(_) if self.is_copy_elsewhere(place) => {
                let copy = scene.keys(Focus::ReviewPage, &[Action::Copy]);
                format!("Opens the review, where {copy} copies the recap.")
            }
            Self::Key(binding) => sentence(binding.doc),
            Self::Start(_, kind) => sentence(&kind.hint),
            Self::Open(screen) => format!("Shows {}.", screen.title()),
            Self::Switch(switch) => {
                format!("Sets {} = {} in the config.", switch.key, switch.value)
            }
            Self::Find(kind) => format!("Lists the blocks of {}, the latest first.", kind.name),
            Self::Theme(name) => format!("Sets theme.name = {name} in the config."),
            Self::Account(name) => {
                let name = text::visible(name);
                format!("Lists the blocks of {name}, the latest first.")
            }
            Self::Day(day) => format!("Shows {} on Today.", format::short_day(day, scene.today)),
            Self::Commit(week) => describe_commitment(scene, week),
        };
        let lines = [self.outcome(scene, place), Some(what)];
        let lines = lines.into_iter().flatten();
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// What becomes of the lane, or that nothing does here.
    fn outcome(self, scene: &Scene<'_>, place: Focus) -> Option<String> {
        let action = match self {
            Self::Start(category, kind) => {
                return Some(describe_start(scene, category, Some(&kind.name)));
            }
            Self::Key(binding) => match binding.action_in(place) {
                Some(action) => action,
                None => return Some(sentence(&where_it_works(binding, place))),
            },
            Self::Open(_)
            | Self::Switch(_)
            | Self::Find(_)
            | Self::Theme(_)
            | Self::Account(_)
            | Self::Commit(_)
            | Self::Day(_) => return None,
        };
        let Action::Capture(capture) = action else {
            return None;
        };
        match capture {
            Capture::Start(category) => Some(describe_start(scene, category, None)),
            Capture::Focus => Some(describe_start(scene, Category::Selling, None)),
            Capture::Off => Some(match running(scene) {
                Some(block) => describe_end(scene, block),
                None => "Nothing runs.".to_owned(),
            }),
            Capture::Claim(category) => describe_claim(scene, category),
            Capture::Resume | Capture::Repeat => None,
        }
    }
}

fn running<'a>(scene: &Scene<'a>) -> Option<&'a Block> {
    let snapshot = scene.snapshot;
    let running = snapshot.running.as_ref();
    running.or(snapshot.unreadable_running.as_ref())
}

/// What a start ends, or that what runs goes on: the rule is that of the lane.
fn describe_start(scene: &Scene<'_>, category: Category, activity: Option<&str>) -> String {
    let Some(block) = running(scene) else {
        return "Starts now.".to_owned();
    };
    let mut questions = scene.snapshot.questions.iter();
    let is_asked = questions.any(|asked| asked.block == block.id);
    let details = Details {
        activity: activity.and_then(|name| Activity::new(name).ok()),
        ..Details::default()
    };
    if is_asked || !goes_on(block, category, &details) {
        return describe_end(scene, block);
    }
    let runs = describe_run(scene, block);
    if activity.is_some() || scene.context.taxonomy.kinds(category).is_empty() {
        format!("{runs}; nothing changes.")
    } else {
        format!("{runs}; opens its letters.")
    }
}

/// `Meeting @Northwind runs since 13:50`.
fn describe_run(scene: &Scene<'_>, block: &Block) -> String {
    let name = capitalized(&text::visible(&name_of(block, true)));
    let since = format::clock_beside(block.start, scene.beside());
    format!("{name} runs since {since}")
}

/// `Ends meeting @Northwind at 14:32, after 0h42.`
fn describe_end(scene: &Scene<'_>, block: &Block) -> String {
    format!(
        "Ends {} at {}, after {}.",
        text::visible(&name_of(block, true)),
        format::clock(scene.now),
        format::hours(block.length(scene.now.at))
    )
}

/// What runs gets another category; off the clock the line of the key says it all.
fn describe_claim(scene: &Scene<'_>, category: Category) -> Option<String> {
    let block = running(scene)?;
    if block.category == category {
        return Some(format!(
            "{}; already {category}.",
            describe_run(scene, block)
        ));
    }
    let since = format::clock_beside(block.start, scene.beside());
    let name = text::visible(&name_of(block, true));
    Some(format!("Relabels {name} since {since} as {category}."))
}

/// What there is of it, and that it can be written.
fn describe_commitment(scene: &Scene<'_>, week: Week) -> String {
    let notes = scene.notes_of(week);
    let kept = notes.and_then(|notes| notes.commitment.as_deref());
    match kept {
        Some(kept) => format!("Edits \"{}\".", text::visible(kept)),
        None => format!("Opens a line for the commitment of {}.", week.short_name()),
    }
}

/// A line of the key table or of an activity as a sentence.
fn sentence(words: &str) -> String {
    let words = capitalized(words);
    if words.is_empty() || words.ends_with('.') {
        words
    } else {
        format!("{words}.")
    }
}
