CREATE TABLE t (
    a VARCHAR(3000),
    b TEXT,
    UNIQUE KEY ua (a),
    UNIQUE KEY ub (b),
    UNIQUE KEY uc (a(10))
);
