CREATE TABLE "customers" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "email" varchar(255) NOT NULL UNIQUE,
    "name" TEXT,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL DEFAULT 0,
    legacy_code INT
);
CREATE INDEX products_legacy ON products (legacy_code);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer INT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status TEXT DEFAULT 'new',
    note TEXT
);
CREATE TABLE order_lines (
    order_id INT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line INT NOT NULL,
    sku TEXT REFERENCES products,
    amount INT DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (order_id, line)
);
CREATE TABLE old_stats (day TEXT, total INT);
CREATE VIEW open_orders AS SELECT o.id, c.email FROM orders o JOIN customers c ON c.id = o.customer WHERE o.status <> 'done';
CREATE VIRTUAL TABLE product_text USING fts5(title, content = 'products', content_rowid = 'rowid');
CREATE TRIGGER products_text AFTER INSERT ON products BEGIN
    INSERT INTO product_text (rowid, title) VALUES (NEW.rowid, NEW.title);
END;
CREATE TRIGGER orders_clean AFTER DELETE ON orders BEGIN DELETE FROM order_lines WHERE order_id = OLD.id; END;
