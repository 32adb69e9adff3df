CREATE TABLE teams (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    team INT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    domain TEXT AS (substr(email, instr(email, '@') + 1)) STORED,
    CONSTRAINT email_of_team UNIQUE (team, email),
    CHECK (email LIKE '%@%')
) STRICT;
CREATE INDEX users_domain ON users (lower(domain)) WHERE domain <> '';
CREATE TABLE sessions (token BLOB PRIMARY KEY, user INT REFERENCES users) WITHOUT ROWID;
