DROP INDEX address ON addressed;

DROP INDEX coded_once ON coded;

DROP INDEX number ON counted;

ALTER TABLE addressed DROP COLUMN address;

ALTER TABLE adults DROP COLUMN age;

ALTER TABLE coded DROP COLUMN code;

ALTER TABLE counted DROP COLUMN number;

ALTER TABLE kinds DROP COLUMN kind;

ALTER TABLE named DROP COLUMN name;
