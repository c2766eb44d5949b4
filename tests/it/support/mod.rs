//! What the tests stand on: a machine of their own (`env`), a terminal (`pty`), made-up work (`made`),
//! tools that a machine may lack (`tools`).

// Each test file uses its part.
#![allow(dead_code)]

pub mod env;
pub mod made;
pub mod pty;
pub mod tools;
