CREATE TABLE _dbwarden_new_words (
    word TEXT NOT NULL,
    lang TEXT NOT NULL,
    PRIMARY KEY (lang, word)
) WITHOUT ROWID;
INSERT INTO _dbwarden_new_words (word, lang) SELECT word, lang FROM words;
DROP TABLE words;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_words RENAME TO words;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS words_word ON words (word);
CREATE TABLE _dbwarden_new_tags (
    name TEXT PRIMARY KEY,
    color TEXT
);
INSERT INTO _dbwarden_new_tags (name, color) SELECT name, color FROM tags;
DROP TABLE tags;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_tags RENAME TO tags;
PRAGMA legacy_alter_table = OFF;
