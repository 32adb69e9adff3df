CREATE TABLE "users" ('id' INTEGER PRIMARY KEY, [name] TEXT, `age` INT, UNIQUE ([name]), CHECK ("age" > 0));
CREATE INDEX [users_age] ON "users" ("age");
