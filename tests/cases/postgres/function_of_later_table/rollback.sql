DROP TABLE teams;
DROP TABLE notes;
ALTER TABLE users DROP COLUMN name;
DROP FUNCTION team_of(text);
