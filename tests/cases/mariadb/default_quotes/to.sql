CREATE TABLE t (
    a VARCHAR(50) DEFAULT 'a''b"c\\d\n%',
    b VARCHAR(20) DEFAULT '',
    c VARCHAR(20) DEFAULT 'CURRENT_TIMESTAMP',
    d VARCHAR(30) DEFAULT (concat('a','b')),
    e INT DEFAULT (a IS NULL),
    f DATE DEFAULT (curdate() + INTERVAL 1 DAY),
    g VARCHAR(36) DEFAULT uuid()
);
