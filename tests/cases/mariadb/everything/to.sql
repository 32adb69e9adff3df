CREATE TABLE zz (a INT);
CREATE TABLE users (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(100) COLLATE utf8mb4_bin,
    status ENUM('a','b''c') NOT NULL DEFAULT 'a',
    created TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    meta JSON,
    full_name VARCHAR(200) AS (concat(name,' ',email)) VIRTUAL,
    PRIMARY KEY (id),
    UNIQUE KEY email (email),
    KEY st (status, created),
    FULLTEXT KEY ft (email),
    CONSTRAINT chk CHECK (email <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Users';
CREATE TABLE posts (
    id INT NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    body LONGTEXT,
    loc POINT NOT NULL,
    PRIMARY KEY (id),
    KEY k (user_id),
    SPATIAL KEY sp (loc),
    CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC;
