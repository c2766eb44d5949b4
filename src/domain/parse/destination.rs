//! Where freed time is to go: an activity and a length, `prospecting 2h` or `2h prospecting`.

use super::ParseError;
use super::duration::parse_duration;
use crate::domain::stamp::Length;

const FORMS: &str = "name an activity and a time, such as prospecting 2h";

/// So much of an activity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Destination {
    pub activity: String,
    pub planned: Length,
}

/// What a text means: the length stands before or after the activity.
pub fn parse_destination(text: &str) -> Result<Destination, ParseError> {
    let said = text.trim();
    let last = said.rsplit_once(' ');
    let first = said.split_once(' ').map(|(first, rest)| (rest, first));
    let read = |(activity, length): (&str, &str)| {
        let planned = parse_duration(length).ok()?;
        let activity = activity.trim().to_owned();
        planned
            .is_positive()
            .then_some(Destination { activity, planned })
    };
    let found = last.and_then(read).or_else(|| first.and_then(read));
    found.ok_or_else(|| ParseError::on(text, said, "no activity with a time").hint(FORMS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_an_activity_and_a_length() {
        for (text, expected) in [
            ("prospecting 2h", Some(("prospecting", 120))),
            ("2h prospecting", Some(("prospecting", 120))),
            (
                " selling/site visit 1h30 ",
                Some(("selling/site visit", 90)),
            ),
            ("calls 45", Some(("calls", 45))),
            ("prospecting", None),
            ("2h", None),
            ("2h 3h", Some(("2h", 180))),
            ("calls 0m", None),
            ("more of the same", None),
            ("", None),
        ] {
            let found = parse_destination(text).ok();
            let found = found.as_ref();
            let found = found.map(|of| (of.activity.as_str(), of.planned.as_seconds() / 60));
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
