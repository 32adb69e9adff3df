-- upgrade

CREATE TABLE IF NOT EXISTS orders (
    id INT AUTO_INCREMENT PRIMARY KEY
) DEFAULT CHARSET=utf8mb4;

CREATE TABLE IF NOT EXISTS `lines` (
    order_id INT NOT NULL,
    `position` INT NOT NULL,
    price INT NOT NULL DEFAULT -1 COMMENT 'in cents',
    net INT GENERATED ALWAYS AS (price * 2) STORED,
    label VARCHAR(80) NOT NULL DEFAULT 'it''s',
    data TEXT,
    mood ENUM('sad', 'ok') NOT NULL DEFAULT 'ok',
    changed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (order_id, `position`),
    CONSTRAINT one_label UNIQUE (order_id, label),
    CONSTRAINT lines_price_check CHECK (price > -2),
    CONSTRAINT sane CHECK (price < 1000000 AND position >= 0),
    CONSTRAINT lines_of_order FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE
) DEFAULT CHARSET=utf8mb4;

CREATE INDEX ix_lines_label ON `lines` (label);

-- rollback

DROP TABLE `lines`;
DROP TABLE orders;

-- steps

-- create table orders: real
-- create table lines: real
-- add index ix_lines_label on lines: real
