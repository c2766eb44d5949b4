//! Names and notes hidden while others look at the screen: `•••` stands in their place. Values are masked before anything
//! is drawn or written of them, so that no view has to think of it.

use std::collections::{BTreeSet, HashMap};

use super::block::{Account, Block, Details, Note, Requester, Source, Tag};
use super::edit::Edit;
use super::parse::commitment::parse_stored_commitment;
use super::review::{Answers, WeekNotes};
use super::rules::{Conflict, Loss, Obstacle, Warning};
use super::suggestion::Suggestion;
use super::text;
use super::timeline::Timeline;
use super::unreadable::UnreadableRow;

/// What stands in the place of a name or a note.
pub const HIDDEN: &str = "•••";
/// Characters that nobody types: a name is three of one, each name has its own, and all of them are drawn as a dot.
const FIRST: u32 = 0x10_0000;
const LAST: u32 = 0x10_fffd;

/// What names become.
#[derive(Debug)]
pub struct Masks {
    /// Which name has which stand-in; `None` where all may read the same.
    known: Option<HashMap<String, u32>>,
}

impl Masks {
    /// All names read the same.
    pub const fn same() -> Self {
        Self { known: None }
    }

    /// Names stay apart, so that what is summed by name stays what it is; [`drawn`] shows them.
    pub fn apart() -> Self {
        Self {
            known: Some(HashMap::new()),
        }
    }

    /// What stands for a text.
    pub fn hide(&mut self, name: &str) -> String {
        if name.is_empty() || is_stand_in(name) {
            return name.to_owned();
        }
        let Some(known) = &mut self.known else {
            return HIDDEN.to_owned();
        };
        let next = known.len() as u32;
        let at = *known.entry(text::folded(name)).or_insert(next);
        let stand_in = char::from_u32(FIRST + at % (LAST - FIRST)).unwrap_or('•');
        stand_in.to_string().repeat(HIDDEN.chars().count())
    }

    fn hide_option(&mut self, text: &mut Option<String>) {
        if let Some(text) = text {
            *text = self.hide(text);
        }
    }

    /// Account, requester, tags, source and note; `!self` names nobody.
    pub fn hide_details(&mut self, details: &mut Details) {
        if let Some(account) = &mut details.account {
            *account = Account::stored(self.hide(account.as_str()));
        }
        if let Some(requester) = &mut details.requester {
            self.hide_requester(requester);
        }
        for tag in &mut details.tags {
            *tag = Tag::stored(self.hide(tag.as_str()));
        }
        if let Some(source) = &mut details.prospect.source {
            *source = Source::stored(self.hide(source.as_str()));
        }
        details.note = Note::stored(self.hide(details.note.as_str()));
    }

    /// Who asked, unless that is the rep.
    pub fn hide_requester(&mut self, requester: &mut Requester) {
        if !requester.is_self() {
            *requester = Requester::stored(self.hide(requester.as_str()));
        }
    }

    /// What a block says beside its times and its kind.
    pub fn hide_block(&mut self, block: &mut Block) {
        self.hide_details(&mut block.details);
    }

    /// As [`Masks::hide_block`], of each block.
    pub fn hide_blocks<'a>(&mut self, blocks: impl IntoIterator<Item = &'a mut Block>) {
        for block in blocks {
            self.hide_block(block);
        }
    }

    /// All blocks of some time.
    pub fn hide_timeline(&mut self, timeline: &mut Timeline) {
        let named = timeline.blocks.iter();
        let named = named.filter_map(|block| block.details.account.as_ref());
        let named: BTreeSet<String> = named
            .map(|account| text::folded(account.as_str()))
            .collect();
        let starts = std::mem::take(&mut timeline.account_starts).into_iter();
        // Stand-ins are few: those of accounts that are not shown are not needed.
        let shown = starts.filter(|(name, _)| named.contains(name));
        timeline.account_starts = shown
            .map(|(name, start)| (text::folded(&self.hide(&name)), start))
            .collect();
        self.hide_blocks(&mut timeline.blocks);
        self.hide_blocks(&mut timeline.unreadable);
        let touches = std::mem::take(&mut timeline.account_touches).into_iter();
        timeline.account_touches = touches
            .map(|(name, mut touch)| {
                touch.account = Account::stored(self.hide(&name));
                (text::folded(touch.account.as_str()), touch)
            })
            .collect();
    }

    /// The blocks of edits. Rows beside the lane are not told of.
    pub fn hide_edits(&mut self, edits: &mut [Edit]) {
        for edit in edits {
            match edit {
                Edit::Insert(block) | Edit::Delete(block) => self.hide_block(block),
                Edit::Update { before, after } => self.hide_blocks([before, after]),
                Edit::Row { before, after } => (*before, *after) = (None, None),
            }
        }
    }

    /// The title of a meeting, and what else it says.
    pub fn hide_suggestion(&mut self, suggestion: &mut Suggestion) {
        suggestion.title = self.hide(&suggestion.title);
        self.hide_details(&mut suggestion.details);
    }

    /// What was answered in words, and about whom. A commitment is no free text, unless it can't be read.
    pub fn hide_notes(&mut self, notes: &mut WeekNotes) {
        self.hide_answers(&mut notes.review.answers);
        if let Some(text) = &mut notes.commitment {
            self.hide_unless_commitment(text);
        }
    }

    /// A text that is no commitment in its grammar.
    pub fn hide_unless_commitment(&mut self, text: &mut String) {
        if parse_stored_commitment(text).is_err() {
            *text = self.hide(text);
        }
    }

    /// What was answered in words, and about whom.
    pub fn hide_answers(&mut self, answers: &mut Answers) {
        for words in [
            &mut answers.surprise,
            &mut answers.moved,
            &mut answers.freed,
            &mut answers.more,
            &mut answers.less,
            &mut answers.limit,
        ] {
            self.hide_option(words);
        }
        let verdicts = std::mem::take(&mut answers.verdicts).into_iter();
        answers.verdicts = verdicts
            .map(|(key, verdict)| (self.hide_key(&key), verdict))
            .collect();
        for reply in answers.alerts.values_mut() {
            reply.reason = self.hide(&reply.reason);
        }
    }

    /// `@Halden` and `!manager`, but not `admin/crm`.
    pub fn hide_key(&mut self, key: &str) -> String {
        match key.chars().next() {
            Some(sigil @ ('@' | '!')) if key != "!self" => {
                format!("{sigil}{}", self.hide(&key[sigil.len_utf8()..]))
            }
            Some(_) | None => key.to_owned(),
        }
    }

    /// The blocks that a change would cost something.
    pub fn hide_warning(&mut self, warning: &mut Warning) {
        match warning {
            Warning::Takes(losses) => {
                for loss in &mut losses.blocks {
                    match loss {
                        Loss::Removed(block) => self.hide_block(block),
                        Loss::Cut { before, after } => self.hide_blocks([before, &mut **after]),
                        Loss::Split { before, parts } => {
                            self.hide_block(before);
                            self.hide_blocks(parts.iter_mut());
                        }
                    }
                }
            }
            Warning::Relabels { block, .. } => self.hide_block(block),
            Warning::Overrides(obstacles) => {
                for obstacle in &mut obstacles.list {
                    match obstacle {
                        Obstacle::Overlaps { block, left } => {
                            self.hide_block(block);
                            self.hide_blocks(left);
                        }
                        Obstacle::Changed { found, again } => {
                            self.hide_block(found);
                            self.hide_blocks(again.as_deref_mut());
                        }
                        Obstacle::Deleted(block) => self.hide_block(block),
                        Obstacle::Set(words) => *words = veil(words),
                    }
                }
            }
            Warning::Fills { .. } | Warning::ReachesBack { .. } => {}
        }
    }

    /// What was written twice, as far as it may name someone.
    pub fn hide_conflict(&mut self, conflict: &mut Conflict) {
        let differences = conflict.differences.iter_mut();
        for difference in differences.filter(|of| of.field.may_name()) {
            difference.theirs = self.hide(&difference.theirs);
            difference.mine = self.hide(&difference.mine);
        }
    }

    /// What is wrong with a row, which may say what stands in it.
    pub fn hide_row(&mut self, row: &mut UnreadableRow) {
        row.reason = self.hide(&row.reason);
    }
}

/// Whether a text stands in the place of one that is hidden.
pub fn is_stand_in(name: &str) -> bool {
    name == HIDDEN || drawn(name).is_some()
}

/// How a stand-in is drawn, cell by cell; `None` of any other text.
pub fn drawn(text: &str) -> Option<&'static str> {
    let first = text.chars().next()? as u32;
    (FIRST..=LAST).contains(&first).then_some("•")
}

/// A sentence without its names and quotations. A name hides all that follows, for where it ends is not marked; a
/// quotation hides what stands in it.
pub fn veil(sentence: &str) -> String {
    let mut shown = String::new();
    let mut rest = sentence;
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        let is_plain = |next: &str| next.starts_with(HIDDEN) || drawn(next).is_some();
        shown.push(c);
        rest = next;
        match c {
            '@' | '!' | '#'
                if !next.is_empty()
                    && !next.starts_with(char::is_whitespace)
                    && !is_plain(next) =>
            {
                shown.push_str(HIDDEN);
                return shown;
            }
            '~' if next.starts_with(|c: char| c.is_alphabetic() || c == '"') => {
                shown.push_str(HIDDEN);
                return shown;
            }
            '"' | '“' if !next.is_empty() && !is_plain(next) => {
                shown.push_str(HIDDEN);
                // The last one: a text may hold quotes of its own.
                let close = if c == '"' { '"' } else { '”' };
                let Some(end) = next.rfind(close) else {
                    return shown;
                };
                shown.push(close);
                rest = &next[end + close.len_utf8()..];
            }
            _ => {}
        }
    }
    shown
}

/// The label of a change up to what was set by it, which stands after a colon.
pub fn veil_label(label: &str) -> String {
    match label.split_once(": ") {
        Some((what, _)) => format!("{}: {HIDDEN}", veil(what)),
        None => veil(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::block;

    #[test]
    fn names_stay_apart_and_are_drawn_as_dots() {
        let mut masks = Masks::apart();
        let one = masks.hide("Zzyzx");
        assert_eq!(masks.hide("zzyzx"), one);
        assert_ne!(masks.hide("Halden"), one);
        assert_eq!(masks.hide(&one), one, "once is enough");
        assert_eq!(masks.hide(""), "");
        let shown: String = one.chars().filter_map(|c| drawn(&c.to_string())).collect();
        assert_eq!(shown, HIDDEN);
        assert_eq!(text::width(&one), 3);
        assert_eq!(text::visible(&one), one);
        assert_eq!(Masks::same().hide("Zzyzx"), HIDDEN);
    }

    #[test]
    fn a_block_keeps_its_kind_and_nothing_that_names_anyone() {
        let mut hidden = block("a/crm@Halden 09:00-10:00");
        hidden.details.requester = Requester::new("legal").ok();
        hidden.details.note = Note::new("redlines").expect("a note");
        hidden.details.prospect.source = Source::new("fair").ok();
        Masks::same().hide_block(&mut hidden);
        let details = &hidden.details;
        assert_eq!(details.activity.as_deref(), Some("crm"));
        assert_eq!(details.account.as_deref(), Some(HIDDEN));
        assert_eq!(details.requester.as_deref(), Some(HIDDEN));
        assert_eq!(details.note.as_str(), HIDDEN);
        assert_eq!(details.prospect.source.as_deref(), Some(HIDDEN));
        hidden.details.requester = Requester::new("self").ok();
        Masks::same().hide_block(&mut hidden);
        assert_eq!(hidden.details.requester.as_deref(), Some("self"));
    }

    #[test]
    fn a_sentence_ends_where_it_would_name_someone() {
        for (said, veiled) in [
            (
                "Selling since 14:02 · u undoes",
                "Selling since 14:02 · u undoes",
            ),
            (
                "Selling · meeting @Big Co. since 14:02",
                "Selling · meeting @•••",
            ),
            (
                "Selling · meeting @••• since 14:02",
                "Selling · meeting @••• since 14:02",
            ),
            ("1h00 of admin !legal “redlines”", "1h00 of admin !•••"),
            ("the suggestion \"Zzyzx\"", "the suggestion \"•••\""),
            (
                "“a ” Zzyzx” came at once: n makes it a note",
                "“•••” came at once: n makes it a note",
            ),
            ("accept \"Zzyzx", "accept \"•••"),
            (
                "Selling · prospecting ~spring fair",
                "Selling · prospecting ~•••",
            ),
            ("in ~ 5 min, ~2 weeks", "in ~ 5 min, ~2 weeks"),
            ("meet @ 3pm!", "meet @ 3pm!"),
        ] {
            assert_eq!(veil(said), veiled);
        }
        assert_eq!(
            veil_label("edit admin 09:00-10:00: POC terms"),
            "edit admin 09:00-10:00: •••"
        );
        assert_eq!(
            veil_label("start selling at 09:20"),
            "start selling at 09:20"
        );
    }
}
