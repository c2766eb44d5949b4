//! `[[rules]]`: which category time from elsewhere gets.

use toml::de::DeValue;

use super::error::ConfigError;
use super::source::{Table, ValueError};
use super::tables::RULE_KEYS;
use super::values;
use crate::domain::block::{Account, Activity, Category, Requester, TextError};
use crate::domain::classify::{Classified, Rule, When};
use crate::domain::parse::nearest;
use crate::domain::taxonomy::Taxonomy;

/// The rules of the file, in its order.
pub(super) fn rules(root: &Table<'_>, taxonomy: &Taxonomy) -> Result<Vec<Rule>, ConfigError> {
    let mut all: Vec<Rule> = Vec::new();
    for (line, table) in root.tables("rules")? {
        table.check_names(&RULE_KEYS)?;
        if let Some(default) = all.iter().find(|rule| rule.when == When::default()) {
            let before = default.line.unwrap_or_default();
            let what =
                format!("this rule is never asked: the one in line {before} takes everything");
            return Err(table.error_in(line, what, "put the rule that asks nothing at the end"));
        }
        all.push(rule(line, &table, taxonomy)?);
    }
    Ok(all)
}

fn rule(line: usize, table: &Table<'_>, taxonomy: &Taxonomy) -> Result<Rule, ConfigError> {
    let mut when = When::default();
    for name in When::PARTS {
        if let Some(part) = when.part(name) {
            *part = table.read(name, word)?;
        }
    }
    let Some(category) = table.read("category", values::category)? else {
        let what = "the rule gives no category".to_owned();
        return Err(table.error_in(line, what, "add one, such as category = \"selling\""));
    };
    let kind = Classified {
        category,
        activity: table.read("activity", |value| activity(value, category, taxonomy))?,
        account: table.read("account", |value| name(value, Account::new))?,
        requester: table.read("requester", |value| name(value, Requester::new))?,
    };
    Ok(Rule {
        when,
        kind,
        line: Some(line),
    })
}

fn word(value: &DeValue<'_>) -> Result<String, ValueError> {
    let word = values::text(value)?;
    if word.trim().is_empty() {
        Err(ValueError::value(
            "write what it asks for, or take the line away",
        ))
    } else {
        Ok(word)
    }
}

fn name<T>(
    value: &DeValue<'_>,
    new: impl Fn(&str) -> Result<T, TextError>,
) -> Result<T, ValueError> {
    let text = values::text(value)?;
    new(&text).map_err(|fault| ValueError::because(fault.to_string(), "write a short name"))
}

fn activity(
    value: &DeValue<'_>,
    category: Category,
    taxonomy: &Taxonomy,
) -> Result<Activity, ValueError> {
    let word = values::text(value)?;
    let kind = taxonomy
        .find(category, &word)
        .map(|kind| Activity::new(&kind.name));
    let Some(Ok(activity)) = kind else {
        let names = || {
            taxonomy
                .kinds(category)
                .iter()
                .map(|kind| kind.name.as_str())
        };
        let all = || match category {
            Category::Break => "a break has no activities".to_owned(),
            category => format!("{category} has {}", names().collect::<Vec<_>>().join(", ")),
        };
        let near = nearest(&word, names()).map(|near| format!("did you mean {near:?}?"));
        return Err(ValueError::value(near.unwrap_or_else(all)));
    };
    Ok(activity)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> Result<Vec<Rule>, ConfigError> {
        Config::parse(text, Path::new("config.toml")).map(|config| config.rules)
    }

    #[test]
    fn rules_are_read_in_the_order_of_the_file() {
        let rules = read(
            "[[rules]]\ntag = \"calls\"\nproject = \"Pipeline\"\ncategory = \"selling\"\nactivity = \"prospecting\"\n\n\
             [[rules]]\nnot_domain = \"my.com\"\ncategory = \"Selling\"\nactivity = \"m\"\naccount = \"Halden\"\nrequester = \"self\"\n\
             [goal]\ntafs = 0.5\n\
             [[rules]]\ncategory = \"learning\"\n",
        )
        .expect("rules");
        let told = |rule: &Rule| {
            let kind = &rule.kind;
            let activity = kind.activity.as_deref().unwrap_or_default();
            let account = kind.account.as_deref().unwrap_or_default();
            let requester = kind.requester.as_deref().unwrap_or_default();
            format!("{rule}: {} {activity} {account} {requester}", kind.category)
                .trim_end()
                .to_owned()
        };
        let expected = [
            "the rule tag:calls project:Pipeline in line 1 of the config: selling prospecting",
            "the rule not_domain:my.com in line 7 of the config: selling meeting Halden self",
            "the default in line 15 of the config: learning",
        ];
        assert_eq!(rules.iter().map(told).collect::<Vec<_>>(), expected);
        assert_eq!(read("").expect("none"), []);
    }

    #[test]
    fn a_rule_that_cannot_be_is_named_with_its_line() {
        let cases = [
            (
                "[rules]\ntag = \"x\"",
                "config.toml, line 1: rules is a list of tables, not a table | write [[rules]]",
            ),
            (
                "[[rules]]\ntag = \"x\"",
                "config.toml, line 1: the rule gives no category | add one",
            ),
            (
                "\n[[rules]]\nteg = \"x\"",
                "config.toml, line 3: [[rules]] has no key teg | did you mean tag?",
            ),
            (
                "[[rules]]\ncategory = \"seling\"",
                "config.toml, line 2: category is \"seling\" | did you mean \"selling\"?",
            ),
            (
                "[[rules]]\ncategory = \"admin\"\nactivity = \"travle\"",
                "config.toml, line 3: activity is \"travle\" | did you mean \"travel\"?",
            ),
            (
                "[[rules]]\ncategory = \"break\"\nactivity = \"x\"",
                "config.toml, line 3: activity is \"x\" | a break has no activities",
            ),
            (
                "[[rules]]\ntag = \" \"",
                "config.toml, line 2: tag is \" \" | write what it asks for",
            ),
            (
                "[[rules]]\ntag = 3",
                "config.toml, line 2: tag is an integer | write text in quotes",
            ),
            (
                "[[rules]]\ncategory = \"admin\"\naccount = \"\"",
                "config.toml, line 3: account is empty | write a short",
            ),
            (
                "[[rules]]\ncategory = \"admin\"\n[[rules]]\ntag = \"x\"\ncategory = \"admin\"",
                "config.toml, line 3: this rule is never asked: the one in line 1 takes everything | put the rule",
            ),
            (
                "tag = \"x\"",
                "config.toml, line 1: tag is outside of any table | put it under [[rules]]",
            ),
        ];
        for (text, expected) in cases {
            let error = read(text).expect_err(text);
            let told = format!("{error} | {}", error.hint());
            assert!(told.starts_with(expected), "{text}: {told}");
        }
    }
}
