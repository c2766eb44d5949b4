//! Blocks as the lines that read back as them: what a prompt is filled with before it is edited.

use super::leading_times::begins_with_times;
use super::quick::{is_outcome, reads_as_note};
use super::words::{is_special, needs_no_quotes, needs_no_quotes_behind_tilde};
use crate::domain::block::{Block, Details, Outcomes, Source};
use crate::domain::format;
use crate::domain::rename::{NameKind, Renaming};

/// The quick line of what is known of a block.
pub fn details(details: &Details) -> String {
    let name = |sigil: char, text: &str| format!("{sigil}{}", word(text));
    let mut parts = Vec::new();
    parts.extend(
        details
            .activity
            .as_ref()
            .map(|activity| name('/', activity.as_str())),
    );
    parts.extend(
        details
            .account
            .as_ref()
            .map(|account| name('@', account.as_str())),
    );
    parts.extend(
        details
            .requester
            .as_ref()
            .map(|requester| name('!', requester.as_str())),
    );
    parts.extend(details.tags.iter().map(|tag| name('#', tag.as_str())));
    parts.extend(details.prospect.source.as_ref().map(source));
    parts.extend(Some(produced(details)).filter(|words| !words.is_empty()));
    if !details.note.is_empty() {
        parts.push(note(details.note.as_str()));
    }
    parts.join(" ")
}

/// A source behind its sigil: `~webinar`.
pub fn source(source: &Source) -> String {
    source_word(source.as_str())
}

/// As [`source`], of a name that may be none.
pub fn source_word(name: &str) -> String {
    if needs_no_quotes_behind_tilde(name) {
        format!("~{name}")
    } else {
        format!("~{}", quoted(name))
    }
}

/// All that stands behind a +: `+3conv +1meeting +ready`.
pub fn produced(details: &Details) -> String {
    let fit = details.prospect.fit;
    let fit = fit.map(|fit| format!("+{}", fit.name()));
    let outcomes = Some(outcomes(&details.outcomes)).filter(|words| !words.is_empty());
    let words: Vec<String> = outcomes.into_iter().chain(fit).collect();
    words.join(" ")
}

/// What a block produced: `+3conv +1meeting +advance`.
pub fn outcomes(outcomes: &Outcomes) -> String {
    let counts = [
        (outcomes.touches, "touch"),
        (outcomes.conversations, "conv"),
        (outcomes.meetings, "meeting"),
    ];
    let counts = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("+{count}{noun}"));
    counts
        .chain(outcomes.grade.map(|grade| format!("+{}", grade.name())))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a block produced and with whom, to be read: `24 touches · 3 conv · 1 meeting · ready`.
pub fn produced_in_words(details: &Details) -> String {
    let outcomes = &details.outcomes;
    let counts = [
        (outcomes.touches, "touch", "touches"),
        (outcomes.conversations, "conv", "conv"),
        (outcomes.meetings, "meeting", "meetings"),
    ];
    let counts = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }));
    counts
        .chain(outcomes.grade.map(|grade| grade.name().to_owned()))
        .chain(details.prospect.fit.map(|fit| fit.name().to_owned()))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The line that edits a block: `08:30-09:05 selling /meeting @Northwind POC terms`.
pub fn block(block: &Block) -> String {
    let end = block.end.map(format::clock).unwrap_or_default();
    let times = format!("{}-{end}", format::clock(block.start));
    let mut rest = details(&block.details);
    if begins_with_times(&rest) {
        // Nothing but the note stands in front, and it would be read as times.
        rest = quoted(block.details.note.as_str());
    }
    let space = if rest.is_empty() { "" } else { " " };
    format!("{times} {}{space}{rest}", block.category)
}

/// A name behind a sigil, in quotes where it needs them.
pub fn word(name: &str) -> String {
    if needs_no_quotes(name) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A name with its sigil: `@Northwind`, `@"Acme Inc"`.
pub fn name(kind: NameKind, name: &str) -> String {
    format!("{}{}", kind.sigil(), word(name))
}

/// A name that becomes another one, and that one.
pub fn renaming(renaming: &Renaming) -> (String, String) {
    let spelled = |text: &str| name(renaming.kind, text);
    (spelled(&renaming.old), spelled(&renaming.new))
}

/// An outcome behind its sigil; in quotes what is none, so that it is never taken for a part of the note.
pub fn outcome(name: &str) -> String {
    if is_outcome(name) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A note that stays a note, whatever characters are in it.
pub fn note(note: &str) -> String {
    if reads_as_note(note, note) {
        return note.to_owned();
    }
    let escape = |word: &str| {
        if word.starts_with(is_special) {
            format!("\\{word}")
        } else {
            word.to_owned()
        }
    };
    let escaped = note.split(' ').map(escape).collect::<Vec<_>>().join(" ");
    if reads_as_note(&escaped, note) {
        escaped
    } else {
        quoted(note)
    }
}

/// A text in quotes, whether it needs them or not.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{edit, quick};
    use super::*;
    use crate::domain::block::{
        Account, Activity, Category, Fit, Grade, Note, Outcomes, Prospect, Requester, Tag,
    };
    use crate::domain::calendar::{Calendar, Zone};
    use crate::domain::stamp::{Length, Moment, Offset, Stamp};
    use crate::domain::taxonomy::Taxonomy;

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        for (name, expected) in [
            ("Northwind", "Northwind"),
            ("Big Co", "\"Big Co\""),
            ("Acme Inc.", "\"Acme Inc.\""),
            ("Yahoo!", "\"Yahoo!\""),
            ("acme.com", "acme.com"),
            ("“Big", "\"“Big\""),
            ("McDonald’s", "McDonald’s"),
            ("a\"b", "a\"b"),
        ] {
            assert_eq!(word(name), expected);
        }
        let cases = [
            ("POC terms", "POC terms"),
            ("mail @home \"now\"", "mail \\@home \\\"now\""),
            ("call +49 170, meet @ 3pm", "call +49 170, meet @ 3pm"),
            ("@ home", "\\@ home"),
            ("3 conv, not +3 conv", "3 conv, not \\+3 conv"),
            ("see (@home)", "\"see (@home)\""),
            ("see (@ home)", "see (@ home)"),
            ("he said “call @home”", "he said “call @home”"),
            ("two\nlines", "\"two\\nlines\""),
            ("a  b", "\"a  b\""),
            ("~5, ~ 5, ~2 weeks, ~/notes", "~5, ~ 5, ~2 weeks, ~/notes"),
            ("call ~noon", "call \\~noon"),
            ("see (~noon)", "\"see (~noon)\""),
            ("he is +ready", "he is \\+ready"),
            ("C:\\dir", "C:\\dir"),
            ("C:\\@dir", "\"C:\\\\@dir\""),
        ];
        for (text, expected) in cases {
            assert_eq!(note(text), expected);
        }
    }

    fn any_details() -> impl Strategy<Value = Details> {
        let text = || {
            prop_oneof![
                "[@!#/+~\"\\\\ a-zü,.\n\t\\PC]{0,16}",
                "[@!#/+~ ()\\[\\]“”„‟«»‘’'\".,;:!?…–0-9a-ce\u{301}]{0,24}",
                "((\\+|@|#|/|!|~|~ |)(3|49|)(conv|cnov|meeting|no|adv|ready|redy|9:00-10:00|selling|)[ ,.)]{0,2}){0,5}",
            ]
        };
        let activity = prop_oneof![Just(None), Just(Some("meeting")), Just(Some("prospecting"))];
        let grade = prop_oneof![
            Just(None),
            (0..4_usize).prop_map(|index| Some(Grade::ALL[index]))
        ];
        let counts = (0..50_u32, 0..50_u32, any::<u32>(), grade);
        let fit = prop_oneof![
            Just(None),
            (0..3_usize).prop_map(|index| Some(Fit::ALL[index]))
        ];
        (
            activity,
            text(),
            text(),
            proptest::collection::vec(text(), 0..3),
            text(),
            counts,
            (text(), fit),
        )
            .prop_map(
                |(
                    activity,
                    account,
                    requester,
                    tags,
                    note,
                    (touches, conversations, meetings, grade),
                    (source, fit),
                )| {
                    // Work that opens nothing has neither.
                    let opens = activity == Some("prospecting");
                    let prospect = Prospect {
                        source: Source::new(&source).ok(),
                        fit,
                    };
                    let mut kept: Vec<Tag> = Vec::new();
                    for tag in tags.iter().filter_map(|tag| Tag::new(tag).ok()) {
                        if !kept.contains(&tag) {
                            kept.push(tag);
                        }
                    }
                    Details {
                        activity: activity.and_then(|activity| Activity::new(activity).ok()),
                        account: Account::new(&account).ok(),
                        requester: Requester::new(&requester).ok(),
                        tags: kept,
                        note: Note::new(&note).unwrap(),
                        outcomes: Outcomes {
                            touches,
                            conversations,
                            meetings,
                            grade,
                        },
                        prospect: if opens { prospect } else { Prospect::default() },
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_spelled_reads_back(
            known in any_details(),
            other in any_details(),
            seconds in 0_i64..100_000,
            runs: bool,
        ) {
            let (taxonomy, line) = (Taxonomy::default(), details(&known));
            prop_assert_eq!(quick::parse_details(&line, Category::Selling, &taxonomy), Ok(known.clone()), "{}", line);

            let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
            let start = calendar.here(Stamp::clamped(seconds));
            let end = Moment { at: start.at.plus(Length::minutes(35)), ..start };
            let whole = Block::new(start, (!runs).then_some(end), Category::Selling, known);
            let line = block(&whole);
            let empty = Block { details: Details::default(), ..whole.clone() };
            let read = edit::parse_edit(&line, &empty, &taxonomy, end, &calendar);
            prop_assert_eq!(read.map(|read| read.patch.applied_to(&empty)), Ok(whole.clone()), "{}", line);
            let other = Block { details: other, ..whole.clone() };
            let read = edit::parse_rewrite(&line, &other, &taxonomy, end, &calendar);
            prop_assert_eq!(read.map(|read| read.patch.applied_to(&other)), Ok(whole.clone()), "{}", line);
        }
    }
}
