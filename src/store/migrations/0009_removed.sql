-- The blocks that undone changes had added, one row each, until the change is made again: an import of 10^6 is taken back
-- row by row. Changes that were undone before this schema hold theirs in journal.removed.
CREATE TABLE removed_block (
    -- The journal's number of the change, and which of its blocks it is.
    change        INTEGER NOT NULL,
    place         INTEGER NOT NULL,
    -- As in the table of blocks.
    uid           BLOB    NOT NULL,
    start         INTEGER NOT NULL,
    start_offset  INTEGER NOT NULL,
    stop          INTEGER,
    stop_offset   INTEGER,
    category      TEXT    NOT NULL,
    activity      TEXT,
    account       TEXT,
    requester     TEXT,
    tags          TEXT    NOT NULL,
    note          TEXT    NOT NULL,
    touches       INTEGER NOT NULL,
    conversations INTEGER NOT NULL,
    meetings      INTEGER NOT NULL,
    grade         TEXT,
    clock_back    INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    PRIMARY KEY (change, place)
) STRICT, WITHOUT ROWID;
