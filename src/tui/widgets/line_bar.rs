//! Line bars: a rule that is heavy as far as a share goes. Its last cell is faded by what it is short of a cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::paint::{line, piece};
use crate::tui::theme::{Role, Theme};

/// Less than this of a cell is no part of the bar.
const LEAST: f64 = 0.08;

/// Draws a bar on the first row of an area: `share` of it in the color of a role, from 0 to 1, the rest as a rule.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, theme: &Theme, share: f64, role: Role) {
    let full = share.clamp(0.0, 1.0) * f64::from(area.width);
    let part = full.fract();
    let heavy = full as usize;
    let faded = usize::from(part > LEAST);
    let rest = usize::from(area.width).saturating_sub(heavy + faded);
    let pieces = [
        piece("━".repeat(heavy), theme.style(role)),
        piece("━".repeat(faded), theme.faded(role, 0.25 + 0.75 * part)),
        piece("─".repeat(rest), theme.style(Role::Rule)),
    ];
    line(buffer, area, 0, &pieces);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Category;
    use crate::tui::theme::Palette;

    #[test]
    fn a_bar_is_heavy_as_far_as_its_share() {
        let drawn = |share| {
            let area = Rect::new(0, 0, 10, 1);
            let mut buffer = Buffer::empty(area);
            let role = Role::Category(Category::Selling);
            draw(&mut buffer, area, &Theme::new(Palette::Full), share, role);
            buffer
                .content()
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect::<String>()
        };
        for (share, heavy) in [
            (0.0, 0),
            (0.005, 0),
            (0.01, 1),
            (0.5, 5),
            (0.56, 6),
            (1.0, 10),
            (7.0, 10),
        ] {
            let expected = "━".repeat(heavy) + &"─".repeat(10 - heavy);
            assert_eq!(drawn(share), expected, "{share}");
        }
    }
}
