DROP TABLE posts;
DROP INDEX both_of ON users;
