//! The quick line: `@account !requester #tag /activity +3conv +advance`, in any order, the rest is the note.

use super::Fault;
use super::words::{Kind, Word, words};
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Grade, Note, Outcomes, Requester, Tag, TextFault,
};
use crate::domain::change::Patch;
use crate::domain::taxonomy::Taxonomy;

const OUTCOMES: &str = "the outcomes are +touch, +conv, +meeting (with a count: +3conv), +advance, +continuation, +no \
                        and +won; write \\+ for a plain +";

/// What a line says of a new block of this category.
pub fn details(line: &str, category: Category, taxonomy: &Taxonomy) -> Result<Details, Fault> {
    let named = read(
        line,
        category,
        taxonomy,
        &Reading {
            bare_clears: false,
            kept: None,
        },
    )?;
    Ok(Details {
        activity: named.activity.flatten(),
        account: named.account.flatten(),
        requester: named.requester.flatten(),
        tags: named.tags.unwrap_or_default(),
        note: named.note.unwrap_or_default(),
        outcomes: named.outcomes.over(Outcomes::default()),
    })
}

/// What a line changes in a block: only what it names. A bare sigil takes away what it stands for, an empty
/// quote the note; the tags that are named replace all, a count that is named replaces that count.
pub fn patch(line: &str, block: &Block, taxonomy: &Taxonomy) -> Result<Patch, Fault> {
    patch_as(line, block, block.category, taxonomy)
}

/// As [`patch`], where the same change makes the block one of `category`.
pub(super) fn patch_as(
    line: &str,
    block: &Block,
    category: Category,
    taxonomy: &Taxonomy,
) -> Result<Patch, Fault> {
    let kept = if category == block.category {
        block.details.activity.as_ref()
    } else {
        None
    };
    let named = read(
        line,
        category,
        taxonomy,
        &Reading {
            bare_clears: true,
            kept,
        },
    )?;
    let outcomes = (named.outcomes != Produced::default())
        .then(|| named.outcomes.over(block.details.outcomes));
    Ok(Patch {
        start: None,
        end: None,
        category: None,
        activity: named.activity,
        account: named.account,
        requester: named.requester,
        tags: named.tags,
        note: named.note,
        outcomes,
    })
}

/// How a line is read.
struct Reading<'a> {
    /// Whether a bare sigil takes away what it stands for.
    bare_clears: bool,
    /// An activity that may be named though the taxonomy does not list it: the one that the block has.
    kept: Option<&'a Activity>,
}

/// What a line names: `Some(None)` where a bare sigil takes it away.
#[derive(Default)]
struct Named {
    activity: Option<Option<Activity>>,
    account: Option<Option<Account>>,
    requester: Option<Option<Requester>>,
    tags: Option<Vec<Tag>>,
    note: Option<Note>,
    outcomes: Produced,
}

/// The outcomes that a line names.
#[derive(Default, PartialEq, Eq)]
struct Produced {
    cleared: bool,
    touches: Option<u32>,
    conversations: Option<u32>,
    meetings: Option<u32>,
    grade: Option<Grade>,
}

impl Produced {
    /// The outcomes `before`, but for those that are named.
    fn over(&self, before: Outcomes) -> Outcomes {
        let before = if self.cleared {
            Outcomes::default()
        } else {
            before
        };
        Outcomes {
            touches: self.touches.unwrap_or(before.touches),
            conversations: self.conversations.unwrap_or(before.conversations),
            meetings: self.meetings.unwrap_or(before.meetings),
            grade: self.grade.or(before.grade),
        }
    }
}

fn read(
    line: &str,
    category: Category,
    taxonomy: &Taxonomy,
    reading: &Reading<'_>,
) -> Result<Named, Fault> {
    let words = words(line)?;
    let mut named = Named::default();
    for word in &words {
        if word.kind == Kind::Note {
            continue;
        }
        if word.is_bare() && !(reading.bare_clears && word.text.is_empty()) {
            return Err(bare(line, word));
        }
        let cleared = word.is_bare();
        match word.kind {
            Kind::Note => {}
            Kind::Account => set(line, word, &mut named.account, cleared, Account::new)?,
            Kind::Requester => set(line, word, &mut named.requester, cleared, Requester::new)?,
            Kind::Activity => {
                let find = |_: &str| activity(line, word, category, taxonomy, reading.kept);
                once(line, word, &mut named.activity, cleared, find)?;
            }
            Kind::Tag => {
                let tags = named.tags.get_or_insert_default();
                if !cleared {
                    let tag = Tag::new(&word.text).map_err(|fault| unfit(line, word, &fault))?;
                    if !tags.contains(&tag) {
                        tags.push(tag);
                    }
                }
            }
            Kind::Outcome if cleared => named.outcomes.cleared = true,
            Kind::Outcome => outcome(line, word, &mut named.outcomes)?,
        }
    }
    named.note = note(line, &words)?;
    Ok(named)
}

fn set<T>(
    line: &str,
    word: &Word,
    slot: &mut Option<Option<T>>,
    cleared: bool,
    new: impl Fn(&str) -> Result<T, TextFault>,
) -> Result<(), Fault> {
    once(line, word, slot, cleared, |text| {
        new(text).map_err(|fault| unfit(line, word, &fault))
    })
}

/// Sets what a block has one of.
fn once<T>(
    line: &str,
    word: &Word,
    slot: &mut Option<Option<T>>,
    cleared: bool,
    new: impl Fn(&str) -> Result<T, Fault>,
) -> Result<(), Fault> {
    if slot.is_some() {
        let noun = word.kind.noun();
        let sigil = word.kind.sigil().unwrap_or('"');
        let message = format!("this is a second {noun}, and a block has one");
        return Err(Fault::at(line, word.place.clone(), message).hint(format!(
            "write \\{sigil} where the character itself is meant"
        )));
    }
    *slot = Some(if cleared {
        None
    } else {
        Some(new(&word.text)?)
    });
    Ok(())
}

fn activity(
    line: &str,
    word: &Word,
    category: Category,
    taxonomy: &Taxonomy,
    kept: Option<&Activity>,
) -> Result<Activity, Fault> {
    let fault = |message: String| Fault::at(line, word.place.clone(), message);
    if let Some(kind) = taxonomy.find(category, &word.text) {
        return Activity::new(&kind.name).map_err(|reason| unfit(line, word, &reason));
    }
    if let Some(kept) = kept.filter(|kept| kept.as_str().eq_ignore_ascii_case(&word.text)) {
        return Ok(kept.clone());
    }
    let kinds = taxonomy.kinds(category);
    if kinds.is_empty() {
        return Err(fault(format!("a {category} has no activities"))
            .hint("leave it out, or write \\/ for a plain /"));
    }
    let listed: Vec<String> = kinds
        .iter()
        .map(|kind| format!("{} {}", kind.letter, kind.name))
        .collect();
    Err(fault(format!("{category} has no activity {:?}", word.text))
        .hint(format!("one of: {}", listed.join(", "))))
}

fn outcome(line: &str, word: &Word, outcomes: &mut Produced) -> Result<(), Fault> {
    let fault = |message: String| Fault::at(line, word.place.clone(), message);
    let letters = word.text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &word.text[..word.text.len() - letters.len()];
    let slot = match letters.to_ascii_lowercase().as_str() {
        "touch" | "touches" => &mut outcomes.touches,
        "conv" | "convs" | "conversation" | "conversations" => &mut outcomes.conversations,
        "meeting" | "meetings" | "mtg" | "mtgs" => &mut outcomes.meetings,
        name => {
            let grade = match name {
                "adv" => Some(Grade::Advance),
                "cont" => Some(Grade::Continuation),
                name => Grade::from_name(name),
            };
            let grade = grade
                .ok_or_else(|| fault(format!("\"+{}\" is no outcome", word.text)).hint(OUTCOMES))?;
            if !digits.is_empty() {
                return Err(fault(format!("{} is a grade, not a count", grade.name()))
                    .hint(format!("write +{name}")));
            }
            if outcomes.grade.is_some_and(|known| known != grade) {
                return Err(
                    fault("this is a second grade, and a block has one".to_owned()).hint(OUTCOMES),
                );
            }
            outcomes.grade = Some(grade);
            return Ok(());
        }
    };
    let count = if digits.is_empty() {
        Some(1)
    } else {
        digits.parse::<u32>().ok()
    };
    let sum = count.and_then(|count| slot.unwrap_or(0).checked_add(count));
    *slot = Some(sum.ok_or_else(|| fault("that is more than can be counted".to_owned()))?);
    Ok(())
}

fn note(line: &str, words: &[Word]) -> Result<Option<Note>, Fault> {
    let of_note: Vec<&Word> = words
        .iter()
        .filter(|word| word.kind == Kind::Note)
        .collect();
    let (Some(first), Some(last)) = (of_note.first(), of_note.last()) else {
        return Ok(None);
    };
    let text = of_note
        .iter()
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let note = Note::new(&text);
    note.map(Some).map_err(|fault| {
        Fault::at(
            line,
            first.place.start..last.place.end,
            format!("the note {fault}"),
        )
    })
}

fn bare(line: &str, word: &Word) -> Fault {
    let (noun, sigil) = (word.kind.noun(), word.kind.sigil().unwrap_or('"'));
    let fault = Fault::at(
        line,
        word.place.clone(),
        format!("{:?} names no {noun}", &line[word.place.clone()]),
    );
    fault.hint(format!(
        "write the {noun} right after {sigil}, or \\{sigil} for the character itself"
    ))
}

fn unfit(line: &str, word: &Word, fault: &TextFault) -> Fault {
    Fault::at(
        line,
        word.place.clone(),
        format!("the {} {fault}", word.kind.noun()),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::stamp::{Moment, Offset, Stamp};

    fn said(line: &str) -> Details {
        details(line, Category::Selling, &Taxonomy::default())
            .unwrap_or_else(|fault| panic!("{line:?}: {fault}"))
    }

    fn block(line: &str) -> Block {
        let start = Moment {
            at: Stamp::clamped(0),
            offset: Offset::UTC,
        };
        Block::new(start, None, Category::Selling, said(line))
    }

    #[test]
    fn parts_stand_in_any_order_and_the_rest_is_the_note() {
        let expected = Details {
            activity: Activity::new("meeting").ok(),
            account: Account::new("Northwind").ok(),
            requester: Requester::new("legal").ok(),
            tags: vec![Tag::new("newdeck").unwrap(), Tag::new("poc").unwrap()],
            note: Note::new("POC terms").unwrap(),
            outcomes: Outcomes {
                touches: 22,
                conversations: 4,
                meetings: 1,
                grade: Some(Grade::Advance),
            },
        };
        let lines = [
            "@Northwind !legal #newdeck #poc /meeting +22touch +4conv +meeting +advance POC terms",
            "POC +adv /M +2conv #newdeck terms +1mtg !legal +2conversations +22touches @Northwind #poc #newdeck",
        ];
        for line in lines {
            assert_eq!(said(line), expected, "{line}");
        }
        assert_eq!(said("  "), Details::default());
        assert_eq!(
            said("a@b.com \\@home and/or \"#1 deal\"").note.as_str(),
            "a@b.com @home and/or #1 deal"
        );
        assert_eq!(said("@\"Big Co\"").account, Account::new("Big Co").ok());
        assert_eq!(said("+0conv").outcomes, Outcomes::default());
    }

    #[test]
    fn what_is_not_understood_is_pointed_at() {
        let long = format!("ü @{}", "x".repeat(300));
        let cases = [
            (
                "call /crm",
                6,
                4,
                "selling has no activity \"crm\"",
                "p prospecting, m meeting,",
            ),
            ("@a note @b", 9, 2, "a second account", "\\@"),
            ("/m /p", 4, 2, "a second activity", "\\/"),
            ("!a !a", 4, 2, "a second requester", "\\!"),
            (
                "this @ that",
                6,
                1,
                "\"@\" names no account",
                "\\@ for the character",
            ),
            (
                "a + b",
                3,
                1,
                "\"+\" names no outcome",
                "\\+ for the character",
            ),
            (
                "great !!!",
                7,
                3,
                "\"!!!\" names no requester",
                "\\! for the character",
            ),
            ("+3", 1, 2, "\"+3\" is no outcome", "+3conv"),
            ("+3foo", 1, 5, "\"+3foo\" is no outcome", "+3conv"),
            ("+2advance", 1, 9, "advance is a grade", "+advance"),
            ("+no +won", 5, 4, "a second grade", "+won"),
            (
                "+4294967295conv +1conv",
                17,
                6,
                "more than can be counted",
                "",
            ),
            ("+99999999999touch", 1, 17, "more than can be counted", ""),
            ("@\"Big", 2, 1, "never closed", "close it"),
            ("@\"\"", 1, 3, "the account is empty", ""),
            (&long, 3, 301, "the account has 300 bytes; at most 200", ""),
        ];
        for (line, column, width, message, hint) in cases {
            let fault = details(line, Category::Selling, &Taxonomy::default()).expect_err(line);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{line:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{line:?}: {fault}");
            assert!(fault.hint.unwrap_or_default().contains(hint), "{line:?}");
        }
        let rest = details("/m", Category::Break, &Taxonomy::default()).unwrap_err();
        assert_eq!(rest.message, "a break has no activities");
        assert!(details(&"x".repeat(70_000), Category::Admin, &Taxonomy::default()).is_err());
    }

    #[test]
    fn a_patch_changes_what_is_named_and_nothing_else() {
        let before = block("@Northwind !legal #a #b /m +3conv +2touch +advance old words");
        let cases = [
            (
                "",
                "@Northwind !legal #a #b /m +3conv +2touch +advance old words",
            ),
            (
                "new words",
                "@Northwind !legal #a #b /m +3conv +2touch +advance new words",
            ),
            (
                "@Halden +5conv",
                "@Halden !legal #a #b /m +5conv +2touch +advance old words",
            ),
            ("@ ! / #", "+3conv +2touch +advance old words"),
            (
                "#c",
                "@Northwind !legal #c /m +3conv +2touch +advance old words",
            ),
            (
                "# #c",
                "@Northwind !legal #c /m +3conv +2touch +advance old words",
            ),
            (
                "+won +0touch",
                "@Northwind !legal #a #b /m +3conv +won old words",
            ),
            ("+", "@Northwind !legal #a #b /m old words"),
            ("+ +1conv", "@Northwind !legal #a #b /m +1conv old words"),
            ("\"\"", "@Northwind !legal #a #b /m +3conv +2touch +advance"),
        ];
        for (line, expected) in cases {
            let after = patch(line, &before, &Taxonomy::default())
                .expect(line)
                .applied_to(&before);
            assert_eq!(after.details, said(expected), "{line:?}");
        }
        assert!(patch("+ +", &before, &Taxonomy::default()).is_ok());
        assert!(patch("@!", &before, &Taxonomy::default()).is_err());
    }

    #[test]
    fn an_activity_that_only_the_block_knows_may_be_kept() {
        let mut before = block("");
        before.details.activity = Activity::new("Site-Visit").ok();
        let kept = patch("/site-visit", &before, &Taxonomy::default()).unwrap();
        assert_eq!(kept.activity, Some(Activity::new("Site-Visit").ok()));
        assert!(
            patch_as(
                "/site-visit",
                &before,
                Category::Admin,
                &Taxonomy::default()
            )
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn no_line_panics_and_faults_point_into_it(line in "[@!#/+\"\\\\ 0-9a-z\\PC]{0,24}") {
            for category in Category::ALL {
                if let Err(fault) = details(&line, category, &Taxonomy::default()) {
                    prop_assert!(fault.column + fault.width <= line.chars().count() + 2, "{:?} {:?}", line, fault);
                }
            }
        }
    }
}
