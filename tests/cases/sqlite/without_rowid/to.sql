CREATE TABLE tags (name TEXT PRIMARY KEY, color TEXT) WITHOUT ROWID;
CREATE TABLE words (word TEXT NOT NULL, lang TEXT NOT NULL, PRIMARY KEY (lang, word));
CREATE INDEX words_word ON words (word);
