//! The only place that prints: results to standard output, messages to standard error, both made harmless for a
//! terminal. Knows colors, not what is said in them.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use rustix::fs::FileType;
use serde::Serialize;

use crate::domain::block::Category;
use crate::domain::text;
use crate::error::Error;
use crate::exchange::ExchangeError;
use crate::exchange::json_text::to_json;

/// The name of standard output in an error.
const STDOUT: &str = "standard output";

/// Longer messages are broken into lines of so many columns.
const LINE: usize = 80;

/// So much of a result is written at once.
const AT_ONCE: usize = 1 << 16;

/// When colors are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Also into a file or a pipe.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// The word for it on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// Whether colors are used by what is no terminal and takes them all the same: a status bar.
    pub(super) fn is_wanted(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => !is_refused(),
        }
    }

    /// Whether colors are used on a stream.
    fn on(self, is_terminal: bool) -> bool {
        let dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => is_terminal && !is_refused() && !dumb(),
        }
    }

    /// Whether colors are used on standard output.
    pub fn on_stdout(self) -> bool {
        self.on(io::stdout().is_terminal())
    }

    /// Whether colors are used on standard error.
    pub fn on_stderr(self) -> bool {
        self.on(io::stderr().is_terminal())
    }
}

/// Whether the person wants no colors anywhere: <https://no-color.org>.
fn is_refused() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Where a command prints.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    /// What colors there are on standard output.
    pub(super) paint: Paint,
    stderr: Paint,
}

impl Output {
    pub(super) fn new(color: Color) -> Self {
        Self {
            paint: Paint {
                colors: color.on_stdout(),
            },
            stderr: Paint {
                colors: color.on_stderr(),
            },
        }
    }

    /// Says what happened. A message that nobody can read is no failure.
    pub(super) fn message(self, line: &str) {
        stderr_line(&self.stderr.bold(&text::visible(line)));
    }

    /// Adds to what was said: stands back, a little further in.
    pub(super) fn aside(self, line: &str) {
        stderr_line(&self.stderr.dim(&format!("  {}", text::visible(line))));
    }

    /// Says what the person should know beside what was asked.
    pub(super) fn warning(self, line: &str) {
        stderr_line(&format!(
            "{} {}",
            self.stderr.bold("warning:"),
            text::visible(line)
        ));
    }
}

/// Says how far something is, on a line that is written again and again, or takes that line away. Only for eyes:
/// nothing where standard error is no terminal.
pub(super) fn progress(line: &str) {
    if io::stderr().is_terminal() {
        write!(
            io::stderr(),
            "\r{}\r{}",
            " ".repeat(LINE - 1),
            text::fit(line, LINE - 1)
        )
        .ok();
    }
}

/// Says that the command waits for another program.
pub(super) fn waiting(line: &str) {
    stderr_line(&text::visible(line));
}

/// Asks something, on a line that the answer goes on with.
pub(super) fn ask(question: &str) {
    let mut out = io::stderr();
    write!(out, "{}", text::visible(question))
        .and_then(|()| out.flush())
        .ok();
}

/// Ends the line of a question, which no key has ended.
pub(super) fn end_question() {
    stderr_line("");
}

fn stderr_line(line: &str) {
    writeln!(io::stderr(), "{line}").ok();
}

/// Prints a result: whole lines, each ended already.
pub(super) fn result(text: &str) -> Result<(), Error> {
    results(|out| Ok(out.write_all(text.as_bytes())?))
}

/// Prints a result piece by piece.
pub(super) fn results(
    fill: impl FnOnce(&mut dyn Write) -> Result<(), ExchangeError>,
) -> Result<(), Error> {
    let mut out = BufWriter::with_capacity(AT_ONCE, io::stdout().lock());
    let printed = fill(&mut out).and_then(|()| Ok(out.flush()?));
    // What could not be written is not tried again when the buffer goes.
    drop(out.into_parts());
    printed.map_err(|error| {
        if let ExchangeError::Writing(error) = error {
            Error::writing(STDOUT, error)
        } else {
            Error::in_file(Path::new(STDOUT), error)
        }
    })
}

/// A value as a line of JSON; `what` names it where that fails.
pub(super) fn json(what: &str, value: &impl Serialize) -> Result<String, Error> {
    let json = to_json(value).map_err(|error| {
        Error::failed(format!("{what} cannot be told as JSON: {error}")).caused_by(error)
    })?;
    Ok(json + "\n")
}

/// Prints what clap says of itself: help and version are results, errors are messages.
pub(super) fn clap(error: &clap::Error, color: Color) -> Result<(), Error> {
    let is_message = error.use_stderr();
    let colors = if is_message {
        color.on_stderr()
    } else {
        color.on_stdout()
    };
    let text = error.render();
    let text = if colors {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    if is_message {
        io::stderr().write_all(text.as_bytes()).ok();
        return Ok(());
    }
    result(&text)
}

/// Prints why nothing came of it.
pub fn report(error: &Error, color: Color) {
    let shown = error.to_string();
    if shown.is_empty() {
        return;
    }
    let paint = Paint {
        colors: color.on_stderr(),
    };
    let mut lines = shown.lines().map(text::visible);
    let mut out = format!(
        "{} {}\n",
        paint.bold("error:"),
        lines.next().unwrap_or_default()
    );
    lines.for_each(|line| out.extend(["  ", &line, "\n"]));
    if let Some(hint) = error.way_out() {
        out.extend([
            &paint.bold("hint:"),
            &wrapped(&text::visible(hint), "hint:".len()),
            "\n",
        ]);
    }
    io::stderr().write_all(out.as_bytes()).ok();
}

/// The words after a label of so many columns, in lines of at most [`LINE`] columns.
fn wrapped(words: &str, label: usize) -> String {
    let (mut out, mut used) = (String::new(), label);
    for word in words.split_whitespace() {
        let width = text::width(word) + 1;
        if used + width > LINE && used > label {
            out.push_str("\n     ");
            used = label;
        }
        out.extend([" ", word]);
        used += width;
    }
    out
}

/// Prints the day in a line once the full screen is left, and a recap that could not be copied.
pub fn farewell(line: &str, recap: Option<&str>) -> Result<(), Error> {
    let recap = recap.into_iter().flat_map(|recap| ["", recap]);
    let lines = std::iter::once(line).chain(recap.flat_map(|text| text.split('\n')));
    let lines = lines.map(|line| text::visible(line) + "\n");
    result(&lines.collect::<String>())
}

/// The colors of one stream, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    colors: bool,
}

impl Paint {
    /// No colors.
    pub(super) const NONE: Self = Self { colors: false };

    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// In the color of a category, of the terminal's own sixteen.
    pub(super) fn category(self, category: Category, text: &str) -> String {
        let code = match category {
            Category::Selling => "32",
            Category::Admin => "34",
            Category::Learning => "35",
            Category::Distraction => "33",
            Category::Break => "37",
        };
        self.with(code, text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.colors && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Whether whoever reads standard output may keep it waiting: not a file, nor a device such as `/dev/null`.
pub(super) fn may_stall() -> bool {
    let kind = rustix::fs::fstat(io::stdout()).map(|found| FileType::from_raw_mode(found.st_mode));
    is_terminal() || !matches!(kind, Ok(FileType::RegularFile | FileType::CharacterDevice))
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How many columns standard output has, if it is a terminal.
pub(super) fn columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0).then_some(size.ws_col.into())
}

/// How many columns a table may take: those of the terminal, else of `COLUMNS`, else 80.
pub(super) fn width() -> usize {
    known_width().unwrap_or(LINE)
}

/// Whether there are columns that a table may not exceed: those of a terminal or of `COLUMNS`.
pub(super) fn has_width() -> bool {
    known_width().is_some()
}

fn known_width() -> Option<usize> {
    let told = || {
        std::env::var("COLUMNS")
            .ok()?
            .parse()
            .ok()
            .filter(|columns| *columns > 0)
    };
    columns().or_else(told)
}
