-- upgrade

CREATE TABLE customers (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(190) NOT NULL COMMENT 'it''s unique; really',
    name VARCHAR(100) NOT NULL DEFAULT 'nobody \'known\' # here',
    tier ENUM('basic', 'plus;', 'pro') NOT NULL DEFAULT 'basic',
    flags SET('a', 'b') NOT NULL DEFAULT '',
    created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6),
    UNIQUE KEY ux_customers_email (email),
    KEY ix_customers_tier (tier, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='People; who buy';

CREATE TABLE products (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    sku CHAR(12) CHARACTER SET ascii NOT NULL,
    title VARCHAR(200) NOT NULL,
    price DECIMAL(10, 2) NOT NULL CHECK (price >= 0),
    stock INT NOT NULL DEFAULT 0,
    attributes JSON DEFAULT NULL,
    price_with_tax DECIMAL(12, 2) GENERATED ALWAYS AS (price * 1.19) STORED,
    PRIMARY KEY (id),
    UNIQUE (sku),
    FULLTEXT KEY ft_products_title (title)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- rollback

DROP TABLE products;
DROP TABLE customers;
