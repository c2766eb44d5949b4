-- Finding looks at the blocks themselves. The index goes by hand: to drop it the way it was made would need the
-- module that made it, which this program no longer has.
DROP TRIGGER IF EXISTS block_find_insert;
DROP TRIGGER IF EXISTS block_find_update;
DROP TABLE IF EXISTS find_stale;
PRAGMA writable_schema = ON;
DELETE FROM sqlite_schema WHERE type = 'table' AND name = 'find' AND sql LIKE 'CREATE VIRTUAL TABLE%';
PRAGMA writable_schema = RESET;
DROP TABLE IF EXISTS find_data;
DROP TABLE IF EXISTS find_idx;
DROP TABLE IF EXISTS find_config;

DROP INDEX ghost_start;
ALTER TABLE ghost RENAME TO suggestion;
CREATE INDEX suggestion_start ON suggestion (start);

-- The undo journal: one row a change, written in the change's own transaction. The blocks that a change has added are
-- not written down again while they stand in the file: an import of 10^6 would be there three times.
CREATE TABLE journal_of_changes (
    id       INTEGER PRIMARY KEY,
    -- The change that this one was made after: the newest that was not undone. Null for the first.
    parent   INTEGER,
    at       INTEGER NOT NULL,
    label    TEXT    NOT NULL,
    -- All writes but those of added blocks: a JSON array of {"before": … | null, "after": … | null}, each of them
    -- [block, revision] or a row of another table.
    edits    TEXT    NOT NULL,
    -- The added blocks: 24 bytes each, the id and a digest of what the block says.
    added    BLOB    NOT NULL DEFAULT x'' CHECK (length(added) % 24 = 0),
    -- While it is undone: the added blocks themselves, a JSON array of [block, revision].
    removed  TEXT    CHECK (removed IS NULL OR undone = 1),
    undone   INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;

INSERT INTO journal_of_changes (id, parent, at, label, edits, undone)
SELECT id, lag(id) OVER (ORDER BY id), at, label,
       iif(question IS NULL, edits,
           json_insert(edits, '$[#]', json_object('before', NULL, 'after', json_object('answered', question)))),
       undone
FROM journal;
DROP TABLE journal;
ALTER TABLE journal_of_changes RENAME TO journal;
CREATE INDEX journal_undone ON journal (parent) WHERE undone = 1;
