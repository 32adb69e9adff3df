ALTER TABLE folk RENAME TO people;

ALTER TABLE people RENAME COLUMN years TO age;

ALTER TABLE people RENAME CONSTRAINT folk_pkey TO people_pkey;

ALTER TABLE people RENAME CONSTRAINT is_born TO is_alive;
