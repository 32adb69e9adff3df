-- upgrade

CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS lines (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    price INTEGER NOT NULL DEFAULT -1 CHECK (price > -2),
    net INTEGER GENERATED ALWAYS AS (price * 2) STORED,
    label TEXT NOT NULL DEFAULT 'it''s',
    data TEXT,
    mood TEXT NOT NULL DEFAULT 'ok' CHECK (mood IN ('sad', 'ok')),
    changed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (order_id, position),
    CONSTRAINT one_label UNIQUE (order_id, label),
    CONSTRAINT sane CHECK (price < 1000000 AND position >= 0),
    CONSTRAINT lines_of_order FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE
);

CREATE TRIGGER lines_changed_at_touch AFTER UPDATE ON lines
FOR EACH ROW WHEN NEW.changed_at IS OLD.changed_at
BEGIN
    UPDATE lines SET changed_at = CURRENT_TIMESTAMP WHERE rowid = NEW.rowid;
END;

CREATE INDEX IF NOT EXISTS ix_lines_label ON lines (label);

CREATE INDEX IF NOT EXISTS ix_lines_cheap ON lines (lower(label) DESC) WHERE price < 100;

-- rollback

DROP TRIGGER lines_changed_at_touch;
DROP TABLE lines;
DROP TABLE orders;

-- steps

-- create table orders: real
-- create table lines: real
-- touch column lines.changed_at: real
-- add index ix_lines_label on lines: real
-- add index ix_lines_cheap on lines: real
