//! Blocks as JSON Lines: what a [`Record`](crate::domain::record::Record) is as JSON, written without one.

use std::io::Write;

use crate::domain::block::{Fit, Grade, Tag};
use crate::domain::block_view::BlockView;
use crate::domain::calendar::rfc3339_bytes;
use crate::domain::stamp::Moment;
use crate::exchange::error::ExchangeError;
use crate::exchange::json_text::push_text;

/// Lines that are being written.
pub(in crate::exchange) struct Lines<'a> {
    out: &'a mut dyn Write,
    line: Vec<u8>,
}

impl<'a> Lines<'a> {
    pub(in crate::exchange) fn new(out: &'a mut dyn Write) -> Self {
        let line = Vec::new();
        Self { out, line }
    }

    /// Writes a block as one line.
    pub(in crate::exchange) fn write(
        &mut self,
        block: &BlockView<'_>,
    ) -> Result<(), ExchangeError> {
        self.line.clear();
        push_block(&mut self.line, block);
        self.line.push(b'\n');
        Ok(self.out.write_all(&self.line)?)
    }
}

fn push_block(line: &mut Vec<u8>, block: &BlockView<'_>) {
    line.extend_from_slice(b"{\"id\":\"");
    line.extend_from_slice(&block.id.spell());
    line.extend_from_slice(b"\",\"start\":");
    push_moment(line, block.start);
    line.extend_from_slice(b",\"end\":");
    match block.end {
        Some(end) => push_moment(line, end),
        None => line.extend_from_slice(b"null"),
    }
    line.extend_from_slice(b",\"category\":");
    push_text(line, block.category.name());
    push_name(line, b",\"activity\":", block.activity);
    push_name(line, b",\"account\":", block.account);
    push_name(line, b",\"requester\":", block.requester);
    push_tags(line, &block.tags);
    line.extend_from_slice(b",\"note\":");
    push_text(line, block.note);
    let outcomes = block.outcomes;
    push_count(line, b",\"outcomes\":{\"touches\":", outcomes.touches);
    push_count(line, b",\"conversations\":", outcomes.conversations);
    push_count(line, b",\"meetings\":", outcomes.meetings);
    push_name(line, b",\"grade\":", outcomes.grade.map(Grade::name));
    push_name(line, b"},\"source\":", block.source);
    push_name(line, b",\"fit\":", block.fit.map(Fit::name));
    if block.clock_back {
        line.extend_from_slice(b",\"clock_back\":true");
    }
    line.push(b'}');
}

fn push_moment(line: &mut Vec<u8>, moment: Moment) {
    line.push(b'"');
    line.extend_from_slice(&rfc3339_bytes(moment));
    line.push(b'"');
}

fn push_name(line: &mut Vec<u8>, key: &[u8], name: Option<&str>) {
    line.extend_from_slice(key);
    match name {
        Some(name) => push_text(line, name),
        None => line.extend_from_slice(b"null"),
    }
}

fn push_tags(line: &mut Vec<u8>, tags: &[Tag]) {
    line.extend_from_slice(b",\"tags\":[");
    for (index, tag) in tags.iter().enumerate() {
        if index > 0 {
            line.push(b',');
        }
        push_text(line, tag.as_str());
    }
    line.push(b']');
}

fn push_count(line: &mut Vec<u8>, key: &[u8], count: u32) {
    line.extend_from_slice(key);
    crate::exchange::digits::push_count(line, count);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Account, Block, BlockId, Category, Note, Source};
    use crate::domain::record::Record;
    use crate::domain::tests::block;
    use crate::exchange::json_text::to_json;

    #[test]
    fn a_line_is_what_its_record_is_as_json() {
        let odd = "a\u{202e}b\"\\\n\t\u{7f}é日/";
        let mut block = block("s/meeting@Northwind 09:00-10:00");
        let same = |block: &Block| {
            let mut text = Vec::new();
            let mut lines = Lines::new(&mut text);
            lines.write(&block.into()).expect("room in memory");
            let text = String::from_utf8(text).expect("text");
            assert_eq!(
                text.strip_suffix('\n'),
                to_json(&Record::from(block)).ok().as_deref()
            );
        };
        same(&block);
        block.details.tags = ["q1", odd, ""]
            .map(|tag| Tag::stored(tag.to_owned()))
            .to_vec();
        block.details.account = Some(Account::stored(odd.to_owned()));
        block.details.prospect.source = Some(Source::stored("=1+1".to_owned()));
        block.details.note = Note::stored(odd.to_owned());
        block.details.outcomes.touches = u32::MAX;
        block.details.outcomes.meetings = 10;
        (block.end, block.clock_back) = (None, true);
        for category in Category::ALL {
            for (grade, fit) in Grade::ALL
                .into_iter()
                .zip([None].into_iter().chain(Fit::ALL.map(Some)))
            {
                block.category = category;
                block.details.outcomes.grade = Some(grade);
                block.details.prospect.fit = fit;
                block.id = BlockId::from_bytes([0xfe; 16]);
                same(&block);
            }
        }
    }
}
