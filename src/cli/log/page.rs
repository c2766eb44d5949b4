//! The days of a log as lines: the totals of each day, its blocks with the part that lies in it, and the totals of
//! all. Some weeks at a time are in memory, never all there is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crate::cli::ctx::{Ctx, chunk_days};
use crate::cli::filter::Asked;
use crate::cli::output;
use crate::domain::away::{self, Question};
use crate::domain::block::{Block, BlockId};
use crate::domain::calendar::Day;
use crate::domain::parse::range::Range;
use crate::domain::parse::spell;
use crate::domain::stamp::{Length, Span};
use crate::domain::wording::CLOCK_BACK;
use crate::domain::{format, text};
use crate::exchange::ExchangeError;
use crate::insight::coverage;
use crate::insight::prepared::{PREPARED_WITHIN, is_prepared};
use crate::insight::totals::{self, Totals};
use crate::report::share;
use crate::store::{Store, StoreError};

/// The fewest characters of an id that are shown.
const ID_MIN: usize = 8;
/// For more rows than this the file is not asked whether another block's id begins alike.
const ID_ASKED: usize = 1000;
/// The most columns that an activity, and the names, take.
const ACTIVITY_MOST: usize = 18;
const NAMES_MOST: usize = 28;
/// From so many columns on the names have a column of their own.
const ALIGNED_FROM: usize = 100;

/// A log as it is written, day by day.
pub(super) struct Page<'a> {
    ctx: &'a Ctx,
    store: &'a Store,
    asked: &'a Asked,
    /// How many blocks the filter has left out so far, and the last of them, so that its next part isn't counted again.
    left_out: usize,
    last_left_out: Option<BlockId>,
    /// What is asked about time away; read with the first days.
    questions: Option<Vec<Question>>,
    /// Whether days before the first block and after the last one count: they were asked for.
    all_days: bool,
    columns: Option<usize>,
    /// Whether all is told in full.
    is_wide: bool,
    /// The widths of the columns so far: a later block may make them wider.
    id: usize,
    activity: usize,
    names: usize,
    days: usize,
    sum: Totals,
    /// The totals of days without a block, which count once another day with one follows.
    empty: Totals,
}

/// The part of a block that lies in a day.
struct BlockPart<'b> {
    block: &'b Block,
    /// How much of it counts.
    length: Length,
    /// How long it reads beside its times.
    row_length: Length,
    /// Whether the block began on this day.
    begins: bool,
    /// Whether it goes on the day after.
    goes_on: bool,
}

/// The cells of one block.
struct BlockCells {
    id: String,
    activity: String,
    names: String,
    rest: String,
}

impl<'a> Page<'a> {
    /// Of what was asked for; `is_wide`: nothing is cut.
    pub(super) fn new(ctx: &'a Ctx, store: &'a Store, asked: &'a Asked, is_wide: bool) -> Self {
        let columns = if is_wide { None } else { output::columns() };
        let (sum, empty) = (Totals::default(), Totals::default());
        Self {
            ctx,
            store,
            asked,
            left_out: 0,
            last_left_out: None,
            questions: None,
            all_days: asked.range != Range::All && asked.filter.keeps_all(),
            columns,
            is_wide,
            id: 0,
            activity: 0,
            names: 0,
            days: 0,
            sum,
            empty,
        }
    }

    /// How many blocks of the days the filter has left out.
    pub(super) const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Writes the days from the first to the last that have a block. Whether there is one.
    pub(super) fn write(
        &mut self,
        out: &mut dyn Write,
        (first, last): (Day, Day),
    ) -> Result<bool, ExchangeError> {
        for (from, to) in chunk_days(first, last) {
            // All that some days need is of one state of the file; it is free again while they are written.
            let lines = self
                .store
                .at_once(|store| self.lines(store, (from, to), first))?;
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
        if self.days > 1 {
            if self.all_days {
                self.sum += self.empty;
            }
            let label = format!("{} days", self.days);
            writeln!(
                out,
                "\n{}",
                self.totals(&label, &self.sum, &coverage::of_week(&self.sum))
            )?;
        }
        Ok(self.days > 0)
    }

    /// The lines of some days, of those that are asked for from `asked` on.
    fn lines(
        &mut self,
        store: &Store,
        (first, last): (Day, Day),
        asked: Day,
    ) -> Result<Vec<String>, StoreError> {
        let questions = match self.questions.take() {
            Some(questions) => questions,
            None => store.questions(self.ctx.now)?,
        };
        let context = self.ctx.setting_with(store, first, last)?;
        // What prepares a meeting of the first day may lie before it.
        let before = PREPARED_WITHIN.as_seconds() / (24 * 3600);
        let blocks = store.blocks(context.reach(first.plus(-before), last))?;
        store.forget_set_aside_before(context.reach(asked, last).start());
        let counted = away::count_timeline(&blocks, &questions);
        let mut parts = self.parts(&blocks.blocks, &counted.blocks, first, last);
        self.leave_out(&mut parts);
        let ledger = context.ledger(&counted, self.ctx.now.at);
        let shown = parts.values().flatten().map(|part| part.block);
        let is_marked = !self.ctx.config.hidden.has("prepared");
        let shown: Vec<(&Block, bool)> = shown
            .map(|block| (block, is_marked && is_prepared(ledger, block)))
            .collect();
        let rows = self.rows(store, &questions, &shown)?;
        let mut lines = Vec::new();
        for day in (0..=last.since(first)).map(|index| first.plus(index)) {
            let mut totals = totals::of_days(context.ledger(&counted, self.ctx.now.at).day(day));
            let Some(parts) = parts.get(&day) else {
                if self.asked.filter.keeps_all() && (self.all_days || self.days > 0) {
                    self.empty += totals;
                }
                continue;
            };
            if self.days > 0 {
                lines.push(String::new());
            }
            let name = format::short_day(day, self.ctx.calendar().day_of(self.ctx.now));
            if !self.asked.filter.keeps_all() {
                let parts = parts.iter();
                totals = Totals::of_parts(parts.map(|part| (part.block.category, part.length)));
            }
            lines.push(self.totals(&name, &totals, &coverage::of_day(&totals)));
            self.days += 1;
            self.sum += self.empty;
            self.sum += totals;
            self.empty = Totals::default();
            let rows = parts
                .iter()
                .filter_map(|part| Some((part, rows.get(&part.block.id)?)));
            lines.extend(rows.map(|(part, row)| self.line(part, row)));
        }
        self.questions = Some(questions);
        Ok(lines)
    }

    /// The parts of the blocks by day. `counted` are the same blocks as they count.
    fn parts<'b>(
        &self,
        blocks: &'b [Block],
        counted: &[Block],
        first: Day,
        last: Day,
    ) -> BTreeMap<Day, Vec<BlockPart<'b>>> {
        let mut days: BTreeMap<Day, Vec<BlockPart<'b>>> = BTreeMap::new();
        let calendar = self.ctx.calendar();
        for (block, counted) in blocks.iter().zip(counted) {
            let now = self.ctx.now.at;
            let lengths = calendar.slices(counted, now).into_iter();
            let mut lengths: Vec<(Day, Option<Span>)> = lengths
                .map(|(day, span)| (day, Span::new(span.start(), span.end().min(now))))
                .collect();
            if lengths.is_empty() {
                // It begins this very second.
                lengths.push((calendar.day_of(block.start), None));
            }
            for (index, (day, part)) in lengths.iter().enumerate() {
                days.entry(*day).or_default().push(BlockPart {
                    block,
                    length: part.map_or(Length::ZERO, Span::length),
                    row_length: part.map_or(Length::ZERO, |part| block.row_length(part)),
                    begins: index == 0,
                    goes_on: index + 1 < lengths.len(),
                });
            }
        }
        days.retain(|day, _| (first..=last).contains(day));
        days
    }

    /// Takes away what the filter does not keep.
    fn leave_out(&mut self, parts: &mut BTreeMap<Day, Vec<BlockPart<'_>>>) {
        let filter = &self.asked.filter;
        if filter.keeps_all() {
            return;
        }
        for parts in parts.values_mut() {
            parts.retain(|part| {
                let is_kept = filter.keeps(part.block);
                if !is_kept && self.last_left_out.replace(part.block.id) != Some(part.block.id) {
                    self.left_out += 1;
                }
                is_kept
            });
        }
        parts.retain(|_, parts| !parts.is_empty());
    }

    /// The cells of the blocks; the columns grow with them.
    fn rows<'b>(
        &mut self,
        store: &Store,
        questions: &[Question],
        shown: &[(&'b Block, bool)],
    ) -> Result<BTreeMap<BlockId, BlockCells>, StoreError> {
        let prepared = shown.iter().filter(|(_, is_prepared)| *is_prepared);
        let prepared: BTreeSet<BlockId> = prepared.map(|(block, _)| block.id).collect();
        let blocks: BTreeMap<BlockId, &'b Block> =
            shown.iter().map(|(block, _)| (block.id, *block)).collect();
        let ids = shortest_ids(store, &blocks)?;
        let mut rows = BTreeMap::new();
        for ((id, block), shown) in blocks.into_iter().zip(ids) {
            let mut row = BlockCells::new(self.ctx, block, shown, questions);
            if prepared.contains(&id) {
                row.mark_prepared();
            }
            self.id = self.id.max(row.id.len());
            let most = |most: usize| if self.is_wide { usize::MAX } else { most };
            let wide = |words: &str| text::width(&text::visible(words));
            let activity = wide(&row.activity).min(most(ACTIVITY_MOST));
            let names = wide(&row.names).min(most(NAMES_MOST));
            self.activity = self.activity.max(activity);
            self.names = self.names.max(names);
            rows.insert(id, row);
        }
        Ok(rows)
    }

    /// `Thu 5 Mar        51.8 %   4h10 of 8h03 tracked`.
    fn totals(&self, label: &str, totals: &Totals, reading: &coverage::Reading) -> String {
        let paint = self.ctx.out.paint;
        let label = paint.bold(&text::pad(label, 17));
        // A part of the time has hours, and no share means anything.
        if !self.asked.filter.keeps_all() {
            return label + &paint.dim(&share::parts(totals).join(" · "));
        }
        let share = share::share(reading);
        let share = if share.is_empty() {
            share
        } else {
            format!("{share}   ")
        };
        format!(
            "{label}{share}{}",
            paint.dim(&share::hours(totals, reading))
        )
    }

    fn line(&self, part: &BlockPart<'_>, row: &BlockCells) -> String {
        let paint = self.ctx.out.paint;
        let block = part.block;
        let from = if part.begins {
            format::clock(block.start)
        } else {
            "    …".to_owned()
        };
        let to = match block.end {
            _ if part.goes_on => "…    ".to_owned(),
            Some(end) => format::clock(end),
            None => "now  ".to_owned(),
        };
        // A part of a minute would be shown as none, or as one.
        let seconds = block.end.is_some() && part.length < Length::minutes(1);
        let length = if seconds {
            format::spoken(part.length)
        } else {
            format::hours(part.row_length)
        };
        let letter = block.category.letter().to_string();
        let activity = text::pad(&row.activity, self.activity);
        let fixed = "  ".len() + self.id + "  08:30-09:05 100h00  s ".len() + self.activity + 2;
        let names = text::pad(&row.names, self.names);
        let rest = match self.columns {
            None => format!("{names}  {}", text::visible(&row.rest)),
            Some(columns) if columns >= ALIGNED_FROM => {
                let left = columns.saturating_sub(fixed + self.names + 2);
                format!("{names}  {}", text::fit(&row.rest, left))
            }
            Some(columns) => {
                let mut parts = vec![row.names.trim_end(), row.rest.trim_end()];
                parts.retain(|part| !part.is_empty());
                text::fit(&parts.join("  "), columns.saturating_sub(fixed))
            }
        };
        let (id, letter) = (
            paint.dim(&text::pad(&row.id, self.id)),
            paint.category(block.category, &letter),
        );
        let line = format!("  {id}  {from}-{to} {length:>6}  {letter} {activity}  {rest}");
        line.trim_end().to_owned()
    }
}

impl BlockCells {
    fn new(ctx: &Ctx, block: &Block, id: String, questions: &[Question]) -> Self {
        let details = &block.details;
        let activity = details.activity.as_ref().map(String::from);
        let account = details.account.as_ref();
        let account = account.map(|account| format!("@{}", account.as_str()));
        let requester = details.requester.as_ref();
        let requester = requester.map(|requester| format!("!{}", requester.as_str()));
        let names: Vec<String> = account.into_iter().chain(requester).collect();
        let mut others = details.clone();
        (others.activity, others.account, others.requester) = (None, None, None);
        let note = std::mem::take(&mut others.note);
        let produced = spell::details(&others);
        let place = format::misleading_offset(block.start, block.end, ctx.calendar());
        let day = ctx.calendar().day_of(block.start);
        let asked = away::find_question(block, questions)
            .map(|question| format::clock_on(question.since, ctx.calendar(), day));
        let asked = asked.map_or_else(String::new, |since| format!("counted up to {since}"));
        let clock_back = if block.clock_back { CLOCK_BACK } else { "" };
        let rest = [&asked, &place, clock_back, &produced, note.as_str()];
        let rest: Vec<&str> = rest.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            id,
            activity: activity.unwrap_or_else(|| block.category.to_string()),
            names: names.join(" "),
            rest: rest.join("  "),
        }
    }
}

impl BlockCells {
    /// Says that the meeting was prepared.
    fn mark_prepared(&mut self) {
        let gap = if self.rest.is_empty() { "" } else { "  " };
        self.rest = format!("prepared{gap}{}", self.rest);
    }
}

/// As much of each id as tells it from the others that are shown and, where they are few, from all others.
pub(in crate::cli) fn shortest_ids(
    store: &Store,
    blocks: &BTreeMap<BlockId, &Block>,
) -> Result<Vec<String>, StoreError> {
    let ids: Vec<String> = blocks.keys().map(ToString::to_string).collect();
    let few = ids.len() <= ID_ASKED;
    let shown = blocks.keys().enumerate().map(|(index, block)| {
        let others = if few {
            store.ids_beside(*block)?
        } else {
            [None; 2]
        };
        let mut others: Vec<String> = others.iter().flatten().map(ToString::to_string).collect();
        others.extend(index.checked_sub(1).map(|before| ids[before].clone()));
        others.extend(ids.get(index + 1).cloned());
        let id = &ids[index];
        let alike = |other: &String| {
            let pairs = id.bytes().zip(other.bytes());
            pairs.take_while(|(one, other)| one == other).count()
        };
        let length = others.iter().map(|other| alike(other) + 1).max();
        let length = length.unwrap_or(0).max(ID_MIN);
        Ok(id.get(..length).unwrap_or(id).to_owned())
    });
    shown.collect()
}
