//! Pages that need no other file: the shell that they share, and one file per page. Every text is escaped by maud.

mod figures;
pub mod page;
mod review;

pub use figures::report;
pub use review::review;
