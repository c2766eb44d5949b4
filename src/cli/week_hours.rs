//! The planned hours of a week in one line, as a person writes and reads them: `mon-thu 09:00-17:30; fri 09:00-13:00`.

/// The days as the config names them.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// How hours of a day are said to be none.
const NONE: &str = "none";

/// "mon-thu 09:00-17:30; fri 09:00-13:00", as it can be answered.
pub(super) fn describe_week(week: &[String; 7]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut first = 0;
    while first < DAYS.len() {
        let same = week[first..]
            .iter()
            .take_while(|hours| **hours == week[first])
            .count();
        let last = first + same - 1;
        let days = if first == last {
            DAYS[first].to_owned()
        } else {
            format!("{}-{}", DAYS[first], DAYS[last])
        };
        if !week[first].is_empty() {
            parts.push(format!("{days} {}", week[first]));
        }
        first += same;
    }
    if parts.is_empty() {
        return NONE.to_owned();
    }
    parts.join("; ")
}

/// The hours of each day. Hours without days are those of each day that is planned so far; where days are named the
/// others are no workdays.
pub(super) fn read_week(answer: &str, week: &[String; 7]) -> Result<[String; 7], String> {
    let names_days = answer.starts_with(|c: char| c.is_alphabetic()) && answer != NONE;
    let mut set: [String; 7] = Default::default();
    if names_days {
        for part in answer
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (days, hours) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
            if hours.trim().is_empty() {
                return Err(format!("write hours after {days}, or {NONE}"));
            }
            for day in read_days(days)? {
                hours_text(hours).clone_into(&mut set[day]);
            }
        }
    } else {
        let has_plan = week.iter().any(|hours| !hours.is_empty());
        for (day, set) in set.iter_mut().enumerate() {
            if (has_plan && !week[day].is_empty()) || (!has_plan && day < 5) {
                hours_text(answer).clone_into(set);
            }
        }
    }
    Ok(set)
}

fn hours_text(hours: &str) -> &str {
    match hours.trim() {
        NONE => "",
        hours => hours,
    }
}

/// `mon`, `mon-fri`, `mon,wed,fri`.
fn read_days(text: &str) -> Result<Vec<usize>, String> {
    let day = |name: &str| {
        let name = name.to_lowercase();
        let found = DAYS.iter().position(|day| name.starts_with(day));
        found.ok_or_else(|| format!("name days as {}", DAYS.join(", ")))
    };
    let mut days = Vec::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        // From Friday to Monday goes over the end of the week.
        days.extend((0..=(last + 7 - first) % 7).map(|after| (first + after) % 7));
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_as_it_is_told() {
        for text in ["mon-fri", "mon 9:00-10:00; fri"] {
            assert!(read_week(text, &Default::default()).is_err(), "{text}");
        }
        let of = |text: &str| read_week(text, &Default::default()).expect(text);
        for (answer, told) in [
            ("09:00-17:00", "mon-fri 09:00-17:00"),
            (
                "mon-thu 09:00-12:00, 13:00-18:00; fri 09:00-13:00",
                "mon-thu 09:00-12:00, 13:00-18:00; fri 09:00-13:00",
            ),
            (
                "Monday,wed 10:00-11:00;sun 9:00-10:00",
                "mon 10:00-11:00; wed 10:00-11:00; sun 9:00-10:00",
            ),
            ("none", "none"),
            ("mon none", "none"),
        ] {
            assert_eq!(describe_week(&of(answer)), told, "{answer}");
        }
        let week = of("tue,sat 10:00-11:00");
        let kept = read_week("09:00-10:00", &week).expect("hours");
        assert_eq!(describe_week(&kept), "tue 09:00-10:00; sat 09:00-10:00");
        assert!(read_week("someday 9-5", &week).is_err());
    }
}
