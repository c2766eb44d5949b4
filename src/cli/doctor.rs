//! `tafs doctor`: what is wrong with the file and around it, and its repair. Works with files and configs that no other
//! command opens, since that is when it is asked.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::ctx::{Check as ConfigCheck, Global};
use super::output::{self, Output, Paint};
use crate::config::ConfigPlace;
use crate::domain::backup::keep_of;
use crate::domain::calendar::Calendar;
use crate::domain::{format, text};
use crate::env::{self, Clock, Place};
use crate::error::{Error, Exit};
use crate::store::{
    Check, Checkup, Repaired, is_held, needs_repair, repair, tell_waits, without_links,
};

/// What to do.
#[derive(Args, Debug)]
pub(super) struct DoctorArgs {
    /// Copy a damaged file aside and replace it with what can be read
    #[arg(long)]
    repair: bool,
    /// List names that look alike, each with the command that makes them one
    #[arg(long, conflicts_with = "repair")]
    pub(super) names: bool,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// So many days of lost blocks are named.
const MOST_DAYS: usize = 10;

/// The contract of `doctor --json`.
#[derive(Serialize)]
struct DoctorRecord<'c> {
    ok: bool,
    file: String,
    checks: &'c [Check],
    repair: Option<RepairRecord<'c>>,
}

/// What a repair has brought back, of what was there.
#[derive(Serialize)]
struct RepairRecord<'c> {
    /// Where the file is as it was.
    copy: String,
    blocks: usize,
    of: usize,
    changes: usize,
    changes_of: usize,
    /// Rows of all other tables.
    rows: usize,
    rows_of: usize,
    /// The days of blocks that are lost.
    lost: &'c [String],
    /// What rows may be lost of, where nothing tells how many.
    uncounted: &'c [String],
    /// What is not as it was.
    notes: &'c [String],
}

pub(super) fn check_file(
    global: &Global,
    config_check: ConfigCheck,
    asked: &DoctorArgs,
) -> Result<(), Error> {
    let out = Output::new(global.color);
    let clock = Clock::from_env()?;
    let calendar = Calendar::new(Place::from_env(clock).zone);
    let (file, config) = (global.db_path()?, config_place(global)?);
    let usual = env::default_db().ok();
    let checkup = Checkup {
        file: &file,
        own_folder: usual.as_deref() == Some(&*file),
        config: Some(config.path()),
        has_daily: has_daily_backup(&file, usual.as_deref(), &config),
        real_clock: clock == Clock::System,
        temporary: std::env::temp_dir(),
        now: clock.now(),
        calendar: &calendar,
    };
    tell_waits(output::waiting);
    let mut checks = checkup.run();
    let mut repaired = None;
    if asked.repair && needs_repair(&checks) {
        match repair(&file, calendar.here(clock.now()), &calendar) {
            Ok(done) => repaired = Some(done),
            Err(error) => {
                if asked.json {
                    checks.push(check_config(&config, config_check));
                    print_record(&file, &checks, false, None)?;
                }
                return Err(error.into());
            }
        }
        checks = checkup.run();
    }
    checks.push(check_config(&config, config_check));
    let ok = checks.iter().all(|check| check.ok);
    if asked.json {
        print_record(&file, &checks, ok, repaired.as_ref())?;
    } else {
        print_lines(out.paint, asked, &checks, repaired.as_ref())?;
    }
    if ok {
        return Ok(());
    }
    let found = checks.iter().filter(|check| !check.ok).count();
    out.message(&format!("{} to look at", format::count(found, "finding")));
    Err(Error::said(Exit::Failed))
}

/// Whether a copy of the file is made each day. What is wrong with the config is a finding of its own.
fn has_daily_backup(file: &Path, usual: Option<&Path>, config: &ConfigPlace) -> bool {
    let is_usual = usual.is_some_and(|usual| without_links(usual) == without_links(file));
    let config = config.load().ok();
    config.is_some_and(|config| keep_of(config.backup, is_usual).is_some())
}

fn print_lines(
    paint: Paint,
    asked: &DoctorArgs,
    checks: &[Check],
    repaired: Option<&Repaired>,
) -> Result<(), Error> {
    let mut lines = match repaired {
        Some(repaired) => repair_lines(paint, repaired),
        None if asked.repair && is_held(checks) => {
            "Not repaired: another program holds the file\n\n".to_owned()
        }
        None if asked.repair => "Nothing to repair\n\n".to_owned(),
        None => String::new(),
    };
    let lost = repaired.is_some_and(|done| done.salvaged.has_lost());
    lines += &to_lines(paint, checks, lost);
    output::result(&lines)
}

fn print_record(
    file: &Path,
    checks: &[Check],
    ok: bool,
    repaired: Option<&Repaired>,
) -> Result<(), Error> {
    let record = DoctorRecord {
        ok,
        file: file.display().to_string(),
        checks,
        repair: repaired.map(to_record),
    };
    output::result(&output::json("the checkup", &record)?)
}

fn to_record(repaired: &Repaired) -> RepairRecord<'_> {
    let salvaged = &repaired.salvaged;
    RepairRecord {
        copy: repaired.copy.display().to_string(),
        blocks: salvaged.blocks,
        of: salvaged.blocks_of,
        changes: salvaged.changes,
        changes_of: salvaged.changes_of,
        rows: salvaged.others,
        rows_of: salvaged.others_of,
        lost: &salvaged.lost_days,
        uncounted: &salvaged.uncounted,
        notes: &salvaged.notes,
    }
}

fn repair_lines(paint: Paint, repaired: &Repaired) -> String {
    let salvaged = &repaired.salvaged;
    let share = |part, whole, thing: &str| {
        let things = if whole == 1 { "" } else { "s" };
        let (part, whole) = (format::grouped(part), format::grouped(whole));
        format!("{part} of {whole} {thing}{things}")
    };
    let summary = [
        share(salvaged.blocks, salvaged.blocks_of, "block"),
        share(salvaged.changes, salvaged.changes_of, "change"),
        share(salvaged.others, salvaged.others_of, "other row"),
    ];
    let summary = paint.bold(&format!("Repaired: {}", summary.join(", ")));
    let mut lines = vec![summary];
    let days = &salvaged.lost_days;
    if !days.is_empty() {
        let shown = days[..days.len().min(MOST_DAYS)].join(", ");
        let more = days.len().saturating_sub(MOST_DAYS);
        let more = match more {
            0 => String::new(),
            more => format!(" and {}", format::count(more, "more day")),
        };
        lines.push(format!("  lost: blocks on {shown}{more}"));
    }
    if !salvaged.uncounted.is_empty() {
        lines.push(format!(
            "  lost: rows of {}; how many isn't known",
            salvaged.uncounted.join(", ")
        ));
    }
    lines.extend(
        salvaged
            .notes
            .iter()
            .map(|note| format!("  {}", text::visible(note))),
    );
    if salvaged.more_notes > 0 {
        lines.push(format!(
            "  and {} more",
            format::grouped(salvaged.more_notes)
        ));
    }
    let copy = repaired.copy.display().to_string();
    lines.push(format!("  the file as it was: {}", text::visible(&copy)));
    lines.join("\n") + "\n\n"
}

fn config_place(global: &Global) -> Result<ConfigPlace, Error> {
    Ok(ConfigPlace {
        asked: global.asked_config()?,
        usual: env::default_config().unwrap_or_default(),
    })
}

fn check_config(place: &ConfigPlace, check: ConfigCheck) -> Check {
    let loaded = place.load().map_err(Error::from);
    let (ok, detail, fix) = match loaded.and_then(|config| check(&config)) {
        Ok(()) => (true, "can be read, or doesn't exist".to_owned(), None),
        Err(error) => {
            let first = error
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            (false, first, error.way_out().map(str::to_owned))
        }
    };
    Check {
        name: "config",
        ok,
        detail,
        fix,
    }
}

fn to_lines(paint: Paint, checks: &[Check], lost: bool) -> String {
    let mut out = String::new();
    let width = checks
        .iter()
        .map(|check| check.name.len())
        .max()
        .unwrap_or(0);
    for check in checks {
        let mark = if check.ok { "ok   " } else { "FOUND" };
        let mark = if check.ok {
            paint.dim(mark)
        } else {
            paint.bold(mark)
        };
        let name = text::pad(check.name, width);
        out.extend([
            &*mark,
            "  ",
            &name,
            "  ",
            &text::visible(&check.detail),
            "\n",
        ]);
        if let Some(fix) = &check.fix {
            let fix = text::visible(fix);
            out.extend([&" ".repeat(width + 9), "→ ", &fix, "\n"]);
        }
    }
    if checks.iter().all(|check| check.ok) {
        let end = if lost {
            "The file is whole again, minus what was lost; a backup may have that (tafs restore lists them)."
        } else {
            "No problems found."
        };
        out.extend(["\n", &paint.bold(end), "\n"]);
    }
    out
}
