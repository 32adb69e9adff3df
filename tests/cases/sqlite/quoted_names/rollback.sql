DROP TABLE "select";
CREATE TABLE "_dbwarden_new_two words" (
    "a b" INT,
    "c d" TEXT,
    "e f" INT,
    "g h" TEXT
);
INSERT INTO "_dbwarden_new_two words" (rowid, "a b", "c d", "e f", "g h") SELECT rowid, "a b", "c d", "e f", "g h" FROM "two words";
DROP TABLE "two words";
PRAGMA legacy_alter_table = ON;
ALTER TABLE "_dbwarden_new_two words" RENAME TO "two words";
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS "i j" ON "two words" ("a b", "g h");
