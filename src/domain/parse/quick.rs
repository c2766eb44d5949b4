//! The quick line: `@account !requester #tag /activity +3conv +advance`, in any order, the rest is the note.

use super::ParseError;
use super::words::{Word, WordKind, split_words};
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Grade, Note, Outcomes, Requester, Tag, TextError,
};
use crate::domain::change::Patch;
use crate::domain::taxonomy::Taxonomy;

const OUTCOMES: &str = "the outcomes are +touch, +conv, +meeting (with a count: +3conv), +advance, +continuation, +no \
                        and +won; write \\+ for a plain +";

/// What a line says of a new block of this category.
pub fn parse_details(
    line: &str,
    category: Category,
    taxonomy: &Taxonomy,
) -> Result<Details, ParseError> {
    let reader = Reader {
        line,
        category,
        taxonomy,
        before: None,
    };
    let named = reader.read()?;
    Ok(Details {
        activity: named.activity.flatten(),
        account: named.account.flatten(),
        requester: named.requester.flatten(),
        tags: named.tags.unwrap_or_default(),
        note: named.note.unwrap_or_default(),
        outcomes: named.outcomes.unwrap_or_default(),
    })
}

/// What a line changes in a block: only what it names. A bare sigil takes away what it stands for, an empty
/// quote the note; the tags that are named replace all, a count that is named replaces that count.
pub fn parse_patch(line: &str, block: &Block, taxonomy: &Taxonomy) -> Result<Patch, ParseError> {
    patch_as(line, block, block.category, taxonomy)
}

/// As [`parse_patch`], where the same change makes the block one of `category`.
pub(super) fn patch_as(
    line: &str,
    block: &Block,
    category: Category,
    taxonomy: &Taxonomy,
) -> Result<Patch, ParseError> {
    let reader = Reader {
        line,
        category,
        taxonomy,
        before: Some(block),
    };
    reader.read()
}

struct Reader<'a> {
    line: &'a str,
    category: Category,
    taxonomy: &'a Taxonomy,
    /// The block that the line changes; a bare sigil takes away what it has.
    before: Option<&'a Block>,
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

impl Reader<'_> {
    /// What the line names: `Some(None)` where a bare sigil takes it away.
    fn read(&self) -> Result<Patch, ParseError> {
        let words = split_words(self.line)?;
        let mut named = Patch::default();
        let mut produced = Produced::default();
        for word in &words {
            let cleared = word.is_bare();
            if word.kind != WordKind::Note
                && cleared
                && !(self.before.is_some() && word.text.is_empty())
            {
                return Err(self.names_nothing(word));
            }
            match word.kind {
                WordKind::Note => {}
                WordKind::Account => self.set(word, &mut named.account, Account::new)?,
                WordKind::Requester => self.set(word, &mut named.requester, Requester::new)?,
                WordKind::Activity => {
                    self.set_once(word, &mut named.activity, || self.activity(word))?;
                }
                WordKind::Tag => {
                    let tags = named.tags.get_or_insert_default();
                    if !cleared {
                        let tag = Tag::new(&word.text).map_err(|error| self.unfit(word, &error))?;
                        if !tags.contains(&tag) {
                            tags.push(tag);
                        }
                    }
                }
                WordKind::Outcome if cleared => produced.cleared = true,
                WordKind::Outcome => self.read_outcome(word, &mut produced)?,
            }
        }
        named.note = self.note(&words)?;
        let before = self
            .before
            .map_or_else(Outcomes::default, |block| block.details.outcomes);
        named.outcomes = (produced != Produced::default()).then(|| produced.over(before));
        Ok(named)
    }

    fn error(&self, word: &Word, message: impl Into<String>) -> ParseError {
        ParseError::at(self.line, word.place.clone(), message)
    }

    fn names_nothing(&self, word: &Word) -> ParseError {
        let (noun, sigil) = (word.kind.noun(), word.kind.sigil().unwrap_or('"'));
        let written = &self.line[word.place.clone()];
        self.error(word, format!("{written:?} names no {noun}"))
            .hint(format!(
                "write the {noun} right after {sigil}, or \\{sigil} for the character itself"
            ))
    }

    fn unfit(&self, word: &Word, error: &TextError) -> ParseError {
        self.error(word, format!("the {} {error}", word.kind.noun()))
    }

    fn set<T>(
        &self,
        word: &Word,
        slot: &mut Option<Option<T>>,
        new: impl Fn(&str) -> Result<T, TextError>,
    ) -> Result<(), ParseError> {
        self.set_once(word, slot, || {
            new(&word.text).map_err(|error| self.unfit(word, &error))
        })
    }

    /// Sets what a block has one of.
    fn set_once<T>(
        &self,
        word: &Word,
        slot: &mut Option<Option<T>>,
        new: impl Fn() -> Result<T, ParseError>,
    ) -> Result<(), ParseError> {
        if slot.is_some() {
            let (noun, sigil) = (word.kind.noun(), word.kind.sigil().unwrap_or('"'));
            let message = format!("this is a second {noun}, and a block has one");
            let hint = format!("write \\{sigil} where the character itself is meant");
            return Err(self.error(word, message).hint(hint));
        }
        *slot = Some(if word.is_bare() { None } else { Some(new()?) });
        Ok(())
    }

    fn activity(&self, word: &Word) -> Result<Activity, ParseError> {
        let Self {
            category, taxonomy, ..
        } = *self;
        if let Some(kind) = taxonomy.find(category, &word.text) {
            return Activity::new(&kind.name).map_err(|error| self.unfit(word, &error));
        }
        // The one that the block has may be named though the taxonomy does not list it.
        let kept = self
            .before
            .filter(|block| block.category == category)
            .and_then(|block| block.details.activity.as_ref());
        if let Some(kept) = kept.filter(|kept| kept.as_str().eq_ignore_ascii_case(&word.text)) {
            return Ok(kept.clone());
        }
        Err(if taxonomy.kinds(category).is_empty() {
            self.error(word, format!("a {category} has no activities"))
                .hint("leave it out, or write \\/ for a plain /")
        } else {
            self.error(word, format!("{category} has no activity {:?}", word.text))
                .hint(format!("one of: {}", taxonomy.listed(category)))
        })
    }

    fn read_outcome(&self, word: &Word, produced: &mut Produced) -> Result<(), ParseError> {
        let letters = word.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &word.text[..word.text.len() - letters.len()];
        let count = match letters.to_ascii_lowercase().as_str() {
            "touch" | "touches" => &mut produced.touches,
            "conv" | "convs" | "conversation" | "conversations" => &mut produced.conversations,
            "meeting" | "meetings" | "mtg" | "mtgs" => &mut produced.meetings,
            name => return self.read_grade(word, name, digits, &mut produced.grade),
        };
        let number = if digits.is_empty() {
            Some(1)
        } else {
            digits.parse::<u32>().ok()
        };
        let sum = number.and_then(|number| count.unwrap_or(0).checked_add(number));
        *count = Some(sum.ok_or_else(|| self.error(word, "that is more than can be counted"))?);
        Ok(())
    }

    fn read_grade(
        &self,
        word: &Word,
        name: &str,
        digits: &str,
        slot: &mut Option<Grade>,
    ) -> Result<(), ParseError> {
        let grade = match name {
            "adv" => Some(Grade::Advance),
            "cont" => Some(Grade::Continuation),
            name => Grade::from_name(name),
        };
        let Some(grade) = grade else {
            let message = format!("\"+{}\" is no outcome", word.text);
            return Err(self.error(word, message).hint(OUTCOMES));
        };
        if !digits.is_empty() {
            let message = format!("{} is a grade, not a count", grade.name());
            return Err(self.error(word, message).hint(format!("write +{name}")));
        }
        if slot.is_some_and(|known| known != grade) {
            let message = "this is a second grade, and a block has one";
            return Err(self.error(word, message).hint(OUTCOMES));
        }
        *slot = Some(grade);
        Ok(())
    }

    fn note(&self, words: &[Word]) -> Result<Option<Note>, ParseError> {
        let of_note = words.iter().filter(|word| word.kind == WordKind::Note);
        let of_note: Vec<&Word> = of_note.collect();
        let (Some(first), Some(last)) = (of_note.first(), of_note.last()) else {
            return Ok(None);
        };
        let text: Vec<&str> = of_note.iter().map(|word| word.text.as_str()).collect();
        let note = Note::new(&text.join(" "));
        note.map(Some).map_err(|error| {
            let place = first.place.start..last.place.end;
            ParseError::at(self.line, place, format!("the note {error}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::stamp::{Moment, Offset, Stamp};

    fn said(line: &str) -> Details {
        parse_details(line, Category::Selling, &Taxonomy::default())
            .unwrap_or_else(|fault| panic!("{line:?}: {fault}"))
    }

    fn block(line: &str) -> Block {
        let start = Moment::new(Stamp::clamped(0), Offset::UTC);
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
            let fault =
                parse_details(line, Category::Selling, &Taxonomy::default()).expect_err(line);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{line:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{line:?}: {fault}");
            assert!(fault.hint.unwrap_or_default().contains(hint), "{line:?}");
        }
        let rest = parse_details("/m", Category::Break, &Taxonomy::default()).unwrap_err();
        assert_eq!(rest.message, "a break has no activities");
        assert!(parse_details(&"x".repeat(70_000), Category::Admin, &Taxonomy::default()).is_err());
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
            let after = parse_patch(line, &before, &Taxonomy::default())
                .expect(line)
                .applied_to(&before);
            assert_eq!(after.details, said(expected), "{line:?}");
        }
        assert!(parse_patch("+ +", &before, &Taxonomy::default()).is_ok());
        assert!(parse_patch("@!", &before, &Taxonomy::default()).is_err());
    }

    #[test]
    fn an_activity_that_only_the_block_knows_may_be_kept() {
        let mut before = block("");
        before.details.activity = Activity::new("Site-Visit").ok();
        let kept = parse_patch("/site-visit", &before, &Taxonomy::default()).unwrap();
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
                if let Err(fault) = parse_details(&line, category, &Taxonomy::default()) {
                    prop_assert!(fault.column + fault.width <= line.chars().count() + 2, "{:?} {:?}", line, fault);
                }
            }
        }
    }
}
