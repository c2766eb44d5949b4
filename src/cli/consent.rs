//! `--force`: what a change would cost is agreed to beforehand.

use clap::Args;

use crate::domain::rules::Consent;

#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct ForceArgs {
    /// Go ahead even if it removes, halves, splits or relabels other blocks
    #[arg(long)]
    force: bool,
}

impl ForceArgs {
    pub(super) const fn consent(self) -> Consent<'static> {
        consent_if(self.force)
    }
}

pub(super) const fn consent_if(force: bool) -> Consent<'static> {
    if force {
        Consent::Given
    } else {
        Consent::NotAsked
    }
}
