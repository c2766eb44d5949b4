//! The elements of a JSON array, each with its line: what is broken does not hide what stands before it. Knows nothing
//! of what the elements mean.

use serde_json::{Deserializer, Value};

use super::import_report::RowFault;

/// The elements that could be read, each with the line in which it begins, and where reading broke off.
pub(super) fn elements(text: &str) -> (Vec<(usize, Value)>, Option<RowFault>) {
    let mut rest = Rest { text, line: 1 };
    let mut found = Vec::new();
    rest.skip_space();
    rest.skip("[");
    loop {
        rest.skip_space();
        if rest.text.starts_with(']') {
            rest.skip("]");
            rest.skip_space();
            return (
                found,
                (!rest.text.is_empty()).then(|| rest.fault("after the list there is more")),
            );
        }
        if !found.is_empty() {
            if !rest.text.starts_with(',') {
                return (
                    found,
                    Some(rest.fault("here the list breaks off: it is not closed with ]")),
                );
            }
            rest.skip(",");
            rest.skip_space();
        }
        let mut elements = Deserializer::from_str(rest.text).into_iter::<Value>();
        match elements.next() {
            Some(Ok(element)) => {
                let end = elements.byte_offset();
                found.push((rest.line, element));
                rest.skip(&rest.text[..end]);
            }
            Some(Err(error)) if !error.is_eof() => {
                rest.line += error.line() - 1;
                let what = "this is not JSON, and what follows cannot be read";
                return (found, Some(rest.fault(what)));
            }
            Some(Err(_)) | None => {
                return (
                    found,
                    Some(rest.fault("here the list breaks off: it is not closed with ]")),
                );
            }
        }
    }
}

/// What is still to be read, and in which line it begins.
struct Rest<'a> {
    text: &'a str,
    line: usize,
}

impl<'a> Rest<'a> {
    fn skip(&mut self, passed: &'a str) {
        self.line += passed.matches('\n').count();
        self.text = self.text.get(passed.len()..).unwrap_or_default();
    }

    fn skip_space(&mut self) {
        let space = self.text.len() - self.text.trim_start().len();
        self.skip(&self.text[..space]);
    }

    fn fault(&self, what: &str) -> RowFault {
        RowFault {
            line: self.line,
            what: what.to_owned(),
        }
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
            let (found, fault) = elements(text);
            assert_eq!(
                found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
                lines,
                "{text}"
            );
            assert_eq!(fault.map(|fault| fault.line), broken, "{text}");
        }
    }
}
