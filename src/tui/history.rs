//! What was typed in a line and not saved: the next lines find it again, as in a shell, those of its kind first. Of this
//! session only.

use tui_input::Input;

use super::action::{Action, Way};
use super::key::Key;
use super::widgets::text_input::{self, Typed};

/// So many lines are kept.
const KEPT: usize = 100;

/// Lines that were left, the latest first, each with its kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    lines: Vec<(&'static str, String)>,
}

impl History {
    /// Of nothing.
    pub(crate) const EMPTY: Self = Self { lines: Vec::new() };

    /// Keeps a line; one that says the same is not kept twice.
    pub(crate) fn keep(&mut self, kind: &'static str, text: String) {
        if text.trim().is_empty() {
            return;
        }
        let line = (kind, text);
        self.lines.retain(|kept| *kept != line);
        self.lines.insert(0, line);
        self.lines.truncate(KEPT);
    }

    /// All that was left, that of a kind first: what was meant for another line is not lost either.
    fn of(&self, kind: &str) -> Vec<String> {
        let (same, other): (Vec<_>, Vec<_>) = self.lines.iter().partition(|(of, _)| *of == kind);
        let mut texts = Vec::new();
        for (_, text) in same.into_iter().chain(other) {
            if !texts.contains(text) {
                texts.push(text.clone());
            }
        }
        texts
    }
}

/// A line that is typed, and where it stands among those that were left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    /// What the line began with: to leave that loses nothing.
    first: String,
    /// What is typed, then what was left, as far as they were looked at; each as it was typed on.
    lines: Vec<String>,
    place: usize,
    /// What was typed and then cleared in one go, the oldest first.
    cleared: Vec<String>,
}

/// What a line holds that would be lost with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TypedLine {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    /// What else was typed in it, the oldest first.
    pub(crate) others: Vec<String>,
}

impl Recall {
    /// Of a line that begins with this.
    pub(crate) const fn begin(first: String) -> Self {
        Self {
            first,
            lines: Vec::new(),
            place: 0,
            cleared: Vec::new(),
        }
    }

    /// Puts an older or a newer line in place of what stands there; whether there is one.
    pub(crate) fn step(
        &mut self,
        way: Way,
        history: &History,
        kind: &'static str,
        input: &mut Input,
    ) -> bool {
        if self.lines.is_empty() {
            self.lines.push(String::new());
            self.lines.extend(self.cleared.drain(..).rev());
            self.lines.extend(history.of(kind));
        }
        let to = match way {
            Way::Back => self.place + 1,
            Way::Forward => self.place.wrapping_sub(1),
        };
        let Some(line) = self.lines.get(to).cloned() else {
            return false;
        };
        input.value().clone_into(&mut self.lines[self.place]);
        self.place = to;
        *input = Input::new(line);
        true
    }

    /// A key on the line, as in [`text_input::update`]; what it takes away all at once is kept.
    pub(crate) fn edit(
        &mut self,
        input: &mut Input,
        key: Key,
        action: Option<Action>,
        page: isize,
    ) -> Typed {
        let before = input.value().to_owned();
        let typed = text_input::update(input, key, action, page);
        if input.value().is_empty() && before.chars().nth(1).is_some() && before != self.first {
            if self.cleared.len() == KEPT {
                self.cleared.remove(0);
            }
            self.cleared.push(before);
        }
        typed
    }

    /// Whether an older line stands there.
    pub(crate) const fn is_back(&self) -> bool {
        self.place > 0
    }

    /// All that was typed, beside what the line began with.
    pub(crate) fn typed(&self, kind: &'static str, text: &str) -> TypedLine {
        let is_new = |text: &str| text != self.first;
        let others = self.lines.iter().enumerate().rev();
        TypedLine {
            kind,
            text: if is_new(text) {
                text.to_owned()
            } else {
                String::new()
            },
            others: others
                .filter(|(place, line)| *place != self.place && is_new(line))
                .map(|(_, line)| line.clone())
                .chain(self.cleared.iter().cloned())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_walked_from_the_newest_to_the_oldest_and_back_to_what_was_typed() {
        let mut history = History::default();
        for text in ["one", "two", "one", " "] {
            history.keep("note", text.to_owned());
        }
        history.keep("find", "other".to_owned());
        history.keep("find", "two".to_owned());
        let mut recall = Recall::begin(String::new());
        let mut input = Input::new("draft".to_owned());
        let mut walk = |way| {
            let moved = recall.step(way, &history, "note", &mut input);
            (moved, input.value().to_owned())
        };
        let steps = [
            (Way::Forward, false, "draft"),
            (Way::Back, true, "one"),
            (Way::Back, true, "two"),
            (Way::Back, true, "other"),
            (Way::Back, false, "other"),
            (Way::Forward, true, "two"),
            (Way::Forward, true, "one"),
            (Way::Forward, true, "draft"),
            (Way::Forward, false, "draft"),
        ];
        for (way, moved, text) in steps {
            assert_eq!(walk(way), (moved, text.to_owned()));
        }
        let typed = recall.typed("note", "draft");
        assert_eq!(
            (typed.text.as_str(), typed.others),
            ("draft", ["other", "two", "one"].map(str::to_owned).to_vec())
        );
    }
}
