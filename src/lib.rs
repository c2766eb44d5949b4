//! The map.
pub mod config;
pub mod domain;
pub mod env;
pub mod error;
pub mod insight;
pub mod store;
pub mod tui;
