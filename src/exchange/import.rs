//! Takes in what a source holds: all of it in one change that one undo takes back, or, as a dry run, only told.

use std::collections::BTreeMap;
use std::path::Path;

use super::source::{Asked, Wrong};
use super::to_blocks::{Counts, Explained, Taken, take};
use super::{ExchangeError, Format, RowFault};
use super::{bartib, clockify, csv, hours, ics, json, klog, suggest, timewarrior, toggl, watson};
use crate::domain::arrival::{Arrival, Overlap, Tally};
use crate::domain::block::{Activity, Block, Category};
use crate::domain::change::Change;
use crate::domain::classify::{By, Classify};
use crate::domain::rules::Refusal;
use crate::domain::stamp::{Length, Span};
use crate::domain::taxonomy::Taxonomy;
use crate::store::{Fault, Store, Watch};

/// How a source is to be taken in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Request<'a> {
    /// What it is.
    pub format: Format,
    /// How to read what it does not say itself.
    pub asked: Asked,
    /// What gives intervals a category.
    pub classify: &'a Classify,
    /// Only blocks that share time with these days; `None` for all.
    pub days: Option<Span>,
    /// What becomes of blocks whose time is taken.
    pub overlap: Overlap,
    /// Whether each block is to be told with what gave it its category.
    pub explain: bool,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

impl<'a> Request<'a> {
    /// All of a source, in the usual way.
    pub const fn new(format: Format, asked: Asked, classify: &'a Classify) -> Self {
        Self {
            format,
            asked,
            classify,
            days: None,
            overlap: Overlap::Trim,
            explain: false,
            dry_run: false,
        }
    }
}

/// What came of an import, or would come of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// How much the source holds.
    pub counts: Counts,
    /// How many blocks were to be taken in.
    pub offered: usize,
    /// What became of them.
    pub tally: Tally,
    /// Rows that are no blocks, in the order of their lines.
    pub rejected: Vec<RowFault>,
    /// Time that has no place, with its length.
    pub unplaced: Vec<(RowFault, Length)>,
    /// What a person should know of how it was read.
    pub remarks: Vec<String>,
    /// Where each block got its category from, if that was asked.
    pub explained: Vec<Explained>,
    /// Activities that the config does not list, and of how many blocks they are; they are kept.
    pub unlisted: Vec<(Category, String, usize)>,
    /// Whether the blocks are kept as suggestions only.
    pub suggested: bool,
    /// Whether nothing was written.
    pub dry_run: bool,
}

/// Reads all that a source holds. A row that is no block is left out and named; of our own JSON nothing is taken then.
pub fn read(bytes: &[u8], request: &Request<'_>) -> Result<Taken, ExchangeError> {
    let found = match request.format {
        Format::Json => return strictly(json::read(bytes).map_err(ExchangeError::Wrong)?, request),
        Format::Csv => csv::read(bytes, &request.asked),
        Format::Timewarrior => timewarrior::read(bytes, &request.asked),
        Format::Watson => watson::read(bytes, &request.asked),
        Format::Toggl => toggl::read(bytes, &request.asked),
        Format::Clockify => clockify::read(bytes, &request.asked),
        Format::Klog => klog::read(bytes, &request.asked),
        Format::Bartib => bartib::read(bytes, &request.asked),
        Format::Hours => Err(Wrong {
            what: "not the file of hours: that is a database, which cannot be read from a stream"
                .to_owned(),
            hint: "name the file that `hours` keeps, such as ~/hours.db".to_owned(),
        }),
        Format::Ics => ics::read(bytes, &request.asked, suggest::window(request))
            .map(|meetings| meetings.found),
    };
    Ok(take(found.map_err(ExchangeError::Wrong)?, request))
}

/// Reads a source that is a database: SQLite opens it where it stands. `None` where the format is read from its bytes.
pub fn read_at(path: &Path, request: &Request<'_>) -> Option<Result<Taken, ExchangeError>> {
    match request.format {
        Format::Hours => Some(
            hours::read(path, &request.asked)
                .map(|found| take(found, request))
                .map_err(ExchangeError::Wrong),
        ),
        Format::Json
        | Format::Csv
        | Format::Timewarrior
        | Format::Watson
        | Format::Toggl
        | Format::Clockify
        | Format::Klog
        | Format::Bartib
        | Format::Ics => None,
    }
}

fn strictly(reading: json::Reading, request: &Request<'_>) -> Result<Taken, ExchangeError> {
    if !reading.faults.is_empty() {
        return Err(ExchangeError::Rows(reading.faults));
    }
    let mut taken = Taken::default();
    for (line, arrival) in reading.arrivals {
        taken.add(request, line, arrival, By::Source);
    }
    Ok(taken)
}

/// Takes in what was read. `watch` hears how far it is, and can call it off.
pub fn import(
    store: &mut Store,
    taken: Taken,
    request: &Request<'_>,
    taxonomy: &Taxonomy,
    watch: Watch<'_>,
) -> Result<Summary, ExchangeError> {
    let Taken {
        arrivals,
        lines,
        explained,
        counts,
        rejected,
        unplaced,
        remarks,
    } = taken;
    let (offered, unlisted) = (arrivals.len(), unlisted(&arrivals, taxonomy));
    let change = Change::Import {
        arrivals,
        overlap: request.overlap,
    };
    let now = request.asked.now;
    let tally = if request.dry_run {
        store.preview(&change, now).map(|plan| plan.tally)
    } else {
        store
            .apply_watched(&change, now, watch)
            .map(|applied| applied.tally)
    };
    let tally = tally.map_err(|fault| match (fault, &change) {
        (
            Fault::Refused(Refusal::Overlap { arrivals: places }),
            Change::Import { arrivals, .. },
        ) => ExchangeError::Overlaps(overlaps(&places, arrivals, &lines)),
        (fault, _) => fault.into(),
    })?;
    let tally = tally.unwrap_or_default();
    Ok(Summary {
        counts,
        offered,
        tally,
        rejected,
        unplaced,
        remarks,
        explained,
        unlisted,
        suggested: false,
        dry_run: request.dry_run,
    })
}

fn overlaps(places: &[usize], arrivals: &[Arrival], lines: &[usize]) -> Vec<RowFault> {
    let fault = |place: &usize| {
        let (block, line): (&Block, usize) = (&arrivals.get(*place)?.block, *lines.get(*place)?);
        Some(RowFault {
            line,
            what: format!("{} overlaps time that is taken", super::told(block)),
        })
    };
    places.iter().filter_map(fault).collect()
}

fn unlisted(arrivals: &[Arrival], taxonomy: &Taxonomy) -> Vec<(Category, String, usize)> {
    let mut counts: BTreeMap<(Category, &str), usize> = BTreeMap::new();
    for block in arrivals.iter().map(|arrival| &arrival.block) {
        let activity = block.details.activity.as_ref().map(Activity::as_str);
        if let Some(name) = activity.filter(|name| taxonomy.by_name(block.category, name).is_none())
        {
            *counts.entry((block.category, name)).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|((category, name), count)| (category, name.to_owned(), count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Zone;
    use crate::domain::stamp::{Moment, Offset};
    use crate::exchange::csv::Cells;
    use crate::exchange::{Shape, Which, export};
    use crate::insight::testdata;
    use proptest::prelude::*;

    fn now() -> Moment {
        testdata::at(testdata::monday().plus(5), "0900")
    }

    fn take(store: &mut Store, text: &str, dry_run: bool) -> Result<Summary, ExchangeError> {
        take_as(store, Format::Json, text, dry_run)
    }

    fn take_as(
        store: &mut Store,
        format: Format,
        text: &str,
        dry_run: bool,
    ) -> Result<Summary, ExchangeError> {
        let taxonomy = Taxonomy::default();
        let classify = Classify::new(&[], &[], &taxonomy);
        let asked = Asked {
            zone: Zone::Fixed(Offset::UTC),
            order: None,
            now: now(),
        };
        let request = Request {
            dry_run,
            ..Request::new(format, asked, &classify)
        };
        import(
            store,
            read(text.as_bytes(), &request)?,
            &request,
            &taxonomy,
            &mut |_, _| true,
        )
    }

    fn all(store: &Store) -> String {
        all_as(store, Shape::Json)
    }

    fn all_as(store: &Store, shape: Shape) -> String {
        let mut out = Vec::new();
        export(store, Which::All, shape, &mut out).expect("an export");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn an_export_comes_back_as_it_was_and_twice_adds_nothing() {
        let (mut from, mut to) = (
            Store::in_memory().expect("a store"),
            Store::in_memory().expect("a store"),
        );
        from.seed(testdata::week().into_iter()).expect("seeded");
        let text = all(&from);
        let count = testdata::week().len();
        assert_eq!(text.lines().count(), count);
        let dry = take(&mut to, &text, true).expect("a dry run");
        assert_eq!(
            (dry.tally.added, all(&to).len()),
            (count, 0),
            "a dry run writes nothing"
        );
        let summary = take(&mut to, &text, false).expect("an import");
        assert_eq!((summary.offered, summary.tally), (count, dry.tally));
        assert_eq!(all(&to), text);
        let again = take(&mut to, &text, false).expect("an import");
        assert_eq!((again.tally.added, again.tally.already), (0, count));
        assert_eq!(all(&to), text);
        to.undo(now()).expect("an undo");
        assert_eq!(all(&to), "", "one undo takes all of it back");
    }

    #[test]
    fn without_ids_the_same_time_and_category_are_the_same_block() {
        let mut store = Store::in_memory().expect("a store");
        let row = r#"{"start":"2026-03-02T08:30:00+01:00","end":"2026-03-02T09:05:00+01:00","category":"admin","activity":"paperwork"}"#;
        let summary = take(&mut store, row, false).expect("an import");
        assert_eq!(summary.tally.added, 1);
        assert_eq!(
            summary.unlisted,
            [(Category::Admin, "paperwork".to_owned(), 1)]
        );
        assert_eq!(
            take(&mut store, row, false)
                .expect("an import")
                .tally
                .already,
            1
        );
        let array = format!(
            "[{}, {row}]",
            row.replace("08:30", "07:30").replace("09:05", "08:45")
        );
        let tally = take(&mut store, &array, false).expect("an import").tally;
        assert_eq!((tally.added, tally.trimmed, tally.already), (1, 1, 1));
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
             prop::collection::vec(text(), 0..3), prop::array::uniform3(0_u32..=u32::MAX), 0_usize..5), 1..16),
            runs in any::<bool>()
        ) -> Vec<crate::domain::record::Record> {
            let mut at = 1_600_000_000;
            let count = rows.len();
            rows.into_iter().enumerate().map(|(index, row)| {
                let (gap, length, here, there, category, words, tags, counts, grade) = row;
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
            let arrivals: Result<Vec<Arrival>, _> = rows.into_iter().map(crate::domain::record::Record::into_arrival).collect();
            // A tag or a name that is empty once it is cleaned is refused at the door.
            prop_assume!(arrivals.is_ok());
            let arrivals = arrivals.expect("blocks");
            let mut from = Store::in_memory().expect("a store");
            from.seed(arrivals.iter().map(|arrival| arrival.block.clone())).expect("seeded");
            let lines = all(&from);
            let array = format!("\u{feff}[\r\n{}]", lines.trim_end().replace('\n', ",\r\n\r\n"));
            for text in [lines.clone(), array] {
                let mut to = Store::in_memory().expect("a store");
                let summary = take(&mut to, &text, false).expect("an import");
                prop_assert_eq!(summary.tally.added, arrivals.len());
                let mut back = Vec::new();
                to.every(|block| { back.push(block); Ok::<(), crate::store::StoreError>(()) }).expect("blocks");
                for (block, arrival) in back.iter().zip(&arrivals) {
                    prop_assert!(block.says_the_same(&arrival.block), "{:?} {:?}", block, arrival.block);
                }
                prop_assert_eq!(take(&mut to, &text, false).expect("an import").tally.already, arrivals.len());
                prop_assert_eq!(all(&to), lines.clone());
            }
        }

        #[test]
        fn a_sheet_brings_back_all_that_it_was_made_of(rows in lanes()) {
            let arrivals: Result<Vec<Arrival>, _> = rows.into_iter().map(crate::domain::record::Record::into_arrival).collect();
            prop_assume!(arrivals.is_ok());
            let arrivals = arrivals.expect("blocks");
            let (mut from, mut to) = (Store::in_memory().expect("a store"), Store::in_memory().expect("a store"));
            from.seed(arrivals.iter().map(|arrival| arrival.block.clone())).expect("seeded");
            let sheet = all_as(&from, Shape::Csv(Cells::Guarded));
            let summary = take_as(&mut to, Format::Csv, &sheet, false).expect("an import");
            prop_assert_eq!((summary.tally.added, summary.rejected), (arrivals.len(), vec![]), "{}", sheet);
            prop_assert_eq!(all(&to), all(&from), "{}", sheet);
            prop_assert_eq!(take_as(&mut to, Format::Csv, &sheet, false).expect("an import").tally.already, arrivals.len());
            prop_assert_eq!(all_as(&to, Shape::Csv(Cells::Guarded)), sheet);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC*|[\\[\\]{}\",:0-9a-z\\n ]*") {
            let reading = json::read(text.as_bytes()).unwrap_or_default();
            prop_assert!(reading.arrivals.len() + reading.faults.len() <= text.len());
        }
    }
}
