-- The clock was set back while the block ran: its times are not those of any clock until somebody edits them.
ALTER TABLE block ADD COLUMN clock_back INTEGER NOT NULL DEFAULT 0 CHECK (clock_back IN (0, 1));

-- The newest change that is not undone, however many undone ones are newer.
CREATE INDEX journal_done ON journal (id) WHERE undone = 0;
