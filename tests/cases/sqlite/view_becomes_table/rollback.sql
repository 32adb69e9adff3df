DROP VIEW best;
DROP TABLE totals;
CREATE VIEW totals AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
CREATE VIEW best AS SELECT max(amount) AS amount FROM totals;
