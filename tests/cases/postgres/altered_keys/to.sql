CREATE TYPE e AS ENUM ('b', 'a');
CREATE TABLE t (
    id int CONSTRAINT t_key PRIMARY KEY WITH (fillfactor = 80),
    a int UNIQUE WITH (fillfactor = 80),
    b int,
    e e
);
CREATE INDEX t_a ON t (a) WITH (fillfactor = 80);
CREATE INDEX t_b ON t USING brin (b) WITH (pages_per_range = 8);
CREATE INDEX t_e ON t (a) WITH (fillfactor = 80) WHERE e = 'a';
COMMENT ON INDEX t_e IS 'new';
CREATE TABLE u (
    t int CONSTRAINT u_t REFERENCES t DEFERRABLE INITIALLY DEFERRED,
    other int CONSTRAINT u_other REFERENCES t,
    third int CONSTRAINT u_third REFERENCES t DEFERRABLE
);
