//! What fills the cells of strips and heat maps: a color where the terminal has enough of them, a sign elsewhere.

use ratatui::style::{Color, Modifier, Style};

use super::glyphs::ascii_pattern;
use super::{Palette, Role, Theme};
use crate::domain::block::Category;
use crate::domain::format;
use crate::report::tone::Tone;
use crate::report::tones::{Part, Shade};

/// What fills a cell of a strip.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Fill {
    /// Nothing: what lies below shows.
    Open,
    /// Planned time that is not yet there, the rest of a bar.
    Track,
    /// Planned time without a block.
    Gap,
    /// A block of which no more than the times can be read.
    Unreadable,
    Work(Category),
    /// So many percent of a category's color: what would be, what is guessed, what was in other weeks.
    Tinted(Category, u8),
}

impl Fill {
    /// Whether it stands for time that has been or may be: no strip is without it.
    pub(crate) const fn is_block(self) -> bool {
        match self {
            Self::Work(_) | Self::Tinted(..) | Self::Unreadable => true,
            Self::Open | Self::Track | Self::Gap => false,
        }
    }
}

/// What words need to be read, and what they are where the colors of the theme don't have it: one of the two does always.
const READABLE: f64 = 4.5;
const BLACK: u8 = 16;
const WHITE: u8 = 231;
/// How much of its color selling has in each step of a heat map, in percent.
const HEAT: [u8; 5] = [10, 24, 42, 66, 94];

impl Theme {
    /// How a cell looks that one thing fills: its sign, and its style. `below` is what lies under it.
    pub(crate) fn filled(&self, fill: Fill, below: Color) -> (&'static str, Style) {
        match self.palette {
            Palette::Many | Palette::Full => {
                let style = Style::new().bg(self.fill_color(fill, below));
                match fill {
                    Fill::Gap => (UNTRACKED, style.patch(self.hatch_on(below))),
                    Fill::Unreadable => (UNREADABLE, style.patch(self.style(Role::Quiet))),
                    Fill::Open | Fill::Track | Fill::Work(_) | Fill::Tinted(..) => (" ", style),
                }
            }
            Palette::Sixteen => self.filled_basic(fill),
            Palette::Monochrome => self.filled_plain(fill),
        }
    }

    /// Whether two things may share a cell; else a cell is one thing's.
    pub(crate) const fn has_parts_of_cells(&self) -> bool {
        self.palette.is_painted() && self.glyphs.is_full()
    }

    /// The colors of a cell that two things share.
    pub(crate) fn shared(&self, left: Fill, right: Fill, below: Color) -> Style {
        let color = |fill| self.fill_color(fill, below);
        Style::new().fg(color(left)).bg(color(right))
    }

    /// How a gap is hatched: stronger on the selected row, where it would sink in.
    fn hatch_on(&self, below: Color) -> Style {
        if below == self.color(self.tones.selected) {
            Style::new().fg(self.color(self.tones.ghost))
        } else {
            self.style(Role::Faint)
        }
    }

    fn fill_color(&self, fill: Fill, below: Color) -> Color {
        match fill {
            Fill::Open | Fill::Gap => below,
            Fill::Track | Fill::Unreadable => self.color(self.tones.track),
            Fill::Work(category) => self.fill_of(category),
            Fill::Tinted(category, percent) => self.mixed(category, f64::from(percent) / 100.0),
        }
    }

    fn fill_of(&self, category: Category) -> Color {
        self.color(self.tones.hue(category).fill)
    }

    /// So much of a category's color over the page.
    fn mixed(&self, category: Category, share: f64) -> Color {
        // Of the 256 the nearest to a strong mix is often of another hue.
        if self.palette == Palette::Many && share >= 0.5 {
            return Color::Indexed(self.faded_of(category));
        }
        let fill = self.tones.hue(category).fill.tone;
        self.color_of(fill.over(self.tones.page.tone, share))
    }

    fn faded_of(&self, category: Category) -> u8 {
        let all = Category::ALL.into_iter().zip(self.faded);
        let mut mine = all.filter(|(of, _)| *of == category);
        mine.next().map_or(0, |(_, index)| index)
    }

    /// The first of some colors that can be read on a fill; where none can, black or white.
    fn read_on(&self, fill: Tone, words: [Shade; 2]) -> Style {
        let contrast = |shade: &Shade| match self.palette {
            Palette::Many => Tone::of_index(shade.index).contrast(fill),
            Palette::Full | Palette::Sixteen | Palette::Monochrome => shade.tone.contrast(fill),
        };
        let own = words.into_iter().find(|shade| contrast(shade) >= READABLE);
        let plain = if fill.is_light() { BLACK } else { WHITE };
        let shade = own.unwrap_or_else(|| Shade::of_index(plain));
        Style::new().fg(self.color(shade))
    }

    /// The color that a mix has in the end.
    fn mix_tone(&self, category: Category, percent: u8) -> Tone {
        let mix = self.mixed(category, f64::from(percent) / 100.0);
        if let Color::Indexed(index) = mix {
            Tone::of_index(index)
        } else if let Color::Rgb(red, green, blue) = mix {
            Tone(red, green, blue)
        } else {
            self.tones.page.tone
        }
    }

    /// Of the sixteen, only three make a fill that words can be read on; the others are signs.
    fn filled_basic(&self, fill: Fill) -> (&'static str, Style) {
        let on = |category, color| {
            let color = self.own_basic(Part::Fill(category)).unwrap_or(color);
            (" ", Style::new().bg(color))
        };
        match fill {
            Fill::Work(Category::Selling) => on(Category::Selling, Color::Yellow),
            Fill::Work(Category::Admin) => on(Category::Admin, Color::LightBlue),
            Fill::Work(Category::Learning) => on(Category::Learning, Color::Cyan),
            Fill::Tinted(
                category @ (Category::Selling | Category::Admin | Category::Learning),
                _,
            )
            | Fill::Tinted(category @ (Category::Distraction | Category::Break), ..50) => {
                (FAINT, self.category(category))
            }
            Fill::Work(Category::Distraction | Category::Break)
            | Fill::Tinted(Category::Distraction | Category::Break, 50..)
            | Fill::Open
            | Fill::Track
            | Fill::Unreadable
            | Fill::Gap => self.filled_plain(fill),
        }
    }

    /// The sign of a category where it has no color.
    pub(crate) const fn pattern(&self, category: Category) -> &'static str {
        if self.glyphs.is_full() {
            format::pattern(category)
        } else {
            ascii_pattern(category)
        }
    }

    /// The same of what would be, or is not certain.
    const fn faint_pattern(&self, category: Category) -> &'static str {
        let (full, ascii) = match category {
            Category::Selling => ("▓", "%"),
            Category::Admin => ("▚", "~"),
            Category::Learning => (":", "^"),
            Category::Distraction => ("˙", ","),
            Category::Break => ("┄", "_"),
        };
        if self.glyphs.is_full() { full } else { ascii }
    }

    /// Whether a sign in a bar is the bar, no word.
    pub(crate) fn is_bar(&self, sign: &str) -> bool {
        let is_pattern = |category| self.pattern(category) == sign;
        sign == " " || self.is_plain() && Category::WORK.into_iter().any(is_pattern)
    }

    /// The sign of a fill without color.
    fn filled_plain(&self, fill: Fill) -> (&'static str, Style) {
        let dim = Style::new().add_modifier(Modifier::DIM);
        match fill {
            Fill::Open | Fill::Track => (" ", Style::new()),
            Fill::Gap => (UNTRACKED, dim),
            Fill::Unreadable => (UNREADABLE, dim),
            Fill::Work(Category::Selling) if self.glyphs.is_full() => {
                (" ", Style::new().add_modifier(Modifier::REVERSED))
            }
            Fill::Work(category @ (Category::Selling | Category::Admin | Category::Learning)) => {
                (self.pattern(category), Style::new())
            }
            Fill::Work(category @ (Category::Distraction | Category::Break)) => {
                (self.pattern(category), dim)
            }
            Fill::Tinted(Category::Selling, 50..) if self.glyphs.is_full() => {
                (self.faint_pattern(Category::Selling), Style::new())
            }
            Fill::Tinted(category, 50..) => self.filled_plain(Fill::Work(category)),
            Fill::Tinted(category, _) => (self.faint_pattern(category), Style::new()),
        }
    }

    /// How words look inside of a filled cell.
    pub(crate) fn ink(&self, fill: Fill) -> Style {
        let (Fill::Work(category) | Fill::Tinted(category, _)) = fill else {
            return self.style(Role::Soft);
        };
        let is_full = match fill {
            Fill::Tinted(_, percent) => percent >= 50,
            Fill::Work(_) | Fill::Open | Fill::Track | Fill::Gap | Fill::Unreadable => true,
        };
        let is_work = matches!(fill, Fill::Work(_));
        let black_on_fill = match category {
            Category::Selling | Category::Admin | Category::Learning => is_work,
            Category::Distraction | Category::Break => false,
        };
        let hue = self.tones.hue(category);
        match (self.palette, fill) {
            (Palette::Many | Palette::Full, Fill::Tinted(_, percent)) => {
                let first = if is_full { self.tones.text } else { hue.text };
                let second = if is_full { hue.ink } else { self.tones.text };
                self.read_on(self.mix_tone(category, percent), [first, second])
            }
            (Palette::Many | Palette::Full, _) => Style::new().fg(self.color(hue.ink)),
            (Palette::Sixteen, _) if black_on_fill => Style::new().fg(Color::Black),
            (Palette::Monochrome, _)
                if category == Category::Selling && is_work && self.glyphs.is_full() =>
            {
                Style::new().add_modifier(Modifier::REVERSED)
            }
            (Palette::Sixteen | Palette::Monochrome, _) => Style::new(),
        }
    }

    /// A cell of a heat map and the figure in it, by its step in [`HEAT`]: ink or text, whichever can be read better.
    pub(crate) fn heat(&self, step: usize) -> Style {
        let step = step.min(HEAT.len() - 1);
        let selling = Category::Selling;
        let plain = Style::new();
        match self.palette {
            Palette::Many | Palette::Full => {
                let share = f64::from(HEAT[step]) / 100.0;
                let tones = &self.tones;
                let fill = tones.selling.fill.tone.over(tones.page.tone, share);
                // The 256 have few such mixes: grays, that of past weeks, and the color itself.
                let faded = Shade::of_index(self.faded_of(selling));
                let steps = [tones.track, tones.rule, tones.hatch, faded];
                let snapped = steps.get(step).copied().unwrap_or(tones.selling.fill);
                let (fill, color) = match self.palette {
                    Palette::Many => (Tone::of_index(snapped.index), self.color(snapped)),
                    Palette::Full | Palette::Sixteen | Palette::Monochrome => {
                        (fill, self.mixed(selling, share))
                    }
                };
                let (ink, text) = (tones.selling.ink, tones.text);
                let is_ink = ink.tone.contrast(fill) >= text.tone.contrast(fill);
                let words = if is_ink { [ink, text] } else { [text, ink] };
                self.read_on(fill, words).bg(color)
            }
            Palette::Sixteen if step >= 3 => {
                let (_, fill) = self.filled_basic(Fill::Work(selling));
                fill.patch(self.ink(Fill::Work(selling)))
            }
            Palette::Monochrome if step >= 3 => plain.add_modifier(Modifier::REVERSED),
            Palette::Sixteen | Palette::Monochrome => match step {
                0 => plain.add_modifier(Modifier::DIM),
                1 => plain,
                _ => plain.add_modifier(Modifier::BOLD),
            },
        }
    }

    /// The color of the page itself, for a hairline through a fill.
    pub(crate) fn page_ink(&self) -> Style {
        match self.palette {
            Palette::Many | Palette::Full => Style::new().fg(self.color(self.tones.page)),
            Palette::Sixteen => Style::new().fg(Color::Black),
            // What is reversed stays so, and what has a pattern is no more than that.
            Palette::Monochrome => Style::new(),
        }
    }
}

/// The cell of a block of which no more than the times can be read.
pub const UNREADABLE: &str = "?";

/// The cell of what would be, or is not certain, where its category has a hue.
const FAINT: &str = "▒";

/// The cell of planned time without a block.
pub const UNTRACKED: &str = "╱";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tones::{PAST, Tones};
    use crate::tui::theme::Glyphs;

    #[test]
    fn a_past_week_is_told_from_the_one_at_the_cursor_and_can_be_read() {
        for tones in [Tones::DARK, Tones::LIGHT] {
            let theme = Theme::of(Palette::Many, tones, &[]);
            let page = Color::Indexed(tones.page.index);
            for category in Category::WORK {
                let look = |fill| theme.filled(fill, page).1.bg;
                let past = look(Fill::Tinted(category, PAST));
                assert_ne!(past, look(Fill::Work(category)), "{category}");
                assert_ne!(past, Some(page), "{category}");
                let ink = theme.ink(Fill::Tinted(category, PAST)).fg;
                let (Some(Color::Indexed(ink)), Some(Color::Indexed(past))) = (ink, past) else {
                    panic!("{category}: {ink:?} on {past:?}");
                };
                let contrast = Tone::of_index(ink).contrast(Tone::of_index(past));
                assert!(contrast >= 4.5, "{category}: {contrast}");
            }
        }
        for palette in [Palette::Sixteen, Palette::Monochrome] {
            let theme = Theme::new(palette);
            let look = |fill| theme.filled(fill, Color::Reset);
            let (past, this) = (
                Fill::Tinted(Category::Selling, PAST),
                Fill::Work(Category::Selling),
            );
            assert_ne!(look(past), look(this), "{palette:?}");
            assert_eq!(theme.ink(past), Style::new(), "{palette:?}");
        }
    }

    #[test]
    fn each_step_of_a_heat_map_is_told_from_the_others() {
        for (palette, tones) in [
            (Palette::Many, Tones::DARK),
            (Palette::Many, Tones::LIGHT),
            (Palette::Full, Tones::DARK),
            (Palette::Full, Tones::LIGHT),
        ] {
            let theme = Theme::of(palette, tones, &[]);
            let steps: Vec<_> = (0..HEAT.len()).map(|step| theme.heat(step).bg).collect();
            for (index, one) in steps.iter().enumerate() {
                assert!(!steps[index + 1..].contains(one), "{palette:?}: {steps:?}");
            }
        }
    }

    #[test]
    fn every_category_differs_without_color() {
        let patterns: Vec<&str> = Category::ALL
            .into_iter()
            .map(format::pattern)
            .chain([UNREADABLE, UNTRACKED, " "])
            .collect();
        for (index, one) in patterns.iter().enumerate() {
            assert!(
                patterns.iter().skip(index + 1).all(|other| one != other),
                "{one}"
            );
        }
        for glyphs in [Glyphs::Full, Glyphs::Ascii] {
            let theme = Theme::new(Palette::Monochrome).drawn_with(glyphs, true);
            let kinds = |category| [Fill::Work(category), Fill::Tinted(category, 30)];
            let fills: Vec<_> = (Category::ALL.into_iter().flat_map(kinds))
                .chain([Fill::Gap, Fill::Unreadable, Fill::Track])
                .map(|fill| theme.filled(fill, Color::Reset))
                .collect();
            for (index, one) in fills.iter().enumerate() {
                let mut others = fills[index + 1..].iter();
                assert!(others.all(|other| one != other), "{one:?}");
            }
        }
    }
}
