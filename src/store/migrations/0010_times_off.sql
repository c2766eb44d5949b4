-- Where a day is off in part: at which times of the wall clock, as 12:00-17:30, 19:00-24:00, in order and apart. Such a day
-- is otherwise as planned where its kind is off, and worked where it is work.
ALTER TABLE day_mark ADD COLUMN times TEXT CHECK (times <> '');
