-- To an older SQLite json_valid(NULL) is 0 rather than NULL: it found fault with each review that is open, and could not
-- write one. No row changes, and what another program has added to the table stays.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (json_valid(figures))', 'CHECK (figures IS NULL OR json_valid(figures))')
WHERE type = 'table' AND name = 'review';
PRAGMA writable_schema = RESET;

-- What a person has been told once, and when.
CREATE TABLE notice (
    key TEXT    NOT NULL PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
