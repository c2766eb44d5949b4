//! What each option and each plain word of the commands takes. A test walks the whole command line, so that none is
//! forgotten.

use super::place::{Place, Slot};
use crate::domain::block::Category;

/// What a word may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Text, a number or a grammar of its own: nothing to offer.
    Text,
    /// One of the values that the command line itself lists.
    Listed,
    /// The name of a command.
    Command,
    File,
    Folder,
    /// The parts of a quick line on a block of this category, or of any.
    QuickLine(Option<Category>),
    /// How long, then a quick line.
    FocusRun,
    /// From when to when, then a quick line.
    Added,
    /// What changes in a block.
    Edit,
    /// Days, then which blocks.
    Blocks,
    /// Which blocks.
    Filter,
    Days,
    /// Days to come among them.
    Calendar,
    Week,
    /// A block by its id.
    Block,
    /// When something was.
    Time,
    Length,
    /// A length that sums are rounded to.
    Round,
    Account,
    Requester,
    Tag,
    /// An activity of the category that the command names.
    Activity,
    Source,
    Outcome,
    /// A name with its sigil.
    AnyName,
    /// What time away was.
    Answer,
    ConfigKey,
    ConfigValue,
    /// Which tool wrote a file, or the file.
    Format,
    Zone,
    /// The order of a date.
    DateOrder,
    Delimiter,
    Decimal,
    /// The fields of a template.
    Template,
    /// A backup by its name, or a file.
    Backup,
    /// An undone change by its number.
    Change,
}

/// By command and argument; those of any command come last.
const KINDS: [(&str, &str, Kind); 55] = [
    ("s", "words", Kind::QuickLine(Some(Category::Selling))),
    ("a", "words", Kind::QuickLine(Some(Category::Admin))),
    ("l", "words", Kind::QuickLine(Some(Category::Learning))),
    ("d", "words", Kind::QuickLine(Some(Category::Distraction))),
    ("b", "words", Kind::QuickLine(Some(Category::Break))),
    ("start", "words", Kind::QuickLine(None)),
    ("focus", "words", Kind::FocusRun),
    ("add", "words", Kind::Added),
    ("edit", "words", Kind::Edit),
    ("note", "words", Kind::Text),
    ("commit", "words", Kind::Text),
    ("rename", "words", Kind::AnyName),
    ("log", "range", Kind::Blocks),
    ("report", "range", Kind::Blocks),
    ("export", "range", Kind::Blocks),
    ("day", "range", Kind::Calendar),
    ("", "range", Kind::Days),
    ("hours", "hours", Kind::Text),
    ("hours", "week", Kind::Text),
    ("hours", "from", Kind::Calendar),
    ("", "week", Kind::Week),
    ("", "block", Kind::Block),
    ("", "time", Kind::Time),
    ("", "at", Kind::Time),
    ("", "start", Kind::Time),
    ("", "end", Kind::Time),
    ("", "length", Kind::Length),
    ("", "round", Kind::Round),
    ("", "account", Kind::Account),
    ("", "requester", Kind::Requester),
    ("", "tag", Kind::Tag),
    ("", "activity", Kind::Activity),
    ("", "source", Kind::Source),
    ("", "outcome", Kind::Outcome),
    ("", "without", Kind::Filter),
    ("away", "answer", Kind::Answer),
    ("help", "command", Kind::Command),
    ("config get", "key", Kind::ConfigKey),
    ("config set", "key", Kind::ConfigKey),
    ("config set", "value", Kind::ConfigValue),
    ("import", "format", Kind::Format),
    ("import", "from", Kind::Days),
    ("import", "to", Kind::Days),
    ("import", "tz", Kind::Zone),
    ("import", "date_format", Kind::DateOrder),
    ("restore", "file", Kind::Backup),
    ("redo", "number", Kind::Change),
    ("status", "template", Kind::Template),
    ("", "file", Kind::File),
    ("", "output", Kind::File),
    ("", "db", Kind::File),
    ("", "config", Kind::File),
    ("", "folder", Kind::Folder),
    ("", "delimiter", Kind::Delimiter),
    ("", "decimal", Kind::Decimal),
];

/// Those with nothing to offer.
const TEXTS: [&str; 9] = [
    "note", "text", "shares", "seed", "every", "zone", "columns", "person", "category",
];

/// What an argument of a command takes; `None` where nobody has said.
pub(super) fn kind_of(path: &str, argument: &clap::Arg) -> Option<Kind> {
    let id = argument.get_id().as_str();
    let is_of = |command: &str| command == path;
    let row = |is_wanted: &dyn Fn(&str) -> bool| {
        let mut rows = KINDS.iter();
        rows.find(|(command, name, _)| *name == id && is_wanted(command))
            .map(|(_, _, kind)| *kind)
    };
    if let Some(kind) = row(&is_of) {
        return Some(kind);
    }
    if !argument.get_possible_values().is_empty() {
        return Some(Kind::Listed);
    }
    row(&str::is_empty).or_else(|| TEXTS.contains(&id).then_some(Kind::Text))
}

/// What is asked for at a place.
pub(super) fn kind_at(place: &Place<'_>) -> Kind {
    let kind = match place.slot {
        Slot::Value { of, .. } | Slot::Word(of) => kind_of(&place.path(), of),
        Slot::Command => Some(Kind::Command),
        Slot::Option | Slot::Nothing => None,
    };
    kind.unwrap_or(Kind::Text)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn check(path: &str, command: &clap::Command, known: &mut Vec<String>) {
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            let takes = argument.is_positional() || argument.get_action().takes_values();
            assert!(
                !takes || kind_of(path, argument).is_some(),
                "what does tafs {path} take as {id}?"
            );
            known.push(format!("{path}: {id}"));
        }
        for inner in command.get_subcommands() {
            let name = inner.get_name();
            let path = format!("{path} {name}");
            check(path.trim_start(), inner, known);
        }
    }

    #[test]
    fn every_value_of_the_command_line_has_a_kind_and_every_kind_a_value() {
        let mut program = Cli::command();
        program.build();
        let mut known = Vec::new();
        check("", &program, &mut known);
        for (command, id, _) in KINDS {
            let end = format!(": {id}");
            let is_there = known.iter().any(|known| {
                known.ends_with(&end)
                    && (command.is_empty() || *known == format!("{command}: {id}"))
            });
            assert!(is_there, "nothing takes {id} in {command:?}");
        }
    }
}
