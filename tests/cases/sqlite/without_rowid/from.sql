CREATE TABLE tags (name TEXT PRIMARY KEY, color TEXT);
CREATE TABLE words (word TEXT, lang TEXT, PRIMARY KEY (lang, word)) WITHOUT ROWID;
CREATE INDEX words_word ON words (word);
