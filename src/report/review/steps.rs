//! The review in words, step by step: the screen, the terminal, Markdown and the page say the same. Facts, never
//! blame: a bad week takes the same path with the same words.

mod parts;
mod produced;
mod reveal;
mod took;

pub use produced::{effort_rows, fallen_stage, learned_words, prepared_words};
pub(super) use reveal::around_blocks;
pub use reveal::calibration_words;
pub use took::{recent_words, tier_words};

use parts::{list, note};
use produced::produced_blocks;
use reveal::reveal_blocks;
use took::took_blocks;

use super::followed::{DestinationRecord, FollowedRecord};
use super::record::ReviewRecord;
use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::review::{Missed, Step};
use crate::domain::text;
use crate::report::document::{Block, TableRow};

/// A review asks about so many wake-up calls.
pub const ALERTS: usize = 2;

/// What the record says in a step.
pub fn blocks_of(record: &ReviewRecord, step: Step) -> Vec<Block> {
    match step {
        Step::Tidy => tidy_blocks(record),
        Step::LastTime => last_time_blocks(record),
        Step::Guess => guess_blocks(record),
        Step::Reveal => [reveal_blocks(record), around_blocks(record)].concat(),
        Step::Commitment => commitment_blocks(record),
        Step::Produced => produced_blocks(record),
        Step::Took => took_blocks(record),
        Step::Freed => freed_blocks(record),
        Step::Decision => decision_blocks(record),
    }
}

/// What is asked of a commitment that was missed.
fn why_missed() -> Block {
    let whys: Vec<&str> = Missed::ALL.iter().map(|why| why.words()).collect();
    Block::Note(format!("Why was it missed: {}?", whys.join(", ")))
}

fn tidy_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(coverage) = record.totals.coverage() else {
        return note("Nothing tracked, so nothing is missing.");
    };
    let untracked = record.totals.untracked;
    let open = if untracked.is_positive() {
        format!("{} untracked", format::hours(untracked))
    } else {
        "no gaps".to_owned()
    };
    let covered = format::covered(coverage);
    vec![Block::Lead(format!("{covered} covered · {open}"))]
}

fn last_time_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(last) = &record.last_time else {
        return note("No review was closed for the week before.");
    };
    let commitment = last.commitment.as_ref().map(|of| {
        TableRow::new(None, &last.week.to_string(), &*of.words).beside(of.verdict.as_str())
    });
    let missed = last
        .missed
        .map(|why| TableRow::new(None, "why", why.words()));
    let before: Vec<TableRow> = commitment.into_iter().chain(missed).collect();
    let why = last.asks_why().then(why_missed);
    let followed = record.progress.followed.iter().map(followed_row);
    let destination = last.destination.as_ref();
    let destination = destination.map(|of| destination_row(of, record.over));
    let mut decided: Vec<TableRow> = followed.chain(destination).collect();
    if decided.is_empty() {
        // A review that was closed before this was known says no more.
        decided = decided_rows([&last.more, &last.less, &last.limit]);
    }
    if decided.is_empty() {
        let week = last.week;
        let nothing = format!("The review of {week} decided nothing beside its commitment.");
        let why = why.into_iter().collect();
        return [list(before), why, note(nothing)].concat();
    }
    let rows = list([before, decided].concat());
    rows.into_iter().chain(why).collect()
}

/// `shrink  admin/crm  2h10 → 1h05`.
fn followed_row(of: &FollowedRecord) -> TableRow {
    let row = TableRow::new(None, &of.verdict, &*of.what);
    row.beside(followed_words(of).unwrap_or_default())
}

/// How much of it there was, and is: `2h10 → 1h05`.
pub fn followed_words(of: &FollowedRecord) -> Option<String> {
    let [before, after] = [of.before_s?, of.after_s?].map(format::hours);
    Some(format!("{before} → {after}"))
}

fn destination_row(of: &DestinationRecord, is_over: bool) -> TableRow {
    TableRow::new(None, "freed time to", &*of.activity).beside(destination_words(of, is_over))
}

/// How much went where it was to go, in the week after the decision: `8h41 so far, 2h00 planned`.
pub fn destination_words(of: &DestinationRecord, is_over: bool) -> String {
    let [planned, done] = [of.planned_s, of.done_s].map(format::hours);
    let so_far = if is_over { "" } else { " so far" };
    format!("{done}{so_far}, {planned} planned")
}

/// What there is to be more and less of.
fn decided_rows(answers: [&Option<String>; 3]) -> Vec<TableRow> {
    let names = ["do more", "do less", "severely limit"].into_iter();
    names
        .zip(answers)
        .filter_map(|(name, answer)| Some(TableRow::new(None, name, answer.as_ref()?)))
        .collect()
}

fn guess_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(guess) = &record.guess else {
        return note("No guess was made before the week was shown.");
    };
    let row = |category: Category| {
        let share = format::plain_percent(guess.of(category)?);
        Some(TableRow::new(Some(category), category.name(), share))
    };
    list(Category::WORK.into_iter().filter_map(row).collect())
}

fn commitment_blocks(record: &ReviewRecord) -> Vec<Block> {
    let Some(commitment) = &record.commitment else {
        return note("The week had no commitment.");
    };
    let mut blocks = vec![
        Block::Lead(format!("{} · {}", commitment.words, commitment.verdict)),
        Block::Note(text::capitalized(&commitment.aim())),
    ];
    let missed = record.answers.missed;
    let why = missed.map(|why| TableRow::new(None, "why", why.words()));
    blocks.extend(list(why.into_iter().collect()));
    let is_asked = missed.is_none() && commitment.kept == Some(false);
    blocks.extend((is_asked && record.closed.is_none()).then(why_missed));
    blocks
}

fn freed_blocks(record: &ReviewRecord) -> Vec<Block> {
    let mut blocks = match (&record.freed, &record.usual) {
        (Some(freed), _) => {
            let gave_up = format::hours(freed.minutes);
            let to = Category::WORK.into_iter().zip(freed.to);
            let to = to.filter(|(_, length)| length.is_positive());
            let row = |(category, length): (Category, _)| {
                let row = TableRow::timed(Some(category), category.name(), length);
                row.beside(freed.gains_of(category))
            };
            let givers = text::capitalized(&freed.givers());
            let lead = Block::Lead(format!("{givers} gave up {gave_up}"));
            let planned = freed.destination.iter();
            let planned = planned.map(|of| {
                let row = TableRow::timed(None, &format!("next: {}", of.activity), of.planned_s);
                row.beside(if of.done_s.is_positive() {
                    format!("{} so far", format::hours(of.done_s))
                } else {
                    String::new()
                })
            });
            [vec![lead], list(to.map(row).chain(planned).collect())].concat()
        }
        (None, Some(_)) => note("No time freed compared with your usual week."),
        (None, None) => {
            let missing = record.missing.usual.as_deref().unwrap_or_default();
            note(format!("Freed time {missing}."))
        }
    };
    let alerts = record.alerts.iter().take(ALERTS).map(|alert| {
        let reply = record.answers.alerts.get(alert.kind.name());
        TableRow::new(None, alert.level.name(), &*alert.text)
            .beside(reply.map_or("", |reply| reply.response.words()))
            .answered_by(alert.kind.name())
    });
    blocks.extend(list(alerts.collect()));
    blocks
}

fn decision_blocks(record: &ReviewRecord) -> Vec<Block> {
    let answers = &record.answers;
    let rows = decided_rows([&answers.more, &answers.less, &answers.limit]);
    if rows.is_empty() {
        return note("Nothing is decided yet.");
    }
    list(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Week;
    use crate::domain::review::{Guess, WeekNotes};
    use crate::domain::stamp::Length;
    use crate::domain::taxonomy::Role;
    use crate::insight::hidden::Hidden;
    use crate::insight::testdata;
    use crate::report::review::{Facts, of_week};
    use crate::report::share;

    /// Maya's week of which only the first days are on record, with the weeks before it and a guess.
    fn record_of(days: i64, now: i64) -> ReviewRecord {
        let (context, week) = (
            testdata::context(),
            Week {
                first: testdata::monday(),
            },
        );
        let known = context.calendar.first_instant(week.first.plus(days));
        let blocks: Vec<_> = testdata::history()
            .into_iter()
            .filter(|block| block.start.at < known)
            .map(|mut block| {
                // Of some admin it isn't said who asked.
                let details = &mut block.details;
                details.requester.take_if(|of| of.as_str() == "self");
                block
            })
            .collect();
        let guess = Some(Guess {
            selling: 0.60,
            rest: None,
        });
        let notes = [(
            week,
            WeekNotes {
                guess,
                ..WeekNotes::default()
            },
        )];
        of_week(&Facts {
            week,
            on_record: (&blocks).into(),
            context: &context,
            now: context
                .calendar
                .here(context.calendar.first_instant(week.first.plus(now))),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &notes,
        })
    }

    /// What stands beside selling in it.
    fn beside_selling(days: i64, now: i64) -> (String, Option<String>) {
        let record = record_of(days, now);
        let rows = blocks_of(&record, Step::Reveal)
            .into_iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.rows),
                Block::Figure(_)
                | Block::Lead(_)
                | Block::Note(_)
                | Block::Caption(_)
                | Block::Days(_)
                | Block::Trend(..) => None,
            });
        let selling = rows
            .flatten()
            .find(|row| row.category == Some(Category::Selling))
            .map(|row| row.words_beside());
        let tafs = share::with_bounds(&record.reading());
        (tafs.unwrap_or_default(), selling)
    }

    #[test]
    fn what_isnt_known_yet_says_what_it_needs_unless_it_is_hidden() {
        let told = |record: &ReviewRecord, step| {
            let notes = blocks_of(record, step).into_iter();
            let notes = notes.filter_map(|block| match block {
                Block::Note(words) => words.strip_prefix("Not known yet: ").map(str::to_owned),
                Block::Figure(_)
                | Block::Table(_)
                | Block::Lead(_)
                | Block::Caption(_)
                | Block::Days(_)
                | Block::Trend(..) => None,
            });
            notes.collect::<Vec<String>>()
        };
        let context = testdata::context();
        let week = Week {
            first: testdata::monday(),
        };
        let blocks = testdata::week();
        let mut first = of_week(&Facts {
            week,
            on_record: (&blocks).into(),
            context: &context,
            now: testdata::at(week.first.plus(5), "0900"),
            role: Role::Ae,
            protected: Length::hours(1),
            notes: &[],
        });
        let guesses = "how far off your guesses are (needs 3 more weeks)";
        assert_eq!(
            told(&first, Step::Reveal),
            [format!("best four weeks (needs 4 more weeks), {guesses}")]
        );
        assert_eq!(
            told(&first, Step::Produced),
            [
                "usual touches (needs 3 more weeks), at which stage meetings fell (needs 3 more weeks)"
            ]
        );
        // With the weeks before it only guesses are missing.
        assert_eq!(told(&record_of(5, 7), Step::Reveal), [guesses]);
        assert!(told(&record_of(5, 7), Step::Produced).is_empty());
        let mut hidden = Hidden::default();
        for name in ["best_four", "calibration", "stages"] {
            hidden.add(name).expect("a name");
        }
        first.leave_out(&hidden);
        assert!(told(&first, Step::Reveal).is_empty());
        assert_eq!(
            told(&first, Step::Produced),
            ["usual touches (needs 3 more weeks)"]
        );
    }

    #[test]
    fn the_days_of_requests_and_accounts_are_named() {
        let took = |record: &ReviewRecord| format!("{:?}", blocks_of(record, Step::Took));
        let mut record = record_of(5, 7);
        assert!(record.over, "it is Monday after it");
        for words in [
            " requests in 28 days to Sun 8 Mar",
            "no advance yet, 28 days to Sun 8 Mar",
        ] {
            assert!(took(&record).contains(words), "{words}: {}", took(&record));
        }
        record.over = false;
        let told = took(&record);
        assert!(told.contains("no advance yet, 28 days\""), "{told}");
    }

    #[test]
    fn requesters_that_are_left_out_are_counted() {
        let mut record = record_of(5, 7);
        let ranked = record.ranked_requests()[0].clone();
        let told = |record: &ReviewRecord| format!("{:?}", blocks_of(record, Step::Took));
        assert!(!told(&record).contains("other requester"));
        let known = record.by_requester.iter().filter(|of| of.ranked).count();
        for _ in known..8 {
            record.by_requester.push(ranked.clone());
        }
        assert_eq!(record.ranked_requests().len(), 5);
        let (count, length) = record.requests_beyond().expect("some");
        assert_eq!(count, 3);
        let words = format!(
            "and 3 other requesters, {} in 28 days",
            format::hours(length)
        );
        assert!(told(&record).contains(&words), "{}", told(&record));
    }

    #[test]
    fn no_day_has_a_share_where_its_week_has_none() {
        let shares = |days| {
            let days = record_of(days, 7).days;
            days.iter().filter(|day| day.tafs.is_some()).count()
        };
        assert_eq!((shares(5), shares(2)), (5, 0));
    }

    #[test]
    fn the_longest_run_is_as_long_as_its_times_say() {
        let mut record = record_of(5, 7);
        let run = record.longest_selling_run.as_mut().expect("a run");
        // 2h19 and 40 seconds of Tue 12:20 to 14:40.
        run.start.at = run.start.at.plus(Length::seconds(30));
        run.end.at = run.end.at.plus(Length::seconds(10));
        run.seconds = run.end.at.since(run.start.at);
        let around = format!("{:?}", around_blocks(&record));
        let row = around.split("longest selling run").nth(1);
        let row = row.expect("it is told");
        let figure = row.split("Tue 12:20-14:40").next().unwrap_or_default();
        assert!(figure.contains("\"2h20\""), "{row}");
    }

    #[test]
    fn where_only_bounds_may_be_shown_no_share_stands_beside_them() {
        assert_eq!(
            beside_selling(5, 7),
            (
                "51.8 %".to_owned(),
                Some("51.8 %, +8.0 vs usual, +0h37 a workday, guess +8.2".to_owned())
            )
        );
        // 16h25 tracked, of which 8h45 selling, and 27h25 unknown: 37.4 % covered.
        assert_eq!(
            beside_selling(2, 7),
            ("20.0–82.5 %".to_owned(), Some(String::new()))
        );
        let took = |days| format!("{:?}", blocks_of(&record_of(days, 7), Step::Took));
        assert!(took(5).contains("of admin has no requester"));
        assert!(!took(2).contains("of admin has no requester"));
    }
}
