//! Primary keys, unique constraints and indexes: three names for one thing.

use dbwarden_core::dialect::{Flavor, Version, mysql_shown};
use dbwarden_core::schema::{
    Index, IndexKey, IndexPart, KeyOrder, PrimaryKey, Table, TypeName, UniqueConstraint,
};

use super::{Catalog, Error, Record, Tables, comment, expression};

/// The rows of the catalog, with what each server calls a functional part and a hidden index.
///
/// MariaDB documentation, "Information Schema STATISTICS Table"; MySQL manual, section 26.3.34.
macro_rules! indexes {
    ($expression:literal, $hidden:literal) => {
        concat!(
            "SELECT table_name AS table_name, index_name AS name, CAST(non_unique AS char) AS many, \
             column_name AS column_name, ",
            $expression,
            " AS expression, collation AS direction, CAST(sub_part AS char) AS prefix, \
             index_type AS type, index_comment AS comment, ",
            $hidden,
            " AS hidden FROM information_schema.statistics WHERE table_schema = ? \
             ORDER BY table_name, index_name, seq_in_index"
        )
    };
}

const MARIADB: &str = indexes!("NULL", "ignored");
const MARIADB_BEFORE_10_6: &str = indexes!("NULL", "NULL");
const MYSQL: &str = indexes!("expression", "if(is_visible = 'NO', 'YES', 'NO')");

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let Catalog { flavor, version, .. } = *catalog;
    let sql = match flavor {
        Flavor::MariaDb if version >= Version::new(10, 6, 0) => MARIADB,
        Flavor::MariaDb => MARIADB_BEFORE_10_6,
        _ => MYSQL,
    };
    for row in catalog.rows(sql).await? {
        let Some(table) = tables.get(&row.text("table_name")?) else { continue };
        let name = row.text("name")?;
        if table.indexes.last().is_none_or(|index| index.name != name) {
            let mut index = Index {
                unique: row.text("many")? == "0",
                comment: comment(row.text("comment")?),
                ..Index::new(name, Vec::new())
            };
            if row.optional("hidden")?.as_deref() == Some("YES") {
                let hidden = if flavor == Flavor::MariaDb { "IGNORED" } else { "INVISIBLE" };
                index.storage.insert(hidden.to_owned(), String::new());
            }
            let kind = row.text("type")?.to_lowercase();
            if table.options.engine.as_deref() != Some("MEMORY") {
                index.method = Some(kind).filter(|kind| kind != "btree");
            } else if kind == "btree" {
                // There it is not what the engine makes when nothing is said.
                index.storage.insert("USING".to_owned(), "BTREE".to_owned());
            }
            table.indexes.push(index);
        }
        if let Some(index) = table.indexes.last_mut() {
            let part = part(flavor, &row, index.method.as_deref())?;
            index.parts.push(part);
        }
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
pub(super) fn sort_out(tables: &mut Tables) {
    for table in &mut tables.list {
        sort_out_table(table);
    }
}

fn sort_out_table(table: &mut Table) {
    forget_hash_of_long_text(table);
    for index in std::mem::take(&mut table.indexes) {
        match plain_columns(&index) {
            Some(columns) if index.name == "PRIMARY" => {
                let storage = index.storage;
                table.primary_key = Some(PrimaryKey { columns, storage, ..PrimaryKey::default() });
            }
            Some(columns) => table.uniques.push(UniqueConstraint {
                name: Some(index.name),
                columns,
                storage: index.storage,
                ..UniqueConstraint::default()
            }),
            None if index.name == "PRIMARY" => {
                let mut key = PrimaryKey { storage: index.storage, ..PrimaryKey::default() };
                if let Some(method) = index.method {
                    key.storage.insert("USING".to_owned(), method.to_uppercase());
                }
                for part in index.parts {
                    let IndexKey::Column(name) = part.key else { continue };
                    key.columns.push(name);
                    key.order.push(KeyOrder {
                        descending: part.descending,
                        prefix: part.prefix,
                        ..KeyOrder::default()
                    });
                }
                if key.order.iter().all(|order| *order == KeyOrder::default()) {
                    key.order.clear();
                }
                table.primary_key = Some(key);
            }
            None => table.indexes.push(index),
        }
    }
}

/// The columns of a unique index that is nothing but a list of columns.
fn plain_columns(index: &Index) -> Option<Vec<String>> {
    let only_says_its_kind =
        index.storage.iter().all(|(name, kind)| mysql_shown::is_usual(name, kind));
    let is_plain = index.method.is_none() && index.comment.is_none() && only_says_its_kind;
    if !index.unique || !is_plain {
        return None;
    }
    let columns = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) if !part.descending && part.prefix.is_none() => Some(name.clone()),
        _ => None,
    });
    columns.collect()
}

/// The longest key of an index that MariaDB keeps as a tree on every engine, in bytes.
const LONGEST_KEY: u64 = 1000;

/// MariaDB keeps the unique values of a long text by their hash; that is its own choice, not one that
/// anybody declares.
fn forget_hash_of_long_text(table: &mut Table) {
    let Table { indexes, columns, .. } = table;
    let bytes = |name: &String| {
        let ty = &columns.iter().find(|column| column.name == *name)?.ty;
        let TypeName::Builtin(kind) = &ty.name else { return None };
        let length = ty.modifiers.first().and_then(|length| length.parse::<u64>().ok());
        match kind.as_str() {
            "char" | "varchar" => length.map(|length| length * 4),
            "binary" | "varbinary" => length,
            kind if kind.ends_with("text") || kind.ends_with("blob") => None,
            _ => Some(8),
        }
    };
    for index in indexes.iter_mut().filter(|index| index.method.as_deref() == Some("hash")) {
        let lengths = index.parts.iter().map(|part| match &part.key {
            IndexKey::Column(name) => bytes(name),
            IndexKey::Expr(_) => None,
        });
        let length: Option<u64> = lengths.sum();
        if length.is_none_or(|length| length > LONGEST_KEY) {
            index.method = None;
        }
    }
}
