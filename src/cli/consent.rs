//! `--force`: what a change would cost is agreed to beforehand.

use clap::Args;

use crate::domain::rules::Consent;

#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct ForceArgs {
    /// Go ahead even if it removes, halves or splits other blocks
    #[arg(long)]
    force: bool,
}

impl ForceArgs {
    pub(super) const fn consent(self) -> Consent {
        if self.force {
            Consent::Given
        } else {
            Consent::NotAsked
        }
    }
}
