//! Views and triggers: what they speak of.
//!
//! SQLite reads a view or a trigger only when it is used, so that one that names a column that is gone
//! fails then, and not when the column goes.

use super::Dialect;
use super::render::add_touch;
use crate::schema::{Object, ObjectName, Table};
use crate::sql::expression::same_tokens;
use crate::sql::{Lexer, Token, TokenKind, ident};

const DIALECT: Dialect = Dialect::Sqlite;

/// Whether an object that hangs on a table may use a column of it: it names the column, and does not say
/// that it means one of another table.
pub fn holds_column(object: &Object, table: &ObjectName, column: &str) -> bool {
    let Some(words) = Words::of(&object.definition) else { return true };
    (0..words.0.len())
        .filter(|&at| words.is(at, column) && !words.is_symbol(at + 1, "("))
        .any(|at| words.may_be_of(at, object, table))
}

/// The names, of tables and views, of which a definition speaks.
pub fn mentioned<'n>(definition: &str, names: &[&'n str]) -> Vec<&'n str> {
    let Some(words) = Words::of(definition) else { return names.to_vec() };
    let is_mentioned = |name: &&&str| (0..words.0.len()).any(|at| words.is(at, name));
    names.iter().filter(is_mentioned).copied().collect()
}

/// Whether a trigger is the one that keeps a `touch` column, word by word.
pub fn is_touch(definition: &str, table: &Table, column: &str) -> bool {
    same_tokens(DIALECT, definition, &add_touch(table, column))
}

/// The tokens of a definition: names without their quotes, and everything else as it is written.
struct Words(Vec<(bool, String)>);

impl Words {
    fn of(definition: &str) -> Option<Self> {
        let mut words = Vec::new();
        for token in Lexer::new(DIALECT, definition) {
            let token = token.ok()?;
            if !token.is_comment() {
                words.push(Self::word(&token, token.text(definition))?);
            }
        }
        Some(Self(words))
    }

    fn word(token: &Token, written: &str) -> Option<(bool, String)> {
        Some(match token.kind {
            TokenKind::Word => (true, written.to_owned()),
            TokenKind::QuotedName => (true, ident::unquote(written)?.into_owned()),
            _ => (false, written.to_owned()),
        })
    }

    fn is(&self, at: usize, name: &str) -> bool {
        self.0.get(at).is_some_and(|(is_name, word)| *is_name && word.eq_ignore_ascii_case(name))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.0.get(at).is_some_and(|(is_name, word)| !is_name && word == symbol)
    }

    /// Whether the column that is named there may be one of the table.
    fn may_be_of(&self, at: usize, object: &Object, table: &ObjectName) -> bool {
        let is_qualified = at >= 2 && self.is_symbol(at - 1, ".");
        if is_qualified {
            let before = at - 2;
            if self.is(before, "new") || self.is(before, "old") {
                return object.owner.as_ref().is_none_or(|owner| owner == table);
            }
            let other = object.depends_on.iter().filter(|other| *other != table);
            return !other.into_iter().any(|other| self.is(before, &other.name));
        }
        match self.target_of_list(at) {
            Some(target) => self.is(target, &table.name),
            None => true,
        }
    }

    /// The table into which a row goes, where the name stands in its list of columns.
    fn target_of_list(&self, at: usize) -> Option<usize> {
        let open = (0..at).rev().find(|&at| self.is_symbol(at, "(") || self.is_symbol(at, ")"))?;
        let target = open.checked_sub(1).filter(|_| self.is_symbol(open, "("))?;
        let into = target.checked_sub(1)?;
        self.is(into, "into").then_some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(definition: &str) -> bool {
        let object = Object {
            kind: "trigger".to_owned(),
            name: ObjectName::new("tr"),
            definition: definition.to_owned(),
            depends_on: vec![ObjectName::new("t"), ObjectName::new("log")],
            owner: Some(ObjectName::new("t")),
            ..Object::default()
        };
        holds_column(&object, &ObjectName::new("t"), "b")
    }

    #[test]
    fn a_column_of_another_table_does_not_count() {
        let trigger = |body: &str| format!("CREATE TRIGGER tr AFTER INSERT ON t BEGIN {body}; END");
        for used in [
            "SELECT NEW.b",
            "SELECT \"B\" FROM t",
            "SELECT t.b",
            "INSERT INTO t(a, b) VALUES (1, 2)",
        ] {
            assert!(holds(&trigger(used)), "{used}");
        }
        for other in [
            "SELECT 1 -- b",
            "INSERT INTO log(b) VALUES (NEW.a)",
            "SELECT log.b FROM log",
            "SELECT b(1)",
        ] {
            assert!(!holds(&trigger(other)), "{other}");
        }
        assert!(holds("CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN SELECT 1; END"));
        assert!(holds("CREATE VIEW tr AS SELECT [b] FROM t"));
    }
}
