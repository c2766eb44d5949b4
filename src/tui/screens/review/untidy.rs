//! What makes a week's figures less sure: gaps in its planned hours, and blocks so long that one was forgotten.

use crate::domain::block::{Activity, Block, BlockId, Category, Details};
use crate::domain::calendar::{Day, Week};
use crate::domain::stamp::{Length, Moment, Span};
use crate::insight::gaps;
use crate::tui::scene::Scene;

/// A gap counts from here on.
const GAP: Length = Length::minutes(15);
/// A block is long from here on.
const LONG: Length = Length::hours(4);

/// Something to tidy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Untidy {
    /// Planned hours without a block.
    Gap {
        /// Which day.
        day: Day,
        /// From when on.
        start: Moment,
        /// Until when.
        end: Moment,
    },
    /// A block that may have been forgotten.
    Long {
        /// The day on which it began.
        day: Day,
        /// When that was.
        start: Moment,
        /// How long it is.
        length: Length,
        /// Which block.
        block: BlockId,
        /// What it is.
        category: Category,
        /// Its activity, or its category.
        name: String,
    },
    /// A block without an activity, and what it was most likely.
    Bare {
        day: Day,
        block: Box<Block>,
        likely: Option<Activity>,
    },
    /// A conversation with a customer of which nobody knows how it ended.
    Ungraded { day: Day, block: Box<Block> },
}

impl Untidy {
    fn start(&self) -> Moment {
        match self {
            Self::Gap { start, .. } | Self::Long { start, .. } => *start,
            Self::Bare { block, .. } | Self::Ungraded { block, .. } => block.start,
        }
    }
}

/// All of a week up to now, in order of time. Before the very first block there is nothing to hold against anyone.
pub(crate) fn of_week(scene: &Scene<'_>, week: Week) -> Vec<Untidy> {
    let weeks = &scene.snapshot.weeks;
    let context = scene.context;
    let begun = scene
        .snapshot
        .begun
        .map(|begun| context.calendar.day_of(begun));
    let mut found: Vec<Untidy> = Vec::new();
    for day in week
        .days()
        .into_iter()
        .filter(|day| begun.is_some_and(|begun| *day >= begun))
    {
        let open = gaps::find_untracked(context.ledger(weeks, scene.now.at), day)
            .into_iter()
            .filter(|gap| gap.length() >= GAP);
        found.extend(open.map(|gap| of_gap(scene, day, gap)));
    }
    let within = |block: &&Block| week.days().contains(&context.calendar.day_of(block.start));
    let long = (weeks.blocks.iter())
        .filter(|block| block.length(scene.now.at) > LONG)
        .filter(within);
    found.extend(long.map(|block| Untidy::Long {
        day: context.calendar.day_of(block.start),
        start: block.start,
        length: block.length(scene.now.at),
        block: block.id,
        category: block.category,
        name: name(block.category, &block.details),
    }));
    found.sort_by_key(|untidy| untidy.start().at);
    found.extend(find_unsaid(scene, week));
    found
}

/// The blocks of a week of which something is missing that figures need, in order of time.
fn find_unsaid(scene: &Scene<'_>, week: Week) -> Vec<Untidy> {
    let (weeks, context) = (&scene.snapshot.weeks, scene.context);
    let is_work = |block: &&Block| Category::WORK.contains(&block.category) && block.end.is_some();
    let unsaid = weeks.blocks.iter().filter(is_work).filter_map(|block| {
        let day = context.calendar.day_of(block.start);
        if !week.days().contains(&day) {
            return None;
        }
        let activity = block.details.activity.as_ref();
        let seen = || Box::new(block.clone());
        if activity.is_none() {
            let likely = likely_activity(&weeks.blocks, block);
            return Some(Untidy::Bare {
                day,
                block: seen(),
                likely,
            });
        }
        let is_live = context.taxonomy.is_live(block.category, activity);
        let is_ungraded = is_live && block.details.outcomes.grade.is_none();
        is_ungraded.then(|| Untidy::Ungraded { day, block: seen() })
    });
    unsaid.collect()
}

/// What blocks of the same category were most often, those for the same account first.
fn likely_activity(blocks: &[Block], of: &Block) -> Option<Activity> {
    let mut counts: Vec<(Activity, usize)> = Vec::new();
    for block in blocks.iter().filter(|block| block.category == of.category) {
        let Some(activity) = &block.details.activity else {
            continue;
        };
        let is_same = of.details.account.is_some() && block.details.account == of.details.account;
        let weight = if is_same { 1000 } else { 1 };
        match counts.iter_mut().find(|(known, _)| known == activity) {
            Some((_, count)) => *count += weight,
            None => counts.push((activity.clone(), weight)),
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(activity, _)| activity)
}

fn of_gap(scene: &Scene<'_>, day: Day, gap: Span) -> Untidy {
    let weeks = &scene.snapshot.weeks;
    let moment = |at| scene.moment_on(day, weeks, at);
    Untidy::Gap {
        day,
        start: moment(gap.start()),
        end: moment(gap.end()),
    }
}

/// The activity, or the category where there is none.
pub(crate) fn name(category: Category, details: &Details) -> String {
    let activity = details
        .activity
        .as_ref()
        .map(|activity| activity.as_str().to_owned());
    activity.unwrap_or_else(|| category.name().to_owned())
}
