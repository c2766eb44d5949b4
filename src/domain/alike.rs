//! Names that are probably the same one, written in two ways: in another case, with other accents, other punctuation, or
//! with one letter that is another. Names whose numbers differ are two.

use std::collections::{BTreeMap, BTreeSet};

use super::text;

/// A name, and on how many blocks it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    pub name: String,
    pub blocks: usize,
}

/// In what two names differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Likeness {
    Case,
    Accents,
    Punctuation,
    Letter,
}

/// A name that is probably another one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// The rarer one.
    pub name: Counted,
    /// The more frequent one.
    pub like: Counted,
    pub differ_in: Likeness,
}

/// Shorter names may well be two that differ in a letter.
const LONG: usize = 5;

impl Likeness {
    /// `case`
    pub const fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Accents => "accents",
            Self::Punctuation => "punctuation",
            Self::Letter => "one letter",
        }
    }

    fn of(one: &str, other: &str) -> Self {
        let (one, other) = (text::folded(one), text::folded(other));
        if one == other {
            Self::Case
        } else if text::unaccented(&one) == text::unaccented(&other) {
            Self::Accents
        } else {
            Self::Punctuation
        }
    }
}

/// The names that are probably others, the most frequent first; those that differ in a letter come behind the rest, so
/// that one can be put right after the other.
pub fn find_alike(names: Vec<Counted>) -> Vec<Alike> {
    let mut same: BTreeMap<Key, Vec<Counted>> = BTreeMap::new();
    for name in names {
        let key = Key::of(&name.name);
        if !key.letters.is_empty() {
            same.entry(key).or_default().push(name);
        }
    }
    let mut found = Vec::new();
    let mut chief: Vec<(Key, Counted)> = Vec::new();
    for (key, mut names) in same {
        names.sort_by(|one, other| (other.blocks, &one.name).cmp(&(one.blocks, &other.name)));
        let mut names = names.into_iter();
        let Some(first) = names.next() else {
            continue;
        };
        found.extend(names.map(|name| Alike {
            differ_in: Likeness::of(&name.name, &first.name),
            like: first.clone(),
            name,
        }));
        chief.push((key, first));
    }
    let mut slips = find_slips(&chief);
    for pairs in [&mut found, &mut slips] {
        pairs.sort_by(|one, other| {
            (other.name.blocks, &one.name.name).cmp(&(one.name.blocks, &other.name.name))
        });
    }
    found.extend(slips);
    found
}

/// The names that differ in one letter: without it, or without two that stand for it, they are the same.
fn find_slips(chief: &[(Key, Counted)]) -> Vec<Alike> {
    let mut shortened: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, (key, _)) in chief.iter().enumerate() {
        if key.letters.len() >= LONG {
            for missing in 0..key.letters.len() {
                let rest = [&key.letters[..missing], &key.letters[missing + 1..]].concat();
                shortened
                    .entry(rest.into_iter().collect())
                    .or_default()
                    .insert(place);
            }
            shortened
                .entry(key.letters.iter().collect())
                .or_default()
                .insert(place);
        }
    }
    let mut pairs = BTreeSet::new();
    for places in shortened.values() {
        for one in places {
            pairs.extend(places.range(one + 1..).map(|other| (*one, *other)));
        }
    }
    let slips = pairs.into_iter().filter_map(|(one, other)| {
        let ((one_key, one), (other_key, other)) = (&chief[one], &chief[other]);
        if one_key.numbers != other_key.numbers || !is_slip(&one_key.letters, &other_key.letters) {
            return None;
        }
        let is_rarer = one.blocks < other.blocks;
        let (name, like) = if is_rarer { (one, other) } else { (other, one) };
        Some(Alike {
            name: name.clone(),
            like: like.clone(),
            differ_in: Likeness::Letter,
        })
    });
    slips.collect()
}

/// Whether one letter is missing, is another, or has traded its place with its neighbor.
fn is_slip(one: &[char], other: &[char]) -> bool {
    let pairs = || one.iter().zip(other);
    let front = pairs().take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[front..], &other[front..]);
    let back = one.iter().rev().zip(other.iter().rev());
    let back = back.take_while(|(one, other)| one == other).count();
    match (&one[..one.len() - back], &other[..other.len() - back]) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        (_, _) => false,
    }
}

/// What names have in common that differ in no letter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    letters: Vec<char>,
    numbers: Vec<String>,
}

impl Key {
    fn of(name: &str) -> Self {
        let folded = text::folded(name);
        let bare = text::unaccented(&folded);
        let numbers = bare.split(|c: char| !c.is_numeric());
        Self {
            numbers: numbers
                .filter(|number| !number.is_empty())
                .map(ToOwned::to_owned)
                .collect(),
            letters: bare.chars().filter(|c| c.is_alphanumeric()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(names: &[(&str, usize)]) -> Vec<String> {
        let counted = names.iter().map(|(name, blocks)| Counted {
            name: (*name).to_owned(),
            blocks: *blocks,
        });
        let told = |one: Alike| {
            format!(
                "{} {} {}",
                one.name.name,
                one.like.name,
                one.differ_in.word()
            )
        };
        find_alike(counted.collect())
            .into_iter()
            .map(told)
            .collect()
    }

    #[test]
    fn names_that_differ_in_little_are_alike() {
        for (one, other, expected) in [
            ("northwind", "Northwind", "case"),
            ("Cafe", "Café", "accents"),
            ("Strasse", "Straße", "accents"),
            ("Acme Inc.", "Acme, Inc", "punctuation"),
            ("North wind", "Northwind", "punctuation"),
            ("Nortwind", "Northwind", "one letter"),
            ("Halbem", "Halden", ""),
            ("Nrothwind", "Northwind", "one letter"),
            ("Kestrek", "Kestrel", "one letter"),
            ("Lumen", "Lumon", "one letter"),
            ("Ann", "Anna", ""),
            ("Q1", "Q2", ""),
            ("launch 2025", "launch 2026", ""),
            ("phase 1.2", "phase 12", ""),
            ("bcdefg", "abcdef", ""),
            ("???", "!!!", ""),
        ] {
            let found = alike(&[(one, 1), (other, 9)]);
            let told = format!("{one} {other} {expected}");
            let expected = if expected.is_empty() {
                vec![]
            } else {
                vec![told]
            };
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_rarer_name_is_the_slip_and_each_is_told_once() {
        let names = [
            ("Nortwind", 3),
            ("NORTHWIND", 1),
            ("Northwind", 40),
            ("Halden", 2),
        ];
        let found = ["NORTHWIND Northwind case", "Nortwind Northwind one letter"];
        assert_eq!(alike(&names), found);
    }
}
