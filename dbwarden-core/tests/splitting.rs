//! Where statements end, in the three dialects.

use dbwarden_core::dialect::Dialect::{self, MySql, Postgres, Sqlite};
use dbwarden_core::sql::{TokenKind, split};
use proptest::prelude::*;

/// The statements of a text that has no mistakes.
fn statements(dialect: Dialect, sql: &str) -> Vec<&str> {
    let split = split(dialect, sql);
    assert_eq!(split.errors, [], "{dialect}: {sql}");
    split.statements.iter().map(|statement| &sql[statement.start..statement.end]).collect()
}

/// `line:column what` of every mistake.
fn errors(dialect: Dialect, sql: &str) -> Vec<String> {
    let located = |e: dbwarden_core::sql::SqlError| format!("{}:{} {}", e.line, e.column, e.what);
    split(dialect, sql).errors.into_iter().map(located).collect()
}

/// Asserts that a text is one statement, and that another is found behind it.
#[track_caller]
fn one(dialect: Dialect, sql: &str) {
    let text = format!("{sql};\nSELECT 1;");
    assert_eq!(statements(dialect, &text), [sql, "SELECT 1"], "{dialect}");
    assert_eq!(statements(dialect, sql), [sql], "{dialect}, at the end of the text");
}

#[test]
fn semicolons_end_statements_and_comments_belong_to_none() {
    for dialect in Dialect::ALL {
        let sql = "-- one; two\nSELECT 1 ;; /* three; */ \n\nSELECT\n  2 -- four;\n ; -- five";
        assert_eq!(statements(dialect, sql), ["SELECT 1", "SELECT\n  2"]);
        let lines: Vec<u32> = split(dialect, sql).statements.iter().map(|s| s.line).collect();
        assert_eq!(lines, [2, 4]);
        assert_eq!(statements(dialect, " \n-- nothing\n;;"), [""; 0]);
    }
}

#[test]
fn blank_lines_and_leading_dashes_in_strings_change_nothing() {
    for dialect in Dialect::ALL {
        one(dialect, "INSERT INTO t VALUES ('a;\n\n-- b;\n/* c')");
        one(dialect, "INSERT INTO t VALUES ('it''s; :word {\"a\": 1}')");
    }
}

#[test]
fn names_in_quotes() {
    one(Postgres, r#"SELECT "a;""b""#);
    one(Sqlite, r#"SELECT "a;""b", [c;"d'], `e;``f`"#);
    one(MySql, "SELECT `a;``b'\"`");
    assert_eq!(statements(Postgres, "SELECT a[1];SELECT b[2]"), ["SELECT a[1]", "SELECT b[2]"]);
}

#[test]
fn strings_of_postgres() {
    for sql in [
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
    ] {
        one(Postgres, sql);
    }
    assert_eq!(statements(Postgres, r"SELECT 'C:\';SELECT ';'"), [r"SELECT 'C:\'", "SELECT ';'"]);
}

#[test]
fn bodies_of_postgres() {
    for sql in [
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 ELSE 2 END; SELECT 3 AS end; END",
        "CREATE OR REPLACE PROCEDURE p(a int) BEGIN ATOMIC INSERT INTO t VALUES (a); END",
        "CREATE FUNCTION begin(atomic int) RETURNS int RETURN 1",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b;)",
        "DO $$ BEGIN IF true THEN PERFORM 1; END IF; END $$",
        "CREATE FUNCTION f() RETURNS trigger AS 'BEGIN NEW.a := ''x;''; RETURN NEW; END;' LANGUAGE plpgsql",
        "CREATE TABLE begin (atomic int, \"end\" int, case_id int)",
    ] {
        one(Postgres, sql);
    }
    assert_eq!(statements(Postgres, "BEGIN; END; COMMIT").len(), 3);
}

#[test]
fn bodies_of_sqlite() {
    for sql in [
        "CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; SELECT 1; END",
        "CREATE TEMP TRIGGER IF NOT EXISTS x BEFORE DELETE ON a FOR EACH ROW WHEN old.begin > 1 BEGIN SELECT RAISE(ABORT, 'no; END;'); END",
        "create temporary trigger begin instead of insert on v begin insert into t values (new.\"end\"); -- a; \n /* END; */ end",
        "CREATE TABLE trigger_begin (a, \"begin\", end_at)",
    ] {
        one(Sqlite, sql);
    }
    assert_eq!(statements(Sqlite, "BEGIN; UPDATE t SET a = 1; END").len(), 3);
}

#[test]
fn comments_and_strings_of_mysql() {
    for sql in [
        r#"SELECT 'it\'s; \\', "a\";", 'b'';' "#.trim(),
        "SELECT 1 # one; two\n + 2",
        "SELECT 1 -- one; two\n + 2",
        "SELECT 5--1",
        "SELECT 1 /* a; /* b; */ + 2",
        "SELECT /*+ NO_ICP(t); */ 1",
        "/*!40101 SET NAMES utf8mb4 */",
        "CREATE TABLE t (a INT /*!80000 INVISIBLE, b INT /* c; */ */)",
        "SELECT /*M!100100 1; */ 2",
        "SELECT 1st, a$b, 1e5, @a := 1, N'x;', _utf8mb4'y;', x'00'",
    ] {
        one(MySql, sql);
    }
    assert_eq!(statements(MySql, "/*!999999\\- enable the sandbox mode */ SELECT 1"), ["SELECT 1"]);
}

#[test]
fn bodies_of_mysql_without_a_delimiter() {
    for sql in [
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = IF(NEW.c, 1, 2)",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW FOLLOWS u BEGIN SET NEW.b = 1; SET NEW.c = 2; END",
        "CREATE DEFINER=`root`@`localhost` TRIGGER IF NOT EXISTS t AFTER DELETE ON a FOR EACH ROW IF OLD.a THEN DELETE FROM b; ELSEIF OLD.b THEN DELETE FROM c; ELSE DELETE FROM d; END IF",
        "CREATE PROCEDURE p() SELECT begin, end, loop_count FROM t",
        "CREATE PROCEDURE p(IN a INT, OUT b DECIMAL(10,2)) COMMENT 'x; BEGIN' NOT DETERMINISTIC MODIFIES SQL DATA SQL SECURITY INVOKER BEGIN SELECT IF(a, 1, 2) INTO b; END",
        "CREATE OR REPLACE FUNCTION f(a INT) RETURNS VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DETERMINISTIC RETURN CASE a WHEN 1 THEN IF(a, 'x', 'y') ELSE 'z' END",
        "CREATE FUNCTION f() RETURNS INT UNSIGNED READS SQL DATA BEGIN DECLARE x INT DEFAULT CASE WHEN 1 THEN 2 END; RETURN x; END",
        "CREATE PROCEDURE p() BEGIN\n  DECLARE done INT DEFAULT 0;\n  DECLARE c CURSOR FOR SELECT id FROM t;\n  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;\n  DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE VALUE '23000', 1062 BEGIN ROLLBACK; END;\n  OPEN c;\n  rows: LOOP\n    FETCH c INTO x;\n    IF done THEN LEAVE rows; END IF;\n    CASE x WHEN 1 THEN INSERT INTO a VALUES (1); ELSE BEGIN END; END CASE;\n    WHILE x > 0 DO SET x = x - 1; END WHILE;\n    REPEAT SET x = x + REPEAT('a', 2); UNTIL x > CASE WHEN y THEN 1 ELSE 2 END END REPEAT;\n    DO IF(x, 1, 2);\n  END LOOP rows;\n  CLOSE c;\nEND",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01' COMMENT 'a; b' DO BEGIN DELETE FROM a; DELETE FROM b; END",
        "CREATE PROCEDURE p() main: BEGIN IF 1 THEN LEAVE main; END IF; DROP TABLE IF EXISTS t; END main",
        "BEGIN NOT ATOMIC DECLARE x INT; SET x = 1; END",
        "IF EXISTS (SELECT 1) THEN SELECT 2; END IF",
        "SET STATEMENT sql_mode = '', max_statement_time = (SELECT 5) FOR CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
        "FOR i IN 1..10 DO INSERT INTO t VALUES (i); END FOR",
        "CREATE FUNCTION f RETURNS STRING SONAME 'udf.so'",
        "CREATE PROCEDURE p() BEGIN DECLARE `end` INT; SELECT t.end, t.case FROM t; END",
    ] {
        one(MySql, sql);
    }
    assert_eq!(statements(MySql, "BEGIN; INSERT INTO t VALUES (1); COMMIT").len(), 3);
    let dumped = "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END */";
    one(MySql, dumped);
}

#[test]
fn bodies_of_oracle_mode() {
    for sql in [
        "CREATE PROCEDURE p AS BEGIN NULL; END",
        "CREATE OR REPLACE PROCEDURE p (a IN INT, b OUT VARCHAR2(20)) IS\n  x INT := CASE WHEN 1 THEN 2 END;\n  CURSOR c IS SELECT id FROM t;\nBEGIN\n  SELECT 1 INTO x; IF x > 1 THEN b := 'a;'; ELSIF x > 0 THEN NULL; ELSE RETURN; END IF;\nEND p",
        "CREATE FUNCTION f(a INT) RETURN INT DETERMINISTIC AS BEGIN RETURN a + 1; END",
        "CREATE FUNCTION f RETURN t.c%TYPE IS x t%ROWTYPE; BEGIN SELECT 1 INTO x; RETURN x.a; END f",
        "CREATE PROCEDURE p COMMENT 'as' AS x INT; BEGIN\n  <<rows>>\n  LOOP EXIT rows WHEN x > 3; x := x + 1; END LOOP rows;\n  WHILE x > 0 LOOP x := x - 1; END LOOP;\n  FOR i IN REVERSE 1..10 LOOP INSERT INTO t VALUES (i); END LOOP;\n  FOR r IN (SELECT id FROM t) LOOP IF r.id = 1 THEN CONTINUE; END IF; END LOOP;\n  DECLARE y INT; BEGIN y := CASE x WHEN 1 THEN 2 ELSE 3 END; EXCEPTION WHEN NO_DATA_FOUND THEN NULL; WHEN OTHERS THEN BEGIN RAISE; END; END;\n  CASE x WHEN 1 THEN NULL; ELSE GOTO rows; END CASE;\nEND",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DECLARE x INT := 1; BEGIN :NEW.b := x; END",
        "CREATE OR REPLACE PACKAGE shop AS\n  limit_of INT := 5;\n  PROCEDURE add_one(a INT);\n  FUNCTION total RETURN INT;\nEND",
        "CREATE OR REPLACE PACKAGE BODY shop AS\n  seen INT := 0;\n  FUNCTION hidden(a INT DEFAULT (CAST('1' AS INT))) RETURN INT AS BEGIN RETURN a; END;\n  PROCEDURE add_one(a INT) AS x INT; BEGIN seen := seen + hidden(a); END add_one;\n  FUNCTION total RETURN INT IS BEGIN RETURN seen; END;\nBEGIN\n  seen := 1;\nEND shop",
    ] {
        one(MySql, sql);
    }
    assert_eq!(
        errors(MySql, "CREATE PROCEDURE p AS x INT; SELECT 1;"),
        ["1:1 the body is not closed: its `BEGIN` and `END` are missing"]
    );
    assert_eq!(
        errors(MySql, "CREATE PACKAGE p AS PROCEDURE a(x INT);"),
        ["1:1 the package is not closed: its `END` is missing"]
    );
}

#[test]
fn oracle_mode_quotes_names_as_standard_sql_does() {
    let tail = "SELECT 1 AS \"a\\\"; SELECT 2";
    for (set, statements_behind) in [
        ("SET sql_mode = ORACLE", 2),
        ("set @saved = @@sql_mode, @@session.sql_mode := 'NO_ZERO_DATE,Oracle'", 2),
        ("/*!100300 SET sql_mode = (SELECT CONCAT(@@sql_mode, ',ORACLE')) */", 2),
    ] {
        assert_eq!(statements(MySql, &format!("{set}; {tail}")).len(), 1 + statements_behind);
        let there_and_back = format!("{set}; SET sql_mode = @saved; {tail}");
        assert_eq!(errors(MySql, &there_and_back).len(), 1, "{set}");
    }
    for set in [
        "SET GLOBAL sql_mode = ORACLE",
        "SET STATEMENT sql_mode = 'ORACLE' FOR SELECT 1",
        "SET @a = 'ORACLE', @b = @@sql_mode",
        "SELECT 'sql_mode = ORACLE'",
    ] {
        assert_eq!(errors(MySql, &format!("{set}; {tail}")).len(), 1, "{set}");
    }
    assert_eq!(
        statements(MySql, "SET sql_mode=ORACLE; SET @a = @@sql_mode; SELECT \"\\\"; SELECT 1")
            .len(),
        4
    );
}

#[test]
fn delimiters_of_the_mysql_client() {
    let sql = "SELECT 0;\nDELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 'a//b'; -- //\nEND//\nSELECT 1; SELECT 2//\n  delimiter ;\nSELECT 3;";
    assert_eq!(
        statements(MySql, sql),
        [
            "SELECT 0",
            "CREATE PROCEDURE p()\nBEGIN\n  SELECT 'a//b'; -- //\nEND",
            "SELECT 1",
            "SELECT 2",
            "SELECT 3"
        ]
    );
    let sql = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;";
    assert_eq!(statements(MySql, sql), ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"]);
    let sql = "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN SELECT 1; END ;;\nDELIMITER ;\n";
    assert_eq!(statements(MySql, sql), ["CREATE PROCEDURE p() BEGIN SELECT 1; END"]);
    let sql = "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END;\n//\n";
    assert_eq!(statements(MySql, sql), ["CREATE PROCEDURE p() BEGIN SELECT 1; END"]);
    assert_eq!(errors(MySql, "DELIMITER\nSELECT 1"), ["1:1 `DELIMITER` without a delimiter"]);
}

#[test]
fn whatever_is_not_closed_is_an_error_with_its_place() {
    for (dialect, sql, error) in [
        (Postgres, "SELECT 1;\n  SELECT 'a;", "2:10 string is not closed"),
        (Postgres, "SELECT E'a\\';", "1:8 string is not closed"),
        (Postgres, "SELECT $x$ a $y$;", "1:8 dollar-quoted string is not closed: `$x$`"),
        (Postgres, "SELECT \"a;", "1:8 name in double quotes is not closed"),
        (Postgres, "/* /* a */", "1:1 comment in `/*` is not closed"),
        (Postgres, "SELECT (1;\nSELECT 2;", "1:8 `(` is not closed in its statement"),
        (Postgres, "SELECT 1);", "1:9 `)` without a `(`"),
        (
            Postgres,
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;",
            "1:1 `BEGIN ATOMIC` is not closed: its `END` is missing",
        ),
        (Sqlite, "é; SELECT [a;", "1:11 name in `[` is not closed"),
        (Sqlite, "SELECT `a;", "1:8 name in backticks is not closed"),
        (
            Sqlite,
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;",
            "1:1 the body of the trigger is not closed: its `END` is missing",
        ),
        (MySql, "SELECT \"a\\\";", "1:8 string is not closed"),
        (MySql, "SELECT 1 /*!40101 + 1;", "1:23 comment in `/*!` is not closed"),
        (
            MySql,
            "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 2; END;",
            "1:1 `BEGIN` is not closed: its `END` is missing",
        ),
        (MySql, "SELECT 1 \\G", "1:10 a backslash command of the mysql client, which is not SQL"),
        (Postgres, "\\connect app", "1:1 a backslash command of psql, which is not SQL"),
        (Sqlite, ".mode csv", "1:1 a dot command of the sqlite3 shell, which is not SQL"),
    ] {
        assert_eq!(errors(dialect, sql), [error], "{dialect}: {sql}");
    }
}

#[test]
fn rows_of_copy_are_refused_and_passed_over() {
    let sql = "COPY t (a) FROM stdin;\n1\tit's\n\\N\n\\.\nSELECT 1;\nCOPY t FROM '/x';";
    let found = split(Postgres, sql);
    let hint = found.errors[0].hint.as_deref();
    assert_eq!(found.errors.len(), 1);
    assert!(found.errors[0].what.starts_with("`COPY .. FROM STDIN`"));
    assert!(hint.is_some_and(|hint| hint.contains("pg_dump --inserts")));
    assert_eq!(found.statements.len(), 3);
}

#[test]
fn comments_know_whether_they_stand_within_a_statement() {
    let sql = "-- a\nSELECT -- b\n '-- c' /* d */;\n-- e\n";
    let found = split(Postgres, sql);
    let inside: Vec<bool> = found.comments.iter().map(|comment| comment.inside).collect();
    assert_eq!(inside, [false, true, true, false]);
    assert_eq!(found.comments[2].token.kind, TokenKind::BlockComment);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_was_joined_is_split_again(
        picked in prop::collection::vec((0usize..6, prop::sample::select(vec![";", " ;\n\n", "; -- x;\n", "; /* y; */ "])), 1..12)
    ) {
        for dialect in Dialect::ALL {
            let pool = ["SELECT 1", "INSERT INTO t VALUES ('a;''b')", "UPDATE t SET a = (1)", body(dialect), "DELETE /* ; */ FROM t", "DROP TABLE \"x\""];
            let sql: String = picked.iter().map(|(i, end)| format!("{}{end}", pool[*i])).collect();
            let expected: Vec<&str> = picked.iter().map(|(i, _)| pool[*i]).collect();
            prop_assert_eq!(statements(dialect, &sql), expected);
        }
    }
}

fn body(dialect: Dialect) -> &'static str {
    match dialect {
        Postgres => "CREATE FUNCTION f() RETURNS int AS $f$ BEGIN; 'x $f$ LANGUAGE sql",
        MySql => "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; END",
        Sqlite => "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END",
    }
}
