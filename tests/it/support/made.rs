//! Made-up work for property tests: categories, details, blocks, and what a person might ask for next.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tafs::domain::block::{
    Account, Activity, Block, BlockId, Category, Details, Fit, Grade, Note, Outcomes, Prospect,
    Requester, Revision, Source, Tag,
};
use tafs::domain::stamp::{Length, Moment, Offset, Stamp};

/// One thing that a person does, in minutes before "now"; blocks are picked by a number that wraps around.
#[derive(Clone, Debug)]
pub enum Step {
    Wait(i64),
    Start {
        back: i64,
        category: Category,
        details: Details,
    },
    Stop {
        back: i64,
    },
    Resume {
        back: i64,
    },
    Claim {
        category: Category,
    },
    Add {
        back: i64,
        length: i64,
        category: Category,
        details: Details,
    },
    Retime {
        pick: usize,
        start: Option<i64>,
        end: Option<Option<i64>>,
    },
    Retag {
        pick: usize,
        category: Category,
    },
    Renote {
        pick: usize,
        note: Note,
    },
    Split {
        pick: usize,
        back: i64,
    },
    Merge {
        pick: usize,
    },
    Delete {
        pick: usize,
    },
    Undo,
    Redo,
    Reopen,
}

/// Any category.
pub fn category() -> impl Strategy<Value = Category> {
    select(Category::ALL.to_vec())
}

/// Few enough details that the same work comes again.
pub fn common_details() -> impl Strategy<Value = Details> {
    let activity = select(vec![None, None, Some("meeting"), Some("crm")]);
    let account = select(vec![None, None, Some("Northwind"), Some("Halden")]);
    let source = select(vec![None, None, None, Some("webinar"), Some("list")]);
    let fit = select(vec![None, None, None, Some(Fit::Ready), Some(Fit::Unfit)]);
    let prospect = (source, fit).prop_map(|(source, fit)| Prospect {
        source: source.and_then(|name| Source::new(name).ok()),
        fit,
    });
    let all = (activity, account, 0..3_u32, prospect);
    all.prop_map(|(activity, account, meetings, prospect)| Details {
        prospect,
        activity: activity.and_then(|name| Activity::new(name).ok()),
        account: account.and_then(|name| Account::new(name).ok()),
        outcomes: Outcomes {
            meetings: meetings / 2,
            ..Outcomes::default()
        },
        ..Details::default()
    })
}

/// Text of signs that hide, vary, combine, compose, end lines or begin sequences, one beside the other.
pub fn dirty_text() -> impl Strategy<Value = String> {
    let signs = "a1*é ´`e\u{301}\u{300}\u{212a}\u{2126}\u{1fef}\u{37e}\u{2000}\u{2003}\u{3000}\u{a0}\u{85}\u{ad}\u{200b}\u{200d}\u{202e}\
        \u{fe00}\u{fe0f}\u{e0100}\u{f900}\u{2f800}葛\u{1100}\u{1161}\u{feff}\r\n\t\u{0}\u{7f}\u{1b}\u{9b}\u{9c}[]P;m\u{7}\\";
    vec(select(signs.chars().collect::<Vec<_>>()), 0..12).prop_map(String::from_iter)
}

/// Details with any text in them that can be stored.
pub fn any_details() -> impl Strategy<Value = Details> {
    let text = || prop_oneof![4 => "\\PC{1,30}".boxed(), 1 => dirty_text().boxed()];
    let outcomes = (
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
        option::of(select(Grade::ALL.to_vec())),
    )
        .prop_map(|(touches, conversations, meetings, grade)| Outcomes {
            touches,
            conversations,
            meetings,
            grade,
        });
    (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        vec(text(), 0..4),
        any::<String>(),
        outcomes,
        (option::of(text()), option::of(select(Fit::ALL.to_vec()))),
    )
        .prop_map(
            |(activity, account, requester, tags, note, outcomes, (source, fit))| {
                let mut unique: Vec<Tag> = Vec::new();
                for tag in tags.iter().filter_map(|tag| Tag::new(tag).ok()) {
                    if !unique.contains(&tag) {
                        unique.push(tag);
                    }
                }
                Details {
                    activity: activity.and_then(|name| Activity::new(&name).ok()),
                    account: account.and_then(|name| Account::new(&name).ok()),
                    requester: requester.and_then(|name| Requester::new(&name).ok()),
                    tags: unique,
                    note: Note::new(&note).unwrap_or_default(),
                    outcomes,
                    prospect: Prospect {
                        source: source.and_then(|name| Source::new(&name).ok()),
                        fit,
                    },
                }
            },
        )
}

/// Any moment that can be stored.
pub fn any_moment() -> impl Strategy<Value = Moment> {
    (Stamp::MIN.seconds()..Stamp::MAX.seconds(), -1439..1440_i32).prop_map(|(seconds, minutes)| {
        Moment {
            at: Stamp::clamped(seconds),
            offset: Offset::new(minutes * 60).expect("less than a day"),
        }
    })
}

/// Any block that can be stored.
pub fn any_block() -> impl Strategy<Value = Block> {
    let length = option::of(1..1_000_000_i64);
    (
        any::<[u8; 16]>(),
        any_moment(),
        length,
        category(),
        any_details(),
    )
        .prop_map(|(id, start, length, category, details)| {
            let end = length.map(|seconds| Moment {
                at: start.at.plus(Length::seconds(seconds)),
                ..start
            });
            let id = BlockId::from_bytes(id);
            Block {
                id,
                start,
                end: end.filter(|end| end.at > start.at),
                category,
                details,
                clock_back: false,
                unreadable: None,
                revision: Revision(1),
            }
        })
}

/// What a person might do next.
pub fn step() -> impl Strategy<Value = Step> {
    let back = || prop_oneof![3 => Just(0_i64), 3 => 1..40_i64, 1 => -3..200_i64];
    let ago = || -2..240_i64;
    prop_oneof![
        4 => (0..30_i64).prop_map(Step::Wait),
        6 => (back(), category(), common_details())
            .prop_map(|(back, category, details)| Step::Start { back, category, details }),
        2 => back().prop_map(|back| Step::Stop { back }),
        2 => back().prop_map(|back| Step::Resume { back }),
        2 => category().prop_map(|category| Step::Claim { category }),
        4 => (ago(), -1..90_i64, category(), common_details())
            .prop_map(|(back, length, category, details)| Step::Add { back, length, category, details }),
        4 => (any::<usize>(), option::of(ago()), option::of(option::weighted(0.9, ago())))
            .prop_map(|(pick, start, end)| Step::Retime { pick, start, end }),
        2 => (any::<usize>(), category()).prop_map(|(pick, category)| Step::Retag { pick, category }),
        1 => (any::<usize>(), "[a-z]{0,3}")
            .prop_map(|(pick, note)| Step::Renote { pick, note: Note::new(&note).expect("a short note") }),
        2 => (any::<usize>(), ago()).prop_map(|(pick, back)| Step::Split { pick, back }),
        2 => any::<usize>().prop_map(|pick| Step::Merge { pick }),
        1 => any::<usize>().prop_map(|pick| Step::Delete { pick }),
        4 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => Just(Step::Reopen),
    ]
}
