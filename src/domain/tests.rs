//! Lanes as a line of text, for the tests: `a 09:00-10:00; s/meeting@Northwind 10:00-`.

use super::block::{Account, Activity, Block, Category, Details};
use super::calendar::{Calendar, parse_rfc3339};
use super::change::{Change, Patch};
use super::edit::Edit;
use super::rules::{self, Facts, Lane, Plan, Refusal};
use super::stamp::Moment;

/// `09:30`, `09:30:15`, or `1.09:30` for the day before; Monday 2 March 2026 in Berlin.
pub(crate) fn at(text: &str) -> Moment {
    let (day, time) = text.split_once('.').unwrap_or(("2", text));
    let seconds = if time.len() == 5 { ":00" } else { "" };
    parse_rfc3339(&format!("2026-03-0{day}T{time}{seconds}+01:00")).expect(text)
}

/// A moment as [`at`] reads it.
pub(crate) fn shown(moment: Moment) -> String {
    let wall = Calendar::wall(moment).to_string();
    let day = wall.strip_prefix("2026-03-0").expect("a day of the tests");
    let text = day.replacen(' ', ".", 1).replacen("2.", "", 1);
    text.strip_suffix(":00").map_or(text.clone(), str::to_owned)
}

/// `s/meeting@Northwind`: the letter, then the activity and the account, if there are.
pub(crate) fn work(text: &str) -> (Category, Details) {
    let (rest, account) = text
        .split_once('@')
        .map_or((text, None), |(rest, name)| (rest, Account::new(name).ok()));
    let (letter, activity) = rest.split_once('/').map_or((rest, None), |(letter, name)| {
        (letter, Activity::new(name).ok())
    });
    (
        Category::from_word(letter).expect(text),
        Details {
            activity,
            account,
            ..Details::default()
        },
    )
}

/// `s/meeting 09:00-10:00`, or `s/meeting 09:00-` while it runs; with `!` at the end where the clock was set back.
pub(crate) fn block(text: &str) -> Block {
    let (what, times) = text.split_once(' ').expect(text);
    if let Some(text) = text.strip_suffix('!') {
        let clock_back = true;
        return Block {
            clock_back,
            ..block(text)
        };
    }
    let (start, end) = times.split_once('-').expect(text);
    let (category, details) = work(what);
    Block::new(
        at(start),
        (!end.is_empty()).then(|| at(end)),
        category,
        details,
    )
}

/// `a 09:00-10:00; s 10:00-`.
pub(crate) fn lane(text: &str) -> Lane {
    Lane {
        blocks: text
            .split("; ")
            .filter(|text| !text.is_empty())
            .map(block)
            .collect(),
    }
}

/// Blocks as [`lane`] reads them.
pub(crate) fn told(blocks: &[Block]) -> String {
    let one = |block: &Block| {
        let details = &block.details;
        let activity = details
            .activity
            .as_ref()
            .map(|name| format!("/{}", name.as_str()))
            .unwrap_or_default();
        let account = details
            .account
            .as_ref()
            .map(|name| format!("@{}", name.as_str()))
            .unwrap_or_default();
        let end = block.end.map(shown).unwrap_or_default();
        let clock_back = if block.clock_back { "!" } else { "" };
        format!(
            "{}{activity}{account} {}-{end}{clock_back}",
            block.category.letter(),
            shown(block.start)
        )
    };
    blocks.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// `start s/meeting 09:30`, `stop 09:30`, `resume 09:30`, `claim s 09:30`, `add s 09:00-10:00`, `delete 0`,
/// `edit 0 start 09:00` (or `end`, `category`, `account`; an end of `-` lets it run).
pub(crate) fn change(text: &str, lane: &Lane) -> Change {
    let words: Vec<&str> = text.split(' ').collect();
    let named = |index: &str| {
        let index = index.parse::<usize>().expect(text);
        lane.blocks.get(index).expect(text)
    };
    let target = |index: &str| named(index).into();
    match words[..] {
        ["start", what, time] => {
            let (category, details) = work(what);
            Change::Start {
                at: at(time),
                category,
                details,
            }
        }
        ["stop", time] => Change::Stop { at: at(time) },
        ["resume", time] => Change::Resume { at: at(time) },
        ["claim", what, time] => Change::Claim {
            at: at(time),
            day_start: at("00:00").at,
            category: work(what).0,
        },
        ["add", what, times] => {
            let (start, end) = times.split_once('-').expect(text);
            let (category, details) = work(what);
            Change::Add {
                start: at(start),
                end: at(end),
                category,
                details,
            }
        }
        ["split", index, time] => Change::Split {
            target: target(index),
            at: at(time),
        },
        ["merge", index] => Change::Merge {
            target: target(index),
        },
        ["delete", index] => Change::Delete {
            target: target(index),
        },
        ["edit", index, field, value] => Change::Edit {
            seen: Box::new(named(index).clone()),
            patch: patch(field, value),
        },
        _ => panic!("{text}"),
    }
}

fn patch(field: &str, value: &str) -> Patch {
    let mut patch = Patch::default();
    match field {
        "start" => patch.start = Some(at(value)),
        "end" => patch.end = Some((value != "-").then(|| at(value))),
        "category" => patch.category = Some(work(value).0),
        "account" => patch.account = Some(Account::new(value).ok()),
        "times" => {
            let (start, end) = value.split_once('-').expect(value);
            patch.start = Some(at(start));
            patch.end = Some((!end.is_empty()).then(|| at(end)));
        }
        _ => panic!("{field} {value}"),
    }
    patch
}

/// The plan of a change of the lane alone.
pub(crate) fn plan(change: &Change, lane: &Lane, now: Moment) -> Result<Plan, Refusal> {
    let facts = Facts {
        lane: lane.clone(),
        ..Facts::default()
    };
    rules::plan(change, &facts, now)
}

/// The lane once the edits are written one after the other, as the store does: each leaves it whole.
pub(crate) fn written(blocks: &[Block], edits: &[Edit]) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    for edit in edits {
        assert_ne!(edit.before(), edit.after(), "a write that changes nothing");
        if let Some(before) = edit.before() {
            let found = blocks
                .iter()
                .position(|block| block == before)
                .expect("the row is as the edit says");
            blocks.remove(found);
        }
        if let Some(after) = edit.after() {
            assert!(
                blocks.iter().all(|block| block.id != after.id),
                "an id stands twice"
            );
            blocks.push(after.clone());
        }
        blocks.sort_by_key(|block| block.start.at);
        for block in &blocks {
            assert!(
                block.end.is_none_or(|end| end.at > block.start.at),
                "no length: {}",
                told(&blocks)
            );
        }
        for pair in blocks.windows(2) {
            assert!(
                pair[0].end.is_some_and(|end| end.at <= pair[1].start.at),
                "not whole: {}",
                told(&blocks)
            );
        }
    }
    blocks
}
