//! A row of columns, one cell each: how a figure went, small enough to stand in a line of text.

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const UNKNOWN: char = '·';

/// The columns from 0 to the highest; a point for what is not known.
pub(crate) fn set(figures: impl Iterator<Item = Option<f64>> + Clone) -> String {
    let highest = figures.clone().flatten().fold(0.0, f64::max);
    let column = |figure: Option<f64>| match figure {
        None => UNKNOWN,
        Some(_) if highest <= 0.0 => LEVELS[0],
        Some(figure) => {
            let steps = LEVELS.len() as f64;
            let step = (figure.max(0.0) / highest * steps).ceil() as usize;
            LEVELS[step.clamp(1, LEVELS.len()) - 1]
        }
    };
    figures.map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_high_as_its_figure() {
        let set = |figures: &[Option<f64>]| set(figures.iter().copied());
        let known = [Some(0.0), Some(1.0), Some(4.0), None, Some(7.9), Some(8.0)];
        assert_eq!(set(&known), "▁▁▄·██");
        assert_eq!(set(&[Some(0.0), None]), "▁·");
        assert_eq!(set(&[]), "");
    }
}
