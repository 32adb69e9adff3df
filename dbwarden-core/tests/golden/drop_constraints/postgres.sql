-- upgrade

ALTER TABLE posts DROP CONSTRAINT by_user;

ALTER TABLE posts DROP CONSTRAINT one_title;

ALTER TABLE posts DROP CONSTRAINT sane;

-- rollback

ALTER TABLE posts ADD CONSTRAINT sane CHECK (user_id > 0);
ALTER TABLE posts ADD CONSTRAINT one_title UNIQUE (title, user_id);
ALTER TABLE posts ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users(id);

-- steps

-- drop foreign key by_user of posts: conditional
-- drop unique constraint one_title of posts: conditional
-- drop check sane of posts: conditional
