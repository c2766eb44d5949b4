//! The templates of `tafs status --format`: text with fields in braces.

use crate::domain::parse::ParseError;

/// What a field stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// The category that runs.
    Category,
    Letter,
    Activity,
    /// The customer.
    Account,
    /// The note, on one line.
    Note,
    /// How long it has been running: 0:42:10.
    Elapsed,
    /// What is left of a focus run: 42:10.
    Focus,
    /// Since when: 13:50.
    Since,
    /// The share of today: 51.8 %, or 51.8 % (46.0–53.2 %) where some is untracked; 46.0–53.2 % while too much is, – while it
    /// is too early for one.
    Tafs,
    /// Hours of selling today: 4h10.
    Selling,
    /// Hours tracked today: 8h03.
    Tracked,
}

impl Field {
    /// All of them, as they are listed.
    pub(super) const ALL: [Self; 11] = [
        Self::Category,
        Self::Letter,
        Self::Activity,
        Self::Account,
        Self::Note,
        Self::Elapsed,
        Self::Focus,
        Self::Since,
        Self::Tafs,
        Self::Selling,
        Self::Tracked,
    ];

    /// The name in the braces.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Letter => "letter",
            Self::Activity => "activity",
            Self::Account => "account",
            Self::Note => "note",
            Self::Elapsed => "elapsed",
            Self::Focus => "focus",
            Self::Since => "since",
            Self::Tafs => "tafs",
            Self::Selling => "selling",
            Self::Tracked => "tracked",
        }
    }
}

/// Fills a template; `{{` and `}}` are the braces themselves.
pub(super) fn fill(template: &str, value: impl Fn(Field) -> String) -> Result<String, ParseError> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let at_byte = template.len() - here.len();
        if let Some(after) = here.strip_prefix("{{").or_else(|| here.strip_prefix("}}")) {
            out.push_str(&here[..1]);
            rest = after;
            continue;
        }
        let Some((name, after)) = here
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'))
        else {
            let message = if here.starts_with('{') {
                "this brace is never closed"
            } else {
                "this brace closes nothing"
            };
            let place = at_byte..at_byte + 1;
            return Err(ParseError::at(template, place, message)
                .hint("write {{ and }} for the characters themselves"));
        };
        let Some(field) = Field::ALL.into_iter().find(|field| field.name() == name) else {
            let names: Vec<_> = Field::ALL
                .iter()
                .map(|field| format!("{{{}}}", field.name()))
                .collect();
            let place = at_byte..at_byte + name.len() + 2;
            return Err(
                ParseError::at(template, place, format!("there is no field {{{name}}}"))
                    .hint(format!("the fields are {}", names.join(" "))),
            );
        };
        out.push_str(&value(field));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, ParseError> {
        fill(template, |field| field.name().to_uppercase())
    }

    #[test]
    fn fields_are_filled_and_doubled_braces_are_braces() {
        let cases = [
            ("", ""),
            ("plain", "plain"),
            ("{letter}: {elapsed} é {tafs}", "LETTER: ELAPSED é TAFS"),
            ("{{category}} {{{category}}}", "{category} {CATEGORY}"),
            ("}}{{", "}{"),
        ];
        for (template, expected) in cases {
            assert_eq!(filled(template).as_deref(), Ok(expected), "{template:?}");
        }
        for field in Field::ALL {
            assert_eq!(
                filled(&["{", field.name(), "}"].concat()),
                Ok(field.name().to_uppercase())
            );
        }
    }

    #[test]
    fn what_is_no_field_is_pointed_at() {
        let cases = [
            ("é {foo}", 3, 5, "no field {foo}"),
            ("{}", 1, 2, "no field {}"),
            ("{ tafs }", 1, 8, "no field { tafs }"),
            ("a {tafs", 3, 1, "never closed"),
            ("a } b", 3, 1, "closes nothing"),
        ];
        for (template, column, width, message) in cases {
            let fault = filled(template).expect_err(template);
            assert_eq!(
                (fault.column, fault.width),
                (column, width),
                "{template:?}: {fault}"
            );
            assert!(fault.message.contains(message), "{template:?}: {fault}");
        }
    }
}
