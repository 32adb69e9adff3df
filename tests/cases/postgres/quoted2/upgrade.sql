CREATE SCHEMA IF NOT EXISTS "S x";

ALTER TYPE "My Enum" RENAME TO "My Enum_old";

CREATE TYPE "My Enum" AS ENUM ('A b', 'c''d', 'E');

ALTER TABLE "My Table"
    ALTER COLUMN e DROP DEFAULT,
    ALTER COLUMN e TYPE "My Enum" USING e::text::"My Enum",
    ALTER COLUMN e SET DEFAULT 'A b'::"My Enum";

DROP TYPE "My Enum_old";

CREATE TABLE IF NOT EXISTS "S x"."T" (
    "Id" SERIAL,
    e "My Enum" DEFAULT 'E'::"My Enum",
    CONSTRAINT "T_pkey" PRIMARY KEY ("Id")
);

CREATE INDEX IF NOT EXISTS "I x" ON "S x"."T" ("Id" DESC);
