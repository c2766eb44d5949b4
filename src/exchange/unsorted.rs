//! What no rule has sorted: the projects, tags and titles that hold the most of it, each with a rule to begin with.

use std::collections::BTreeMap;

use serde::Serialize;

use super::in_seconds::as_seconds;
use crate::domain::classify::Labels;
use crate::domain::stamp::Length;

/// So many of each kind of label are told.
const TOLD: usize = 5;

/// A label that rows have which no rule sorts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unsorted {
    /// What a rule asks for: `project`, `tag`, `title`.
    pub label: &'static str,
    pub value: String,
    pub rows: usize,
    #[serde(rename = "seconds", serialize_with = "as_seconds")]
    pub time: Length,
    /// A rule for the config; its category is a beginning.
    pub rule: String,
}

/// Adds them up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct UnsortedLabels(BTreeMap<(&'static str, String), (usize, Length)>);

impl UnsortedLabels {
    /// Counts a row by all of its labels.
    pub(super) fn add(&mut self, labels: &Labels, time: Length) {
        let project = labels.project.iter().map(|text| ("project", text));
        let tags = labels.tags.iter().map(|text| ("tag", text));
        let title = labels.title.iter().map(|text| ("title", text));
        for (label, text) in project.chain(tags).chain(title) {
            // A title may go over several lines; a rule asks for one of them.
            let line = text.lines().next().unwrap_or_default().trim();
            if !line.is_empty() {
                let (rows, sum) = self.0.entry((label, line.to_owned())).or_default();
                *rows += 1;
                *sum = *sum + time;
            }
        }
    }

    /// Those with the most time, projects before tags before titles.
    pub(super) fn list(&self) -> Vec<Unsorted> {
        let of = |kind: &'static str| {
            let mut found: Vec<Unsorted> = self
                .0
                .iter()
                .filter(|((label, _), _)| *label == kind)
                .map(|((label, value), (rows, time))| Unsorted {
                    label,
                    value: value.clone(),
                    rows: *rows,
                    time: *time,
                    rule: spell_rule(label, value),
                })
                .collect();
            // Stable: of the same time the order of the names stays.
            found.sort_by_key(|unsorted| std::cmp::Reverse(unsorted.time));
            found.truncate(TOLD);
            found
        };
        ["project", "tag", "title"]
            .into_iter()
            .flat_map(of)
            .collect()
    }
}

/// A rule as the config has it. Everything unsorted is admin, so that is what it begins with.
fn spell_rule(label: &str, value: &str) -> String {
    let value = toml::Value::String(value.to_owned());
    format!("[[rules]]\n{label} = {value}\ncategory = \"admin\"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(project: &str, tags: &[&str], title: &str) -> Labels {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Labels {
            project: text(project),
            tags: tags.iter().map(ToString::to_string).collect(),
            title: text(title),
            ..Labels::default()
        }
    }

    #[test]
    fn the_labels_with_the_most_time_come_first_each_with_a_rule() {
        let mut unsorted = UnsortedLabels::default();
        for (project, tags, title, minutes) in [
            ("Pipeline", &["q1"][..], "Called \"Halden\"\nand more", 30),
            ("Inbox", &[][..], "", 60),
            ("Pipeline", &["q1", "calls"][..], "Standup", 45),
        ] {
            unsorted.add(&labels(project, tags, title), Length::minutes(minutes));
        }
        for number in 0..9 {
            unsorted.add(
                &labels("", &[], &format!("Title {number}")),
                Length::minutes(1),
            );
        }
        let found = unsorted.list();
        let told: Vec<String> = found
            .iter()
            .map(|of| {
                format!(
                    "{} {} {} {}",
                    of.label,
                    of.value,
                    of.rows,
                    of.time.as_seconds() / 60
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "project Pipeline 2 75",
                "project Inbox 1 60",
                "tag q1 2 75",
                "tag calls 1 45",
                "title Standup 1 45",
                "title Called \"Halden\" 1 30",
                "title Title 0 1 1",
                "title Title 1 1 1",
                "title Title 2 1 1",
            ]
        );
        assert_eq!(
            found[5].rule,
            "[[rules]]\ntitle = 'Called \"Halden\"'\ncategory = \"admin\"\n"
        );
    }
}
