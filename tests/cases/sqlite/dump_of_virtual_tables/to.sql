CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, kind INT);
CREATE VIRTUAL TABLE words USING fts5(body, content = 'notes', content_rowid = 'id')
/* words(body) */;
CREATE TABLE IF NOT EXISTS 'words_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE IF NOT EXISTS 'words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS 'words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
CREATE TABLE IF NOT EXISTS 'words_config'(k PRIMARY KEY, v) WITHOUT ROWID;
