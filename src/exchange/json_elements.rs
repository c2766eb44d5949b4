//! The elements of a JSON array, each with its line: what is broken does not hide what stands before it. Knows nothing
//! of what the elements mean.

use serde::de::DeserializeOwned;
use serde_json::{Deserializer, Value};

use super::import_report::RowError;

/// An element of an array.
pub(super) struct Element<'a, T> {
    /// The line in which it begins, from 1.
    pub(super) line: usize,
    pub(super) value: T,
    /// Its text.
    pub(super) bytes: &'a [u8],
}

/// The elements that could be read, and where reading broke off; `not_json` words an error.
pub(super) fn read_elements<T: DeserializeOwned>(
    bytes: &[u8],
    not_json: impl Fn(&serde_json::Error) -> String,
) -> (Vec<Element<'_, T>>, Option<RowError>) {
    let mut rest = Rest { bytes, line: 1 };
    let mut found = Vec::new();
    rest.skip_space();
    rest.skip(1);
    let what = loop {
        rest.skip_space();
        match rest.bytes.first() {
            Some(b']') => {
                rest.skip(1);
                rest.skip_space();
                if rest.bytes.is_empty() {
                    return (found, None);
                }
                break "after the list there is more".to_owned();
            }
            Some(b',') if !found.is_empty() => {
                rest.skip(1);
                rest.skip_space();
            }
            Some(_) if found.is_empty() => {}
            Some(_) | None => break "here the list breaks off: it is not closed with ]".to_owned(),
        }
        let mut elements = Deserializer::from_slice(rest.bytes).into_iter::<T>();
        match elements.next() {
            Some(Ok(value)) => {
                let (line, length) = (rest.line, elements.byte_offset());
                let bytes = rest.skip(length);
                found.push(Element { line, value, bytes });
            }
            Some(Err(error)) if !error.is_eof() => {
                rest.line += error.line() - 1;
                break not_json(&error);
            }
            Some(Err(_)) | None => {
                break "here the list breaks off: it is not closed with ]".to_owned();
            }
        }
    };
    (found, Some(RowError::new(rest.line, what)))
}

/// The elements of another tool's list, whatever they are.
pub(super) fn read_values(text: &str) -> (Vec<Element<'_, Value>>, Option<RowError>) {
    read_elements(text.as_bytes(), |_| {
        "this is not JSON, and what follows cannot be read".to_owned()
    })
}

/// The texts in a list; what else stands in it says nothing.
pub(super) fn read_texts(list: Option<&Value>) -> Vec<String> {
    let values = list.and_then(Value::as_array).into_iter().flatten();
    values
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// What is still to be read, and in which line it begins.
struct Rest<'a> {
    bytes: &'a [u8],
    line: usize,
}

impl<'a> Rest<'a> {
    /// Passes so many bytes.
    fn skip(&mut self, length: usize) -> &'a [u8] {
        let (passed, rest) = self.bytes.split_at(length.min(self.bytes.len()));
        self.line += passed.split(|byte| *byte == b'\n').count() - 1;
        self.bytes = rest;
        passed
    }

    fn skip_space(&mut self) {
        self.skip(self.bytes.len() - self.bytes.trim_ascii_start().len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_their_lines_and_a_break_is_told() {
        let cases: [(&str, &[usize], Option<usize>); 9] = [
            ("[]", &[], None),
            (" [\n1,\n{\"a\":\n2},3\n]\n", &[2, 3, 4], None),
            ("[1,\n2", &[1, 2], Some(2)),
            ("[1,\n2,\n", &[1, 2], Some(3)),
            ("[1,\n{\"a\":\nnope}, 3]", &[1], Some(3)),
            ("[1 2]", &[1], Some(1)),
            ("[1]\n[2]", &[1], Some(2)),
            ("[1,\n{\"a\": [1,", &[1], Some(2)),
            ("[", &[], Some(1)),
        ];
        for (text, lines, broken) in cases {
            let (found, fault) =
                read_elements::<serde_json::Value>(text.as_bytes(), ToString::to_string);
            assert_eq!(
                found.iter().map(|element| element.line).collect::<Vec<_>>(),
                lines,
                "{text}"
            );
            assert_eq!(fault.map(|fault| fault.line), broken, "{text}");
        }
    }
}
