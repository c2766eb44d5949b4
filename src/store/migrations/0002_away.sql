-- Time away: one question a block, kept until it is answered, so that it survives restarts. An answered row
-- stays: the same block is not asked about for the same reason again.
CREATE TABLE away (
    id           INTEGER PRIMARY KEY,
    -- The block that ran meanwhile.
    block        BLOB    NOT NULL CHECK (length(block) = 16),
    cause        TEXT    NOT NULL CHECK (cause IN ('slept', 'stale')),
    -- From when on nobody knows, in seconds of Unix time.
    since        INTEGER NOT NULL CHECK (since BETWEEN -2208988800 AND 7258118399),
    since_offset INTEGER NOT NULL CHECK (since_offset % 60 = 0 AND abs(since_offset) < 86400),
    -- When the rep was back; null where that is not known.
    until        INTEGER CHECK (until > since AND until <= 7258118399),
    until_offset INTEGER CHECK ((until IS NULL) = (until_offset IS NULL)
                                AND until_offset % 60 = 0 AND abs(until_offset) < 86400),
    answered     INTEGER
) STRICT;

CREATE UNIQUE INDEX away_open ON away (block) WHERE answered IS NULL;
CREATE INDEX away_block ON away (block, cause);

-- The question that a change has answered: it is open again once the change is taken back.
ALTER TABLE journal ADD COLUMN question INTEGER REFERENCES away (id);
