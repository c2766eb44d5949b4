//! The guessed shares of a week as people write them, in percent: `60`, `60% 22 10 8`. Knows nothing of what the
//! week was.

use super::{Fault, place_in};
use crate::domain::review::{Guess, shown};

/// So far from 100 % the four shares may lie, for those who round.
const SLACK: f64 = 0.01 + 1e-9;

/// The guess that a line states: the share of selling, or all four in the order of the categories.
pub fn guess(line: &str) -> Result<Guess, Fault> {
    let words = words(line);
    let shares = words
        .iter()
        .map(|word| percent(line, word))
        .collect::<Result<Vec<f64>, Fault>>()?;
    let whole = || place_in(line, line.trim());
    let (selling, rest) = match shares[..] {
        [] => {
            return Err(Fault::at(line, whole(), "a share is missing")
                .hint("write it in percent: 60, or 60%"));
        }
        [selling] => (selling, None),
        [selling, admin, learning, distraction] => (selling, Some([admin, learning, distraction])),
        _ => {
            let many = if shares.len() < 4 { "few" } else { "many" };
            return Err(Fault::at(
                line,
                whole(),
                format!("{} are too {many} shares", shares.len()),
            )
            .hint("give selling alone, or all four: selling, admin, learning, distraction"));
        }
    };
    let sum: f64 = shares.iter().sum();
    if rest.is_some() && (sum - 1.0).abs() > SLACK {
        return Err(Fault::at(
            line,
            whole(),
            format!("the four shares make {}, not 100 %", shown(sum)),
        )
        .hint("a break is not working time: leave it out"));
    }
    Ok(Guess { selling, rest })
}

/// The words of the line; a sign that stands alone belongs to the number before it.
fn words(line: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        match words.last_mut() {
            Some(last) if word == "%" && !last.ends_with('%') => {
                let start = place_in(line, last).start;
                *last = &line[start..place_in(line, word).end];
            }
            Some(_) | None => words.push(word),
        }
    }
    words
}

/// `60`, `60%`, `60.5 %`, as a share from 0 to 1.
fn percent(line: &str, word: &str) -> Result<f64, Fault> {
    let digits = word.trim_end_matches('%').trim_end();
    let plain = !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    let number: Option<f64> = plain
        .then(|| digits.replace(',', ".").parse().ok())
        .flatten();
    let fault = |message: String| Fault::at(line, place_in(line, word), message);
    match number {
        Some(number) if number > 0.0 && number < 1.0 => {
            Err(fault(format!("{word} is less than 1 %")).hint(format!(
                "write it in percent: {}",
                shown(number).trim_end_matches(" %")
            )))
        }
        Some(number) if number <= 100.0 => Ok(number / 100.0),
        Some(_) => {
            Err(fault(format!("{word} is more than 100 %")).hint("a share goes from 0 to 100"))
        }
        None => Err(fault(format!("{word:?} is no share")).hint("write it in percent: 60, or 60%")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_in_percent() {
        let cases = [
            ("60", "selling 60 %"),
            ("60%", "selling 60 %"),
            ("62.5 %", "selling 62.5 %"),
            ("62,5%", "selling 62.5 %"),
            ("0", "selling 0 %"),
            ("100", "selling 100 %"),
            (
                "60 22 10 8",
                "selling 60 %, admin 22 %, learning 10 %, distraction 8 %",
            ),
            (
                "60 % 22 % 10 %  8 %",
                "selling 60 %, admin 22 %, learning 10 %, distraction 8 %",
            ),
            (
                "60 22 10 9",
                "selling 60 %, admin 22 %, learning 10 %, distraction 9 %",
            ),
            ("60 22 10 10", "the four shares make 102 %, not 100 %"),
            ("0.6 0.22 0.1 0.08", "0.6 is less than 1 %"),
            ("60 22", "2 are too few shares"),
            ("20 20 20 20 20", "5 are too many shares"),
            ("101", "101 is more than 100 %"),
            ("much", "\"much\" is no share"),
            ("%", "\"%\" is no share"),
            ("", "a share is missing"),
            ("1e1", "\"1e1\" is no share"),
        ];
        for (line, expected) in cases {
            let read =
                guess(line).map_or_else(|fault| fault.to_string(), |guess| guess.to_string());
            assert_eq!(read, expected, "{line}");
        }
    }
}
