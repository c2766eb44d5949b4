//! The floor to measure against: the least that a Rust program does which opens the same file with rusqlite and
//! answers the same question, or makes the same durable switch. It checks nothing, knows no zone and no config,
//! and is no part of what is shipped.
//!
//! `floor status|log|screen|report FILE NOW FROM TO`, `floor switch FILE NOW CATEGORY`, `floor csv|json FILE` (an export
//! of all blocks) and `floor import FILE SHEET`; times in seconds of Unix time.

use std::borrow::Cow;
use std::error::Error;
use std::io::{BufWriter, Write};

use ratatui::crossterm::event;
use ratatui::style::{Color, Style};
use ratatui::widgets::Paragraph;
use rusqlite::{Connection, OpenFlags, Row, params};

const COLUMNS: &str = "SELECT uid, start, start_offset, stop, stop_offset, category, activity, account, requester, \
                       tags, note, touches, conversations, meetings, grade, revision FROM block";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["status", file, now, from, to] => status(file, now.parse()?, from.parse()?, to.parse()?),
        ["log", file, now, from, to] => log(file, now.parse()?, from.parse()?, to.parse()?),
        ["switch", file, now, category] => switch(file, now.parse()?, category),
        ["screen", file, now, from, to] => screen(file, now.parse()?, from.parse()?, to.parse()?),
        ["report", file, now, from, to] => report(file, now.parse()?, from.parse()?, to.parse()?),
        ["csv", file] => export_csv(file),
        ["json", file] => export_json(file),
        ["import", file, sheet] => import(file, sheet),
        _ => Err(
            "floor status|log|screen|report FILE NOW FROM TO, floor switch FILE NOW CATEGORY, \
                  floor csv|json FILE, or floor import FILE SHEET"
                .into(),
        ),
    }
}

fn open(file: &str) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
}

/// What runs, and the seconds of each category.
fn status(file: &str, now: i64, from: i64, to: i64) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let running: Option<(i64, String)> = connection
        .query_row(&format!("{COLUMNS} WHERE stop IS NULL"), [], |row| {
            Ok((row.get(1)?, row.get(5)?))
        })
        .map(Some)
        .or_else(|error| {
            if error == rusqlite::Error::QueryReturnedNoRows {
                Ok(None)
            } else {
                Err(error)
            }
        })?;
    let mut seconds = [0_i64; 5];
    each(&connection, from, to, |row| {
        let (start, stop): (i64, Option<i64>) = (row.get(1)?, row.get(3)?);
        let index = match row.get_ref(5)?.as_str()? {
            "selling" => 0,
            "admin" => 1,
            "learning" => 2,
            "distraction" => 3,
            _ => 4,
        };
        seconds[index] += stop.unwrap_or(now) - start;
        Ok(())
    })?;
    let mut out = std::io::stdout().lock();
    if let Some((since, category)) = running {
        writeln!(out, "{category} {}", now - since)?;
    }
    writeln!(
        out,
        "{seconds:?} {:.3}",
        seconds[0] as f64 / seconds[..4].iter().sum::<i64>() as f64
    )?;
    Ok(())
}

/// The blocks of a day, one a line.
fn log(file: &str, now: i64, from: i64, to: i64) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    each(&connection, from, to, |row| {
        let (start, stop): (i64, Option<i64>) = (row.get(1)?, row.get(3)?);
        let text = |index| {
            row.get::<_, Option<String>>(index)
                .map(Option::unwrap_or_default)
        };
        let (category, activity, account, requester, note) =
            (text(5)?, text(6)?, text(7)?, text(8)?, text(10)?);
        let length = stop.unwrap_or(now) - start;
        writeln!(
            out,
            "{start} {length:6} {category:12} {activity:16} {account:12} {requester:10} {note}"
        )
        .ok();
        Ok(())
    })?;
    out.flush()?;
    Ok(())
}

/// The blocks on a painted full screen until a key is pressed: what a program shows that draws one frame.
fn screen(file: &str, now: i64, from: i64, to: i64) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let mut lines = vec!["help".to_owned()];
    each(&connection, from, to, |row| {
        let (start, stop): (i64, Option<i64>) = (row.get(1)?, row.get(3)?);
        let category: String = row.get(5)?;
        lines.push(format!(
            "{start} {} {category}",
            stop.unwrap_or(now) - start
        ));
        Ok(())
    })?;
    let mut terminal = ratatui::try_init()?;
    let page = Style::new().fg(Color::Indexed(254)).bg(Color::Indexed(233));
    let page = Paragraph::new(lines.join("\n")).style(page);
    terminal.draw(|frame| frame.render_widget(page, frame.area()))?;
    event::read()?;
    ratatui::try_restore()?;
    Ok(())
}

fn each(
    connection: &Connection,
    from: i64,
    to: i64,
    mut row: impl FnMut(&Row<'_>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let sql = format!(
        "{COLUMNS} WHERE start >= coalesce((SELECT max(start) FROM block WHERE start <= ?1), ?1) AND start < ?2 \
         ORDER BY start"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(params![from, to])?;
    while let Some(found) = rows.next()? {
        row(found)?;
    }
    Ok(())
}

/// Ends what runs and begins another block, as durably as tafs does.
fn switch(file: &str, now: i64, category: &str) -> Result<(), Box<dyn Error>> {
    let mut connection = open(file)?;
    connection.execute_batch("PRAGMA synchronous = EXTRA")?;
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    transaction.execute(
        "UPDATE block SET stop = ?1, stop_offset = 0, revision = revision + 1, changed = ?1 WHERE stop IS NULL",
        params![now],
    )?;
    let mut uid = [7_u8; 16];
    uid[..8].copy_from_slice(&now.to_be_bytes());
    transaction.execute(
        "INSERT INTO block (uid, start, start_offset, category, changed) VALUES (?1, ?2, 0, ?3, ?2)",
        params![uid, now, category],
    )?;
    transaction.commit()?;
    writeln!(std::io::stdout(), "{category} since {now}")?;
    Ok(())
}

/// The hours of each category between two moments.
fn report(file: &str, now: i64, from: i64, to: i64) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let mut statement = connection.prepare(
        "SELECT category, sum(min(coalesce(stop, ?1), ?3) - max(start, ?2)) FROM block WHERE start < ?3 \
         AND start >= coalesce((SELECT max(start) FROM block WHERE start <= ?2), ?2) GROUP BY category",
    )?;
    let mut rows = statement.query(params![now, from, to.min(now)])?;
    let mut out = std::io::stdout().lock();
    while let Some(row) = rows.next()? {
        let (category, seconds): (String, i64) = (row.get(0)?, row.get(1)?);
        writeln!(out, "{category:12} {:.2}", seconds as f64 / 3600.0)?;
    }
    Ok(())
}

/// All blocks with their newer columns, in order of time.
const EVERY: &str = "SELECT uid, start, start_offset, stop, stop_offset, category, activity, account, requester, tags, \
                     note, touches, conversations, meetings, grade, source, fit FROM block ORDER BY start";
const NAMES: &str = "id,start,end,category,activity,account,requester,tags,note,touches,conversations,meetings,grade,\
                     source,fit";

/// A row for each block.
fn export_csv(file: &str) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let mut statement = connection.prepare(EVERY)?;
    let mut rows = statement.query([])?;
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(NAMES.split(','))?;
    let mut number = String::new();
    while let Some(row) = rows.next()? {
        let text = |index| -> Result<&str, Box<dyn Error>> {
            Ok(row.get_ref(index)?.as_str_or_null()?.unwrap_or_default())
        };
        out.write_field(id(row)?)?;
        out.write_field(moment(row, 1)?.unwrap_or_default())?;
        out.write_field(moment(row, 3)?.unwrap_or_default())?;
        for index in 5..9 {
            out.write_field(text(index)?)?;
        }
        out.write_field(match text(9)? {
            "[]" => String::new(),
            tags => serde_json::from_str::<Vec<Cow<'_, str>>>(tags)?.join(", "),
        })?;
        out.write_field(text(10)?)?;
        for index in 11..14 {
            number.clear();
            std::fmt::Write::write_fmt(&mut number, format_args!("{}", row.get::<_, i64>(index)?))?;
            out.write_field(&number)?;
        }
        for index in 14..17 {
            out.write_field(text(index)?)?;
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(out.flush()?)
}

/// A block as a line of JSON.
#[derive(serde::Serialize)]
struct Line<'a> {
    id: String,
    start: Option<String>,
    end: Option<String>,
    category: &'a str,
    activity: Option<&'a str>,
    account: Option<&'a str>,
    requester: Option<&'a str>,
    tags: &'a serde_json::value::RawValue,
    note: &'a str,
    outcomes: Outcomes<'a>,
    source: Option<&'a str>,
    fit: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Outcomes<'a> {
    touches: i64,
    conversations: i64,
    meetings: i64,
    grade: Option<&'a str>,
}

/// A line of JSON for each block.
fn export_json(file: &str) -> Result<(), Box<dyn Error>> {
    let connection = open(file)?;
    let mut statement = connection.prepare(EVERY)?;
    let mut rows = statement.query([])?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    while let Some(row) = rows.next()? {
        let text = |index| -> Result<Option<&str>, Box<dyn Error>> {
            Ok(row.get_ref(index)?.as_str_or_null()?)
        };
        let line = Line {
            id: id(row)?,
            start: moment(row, 1)?,
            end: moment(row, 3)?,
            category: text(5)?.unwrap_or_default(),
            activity: text(6)?,
            account: text(7)?,
            requester: text(8)?,
            tags: serde_json::from_str(text(9)?.unwrap_or_default())?,
            note: text(10)?.unwrap_or_default(),
            outcomes: Outcomes {
                touches: row.get(11)?,
                conversations: row.get(12)?,
                meetings: row.get(13)?,
                grade: text(14)?,
            },
            source: text(15)?,
            fit: text(16)?,
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn id(row: &Row<'_>) -> Result<String, Box<dyn Error>> {
    Ok(uuid::Uuid::from_bytes(row.get(0)?).to_string())
}

/// The moment in a column and the offset in the next one, as RFC 3339.
fn moment(row: &Row<'_>, column: usize) -> Result<Option<String>, Box<dyn Error>> {
    let Some(at) = row.get::<_, Option<i64>>(column)? else {
        return Ok(None);
    };
    let offset: i64 = row.get(column + 1)?;
    let (days, second) = (
        (at + offset).div_euclid(86_400),
        (at + offset).rem_euclid(86_400),
    );
    // The days of the calendar, by eras of 400 years that begin in March.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let digits = |number: i64| [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
    let mut text = Vec::with_capacity(25);
    text.extend(digits(year / 100));
    text.extend(digits(year % 100));
    for (mark, number) in [
        (b'-', month),
        (b'-', of_month),
        (b'T', second / 3600),
        (b':', second / 60 % 60),
        (b':', second % 60),
        (if offset < 0 { b'-' } else { b'+' }, offset.abs() / 3600),
        (b':', offset.abs() / 60 % 60),
    ] {
        text.push(mark);
        text.extend(digits(number));
    }
    Ok(Some(String::from_utf8(text)?))
}

/// A table of the columns and the indexes that blocks have.
const TABLE: &str = "CREATE TABLE block (id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, start INTEGER NOT NULL, \
     start_offset INTEGER NOT NULL, stop INTEGER, stop_offset INTEGER, category TEXT NOT NULL, activity TEXT, account TEXT, \
     requester TEXT, tags TEXT NOT NULL, note TEXT NOT NULL, touches INTEGER NOT NULL, conversations INTEGER NOT NULL, \
     meetings INTEGER NOT NULL, grade TEXT, revision INTEGER NOT NULL, changed INTEGER NOT NULL, clock_back INTEGER NOT NULL, \
     source TEXT, fit TEXT) STRICT; \
     CREATE UNIQUE INDEX block_start ON block (start); \
     CREATE UNIQUE INDEX block_running ON block ((stop IS NULL)) WHERE stop IS NULL; \
     CREATE INDEX block_account ON block (account COLLATE NOCASE, start) WHERE account IS NOT NULL; \
     CREATE INDEX block_requester ON block (requester COLLATE NOCASE, start) WHERE requester IS NOT NULL; \
     CREATE INDEX block_source ON block (source COLLATE NOCASE, start) WHERE source IS NOT NULL;";

/// The rows of an exported sheet in a new file.
fn import(file: &str, sheet: &str) -> Result<(), Box<dyn Error>> {
    let mut connection = Connection::open(file)?;
    connection.execute_batch("PRAGMA synchronous = EXTRA")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLE)?;
    let mut insert = transaction.prepare(
        "INSERT INTO block (uid, start, start_offset, stop, stop_offset, category, activity, account, requester, tags, note, \
         touches, conversations, meetings, grade, source, fit, clock_back, revision, changed) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 0, 1, ?2)",
    )?;
    let mut reader = csv::Reader::from_path(sheet)?;
    let mut record = csv::StringRecord::new();
    let mut count = 0;
    while reader.read_record(&mut record)? {
        let text = |index| record.get(index).filter(|text| !text.is_empty());
        let number = |index| text(index).map_or(Ok(0), str::parse::<i64>);
        let moment = |index| {
            text(index)
                .map(chrono::DateTime::parse_from_rfc3339)
                .transpose()
        };
        let (start, stop) = (moment(1)?.ok_or("no start")?, moment(2)?);
        let tags = match text(7) {
            None => Cow::Borrowed("[]"),
            Some(tags) => serde_json::to_string(&tags.split(", ").collect::<Vec<_>>())?.into(),
        };
        insert.execute(params![
            uuid::Uuid::try_parse(record.get(0).unwrap_or_default())?.as_bytes(),
            start.timestamp(),
            start.offset().local_minus_utc(),
            stop.map(|stop| stop.timestamp()),
            stop.map(|stop| stop.offset().local_minus_utc()),
            text(3),
            text(4),
            text(5),
            text(6),
            tags,
            text(8).unwrap_or_default(),
            number(9)?,
            number(10)?,
            number(11)?,
            text(12),
            text(13),
            text(14),
        ])?;
        count += 1;
    }
    drop(insert);
    transaction.commit()?;
    writeln!(std::io::stdout(), "{count} blocks")?;
    Ok(())
}
