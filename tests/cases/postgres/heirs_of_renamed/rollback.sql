ALTER TABLE people RENAME CONSTRAINT is_alive TO is_born;
ALTER TABLE people RENAME CONSTRAINT people_pkey TO folk_pkey;
ALTER TABLE people RENAME COLUMN age TO years;
ALTER TABLE people RENAME TO folk;
