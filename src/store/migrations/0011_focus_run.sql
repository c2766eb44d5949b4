-- Times set aside for selling, by when they began. Whether one was kept, and who broke it, is told by the blocks.
CREATE TABLE focus_run (
    start        INTEGER NOT NULL PRIMARY KEY CHECK (start BETWEEN -2208988800 AND 7258118399),
    start_offset INTEGER NOT NULL CHECK (start_offset % 60 = 0 AND abs(start_offset) < 86400),
    -- In seconds.
    planned      INTEGER NOT NULL CHECK (planned BETWEEN 1 AND 86400),
    at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
