//! Tab in a prompt: the names that go on from what was typed, one after the other. In a quick line it is the word
//! before the cursor that is completed, by what its sigil stands for.

use tui_input::Input;

use super::Prompt;
use super::tones::{Part, parts_of};
use crate::domain::block::Category;
use crate::domain::parse::spell;
use crate::domain::taxonomy::{REQUESTERS, Taxonomy};
use crate::domain::text;
use crate::tui::effect::{Effect, Names, PromptKind};

impl Prompt {
    /// Names from history; requesters also know the usual ones.
    pub(crate) fn know_names(&mut self, mut names: Vec<String>, taxonomy: &Taxonomy) {
        if self.names_of == Some(Names::Requesters) {
            let is_known = |usual: &str| names.iter().any(|name| name.eq_ignore_ascii_case(usual));
            let unknown: Vec<String> = REQUESTERS
                .iter()
                .filter(|usual| !is_known(usual))
                .map(|usual| (*usual).to_owned())
                .collect();
            names.extend(unknown);
        }
        self.names = names;
        // A quick line asks for names only when Tab is pressed.
        if is_quick_line(self.kind) {
            self.complete(1, taxonomy);
        }
    }

    /// The names could not be read yet: whether they are to be asked for again. A quick line asks with the next Tab, not
    /// while something else is typed.
    pub(crate) const fn keeps_asking_for_names(&mut self) -> bool {
        let is_quick_line = is_quick_line(self.kind);
        if is_quick_line {
            self.names_of = None;
        }
        !is_quick_line
    }

    /// The names that begin with what was typed.
    pub(super) fn matching(&self) -> Vec<&str> {
        let typed = match &self.completing {
            Some((typed, _)) => typed,
            None => self.input.value(),
        };
        names_starting_with(&self.names, typed.trim_start_matches(['@', '!']))
    }

    /// Tab forward, or backward where `step` is negative. Asks for names that are not known yet.
    pub(super) fn complete(&mut self, step: isize, taxonomy: &Taxonomy) -> Option<Effect> {
        match self.kind {
            PromptKind::Account | PromptKind::Requester => {
                let names: Vec<String> = self.matching().into_iter().map(str::to_owned).collect();
                let value = self.input.value().to_owned();
                let (typed, next) = self.next_name(value, names.len(), step)?;
                self.input = Input::new(names.get(next)?.clone());
                self.completing = Some((typed, next));
                self.error = None;
                None
            }
            PromptKind::Note | PromptKind::Outcome | PromptKind::Edit | PromptKind::Add => {
                self.complete_word(step, taxonomy)
            }
            PromptKind::Split(_) => None,
        }
    }

    fn complete_word(&mut self, step: isize, taxonomy: &Taxonomy) -> Option<Effect> {
        let value = self.input.value();
        let mut places = value.char_indices().map(|(at, _)| at);
        let at = places.nth(self.input.cursor()).unwrap_or(value.len());
        let (before, after) = (value[..at].to_owned(), value[at..].to_owned());
        let typed = match &self.completing {
            Some((typed, _)) => typed.clone(),
            None => before.clone(),
        };
        let start = typed
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + 1);
        let (kept, word) = typed.split_at(start);
        let names_category = parts_of(&typed).any(|(part, _)| part == Part::Category);
        if self.is_add() && !names_category && !word.starts_with(['@', '!', '/', '~']) {
            return self.complete_category((before, after), start, step);
        }
        let sigil = word.chars().next()?;
        if self.kind == PromptKind::Outcome && sigil != '~' {
            return None;
        }
        let wanted = match sigil {
            '@' => Some(Names::Accounts),
            '!' => Some(Names::Requesters),
            '~' => Some(Names::Sources),
            '/' => None,
            _ => return None,
        };
        if let Some(wanted) = wanted.filter(|wanted| self.names_of != Some(*wanted)) {
            self.names_of = Some(wanted);
            return Some(Effect::FindNames(wanted));
        }
        let kinds = self.category().map(|category| taxonomy.kinds(category));
        let kinds = kinds.into_iter().flatten();
        let names: Vec<String> = match wanted {
            Some(_) => self.names.clone(),
            None => kinds.map(|kind| kind.name.clone()).collect(),
        };
        let names = names_starting_with(&names, &word[1..]);
        let (whole_before, next) = self.next_name(before, names.len(), step)?;
        let name = names.get(next)?;
        let whole = match wanted {
            Some(Names::Sources) => format!("{kept}{}", spell::source_word(name)),
            Some(Names::Accounts | Names::Requesters) | None => {
                format!("{kept}{sigil}{}", spell::word(name))
            }
        };
        let cursor = whole.chars().count();
        self.input = Input::new(whole + &after).with_cursor(cursor);
        self.completing = Some((whole_before, next));
        self.error = None;
        None
    }

    /// The category of a new block, whose word begins at `start` of the text before the cursor.
    fn complete_category(
        &mut self,
        (before, after): (String, String),
        start: usize,
        step: isize,
    ) -> Option<Effect> {
        let typed = self.completing.as_ref().map_or(&before, |(typed, _)| typed);
        let (kept, word) = (typed[..start].to_owned(), typed[start..].to_lowercase());
        let names = Category::ALL.map(Category::name);
        let names: Vec<&str> = names
            .into_iter()
            .filter(|name| name.starts_with(&word))
            .collect();
        let (whole_before, next) = self.next_name(before, names.len(), step)?;
        let whole = kept + names.get(next)?;
        let cursor = whole.chars().count();
        self.input = Input::new(whole + &after).with_cursor(cursor);
        self.completing = Some((whole_before, next));
        self.error = None;
        None
    }

    /// Which of so many names comes next, and what was typed before the first Tab.
    fn next_name(&mut self, typed: String, count: usize, step: isize) -> Option<(String, usize)> {
        let last = count.checked_sub(1)?;
        Some(match self.completing.take() {
            None => (typed, if step > 0 { 0 } else { last }),
            Some((typed, at)) => (typed, at.checked_add_signed(step).unwrap_or(last) % count),
        })
    }
}

/// Whether a line takes names behind their sigils: all kinds, or sources alone.
const fn is_quick_line(kind: PromptKind) -> bool {
    matches!(
        kind,
        PromptKind::Note | PromptKind::Outcome | PromptKind::Edit | PromptKind::Add
    )
}

fn names_starting_with<'a>(names: &'a [String], typed: &str) -> Vec<&'a str> {
    let typed = text::plain(typed);
    names
        .iter()
        .map(String::as_str)
        .filter(|name| text::plain(name).starts_with(&typed))
        .collect()
}
