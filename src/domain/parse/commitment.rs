//! The commitment of a week as people write it: `>= 6h selling/prospecting`, `<= 4h admin`, `>= 90m selling before
//! 12:00 on 5 days`, `no distraction 09:00-11:00`, each with an optional `from admin/internal-email`.

use chrono::Timelike;

use super::duration::parse_duration;
use super::time_expr::{ClockExpr, read_clock};
use super::{ParseError, nearest, offset_in};
use crate::domain::block::{Activity, Category};
use crate::domain::commitment::{Aim, Bound, Commitment, Window, Work};
use crate::domain::stamp::Length;
use crate::domain::taxonomy::Taxonomy;

const FORMS: &str = "write it as \">= 6h selling/prospecting\" or at least 6h …, \"<= 4h admin\" or at most 4h …, \
                     \">= 90m selling before 12:00 on 5 days\", no distraction 09:00-11:00";
const CLAUSES: &str = "what may follow is before 12:00, after 13:00, 09:00-11:00, on 5 days, from admin/internal-email";
/// What stands in front of a length, the longer forms first.
const SIGNS: [(&str, Bound); 4] = [
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    ("≥", Bound::AtLeast),
    ("≤", Bound::AtMost),
];
/// The most that a week, and that a day has.
const WEEK: Length = Length::hours(168);
const DAY: Length = Length::hours(24);

/// The commitment that a text states, its activities being those of the taxonomy.
pub fn parse_commitment(text: &str, taxonomy: &Taxonomy) -> Result<Commitment, ParseError> {
    let taxonomy = Some(taxonomy);
    let rest = text;
    Reader {
        text,
        rest,
        taxonomy,
    }
    .read()
}

/// The commitment of a text that was taken before: its activities need not be in the list any more.
pub fn parse_stored_commitment(text: &str) -> Result<Commitment, ParseError> {
    let taxonomy = None;
    let rest = text;
    Reader {
        text,
        rest,
        taxonomy,
    }
    .read()
}

struct Reader<'a> {
    text: &'a str,
    /// What has not been read yet.
    rest: &'a str,
    /// The activities that there are; `None` takes any.
    taxonomy: Option<&'a Taxonomy>,
}

/// What may follow the work, each at most once.
#[derive(Default)]
struct Clauses {
    window: Option<Window>,
    days: Option<u8>,
    from: Option<Work>,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Result<Commitment, ParseError> {
        if self.take_word("no") {
            let work = self.work()?;
            let after_work = self.rest;
            let Clauses { window, days, from } = self.clauses()?;
            if days.is_some() {
                let message = "\"no\" holds on every day, so it takes no number of days";
                return Err(self.error(after_work.trim(), message));
            }
            let aim = Aim::Avoid { work, window };
            return Ok(Commitment { aim, from });
        }
        let bound = self.bound()?;
        let (length, said) = self.length()?;
        let work = self.work()?;
        let Clauses { window, days, from } = self.clauses()?;
        let (most, whole) = match days {
            Some(_) => (DAY, "a day has 24 hours"),
            None => (WEEK, "a week has 168 hours"),
        };
        if length > most {
            return Err(self.error(said, format!("{said} is too much: {whole}")));
        }
        let aim = Aim::Spend {
            bound,
            length,
            work,
            window,
            days,
        };
        Ok(Commitment { aim, from })
    }

    /// The next word; empty at the end.
    fn peek(&self) -> &'a str {
        self.rest
            .split_whitespace()
            .next()
            .unwrap_or_else(|| &self.rest[self.rest.len()..])
    }

    fn next(&mut self) -> &'a str {
        let word = self.peek();
        self.rest = &self.text[offset_in(self.text, word) + word.len()..];
        word
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.peek().eq_ignore_ascii_case(word);
        if found {
            self.next();
        }
        found
    }

    fn error(&self, word: &str, message: impl Into<String>) -> ParseError {
        ParseError::on(self.text, word, message)
    }

    fn refuse<T>(&self, word: &str, message: &str, hint: &str) -> Result<T, ParseError> {
        Err(self.error(word, message).hint(hint))
    }

    fn bound(&mut self) -> Result<Bound, ParseError> {
        let first = self.peek();
        if let Some((sign, bound)) = SIGNS.into_iter().find(|(sign, _)| first.starts_with(sign)) {
            self.rest = &self.text[offset_in(self.text, first) + sign.len()..];
            return Ok(bound);
        }
        if self.take_word("at") {
            let second = self.next();
            return match second.to_ascii_lowercase().as_str() {
                "least" => Ok(Bound::AtLeast),
                "most" => Ok(Bound::AtMost),
                _ => self.refuse(second, "after \"at\" stands least or most", FORMS),
            };
        }
        if first.is_empty() {
            return self.refuse(first, "a commitment is missing", FORMS);
        }
        let message = format!("a commitment begins with >=, <= or no, not with {first:?}");
        self.refuse(first, &message, FORMS)
    }

    /// The words up to the category, as a length.
    fn length(&mut self) -> Result<(Length, &'a str), ParseError> {
        let first = self.peek();
        if !first.starts_with(|c: char| c.is_ascii_digit()) {
            return self.refuse(first, "a length of time is missing here", FORMS);
        }
        let start = offset_in(self.text, first);
        let mut end = start;
        while !self.peek().is_empty() && (end == start || !begins_work(self.peek())) {
            let word = self.next();
            end = offset_in(self.text, word) + word.len();
            // What follows a length is no part of it, unless it makes a longer one: `1h 30m`.
            let longer = format!("{} {}", &self.text[start..end], self.peek());
            if parse_duration(&self.text[start..end]).is_ok() && parse_duration(&longer).is_err() {
                break;
            }
        }
        let said = &self.text[start..end];
        let length = parse_duration(said).map_err(|error| error.within(self.text, said))?;
        if length.as_seconds() % 60 != 0 {
            return Err(self.error(said, format!("{said} is not a whole number of minutes")));
        }
        if !length.is_positive() {
            let message = format!("{said} is zero");
            return self.refuse(said, &message, "write no for none: no distraction");
        }
        Ok((length, said))
    }

    /// `selling`, `s/p`, `selling /prospecting`.
    fn work(&mut self) -> Result<Work, ParseError> {
        let said = self.next();
        let (word, activity) = match said.split_once('/') {
            Some((word, activity)) => (word, Some(activity)),
            None => (said, None),
        };
        let category = Category::from_word(word).ok_or_else(|| self.no_category(word))?;
        let activity = match activity {
            None if self.peek().starts_with('/') => Some(&self.next()[1..]),
            activity => activity,
        };
        let activity = activity
            .map(|activity| self.activity(category, activity))
            .transpose()?;
        Ok(Work { category, activity })
    }

    fn no_category(&self, word: &str) -> ParseError {
        if word.is_empty() {
            return self
                .error(word, "what the time is for is missing")
                .hint(FORMS);
        }
        let named_activity = self.taxonomy.and_then(|taxonomy| {
            let named = |category| Some((category, taxonomy.by_name(category, word)?));
            Category::WORK.into_iter().find_map(named)
        });
        let names = Category::ALL.map(Category::name);
        self.error(word, format!("{word:?} isn't a category")).hint(
            match (named_activity, nearest(word, names)) {
                (Some((category, kind)), _) => format!("did you mean {category}/{}?", kind.name),
                (None, Some(name)) => format!("did you mean {name}?"),
                (None, None) => format!("one of: {}", names.join(", ")),
            },
        )
    }

    fn activity(&self, category: Category, word: &str) -> Result<Activity, ParseError> {
        if word.is_empty() {
            return Err(self.error(word, "an activity is missing after /"));
        }
        let name = match self.taxonomy {
            None => word,
            Some(taxonomy) => match taxonomy.find(category, word) {
                Some(kind) => &kind.name,
                None => return Err(self.no_activity(category, word, taxonomy)),
            },
        };
        Activity::new(name).map_err(|reason| self.error(word, format!("the activity {reason}")))
    }

    fn no_activity(&self, category: Category, word: &str, taxonomy: &Taxonomy) -> ParseError {
        self.error(word, format!("{category} has no activity {word:?}"))
            .hint(match nearest(word, taxonomy.names(category)) {
                _ if taxonomy.kinds(category).is_empty() => "leave it out".to_owned(),
                Some(name) => format!("did you mean {category}/{name}?"),
                None => format!("one of: {}", taxonomy.listed(category)),
            })
    }

    fn clauses(&mut self) -> Result<Clauses, ParseError> {
        let mut found = Clauses::default();
        loop {
            let first = self.next();
            let twice = match first.to_ascii_lowercase().as_str() {
                "" => return Ok(found),
                "before" => found.window.replace(self.before()?).is_some(),
                "after" => {
                    let start = self.next();
                    found
                        .window
                        .replace(Window::After(self.clock(start)?))
                        .is_some()
                }
                "on" => found.days.replace(self.days()?).is_some(),
                "from" => found.from.replace(self.work()?).is_some(),
                _ => found.window.replace(self.between(first)?).is_some(),
            };
            if twice {
                return self.refuse(first, "the same is said twice here", "say it once");
            }
        }
    }

    /// `before 12:00`, from the time on.
    fn before(&mut self) -> Result<Window, ParseError> {
        let said = self.next();
        match self.clock(said)? {
            Length::ZERO => Err(self.error(said, format!("there is no time before {said}"))),
            end => Ok(Window::Before(end)),
        }
    }

    fn clock(&self, said: &str) -> Result<Length, ParseError> {
        let form = "write it as 12:00";
        if said.is_empty() {
            return self.refuse(said, "a time of day is missing", form);
        }
        let ClockExpr { time, place } = read_clock(self.text, said)?;
        if place.is_some() || time.second() > 0 {
            return self.refuse(said, "hours and minutes are enough here", form);
        }
        Ok(Length::seconds(time.num_seconds_from_midnight().into()))
    }

    /// `09:00-11:00`.
    fn between(&self, said: &str) -> Result<Window, ParseError> {
        let times = said.split_once(['-', '–']);
        let Some((from, to)) =
            times.filter(|(from, _)| from.starts_with(|c: char| c.is_ascii_digit()))
        else {
            return self.refuse(said, &format!("{said:?} is not understood here"), CLAUSES);
        };
        let (start, end) = (self.clock(from)?, self.clock(to)?);
        if start >= end {
            let message = format!("{said} ends before it begins");
            let hint = "name the earlier time first; up to midnight is after 17:00";
            return self.refuse(said, &message, hint);
        }
        Ok(Window::Between(start, end))
    }

    /// `5 days`.
    fn days(&mut self) -> Result<u8, ParseError> {
        let form = "write on 5 days";
        let said = self.next();
        let [digit @ b'1'..=b'7'] = said.as_bytes() else {
            let message = "after \"on\" stands a number of days from 1 to 7";
            return self.refuse(said, message, form);
        };
        let unit = self.next();
        match unit.to_ascii_lowercase().as_str() {
            "day" | "days" => Ok(digit - b'0'),
            _ => self.refuse(unit, "\"days\" is missing here", form),
        }
    }
}

/// Whether a word names a category, maybe with an activity.
fn begins_work(word: &str) -> bool {
    Category::from_word(word.split('/').next().unwrap_or(word)).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Commitment, ParseError> {
        parse_commitment(text, &Taxonomy::default())
    }

    #[test]
    fn every_form_is_read_and_printed_in_one_way() {
        let cases = [
            (">= 6h selling/prospecting", ">= 6h selling/prospecting"),
            (">=6h s/p", ">= 6h selling/prospecting"),
            (
                "≥ 6 hours selling /prospecting",
                ">= 6h selling/prospecting",
            ),
            (
                "at least 6h Selling/Prospecting",
                ">= 6h selling/prospecting",
            ),
            ("<= 4h admin/problem-solving", "<= 4h admin/problem-solving"),
            ("≤4:00 a/p", "<= 4h admin/problem-solving"),
            ("At Most 1h 30m distraction", "<= 1h30 distraction"),
            (
                ">= 90m selling/prospecting before 12:00 on 5 days",
                ">= 1h30 selling/prospecting before 12:00 on 5 days",
            ),
            (
                ">= 90 s/p on 5 days before 12:00",
                ">= 1h30 selling/prospecting before 12:00 on 5 days",
            ),
            (
                ">= 45m learning after 1pm on 1 day",
                ">= 45m learning after 13:00 on 1 day",
            ),
            ("no distraction 09:00-11:00", "no distraction 09:00-11:00"),
            ("no d/phone 0900–1100", "no distraction/phone 09:00-11:00"),
            ("NO distraction", "no distraction"),
            (">= 1h learning", ">= 1h learning"),
            ("<= 2h admin", "<= 2h admin"),
            (">= 30m break on 5 days", ">= 30m break on 5 days"),
            (
                ">= 6h s/p from a/e",
                ">= 6h selling/prospecting from admin/internal-email",
            ),
            (
                "  >=  6h  s/p  from admin  ",
                ">= 6h selling/prospecting from admin",
            ),
            (
                "no distraction before 11:00 from distraction/web",
                "no distraction before 11:00 from distraction/web",
            ),
        ];
        for (text, printed) in cases {
            let found = read(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            assert_eq!(found.to_string(), printed, "{text}");
            assert_eq!(read(printed), Ok(found), "{text}");
        }
    }

    #[test]
    fn what_is_no_commitment_is_refused_where_it_goes_wrong() {
        let cases = [
            ("", 1, 1, "missing", "write it as"),
            (
                "6h selling",
                1,
                2,
                "begins with >=, <= or no",
                "write it as",
            ),
            ("at 6h selling", 4, 2, "least or most", "write it as"),
            (">=", 3, 1, "length of time is missing", "write it as"),
            (
                ">= selling",
                4,
                7,
                "length of time is missing",
                "write it as",
            ),
            (">= 6x selling", 5, 1, "isn't a unit of time", "h, m and s"),
            (">= 6h", 6, 1, "what the time is for", "write it as"),
            (">= 90s s", 4, 3, "whole number of minutes", ""),
            (">= 0h learning", 4, 2, "is zero", "no distraction"),
            (">= 200h selling", 4, 4, "168 hours", ""),
            (">= 25h selling on 5 days", 4, 3, "24 hours", ""),
            (
                ">= 6h prospecting",
                7,
                11,
                "isn't a category",
                "did you mean selling/prospecting?",
            ),
            (
                ">= 6h seling",
                7,
                6,
                "isn't a category",
                "did you mean selling?",
            ),
            (">= 6h golf", 7, 4, "isn't a category", "one of: selling"),
            (
                ">= 6h selling/prospectng",
                15,
                10,
                "no activity",
                "did you mean selling/prospecting?",
            ),
            (
                ">= 6h selling/xyz",
                15,
                3,
                "no activity",
                "one of: p prospecting",
            ),
            (">= 6h selling/", 15, 1, "activity is missing", ""),
            (">= 6h break/tea", 13, 3, "no activity", "leave it out"),
            (">= 6h selling in bed", 15, 2, "not understood", "on 5 days"),
            (
                ">= 6h selling before",
                21,
                1,
                "time of day is missing",
                "12:00",
            ),
            (">= 6h selling before lunch", 22, 5, "not a time", ""),
            (">= 6h selling before 00:00", 22, 5, "no time before", ""),
            (
                ">= 6h selling before 12:00:30",
                22,
                8,
                "hours and minutes",
                "",
            ),
            (
                ">= 6h selling 11:00-09:00",
                15,
                11,
                "ends before",
                "earlier",
            ),
            (">= 6h selling on 8 days", 18, 1, "from 1 to 7", "on 5 days"),
            (">= 6h selling on 5", 19, 1, "days", "on 5 days"),
            (">= 6h selling on 5 days on 4 days", 25, 2, "twice", "once"),
            ("no distraction on 5 days", 16, 9, "every day", ""),
            (">= 6h selling from", 19, 1, "what the time is for", ""),
        ];
        for (text, column, width, message, hint) in cases {
            let fault = read(text).expect_err(text);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{text:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{text:?}: {fault}");
            assert!(
                fault.hint.as_deref().unwrap_or_default().contains(hint),
                "{text:?}: {:?}",
                fault.hint
            );
        }
    }

    #[test]
    fn what_was_taken_before_may_name_an_activity_that_is_gone() {
        let text = ">= 6h selling/cold-call from admin/fax";
        assert!(read(text).is_err());
        assert_eq!(
            parse_stored_commitment(text).map(|found| found.to_string()),
            Ok(text.to_owned())
        );
    }

    fn work() -> impl Strategy<Value = Work> {
        let taxonomy = Taxonomy::default();
        let all = Category::ALL.into_iter().flat_map(move |category| {
            let named = |name: &str| Work {
                category,
                activity: Activity::new(name).ok(),
            };
            let kinds: Vec<Work> = taxonomy
                .kinds(category)
                .iter()
                .map(|kind| named(&kind.name))
                .collect();
            kinds.into_iter().chain([Work {
                category,
                activity: None,
            }])
        });
        proptest::sample::select(all.collect::<Vec<_>>())
    }

    fn window() -> impl Strategy<Value = Option<Window>> {
        (0_i64..4, 0_i64..1439, 1_i64..1440).prop_map(|(kind, from, length)| {
            let (start, end) = (
                Length::minutes(from),
                Length::minutes((from + length).min(1439)),
            );
            match kind {
                0 => None,
                1 => Some(Window::Before(end)),
                2 => Some(Window::After(start)),
                _ => Some(Window::Between(start, end)),
            }
        })
    }

    fn any_commitment() -> impl Strategy<Value = Commitment> {
        let spend = (
            any::<bool>(),
            1_i64..=1440,
            work(),
            window(),
            proptest::option::of(1_u8..=7),
        )
            .prop_map(|(floor, minutes, work, window, days)| {
                let bound = if floor { Bound::AtLeast } else { Bound::AtMost };
                Aim::Spend {
                    bound,
                    length: Length::minutes(minutes),
                    work,
                    window,
                    days,
                }
            });
        let avoid = (work(), window()).prop_map(|(work, window)| Aim::Avoid { work, window });
        (prop_oneof![spend, avoid], proptest::option::of(work()))
            .prop_map(|(aim, from)| Commitment { aim, from })
    }

    proptest! {
        #[test]
        fn a_printed_commitment_reads_back(commitment in any_commitment()) {
            let printed = commitment.to_string();
            prop_assert_eq!(read(&printed), Ok(commitment.clone()), "{}", &printed);
            prop_assert_eq!(parse_stored_commitment(&printed), Ok(commitment));
        }

        #[test]
        fn no_text_panics_and_faults_point_into_it(
            words in proptest::collection::vec(prop_oneof!["\\PC{0,6}", "(>=|<=|no|at least|on|from|before|9:00-|s/|6h|30m)"], 0..8)
        ) {
            let text = words.join(" ");
            if let Err(fault) = read(&text) {
                prop_assert!(fault.column <= text.chars().count() + 1 && fault.width >= 1, "{text:?}: {fault:?}");
            }
        }
    }
}
