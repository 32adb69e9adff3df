//! Checks and foreign keys.

use std::collections::HashMap;

use dbwarden_core::dialect::Flavor;
use dbwarden_core::schema::{
    Action, CheckConstraint, ColumnType, Deferrability, ForeignKey, MatchType, Table, TypeName,
};

use super::{Catalog, Error, Tables, expression};

/// MariaDB documentation, "Information Schema CHECK_CONSTRAINTS Table".
const MARIADB_CHECKS: &str = "
SELECT table_name AS table_name, constraint_name AS name, level AS level, check_clause AS clause,
       'YES' AS enforced
  FROM information_schema.check_constraints
 WHERE constraint_schema = ?
 ORDER BY table_name, constraint_name";

/// MySQL manual, sections 26.3.5 and 26.3.42.
const MYSQL_CHECKS: &str = "
SELECT t.table_name AS table_name, c.constraint_name AS name, 'Table' AS level,
       c.check_clause AS clause, t.enforced AS enforced
  FROM information_schema.check_constraints c
  JOIN information_schema.table_constraints t
    ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
   AND t.constraint_type = 'CHECK'
 WHERE c.constraint_schema = ?
 ORDER BY t.table_name, c.constraint_name";

/// MariaDB documentation, "Information Schema KEY_COLUMN_USAGE Table"; MySQL manual, section 26.3.16.
const KEY_COLUMNS: &str = "
SELECT table_name AS table_name, constraint_name AS name, column_name AS column_name,
       referenced_table_schema AS referenced_schema, referenced_table_name AS referenced_table,
       referenced_column_name AS referenced_column
  FROM information_schema.key_column_usage
 WHERE table_schema = ? AND referenced_table_name IS NOT NULL
 ORDER BY table_name, constraint_name, ordinal_position";

/// MariaDB documentation, "Information Schema REFERENTIAL_CONSTRAINTS Table"; MySQL manual, section
/// 26.3.26. Neither server keeps MATCH.
const REFERENCES: &str = "
SELECT table_name AS table_name, constraint_name AS name, update_rule AS on_update,
       delete_rule AS on_delete
  FROM information_schema.referential_constraints
 WHERE constraint_schema = ?";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    checks(catalog, tables).await?;
    foreign_keys(catalog, tables).await
}

async fn checks(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let flavor = catalog.flavor;
    let sql = if flavor == Flavor::MariaDb { MARIADB_CHECKS } else { MYSQL_CHECKS };
    for row in catalog.rows(sql).await? {
        let Some(table) = tables.get(&row.text("table_name")?) else { continue };
        let name = row.text("name")?;
        let clause = row.text("clause")?;
        let of_column = row.text("level")?.eq_ignore_ascii_case("column");
        if of_column && is_json(table, &name, &clause) {
            continue;
        }
        if of_column {
            // It goes with a change of the column, whose name it has: the old one until MariaDB opens the
            // table anew.
            let named = table.columns.iter().position(|column| column.name == name);
            let is_in = |name: &str| clause.contains(&format!("`{}`", name.replace('`', "``")));
            let used = || table.columns.iter().position(|column| is_in(&column.name));
            if let Some(column) = named.or_else(used).and_then(|at| table.columns.get_mut(at)) {
                column.check = Some(expression(flavor, &clause));
            }
            continue;
        }
        table.checks.push(CheckConstraint {
            name: Some(name),
            expr: expression(flavor, &clause),
            not_enforced: row.text("enforced")? == "NO",
            ..Default::default()
        });
    }
    Ok(())
}

/// MariaDB's JSON is LONGTEXT with a check of the column: the two become the type again.
fn is_json(table: &mut Table, name: &str, clause: &str) -> bool {
    let column = table.columns.iter_mut().find(|column| column.name == name);
    let Some(column) = column else { return false };
    let is_longtext = column.ty.name == TypeName::Builtin("longtext".to_owned());
    let collation = column.collation.as_ref().or(table.options.collation.as_ref());
    let is_binary = collation.is_some_and(|collation| collation == "utf8mb4_bin");
    let is_json =
        is_longtext && is_binary && clause == format!("json_valid(`{}`)", name.replace('`', "``"));
    if is_json {
        column.ty = ColumnType::builtin("json");
        // Always utf8mb4_bin.
        column.collation = None;
    }
    is_json
}

async fn foreign_keys(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let mut rules = HashMap::new();
    for row in catalog.rows(REFERENCES).await? {
        let rule = (action(&row.text("on_update")?), action(&row.text("on_delete")?));
        rules.insert((row.text("table_name")?, row.text("name")?), rule);
    }
    for row in catalog.rows(KEY_COLUMNS).await? {
        let table_name = row.text("table_name")?;
        let name = row.text("name")?;
        let Some(table) = tables.get(&table_name) else { continue };
        let last = table.foreign_keys.last();
        if last.is_none_or(|key| key.name.as_deref() != Some(name.as_str())) {
            let references =
                catalog.name(&row.text("referenced_schema")?, row.text("referenced_table")?);
            let rule = rules.get(&(table_name, name.clone()));
            let (on_update, on_delete) = rule.copied().unwrap_or_default();
            table.foreign_keys.push(ForeignKey {
                name: Some(name),
                columns: Vec::new(),
                references,
                referenced_columns: Vec::new(),
                implicit: false,
                on_delete,
                on_update,
                match_type: MatchType::Simple,
                deferrability: Deferrability::NotDeferrable,
                not_valid: false,
                ..Default::default()
            });
        }
        if let Some(key) = table.foreign_keys.last_mut() {
            key.columns.push(row.text("column_name")?);
            key.referenced_columns.push(row.text("referenced_column")?);
        }
    }
    Ok(())
}

fn action(rule: &str) -> Action {
    match rule {
        "RESTRICT" => Action::Restrict,
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
