//! What only the server's own statement of a table has.

use dbwarden_core::dialect::{Dialect, mysql_shown};
use dbwarden_core::schema::{Expr, Table};
use dbwarden_core::sql::ident;
use sqlx::Row;

use super::{Catalog, Error, Tables, unreadable};

/// The option of a table that is kept in partitions, as the catalog calls it.
const PARTITIONED: &str = "PARTITIONED";

/// Completes the tables: those that have partitions, and all of them where everything is to be told.
pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &mut Tables,
    everything: bool,
) -> Result<(), Error> {
    for table in &mut tables.list {
        let is_partitioned = table.options.storage.remove(PARTITIONED).is_some();
        if !everything && !is_partitioned {
            continue;
        }
        let quote = |name: &str| ident::quote_always(Dialect::MySql, name);
        let sql =
            format!("SHOW CREATE TABLE {}.{}", quote(&catalog.database), quote(&table.name.name));
        let row = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *catalog.connection);
        // It is no text where a default is none.
        let statement: Vec<u8> =
            row.await.and_then(|row| row.try_get_unchecked(1)).map_err(unreadable)?;
        let shown = mysql_shown::read(&statement);
        if let Some(partitions) = shown.partitions.clone() {
            table.options.storage.insert("PARTITION BY".to_owned(), partitions);
        }
        if everything {
            complete(table, shown);
        }
    }
    Ok(())
}

/// Says of a table what was shown of it, and no longer what the catalog makes of that.
fn complete(table: &mut Table, shown: mysql_shown::Shown) {
    for name in ["PAGE_CHECKSUM", "TRANSACTIONAL"] {
        table.options.storage.remove(name);
    }
    table.options.storage.extend(shown.options);
    for (name, columns) in shown.periods {
        if name == "SYSTEM_TIME" {
            table.options.storage.insert(mysql_shown::SYSTEM_PERIOD.to_owned(), columns);
            continue;
        }
        // The catalog lists it as a check of that name.
        table.checks.retain(|check| check.name.as_ref() != Some(&name));
        table.exclusions.push(mysql_shown::period(&name, &columns));
    }
    for column in &mut table.columns {
        column.settings.extend(shown.settings.get(&column.name).cloned().unwrap_or_default());
        if let Some(default) = shown.defaults.get(&column.name) {
            column.default = Some(Expr::inspected(default.clone()));
        }
    }
    let chooses = table.options.engine.as_deref() == Some("MEMORY");
    let mut keys = shown.keys;
    for index in &mut table.indexes {
        let mut key = keys.remove(&index.name).unwrap_or_default();
        let said = key.options.remove(mysql_shown::USING);
        match (said, &index.method) {
            // The catalog tells it.
            (Some(_), _) if chooses => {}
            (None, Some(_)) if chooses => index.method = None,
            (Some(kind), None) => {
                index.storage.insert(mysql_shown::USING.to_owned(), kind);
            }
            _ => {}
        }
        index.storage.extend(key.options);
        if let Some(period) = key.period {
            // The catalog lists the two columns of the period instead.
            let kept = index.parts.len().saturating_sub(2);
            index.parts.truncate(kept);
            index.storage.insert(mysql_shown::NO_OVERLAPS.to_owned(), period);
        }
    }
}
