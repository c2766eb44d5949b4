-- Meetings of calendars that are not tracked time: suggestions. One is open until the block with its uid is on record
-- (and again once that block is undone or deleted), or until it is dismissed; its row stays, so that the same calendar
-- does not suggest it again.
CREATE TABLE ghost (
    -- The block that it becomes.
    uid          BLOB    PRIMARY KEY CHECK (length(uid) = 16),
    -- What tells the meeting from every other one: its identity, and for one of a series when that would have it.
    key          TEXT    NOT NULL UNIQUE,
    start        INTEGER NOT NULL CHECK (start BETWEEN -2208988800 AND 7258118399),
    start_offset INTEGER NOT NULL CHECK (start_offset % 60 = 0 AND abs(start_offset) < 86400),
    stop         INTEGER NOT NULL CHECK (stop > start AND stop <= 7258118399),
    stop_offset  INTEGER NOT NULL CHECK (stop_offset % 60 = 0 AND abs(stop_offset) < 86400),
    title        TEXT    NOT NULL,
    -- What a rule takes it for; null where none does.
    category     TEXT    CHECK (category IN ('selling', 'admin', 'learning', 'distraction', 'break')),
    activity     TEXT,
    account      TEXT,
    requester    TEXT,
    dismissed    INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX ghost_start ON ghost (start);
