CREATE TYPE status AS ENUM ('open', 'closed');
CREATE TABLE ticket (status status);
CREATE TABLE status_old (a int);
CREATE TABLE status_old2 (a int);
