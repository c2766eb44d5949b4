//! `tafs config`: where the config file is, what stands in it, and one to begin with. Works with a file that is
//! faulty, since that is when it is looked for.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::ctx::Global;
use super::output::{self, Output};
use crate::config::{ConfigError, TEMPLATE};
use crate::env;
use crate::error::Error;
use crate::exchange::ExchangeError;
use crate::exchange::file::{self, OwnFiles};

/// What to do with it.
#[derive(Args, Debug)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    what: Option<ConfigAction>,
}

#[derive(Subcommand, Debug, Clone, Copy)]
enum ConfigAction {
    /// Where the file is, or would be
    Path,
    /// What stands in the file; the defaults where there is none
    Show,
    /// Write a file with every key, its default and what it means; never over one that is there
    Init,
}

pub(super) fn handle_config(global: &Global, asked: &ConfigArgs) -> Result<(), Error> {
    let path = config_path(global)?;
    match asked.what.unwrap_or(ConfigAction::Path) {
        ConfigAction::Path => output::result(&format!("{}\n", path.display())),
        ConfigAction::Show => match fs::read_to_string(&path) {
            Ok(text) => output::result(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                output::result(TEMPLATE)?;
                Output::new(global.color).message(&format!(
                    "No file is at {}: these are the defaults",
                    path.display()
                ));
                Ok(())
            }
            Err(source) => Err(ConfigError::Unreadable { path, source }.into()),
        },
        ConfigAction::Init => {
            write_template(&path)?;
            Output::new(global.color).message(&format!(
                "Wrote {}; every key in it is commented out",
                path.display()
            ));
            Ok(())
        }
    }
}

fn config_path(global: &Global) -> Result<PathBuf, Error> {
    let found = global.asked_config()?.or_else(env::default_config);
    found.ok_or_else(|| {
        Error::usage("there is no home folder for a config file").hint("name a file with --config")
    })
}

fn write_template(path: &Path) -> Result<(), Error> {
    let failed = |error: String| {
        Error::failed(format!("cannot write {}: {error}", path.display()))
            .hint("name a place that you may write to with --config")
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    }
    let fill = |out: &mut dyn Write| Ok(out.write_all(TEMPLATE.as_bytes())?);
    file::write(path, false, &OwnFiles::default(), fill).map_err(|error| match error {
        ExchangeError::Exists => Error::failed(format!("{} already exists", path.display()))
            .hint("edit it, or move it away first; tafs config show prints it"),
        other => failed(other.to_string()),
    })
}
