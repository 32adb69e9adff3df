CREATE TABLE c (a INT REFERENCES nowhere, b INT REFERENCES elsewhere (x), d INT);
