CREATE TABLE t (
    a INT CHECK (a > 0),
    b INT CONSTRAINT b_positive CHECK (b > 0),
    c INT CONSTRAINT c_positive CHECK (c > 0),
    CONSTRAINT t_key PRIMARY KEY (a),
    UNIQUE (b)
);
