//! Short ways for tests to write what is kept beside the lane.

use rusqlite::params;

use crate::domain::block::BlockId;
use crate::domain::calendar::{Day, Week, rfc3339};
use crate::domain::change::Change;
use crate::domain::commitment::Commitment;
use crate::domain::hours::Mark;
use crate::domain::review::{Guess, Review};
use crate::domain::stamp::Moment;
use crate::domain::suggestion::Suggestion;
use crate::store::{Applied, ChangeError, Store};

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
