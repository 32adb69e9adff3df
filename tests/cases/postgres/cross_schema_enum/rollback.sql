ALTER TYPE s.e RENAME TO e_old;
CREATE TYPE s.e AS ENUM ('a', 'b');
ALTER TABLE u ALTER COLUMN x TYPE s.e USING x::text::s.e;
ALTER TABLE s.t
    ALTER COLUMN x DROP DEFAULT,
    ALTER COLUMN x TYPE s.e USING x::text::s.e,
    ALTER COLUMN x SET DEFAULT 'a'::s.e,
    ALTER COLUMN y TYPE s.e[] USING y::text[]::s.e[];
DROP TYPE s.e_old;
