ALTER TABLE logins DROP CONSTRAINT logins_user_id_fkey;

ALTER TABLE users DROP CONSTRAINT users_code_key;

DROP INDEX IF EXISTS users_age;

DROP INDEX IF EXISTS users_name_key;

ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;

ALTER TABLE users ADD CONSTRAINT users_age_key UNIQUE (age);

ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (name);

CREATE UNIQUE INDEX IF NOT EXISTS users_code_key ON users (code);

ALTER TABLE logins ADD CONSTRAINT logins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey;
