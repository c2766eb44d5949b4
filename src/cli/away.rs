//! `tafs away`: the open questions about time away, and the answer to the first one.

use clap::Args;

use super::consent::ForceArgs;
use super::ctx::Ctx;
use super::{feedback, hyphens, output, parse_error};
use crate::domain::away::{Answer, Cause, Question};
use crate::domain::block::{Block, Category};
use crate::domain::change::{Change, Target};
use crate::domain::format;
use crate::domain::parse::time;
use crate::domain::wording::describe_work;
use crate::error::Error;

/// What the time was.
#[derive(Args, Debug)]
pub(super) struct AwayArgs {
    /// What it was: keep (all of it), selling, admin, learning, distraction, break, off, or split TIME
    #[arg(value_name = "ANSWER")]
    answer: Vec<String>,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn answer_question(ctx: &Ctx, asked: &AwayArgs) -> Result<(), Error> {
    let words = hyphens::unmark(&asked.answer);
    let store = ctx.look()?;
    let mut open = Vec::new();
    for question in store.questions(ctx.now)? {
        open.extend(store.block(question.block)?.map(|block| (question, block)));
    }
    drop(store.into_store());
    let Some((question, block)) = open.first() else {
        if words.is_empty() {
            ctx.message("No question about time away is open");
            return Ok(());
        }
        return Err(Error::failed("no question about time away is open")
            .hint("tafs edit changes any block"));
    };
    if words.is_empty() {
        let lines: Vec<String> = open
            .iter()
            .map(|(question, block)| question_line(ctx, question, block))
            .collect();
        output::result(&format!("{}\n", lines.join("\n")))?;
        ctx.aside("tafs away keep|s|a|l|d|b|off|split TIME answers the first");
        return Ok(());
    }
    let (answer, remark) = read_answer(ctx, &words, block)?;
    let mut store = ctx.store()?;
    let change = Change::Answer {
        target: Target::from(block),
        question: *question,
        answer,
    };
    let remarks = remark.as_slice();
    feedback::apply(ctx, &mut store, &change, asked.force, remarks)
}

/// A question in one line.
fn question_line(ctx: &Ctx, question: &Question, block: &Block) -> String {
    let today = ctx.today();
    let until = question.until_in(block, ctx.now);
    let length = format::spoken(until.at.clock_since(question.since.at));
    let times = format::stretch(question.since, until, ctx.calendar(), today);
    let why = match question.cause {
        Cause::Slept => "the machine slept",
        Cause::Stale => "is the end forgotten?",
    };
    let what = describe_work(block);
    format!(
        "{what} since {}: what was {times} ({length})? {why}",
        ctx.clock_on(block.start),
    )
}

fn read_answer(
    ctx: &Ctx,
    words: &[String],
    block: &Block,
) -> Result<(Answer, Option<String>), Error> {
    let word = words[0].to_lowercase();
    let answer = match (word.as_str(), words.len()) {
        ("keep", 1) => Answer::Keep,
        ("off" | "o", 1) => Answer::Off,
        ("split", 2..) => {
            let text = words[1..].join(" ");
            let told = time::parse_time_inside(&text, block, ctx.now, ctx.calendar())
                .map_err(parse_error::mark_in(&text))?;
            return Ok((Answer::Split(told.moment), told.remark));
        }
        (word, 1) => match Category::from_word(word) {
            Some(category) => Answer::Was(category),
            None => return Err(unknown_answer(words)),
        },
        _ => return Err(unknown_answer(words)),
    };
    Ok((answer, None))
}

fn unknown_answer(words: &[String]) -> Error {
    Error::usage(format!("{:?} isn't an answer", words.join(" ")))
        .hint("say keep, s, a, l, d, b, off, or split with a time: tafs away split 12:30")
}
