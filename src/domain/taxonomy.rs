//! The list of activities: which kinds of selling, admin, learning and distraction there are, each with its
//! letter, its worth and whether a customer is live in it. Knows nothing of blocks.

use serde::{Deserialize, Serialize};

use super::block::{Activity, Category};
use super::text;

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
pub struct ActivityKind {
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

impl ActivityKind {
    fn from_row(&(letter, name, hint, tier): &ActivityRow) -> Self {
        Self {
            letter,
            name: name.into(),
            hint: hint.into(),
            tier,
            live: LIVE.contains(&name),
        }
    }

    /// Whether more of it is wanted and no customer is live in it yet.
    pub fn opens(&self) -> bool {
        self.tier == Tier::More && !self.live
    }
}

/// The activities of each category, in the order in which the strip shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taxonomy {
    /// In the order of [`Category::WORK`].
    kinds: [Vec<ActivityKind>; 4],
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

/// Letters that are never an activity's, so that note, undo and quit work while the strip is open.
pub const COMMAND_LETTERS: &str = "nuq";

/// The letter that nurture had before `n` was left to notes; lines written then still mean it.
const FORMER_NURTURE: char = 'n';

/// Letter, name, what counts as it, worth.
type ActivityRow = (char, &'static str, &'static str, Tier);

const M: Tier = Tier::More;
const N: Tier = Tier::Necessary;
const L: Tier = Tier::Less;
const X: Tier = Tier::Limit;

const PREP: ActivityRow = ('r', "prep", "a named account", N);
const FOLLOW_UP: ActivityRow = ('f', "follow-up", "customer email too", N);
const NURTURE: ActivityRow = ('k', "nurture", "", M);
const TEAM: &str = "with the team, on a named deal";
const DEAL_STRATEGY: ActivityRow = ('t', "deal-strategy", TEAM, N);
const WHITESPACE: &str = "more to sell where you already sell";
const AFTER_SALE: &str = "after the sale: invoices, lost orders";

const AE: &[ActivityRow] = &[
    ('p', "prospecting", "", M),
    ('m', "meeting", "discovery, demo, negotiation", M),
    NURTURE,
    PREP,
    FOLLOW_UP,
    ('w', "proposal", "", N),
    DEAL_STRATEGY,
];
const SDR: &[ActivityRow] = &[
    ('c', "cold-call", "", M),
    ('e', "email-social", "", M),
    ('i', "inbound", "", M),
    ('m', "qualify", "a live qualification", M),
    PREP,
    FOLLOW_UP,
    NURTURE,
];
const AM: &[ActivityRow] = &[
    ('p', "whitespace", WHITESPACE, M),
    ('m', "visit", "", M),
    ('w', "renewal", "", N),
    NURTURE,
    PREP,
    FOLLOW_UP,
];
const SE: &[ActivityRow] = &[
    ('e', "demo", "", M),
    ('p', "poc", "", N),
    ('m', "discovery", "", M),
    PREP,
    ('w', "rfp", "", N),
    DEAL_STRATEGY,
    FOLLOW_UP,
];
const ADMIN: &[ActivityRow] = &[
    ('c', "crm", "CRM, expenses", N),
    ('m', "internal-meeting", "", L),
    ('r', "reporting", "forecast", L),
    ('e', "internal-email", "and chat", L),
    ('p', "problem-solving", AFTER_SALE, L),
    ('g', "approvals", "order, legal, pricing", L),
    ('t', "travel", "", N),
];
const LEARNING: &[ActivityRow] = &[
    ('p', "product", "", N),
    ('k', "customer-knowledge", "", N),
    ('r', "skills", "role-play, practice", N),
    ('c', "coaching", "", N),
    ('e', "experiment", "", N),
    ('w', "review", "weekly review, win/loss", N),
];
const DISTRACTION: &[ActivityRow] = &[
    ('w', "web", "", X),
    ('p', "phone", "", X),
    ('c', "chatter", "", X),
    ('i', "interruption", "", X),
    ('z', "stalling", "", X),
];

/// The activities above in which a customer is live.
const LIVE: [&str; 5] = ["meeting", "qualify", "visit", "demo", "discovery"];

impl Default for Taxonomy {
    fn default() -> Self {
        Self::of_role(Role::default())
    }
}

impl Taxonomy {
    /// The list that suits a role.
    pub fn of_role(role: Role) -> Self {
        let selling = match role {
            Role::Ae | Role::Founder => AE,
            Role::Sdr => SDR,
            Role::Am => AM,
            Role::Se => SE,
        };
        Self {
            kinds: [selling, ADMIN, LEARNING, DISTRACTION]
                .map(|rows| rows.iter().map(ActivityKind::from_row).collect()),
        }
    }

    /// The activities of a category; a break has none.
    pub fn kinds(&self, category: Category) -> &[ActivityKind] {
        self.kinds.get(category as usize).map_or(&[], Vec::as_slice)
    }

    /// The names of the activities of a category.
    pub fn names(&self, category: Category) -> impl Iterator<Item = &str> + Clone {
        self.kinds(category).iter().map(|kind| kind.name.as_str())
    }

    /// The activities of a category in one line: `p prospecting, m meeting`.
    pub fn listed(&self, category: Category) -> String {
        let listed = |kind: &ActivityKind| format!("{} {}", kind.letter, kind.name);
        let kinds = self.kinds(category).iter().map(listed);
        kinds.collect::<Vec<_>>().join(", ")
    }

    /// The activity of a category that has this letter.
    pub fn by_letter(&self, category: Category, letter: char) -> Option<&ActivityKind> {
        self.kinds(category)
            .iter()
            .find(|kind| kind.letter == letter)
    }

    /// The activity of a category that has this name, in any case.
    pub fn by_name(&self, category: Category, name: &str) -> Option<&ActivityKind> {
        let name = text::composed(name);
        self.kinds(category)
            .iter()
            .find(|kind| kind.name.eq_ignore_ascii_case(&name))
    }

    /// The activity of a category that a word means: its letter or its name.
    pub fn find(&self, category: Category, word: &str) -> Option<&ActivityKind> {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) => {
                let letter = letter.to_ascii_lowercase();
                self.by_letter(category, letter).or_else(|| {
                    let former = (letter == FORMER_NURTURE).then_some(NURTURE.1)?;
                    self.by_name(category, former)
                })
            }
            _ => self.by_name(category, word),
        }
    }

    /// Whether a customer is live in a block of this kind.
    pub fn is_live(&self, category: Category, activity: Option<&Activity>) -> bool {
        activity
            .and_then(|activity| self.by_name(category, activity.as_str()))
            .is_some_and(|kind| kind.live)
    }

    /// Whether a block of this kind opens something: selling to do more of in which no customer is live yet. It takes a
    /// source and a fit.
    pub fn opens(&self, category: Category, activity: Option<&Activity>) -> bool {
        let kind = activity.and_then(|activity| self.by_name(category, activity.as_str()));
        category == Category::Selling && kind.is_some_and(ActivityKind::opens)
    }

    /// The selling activities that open something.
    pub fn opening(&self) -> impl Iterator<Item = &ActivityKind> {
        let kinds = self.kinds(Category::Selling).iter();
        kinds.filter(|kind| kind.opens())
    }

    /// Puts an activity in the place of the one with its letter, or at the end of its category.
    pub fn set(&mut self, category: Category, kind: ActivityKind) {
        let Some(kinds) = self.kinds.get_mut(category as usize) else {
            return;
        };
        match kinds.iter_mut().find(|known| known.letter == kind.letter) {
            Some(known) => *known = kind,
            None => kinds.push(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_activity_takes_a_reserved_letter_and_no_letter_stands_twice() {
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
                        .all(|letter| !CAPTURE_LETTERS.contains(*letter)
                            && !COMMAND_LETTERS.contains(*letter)),
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
        assert_eq!(name("k"), Some("nurture"));
        assert_eq!(name("n"), Some("nurture"));
        assert_eq!(taxonomy.find(Category::Admin, "n"), None);
        assert!(taxonomy.is_live(Category::Selling, Activity::new("meeting").ok().as_ref()));
        assert!(!taxonomy.is_live(Category::Admin, Activity::new("meeting").ok().as_ref()));
    }
}
