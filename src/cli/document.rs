//! Where a report or a review goes, and how it looks on the way: standard output in colors, or a file of its own.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::ctx::Ctx;
use super::output;
use crate::env;
use crate::error::Error;
use crate::exchange::file;
use crate::report::document::Document;
use crate::report::text::{self, Piece, Tone};

/// The options that say where the text goes.
#[derive(Args, Debug)]
pub(super) struct Destination {
    /// Write to FILE (must not exist)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "output")]
    pub(super) force: bool,
}

impl Destination {
    pub(super) const fn is_file(&self) -> bool {
        self.output.is_some()
    }

    /// The file that is named.
    pub(super) fn file(&self) -> Result<Option<PathBuf>, Error> {
        self.output.clone().map(env::expand_home).transpose()
    }

    /// The document in lines; in colors where they are wanted, and never in a file.
    pub(super) fn text_of(&self, ctx: &Ctx, document: &Document) -> String {
        let paint = ctx.out.paint;
        let painted = |piece: Piece| match piece.tone {
            _ if self.is_file() => piece.text,
            Tone::Plain => piece.text,
            Tone::Strong => paint.bold(&piece.text),
            Tone::Quiet => paint.dim(&piece.text),
            Tone::Of(category) => paint.category(category, &piece.text),
        };
        // What is read by no terminal keeps its words.
        let is_cut = !self.is_file() && output::has_width();
        let lines = text::lines(document, output::width(), is_cut).into_iter();
        lines
            .map(|line| line.into_iter().map(painted).collect::<String>() + "\n")
            .collect()
    }

    /// Prints the text, or writes it into the file.
    pub(super) fn deliver(&self, ctx: &Ctx, text: &str) -> Result<(), Error> {
        let Some(path) = self.file()? else {
            return output::result(text);
        };
        file::write(&path, self.force, &ctx.own_files(), |out| {
            Ok(out.write_all(text.as_bytes())?)
        })
        .map_err(|error| Error::in_file(&path, error))?;
        ctx.message(format!("Wrote {}", path.display()));
        Ok(())
    }
}

/// Reads one of some things by its name.
pub(super) fn named_parser<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.map(name)).try_map(move |word| {
        let found = all.into_iter().find(|one| name(*one) == word);
        found.ok_or_else(|| format!("{word} is none of them"))
    })
}
