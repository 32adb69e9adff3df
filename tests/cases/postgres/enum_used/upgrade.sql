ALTER TYPE e RENAME TO e_old;

CREATE TYPE e AS ENUM ('a', 'b', 'c');

ALTER TABLE t
    ALTER COLUMN x DROP DEFAULT,
    ALTER COLUMN x TYPE e USING x::text::e,
    ALTER COLUMN x SET DEFAULT 'c'::e;

DROP TYPE e_old;

CREATE TABLE IF NOT EXISTS u (
    x e DEFAULT 'c'::e,
    CONSTRAINT u_x_check CHECK (x <> 'b'::e)
);
