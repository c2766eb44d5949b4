//! Random work against the store and against a naive model: a strip of minutes, each with the block that holds it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, FileFailurePersistence};
use tafs::domain::block::{Account, Block, Category, Details, Note, Prospect};
use tafs::domain::calendar::{Calendar, Zone, parse_rfc3339};
use tafs::domain::change::{Change, Patch, Target};
use tafs::domain::filter::Filter;
use tafs::domain::hours::WorkHours;
use tafs::domain::record::Record;
use tafs::domain::rules::Consent;
use tafs::domain::stamp::{Length, Moment, Offset, Stamp};
use tafs::domain::taxonomy::Taxonomy;
use tafs::domain::text;
use tafs::insight::Context;
use tafs::insight::groups::{By, Tally};
use tafs::store::{ChangeError, Store, StoreError};
use tempfile::TempDir;

use crate::support::env::quick_place;
use crate::support::made::{self, Step};

/// So many minutes the strip has; the work begins in its middle.
const STRIP: usize = 3000;
const MIDNIGHT: i64 = 1_772_406_000;

/// What is known of a stretch of time.
#[derive(Clone, PartialEq, Debug)]
struct Work {
    category: Category,
    details: Details,
}

/// A stretch of the strip: from, to (`None` while it runs), what.
type Stretch = (usize, Option<usize>, Work);

/// The model. No rules, no edits: each minute holds the number of a piece of work, and what runs holds all
/// minutes from its start on.
#[derive(Clone, PartialEq, Debug)]
struct Strip {
    minutes: Vec<Option<usize>>,
    works: Vec<Work>,
    running: Option<(usize, usize)>,
}

impl Strip {
    fn new() -> Self {
        Self {
            minutes: vec![None; STRIP],
            works: Vec::new(),
            running: None,
        }
    }

    fn know(&mut self, category: Category, details: Details) -> usize {
        self.works.push(Work { category, details });
        self.works.len() - 1
    }

    fn stretches(&self) -> Vec<Stretch> {
        let mut stretches: Vec<(usize, usize, usize)> = Vec::new();
        for (minute, holder) in self.minutes.iter().enumerate() {
            let Some(holder) = *holder else { continue };
            match stretches.last_mut() {
                Some((_, to, last)) if *last == holder && *to == minute => *to += 1,
                _ => stretches.push((minute, minute + 1, holder)),
            }
        }
        let ended = stretches
            .into_iter()
            .map(|(from, to, work)| (from, Some(to), self.works[work].clone()));
        let running = self
            .running
            .map(|(from, work)| (from, None, self.works[work].clone()));
        ended.chain(running).collect()
    }

    /// Takes `from..to` away from whatever holds it; `None` for all from there on.
    fn free(&mut self, from: usize, to: Option<usize>) {
        if let Some((start, work)) = self.running
            && to.is_none_or(|to| start < to)
        {
            self.minutes[start.min(from)..from].fill(Some(work));
            let later = match to {
                Some(to) if start < from => Some((to, self.same_work(work))),
                Some(to) => Some((to, work)),
                None => None,
            };
            self.running = later;
        }
        let end = to.unwrap_or(STRIP);
        // Held on both sides: the later part is a stretch of its own.
        let held = |minute: usize| self.minutes.get(minute).copied().flatten();
        if let (true, Some(before), Some(after)) = (
            from > 0 && end > from,
            held(from.wrapping_sub(1)),
            held(end),
        ) && before == after
        {
            let tail = self.same_work(before);
            for minute in &mut self.minutes[end..] {
                if *minute != Some(before) {
                    break;
                }
                *minute = Some(tail);
            }
        }
        self.minutes[from..end].fill(None);
    }

    fn same_work(&mut self, work: usize) -> usize {
        let Work { category, details } = self.works[work].clone();
        self.know(category, details.same_work())
    }

    fn put(&mut self, from: usize, to: Option<usize>, work: usize) {
        self.free(from, to);
        match to {
            Some(to) => self.minutes[from..to].fill(Some(work)),
            None => self.running = Some((from, work)),
        }
    }

    /// Where the stretch of that number lies and whose work it is.
    fn nth(&self, pick: usize) -> Option<(usize, Option<usize>, usize)> {
        let stretches = self.stretches();
        let (from, to, _) = stretches.get(pick.checked_rem(stretches.len())?)?.clone();
        let work = if to.is_some() {
            self.minutes[from]
        } else {
            self.running.map(|(_, work)| work)
        };
        Some((from, to, work.expect("a stretch is somebody's work")))
    }

    fn remove(&mut self, from: usize, to: Option<usize>) {
        match to {
            Some(to) => self.minutes[from..to].fill(None),
            None => self.running = None,
        }
    }

    /// Does what the step asks; `false` where that is not allowed.
    fn take(&mut self, step: &Step, now: usize) -> bool {
        let ago = |back: i64| {
            now.checked_add_signed(-back as isize)
                .expect("inside the strip")
        };
        match step {
            Step::Start {
                back,
                category,
                details,
            } => self.start(ago(*back), *category, details, now),
            Step::Stop { back } => match self.running {
                Some((start, work)) if ago(*back) <= now => {
                    if ago(*back) > start {
                        self.minutes[start..ago(*back)].fill(Some(work));
                    } else {
                        self.minutes[ago(*back)..].fill(None);
                    }
                    self.running = None;
                    true
                }
                _ => false,
            },
            Step::Resume { back } => self.resume(ago(*back), now),
            Step::Claim { category } => self.claim(*category, now),
            Step::Add {
                back,
                length,
                category,
                details,
            } => {
                let (from, to) = (ago(*back), ago(*back - *length));
                if from > now || to > now || to <= from {
                    return false;
                }
                let work = self.know(*category, details.clone());
                self.put(from, Some(to), work);
                true
            }
            Step::Retime { pick, start, end } => {
                self.retime(*pick, start.map(ago), end.map(|end| end.map(ago)), now)
            }
            Step::Retag { pick, category } => self.reword(*pick, |work| retag(work, *category)),
            Step::Renote { pick, note } => {
                self.reword(*pick, |work| work.details.note = note.clone())
            }
            Step::Split { pick, back } => self.split(*pick, ago(*back), now),
            Step::Merge { pick } => self.merge(*pick),
            Step::Delete { pick } => {
                if let Some((from, to, _)) = self.nth(*pick) {
                    self.remove(from, to);
                }
                true
            }
            Step::Wait(_) | Step::Undo | Step::Redo | Step::Reopen => unreachable!("not a change"),
        }
    }

    fn start(&mut self, at: usize, category: Category, details: &Details, now: usize) -> bool {
        if at > now {
            return false;
        }
        if let Some((start, work)) = self.running {
            let known = &self.works[work];
            if known.category == category && (details.is_empty() || known.details == *details) {
                if at < start {
                    self.running = None;
                    self.put(at, Some(start), work);
                    self.minutes[at..start].fill(None);
                    self.running = Some((at, work));
                }
                return true;
            }
        }
        let work = self.know(category, details.clone());
        self.put(at, None, work);
        true
    }

    fn resume(&mut self, at: usize, now: usize) -> bool {
        let key = |work: &Work| {
            (
                work.category,
                work.details.activity.clone(),
                work.details.account.clone(),
            )
        };
        let current = self.running.map(|(_, work)| key(&self.works[work]));
        let earlier = self
            .stretches()
            .into_iter()
            .rev()
            .filter(|(from, to, _)| to.is_some() && *from < at);
        let Some((_, _, work)) = { earlier }.find(|(_, _, work)| Some(key(work)) != current) else {
            return false;
        };
        if at > now {
            return false;
        }
        let (category, activity, account) = key(&work);
        let work = self.know(
            category,
            Details {
                activity,
                account,
                ..Details::default()
            },
        );
        self.put(at, None, work);
        true
    }

    fn claim(&mut self, category: Category, now: usize) -> bool {
        if self.running.is_some() {
            return self.reword(self.stretches().len() - 1, |work| retag(work, category));
        }
        let Some(last) = self.minutes.iter().rposition(Option::is_some) else {
            return false;
        };
        let work = self.know(category, Details::default());
        self.minutes[last + 1..now.max(last + 1)].fill(Some(work));
        last + 1 < now
    }

    fn retime(
        &mut self,
        pick: usize,
        start: Option<usize>,
        end: Option<Option<usize>>,
        now: usize,
    ) -> bool {
        let Some((old_from, old_to, work)) = self.nth(pick) else {
            return true;
        };
        let (from, to) = (start.unwrap_or(old_from), end.unwrap_or(old_to));
        if (from, to) == (old_from, old_to) {
            return true;
        }
        if from > now || to.is_some_and(|to| to > now || to <= from) {
            return false;
        }
        let later = |(other, _, _): &Stretch| *other > from && *other != old_from;
        if to.is_none() && old_to.is_some() && self.stretches().iter().any(later) {
            return false;
        }
        self.remove(old_from, old_to);
        self.put(from, to, work);
        true
    }

    fn split(&mut self, pick: usize, at: usize, now: usize) -> bool {
        let Some((from, to, work)) = self.nth(pick) else {
            return true;
        };
        if at <= from || at >= to.unwrap_or(now) {
            return false;
        }
        let rest = self.same_work(work);
        self.minutes[from..at].fill(Some(work));
        self.running = if to.is_some() {
            self.running
        } else {
            Some((at, rest))
        };
        self.minutes[at..to.unwrap_or(at)].fill(Some(rest));
        true
    }

    fn merge(&mut self, pick: usize) -> bool {
        let stretches = self.stretches();
        let Some(pick) = pick.checked_rem(stretches.len()) else {
            return true;
        };
        let Some((from, _, one)) = pick.checked_sub(1).map(|before| stretches[before].clone())
        else {
            return false;
        };
        let (old_from, to, other) = stretches[pick].clone();
        let (mine, its) = (&one.details, &other.details);
        let same = one.category == other.category;
        let mut outcomes = mine.outcomes;
        outcomes.meetings += its.outcomes.meetings;
        let notes = [mine.note.as_str(), its.note.as_str()];
        let note = if notes[0] == notes[1] {
            notes[0].to_owned()
        } else {
            notes.join("\n").trim().to_owned()
        };
        let details = Details {
            activity: mine
                .activity
                .clone()
                .or(if same { its.activity.clone() } else { None }),
            account: mine.account.clone().or(its.account.clone()),
            note: Note::new(&note).expect("short notes"),
            outcomes,
            prospect: Prospect {
                source: mine.prospect.source.clone().or(if same {
                    its.prospect.source.clone()
                } else {
                    None
                }),
                fit: mine
                    .prospect
                    .fit
                    .or(if same { its.prospect.fit } else { None }),
            },
            ..Details::default()
        };
        let work = self.know(one.category, details);
        self.remove(old_from, to);
        self.minutes[from..old_from].fill(None);
        match to {
            Some(to) => self.minutes[from..to].fill(Some(work)),
            None => self.running = Some((from, work)),
        }
        true
    }

    fn reword(&mut self, pick: usize, reword: impl Fn(&mut Work)) -> bool {
        if let Some((from, to, work)) = self.nth(pick) {
            let Work { category, details } = self.works[work].clone();
            let fresh = self.know(category, details);
            reword(&mut self.works[fresh]);
            match to {
                Some(to) => self.minutes[from..to].fill(Some(fresh)),
                None => self.running = Some((from, fresh)),
            }
        }
        true
    }
}

fn retag(work: &mut Work, category: Category) {
    if work.category != category {
        work.details.activity = None;
        work.details.prospect = Prospect::default();
    }
    work.category = category;
}

fn moment(minute: usize) -> Moment {
    Moment {
        at: Stamp::clamped(MIDNIGHT + minute as i64 * 60),
        offset: Offset::new(3600).expect("an hour"),
    }
}

/// The same change for the store.
fn change(step: &Step, blocks: &[Block], now: usize) -> Option<Change> {
    let ago = |back: i64| {
        moment(
            now.checked_add_signed(-back as isize)
                .expect("inside the strip"),
        )
    };
    let target = |pick: usize| {
        blocks
            .get(pick.checked_rem(blocks.len())?)
            .map(Target::from)
    };
    let edit = |pick: usize, patch: Patch| {
        Some(Change::Edit {
            seen: Box::new(blocks.get(pick.checked_rem(blocks.len())?)?.clone()),
            patch,
        })
    };
    match step.clone() {
        Step::Start {
            back,
            category,
            details,
        } => Some(Change::Start {
            at: ago(back),
            category,
            details,
        }),
        Step::Stop { back } => Some(Change::Stop { at: ago(back) }),
        Step::Resume { back } => Some(Change::Resume { at: ago(back) }),
        Step::Claim { category } => Some(Change::Claim {
            at: moment(now),
            day_start: moment(0).at,
            category,
        }),
        Step::Add {
            back,
            length,
            category,
            details,
        } => Some(Change::Add {
            start: ago(back),
            end: ago(back - length),
            category,
            details,
        }),
        Step::Retime { pick, start, end } => edit(
            pick,
            Patch {
                start: start.map(ago),
                end: end.map(|end| end.map(ago)),
                ..Patch::default()
            },
        ),
        Step::Retag { pick, category } => edit(
            pick,
            Patch {
                category: Some(category),
                ..Patch::default()
            },
        ),
        Step::Renote { pick, note } => edit(
            pick,
            Patch {
                note: Some(note),
                ..Patch::default()
            },
        ),
        Step::Split { pick, back } => Some(Change::Split {
            target: target(pick)?,
            at: ago(back),
        }),
        Step::Merge { pick } => Some(Change::Merge {
            target: target(pick)?,
        }),
        Step::Delete { pick } => Some(Change::Delete {
            target: target(pick)?,
        }),
        Step::Wait(_) | Step::Undo | Step::Redo | Step::Reopen => None,
    }
}

fn all(store: &Store) -> Vec<Block> {
    let mut blocks = Vec::new();
    store
        .every(|block| {
            blocks.push(block);
            Ok::<(), StoreError>(())
        })
        .expect("the blocks are read");
    blocks
}

/// Without ids and revisions.
fn told(blocks: &[Block]) -> Vec<Stretch> {
    let minute = |moment: Moment| ((moment.at.seconds() - MIDNIGHT) / 60) as usize;
    let work = |block: &Block| Work {
        category: block.category,
        details: block.details.clone(),
    };
    blocks
        .iter()
        .map(|block| (minute(block.start), block.end.map(minute), work(block)))
        .collect()
}

fn assert_whole(blocks: &[Block]) {
    for pair in blocks.windows(2) {
        assert!(
            pair[0].end.is_some_and(|end| end.at <= pair[1].start.at),
            "the lane is not whole: {blocks:#?}"
        );
    }
    for block in blocks {
        assert!(
            block.end.is_none_or(|end| end.at > block.start.at),
            "a block without length: {block:#?}"
        );
    }
}

/// The file of a sequence, where it has one.
enum Place {
    Memory,
    File(TempDir),
}

impl Place {
    fn open(&self) -> Store {
        match self {
            Self::Memory => Store::in_memory().expect("a store"),
            Self::File(folder) => Store::open(&folder.path().join("tafs.db")).expect("a store"),
        }
    }
}

/// Takes the steps with the store and with the strip, and compares after each; then takes all back, and makes all
/// again.
fn walk(steps: &[Step], place: &Place) {
    let mut store = place.open();
    let mut now = STRIP / 2;
    // The states that the undo goes through, and where it stands.
    let (mut history, mut here) = (vec![Strip::new()], 0_usize);
    for step in steps {
        match step {
            Step::Wait(minutes) => now = (now + *minutes as usize).min(STRIP - 10),
            Step::Reopen => {
                if matches!(place, Place::File(_)) {
                    drop(store);
                    store = place.open();
                }
            }
            Step::Undo => {
                let undone = store.undo(moment(now)).expect("an undo");
                assert_eq!(undone.is_some(), here > 0, "something to undo");
                here = here.saturating_sub(1);
            }
            Step::Redo => {
                let redone = store.redo(moment(now)).expect("a redo");
                assert_eq!(
                    redone.is_some(),
                    here + 1 < history.len(),
                    "something to redo"
                );
                here = (here + 1).min(history.len() - 1);
            }
            Step::Start { .. }
            | Step::Stop { .. }
            | Step::Resume { .. }
            | Step::Claim { .. }
            | Step::Add { .. }
            | Step::Retime { .. }
            | Step::Retag { .. }
            | Step::Renote { .. }
            | Step::Split { .. }
            | Step::Merge { .. }
            | Step::Delete { .. } => {
                let Some(change) = change(step, &all(&store), now) else {
                    continue;
                };
                let mut after = history[here].clone();
                let allowed = after.take(step, now);
                match store.apply_with(&change, Consent::Given, moment(now)) {
                    Ok(applied) => {
                        assert!(allowed, "{change:?} is not allowed");
                        if !applied.edits.is_empty() {
                            history.truncate(here + 1);
                            history.push(after);
                            here += 1;
                        }
                    }
                    Err(ChangeError::Refused(refusal)) => {
                        assert!(!allowed, "{change:?} is allowed: {refusal}");
                    }
                    Err(ChangeError::Store(error)) => panic!("{change:?}: {error}"),
                }
            }
        }
        let blocks = all(&store);
        assert_whole(&blocks);
        assert_eq!(
            told(&blocks),
            history[here].stretches(),
            "after {step:?} at minute {now}"
        );
    }
    while store.redo(moment(now)).expect("a redo").is_some() {}
    let end = all(&store);
    for _ in 1..history.len() {
        store
            .undo(moment(now))
            .expect("an undo")
            .expect("something to undo");
    }
    assert_eq!(
        (all(&store), store.undo(moment(now)).expect("an undo")),
        (vec![], None),
        "all is taken back"
    );
    while store.redo(moment(now)).expect("a redo").is_some() {}
    let again = all(&store);
    assert!(
        end.len() == again.len()
            && end
                .iter()
                .zip(&again)
                .all(|(one, other)| one.says_the_same(other)),
        "all is made again: {end:#?}\n{again:#?}"
    );
}

/// Failing seeds are kept beside this file.
fn config(cases: u32) -> Config {
    let persistence = FileFailurePersistence::WithSource("regressions");
    Config {
        cases,
        failure_persistence: Some(Box::new(persistence)),
        max_shrink_iters: 20_000,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn the_store_is_a_strip_of_minutes(steps in vec(made::step(), 1..30)) {
        walk(&steps, &Place::Memory);
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn so_is_the_file_also_when_it_is_opened_again(steps in vec(made::step(), 1..30)) {
        walk(&steps, &Place::File(tempfile::tempdir_in(quick_place()).expect("a folder")));
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_block_survives_the_file_and_its_json(block in made::any_block()) {
        let json = serde_json::to_string(&Record::from(&block)).expect("a record is JSON");
        let record: Record = serde_json::from_str(&json).expect("JSON is a record");
        prop_assert_eq!(&record.into_arrival().expect("a record is a block").block, &block);
        let mut store = Store::in_memory().expect("a store");
        store.seed_blocks(std::iter::once(block.clone())).expect("a block");
        prop_assert_eq!(all(&store), vec![block]);
    }

    #[test]
    fn text_is_clean_after_one_cleaning_and_moves_no_cursor(dirty in prop_oneof![any::<String>(), made::dirty_text()]) {
        let clean = text::clean(&dirty);
        prop_assert_eq!(text::clean(&clean), clean.clone());
        prop_assert!(clean.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'), "{:?}", clean);
        let line = text::clean_line(&dirty);
        prop_assert_eq!(text::clean_line(&line), line.clone());
        prop_assert!(text::visible(&dirty).chars().all(|c| !c.is_control()));
        prop_assert!(Note::new(&clean).map_or(true, |note| note.as_str() == clean));
    }

    #[test]
    fn a_cut_text_fits_and_a_padded_one_fills(any in any::<String>(), columns in 0..40_usize) {
        prop_assert!(text::width(&text::fit(&any, columns)) <= columns);
        prop_assert_eq!(text::width(&text::pad(&any, columns)), columns);
    }
}

/// Blocks one after another from a Saturday evening in Berlin on, over the night in which the clocks change.
fn lane(parts: &[(i64, i64, usize, Option<&str>)]) -> Vec<Block> {
    let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
    let mut at = parse_rfc3339("2026-03-28T20:00:00+01:00")
        .expect("a time")
        .at;
    let block = |&(gap, length, category, account): &(i64, i64, usize, Option<&str>)| {
        let start = at.plus(Length::seconds(gap));
        at = start.plus(Length::seconds(length));
        let details = Details {
            account: account.and_then(|name| Account::new(name).ok()),
            ..Details::default()
        };
        Block::new(
            calendar.here(start),
            Some(calendar.here(at)),
            Category::ALL[category],
            details,
        )
    };
    parts.iter().map(block).collect()
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn groups_add_up_to_the_second_and_their_shares_to_one(
        parts in vec((0..3_600_i64, 1..20_000_i64, 0..5_usize, select(vec![None, Some("Northwind"), Some("Halden")])), 1..6),
        by in select(By::ALL.to_vec()),
    ) {
        let calendar = Calendar::new(Zone::named("Europe/Berlin").expect("a zone"));
        let context = Context { calendar, hours: WorkHours::default(), taxonomy: Taxonomy::default() };
        let blocks = lane(&parts);
        let first = context.calendar.day_of(blocks[0].start);
        let all = Filter::default();
        let mut tally = Tally::new(by, None, &context, &all);
        tally.count(context.ledger(&blocks, Stamp::MAX).days(first, first.plus(2)));
        let report = tally.finish();
        let work: i64 =
            parts.iter().filter(|part| part.2 != Category::Break as usize).map(|(_, length, ..)| length).sum();
        let groups: i64 =
            report.groups.iter().filter(|group| group.is_work()).map(|group| group.time().as_seconds()).sum();
        prop_assert_eq!((report.totals.tracked().as_seconds(), groups), (work, work));
        let shares: f64 = report.groups.iter().filter_map(|group| report.share(group)).sum();
        prop_assert!((shares - if work > 0 { 1.0 } else { 0.0 }).abs() < 1e-9, "{}", shares);
    }
}
