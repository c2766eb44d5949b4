//! What the readers of other tools' files gather, each label put where a block has a place for it. Knows nothing of any
//! format.

use super::RowFault;
use super::source::{Entry, Found, Labels, Time};
use crate::domain::block::{Account, Details, Note, Tag};
use crate::domain::stamp::Length;
use crate::domain::text::{NAME_LIMIT, NOTE_LIMIT};

/// What a tool says of an interval; what is empty is not there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Said<'a> {
    /// The description: it becomes the note.
    pub(super) title: &'a str,
    /// What it was within the project: it stands behind the description.
    pub(super) task: &'a str,
    /// The tags.
    pub(super) tags: Vec<String>,
    /// The project: it becomes a tag.
    pub(super) project: &'a str,
    /// The client: it becomes the account.
    pub(super) client: &'a str,
}

/// Intervals that are being gathered.
#[derive(Default)]
pub(super) struct Gathered {
    found: Found,
    cut: usize,
}

impl Gathered {
    /// Nothing yet, but what is to be said of how the file was read.
    pub(super) fn with(remark: Option<String>) -> Self {
        let mut gathered = Self::default();
        gathered.found.remarks.extend(remark);
        gathered
    }

    /// Takes an interval; `key` is its id in the source.
    pub(super) fn take(
        &mut self,
        line: usize,
        start: Time,
        end: Option<Time>,
        said: &Said<'_>,
        key: Option<String>,
    ) {
        let (labels, details) = self.place(said);
        self.found.entries.push(Entry {
            line,
            start,
            end,
            labels,
            category: None,
            details,
            key,
        });
    }

    /// Rejects a row.
    pub(super) fn reject(&mut self, line: usize, what: impl Into<String>) {
        self.found.rejected.push(RowFault {
            line,
            what: what.into(),
        });
    }

    /// Tells of time that is no interval.
    pub(super) fn unplaced(&mut self, line: usize, what: impl Into<String>, length: Length) {
        self.found.unplaced.push((
            RowFault {
                line,
                what: what.into(),
            },
            length,
        ));
    }

    /// Says how the source was read.
    pub(super) fn remark(&mut self, remark: impl Into<String>) {
        self.found.remarks.push(remark.into());
    }

    /// All of it, with what was rejected in the order of the lines.
    pub(super) fn all(mut self) -> Found {
        self.found.rejected.sort_by_key(|fault| fault.line);
        if self.cut > 0 {
            let what = if self.cut == 1 {
                "1 name or note was"
            } else {
                &format!("{} names or notes were", self.cut)
            };
            self.found.remarks.push(format!("{what} too long and cut"));
        }
        self.found
    }

    fn place(&mut self, said: &Said<'_>) -> (Labels, Details) {
        let given = |text: &str| {
            Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let title = match (given(said.title), given(said.task)) {
            (Some(title), Some(task)) => Some(format!("{title} ({task})")),
            (title, task) => title.or(task),
        };
        let mut labels = Labels {
            title,
            project: given(said.project),
            client: given(said.client),
            ..Labels::default()
        };
        for tag in said.tags.iter().filter_map(|tag| given(tag)) {
            if !labels.tags.contains(&tag) {
                labels.tags.push(tag);
            }
        }
        let mut details = Details::default();
        for tag in labels.tags.iter().chain(&labels.project) {
            // What cleaning leaves nothing of is no tag.
            let tag = Tag::new(self.cut(tag, NAME_LIMIT)).ok();
            details
                .tags
                .extend(tag.filter(|tag| !details.tags.contains(tag)));
        }
        details.account = labels
            .client
            .as_deref()
            .and_then(|client| Account::new(self.cut(client, NAME_LIMIT)).ok());
        details.note = Note::new(self.cut(labels.title.as_deref().unwrap_or_default(), NOTE_LIMIT))
            .unwrap_or_default();
        (labels, details)
    }

    fn cut<'t>(&mut self, text: &'t str, limit: usize) -> &'t str {
        self.cut += usize::from(text.len() > limit);
        &text[..text.floor_char_boundary(limit)]
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::calendar::{Calendar, Local, Zone, parse_rfc3339};
    use crate::exchange::source::Asked;

    /// How the tests read: on the wall clock of Berlin.
    pub(in crate::exchange) fn asked() -> Asked {
        let zone = Zone::named("Europe/Berlin").expect("a zone");
        Asked {
            zone,
            order: None,
            now: parse_rfc3339("2026-03-07T09:00:00+01:00").expect("a moment"),
        }
    }

    /// What was found, one line each: line, start, end, title, tags, project, client, key.
    pub(in crate::exchange) fn told(found: &Found) -> Vec<String> {
        let at = |time: Time| match time {
            Time::At(moment) => crate::domain::calendar::rfc3339(moment),
            Time::Wall(wall) => wall.to_string(),
        };
        let line = |entry: &Entry| {
            let labels = &entry.labels;
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let end = entry.end.map_or("open".to_owned(), at);
            let words = [
                entry.line.to_string(),
                at(entry.start),
                end,
                text(&labels.title),
                labels.tags.join(","),
                text(&labels.project),
                text(&labels.client),
                text(&entry.key),
            ];
            words.join(" | ")
        };
        found.entries.iter().map(line).collect()
    }

    /// How many closed intervals there are, and their seconds.
    pub(in crate::exchange) fn sum(found: &Found) -> (usize, i64) {
        let calendar = Calendar::new(asked().zone);
        let at = |time: Time| match time {
            Time::At(moment) => moment.at,
            Time::Wall(wall) => match calendar.resolve(wall) {
                Local::Once(moment) | Local::Twice(moment, _) | Local::Never(_, moment) => {
                    moment.at
                }
                Local::OutOfRange => asked().now.at,
            },
        };
        let lengths = found
            .entries
            .iter()
            .filter_map(|entry| Some(at(entry.end?).since(at(entry.start)).as_seconds()));
        (lengths.clone().count(), lengths.sum())
    }

    /// The faults, as `line: reason`.
    pub(in crate::exchange) fn faults(found: &Found) -> Vec<String> {
        found
            .rejected
            .iter()
            .map(|fault| format!("{}: {}", fault.line, fault.what))
            .collect()
    }

    #[test]
    fn labels_find_their_place_in_a_block() {
        let mut gathered = Gathered::default();
        let time = Time::At(asked().now);
        let tags = ["call", " call ", "", "\u{202e}"]
            .map(str::to_owned)
            .to_vec();
        let long = "é".repeat(150);
        gathered.take(
            1,
            time,
            None,
            &Said {
                title: " Demo ",
                task: "Prepare",
                tags,
                project: &long,
                client: "Northwind",
            },
            None,
        );
        gathered.take(
            2,
            time,
            None,
            &Said {
                task: "Prepare",
                ..Said::default()
            },
            None,
        );
        gathered.reject(9, "late");
        gathered.reject(3, "early");
        let found = gathered.all();
        let details = &found.entries[0].details;
        assert_eq!(details.note.as_str(), "Demo (Prepare)");
        assert_eq!(
            details.account.as_ref().map(Account::as_str),
            Some("Northwind")
        );
        assert_eq!(
            details.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
            ["call", &"é".repeat(100)]
        );
        assert_eq!(
            found.entries[0].labels.project.as_deref(),
            Some(long.as_str())
        );
        assert_eq!(found.entries[1].details.note.as_str(), "Prepare");
        assert_eq!(faults(&found), ["3: early", "9: late"]);
        assert_eq!(found.remarks, ["1 name or note was too long and cut"]);
    }
}
