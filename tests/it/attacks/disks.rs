//! Disks that are too small: saves until nothing fits any more, then room, then the same save again.

use std::process::{Command, Output};

use super::{Tally, hold};
use crate::support::env::{Machine, TAFS};
use crate::support::tools::skip;

/// Saves until one fails, says what each came to, makes room, saves again, and hands out all blocks.
const SCRIPT: &str = r#"
mount -t tmpfs -o "size=${SIZE}k" none "$PLACE" || exit 99
export TAFS_DB="$PLACE/tafs.db"
save() {
    TAFS_NOW="$(printf '2026-03-02T%02d:%02d:00+01:00' $((8 + $1 / 60)) $(($1 % 60)))" \
        "$TAFS" $2 --note "$NOTE" >/dev/null 2>"$PLACE.said"
}
number=0
while [ "$number" -lt 300 ]; do
    case $((number % 2)) in 0) key=s ;; *) key=a ;; esac
    save "$number" "$key" || break
    number=$((number + 1))
done
echo "saved $number"
echo "said $(head -c 400 "$PLACE.said" | tr '\n' ' ')"
mount -o remount,size=4m "$PLACE"
save "$number" "$key" && echo "again" || cat "$PLACE.said"
"$TAFS" export | wc -l | sed 's/^/stored /'
"#;

/// So many sizes of disk, from what holds no file at all to what holds hundreds of blocks.
pub fn fill_disks(count: usize) -> Tally {
    let mut tally = Tally::default();
    for number in 0..count {
        // Pages of 4 KiB: each size is another page more.
        let size = 4 * (1 + number * 220 / count.max(1));
        let Some(result) = fill_disk(size) else {
            skip("mount", "a file system in memory can't be made here");
            return tally;
        };
        tally.count(result.map_err(|fault| format!("{size} KiB: {fault}")));
    }
    tally
}

/// `None` where no disk can be made here.
fn fill_disk(size: usize) -> Option<Result<(), String>> {
    let machine = Machine::new();
    let place = machine.home().join("disk");
    std::fs::create_dir(&place).expect("a folder");
    let user = if rustix::process::getuid().is_root() {
        "-m"
    } else {
        "-rm"
    };
    let output: Output = Command::new("unshare")
        .args([user, "sh", "-c", SCRIPT])
        .env_clear()
        .envs(machine.vars().iter().map(|(name, value)| (name, value)))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("PLACE", &place)
        .env("SIZE", size.to_string())
        .env("TAFS", TAFS)
        .env("NOTE", "what was said ".repeat(60))
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // 99: no mount; nothing at all: no namespaces.
    if output.status.code() == Some(99) || said.is_empty() {
        return None;
    }
    Some(check(&said))
}

fn check(said: &str) -> Result<(), String> {
    let after = |word: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(word));
        line.map(str::trim).unwrap_or_default()
    };
    let (saved, stored): (usize, usize) = (
        after("saved").parse().unwrap_or(usize::MAX),
        after("stored").parse().unwrap_or_default(),
    );
    hold(saved < 300, || "the disk was never full".to_owned())?;
    hold(!after("said").contains("panicked"), || said.to_owned())?;
    hold(
        after("said").contains("full") || after("said").contains("space"),
        || format!("the words don't name the cause: {said}"),
    )?;
    hold(said.contains("again"), || {
        format!("no save once there is room: {said}")
    })?;
    hold(stored == saved + 1, || {
        format!("{stored} stored of {saved} and one: {said}")
    })
}

#[test]
fn a_full_disk_loses_nothing_and_says_so() {
    let tally = fill_disks(5);
    if tally.tries > 0 {
        tally.assert_held();
    }
}
