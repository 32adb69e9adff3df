CREATE TABLE "two words" ("a b" INT, [c d] TEXT, `e f` INT, 'g h' TEXT);
CREATE INDEX "i j" ON "two words" ("a b", 'g h');
