//! Single statements that are easily taken for several. Their splitting is also checked against the
//! servers themselves, which need not have the objects that are named.

/// Strings, comments and operators of PostgreSQL.
pub(crate) const POSTGRES_STRINGS: &[&str] = &[
    r"SELECT E'it\'s; here', e'\\'",
    "SELECT E'a\\''\n  'b\\'; c'",
    "SELECT E'a' -- why; \n -- more\n 'b\\'; c'",
    r"SELECT 'C:\'",
    r"SELECT U&'d\0061t\+000061;', U&'a' UESCAPE '!'",
    r#"SELECT U&"d\0061;t""#,
    "SELECT b'01;', X'1F;', N'a;'",
    "SELECT $$a; 'b$$, $tag$c; $$ $ta$ $tagg$ d$tag$, $_1é$;$_1é$",
    "SELECT a$b$c, $1, $2",
    "SELECT 1 /* a; /* b; */ c; */ + 2",
    "SELECT 5 #- 3, 'a'::text, a->>'b;', x <@ y, 1 --c;\n + 2",
];

/// Bodies of PostgreSQL.
pub(crate) const POSTGRES_BODIES: &[&str] = &[
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 3 AS end; END",
    "CREATE OR REPLACE PROCEDURE p(a int) BEGIN ATOMIC INSERT INTO t VALUES (a); END",
    "CREATE FUNCTION begin(atomic int) RETURNS int RETURN 1",
    "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b;)",
    "DO $$ BEGIN IF true THEN PERFORM 1; END IF; END $$",
    "CREATE FUNCTION f() RETURNS trigger AS 'BEGIN NEW.a := ''x;''; RETURN NEW; END;' LANGUAGE plpgsql",
    "CREATE TABLE begin (atomic int, \"end\" int, case_id int)",
];

/// Bodies of SQLite, on tables `a`, `b (c)` and `t`, and a view `v ("end")`.
pub(crate) const SQLITE_BODIES: &[&str] = &[
    "CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END",
    "CREATE TEMP TRIGGER IF NOT EXISTS x BEFORE DELETE ON a FOR EACH ROW WHEN old.begin > 1 BEGIN SELECT RAISE(ABORT, 'no; END;'); END",
    "create temporary trigger begin instead of insert on v begin insert into t values (new.\"end\"); -- a; \n /* END; */ end",
    "CREATE TABLE trigger_begin (a, \"begin\", end_at)",
];

/// Comments, strings and names of MySQL and MariaDB.
pub(crate) const MYSQL_STRINGS: &[&str] = &[
    r#"SELECT 'it\'s; \\', "a\";", 'b'';'"#,
    "SELECT 1 # one; two\n + 2",
    "SELECT 1 -- one; two\n + 2",
    "SELECT 5--1",
    "SELECT 1 /* a; /* b; */ + 2",
    "SELECT /*+ NO_ICP(t); */ 1",
    "/*!40101 SET NAMES utf8mb4 */",
    "CREATE TABLE t (a INT /*!80000 INVISIBLE, b INT /* c; */ */)",
    "SELECT /*M!100100 1 + /* ; */ */ 2",
    "SELECT 1st, a$b, 1e5, @a := 1, N'x;', _utf8mb4'y;', x'00'",
];

/// Bodies of MySQL and MariaDB.
pub(crate) const MYSQL_BODIES: &[&str] = &[
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = IF(NEW.c, 1, 2)",
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS u BEGIN SET NEW.b = 1; SET NEW.c = 2; END",
    "CREATE DEFINER=`root`@`localhost` TRIGGER IF NOT EXISTS t AFTER DELETE ON a FOR EACH ROW IF OLD.a THEN DELETE FROM b; ELSEIF OLD.b THEN DELETE FROM c; ELSE DELETE FROM d; END IF",
    "CREATE PROCEDURE p() SELECT begin, end, loop_count FROM t",
    "CREATE PROCEDURE p(IN a INT, OUT b DECIMAL(10,2)) COMMENT 'x; BEGIN' NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN SELECT IF(a, 1, 2) INTO b; END",
    "CREATE OR REPLACE FUNCTION f(a INT) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DETERMINISTIC RETURN CASE a WHEN 1 THEN IF(a, 'x', 'y') ELSE 'z' END",
    "CREATE FUNCTION f() RETURNS INT UNSIGNED READS SQL DATA BEGIN DECLARE x INT DEFAULT CASE WHEN 1 THEN 2 END; RETURN x; END",
    "CREATE PROCEDURE p() BEGIN\n  DECLARE done, x, y INT DEFAULT 0;\n  DECLARE c CURSOR FOR SELECT id FROM t;\n  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;\n  DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE VALUE '23000', 1062 BEGIN ROLLBACK; END;\n  OPEN c;\n  each_row: LOOP\n    FETCH c INTO x;\n    IF done THEN LEAVE each_row; END IF;\n    CASE x WHEN 1 THEN INSERT INTO a VALUES (1); ELSE BEGIN END; END CASE;\n    WHILE x > 0 DO SET x = x - 1; END WHILE;\n    REPEAT SET x = x + REPEAT('a', 2); UNTIL x > CASE WHEN y THEN 1 ELSE 2 END END REPEAT;\n    DO IF(x, 1, 2);\n  END LOOP each_row;\n  CLOSE c;\nEND",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' COMMENT 'a; b' DO BEGIN DELETE FROM a; DELETE FROM b; END",
    "CREATE PROCEDURE p() main: BEGIN IF 1 THEN LEAVE main; END IF; DROP TABLE IF EXISTS t; END main",
    "BEGIN NOT ATOMIC DECLARE x INT; SET x = 1; END",
    "IF EXISTS (SELECT 1) THEN SELECT 2; END IF",
    "SET STATEMENT sql_mode = '', max_statement_time = (SELECT 5) FOR CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
    "FOR i IN 1..10 DO INSERT INTO t VALUES (i); END FOR",
    "CREATE FUNCTION f RETURNS STRING SONAME 'udf.so'",
    "CREATE PROCEDURE p() BEGIN DECLARE `end` INT; SELECT t.end, t.case FROM t; END",
];

/// Bodies of MariaDB in `sql_mode=ORACLE`.
pub(crate) const ORACLE_BODIES: &[&str] = &[
    "CREATE PROCEDURE p AS BEGIN NULL; END",
    "CREATE OR REPLACE PROCEDURE p (a IN INT, b OUT VARCHAR2(20)) IS\n  x INT := CASE WHEN 1 THEN 2 END;\n  CURSOR c IS SELECT id FROM t;\nBEGIN\n  SELECT 1 INTO x; IF x > 1 THEN b := 'a;'; ELSIF x > 0 THEN NULL; ELSE RETURN; END IF;\nEND p",
    "CREATE FUNCTION f(a INT) RETURN INT DETERMINISTIC AS BEGIN RETURN a + 1; END",
    "CREATE FUNCTION f RETURN VARCHAR2(20) IS x t%ROWTYPE; BEGIN SELECT 1 INTO x; RETURN x.a; END f",
    "CREATE PROCEDURE p COMMENT 'as' AS x INT; BEGIN\n  <<steps>>\n  LOOP EXIT steps WHEN x > 3; x := x + 1; END LOOP steps;\n  WHILE x > 0 LOOP x := x - 1; END LOOP;\n  FOR i IN REVERSE 1..10 LOOP INSERT INTO t VALUES (i); END LOOP;\n  FOR r IN (SELECT id FROM t) LOOP IF r.id = 1 THEN CONTINUE; END IF; END LOOP;\n  DECLARE y INT; BEGIN y := CASE x WHEN 1 THEN 2 ELSE 3 END; EXCEPTION WHEN NO_DATA_FOUND THEN NULL; WHEN OTHERS THEN BEGIN RAISE; END; END;\n  CASE x WHEN 1 THEN NULL; ELSE GOTO steps; END CASE;\nEND",
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DECLARE x INT := 1; BEGIN :NEW.b := x; END",
    "CREATE OR REPLACE PACKAGE shop AS\n  PROCEDURE add_one(a INT);\n  FUNCTION total RETURN INT;\nEND",
    "CREATE OR REPLACE PACKAGE BODY shop AS\n  seen INT := 0;\n  FUNCTION hidden(a INT) RETURN INT AS x INT := CAST('1' AS INT); BEGIN RETURN a + x; END;\n  PROCEDURE add_one(a INT) AS x INT; BEGIN seen := seen + hidden(a); END add_one;\n  FUNCTION total RETURN INT IS BEGIN RETURN seen; END;\nBEGIN\n  seen := 1;\nEND shop",
];
