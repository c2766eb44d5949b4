//! The keys of other layouts by their place: which Latin letter or digit stands where this letter does.

/// Rows of keys: what a layout has, and what a US keyboard has in the same places.
const ROWS: [(&str, &str); 11] = [
    // Russian, with the letters of Ukrainian and Belarusian that it lacks.
    ("йцукенгшщзхъїўі", "qwertyuiop[]]os"),
    ("фывапролджэє", "asdfghjkl;''"),
    ("ячсмитьбю", "zxcvbnm,."),
    ("ЙЦУКЕНГШЩЗХЪЇЎІ", "QWERTYUIOP{}}OS"),
    ("ФЫВАПРОЛДЖЭЄ", "ASDFGHJKL:\"\""),
    ("ЯЧСМИТЬБЮ", "ZXCVBNM<>"),
    // Greek.
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
    // Hebrew.
    ("קראטוןםפ", "ertyuiop"),
    ("שדגכעיחלךף", "asdfghjkl;"),
    ("זסבהנמצתץ", "zxcvbnm,."),
];

/// The digits that a French keyboard types with Shift, by what it types without.
const FRENCH_DIGITS: (&str, &str) = ("&é\"'(-è_çà", "1234567890");

/// The key of a US keyboard in the place of a letter of another script.
pub(in crate::tui) fn latin(c: char) -> Option<char> {
    let mut rows = ROWS.iter();
    rows.find_map(|(letters, keys)| in_place(letters, keys, c))
}

/// The digit on the key of a French keyboard that types this without Shift.
pub(in crate::tui) fn french_digit(c: char) -> Option<char> {
    in_place(FRENCH_DIGITS.0, FRENCH_DIGITS.1, c)
}

fn in_place(letters: &str, keys: &str, c: char) -> Option<char> {
    let at = letters.chars().position(|letter| letter == c)?;
    keys.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_for_the_keys_in_their_places() {
        let all = |text: &str| text.chars().map(latin).collect::<Option<String>>();
        for (text, keys) in [
            ("ыфдв", "sald"),
            ("ЫФДВ", "SALD"),
            ("ифтгйхъЧ", "banuq[]X"),
            ("σαλδ", "sald"),
            ("ΣΑΛΔ", "SALD"),
            ("דשךג", "sald"),
        ] {
            assert_eq!(all(text).as_deref(), Some(keys), "{text}");
        }
        assert_eq!(latin('ü'), None);
        assert_eq!(latin('s'), None);
        for (letters, keys) in ROWS {
            assert_eq!(letters.chars().count(), keys.chars().count(), "{letters}");
        }
    }

    #[test]
    fn a_french_keyboard_types_digits_without_shift() {
        let digits: Option<String> = "&é\"'(-è_çà".chars().map(french_digit).collect();
        assert_eq!(digits.as_deref(), Some("1234567890"));
        assert_eq!(french_digit('!'), None);
    }
}
