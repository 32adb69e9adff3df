-- the new one
CREATE TABLE t (
    a INT NOT NULL /* not null, */ DEFAULT /* ; */ 0, -- it's
    b TEXT
    -- c INT
);
CREATE INDEX t_a ON t (a);
