//! The quick line: `@account !requester #tag /activity +3conv +advance`, in any order, the rest is the note.

use super::ParseError;
use super::words::{Word, WordKind, bracket, split_words};
use crate::domain::block::{
    Account, Activity, Block, Category, Details, Fit, Grade, Note, Outcomes, Prospect, Requester,
    Source, Tag, TextError,
};
use crate::domain::change::Patch;
use crate::domain::stamp::{Moment, Offset, Stamp};
use crate::domain::taxonomy::Taxonomy;

/// Each outcome by the words that name it.
const OUTCOME_NAMES: [(&str, OutcomeKind); 19] = [
    ("touch", OutcomeKind::Touches),
    ("touches", OutcomeKind::Touches),
    ("conv", OutcomeKind::Conversations),
    ("convs", OutcomeKind::Conversations),
    ("conversation", OutcomeKind::Conversations),
    ("conversations", OutcomeKind::Conversations),
    ("meeting", OutcomeKind::Meetings),
    ("meetings", OutcomeKind::Meetings),
    ("mtg", OutcomeKind::Meetings),
    ("mtgs", OutcomeKind::Meetings),
    ("advance", OutcomeKind::Grade(Grade::Advance)),
    ("adv", OutcomeKind::Grade(Grade::Advance)),
    ("continuation", OutcomeKind::Grade(Grade::Continuation)),
    ("cont", OutcomeKind::Grade(Grade::Continuation)),
    ("no", OutcomeKind::Grade(Grade::No)),
    ("won", OutcomeKind::Grade(Grade::Won)),
    ("ready", OutcomeKind::Fit(Fit::Ready)),
    ("later", OutcomeKind::Fit(Fit::Later)),
    ("unfit", OutcomeKind::Fit(Fit::Unfit)),
];
/// Words that are a letter away from one of them and mean something else behind a +.
const OTHER_WORDS: [&str; 6] = ["read", "reads", "late", "latter", "layer", "unit"];
const OUTCOMES: &str = "the outcomes are +touch, +conv, +meeting (with a count: +3conv), +advance, +continuation, +no \
                        and +won, and +ready, +later and +unfit of who was reached; write \\+ for a plain +";

#[derive(Clone, Copy, PartialEq, Eq)]
enum OutcomeKind {
    Touches,
    Conversations,
    Meetings,
    Grade(Grade),
    /// Not what came of it but whom it was with; it stands behind the same sigil.
    Fit(Fit),
}

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
        own: &Details::default(),
    };
    let named = reader.read()?;
    Ok(Details {
        activity: named.activity.flatten(),
        account: named.account.flatten(),
        requester: named.requester.flatten(),
        tags: named.tags.unwrap_or_default(),
        note: named.note.unwrap_or_default(),
        outcomes: named.outcomes.unwrap_or_default(),
        prospect: Prospect {
            source: named.source.flatten(),
            fit: named.fit.flatten(),
        },
    })
}

/// What a line changes in a block: only what it names. A sigil on its own takes away what it stands for, where it is
/// not between words of the note; before empty quotes it always does. Empty quotes take away the note. Tags replace
/// all tags, a count replaces that count. A + on its own takes the fit away too, before empty quotes the outcomes alone.
pub fn parse_patch(line: &str, block: &Block, taxonomy: &Taxonomy) -> Result<Patch, ParseError> {
    patch_as(line, block, &block.details, block.category, taxonomy)
}

/// As [`parse_patch`], where the same change makes the block one of `category`. What the block has may stand in the line
/// as it is, however long.
pub(super) fn patch_as(
    line: &str,
    block: &Block,
    own: &Details,
    category: Category,
    taxonomy: &Taxonomy,
) -> Result<Patch, ParseError> {
    let reader = Reader {
        line,
        category,
        taxonomy,
        before: Some(block),
        own,
    };
    reader.read()
}

struct Reader<'a> {
    line: &'a str,
    category: Category,
    taxonomy: &'a Taxonomy,
    /// The block that the line changes; a bare sigil takes away what it has.
    before: Option<&'a Block>,
    /// All that the block has.
    own: &'a Details,
}

/// The outcomes that a line names.
#[derive(Default, PartialEq, Eq)]
struct Produced {
    cleared: bool,
    touches: Option<u32>,
    conversations: Option<u32>,
    meetings: Option<u32>,
    grade: Option<Grade>,
    fit: Option<Option<Fit>>,
}

impl Produced {
    /// Whether it names outcomes.
    fn is_named(&self) -> bool {
        *self
            != Self {
                fit: self.fit,
                ..Self::default()
            }
    }

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
        let words = self.read_words()?;
        let mut named = Patch::default();
        let mut produced = Produced::default();
        for word in &words {
            let cleared = self.clears(word);
            match word.kind {
                WordKind::Note => {}
                WordKind::Account => {
                    let own = self.own.account.as_ref();
                    let new = |text: &str| Account::new_or_own(text, own);
                    self.set(word, &mut named.account, new)?;
                }
                WordKind::Requester => {
                    let own = self.own.requester.as_ref();
                    let new = |text: &str| Requester::new_or_own(text, own);
                    self.set(word, &mut named.requester, new)?;
                }
                WordKind::Activity => {
                    self.set_once(word, &mut named.activity, || self.activity(word))?;
                }
                WordKind::Tag => {
                    let tags = named.tags.get_or_insert_default();
                    if !cleared {
                        let tag = self.tag(word)?;
                        if !tags.contains(&tag) {
                            tags.push(tag);
                        }
                    }
                }
                WordKind::Outcome if cleared => {
                    produced.cleared = true;
                    if word.is_lone_sigil() {
                        produced.fit = Some(None);
                    }
                }
                WordKind::Outcome => self.read_outcome(word, &mut produced)?,
                WordKind::Source => {
                    let own = self.own.prospect.source.as_ref();
                    let new = |text: &str| Source::new_or_own(text, own);
                    self.set(word, &mut named.source, new)?;
                }
            }
        }
        named.fit = produced.fit;
        self.check_prospect(&words, &named)?;
        named.note = self.note(&words)?;
        let before = self
            .before
            .map_or_else(Outcomes::default, |block| block.details.outcomes);
        named.outcomes = produced.is_named().then(|| produced.over(before));
        Ok(named)
    }

    /// Refuses a source or a fit of work that opens nothing. What the block has already may stand in the line.
    fn check_prospect(&self, words: &[Word], named: &Patch) -> Result<(), ParseError> {
        let before = self.before.filter(|block| block.category == self.category);
        let kept = before.and_then(|block| block.details.activity.as_ref());
        let activity = match &named.activity {
            Some(activity) => activity.as_ref(),
            None => kept,
        };
        if self.taxonomy.opens(self.category, activity) {
            return Ok(());
        }
        let own = before.map(|_| &self.own.prospect);
        let is_new = |word: &&Word| match word.kind {
            WordKind::Source => {
                matches!(&named.source, Some(source @ Some(_)) if own.is_none_or(|own| own.source != *source))
            }
            WordKind::Outcome => {
                let fit = fit_named(&word.text);
                fit.is_some() && own.is_none_or(|own| own.fit != fit)
            }
            WordKind::Note
            | WordKind::Account
            | WordKind::Requester
            | WordKind::Tag
            | WordKind::Activity => false,
        };
        let found = words.iter().find(is_new);
        found.map_or(Ok(()), |word| Err(self.refuse_prospect(word, activity)))
    }

    fn refuse_prospect(&self, word: &Word, activity: Option<&Activity>) -> ParseError {
        let (what_for, sigil) = match fit_named(&word.text) {
            Some(fit) if word.kind == WordKind::Outcome => (format!("+{}", fit.name()), '+'),
            Some(_) | None => ("source".to_owned(), '~'),
        };
        let what = match activity {
            Some(activity) => activity.as_str().to_owned(),
            None if self.category == Category::Selling => "selling without an activity".to_owned(),
            None => self.category.to_string(),
        };
        let opening = self
            .taxonomy
            .opening()
            .map(|kind| format!("/{}", kind.name));
        let opening: Vec<String> = opening.collect();
        let plain = format!("write \\{sigil} for a plain {sigil}");
        let hint = if opening.is_empty() {
            format!("no activity of the config does; {plain}")
        } else {
            format!("it goes with {}; {plain}", opening.join(", "))
        };
        self.error(word, format!("{what} takes no {what_for}"))
            .hint(hint)
    }

    /// The words of the line, with those behind a sigil that name nothing as words of the note.
    fn read_words(&self) -> Result<Vec<Word>, ParseError> {
        let mut words = split_words(self.line)?;
        for at in 0..words.len() {
            let (before, after) = words.split_at_mut(at + 1);
            let Some(word) = before.last_mut() else {
                continue;
            };
            if word.kind != WordKind::Outcome || word.quoted {
                continue;
            }
            let next = after
                .first()
                .filter(|next| next.kind == WordKind::Note && !next.quoted);
            if let Some(meant) = next.and_then(|next| outcome_apart(&word.text, &next.text)) {
                let hint = format!("write {meant} in one word, or \\+ for a plain +");
                return Err(self.not_outcome(word).hint(hint));
            }
            if word.is_lone_sigil() || outcome_named(word_name(&word.text).1).is_some() {
                continue;
            }
            if let Some(near) = near_outcome(&word.text) {
                let hint = format!("did you mean +{near}? Otherwise write \\+ for a plain +");
                return Err(self.not_outcome(word).hint(hint));
            }
            word.read_as_note();
        }
        for at in 0..words.len() {
            if words[at].is_lone_sigil() && !(self.before.is_some() && is_at_edge(&words, at)) {
                words[at].read_as_note();
            }
        }
        Ok(words)
    }

    /// Whether a word takes away what the block has.
    fn clears(&self, word: &Word) -> bool {
        self.before.is_some() && (word.is_lone_sigil() || word.is_empty_name())
    }

    fn error(&self, word: &Word, message: impl Into<String>) -> ParseError {
        ParseError::at(self.line, word.place.clone(), message)
    }

    fn unfit(&self, word: &Word, error: &TextError) -> ParseError {
        self.error(word, format!("the {} {error}", word.kind.noun()))
    }

    fn not_outcome(&self, word: &Word) -> ParseError {
        self.error(word, format!("\"+{}\" isn't an outcome", word.text))
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

    fn tag(&self, word: &Word) -> Result<Tag, ParseError> {
        Tag::new(&word.text).or_else(|error| {
            let mut own = self.own.tags.iter();
            let own = own.find_map(|own| Tag::new_or_own(&word.text, Some(own)).ok());
            own.ok_or_else(|| self.unfit(word, &error))
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
        *slot = Some(if self.clears(word) {
            None
        } else {
            Some(new()?)
        });
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
        let (digits, name) = word_name(&word.text);
        let count = match outcome_named(name) {
            Some(OutcomeKind::Touches) => &mut produced.touches,
            Some(OutcomeKind::Conversations) => &mut produced.conversations,
            Some(OutcomeKind::Meetings) => &mut produced.meetings,
            Some(OutcomeKind::Grade(grade)) => {
                return self.read_grade(word, grade, &mut produced.grade);
            }
            Some(OutcomeKind::Fit(fit)) => return self.read_fit(word, fit, &mut produced.fit),
            None => {
                let error = self.not_outcome(word);
                return Err(match near_outcome(&word.text) {
                    Some(near) => error.hint(format!("did you mean +{near}?")),
                    None => error.hint(OUTCOMES),
                });
            }
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
        grade: Grade,
        slot: &mut Option<Grade>,
    ) -> Result<(), ParseError> {
        let (digits, name) = word_name(&word.text);
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

    fn read_fit(
        &self,
        word: &Word,
        fit: Fit,
        slot: &mut Option<Option<Fit>>,
    ) -> Result<(), ParseError> {
        let (digits, name) = word_name(&word.text);
        if !digits.is_empty() {
            let message = format!("{} takes no count", fit.name());
            return Err(self.error(word, message).hint(format!("write +{name}")));
        }
        if slot.flatten().is_some_and(|known| known != fit) {
            let message = "a block is one of ready, later and unfit";
            let hint = "split it where they are different people";
            return Err(self.error(word, message).hint(hint));
        }
        *slot = Some(Some(fit));
        Ok(())
    }

    fn note(&self, words: &[Word]) -> Result<Option<Note>, ParseError> {
        let of_note = words.iter().filter(|word| word.kind == WordKind::Note);
        let of_note: Vec<&Word> = of_note.collect();
        let (Some(first), Some(last)) = (of_note.first(), of_note.last()) else {
            return Ok(None);
        };
        let note = Note::new_or_own(&note_text(words), &self.own.note);
        note.map(Some).map_err(|error| {
            let place = first.place.start..last.place.end;
            ParseError::at(self.line, place, format!("the note {error}"))
        })
    }
}

/// Whether a line is read as this note and nothing else, in a new block and in one that is edited.
pub(super) fn reads_as_note(line: &str, note: &str) -> bool {
    let taxonomy = Taxonomy::default();
    let start = Moment::new(Stamp::clamped(0), Offset::UTC);
    let block = Block::new(start, None, Category::Selling, Details::default());
    let expected = Note::new(note).ok().map(|note| Patch {
        note: Some(note),
        ..Patch::default()
    });
    parse_patch(line, &block, &taxonomy).ok() == expected
}

/// The words of the note in one text, in which the punctuation behind a name stands behind the word before it.
fn note_text(words: &[Word]) -> String {
    let mut text = String::new();
    let mut first = true;
    // Brackets that wait for the next word of the note; those around names alone go with them.
    let mut open = String::new();
    for word in words {
        if word.kind == WordKind::Note {
            if !first {
                text.push(' ');
            }
            first = false;
            text.push_str(&std::mem::take(&mut open));
            text.push_str(&word.plain);
            continue;
        }
        open.push_str(&word.opening);
        let mut closing = word.closing.clone();
        closing.retain(|c| {
            let last = open.chars().next_back().and_then(bracket);
            let is_pair = last.is_some_and(|(_, close)| close == c);
            if is_pair {
                open.pop();
            }
            !is_pair
        });
        if !text.is_empty() {
            close_sentence(&mut text, &closing);
        }
    }
    text
}

/// Puts punctuation at the end of a text. Where the name stood between two marks one of them stays: a comma gives way
/// to what follows, a full stop to nothing.
fn close_sentence(text: &mut String, closing: &str) {
    let is_mark = |c| {
        matches!(
            c,
            ',' | ';' | ':' | '.' | '!' | '?' | '…' | '，' | '、' | '；' | '。'
        )
    };
    let rest = closing.trim_start_matches(is_mark);
    if rest.len() == closing.len() || !text.ends_with(is_mark) {
        text.push_str(closing);
    } else if text.ends_with([',', ';', '，', '、', '；']) {
        text.pop();
        text.push_str(closing);
    } else {
        text.push_str(rest);
    }
}

/// Whether a sigil on its own stands at an end of the note: between words of the note it is one of them.
fn is_at_edge(words: &[Word], at: usize) -> bool {
    let is_note = |word: Option<&Word>| word.is_some_and(|word| word.kind == WordKind::Note);
    let before = words[..at].iter().rev().find(|word| !word.is_lone_sigil());
    let after = words[at..].iter().find(|word| !word.is_lone_sigil());
    !(is_note(before) && is_note(after))
}

/// The digits and the name of `3conv`.
fn word_name(text: &str) -> (&str, &str) {
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.split_at(text.len() - name.len())
}

fn outcome_named(name: &str) -> Option<OutcomeKind> {
    let mut names = OUTCOME_NAMES.iter();
    let found = names.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(found.1)
}

/// Whether a text behind a + is an outcome.
pub(super) fn is_outcome(text: &str) -> bool {
    outcome_named(word_name(text).1).is_some()
}

/// The fit that a text behind a + names.
fn fit_named(text: &str) -> Option<Fit> {
    match outcome_named(word_name(text).1)? {
        OutcomeKind::Fit(fit) => Some(fit),
        OutcomeKind::Touches
        | OutcomeKind::Conversations
        | OutcomeKind::Meetings
        | OutcomeKind::Grade(_) => None,
    }
}

/// The outcome that was most likely meant by a text behind a +, which names none as it stands.
fn near_outcome(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let letters = lower.trim_start_matches(|c: char| c.is_ascii_digit() || ".,'-".contains(c));
    let slips = if lower.starts_with(|c: char| c.is_ascii_digit()) {
        Slips::Counted
    } else if is_capitalized(text) {
        Slips::Capitalized
    } else {
        Slips::Plain
    };
    let rest = letters.trim_start_matches(char::is_alphabetic);
    let run = &letters[..letters.len() - rest.len()];
    let is_glued = rest.starts_with('+');
    let is_digits = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit());
    let is_counted_behind = is_digits && slips == Slips::Plain;
    if OTHER_WORDS.contains(&run) {
        return None;
    }
    let (name, kind) = match OUTCOME_NAMES.iter().find(|(name, _)| *name == run) {
        Some((_, OutcomeKind::Grade(_) | OutcomeKind::Fit(_)))
            if !is_glued && !is_counted_behind =>
        {
            None
        }
        Some(found) => Some(found),
        None if slips == Slips::Counted || rest.is_empty() || is_glued => OUTCOME_NAMES
            .iter()
            .filter(|(name, _)| is_typo_of(run, name, slips))
            .min_by_key(|(name, _)| strsim::osa_distance(run, name)),
        None => None,
    }?;
    let digits = word_name(text).0;
    Some(match kind {
        OutcomeKind::Grade(_) | OutcomeKind::Fit(_) => (*name).to_owned(),
        OutcomeKind::Touches | OutcomeKind::Conversations | OutcomeKind::Meetings => {
            format!("{digits}{name}")
        }
    })
}

/// How a word behind a + is written, which says how much in it may be a slip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slips {
    /// Behind a count: `+3x` is seldom the name of a person.
    Counted,
    /// As the name of a person.
    Capitalized,
    Plain,
}

fn is_capitalized(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// Whether a word is a name of an outcome with a slip in it, or the beginning of one. Short words may be names of
/// people, so that only two letters the wrong way round are a slip in them, and a letter too many or too few in small
/// letters.
fn is_typo_of(word: &str, name: &str, slips: Slips) -> bool {
    let distance = strsim::osa_distance(word, name);
    let begins = word.len() >= 3 && name.starts_with(word);
    let is_short = match slips {
        Slips::Counted => {
            let limit = match name.len() {
                0..=2 => 0,
                3..=5 => 1,
                _ => 2,
            };
            return begins || distance <= limit;
        }
        Slips::Capitalized => word.chars().count() <= 5,
        Slips::Plain => name.len() <= 3,
    };
    let is_slip = if is_short {
        let is_swapped = distance == 1 && strsim::levenshtein(word, name) == 2;
        is_swapped || (slips == Slips::Plain && is_off_by_one(word, name))
    } else {
        begins || distance <= if name.len() > 8 { 2 } else { 1 }
    };
    is_slip && name.chars().next() == word.chars().next()
}

/// Whether a word is a short name with a letter too many or too few. Of two letters only a doubled one is: `+not`,
/// `+now` are words. So is the `ad` of `adv`.
fn is_off_by_one(word: &str, name: &str) -> bool {
    let is_one = strsim::levenshtein(word, name) == 1;
    let (letters, known) = (word.chars().count(), name.chars().count());
    if letters > known {
        let mut once: Vec<char> = word.chars().collect();
        once.dedup();
        is_one && (known > 2 || once.into_iter().eq(name.chars()))
    } else {
        is_one && letters < known && name == "won"
    }
}

/// `+3conv`, where it was written in two words: `+3 conv`.
fn outcome_apart(first: &str, second: &str) -> Option<String> {
    let is_count = first.bytes().all(|byte| byte.is_ascii_digit());
    let joined = format!("{first}{second}");
    let counts = joined.starts_with(|c: char| c.is_ascii_digit());
    if !is_count || !counts || (first.is_empty() == word_name(second).0.is_empty()) {
        return None;
    }
    let is_counted = |kind| !matches!(kind, OutcomeKind::Grade(_) | OutcomeKind::Fit(_));
    if outcome_named(word_name(&joined).1).is_some_and(is_counted) {
        return Some(format!("+{joined}"));
    }
    near_outcome(&joined)
        .filter(|near| near.starts_with(|c: char| c.is_ascii_digit()))
        .map(|near| format!("+{near}"))
}

#[cfg(test)]
mod tests;
