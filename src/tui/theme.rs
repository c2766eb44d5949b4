//! Colors by the part that they play, for whatever the terminal can show. Hue means a category and nothing else, and is
//! never the only sign: every category has its letter and its own pattern too.

mod basic;
mod fill;
mod glyphs;
mod palette;
mod role;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::domain::block::Category;
use crate::report::tone::Tone;
pub(crate) use crate::report::tones::PAST;
use crate::report::tones::{FIRST_FIXED, Part, Shade, Tones};
pub(crate) use fill::Fill;
pub use fill::{UNREADABLE, UNTRACKED};
pub use glyphs::Glyphs;
pub use palette::Palette;
pub use role::Role;

/// What something lies on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ground {
    Page,
    /// The selected row.
    Selected,
    /// Sheets and cards.
    Panel,
}

/// The styles of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    palette: Palette,
    tones: Tones,
    /// The colors that the rep chose, for where the terminal has its own in place of a theme's.
    own: Vec<(Part, Color)>,
    /// What past weeks are filled with where there are 256 colors, by category.
    faded: [u8; Category::ALL.len()],
    glyphs: Glyphs,
    has_large_numerals: bool,
}

impl Theme {
    /// The dark theme.
    pub fn new(palette: Palette) -> Self {
        Self::of(palette, Tones::DARK, &[])
    }

    /// The colors of a theme, and those in it that the rep chose.
    pub(crate) fn of(palette: Palette, tones: Tones, own: &[(Part, Shade)]) -> Self {
        let basic = |shade: &Shade| match shade.index {
            index @ ..FIRST_FIXED => Color::Indexed(index),
            FIRST_FIXED.. => Color::Indexed(shade.tone.nearest_basic()),
        };
        Self {
            palette,
            tones,
            own: own
                .iter()
                .map(|(part, shade)| (*part, basic(shade)))
                .collect(),
            faded: match palette {
                Palette::Many => tones.fade_all(),
                Palette::Full | Palette::Sixteen | Palette::Monochrome => [0; Category::ALL.len()],
            },
            glyphs: Glyphs::Full,
            has_large_numerals: true,
        }
    }

    /// The same colors with these signs, and with large numerals or with digits.
    #[must_use]
    pub(crate) const fn drawn_with(mut self, glyphs: Glyphs, has_large_numerals: bool) -> Self {
        self.glyphs = glyphs;
        self.has_large_numerals = has_large_numerals && glyphs.is_full();
        self
    }

    /// Whether numerals are set larger than words.
    pub(crate) const fn has_large_numerals(&self) -> bool {
        self.has_large_numerals
    }

    /// What marks the selected row.
    pub(crate) const fn cursor(&self) -> &'static str {
        if self.glyphs.is_full() { "▌" } else { ">" }
    }

    /// Where the same category goes on after another block of it.
    pub(crate) const fn seam(&self) -> &'static str {
        if self.glyphs.is_full() { "▏" } else { ":" }
    }

    /// Whether all is drawn with ASCII: cards have frames, and words in a bar blanks around them.
    pub(crate) const fn is_plain(&self) -> bool {
        !self.glyphs.is_full()
    }

    /// Writes a finished frame anew with the signs that the terminal has.
    pub(crate) fn finish(&self, buffer: &mut Buffer) {
        if self.palette == Palette::Sixteen {
            basic::take_hue_from_words(buffer);
        }
        match self.glyphs {
            Glyphs::Full => {}
            Glyphs::Plain => glyphs::rewrite(buffer, true),
            Glyphs::Ascii => glyphs::rewrite(buffer, false),
        }
    }

    /// How words of a role look.
    pub fn style(&self, role: Role) -> Style {
        let weight = if role == Role::Warning {
            Style::new().add_modifier(Modifier::BOLD)
        } else {
            Style::new()
        };
        match self.palette {
            Palette::Monochrome => Style {
                fg: None,
                ..role.basic()
            },
            Palette::Sixteen => match self.own_basic(role.part()) {
                Some(own) => weight.fg(own),
                None => role.basic(),
            },
            Palette::Many | Palette::Full => weight.fg(self.color(self.tones.shade(role.part()))),
        }
    }

    /// The color that the rep chose for a part, of the terminal's sixteen.
    fn own_basic(&self, part: Part) -> Option<Color> {
        let mut own = self.own.iter();
        own.find(|(known, _)| *known == part)
            .map(|(_, color)| *color)
    }

    /// How a category's letter and name look.
    pub fn category(&self, category: Category) -> Style {
        self.style(Role::Category(category))
    }

    /// How the bar beside what runs looks.
    pub(crate) fn tally(&self, category: Category) -> Style {
        match (self.palette, category) {
            (
                Palette::Many | Palette::Full,
                Category::Selling | Category::Admin | Category::Learning,
            ) => Style::new().fg(self.color(self.tones.hue(category).fill)),
            (Palette::Many | Palette::Full, Category::Distraction | Category::Break)
            | (Palette::Monochrome | Palette::Sixteen, _) => self.category(category),
        }
    }

    /// How a category's letter looks as a large figure: its fill, where that can be seen on the page.
    pub(crate) fn large_letter(&self, category: Category) -> Style {
        let fill = self.tones.hue(category).fill;
        let is_seen = fill.tone.contrast(self.tones.page.tone) >= LARGE_CONTRAST;
        if self.palette.is_painted() && is_seen {
            Style::new().fg(self.color(fill))
        } else {
            self.category(category)
        }
    }

    /// What the eye should find, and in bold.
    pub fn accent(&self) -> Style {
        self.style(Role::Accent).add_modifier(Modifier::BOLD)
    }

    /// Bold, in the color of text.
    pub fn strong(&self) -> Style {
        self.style(Role::Text).add_modifier(Modifier::BOLD)
    }

    /// What words and cells lie on. Where the terminal keeps its own page, the selected row is bold.
    pub(crate) fn ground(&self, ground: Ground) -> Style {
        let shade = match ground {
            Ground::Page => self.tones.page,
            Ground::Selected => self.tones.selected,
            Ground::Panel => self.tones.panel,
        };
        match (self.palette.is_painted(), ground) {
            (true, _) => Style::new().bg(self.color(shade)),
            (false, Ground::Selected) => Style::new().add_modifier(Modifier::BOLD),
            (false, Ground::Page | Ground::Panel) => Style::new(),
        }
    }

    /// A line bar's last cell, of which the bar takes a part.
    pub(crate) fn faded(&self, role: Role, part: f64) -> Style {
        match self.palette {
            Palette::Monochrome | Palette::Sixteen => self.style(role),
            Palette::Many | Palette::Full => {
                let tone = self.tones.shade(role.part()).tone;
                Style::new().fg(self.color_of(tone.over(self.tones.page.tone, part)))
            }
        }
    }

    /// What stands behind a card: the same, fainter. `None` where the terminal keeps its own colors.
    pub(crate) fn dimmed(&self, color: Color) -> Option<Color> {
        let page = self.tones.page;
        match (self.palette, color) {
            (Palette::Sixteen | Palette::Monochrome, _) => None,
            (Palette::Full, Color::Rgb(red, green, blue)) => {
                Some(self.color_of(Tone(red, green, blue).over(page.tone, BACKDROP)))
            }
            (Palette::Full | Palette::Many, Color::Indexed(index)) => {
                let tone = Tone::of_index(index);
                Some(self.color_of(tone.over(page.tone, BACKDROP)))
            }
            (Palette::Full | Palette::Many, other) => Some(other),
        }
    }

    /// Whether what is selected can be told by its color; else it needs a mark.
    pub(crate) const fn marks_by_color(&self) -> bool {
        self.palette.is_painted()
    }

    /// Whether what stands behind a card is dimmed by color; else it is by weight.
    pub(crate) const fn dims_by_color(&self) -> bool {
        self.palette.is_painted()
    }

    /// The edge of a card, half a row of its ground; `None` where it has no ground of its own.
    pub(crate) fn panel_edge(&self) -> Option<Style> {
        let panel = self.color(self.tones.panel);
        let is_drawn = self.palette.is_painted() && self.glyphs.is_full();
        is_drawn.then(|| Style::new().fg(panel))
    }

    const fn color(&self, shade: Shade) -> Color {
        match self.palette {
            // What the terminal itself sets stays as it sets it.
            Palette::Full if shade.index < FIRST_FIXED => Color::Indexed(shade.index),
            Palette::Full => Color::Rgb(shade.tone.0, shade.tone.1, shade.tone.2),
            Palette::Many => Color::Indexed(shade.index),
            Palette::Sixteen | Palette::Monochrome => Color::Reset,
        }
    }

    fn color_of(&self, tone: Tone) -> Color {
        match self.palette {
            // Its number is looked for only where the terminal is told that.
            Palette::Full => Color::Rgb(tone.0, tone.1, tone.2),
            Palette::Many => Color::Indexed(tone.nearest_index()),
            Palette::Sixteen | Palette::Monochrome => Color::Reset,
        }
    }
}

/// What large figures need to be read.
const LARGE_CONTRAST: f64 = 3.0;
/// How much of its color what stands behind a card keeps.
const BACKDROP: f64 = 0.38;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_letters_are_filled_where_the_fill_can_be_seen() {
        let dark = Theme::new(Palette::Full);
        let light = Theme::of(Palette::Full, Tones::LIGHT, &[]);
        let is_filled = |theme: &Theme, category| {
            let fill = theme.filled(Fill::Work(category), Color::Reset).1;
            theme.large_letter(category).fg == fill.bg
        };
        for category in Category::WORK {
            assert!(is_filled(&dark, category), "{category:?}");
        }
        assert!(!is_filled(&light, Category::Distraction));
        let letter = light.large_letter(Category::Distraction);
        assert_eq!(letter, light.category(Category::Distraction));
    }

    #[test]
    fn monochrome_has_no_color_and_own_colors_win_elsewhere() {
        let (green, gold) = (Shade::of(Tone(0, 255, 0)), Shade::of_index(11));
        let own = [
            (Part::Fill(Category::Selling), green),
            (Part::Words(Category::Selling), gold),
        ];
        let theme = |palette| Theme::of(palette, Tones::DARK.with(&own), &own);
        let look = |palette| {
            let theme = theme(palette);
            let fill = theme.filled(Fill::Work(Category::Selling), Color::Reset).1;
            (theme.category(Category::Selling).fg, fill.bg)
        };
        let gold = Some(Color::Indexed(11));
        assert_eq!(look(Palette::Full), (gold, Some(Color::Rgb(0, 255, 0))));
        assert_eq!(look(Palette::Many), (gold, Some(Color::Indexed(46))));
        assert_eq!(look(Palette::Sixteen), (gold, Some(Color::Indexed(10))));
        let plain = theme(Palette::Monochrome);
        for role in Role::ALL {
            assert_eq!(plain.style(role).fg, None, "{role:?}");
        }
        for category in Category::ALL {
            for fill in [Fill::Work(category), Fill::Tinted(category, 30), Fill::Gap] {
                let (_, style) = plain.filled(fill, Color::Reset);
                assert_eq!((style.fg, style.bg), (None, None), "{fill:?}");
            }
        }
    }
}
