//! Whether the terminal's background is light: asked once, after a frame, and never waited for. Dark until it is known.

use std::time::{Duration, Instant};

use super::theme::Palette;
use crate::report::tone::Tone;

/// Asks for the color of the background (OSC 11).
pub(super) const QUESTION: &str = "\x1b]11;?\x1b\\";

/// An answer that comes later changes nothing.
const DEADLINE: Duration = Duration::from_secs(1);

/// What is known of the background.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Background {
    pub(super) is_light: bool,
    question: Question,
}

/// How far the question has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    /// The terminal shows no colors of ours, or what it does not understand.
    NotAsked,
    Open,
    Asked(Instant),
    Answered,
}

impl Background {
    /// What the environment says of it.
    pub(super) fn detect(palette: Palette, variable: impl Fn(&str) -> Option<String>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let can_answer = palette.is_painted() && !["", "dumb", "linux"].contains(&term.as_str());
        Self {
            is_light: variable("COLORFGBG").is_some_and(|colors| is_light(&colors)),
            question: if can_answer {
                Question::Open
            } else {
                Question::NotAsked
            },
        }
    }

    /// Whether it is to be asked for now; it counts as asked then.
    pub(super) fn take_question(&mut self, at: Instant) -> bool {
        let is_open = self.question == Question::Open;
        if is_open {
            self.question = Question::Asked(at);
        }
        is_open
    }

    /// Takes an answer; whether it says something new.
    pub(super) fn answer(&mut self, color: Tone, at: Instant) -> bool {
        if self.awaited_until().is_none_or(|until| at > until) {
            return false;
        }
        self.question = Question::Answered;
        std::mem::replace(&mut self.is_light, color.is_light()) != color.is_light()
    }

    /// Until when an answer is due.
    pub(super) fn awaited_until(self) -> Option<Instant> {
        match self.question {
            Question::Asked(at) => Some(at + DEADLINE),
            Question::NotAsked | Question::Open | Question::Answered => None,
        }
    }
}

/// `15;0` and `15;default;0`: the text and the background as numbers of the sixteen. The dark ones are 0 to 6 and 8.
fn is_light(colors: &str) -> bool {
    let last = colors.rsplit(';').next().unwrap_or_default();
    last.parse()
        .is_ok_and(|index: u8| index == 7 || (9..16).contains(&index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env;

    fn detect(palette: Palette, term: &str, colors: Option<&str>) -> Background {
        Background::detect(palette, |name| match name {
            "TERM" => Some(term.to_owned()),
            "COLORFGBG" => colors.map(str::to_owned),
            _ => None,
        })
    }

    #[test]
    fn it_is_asked_for_once_where_there_are_colors_and_an_answer_can_come() {
        let at = env::instant();
        for (palette, term, is_asked) in [
            (Palette::Full, "xterm-256color", true),
            (Palette::Many, "tmux-256color", true),
            (Palette::Sixteen, "xterm", false),
            (Palette::Monochrome, "xterm-256color", false),
            (Palette::Many, "linux", false),
            (Palette::Many, "dumb", false),
            (Palette::Many, "", false),
        ] {
            let mut background = detect(palette, term, None);
            assert_eq!(background.take_question(at), is_asked, "{palette:?} {term}");
            assert!(!background.take_question(at));
        }
    }

    #[test]
    fn an_answer_counts_once_and_within_a_second() {
        let (at, white) = (env::instant(), Tone(255, 255, 255));
        let mut background = detect(Palette::Full, "xterm", None);
        assert!(!background.answer(white, at), "nobody asked");
        assert!(background.take_question(at));
        let mut late = background;
        assert!(!late.answer(white, at + DEADLINE + Duration::from_millis(1)));
        assert!(background.answer(white, at + DEADLINE) && background.is_light);
        assert!(!background.answer(Tone(0, 0, 0), at + DEADLINE) && background.is_light);
    }

    #[test]
    fn the_environment_gives_a_hint() {
        let hints = [
            ("15;0", false),
            ("0;15", true),
            ("0;default;7", true),
            ("7;8", false),
            ("x", false),
        ];
        for (colors, is_light) in hints {
            let background = detect(Palette::Full, "rxvt", Some(colors));
            assert_eq!(background.is_light, is_light, "{colors}");
        }
    }
}
