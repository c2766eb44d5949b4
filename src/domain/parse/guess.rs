//! The guessed shares of a week as people write them, in percent: `60`, `60% 22 10 8`. Knows nothing of what the
//! week was.

use super::{ParseError, place_in};
use crate::domain::review::{Guess, shown};

/// So far from 100 % the four shares may lie, for those who round.
const SLACK: f64 = 0.01 + 1e-9;

/// The guess that a line states: the share of selling, or all four in the order of the categories.
pub fn parse_guess(line: &str) -> Result<Guess, ParseError> {
    let words = split_shares(line);
    let shares = words
        .iter()
        .map(|word| read_percent(line, word))
        .collect::<Result<Vec<f64>, ParseError>>()?;
    let error = |message: String| ParseError::on(line, line.trim(), message);
    let (selling, rest) = match shares[..] {
        [] => {
            return Err(
                error("a share is missing".to_owned()).hint("write it in percent: 60, or 60%")
            );
        }
        [selling] => (selling, None),
        [selling, admin, learning, distraction] => (selling, Some([admin, learning, distraction])),
        _ => {
            let many = if shares.len() < 4 { "few" } else { "many" };
            return Err(error(format!("{} are too {many} shares", shares.len()))
                .hint("give selling alone, or all four: selling, admin, learning, distraction"));
        }
    };
    let sum: f64 = shares.iter().sum();
    if rest.is_some() && (sum - 1.0).abs() > SLACK {
        return Err(
            error(format!("the four shares make {}, not 100 %", shown(sum)))
                .hint("a break is not working time: leave it out"),
        );
    }
    Ok(Guess { selling, rest })
}

/// The words of the line; a sign that stands alone belongs to the number before it.
fn split_shares(line: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        match words.last_mut() {
            Some(last) if word == "%" && !last.ends_with('%') => {
                *last = &line[place_in(line, last).start..place_in(line, word).end];
            }
            Some(_) | None => words.push(word),
        }
    }
    words
}

/// `60`, `60%`, `60.5 %`, as a share from 0 to 1.
fn read_percent(line: &str, word: &str) -> Result<f64, ParseError> {
    let digits = word.trim_end_matches('%').trim_end();
    let is_plain = digits
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','));
    let number: Option<f64> = digits.replace(',', ".").parse().ok();
    let error = |message: String, hint: &str| Err(ParseError::on(line, word, message).hint(hint));
    match number.filter(|_| is_plain) {
        Some(number) if number > 0.0 && number < 1.0 => {
            let meant = shown(number);
            let hint = format!("write it in percent: {}", meant.trim_end_matches(" %"));
            error(format!("{word} is less than 1 %"), &hint)
        }
        Some(number) if number <= 100.0 => Ok(number / 100.0),
        Some(_) => error(
            format!("{word} is more than 100 %"),
            "a share goes from 0 to 100",
        ),
        None => error(
            format!("{word:?} isn't a share"),
            "write it in percent: 60, or 60%",
        ),
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
            ("much", "\"much\" isn't a share"),
            ("%", "\"%\" isn't a share"),
            ("", "a share is missing"),
            ("1e1", "\"1e1\" isn't a share"),
        ];
        for (line, expected) in cases {
            let read =
                parse_guess(line).map_or_else(|fault| fault.to_string(), |guess| guess.to_string());
            assert_eq!(read, expected, "{line}");
        }
    }
}
