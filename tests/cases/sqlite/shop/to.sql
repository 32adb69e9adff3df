CREATE TABLE "customers" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "email" varchar(255) NOT NULL UNIQUE COLLATE NOCASE,
    "name" TEXT NOT NULL DEFAULT '',
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "phone" TEXT
);
CREATE UNIQUE INDEX customers_phone ON customers (phone) WHERE phone IS NOT NULL;
CREATE TABLE categories (id INTEGER PRIMARY KEY, parent INT REFERENCES categories (id), name TEXT NOT NULL);
CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL DEFAULT 0 CHECK (price >= 0),
    category INT REFERENCES categories (id) ON DELETE SET NULL,
    title_lower TEXT AS (lower(title)) STORED
);
CREATE INDEX products_title ON products (title_lower, price DESC);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer INT NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'done')),
    note TEXT,
    paid_at TEXT
);
CREATE INDEX orders_open ON orders (customer) WHERE status <> 'done';
CREATE TABLE order_lines (
    order_id INT NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line INT NOT NULL,
    sku TEXT REFERENCES products DEFERRABLE INITIALLY DEFERRED,
    amount INT NOT NULL DEFAULT 1 CHECK (amount > 0),
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE VIEW open_orders AS SELECT o.id, c.email FROM orders o JOIN customers c ON c.id = o.customer WHERE o.status <> 'done';
CREATE VIRTUAL TABLE product_text USING fts5(title, content = 'products', content_rowid = 'rowid');
CREATE TRIGGER products_text AFTER INSERT ON products BEGIN
    INSERT INTO product_text (rowid, title) VALUES (NEW.rowid, NEW.title);
END;
CREATE TRIGGER orders_clean AFTER DELETE ON orders BEGIN DELETE FROM order_lines WHERE order_id = OLD.id; END;
