CREATE TABLE t (
    id INT,
    a LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(a)),
    b LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'x' CHECK (json_valid(`b`))
);
