//! `tafs config`: where the config file is, what it says, and changes of it. Looking and editing work with a file that is
//! faulty, since that is when it is looked for.

mod edit;
mod resolved;
mod world;

use std::fs;
use std::io::ErrorKind;

use clap::{Args, Subcommand};

use self::world::ConfigWorld;
use super::ctx::{Global, ScreenNames};
use super::hours::tell_past;
use super::output::{self, Output};
use crate::config::{ConfigError, ConfigKey, TEMPLATE, save_text, write_value};
use crate::error::Error;

/// What to do with it.
#[derive(Args, Debug)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    what: Option<ConfigAction>,
}

#[derive(Subcommand, Debug)]
enum ConfigAction {
    /// Where the file is, or would be
    Path,
    /// What is in the file; the defaults where there is none
    Show(resolved::ShowArgs),
    /// Write a file with every key, its default and what it means; never over one that is there
    Init,
    /// Print the value of a key: of the file, else its default; nothing where it has neither
    Get(resolved::GetArgs),
    /// Set a key; comments and order of the file stay
    Set(SetArgs),
    /// Open the file in $VISUAL or $EDITOR; it is checked before it counts
    Edit,
}

/// What to set.
#[derive(Args, Debug)]
struct SetArgs {
    /// Which key: goal.tafs, hours.mon, ui.mouse, activities.selling.v
    #[arg(value_name = "KEY")]
    key: String,
    /// Text without quotes, or a value as the file has it: 0.45, true, a list in [ ]; none takes a goal away
    #[arg(value_name = "VALUE", allow_negative_numbers = true)]
    value: String,
}

pub(super) fn handle_config(
    global: &Global,
    names: ScreenNames,
    asked: &ConfigArgs,
) -> Result<(), Error> {
    let place = global.config_place()?;
    let world = ConfigWorld {
        global,
        names,
        place: &place,
        out: Output::new(global.color),
    };
    let path = place.path().display();
    match asked.what.as_ref().unwrap_or(&ConfigAction::Path) {
        ConfigAction::Path => output::result(&format!("{path}\n")),
        ConfigAction::Show(asked) if asked.is_resolved() => resolved::show_values(world, asked),
        ConfigAction::Show(_) => show_text(world),
        ConfigAction::Init => init_file(world),
        ConfigAction::Get(asked) => resolved::get_value(world, asked),
        ConfigAction::Set(asked) => {
            // A broken theme doesn't keep other keys from being set.
            let check = if ConfigKey::parse(&asked.key)?.is_of_theme() {
                names.check
            } else {
                names.check_keys
            };
            write_value(&place, &asked.key, &asked.value, check)?;
            let value = resolved::value_of(world, &asked.key)?;
            let told = match value.as_str() {
                "" => format!("{} is not set in {path}", asked.key),
                value => format!("{} is {value} in {path}", asked.key),
            };
            world.out.message(&told);
            if asked.key.starts_with("hours.") {
                tell_past(world.global, names.check_keys);
            }
            Ok(())
        }
        ConfigAction::Edit => edit::edit_file(world),
    }
}

fn show_text(world: ConfigWorld<'_>) -> Result<(), Error> {
    let path = world.place.path();
    match fs::read_to_string(path) {
        Ok(text) => output::result(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            output::result(TEMPLATE)?;
            world.out.message(&format!(
                "No file is at {}: these are the defaults",
                path.display()
            ));
            Ok(())
        }
        Err(source) => {
            let path = path.to_owned();
            Err(ConfigError::Unreadable { path, source }.into())
        }
    }
}

fn init_file(world: ConfigWorld<'_>) -> Result<(), Error> {
    let path = world.place.path();
    if fs::symlink_metadata(path).is_ok() {
        let what = format!("{} already exists", path.display());
        return Err(
            Error::failed(what).hint("edit it, or move it away first; tafs config show prints it")
        );
    }
    save_text(world.place, None, TEMPLATE)?;
    world.out.message(&format!(
        "Wrote {}; every key in it is commented out",
        path.display()
    ));
    Ok(())
}
