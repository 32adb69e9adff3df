-- What an SQLite database can hold, to hurt.
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- its number
    email VARCHAR(255) NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT REPLACE,
    "select" text DEFAULT 'it''s, (fine)',
    [Two Words] "double precision" DEFAULT -1.5e+3,
    `back``tick` BOOLEAN NOT NULL DEFAULT TRUE,
    seen DATETIME DEFAULT (datetime('now', '-1 day')) /* a , comment ) */,
    now TEXT DEFAULT CURRENT_TIMESTAMP NOT NULL,
    data BLOB DEFAULT x'00ff',
    untyped,
    score DECIMAL(10, 2) CONSTRAINT positive CHECK (score > 0 AND (score < 100)),
    total INT GENERATED ALWAYS AS (score * 2) STORED,
    half AS (score / 2),
    parent INTEGER CONSTRAINT up REFERENCES users ON DELETE SET NULL ON UPDATE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    updated_at TEXT,
    CONSTRAINT pair UNIQUE (email, "select"),
    CHECK (length(email) > 3) UNIQUE (Untyped, score DESC)
);
CREATE TABLE keys (a int, b TEXT NOT NULL, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;
CREATE TABLE plain (id INTEGER, at date, PRIMARY KEY (id));
CREATE TABLE backwards (id INTEGER PRIMARY KEY DESC);
CREATE TABLE texts (id TEXT PRIMARY KEY);
CREATE TABLE refers (
    x INT, y TEXT, z,
    CONSTRAINT both_keys FOREIGN KEY (y, x) REFERENCES KEYS (B, a) MATCH FULL ON DELETE RESTRICT,
    FOREIGN KEY (z) REFERENCES texts
);
CREATE TABLE copied AS SELECT id, email FROM users;
CREATE TABLE IF NOT EXISTS "odd ""name""" (a);
ALTER TABLE plain ADD COLUMN later INTEGER NOT NULL DEFAULT 3 CHECK (later > 2);
CREATE INDEX rich ON users (lower(email), score DESC, email COLLATE BINARY, "select" COLLATE NOCASE, score + 1)
    WHERE score IS NOT NULL AND email <> ',';
CREATE UNIQUE INDEX one ON users (seen ASC);
CREATE VIEW grown AS SELECT id FROM users;
CREATE TRIGGER by_hand AFTER INSERT ON users BEGIN UPDATE users SET score = 1; END;
CREATE TRIGGER users_updated_at_touch AFTER UPDATE ON users BEGIN
    UPDATE users SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END;
CREATE VIRTUAL TABLE words USING fts5(body);
CREATE TABLE _dbwarden_migrations (id INTEGER);
CREATE INDEX _dbwarden_index ON _dbwarden_migrations (id);
