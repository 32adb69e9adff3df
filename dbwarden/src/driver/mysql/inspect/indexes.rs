//! Primary keys, unique constraints and indexes: three names for one thing.

use dbwarden_core::dialect::Flavor;
use dbwarden_core::schema::{Index, IndexKey, IndexPart, PrimaryKey, Table, UniqueConstraint};

use super::{Catalog, Error, Record, Tables, comment, expression};

/// MariaDB documentation, "Information Schema STATISTICS Table".
const MARIADB_INDEXES: &str = "
SELECT table_name AS table_name, index_name AS name, CAST(non_unique AS char) AS many,
       column_name AS column_name, NULL AS expression, collation AS direction,
       CAST(sub_part AS char) AS prefix, index_type AS type, index_comment AS comment
  FROM information_schema.statistics
 WHERE table_schema = ?
 ORDER BY table_name, index_name, seq_in_index";

/// MySQL manual, section 26.3.34.
const MYSQL_INDEXES: &str = "
SELECT table_name AS table_name, index_name AS name, CAST(non_unique AS char) AS many,
       column_name AS column_name, expression AS expression, collation AS direction,
       CAST(sub_part AS char) AS prefix, index_type AS type, index_comment AS comment
  FROM information_schema.statistics
 WHERE table_schema = ?
 ORDER BY table_name, index_name, seq_in_index";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let flavor = catalog.flavor;
    let sql = if flavor == Flavor::MariaDb { MARIADB_INDEXES } else { MYSQL_INDEXES };
    for row in catalog.rows(sql).await? {
        let Some(table) = tables.get(&row.text("table_name")?) else { continue };
        let name = row.text("name")?;
        if table.indexes.last().is_none_or(|index| index.name != name) {
            let kind = row.text("type")?;
            table.indexes.push(Index {
                unique: row.text("many")? == "0",
                method: Some(kind.to_lowercase()).filter(|kind| kind != "btree"),
                comment: comment(row.text("comment")?),
                ..Index::new(name, Vec::new())
            });
        }
        if let Some(index) = table.indexes.last_mut() {
            let part = part(flavor, &row, index.method.as_deref())?;
            index.parts.push(part);
        }
    }
    for table in &mut tables.list {
        sort_out(table);
    }
    Ok(())
}

fn part(flavor: Flavor, row: &Record, method: Option<&str>) -> Result<IndexPart, Error> {
    let key = match row.optional("expression")? {
        Some(text) => IndexKey::Expr(expression(flavor, &text)),
        None => IndexKey::Column(row.text("column_name")?),
    };
    // A spatial index says how much of a rectangle it keeps.
    let prefix = row.optional("prefix")?.filter(|_| method != Some("spatial"));
    Ok(IndexPart {
        key,
        descending: row.optional("direction")?.as_deref() == Some("D"),
        prefix: prefix.and_then(|length| length.parse().ok()),
        ..IndexPart::column("")
    })
}

/// What is the primary key, and what can be said as a unique constraint, is no index.
fn sort_out(table: &mut Table) {
    for index in std::mem::take(&mut table.indexes) {
        match plain_columns(&index) {
            Some(columns) if index.name == "PRIMARY" => {
                table.primary_key = Some(PrimaryKey { columns, ..PrimaryKey::default() });
            }
            Some(columns) => table.uniques.push(UniqueConstraint {
                name: Some(index.name),
                columns,
                ..UniqueConstraint::default()
            }),
            None if index.name == "PRIMARY" => {
                let columns = index.parts.iter().filter_map(|part| match &part.key {
                    IndexKey::Column(name) => Some(name.clone()),
                    IndexKey::Expr(_) => None,
                });
                table.primary_key =
                    Some(PrimaryKey { columns: columns.collect(), ..PrimaryKey::default() });
            }
            None => table.indexes.push(index),
        }
    }
}

/// The columns of a unique index that is nothing but a list of columns. MariaDB keeps the unique
/// values of a long text by their hash; that is its own choice, not one that anybody declares.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let ordinary = matches!(index.method.as_deref(), None | Some("hash"));
    if !index.unique || !ordinary || index.comment.is_some() {
        return None;
    }
    let columns = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) if !part.descending && part.prefix.is_none() => Some(name.clone()),
        _ => None,
    });
    columns.collect()
}
