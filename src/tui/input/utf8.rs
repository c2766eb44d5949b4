//! A letter of more than one byte, as UTF-8 spells it (RFC 3629, section 4): no overlong forms, no surrogates.

use std::ops::RangeInclusive;

/// A letter of which some bytes are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    bytes: [u8; 4],
    have: usize,
    need: usize,
}

/// What a byte makes of a letter.
#[derive(Debug)]
pub(super) enum Accepted {
    More(Letter),
    Whole(char),
    /// Whole, and no letter: a control character.
    Nothing,
    /// The byte is not the next one of this letter.
    Broken,
}

impl Letter {
    /// Begins with its first byte, if it is one.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        let need = match byte {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        Some(Self {
            bytes: [byte, 0, 0, 0],
            have: 1,
            need,
        })
    }

    pub(super) fn with(mut self, byte: u8) -> Accepted {
        if !self.next_bytes().contains(&byte) {
            return Accepted::Broken;
        }
        self.bytes[self.have] = byte;
        self.have += 1;
        if self.have < self.need {
            return Accepted::More(self);
        }
        let text = std::str::from_utf8(&self.bytes[..self.need]).unwrap_or_default();
        let letter = text.chars().next().filter(|c| !c.is_control());
        letter.map_or(Accepted::Nothing, Accepted::Whole)
    }

    /// Which bytes may come next.
    const fn next_bytes(&self) -> RangeInclusive<u8> {
        match (self.have, self.bytes[0]) {
            (1, 0xe0) => 0xa0..=0xbf,
            (1, 0xed) => 0x80..=0x9f,
            (1, 0xf0) => 0x90..=0xbf,
            (1, 0xf4) => 0x80..=0x8f,
            _ => 0x80..=0xbf,
        }
    }
}
