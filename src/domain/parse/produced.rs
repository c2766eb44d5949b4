//! The line of the + prompt: outcomes, a fit and a source, with or without the +. The line tells all of them.

use super::words::{WordKind, split_words};
use super::{ParseError, quick, spell};
use crate::domain::block::{Block, Details, Outcomes, Prospect};
use crate::domain::change::Patch;
use crate::domain::taxonomy::Taxonomy;

/// What a line says that a block produced, and with whom: what it doesn't say is taken away.
pub fn parse_produced(line: &str, block: &Block, taxonomy: &Taxonomy) -> Result<Patch, ParseError> {
    let spelled = split_words(line)?.into_iter().map(|word| {
        let written = &line[word.place];
        if word.kind == WordKind::Source {
            return written.to_owned();
        }
        let name = written.trim_start_matches('+');
        let name = name.trim_end_matches([',', ';', '.']);
        format!("+{}", spell::outcome(name))
    });
    let spelled: Vec<String> = spelled.collect();
    let bare = Block {
        details: Details {
            outcomes: Outcomes::default(),
            prospect: Prospect::default(),
            ..block.details.clone()
        },
        ..block.clone()
    };
    let line = spelled.join(" ");
    let said = quick::patch_as(&line, &bare, &block.details, block.category, taxonomy)?;
    Ok(Patch {
        outcomes: Some(said.outcomes.unwrap_or_default()),
        source: Some(said.source.flatten()),
        fit: Some(said.fit.flatten()),
        ..Patch::default()
    })
}

/// The line that says it.
pub fn spell_produced(details: &Details) -> String {
    let source = details.prospect.source.as_ref().map(spell::source);
    let produced = Some(spell::produced(details)).filter(|words| !words.is_empty());
    let words: Vec<String> = produced.into_iter().chain(source).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::{Category, Fit};
    use crate::domain::stamp::{Moment, Offset, Stamp};

    fn block(line: &str) -> Block {
        let start = Moment::new(Stamp::clamped(0), Offset::UTC);
        let details = quick::parse_details(line, Category::Selling, &Taxonomy::default());
        Block::new(start, None, Category::Selling, details.expect(line))
    }

    #[test]
    fn the_line_says_all_of_it() {
        let taxonomy = Taxonomy::default();
        let of = "/p @Halden #q1 +3conv +1meeting +later ~webinar list";
        for (line, expected) in [
            ("+3conv +1meeting +later ~webinar", of),
            ("3conv 1meeting later ~webinar", of),
            ("3conv, ready.", "/p @Halden #q1 +3conv +ready list"),
            (
                "~\"Spring Fair\", 2conv",
                "/p @Halden #q1 +2conv ~\"Spring Fair\" list",
            ),
            ("", "/p @Halden #q1 list"),
            ("+", "/p @Halden #q1 list"),
        ] {
            let block = block(of);
            let patch = parse_produced(line, &block, &taxonomy).expect(line);
            let after = patch.applied_to(&block);
            assert_eq!(after.details, self::block(expected).details, "{line}");
        }
        let meeting = block("/m +advance");
        for (line, expected) in [
            ("+ready", "meeting takes no +ready"),
            ("advance ~webinar", "meeting takes no source"),
            ("redy", "\"+redy\" isn't an outcome"),
            ("hot", "\"+hot\" isn't an outcome"),
            ("@Halden", "\"+@Halden\" isn't an outcome"),
        ] {
            let fault = parse_produced(line, &meeting, &taxonomy).expect_err(line);
            assert_eq!(fault.message, expected, "{line}");
        }
    }

    #[test]
    fn what_a_block_has_is_spelled_and_kept_where_it_no_longer_fits() {
        let taxonomy = Taxonomy::default();
        let mut block = block("/p +3conv +later ~webinar");
        let line = spell_produced(&block.details);
        assert_eq!(line, "+3conv +later ~webinar");
        block.details.activity = None;
        let patch = parse_produced(&line, &block, &taxonomy).expect("what it has");
        assert_eq!(patch.applied_to(&block), block);
        assert_eq!(patch.fit, Some(Some(Fit::Later)));
    }
}
