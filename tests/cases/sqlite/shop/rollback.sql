CREATE TABLE IF NOT EXISTS old_stats (
    day TEXT,
    total INT
);
DROP TABLE categories;
CREATE TABLE _dbwarden_new_products (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL DEFAULT 0,
    legacy_code INT
);
INSERT INTO _dbwarden_new_products (rowid, sku, title, price) SELECT rowid, sku, title, price FROM products;
DROP TABLE products;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_products RENAME TO products;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX IF NOT EXISTS products_legacy ON products (legacy_code);
CREATE TRIGGER products_text AFTER INSERT ON products BEGIN
    INSERT INTO product_text (rowid, title) VALUES (NEW.rowid, NEW.title);
END;
CREATE TABLE _dbwarden_new_orders (
    id INTEGER PRIMARY KEY,
    customer INT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
    status TEXT DEFAULT 'new',
    note TEXT
);
INSERT INTO _dbwarden_new_orders (id, customer, status, note) SELECT id, customer, status, note FROM orders;
DROP TABLE orders;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_orders RENAME TO orders;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER orders_clean AFTER DELETE ON orders BEGIN DELETE FROM order_lines WHERE order_id = OLD.id; END;
CREATE TABLE _dbwarden_new_order_lines (
    order_id INT NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    line INT NOT NULL,
    sku TEXT REFERENCES products,
    amount INT DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (order_id, line)
);
INSERT INTO _dbwarden_new_order_lines (order_id, line, sku, amount) SELECT order_id, line, sku, amount FROM order_lines;
DROP TABLE order_lines;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_order_lines RENAME TO order_lines;
PRAGMA legacy_alter_table = OFF;
CREATE TABLE _dbwarden_new_customers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    email varchar(255) NOT NULL UNIQUE,
    name TEXT,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO sqlite_sequence (name, seq) SELECT '_dbwarden_new_customers', seq FROM sqlite_sequence WHERE name = 'customers';
INSERT INTO _dbwarden_new_customers (id, email, name, created_at) SELECT id, email, name, created_at FROM customers;
DROP TABLE customers;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _dbwarden_new_customers RENAME TO customers;
PRAGMA legacy_alter_table = OFF;
