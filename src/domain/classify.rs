//! Which category time from elsewhere gets: rules, then names that mean one, then a default. Pure; knows labels, not
//! where they come from.

use super::block::{Account, Activity, Category, Requester};
use super::taxonomy::Taxonomy;
use super::text;

/// What another tool says of an interval in its own terms.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Labels {
    /// Tags.
    pub tags: Vec<String>,
    /// The project.
    pub project: Option<String>,
    /// The client.
    pub client: Option<String>,
    /// The description, the summary.
    pub title: Option<String>,
    /// The domains of those who take part, in small letters.
    pub domains: Vec<String>,
    /// What it was, where the source is a log of calls or a calendar.
    pub occasion: Option<Occasion>,
}

/// What an interval was, whatever it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Occasion {
    Call(Direction),
    Meeting(Company),
}

/// With whom a meeting was, where the source says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Company {
    Customer,
    Colleagues,
    /// It is to be told from the domains.
    Unknown,
}

/// Who called whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Inbound,
    Outbound,
    Unknown,
}

/// What a rule asks of the labels: all that it names. Case does not matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct When {
    /// One of the tags.
    pub tag: Option<String>,
    /// The project.
    pub project: Option<String>,
    /// The client.
    pub client: Option<String>,
    /// A part of the title.
    pub title: Option<String>,
    /// Somebody of this domain, or of one below it, takes part.
    pub domain: Option<String>,
    /// Somebody of another domain takes part.
    pub not_domain: Option<String>,
}

/// What a rule makes of an interval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Classified {
    /// The category.
    pub category: Category,
    /// The activity.
    pub activity: Option<Activity>,
    /// The customer.
    pub account: Option<Account>,
    /// Who asked for it.
    pub requester: Option<Requester>,
}

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What it asks; a rule that asks nothing is the default.
    pub when: When,
    /// What it gives.
    pub kind: Classified,
    /// Its line in the config; `None` where it was given with the command.
    pub line: Option<usize>,
}

/// What gave an interval its category.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By<'a> {
    /// The source has the same categories, and said it.
    Source,
    /// A rule.
    Rule(&'a Rule),
    /// A label that is the name of a category or of an activity.
    Name(&'a str),
    /// What it was.
    Occasion(&'static str),
    /// Nothing: it is what all else becomes.
    Default,
}

/// The rules in the order in which they are asked, and the names that there are.
#[derive(Clone, PartialEq, Debug)]
pub struct Classify {
    rules: Vec<Rule>,
    taxonomy: Taxonomy,
    /// The domains of the person's own company.
    home: Vec<String>,
}

impl Classified {
    /// A category without anything else.
    pub const fn of(category: Category) -> Self {
        Self {
            category,
            activity: None,
            account: None,
            requester: None,
        }
    }
}

impl Classify {
    /// The rules that were given with a command go before those of the config.
    pub fn new(asked: &[Rule], config: &[Rule], taxonomy: &Taxonomy) -> Self {
        Self {
            rules: [asked, config].concat(),
            taxonomy: taxonomy.clone(),
            home: Vec::new(),
        }
    }

    /// The same, for somebody whose colleagues have addresses at these domains.
    pub fn at_home(self, domains: &[String]) -> Self {
        Self {
            home: domains.to_vec(),
            ..self
        }
    }

    /// Whether the domains of the person's own company are known.
    pub const fn knows_home(&self) -> bool {
        !self.home.is_empty()
    }

    /// The names that there are.
    pub const fn taxonomy(&self) -> &Taxonomy {
        &self.taxonomy
    }

    /// What an interval with these labels is: the first rule that holds, else the category or activity that a tag,
    /// the project or the title is named after, else what a call or a meeting is by who took part, else the first rule
    /// that asks nothing, else admin, which flatters nobody.
    pub fn sort<'a>(&'a self, labels: &'a Labels) -> (Classified, By<'a>) {
        let holds = |rule: &&Rule| !rule.when.asks_nothing() && rule.when.holds(labels);
        if let Some(rule) = self.rules.iter().find(holds) {
            return (rule.kind.clone(), By::Rule(rule));
        }
        if let Some((kind, name)) = self.named(labels) {
            return (kind, By::Name(name));
        }
        if let Some((kind, what)) = self.by_occasion(labels) {
            return (kind, By::Occasion(what));
        }
        match self.rules.iter().find(|rule| rule.when.asks_nothing()) {
            Some(rule) => (rule.kind.clone(), By::Rule(rule)),
            None => (Classified::of(Category::Admin), By::Default),
        }
    }

    /// A call is selling; so is a meeting with somebody from elsewhere, and one among colleagues is admin.
    fn by_occasion(&self, labels: &Labels) -> Option<(Classified, &'static str)> {
        let of = |category, names: &[&str]| {
            let listed = names
                .iter()
                .find(|name| self.taxonomy.by_name(category, name).is_some());
            Classified {
                activity: listed.and_then(|name| Activity::new(name).ok()),
                ..Classified::of(category)
            }
        };
        match labels.occasion? {
            Occasion::Call(direction) => {
                let names: &[&str] = match direction {
                    Direction::Inbound => &["call", "inbound"],
                    Direction::Outbound | Direction::Unknown => {
                        &["call", "cold-call", "prospecting"]
                    }
                };
                Some((of(Category::Selling, names), "a call"))
            }
            Occasion::Meeting(company) => {
                let is_outside =
                    |domain: &String| !self.home.iter().any(|own| belongs(domain, own));
                let known = self.knows_home() && !labels.domains.is_empty();
                let outside = match company {
                    Company::Customer => true,
                    Company::Colleagues => false,
                    Company::Unknown if known => labels.domains.iter().any(is_outside),
                    Company::Unknown => return None,
                };
                Some(if outside {
                    let names = ["meeting", "discovery", "qualify", "visit"];
                    (of(Category::Selling, &names), "a meeting with a customer")
                } else {
                    let kind = of(Category::Admin, &["internal-meeting"]);
                    (kind, "a meeting among colleagues")
                })
            }
        }
    }

    /// What the labels are named after: a category, with the activity of it that another label names, or an activity.
    fn named<'a>(&self, labels: &'a Labels) -> Option<(Classified, &'a str)> {
        let texts = || {
            labels
                .tags
                .iter()
                .chain(&labels.project)
                .chain(&labels.title)
                .map(String::as_str)
        };
        let listed = |category, word: &str| {
            let kind = self.taxonomy.by_name(category, word)?;
            Activity::new(&kind.name).ok()
        };
        let category = texts().find_map(|text| {
            let (first, rest) = text.split_once('/').unwrap_or((text, ""));
            Some((Category::from_name(first.trim())?, rest, text))
        });
        if let Some((category, rest, text)) = category {
            let activity = listed(category, &spelled(rest))
                .or_else(|| texts().find_map(|text| listed(category, &spelled(text))));
            return Some((
                Classified {
                    activity,
                    ..Classified::of(category)
                },
                text,
            ));
        }
        texts().find_map(|text| {
            let word = spelled(text);
            let (category, activity) = Category::WORK
                .into_iter()
                .find_map(|category| Some((category, listed(category, &word)?)))?;
            Some((
                Classified {
                    activity: Some(activity),
                    ..Classified::of(category)
                },
                text,
            ))
        })
    }
}

impl When {
    /// What a rule can ask for: the keys of the config.
    pub const PARTS: [&str; 6] = ["tag", "project", "client", "title", "domain", "not_domain"];

    fn asks_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether all that it asks holds.
    pub fn holds(&self, labels: &Labels) -> bool {
        let is = |asked: &Option<String>, found: Option<&String>| {
            asked
                .as_ref()
                .is_none_or(|asked| found.is_some_and(|found| same(asked, found)))
        };
        let any = |asked: &Option<String>, holds: &dyn Fn(&str) -> bool| {
            asked.as_deref().is_none_or(holds)
        };
        any(&self.tag, &|asked| {
            labels.tags.iter().any(|tag| same(asked, tag))
        }) && is(&self.project, labels.project.as_ref())
            && is(&self.client, labels.client.as_ref())
            && any(&self.title, &|asked| {
                labels
                    .title
                    .as_ref()
                    .is_some_and(|title| text::folded(title).contains(&text::folded(asked)))
            })
            && any(&self.domain, &|asked| {
                labels.domains.iter().any(|domain| belongs(domain, asked))
            })
            && any(&self.not_domain, &|asked| {
                labels.domains.iter().any(|domain| !belongs(domain, asked))
            })
    }

    /// The part of a name, to be set.
    pub fn part(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "tag" => &mut self.tag,
            "project" => &mut self.project,
            "client" => &mut self.client,
            "title" => &mut self.title,
            "domain" => &mut self.domain,
            "not_domain" => &mut self.not_domain,
            _ => return None,
        })
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut when = self.when.clone();
        let mut named = |name| Some(format!("{name}:{}", when.part(name)?.as_ref()?));
        let named: Vec<String> = When::PARTS.into_iter().filter_map(&mut named).collect();
        if named.is_empty() {
            f.write_str("the default")
        } else {
            write!(f, "the rule {}", named.join(" "))
        }?;
        match self.line {
            Some(line) => write!(f, " in line {line} of the config"),
            None => f.write_str(" of --category"),
        }
    }
}

impl std::fmt::Display for By<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Source => f.write_str("the source itself"),
            Self::Rule(rule) => rule.fmt(f),
            Self::Name(name) => write!(f, "its name {name:?}"),
            Self::Occasion(what) => write!(f, "what it is: {what}"),
            Self::Default => f.write_str("no rule"),
        }
    }
}

/// A label as activities are written: small letters, one word.
fn spelled(text: &str) -> String {
    let is_between = |c: char| c.is_whitespace() || c == '_';
    let letters = text.trim().to_lowercase();
    letters
        .chars()
        .map(|c| if is_between(c) { '-' } else { c })
        .collect()
}

fn same(one: &str, other: &str) -> bool {
    text::folded(one.trim()) == text::folded(other.trim())
}

/// Whether a domain is this one, or below it.
fn belongs(domain: &str, to: &str) -> bool {
    let (domain, to) = (
        domain.to_lowercase(),
        to.trim_start_matches(['@', '.']).to_lowercase(),
    );
    domain == to
        || domain
            .strip_suffix(&to)
            .is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels as `tags|project|client|title|domains`, several with commas between.
    fn labels(text: &str) -> Labels {
        let parts: Vec<&str> = text.split('|').chain([""; 5]).collect();
        let list = |part: &str| {
            part.split(',')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let one = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
        Labels {
            tags: list(parts[0]),
            project: one(parts[1]),
            client: one(parts[2]),
            title: one(parts[3]),
            domains: list(parts[4]),
            occasion: None,
        }
    }

    type Asked = &'static [(&'static str, &'static str)];

    fn rule(when: Asked, category: Category, activity: Option<&str>, line: Option<usize>) -> Rule {
        let mut asked = When::default();
        for (name, value) in when {
            *asked.part(name).expect("a part") = Some((*value).to_owned());
        }
        let activity = activity.map(|name| Activity::new(name).expect("a name"));
        Rule {
            when: asked,
            kind: Classified {
                activity,
                ..Classified::of(category)
            },
            line,
        }
    }

    fn told(classify: &Classify, text: &str) -> String {
        let labels = labels(text);
        let (kind, by) = classify.sort(&labels);
        let activity = kind
            .activity
            .map(|activity| format!("/{}", activity.as_str()))
            .unwrap_or_default();
        format!("{}{activity} by {by}", kind.category)
    }

    #[test]
    fn a_rule_holds_where_all_that_it_asks_does() {
        let cases: [(Asked, &str, bool); 18] = [
            (&[], "", true),
            (&[("tag", "Calls")], "calls", true),
            (&[("tag", "calls")], "other,calls", true),
            (&[("tag", "calls")], "call", false),
            (&[("project", "pipeline")], "|Pipeline ", true),
            (&[("project", "pipe")], "|Pipeline", false),
            (&[("client", "halden")], "||Halden", true),
            (&[("client", "halden")], "", false),
            (&[("title", "DEMO")], "|||A demo at Halden", true),
            (&[("title", "demo")], "", false),
            (&[("title", "ÜBER")], "|||über uns", true),
            (&[("domain", "acme.com")], "||||mail.acme.com", true),
            (&[("domain", "acme.com")], "||||notacme.com", false),
            (&[("not_domain", "my.com")], "||||my.com,acme.com", true),
            (&[("not_domain", "my.com")], "||||my.com,eu.my.com", false),
            (&[("not_domain", "my.com")], "", false),
            (&[("tag", "a"), ("project", "b")], "a|b", true),
            (&[("tag", "a"), ("project", "b")], "a|c", false),
        ];
        for (when, text, expected) in cases {
            let rule = rule(when, Category::Selling, None, None);
            assert_eq!(
                rule.when.holds(&labels(text)),
                expected,
                "{when:?} of {text:?}"
            );
        }
    }

    #[test]
    fn the_first_rule_wins_then_names_then_the_default() {
        let config = [
            rule(
                &[("tag", "calls")],
                Category::Selling,
                Some("prospecting"),
                Some(3),
            ),
            rule(
                &[("project", "internal")],
                Category::Admin,
                Some("internal-meeting"),
                Some(7),
            ),
            rule(&[], Category::Learning, None, Some(9)),
        ];
        let asked = [rule(
            &[("title", "game")],
            Category::Distraction,
            None,
            None,
        )];
        let classify = Classify::new(&asked, &config, &Taxonomy::default());
        let cases = [
            (
                "calls|internal",
                "selling/prospecting by the rule tag:calls in line 3 of the config",
            ),
            (
                "|internal",
                "admin/internal-meeting by the rule project:internal in line 7 of the config",
            ),
            (
                "calls|||the game",
                "distraction by the rule title:game of --category",
            ),
            ("Selling", "selling by its name \"Selling\""),
            (
                "x,selling,Deal Strategy",
                "selling/deal-strategy by its name \"selling\"",
            ),
            (
                "|admin / travel",
                "admin/travel by its name \"admin / travel\"",
            ),
            (
                "|||Problem_Solving",
                "admin/problem-solving by its name \"Problem_Solving\"",
            ),
            ("x|break", "break by its name \"break\""),
            (
                "||selling",
                "learning by the default in line 9 of the config",
            ),
            ("", "learning by the default in line 9 of the config"),
        ];
        for (text, expected) in cases {
            assert_eq!(told(&classify, text), expected, "{text:?}");
        }
        let bare = Classify::new(&[], &[], &Taxonomy::default());
        assert_eq!(told(&bare, "calls|internal"), "admin by no rule");
        let default = Classify::new(
            &[rule(&[], Category::Selling, None, None)],
            &config,
            &Taxonomy::default(),
        );
        assert_eq!(
            told(&default, "|internal"),
            "admin/internal-meeting by the rule project:internal in line 7 of the config"
        );
        assert_eq!(
            told(&default, "else"),
            "selling by the default of --category"
        );
    }

    #[test]
    fn a_call_and_a_meeting_are_what_they_are_where_no_rule_says_more() {
        let (call, meeting) = (
            Occasion::Call(Direction::Outbound),
            Occasion::Meeting(Company::Unknown),
        );
        let with_customer = Occasion::Meeting(Company::Customer);
        let cases = [
            (call, "", "selling/prospecting by what it is: a call"),
            (
                meeting,
                "||||my.com,halden.com",
                "selling/meeting by what it is: a meeting with a customer",
            ),
            (
                meeting,
                "||||my.com,eu.my.com",
                "admin/internal-meeting by what it is: a meeting among colleagues",
            ),
            (
                meeting,
                "",
                "learning by the default in line 9 of the config",
            ),
            (
                with_customer,
                "",
                "selling/meeting by what it is: a meeting with a customer",
            ),
            (
                call,
                "calls",
                "selling/prospecting by the rule tag:calls in line 3 of the config",
            ),
        ];
        let config = [
            rule(
                &[("tag", "calls")],
                Category::Selling,
                Some("prospecting"),
                Some(3),
            ),
            rule(&[], Category::Learning, None, Some(9)),
        ];
        let home = ["my.com".to_owned()];
        let classify = Classify::new(&[], &config, &Taxonomy::default()).at_home(&home);
        for (occasion, text, expected) in cases {
            let labels = Labels {
                occasion: Some(occasion),
                ..labels(text)
            };
            let (kind, by) = classify.sort(&labels);
            let activity = kind
                .activity
                .map(|activity| format!("/{}", activity.as_str()));
            let found = format!("{}{} by {by}", kind.category, activity.unwrap_or_default());
            assert_eq!(found, expected, "{occasion:?} {text:?}");
        }
        let sdr = Taxonomy::of_role(crate::domain::taxonomy::Role::Sdr);
        let labels = Labels {
            occasion: Some(Occasion::Call(Direction::Inbound)),
            ..Labels::default()
        };
        let sdr = Classify::new(&[], &[], &sdr);
        assert_eq!(sdr.sort(&labels).0.activity.as_deref(), Some("inbound"));
        // Without the domains of one's own company nobody is outside.
        let bare = Classify::new(&[], &[], &Taxonomy::default());
        let labels = Labels {
            occasion: Some(meeting),
            domains: vec!["halden.com".to_owned()],
            ..Labels::default()
        };
        assert_eq!(bare.sort(&labels).1, By::Default);
    }
}
