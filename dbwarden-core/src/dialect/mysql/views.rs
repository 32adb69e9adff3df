//! What a view speaks of, as the server writes its definition: every name in backticks, tables behind
//! their database, columns behind their table or the name that it has in the view.

use std::collections::{BTreeMap, BTreeSet};

use super::Dialect;
use crate::sql::{Lexer, Token, TokenKind, ident};

/// What a view is made of.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The tables and views of its own database.
    pub tables: BTreeSet<String>,
    /// Their columns, each behind its table.
    pub columns: BTreeSet<(String, String)>,
    /// The definition without the name of the database.
    pub definition: String,
}

/// Reads the definition of a view of a database.
pub fn source(definition: &str, database: &str) -> Source {
    let tokens: Vec<Token> = Lexer::new(Dialect::MySql, definition).map_while(Result::ok).collect();
    let name = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::QuotedName)?;
        Some(ident::unquote(token.text(definition))?.into_owned())
    };
    let is_point = |at: usize| tokens.get(at).is_some_and(|it| it.is_symbol(definition, "."));
    let mut source = Source::default();
    let mut known_as: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut of_others = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < tokens.len() {
        let first = at;
        let mut parts: Vec<String> = name(at).into_iter().collect();
        at += 1;
        while !parts.is_empty() && is_point(at) {
            let Some(part) = name(at + 1) else { break };
            parts.push(part);
            at += 2;
        }
        let is_ours = parts.len() > 1 && parts[0] == database;
        if is_ours {
            source.definition.push_str(&definition[copied..tokens[first].start]);
            copied = tokens[first + 2].start;
        }
        match parts.as_mut_slice() {
            [_, table] if is_ours => {
                // A name that follows a table is the one that it has in the view.
                let alias = name(at).unwrap_or_else(|| table.clone());
                known_as.entry(alias).or_default().insert(table.clone());
                source.tables.insert(std::mem::take(table));
            }
            [_, table, column] if is_ours => {
                source.columns.insert((std::mem::take(table), std::mem::take(column)));
            }
            [alias, column] => of_others.push((std::mem::take(alias), std::mem::take(column))),
            _ => {}
        }
    }
    source.definition.push_str(&definition[copied..]);
    for (alias, column) in of_others {
        for table in known_as.get(&alias).into_iter().flatten() {
            source.columns.insert((table.clone(), column.clone()));
        }
    }
    source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_found_behind_their_names() {
        let source = source(
            "select `app`.`t`.`a` AS `a`,`x`.`b` AS `b c`,`q`.`z` AS `z`,'`app`.`n`' AS `s` from \
             ((`app`.`t` join `app`.`u` `x` on(`x`.`id` = `app`.`t`.`id`)) join \
             (select `other`.`w`.`z` AS `z` from `other`.`w`) `q`)",
            "app",
        );
        let tables: Vec<_> = source.tables.iter().map(String::as_str).collect();
        assert_eq!(tables, ["t", "u"]);
        let columns: Vec<String> =
            source.columns.iter().map(|(table, column)| format!("{table}.{column}")).collect();
        assert_eq!(columns, ["t.a", "t.id", "u.b", "u.id"]);
        assert!(source.definition.starts_with("select `t`.`a` AS `a`,`x`.`b` AS `b c`"));
        assert!(source.definition.contains("'`app`.`n`'"));
        assert!(source.definition.contains("(`t` join `u` `x` on(`x`.`id` = `t`.`id`))"));
        assert!(source.definition.contains("from `other`.`w`"));
    }
}
