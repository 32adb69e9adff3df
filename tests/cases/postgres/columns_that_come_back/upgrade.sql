ALTER TABLE addressed DROP CONSTRAINT addressed_address_key;

ALTER TABLE adults DROP CONSTRAINT adults_age_check;

DROP INDEX IF EXISTS coded_once;

ALTER TABLE counted DROP CONSTRAINT counted_number_key;

ALTER TABLE counted DROP CONSTRAINT counted_number_check;

ALTER TABLE kinds DROP CONSTRAINT kinds_kind_check;

ALTER TABLE marked DROP CONSTRAINT marked_mark_key;

ALTER TABLE moods DROP CONSTRAINT moods_mood_check;

ALTER TABLE named DROP CONSTRAINT named_name_check;

ALTER TABLE addressed DROP COLUMN address;

ALTER TABLE adults DROP COLUMN age;

ALTER TABLE coded DROP COLUMN code;

ALTER TABLE counted DROP COLUMN number;

ALTER TABLE kinds DROP COLUMN kind;

ALTER TABLE marked DROP COLUMN mark;

ALTER TABLE moods DROP COLUMN mood;

ALTER TABLE named DROP COLUMN name;
