-- upgrade

DROP TABLE posts;

DROP TABLE users;

-- rollback

CREATE TABLE IF NOT EXISTS users (
    id INT AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(255) NOT NULL UNIQUE,
    bio TEXT
) DEFAULT CHARSET=utf8mb4 COMMENT='Core user accounts';
CREATE TABLE IF NOT EXISTS posts (
    id INT AUTO_INCREMENT PRIMARY KEY,
    title VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    user_id INT NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
) DEFAULT CHARSET=utf8mb4;
CREATE INDEX ix_posts_created_at ON posts (created_at);

-- steps

-- drop index ix_posts_created_at on posts: real
-- drop table posts: conditional, destructive
--   loses data
-- drop table users: conditional, destructive
--   loses data
