CREATE TABLE sales (id INTEGER PRIMARY KEY, amount INT, day TEXT);
CREATE VIEW totals AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
CREATE VIEW best AS SELECT max(amount) AS amount FROM totals;
