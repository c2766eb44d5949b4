//! Blocks as a calendar: an event each, in UTC. What a calendar has no word for (outcomes, who asked) stands in a property
//! of ours, by which we know the block again.

use std::io::Write;

use super::event::OWN_BLOCK;
use crate::domain::block::{Block, Tag};
use crate::domain::text;
use crate::exchange::dates::write_utc;
use crate::exchange::error::ExchangeError;
use crate::exchange::own::{self, Records};

/// The most octets of a line, before its end.
const WIDTH: usize = 75;

/// A calendar that is being written.
pub struct Agenda<'a> {
    out: &'a mut dyn Write,
    records: Records,
}

impl<'a> Agenda<'a> {
    /// A calendar without events.
    pub fn new(out: &'a mut dyn Write, records: Records) -> Result<Self, ExchangeError> {
        let mut agenda = Self { out, records };
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//tafs//tafs//EN",
            "CALSCALE:GREGORIAN",
        ] {
            agenda.line(line)?;
        }
        Ok(agenda)
    }

    /// Writes a block as an event. One that runs has no end yet, and is left out: whether it was written.
    pub fn write(&mut self, block: &Block) -> Result<bool, ExchangeError> {
        let Some(end) = block.end else {
            return Ok(false);
        };
        let details = &block.details;
        let activity = details.activity.as_deref();
        let title = [
            Some(activity.unwrap_or_else(|| block.category.name())),
            details.account.as_deref(),
        ];
        let title = title.into_iter().flatten().collect::<Vec<_>>().join(" @");
        let words = [Some(block.category.name()), activity]
            .into_iter()
            .flatten()
            .chain(details.tags.iter().map(Tag::as_str));
        let categories = words.map(escaped).collect::<Vec<_>>().join(",");
        self.line("BEGIN:VEVENT")?;
        self.line(&format!("UID:{}", block.id))?;
        // No clock is asked: the same blocks are the same file.
        self.line(&format!("DTSTAMP:{}", write_utc(end.at)))?;
        self.line(&format!("DTSTART:{}", write_utc(block.start.at)))?;
        self.line(&format!("DTEND:{}", write_utc(end.at)))?;
        self.line(&format!("SUMMARY:{}", escaped(&title)))?;
        if !details.note.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escaped(details.note.as_str())))?;
        }
        self.line(&format!("CATEGORIES:{categories}"))?;
        if self.records == Records::Written {
            let record = own::write_record(block)?;
            self.line(&format!("{OWN_BLOCK}:{}", escaped(&record)))?;
        }
        self.line("END:VEVENT")?;
        Ok(true)
    }

    /// Ends the calendar: all of it is written.
    pub fn end(mut self) -> Result<(), ExchangeError> {
        self.line("END:VCALENDAR")?;
        self.out.flush().map_err(ExchangeError::Writing)
    }

    /// A line, folded between letters.
    fn line(&mut self, text: &str) -> Result<(), ExchangeError> {
        let (mut rest, mut width, mut lead) = (text, WIDTH, "");
        loop {
            let (line, after) = rest.split_at(rest.floor_char_boundary(width));
            write!(self.out, "{lead}{line}\r\n")?;
            if after.is_empty() {
                return Ok(());
            }
            (rest, width, lead) = (after, WIDTH - 1, " ");
        }
    }
}

/// A text as a value. No control character may stand in a calendar, and nothing that hides.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for char in text::visible_lines(words).chars() {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            char => out.push(char),
        }
    }
    out
}
