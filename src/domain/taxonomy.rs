//! The list of activities: which kinds of selling, admin, learning and distraction there are, each with its
//! letter, its worth and whether a customer is live in it. Knows nothing of blocks.

use serde::{Deserialize, Serialize};

use super::block::{Activity, Category};

/// What more of an activity is worth.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tier {
    /// Do more of it.
    More,
    /// Necessary.
    Necessary,
    /// Do less of it.
    Less,
    /// Limit it severely.
    Limit,
}

impl Tier {
    /// All of them, the best first.
    pub const ALL: [Self; 4] = [Self::More, Self::Necessary, Self::Less, Self::Limit];

    /// The name, as the config spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::More => "more",
            Self::Necessary => "necessary",
            Self::Less => "less",
            Self::Limit => "limit",
        }
    }
}

/// The kind of seller, which decides the list of selling activities.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Account executive.
    #[default]
    Ae,
    /// Sales development.
    Sdr,
    /// Account manager.
    Am,
    /// Sales engineer.
    Se,
    /// A founder who sells.
    Founder,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ae, Self::Sdr, Self::Am, Self::Se, Self::Founder];

    /// The name, as the config spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ae => "ae",
            Self::Sdr => "sdr",
            Self::Am => "am",
            Self::Se => "se",
            Self::Founder => "founder",
        }
    }
}

/// One activity of a category.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Kind {
    /// The key that picks it in the strip; never a capture key or a digit.
    pub letter: char,
    /// The name, as stored.
    pub name: String,
    /// What counts as it, in a few words; may be empty.
    pub hint: String,
    /// What more of it is worth.
    pub tier: Tier,
    /// Whether a customer is live in it.
    pub live: bool,
}

/// The activities of each category, in the order in which the strip shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taxonomy {
    selling: Vec<Kind>,
    admin: Vec<Kind>,
    learning: Vec<Kind>,
    distraction: Vec<Kind>,
}

/// The people who ask for work, offered before any have been entered; free text is allowed beside them.
pub const REQUESTERS: [&str; 11] = [
    "self",
    "manager",
    "exec",
    "marketing",
    "product",
    "enablement",
    "revops",
    "finance",
    "legal",
    "support",
    "customer",
];

/// Letters that are never an activity's: they always start a category, a break or the time off.
pub const CAPTURE_LETTERS: &str = "saldbo";

type Row = (char, &'static str, &'static str, Tier, bool);

const PREP: Row = ('r', "prep", "a named account", Tier::Necessary, false);
const FOLLOW_UP: Row = (
    'f',
    "follow-up",
    "customer email too",
    Tier::Necessary,
    false,
);
const NURTURE: Row = ('n', "nurture", "", Tier::More, false);
const DEAL_STRATEGY: Row = (
    't',
    "deal-strategy",
    "with the team, on a named deal",
    Tier::Necessary,
    false,
);

const AE: [Row; 7] = [
    ('p', "prospecting", "", Tier::More, false),
    (
        'm',
        "meeting",
        "discovery, demo, negotiation",
        Tier::More,
        true,
    ),
    NURTURE,
    PREP,
    FOLLOW_UP,
    ('w', "proposal", "", Tier::Necessary, false),
    DEAL_STRATEGY,
];
const SDR: [Row; 7] = [
    ('c', "cold-call", "", Tier::More, false),
    ('e', "email-social", "", Tier::More, false),
    ('i', "inbound", "", Tier::More, false),
    ('m', "qualify", "a live qualification", Tier::More, true),
    PREP,
    FOLLOW_UP,
    NURTURE,
];
const AM: [Row; 6] = [
    (
        'p',
        "whitespace",
        "more to sell where you already sell",
        Tier::More,
        false,
    ),
    ('m', "visit", "", Tier::More, true),
    ('w', "renewal", "", Tier::Necessary, false),
    NURTURE,
    PREP,
    FOLLOW_UP,
];
const SE: [Row; 7] = [
    ('e', "demo", "", Tier::More, true),
    ('p', "poc", "", Tier::Necessary, false),
    ('m', "discovery", "", Tier::More, true),
    PREP,
    ('w', "rfp", "", Tier::Necessary, false),
    DEAL_STRATEGY,
    FOLLOW_UP,
];
const ADMIN: [Row; 7] = [
    ('c', "crm", "CRM, expenses", Tier::Necessary, false),
    ('m', "internal-meeting", "", Tier::Less, false),
    ('r', "reporting", "forecast", Tier::Less, false),
    ('e', "internal-email", "and chat", Tier::Less, false),
    (
        'p',
        "problem-solving",
        "after the sale: invoices, lost orders",
        Tier::Less,
        false,
    ),
    ('g', "approvals", "order, legal, pricing", Tier::Less, false),
    ('t', "travel", "", Tier::Necessary, false),
];
const LEARNING: [Row; 6] = [
    ('p', "product", "", Tier::Necessary, false),
    ('k', "customer-knowledge", "", Tier::Necessary, false),
    ('r', "skills", "role-play, practice", Tier::Necessary, false),
    ('c', "coaching", "", Tier::Necessary, false),
    ('e', "experiment", "", Tier::Necessary, false),
    (
        'w',
        "review",
        "weekly review, win/loss",
        Tier::Necessary,
        false,
    ),
];
const DISTRACTION: [Row; 5] = [
    ('w', "web", "", Tier::Limit, false),
    ('p', "phone", "", Tier::Limit, false),
    ('c', "chatter", "", Tier::Limit, false),
    ('i', "interruption", "", Tier::Limit, false),
    ('z', "stalling", "", Tier::Limit, false),
];

impl Default for Taxonomy {
    fn default() -> Self {
        Self::of_role(Role::default())
    }
}

impl Taxonomy {
    /// The list that suits a role.
    pub fn of_role(role: Role) -> Self {
        let selling: &[Row] = match role {
            Role::Ae | Role::Founder => &AE,
            Role::Sdr => &SDR,
            Role::Am => &AM,
            Role::Se => &SE,
        };
        Self {
            selling: kinds(selling),
            admin: kinds(&ADMIN),
            learning: kinds(&LEARNING),
            distraction: kinds(&DISTRACTION),
        }
    }

    /// The activities of a category; a break has none.
    pub fn kinds(&self, category: Category) -> &[Kind] {
        match category {
            Category::Selling => &self.selling,
            Category::Admin => &self.admin,
            Category::Learning => &self.learning,
            Category::Distraction => &self.distraction,
            Category::Break => &[],
        }
    }

    /// The activity of a category that has this letter.
    pub fn by_letter(&self, category: Category, letter: char) -> Option<&Kind> {
        self.kinds(category)
            .iter()
            .find(|kind| kind.letter == letter)
    }

    /// The activity of a category that has this name, in any case.
    pub fn by_name(&self, category: Category, name: &str) -> Option<&Kind> {
        self.kinds(category)
            .iter()
            .find(|kind| kind.name.eq_ignore_ascii_case(name))
    }

    /// The activity of a category that a word means: its letter or its name.
    pub fn find(&self, category: Category, word: &str) -> Option<&Kind> {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) => self.by_letter(category, letter.to_ascii_lowercase()),
            _ => self.by_name(category, word),
        }
    }

    /// Whether a customer is live in a block of this kind.
    pub fn is_live(&self, category: Category, activity: Option<&Activity>) -> bool {
        activity
            .and_then(|activity| self.by_name(category, activity.as_str()))
            .is_some_and(|kind| kind.live)
    }

    /// Puts an activity in the place of the one with its letter, or at the end of its category.
    pub fn set(&mut self, category: Category, kind: Kind) {
        let kinds = match category {
            Category::Selling => &mut self.selling,
            Category::Admin => &mut self.admin,
            Category::Learning => &mut self.learning,
            Category::Distraction => &mut self.distraction,
            Category::Break => return,
        };
        match kinds.iter_mut().find(|known| known.letter == kind.letter) {
            Some(known) => *known = kind,
            None => kinds.push(kind),
        }
    }
}

fn kinds(rows: &[Row]) -> Vec<Kind> {
    let kind = |&(letter, name, hint, tier, live): &Row| Kind {
        letter,
        name: name.into(),
        hint: hint.into(),
        tier,
        live,
    };
    rows.iter().map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_activity_takes_a_capture_key_and_no_letter_stands_twice() {
        for role in Role::ALL {
            let taxonomy = Taxonomy::of_role(role);
            for category in Category::ALL {
                let mut letters: Vec<char> = taxonomy
                    .kinds(category)
                    .iter()
                    .map(|kind| kind.letter)
                    .collect();
                assert!(
                    letters
                        .iter()
                        .all(|letter| !CAPTURE_LETTERS.contains(*letter)),
                    "{role:?} {category}"
                );
                letters.sort_unstable();
                letters.dedup();
                assert_eq!(
                    letters.len(),
                    taxonomy.kinds(category).len(),
                    "{role:?} {category}"
                );
            }
        }
    }

    #[test]
    fn a_word_is_a_letter_or_a_name() {
        let taxonomy = Taxonomy::default();
        let name = |word| {
            taxonomy
                .find(Category::Selling, word)
                .map(|kind| kind.name.as_str())
        };
        assert_eq!(name("m"), Some("meeting"));
        assert_eq!(name("Meeting"), Some("meeting"));
        assert_eq!(name("crm"), None);
        assert!(taxonomy.is_live(Category::Selling, Activity::new("meeting").ok().as_ref()));
        assert!(!taxonomy.is_live(Category::Admin, Activity::new("meeting").ok().as_ref()));
    }
}
