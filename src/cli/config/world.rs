//! What a command about the config sees of the world: no file with blocks, and a config that may be faulty.

use crate::cli::ctx::{Global, ScreenNames};
use crate::cli::output::Output;
use crate::config::ConfigPlace;

#[derive(Clone, Copy)]
pub(super) struct ConfigWorld<'a> {
    pub(super) global: &'a Global,
    pub(super) names: ScreenNames,
    pub(super) place: &'a ConfigPlace,
    pub(super) out: Output,
}
