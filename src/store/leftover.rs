//! How temporary files are named: with the process that works on them, so that `tafs doctor` can tell when that is gone.

/// How names begin of files beside the one that they will take the place of.
pub const UNFINISHED: &str = ".tafs-";

/// How the folder of a demo begins, in the folder for temporary files.
pub const DEMO: &str = "tafs-demo-";

/// How the name of a temporary file of this process begins.
pub fn leftover_prefix(kind: &str) -> String {
    format!("{kind}{}-", std::process::id())
}
