-- upgrade

CREATE TYPE mood AS ENUM ('sad', 'ok');

CREATE TABLE IF NOT EXISTS orders (
    id SERIAL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS lines (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    price INTEGER NOT NULL DEFAULT -1 CHECK (price > -2),
    net INTEGER GENERATED ALWAYS AS (price * 2) STORED,
    label VARCHAR(80) NOT NULL DEFAULT 'it''s',
    data JSONB,
    mood mood NOT NULL DEFAULT 'ok',
    changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (order_id, position),
    CONSTRAINT one_label UNIQUE (order_id, label),
    CONSTRAINT sane CHECK (price < 1000000 AND position >= 0),
    CONSTRAINT lines_of_order FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE
);

COMMENT ON COLUMN lines.price IS 'in cents';

CREATE FUNCTION lines_changed_at_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.changed_at IS NOT DISTINCT FROM OLD.changed_at THEN
        NEW.changed_at = CURRENT_TIMESTAMP;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER lines_changed_at_touch BEFORE UPDATE ON lines
    FOR EACH ROW EXECUTE FUNCTION lines_changed_at_touch();

CREATE INDEX IF NOT EXISTS ix_lines_label ON lines (label);

CREATE INDEX IF NOT EXISTS ix_lines_cheap ON lines ((lower(label)) DESC) WHERE price < 100;

-- rollback

DROP TRIGGER lines_changed_at_touch ON lines;
DROP FUNCTION lines_changed_at_touch();
DROP TABLE lines;
DROP TABLE orders;
DROP TYPE mood;

-- steps

-- create enum mood: real
-- create table orders: real
-- create table lines: real
-- set comment of column lines.price: real
-- touch column lines.changed_at: real
-- add index ix_lines_label on lines: real
-- add index ix_lines_cheap on lines: real
