//! The colors by the part that they play, for pages and for the screen alike. Knows neither.

use std::fmt;

use crate::domain::block::Category;

/// A color in red, green and blue; written as `#d9a850`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Tone(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(red, green, blue) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Tone {
    const fn of(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }

    /// So much of this color over another one, from 0 to 1.
    pub(crate) fn over(self, below: Self, share: f64) -> Self {
        let mix = |one: u8, other: u8| {
            (f64::from(one) * share + f64::from(other) * (1.0 - share)).round() as u8
        };
        Self(
            mix(self.0, below.0),
            mix(self.1, below.1),
            mix(self.2, below.2),
        )
    }

    /// The contrast with another color by WCAG 2, from 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// A color of xterm's 256; `None` for the sixteen, which a terminal sets itself.
    pub(crate) fn of_index(index: u8) -> Option<Self> {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let step = |index: u8| STEPS[usize::from(index % 6)];
        match index {
            0..16 => None,
            16..232 => {
                let index = index - 16;
                Some(Self(step(index / 36), step(index / 6), step(index)))
            }
            232.. => {
                let gray = 8 + 10 * (index - 232);
                Some(Self(gray, gray, gray))
            }
        }
    }

    /// The color of xterm's 256 that is nearest to it: one of the cube, or a gray.
    pub(crate) fn nearest_index(self) -> u8 {
        const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
        let parts = [self.0, self.1, self.2].map(i32::from);
        let distance = |other: [i32; 3]| -> i32 {
            (parts.iter().zip(other))
                .map(|(one, other)| (one - other).pow(2))
                .sum()
        };
        let step = parts.map(|part| {
            let near = |index: &usize| (STEPS[*index] - part).abs();
            (0..STEPS.len()).min_by_key(near).unwrap_or(0)
        });
        let cube = step.map(|step| STEPS[step]);
        let gray = ((parts.iter().sum::<i32>() / 3 - 3) / 10).clamp(0, 23);
        if distance([8 + 10 * gray; 3]) < distance(cube) {
            (232 + gray) as u8
        } else {
            (16 + 36 * step[0] + 6 * step[1] + step[2]) as u8
        }
    }
}

/// A color of a theme: the color itself, and the one of xterm's 256 that stands for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Shade {
    pub(crate) tone: Tone,
    pub(crate) index: u8,
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
            text: shade(0x00b3_a4b8, 139),
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
                    assert!(contrast(words, ground) >= 4.45, "{words:?} on {ground:?}");
                }
                for figure in [tones.display, tones.guess] {
                    assert!(contrast(figure, ground) >= 2.5, "{figure:?} on {ground:?}");
                }
            }
            for category in Category::ALL {
                let hue = tones.hue(category);
                assert!(contrast(hue.ink, hue.fill) >= 4.5, "{category}");
            }
        }
    }

    #[test]
    fn a_mix_lies_between_its_colors() {
        let (one, other) = (Tone(200, 0, 10), Tone(0, 100, 10));
        assert_eq!(one.over(other, 1.0), one);
        assert_eq!(one.over(other, 0.0), other);
        assert_eq!(one.over(other, 0.25), Tone(50, 75, 10));
    }

    #[test]
    fn the_nearest_of_the_256_is_found() {
        for (rgb, index) in [
            (0, 16),
            (0x00ff_ffff, 231),
            (0x00df_af5f, 179),
            (0x0012_1212, 233),
            (0x005f_af87, 72),
        ] {
            assert_eq!(Tone::of(rgb).nearest_index(), index, "{rgb:06x}");
            let same = Tone::of_index(index).map(Tone::nearest_index);
            assert_eq!(same, Some(index));
        }
    }
}
