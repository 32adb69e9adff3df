-- upgrade

ALTER TABLE users ADD COLUMN label_id INTEGER;

CREATE TABLE IF NOT EXISTS labels (
    id SERIAL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id)
);

ALTER TABLE users ADD CONSTRAINT users_label_id_fkey FOREIGN KEY (label_id) REFERENCES labels(id);

DROP TABLE tags;

-- rollback

CREATE TABLE IF NOT EXISTS tags (
    id SERIAL PRIMARY KEY,
    label VARCHAR(40) NOT NULL
);
ALTER TABLE users DROP CONSTRAINT users_label_id_fkey;
DROP TABLE labels;
ALTER TABLE users DROP COLUMN label_id;

-- steps

-- add column users.label_id: real
-- create table labels: real
-- add foreign key users_label_id_fkey of users: real
--   fails if a row of `users` refers to no row of `labels`
-- drop table tags: conditional, destructive
--   loses data
