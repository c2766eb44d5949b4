//! Time in groups: by category, activity, account, requester, tag, day, week or hour. Pure: days of blocks are counted in
//! pieces, so that not all there is has to be in memory at once.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::totals::{self, Totals};
use super::{Context, Period};
use crate::domain::block::{Account, Activity, Block, BlockId, Category, Requester};
use crate::domain::calendar::{Day, Week};
use crate::domain::filter::Filter;
use crate::domain::named::named;
use crate::domain::stamp::{Length, Span, Stamp};
use crate::domain::text::folded;

named!(
    /// What the time is grouped by, under the names of the command line and JSON.
    By.name {
        /// Breaks are a group too, though they are not working time.
        Category = "category",
        Activity = "activity",
        Account = "account",
        Requester = "requester",
        /// A block with several tags counts for each of them.
        Tag = "tag",
        /// By the wall clock where it was lived.
        Day = "day",
        Week = "week",
        /// Of the day, 0 to 23, by the wall clock where it was lived.
        Hour = "hour",
    }
);

/// What the time of a group has in common; a name is `None` where the block does not say.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GroupKey {
    Category(Category),
    Activity(Category, Option<String>),
    Account(Option<String>),
    Requester(Option<String>),
    Tag(Option<String>),
    Day(Day),
    Week(Week),
    /// Of the day, 0 to 23.
    Hour(u32),
}

impl GroupKey {
    /// As JSON and CSV write it: a name, `2026-03-02`, `2026-W10`, `09`. `None` where the block does not say.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Category(category) => Some(category.name().to_owned()),
            Self::Activity(_, name)
            | Self::Account(name)
            | Self::Requester(name)
            | Self::Tag(name) => name.clone(),
            Self::Day(day) => Some(day.to_string()),
            Self::Week(week) => Some(week.to_string()),
            Self::Hour(hour) => Some(format!("{hour:02}")),
        }
    }

    /// The same for names that differ only in their case: they are one activity, one customer, one requester.
    fn folded(&self) -> Self {
        let mut key = self.clone();
        match &mut key {
            Self::Activity(_, name)
            | Self::Account(name)
            | Self::Requester(name)
            | Self::Tag(name) => {
                *name = name.as_deref().map(folded);
            }
            Self::Category(_) | Self::Day(_) | Self::Week(_) | Self::Hour(_) => {}
        }
        key
    }

    /// The category, where the group has but one.
    pub const fn category(&self) -> Option<Category> {
        match self {
            Self::Category(category) | Self::Activity(category, _) => Some(*category),
            Self::Account(_)
            | Self::Requester(_)
            | Self::Tag(_)
            | Self::Day(_)
            | Self::Week(_)
            | Self::Hour(_) => None,
        }
    }
}

/// The time that has one thing in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub key: GroupKey,
    /// Its time by category; what is untracked belongs to no group.
    pub totals: Totals,
}

impl Group {
    /// Its time: working time, or that of the breaks.
    pub fn time(&self) -> Length {
        if self.is_work() {
            self.totals.tracked()
        } else {
            self.totals.rest
        }
    }

    /// Whether it is part of the working time.
    pub fn is_work(&self) -> bool {
        self.key.category() != Some(Category::Break)
    }
}

/// The time of some days in groups.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    pub by: By,
    /// The first and the last day, both included; `None` where all there is was asked for, and there is nothing.
    pub days: Option<(Day, Day)>,
    /// The week that these days are, where they are one.
    pub week: Option<Week>,
    pub totals: Totals,
    /// The same week by week, up to now.
    pub weeks: Vec<(Week, Totals)>,
    /// Categories in their order; activities, accounts and requesters the longest first, the rest in order of time.
    /// The working time of all groups is that of the totals, to the second; by tag it is more where blocks have several.
    pub groups: Vec<Group>,
    /// Whether it is of a part of the time alone: then nothing has a share, and what is untracked is not told.
    pub is_filtered: bool,
    /// How many blocks of the days the filter has left out.
    pub left_out: usize,
    /// To what the rows are rounded, where they are: each to the nearest.
    pub rounded: Option<Length>,
}

impl Report {
    /// A group's part of the working time, W; `None` for breaks, which are none, and where there is no working time.
    pub fn share(&self, group: &Group) -> Option<f64> {
        let share = group.time().share_of(self.totals.tracked());
        share.filter(|_| group.is_work() && !self.is_filtered)
    }

    /// The time of a row, rounded where that is wanted.
    pub fn time_of(&self, group: &Group) -> Length {
        self.round(group.time())
    }

    /// The selling in a row, rounded likewise.
    pub fn selling_of(&self, group: &Group) -> Length {
        self.round(group.totals.selling)
    }

    /// What the rows of working time come to: their sum as it is shown. By tag, where rows overlap, the time itself.
    pub fn total_time(&self) -> Length {
        let rows = self.groups.iter().filter(|group| group.is_work());
        if self.by == By::Tag || self.rounded.is_none() {
            return self.round(self.totals.tracked());
        }
        rows.map(|group| self.time_of(group)).sum()
    }

    /// The selling in the rows, likewise.
    pub fn total_selling(&self) -> Length {
        let rows = self.groups.iter().filter(|group| group.is_work());
        if self.by == By::Tag || self.rounded.is_none() {
            return self.round(self.totals.selling);
        }
        rows.map(|group| self.selling_of(group)).sum()
    }

    /// To the nearest; what lies in the middle goes up.
    fn round(&self, time: Length) -> Length {
        let Some(step) = self.rounded.map(Length::as_seconds) else {
            return time;
        };
        Length::seconds((time.as_seconds() + step / 2).div_euclid(step) * step)
    }

    /// Whether no time is on record.
    pub fn is_empty(&self) -> bool {
        !has_time(&self.totals)
    }
}

/// A part of a block, and its day.
type Part<'a> = (&'a Block, Day, Span);

/// A report that is being counted.
pub struct Tally<'a> {
    by: By,
    asked: Option<(Day, Day)>,
    context: &'a Context,
    filter: &'a Filter,
    left_out: usize,
    /// The last block that was left out, so that its next part isn't counted again.
    last_left_out: Option<BlockId>,
    /// By what the spellings of a name have in common; each with the one that came last.
    groups: BTreeMap<GroupKey, (GroupKey, Totals)>,
    days: Vec<(Day, Totals)>,
}

impl<'a> Tally<'a> {
    /// Nothing yet. `asked` are the first and the last day that were asked for; `None` asks for all there is, from the
    /// first day with time on record to the last. Of the blocks those count that the filter keeps.
    pub fn new(
        by: By,
        asked: Option<(Day, Day)>,
        context: &'a Context,
        filter: &'a Filter,
    ) -> Self {
        Self {
            by,
            asked,
            context,
            filter,
            left_out: 0,
            last_left_out: None,
            groups: BTreeMap::new(),
            days: Vec::new(),
        }
    }

    /// Counts more days, which follow those counted before. A block over the end of a day counts for each day with its
    /// part; nothing after now counts.
    pub fn count(&mut self, period: Period<'_>) {
        let parts: Vec<Part<'_>> = period.parts().collect();
        for (day, totals) in period.each_day().zip(self.by_day(period, &parts)) {
            // Before the first day with time on record nothing was measured.
            if self.asked.is_some() || !self.days.is_empty() || has_time(&totals) {
                self.days.push((day, totals));
            }
        }
        for (block, day, part) in parts {
            if !self.filter.keeps(block) {
                if self.last_left_out.replace(block.id) != Some(block.id) {
                    self.left_out += 1;
                }
                continue;
            }
            if self.by == By::Category {
                self.add(GroupKey::Category(block.category), block, part.length());
                continue;
            }
            for (hour, length) in self.by_hour(block, part, period.ledger.now) {
                for key in self.keys(block, day, hour) {
                    self.add(key, block, length);
                }
            }
        }
    }

    /// Counts time of a block for a group.
    fn add(&mut self, key: GroupKey, block: &Block, length: Length) {
        let (name, totals) = self
            .groups
            .entry(key.folded())
            .or_insert_with(|| (key.clone(), Totals::default()));
        *name = key;
        totals.count(block.category, length);
    }

    /// The totals of each day; of a part of the time only its hours.
    fn by_day(&self, period: Period<'_>, parts: &[Part<'_>]) -> Vec<Totals> {
        let parts = parts.iter().copied();
        if self.filter.keeps_all() {
            return totals::by_day_of(period, parts);
        }
        let mut days = vec![Totals::default(); period.each_day().count()];
        for (block, day, part) in parts.filter(|(block, ..)| self.filter.keeps(block)) {
            let index = usize::try_from(day.since(period.first)).ok();
            if let Some(totals) = index.and_then(|index| days.get_mut(index)) {
                totals.count(block.category, part.length());
            }
        }
        days
    }

    /// A part of a block, cut at every full hour where that is what it is grouped by.
    fn by_hour(&self, block: &Block, part: Span, now: Stamp) -> Vec<(Option<u32>, Length)> {
        if self.by != By::Hour {
            return vec![(None, part.length())];
        }
        let hours = self.context.calendar.hours(block, part, now);
        let lengths = hours
            .iter()
            .map(|(hour, piece)| (Some(*hour), piece.length()));
        lengths.collect()
    }

    /// The groups of a part of a block: one, but by tag. Only by category do breaks have one.
    fn keys(&self, block: &Block, day: Day, hour: Option<u32>) -> Vec<GroupKey> {
        let details = &block.details;
        let (activity, account) = (details.activity.as_ref(), details.account.as_ref());
        let requester = details.requester.as_ref();
        let name = |name: Option<&str>| name.map(str::to_owned);
        if self.by != By::Category && block.category == Category::Break {
            return Vec::new();
        }
        let key = match self.by {
            By::Category => GroupKey::Category(block.category),
            By::Activity => {
                GroupKey::Activity(block.category, name(activity.map(Activity::as_str)))
            }
            By::Account => GroupKey::Account(name(account.map(Account::as_str))),
            By::Requester => GroupKey::Requester(name(requester.map(Requester::as_str))),
            By::Day => GroupKey::Day(day),
            By::Week => GroupKey::Week(self.context.calendar.week_of(day)),
            By::Hour => match hour {
                Some(hour) => GroupKey::Hour(hour),
                None => return Vec::new(),
            },
            By::Tag if details.tags.is_empty() => GroupKey::Tag(None),
            By::Tag => {
                let tags = details.tags.iter().map(|tag| tag.as_str().to_owned());
                return tags.map(|tag| GroupKey::Tag(Some(tag))).collect();
            }
        };
        vec![key]
    }

    /// The report of what was counted.
    pub fn finish(mut self) -> Report {
        if self.asked.is_none() {
            let last = self.days.iter().rposition(|(_, totals)| has_time(totals));
            self.days.truncate(last.map_or(0, |last| last + 1));
        }
        let mut totals: Totals = self.days.iter().map(|(_, totals)| *totals).sum();
        let hours = &self.context.hours;
        let plan_of = |days: i64, first: Day| -> Length {
            (0..days)
                .map(|index| hours.length_of(first.plus(index)))
                .sum()
        };
        if let Some((first, last)) = self.asked {
            // Days to come were not counted, but are planned.
            totals.planned = plan_of(last.since(first) + 1, first);
        }
        if self.by == By::Category && has_time(&totals) && self.filter.keeps_all() {
            // What took no time is worth seeing too.
            for category in Category::WORK {
                let key = GroupKey::Category(category);
                let none = (key.clone(), Totals::default());
                self.groups.entry(key).or_insert(none);
            }
        }
        let mut weeks: BTreeMap<Week, Totals> = BTreeMap::new();
        for (day, totals) in &self.days {
            let week = self.context.calendar.week_of(*day);
            *weeks.entry(week).or_default() += *totals;
        }
        for (week, totals) in &mut weeks {
            totals.planned = plan_of(7, week.first);
        }
        let groups = self.groups.into_values();
        let mut groups: Vec<Group> = groups.map(|(key, totals)| Group { key, totals }).collect();
        if matches!(
            self.by,
            By::Activity | By::Account | By::Requester | By::Tag
        ) {
            groups.sort_by_key(|group| Reverse(group.time()));
        }
        let ends = self.days.first().zip(self.days.last());
        let days = self.asked.or(ends.map(|(first, last)| (first.0, last.0)));
        let week = days.and_then(|(first, last)| {
            let week = self.context.calendar.week_of(first);
            (week.first == first && last.plus(1) == week.end()).then_some(week)
        });
        Report {
            by: self.by,
            days,
            week,
            totals,
            weeks: weeks.into_iter().collect(),
            groups,
            is_filtered: !self.filter.keeps_all(),
            left_out: self.left_out,
            rounded: None,
        }
    }
}

fn has_time(totals: &Totals) -> bool {
    (totals.tracked() + totals.rest).is_positive()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::domain::filter::Mark;
    use crate::domain::search::Query;
    use crate::insight::testdata;

    /// Keeps all.
    static ALL: LazyLock<Filter> = LazyLock::new(Filter::default);

    fn report(by: By, asked: Option<(Day, Day)>) -> Report {
        let context = testdata::context();
        let mut tally = Tally::new(by, asked, &context, &ALL);
        // In two pieces, with days around them.
        let cut = testdata::monday().plus(1);
        let week = testdata::week();
        let ledger = context.ledger(&week, testdata::saturday());
        tally.count(ledger.days(testdata::monday().plus(-2), cut));
        tally.count(ledger.days(cut.plus(1), testdata::monday().plus(7)));
        tally.finish()
    }

    fn week() -> (Day, Day) {
        (testdata::monday(), testdata::monday().plus(6))
    }

    /// `selling 1250`, in minutes.
    fn told(by: By) -> Vec<String> {
        let name = |group: &Group| match &group.key {
            GroupKey::Activity(category, _) => {
                format!("{category}/{}", group.key.name().unwrap_or_default())
            }
            key => key.name().unwrap_or("-".to_owned()),
        };
        let minutes = |group: &Group| group.time().as_seconds() / 60;
        report(by, Some(week()))
            .groups
            .iter()
            .map(|group| format!("{} {}", name(group), minutes(group)))
            .collect()
    }

    #[test]
    fn mayas_week_in_groups_as_counted_by_hand() {
        assert_eq!(
            told(By::Category),
            [
                "selling 1250",
                "admin 875",
                "learning 130",
                "distraction 160",
                "break 180"
            ]
        );
        assert_eq!(
            told(By::Day),
            [
                "2026-03-02 490",
                "2026-03-03 495",
                "2026-03-04 440",
                "2026-03-05 530",
                "2026-03-06 460"
            ]
        );
        assert_eq!(told(By::Week), ["2026-W10 2415"]);
        assert_eq!(
            told(By::Requester)[..6],
            [
                "- 1540",
                "manager 310",
                "self 215",
                "finance 80",
                "legal 80",
                "support 50"
            ]
        );
        assert_eq!(
            told(By::Account)[..4],
            ["- 1365", "Northwind 470", "Kestrel 200", "Halden 165"]
        );
        assert_eq!(
            told(By::Activity)[..3],
            [
                "selling/prospecting 410",
                "selling/meeting 375",
                "admin/internal-meeting 255"
            ]
        );
    }

    #[test]
    fn every_grouping_holds_the_whole_working_time() {
        for by in By::ALL {
            let report = report(by, Some(week()));
            let work: Length = report
                .groups
                .iter()
                .filter(|group| group.is_work())
                .map(Group::time)
                .sum();
            assert_eq!(work, report.totals.tracked(), "{by:?}");
            for category in Category::WORK {
                let sum: Length = report
                    .groups
                    .iter()
                    .map(|group| group.totals.of(category))
                    .sum();
                assert_eq!(sum, report.totals.of(category), "{by:?} {category}");
            }
            let shares: f64 = report
                .groups
                .iter()
                .filter_map(|group| report.share(group))
                .sum();
            assert!((shares - 1.0).abs() < 1e-9, "{by:?}");
        }
    }

    #[test]
    fn nothing_after_now_counts_in_any_group() {
        let context = testdata::context();
        // In the middle of Wednesday's follow-up from 11:50 to 12:05.
        let noon = testdata::at(testdata::monday().plus(2), "1200").at;
        for by in By::ALL {
            let mut tally = Tally::new(by, Some(week()), &context, &ALL);
            let blocks = testdata::week();
            let (first, last) = week();
            tally.count(context.ledger(&blocks, noon).days(first, last));
            let report = tally.finish();
            let work: Length = report
                .groups
                .iter()
                .filter(|group| group.is_work())
                .map(Group::time)
                .sum();
            assert_eq!(work, report.totals.tracked(), "{by:?}");
            let sold: Length = report
                .groups
                .iter()
                .map(|group| group.totals.of(Category::Selling))
                .sum();
            assert_eq!(sold, Length::minutes(245 + 280 + 120), "{by:?}");
        }
    }

    #[test]
    fn a_name_in_another_case_is_the_same_name() {
        let (context, monday) = (testdata::context(), testdata::monday());
        let blocks = testdata::day(
            monday,
            "0900-0930 sp @halden; 0930-1000 ae @Kestrel !Legal; 1000-1020 ag @Halden !legal",
        );
        for (by, expected) in [
            (By::Account, ["Halden 50", "Kestrel 30"]),
            (By::Requester, ["legal 50", "- 30"]),
        ] {
            let mut tally = Tally::new(by, Some(week()), &context, &ALL);
            tally.count(context.ledger(&blocks, testdata::saturday()).day(monday));
            let minutes = |group: &Group| group.time().as_seconds() / 60;
            let name = |group: &Group| group.key.name().unwrap_or("-".to_owned());
            let groups = tally.finish().groups;
            let told: Vec<String> = groups
                .iter()
                .map(|group| format!("{} {}", name(group), minutes(group)))
                .collect();
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn all_there_is_begins_and_ends_with_time_on_record() {
        let all = report(By::Day, None);
        assert_eq!(
            all.days,
            Some((testdata::monday(), testdata::monday().plus(4)))
        );
        let untracked = |report: &Report| report.totals.untracked.as_seconds() / 60;
        assert_eq!(
            (untracked(&all), untracked(&report(By::Day, Some(week())))),
            (145, 145)
        );
        let context = testdata::context();
        let nothing = Tally::new(By::Day, None, &context, &ALL).finish();
        assert!(nothing.is_empty() && nothing.days.is_none() && nothing.groups.is_empty());
        let monday = Some((testdata::monday(), testdata::monday()));
        let mut missed = Tally::new(By::Category, monday, &context, &ALL);
        missed.count(
            context
                .ledger(&[], testdata::saturday())
                .day(testdata::monday()),
        );
        let missed = missed.finish();
        assert!(missed.is_empty() && missed.groups.is_empty());
        assert_eq!(untracked(&missed), 540, "a planned day that was asked for");
    }

    #[test]
    fn a_part_of_the_time_has_hours_and_no_shares() {
        let context = testdata::context();
        let (first, last) = week();
        let blocks = testdata::week();
        let told = |filter: &Filter, by: By| {
            let mut tally = Tally::new(by, Some((first, last)), &context, filter);
            // In two pieces: a block is left out once.
            let ledger = context.ledger(&blocks, testdata::saturday());
            tally.count(ledger.days(first, first.plus(2)));
            tally.count(ledger.days(first.plus(3), last));
            tally.finish()
        };
        let northwind = Filter {
            wanted: vec![Mark::new("@northwind").expect("a mark")],
            ..Filter::default()
        };
        let is_northwind = |block: &&Block| block.details.account.as_deref() == Some("Northwind");
        for by in By::ALL {
            let report = told(&northwind, by);
            assert_eq!(report.totals.tracked(), Length::minutes(470), "{by:?}");
            assert_eq!(report.totals.untracked, Length::ZERO);
            let others = blocks.iter().filter(|block| !is_northwind(block));
            assert_eq!(report.left_out, others.count(), "{by:?}");
            assert!(report.is_filtered);
            assert!(
                report
                    .groups
                    .iter()
                    .all(|group| report.share(group).is_none())
            );
        }
        let text = Filter {
            text: Query::of_text("northw"),
            ..Filter::default()
        };
        assert_eq!(told(&text, By::Day).totals.tracked(), Length::minutes(470));
        let work = Filter {
            without: vec![Mark::new("distraction").expect("a mark")],
            ..Filter::default()
        };
        let report = told(&work, By::Category);
        assert_eq!(report.totals.distraction, Length::ZERO);
        assert_eq!(report.totals.tracked(), Length::minutes(1250 + 875 + 130));
        let names: Vec<_> = report.groups.iter().map(|group| group.key.name()).collect();
        assert_eq!(names.len(), 4, "no row of what was left out: {names:?}");
    }
}
