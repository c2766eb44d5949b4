//! `tafs completions`: what teaches a shell to complete the words of tafs. The scripts ask the program itself, so that
//! they know the names on record; Nushell's is static.

use clap::{Args, ValueEnum};
use clap_complete_nushell::Nushell;

use super::output;
use crate::error::Error;

/// A shell that can be taught.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
    Nushell,
}

/// For which shell.
#[derive(Args, Debug)]
pub(super) struct CompletionsArgs {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn print_script(
    program: fn() -> clap::Command,
    asked: &CompletionsArgs,
) -> Result<(), Error> {
    let script = match asked.shell {
        Shell::Bash => include_str!("../../assets/completions/tafs.bash"),
        Shell::Zsh => include_str!("../../assets/completions/_tafs.zsh"),
        Shell::Fish => include_str!("../../assets/completions/tafs.fish"),
        Shell::Powershell => include_str!("../../assets/completions/tafs.ps1"),
        Shell::Elvish => include_str!("../../assets/completions/tafs.elv"),
        Shell::Nushell => return output::result(&nushell_module(program())),
    };
    output::result(script)
}

/// A module with the commands and their options.
fn nushell_module(mut program: clap::Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(Nushell, &mut program, "tafs", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}
