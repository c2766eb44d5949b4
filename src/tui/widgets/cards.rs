//! Cards: groups of figures under a head of their own, beside what a screen is about. How many it has at most, and which,
//! is said here for all of them.

use crate::insight::hidden::Hidden;

/// So many cards stand on a screen at most, or on a page of one.
pub(crate) const MOST: usize = 5;

/// Which of some cards, the most important first, a screen has: the first of those that the rep doesn't hide.
pub(crate) fn choose(names: &[&'static str], hidden: &Hidden) -> Vec<&'static str> {
    let shown = names.iter().copied().filter(|name| !hidden.has(name));
    shown.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_five_that_are_not_hidden_are_chosen() {
        let names = ["a", "by_requester", "b", "c", "studies", "d", "e"];
        let mut hidden = Hidden::default();
        assert_eq!(choose(&names, &hidden), names[..5]);
        hidden.add("by_requester").expect("a name");
        assert_eq!(choose(&names, &hidden), ["a", "b", "c", "studies", "d"]);
        assert_eq!(choose(&names[..2], &hidden), ["a"]);
    }
}
