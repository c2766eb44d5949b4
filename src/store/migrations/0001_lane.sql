-- The lane: one row a block. The file itself keeps the lane whole, whichever program writes to it.
CREATE TABLE block (
    id            INTEGER PRIMARY KEY,
    uid           BLOB    NOT NULL UNIQUE CHECK (length(uid) = 16),
    -- UTC in seconds of Unix time, and the offset of the place in seconds east of Greenwich.
    start         INTEGER NOT NULL CHECK (start BETWEEN -2208988800 AND 7258118399),
    start_offset  INTEGER NOT NULL CHECK (start_offset % 60 = 0 AND abs(start_offset) < 86400),
    -- Null while the block runs.
    stop          INTEGER CHECK (stop > start AND stop <= 7258118399),
    stop_offset   INTEGER CHECK ((stop IS NULL) = (stop_offset IS NULL)
                                 AND stop_offset % 60 = 0 AND abs(stop_offset) < 86400),
    category      TEXT    NOT NULL CHECK (category IN ('selling', 'admin', 'learning', 'distraction', 'break')),
    activity      TEXT    CHECK (activity <> ''),
    account       TEXT    CHECK (account <> ''),
    requester     TEXT    CHECK (requester <> ''),
    -- A JSON array of strings; that they are strings is more than a CHECK can say.
    tags          TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(tags) AND json_type(tags) = 'array'),
    note          TEXT    NOT NULL DEFAULT '' CHECK (length(note) <= 65536),
    touches       INTEGER NOT NULL DEFAULT 0 CHECK (touches BETWEEN 0 AND 4294967295),
    conversations INTEGER NOT NULL DEFAULT 0 CHECK (conversations BETWEEN 0 AND 4294967295),
    meetings      INTEGER NOT NULL DEFAULT 0 CHECK (meetings BETWEEN 0 AND 4294967295),
    grade         TEXT    CHECK (grade IN ('advance', 'continuation', 'no', 'won')),
    -- How often the row was written, and when last: what a merge with another machine will go by.
    revision      INTEGER NOT NULL DEFAULT 1 CHECK (revision BETWEEN 1 AND 4294967295),
    changed       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX block_start ON block (start);
CREATE UNIQUE INDEX block_running ON block ((stop IS NULL)) WHERE stop IS NULL;
CREATE INDEX block_account ON block (account COLLATE NOCASE, start) WHERE account IS NOT NULL;
CREATE INDEX block_requester ON block (requester COLLATE NOCASE, start) WHERE requester IS NOT NULL;

-- Blocks do not overlap, so only the neighbours can be in the way: two seeks, however long the lane is.
CREATE TRIGGER block_lane_insert BEFORE INSERT ON block
BEGIN
    SELECT raise(ABORT, 'blocks overlap')
    WHERE EXISTS (
        SELECT 1 FROM (SELECT stop FROM block WHERE start <= new.start ORDER BY start DESC LIMIT 1)
        WHERE stop IS NULL OR stop > new.start
    ) OR EXISTS (
        SELECT 1 FROM block WHERE start > new.start AND start < coalesce(new.stop, 7258118400) LIMIT 1
    );
END;

CREATE TRIGGER block_lane_update BEFORE UPDATE OF start, stop ON block
BEGIN
    SELECT raise(ABORT, 'blocks overlap')
    WHERE EXISTS (
        SELECT 1 FROM (
            SELECT stop FROM block WHERE start <= new.start AND id <> old.id ORDER BY start DESC LIMIT 1
        )
        WHERE stop IS NULL OR stop > new.start
    ) OR EXISTS (
        SELECT 1 FROM block
        WHERE start > new.start AND start < coalesce(new.stop, 7258118400) AND id <> old.id LIMIT 1
    );
END;

-- The undo journal: one row a change, written in the change's own transaction. Undone rows are always the
-- newest ones, and wait for a redo until another change takes their place.
CREATE TABLE journal (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    label  TEXT    NOT NULL,
    -- A JSON array of {"before": [block, revision] | null, "after": [block, revision] | null}.
    edits  TEXT    NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

CREATE INDEX journal_undone ON journal (id) WHERE undone = 1;
