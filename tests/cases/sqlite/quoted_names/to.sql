CREATE TABLE "two words" ("a b" INT, [c d] INT, `e f` INT, 'g h' TEXT, "quo""ted" TEXT, [order] INT DEFAULT 1);
CREATE INDEX "i j" ON "two words" ("a b", "g h" DESC);
CREATE TABLE [select] ("from" INTEGER PRIMARY KEY, `where` TEXT REFERENCES "two words" ("a b"), 'group' INT, CHECK ("from" > 0));
