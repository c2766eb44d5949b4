//! What the shells ask at each Tab: which words may stand at the cursor. Only reads, says nothing of what is wrong, and
//! runs nothing; the scripts in `assets/completions` hand over what was typed.

mod candidate;
mod config_words;
mod kind;
mod names;
mod offer;
mod place;
mod reply;
mod times;
mod typed;
mod world;

use std::ffi::OsString;

use clap::{Arg, Command};

use self::candidate::{Candidate, fitting};
use self::kind::{Kind, kind_at};
use self::place::{Place, Slot};
use self::reply::Asking;
use self::typed::{Quoting, Typed, unquoted};
use self::world::World;
use super::ctx::ScreenNames;
use super::output;

/// By this word the scripts ask; no command for a person.
const ASKED: &str = "__complete";

/// Whether these words are a question of a shell. It is answered, or there is nothing to say.
pub(super) fn answer(words: &[OsString], program: fn() -> Command, screens: ScreenNames) -> bool {
    if words.get(1).is_none_or(|word| word != ASKED) {
        return false;
    }
    let words: Vec<String> = words[2..]
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    if let Some((shell, rest)) = words.split_first() {
        // A shell may have stopped reading.
        output::result(&reply_to(shell, rest, program(), screens)).ok();
    }
    true
}

/// The first line says whether files are wanted too, then comes a word a line.
fn reply_to(shell: &str, words: &[String], mut program: Command, screens: ScreenNames) -> String {
    let (typed, asking) = match (shell, words) {
        ("bash", [line, replaced, comp_type]) => {
            (Typed::of_line(line, replaced), Some(Asking::of(comp_type)))
        }
        ("fish", [before @ .., current]) => {
            let current = unquoted(current, Quoting::Fish);
            let before = before.iter().cloned();
            (Typed::of_words(before.chain([current]).collect()), None)
        }
        // Older versions hand over no empty word, so that there is a sign before it.
        ("powershell", [before @ .., current]) => {
            let current = current.trim_start_matches('=').to_owned();
            (Typed::of_words([before, &[current]].concat()), None)
        }
        (_, words) => (Typed::of_words(words.to_vec()), None),
    };
    program.build();
    let place = Place::find(&program, &typed);
    let found = find(&place, &typed.current, screens);
    let kind = kind_at(&place);
    let files = if matches!(kind, Kind::File | Kind::Format | Kind::Backup) {
        "files"
    } else if kind == Kind::Folder {
        "folders"
    } else {
        "words"
    };
    let words = match asking {
        Some(asking) => reply::bash(&found, &typed, asking),
        None => reply::lines(&found, &typed.current),
    };
    // zsh can be told to list them and to leave what was typed.
    let listed = if shell == "zsh" && reply::shrinks(&words, &typed.current) {
        " list"
    } else {
        ""
    };
    format!("{files}{listed}\n{words}")
}

/// The words that begin with what was typed.
fn find(place: &Place<'_>, typed: &str, screens: ScreenNames) -> Vec<Candidate> {
    if matches!(place.slot, Slot::Option) {
        return fitting(options(place), typed);
    }
    let (before, value) = match place.slot {
        Slot::Value { behind, .. } => typed.split_at(behind),
        Slot::Command | Slot::Option | Slot::Word(_) | Slot::Nothing => ("", typed),
    };
    let world = World::of(place, screens);
    let offered = offer::offer(&world, place, kind_at(place), value);
    let mut found = fitting(offered, value);
    if typed.is_empty() && matches!(place.slot, Slot::Nothing) {
        found = options(place);
    }
    for word in &mut found {
        word.value.insert_str(0, before);
        word.plain.insert_str(0, before);
    }
    found
}

/// The options of the command that still make sense.
fn options(place: &Place<'_>) -> Vec<Candidate> {
    let is_shown = |option: &&Arg| !option.is_hide_set() && !place.is_ruled_out(option);
    let all = place.command().get_arguments().filter(is_shown);
    let (own, everywhere): (Vec<&Arg>, Vec<&Arg>) = all.partition(|option| !option.is_global_set());
    let named = own.into_iter().chain(everywhere).filter_map(|option| {
        let about = option
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        let about = about.lines().next().unwrap_or_default().to_owned();
        Some(Candidate::new(format!("--{}", option.get_long()?), about))
    });
    named.collect()
}
