//! Colors by the part that they play, for whatever the terminal can show. Hue means a category and nothing else, and is
//! never the only sign: every category has its letter and its own pattern too.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::block::Category;
pub use crate::domain::format::pattern;
use crate::report::tones::{Shade, Tone, Tones};

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
    const fn is_painted(self) -> bool {
        match self {
            Self::Many | Self::Full => true,
            Self::Monochrome | Self::Sixteen => false,
        }
    }
}

/// A part that the color of words, lines and large figures plays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// A category's own: its letter, its name as a heading.
    Category(Category),
    /// What is read first.
    Text,
    /// What is read next: other activities, notes, values.
    Soft,
    /// What stands back: heads, units, what a key does.
    Quiet,
    /// What stands back even more, and is no word: hatching.
    Faint,
    /// A hairline, the rest of a line bar.
    Rule,
    /// The goal in a chart of columns.
    GoalLine,
    /// The large figure.
    Display,
    /// The guess as a large figure.
    Guess,
    /// What the eye should find: the cursor, the current tab.
    Accent,
    /// Ahead of the goal.
    Good,
    /// A refusal.
    Warning,
}

impl Role {
    /// Those that the config can give a color, with the names that it spells.
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

    const fn shade(self, tones: &Tones) -> Shade {
        match self {
            Self::Category(category) => tones.hue(category).text,
            Self::Text | Self::Accent | Self::Good | Self::Warning => tones.text,
            Self::Soft => tones.soft,
            Self::Quiet => tones.muted,
            Self::Faint => tones.hatch,
            Self::Rule => tones.rule,
            Self::GoalLine => tones.ghost,
            Self::Display => tones.display,
            Self::Guess => tones.guess,
        }
    }

    /// What it is on a terminal that keeps its own colors: hue where a letter or a line has one, the rest by weight.
    fn basic(self) -> Style {
        match self {
            Self::Category(category) => match category {
                Category::Selling => Style::new().fg(Color::Yellow),
                Category::Admin => Style::new().fg(Color::LightBlue),
                Category::Learning => Style::new().fg(Color::Cyan),
                Category::Distraction => Style::new(),
                Category::Break => Style::new().add_modifier(Modifier::DIM),
            },
            Self::Display => Style::new().fg(Color::Yellow),
            Self::Text | Self::Soft | Self::Good => Style::new(),
            Self::Quiet | Self::Faint | Self::Rule | Self::GoalLine | Self::Guess => {
                Style::new().add_modifier(Modifier::DIM)
            }
            Self::Accent | Self::Warning => Style::new().add_modifier(Modifier::BOLD),
        }
    }
}

/// What something lies on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ground {
    Page,
    /// The selected row.
    Selected,
    /// Sheets and cards.
    Panel,
}

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

/// How much of its color selling has in each step of a heat map, in percent.
pub(crate) const HEAT: [u8; 5] = [10, 24, 42, 66, 94];

/// The styles of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theme {
    palette: Palette,
    tones: Tones,
    own: Vec<(Role, Color)>,
}

impl Theme {
    /// The colors that suit the terminal.
    pub const fn new(palette: Palette) -> Self {
        Self {
            palette,
            tones: Tones::DARK,
            own: Vec::new(),
        }
    }

    /// The same on a light page.
    pub const fn light(palette: Palette) -> Self {
        Self {
            palette,
            tones: Tones::LIGHT,
            own: Vec::new(),
        }
    }

    /// Gives a role a color of the rep's own: a name, an index or `#rrggbb`. False where either is unknown.
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

    /// How words of a role look.
    pub fn style(&self, role: Role) -> Style {
        let weight = if role == Role::Warning {
            Style::new().add_modifier(Modifier::BOLD)
        } else {
            Style::new()
        };
        match (self.palette, self.own_color(role)) {
            (Palette::Monochrome, _) => Style {
                fg: None,
                ..role.basic()
            },
            (_, Some(own)) => weight.fg(own),
            (Palette::Sixteen, None) => role.basic(),
            (Palette::Many | Palette::Full, None) => weight.fg(self.color(role.shade(&self.tones))),
        }
    }

    fn own_color(&self, role: Role) -> Option<Color> {
        let mut own = self.own.iter();
        own.find(|(known, _)| *known == role)
            .map(|(_, color)| *color)
    }

    /// How a category's letter and name look.
    pub fn category(&self, category: Category) -> Style {
        self.style(Role::Category(category))
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
            Palette::Monochrome => filled_plain(fill),
        }
    }

    /// The colors of a cell that two things share; `None` where a terminal has whole cells only.
    pub(crate) fn shared(&self, left: Fill, right: Fill, below: Color) -> Option<Style> {
        let color = |fill| self.fill_color(fill, below);
        (self.palette.is_painted()).then(|| Style::new().fg(color(left)).bg(color(right)))
    }

    /// How a gap is hatched: stronger on the selected row, where it would sink in.
    fn hatch_on(&self, below: Color) -> Style {
        if below == self.color(self.tones.selected) && self.own_color(Role::Faint).is_none() {
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
        let own = self.own_color(Role::Category(category));
        own.unwrap_or_else(|| self.color(self.tones.hue(category).fill))
    }

    /// So much of a category's color over the page.
    fn mixed(&self, category: Category, share: f64) -> Color {
        // Of the 256 the nearest to a strong mix is often of another hue.
        if self.palette == Palette::Many && share >= 0.5 {
            return self.fill_of(category);
        }
        let fill = match self.own_color(Role::Category(category)) {
            Some(Color::Rgb(red, green, blue)) => Tone(red, green, blue),
            Some(own) => return own,
            None => self.tones.hue(category).fill.tone,
        };
        self.color_of(fill.over(self.tones.page.tone, share))
    }

    /// Of the sixteen, only three make a fill that words can be read on; the others are signs.
    fn filled_basic(&self, fill: Fill) -> (&'static str, Style) {
        let on = |color| {
            let color = match fill {
                Fill::Work(category) => self.own_color(Role::Category(category)).unwrap_or(color),
                Fill::Open | Fill::Track | Fill::Gap | Fill::Unreadable | Fill::Tinted(..) => color,
            };
            (" ", Style::new().bg(color))
        };
        match fill {
            Fill::Work(Category::Selling) => on(Color::Yellow),
            Fill::Work(Category::Admin) => on(Color::LightBlue),
            Fill::Work(Category::Learning) => on(Color::Cyan),
            Fill::Tinted(category, percent) => match percent {
                50.. => self.filled_basic(Fill::Work(category)),
                ..50 => (FAINT, self.category(category)),
            },
            Fill::Work(Category::Distraction | Category::Break)
            | Fill::Open
            | Fill::Track
            | Fill::Unreadable
            | Fill::Gap => filled_plain(fill),
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
        let black_on_fill = match category {
            Category::Selling | Category::Admin | Category::Learning => is_full,
            Category::Distraction | Category::Break => false,
        };
        match self.palette {
            // Half a color over the page is read in the color of text; of the 256 it is the whole color.
            Palette::Full if is_full && matches!(fill, Fill::Tinted(..)) => self.style(Role::Text),
            Palette::Many | Palette::Full if is_full => {
                Style::new().fg(self.color(self.tones.hue(category).ink))
            }
            Palette::Many | Palette::Full => self.category(category),
            Palette::Sixteen if black_on_fill => Style::new().fg(Color::Black),
            Palette::Monochrome if category == Category::Selling && is_full => {
                Style::new().add_modifier(Modifier::REVERSED)
            }
            Palette::Sixteen | Palette::Monochrome => Style::new(),
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
                // The 256 have no such mixes: grays, and the color itself.
                let steps = [tones.track, tones.rule, tones.hatch];
                let snapped = steps.get(step).copied().unwrap_or(tones.selling.fill);
                let (fill, color) = match self.palette {
                    Palette::Many => (snapped.tone, self.color(snapped)),
                    Palette::Full | Palette::Sixteen | Palette::Monochrome => {
                        (fill, self.mixed(selling, share))
                    }
                };
                let (ink, text) = (tones.selling.ink, tones.text);
                let is_ink = ink.tone.contrast(fill) >= text.tone.contrast(fill);
                plain
                    .bg(color)
                    .fg(self.color(if is_ink { ink } else { text }))
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

    /// A line bar's last cell, of which the bar takes a part.
    pub(crate) fn faded(&self, role: Role, part: f64) -> Style {
        match self.palette {
            Palette::Monochrome | Palette::Sixteen => self.style(role),
            Palette::Many | Palette::Full if self.own_color(role).is_some() => self.style(role),
            Palette::Many | Palette::Full => {
                let tone = role.shade(&self.tones).tone;
                Style::new().fg(self.color_of(tone.over(self.tones.page.tone, part)))
            }
        }
    }

    /// The color of the page itself, for a hairline through a fill.
    pub(crate) fn page_ink(&self) -> Style {
        match self.palette {
            Palette::Many | Palette::Full => Style::new().fg(self.color(self.tones.page)),
            Palette::Sixteen => Style::new().fg(Color::Black),
            Palette::Monochrome => Style::new().add_modifier(Modifier::REVERSED),
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
            (Palette::Many, Color::Indexed(index)) => {
                let tone = Tone::of_index(index)?;
                Some(self.color_of(tone.over(page.tone, BACKDROP)))
            }
            (Palette::Full | Palette::Many, other) => Some(other),
        }
    }

    /// Whether what stands behind a card is dimmed by color; else it is by weight.
    pub(crate) const fn dims_by_color(&self) -> bool {
        self.palette.is_painted()
    }

    /// The edge of a card, half a row of its ground; `None` where it has no ground of its own.
    pub(crate) fn panel_edge(&self) -> Option<Style> {
        let panel = self.color(self.tones.panel);
        self.palette.is_painted().then(|| Style::new().fg(panel))
    }

    const fn color(&self, shade: Shade) -> Color {
        match self.palette {
            Palette::Full => Color::Rgb(shade.tone.0, shade.tone.1, shade.tone.2),
            Palette::Many => Color::Indexed(shade.index),
            Palette::Sixteen | Palette::Monochrome => Color::Reset,
        }
    }

    fn color_of(&self, tone: Tone) -> Color {
        let index = tone.nearest_index();
        self.color(Shade { tone, index })
    }
}

/// How much of its color what stands behind a card keeps.
const BACKDROP: f64 = 0.38;

/// The sign of a fill without color.
fn filled_plain(fill: Fill) -> (&'static str, Style) {
    let dim = Style::new().add_modifier(Modifier::DIM);
    match fill {
        Fill::Open | Fill::Track => (" ", Style::new()),
        Fill::Gap => (UNTRACKED, dim),
        Fill::Unreadable => (UNREADABLE, dim),
        Fill::Work(Category::Selling) => (" ", Style::new().add_modifier(Modifier::REVERSED)),
        Fill::Work(category @ (Category::Admin | Category::Learning)) => {
            (pattern(category), Style::new())
        }
        Fill::Work(category @ (Category::Distraction | Category::Break)) => {
            (pattern(category), dim)
        }
        Fill::Tinted(category, 50..) => filled_plain(Fill::Work(category)),
        Fill::Tinted(category, _) => (pattern(category), dim),
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

    #[test]
    fn every_step_of_a_heat_map_has_a_figure_that_can_be_read() {
        for tones in [Tones::DARK, Tones::LIGHT] {
            for step in HEAT {
                let fill = tones.selling.fill.tone;
                let fill = fill.over(tones.page.tone, f64::from(step) / 100.0);
                let words = [tones.selling.ink, tones.text].map(|words| words.tone.contrast(fill));
                let best = words.into_iter().fold(0.0, f64::max);
                assert!(best >= 4.0, "{step} %: {best}");
            }
        }
    }

    #[test]
    fn every_category_differs_without_color() {
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
        let fills = Category::ALL.map(|category| {
            Theme::new(Palette::Monochrome).filled(Fill::Work(category), Color::Reset)
        });
        for (index, one) in fills.iter().enumerate() {
            assert!(
                fills[index + 1..].iter().all(|other| one != other),
                "{one:?}"
            );
        }
    }

    #[test]
    fn monochrome_has_no_color_and_own_colors_win_elsewhere() {
        let mut theme = Theme::new(Palette::Many);
        assert!(theme.set("selling", "#00ff00"));
        assert!(!theme.set("selling", "no-color"));
        assert!(!theme.set("sellin", "red"));
        let own = Color::Rgb(0, 255, 0);
        assert_eq!(theme.category(Category::Selling).fg, Some(own));
        assert_eq!(
            theme
                .filled(Fill::Work(Category::Selling), Color::Reset)
                .1
                .bg,
            Some(own)
        );
        let plain = Theme::new(Palette::Monochrome);
        for (_, role) in Role::ALL {
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
