//! Columns.

use std::collections::BTreeMap;

use dbwarden_core::schema::{
    Column, Expr, Generated, Identity, IdentityMode, NotNull, Numbering, Storage,
};

use super::tables::parameters;
use super::{COLLATION, Catalog, Error, Record, Tables, column_type, expression};

/// What is stored and gathered otherwise than the type does by itself comes as it was told.
/// `{compression}` is new with version 14; the default of `attstattarget` is -1 before version 17. What the
/// server notes for itself among the options, as `pg_attver` since version 17.12, cannot be set, and
/// `pg_dump` leaves it out, too.
///
/// PostgreSQL manual, sections 53.7 "pg_attribute", 53.6 "pg_attrdef", 53.12 "pg_collation" and table
/// 9.75.
const COLUMNS: &str = "
SELECT a.attrelid::int8 AS table_id, a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
       pg_get_expr(d.adbin, d.adrelid) AS expression,
       a.attislocal AS is_local, {not_null_columns}, a.attgenerated::text AS generated, a.attidentity::text AS identity,
       {collation} AS collation, col_description(a.attrelid, a.attnum) AS comment,
       CASE WHEN a.attstorage <> t.typstorage THEN
           CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                             WHEN 'm' THEN 'main' ELSE 'extended' END END AS storage,
       {compression} AS compression,
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END AS statistics,
       ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE left(o, 3) <> 'pg_') AS options
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  {not_nulls}
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum";

const COMPRESSION: &str = "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END";

/// NOT NULL is a constraint from version 18 on.
///
/// PostgreSQL manual, section "pg_constraint".
const NOT_NULL_COLUMNS: &str = "k.conname AS not_null_name, k.connoinherit AS no_inherit,
       NOT k.convalidated AS not_valid, k.coninhcount > 0 AS with_parent,
       obj_description(k.oid, 'pg_constraint') AS not_null_comment";

const NOT_NULLS: &str = "LEFT JOIN LATERAL (
       SELECT * FROM pg_constraint q
        WHERE q.conrelid = a.attrelid AND q.contype = 'n' AND q.conkey = ARRAY[a.attnum]
          AND q.conislocal LIMIT 1) k ON true";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let compression = if catalog.version >= 14 { COMPRESSION } else { "NULL" };
    let (not_null_columns, not_nulls) = match catalog.version {
        18.. => (NOT_NULL_COLUMNS, NOT_NULLS),
        _ => ("NULL AS not_null_name", ""),
    };
    let sql = COLUMNS
        .replace("{not_null_columns}", not_null_columns)
        .replace("{not_nulls}", not_nulls)
        .replace("{compression}", compression)
        .replace("{collation}", COLLATION);
    for row in catalog.rows(&sql).await? {
        if let Some(table) = tables.get(row.get("table_id")?) {
            let column = column(&row)?;
            if let Some(inherits) = &mut table.inherits
                && !row.get::<bool, _>("is_local")?
            {
                inherits.columns.insert(column.name.clone());
            }
            table.columns.push(column);
        }
    }
    Ok(())
}

fn column(row: &Record) -> Result<Column, Error> {
    let ty = column_type(&row.get::<String, _>("type")?)?;
    let mut column = Column {
        nullable: !row.get::<bool, _>("not_null")?,
        not_null: not_null(row)?,
        collation: row.get("collation")?,
        comment: row.get("comment")?,
        settings: settings(row)?,
        ..Column::new(row.get::<String, _>("name")?, ty)
    };
    let value = row.get::<Option<String>, _>("expression")?.map(expression);
    match row.get::<String, _>("generated")?.as_str() {
        "s" => column.generated = generated(value, Storage::Stored),
        "v" => column.generated = generated(value, Storage::Virtual),
        _ => column.default = value,
    }
    let mode = match row.get::<String, _>("identity")?.as_str() {
        "a" => Some(IdentityMode::Always),
        "d" => Some(IdentityMode::ByDefault),
        _ => None,
    };
    // How it counts is told with its sequence.
    column.numbering =
        mode.map(|mode| Numbering::Identity(Identity { mode, options: Default::default() }));
    Ok(column)
}

fn not_null(row: &Record) -> Result<Option<NotNull>, Error> {
    let Some(name) = row.get::<Option<String>, _>("not_null_name")? else { return Ok(None) };
    let with_parent: bool = row.get("with_parent")?;
    Ok(Some(NotNull {
        name: if with_parent { String::new() } else { name },
        no_inherit: row.get("no_inherit")?,
        not_valid: row.get("not_valid")?,
        comment: row.get::<Option<String>, _>("not_null_comment")?.filter(|_| !with_parent),
        of_inherited: with_parent || !row.get::<bool, _>("is_local")?,
    }))
}

fn settings(row: &Record) -> Result<BTreeMap<String, String>, Error> {
    let mut settings = parameters(row.get("options")?);
    for name in ["storage", "compression", "statistics"] {
        if let Some(value) = row.get::<Option<String>, _>(name)? {
            settings.insert(name.to_owned(), value);
        }
    }
    Ok(settings.into())
}

fn generated(expression: Option<Expr>, storage: Storage) -> Option<Generated> {
    expression.map(|expr| Generated { expr, storage })
}
