//! The day's copy of the file, made beside the open screen by a thread of its own. Knows nothing of what is shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::domain::backup::{Keep, keep_of};
use crate::domain::calendar::Day;
use crate::store::{DailyFile, StoreError, describe_failed_copy, make_daily};

/// What has been begun of it.
#[derive(Debug, Default)]
pub(super) struct DailyBackup {
    /// The file; none where no copy is made of it by itself.
    file: Option<DailyFile>,
    /// The last day on which a copy was begun, or was there.
    begun: Option<Day>,
    called_off: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<(), StoreError>>>,
}

impl DailyBackup {
    pub(super) fn of(file: Option<DailyFile>) -> Self {
        let mut daily = Self::default();
        daily.file = file;
        daily
    }

    /// Begins the copy of a day that has just begun, and says what failed of one that is over.
    pub(super) fn begin_or_report(&mut self, set: Option<Keep>, today: Day) -> Option<String> {
        let is_over = self.thread.as_ref().is_some_and(JoinHandle::is_finished);
        let failed = self.thread.take_if(|_| is_over).and_then(finish_copy);
        if let Some(file) = &self.file
            && self.thread.is_none()
            && self.begun != Some(today)
        {
            self.begun = Some(today);
            if let Some(keep) = keep_of(set, file.is_usual) {
                let (path, called_off) = (file.path.clone(), Arc::clone(&self.called_off));
                let goes_on = move || !called_off.load(Ordering::Relaxed);
                let work = move || make_daily(&path, today, keep, goes_on).map(|_| ());
                self.thread = std::thread::Builder::new().spawn(work).ok();
            }
        }
        failed
    }

    /// Waits for the copy that was begun; what failed of it.
    #[cfg(test)]
    pub(super) fn wait_for_copy(&mut self) -> Option<String> {
        self.thread.take().and_then(finish_copy)
    }
}

/// What is told of a copy that failed, also of one that broke.
fn finish_copy(thread: JoinHandle<Result<(), StoreError>>) -> Option<String> {
    match thread.join() {
        Ok(made) => made.err().map(|error| describe_failed_copy(&error)),
        Err(_) => Some("No backup today: the copy failed · tafs backup to make one".to_owned()),
    }
}

impl Drop for DailyBackup {
    /// What is not done by the time that the screen closes is done another time.
    fn drop(&mut self) {
        self.called_off.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::demo;
    use crate::domain::calendar::{Calendar, Zone};
    use crate::domain::stamp::{Moment, Offset, Stamp};
    use crate::store::{Copies, Store};

    #[test]
    fn a_copy_that_breaks_is_told() {
        let thread = std::thread::spawn(|| panic!("the copy is wrong"));
        let told = finish_copy(thread).expect("words");
        assert!(told.starts_with("No backup today"), "{told}");
    }

    #[test]
    fn a_copy_is_made_once_for_each_day_that_the_screen_is_open() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tafs.db");
        let now = Moment::new(Stamp::clamped(1_772_434_800), Offset::UTC);
        let calendar = Calendar::new(Zone::Fixed(Offset::UTC));
        let mut store = Store::open(&path).expect("a store");
        let blocks = demo::blocks(now, &calendar, 1);
        store.seed_blocks(blocks.into_iter()).expect("blocks");
        let copies = Copies::of(&path);
        let day = |number| Day(NaiveDate::default()).plus(number);
        let is_usual = false;
        let mut daily = DailyBackup::of(Some(DailyFile { path, is_usual }));
        // It is not set: nothing is made on that day, also where it is set later.
        let keep = Keep { days: 2, weeks: 0 };
        assert!(daily.begin_or_report(None, day(0)).is_none() && daily.wait_for_copy().is_none());
        assert!(copies.find_days().is_empty());
        for number in 1..4 {
            assert!(daily.begin_or_report(Some(keep), day(number)).is_none());
            assert!(daily.wait_for_copy().is_none());
            assert!(daily.begin_or_report(Some(keep), day(number)).is_none());
        }
        assert_eq!(copies.find_days(), [day(2), day(3)].into());
        // Where it can't be made it is said once.
        std::fs::remove_dir_all(copies.folder()).expect("it is ours");
        std::fs::write(copies.folder(), "no folder").expect("a file");
        daily.begin_or_report(Some(keep), day(4));
        assert!(daily.wait_for_copy().is_some());
        assert!(
            daily.begin_or_report(Some(keep), day(4)).is_none() && daily.wait_for_copy().is_none()
        );
        // The end calls it off, and leaves nothing behind.
        std::fs::remove_file(copies.folder()).expect("it is ours");
        daily.begin_or_report(Some(keep), day(5));
        drop(daily);
        let left = std::fs::read_dir(copies.folder())
            .into_iter()
            .flatten()
            .count();
        assert_eq!(left, copies.find_days().len());
    }
}
