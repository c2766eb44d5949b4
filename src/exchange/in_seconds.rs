//! A length in JSON: whole seconds.

use serde::Serializer;

use crate::domain::stamp::Length;

// serde hands a field over by reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(super) fn as_seconds<S: Serializer>(length: &Length, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(length.as_seconds())
}
