//! A color: its contrast with another one, a mix of two, and the one of xterm's 256 that is nearest to it.

use std::fmt;

/// The colors of xterm's 256 below it are those that a terminal sets itself.
pub(crate) const FIRST_FIXED: u8 = 16;
/// A color with less hue than this looks gray.
const GRAY: f64 = 24.0;
/// A color with so much less hue than another can be told from it.
const PALER: f64 = 30.0;

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
    pub(crate) const fn of(rgb: u32) -> Self {
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

    /// A color of xterm's 256. The first sixteen are the terminal's own to set; these are xterm's.
    pub(crate) fn of_index(index: u8) -> Self {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let step = |index: u8| STEPS[usize::from(index % 6)];
        match index {
            0..16 => BASIC[usize::from(index)].1,
            16..232 => {
                let index = index - 16;
                Self(step(index / 36), step(index / 6), step(index))
            }
            232.. => {
                let gray = 8 + 10 * (index - 232);
                Self(gray, gray, gray)
            }
        }
    }

    /// Whether words on it are dark: black has more contrast with it than white.
    pub(crate) fn is_light(self) -> bool {
        self.contrast(Self::of(0)) > self.contrast(Self::of(0x00ff_ffff))
    }

    /// The one of the terminal's sixteen that is nearest to it.
    pub(crate) fn nearest_basic(self) -> u8 {
        let all = (0_u8..).zip(BASIC);
        all.min_by_key(|(_, (_, tone))| self.distance(*tone))
            .map_or(0, |(index, _)| index)
    }

    /// The nearest of xterm's 256 that has at least some contrast with each of these grounds; the nearest of all where
    /// none has.
    pub(crate) fn nearest_readable_index(self, least: f64, grounds: &[Self]) -> u8 {
        let can_be_read = |index: &u8| {
            let tone = Self::of_index(*index);
            grounds.iter().all(|ground| tone.contrast(*ground) >= least)
        };
        let all = (16..=255).filter(can_be_read);
        all.min_by_key(|index| self.distance(Self::of_index(*index)))
            .unwrap_or_else(|| self.nearest_index())
    }

    /// The one of xterm's 256 that stands for this mix of a fill and the page: of the fill's hue, and told from both. Where
    /// none is, the nearest. `fill` and `page` are of the 256 too.
    pub(crate) fn nearest_mix_index(self, fill: Self, page: Self) -> u8 {
        let mine = self.as_seen();
        let strength = f64::hypot(mine[1], mine[2]);
        let [_, red_of_fill, yellow_of_fill] = fill.as_seen();
        let strength_of_fill = f64::hypot(red_of_fill, yellow_of_fill);
        let between = |tone: Self| {
            let (one, other) = (fill.luminance(), page.luminance());
            let [_, red, yellow] = tone.as_seen();
            // As light as the fill, it is told from it where it is much paler.
            let is_paler = f64::hypot(red, yellow) + PALER <= strength_of_fill;
            let is_apart = tone.contrast(fill) >= 1.15 || is_paler;
            is_apart
                && tone.contrast(page) >= 1.05
                && (one.min(other)..=one.max(other)).contains(&tone.luminance())
        };
        let missed = |index: u8| {
            let tone = Self::of_index(index);
            let [light, red, yellow] = tone.as_seen();
            let strong = f64::hypot(red, yellow);
            let turned = if strength < GRAY {
                (strong < GRAY).then_some(0.0)?
            } else {
                // It is seen beside the fill: a turn is one away from that too.
                let from = |one: f64, other: f64| {
                    let both = (f64::hypot(one, other) * strong).max(1.0);
                    let cosine = (one * red + other * yellow) / both;
                    cosine.clamp(-1.0, 1.0).acos()
                };
                let turned =
                    f64::midpoint(from(mine[1], mine[2]), from(red_of_fill, yellow_of_fill));
                (strong >= strength / 2.0).then_some(turned)?
            };
            // Another hue misleads more than another lightness, and that more than a paler color.
            let parts = [
                2.0 * (light - mine[0]),
                strong - strength,
                3.0 * turned * strength,
            ];
            between(tone).then(|| parts.into_iter().map(|part| part * part).sum::<f64>())
        };
        let all = (FIRST_FIXED..=255).filter_map(|index| Some((index, missed(index)?)));
        all.min_by(|(_, one), (_, other)| one.total_cmp(other))
            .map_or_else(|| self.nearest_index(), |(index, _)| index)
    }

    /// How light it is, how red rather than green, and how yellow rather than blue.
    fn as_seen(self) -> [f64; 3] {
        let [red, green, blue] = [self.0, self.1, self.2].map(f64::from);
        [
            0.3 * red + 0.59 * green + 0.11 * blue,
            red - green,
            f64::midpoint(red, green) - blue,
        ]
    }

    fn distance(self, other: Self) -> u32 {
        let part = |one: u8, other: u8| u32::from(one.abs_diff(other)).pow(2);
        part(self.0, other.0) + part(self.1, other.1) + part(self.2, other.2)
    }

    /// The color of xterm's 256 that is nearest to it: one of the cube, or a gray.
    pub(crate) fn nearest_index(self) -> u8 {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let step = [self.0, self.1, self.2].map(|part| {
            let near = |index: &u8| STEPS[usize::from(*index)].abs_diff(part);
            (0..6).min_by_key(near).unwrap_or(0)
        });
        let cube = 16 + 36 * step[0] + 6 * step[1] + step[2];
        let sum = u16::from(self.0) + u16::from(self.1) + u16::from(self.2);
        let gray = 232 + ((sum / 3).saturating_sub(3) / 10).min(23) as u8;
        if self.distance(Self::of_index(gray)) < self.distance(Self::of_index(cube)) {
            gray
        } else {
            cube
        }
    }
}

/// The sixteen colors of a terminal by name, as xterm has them.
pub(crate) const BASIC: [(&str, Tone); 16] = [
    ("black", Tone(0, 0, 0)),
    ("red", Tone(205, 0, 0)),
    ("green", Tone(0, 205, 0)),
    ("yellow", Tone(205, 205, 0)),
    ("blue", Tone(0, 0, 238)),
    ("magenta", Tone(205, 0, 205)),
    ("cyan", Tone(0, 205, 205)),
    ("gray", Tone(229, 229, 229)),
    ("dark-gray", Tone(127, 127, 127)),
    ("light-red", Tone(255, 0, 0)),
    ("light-green", Tone(0, 255, 0)),
    ("light-yellow", Tone(255, 255, 0)),
    ("light-blue", Tone(92, 92, 255)),
    ("light-magenta", Tone(255, 0, 255)),
    ("light-cyan", Tone(0, 255, 255)),
    ("white", Tone(255, 255, 255)),
];

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(Tone::of_index(index).nearest_index(), index);
        }
    }

    #[test]
    fn a_mix_keeps_the_hue_of_its_fill_and_is_neither_it_nor_the_page() {
        let mix = |fill: u32, index: u8, page: u32, ground: u8| {
            let [fill, page] = [fill, page].map(Tone::of);
            let [snapped, ground] = [index, ground].map(Tone::of_index);
            fill.over(page, 0.52).nearest_mix_index(snapped, ground)
        };
        // Amber is brown on a dark page, blue a grayer blue, green dark green, gray dark gray; on a light one all are paler.
        let dark = |fill, index| mix(fill, index, 0x0012_141a, 233);
        let light = |fill, index| mix(fill, index, 0x00fb_f9f4, 231);
        let fills = [
            dark(0x00d9_a850, 179),
            dark(0x004f_6ca4, 61),
            dark(0x0066_a78e, 72),
        ];
        assert_eq!((fills, dark(0x006c_6173, 59)), ([94, 60, 66], 237));
        let fills = [
            light(0x00e2_a52f, 178),
            light(0x007f_9bd3, 110),
            light(0x0062_b096, 72),
        ];
        assert_eq!((fills, light(0x00d2_c8d2, 252)), ([222, 153, 115], 254));
        assert_eq!(
            dark(0x0012_141a, 233),
            233,
            "what can't be told apart is not"
        );
    }

    #[test]
    fn words_on_a_snapped_color_can_still_be_read() {
        let (page, muted) = (Tone::of(0x00fb_f9f4), Tone::of(0x0075_7575));
        assert!(muted.contrast(page) < 4.5);
        let index = muted.nearest_readable_index(4.5, &[page]);
        assert!(Tone::of_index(index).contrast(page) >= 4.5, "{index}");
        assert!(page.is_light() && !muted.is_light());
        assert_eq!(Tone::of(0x00d9_a850).nearest_basic(), 3);
    }
}
