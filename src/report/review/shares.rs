//! Shares and times by category, as JSON names them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::block::Category;
use crate::domain::review::Guess;
use crate::domain::stamp::Length;

/// Shares or points in the order of [`Category::WORK`]. JSON leaves out what is not known, and names that of selling a
/// second time, as `tafs`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, f64>", from = "BTreeMap<String, f64>")]
pub struct Shares(pub [Option<f64>; 4]);

impl Shares {
    /// That of a category; `None` for breaks too, which are no working time.
    pub fn of(&self, category: Category) -> Option<f64> {
        let index = Category::WORK.iter().position(|work| *work == category)?;
        self.0[index]
    }
}

impl From<Guess> for Shares {
    fn from(guess: Guess) -> Self {
        Self(Category::WORK.map(|category| guess.of(category)))
    }
}

impl From<Shares> for BTreeMap<String, f64> {
    fn from(shares: Shares) -> Self {
        let of_work = Category::WORK.map(Category::name).into_iter().zip(shares.0);
        of_work
            .chain([("tafs", shares.0[0])])
            .filter_map(|(name, share)| Some((name.to_owned(), share?)))
            .collect()
    }
}

impl From<BTreeMap<String, f64>> for Shares {
    fn from(named: BTreeMap<String, f64>) -> Self {
        Self(Category::WORK.map(|category| named.get(category.name()).copied()))
    }
}

/// Times in the order of [`Category::WORK`], negative as differences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, i64>", from = "BTreeMap<String, i64>")]
pub struct Lengths(pub [Length; 4]);

impl Lengths {
    /// That of a category; `None` for breaks, which are no working time.
    pub fn of(&self, category: Category) -> Option<Length> {
        let index = Category::WORK.iter().position(|work| *work == category)?;
        Some(self.0[index])
    }
}

impl From<Lengths> for BTreeMap<String, i64> {
    fn from(lengths: Lengths) -> Self {
        let of_work = Category::WORK.map(Category::name).into_iter();
        of_work
            .zip(lengths.0)
            .map(|(name, length)| (name.to_owned(), length.as_seconds()))
            .collect()
    }
}

impl From<BTreeMap<String, i64>> for Lengths {
    fn from(named: BTreeMap<String, i64>) -> Self {
        let seconds = |category: Category| named.get(category.name()).copied();
        Self(Category::WORK.map(|category| Length::seconds(seconds(category).unwrap_or_default())))
    }
}
