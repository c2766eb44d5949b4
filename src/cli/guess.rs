//! `tafs guess`: what the rep believes the shares of a week are, before the review shows them.

use clap::Args;

use super::ctx::Ctx;
use super::{fault, output};
use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::parse::week::week;
use crate::domain::review::Guess;
use crate::error::Error;

/// Which shares, of which week.
#[derive(Args, Debug)]
pub(super) struct Asked {
    /// The share of selling in percent; then, if you like, those of admin, learning and distraction
    #[arg(value_name = "SELLING", num_args = 0..=4)]
    shares: Vec<String>,
    /// Which week: 2026-W10, W10, this, last, next, or a date in it [default: this]
    #[arg(long, value_name = "WEEK", default_value = "this", hide_default_value = true)]
    week: String,
}

pub(super) fn run(ctx: &Ctx, asked: &Asked) -> Result<(), Error> {
    let week = read_week(ctx, &asked.week)?;
    if asked.shares.is_empty() {
        if let Some(guess) = ctx.look()?.week_notes(week)?.guess {
            return output::result(&format!("{week}: {}\n", told(&guess)));
        }
        ctx.out.message(&format!("Nothing is guessed for {week}"));
        return Ok(());
    }
    let guess = read(&asked.shares)?;
    let former = ctx.store()?.set_guess(week, &guess, ctx.now)?;
    ctx.out.message(&format!("Guessed for {week}: {}", told(&guess)));
    if let Some(former) = former {
        ctx.out.aside(&format!("in place of {}", told(&former)));
    }
    ctx.out.aside("another guess takes its place, until the review shows the week");
    Ok(())
}

/// The week that a word names.
pub(super) fn read_week(ctx: &Ctx, said: &str) -> Result<Week, Error> {
    week(said, ctx.now, ctx.calendar()).map_err(|reason| fault::in_text(said, &reason))
}

fn read(words: &[String]) -> Result<Guess, Error> {
    let shares = words.iter().map(|word| percent(word)).collect::<Result<Vec<f64>, Error>>()?;
    let (selling, rest) = match shares[..] {
        [selling] => (selling, None),
        [selling, admin, learning, distraction] => (selling, Some([admin, learning, distraction])),
        _ => {
            return Err(Error::usage(format!("{} are too few shares", shares.len()))
                .hint("give selling alone, or all four: selling, admin, learning, distraction"));
        }
    };
    let sum: f64 = shares.iter().sum();
    if rest.is_some() && (sum - 1.0).abs() > 0.01 + 1e-9 {
        return Err(Error::usage(format!("the four shares make {}, not 100 %", shown(sum)))
            .hint("a break is not working time: leave it out"));
    }
    Ok(Guess { selling, rest })
}

/// `60`, `60%`, `60.5 %`, as a share from 0 to 1.
fn percent(word: &str) -> Result<f64, Error> {
    let digits = word.trim().trim_end_matches('%').trim_end();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let number: Option<f64> = plain.then(|| digits.replace(',', ".").parse().ok()).flatten();
    match number {
        Some(number) if number > 0.0 && number < 1.0 => Err(Error::usage(format!("{word} is less than 1 %"))
            .hint(format!("write it in percent: {}", shown(number).trim_end_matches(" %")))),
        Some(number) if number <= 100.0 => Ok(number / 100.0),
        Some(_) => Err(Error::usage(format!("{word} is more than 100 %")).hint("a share goes from 0 to 100")),
        None => Err(Error::usage(format!("{word:?} is no share")).hint("write it in percent: 60, or 60%")),
    }
}

/// `selling 60 %, admin 22 %, learning 10 %, distraction 8 %`.
fn told(guess: &Guess) -> String {
    let share = |category| guess.of(category).map(|share| format!("{category} {}", shown(share)));
    Category::WORK.into_iter().filter_map(share).collect::<Vec<_>>().join(", ")
}

/// With a decimal only where there is one.
fn shown(share: f64) -> String {
    format::percent(share).replace(".0 %", " %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_in_percent() {
        let cases = [
            ("60", "selling 60 %"),
            ("60%", "selling 60 %"),
            ("62.5", "selling 62.5 %"),
            ("62,5%", "selling 62.5 %"),
            ("0", "selling 0 %"),
            ("100", "selling 100 %"),
            ("60 22 10 8", "selling 60 %, admin 22 %, learning 10 %, distraction 8 %"),
            ("60 22 10 9", "selling 60 %, admin 22 %, learning 10 %, distraction 9 %"),
            ("60 22 10 10", "the four shares make 102 %, not 100 %"),
            ("0.6 0.22 0.1 0.08", "0.6 is less than 1 %"),
            ("60 22", "2 are too few shares"),
            ("101", "101 is more than 100 %"),
            ("much", "\"much\" is no share"),
            ("", "\"\" is no share"),
            ("1e1", "\"1e1\" is no share"),
        ];
        for (line, expected) in cases {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            assert_eq!(read(&words).map_or_else(|error| error.to_string(), |guess| told(&guess)), expected, "{line}");
        }
    }
}
