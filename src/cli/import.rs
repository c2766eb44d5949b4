//! `tafs import`: blocks taken in from a file or from standard input, in one change.

mod days_off;
mod interactive;
mod interrupts;
mod options;
mod source;
mod summary;
mod whole;

use std::cell::Cell;
use std::path::{Path, PathBuf};

use clap::Args;

use self::interrupts::Interrupts;
use self::source::{Input, is_stdin, name_of, open_store};
use self::summary::ReadAs;
use super::ctx::Ctx;
use crate::domain::arrival::Overlap;
use crate::env;
use crate::error::Error;
use crate::exchange::installed::FoundTool;
use crate::exchange::source::{DateOrder, Format, ImportOptions};
use crate::exchange::{
    self, Contents, ExchangeError, GoThrough, ImportReport, ImportRequest, Reading, TakeArrivals,
    everything, recognize,
};
use crate::store::StoreError;

/// What to take in.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
#[derive(Args, Debug)]
#[command(allow_missing_positional = true)]
pub(super) struct Import {
    /// Which tool wrote it, or a name of [[sources]]; left out, the file tells
    #[arg(value_name = "FORMAT", value_parser = options::FormatName, hide_possible_values = true)]
    format: Option<String>,
    /// Which file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show what would be imported, and import nothing
    #[arg(long)]
    dry_run: bool,
    /// The time zone of times that name none, such as Europe/Berlin or +01:00 [default: yours]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Calendars: the time zone that a name in it stands for, such as "Head office=America/New_York"
    #[arg(long, value_name = "NAME=ZONE")]
    zone: Vec<String>,
    /// How dates such as 03/04/2026 are meant: dmy or mdy
    #[arg(long, value_name = "ORDER", value_parser = options::order)]
    date_format: Option<DateOrder>,
    /// Of a sheet: what its columns mean, such as "start=Begin,duration=Length:s"
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    /// Whose time is wanted, where a file holds that of several people
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Category rules: tag:calls=selling/prospecting,client:Halden=admin
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    category: Vec<String>,
    /// Nothing that ended before this day
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Nothing that began after this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// For a block whose time is taken: trim it, skip it, or refuse them all
    #[arg(long, value_name = "WHAT", value_parser = options::overlap(), default_value = "trim")]
    #[arg(hide_possible_values = true)]
    overlap: Overlap,
    /// Calendars: add past meetings as blocks, instead of suggesting them
    #[arg(long)]
    accept: bool,
    /// Calendars: include out of office, and events of 8 hours or more
    #[arg(long)]
    include_long: bool,
    /// Calendars: mark the days of all-day events as off, and take no meetings
    #[arg(long, conflicts_with_all = ["accept", "include_long", "category", "overlap"])]
    days_off: bool,
    /// Say which rule gave each block its category
    #[arg(long)]
    explain: bool,
    /// In a terminal: ask first what the projects, tags and titles are that no rule sorts
    #[arg(long, conflicts_with_all = ["json", "days_off"])]
    interactive: bool,
    /// The report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(ctx: &Ctx, args: &Import) -> Result<(), Error> {
    let asked = options::asked(ctx, args.format.as_deref(), args.columns.as_deref())?;
    let file = env::expand_home(args.file.clone())?;
    let check = |format| {
        check_calendar_options(args, format)?;
        options::check_person(args.person.as_deref(), format)
    };
    asked.format.map_or(Ok(()), check)?;
    if args.interactive {
        interactive::check(&file)?;
    }
    let mut classify = options::classify(ctx, &args.category, &[])?;
    let options = ImportOptions {
        order: args.date_format,
        person: args.person.clone(),
        columns: asked.columns,
        named_zones: options::named_zones(ctx, &args.zone)?,
        include_long: args.include_long,
        days_off: args.days_off,
        ..ImportOptions::new(options::zone(ctx, args.tz.as_deref())?, ctx.now)
    };
    let days = options::days(ctx, args.from.as_deref(), args.to.as_deref())?;
    let interrupts = Interrupts::listen()?;
    let input = Input::open(&file, asked.format, &interrupts)
        .map_err(|error| options::wrong_file(ctx, &file, name_of(&file), error))?;
    let format = input.format;
    check(format)?;
    if args.interactive {
        let request = ImportRequest {
            days,
            dry_run: args.dry_run,
            ..ImportRequest::new(format, options.clone(), &classify)
        };
        let rules =
            interactive::choose_rules(ctx, &args.category, (&file, format), &request, &interrupts)?;
        classify = options::classify(ctx, &args.category, &rules)?;
    }
    let request = ImportRequest {
        days,
        overlap: args.overlap,
        explain: args.explain,
        dry_run: args.dry_run,
        ..ImportRequest::new(format, options, &classify)
    };
    let report = if args.days_off {
        days_off::mark(ctx, input, &request, &interrupts)
    } else if format == Format::Ics && !args.accept {
        suggest_meetings(ctx, input, &request, &interrupts)
    } else {
        import_blocks(ctx, input, &request, &interrupts)
    }?;
    let read_as = ReadAs {
        name: asked.source.as_deref().unwrap_or_else(|| format.name()),
        what: (asked.format.is_none() || matches!(format, Format::Preset(_)))
            .then(|| recognize::describe(format)),
    };
    summary::print(ctx, name_of(&file), &read_as, &report, args.json)
}

/// Refuses what only a calendar understands.
fn check_calendar_options(args: &Import, format: Format) -> Result<(), Error> {
    if format == Format::Ics {
        return Ok(());
    }
    if args.accept {
        return Err(Error::usage(
            "--accept goes with ics: only meetings of a calendar are suggested first",
        )
        .hint("leave it out: other formats are added as blocks at once"));
    }
    if !args.zone.is_empty() {
        return Err(
            Error::usage("--zone goes with ics: only calendars have names for time zones")
                .hint("--tz ZONE is for times without a zone"),
        );
    }
    if args.days_off {
        return Err(
            Error::usage("--days-off goes with ics: only a calendar has all-day events")
                .hint("tafs day off DATE marks a day"),
        );
    }
    if args.include_long {
        return Err(Error::usage(
            "--include-long goes with ics: other formats keep long blocks anyway",
        )
        .hint("leave it out"));
    }
    Ok(())
}

/// The names of all formats.
pub(super) fn format_names() -> impl Iterator<Item = &'static str> {
    options::formats().map(Format::name)
}

/// Takes in what another tracker has on this machine, by the rules of the config, or says what would come of it.
pub(super) fn import_tool(
    ctx: &Ctx,
    tool: &FoundTool,
    dry_run: bool,
) -> Result<ImportReport, Error> {
    let classify = options::classify(ctx, &[], &[])?;
    let options = ImportOptions::new(ctx.zone, ctx.now);
    let request = ImportRequest {
        dry_run,
        ..ImportRequest::new(tool.format, options, &classify)
    };
    let interrupts = Interrupts::listen()?;
    let input = Input::open(&tool.path, Some(tool.format), &interrupts)
        .map_err(|error| Error::in_file(&tool.path, error))?;
    import_blocks(ctx, input, &request, &interrupts)
}

/// Says what came of it.
pub(super) fn print_report(
    ctx: &Ctx,
    tool: &FoundTool,
    report: &ImportReport,
) -> Result<(), Error> {
    let read_as = ReadAs {
        name: tool.format.name(),
        what: None,
    };
    summary::print(ctx, &tool.path, &read_as, report, false)
}

fn import_blocks(
    ctx: &Ctx,
    input: Input,
    request: &ImportRequest<'_>,
    interrupts: &Interrupts,
) -> Result<ImportReport, Error> {
    let file = &input.file.clone();
    let in_file = |error| Error::in_file(name_of(file), error);
    let reading = interrupts.reading();
    if request.format == Format::Hours && !is_stdin(file) {
        let mut source =
            |take: &mut TakeArrivals<'_>| exchange::stream_database(file, request, take);
        return take_in(ctx, file, request, &mut source, (reading, 0));
    }
    let contents = input.contents(interrupts).map_err(in_file)?;
    if request.format == Format::Json && is_everything(&contents).map_err(in_file)? {
        return whole::import_everything(ctx, file, request, &contents, reading);
    }
    let mut source = |take: &mut TakeArrivals<'_>| {
        exchange::stream(contents.clone(), request, take).map_err(|error| interrupts.or(error))
    };
    let length = contents.length();
    take_in(ctx, file, request, &mut source, (reading, length))
}

/// Takes blocks in while they are read, and shows how far that is.
fn take_in(
    ctx: &Ctx,
    file: &Path,
    request: &ImportRequest<'_>,
    source: &mut GoThrough<'_>,
    (reading, length): (&Reading, usize),
) -> Result<ImportReport, Error> {
    let in_file = |error| Error::in_file(name_of(file), error);
    if !request.dry_run && !ctx.path()?.exists() {
        check_beginning(source, reading).map_err(in_file)?;
    }
    let mut store = open_store(ctx, request)?;
    let mut progress = summary::Progress::default();
    let mut watch = |done: usize, all: usize| {
        match all {
            0 => progress.show("Reading", reading.done(), length),
            _ => progress.show("Sorting", done, all),
        }
        !reading.is_called_off()
    };
    let report = exchange::import(&mut store, source, &[], request, &mut watch);
    progress.end();
    report.map_err(in_file)
}

/// Reads up to the first block, so that a bad source leaves no new database behind.
fn check_beginning(source: &mut GoThrough<'_>, reading: &Reading) -> Result<(), ExchangeError> {
    let is_found = Cell::new(false);
    let read = source(&mut |_, _| {
        is_found.set(true);
        Err(StoreError::Interrupted.into())
    });
    if is_found.get() && !reading.is_called_off() {
        return Ok(());
    }
    read.map(drop)
}

/// Whether what begins like an export of everything is one.
fn is_everything(contents: &Contents) -> Result<bool, ExchangeError> {
    let mut pass = contents.pass().map_err(ExchangeError::Reading)?;
    Ok(everything::is_everything(&everything::read_first_line(
        &mut pass,
    )?))
}

/// Keeps the meetings of a calendar as suggestions.
fn suggest_meetings(
    ctx: &Ctx,
    input: Input,
    request: &ImportRequest<'_>,
    interrupts: &Interrupts,
) -> Result<ImportReport, Error> {
    let file = input.file.clone();
    let in_file = |error| Error::in_file(name_of(&file), error);
    let (reading, contents) = (interrupts.reading(), input.contents(interrupts));
    let contents = contents.map_err(in_file)?;
    let (length, mut progress) = (contents.length(), summary::Progress::default());
    let calendar = exchange::scan_calendar(contents, request, &mut || {
        progress.show("Reading", reading.done(), length);
    });
    progress.end();
    let calendar = calendar.map_err(|error| in_file(interrupts.or(error)))?;
    let mut store = open_store(ctx, request)?;
    let mut watch = |_, _| !reading.is_called_off();
    exchange::suggest(&mut store, calendar, request, &mut watch).map_err(in_file)
}
