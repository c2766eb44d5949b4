//! One day: the fixed points, and what fills the time between them. Times are seconds after midnight.

use super::life::Life;
use super::pipeline::pick;
use super::words;
use super::work::{Appointment, Task, Work};
use crate::domain::block::{Category, Grade, Outcomes};
use crate::domain::calendar::Day;
use crate::domain::stamp::Length;

/// Room that is not worth starting anything for.
const TOO_SHORT: i64 = 5 * 60;
/// After so much admin without a pause the mind wanders.
const TIRED_AFTER: i64 = 50 * 60;

impl Life {
    /// Lives a day from its fixed points, which are in order.
    pub(super) fn day(&mut self, appointments: Vec<Appointment>) {
        self.admin_run = 0;
        let mut clock = self.rng.i64(8 * 3600 + 22 * 60..8 * 3600 + 44 * 60);
        let end = self.rng.i64(17 * 3600 + 8 * 60..17 * 3600 + 36 * 60)
            + if self.rush { 2400 } else { 0 };
        let mut prospected = 0;
        for appointment in appointments {
            let customer = appointment
                .work
                .account
                .filter(|_| appointment.work.category == Category::Selling);
            clock = self.fill(clock, appointment.start, customer, &mut prospected);
            clock = self.keep(clock, appointment);
        }
        self.fill(clock, end, None, &mut prospected);
        if self.rng.f64() < if self.rush { 0.25 } else { 0.05 } {
            let start = self.rng.i64(20 * 3600..20 * 3600 + 2400);
            let length = self.rng.i64(1300..3000);
            let account = pick(&mut self.rng, &words::ACCOUNTS);
            self.write(
                start,
                start + length,
                Work::selling("proposal").with(account).noted("proposal"),
            );
        }
    }

    /// Keeps an appointment, late if the work before went over; a customer's meeting comes to something.
    fn keep(&mut self, clock: i64, appointment: Appointment) -> i64 {
        let Appointment {
            start,
            length,
            mut work,
        } = appointment;
        let start = start.max(clock);
        let end = start + length;
        let account = work.account.filter(|_| work.category == Category::Selling);
        if let Some((result, stage)) =
            account.and_then(|name| self.pipeline.meet(name, self.rush, &mut self.rng))
        {
            if self.rng.f64() < 0.93 {
                work.outcomes.grade = Some(result.grade);
            }
            work.note = result.note;
            self.after_meeting(account.unwrap_or_default(), result.grade, stage);
        }
        self.write(start, end, work);
        end
    }

    /// What a meeting leaves to do.
    fn after_meeting(&mut self, account: &'static str, grade: Grade, stage: usize) {
        let follow_up = Task {
            from: self.today,
            minutes: (11, 28),
            work: Work::selling("follow-up")
                .with(account)
                .noted(pick(&mut self.rng, &words::FOLLOW_UP)),
        };
        self.tasks.insert(0, follow_up);
        let later = self.today.plus(self.rng.i64(0..3));
        match (grade, stage) {
            (Grade::Advance, 1 | 2) => {
                let note = pick(&mut self.rng, &words::PROPOSAL);
                let proposal = Work::selling("proposal").with(account).noted(note);
                self.leave(later, (38, 70), proposal);
                if self.rng.bool() {
                    let note = pick(&mut self.rng, &words::DEAL_STRATEGY);
                    let strategy = Work::selling("deal-strategy").with(account).noted(note);
                    self.leave(self.today.plus(1), (22, 42), strategy);
                }
            }
            (Grade::Advance, 3..) => {
                for _ in 0..2 {
                    let (who, note) = pick(&mut self.rng, &words::APPROVALS);
                    let approval = Work::admin("approvals").with(account);
                    self.leave(later, (18, 46), approval.asked(who).noted(note));
                }
            }
            (Grade::Won, _) => {
                let order = Work::admin("approvals").with(account);
                let order = order.asked("finance").noted("order form");
                self.leave(self.today, (15, 32), order);
                let (who, note) = pick(&mut self.rng, &words::TROUBLE);
                let trouble = Work::admin("problem-solving").with(account);
                let from = self.today.plus(self.rng.i64(6..20));
                self.leave(from, (25, 50), trouble.asked(who).noted(note));
            }
            (Grade::Advance | Grade::Continuation | Grade::No, _) => {}
        }
    }

    fn leave(&mut self, from: Day, minutes: (i64, i64), work: Work) {
        self.tasks.push(Task {
            from,
            minutes,
            work,
        });
    }

    /// Fills the time up to a fixed point, some of it with preparation if a customer is next; returns where it
    /// ended.
    fn fill(
        &mut self,
        mut clock: i64,
        until: i64,
        next: Option<&'static str>,
        prospected: &mut i64,
    ) -> i64 {
        let mut next = next.filter(|_| self.rng.f64() < 0.6);
        while until - clock >= TOO_SHORT {
            let soon = next.take_if(|_| until - clock < 90 * 60);
            let (work, minutes) = match soon {
                Some(account) => self.prepare(account),
                None => self.next_work(clock, prospected),
            };
            let wanted = self.rng.i64(minutes.0 * 60..minutes.1 * 60);
            let room = until - clock;
            let length = if room - wanted < TOO_SHORT {
                room
            } else {
                wanted
            };
            // What is stopped for a fixed point is stopped a little before it.
            let early = if length == room {
                self.rng.i64(0..150).min(length / 4)
            } else {
                0
            };
            let work = if work.activity == Some("prospecting") {
                self.calls(work, length)
            } else {
                work
            };
            if work.activity == Some("prospecting") {
                *prospected += length;
            }
            self.write(clock, clock + length - early, work);
            clock += length;
            if self.rng.f64() < 0.22 {
                clock += self.rng.i64(150..900);
            }
        }
        clock
    }

    /// What to do next, and for how many minutes.
    fn next_work(&mut self, clock: i64, prospected: &mut i64) -> (Work, (i64, i64)) {
        let fresh = self
            .tasks
            .first()
            .is_some_and(|task| task.work.activity == Some("follow-up"));
        if fresh {
            let task = self.tasks.remove(0);
            return (task.work, task.minutes);
        }
        let wandering = if self.admin_run > TIRED_AFTER {
            0.60
        } else {
            0.085
        };
        if self.rng.f64() < wandering {
            let (activity, note) = pick(&mut self.rng, &words::DISTRACTION);
            let work = Work::of(Category::Distraction, Some(activity)).noted(note);
            return (
                work,
                if self.admin_run > TIRED_AFTER {
                    (9, 29)
                } else {
                    (6, 18)
                },
            );
        }
        let share = if self.tracked == 0 {
            self.target
        } else {
            self.selling as f64 / self.tracked as f64
        };
        let morning = clock < 12 * 3600 && *prospected == 0;
        let chance = 7.0_f64.mul_add(self.target - share, if morning { 0.52 } else { 0.36 });
        if self.rng.f64() < chance {
            self.sell(clock, *prospected)
        } else {
            self.administer(clock)
        }
    }

    fn sell(&mut self, clock: i64, prospected: i64) -> (Work, (i64, i64)) {
        if clock < 12 * 3600 && prospected < 80 * 60 && self.rng.f64() < 0.75 {
            return (Work::selling("prospecting"), (42, 92));
        }
        if let Some(task) = self.due(Category::Selling) {
            return (task.work, task.minutes);
        }
        let open = self
            .pipeline
            .open
            .iter()
            .map(|deal| deal.account)
            .collect::<Vec<_>>();
        let account = if open.is_empty() {
            words::ACCOUNTS[0]
        } else {
            pick(&mut self.rng, &open)
        };
        match self.rng.u32(..10) {
            0..2 => self.prepare(account),
            2..5 => (
                Work::selling("nurture")
                    .with(account)
                    .noted(pick(&mut self.rng, &words::NURTURE)),
                (17, 43),
            ),
            _ => (Work::selling("prospecting"), (32, 72)),
        }
    }

    fn prepare(&mut self, account: &'static str) -> (Work, (i64, i64)) {
        (
            Work::selling("prep")
                .with(account)
                .noted(pick(&mut self.rng, &words::PREP)),
            (19, 52),
        )
    }

    fn administer(&mut self, clock: i64) -> (Work, (i64, i64)) {
        if clock > 13 * 3600 && self.learning > 0 && self.rng.f64() < 0.22 {
            let (activity, note, tag) = pick(&mut self.rng, &words::LEARNING);
            let minutes = (24, 47);
            self.learning -= 35 * 60;
            return (Work::learning(activity).noted(note).tagged(tag), minutes);
        }
        if let Some(task) = self.due(Category::Admin).filter(|_| self.rng.f64() < 0.8) {
            return (task.work, task.minutes);
        }
        match self.rng.u32(..20) {
            0..7 => {
                let (requester, note) = pick(&mut self.rng, &words::MAIL);
                (
                    Work::admin("internal-email").asked(requester).noted(note),
                    (16, 41),
                )
            }
            7..12 => (
                Work::admin("crm")
                    .asked("self")
                    .noted(pick(&mut self.rng, &["", "", "expenses", "notes"])),
                (13, 34),
            ),
            12..15 => {
                let (requester, note, tag) = pick(&mut self.rng, &words::MEETINGS);
                (
                    Work::admin("internal-meeting")
                        .asked(requester)
                        .noted(note)
                        .tagged(tag),
                    (26, 52),
                )
            }
            15..17 => {
                let who = pick(&mut self.rng, &["manager", "revops"]);
                (
                    Work::admin("reporting")
                        .asked(who)
                        .noted(pick(&mut self.rng, &["forecast sheet", "stage fields"])),
                    (22, 48),
                )
            }
            _ => {
                let account = pick(&mut self.rng, &self.pipeline.sold);
                let (requester, note) = pick(&mut self.rng, &words::TROUBLE);
                (
                    Work::admin("problem-solving")
                        .with(account)
                        .asked(requester)
                        .noted(note),
                    (21, 50),
                )
            }
        }
    }

    /// A task of this category whose day has come.
    fn due(&mut self, category: Category) -> Option<Task> {
        let index = self
            .tasks
            .iter()
            .position(|task| task.work.category == category && task.from <= self.today)?;
        Some(self.tasks.remove(index))
    }

    /// What calling for so long produces; a meeting that is set opens a deal.
    fn calls(&mut self, work: Work, seconds: i64) -> Work {
        let hours = Length::seconds(seconds).as_hours();
        let touches = (hours * (16.0 + 8.0 * self.rng.f64())) as u32;
        let conversations = (0..touches).filter(|_| self.rng.f64() < 0.135).count() as u32;
        let meetings = (0..conversations).filter(|_| self.rng.f64() < 0.26).count() as u32;
        for _ in 0..meetings {
            self.pipeline.add(&mut self.rng);
        }
        let note = pick(&mut self.rng, &words::PROSPECTING);
        let mut work = work.noted(note);
        work.outcomes = Outcomes {
            touches,
            conversations,
            meetings,
            grade: None,
        };
        work
    }
}
