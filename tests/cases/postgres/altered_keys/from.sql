CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (id int CONSTRAINT t_key PRIMARY KEY WITH (fillfactor = 70), a int UNIQUE, b int, e e);
CREATE INDEX t_a ON t (a) WITH (fillfactor = 70, deduplicate_items = off);
CREATE INDEX t_b ON t USING brin (b);
CREATE INDEX t_e ON t (a) WITH (fillfactor = 70) WHERE e = 'a';
COMMENT ON INDEX t_e IS 'old';
CREATE TABLE u (t int CONSTRAINT u_t REFERENCES t, other int CONSTRAINT u_other REFERENCES t DEFERRABLE, third int);
ALTER TABLE u ADD CONSTRAINT u_third FOREIGN KEY (third) REFERENCES t NOT VALID;
