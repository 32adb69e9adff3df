ALTER TABLE t
    MODIFY COLUMN b SET('a', 'b') COLLATE latin1_swedish_ci,
    MODIFY COLUMN a ENUM('ä', 'ö') COLLATE utf8mb4_general_ci;
