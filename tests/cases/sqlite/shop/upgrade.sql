-- dbwarden: foreign-keys-off

CREATE TABLE _dbwarden_new_customers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    email varchar(255) NOT NULL COLLATE NOCASE UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    phone TEXT
);

INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_customers', seq FROM sqlite_sequence WHERE name = 'customers';

INSERT INTO _dbwarden_new_customers (id, email, name, created_at) SELECT id, email, coalesce(name, ''), created_at FROM customers;

DROP TABLE customers;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_customers RENAME TO customers;

PRAGMA legacy_alter_table = OFF;

CREATE UNIQUE INDEX IF NOT EXISTS customers_phone ON customers (phone) WHERE phone IS NOT NULL;

CREATE TABLE _dbwarden_new_order_lines (
    order_id INT NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    line INT NOT NULL,
    sku TEXT REFERENCES products DEFERRABLE INITIALLY DEFERRED,
    amount INT NOT NULL DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;

INSERT INTO _dbwarden_new_order_lines (order_id, line, sku, amount) SELECT order_id, line, sku, coalesce(amount, 1) FROM order_lines;

DROP TABLE order_lines;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_order_lines RENAME TO order_lines;

PRAGMA legacy_alter_table = OFF;

CREATE TABLE _dbwarden_new_orders (
    id INTEGER PRIMARY KEY,
    customer INT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'done')),
    note TEXT,
    paid_at TEXT
);

INSERT INTO _dbwarden_new_orders (id, customer, status, note) SELECT id, customer, coalesce(status, 'new'), note FROM orders;

DROP TABLE orders;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_orders RENAME TO orders;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS orders_open ON orders (customer) WHERE status <> 'done';

CREATE TRIGGER orders_clean AFTER DELETE ON orders BEGIN DELETE FROM order_lines WHERE order_id = OLD.id; END;

CREATE TABLE _dbwarden_new_products (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL DEFAULT 0 CHECK (price >= 0),
    category INT REFERENCES categories(id) ON DELETE SET NULL,
    title_lower TEXT GENERATED ALWAYS AS (lower(title)) STORED
);

INSERT INTO _dbwarden_new_products (rowid, sku, title, price) SELECT rowid, sku, title, price FROM products;

DROP TABLE products;

PRAGMA legacy_alter_table = ON;

ALTER TABLE _dbwarden_new_products RENAME TO products;

PRAGMA legacy_alter_table = OFF;

CREATE INDEX IF NOT EXISTS products_title ON products (title_lower, price DESC);

CREATE TRIGGER products_text AFTER INSERT ON products BEGIN
    INSERT INTO product_text (rowid, title) VALUES (NEW.rowid, NEW.title);
END;

CREATE TABLE IF NOT EXISTS categories (
    id INTEGER PRIMARY KEY,
    parent INT REFERENCES categories(id),
    name TEXT NOT NULL
);

DROP TABLE old_stats;
