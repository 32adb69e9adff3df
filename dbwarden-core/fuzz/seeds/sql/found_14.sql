CREATE OR REPLACE PACKAGE shCREATE PROCEDURE p() main: BEGIN IF 1 THEN LEAVE mainop AS
  limit_of INT := 5;
  PROCEDURE add_one(ttttttttttttttttta IOT);
 ; END FUNCTION IF; DROP  