//! The 26 weeks: which are good, bad or off, what fills each day, and what comes of the deals.

use std::collections::{BTreeSet, VecDeque};
use std::iter::repeat_n;

use chrono::{Datelike, Timelike};
use fastrand::Rng;

use super::plan::{PLANS, Plan, accounts, read_plans};
use crate::domain::block::{Block, BlockId, Category, Grade, Outcomes};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Length, Moment, Span};

/// How many weeks are told, the one of `now` included.
pub const WEEKS: i64 = 26;
/// The share of selling in the first weeks, and what the last ones have more.
const SHARE: (f64, f64) = (0.38, 0.10);
/// The share in a bad week.
const BAD_SHARE: f64 = 0.30;
/// Room that is not worth starting anything for.
const TOO_SHORT: i64 = 5 * 60;
/// After so much admin without a pause the mind wanders.
const TIRED_AFTER: i64 = 50 * 60;
const NOON: i64 = 12 * 3600;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// How far a deal has come: the index of its next meeting.
const LAST_STAGE: usize = 3;

/// What is said of a first, second, … meeting that was an advance.
const ADVANCES: [&str; 4] = [
    "demo agreed for next week|brings the ops lead next time|sends the process map|asked for a demo",
    "CFO joins next call|security call booked|wants a business case|two more teams to see it",
    "POC terms agreed|budget owner named|legal has our paper|board date known",
    "redlines back by Friday|signature date set|procurement opened the order",
];
const CONTINUATIONS: &str = "nice chat, no next step|will get back to us|waiting for budget season|\
    same questions as last time|sponsor away, call again|likes it, no date|needs to ask IT";
const NOES: &str =
    "stays with the old tool|no budget this year|project stopped|went with the rival";
const WINS: &str = "signed!|order in, 24 months|won: start on the 1st|signed, two sites";

/// Which weeks are special.
pub(super) struct Year {
    first: Day,
    bad: [i64; 2],
    pub(super) days_off: BTreeSet<Day>,
}

impl Year {
    /// The Monday on which the story begins.
    pub(super) fn first_monday(now: Moment) -> Day {
        let today = Day(Calendar::wall(now).date());
        today.plus(-i64::from(today.weekday().num_days_from_monday()) - 7 * (WEEKS - 1))
    }

    /// The special weeks of a seed.
    pub(super) fn of(now: Moment, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ 0x5eed);
        let first = Self::first_monday(now);
        let holiday = first.plus(7 * rng.i64(10..14));
        let sick = first.plus(7 * rng.i64(15..18) + rng.i64(1..4));
        let holidays = (0..5).map(|day| holiday.plus(day));
        let days_off = holidays.chain([sick]).collect();
        let bad = [rng.i64(4..9), rng.i64(19..23)];
        Self {
            first,
            bad,
            days_off,
        }
    }
}

/// A customer who may buy.
#[derive(Clone, Copy)]
struct Deal {
    account: &'static str,
    /// 0 first meeting, 1 demo, 2 business case, 3 negotiation.
    stage: usize,
    /// Likes to talk and never decides.
    talker: bool,
}

/// The story as far as it is told.
struct Life {
    rng: Rng,
    calendar: Calendar,
    plans: Vec<Plan>,
    /// Whom to meet next is the first.
    deals: VecDeque<Deal>,
    /// Those who are no deal yet.
    names: VecDeque<&'static str>,
    /// Those who bought: sometimes there is trouble.
    sold: Vec<&'static str>,
    just_met: Option<&'static str>,
    /// Seconds of selling and of all work, this week.
    selling: i64,
    tracked: i64,
    /// The share of selling that this week comes to, about.
    target: f64,
    /// Seconds of admin without a pause.
    admin_run: i64,
    /// Whether the month or the quarter ends.
    rush: bool,
    today: Day,
    /// Seconds after midnight.
    clock: i64,
    blocks: Vec<Block>,
}

/// The whole story up to `now`.
pub(super) fn tell_life(now: Moment, calendar: &Calendar, seed: u64) -> Vec<Block> {
    let year = Year::of(now, seed);
    let mut life = Life {
        rng: Rng::with_seed(seed),
        calendar: *calendar,
        plans: read_plans(PLANS),
        deals: VecDeque::new(),
        names: accounts().into(),
        sold: vec!["Ostrava"],
        just_met: None,
        selling: 0,
        tracked: 0,
        target: SHARE.0,
        admin_run: 0,
        rush: false,
        today: year.first,
        clock: 0,
        blocks: Vec::new(),
    };
    for stage in [0, 1, 2, 0, 1, 2, 0, 1, 2] {
        life.open_deal(stage);
    }
    for week in 0..WEEKS {
        life.week(&year, week);
    }
    life.until(now)
}

impl Life {
    fn week(&mut self, year: &Year, week: i64) {
        (self.selling, self.tracked) = (0, 0);
        let progress = week as f64 / (WEEKS - 1) as f64;
        let luck = (self.rng.f64() - 0.5) * 0.06;
        self.target = if year.bad.contains(&week) {
            BAD_SHARE
        } else {
            SHARE.1.mul_add(progress, SHARE.0)
        } + luck;
        for (index, weekday) in WEEKDAYS.into_iter().enumerate() {
            self.today = year.first.plus(7 * week + index as i64);
            self.rush = self.today.plus(4).0.month() != self.today.0.month();
            if !year.days_off.contains(&self.today) {
                self.day(weekday, index < 5);
            }
        }
    }

    /// Lives a day from its fixed points; on a weekend nothing fills the time between them.
    fn day(&mut self, weekday: &str, workday: bool) {
        self.admin_run = 0;
        self.clock = self.rng.i64(8 * 3600 + 1320..8 * 3600 + 2640);
        let late = if self.rush { 2400 } else { 0 };
        let end = self.rng.i64(17 * 3600 + 480..17 * 3600 + 2160) + late;
        for plan in self.plans.clone() {
            let Some(start) = plan.start else { continue };
            let today = plan.weekday == weekday || (plan.weekday == "day" && workday);
            if !today || self.rng.usize(..100) >= plan.weight {
                continue;
            }
            let start = start + self.rng.i64(5..170);
            if workday {
                self.fill(start.min(end));
            }
            self.clock = self.clock.max(start);
            let length = self.rng.i64(plan.seconds.clone());
            self.write(&plan, length, length);
        }
        if workday {
            self.fill(end);
        }
    }

    /// Fills the time up to a fixed point.
    fn fill(&mut self, until: i64) {
        while until - self.clock >= TOO_SHORT {
            let plan = self.choose();
            let wanted = self.rng.i64(plan.seconds.clone());
            let room = until - self.clock;
            if room - wanted < TOO_SHORT {
                // What is stopped for a fixed point is stopped a little before it.
                let early = self.rng.i64(0..150).min(room / 4);
                self.write(&plan, room, room - early);
            } else {
                self.write(&plan, wanted, wanted);
            }
            if self.rng.f64() < 0.22 {
                self.clock += self.rng.i64(150..900);
            }
        }
    }

    /// What to do next.
    fn choose(&mut self) -> Plan {
        if self.just_met.is_some() {
            return self.any_of(Category::Selling, "follow-up");
        }
        let wandering = if self.admin_run > TIRED_AFTER {
            0.6
        } else {
            0.085
        };
        if self.rng.f64() < wandering {
            return self.any_of(Category::Distraction, "");
        }
        let share = if self.tracked == 0 {
            self.target
        } else {
            self.selling as f64 / self.tracked as f64
        };
        let morning = self.clock < NOON;
        let chance = 7.0_f64.mul_add(self.target - share, if morning { 0.5 } else { 0.36 });
        if self.rng.f64() < chance {
            let calls = morning && self.rng.f64() < 0.6;
            self.any_of(Category::Selling, if calls { "prospecting" } else { "" })
        } else if !morning && self.rng.f64() < 0.15 {
            self.any_of(Category::Learning, "")
        } else {
            self.any_of(Category::Admin, "")
        }
    }

    /// One of the plans that fill free time, by their weight; an empty activity means any.
    fn any_of(&mut self, category: Category, activity: &str) -> Plan {
        let fits = |plan: &&Plan| {
            let same = activity.is_empty() || plan.activity == activity;
            plan.start.is_none() && plan.category == category && same
        };
        let plans = self.plans.iter().filter(fits);
        let plans: Vec<&Plan> = plans.flat_map(|plan| repeat_n(plan, plan.weight)).collect();
        plans[self.rng.usize(..plans.len())].clone()
    }

    /// Puts a plan on record as carried out; it takes the time of `taken` and `length` of it is recorded.
    fn write(&mut self, plan: &Plan, taken: i64, length: i64) {
        let mut note = pick_one(&mut self.rng, &plan.notes);
        let mut outcomes = Outcomes::default();
        let open = self.rng.usize(..self.deals.len());
        let account = match plan.account {
            "next" => {
                let (account, result, said) = self.meet();
                said.clone_into(&mut note);
                outcomes.grade = (self.rng.f64() < 0.93).then_some(result);
                self.just_met = Some(account);
                account
            }
            "last" => self.just_met.take().unwrap_or(self.deals[open].account),
            "open" => self.deals[open].account,
            "sold" => pick_one(&mut self.rng, &self.sold),
            _ => "",
        };
        if plan.activity == "prospecting" {
            outcomes = self.call(length);
        }
        if plan.category == Category::Selling {
            self.selling += length;
        }
        if plan.category != Category::Break {
            self.tracked += length;
        }
        self.admin_run = if plan.category == Category::Admin {
            self.admin_run + length
        } else {
            0
        };
        let moment = |after| {
            let instant = self.calendar.instant(self.today, Length::seconds(after));
            self.calendar.here(instant)
        };
        let (start, end) = (moment(self.clock), moment(self.clock + length));
        self.clock += taken;
        if Span::new(start.at, end.at).is_some() {
            let details = plan.details(account, &note, outcomes);
            self.push_block(Block::new(start, Some(end), plan.category, details));
        }
    }

    /// Puts a block on record under an id of the seed.
    fn push_block(&mut self, mut block: Block) {
        block.id = identity(block.start, &mut self.rng);
        self.blocks.push(block);
    }

    /// What calling for so long produces; a meeting that is set opens a deal.
    fn call(&mut self, seconds: i64) -> Outcomes {
        let hours = Length::seconds(seconds).as_hours();
        let touches = (hours * (16.0 + 8.0 * self.rng.f64())) as u32;
        let mut some_of =
            |count: u32, share| (0..count).filter(|_| self.rng.f64() < share).count() as u32;
        let conversations = some_of(touches, 0.135);
        let meetings = some_of(conversations, 0.26);
        for _ in 0..meetings {
            self.open_deal(0);
        }
        Outcomes {
            touches,
            conversations,
            meetings,
            grade: None,
        }
    }

    /// Somebody new may buy.
    fn open_deal(&mut self, stage: usize) {
        let talker = self.rng.f64() < 0.22;
        if self.deals.len() < 14 {
            let account = self.names.pop_front();
            let deal = |account| Deal {
                account,
                stage,
                talker,
            };
            self.deals.extend(account.map(deal));
        }
    }

    /// Meets whose turn it is: the customer, what it came to, and what is said of it.
    fn meet(&mut self) -> (&'static str, Grade, &'static str) {
        if self.deals.len() < 8 {
            self.open_deal(0);
        }
        let deal = self.deals[0];
        self.deals.rotate_left(1);
        let roll = self.rng.f64();
        let won = if self.rush { 0.50 } else { 0.32 };
        let (grade, notes) = match (deal.talker, deal.stage) {
            (false, LAST_STAGE) if roll < won => (Grade::Won, WINS),
            (false, stage) if roll < 0.62 => (Grade::Advance, ADVANCES[stage]),
            (_, _) if roll < 0.90 => (Grade::Continuation, CONTINUATIONS),
            (_, _) => (Grade::No, NOES),
        };
        match grade {
            Grade::Advance => {
                let stage = (deal.stage + 1).min(LAST_STAGE);
                self.deals.pop_back();
                self.deals.push_back(Deal { stage, ..deal });
            }
            Grade::Continuation => {}
            Grade::No | Grade::Won => {
                self.deals.pop_back();
                self.names.push_back(deal.account);
            }
        }
        if grade == Grade::Won {
            self.sold.push(deal.account);
        }
        let notes: Vec<&str> = notes.split('|').collect();
        (deal.account, grade, pick_one(&mut self.rng, &notes))
    }

    /// The story up to `now`: what lies ahead is not on record, and in working hours something runs.
    fn until(mut self, now: Moment) -> Vec<Block> {
        self.blocks.retain(|block| block.start.at < now.at);
        let working = is_working(now);
        let Some(last) = self.blocks.last_mut() else {
            return self.blocks;
        };
        let end = last.end_or(now.at);
        if end > now.at || (working && now.at.since(end) < Length::minutes(4)) {
            // Nobody knows yet what it will produce.
            last.end = None;
            last.details = last.details.same_work();
        } else if working {
            let recent = now.at.minus(Length::minutes(self.rng.i64(4..12)));
            let start = self.calendar.here(end.max(recent));
            let plan = self.any_of(Category::Selling, "prospecting");
            let details = plan.details("", "spring list", Outcomes::default());
            self.push_block(Block::new(start, None, plan.category, details));
        }
        self.blocks
    }
}

/// Whether the seller works at this time of the week.
pub(super) fn is_working(now: Moment) -> bool {
    let wall = Calendar::wall(now);
    let minute = wall.hour() * 60 + wall.minute();
    wall.weekday().num_days_from_monday() < 5 && (8 * 60 + 30..17 * 60 + 30).contains(&minute)
}

/// One of them.
fn pick_one<T: Clone>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())].clone()
}

/// A UUID of version 7 for a block that began then.
pub(super) fn identity(start: Moment, rng: &mut Rng) -> BlockId {
    let mut bytes = rng.u128(..).to_be_bytes();
    let millis = (start.at.seconds().max(0) * 1000).to_be_bytes();
    bytes[..6].copy_from_slice(&millis[2..]);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    BlockId::from_bytes(bytes)
}
