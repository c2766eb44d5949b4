//! What each connection is told before its first statement.

/// Settings of each connection. DELETE (the file's own default) and EXTRA: what is acknowledged is in the one
/// file, also after a power cut and in a copy of that file alone.
pub(super) const SETTINGS: &str = "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; \
                        PRAGMA cell_size_check = ON;";

/// Those of the connection that makes a new file, which no other one has open: no journal, and no wait for the disk
/// between one migration and the next.
pub(super) const SETTINGS_WHILE_BUILT: &str = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; \
                        PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
