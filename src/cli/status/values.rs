//! The values of a template's fields.

use super::super::ctx::Ctx;
use super::super::template::{Field, NONE};
use super::facts::{StatusFacts, describe_running};
use crate::domain::block::{Block, Category, Details, Tag};
use crate::domain::wording::describe_work;
use crate::domain::{format, text};
use crate::insight::coverage::{self, Reading};
use crate::report::share;

/// What a field stands for now; nothing where there is none.
pub(super) fn value_of(ctx: &Ctx, facts: &StatusFacts, field: Field) -> String {
    text::visible(&written(ctx, facts, field))
}

fn written(ctx: &Ctx, facts: &StatusFacts, field: Field) -> String {
    let running =
        |value: &dyn Fn(&Block) -> String| facts.running.as_ref().map(value).unwrap_or_default();
    let details = |value: &dyn Fn(&Details) -> Option<String>| {
        running(&|block| {
            let details = Some(&block.details).filter(|_| block.unreadable.is_none());
            details.and_then(value).unwrap_or_default()
        })
    };
    let today = |category| format::hours(facts.today.of(category));
    let (of_day, of_week) = (
        coverage::of_day(&facts.today),
        coverage::of_week(&facts.week),
    );
    let share = |reading| share::with_bounds(&reading).unwrap_or_else(|| NONE.to_owned());
    let of_day = Some(of_day).filter(|_| !facts.is_damaged);
    match field {
        Field::Running => running(&describe_work),
        Field::What => running(&describe_in_brief),
        Field::Dot => facts.running.as_ref().map_or("○", |_| "●").to_owned(),
        Field::Category => running(&|block| describe_running(block).category),
        Field::Letter => running(&|block| match block.unreadable {
            Some(_) => "?".to_owned(),
            None => block.category.letter().to_string(),
        }),
        Field::Activity => details(&|details| details.activity.as_ref().map(String::from)),
        Field::Account => details(&|details| details.account.as_ref().map(String::from)),
        Field::Requester => details(&|details| details.requester.as_ref().map(String::from)),
        Field::Tags => details(&|details| Some(join(&details.tags))),
        Field::Note => details(&|details| Some(details.note.as_str().to_owned())),
        Field::Elapsed => running(&|_| format::elapsed(facts.elapsed)),
        Field::Time => running(&|_| format::hours(facts.elapsed)),
        Field::Focus => facts
            .focus
            .map_or_else(String::new, |(_, left)| format::countdown(left)),
        Field::Since => running(&|block| ctx.clock_on(block.start)),
        Field::Away => facts
            .away
            .map_or_else(String::new, |since| ctx.clock_on(since)),
        Field::Tafs => of_day.map_or_else(|| NONE.to_owned(), share),
        Field::Percent => {
            let tafs = of_day.and_then(Reading::tafs);
            tafs.map_or_else(String::new, format::whole_figure)
        }
        Field::Goal => {
            let goal = ctx.config.goal.tafs;
            goal.map_or_else(String::new, format::plain_percent)
        }
        Field::Selling => today(Category::Selling),
        Field::Admin => today(Category::Admin),
        Field::Learning => today(Category::Learning),
        Field::Distraction => today(Category::Distraction),
        Field::Break => today(Category::Break),
        Field::Tracked => format::hours(facts.today.tracked()),
        Field::Untracked => format::hours(facts.today.untracked),
        Field::WeekTafs => share(of_week),
        Field::WeekSelling => format::hours(facts.week.selling),
        Field::WeekTracked => format::hours(facts.week.tracked()),
    }
}

fn join(tags: &[Tag]) -> String {
    let tags = tags.iter().map(Tag::as_str);
    tags.collect::<Vec<_>>().join(" ")
}

/// The activity, or the category where there is none, and the account: `meeting @Halden`.
fn describe_in_brief(block: &Block) -> String {
    if block.unreadable.is_some() {
        return describe_running(block).category;
    }
    let details = &block.details;
    let activity = details.activity.as_ref().map(String::from);
    let what = activity.unwrap_or_else(|| block.category.name().to_owned());
    let account = details.account.as_ref();
    account.map_or(what.clone(), |account| {
        format!("{what} @{}", account.as_str())
    })
}
