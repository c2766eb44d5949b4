//! What took the time beside selling and what is to become of it: activities, requests, accounts without an advance, and
//! the blocks behind the selected one, so that one answers from memory of the week.

use ratatui::style::Modifier;

use super::answers::took_keys;
use super::grid::Room;
use super::item::Item;
use super::line::{PageLine, Part};
use super::page::Page;
use crate::domain::block::{Account, Block, Category, Details, Requester};
use crate::domain::calendar::Day;
use crate::domain::commitment::{Aim, Bound};
use crate::domain::format;
use crate::domain::stamp::{Length, Span};
use crate::domain::text::{self, folded};
use crate::insight::RECENT_DAYS;
use crate::insight::accounts::Call;
use crate::insight::prepared::is_prepared;
use crate::insight::tiers::Item as Work;
use crate::report::review::steps::{recent_words, tier_words};
use crate::tui::paint::{Ink, Piece, piece, wrapped};
use crate::tui::theme::Role;

const REQUESTS: &str = "Requests";
const NO_ADVANCE: &str = "No advance yet";
/// The blocks behind a row are listed from this line of the page on, at least up to another.
const BEHIND: usize = 16;
const BEHIND_END: usize = 28;
/// Air, a rule and the head above them, and room for four of them and how many more there are.
const BEHIND_HEAD: usize = 3;
const BEHIND_LEAST: usize = 5;
/// The rule and the lines of what step 9 will suggest.
const SUGGESTED: usize = 3;
/// Where they are told in brief: the empty lines that stay between the groups, and the columns of a note.
const KEPT_AIR: usize = 2;
const BRIEF_NOTE: usize = 20;

/// Something that took time.
struct Taker {
    /// How answers name it.
    key: String,
    name: String,
    category: Category,
    has_letter: bool,
    length: Length,
    /// How often, in words.
    count: String,
}

/// The columns of a row: the line bar, its width, where hours, the count and the answer stand.
pub(super) struct Columns {
    pub(super) bar: Option<(u16, u16)>,
    pub(super) hours: u16,
    pub(super) count: Option<u16>,
    pub(super) answer: u16,
}

impl<'a> Page<'a> {
    pub(super) fn took(&mut self) {
        let recent = recent_words(self.record);
        // Others stand beside it there, and requests above say up to when.
        let short = match self.room {
            Room::Tight => "28 days",
            Room::Tall | Room::Compact => &recent,
        };
        let groups = [
            ("Activities", "this week", self.activities()),
            (REQUESTS, &recent, self.requests()),
            (NO_ADVANCE, short, self.accounts()),
        ];
        let is_empty = groups.iter().all(|(_, _, takers)| takers.is_empty());
        if is_empty && self.record.habits.nurture.is_empty() {
            return self.said(self.said);
        }
        let listed = groups.iter().map(|(.., takers)| takers.len() + 2);
        self.draw_tiers(listed.sum());
        let answered = self.state.row;
        let mut all = groups.iter().flat_map(|(.., takers)| takers);
        let selected = all
            .nth(answered)
            .map(|taker| (taker.name.clone(), taker.key.clone()));
        let mut drawn = 0;
        for (name, of, takers) in groups {
            let is_told = name == REQUESTS && self.unasked_words().is_some();
            if is_told || !takers.is_empty() {
                self.draw_group(name, of, &takers, drawn == 0);
                drawn += 1;
            }
        }
        if self.room != Room::Tight || drawn < 2 {
            self.draw_other_accounts();
        }
        self.draw_slips();
        let Some((name, key)) = selected else {
            return;
        };
        match self.room {
            Room::Tall => {
                self.draw_behind(&name, &key);
                self.draw_suggested();
            }
            Room::Tight if self.lines.len() + BEHIND_HEAD + BEHIND_LEAST <= self.height => {
                self.draw_behind(&name, &key);
            }
            Room::Tight => self.draw_behind_in_brief(&name, &key),
            Room::Compact => {}
        }
    }

    /// Time by what it is worth, where that leaves room for the blocks behind the groups of so many lines: in the place of
    /// the air above them.
    fn draw_tiers(&mut self, listed: usize) {
        let others = usize::from(self.record.accounts_beyond().is_some());
        let slips = 2 * usize::from(!self.record.habits.nurture.is_empty());
        let below = BEHIND_HEAD + BEHIND_LEAST + SUGGESTED;
        let lines = self.lines.len() + 1 + listed + others + slips + below;
        let has_room = match self.room {
            Room::Tall => lines <= self.height,
            Room::Tight => true,
            Room::Compact => false,
        };
        if let Some(words) = tier_words(self.record).filter(|_| has_room) {
            if self.lines.last().is_some_and(PageLine::is_air) {
                self.lines.pop();
            }
            self.say(&words);
        }
    }

    /// The accounts that nobody has spoken to for long, as many as a line holds.
    fn draw_slips(&mut self) {
        let slips = self.record.habits.nurture.iter();
        let words = slips.map(|slip| format!("@{} {} days", slip.account.as_str(), slip.days));
        let words: Vec<String> = words.collect();
        if words.is_empty() {
            return;
        }
        self.blank();
        let from = self.columns().bar.map_or(10, |(bar, _)| bar);
        let room = self.width.saturating_sub(from);
        let head = Part::At(0, vec![self.strong("No touch")]);
        let words = Part::At(from, vec![self.quiet(fit_items(&words, room.into()))]);
        self.push(vec![head, words]);
    }

    pub(super) const fn columns(&self) -> Columns {
        match self.room {
            Room::Tall | Room::Tight => Columns {
                bar: Some((21, self.width.saturating_sub(52))),
                hours: self.width.saturating_sub(23),
                count: Some(self.width.saturating_sub(10)),
                answer: self.width.saturating_sub(8),
            },
            Room::Compact => Columns {
                bar: None,
                hours: self.width.saturating_sub(10),
                count: None,
                answer: self.width.saturating_sub(8),
            },
        }
    }

    fn draw_group(&mut self, name: &str, of: &str, takers: &[Taker], is_first: bool) {
        let columns = self.columns();
        self.blank();
        let mut head = vec![Part::At(0, vec![self.strong(name)])];
        if let Some((bar, _)) = columns.bar {
            head.push(Part::At(bar, vec![self.quiet(of)]));
            if is_first {
                head.push(Part::Ending(columns.hours, vec![self.quiet("hours")]));
                head.push(Part::At(columns.answer, vec![self.quiet("answer")]));
            }
        }
        if name == REQUESTS && !is_first {
            let words = self.unasked_words().map(|words| vec![self.quiet(words)]);
            head.extend(words.map(|words| Part::Ending(self.width, words)));
        }
        if name == NO_ADVANCE && !is_first && self.room == Room::Tight {
            let others = self.record.accounts_beyond();
            let words = others
                .map(|(count, length)| format!("{count} others   {:>5}", format::hours(length)));
            head.extend(words.map(|words| Part::Ending(columns.hours, vec![self.quiet(words)])));
        }
        self.push(head);
        let longest = takers
            .iter()
            .map(|taker| taker.length)
            .max()
            .unwrap_or_default();
        for taker in takers {
            self.draw_taker(taker, longest, &columns);
        }
    }

    /// The accounts that are not asked about, as one row.
    fn draw_other_accounts(&mut self) {
        let Some((count, length)) = self.record.accounts_beyond() else {
            return;
        };
        let hours = self.columns().hours;
        self.push(vec![
            Part::At(0, vec![self.quiet(format!("{count} others"))]),
            Part::Ending(hours, vec![self.quiet(format::hours(length))]),
        ]);
    }

    fn draw_taker(&mut self, taker: &Taker, longest: Length, columns: &Columns) {
        let hue = self.theme().category(taker.category);
        let soft = self.style(Role::Soft);
        let is_selected = self.next_is_selected();
        let mut parts = Vec::new();
        let from = if taker.has_letter {
            let letter = taker.category.letter().to_string();
            parts.push(Part::At(
                0,
                vec![piece(letter, hue.add_modifier(Modifier::BOLD))],
            ));
            if columns.bar.is_some() { 3 } else { 2 }
        } else {
            0
        };
        let until = columns
            .bar
            .map_or(columns.hours.saturating_sub(6), |(bar, _)| bar - 1);
        let name = text::fit(&taker.name, until.saturating_sub(from).into());
        parts.push(Part::At(from, vec![piece(name, soft)]));
        if let Some((bar, wide)) = columns.bar {
            let share = taker.length.share_of(longest).unwrap_or_default();
            let role = Role::Category(taker.category);
            parts.push(Part::LineBar(bar, wide, share, role));
        }
        let hours = format::hours(taker.length);
        parts.push(Part::Ending(
            columns.hours,
            vec![piece(hours, self.style(Role::Text))],
        ));
        if let Some(count) = columns.count {
            parts.push(Part::Ending(count, vec![self.quiet(taker.count.clone())]));
        }
        let answer = match self.record.answers.verdicts.get(&taker.key) {
            Some(verdict) => verdict.label(),
            None if is_selected && self.record.closed.is_none() => "?",
            None => "",
        };
        parts.push(Part::At(
            columns.answer,
            vec![piece(answer, self.style(Role::Text))],
        ));
        self.item_of(Item::Verdict(taker.key.clone()), parts);
    }

    fn activities(&self) -> Vec<Taker> {
        let others = self.record.biggest_others();
        let taker = |work: &Work| {
            let key = work.key();
            let blocks = self.blocks_behind(&key).len();
            let name = work.activity.as_deref().unwrap_or(work.category.name());
            Taker {
                name: name.to_owned(),
                category: work.category,
                has_letter: true,
                length: work.length,
                count: format::count(blocks, "block"),
                key,
            }
        };
        others.map(taker).collect()
    }

    fn requests(&self) -> Vec<Taker> {
        let asked = self.record.ranked_requests().into_iter();
        let takers = asked.map(|of| {
            let key = format!("!{}", of.burden.requester.as_str());
            Taker {
                name: key.clone(),
                category: Category::Admin,
                has_letter: false,
                length: of.seconds_28d,
                count: format::count(of.count_28d, "request"),
                key,
            }
        });
        takers.collect()
    }

    fn accounts(&self) -> Vec<Taker> {
        let watched = self.record.asked_accounts().iter().map(|of| {
            let key = format!("@{}", of.account.as_str());
            Taker {
                name: key.clone(),
                category: Category::Selling,
                has_letter: false,
                length: of.seconds,
                count: match of.kind {
                    Call::Watch => format::count(self.live_blocks_with(&of.account), "meeting"),
                    Call::Rope => "at risk".to_owned(),
                },
                key,
            }
        });
        watched.collect()
    }

    /// How often a customer was met in the same days as those of the row.
    fn live_blocks_with(&self, account: &Account) -> usize {
        let context = self.scene.context;
        let last = self.record.week.end().plus(-1).min(self.scene.today);
        let is_within = |block: &&Block| {
            let day = context.calendar.day_of(block.start);
            (last.plus(1 - RECENT_DAYS)..=last).contains(&day)
        };
        let is_met = |block: &&Block| {
            let Details {
                activity,
                account: with,
                ..
            } = &block.details;
            let is_same = with
                .as_ref()
                .is_some_and(|with| folded(with.as_str()) == folded(account.as_str()));
            is_same && context.taxonomy.is_live(block.category, activity.as_ref())
        };
        let blocks = self.scene.snapshot.weeks.blocks.iter();
        blocks.filter(is_within).filter(is_met).count()
    }

    /// How much of the admin of the 28 days nobody is named for; `None` where all of it has a requester.
    fn unasked_words(&self) -> Option<String> {
        let share = self.record.unasked_share_28d.filter(|share| *share > 0.0)?;
        Some(format!("{} no requester", format::percent(share)))
    }

    /// The blocks of the week behind a row.
    fn draw_behind(&mut self, name: &str, key: &str) {
        let blocks = self.blocks_behind(key);
        let columns = self.columns();
        let sum: Length = blocks.iter().map(|(.., part)| part.length()).sum();
        if self.is_tall() {
            self.skip_to(BEHIND - 1);
        }
        self.gap();
        self.rule();
        let mut head = vec![
            Part::At(0, vec![self.strong(name)]),
            Part::At(21, vec![self.quiet("this week")]),
            Part::Ending(columns.hours, vec![self.strong(format::hours(sum))]),
        ];
        let thing = if key.starts_with('!') {
            "request"
        } else {
            "block"
        };
        let count = format::count(blocks.len(), thing);
        head.push(Part::Ending(
            self.width.saturating_sub(10),
            vec![self.quiet(count)],
        ));
        self.push(head);
        let end = if self.is_tall() {
            BEHIND_END.max(self.height.saturating_sub(SUGGESTED))
        } else {
            self.height
        };
        let room = end.saturating_sub(self.lines.len());
        let shown = if blocks.len() > room {
            room.saturating_sub(1)
        } else {
            blocks.len()
        };
        for (block, day, part) in &blocks[..shown] {
            let row = self.block_row(block, *day, *part, columns.hours);
            self.push(row);
        }
        if shown < blocks.len() {
            let words = format!("{} more", blocks.len() - shown);
            self.line(vec![self.quiet(words)]);
        }
    }

    /// The blocks of the week behind a row where there is room for a few words of each: as many as fit whole, in the rows
    /// that are left without all of the air, in one at least.
    fn draw_behind_in_brief(&mut self, name: &str, key: &str) {
        let air = |page: &Self| page.lines.iter().filter(|line| line.is_air()).count();
        if self.lines.len() >= self.height
            && let Some(first) = self.lines.iter().position(PageLine::is_air)
        {
            self.lines.remove(first);
        }
        let kept = air(self).min(KEPT_AIR);
        let taken = self.lines.len() - air(self) + kept;
        let rows = self.height.saturating_sub(taken).max(1);
        let blocks = self.blocks_behind(key);
        let head = vec![self.strong(name)];
        let soft = self.style(Role::Soft);
        let words = blocks.iter().map(|(block, day, part)| {
            let at = (self.scene).moment_on(*day, &self.scene.snapshot.weeks, part.start());
            let when = format!("{} {}", format::weekday(day.weekday()), format::clock(at));
            let length = format::hours(block.row_length(*part));
            let note = text::fit(block.details.note.as_str(), BRIEF_NOTE);
            let note = format!(" {}", text::visible(&note));
            vec![
                piece(format!("{when} {length}"), soft),
                self.quiet(note.trim_end()),
            ]
        });
        let words: Vec<Vec<Piece>> = words.collect();
        let lines = |shown: usize| {
            let more = words.len() - shown;
            let more = (more > 0).then(|| vec![self.quiet(format!("{more} more"))]);
            let shown = words[..shown].iter().cloned();
            let groups: Vec<_> = [head.clone()]
                .into_iter()
                .chain(shown)
                .chain(more)
                .collect();
            wrapped(&groups, 3, self.width)
        };
        let mut all = (0..=words.len()).rev().map(lines);
        let fitting = all.find(|lines| lines.len() <= rows);
        let fitting = fitting.unwrap_or_else(|| lines(0));
        if self.lines.len() + fitting.len() < self.height {
            self.gap();
        }
        for line in fitting {
            self.line(line);
        }
    }

    /// What step 9 will offer, as far as it comes from the answers here.
    fn draw_suggested(&mut self) {
        let verdicts = &self.record.answers.verdicts;
        let asked = took_keys(self.record);
        let given = asked
            .iter()
            .filter(|key| verdicts.contains_key(*key))
            .count();
        let offered = self.state.suggestions().into_iter();
        let shrinks = offered.filter(|of| {
            matches!(
                of.aim,
                Aim::Spend {
                    bound: Bound::AtMost,
                    ..
                }
            )
        });
        let texts: Vec<String> = shrinks.map(|of| of.to_string()).collect();
        self.skip_to(BEHIND_END + 1);
        self.rule();
        let count = format!("{given} of {} answered", asked.len());
        self.push(vec![
            Part::At(0, vec![self.quiet("Step 9 will suggest:")]),
            Part::Ending(self.width, vec![self.quiet(count)]),
        ]);
        self.line(vec![if texts.is_empty() {
            self.quiet("no limit: nothing here is to take less time")
        } else {
            self.strong(texts.join("   "))
        }]);
    }

    fn block_row(&self, block: &Block, day: Day, part: Span, hours: u16) -> Vec<Part> {
        let soft = self.style(Role::Soft);
        let clock = |at| format::clock(self.scene.moment_on(day, &self.scene.snapshot.weeks, at));
        let times = format!("{}–{}", clock(part.start()), clock(part.end()));
        let hue = self
            .theme()
            .category(block.category)
            .add_modifier(Modifier::BOLD);
        let ledger = (self.scene.context).ledger(&self.scene.snapshot.weeks, self.scene.now.at);
        let name = block.details.activity.as_deref();
        let name = name.unwrap_or(block.category.name());
        let is_shown = !self.scene.settings.hidden.has("prepared");
        let mark = if is_shown && is_prepared(ledger, block) {
            " · prepared"
        } else {
            ""
        };
        let name = text::fit(&format!("{name}{mark}"), usize::from(hours) - 30);
        let note: Vec<Piece> = vec![self.quiet(block.details.note.as_str())];
        let length = format::hours(block.row_length(part));
        vec![
            Part::At(0, vec![piece(format::weekday(day.weekday()), soft)]),
            Part::At(6, vec![piece(times, soft)]),
            Part::At(21, vec![piece(block.category.letter().to_string(), hue)]),
            Part::At(24, vec![piece(name, soft)]),
            Part::Ending(hours, vec![piece(length, self.style(Role::Text))]),
            Part::At(hours + 2, note),
        ]
    }

    /// The blocks of the week that a key of an answer stands for, with their parts of a day.
    pub(super) fn blocks_behind(&self, key: &str) -> Vec<(&'a Block, Day, Span)> {
        let scene = self.scene;
        let ledger = scene.context.ledger(&scene.snapshot.weeks, scene.now.at);
        let is_meant = |block: &Block| {
            let details = &block.details;
            let is_name = |name: Option<&str>, wanted: &str| {
                name.is_some_and(|name| folded(name) == folded(wanted))
            };
            if let Some(requester) = key.strip_prefix('!') {
                let name = details.requester.as_ref().map(Requester::as_str);
                return block.category == Category::Admin && is_name(name, requester);
            }
            if let Some(account) = key.strip_prefix('@') {
                return is_name(details.account.as_ref().map(Account::as_str), account);
            }
            let (category, activity) = key.split_once('/').unwrap_or((key, ""));
            let is_activity = match details.activity.as_deref() {
                None => activity.is_empty(),
                name => is_name(name, activity),
            };
            block.category.name() == category && is_activity
        };
        let parts = ledger.week(self.record.week).work_parts();
        parts.filter(|(block, ..)| is_meant(block)).collect()
    }
}

/// As many items as fit whole, and how many more there are.
fn fit_items(items: &[String], room: usize) -> String {
    let line = |shown: usize| {
        let more = items.len() - shown;
        let more = (more > 0).then(|| format!("{more} more"));
        let shown = items[..shown].iter().cloned();
        shown.chain(more).collect::<Vec<_>>().join(" · ")
    };
    let mut lines = (0..=items.len()).rev().map(line);
    let fitting = lines.find(|line| text::width(line) <= room);
    fitting.unwrap_or_else(|| line(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_dropped_whole_from_the_end() {
        let items = ["@Corvus 177 days", "@Kestrel 171 days", "@Lumen 40 days"];
        let items = items.map(str::to_owned);
        let fits = |room| fit_items(&items, room);
        assert_eq!(fits(60), items.join(" · "));
        assert_eq!(fits(52), "@Corvus 177 days · @Kestrel 171 days · 1 more");
        assert_eq!(fits(30), "@Corvus 177 days · 2 more");
        assert_eq!(fits(20), "3 more");
    }
}
