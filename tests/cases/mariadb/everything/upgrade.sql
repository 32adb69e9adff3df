CREATE TABLE IF NOT EXISTS users (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) COLLATE utf8mb4_bin,
    status ENUM('a', 'b''c') NOT NULL DEFAULT 'a',
    created TIMESTAMP NOT NULL DEFAULT current_timestamp(),
    updated TIMESTAMP NOT NULL DEFAULT current_timestamp() ON UPDATE CURRENT_TIMESTAMP,
    meta JSON,
    full_name VARCHAR(200) GENERATED ALWAYS AS (concat(`name`,' ',`email`)) VIRTUAL,
    CONSTRAINT email UNIQUE (email),
    CONSTRAINT chk CHECK (`email` <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Users';

CREATE FULLTEXT INDEX ft ON users (email);

CREATE INDEX st ON users (status, created);

CREATE TABLE IF NOT EXISTS posts (
    id INT AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT UNSIGNED NOT NULL,
    body LONGTEXT,
    loc POINT NOT NULL,
    CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=DYNAMIC;

CREATE INDEX k ON posts (user_id);

CREATE SPATIAL INDEX sp ON posts (loc);
