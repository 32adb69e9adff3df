-- upgrade

ALTER TABLE users ADD COLUMN label_id INT;

CREATE TABLE IF NOT EXISTS labels (
    id INT AUTO_INCREMENT PRIMARY KEY,
    user_id INT NOT NULL,
    CONSTRAINT labels_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
) DEFAULT CHARSET=utf8mb4;

ALTER TABLE users ADD CONSTRAINT users_label_id_fkey FOREIGN KEY (label_id) REFERENCES labels(id);

DROP TABLE tags;

-- rollback

CREATE TABLE IF NOT EXISTS tags (
    id INT AUTO_INCREMENT PRIMARY KEY,
    label VARCHAR(40) NOT NULL
) DEFAULT CHARSET=utf8mb4;
ALTER TABLE users DROP FOREIGN KEY users_label_id_fkey;
DROP INDEX users_label_id_fkey ON users;
DROP TABLE labels;
ALTER TABLE users DROP COLUMN label_id;

-- steps

-- add column users.label_id: real
-- create table labels: real
-- add foreign key users_label_id_fkey of users: real
--   fails if a row of `users` refers to no row of `labels`
-- drop table tags: conditional, destructive
--   loses data
