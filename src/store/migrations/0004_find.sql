-- Finding: an index of the pieces of three characters in what a block says. Files of this schema that were made before
-- have it as a virtual table, which schema 6 takes out; it is no longer made, so that SQLite needs no full-text module.

-- Where blocks were written that the index does not know yet. A write leaves no more than this note, whichever program
-- writes; the index is brought up to date when somebody finds. Short on purpose: each start of the program reads it.
CREATE TABLE find_stale (
    start INTEGER PRIMARY KEY
) STRICT;

INSERT INTO find_stale SELECT start FROM block;

CREATE TRIGGER block_find_insert AFTER INSERT ON block
BEGIN
    INSERT INTO find_stale VALUES (new.start) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER block_find_update AFTER UPDATE ON block
BEGIN
    INSERT INTO find_stale VALUES (new.start) ON CONFLICT DO NOTHING;
END;
