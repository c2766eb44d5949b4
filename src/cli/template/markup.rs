//! How each tool writes a color, and what it would take for markup.

use std::borrow::Cow;

use crate::report::tone::Tone;

/// The notation of a tool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::cli) enum Markup {
    /// Text alone.
    Plain,
    /// The sequences of a terminal.
    Ansi,
    /// `#[fg=#e8b964]` of tmux.
    Tmux,
    /// `#[fg=#e8b964]` of zjstatus, the status bar for zellij: what follows `#[` ends the color before it.
    Zellij,
    /// `%{F#e8b964}` of polybar.
    Polybar,
    /// `<span color="#e8b964">` of Pango, which waybar and i3bar read.
    Pango,
}

impl Markup {
    /// Writes in this notation, with colors or without.
    pub(super) const fn writer(self, has_color: bool) -> Writer {
        Writer {
            markup: self,
            has_color,
            is_open: false,
            out: String::new(),
        }
    }

    /// The text without anything that the tool would take for markup.
    pub(in crate::cli) fn escape(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Plain | Self::Ansi => Cow::Borrowed(text),
            Self::Tmux => replaced(text, "#", "##"),
            // Neither has a way to write its own sign.
            Self::Zellij => replaced(text, "#[", "# ["),
            Self::Polybar => replaced(text, "%{", "% {"),
            Self::Pango => {
                let ends = [
                    ("&", "&amp;"),
                    ("<", "&lt;"),
                    (">", "&gt;"),
                    ("\"", "&quot;"),
                ];
                ends.iter().fold(Cow::Borrowed(text), |text, (from, to)| {
                    if text.contains(from) {
                        Cow::Owned(text.replace(from, to))
                    } else {
                        text
                    }
                })
            }
        }
    }
}

fn replaced<'a>(text: &'a str, from: &str, to: &str) -> Cow<'a, str> {
    if text.contains(from) {
        Cow::Owned(text.replace(from, to))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes text with colors.
pub(super) struct Writer {
    markup: Markup,
    has_color: bool,
    /// Whether a color has begun that has to end.
    is_open: bool,
    out: String,
}

impl Writer {
    /// Text of the template: markup in it is meant.
    pub(super) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// What is on record: no markup.
    pub(super) fn push_value(&mut self, text: &str) {
        self.out.push_str(&self.markup.escape(text));
    }

    /// From here on in this color, or in none of its own.
    pub(super) fn color(&mut self, tone: Option<Tone>) {
        if !self.has_color || tone.is_none() && !self.is_open {
            return;
        }
        if self.is_open && self.markup == Markup::Pango {
            self.out.push_str("</span>");
        }
        let code = match (self.markup, tone) {
            (Markup::Plain, _) | (Markup::Pango, None) => String::new(),
            (Markup::Ansi, Some(Tone(red, green, blue))) => {
                format!("\u{1b}[38;2;{red};{green};{blue}m")
            }
            (Markup::Ansi, None) => "\u{1b}[39m".to_owned(),
            (Markup::Tmux | Markup::Zellij, Some(tone)) => format!("#[fg={tone}]"),
            (Markup::Tmux, None) => "#[fg=default]".to_owned(),
            (Markup::Zellij, None) => "#[]".to_owned(),
            (Markup::Polybar, Some(tone)) => format!("%{{F{tone}}}"),
            (Markup::Polybar, None) => "%{F-}".to_owned(),
            (Markup::Pango, Some(tone)) => format!("<span color=\"{tone}\">"),
        };
        self.out.push_str(&code);
        self.is_open = tone.is_some();
    }

    /// What was written; no color goes on after it.
    pub(super) fn finish(mut self) -> String {
        self.color(None);
        self.out
    }
}
