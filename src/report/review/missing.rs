//! What a review's figures still need, in words. It knows no figure.

use serde::{Deserialize, Serialize};

use crate::insight::hidden::Hidden;

/// What is missing for a figure that is null, in words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MissingRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tafs: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<String>,
    /// For what touches usually come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stages: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_four: Option<String>,
}

impl MissingRecord {
    /// What is hidden isn't missing.
    pub(super) fn leave_out(&mut self, hidden: &Hidden) {
        self.effort.take_if(|_| hidden.has("effort"));
        self.stages.take_if(|_| hidden.has("stages"));
        self.calibration.take_if(|_| hidden.has("calibration"));
        self.best_four.take_if(|_| hidden.has("best_four"));
    }
}
