//! The screens: each keeps its own state, says what its keys do and draws itself. None knows of another, of an overlay
//! or of the app.

pub(crate) mod review;
pub(crate) mod today;
pub(crate) mod trends;
pub(crate) mod week;
