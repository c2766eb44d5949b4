//! Whose time a file holds: one person's, or that of the one who is asked for. Time of several is refused, since rows at
//! the same time would push each other out.

use super::source::ParseError;
use crate::domain::format::count;
use crate::domain::parse::nearest;
use crate::domain::text::folded;

/// At most this many people are listed; of the others only how many they are.
const LISTED: usize = 12;

/// The people of a file, each once.
#[derive(Debug, Default)]
pub(super) struct People {
    names: Vec<String>,
    /// The name that came last: most rows have the one before.
    last: String,
}

impl People {
    /// Looks at the name in a row; who has no name is everybody.
    pub(super) fn add(&mut self, name: &str) {
        if name.is_empty() || name == self.last {
            return;
        }
        name.clone_into(&mut self.last);
        let is_known = |known: &String| known == name || folded(known) == folded(name);
        if !self.names.iter().any(is_known) {
            self.names.push(name.to_owned());
        }
    }

    /// Finds whom to take.
    pub(super) fn choose(&self, asked: Option<&str>) -> Result<Wanted, ParseError> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let Some(asked) = asked.map(str::trim) else {
            return match names.as_slice() {
                [] | [_] => Ok(Wanted(None)),
                _ => Err(ParseError::new(
                    format!(
                        "it holds the time of {} people: {}",
                        names.len(),
                        list(&names)
                    ),
                    "say whose time is wanted: --person NAME",
                )),
            };
        };
        if names.is_empty() {
            return Err(ParseError::new(
                "it doesn't say whose time it holds",
                "leave --person out",
            ));
        }
        let same = names.iter().find(|name| folded(name) == folded(asked));
        let mut parts = names
            .iter()
            .filter(|name| folded(name).contains(&folded(asked)));
        let found = same.or_else(|| parts.next().filter(|_| parts.next().is_none()));
        found
            .map(|name| Wanted(Some(folded(name))))
            .ok_or_else(|| ParseError {
                what: format!("it has no time of {asked:?}"),
                hint: match nearest(asked, names.iter().copied()) {
                    Some(near) => format!("did you mean --person {near:?}?"),
                    None => format!("it holds the time of {}", list(&names)),
                },
            })
    }
}

/// The one whose rows are wanted: `None` where all are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted(Option<String>);

impl Wanted {
    /// Whether the row of a person is wanted.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|wanted| folded(name) == *wanted)
    }
}

fn list(names: &[&str]) -> String {
    let shown = names[..names.len().min(LISTED)].join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// What there is to say of rows of other people.
pub(super) fn remark_others(rows: usize) -> Option<String> {
    (rows > 0).then(|| format!("{} of other people left out", count(rows, "row")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(people: &[&str], asked: Option<&str>) -> Result<Wanted, ParseError> {
        let mut found = People::default();
        for name in people {
            found.add(name);
        }
        found.choose(asked)
    }

    #[test]
    fn the_time_of_several_people_is_refused_until_one_is_named() {
        let people = ["Dana Reyes", "", "dana reyes", "Sam Ito"];
        let told = |asked: Option<&str>| match among(&people, asked) {
            Ok(wanted) => people.map(|name| wanted.takes(name).to_string()).join(" "),
            Err(wrong) => format!("{} | {}", wrong.what, wrong.hint),
        };
        assert_eq!(
            told(None),
            "it holds the time of 2 people: Dana Reyes, Sam Ito | say whose time is wanted: --person NAME"
        );
        assert_eq!(told(Some("SAM ITO")), "false false false true");
        assert_eq!(told(Some("dana")), "true false true false");
        assert_eq!(
            told(Some("Dana Reves")),
            "it has no time of \"Dana Reves\" | did you mean --person \"Dana Reyes\"?"
        );
        assert_eq!(
            told(Some("a")),
            "it has no time of \"a\" | it holds the time of Dana Reyes, Sam Ito"
        );
        assert!(among(&["", "Sam"], None).is_ok_and(|wanted| wanted.takes("")));
        let wrong = among(&["", ""], Some("Sam")).expect_err("nobody");
        assert_eq!(wrong.what, "it doesn't say whose time it holds");
    }
}
