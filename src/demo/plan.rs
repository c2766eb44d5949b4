//! The table of what the made-up seller does, read from text.

use std::ops::Range;

use chrono::NaiveTime;

use crate::domain::block::{
    Account, Activity, Category, Details, Note, Outcomes, Prospect, Requester, Tag,
};

/// The seller's plans, in columns.
pub(super) const PLANS: &str = include_str!("plans.txt");

/// The customers, one word each.
const ACCOUNTS: &str = "Northwind Halden Brightwell Kestrel Ostrava Lumen Aldermoor Baltica Corvus Dunmore \
    Elbe-Logistik Fairhaven Granitic Hollis Inverloch Juniper Kaldera Larkfield Marisol Nordlys Oakhurst Pellworm \
    Quarry Ravensburg Solvik Tamarack Umbra Verdane Westerly Xylos Yarrow Zenith Arcadia Birchwood Castellan \
    Delphine Estuary Foxglove Gresham Harbour Isolde Jutland Kingsway Lindqvist Montrose Novara Orchard Pinnacle";

/// The customers, in the order in which they are met.
pub(super) fn accounts() -> Vec<&'static str> {
    ACCOUNTS.split(' ').collect()
}

/// What is planned.
#[derive(Clone)]
pub(super) struct Plan {
    /// Three letters.
    pub(super) weekday: &'static str,
    /// Seconds after midnight, if it has its time.
    pub(super) start: Option<i64>,
    pub(super) weight: usize,
    pub(super) seconds: Range<i64>,
    pub(super) category: Category,
    pub(super) activity: &'static str,
    pub(super) account: &'static str,
    requester: &'static str,
    tag: &'static str,
    pub(super) notes: Vec<String>,
}

/// The plans of a table, in its order.
pub(super) fn read_plans(table: &'static str) -> Vec<Plan> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(read_plan).collect()
}

fn read_plan(line: &'static str) -> Option<Plan> {
    let mut words = line.split_whitespace();
    let mut word = || words.next().map(|word| if word == "-" { "" } else { word });
    let (weekday, time) = word()?.split_at_checked(3)?;
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok();
    let weight = word()?.parse().ok()?;
    let (least, most) = word()?.split_once('-')?;
    let seconds = least.parse::<i64>().ok()? * 60..most.parse::<i64>().ok()? * 60;
    let category = Category::from_name(word()?)?;
    let (activity, account, requester, tag) = (word()?, word()?, word()?, word()?);
    let notes = words.collect::<Vec<_>>().join(" ");
    Some(Plan {
        weekday,
        start: time.map(|time| (time - NaiveTime::MIN).num_seconds()),
        weight,
        seconds,
        category,
        activity,
        account,
        requester,
        tag,
        notes: notes
            .split('|')
            .map(|note| note.trim_matches('-').to_owned())
            .collect(),
    })
}

impl Plan {
    /// What a block says in which it was carried out.
    pub(super) fn details(&self, account: &str, note: &str, outcomes: Outcomes) -> Details {
        Details {
            activity: Activity::new(self.activity).ok(),
            account: Account::new(account).ok(),
            requester: Requester::new(self.requester).ok(),
            tags: Tag::new(self.tag).into_iter().collect(),
            note: Note::new(note).unwrap_or_default(),
            outcomes,
            prospect: Prospect::default(),
        }
    }
}
