-- upgrade

CREATE TABLE IF NOT EXISTS "order" (
    id INTEGER PRIMARY KEY,
    "group" INTEGER NOT NULL DEFAULT 1 UNIQUE,
    "Total Sum" INTEGER
);

CREATE INDEX IF NOT EXISTS "ix_order_Total Sum" ON "order" ("Total Sum");

CREATE TABLE IF NOT EXISTS rank (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES "order"(id)
);

-- rollback

DROP TABLE rank;
DROP TABLE "order";

-- steps

-- create table order: real
-- add index ix_order_Total Sum on order: real
-- create table rank: real
