-- dbwarden: foreign-keys-off

CREATE TABLE "_dbwarden_new_two words" (
    "a b" INT,
    "c d" INT,
    "e f" INT,
    "g h" TEXT,
    "quo""ted" TEXT,
    "order" INT DEFAULT 1
);

INSERT INTO "_dbwarden_new_two words" (rowid, "a b", "c d", "e f", "g h") SELECT rowid, "a b", "c d", "e f", "g h" FROM "two words";

DROP TABLE "two words";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "_dbwarden_new_two words" RENAME TO "two words";

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS "i j" ON "two words" ("a b", "g h" DESC);

CREATE TABLE IF NOT EXISTS "select" (
    "from" INTEGER PRIMARY KEY CHECK ("from" > 0),
    "where" TEXT REFERENCES "two words"("a b"),
    "group" INT
);
