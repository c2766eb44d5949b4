//! Display numerals: the one figure of a screen, set like type in quarters of cells. Digits are tabular.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::strip::write_styled;
use crate::tui::theme::Theme;

/// How large a figure is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Face {
    /// Three rows.
    Medium,
    /// Four rows.
    Large,
    /// Seven rows: the large one, twice as big.
    Huge,
}

/// Ten half cells wide, seven high: stems of a cell and a half, bars of half a row. Thick and thin, as type has.
const LARGE: &[(char, &[&str])] = &[
    (
        '0',
        &[
            " ######## ",
            "###    ###",
            "###    ###",
            "###    ###",
            "###    ###",
            "###    ###",
            " ######## ",
        ],
    ),
    (
        '1',
        &[
            "  #####   ",
            "    ###   ",
            "    ###   ",
            "    ###   ",
            "    ###   ",
            "    ###   ",
            "    ###   ",
        ],
    ),
    (
        '2',
        &[
            "######### ",
            "       ###",
            "       ###",
            " ######## ",
            "###       ",
            "###       ",
            "##########",
        ],
    ),
    (
        '3',
        &[
            "######### ",
            "       ###",
            "       ###",
            "  ####### ",
            "       ###",
            "       ###",
            "######### ",
        ],
    ),
    (
        '4',
        &[
            "###    ###",
            "###    ###",
            "###    ###",
            " #########",
            "       ###",
            "       ###",
            "       ###",
        ],
    ),
    (
        '5',
        &[
            "##########",
            "###       ",
            "###       ",
            "######### ",
            "       ###",
            "       ###",
            "######### ",
        ],
    ),
    (
        '6',
        &[
            " ######## ",
            "###       ",
            "###       ",
            "######### ",
            "###    ###",
            "###    ###",
            " ######## ",
        ],
    ),
    (
        '7',
        &[
            "##########",
            "       ###",
            "      ### ",
            "     ###  ",
            "    ###   ",
            "   ###    ",
            "   ###    ",
        ],
    ),
    (
        '8',
        &[
            " ######## ",
            "###    ###",
            "###    ###",
            " ######## ",
            "###    ###",
            "###    ###",
            " ######## ",
        ],
    ),
    (
        '9',
        &[
            " ######## ",
            "###    ###",
            "###    ###",
            " #########",
            "       ###",
            "       ###",
            " ######## ",
        ],
    ),
    (
        '.',
        &["    ", "    ", "    ", "    ", "    ", "    ", "### "],
    ),
    (
        's',
        &[
            "          ",
            "          ",
            " #########",
            "###       ",
            " ######## ",
            "       ###",
            "######### ",
        ],
    ),
    (
        'a',
        &[
            "          ",
            "          ",
            " ######## ",
            "       ###",
            " #########",
            "###    ###",
            " #########",
        ],
    ),
    (
        'l',
        &[
            "####      ",
            " ###      ",
            " ###      ",
            " ###      ",
            " ###      ",
            " ###      ",
            "  #####   ",
        ],
    ),
    (
        'd',
        &[
            "       ###",
            "       ###",
            " #########",
            "###    ###",
            "###    ###",
            "###    ###",
            " #########",
        ],
    ),
    (
        '–',
        &[
            "          ",
            "          ",
            "          ",
            " ######## ",
            "          ",
            "          ",
            "          ",
        ],
    ),
    (
        'h',
        &[
            "###       ",
            "###       ",
            "###       ",
            "######### ",
            "###    ###",
            "###    ###",
            "###    ###",
        ],
    ),
];

/// Six half cells wide, five high.
const MEDIUM: &[(char, &[&str])] = &[
    ('0', &[" #### ", "##  ##", "##  ##", "##  ##", " #### "]),
    ('1', &[" ###  ", "  ##  ", "  ##  ", "  ##  ", " #### "]),
    ('2', &["##### ", "    ##", " #### ", "##    ", "######"]),
    ('3', &["##### ", "    ##", "  ### ", "    ##", "##### "]),
    ('4', &["##  ##", "##  ##", " #####", "    ##", "    ##"]),
    ('5', &["######", "##    ", "##### ", "    ##", "##### "]),
    ('6', &[" #### ", "##    ", "##### ", "##  ##", " #### "]),
    ('7', &["######", "    ##", "   ## ", "  ##  ", "  ##  "]),
    ('8', &[" #### ", "##  ##", " #### ", "##  ##", " #### "]),
    ('9', &[" #### ", "##  ##", " #####", "    ##", " #### "]),
    ('.', &["  ", "  ", "  ", "  ", "##"]),
    ('–', &["      ", "      ", " #### ", "      ", "      "]),
    ('h', &["##    ", "##    ", "##### ", "##  ##", "##  ##"]),
];

/// The cells by their quarters: bit 0 is the upper left one, then the upper right, the lower left, the lower right.
const QUARTERS: [char; 16] = [
    ' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█',
];

impl Face {
    /// How many rows it takes.
    pub(crate) const fn rows(self) -> u16 {
        match self {
            Self::Medium => 3,
            Self::Large => 4,
            Self::Huge => 7,
        }
    }
}

/// Draws a figure with its upper left cell at `at`; hands back the column after it.
pub(crate) fn draw(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    theme: &Theme,
    (figure, face): (&str, Face),
    style: Style,
) -> u16 {
    let (rows, style) = (set(theme, figure, face), styled(theme, style));
    for (row, cells) in (y..).zip(&rows) {
        write_styled(buffer, (x, row), cells, style);
    }
    let wide = rows.first().map_or(0, |cells| cells.chars().count());
    x.saturating_add(wide as u16)
}

/// A figure as rows of cells: large, or its digits in the last row.
pub(crate) fn set(theme: &Theme, figure: &str, face: Face) -> Vec<String> {
    if theme.has_large_numerals() {
        return rows_of(figure, face);
    }
    let blank = " ".repeat(figure.chars().count());
    let mut rows = vec![blank; face.rows().into()];
    if let Some(last) = rows.last_mut() {
        figure.clone_into(last);
    }
    rows
}

/// The row in which a sign between two figures stands.
pub(crate) const fn row_beside(theme: &Theme, face: Face) -> usize {
    if theme.has_large_numerals() {
        1
    } else {
        face.rows() as usize - 1
    }
}

/// How a figure looks: what is not large is bold.
pub(crate) const fn styled(theme: &Theme, style: Style) -> Style {
    if theme.has_large_numerals() {
        style
    } else {
        style.add_modifier(Modifier::BOLD)
    }
}

/// How many columns a figure takes.
pub(crate) fn width(theme: &Theme, figure: &str, face: Face) -> u16 {
    let rows = set(theme, figure, face);
    rows.first().map_or(0, |cells| cells.chars().count()) as u16
}

/// A figure as rows of cells. A character without a glyph is left out.
fn rows_of(figure: &str, face: Face) -> Vec<String> {
    let (glyphs, scale, height) = match face {
        Face::Medium => (MEDIUM, 1, 5),
        Face::Large => (LARGE, 1, 7),
        Face::Huge => (LARGE, 2, 14),
    };
    let found = figure
        .chars()
        .filter_map(|wanted| glyphs.iter().find(|(c, _)| *c == wanted));
    let mut rows = vec![String::new(); usize::div_ceil(height, 2)];
    let mut is_gap = false;
    for (c, pixels) in found {
        for (y, row) in rows.iter_mut().enumerate() {
            if is_gap {
                row.extend(std::iter::repeat_n(' ', scale));
            }
            let width = pixels[0].len() * scale;
            row.extend(
                (0..width)
                    .step_by(2)
                    .map(|x| cell_at(pixels, scale, x, 2 * y)),
            );
        }
        // The large point has air of its own.
        is_gap = *c != '.' || face == Face::Medium;
    }
    rows
}

fn cell_at(pixels: &[&str], scale: usize, x: usize, y: usize) -> char {
    let is_set = |x: usize, y: usize| {
        let row = pixels.get(y / scale).map(|row| row.as_bytes());
        row.and_then(|row| row.get(x / scale)) == Some(&b'#')
    };
    let quarters = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)];
    let bits = quarters.into_iter().enumerate();
    let index: usize = bits
        .map(|(bit, (x, y))| usize::from(is_set(x, y)) << bit)
        .sum();
    QUARTERS[index]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_as_wide_as_each_other_and_rows_as_each_other() {
        for (face, wide, high) in [
            (Face::Medium, 3, 3),
            (Face::Large, 5, 4),
            (Face::Huge, 10, 7),
        ] {
            for c in "0123456789".chars() {
                let rows = rows_of(&c.to_string(), face);
                assert_eq!(rows.len(), high, "{c}");
                assert!(
                    rows.iter().all(|row| row.chars().count() == wide),
                    "{c}: {rows:?}"
                );
            }
            let rows = rows_of("53.7", face);
            assert!(
                rows.iter()
                    .all(|row| row.chars().count() == rows[0].chars().count())
            );
            assert_eq!(rows_of("5?", face), rows_of("5", face));
        }
    }

    #[test]
    fn no_two_glyphs_of_a_face_look_the_same() {
        for glyphs in [MEDIUM, LARGE] {
            for (index, (one, pixels)) in glyphs.iter().enumerate() {
                for (other, others) in &glyphs[index + 1..] {
                    assert_ne!(pixels, others, "{one} and {other}");
                }
            }
        }
    }

    #[test]
    fn a_figure_is_set_like_type() {
        let shown = rows_of("45.0", Face::Medium).join("\n");
        insta::assert_snapshot!(shown);
    }
}
