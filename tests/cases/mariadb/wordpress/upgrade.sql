ALTER TABLE wp_posts ADD COLUMN comment_count BIGINT NOT NULL DEFAULT 0;

CREATE INDEX post_author ON wp_posts (post_author);

CREATE TABLE IF NOT EXISTS wp_options (
    option_id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    option_name VARCHAR(191) NOT NULL DEFAULT '',
    option_value LONGTEXT NOT NULL,
    autoload VARCHAR(20) NOT NULL DEFAULT 'yes',
    CONSTRAINT option_name UNIQUE (option_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE INDEX autoload ON wp_options (autoload);
