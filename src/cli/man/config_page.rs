//! `tafs-config(5)`: the config file, made of the commented one that `tafs config init` writes, so that both say the same.

use clap_mangen::roff::{Roff, bold, italic, roman};

use crate::config::TEMPLATE;

const DESCRIPTION: [&str; 2] = [
    "The config file is TOML. None is needed: every key has a default. tafs config init writes a file with all of \
     them, commented out, tafs config set changes one key and leaves the rest as it is, and tafs config show \
     --resolved lists what counts and why. A change is taken up while the screen is open.",
    "An unknown key, or a value that makes no sense, is refused with its line and with what would be right.",
];

/// A line of the commented file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line<'t> {
    Text(&'t str),
    /// `[goal]`, or `[[rules]]`.
    Table(&'t str),
    /// A key with its default, or an example.
    Key(&'t str),
    Empty,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        let Some(rest) = line.strip_prefix('#') else {
            return Self::Empty;
        };
        match rest.strip_prefix(' ') {
            Some(text) => Self::Text(text),
            None if rest.starts_with('[') => Self::Table(rest),
            None => Self::Key(rest),
        }
    }
}

/// Made of what the other pages have in their titles.
pub(super) fn make_page(changed: &str, version: &str, manual: &str) -> String {
    let mut roff = Roff::new();
    roff.control("TH", ["tafs-config", "5", changed, version, manual]);
    roff.control("SH", ["NAME"]);
    roff.text([roman("tafs-config - the config file of tafs")]);
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([italic("~/.config/tafs/config.toml")]);
    roff.control("SH", ["DESCRIPTION"]);
    let [first, second] = DESCRIPTION;
    roff.text([roman(first)]);
    roff.control("PP", []);
    roff.text([roman(second)]);
    roff.control("SH", ["TABLES AND KEYS"]);
    let intro = "Each key is shown with its default, or with an example where there is none.";
    roff.text([roman(intro)]);
    render_tables(&mut roff, TEMPLATE);
    roff.control("SH", ["SEE ALSO"]);
    let see = [
        italic("tafs"),
        roman("(1), "),
        italic("tafs-config"),
        roman("(1)"),
    ];
    roff.text(see);
    roff.to_roff()
}

/// The tables, one below the other. What explains a table stands before it, what explains a key before that.
fn render_tables(roff: &mut Roff, template: &str) {
    // The first paragraph explains the file itself.
    let body = template
        .split_once("\n\n")
        .map_or(template, |(_, body)| body);
    let (mut text, mut has_table) = (Vec::new(), false);
    let mut lines = body.lines().map(Line::of).peekable();
    while let Some(line) = lines.next() {
        match line {
            Line::Text(words) => text.push(words),
            Line::Empty => has_table = false,
            Line::Table(name) if has_table => {
                roff.control("PP", []);
                roff.text([bold(name)]);
            }
            Line::Table(name) => {
                roff.control("SS", [name]);
                paragraph(roff, &mut text);
                has_table = true;
            }
            Line::Key(key) => {
                roff.control("TP", []);
                roff.text([bold(key)]);
                // Keys without a word of their own stand with the one before them.
                while let Some(Line::Key(key)) = lines.next_if(|next| matches!(next, Line::Key(_)))
                {
                    roff.control("TQ", []);
                    roff.text([bold(key)]);
                }
                paragraph(roff, &mut text);
            }
        }
    }
}

fn paragraph(roff: &mut Roff, text: &mut Vec<&str>) {
    if !text.is_empty() {
        roff.text([roman(text.join(" "))]);
        text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_commented_file_is_on_the_page() {
        let page = make_page("", "", "");
        let plain = page.replace("\\-", "-").replace("\\\\", "\\");
        let keys = TEMPLATE.lines().filter_map(|line| match Line::of(line) {
            Line::Key(key) | Line::Table(key) => Some(key),
            Line::Text(_) | Line::Empty => None,
        });
        let missing: Vec<&str> = keys.filter(|key| !plain.contains(key)).collect();
        assert!(missing.is_empty(), "{missing:#?}\n{page}");
        assert!(plain.contains("time available for selling, as a share: 0.45 is 45 %"));
    }
}
