//! Blocks out of the program and into it: one file per format (a variant of [`Format`]), and `file`, which writes all or
//! nothing. A row on its way in: a reader yields a [`source::ParsedRow`], `to_blocks` makes an `Arrival` of it or reports
//! why not, `import` has the store say what became of it; the one [`ImportReport`] is filled along the way.

mod bartib;
pub mod calendars;
mod clockify;
mod columns;
pub mod csv;
mod dates;
mod days_off;
mod decode;
mod error;
pub mod everything;
mod export;
pub mod field;
pub mod file;
mod hours;
pub mod ics;
mod import;
mod import_report;
mod in_seconds;
pub mod installed;
mod intervals;
mod json;
mod json_elements;
pub mod json_text;
mod klog;
mod layout;
mod people;
pub mod presets;
mod prospect;
pub mod recognize;
mod request;
mod schema_errors;
mod sections;
mod sheet;
pub mod source;
mod spelled;
mod suggest;
mod timesheet_csv;
mod timewarrior;
mod to_blocks;
mod toggl;
mod unsorted;
mod watson;

pub use days_off::mark_days_off;
pub use error::ExchangeError;
pub use export::{Counts, Shape, export};
pub use import::{import, read, read_at};
pub use import_report::{DaysReport, ImportReport, RowError, SaidLabels};
pub use request::ImportRequest;
pub use source::Format;
pub use suggest::{read_meetings, suggest};
pub use to_blocks::PreparedImport;
pub use unsorted::Unsorted;
