-- What belongs to a day or to a week rather than to a block, keyed by the date and by the name of the ISO week.
-- Days that are off, or worked, whatever the planned hours say.
CREATE TABLE day_mark (
    day  TEXT    NOT NULL PRIMARY KEY CHECK (day GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date(day) = day),
    kind TEXT    NOT NULL CHECK (kind IN ('off', 'work')),
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Weeks that are off whole.
CREATE TABLE pause (
    week TEXT    NOT NULL PRIMARY KEY CHECK (week GLOB '[12][0-9][0-9][0-9]-W[0-5][0-9]'
                                             AND substr(week, 7) BETWEEN '01' AND '53'),
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the rep believes the shares of the week are, from 0 to 1: the first alone, or all four.
CREATE TABLE guess (
    week        TEXT    NOT NULL PRIMARY KEY CHECK (week GLOB '[12][0-9][0-9][0-9]-W[0-5][0-9]'
                                                    AND substr(week, 7) BETWEEN '01' AND '53'),
    selling     REAL    NOT NULL CHECK (selling BETWEEN 0 AND 1),
    admin       REAL    CHECK (admin BETWEEN 0 AND 1),
    learning    REAL    CHECK (learning BETWEEN 0 AND 1),
    distraction REAL    CHECK (distraction BETWEEN 0 AND 1),
    at          INTEGER NOT NULL,
    CHECK ((learning IS NULL) = (admin IS NULL) AND (distraction IS NULL) = (admin IS NULL))
) STRICT, WITHOUT ROWID;

-- The one commitment of a week, in its grammar.
CREATE TABLE commitment (
    week TEXT    NOT NULL PRIMARY KEY CHECK (week GLOB '[12][0-9][0-9][0-9]-W[0-5][0-9]'
                                             AND substr(week, 7) BETWEEN '01' AND '53'),
    text TEXT    NOT NULL CHECK (text <> '' AND length(text) <= 4096),
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The review of a week as far as it has come.
CREATE TABLE review (
    week      TEXT    NOT NULL PRIMARY KEY CHECK (week GLOB '[12][0-9][0-9][0-9]-W[0-5][0-9]'
                                                  AND substr(week, 7) BETWEEN '01' AND '53'),
    step      INTEGER CHECK (step BETWEEN 1 AND 9),
    -- Whether the measured week has been shown; from then on the guess stands.
    revealed  INTEGER NOT NULL DEFAULT 0 CHECK (revealed IN (0, 1)),
    answers   TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(answers) AND json_type(answers) = 'object'),
    -- When it was closed, as RFC 3339, and the figures of that moment.
    closed_at TEXT    CHECK (closed_at <> ''),
    figures   TEXT    CHECK (json_valid(figures)),
    at        INTEGER NOT NULL,
    CHECK ((closed_at IS NULL) = (figures IS NULL))
) STRICT, WITHOUT ROWID;
