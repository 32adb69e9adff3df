CREATE TABLE t (
    a INT CONSTRAINT a_positive CHECK (a > 0),
    b INT CHECK (b > 0),
    c INT CONSTRAINT c_above_zero CHECK (c > 0),
    PRIMARY KEY (a),
    CONSTRAINT one_b UNIQUE (b)
);
