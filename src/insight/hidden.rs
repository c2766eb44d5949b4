//! What the rep doesn't want to see any more: figures and alerts by their names in JSON, which goes on telling them.

use super::alerts::AlertKind;

/// The figures that can be hidden.
const FIGURES: [&str; 20] = [
    "effort",
    "stages",
    "calibration",
    "best_four",
    "learning_used",
    "followed",
    "nurture",
    "prepared",
    "coaching",
    "focus_runs",
    "refuge",
    "readiness",
    "sources",
    "tiers",
    "protected_s",
    "by_requester",
    "watch_accounts",
    "yield",
    "best_window",
    "studies",
];

/// The names that are hidden; none by default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hidden(Vec<&'static str>);

impl Hidden {
    /// All names that can be hidden: of figures, then of alerts.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let alerts = AlertKind::ALL.map(AlertKind::name);
        FIGURES.into_iter().chain(alerts)
    }

    /// Hides one more; `None` where there is none of this name.
    pub fn add(&mut self, name: &str) -> Option<()> {
        let known = Self::names().find(|known| *known == name)?;
        if !self.has(known) {
            self.0.push(known);
        }
        Some(())
    }

    /// What stands under a name; nothing where that is hidden.
    pub fn unless<T>(&self, name: &str, of: T) -> Option<T> {
        (!self.has(name)).then_some(of)
    }

    /// Whether this is hidden.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }

    /// Whether nothing is.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_hidden_once_and_others_refused() {
        let mut hidden = Hidden::default();
        assert!(hidden.is_empty() && !hidden.has("nurture"));
        for name in ["nurture", "busy", "nurture"] {
            assert_eq!(hidden.add(name), Some(()));
        }
        assert_eq!(hidden, Hidden(vec!["nurture", "busy"]));
        assert_eq!(hidden.add("Nurture"), None);
    }
}
