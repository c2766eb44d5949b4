//! The map.
pub mod domain;
pub mod env;
pub mod error;
pub mod insight;
pub mod store;
