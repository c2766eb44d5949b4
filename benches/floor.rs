//! The floor to measure against: the least that a Rust program does which opens the same file with rusqlite and
//! answers the same question, or makes the same durable switch. It checks nothing, knows no zone and no config,
//! and is no part of what is shipped.
//!
//! `floor status|log|screen FILE NOW FROM TO` and `floor switch FILE NOW CATEGORY`; times in seconds of Unix time.

use std::error::Error;
use std::io::Write;

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
        _ => Err(
            "floor status|log|screen FILE NOW FROM TO, or floor switch FILE NOW CATEGORY".into(),
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
