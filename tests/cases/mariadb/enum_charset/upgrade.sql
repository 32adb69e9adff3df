ALTER TABLE t
    MODIFY COLUMN a ENUM('ä', 'ö', 'ü') COLLATE utf8mb4_general_ci,
    MODIFY COLUMN b SET('a', 'b', 'ç') COLLATE latin1_swedish_ci;
