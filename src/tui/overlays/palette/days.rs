//! Days by what is typed: `yesterday`, `2026-03-05`, `thu`, `5 mar`.

use chrono::Datelike;

use crate::domain::calendar::Day;
use crate::domain::parse::range::{Range, parse_range};
use crate::tui::scene::Scene;

/// So many days back are known by the words of their date.
const KNOWN: i64 = 366;
/// No more of them are offered.
const OFFERED: usize = 7;
/// So many letters of a word say which one is meant.
const LETTERS: usize = 3;

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How well a day fits that is named by a number, by one word as a whole, or by words of its date.
const FITS: (u32, u32, u32) = (1000, 120, 40);

/// The days up to today that a text names, the one that it names as a whole first, then the latest; each with how well it
/// fits beside commands.
pub(super) fn find_days(scene: &Scene<'_>, typed: &str) -> Vec<(Day, u32)> {
    let typed = typed.trim().to_lowercase();
    let words = typed.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let words: Option<Vec<DayWord>> = words.map(read_word).collect();
    let words = words.unwrap_or_default();
    let named = match parse_range(&typed, scene.now, &scene.context.calendar) {
        Ok(Range::Days { first, last }) if first == last && first <= scene.today => Some(first),
        Ok(_) | Err(_) => None,
    };
    let recent = (0..KNOWN).map(|back| scene.today.plus(-back));
    let is_meant = |day: &Day| Some(*day) != named && words.iter().all(|word| word.is_of(*day));
    let fitting = recent
        .filter(|day| !words.is_empty() && is_meant(day))
        .take(OFFERED);
    let has_number = typed.contains(|c: char| c.is_ascii_digit());
    let (by_number, whole, by_word) = FITS;
    let of_word = if has_number { by_number } else { by_word };
    let named = named.map(|day| (day, if has_number { by_number } else { whole }));
    let fitting = fitting.map(|day| (day, of_word));
    named.into_iter().chain(fitting).collect()
}

/// A word of a date.
#[derive(Clone, Copy)]
enum DayWord {
    /// Of the month, or the year.
    Number(i64),
    /// From Monday on, as from 0.
    Weekday(u32),
    /// From January on, as from 0.
    Month(u32),
}

/// What a word means; three letters of a name are enough.
fn read_word(word: &str) -> Option<DayWord> {
    if let Ok(number) = word.parse() {
        return Some(DayWord::Number(number));
    }
    let place = |names: &[&str]| {
        let begins = |name: &&str| word.len() >= LETTERS && name.starts_with(word);
        names.iter().position(begins).map(|place| place as u32)
    };
    let weekday = place(&WEEKDAYS).map(DayWord::Weekday);
    weekday.or_else(|| place(&MONTHS).map(DayWord::Month))
}

impl DayWord {
    fn is_of(self, day: Day) -> bool {
        let date = day.0;
        match self {
            Self::Number(number) => {
                number == i64::from(date.day()) || number == i64::from(date.year())
            }
            Self::Weekday(place) => place == date.weekday().num_days_from_monday(),
            Self::Month(place) => place == date.month0(),
        }
    }
}
