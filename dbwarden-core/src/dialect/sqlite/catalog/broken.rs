//! Texts that are no statements, or almost.

use super::{parse_index, parse_table};
use crate::schema::{Conflict, ObjectName, Table};

const TABLE: &str = "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY AUTOINCREMENT, -- its number
    a VARCHAR(10, 2) NOT NULL ON CONFLICT FAIL COLLATE NOCASE DEFAULT ('x' || ')') UNIQUE,
    [b c] DEFAULT -1.5e+3 CHECK (a > 1 /* ) */) REFERENCES o (x) ON DELETE SET NULL MATCH FULL
        NOT DEFERRABLE INITIALLY IMMEDIATE, d AS (a + 1) STORED,
    CONSTRAINT k UNIQUE (a COLLATE NOCASE, d DESC) CHECK (a) FOREIGN KEY (a) REFERENCES o
        DEFERRABLE INITIALLY DEFERRED) STRICT, WITHOUT ROWID";

const INDEX: &str =
    "CREATE UNIQUE INDEX main.\"i\" ON t (a COLLATE NOCASE DESC, lower(b), c + 1 ASC) WHERE a > 1";

/// The text without each of its words in turn, and cut after each of its characters.
fn damaged(sql: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = sql.split_inclusive([' ', '(', ')', ',']).collect();
    let without = (0..words.len()).map(move |gone| {
        let rest = words.iter().enumerate().filter(|(at, _)| *at != gone);
        rest.map(|(_, word)| *word).collect()
    });
    let ends = sql.char_indices().map(|(end, _)| sql[..end].to_owned());
    without.chain(ends)
}

#[test]
fn the_whole_statements_are_read() {
    let table = parse_table(TABLE).unwrap();
    assert_eq!(table.columns.len(), 4);
    assert_eq!(table.uniques.len(), 2);
    assert_eq!(table.checks.len(), 2);
    assert_eq!(table.foreign_keys.len(), 2);
    assert_eq!(table.columns[1].on_null, Some(Conflict::Fail));
    let order: Vec<bool> = table.uniques[1].order.iter().map(|order| order.descending).collect();
    assert_eq!(order, [false, true]);
    let index = parse_index(INDEX, &table).unwrap();
    assert!(index.unique && index.parts.len() == 3 && index.predicate.is_some());
}

#[test]
fn nothing_panics_on_what_is_broken() {
    let table = Table::new(ObjectName::new("t"));
    let mut refused = 0;
    for text in damaged(TABLE) {
        refused += usize::from(parse_table(&text).is_err());
    }
    for text in damaged(INDEX) {
        refused += usize::from(parse_index(&text, &table).is_err());
    }
    assert!(refused > 500, "{refused}");
    for text in ["", "(", "CREATE", "CREATE TABLE", "CREATE TABLE t", "CREATE VIEW v AS SELECT 1"] {
        assert!(parse_table(text).is_err(), "{text}");
        assert!(parse_index(text, &table).is_err(), "{text}");
    }
}

#[test]
fn the_message_says_where() {
    let error = parse_table("CREATE TABLE t (a int) WITH rowid").unwrap_err();
    assert_eq!(error.to_string(), "this is no option of a table near `WITH`");
    let error = parse_table("CREATE TABLE t (a int").unwrap_err();
    assert_eq!(error.to_string(), "`,` or `)` is missing near `the end`");
}

/// Words of the language in an order that nobody chose.
#[test]
fn nothing_panics_on_what_makes_no_sense() {
    const WORDS: &[&str] = &[
        "(",
        ")",
        ",",
        ".",
        "'",
        "\"",
        "[",
        "]",
        "`",
        "-",
        "+",
        "--",
        "/*",
        "*/",
        "\n",
        "é",
        "t",
        "'t'",
        "\"t\"",
        "[a]",
        "1",
        "x'00'",
        "CONSTRAINT",
        "PRIMARY",
        "KEY",
        "DESC",
        "ASC",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "NOT",
        "NULL",
        "REFERENCES",
        "ON",
        "CONFLICT",
        "REPLACE",
        "DELETE",
        "CASCADE",
        "MATCH",
        "DEFERRABLE",
        "INITIALLY",
        "DEFERRED",
        "GENERATED",
        "ALWAYS",
        "AS",
        "STORED",
        "AUTOINCREMENT",
        "FOREIGN",
        "STRICT",
        "WITHOUT",
        "ROWID",
        "WHERE",
    ];
    let mut state = 1_u64;
    let mut next = || {
        // Knuth's linear congruential generator: the same words each time.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut read = 0;
    for _ in 0..20_000 {
        let words: Vec<&str> = (0..next() % 14).map(|_| WORDS[next() % WORDS.len()]).collect();
        let text = words.join(if next() % 4 == 0 { "" } else { " " });
        let table = parse_table(&format!("CREATE TABLE t (a INT, b {text})"));
        read += usize::from(table.is_ok());
        let table = table.unwrap_or_else(|_| Table::new(ObjectName::new("t")));
        read += usize::from(parse_index(&format!("CREATE INDEX i ON t ({text})"), &table).is_ok());
        let _ = parse_table(&format!("CREATE TABLE {text}"));
    }
    assert!(read > 500, "{read}");
}
