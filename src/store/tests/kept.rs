//! Short ways for tests to write what is kept beside the lane.

use rusqlite::params;
use rusqlite::types::Value;

use crate::domain::block::BlockId;
use crate::domain::calendar::{Day, Week, rfc3339};
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::hours::Mark;
use crate::domain::review::{Guess, Review};
use crate::domain::stamp::Moment;
use crate::domain::suggestion::Suggestion;
use crate::store::{Applied, ChangeError, Store, edits_text};

impl Store {
    pub(crate) fn set_guess(
        &mut self,
        week: Week,
        guess: &Guess,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        let (guess, seen) = (Some(*guess), None);
        self.apply(&Change::Guess { week, guess, seen }, now)
    }

    pub(crate) fn commit_to(
        &mut self,
        week: Week,
        commitment: Option<&Commitment>,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        let change = Change::Commit {
            week,
            commitment: commitment.cloned(),
            seen: None,
        };
        self.apply(&change, now)
    }

    pub(crate) fn mark_days(
        &mut self,
        days: &[Day],
        mark: Option<Mark>,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        let days = days.to_vec();
        self.apply(&Change::MarkDays { days, mark }, now)
    }

    pub(crate) fn pause(
        &mut self,
        week: Week,
        off: bool,
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        self.apply(&Change::Pause { week, off }, now)
    }

    pub(crate) fn suggest(
        &mut self,
        meetings: &[Suggestion],
        now: Moment,
    ) -> Result<Applied, ChangeError> {
        let change = Change::Suggest {
            meetings: meetings.to_vec(),
            gone: Vec::new(),
        };
        self.apply(&change, now)
    }

    pub(crate) fn dismiss(&mut self, id: BlockId, now: Moment) -> Result<Applied, ChangeError> {
        let suggestion = self.suggestion(id)?.expect("a suggestion");
        self.apply(&Change::Dismiss { suggestion }, now)
    }

    /// Every row of every table, column by column; the numbers of blocks mean nothing.
    pub(crate) fn dump(&self) -> Vec<String> {
        let names = |sql: &str, of: &str| -> Vec<String> {
            let mut statement = self.connection.prepare(sql).expect(sql);
            let count = statement.parameter_count();
            let values = rusqlite::params_from_iter(std::iter::repeat_n(of, count));
            let rows = statement.query_map(values, |row| row.get(0)).expect(sql);
            rows.collect::<Result<_, _>>().expect(sql)
        };
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let columns =
            "SELECT quote(name) FROM pragma_table_info(?1) WHERE ?1 <> 'block' OR name <> 'id'";
        let mut dump = Vec::new();
        for table in names(tables, "") {
            let columns = names(columns, &table).join(", ").replace('\'', "\"");
            let sql = ["SELECT ", &columns, " FROM ", &table, " ORDER BY 1, 2"].concat();
            let mut statement = self.connection.prepare(&sql).expect(&sql);
            let count = statement.column_count();
            let mut rows = statement.query([]).expect(&sql);
            while let Some(row) = rows.next().expect(&sql) {
                let values: Vec<Value> = (0..count)
                    .map(|column| without_rows(row.get(column).expect("a value")))
                    .collect();
                dump.push(format!("{table} {values:?}"));
            }
        }
        dump
    }

    /// Rows as another program may leave them: text that was never cleaned, JSON in another hand.
    pub(crate) fn write_as_others_may(path: &std::path::Path) {
        let statements = [
            "UPDATE block SET note = 'a' || char(27) || '[31m' || char(8238, 10, 173), account = '  spaced  ' || hex(randomblob(400))",
            "INSERT INTO review (week, answers, closed_at, figures, at) VALUES \
         ('2026-W01', '{\"later\": 1,  \"surprise\":\"x\"}', '2026-01-09T16:00:00+01:00', '[1.0, 2e3]', -5)",
            "INSERT INTO notice VALUES ('mode', 1772000000)",
            "INSERT INTO away (id, block, cause, since, since_offset, answered) VALUES (7, randomblob(16), 'slept', 1, 0, 5)",
        ];
        let connection = rusqlite::Connection::open(path).expect("the file");
        for sql in statements {
            connection.execute(sql, []).expect(sql);
        }
    }

    /// A whole review as it would be after many keys.
    pub(crate) fn keep_review(
        &mut self,
        week: Week,
        review: &Review,
        now: Moment,
    ) -> Result<(), ChangeError> {
        let answers = serde_json::to_string(&review.answers).expect("JSON");
        let closed = review.closed.as_ref();
        let values = params![
            week.to_string(),
            review.step.map(|step| step.number() as i64),
            review.revealed,
            answers,
            closed.map(|closed| rfc3339(closed.at)),
            closed.map(|closed| closed.figures.as_str()),
            now.at.seconds()
        ];
        let sql = "INSERT OR REPLACE INTO review VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.execute(sql, values)?;
        Ok(())
    }
}

/// In which row a deleted block stood is not what a file says.
fn without_rows(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(edits_text::without_rows(text)),
        Value::Null | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => value,
    }
}
