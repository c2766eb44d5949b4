-- Whom selling opened with: where they came from, and whether they were ready.
ALTER TABLE block ADD COLUMN source TEXT CHECK (source <> '');
ALTER TABLE block ADD COLUMN fit TEXT CHECK (fit IN ('ready', 'later', 'unfit'));
ALTER TABLE removed_block ADD COLUMN source TEXT;
ALTER TABLE removed_block ADD COLUMN fit TEXT;
CREATE INDEX block_source ON block (source COLLATE NOCASE, start) WHERE source IS NOT NULL;
