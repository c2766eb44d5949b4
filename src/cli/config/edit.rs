//! `tafs config edit`: a copy of the file in the person's editor, which becomes the file once the program can read it.

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::Command;

use tempfile::NamedTempFile;

use super::world::ConfigWorld;
use crate::cli::hours::tell_past;
use crate::cli::output;
use crate::config::{Config, TEMPLATE, save_text};
use crate::error::Error;
use crate::exchange::ExchangeError;

/// The variables that name an editor, the first that does.
const EDITORS: [&str; 2] = ["VISUAL", "EDITOR"];

pub(super) fn edit_file(world: ConfigWorld<'_>) -> Result<(), Error> {
    let path = world.place.path();
    let editor = find_editor(path)?;
    let before = world.place.read_if_there()?;
    let draft = make_draft(before.as_deref().unwrap_or(TEMPLATE.as_bytes()))?;
    loop {
        let edited = open_editor(&editor, draft.path());
        let edited = edited.map_err(|error| error.hint("nothing was written"))?;
        if before.as_deref() == Some(&*edited) {
            world
                .out
                .message(&format!("Nothing changed in {}", path.display()));
            return Ok(());
        }
        let error = match take_text(world, before.as_deref(), &edited) {
            Ok(_config) => {
                world.out.message(&format!("Wrote {}", path.display()));
                tell_past(world.global, world.names.check_keys);
                return Ok(());
            }
            Err(error) => error,
        };
        if !asks_again(world, &error) {
            return keep_draft(draft, error);
        }
    }
}

fn find_editor(path: &Path) -> Result<OsString, Error> {
    let named = EDITORS.into_iter().filter_map(std::env::var_os);
    let mut editors = named.filter(|editor| !editor.to_string_lossy().trim().is_empty());
    editors.next().ok_or_else(|| {
        Error::failed("no editor is set").hint(format!(
            "set VISUAL or EDITOR, as in EDITOR=vi tafs config edit; the file is {}",
            path.display()
        ))
    })
}

fn make_draft(text: &[u8]) -> Result<NamedTempFile, Error> {
    let failed = |error: io::Error| {
        let folder = std::env::temp_dir();
        Error::in_file(&folder, ExchangeError::Writing(error))
            .hint("name another folder with TMPDIR")
    };
    let builder = tempfile::Builder::new()
        .prefix("tafs-config-")
        .suffix(".toml")
        .tempfile();
    let mut draft = builder.map_err(failed)?;
    draft.write_all(text).map_err(failed)?;
    draft.flush().map_err(failed)?;
    Ok(draft)
}

/// The text once the editor has ended. The shell runs it, as other programs let it, so that it may have arguments.
fn open_editor(editor: &OsString, draft: &Path) -> Result<Vec<u8>, Error> {
    let mut line = editor.clone();
    line.push(" \"$@\"");
    let ended = Command::new("sh")
        .arg("-c")
        .arg(line)
        .arg(editor)
        .arg(draft)
        .status();
    let shown = editor.to_string_lossy();
    match ended {
        Ok(status) if status.success() => {
            fs::read(draft).map_err(|error| Error::in_file(draft, ExchangeError::Reading(error)))
        }
        Ok(status) => Err(Error::failed(format!(
            "the editor {shown} failed: {status}"
        ))),
        Err(error) => Err(Error::failed(format!(
            "the editor {shown} can't be run: {error}"
        ))),
    }
}

/// Makes the text the file, where the program can read it.
fn take_text(
    world: ConfigWorld<'_>,
    before: Option<&[u8]>,
    edited: &[u8],
) -> Result<Config, Error> {
    let config = world.place.parse(Some(edited.to_vec()))?;
    let was = before.map(|text| world.place.parse(Some(text.to_vec())));
    // Don't lose the edit over a theme that was already broken.
    let has_same_theme = was.is_some_and(|was| was.is_ok_and(|was| was.theme == config.theme));
    let check = if has_same_theme {
        world.names.check_keys
    } else {
        world.names.check
    };
    check(&config)?;
    save_text(world.place, before, &String::from_utf8_lossy(edited))?;
    Ok(config)
}

/// Shows what is wrong and asks whether to edit again, where there is somebody to ask.
fn asks_again(world: ConfigWorld<'_>, error: &Error) -> bool {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return false;
    }
    output::report(error, world.global.color);
    output::ask("Edit again? [Y/n] ");
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    read.is_ok_and(|read| read > 0) && !answer.trim().to_lowercase().starts_with('n')
}

/// What was written is not lost with the error.
fn keep_draft(draft: NamedTempFile, error: Error) -> Result<(), Error> {
    let kept = draft.into_temp_path().keep();
    let path = kept.map_err(|error| Error::writing("the draft", error.error))?;
    let hint = error.way_out().unwrap_or_default().to_owned();
    let kept = format!(
        "{hint}; the file is as it was, and your text is in {}",
        path.display()
    );
    Err(error.hint(kept))
}
