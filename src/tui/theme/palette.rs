//! How many colors the terminal has, by what the environment says of it.

/// How many colors the terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Palette {
    /// None, or none wanted: letters, patterns, bold and dim say it all.
    Monochrome,
    /// The sixteen of the terminal's own theme, on its own background.
    Sixteen,
    /// The 256 of xterm.
    Many,
    /// Red, green and blue as they are given.
    Full,
}

impl Palette {
    /// What the environment says of the terminal.
    pub fn detect(wanted: bool) -> Self {
        let says = |name: &str| std::env::var(name).unwrap_or_default();
        let (term, colorterm) = (says("TERM"), says("COLORTERM"));
        if !wanted {
            Self::Monochrome
        } else if ["truecolor", "24bit"].contains(&colorterm.as_str()) || term.contains("direct") {
            Self::Full
        } else if !colorterm.is_empty() || term.contains("256") || term.contains("kitty") {
            Self::Many
        } else if term.contains("mono") || term == "vt100" || term == "vt220" {
            Self::Monochrome
        } else {
            Self::Sixteen
        }
    }

    /// Whether the page and what lies on it have colors of their own.
    pub(crate) const fn is_painted(self) -> bool {
        match self {
            Self::Many | Self::Full => true,
            Self::Monochrome | Self::Sixteen => false,
        }
    }
}
