//! The 26 weeks: which are good, bad or off, what each day holds, and what is left to do from one to the next.

use std::collections::BTreeSet;

use chrono::{Datelike, Weekday};
use fastrand::Rng;

use super::pipeline::{Pipeline, pick};
use super::words;
use super::work::{Appointment, Task, Work};
use crate::domain::block::{Block, BlockId, Category};
use crate::domain::calendar::{Calendar, Day};
use crate::domain::stamp::{Length, Moment, Span};

/// How many weeks are told, the one of `now` included.
pub const WEEKS: i64 = 26;
/// The share of selling in the first weeks, and what the last ones have more.
const SHARE: (f64, f64) = (0.38, 0.10);
/// The share in a bad week.
const BAD_SHARE: f64 = 0.30;

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
        let mut days_off: BTreeSet<Day> = (0..5).map(|day| holiday.plus(day)).collect();
        days_off.insert(sick);
        Self {
            first,
            bad: [rng.i64(4..9), rng.i64(19..23)],
            days_off,
        }
    }
}

/// The story as far as it is told.
pub(super) struct Life {
    pub(super) rng: Rng,
    calendar: Calendar,
    pub(super) pipeline: Pipeline,
    pub(super) tasks: Vec<Task>,
    /// Seconds of selling and of all work, this week.
    pub(super) selling: i64,
    pub(super) tracked: i64,
    /// The share of selling that this week comes to, about.
    pub(super) target: f64,
    /// Seconds of learning that are left for this week.
    pub(super) learning: i64,
    /// Seconds of admin without a pause.
    pub(super) admin_run: i64,
    /// Whether the month or the quarter ends.
    pub(super) rush: bool,
    pub(super) today: Day,
    blocks: Vec<Block>,
}

/// The whole story up to `now`.
pub(super) fn live(now: Moment, calendar: &Calendar, seed: u64) -> Vec<Block> {
    let year = Year::of(now, seed);
    let mut rng = Rng::with_seed(seed);
    let mut life = Life {
        pipeline: Pipeline::new(&mut rng),
        rng,
        calendar: *calendar,
        tasks: Vec::new(),
        selling: 0,
        tracked: 0,
        target: SHARE.0,
        learning: 0,
        admin_run: 0,
        rush: false,
        today: year.first,
        blocks: Vec::new(),
    };
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
        self.learning = self.rng.i64(60..115) * 60;
        let monday = year.first.plus(7 * week);
        let count = self.rng.usize(6..9);
        let mut meetings = self.pipeline.due_to_meet(count, &mut self.rng);
        self.rng.shuffle(&mut meetings);
        let workdays = (0..5)
            .map(|day| monday.plus(day))
            .filter(|day| !year.days_off.contains(day))
            .count();
        for index in 0..7 {
            self.today = monday.plus(index);
            self.rush = ends_month(self.today);
            if year.days_off.contains(&self.today) {
                continue;
            }
            if index >= 5 {
                self.weekend();
                continue;
            }
            let left = (workdays as i64 - index).max(1) as usize;
            let today = meetings
                .split_off(meetings.len() - meetings.len().div_ceil(left).min(meetings.len()));
            let appointments = self.appointments(&today, week);
            self.day(appointments);
        }
    }

    /// The fixed points of a day: meetings inside, customers, lunch.
    fn appointments(&mut self, customers: &[&'static str], week: i64) -> Vec<Appointment> {
        let noon = self.rng.i64(0..25);
        let mut all = vec![self.fixed((12, noon), (27, 48), Work::rest())];
        let meeting =
            |requester, note| Work::admin("internal-meeting").asked(requester).noted(note);
        let weekday = self.today.weekday();
        match weekday {
            Weekday::Mon => {
                all.push(self.fixed((9, 0), (38, 58), meeting("manager", "pipeline call")));
            }
            Weekday::Wed if week % 2 == 0 => {
                all.push(self.fixed((8, 30), (35, 60), meeting("manager", "1:1, status only")));
            }
            Weekday::Thu if week % 3 == 1 => {
                let (requester, note, tag) = pick(&mut self.rng, &words::MEETINGS);
                all.push(self.fixed((16, 30), (32, 50), meeting(requester, note).tagged(tag)));
            }
            Weekday::Fri => {
                let forecast = Work::admin("reporting").asked("manager").noted("forecast");
                all.push(self.fixed((13, 0), (38, 62), forecast));
                all.push(self.fixed((14, 30), (40, 62), meeting("manager", "team call")));
                if week > 2 {
                    let review = Work::learning("review").noted("weekly review");
                    all.push(self.fixed((16, 40), (9, 19), review));
                }
            }
            _ => {}
        }
        for customer in customers {
            self.customer(customer, &mut all);
        }
        all.sort_by_key(|appointment| appointment.start);
        all
    }

    /// A meeting with a customer where the day has room for it; sometimes at their place.
    fn customer(&mut self, account: &'static str, all: &mut Vec<Appointment>) {
        let mut slots = [600, 630, 660, 690, 810, 840, 870, 900, 930].map(|minute| minute * 60);
        self.rng.shuffle(&mut slots);
        let visit = self.rng.f64() < 0.07;
        let length = if visit {
            self.rng.i64(3000..4500)
        } else {
            self.rng.i64(1680..3300)
        };
        let way = if visit { self.rng.i64(1500..2700) } else { 0 };
        let clear = |start: &i64| {
            all.iter().all(|other| {
                start + length + way + 300 <= other.start
                    || other.start + other.length + 300 <= start - way
            })
        };
        let Some(start) = slots.into_iter().find(clear) else {
            return;
        };
        let late = self.rng.i64(0..170);
        if visit {
            let travel = || Work::admin("travel").with(account);
            all.push(Appointment {
                start: start - way,
                length: way,
                work: travel(),
            });
            all.push(Appointment {
                start: start + length,
                length: way,
                work: travel(),
            });
            all.push(Appointment {
                start,
                length,
                work: Work::selling("meeting")
                    .with(account)
                    .noted("at their place"),
            });
        } else {
            all.push(Appointment {
                start: start + late,
                length,
                work: Work::selling("meeting").with(account),
            });
        }
    }

    fn fixed(
        &mut self,
        (hour, minute): (i64, i64),
        minutes: (i64, i64),
        work: Work,
    ) -> Appointment {
        let start = (hour * 60 + minute) * 60 + self.rng.i64(5..150);
        Appointment {
            start,
            length: self.rng.i64(minutes.0 * 60..minutes.1 * 60),
            work,
        }
    }

    /// Rarely a proposal is written on a weekend.
    fn weekend(&mut self) {
        if self.rng.f64() < if self.rush { 0.12 } else { 0.025 } {
            let account = pick(&mut self.rng, &words::ACCOUNTS);
            let work = Work::selling("proposal")
                .with(account)
                .noted(pick(&mut self.rng, &words::PROPOSAL));
            let start = self.rng.i64(10 * 3600..18 * 3600);
            let length = self.rng.i64(1500..3200);
            self.write(start, start + length, work);
        }
    }

    /// Puts a block on record; the times are seconds after midnight.
    pub(super) fn write(&mut self, from: i64, to: i64, work: Work) {
        let length = to - from;
        match work.category {
            Category::Selling => self.selling += length,
            Category::Admin | Category::Learning | Category::Distraction | Category::Break => {}
        }
        if work.category != Category::Break {
            self.tracked += length;
        }
        self.admin_run = if work.category == Category::Admin {
            self.admin_run + length
        } else {
            0
        };
        let moment = |after| {
            self.calendar
                .here(self.calendar.instant(self.today, Length::seconds(after)))
        };
        let (start, end) = (moment(from), moment(to));
        if Span::new(start.at, end.at).is_some() {
            let id = identity(start, &mut self.rng);
            self.blocks.push(Block {
                id,
                ..Block::new(start, Some(end), work.category, work.into_details())
            });
        }
    }

    /// The story up to `now`: what lies ahead is not on record, and in working hours something runs.
    fn until(mut self, now: Moment) -> Vec<Block> {
        self.blocks.retain(|block| block.start.at < now.at);
        let wall = Calendar::wall(now);
        let minute = i64::from(chrono::Timelike::num_seconds_from_midnight(&wall)) / 60;
        let working = wall.weekday().num_days_from_monday() < 5
            && (8 * 60 + 30..17 * 60 + 30).contains(&minute);
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
            let work = Work::selling("prospecting").noted("spring list");
            let id = identity(start, &mut self.rng);
            self.blocks.push(Block {
                id,
                ..Block::new(start, None, work.category, work.into_details())
            });
        }
        self.blocks
    }
}

/// Whether it is one of the last four days of a month.
fn ends_month(day: Day) -> bool {
    day.plus(4).0.month() != day.0.month()
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
