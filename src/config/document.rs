//! The text of the config file with one value set and all else as it was: comments, order, line ends. Knows TOML, not
//! what the keys mean.

use toml::{Table, Value};
use toml_edit::{DocumentMut, Item};

use super::key::find_value;

/// The text with the value at a path of names, at least two: in its place where it has one, else in the commented line of
/// that name, else in its table, else under the commented head of its table, else in a table at the end. `None` where
/// none of them leaves all other values as they are.
pub(super) fn set_value(text: &str, parts: &[String], value: &toml_edit::Value) -> Option<String> {
    let is_dos =
        text.contains("\r\n") && text.matches("\r\n").count() == text.matches('\n').count();
    let plain = if is_dos {
        &*text.replace("\r\n", "\n")
    } else {
        text
    };
    let (parts, value) = whole_value(plain, parts, value)?;
    let set = candidates(plain, &parts, &value)
        .find(|candidate| sets_only(plain, candidate, &parts, &value))?;
    Some(if is_dos {
        set.replace('\n', "\r\n")
    } else {
        set
    })
}

/// The text without a value: its line is a comment then, or it is taken out of the line that it shares. `None` where
/// neither leaves all other values as they are.
pub(super) fn unset_value(text: &str, parts: &[String]) -> Option<String> {
    let table: Table = text.parse().ok()?;
    if find_value(&table, parts).is_none() {
        return Some(text.to_owned());
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let commented = (0..lines.len()).map(|at| {
        let (before, after) = lines.split_at(at);
        format!("{}#{}", before.concat(), after.concat())
    });
    let mut candidates = commented.chain(taken_out(text, parts));
    candidates.find(|candidate| unsets_only(text, candidate, parts))
}

fn taken_out(text: &str, parts: &[String]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let (name, tables) = parts.split_last()?;
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for part in tables {
        table = table.get_mut(part)?.as_table_like_mut()?;
    }
    table.remove(name)?;
    Some(document.to_string())
}

/// A field of an activity that is not there yet is set by an activity with that field alone.
fn whole_value(
    text: &str,
    parts: &[String],
    value: &toml_edit::Value,
) -> Option<(Vec<String>, toml_edit::Value)> {
    let (field, parents) = parts.split_last()?;
    let table: Table = text.parse().ok()?;
    if parents.len() < 3 || find_value(&table, parents).is_some() {
        return Some((parts.to_vec(), value.clone()));
    }
    let mut fields = toml_edit::InlineTable::new();
    fields.insert(field, value.clone());
    Some((parents.to_vec(), fields.into()))
}

/// The texts that may be meant, the best first.
fn candidates(
    text: &str,
    parts: &[String],
    value: &toml_edit::Value,
) -> impl Iterator<Item = String> {
    let (name, tables) = parts.split_last().unwrap_or((&parts[0], &[]));
    let head: Vec<String> = tables.iter().map(|part| as_key(part)).collect();
    let head = head.join(".");
    let line = format!("{} = {}\n", as_key(name), value.clone().decorated("", ""));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let sections = sections_of(&lines, &head);
    let commented = sections
        .iter()
        .filter_map(|section| section.take_comment_away(&lines, name, value));
    let below = sections
        .iter()
        .filter(|section| section.is_commented)
        .map(|section| section.add_below(&lines, &line));
    let last = format!("{}[{head}]\n{line}", with_blank_line(text));
    let mut all: Vec<String> = replaced(text, parts, value, false).into_iter().collect();
    all.extend(commented);
    all.extend(replaced(text, parts, value, true));
    all.extend(below);
    all.push(last);
    all.into_iter()
}

fn as_key(name: &str) -> String {
    toml_edit::Key::new(name).display_repr().into_owned()
}

fn with_blank_line(text: &str) -> String {
    match text {
        "" => String::new(),
        _ if text.ends_with('\n') => format!("{text}\n"),
        _ => format!("{text}\n\n"),
    }
}

/// The text with the value in its place, which is there already, or is made in a table that is.
fn replaced(
    text: &str,
    parts: &[String],
    value: &toml_edit::Value,
    may_add: bool,
) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let (name, tables) = parts.split_last()?;
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for part in tables {
        table = table.get_mut(part)?.as_table_like_mut()?;
    }
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        // An activity in a table of its own gets the fields that it is set to.
        Some(Item::Table(old)) => {
            let fields = value.as_inline_table()?;
            let decor = old.decor().clone();
            *old = fields.clone().into_table();
            *old.decor_mut() = decor;
        }
        None if may_add => {
            let blank = take_last_blank(table);
            let value = value.clone().decorated(" ", blank);
            table.insert(name, Item::Value(value));
        }
        Some(Item::None | Item::ArrayOfTables(_)) | None => return None,
    }
    Some(document.to_string())
}

/// Takes the blank away that is between the last value of `{ … }` and its end.
fn take_last_blank(table: &mut dyn toml_edit::TableLike) -> String {
    let last = table.iter_mut().last();
    let Some(last) =
        last.and_then(|(_, item)| item.as_value_mut().map(toml_edit::Value::decor_mut))
    else {
        return String::new();
    };
    let suffix = last.suffix().and_then(|suffix| suffix.as_str());
    match suffix.filter(|suffix| suffix.trim().is_empty()) {
        Some(blank) => {
            let blank = blank.to_owned();
            last.set_suffix("");
            blank
        }
        None => String::new(),
    }
}

/// The lines from the head of a table to the next head, both of which may be comments.
struct Section {
    lines: std::ops::Range<usize>,
    is_commented: bool,
}

fn sections_of(lines: &[&str], head: &str) -> Vec<Section> {
    let heads: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, head_in(line)?)))
        .collect();
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([lines.len()]);
    let sections = heads
        .iter()
        .zip(ends)
        .filter(|((_, name), _)| *name == head);
    let of = |((start, _), end): (&(usize, &str), usize)| Section {
        lines: *start..end,
        is_commented: lines[*start].trim_start().starts_with('#'),
    };
    sections.map(of).collect()
}

/// The name in a line that is the head of a table, or would be without its `#`.
fn head_in(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches('#').trim_start();
    let (name, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_head = rest.trim().is_empty() || rest.trim_start().starts_with(['#', ']']);
    is_head.then(|| name.trim())
}

/// A line without its `#`.
fn uncommented(line: &str) -> String {
    let rest = line.trim_start();
    let indent = &line[..line.len() - rest.len()];
    format!("{indent}{}", rest.trim_start_matches('#').trim_start())
}

impl Section {
    /// The text in which the commented line of this name is none any more, and gives the value.
    fn take_comment_away(
        &self,
        lines: &[&str],
        name: &str,
        value: &toml_edit::Value,
    ) -> Option<String> {
        let set = |line: &str| {
            line.trim_start().strip_prefix('#')?;
            replaced(&uncommented(line), &[name.to_owned()], value, false)
        };
        let inside = self.lines.clone().skip(1);
        let (at, line) = inside
            .into_iter()
            .find_map(|at| Some((at, set(lines[at])?)))?;
        Some(self.with(lines, at, &line))
    }

    /// The text in which the head is no comment any more, and the line stands below it.
    fn add_below(&self, lines: &[&str], line: &str) -> String {
        let at = self.lines.start;
        let head = uncommented(lines[at]);
        let end = if head.ends_with('\n') { "" } else { "\n" };
        self.with(lines, at, &format!("{head}{end}{line}"))
    }

    fn with(&self, lines: &[&str], changed: usize, instead: &str) -> String {
        let of = |(at, line): (usize, &&str)| match at {
            _ if at == changed => instead.to_owned(),
            _ if at == self.lines.start && self.is_commented => uncommented(line),
            _ => (*line).to_owned(),
        };
        lines.iter().enumerate().map(of).collect()
    }
}

/// Whether all that a text says differently is this value.
fn sets_only(before: &str, after: &str, parts: &[String], value: &toml_edit::Value) -> bool {
    let (Ok(mut before), Ok(mut after)) = (before.parse::<Table>(), after.parse::<Table>()) else {
        return false;
    };
    let wanted = format!("x = {}", value.clone().decorated("", "")).parse::<Table>();
    let is_set = find_value(&after, parts) == wanted.ok().as_ref().and_then(|table| table.get("x"));
    remove(&mut before, parts);
    remove(&mut after, parts);
    is_set && before == after
}

/// Whether all that a text says differently is that it has not this value.
fn unsets_only(before: &str, after: &str, parts: &[String]) -> bool {
    let (Ok(mut before), Ok(mut after)) = (before.parse::<Table>(), after.parse::<Table>()) else {
        return false;
    };
    let is_unset = find_value(&after, parts).is_none();
    remove(&mut before, parts);
    remove(&mut after, parts);
    is_unset && before == after
}

/// Takes a value out, and the tables that are empty then.
fn remove(table: &mut Table, parts: &[String]) {
    let [name, rest @ ..] = parts else {
        return;
    };
    if let Some(Value::Table(inner)) = table.get_mut(name).filter(|_| !rest.is_empty()) {
        remove(inner, rest);
        if !inner.is_empty() {
            return;
        }
    }
    table.remove(name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::TEMPLATE;

    fn set(text: &str, key: &str, value: &str) -> String {
        let parts: Vec<String> = key.split('.').map(str::to_owned).collect();
        let value = value.parse().expect("a value");
        set_value(text, &parts, &value).expect("it can be set")
    }

    #[test]
    fn a_value_that_is_taken_away_is_a_comment() {
        let parts = ["goal", "tafs"].map(str::to_owned);
        for (text, unset) in [
            (
                "[goal]\n# mine\ntafs = 0.4 # x\nselling = \"20h\"\n",
                "[goal]\n# mine\n#tafs = 0.4 # x\nselling = \"20h\"\n",
            ),
            ("[goal]\r\ntafs = 0.4\r\n", "[goal]\r\n#tafs = 0.4\r\n"),
            ("goal.tafs = 0.4", "#goal.tafs = 0.4"),
            (
                "goal = { tafs = 0.4, selling = \"20h\" }\n",
                "goal = { selling = \"20h\" }\n",
            ),
            ("[ui]\nmouse = true\n", "[ui]\nmouse = true\n"),
            (
                "[goal]\nselling = \"\"\"20\nh\"\"\"\ntafs = 0.4\n",
                "[goal]\nselling = \"\"\"20\nh\"\"\"\n#tafs = 0.4\n",
            ),
        ] {
            assert_eq!(unset_value(text, &parts).as_deref(), Some(unset), "{text}");
        }
    }

    #[test]
    fn all_else_stays_as_it_was_written() {
        let cases = [
            // In its place, with what stands around it.
            (
                "[goal]\n tafs  =  0.4  # mine\n\n# end\n",
                "goal.tafs",
                "0.45",
                "[goal]\n tafs  =  0.45  # mine\n\n# end\n",
            ),
            (
                "goal = { tafs = 0.4 }\n",
                "goal.tafs",
                "0.45",
                "goal = { tafs = 0.45 }\n",
            ),
            (
                "goal.tafs = 0.4 # x",
                "goal.tafs",
                "0.45",
                "goal.tafs = 0.45 # x\n",
            ),
            // In its table.
            (
                "# a\n[ui]\nmouse = true # m\n\n# b\n[goal]\n",
                "ui.strip_seconds",
                "7",
                "# a\n[ui]\nmouse = true # m\nstrip_seconds = 7\n\n# b\n[goal]\n",
            ),
            (
                "ui = { mouse = true }\n",
                "ui.strip_seconds",
                "7",
                "ui = { mouse = true, strip_seconds = 7 }\n",
            ),
            // In the commented line, in whose section a text in a string is not.
            (
                "[goal]\n# about\n#tafs = 0.5 # half\n",
                "goal.tafs",
                "0.45",
                "[goal]\n# about\ntafs = 0.45 # half\n",
            ),
            (
                "#[goal]\n# tafs = of what\n#tafs = 0.5",
                "goal.tafs",
                "0.45",
                "[goal]\n# tafs = of what\ntafs = 0.45\n",
            ),
            // Under its commented head, or at the end.
            (
                "#[keys]\n\n# x\n#[theme]\n",
                "keys.undo",
                "\"z\"",
                "[keys]\nundo = \"z\"\n\n# x\n#[theme]\n",
            ),
            (
                "# mine",
                "goal.tafs",
                "0.45",
                "# mine\n\n[goal]\ntafs = 0.45\n",
            ),
            ("", "goal.tafs", "0.45", "[goal]\ntafs = 0.45\n"),
            // A head that would take what belongs to another table stays a comment.
            (
                "[ui]\n#[goal]\n#tafs = 0.5\nmouse = true\n",
                "goal.tafs",
                "0.45",
                "[ui]\n#[goal]\n#tafs = 0.5\nmouse = true\n\n[goal]\ntafs = 0.45\n",
            ),
            (
                "#[goal]\n#tafs = 0.5\n[goal]\nselling = \"20h\"\n",
                "goal.tafs",
                "0.45",
                "#[goal]\n#tafs = 0.5\n[goal]\nselling = \"20h\"\ntafs = 0.45\n",
            ),
            // Activities, also one in a table of its own.
            (
                "",
                "activities.selling.v",
                "{ name = \"visit\" }",
                "[activities.selling]\nv = { name = \"visit\" }\n",
            ),
            (
                "[activities.selling]\nv = { name = \"visit\" }\n",
                "activities.selling.v.live",
                "true",
                "[activities.selling]\nv = { name = \"visit\", live = true }\n",
            ),
            (
                "[activities.selling.v]\nname = \"visit\"\n",
                "activities.selling.v.name",
                "\"call\"",
                "[activities.selling.v]\nname = \"call\"\n",
            ),
            (
                "[activities.selling.v]\nname = \"visit\"\n",
                "activities.selling.v",
                "{ name = \"call\" }",
                "[activities.selling.v]\nname = \"call\"\n",
            ),
            (
                "[ui]\n",
                "activities.selling.v.name",
                "\"call\"",
                "[ui]\n\n[activities.selling]\nv = { name = \"call\" }\n",
            ),
        ];
        for (text, key, value, expected) in cases {
            assert_eq!(set(text, key, value), expected, "{text:?}");
            let dos = |text: &str| text.replace('\n', "\r\n");
            let two_lines = text.contains('\n');
            if two_lines {
                assert_eq!(set(&dos(text), key, value), dos(expected), "{text:?}");
            }
        }
    }

    #[test]
    fn the_template_is_uncommented_where_it_has_the_key() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        for (key, value, head) in [
            ("goal.selling", "\"18h\"", "[goal]"),
            ("hours.sat", "\"10:00-12:00\"", "[hours]"),
            (
                "activities.selling.v",
                "{ name = \"call\" }",
                "[activities.selling]",
            ),
        ] {
            let after = set(TEMPLATE, key, value);
            let (before, after) = (lines(TEMPLATE), lines(&after));
            let changed: Vec<&String> = before
                .iter()
                .zip(&after)
                .filter(|(one, other)| one != other)
                .map(|(_, changed)| changed)
                .collect();
            let name = key.rsplit('.').next().unwrap_or_default();
            assert_eq!(before.len(), after.len(), "{key}");
            assert_eq!(changed, [head, &format!("{name} = {value}")], "{key}");
        }
    }
}
