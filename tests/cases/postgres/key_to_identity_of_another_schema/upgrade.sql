ALTER TABLE s.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (MINVALUE 10 CYCLE);

SELECT setval(pg_get_serial_sequence('s.t', 'id'), GREATEST(max(id) + 1, 10), false) FROM s.t;
