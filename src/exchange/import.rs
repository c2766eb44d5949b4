//! Imports what a source holds: all of it in one change that one undo takes back, or, as a dry run, only reported.

use std::cell::RefCell;
use std::path::Path;

use super::contents::Contents;
use super::delivery::TakeRows;
use super::error::ExchangeError;
use super::import_report::{ImportReport, RowError, describe_times};
use super::prospect;
use super::request::ImportRequest;
use super::source::{Format, ParseError};
use super::to_blocks::{Blocks, PreparedImport, TakeArrivals, admit};
use super::{
    activitywatch, bartib, clockify, csv, hours, ics, json, klog, layout, presets, timesheet_csv,
    timewarrior, toggl, watson,
};
use crate::domain::arrival::Arrival;
use crate::domain::classify::By;
use crate::domain::edit::SideRow;
use crate::domain::rules::Refusal;
use crate::store::{ChangeError, Import, Store, StoreError, Take, Watch};

/// Reads all that a source holds, as [`stream`] does, and keeps the blocks: the earliest first, of our own JSON in its
/// order.
pub fn read(
    contents: impl Into<Contents>,
    request: &ImportRequest<'_>,
) -> Result<PreparedImport, ExchangeError> {
    keep(request, |to| stream(contents.into(), request, to))
}

/// As [`stream`], of a source that is a database: SQLite opens it where it stands.
pub fn stream_database(
    path: &Path,
    request: &ImportRequest<'_>,
    take: &mut TakeArrivals<'_>,
) -> Result<ImportReport, ExchangeError> {
    make_blocks(request, take, |rows| {
        hours::read(path, &request.options, rows)
    })
}

fn keep(
    request: &ImportRequest<'_>,
    read: impl FnOnce(&mut TakeArrivals<'_>) -> Result<ImportReport, ExchangeError>,
) -> Result<PreparedImport, ExchangeError> {
    let mut found = Vec::new();
    let report = read(&mut |line, arrival| {
        found.push((line, arrival));
        Ok(())
    })?;
    if request.format != Format::Json {
        // Where two overlap the later one is trimmed, whatever the order of the source.
        found.sort_by_key(|(_, arrival): &(usize, Arrival)| arrival.block.start.at);
    }
    Ok(PreparedImport::of(found, report))
}

/// Reads a source, and hands each of its blocks to `take` with its line, as soon as it is read and in the order of the
/// source. A row that is no block is left out and named in the report; of our own JSON nothing counts then.
pub fn stream(
    contents: Contents,
    request: &ImportRequest<'_>,
    take: &mut TakeArrivals<'_>,
) -> Result<ImportReport, ExchangeError> {
    let options = &request.options;
    if request.format == Format::Json {
        return read_json(&contents, request, take);
    }
    make_blocks(request, take, |to| match request.format {
        Format::Json => unreachable!("it was read above"),
        Format::Csv => csv::read(contents, options, to),
        Format::Columns => layout::read_named(contents, options, to),
        Format::Preset(name) => presets::read(name, contents, options, to),
        Format::Timewarrior => timewarrior::read(&contents.bytes()?, options, to),
        Format::Watson => watson::read(&contents.bytes()?, options, to),
        Format::Toggl => timesheet_csv::read(contents, options, &toggl::DIALECT, to),
        Format::Clockify => timesheet_csv::read(contents, options, &clockify::DIALECT, to),
        Format::Klog => klog::read(&contents.bytes()?, to),
        Format::Bartib => bartib::read(&contents.bytes()?, to),
        Format::Hours => Err(ParseError::new(
            "not the file of hours: that is a database, which cannot be read from a stream",
            hours::HINT,
        )
        .into()),
        Format::ActivityWatch => activitywatch::read(&contents.bytes()?, options, to),
        Format::Ics => {
            let meetings = ics::read(contents, options, request.calendar_window(), to)?;
            Ok(meetings.report)
        }
    })
}

/// Makes blocks of the rows that `read` hands over.
fn make_blocks(
    request: &ImportRequest<'_>,
    take: &mut TakeArrivals<'_>,
    read: impl FnOnce(&mut dyn TakeRows) -> Result<ImportReport, ExchangeError>,
) -> Result<ImportReport, ExchangeError> {
    let mut blocks = Blocks::new(request, take);
    let mut report = read(&mut blocks)?;
    blocks.finish(&mut report);
    Ok(report)
}

fn read_json(
    contents: &Contents,
    request: &ImportRequest<'_>,
    take: &mut TakeArrivals<'_>,
) -> Result<ImportReport, ExchangeError> {
    let taxonomy = request.classify.taxonomy();
    let (mut report, mut faults) = (ImportReport::default(), Vec::new());
    json::read(contents, &mut |line, found| {
        let fits = |arrival: &Arrival| {
            let is_new = !arrival.has_id;
            if is_new {
                prospect::check(&arrival.block, taxonomy)
            } else {
                Ok(())
            }
        };
        match found.and_then(|arrival| fits(&arrival).map(|()| arrival)) {
            // Once something is wrong nothing is taken.
            Ok(_) if !faults.is_empty() => {}
            Ok(arrival) => {
                let said = (&arrival.block, By::Source);
                if let Some(marks) = admit(&mut report, request, line, said, None) {
                    take(line, Arrival { marks, ..arrival })?;
                }
            }
            Err(what) => faults.push(RowError::new(line, what)),
        }
        Ok(())
    })?;
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() {
        Ok(report)
    } else {
        Err(ExchangeError::Rows(faults))
    }
}

/// Goes through a source and hands over its blocks. It may be asked again: the same blocks come in the same order.
pub type GoThrough<'s> =
    dyn FnMut(&mut TakeArrivals<'_>) -> Result<ImportReport, ExchangeError> + 's;

/// Imports what a source holds, block by block as they are read. `watch` hears of each block how many were taken in, and
/// can call it off.
pub fn import(
    store: &mut Store,
    source: &mut GoThrough<'_>,
    rows: &[SideRow],
    request: &ImportRequest<'_>,
    watch: Watch<'_>,
) -> Result<ImportReport, ExchangeError> {
    let (mut report, mut failed) = (ImportReport::default(), None);
    let watch = RefCell::new(watch);
    let mut feed = |take: Take<'_>| {
        let mut place = 0;
        let read = source(&mut |_, arrival| {
            if !(watch.borrow_mut())(place, 0) {
                return Err(StoreError::Interrupted.into());
            }
            take(place, &arrival)?;
            place += 1;
            Ok(())
        });
        report = read.map_err(|error| match error {
            ExchangeError::Store(error) => error,
            other => {
                failed = Some(other);
                StoreError::Interrupted.into()
            }
        })?;
        Ok(())
    };
    let import = Import {
        overlap: request.overlap,
        rows,
    };
    let now = request.options.now;
    let mut settling = |done: usize, all: usize| (watch.borrow_mut())(done, all);
    let taken = if request.dry_run {
        let copy = store.copy_for_reading();
        copy.map_err(ChangeError::from)
            .and_then(|mut copy| copy.import(import, &mut feed, now, &mut settling))
    } else {
        store.import(import, &mut feed, now, &mut settling)
    };
    match (taken, failed) {
        (Ok(applied), _) => {
            report.settle(applied.tally.unwrap_or_default(), request.dry_run);
            Ok(report)
        }
        (Err(_), Some(error)) => Err(error),
        (Err(ChangeError::Refused(Refusal::Overlap { arrivals })), None) => {
            Err(ExchangeError::Overlaps(name_overlaps(&arrivals, source)?))
        }
        (Err(fault), None) => Err(fault.into()),
    }
}

/// What was read already, for [`import`].
pub fn import_read(
    store: &mut Store,
    prepared: &PreparedImport,
    request: &ImportRequest<'_>,
    watch: Watch<'_>,
) -> Result<ImportReport, ExchangeError> {
    let mut source = |take: &mut TakeArrivals<'_>| {
        let lines = prepared.lines.iter().copied();
        let mut arrivals = lines.zip(prepared.arrivals.iter().cloned());
        arrivals.try_for_each(|(line, arrival)| take(line, arrival))?;
        Ok(prepared.report.clone())
    };
    import(store, &mut source, &prepared.rows, request, watch)
}

/// Goes through the source once more for those that overlap, by their places.
fn name_overlaps(
    places: &[usize],
    source: &mut GoThrough<'_>,
) -> Result<Vec<RowError>, ExchangeError> {
    let (mut faults, mut place) = (Vec::new(), 0);
    source(&mut |line, arrival| {
        if places.binary_search(&place).is_ok() {
            let times = describe_times(&arrival.block);
            let what = format!("{times} overlaps time that is taken");
            faults.push(RowError::new(line, what));
        }
        place += 1;
        Ok(())
    })?;
    faults.sort_by_key(|fault: &RowError| fault.line);
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Category;
    use crate::domain::calendar::Zone;
    use crate::domain::classify::Classify;
    use crate::domain::filter::Filter;
    use crate::domain::stamp::{Moment, Offset};
    use crate::domain::taxonomy::Taxonomy;
    use crate::exchange::csv::Style;
    use crate::exchange::source::ImportOptions;
    use crate::exchange::{Records, Shape, export};
    use crate::insight::testdata;
    use proptest::prelude::*;

    fn now() -> Moment {
        testdata::at(testdata::monday().plus(5), "0900")
    }

    fn take(store: &mut Store, text: &str, dry_run: bool) -> Result<ImportReport, ExchangeError> {
        take_as(store, Format::Json, text, dry_run)
    }

    fn take_as(
        store: &mut Store,
        format: Format,
        text: &str,
        dry_run: bool,
    ) -> Result<ImportReport, ExchangeError> {
        let taxonomy = Taxonomy::default();
        let classify = Classify::new(&[], &[], &taxonomy);
        let asked = ImportOptions::new(Zone::Fixed(Offset::UTC), now());
        let request = ImportRequest {
            dry_run,
            ..ImportRequest::new(format, asked, &classify)
        };
        let contents = Contents::from(text.as_bytes());
        let mut source = |take: &mut TakeArrivals<'_>| stream(contents.clone(), &request, take);
        import(store, &mut source, &[], &request, &mut |_, _| true)
    }

    fn all(store: &Store) -> String {
        all_as(store, Shape::Json)
    }

    fn all_as(store: &Store, shape: Shape) -> String {
        let mut out = Vec::new();
        export(store, (None, &Filter::default()), shape, &mut out).expect("an export");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn an_export_comes_back_as_it_was_and_twice_adds_nothing() {
        let (mut from, mut to) = (
            Store::in_memory().expect("a store"),
            Store::in_memory().expect("a store"),
        );
        from.seed_blocks(testdata::week().into_iter())
            .expect("seeded");
        let text = all(&from);
        let count = testdata::week().len();
        assert_eq!(text.lines().count(), count);
        let dry = take(&mut to, &text, true).expect("a dry run");
        assert_eq!(
            (dry.added, all(&to).len()),
            (count, 0),
            "a dry run writes nothing"
        );
        let summary = take(&mut to, &text, false).expect("an import");
        assert_eq!((summary.offered, summary.added), (count, dry.added));
        assert_eq!(all(&to), text);
        let again = take(&mut to, &text, false).expect("an import");
        assert_eq!((again.added, again.already), (0, count));
        assert_eq!(all(&to), text);
        to.undo(now()).expect("an undo");
        assert_eq!(all(&to), "", "one undo takes all of it back");
    }

    #[test]
    fn without_ids_the_same_time_and_category_are_the_same_block() {
        let mut store = Store::in_memory().expect("a store");
        let row = r#"{"start":"2026-03-02T08:30:00+01:00","end":"2026-03-02T09:05:00+01:00","category":"admin","activity":"paperwork"}"#;
        let summary = take(&mut store, row, false).expect("an import");
        assert_eq!(summary.added, 1);
        assert_eq!(
            summary.unlisted,
            [(Category::Admin, "paperwork".to_owned(), 1)]
        );
        let again = take(&mut store, row, false).expect("an import");
        assert_eq!((again.already, again.unlisted), (1, vec![]));
        let array = format!(
            "[{}, {row}]",
            row.replace("08:30", "07:30").replace("09:05", "08:45")
        );
        let tally = take(&mut store, &array, false).expect("an import");
        assert_eq!((tally.added, tally.trimmed, tally.already), (1, 1, 1));
    }

    #[test]
    fn the_same_rows_are_here_already_whichever_way_they_come() {
        let mut store = Store::in_memory().expect("a store");
        let mut told = |format, text: &str| {
            let report = take_as(&mut store, format, text, false).expect("an import");
            let ImportReport {
                added,
                already,
                differing,
                repeated,
                skipped,
                by_default,
                ..
            } = report;
            format!("{added}+ {already}= {differing}≠ {repeated}\" {skipped}- {by_default}?")
        };
        let sheet = "start,end,title\n2026-03-02 08:30,2026-03-02 09:05,Call\n2026-03-02 09:05,2026-03-02 10:00,Mail\n";
        assert_eq!(told(Format::Csv, sheet), "2+ 0= 0≠ 0\" 0- 2?");
        assert_eq!(told(Format::Csv, sheet), "0+ 2= 0≠ 0\" 0- 0?");
        let turned = "title,end,start\nCall,2026-03-02 09:05,2026-03-02 08:30\n";
        assert_eq!(told(Format::Csv, turned), "0+ 1= 0≠ 0\" 0- 0?");
        let bartib = "2026-03-02 08:30 - 2026-03-02 09:05 | Call | \n2026-03-02 09:05 - 2026-03-02 10:00 | Post | \n";
        assert_eq!(told(Format::Bartib, bartib), "0+ 2= 2≠ 0\" 0- 0?");
        let klog =
            "2026-03-02\n    8:30 - 9:05 Call\n    9:05 - 10:00 Mail\n    10:00 - 10:30 New\n";
        assert_eq!(told(Format::Klog, klog), "1+ 2= 0≠ 0\" 0- 1?");
        let two_at_once = "start,end,title\n2026-03-03 08:30,2026-03-03 09:05,Call\n2026-03-03 08:30,2026-03-03 09:05,Mail\n";
        assert_eq!(told(Format::Csv, two_at_once), "1+ 0= 0≠ 0\" 1- 1?");
        let twice = "start,end,title\n2026-03-04 08:30,2026-03-04 09:05,Call\n2026-03-04 08:30,2026-03-04 09:05,Call\n";
        assert_eq!(told(Format::Csv, twice), "1+ 1= 0≠ 1\" 0- 1?");
    }

    #[test]
    fn one_bad_row_and_nothing_is_taken_in() {
        let mut store = Store::in_memory().expect("a store");
        let good = r#"{"start":"2026-03-02T08:30:00+01:00","end":"2026-03-02T09:05:00+01:00","category":"admin"}"#;
        let error =
            take(&mut store, &format!("{good}\n{{\"start\":1}}\n"), false).expect_err("a bad row");
        assert!(
            matches!(&error, ExchangeError::Rows(faults) if faults[0].line == 2),
            "{error}"
        );
        assert_eq!(all(&store), "");
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(String::new()),
            "\\PC{0,24}",
            "[a-z@!#\"\\\\\\n\\t,' ]{0,24}",
            "['=+@\\\\, -]{1,8}",
            Just("日本 👩‍👩‍👧 \u{202e}\u{1b}[31m".to_owned())
        ]
    }

    prop_compose! {
        /// One to sixteen blocks on one lane, the last of which may run.
        fn lanes()(rows in prop::collection::vec(
            (0_i64..9_000, 1_i64..90_000, -14_i32..15, -14_i32..15, 0_usize..5, prop::array::uniform5(text()),
             (prop::collection::vec(text(), 0..3), text(), 0_usize..5), prop::array::uniform3(0_u32..=u32::MAX), 0_usize..5), 1..16),
            runs in any::<bool>()
        ) -> Vec<crate::domain::record::Record> {
            let mut at = 1_600_000_000;
            let count = rows.len();
            rows.into_iter().enumerate().map(|(index, row)| {
                let (gap, length, here, there, category, words, (tags, source, fit), counts, grade) = row;
                at += gap;
                let start = moment(at, here);
                at += length;
                let category = Category::ALL[category];
                let [activity, account, requester, note, id] = words;
                crate::domain::record::Record {
                    id: (id.len() % 2 == 0).then(|| crate::domain::block::BlockId::fresh().to_string()),
                    start, end: (!runs || index + 1 < count).then(|| moment(at, there)),
                    category: category.name().to_owned(),
                    activity: Some(activity), account: Some(account), requester: Some(requester),
                    tags: tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect(), note,
                    outcomes: crate::domain::record::OutcomesRecord {
                        touches: counts[0], conversations: counts[1], meetings: counts[2],
                        grade: crate::domain::block::Grade::ALL.get(grade).map(|grade| grade.name().to_owned()),
                    },
                    source: Some(source),
                    fit: crate::domain::block::Fit::ALL.get(fit).map(|fit| fit.name().to_owned()),
                    clock_back: false,
                }
            }).collect()
        }
    }

    fn moment(at: i64, hours: i32) -> String {
        let at = crate::domain::stamp::Stamp::clamped(at);
        let offset = crate::domain::stamp::Offset::new(hours * 3600 + 900).expect("an offset");
        crate::domain::calendar::rfc3339(Moment { at, offset })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_on_record_survives_the_journey(rows in lanes()) {
            let with_marks = rows.into_iter().enumerate().map(|(index, row)| crate::domain::record::Record { clock_back: index % 3 == 0, ..row });
            let arrivals: Result<Vec<Arrival>, _> = with_marks.map(crate::domain::record::Record::into_arrival).collect();
            // A tag or a name that is empty once it is cleaned is refused at the door.
            prop_assume!(arrivals.is_ok());
            let arrivals = arrivals.expect("blocks");
            let mut from = Store::in_memory().expect("a store");
            from.seed_blocks(arrivals.iter().map(|arrival| arrival.block.clone())).expect("seeded");
            let lines = all(&from);
            let array = format!("\u{feff}[\r\n{}]", lines.trim_end().replace('\n', ",\r\n\r\n"));
            for text in [lines.clone(), array] {
                let mut to = Store::in_memory().expect("a store");
                let summary = take(&mut to, &text, false).expect("an import");
                prop_assert_eq!(summary.added, arrivals.len());
                let mut back = Vec::new();
                to.every(|block| { back.push(block); Ok::<(), crate::store::StoreError>(()) }).expect("blocks");
                for (block, arrival) in back.iter().zip(&arrivals) {
                    prop_assert!(block.says_the_same(&arrival.block), "{:?} {:?}", block, arrival.block);
                }
                prop_assert_eq!(take(&mut to, &text, false).expect("an import").already, arrivals.len());
                prop_assert_eq!(all(&to), lines.clone());
            }
        }

        #[test]
        fn a_sheet_brings_back_all_that_it_was_made_of(rows in lanes()) {
            let arrivals: Result<Vec<Arrival>, _> = rows.into_iter().map(crate::domain::record::Record::into_arrival).collect();
            prop_assume!(arrivals.is_ok());
            let arrivals = arrivals.expect("blocks");
            let (mut from, mut to) = (Store::in_memory().expect("a store"), Store::in_memory().expect("a store"));
            from.seed_blocks(arrivals.iter().map(|arrival| arrival.block.clone())).expect("seeded");
            let sheet = all_as(&from, Shape::Csv(Style::PLAIN));
            let summary = take_as(&mut to, Format::Csv, &sheet, false).expect("an import");
            prop_assert_eq!((summary.added, summary.rejected), (arrivals.len(), vec![]), "{}", sheet);
            prop_assert_eq!(all(&to), all(&from), "{}", sheet);
            prop_assert_eq!(take_as(&mut to, Format::Csv, &sheet, false).expect("an import").already, arrivals.len());
            prop_assert_eq!(all_as(&to, Shape::Csv(Style::PLAIN)), sheet);
        }

        #[test]
        fn the_files_of_other_programs_bring_back_all_that_they_were_made_of(rows in lanes()) {
            let with_marks = rows.into_iter().enumerate().map(|(index, row)| crate::domain::record::Record { clock_back: index % 3 == 0, ..row });
            let arrivals: Result<Vec<Arrival>, _> = with_marks.map(crate::domain::record::Record::into_arrival).collect();
            prop_assume!(arrivals.is_ok());
            let arrivals = arrivals.expect("blocks");
            let mut from = Store::in_memory().expect("a store");
            from.seed_blocks(arrivals.iter().map(|arrival| arrival.block.clone())).expect("seeded");
            for (shape, format) in [(Shape::Timewarrior(Records::Written), Format::Timewarrior), (Shape::Ics(Records::Written), Format::Ics)] {
                let is_written = |arrival: &&Arrival| format != Format::Ics || !arrival.block.is_running();
                let written: Vec<&Arrival> = arrivals.iter().filter(is_written).collect();
                let mut to = Store::in_memory().expect("a store");
                let file = all_as(&from, shape);
                let summary = take_as(&mut to, format, &file, false).expect("an import");
                prop_assert_eq!((summary.added, summary.rejected), (written.len(), vec![]), "{}", &file);
                let mut back = Vec::new();
                to.every(|block| { back.push(block); Ok::<(), crate::store::StoreError>(()) }).expect("blocks");
                for (block, arrival) in back.iter().zip(&written) {
                    prop_assert!(block.says_the_same(&arrival.block), "{:?} {:?}", block, arrival.block);
                }
                prop_assert_eq!(take_as(&mut to, format, &file, false).expect("an import").already, written.len());
                prop_assert_eq!(all_as(&to, shape), file);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*|[\\[\\]{}\",:0-9a-z\\n ]*") {
            let mut rows = 0;
            let _ = json::read(&text.as_bytes().into(), &mut |_, _| {
                rows += 1;
                Ok(())
            });
            prop_assert!(rows <= text.len());
        }
    }
}
