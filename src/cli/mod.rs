//! The command line: words to a `Change` or a question, and the answer printed. One file per command; `ctx` is all
//! of the world that a command sees, `output` the only place that prints.

mod accounts;
mod add;
mod away;
mod backup;
mod bar;
mod block_ref;
mod burden;
mod commit;
mod complete;
mod completions;
mod config;
mod consent;
mod ctx;
mod day;
mod demo;
mod doctor;
mod doctor_names;
mod document;
mod edit;
mod export;
mod feedback;
mod filter;
mod focus;
mod gaps;
mod guess;
mod help;
mod hours;
mod hyphens;
mod import;
mod keys;
mod log;
mod man;
mod named;
mod note;
pub mod output;
mod parse_error;
mod pause;
mod quick_line;
mod rename;
mod report;
mod reshape;
mod restore;
mod review;
mod screen;
mod setup;
mod sheets;
mod start;
mod status;
mod stop;
mod template;
mod undo;
mod week_hours;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::block_ref::BlockRef;
pub use self::ctx::ScreenNames;
use self::ctx::{Ctx, Global};
use self::output::Color;
pub use self::screen::Screen;
use crate::domain::block::Category;
use crate::domain::change::Change;
use crate::domain::hours::{KEEP_PAST, PAST_CHANGES};
use crate::domain::text::capitalized;
use crate::error::{Error, Exit};

/// The whole command line.
#[derive(Parser, Debug)]
#[command(name = "tafs", version, about = help::ABOUT, after_help = help::AFTER, term_width = 80)]
#[command(
    disable_help_subcommand = true,
    infer_subcommands = false,
    subcommand_help_heading = "Commands"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Start a kind of time; what runs ends there
    #[command(after_help = help::START)]
    Start(start::StartArgs),
    /// Start selling
    #[command(after_help = help::START)]
    S(start::QuickLineArgs),
    /// Start admin
    #[command(after_help = help::START)]
    A(start::QuickLineArgs),
    /// Start learning
    #[command(after_help = help::START)]
    L(start::QuickLineArgs),
    /// Start distraction
    #[command(after_help = help::START)]
    D(start::QuickLineArgs),
    /// Start a break
    #[command(after_help = help::START)]
    B(start::QuickLineArgs),
    /// A focus run: a time set aside for selling, which starts
    #[command(after_help = help::FOCUS)]
    Focus(focus::FocusArgs),
    /// Off the clock
    #[command(after_help = help::STOP)]
    Stop(stop::AtArgs),
    /// Back to what ran before: the same category, activity and account
    #[command(after_help = help::RESUME)]
    Resume(stop::AtArgs),
    /// Add a block in the past; overlapping blocks are trimmed
    #[command(after_help = help::ADD)]
    Add(add::AddArgs),
    /// What runs, and where the time of today and of this week went
    #[command(after_help = help::STATUS)]
    Status(status::StatusArgs),
    /// The blocks of a day or of a longer range
    #[command(after_help = help::LOG)]
    Log(log::LogArgs),
    /// Where the time of a week or of any days went, in groups
    #[command(after_help = help::REPORT)]
    Report(report::ReportArgs),
    /// The accounts: time, outcomes, the last touch, which are at risk
    #[command(after_help = help::ACCOUNTS)]
    Accounts(accounts::AccountsArgs),
    /// Requests on one sheet, for a manager: who asked for how much
    #[command(after_help = help::BURDEN)]
    Burden(burden::BurdenArgs),
    /// Review a week: time, output, decisions
    #[command(after_help = help::REVIEW)]
    Review(review::ReviewArgs),
    /// Change what a block says: its times, its category, its parts
    #[command(after_help = help::EDIT)]
    Edit(edit::EditArgs),
    /// Set the note of a block as plain text, or add to it
    #[command(after_help = help::NOTE)]
    Note(note::NoteArgs),
    /// Delete a block; its time is untracked again
    #[command(after_help = help::DELETE)]
    Delete(BlockRef),
    /// Cut a block in two at a time; the later part is a new block
    #[command(after_help = help::SPLIT)]
    Split(reshape::SplitArgs),
    /// Make one block of this one and the one before it
    #[command(after_help = help::MERGE)]
    Merge(reshape::MergeArgs),
    /// Move the start or the end of a block; neighbors are trimmed
    #[command(after_help = help::MOVE)]
    Move(reshape::MoveArgs),
    /// Give a name another one on all blocks, wherever it stands
    #[command(after_help = help::RENAME)]
    Rename(rename::RenameArgs),
    /// Planned hours with no block
    #[command(after_help = help::GAPS)]
    Gaps(gaps::GapsArgs),
    /// The open questions about time away; an answer settles the first
    #[command(after_help = help::AWAY)]
    Away(away::AwayArgs),
    /// What you believe the shares of a week are, before they are shown
    #[command(after_help = help::GUESS)]
    Guess(guess::GuessArgs),
    /// The one commitment of a week, and how far it is kept
    #[command(after_help = help::COMMIT)]
    Commit(commit::CommitArgs),
    /// Mark days as off or as worked, whatever the planned hours say
    #[command(after_help = help::DAY)]
    Day(day::DayArgs),
    /// The planned hours: show them, or set them from a date on
    #[command(after_help = help::HOURS)]
    Hours(hours::HoursArgs),
    /// Take a whole week off: it leaves no gaps and breaks nothing
    #[command(after_help = help::PAUSE)]
    Pause(pause::PauseArgs),
    /// Take the last change back, any number of times
    #[command(after_help = help::UNDO)]
    Undo(undo::UndoArgs),
    /// Make a change again: the one undone last, or one of the list
    #[command(after_help = help::UNDO)]
    Redo(undo::RedoArgs),
    /// Write blocks to a file or to standard output
    #[command(after_help = help::EXPORT)]
    Export(export::ExportArgs),
    /// Take in blocks from a file or from standard input
    #[command(after_help = help::IMPORT)]
    Import(import::Import),
    /// Copy the whole file, even while in use; - for standard output
    #[command(after_help = help::BACKUP)]
    Backup(backup::BackupArgs),
    /// Replace the file with a backup, or list the backups
    #[command(after_help = help::RESTORE)]
    Restore(restore::RestoreArgs),
    /// The full screen on 26 weeks of made-up data, in a temporary file
    #[command(after_help = help::DEMO)]
    Demo(demo::DemoArgs),
    /// Check the file and its surroundings; --repair saves what it can
    #[command(after_help = help::DOCTOR)]
    Doctor(doctor::DoctorArgs),
    /// Look at the config or change it: get, set, edit, show, init, path
    #[command(after_help = help::CONFIG)]
    Config(config::ConfigArgs),
    /// Four short questions: role, planned hours, goal, import
    #[command(after_help = help::SETUP)]
    Setup,
    /// Teach a shell to complete commands, options and names
    #[command(after_help = help::COMPLETIONS)]
    Completions(completions::CompletionsArgs),
    /// The manual: print it, or write all pages into a folder
    #[command(after_help = help::MAN)]
    Man(man::ManArgs),
    /// The help of a command, as --help prints it
    #[command(after_help = "Example:\n  tafs help start")]
    Help {
        /// Which command
        command: Option<String>,
    },
}

/// What is left to do once the command line has been read.
#[derive(Debug)]
pub enum Next {
    /// Nothing: it is done.
    Done,
    /// Open the full screen.
    Screen(Box<Screen>),
}

/// Does what the words ask for; also tells in which colors to say what fails. `screens` are the names in the config that
/// only the screens know.
pub fn run(
    words: impl Iterator<Item = OsString>,
    screens: ScreenNames,
) -> (Color, Result<Next, Error>) {
    let words: Vec<OsString> = words.collect();
    if complete::answer(&words, Cli::command, screens) {
        return (Color::Never, Ok(Next::Done));
    }
    if let Err(error) = hyphens::check_dashes(&words, Cli::command) {
        return (color_of(&words), Err(error));
    }
    let words = hyphens::mark(words);
    let whole = || {
        Cli::command()
            .try_get_matches_from(&words)
            .and_then(|found| Cli::from_arg_matches(&found))
    };
    let named = named::parse(&words).and_then(|found| Cli::from_arg_matches(&found).ok());
    match named.map_or_else(whole, Ok) {
        Ok(Cli {
            command: Some(Command::Help { command }),
            global,
        }) => {
            let color = format!("--color={}", global.color.name());
            let asked = ["tafs", &color].into_iter().chain(command.as_deref());
            run(asked.chain(["--help"]).map(OsString::from), screens)
        }
        Ok(cli) => (cli.global.color, run_command(&cli, screens)),
        Err(error) => {
            let color = color_of(&words);
            // What is wrong is said by clap.
            let ended = output::clap(&error, color).and_then(|()| {
                if error.use_stderr() {
                    Err(Error::said(Exit::Usage))
                } else {
                    Ok(Next::Done)
                }
            });
            (color, ended)
        }
    }
}

/// The `--color` of words that are not understood as a whole.
fn color_of(words: &[OsString]) -> Color {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let apart = words
        .windows(2)
        .find(|pair| pair[0] == "--color")
        .map(|pair| pair[1].as_ref());
    match joined.or(apart) {
        Some("always") => Color::Always,
        Some("never") => Color::Never,
        _ => Color::Auto,
    }
}

fn run_command(cli: &Cli, screens: ScreenNames) -> Result<Next, Error> {
    if answer_without_world(cli, screens)? {
        return Ok(Next::Done);
    }
    let ctx = Ctx::new(&cli.global, screens.check_keys)?;
    let Some(command) = &cli.command else {
        return Ok(Next::Screen(Box::new(open_screen(ctx)?)));
    };
    let done = match command {
        Command::Start(start) => start::start_block(&ctx, start),
        Command::S(rest) => start::start_category(&ctx, Category::Selling, rest),
        Command::A(rest) => start::start_category(&ctx, Category::Admin, rest),
        Command::L(rest) => start::start_category(&ctx, Category::Learning, rest),
        Command::D(rest) => start::start_category(&ctx, Category::Distraction, rest),
        Command::B(rest) => start::start_category(&ctx, Category::Break, rest),
        Command::Focus(asked) => focus::start_focus_run(&ctx, asked),
        Command::Stop(when) => stop::change_at(&ctx, when, |at| Change::Stop { at }),
        Command::Resume(when) => stop::change_at(&ctx, when, |at| Change::Resume { at }),
        Command::Add(add) => add::add_block(&ctx, add),
        Command::Status(status) => status::print_status(&ctx, status),
        Command::Log(log) => log::print_log(&ctx, log),
        Command::Report(asked) => report::print_report(&ctx, asked),
        Command::Burden(asked) => burden::print_burden(&ctx, asked),
        Command::Accounts(asked) => accounts::list_accounts(&ctx, asked),
        Command::Review(asked) => review::print_review(&ctx, asked),
        Command::Edit(asked) => edit::edit_block(&ctx, asked),
        Command::Note(asked) => note::set_note(&ctx, asked),
        Command::Delete(block) => reshape::delete_block(&ctx, block),
        Command::Split(asked) => reshape::split_block(&ctx, asked),
        Command::Merge(block) => reshape::merge_block(&ctx, block),
        Command::Move(asked) => reshape::move_edges(&ctx, asked),
        Command::Rename(asked) => rename::rename(&ctx, asked),
        Command::Doctor(asked) => doctor_names::list_alike(&ctx, asked.json),
        Command::Gaps(asked) => gaps::list_gaps(&ctx, asked),
        Command::Away(asked) => away::answer_question(&ctx, asked),
        Command::Guess(asked) => guess::guess_shares(&ctx, asked),
        Command::Commit(asked) => commit::commit_to_week(&ctx, asked),
        Command::Day(asked) => day::mark_days(&ctx, asked),
        Command::Hours(asked) => hours::plan_hours(&ctx, (&cli.global, screens.check), asked),
        Command::Pause(asked) => pause::pause_week(&ctx, asked),
        Command::Undo(asked) => undo::undo_change(&ctx, asked),
        Command::Redo(asked) => undo::redo_change(&ctx, asked),
        Command::Export(export) => export::export_blocks(&ctx, export),
        Command::Import(import) => import::run(&ctx, import),
        Command::Backup(asked) => backup::back_up(&ctx, asked),
        Command::Restore(asked) => restore::restore_file(&ctx, asked),
        // They are answered before the world is looked at.
        Command::Help { .. }
        | Command::Config(_)
        | Command::Setup
        | Command::Completions(_)
        | Command::Man(_) => Ok(()),
        Command::Demo(demo) => return Ok(Next::Screen(Box::new(demo::open_demo(ctx, demo)?))),
    };
    ctx.tell_set_aside();
    done?;
    backup::make_daily_backup(&ctx);
    Ok(Next::Done)
}

/// Does what needs no more than the options of all commands; whether that was asked for.
fn answer_without_world(cli: &Cli, screens: ScreenNames) -> Result<bool, Error> {
    if let Some(Command::Config(asked)) = &cli.command {
        config::handle_config(&cli.global, screens, asked)?;
    } else if let Some(Command::Setup) = &cli.command {
        setup::set_up(&cli.global, screens.check_keys)?;
    } else if let Some(Command::Completions(asked)) = &cli.command {
        completions::print_script(Cli::command, asked)?;
    } else if let Some(Command::Man(asked)) = &cli.command {
        man::print_manual(&cli.global, Cli::command, asked)?;
    } else if let Some(Command::Doctor(asked)) = &cli.command
        && !asked.names
    {
        doctor::check_file(&cli.global, screens.check, asked)?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn open_screen(ctx: Ctx) -> Result<Screen, Error> {
    let mut store = ctx.screen_store()?;
    let remark = store.tell_of_mode(ctx.now.at).ok().flatten();
    let past = remark.is_none() && ctx.changes_past(&mut store);
    let past = past.then(|| capitalized(&format!("{PAST_CHANGES} · {KEEP_PAST}")));
    let is_read_only = store.is_read_only();
    let mut screen = Screen::new(ctx, store);
    screen.banner = is_read_only.then(|| "read-only".to_owned());
    screen.remark = remark.or(past);
    Ok(screen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound_and_its_help_fits_80_columns() {
        Cli::command().debug_assert();
        let names: Vec<String> = Cli::command()
            .get_subcommands()
            .map(|part| part.get_name().to_owned())
            .collect();
        for words in names
            .iter()
            .map(|name| vec!["tafs", name, "--help"])
            .chain([vec!["tafs", "--help"]])
        {
            let help = Cli::try_parse_from(&words)
                .expect_err("help is no command")
                .to_string();
            assert!(help.contains("Usage: tafs"), "{words:?}: {help}");
            for line in help.lines() {
                assert!(line.chars().count() <= 80, "{words:?}: {line}");
            }
        }
    }

    #[test]
    fn the_color_of_words_that_are_not_understood() {
        let of = |line: &str| color_of(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of("tafs foo --color always"), Color::Always);
        assert_eq!(of("tafs --color=never foo"), Color::Never);
        assert_eq!(of("tafs foo --color"), Color::Auto);
    }
}
