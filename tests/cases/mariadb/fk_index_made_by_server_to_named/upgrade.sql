CREATE INDEX kab ON c (a, b);
