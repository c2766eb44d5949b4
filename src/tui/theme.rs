//! Colours by role. Colour is never the only sign: every category has its letter and its own pattern too.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::block::Category;
pub use crate::domain::format::pattern;

/// How many colours the terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Palette {
    /// None, or none wanted: letters, patterns, bold and dim say it all.
    Monochrome,
    /// The sixteen of the terminal's own theme.
    Sixteen,
    /// The 256 of xterm; enough, and short to send.
    Many,
}

impl Palette {
    /// What the environment says of the terminal.
    pub fn detect(wanted: bool) -> Self {
        let says = |name: &str| std::env::var(name).unwrap_or_default();
        let (term, colorterm) = (says("TERM"), says("COLORTERM"));
        if !wanted {
            Self::Monochrome
        } else if !colorterm.is_empty()
            || term.contains("256")
            || term.contains("direct")
            || term.contains("kitty")
        {
            Self::Many
        } else if term.contains("mono") || term == "vt100" || term == "vt220" {
            Self::Monochrome
        } else {
            Self::Sixteen
        }
    }
}

/// A part that a colour plays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// A category's own.
    Category(Category),
    /// What stands back: labels, rules, hints.
    Quiet,
    /// What stands back even more: empty track, hatching.
    Faint,
    /// What the eye should find: the cursor, the current tab.
    Accent,
    /// Ahead of the goal.
    Good,
    /// A refusal.
    Warning,
}

impl Role {
    /// All of them, with the names that the config spells.
    pub const ALL: [(&'static str, Self); 10] = [
        ("selling", Self::Category(Category::Selling)),
        ("admin", Self::Category(Category::Admin)),
        ("learning", Self::Category(Category::Learning)),
        ("distraction", Self::Category(Category::Distraction)),
        ("break", Self::Category(Category::Break)),
        ("quiet", Self::Quiet),
        ("faint", Self::Faint),
        ("accent", Self::Accent),
        ("good", Self::Good),
        ("warning", Self::Warning),
    ];

    /// The 256-colour index and the one of the sixteen.
    const fn colors(self) -> (u8, Color) {
        match self {
            Self::Category(Category::Selling) | Self::Good => (72, Color::Green),
            Self::Category(Category::Admin) => (68, Color::Blue),
            Self::Category(Category::Learning) => (141, Color::Magenta),
            Self::Category(Category::Distraction) => (179, Color::Yellow),
            Self::Category(Category::Break) | Self::Quiet => (246, Color::Gray),
            Self::Faint => (240, Color::DarkGray),
            Self::Accent => (79, Color::Cyan),
            Self::Warning => (215, Color::LightYellow),
        }
    }
}

/// The styles of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    palette: Palette,
    own: Vec<(Role, Color)>,
}

impl Theme {
    /// The colours that suit the terminal.
    pub const fn new(palette: Palette) -> Self {
        Self {
            palette,
            own: Vec::new(),
        }
    }

    /// Gives a role a colour of the rep's own: a name, an index or `#rrggbb`. False where either is unknown.
    pub fn set(&mut self, role: &str, color: &str) -> bool {
        let role = Role::ALL
            .into_iter()
            .find(|(name, _)| *name == role)
            .map(|(_, role)| role);
        let (Some(role), Ok(color)) = (role, color.parse::<Color>()) else {
            return false;
        };
        self.own.retain(|(known, _)| *known != role);
        self.own.push((role, color));
        true
    }

    /// How a role looks.
    pub fn style(&self, role: Role) -> Style {
        let own = self
            .own
            .iter()
            .find(|(known, _)| *known == role)
            .map(|(_, color)| *color);
        let (index, basic) = role.colors();
        match self.palette {
            Palette::Monochrome => match role {
                Role::Quiet | Role::Faint | Role::Category(Category::Break) => {
                    Style::new().add_modifier(Modifier::DIM)
                }
                Role::Accent | Role::Warning => Style::new().add_modifier(Modifier::BOLD),
                Role::Good | Role::Category(_) => Style::new(),
            },
            Palette::Sixteen => Style::new().fg(own.unwrap_or(basic)),
            Palette::Many => Style::new().fg(own.unwrap_or(Color::Indexed(index))),
        }
    }

    /// How a category looks.
    pub fn category(&self, category: Category) -> Style {
        self.style(Role::Category(category))
    }

    /// What the eye should find, and in bold.
    pub fn accent(&self) -> Style {
        self.style(Role::Accent).add_modifier(Modifier::BOLD)
    }

    /// Bold, in the terminal's own colour.
    pub fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

/// The cell of a block of which no more than the times can be read.
pub const UNREADABLE: &str = "?";

/// The cell of planned time without a block.
pub const UNTRACKED: &str = "╱";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_differs_without_colour() {
        let patterns: Vec<&str> = Category::ALL
            .into_iter()
            .map(pattern)
            .chain([UNREADABLE, UNTRACKED, " "])
            .collect();
        for (index, one) in patterns.iter().enumerate() {
            assert!(
                patterns.iter().skip(index + 1).all(|other| one != other),
                "{one}"
            );
        }
    }

    #[test]
    fn monochrome_has_no_colour_and_own_colours_win_elsewhere() {
        let mut theme = Theme::new(Palette::Many);
        assert!(theme.set("selling", "#00ff00"));
        assert!(!theme.set("selling", "no-colour"));
        assert!(!theme.set("sellin", "red"));
        assert_eq!(
            theme.category(Category::Selling).fg,
            Some(Color::Rgb(0, 255, 0))
        );
        for (_, role) in Role::ALL {
            assert_eq!(
                Theme::new(Palette::Monochrome).style(role).fg,
                None,
                "{role:?}"
            );
        }
    }
}
