//! Files of SQL with a schema: what they come to is seen on a scratch database.

use std::path::Path;

use dbwarden::inspect::Scratch;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{A_WHOLE_DATABASE, Reach, reach};
use dbwarden_core::sql::{Split, StatementRange, Token, TokenKind, ident, split};

use crate::error::{Error, Result};

/// The statements of a file that make up a schema.
#[derive(Debug)]
pub(crate) struct Script {
    /// The file, as people write it.
    label: String,
    statements: Vec<Statement>,
    dialect: Dialect,
    /// The database of which it says something as a whole.
    pub(crate) database: Option<String>,
}

#[derive(Debug)]
struct Statement {
    line: u32,
    text: String,
    /// The schema is the same without it.
    may_fail: bool,
}

impl Script {
    /// Reads a file. What would reach out of the scratch database is refused; what says who may do what
    /// is left out or may fail, because the roles need not be there.
    pub(crate) fn read(path: &Path, dialect: Dialect) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| Error::file("read", path, error))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new(format!("`{}` is not text in UTF-8", path.display())))?;
        Self::parse(path.display().to_string(), &text, dialect)
    }

    fn parse(label: String, text: &str, dialect: Dialect) -> Result<Self> {
        let (text, connects) =
            without_client_commands(text.strip_prefix('\u{feff}').unwrap_or(text), dialect);
        let split = split(dialect, &text);
        // Rows are no part of a schema.
        let copies = |range: &StatementRange| {
            let words = &split.tokens[range.tokens.clone()];
            let is = |token: &Token, word| token.is_word(&text, word);
            words.first().is_some_and(|first| is(first, "COPY"))
                && words.windows(2).any(|pair| is(&pair[0], "FROM") && is(&pair[1], "STDIN"))
        };
        let copied: Vec<usize> =
            split.statements.iter().filter(|it| copies(it)).map(|it| it.start).collect();
        if let Some(error) = split.errors.iter().find(|error| !copied.contains(&error.offset)) {
            let message = format!("{label}:{}:{}: {}", error.line, error.column, error.what);
            return Err(match &error.hint {
                Some(hint) => Error::new(message).hint(hint),
                None => Error::new(message),
            });
        }
        let tokens_of = |range: &StatementRange| &split.tokens[range.tokens.clone()];
        let rows_are_idle =
            !split.statements.iter().any(|range| asks_for_rows(&text, tokens_of(range)));
        let own = own_database(dialect, &text, &split);
        let mut database = None;
        let mut statements: Vec<Statement> = Vec::with_capacity(split.statements.len());
        for range in &split.statements {
            if copied.contains(&range.start)
                || rows_are_idle && changes_rows(&text, tokens_of(range))
                || makes_catalog(dialect, &text, tokens_of(range))
            {
                continue;
            }
            let line = range.line;
            let mut statement = text[range.start..range.end].to_owned();
            let mut reached = reach(dialect, &text, tokens_of(range));
            if let Some(own) = &own
                && let Some(bare) = without_database(own, &text, range, tokens_of(range))
            {
                reached = reach(dialect, &bare, &self::split(dialect, &bare).tokens);
                statement = bare;
            }
            // Rows may refer to others that are left out.
            let first = tokens_of(range).first();
            let is_of_rows = !copied.is_empty()
                && ["INSERT", "UPDATE", "DELETE"]
                    .iter()
                    .any(|word| first.is_some_and(|token| token.is_word(&text, word)));
            let may_fail = is_of_rows || reached == Reach::Privilege;
            match reached {
                Reach::Aside => continue,
                Reach::Inside | Reach::Privilege => {}
                // A dump makes its database, and goes there.
                Reach::Outside { what: A_WHOLE_DATABASE } if connects => continue,
                Reach::Database { name, says, drops }
                    if own.as_ref() == Some(&name) && (!drops || statements.is_empty()) =>
                {
                    // The database in which it is tried out stands for it.
                    let Some(says) = says else { continue };
                    statement = says;
                    database = Some(name);
                }
                Reach::Database { .. } => {
                    return Err(leaves(&label, line, "a name of another database"));
                }
                Reach::Outside { what } => return Err(leaves(&label, line, what)),
            }
            statements.push(Statement { line, text: statement, may_fail });
        }
        // What fails in a transaction takes everything else in it along.
        let begins = |statement: &Statement| {
            let word = statement.text.split_whitespace().next().unwrap_or_default();
            ["BEGIN", "BEGIN;", "START"].iter().any(|begin| word.eq_ignore_ascii_case(begin))
        };
        if statements.iter().any(begins) {
            statements.retain(|statement| !statement.may_fail);
        }
        Ok(Self { label, statements, dialect, database })
    }

    /// Runs the statements, one after the other.
    pub(crate) async fn run(&self, scratch: &mut Scratch) -> Result<()> {
        if self.dialect == Dialect::Sqlite {
            // As a connection to SQLite begins where nobody asks for more: a file that is made for
            // such a one may hold rows, and drop tables, in any order.
            scratch.execute("PRAGMA foreign_keys = OFF").await?;
        }
        self.run_statements(scratch).await?;
        if self.dialect == Dialect::Sqlite {
            // The dump of a virtual table is a row of the catalog, which is read again only when asked.
            scratch.execute("PRAGMA writable_schema = RESET").await?;
        }
        scratch.begin_anew().await?;
        Ok(())
    }

    async fn run_statements(&self, scratch: &mut Scratch) -> Result<()> {
        for Statement { line, text, may_fail } in &self.statements {
            let done = match scratch.execute(text).await {
                Err(_) if *may_fail => Ok(()),
                done => done,
            };
            done.map_err(|error| {
                let refused = Error::new(format!("{}:{line}: {error}", self.label));
                let misses = error.code().is_some_and(|code| MISSING.contains(&code.as_str()));
                match error.hint() {
                    Some(hint) => refused.hint(hint),
                    None if misses => refused.hint(
                        "the statements run in their order: what one refers to must stand before it",
                    ),
                    None => refused,
                }
            })?;
        }
        Ok(())
    }
}

/// The codes with which servers say that a table, a schema, a type or a function is not there.
const MISSING: &[&str] = &["42P01", "3F000", "42704", "42883", "42S02"];

fn leaves(label: &str, line: u32, what: &str) -> Error {
    Error::new(format!("{label}:{line}: {what} cannot be tried out")).hint(
        "a schema is tried out in a database of its own, which it may not leave: remove the statement",
    )
}

/// Whether a statement may make of rows what belongs to a schema.
fn asks_for_rows(sql: &str, tokens: &[Token]) -> bool {
    first_word(tokens).is_some_and(|first| {
        ["SELECT", "WITH", "CALL", "DO", "EXECUTE"].iter().any(|word| first.is_word(sql, word))
    })
}

/// Whether a statement does nothing but put rows somewhere, or change them. SQLite's catalog, too, can
/// be written as if it were a table.
fn changes_rows(sql: &str, tokens: &[Token]) -> bool {
    let changes = first_word(tokens).is_some_and(|first| {
        ["INSERT", "REPLACE", "UPDATE", "DELETE"].iter().any(|word| first.is_word(sql, word))
    });
    let is_catalog = |token: &Token| {
        let text = token.text(sql);
        let name = ident::unquote(text).unwrap_or(text.into());
        ["sqlite_schema", "sqlite_master"].iter().any(|catalog| name.eq_ignore_ascii_case(catalog))
    };
    changes && !tokens.iter().any(is_catalog)
}

/// Whether a statement makes a table that SQLite makes by itself and lets nobody else make; `.schema`
/// prints it all the same.
fn makes_catalog(dialect: Dialect, sql: &str, tokens: &[Token]) -> bool {
    let is_own = |token: &Token| {
        let text = token.text(sql);
        let name = ident::unquote(text).unwrap_or(text.into());
        name.to_ascii_lowercase().starts_with("sqlite_")
    };
    let [create, table, name, ..] = tokens else { return false };
    dialect == Dialect::Sqlite
        && create.is_word(sql, "CREATE")
        && table.is_word(sql, "TABLE")
        && is_own(name)
}

fn first_word(tokens: &[Token]) -> Option<&Token> {
    tokens.iter().find(|token| token.kind != TokenKind::ConditionalStart)
}

/// The database that a file makes or enters, where it is only one.
fn own_database(dialect: Dialect, text: &str, split: &Split) -> Option<String> {
    let mut names = split.statements.iter().filter_map(|range| {
        match reach(dialect, text, &split.tokens[range.tokens.clone()]) {
            Reach::Database { name, .. } => Some(name),
            _ => None,
        }
    });
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

/// A statement without the name of its own database before other names; `None` where it says it nowhere.
fn without_database(
    database: &str,
    text: &str,
    range: &StatementRange,
    tokens: &[Token],
) -> Option<String> {
    let is_database = |token: &Token| match token.kind {
        TokenKind::Word => token.text(text) == database,
        TokenKind::QuotedName => {
            ident::unquote(token.text(text)).is_some_and(|name| name == database)
        }
        _ => false,
    };
    let mut bare = String::new();
    let mut at = range.start;
    for (position, pair) in tokens.windows(2).enumerate() {
        let follows_point =
            position.checked_sub(1).is_some_and(|before| tokens[before].is_symbol(text, "."));
        if is_database(&pair[0]) && pair[1].is_symbol(text, ".") && !follows_point {
            bare.push_str(&text[at..pair[0].start]);
            at = pair[1].end;
        }
    }
    (at > range.start).then(|| bare + &text[at..range.end])
}

/// What `psql` is told between the statements, by people and by `pg_dump`, and means nothing to a schema.
const CLIENT_COMMANDS: &[&str] = &[
    "\\restrict",
    "\\unrestrict",
    "\\connect",
    "\\c",
    "\\echo",
    "\\qecho",
    "\\set",
    "\\unset",
    "\\pset",
    "\\encoding",
    "\\timing",
    "\\x",
    "\\t",
    "\\a",
    "\\q",
];

/// The text without such lines, and whether one of them goes to another database.
fn without_client_commands(text: &str, dialect: Dialect) -> (String, bool) {
    match dialect {
        Dialect::Postgres => {}
        Dialect::MySql => return (without_continuations(text, dialect), false),
        Dialect::Sqlite => return (text.to_owned(), false),
    }
    let mut connects = false;
    let mut without = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let command = line.split_whitespace().next().unwrap_or_default();
        if line.starts_with('\\') && CLIENT_COMMANDS.contains(&command) {
            connects |= matches!(command, "\\connect" | "\\c");
            without.push('\n');
        } else {
            without.push_str(line);
        }
    }
    (without, connects)
}

/// The text without a backslash at the end of a line and outside of quotes, which the `mysql` client leaves
/// out.
fn without_continuations(text: &str, dialect: Dialect) -> String {
    let mut text = text.to_owned();
    let continues = |text: &str| {
        let mistakes = split(dialect, text).errors;
        mistakes.iter().map(|mistake| mistake.offset).find(|at| text[*at..].starts_with("\\\n"))
    };
    while let Some(at) = continues(&text) {
        text.replace_range(at..=at, " ");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_read_without_its_roles() {
        let text =
            "\\restrict x\nSET a = 1;\nCREATE TABLE a (id int);\nALTER TABLE a OWNER TO b;\n";
        let script =
            Script::parse("a.sql".into(), text, Dialect::Postgres).expect("it is a schema");
        let lines: Vec<u32> = script.statements.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn a_line_that_goes_on_is_read_as_the_client_does() {
        let text =
            "DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1, \\\n    '\\\n', 2;\nEND $$\n";
        let script = Script::parse("a.sql".into(), text, Dialect::MySql).expect("it is a schema");
        let texts: Vec<&str> = script.statements.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["CREATE PROCEDURE p()\nBEGIN\n  SELECT 1,  \n    '\\\n', 2;\nEND"]);
        assert!(Script::parse("a.sql".into(), "SELECT 1\\G\n", Dialect::MySql).is_err());
    }

    #[test]
    fn a_dump_with_its_database_and_its_rows_is_read_without_them() {
        let text = "CREATE DATABASE x;\n\\connect x\nCREATE TABLE a (id int);\n\
                    COPY a (id) FROM stdin;\n1\n\\N\n\\.\nCREATE TABLE b (id int);\n";
        let script =
            Script::parse("a.sql".into(), text, Dialect::Postgres).expect("it is a schema");
        let lines: Vec<u32> = script.statements.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [3, 8]);
        let may_fail = |text: &str| {
            let script = Script::parse("a.sql".into(), text, Dialect::Postgres);
            let script = script.expect("it is a schema");
            script.statements.iter().map(|statement| statement.may_fail).collect::<Vec<bool>>()
        };
        let rows = "INSERT INTO a VALUES (2, 1);\nSELECT f();\n";
        let copied = format!("COPY a (id) FROM stdin;\n1\n\\.\n{rows}");
        assert_eq!(may_fail(&copied), [true, false]);
        assert_eq!(may_fail(rows), [false, false]);
        let told = Script::parse("a.sql".into(), "CREATE DATABASE x;", Dialect::Postgres);
        assert!(told.is_err());
    }

    #[test]
    fn rows_are_left_out_where_nothing_asks_for_them() {
        let lines = |dialect, text: &str| -> Vec<u32> {
            let script = Script::parse("a.sql".into(), text, dialect).expect("it is a schema");
            script.statements.iter().map(|statement| statement.line).collect()
        };
        let rows = "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nUPDATE a SET id = 2;\n\
                    REPLACE INTO a VALUES (1);\n/*!40000 DELETE FROM a */;\nDROP TABLE a;\n";
        assert_eq!(lines(Dialect::MySql, rows), [1, 6]);
        assert_eq!(lines(Dialect::MySql, &format!("{rows}CALL p();")), [1, 2, 3, 4, 5, 6, 7]);
        let catalog = "CREATE TABLE a (id int);\nUPDATE \"sqlite_master\" SET sql = '';\n";
        assert_eq!(lines(Dialect::Sqlite, catalog), [1, 2]);
        let own = "CREATE TABLE a (id int);\nCREATE TABLE sqlite_sequence(name,seq);\n";
        assert_eq!(lines(Dialect::Sqlite, own), [1]);
    }

    #[test]
    fn what_leaves_the_scratch_database_is_refused_with_its_line() {
        let told = |dialect, text: &str| {
            Script::parse("a.sql".into(), text, dialect).expect_err("it is refused").to_string()
        };
        for text in [
            "USE one;\nUSE other;",
            "USE one;\nCREATE TABLE other.a (id INT);",
            "CREATE TABLE a (id INT);\nDROP DATABASE one;",
        ] {
            let told = told(Dialect::MySql, text);
            assert!(told.ends_with("a name of another database cannot be tried out"), "{told}");
        }
        assert!(told(Dialect::Postgres, "\n\nALTER SYSTEM SET a = 1;").starts_with("a.sql:3: "));
    }

    #[test]
    fn who_there_is_does_not_belong_to_a_schema() {
        let text = "CREATE ROLE app LOGIN;\nCREATE TABLE a (id int);\nGRANT app TO other;\n\
                    COMMENT ON DATABASE x IS 'mine';\nCOMMENT ON TABLE a IS 'a';\n";
        let script =
            Script::parse("a.sql".into(), text, Dialect::Postgres).expect("it is a schema");
        let lines: Vec<u32> = script.statements.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [2, 5]);
    }

    #[test]
    fn the_one_database_of_a_file_is_the_one_at_hand() {
        let text = "DROP DATABASE IF EXISTS app;\nCREATE DATABASE app CHARSET utf8;\nUSE `app`;\n\
                    CREATE TABLE app.a (id INT);\nCREATE VIEW v AS SELECT a.id FROM `app`.`a`;\n";
        let script = Script::parse("a.sql".into(), text, Dialect::MySql).expect("it is a schema");
        let texts: Vec<&str> =
            script.statements.iter().map(|statement| statement.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "ALTER DATABASE CHARSET utf8",
                "CREATE TABLE a (id INT)",
                "CREATE VIEW v AS SELECT a.id FROM `a`"
            ]
        );
    }
}
