CREATE OR REPLACE PACKAGE BODY shop AS
  seen INT := 0;
  FUNCTION hidden(a INT DEFAULT (CAST('1' AS INT))) RETURN INT AS BEGIN RETURN a; END;
  PROCEDURE add_one(a INT) AS x INT; BEGIN seen := seen + hidden(a); END add_one;
  FUNCTION total RETURN INT IS BEGIN RETURN seen; END;
BEGIN
  seen := 1;
END shop;
SELECT 1;
