//! The time of what a person names in a review: `admin/crm`, `crm`, `admin`, `!manager`, `@Halden`.

use super::{Context, Period, burden, tiers};
use crate::domain::block::{Block, Category};
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// How much there was in some days of what words name, zero included. `None` where they name nothing, as for
/// [`full_name`].
pub fn find_time(period: Period<'_>, what: &str) -> Option<Length> {
    full_name(&[period], what).map(|name| time_of(period, &name))
}

/// What words name, in one form: `admin/crm` for an activity, whether its category is said or not, `admin`, `!manager`,
/// `@Halden`. A sentence may name one of them. `None` where the words name none of these, or several: an activity has to
/// be in the list, or on record in one of the periods. Of an activity of two categories it is the one with more time.
pub fn full_name(periods: &[Period<'_>], what: &str) -> Option<String> {
    let said = what.trim();
    if is_sigiled(said) && !said.contains(char::is_whitespace) {
        return Some(said.to_owned());
    }
    let words = hyphenated(said);
    let known = known_names(periods);
    let exact = |of: &&Known| words == of.activity || words == hyphenated(&of.name);
    let exact: Vec<&Known> = known.iter().filter(exact).collect();
    if !exact.is_empty() {
        let time = |of: &&&Known| {
            periods
                .iter()
                .map(|of_days| time_of(*of_days, &of.name))
                .sum()
        };
        // Of equal ones the first.
        let best = exact.iter().rev().max_by_key(|of| -> Length { time(of) });
        return best.map(|of| of.name.clone());
    }
    let sentence = format!("-{words}-");
    let is_in = |name: &str| !name.is_empty() && sentence.contains(&format!("-{name}-"));
    let mut found: Vec<String> = known
        .iter()
        .filter(|of| is_in(&of.activity))
        .map(|of| of.name.clone())
        .collect();
    found.extend(
        said.split_whitespace()
            .filter(|word| is_sigiled(word))
            .map(str::to_owned),
    );
    found.dedup();
    found.pop().filter(|_| found.is_empty())
}

/// Whether a word is an account or a requester.
fn is_sigiled(word: &str) -> bool {
    let mut letters = word.chars();
    matches!(letters.next(), Some('!' | '@')) && letters.next().is_some()
}

/// Something that words can name.
struct Known {
    /// `crm`, hyphenated; of a category its name.
    activity: String,
    /// `admin/crm`, as the list or the blocks spell it.
    name: String,
}

/// The categories, the listed activities, and those of the blocks.
fn known_names(periods: &[Period<'_>]) -> Vec<Known> {
    let listed = periods.first().into_iter().flat_map(|period| {
        Category::WORK.into_iter().flat_map(|category| {
            let kinds = period.ledger.context.taxonomy.kinds(category).iter();
            kinds.map(move |kind| (category, kind.name.clone()))
        })
    });
    let items = periods.iter().flat_map(|period| tiers::sum_items(*period));
    let done = items.filter_map(|item| Some((item.category, item.activity?.as_str().to_owned())));
    let mut known: Vec<Known> = Category::WORK
        .into_iter()
        .map(|category| Known {
            activity: category.name().to_owned(),
            name: category.name().to_owned(),
        })
        .collect();
    for (category, activity) in listed.chain(done) {
        let name = format!("{}/{activity}", category.name());
        if !known.iter().any(|of| folded(&of.name) == folded(&name)) {
            let activity = hyphenated(&activity);
            known.push(Known { activity, name });
        }
    }
    known
}

/// Words with hyphens between them, the sign between a category and its activity kept.
fn hyphenated(words: &str) -> String {
    let words = folded(words.trim());
    let parts =
        words.split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | ';' | ':' | '.'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// The time of something in its full name: the requests of a requester, the work for an account, the work of a category
/// or of an activity.
pub fn time_of(period: Period<'_>, name: &str) -> Length {
    let name = folded(name);
    if let Some(requester) = name.strip_prefix('!') {
        let asked = burden::of_days(period).by_requester.into_iter();
        let asked = asked.filter(|of| folded(of.requester.as_str()) == requester);
        return asked.map(|of| of.length).sum();
    }
    let is_it = |block: &Block| {
        let details = &block.details;
        if let Some(account) = name.strip_prefix('@') {
            let with = details.account.as_ref();
            return with.is_some_and(|with| folded(with.as_str()) == account);
        }
        let activity = details.activity.as_deref().unwrap_or_default();
        let category = block.category.name();
        name == category || name == format!("{category}/{}", folded(activity))
    };
    let parts = period.work_parts().filter(|(block, ..)| is_it(block));
    parts.map(|(_, _, part)| part.length()).sum()
}

/// The activity of this name, as the list spells it, whether its category is named with it or not.
pub fn listed_name(context: &Context, what: &str) -> Option<String> {
    let what = folded(what.trim());
    let kinds = Category::WORK.into_iter().flat_map(|category| {
        let kinds = context.taxonomy.kinds(category).iter();
        kinds.map(move |kind| (category, kind))
    });
    let mut named = kinds.filter(|(category, kind)| {
        let name = folded(&kind.name);
        name == what || format!("{category}/{name}") == what
    });
    named.next().map(|(_, kind)| kind.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Activity;
    use crate::insight::testdata;

    #[test]
    fn what_is_named_has_its_time() {
        let (blocks, context) = (testdata::week(), testdata::context());
        let monday = testdata::monday();
        let ledger = context.ledger(&blocks, testdata::saturday());
        let minutes = |what| {
            let time = find_time(ledger.days(monday, monday.plus(6)), what);
            time.map(|time| time.as_seconds() / 60)
        };
        for (what, expected) in [
            ("admin/internal-meeting", Some(255)),
            ("internal-meeting", Some(255)),
            (" CRM ", Some(135)),
            ("selling/crm", None),
            ("admin", Some(875)),
            ("distraction", Some(160)),
            ("!manager", Some(310)),
            ("!Nobody", Some(0)),
            ("@halden", Some(165)),
            ("@nobody", Some(0)),
            ("product", Some(0)),
            ("fewer meetings", None),
            ("internal email", Some(125)),
            ("Internal-Email, please", Some(125)),
            ("prospecting before noon", Some(410)),
            ("prospecting, no crm", None),
            ("less for !manager", Some(310)),
            ("crm for !manager", None),
            ("", None),
            ("!", None),
        ] {
            assert_eq!(minutes(what), expected, "{what}");
        }
    }

    #[test]
    fn what_is_named_has_one_form() {
        let context = testdata::context();
        let monday = testdata::monday();
        let blocks = testdata::day(monday, "0900-1000 sp; 1000-1100 ac");
        let mut blocks: Vec<Block> = blocks;
        blocks[1].details.activity = Some(Activity::new("Site visit").expect("a name"));
        let ledger = context.ledger(&blocks, testdata::saturday());
        let (before, after) = (ledger.day(monday), ledger.day(monday.plus(1)));
        for (what, expected) in [
            ("crm", Some("admin/crm")),
            ("Admin/CRM", Some("admin/crm")),
            ("internal meeting", Some("admin/internal-meeting")),
            ("ADMIN", Some("admin")),
            ("site visit", Some("admin/Site visit")),
            ("admin/site-visit", Some("admin/Site visit")),
            ("fewer site visits", None),
            ("!Manager", Some("!Manager")),
            ("@Halden", Some("@Halden")),
            ("gossip", None),
        ] {
            let name = full_name(&[before, after], what);
            assert_eq!(name.as_deref(), expected, "{what}");
            // In whichever of the weeks it was done.
            let name = full_name(&[after, before], what);
            assert_eq!(name.as_deref(), expected, "{what}");
        }
    }
}
