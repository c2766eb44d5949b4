//! A rule as the command line spells it: `tag:calls=selling/prospecting`, or only `selling/prospecting` for the
//! default.

use super::{ParseError, nearest_or_all};
use crate::domain::block::{Activity, Category};
use crate::domain::classify::{Classified, Rule, When};
use crate::domain::taxonomy::Taxonomy;

/// The rule that a text spells.
pub fn parse_rule(text: &str, taxonomy: &Taxonomy) -> Result<Rule, ParseError> {
    let (when, kind) = match text.rsplit_once('=') {
        None => (When::default(), text),
        Some((asked, kind)) => (read_when(text, asked, kind)?, kind),
    };
    let (category, activity) = read_kind(text, kind, taxonomy)?;
    Ok(Rule {
        when,
        kind: Classified {
            activity,
            ..Classified::of(category)
        },
        line: None,
    })
}

/// `tag:calls`.
fn read_when(text: &str, asked: &str, kind: &str) -> Result<When, ParseError> {
    let (name, value) = asked.split_once(':').ok_or_else(|| {
        let (asked_for, parts) = (asked.trim(), When::PARTS.join(", "));
        ParseError::on(text, asked, "what is asked for is missing").hint(format!(
            "write it as tag:{asked_for}={kind}; there are {parts}"
        ))
    })?;
    let mut when = When::default();
    let part = when.part(&name.trim().to_lowercase().replace('-', "_"));
    let part = part.ok_or_else(|| {
        ParseError::on(
            text,
            name,
            format!("a rule cannot ask for {:?}", name.trim()),
        )
        .hint(nearest_or_all(name.trim(), When::PARTS.into_iter()))
    })?;
    let value = value.trim().trim_matches('"').trim();
    if value.is_empty() {
        return Err(ParseError::on(
            text,
            asked,
            format!("the {} is missing", name.trim()),
        ));
    }
    *part = Some(value.to_owned());
    Ok(when)
}

/// `selling`, `selling/prospecting`, `s/p`.
fn read_kind(
    text: &str,
    kind: &str,
    taxonomy: &Taxonomy,
) -> Result<(Category, Option<Activity>), ParseError> {
    let (category, activity) = match kind.split_once('/') {
        Some((category, activity)) => (category.trim(), Some(activity.trim())),
        None => (kind.trim(), None),
    };
    let found = Category::from_word(category).ok_or_else(|| {
        let names = Category::ALL.map(Category::name).into_iter();
        ParseError::on(text, category, format!("{category:?} isn't a category"))
            .hint(nearest_or_all(category, names))
    })?;
    let Some(word) = activity else {
        return Ok((found, None));
    };
    let known = taxonomy
        .find(found, word)
        .and_then(|kind| Activity::new(&kind.name).ok())
        .ok_or_else(|| {
            ParseError::on(text, word, format!("{found} has no activity {word:?}"))
                .hint(nearest_or_all(word, taxonomy.names(found)))
        })?;
    Ok((found, Some(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_what_it_asks_and_what_it_gives() {
        let cases = [
            (
                "selling/prospecting",
                "the default of --category -> selling/prospecting",
            ),
            (" s/p ", "the default of --category -> selling/prospecting"),
            (
                "tag:calls=selling/prospecting",
                "the rule tag:calls of --category -> selling/prospecting",
            ),
            (
                "Project: \"Acme: phase=2\" =admin",
                "the rule project:Acme: phase=2 of --category -> admin",
            ),
            (
                "not-domain:my.com=s/m",
                "the rule not_domain:my.com of --category -> selling/meeting",
            ),
        ];
        for (text, expected) in cases {
            let rule = parse_rule(text, &Taxonomy::default()).expect(text);
            let activity = rule
                .kind
                .activity
                .as_ref()
                .map(|activity| format!("/{}", activity.as_str()));
            let told = format!(
                "{rule} -> {}{}",
                rule.kind.category,
                activity.unwrap_or_default()
            );
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_rule_is_named_with_its_place() {
        let cases = [
            ("", 1, "\"\" isn't a category"),
            (
                "seling",
                1,
                "\"seling\" isn't a category | did you mean selling?",
            ),
            (
                "calls=selling",
                1,
                "what is asked for is missing | write it as tag:calls=selling; there are tag, project",
            ),
            (
                "tagg:calls=selling",
                1,
                "a rule cannot ask for \"tagg\" | did you mean tag?",
            ),
            (
                "tag:calls=selling/prospectin",
                19,
                "selling has no activity \"prospectin\" | did you mean prospecting?",
            ),
            ("tag:=selling", 1, "the tag is missing"),
            ("tag:x=", 7, "\"\" isn't a category"),
        ];
        for (text, column, expected) in cases {
            let fault = parse_rule(text, &Taxonomy::default()).expect_err(text);
            let told = format!("{} | {}", fault.message, fault.hint.unwrap_or_default());
            assert!(told.starts_with(expected), "{text}: {told}");
            assert_eq!(fault.column, column, "{text}: {told}");
        }
    }
}
