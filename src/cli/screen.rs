//! What the command line hands over where the full screen is to open.

use tempfile::TempDir;

use super::ctx::Ctx;
use super::output::Color;
use crate::config::{Config, ConfigPlace};
use crate::domain::calendar::Zone;
use crate::env::Clock;
use crate::store::{DailyFile, Store};

/// All that the full screen needs.
#[derive(Debug)]
pub struct Screen {
    pub store: Store,
    pub config: Config,
    /// Where the config is read again once it changes; `None` where it was made for this screen.
    pub config_place: Option<ConfigPlace>,
    pub zone: Zone,
    pub clock: Clock,
    /// When colors are wanted.
    pub color: Color,
    /// The file, where a copy of it is made each day.
    pub daily: Option<DailyFile>,
    /// A word beside the name of the program, for a file that is not the rep's own.
    pub banner: Option<String>,
    /// What the screen says at its start.
    pub remark: Option<String>,
    /// A folder that is removed when the screen is left.
    pub temporary: Option<TempDir>,
}

impl Screen {
    /// The screen of a file in the world that a command saw.
    pub(super) fn new(ctx: Ctx, store: Store) -> Self {
        let daily = ctx.daily_file();
        Self {
            store,
            daily,
            config: ctx.config,
            config_place: Some(ctx.config_place),
            zone: ctx.zone,
            clock: ctx.clock,
            color: ctx.color,
            banner: None,
            remark: None,
            temporary: None,
        }
    }
}
