//! The time of what a person names in a review: `admin/crm`, `crm`, `admin`, `!manager`, `@Halden`.

use super::{Context, Period, burden, tiers};
use crate::domain::block::Category;
use crate::domain::stamp::Length;
use crate::domain::text::folded;

/// How much there was of it in some days, zero included: the requests of a requester, the work for an account, the work
/// of an activity or a category. `None` where the words name none of these: an activity has to be in the list, or on
/// record in these days.
pub fn find_time(period: Period<'_>, what: &str) -> Option<Length> {
    let what = folded(what.trim());
    if let Some(requester) = what.strip_prefix('!') {
        let asked = burden::of_days(period).by_requester.into_iter();
        let asked = asked.filter(|of| folded(of.requester.as_str()) == requester);
        return Some(asked.map(|of| of.length).sum());
    }
    if let Some(account) = what.strip_prefix('@') {
        let is_for = |block: &crate::domain::block::Block| {
            let name = block.details.account.as_ref();
            name.is_some_and(|name| folded(name.as_str()) == account)
        };
        let parts = period.work_parts().filter(|(block, ..)| is_for(block));
        return Some(parts.map(|(_, _, part)| part.length()).sum());
    }
    let named = |name: &str| folded(name) == what;
    if let Some(category) = Category::WORK.into_iter().find(|of| named(of.name())) {
        let parts = period
            .work_parts()
            .filter(|(block, ..)| block.category == category);
        return Some(parts.map(|(_, _, part)| part.length()).sum());
    }
    let items = tiers::sum_items(period);
    let is_it = |category: Category, activity: &str| {
        named(activity) || named(&format!("{}/{activity}", category.name()))
    };
    let found = items.iter().filter(|item| {
        let activity = item.activity.as_ref();
        activity.is_some_and(|activity| is_it(item.category, activity.as_str()))
    });
    let lengths: Vec<Length> = found.map(|item| item.length).collect();
    (!lengths.is_empty() || listed_name(period.ledger.context, &what).is_some())
        .then(|| lengths.into_iter().sum())
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
            ("", None),
        ] {
            assert_eq!(minutes(what), expected, "{what}");
        }
    }
}
