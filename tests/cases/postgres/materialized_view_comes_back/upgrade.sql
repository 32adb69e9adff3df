DROP MATERIALIZED VIEW notes;

ALTER TABLE orders ALTER COLUMN note TYPE TEXT;

CREATE MATERIALIZED VIEW notes AS
 SELECT orders.id,
    orders.note
   FROM orders;

ALTER MATERIALIZED VIEW notes ALTER COLUMN id SET STATISTICS 7;

ALTER MATERIALIZED VIEW notes ALTER COLUMN note SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX notes_id ON public.notes USING btree (id);

CREATE INDEX notes_length ON public.notes USING btree (length(note), note) WITH (fillfactor='50') WHERE (id > 0);

ALTER MATERIALIZED VIEW notes CLUSTER ON notes_id;

ALTER INDEX notes_length ALTER COLUMN 1 SET STATISTICS 9;

COMMENT ON INDEX notes_id IS 'one each';
