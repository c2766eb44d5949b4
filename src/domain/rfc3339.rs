//! A moment as RFC 3339 spells it, digit by digit: an export writes millions of them.

use super::stamp::Moment;

const DAY: i64 = 86_400;
/// From 1 March of the year 0 to 1 January 1970.
const TO_1970: i64 = 719_468;
/// The days of 400 years, after which the calendar is the same again.
const ERA: i64 = 146_097;

/// `2026-03-02T08:30:00+01:00`, all of it ASCII.
pub(super) fn spell(moment: Moment) -> [u8; 25] {
    let offset = moment.offset.seconds();
    let shown = moment.at.seconds() + i64::from(offset);
    let (year, month, day) = date_of(shown.div_euclid(DAY));
    let second = shown.rem_euclid(DAY) as u32;
    let away = offset.unsigned_abs() / 60;
    let mut text = *b"0000-00-00T00:00:00+00:00";
    if offset < 0 {
        text[19] = b'-';
    }
    let parts = [
        (0, year / 100),
        (2, year % 100),
        (5, month),
        (8, day),
        (11, second / 3600),
        (14, second / 60 % 60),
        (17, second % 60),
        (20, away / 60),
        (23, away % 60),
    ];
    for (place, number) in parts {
        text[place] += (number / 10) as u8;
        text[place + 1] += (number % 10) as u8;
    }
    text
}

/// Year, month and day of a day since 1970, counted in years that begin in March, so that the odd day is the last one.
const fn date_of(day: i64) -> (u32, u32, u32) {
    let days = day + TO_1970;
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (
        (era * 400 + year + later) as u32,
        month as u32,
        of_month as u32,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::stamp::{Offset, Stamp};

    #[test]
    fn it_is_what_a_calendar_says_on_every_day_there_is() {
        let spelled = |moment| String::from_utf8(spell(moment).to_vec()).expect("ASCII");
        let mut at = Stamp::MIN.seconds();
        let mut offset = -86_340;
        while at <= Stamp::MAX.seconds() {
            let moment = Moment::new(
                Stamp::clamped(at),
                Offset::new(offset).expect("within a day"),
            );
            let wall = Calendar::wall(moment);
            let expected = format!("{}T{}{}", wall.date(), wall.time(), moment.offset);
            assert_eq!(spelled(moment), expected);
            // No step takes the same time of day or offset again soon.
            at += 61_231;
            offset = (offset + 86_340 + 47 * 60) % 172_740 - 86_340;
        }
        let ends = [(Stamp::MIN, -3600), (Stamp::MAX, 3600)]
            .map(|(at, offset)| spelled(Moment::new(at, Offset::new(offset).expect("an offset"))));
        assert_eq!(
            ends,
            ["1899-12-31T23:00:00-01:00", "2200-01-01T00:59:59+01:00"]
        );
    }
}
