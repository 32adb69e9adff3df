CREATE TABLE settings (
    scope TEXT,
    name TEXT,
    value ANY NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE blobs (hash BLOB NOT NULL PRIMARY KEY, size INT CHECK (size >= 0), data BLOB) WITHOUT ROWID, STRICT;
