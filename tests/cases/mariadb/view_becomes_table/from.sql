CREATE TABLE sales (id INT PRIMARY KEY, amount INT, day DATE, note TEXT);
CREATE VIEW totals AS SELECT day, sum(amount) AS amount FROM sales GROUP BY day;
CREATE SQL SECURITY INVOKER VIEW noted AS SELECT s.id, s.note FROM sales s WHERE s.note IS NOT NULL WITH LOCAL CHECK OPTION;
