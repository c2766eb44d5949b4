//! Counts in digits: most are below ten, and an export has millions of them.

use std::io::Write;

/// Writes a count in digits.
pub(super) fn push_count(out: &mut Vec<u8>, count: u32) {
    match count {
        0..10 => out.push(b'0' + count as u8),
        10.. => write!(out, "{count}").unwrap_or_else(|_| unreachable!("there is room in memory")),
    }
}
