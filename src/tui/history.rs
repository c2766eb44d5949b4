//! What was typed in a line and not saved: the next line of its kind finds it again, as in a shell. Of this session only.

use tui_input::Input;

use super::action::Way;

/// So many lines are kept.
const KEPT: usize = 100;

/// Lines that were left, the latest first, each with its kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    lines: Vec<(&'static str, String)>,
}

impl History {
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

    fn of(&self, kind: &str) -> impl Iterator<Item = String> {
        let same = self.lines.iter().filter(move |(of, _)| *of == kind);
        same.map(|(_, text)| text.clone())
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
            (Way::Back, false, "two"),
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
            ("draft", vec!["two".to_owned(), "one".to_owned()])
        );
    }
}
