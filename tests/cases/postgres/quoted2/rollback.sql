DROP TABLE "S x"."T";
ALTER TYPE "My Enum" RENAME TO "My Enum_old";
CREATE TYPE "My Enum" AS ENUM ('A b', 'c''d');
ALTER TABLE "My Table"
    ALTER COLUMN e DROP DEFAULT,
    ALTER COLUMN e TYPE "My Enum" USING e::text::"My Enum";
DROP TYPE "My Enum_old";
DROP SCHEMA "S x";
