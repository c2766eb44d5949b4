//! The parts of a line that tells of a block, word by word, each in the tone that it will have in the list. A way to show
//! what is typed; what it means is for the parser to say.

use ratatui::style::{Modifier, Style};

use crate::domain::block::Category;
use crate::domain::parse::{leading_times, time};
use crate::tui::paint::Ink;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// What a word of the line stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Times,
    Category,
    Activity,
    Account,
    Requester,
    Tag,
    Outcome,
    Source,
    Note,
}

/// The words of a line, each with the blanks after it.
pub(super) fn parts_of(line: &str) -> impl Iterator<Item = (Part, &str)> {
    let mut front = true;
    let mut has_category = false;
    line.split_inclusive(char::is_whitespace).map(move |word| {
        let part = part_of(word.trim(), front, has_category);
        has_category |= part == Part::Category;
        front &= matches!(part, Part::Times | Part::Category);
        (part, word)
    })
}

fn part_of(word: &str, is_front: bool, has_category: bool) -> Part {
    if is_front && !has_category && Category::from_word(word).is_some() {
        return Part::Category;
    }
    if is_front && (is_of_times(word) || word.is_empty()) {
        return Part::Times;
    }
    let has_name = word.chars().nth(1).is_some();
    match word.chars().next().filter(|_| has_name) {
        Some('/') => Part::Activity,
        Some('@') => Part::Account,
        Some('!') => Part::Requester,
        Some('#') => Part::Tag,
        Some('+') => Part::Outcome,
        Some('~') if word[1..].starts_with(|c: char| c == '"' || c.is_alphabetic()) => Part::Source,
        Some(_) | None => Part::Note,
    }
}

/// Whether a word belongs to the times at the front: a range, or a part of one with a day.
fn is_of_times(word: &str) -> bool {
    let begins = word.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '–');
    begins
        || leading_times::time_range(word).is_some()
        || time::leading_time(&[word, "00:00"]).is_ok_and(|words| words == 2)
}

/// The tone of a part in the list.
pub(super) fn style_of(scene: &Scene<'_>, part: Part, category: Option<Category>) -> Style {
    match part {
        Part::Times => scene.theme.strong(),
        Part::Category => category.map_or_else(
            || scene.style(Role::Text),
            |category| scene.theme.category(category).add_modifier(Modifier::BOLD),
        ),
        Part::Activity | Part::Account => scene.style(Role::Text),
        Part::Note => scene.style(Role::Soft),
        Part::Requester | Part::Tag | Part::Outcome | Part::Source => scene.style(Role::Quiet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_as_they_are_typed() {
        let line = "yesterday 9:10-9:40 selling /meeting @Northwind call at 9:00 !legal #x +1conv ~list ~5";
        let parts: Vec<Part> = parts_of(line).map(|(part, _)| part).collect();
        let note = Part::Note;
        assert_eq!(
            parts,
            [
                Part::Times,
                Part::Times,
                Part::Category,
                Part::Activity,
                Part::Account,
                note,
                note,
                note,
                Part::Requester,
                Part::Tag,
                Part::Outcome,
                Part::Source,
                note
            ]
        );
        let whole: String = parts_of(line).map(|(_, word)| word).collect();
        assert_eq!(whole, line);
    }
}
