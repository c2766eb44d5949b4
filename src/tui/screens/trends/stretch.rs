//! How many weeks stand side by side.

/// How many weeks are side by side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Stretch {
    /// A quarter of a year.
    #[default]
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
}

impl Stretch {
    /// In weeks.
    pub(crate) const fn weeks(self) -> usize {
        match self {
            Self::Quarter => 13,
            Self::Half => 26,
            Self::Year => 52,
        }
    }

    /// The next longer one.
    pub(crate) const fn longer(self) -> Self {
        match self {
            Self::Quarter => Self::Half,
            Self::Half | Self::Year => Self::Year,
        }
    }

    /// The next shorter one.
    pub(crate) const fn shorter(self) -> Self {
        match self {
            Self::Year => Self::Half,
            Self::Half | Self::Quarter => Self::Quarter,
        }
    }
}
