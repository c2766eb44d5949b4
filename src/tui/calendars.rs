//! The calendars of the config, read beside the open screen by a thread of its own, which brings the suggestions in the
//! file up to date: the screen finds them there as it finds what other programs write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::watched::Watched;
use crate::config::Config;
use crate::domain::calendar::{Day, Zone};
use crate::domain::classify::Classify;
use crate::domain::format::count;
use crate::domain::stamp::Moment;
use crate::env;
use crate::exchange::calendars::{CalendarFiles, CalendarMeetings, find_files, read_files};
use crate::exchange::source::ImportOptions;
use crate::exchange::{Format, ImportRequest};
use crate::store::{CalendarState, ChangeError, Store};

/// The files are looked at so often.
const LOOK_EACH: Duration = Duration::from_secs(3);

/// How calendars are read, by the config and by where the rep is.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct CalendarsAsked {
    patterns: Vec<String>,
    zone: Zone,
    named_zones: Vec<(String, Zone)>,
    classify: Classify,
}

/// What was begun of it.
#[derive(Debug, Default)]
pub(super) struct CalendarReader {
    looked: Option<Instant>,
    called_off: Arc<AtomicBool>,
    thread: Option<JoinHandle<Seen>>,
    seen: Seen,
    /// What was told last, to tell it once.
    told: Option<String>,
}

/// What the last look saw; nothing where it was called off or failed.
#[derive(Debug, Default)]
struct Seen {
    asked: Option<CalendarsAsked>,
    /// The days that are read move on with each day.
    day: Option<Day>,
    files: BTreeMap<PathBuf, Watched>,
    /// What went wrong.
    fault: Option<String>,
}

impl CalendarsAsked {
    /// `None` where the config names no calendar.
    pub(super) fn of(config: &Config, zone: Zone) -> Option<Self> {
        (!config.calendars.is_empty()).then(|| Self {
            patterns: config.calendars.iter().map(|file| expand(file)).collect(),
            zone,
            named_zones: config.zones.clone(),
            classify: Classify::new(&[], &config.rules, &config.taxonomy).at_home(&config.domains),
        })
    }
}

impl CalendarReader {
    /// Begins a look where one is due, and says what went wrong in one that is over, if that is new. `asked` is asked where
    /// a look is due: which calendars there are, and the file that their meetings are kept in.
    pub(super) fn begin_or_report(
        &mut self,
        asked: impl FnOnce() -> Option<(CalendarsAsked, PathBuf)>,
        now: Moment,
        today: Day,
        at: Instant,
    ) -> Option<String> {
        let is_over = self.thread.as_ref().is_some_and(JoinHandle::is_finished);
        let fault = self
            .thread
            .take_if(|_| is_over)
            .and_then(|thread| self.finish(thread));
        let is_due = |looked: Instant| at.saturating_duration_since(looked) >= LOOK_EACH;
        if self.thread.is_none() && self.looked.is_none_or(is_due) {
            self.looked = Some(at);
            if let Some((asked, file)) = asked() {
                let seen = std::mem::take(&mut self.seen);
                let called_off = Arc::clone(&self.called_off);
                let goes_on = move || !called_off.load(Ordering::Relaxed);
                let work = move || seen.look(asked, &file, (now, today), goes_on);
                self.thread = std::thread::Builder::new().spawn(work).ok();
            }
        }
        fault
    }

    fn finish(&mut self, thread: JoinHandle<Seen>) -> Option<String> {
        self.seen = thread.join().unwrap_or_else(|_| {
            Seen::failed("The calendars can't be read: the look at them broke off".to_owned())
        });
        let is_new = self.told != self.seen.fault;
        self.told.clone_from(&self.seen.fault);
        self.told.clone().filter(|_| is_new)
    }

    /// Waits for the look that was begun, and says what went wrong in it.
    #[cfg(test)]
    pub(super) fn wait_for_look(&mut self) -> Option<String> {
        let thread = self.thread.take()?;
        self.finish(thread)
    }
}

impl Drop for CalendarReader {
    /// What is not read by the time that the screen closes is read another time.
    fn drop(&mut self) {
        self.called_off.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Seen {
    fn failed(why: String) -> Self {
        Self {
            fault: Some(why),
            ..Self::default()
        }
    }

    /// Reads the calendars where something is not as it was seen, and keeps their meetings.
    fn look(
        mut self,
        asked: CalendarsAsked,
        file: &Path,
        (now, today): (Moment, Day),
        goes_on: impl Fn() -> bool,
    ) -> Self {
        let found = find_files(&asked.patterns);
        let is_known = self.asked.as_ref() == Some(&asked) && self.day == Some(today);
        if !self.takes_up(&found.files) && is_known {
            return self;
        }
        let options = ImportOptions {
            named_zones: asked.named_zones.clone(),
            ..ImportOptions::new(asked.zone, now)
        };
        let request = ImportRequest::new(Format::Ics, options, &asked.classify);
        let files = found.files.iter().map(PathBuf::as_path);
        let Some(read) = read_files(files, &request, &goes_on) else {
            return Self::default();
        };
        let state = CalendarState {
            meetings: &read.meetings,
            within: request.calendar_window(),
            is_whole: read.faults.is_empty() && !found.is_in_part,
        };
        let kept = Store::open(file)
            .map_err(ChangeError::from)
            .and_then(|mut store| store.follow_calendars(state, now, goes_on));
        if let Err(error) = kept {
            return Self::failed(format!("The calendars' meetings aren't saved: {error}"));
        }
        Self {
            asked: Some(asked),
            day: Some(today),
            fault: describe_faults(&found, &read),
            ..self
        }
    }

    /// Takes up which files there are; whether one may hold something else than before.
    fn takes_up(&mut self, files: &BTreeSet<PathBuf>) -> bool {
        let count = self.files.len();
        self.files.retain(|file, _| files.contains(file));
        let mut differs = self.files.len() != count;
        for file in files {
            differs |= self.files.entry(file.clone()).or_default().may_differ(file);
        }
        differs
    }
}

/// A pattern with the home folder in it, which the config has checked.
fn expand(file: &str) -> String {
    let place = env::expand_home(PathBuf::from(file));
    place.map_or_else(
        |_| file.to_owned(),
        |place| place.to_string_lossy().into_owned(),
    )
}

/// What can't be read, in one line.
fn describe_faults(found: &CalendarFiles, read: &CalendarMeetings) -> Option<String> {
    let bad = read.faults.iter();
    let bad = bad.map(|(file, why)| format!("{} can't be read: {why}", file.display()));
    let missing = found.missing.iter();
    let missing = missing.map(|(pattern, why)| format!("[calendar] files: {pattern:?} {why}"));
    let mut all = bad.chain(missing);
    let first = all.next()?;
    Some(match all.count() {
        0 => first,
        more => format!("{first} · and {}", count(more, "more calendar")),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::Config;
    use crate::domain::calendar::Calendar;
    use crate::domain::stamp::{Length, Offset, Span, Stamp};

    /// A Monday, 2026-03-02, 08:00.
    fn now() -> Moment {
        Moment::new(Stamp::clamped(1_772_438_400), Offset::UTC)
    }

    struct Desk {
        folder: tempfile::TempDir,
        reader: CalendarReader,
        config: Config,
        looks: u64,
        begin: Instant,
    }

    impl Desk {
        fn new(files: &[&str]) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let at = |name: &&str| folder.path().join(name).to_string_lossy().into_owned();
            Store::open(&folder.path().join("tafs.db")).expect("a file");
            Self {
                reader: CalendarReader::default(),
                config: Config {
                    calendars: files.iter().map(at).collect(),
                    ..Config::default()
                },
                looks: 0,
                begin: env::instant(),
                folder,
            }
        }

        fn write(&self, name: &str, events: &[(&str, &str, &str)]) {
            let events = events.iter().map(|(uid, start, title)| {
                format!(
                    "BEGIN:VEVENT\nUID:{uid}\nSUMMARY:{title}\nDTSTART:{start}\nDURATION:PT30M\nEND:VEVENT\n"
                )
            });
            let events: String = events.collect();
            let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
            let path = self.folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a calendar");
        }

        /// What the next look tells, and the open suggestions after it.
        fn look(&mut self) -> (Option<String>, Vec<String>) {
            let file = self.folder.path().join("tafs.db");
            let asked = CalendarsAsked::of(&self.config, Zone::Fixed(Offset::UTC));
            let asked = || asked.map(|asked| (asked, file.clone()));
            let today = Calendar::new(Zone::Fixed(Offset::UTC)).day_at(now().at);
            let at = self.begin + LOOK_EACH * u32::try_from(self.looks).expect("few");
            self.looks += 1;
            assert_eq!(self.reader.begin_or_report(asked, now(), today, at), None);
            let told = self.reader.wait_for_look();
            let week = Span::new(now().at, now().at.plus(Length::hours(7 * 24))).expect("a week");
            let store = Store::open(&file).expect("a file");
            let open = store.suggestions(week).expect("suggestions");
            let titles = open.into_iter().map(|meeting| meeting.title).collect();
            let told = told.map(|told| told.replace(&*self.folder.path().to_string_lossy(), "~"));
            (told, titles)
        }
    }

    #[test]
    fn suggestions_follow_what_the_files_hold() {
        let mut desk = Desk::new(&["work/*.ics"]);
        let demo = ("demo", "20260302T090000Z", "Kestrel demo");
        desk.write("work/demo.ics", &[demo]);
        desk.write(
            "work/call.ics",
            &[("call", "20260303T090000Z", "Halden call")],
        );
        let (told, titles) = desk.look();
        assert_eq!(
            (told, titles),
            (
                None,
                vec!["Kestrel demo".to_owned(), "Halden call".to_owned()]
            )
        );
        desk.write(
            "work/demo.ics",
            &[("demo", "20260304T100000Z", "Kestrel demo, moved")],
        );
        assert_eq!(desk.look().1, ["Halden call", "Kestrel demo, moved"]);
        fs::remove_file(desk.folder.path().join("work/call.ics")).expect("gone");
        assert_eq!(desk.look().1, ["Kestrel demo, moved"]);
        fs::remove_file(desk.folder.path().join("work/demo.ics")).expect("gone");
        let (told, titles) = desk.look();
        assert_eq!(titles, Vec::<String>::new());
        assert_eq!(
            told.as_deref(),
            Some("[calendar] files: \"~/work/*.ics\" names no calendar")
        );
    }

    #[test]
    fn what_cannot_be_read_takes_nothing_away_and_is_told_once() {
        let mut desk = Desk::new(&["work", "home.ics"]);
        desk.write(
            "work/demo.ics",
            &[("demo", "20260302T090000Z", "Kestrel demo")],
        );
        desk.write("home.ics", &[("run", "20260302T180000Z", "Run")]);
        assert_eq!(
            desk.look(),
            (None, vec!["Kestrel demo".to_owned(), "Run".to_owned()])
        );
        fs::write(desk.folder.path().join("home.ics"), "half a calen").expect("a file");
        let (told, titles) = desk.look();
        let told = told.expect("words");
        assert!(
            told.starts_with("~/home.ics can't be read: not an iCalendar file"),
            "{told}"
        );
        assert_eq!(titles, ["Kestrel demo", "Run"]);
        assert_eq!(desk.look().0, None);
        fs::remove_file(desk.folder.path().join("home.ics")).expect("gone");
        let (told, titles) = desk.look();
        assert!(told.is_some_and(|told| told.contains("home.ics\" names no calendar")));
        assert_eq!(
            titles,
            ["Kestrel demo", "Run"],
            "a file may be gone for a moment"
        );
        desk.write("home.ics", &[]);
        assert_eq!(desk.look(), (None, vec!["Kestrel demo".to_owned()]));
    }

    #[test]
    fn nothing_is_looked_at_without_calendars_or_before_it_is_due() {
        let mut desk = Desk::new(&[]);
        assert_eq!(desk.look(), (None, Vec::new()));
        let (begin, today) = (desk.begin, Day(chrono::NaiveDate::default()));
        let mut reader = CalendarReader::default();
        let asked = std::cell::Cell::new(0);
        let mut look = |seconds| {
            let count = || {
                asked.set(asked.get() + 1);
                None
            };
            let at = begin + Duration::from_secs(seconds);
            assert_eq!(reader.begin_or_report(count, now(), today, at), None);
            asked.get()
        };
        assert_eq!([0, 1, 2, 3, 5, 6].map(&mut look), [1, 1, 1, 2, 2, 3]);
    }
}
