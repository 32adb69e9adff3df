//! `CREATE INDEX`.

use super::CatalogError;
use super::cursor::Cursor;
use crate::schema::{Expr, Index, IndexKey, IndexPart, Table};

/// Reads the statement of an index on a table.
///
/// Grammar: <https://www.sqlite.org/lang_createindex.html>.
///
/// # Errors
///
/// When the text is no such statement.
pub fn parse_index(sql: &str, table: &Table) -> Result<Index, CatalogError> {
    let mut cursor = Cursor::new(sql)?;
    let unique = cursor.take(&["create", "unique", "index"]);
    if !unique && !cursor.take(&["create", "index"]) {
        return Err(cursor.error("this is no index"));
    }
    cursor.take(&["if", "not", "exists"]);
    let name = cursor.qualified_name()?;
    if !cursor.take(&["on"]) {
        return Err(cursor.error("`ON` is missing"));
    }
    cursor.qualified_name()?;
    cursor.expect_symbol('(')?;
    let mut parts = vec![part(&mut cursor, table)?];
    while cursor.take_symbol(',') {
        parts.push(part(&mut cursor, table)?);
    }
    cursor.expect_symbol(')')?;
    let predicate = cursor.take(&["where"]).then(|| Expr::declared(cursor.rest()));
    Ok(Index { unique, predicate, ..Index::new(name, parts) })
}

fn part(cursor: &mut Cursor<'_>, table: &Table) -> Result<IndexPart, CatalogError> {
    let mut item = cursor.list_item()?;
    let descending = item.take_last(&["desc"]);
    if !descending {
        item.take_last(&["asc"]);
    }
    let collation = item.take_last_collation();
    item.take_outer_parentheses();
    let column = item.lone_name().and_then(|name| {
        table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(&name))
    });
    let of_column = column.map(|column| column.collation.as_deref().unwrap_or("BINARY"));
    let collation = collation.filter(|collation| {
        !of_column.is_some_and(|of_column| of_column.eq_ignore_ascii_case(collation))
    });
    let key = match column {
        Some(column) => IndexKey::Column(column.name.clone()),
        None => IndexKey::Expr(Expr::declared(item.rest())),
    };
    Ok(IndexPart { key, descending, collation, ..IndexPart::column("") })
}
