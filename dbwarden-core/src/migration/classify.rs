//! What a statement does, as far as its first words say.

use super::effect;
use super::words::WordReader;
use super::{Effect, StatementClass};
use crate::dialect::Dialect;
use crate::sql::Token;

/// What is known of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classified {
    /// How it behaves in a transaction.
    pub class: StatementClass,
    /// What it does to one named object.
    pub effect: Option<Effect>,
    /// What it asks of the runner.
    pub demand: Demand,
}

/// What a statement asks of the runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// Nothing: it may run in a transaction or outside of one.
    None,
    /// The server refuses it in a transaction, or it does nothing there.
    Outside {
        /// Its first words.
        statement: &'static str,
    },
    /// It begins or ends a transaction.
    Control {
        /// Its first words.
        statement: &'static str,
    },
    /// No migration may hold it.
    Refused {
        /// What it would do.
        what: String,
        /// What to do instead.
        hint: String,
    },
}

/// Classifies a statement by its tokens, comments left out.
pub fn classify(dialect: Dialect, sql: &str, tokens: &[Token]) -> Classified {
    let words = WordReader::new(dialect, sql, tokens);
    Classified {
        class: class(dialect, words.clone()),
        effect: effect::read(dialect, words.clone()),
        demand: match dialect {
            Dialect::Postgres => postgres(words),
            Dialect::MySql => mysql(words),
            Dialect::Sqlite => sqlite(words),
        },
    }
}

fn class(dialect: Dialect, mut words: WordReader<'_>) -> StatementClass {
    let mysql = dialect == Dialect::MySql;
    if words.eat("SET") {
        // Account management commits by itself.
        return if mysql && words.is_any(&["PASSWORD", "ROLE", "DEFAULT"]) {
            StatementClass::Definition
        } else {
            StatementClass::Session
        };
    }
    if words.is_any(&["PRAGMA", "RESET", "USE", "PREPARE", "DEALLOCATE", "DISCARD"]) {
        return StatementClass::Session;
    }
    let data =
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES", "REPLACE", "MERGE", "TABLE"];
    // What a procedure or a prepared statement does is not known: as DDL it is never repeated blindly.
    let opaque = ["CALL", "EXECUTE", "DO", "COPY", "LOCK", "EXPLAIN", "NOTIFY"];
    if words.is_any(&data)
        || !mysql && words.is_any(&opaque)
        || mysql && words.is_any(&["DO", "LOAD", "HANDLER", "SHOW", "DESCRIBE", "EXPLAIN"])
    {
        StatementClass::Data
    } else {
        StatementClass::Definition
    }
}

fn refused(what: &str, hint: &str) -> Demand {
    Demand::Refused { what: what.into(), hint: hint.into() }
}

fn postgres(mut words: WordReader<'_>) -> Demand {
    if words.is_any(&["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"]) {
        return control(words);
    }
    let all = words.clone();
    if words.eat("CREATE") {
        words.eat("UNIQUE");
        if words.eat("INDEX") && words.is("CONCURRENTLY") {
            return Demand::Outside { statement: "CREATE INDEX CONCURRENTLY" };
        }
        if words.is("DATABASE") {
            return Demand::Outside { statement: "CREATE DATABASE" };
        }
        if words.is("TABLESPACE") {
            return Demand::Outside { statement: "CREATE TABLESPACE" };
        }
        if words.is("SUBSCRIPTION") && !words.any(&["create_slot", "connect"]) {
            return Demand::Outside { statement: "CREATE SUBSCRIPTION" };
        }
    } else if words.eat("DROP") {
        if words.eat("INDEX") && words.is("CONCURRENTLY") {
            return Demand::Outside { statement: "DROP INDEX CONCURRENTLY" };
        }
        if words.is("DATABASE") {
            return Demand::Outside { statement: "DROP DATABASE" };
        }
        if words.is("TABLESPACE") {
            return Demand::Outside { statement: "DROP TABLESPACE" };
        }
    } else if words.eat("ALTER") {
        if words.is("SYSTEM") {
            return Demand::Outside { statement: "ALTER SYSTEM" };
        }
        if words.is("DATABASE") && words.sequence(&["SET", "TABLESPACE"]) {
            return Demand::Outside { statement: "ALTER DATABASE SET TABLESPACE" };
        }
        if words.is("TABLE") && words.any(&["DETACH"]) && words.any(&["CONCURRENTLY"]) {
            return Demand::Outside { statement: "DETACH PARTITION CONCURRENTLY" };
        }
    } else if words.eat("REINDEX") {
        if words.any(&["CONCURRENTLY"]) {
            return Demand::Outside { statement: "REINDEX CONCURRENTLY" };
        }
        if words.any(&["DATABASE", "SYSTEM", "SCHEMA"]) {
            return Demand::Outside { statement: "REINDEX of a schema or database" };
        }
    } else if words.is("VACUUM") {
        return Demand::Outside { statement: "VACUUM" };
    } else if words.eat("CLUSTER") && (words.at_end() || words.is("VERBOSE") && words.len() == 1) {
        return Demand::Outside { statement: "CLUSTER of all tables" };
    } else if words.eat("DISCARD") && words.is("ALL") {
        return refused(
            "`DISCARD ALL` would drop the lock under which migrations run",
            "remove it: the session is put back after each migration",
        );
    } else if words.eat("COPY")
        && (all.sequence(&["TO", "STDOUT"]) || all.sequence(&["FROM", "STDIN"]))
    {
        // FROM STDIN has its own message from the splitter.
        return if all.sequence(&["TO", "STDOUT"]) {
            refused("`COPY .. TO STDOUT` needs a client that takes rows", "remove the statement")
        } else {
            Demand::None
        };
    } else if words.eat("SET") && words.any(&["standard_conforming_strings"]) && !words.any(&["ON"])
    {
        return refused(
            "`standard_conforming_strings` would change how the following text is read",
            "write `E'..'` where a backslash shall escape",
        );
    }
    Demand::None
}

/// Statements that begin or end a transaction, the same words in all three databases.
fn control(mut words: WordReader<'_>) -> Demand {
    for (word, statement) in
        [("BEGIN", "BEGIN"), ("COMMIT", "COMMIT"), ("END", "END"), ("ABORT", "ABORT")]
    {
        if words.is(word) {
            return Demand::Control { statement };
        }
    }
    if words.eat("START") && words.is("TRANSACTION") {
        return Demand::Control { statement: "START TRANSACTION" };
    }
    if words.eat("PREPARE") && words.is("TRANSACTION") {
        return Demand::Control { statement: "PREPARE TRANSACTION" };
    }
    if words.eat("ROLLBACK") {
        let _ = words.eat("WORK") || words.eat("TRANSACTION");
        if !words.is("TO") {
            return Demand::Control { statement: "ROLLBACK" };
        }
    }
    Demand::None
}

fn sqlite(mut words: WordReader<'_>) -> Demand {
    if words.is_any(&["BEGIN", "COMMIT", "END", "ROLLBACK"]) {
        return control(words);
    }
    if words.is("VACUUM") {
        return Demand::Outside { statement: "VACUUM" };
    }
    if words.is("ATTACH") {
        return Demand::Outside { statement: "ATTACH" };
    }
    if words.is("DETACH") {
        return Demand::Outside { statement: "DETACH" };
    }
    if words.eat("PRAGMA") {
        return pragma(words);
    }
    Demand::None
}

fn pragma(mut words: WordReader<'_>) -> Demand {
    let Some(name) = words.name() else { return Demand::None };
    if words.at_end() {
        // It only asks.
        return Demand::None;
    }
    for (pragma, statement) in [
        ("journal_mode", "PRAGMA journal_mode"),
        ("synchronous", "PRAGMA synchronous"),
        ("temp_store", "PRAGMA temp_store"),
        ("wal_checkpoint", "PRAGMA wal_checkpoint"),
    ] {
        if name.name().eq_ignore_ascii_case(pragma) {
            return Demand::Outside { statement };
        }
    }
    if name.name().eq_ignore_ascii_case("foreign_keys") {
        return refused(
            "`PRAGMA foreign_keys` does nothing in a transaction",
            "remove it, and write `-- dbwarden: foreign-keys-off` above `-- upgrade`",
        );
    }
    Demand::None
}

fn mysql(mut words: WordReader<'_>) -> Demand {
    const ITSELF: &str = "remove it: the runner commits what can be committed";
    if words.is("BEGIN") && words.clone().skip(1).is("NOT") {
        return Demand::None;
    }
    if words.is_any(&["BEGIN", "START", "COMMIT", "ROLLBACK"])
        && let Demand::Control { statement } = control(words.clone())
    {
        return refused(&format!("`{statement}` in a migration"), ITSELF);
    }
    if words.is("XA") {
        return refused("`XA` in a migration", ITSELF);
    }
    if words.is("USE") {
        return refused(
            "`USE` would send what follows to another database",
            "remove it, and write the database before the names: `other.users`",
        );
    }
    if words.eat("LOCK") && words.is_any(&["TABLES", "TABLE"]) {
        return refused(
            "`LOCK TABLES` would lock the ledger out",
            "remove it: one process migrates at a time",
        );
    }
    if words.eat("UNLOCK") {
        return refused("`UNLOCK TABLES` in a migration", "remove it: no table was locked");
    }
    if words.eat("SET") {
        if words.any(&["autocommit"]) {
            return refused("`autocommit` in a migration", ITSELF);
        }
        // `ORACLE` is followed: see `mysql::lex::oracle_mode`.
        let modes = ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI"];
        if words.any(&["sql_mode"]) && (words.any(&modes) || words.strings_contain(&modes)) {
            return refused(
                "this `sql_mode` would change how the following text is read",
                "remove it: names are quoted in backticks, strings in single quotes",
            );
        }
    }
    Demand::None
}
