//! Tools that single tests need and a machine may lack. `.ci/install-tools` installs them; a test without its tool
//! is skipped and says so, or fails where `TAFS_FORBID_SKIPS` is set, as `.ci/run` does.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;

/// The first of these commands that the path has.
pub fn find_command(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// Reports a test that can't run here: `skipped: TOOL: WHY` on standard error.
///
/// # Panics
/// Where skips are forbidden.
pub fn skip(tool: &str, why: &str) {
    let report = format!("skipped: {tool}: {why}");
    assert!(
        !forbids_skips(env::var("TAFS_FORBID_SKIPS").ok().as_deref()),
        "{report}\nTAFS_FORBID_SKIPS is set: see .ci/install-tools, or set it to 0"
    );
    // Not `eprintln!`, which a passing test swallows.
    writeln!(io::stderr(), "{report}").ok();
}

fn forbids_skips(setting: Option<&str>) -> bool {
    setting.is_some_and(|setting| !matches!(setting, "" | "0"))
}

#[test]
fn only_a_setting_other_than_0_forbids_skips() {
    let forbidding = [None, Some(""), Some("0"), Some("1"), Some("yes")].map(forbids_skips);
    assert_eq!(forbidding, [false, false, false, true, true]);
}
