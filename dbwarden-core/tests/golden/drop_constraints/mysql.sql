-- upgrade

ALTER TABLE posts DROP FOREIGN KEY by_user;

DROP INDEX one_title ON posts;

ALTER TABLE posts DROP CONSTRAINT sane;

DROP INDEX by_user ON posts;

-- rollback

CREATE INDEX by_user ON posts (user_id);
ALTER TABLE posts ADD CONSTRAINT sane CHECK (user_id > 0);
ALTER TABLE posts ADD CONSTRAINT one_title UNIQUE (title, user_id);
ALTER TABLE posts ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users(id);

-- steps

-- drop foreign key by_user of posts: conditional
-- drop unique constraint one_title of posts: conditional
-- drop check sane of posts: conditional
-- drop index by_user on posts: real
