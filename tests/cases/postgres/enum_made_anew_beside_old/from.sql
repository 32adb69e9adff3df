CREATE TYPE status AS ENUM ('new', 'open', 'closed');
CREATE TABLE ticket (status status);
CREATE TABLE status_old (a int);
