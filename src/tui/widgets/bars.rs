//! Horizontal bars, exact to half a cell: thin lines, so that the figures beside them can be read first.

/// A bar that fills `share` of `columns`, from 0 to 1; anything at all shows at least half a cell.
pub(crate) fn bar(share: f64, columns: u16) -> String {
    if columns == 0 || share <= 0.0 {
        return String::new();
    }
    let halves = ((share.clamp(0.0, 1.0) * f64::from(columns) * 2.0).round() as usize).max(1);
    let mut bar = "━".repeat(halves / 2);
    if halves % 2 == 1 {
        bar.push('╸');
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_exact_to_half_a_cell() {
        let cases = [
            (0.5, 4, "━━"),
            (0.6, 4, "━━╸"),
            (1.0, 3, "━━━"),
            (7.0, 3, "━━━"),
            (0.0, 3, ""),
            (0.000_1, 3, "╸"),
            (0.5, 0, ""),
        ];
        for (share, columns, expected) in cases {
            assert_eq!(bar(share, columns), expected, "{share} of {columns}");
        }
    }
}
