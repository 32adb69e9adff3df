//! Files of SQL with a schema: what they come to is seen on a scratch database.

use std::path::Path;

use dbwarden::inspect::Scratch;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Reach, reach};
use dbwarden_core::sql::split;

use crate::error::{Error, Result};

/// The statements of a file that make up a schema.
#[derive(Debug)]
pub(crate) struct Script {
    /// The file, as people write it.
    label: String,
    statements: Vec<Statement>,
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
        let text = without_client_commands(text.strip_prefix('\u{feff}').unwrap_or(text), dialect);
        let split = split(dialect, &text);
        if let Some(error) = split.errors.first() {
            let message = format!("{label}:{}:{}: {}", error.line, error.column, error.what);
            return Err(match &error.hint {
                Some(hint) => Error::new(message).hint(hint),
                None => Error::new(message),
            });
        }
        let mut statements = Vec::with_capacity(split.statements.len());
        for range in &split.statements {
            let statement = &text[range.start..range.end];
            let reach = reach(dialect, &text, &split.tokens[range.tokens.clone()]);
            match reach {
                Reach::Aside => continue,
                Reach::Inside | Reach::Privilege => {}
                Reach::Outside { what } => {
                    let message = format!("{label}:{}: {what} cannot be tried out", range.line);
                    return Err(Error::new(message).hint(
                        "a schema is tried out in a database of its own, which it may not leave: \
                         remove the statement",
                    ));
                }
            }
            statements.push(Statement {
                line: range.line,
                text: statement.to_owned(),
                may_fail: reach == Reach::Privilege,
            });
        }
        // What fails in a transaction takes everything else in it along.
        let begins = |statement: &Statement| {
            let word = statement.text.split_whitespace().next().unwrap_or_default();
            ["BEGIN", "BEGIN;", "START"].iter().any(|begin| word.eq_ignore_ascii_case(begin))
        };
        if statements.iter().any(begins) {
            statements.retain(|statement| !statement.may_fail);
        }
        Ok(Self { label, statements })
    }

    /// Runs the statements, one after the other.
    pub(crate) async fn run(&self, scratch: &mut Scratch) -> Result<()> {
        for Statement { line, text, may_fail } in &self.statements {
            let done = match scratch.execute(text).await {
                Err(_) if *may_fail => Ok(()),
                done => done,
            };
            done.map_err(|error| {
                let refused = Error::new(format!("{}:{line}: {error}", self.label));
                match error.hint() {
                    Some(hint) => refused.hint(hint),
                    None => refused,
                }
            })?;
        }
        scratch.begin_anew().await?;
        Ok(())
    }
}

/// `\restrict` and the like, which `pg_dump` writes for `psql`, mean nothing to the server.
fn without_client_commands(text: &str, dialect: Dialect) -> String {
    if dialect != Dialect::Postgres {
        return text.to_owned();
    }
    let is_command =
        |line: &str| line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ");
    text.split_inclusive('\n').map(|line| if is_command(line) { "\n" } else { line }).collect()
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
    fn what_leaves_the_scratch_database_is_refused_with_its_line() {
        let told = |dialect, text: &str| {
            Script::parse("a.sql".into(), text, dialect).expect_err("it is refused").to_string()
        };
        assert_eq!(
            told(Dialect::MySql, "CREATE TABLE a (id INT);\nUSE other;"),
            "a.sql:2: a name of another database cannot be tried out"
        );
        assert!(told(Dialect::Postgres, "\n\nDROP ROLE a;").starts_with("a.sql:3: "));
    }
}
