//! One transaction, and what is known of how it ended. Where the disk fails while a change is saved, the file is opened
//! anew and looked at: what is said to be saved is there, and what is said not to be saved is not.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::doubt::{Doubt, Settled};
use super::{ChangeError, FileError, OPEN_FLAGS, Store, StoreError, settings, wait};

/// How a transaction ended.
enum End<T> {
    Saved(T),
    /// None of it is in the file.
    NotSaved(ChangeError),
    /// The disk failed on the way; what there would be to hand back where it went through.
    InDoubt(Option<T>, ChangeError),
}

impl Store {
    /// Runs `work` in one IMMEDIATE transaction; whatever it returns as an error rolls back.
    pub(super) fn in_transaction<T>(
        &mut self,
        work: impl FnOnce(&Self, &Transaction<'_>) -> Result<T, ChangeError>,
    ) -> Result<T, ChangeError> {
        if self.doubt.is_some() {
            let why = "the previous change isn't settled yet".to_owned();
            return Err(StoreError::Unsure(why).into());
        }
        match self.run_transaction(work) {
            End::Saved(done) => Ok(done),
            End::NotSaved(error) => Err(self.add_file(error).unsaved()),
            End::InDoubt(done, error) => self.resolve_doubt(done, error),
        }
    }

    /// The same error, with the file that it was met in.
    fn add_file(&self, error: ChangeError) -> ChangeError {
        match (error, self.path()) {
            (ChangeError::Store(error), Some(path)) => error.of(path).into(),
            (error, _) => error,
        }
    }

    fn run_transaction<T>(
        &self,
        work: impl FnOnce(&Self, &Transaction<'_>) -> Result<T, ChangeError>,
    ) -> End<T> {
        self.mark.set(None);
        self.freed.take();
        let begin = || Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        let transaction = match wait::retry_while_others_write(self.patience, self.path(), begin) {
            Ok(transaction) => transaction,
            Err(error) => return End::NotSaved(error.into()),
        };
        // Now that nobody else can put another file there.
        let done = self.check_place().map_err(ChangeError::from);
        match done.and_then(|()| work(self, &transaction)) {
            Ok(done) => match transaction.commit() {
                Ok(()) => End::Saved(done),
                // Nothing is written to the file before it is free.
                Err(error) if self.connection.is_autocommit() && is_busy(&error) => {
                    End::NotSaved(error.into())
                }
                Err(error) => End::InDoubt(Some(done), error.into()),
            },
            Err(error) => match transaction.rollback() {
                Ok(()) => End::NotSaved(error),
                Err(_) => End::InDoubt(None, error),
            },
        }
    }

    /// Finds out at once how a transaction ended, if the file lets itself be read.
    fn resolve_doubt<T>(&mut self, done: Option<T>, error: ChangeError) -> Result<T, ChangeError> {
        let error = self.add_file(error);
        self.doubt = Some(Doubt {
            mark: self.mark.take(),
            was_committed: done.is_some(),
        });
        match (self.settle_doubt(), done) {
            (Ok(Some(Settled::Saved)), Some(done)) => Ok(done),
            (Ok(Some(Settled::NotSaved)), _) => Err(error.unsaved()),
            (Ok(_) | Err(_), _) => Err(StoreError::Unsure(error.to_string()).into()),
        }
    }

    /// How the transaction ended of which that is not known: opens the file anew and looks. `None` where there is none; an
    /// error where the file still cannot be read.
    pub fn settle_doubt(&mut self) -> Result<Option<Settled>, StoreError> {
        let Some(doubt) = self.doubt else {
            return Ok(None);
        };
        let looked = self.reopen_file().and_then(|()| match doubt.mark {
            Some(mark) if self.holds_mark(mark)? => Ok(Settled::Saved),
            Some(_) => Ok(Settled::NotSaved),
            None => {
                self.running()?;
                Ok(if doubt.was_committed {
                    Settled::Unknown
                } else {
                    Settled::NotSaved
                })
            }
        });
        let settled = self.in_file(looked)?;
        self.doubt = None;
        Ok(Some(settled))
    }

    /// A connection after a failure may know the file as it is not. What is cut off is taken back with the next read.
    fn reopen_file(&mut self) -> Result<(), StoreError> {
        let Some(path) = self.path() else {
            return Ok(());
        };
        self.check_place()?;
        let connection = Connection::open_with_flags(path, OPEN_FLAGS)?;
        wait::set_patience(&connection, Some(path), self.patience)?;
        // The old one goes first: what it may hold of the file would be in the way.
        self.connection = connection;
        self.connection.execute_batch(settings::SETTINGS)?;
        self.connection.set_prepared_statement_cache_capacity(32);
        Ok(())
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

/// What is written past the rules is not refused by them.
pub(super) fn without_rules(fault: ChangeError) -> StoreError {
    match fault {
        ChangeError::Store(error) => error,
        ChangeError::Refused(refusal) => FileError::Damaged(refusal.to_string()).into(),
    }
}
