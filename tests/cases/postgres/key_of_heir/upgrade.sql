ALTER TABLE entity_note DROP CONSTRAINT entity_note_entity_id_fkey;

ALTER TABLE log DROP CONSTRAINT log_entity_id_fkey;

ALTER TABLE entity DROP CONSTRAINT entity_id_key;

ALTER TABLE entity ADD CONSTRAINT entity_pkey PRIMARY KEY (id);

ALTER TABLE entity_note ADD CONSTRAINT entity_note_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id);

ALTER TABLE log ADD CONSTRAINT log_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES entity(id);
