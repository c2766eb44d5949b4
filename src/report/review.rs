//! The review of one week: every figure of it, computed once, as a record that JSON writes and a closed review keeps.
//! Screens, text, Markdown and the page are drawn from this record alone.

mod calls;
mod closed;
mod compute;
mod document;
mod facts;
pub mod followed;
mod habits;
pub mod missing;
mod output_records;
pub mod progress;
pub mod recap;
pub mod record;
mod shares;
pub mod steps;
mod time_records;
mod which;

pub use closed::of_week;
pub use compute::compute_review;
pub use document::{Pictures, review_document};
pub use facts::Facts;
pub use record::ReviewRecord;
pub use which::{days_to_read, default_week};

#[cfg(test)]
mod tests;
