//! Dates as tools write them for people, made the plain ones that `dates` reads: weekdays, names of months, short years.

use std::borrow::Cow;

/// How the names of months begin, in English, German, French, Spanish; the longer ones where three letters are two months.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz"],
    &["apr", "avr", "abr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aoû", "ago"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Words that stand between a date and a time.
const BETWEEN: [&str; 3] = ["at", "um", "à"];

/// A date, perhaps with a time, in figures; what is plain already stays. `short_years`: 26 is 2026.
pub(super) fn in_figures(text: &str, short_years: bool) -> Cow<'_, str> {
    let is_date = text.starts_with(|c: char| c.is_alphanumeric());
    let named = text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    if !is_date || !(named || short_years) {
        return Cow::Borrowed(text);
    }
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_weekday = |word: &&str| {
        let name = word.trim_end_matches([',', '.']).to_lowercase();
        WEEKDAYS.iter().any(|day| name.starts_with(day)) && name.chars().all(char::is_alphabetic)
    };
    let mut changed = words.first().is_some_and(is_weekday);
    if changed {
        words.remove(0);
    }
    if let Some((first, rest)) = words.split_first() {
        let (date, used) = by_name(first, rest)
            .or_else(|| {
                let long = lengthened(first).filter(|_| short_years)?;
                Some((long, 0))
            })
            .unwrap_or_else(|| ((*first).to_owned(), 0));
        changed |= used > 0 || date != **first;
        if changed {
            let mut rest: Vec<&str> = rest[used..].to_vec();
            rest.retain(|word| !BETWEEN.contains(&word.to_lowercase().as_str()));
            let all: Vec<&str> = std::iter::once(date.as_str()).chain(rest).collect();
            return Cow::Owned(all.join(" "));
        }
    }
    Cow::Borrowed(text)
}

/// `Mar 2, 2026`, `2 March 2026`, `02-Mar-2026` as `2026-03-02`, and how many words were read beside the first.
fn by_name(first: &str, rest: &[&str]) -> Option<(String, usize)> {
    let parts: Vec<&str> = first.split('-').collect();
    let (day, month, year, used) = match (parts.as_slice(), rest) {
        ([day, month, year], _) => (*day, *month, *year, 0),
        ([_], [second, third, ..]) if month_of(first).is_some() => (*second, first, *third, 2),
        ([_], [second, third, ..]) => (first, *second, *third, 2),
        _ => return None,
    };
    let number = |text: &str| text.trim_end_matches([',', '.']).parse::<u32>().ok();
    let (day, month, year) = (number(day)?, month_of(month)?, number(year)?);
    let year = if year < 100 && used == 0 {
        2000 + year
    } else {
        year
    };
    Some((format!("{year:04}-{month:02}-{day:02}"), used))
}

fn month_of(name: &str) -> Option<usize> {
    let name = name.trim_end_matches([',', '.']).to_lowercase();
    if !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let begins = |names: &[&str]| names.iter().any(|known| name.starts_with(known));
    MONTHS
        .iter()
        .position(|names| begins(names))
        .map(|at| at + 1)
}

/// `3/2/26` as `3/2/2026`.
fn lengthened(date: &str) -> Option<String> {
    let (date, comma) = date
        .strip_suffix(',')
        .map_or((date, ""), |date| (date, ","));
    let (before, year) = date.rsplit_once(['/', '.', '-'])?;
    let is_short = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    let separators = before.matches(['/', '.', '-']).count();
    let separator = &date[before.len()..=before.len()];
    let is_day = before.find(['/', '.', '-']).is_some_and(|at| at <= 2);
    (is_short && is_day && separators == 1).then(|| format!("{before}{separator}20{year}{comma}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words_become_dates_in_figures() {
        let cases = [
            ("Mon 03/02/2026", "03/02/2026"),
            ("Monday, March 2, 2026 8:30 AM", "2026-03-02 8:30 AM"),
            ("Mar 02, 2026 08:30:15 AM", "2026-03-02 08:30:15 AM"),
            ("2 Mär. 2026 um 08:30", "2026-03-02 08:30"),
            ("2 août 2026 à 8:30", "2026-08-02 8:30"),
            ("02-Mar-26 8:30", "2026-03-02 8:30"),
            ("2026-03-02 08:30", "2026-03-02 08:30"),
            ("2026-03-02T08:30:00Z", "2026-03-02T08:30:00Z"),
            ("8:30 AM", "8:30 AM"),
            ("3/2/26, 9:00:00 AM", "3/2/26, 9:00:00 AM"),
            ("nonsense", "nonsense"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(in_figures(text, false), expected, "{text}");
        }
        for (text, expected) in [
            ("3/2/26, 9:00:00 AM", "3/2/2026, 9:00:00 AM"),
            ("2.3.26", "2.3.2026"),
            ("3/2/2026 9:00", "3/2/2026 9:00"),
            ("2026-03-02 9:00", "2026-03-02 9:00"),
        ] {
            assert_eq!(in_figures(text, true), expected, "{text}");
        }
    }
}
