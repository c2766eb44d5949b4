//! The colors by the part that they play, for pages and for the screen alike. Knows neither.

pub(crate) use super::tone::FIRST_FIXED;
use super::tone::Tone;
use crate::domain::block::Category;

/// How much of its color a past week has, in percent.
pub(crate) const PAST: u8 = 52;

/// A color of a theme: the color itself, and the one of xterm's 256 that stands for it; one of the first sixteen stands
/// for itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Shade {
    pub(crate) tone: Tone,
    pub(crate) index: u8,
}

impl Shade {
    /// A color, with the nearest of the 256.
    pub(crate) fn of(tone: Tone) -> Self {
        let index = tone.nearest_index();
        Self { tone, index }
    }

    /// One of the 256.
    pub(crate) fn of_index(index: u8) -> Self {
        let tone = Tone::of_index(index);
        Self { tone, index }
    }

    /// The same, with one of the 256 that has some contrast with each of these grounds; what a terminal sets stays.
    fn readable_on(self, least: f64, grounds: &[Tone]) -> Self {
        let snapped = Tone::of_index(self.index);
        let is_readable = |ground: &Tone| snapped.contrast(*ground) >= least;
        if self.index < FIRST_FIXED || grounds.iter().all(is_readable) {
            return self;
        }
        let index = self.tone.nearest_readable_index(least, grounds);
        Self { index, ..self }
    }
}

const fn shade(rgb: u32, index: u8) -> Shade {
    Shade {
        tone: Tone::of(rgb),
        index,
    }
}

/// The three colors of a category.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hue {
    /// Of a bar.
    pub(crate) fill: Shade,
    /// Of words in a bar.
    pub(crate) ink: Shade,
    /// Of a letter or a name on the page.
    pub(crate) text: Shade,
}

/// All colors of a theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tones {
    /// The page.
    pub(crate) page: Shade,
    /// Sheets and cards.
    pub(crate) panel: Shade,
    /// The selected row.
    pub(crate) selected: Shade,
    /// The planned rest of a day, and the rest of a bar.
    pub(crate) track: Shade,
    pub(crate) rule: Shade,
    /// A gap.
    pub(crate) hatch: Shade,
    /// The goal's line in a chart; never words.
    pub(crate) ghost: Shade,
    /// The guess as a large figure.
    pub(crate) guess: Shade,
    pub(crate) text: Shade,
    pub(crate) soft: Shade,
    pub(crate) muted: Shade,
    /// The large figure.
    pub(crate) display: Shade,
    pub(crate) selling: Hue,
    pub(crate) admin: Hue,
    pub(crate) learning: Hue,
    pub(crate) distraction: Hue,
    pub(crate) rest: Hue,
}

/// A part of a theme that has a color of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Part {
    Page,
    Panel,
    Selected,
    Track,
    Rule,
    Hatch,
    Ghost,
    Guess,
    Text,
    Soft,
    Muted,
    Display,
    /// What bars of a category are filled with.
    Fill(Category),
    /// Words in such a bar.
    Ink(Category),
    /// A category's letter and name on the page.
    Words(Category),
}

impl Part {
    /// Those that are no category's, by the names that files spell.
    pub(crate) const ALL: [(&'static str, Self); 12] = [
        ("bg", Self::Page),
        ("panel", Self::Panel),
        ("sel", Self::Selected),
        ("track", Self::Track),
        ("rule", Self::Rule),
        ("hatch", Self::Hatch),
        ("ghost", Self::Ghost),
        ("guess", Self::Guess),
        ("text", Self::Text),
        ("soft", Self::Soft),
        ("muted", Self::Muted),
        ("display", Self::Display),
    ];

    /// The least contrast that it needs with what it lies on; `None` where it is no word and no figure.
    const fn least_contrast(self) -> Option<f64> {
        match self {
            Self::Text | Self::Soft | Self::Muted | Self::Words(_) => Some(4.5),
            Self::Display | Self::Guess => Some(3.0),
            Self::Page
            | Self::Panel
            | Self::Selected
            | Self::Track
            | Self::Rule
            | Self::Hatch
            | Self::Ghost
            | Self::Fill(_)
            | Self::Ink(_) => None,
        }
    }
}

impl Tones {
    /// The dark page.
    pub(crate) const DARK: Self = Self {
        page: shade(0x0012_141a, 233),
        panel: shade(0x001c_1f27, 235),
        selected: shade(0x0024_2832, 236),
        track: shade(0x001d_2028, 234),
        rule: shade(0x002e_323d, 237),
        hatch: shade(0x003d_424f, 239),
        ghost: shade(0x004a_4f5c, 240),
        guess: shade(0x006f_7480, 243),
        text: shade(0x00ec_e8df, 254),
        soft: shade(0x00c3_c0b9, 250),
        muted: shade(0x009a_9a9b, 247),
        display: shade(0x00dc_ab54, 179),
        selling: Hue {
            fill: shade(0x00d9_a850, 179),
            ink: shade(0x0019_1203, 233),
            text: shade(0x00e8_b964, 179),
        },
        admin: Hue {
            fill: shade(0x004f_6ca4, 61),
            ink: shade(0x00f4_f6fb, 255),
            text: shade(0x0090_abdc, 110),
        },
        learning: Hue {
            fill: shade(0x0066_a78e, 72),
            ink: shade(0x0006_160f, 233),
            text: shade(0x0086_c6ac, 115),
        },
        distraction: Hue {
            fill: shade(0x006c_6173, 59),
            ink: shade(0x00f3_edf4, 255),
            // Not the nearer 139: on the selected row its words have a contrast below 4.5.
            text: shade(0x00b3_a4b8, 145),
        },
        rest: Hue {
            fill: shade(0x002f_343f, 237),
            ink: shade(0x00c3_c0b9, 250),
            text: shade(0x009a_9a9b, 247),
        },
    };

    /// The light page.
    pub(crate) const LIGHT: Self = Self {
        page: shade(0x00fb_f9f4, 231),
        panel: shade(0x00f1_ede3, 255),
        selected: shade(0x00ec_e6d8, 254),
        track: shade(0x00ef_ebe1, 255),
        rule: shade(0x00da_d4c6, 252),
        hatch: shade(0x00c2_bbab, 250),
        ghost: shade(0x00b7_b0a1, 249),
        guess: shade(0x0097_907f, 245),
        text: shade(0x0023_211d, 235),
        soft: shade(0x0045_423b, 238),
        muted: shade(0x006b_675e, 241),
        display: shade(0x00b3_740a, 130),
        selling: Hue {
            fill: shade(0x00e2_a52f, 178),
            ink: shade(0x0024_1800, 234),
            text: shade(0x008a_5a00, 94),
        },
        admin: Hue {
            fill: shade(0x007f_9bd3, 110),
            ink: shade(0x000b_1428, 233),
            text: shade(0x0032_58a0, 25),
        },
        learning: Hue {
            fill: shade(0x0062_b096, 72),
            ink: shade(0x0006_201a, 233),
            text: shade(0x001f_6d54, 23),
        },
        distraction: Hue {
            fill: shade(0x00d2_c8d2, 252),
            ink: shade(0x002a_212c, 235),
            text: shade(0x006f_5a73, 60),
        },
        rest: Hue {
            fill: shade(0x00dc_d6ca, 188),
            ink: shade(0x0045_423b, 238),
            text: shade(0x006b_675e, 241),
        },
    };

    /// The colors of past weeks by category, of the 256.
    pub(crate) fn fade_all(&self) -> [u8; Category::ALL.len()] {
        Category::ALL.map(|category| {
            let [fill, page] = [self.hue(category).fill, self.page];
            let mix = fill.tone.over(page.tone, f64::from(PAST) / 100.0);
            let [fill, page] = [fill, page].map(|shade| Tone::of_index(shade.index));
            mix.nearest_mix_index(fill, page)
        })
    }

    /// The color of a part.
    pub(crate) fn shade(&self, part: Part) -> Shade {
        let mut tones = *self;
        *tones.place(part)
    }

    /// Gives parts their colors. What a category does not say follows from its fill: words in it have the color of this
    /// theme that is read best on it.
    pub(crate) fn with(mut self, colors: &[(Part, Shade)]) -> Self {
        for (part, shade) in colors {
            *self.place(*part) = *shade;
        }
        let names = |wanted: Part| colors.iter().any(|(part, _)| *part == wanted);
        for category in Category::ALL {
            if names(Part::Fill(category)) && !names(Part::Ink(category)) {
                let hue = self.hue(category);
                let on_fill = |shade: &Shade| shade.tone.contrast(hue.fill.tone);
                let inks = [hue.ink, self.page, self.text].into_iter();
                let best = inks.max_by(|one, other| on_fill(one).total_cmp(&on_fill(other)));
                *self.place(Part::Ink(category)) = best.unwrap_or(hue.ink);
            }
        }
        self
    }

    /// The same with words that can be read where there are 256 colors.
    pub(crate) fn snapped(mut self) -> Self {
        let grounds = [self.page, self.selected, self.panel];
        let grounds = grounds.map(|ground| Tone::of_index(ground.index));
        let words = Category::ALL.map(Part::Words);
        for part in Part::ALL.into_iter().map(|(_, part)| part).chain(words) {
            let place = self.place(part);
            if let Some(least) = part.least_contrast() {
                *place = place.readable_on(least, &grounds);
            }
        }
        for category in Category::ALL {
            let fill = Tone::of_index(self.hue(category).fill.index);
            let ink = self.place(Part::Ink(category));
            *ink = ink.readable_on(4.5, &[fill]);
        }
        self
    }

    const fn place(&mut self, part: Part) -> &mut Shade {
        match part {
            Part::Page => &mut self.page,
            Part::Panel => &mut self.panel,
            Part::Selected => &mut self.selected,
            Part::Track => &mut self.track,
            Part::Rule => &mut self.rule,
            Part::Hatch => &mut self.hatch,
            Part::Ghost => &mut self.ghost,
            Part::Guess => &mut self.guess,
            Part::Text => &mut self.text,
            Part::Soft => &mut self.soft,
            Part::Muted => &mut self.muted,
            Part::Display => &mut self.display,
            Part::Fill(category) => &mut self.hue_mut(category).fill,
            Part::Ink(category) => &mut self.hue_mut(category).ink,
            Part::Words(category) => &mut self.hue_mut(category).text,
        }
    }

    const fn hue_mut(&mut self, category: Category) -> &mut Hue {
        match category {
            Category::Selling => &mut self.selling,
            Category::Admin => &mut self.admin,
            Category::Learning => &mut self.learning,
            Category::Distraction => &mut self.distraction,
            Category::Break => &mut self.rest,
        }
    }

    pub(crate) const fn hue(&self, category: Category) -> Hue {
        match category {
            Category::Selling => self.selling,
            Category::Admin => self.admin,
            Category::Learning => self.learning,
            Category::Distraction => self.distraction,
            Category::Break => self.rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(one: Shade, other: Shade) -> f64 {
        one.tone.contrast(other.tone)
    }

    #[test]
    fn every_word_can_be_read_in_every_theme() {
        assert!((contrast(shade(0, 16), shade(0x00ff_ffff, 231)) - 21.0).abs() < 1e-9);
        for tones in [Tones::DARK, Tones::LIGHT] {
            for ground in [tones.page, tones.selected, tones.panel] {
                let hues = Category::ALL.map(|category| tones.hue(category).text);
                for words in [tones.text, tones.soft, tones.muted]
                    .into_iter()
                    .chain(hues)
                {
                    assert!(contrast(words, ground) >= 4.5, "{words:?} on {ground:?}");
                }
            }
            for figure in [tones.display, tones.guess] {
                assert!(contrast(figure, tones.page) >= 3.0, "{figure:?}");
            }
            for category in Category::ALL {
                let hue = tones.hue(category);
                assert!(contrast(hue.ink, hue.fill) >= 4.5, "{category}");
            }
        }
    }

    #[test]
    fn past_weeks_keep_the_hue_of_their_category_where_there_are_256_colors() {
        // How far apart two colors are around the circle, for those of the 256 that are no gray.
        let hue = |tone: Tone| {
            let [red, green, blue] = [tone.0, tone.1, tone.2].map(f64::from);
            f64::atan2(f64::midpoint(red, green) - blue, red - green)
        };
        let apart = |one: Tone, other: Tone| {
            let turn = (hue(one) - hue(other)).abs();
            turn.min(std::f64::consts::TAU - turn)
        };
        let all = [Category::Selling, Category::Admin, Category::Learning];
        for tones in [Tones::DARK, Tones::LIGHT] {
            let fill = |category| Tone::of_index(tones.hue(category).fill.index);
            let past = Category::ALL.into_iter().zip(tones.fade_all());
            for (category, index) in past.filter(|(category, _)| all.contains(category)) {
                let past = Tone::of_index(index);
                let own = apart(past, fill(category));
                assert!(own < 0.5, "{category}: {index} is turned by {own}");
                for other in all.into_iter().filter(|other| *other != category) {
                    assert!(
                        own < apart(past, fill(other)),
                        "{category} as {other}: {index}"
                    );
                }
            }
        }
    }
}
