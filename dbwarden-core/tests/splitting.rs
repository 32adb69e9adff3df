//! Where statements end, in the three dialects.

mod hard_cases;

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
fn a_line_of_dashes_is_a_comment_where_no_statement_has_begun() {
    let sql = "-----\n--a;b\nSELECT 1 --1;\n--- c\nDELIMITER //\n--d\nSELECT 2//\n";
    assert_eq!(statements(MySql, sql), ["SELECT 1 --1", "SELECT 2"]);
    assert_eq!(errors(MySql, sql), [""; 0]);
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
    for sql in hard_cases::POSTGRES_STRINGS {
        one(Postgres, sql);
    }
    assert_eq!(statements(Postgres, r"SELECT 'C:\';SELECT ';'"), [r"SELECT 'C:\'", "SELECT ';'"]);
}

#[test]
fn bodies_of_postgres() {
    for sql in hard_cases::POSTGRES_BODIES {
        one(Postgres, sql);
    }
    assert_eq!(statements(Postgres, "BEGIN; END; COMMIT").len(), 3);
}

#[test]
fn bodies_of_sqlite() {
    for sql in hard_cases::SQLITE_BODIES {
        one(Sqlite, sql);
    }
    assert_eq!(statements(Sqlite, "BEGIN; UPDATE t SET a = 1; END").len(), 3);
}

#[test]
fn comments_and_strings_of_mysql() {
    for sql in hard_cases::MYSQL_STRINGS {
        one(MySql, sql);
    }
    // The client sends it whole, and the server says what it thinks of it.
    one(MySql, "SELECT /*M!100100 1; */ 2");
    assert_eq!(statements(MySql, "/*!999999\\- enable the sandbox mode */ SELECT 1"), ["SELECT 1"]);
}

#[test]
fn bodies_of_mysql_without_a_delimiter() {
    for sql in hard_cases::MYSQL_BODIES {
        one(MySql, sql);
    }
    assert_eq!(statements(MySql, "BEGIN; INSERT INTO t VALUES (1); COMMIT").len(), 3);
    let dumped = "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END */";
    one(MySql, dumped);
}

#[test]
fn bodies_of_oracle_mode() {
    for sql in hard_cases::ORACLE_BODIES {
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
