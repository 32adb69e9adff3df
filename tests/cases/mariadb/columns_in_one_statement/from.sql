CREATE TABLE readings (id INT PRIMARY KEY, low INT, high INT, unit VARCHAR(10), kind INT, total INT AS (low + high) VIRTUAL, place UUID);
CREATE TABLE other (a INT, b VARCHAR(10));
