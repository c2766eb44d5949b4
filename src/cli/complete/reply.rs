//! The words to offer, in the form in which a shell takes them. What comes from the file is text to every shell: it is
//! quoted here, or handed over in lines that the shell quotes itself.

use super::candidate::{Candidate, typed_name};
use super::typed::Typed;
use crate::domain::parse::spell;

/// How a person asks Bash: what its `COMP_TYPE` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asking {
    /// Tab: what all words have in common is inserted, or they are listed.
    Tab,
    /// Each word is inserted in turn, or all of them at once.
    Insert,
}

impl Asking {
    pub(super) fn of(comp_type: &str) -> Self {
        // "%" completes through a menu, "*" inserts all.
        if ["37", "42"].contains(&comp_type) {
            Self::Insert
        } else {
            Self::Tab
        }
    }
}

/// A line for each word, with what it is behind a tab. Where some names need quotes all have them, so that what they have
/// in common is as long as what was typed.
pub(super) fn lines(words: &[Candidate], typed: &str) -> String {
    let is_begun = typed.chars().nth(1).is_some();
    let are_quoted = is_begun && words.len() > 1 && words.iter().any(Candidate::has_quotes);
    let line = |word: &Candidate| {
        let value = match word.plain.chars().next().filter(|_| are_quoted) {
            Some(sigil) => with_quotes(sigil, &word.plain[sigil.len_utf8()..]),
            None => word.value.clone(),
        };
        match word.about.as_str() {
            "" => format!("{value}\n"),
            about => format!("{value}\t{about}\n"),
        }
    };
    words.iter().map(line).collect()
}

/// Whether several words have less in common than was typed, in other letters: what they share would replace more. The
/// quotes of a name are no letters of it.
pub(super) fn shrinks(lines: &str, typed: &str) -> bool {
    let words = || lines.lines().filter_map(|line| line.split('\t').next());
    let first = words().next().unwrap_or_default();
    let is_letter = |c: &char| *c != '"';
    let common = |other: &str| {
        let pairs = first.chars().zip(other.chars());
        let shared = pairs.take_while(|(one, other)| one == other);
        shared.filter(|(one, _)| is_letter(one)).count()
    };
    let shared = words().map(common).min().unwrap_or_default();
    words().count() > 1 && shared < typed.chars().filter(is_letter).count()
}

fn with_quotes(sigil: char, name: &str) -> String {
    format!("{sigil}{}", spell::quoted(name))
}

/// A line for each word, of which Bash takes each as it stands for the part of the line that it replaces.
pub(super) fn bash(words: &[Candidate], typed: &Typed, asking: Asking) -> String {
    let forms = match words {
        [_] => vec![words[0].value.clone()],
        _ if asking == Asking::Insert => words.iter().map(|word| word.value.clone()).collect(),
        _ => listed(words, &typed.current),
    };
    let tells = asking == Asking::Tab && words.len() > 1 && words.iter().all(is_id_like);
    let lines = forms.iter().zip(words).filter_map(|(form, word)| {
        let rest = form.strip_prefix(&*typed.kept)?;
        let about = if tells && !word.about.is_empty() {
            format!("  ({})", word.about)
        } else {
            String::new()
        };
        let mut rest = quoted(rest, typed.quote);
        // Bash closes the quote, but not behind a sign that looks as if it did.
        let close = typed
            .quote
            .filter(|quote| rest.ends_with(*quote) && words.len() == 1);
        rest.extend(close);
        Some(format!("{rest}{about}\n"))
    });
    lines.collect()
}

/// Ids say nothing by themselves: where they are listed, what they are stands behind them. No two begin alike so far that
/// Bash would insert any of that.
fn is_id_like(word: &Candidate) -> bool {
    let is_id = |value: &str| {
        value
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    is_id(&word.value) || ["last", "running"].contains(&&*word.value)
}

/// Several words as they are listed. What they have in common is inserted: it has to begin as what was typed, and must not
/// end inside a name as if it were whole.
fn listed(words: &[Candidate], typed: &str) -> Vec<String> {
    let typed = typed_name(typed);
    let length = typed.chars().count();
    let is_common = words.iter().all(|word| {
        let first = &words[0].plain;
        first
            .chars()
            .take(length)
            .eq(word.plain.chars().take(length))
    });
    let have_quotes = words.iter().all(Candidate::has_quotes);
    let form = |word: &Candidate| {
        let plain = if is_common {
            word.plain.clone()
        } else {
            typed
                .chars()
                .chain(word.plain.chars().skip(length))
                .collect()
        };
        let mut chars = plain.chars();
        match chars.next().filter(|_| have_quotes) {
            Some(sigil) => with_quotes(sigil, chars.as_str()),
            None => plain,
        }
    };
    words.iter().map(form).collect()
}

/// The text as Bash reads it back, where a quote is open or none is.
pub(super) fn quoted(text: &str, quote: Option<char>) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match (quote, c) {
            (Some('\''), '\'') => out.push_str(r"'\''"),
            (Some('\''), c) => out.push(c),
            // Within these quotes the history would be looked up, and a backslash does not stop it.
            (Some(_), '!') => out.push_str("\"'!'\""),
            (Some(_), '"' | '\\' | '$' | '`') => out.extend(['\\', c]),
            (Some(_), c) => out.push(c),
            (None, c) if c.is_alphanumeric() || "@%+=:,./_-".contains(c) => out.push(c),
            (None, c) => out.extend(['\\', c]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<Candidate> {
        let of = |name: &&str| Candidate::of_name('@', name, "");
        names.iter().map(of).collect()
    }

    fn reply(line: &str, replaced: &str, found: &[&str]) -> String {
        let typed = Typed::of_line(line, replaced);
        bash(&names(found), &typed, Asking::Tab)
            .trim_end()
            .replace('\n', " | ")
    }

    #[test]
    fn bash_gets_what_it_reads_back_as_the_word() {
        for (line, replaced, found, expected) in [
            ("tafs s @N", "@N", &["Northwind"][..], "@Northwind"),
            ("tafs s @B", "@B", &["Big Co"], r#"@\"Big\ Co\""#),
            ("tafs s '@B", "@B", &["Big Co"], r#"@"Big Co""#),
            ("tafs s \"@B", "@B", &["Big Co"], r#"@\"Big Co\"""#),
            ("tafs s @", "@", &["$(touch x)"], r#"@\"\$\(touch\ x\)\""#),
            ("tafs s @", "@", &["`touch`"], r"@\`touch\`"),
            ("tafs s '@", "@", &["O'Brien"], r"@O'\''Brien"),
            ("tafs s '@", "@", &["Jones'"], r"@Jones'\'''"),
            // What several have in common never looks like a whole name.
            (
                "tafs s @B",
                "@B",
                &["Bigfoot", "Big Co"],
                r"@Bigfoot | @Big\ Co",
            ),
            (
                "tafs s @B",
                "@B",
                &["Big Co", "Big Corp"],
                r#"@\"Big\ Co\" | @\"Big\ Corp\""#,
            ),
            (
                "tafs s @bi",
                "@bi",
                &["Bigfoot", "BIGGER"],
                "@bigfoot | @biGGER",
            ),
        ] {
            assert_eq!(reply(line, replaced, found), expected, "{line}");
        }
        let word = |text| Candidate::new(text, "");
        let typed = Typed::of_line("tafs s --account=B", "B");
        let found = [word("--account=Big Co")];
        assert_eq!(bash(&found, &typed, Asking::Tab), "Big\\ Co\n");
        assert_eq!(quoted("!legal #1", None), r"\!legal\ \#1");
        assert_eq!(quoted("!legal", Some('"')), "\"'!'\"legal");
    }

    #[test]
    fn where_one_name_needs_quotes_the_others_have_them_too() {
        let found = names(&["Bigfoot", "Big Co"]);
        assert_eq!(lines(&found, "@"), "@Bigfoot\n@\"Big Co\"\n");
        assert_eq!(lines(&found, "@B"), "@\"Bigfoot\"\n@\"Big Co\"\n");
        assert_eq!(lines(&found[..1], "@B"), "@Bigfoot\n");
        assert!(!shrinks(&lines(&found, "@B"), "@B"));
        assert!(shrinks("@Big\tx\n@BIG\n", "@bi") && !shrinks("@BIG\n", "@bigger"));
        // What both share is a quote, and no letter of what was typed.
        let quoted = "@\"Nord West\"\n@\"na\u{ef}ve&co\"\n";
        assert!(shrinks(quoted, "@n") && !shrinks(quoted, "@"));
    }

    #[test]
    fn ids_are_listed_with_what_they_are_and_inserted_without() {
        let ids = [
            Candidate::new("0195a", "09:00-10:00 $(x)"),
            Candidate::new("0195b", ""),
        ];
        let typed = Typed::of_line("tafs edit 01", "01");
        assert_eq!(
            bash(&ids, &typed, Asking::Tab),
            "0195a  (09:00-10:00 $(x))\n0195b\n"
        );
        assert_eq!(bash(&ids, &typed, Asking::of("42")), "0195a\n0195b\n");
        assert_eq!(bash(&ids[..1], &typed, Asking::Tab), "0195a\n");
        assert_eq!(lines(&ids, ""), "0195a\t09:00-10:00 $(x)\n0195b\n");
    }
}
