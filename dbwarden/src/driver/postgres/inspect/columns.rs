//! Columns.

use dbwarden_core::schema::{Column, Expr, Generated, Identity, IdentityMode, Numbering, Storage};

use super::{Catalog, Error, Record, Tables, column_type, expression};

/// A column is SERIAL when its default takes from a sequence that the column owns: `owned` is that
/// sequence, and `NULL` where only one of the two is true.
///
/// PostgreSQL manual, sections 53.7 "pg_attribute", 53.6 "pg_attrdef", 53.12 "pg_collation", 53.47
/// "pg_sequence", 53.18 "pg_depend" and table 9.75; 8.1.4 "Serial Types".
const COLUMNS: &str = "
SELECT a.attrelid::int8 AS table_id, a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
       pg_get_expr(d.adbin, d.adrelid) AS expression,
       a.attgenerated::text AS generated, a.attidentity::text AS identity,
       l.collname AS collation, col_description(a.attrelid, a.attnum) AS comment,
       owned.sequence IS NOT NULL AS is_serial,
       s.seqstart AS start, s.seqincrement AS increment
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
  LEFT JOIN LATERAL (
       SELECT q.seqstart, q.seqincrement
         FROM pg_depend i JOIN pg_sequence q ON q.seqrelid = i.objid
        WHERE i.refclassid = 'pg_class'::regclass AND i.refobjid = a.attrelid
          AND i.refobjsubid = a.attnum AND i.classid = 'pg_class'::regclass AND i.deptype = 'i'
        LIMIT 1) s ON a.attidentity <> ''
  LEFT JOIN LATERAL (
       SELECT o.objid AS sequence
         FROM pg_depend o
         JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid
                         AND u.refclassid = 'pg_class'::regclass AND u.refobjid = o.objid
        WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
          AND o.refobjid = a.attrelid AND o.refobjsubid = a.attnum AND o.deptype = 'a'
          AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%::regclass)'
        LIMIT 1) owned ON d.oid IS NOT NULL
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    for row in catalog.rows(COLUMNS).await? {
        if let Some(table) = tables.get(row.get("table_id")?) {
            table.columns.push(column(&row)?);
        }
    }
    Ok(())
}

fn column(row: &Record) -> Result<Column, Error> {
    let ty = column_type(&row.get::<String, _>("type")?)?;
    let mut column = Column {
        nullable: !row.get::<bool, _>("not_null")?,
        collation: row.get("collation")?,
        comment: row.get("comment")?,
        ..Column::new(row.get::<String, _>("name")?, ty)
    };
    let value = row.get::<Option<String>, _>("expression")?.map(expression);
    match row.get::<String, _>("generated")?.as_str() {
        "s" => column.generated = generated(value, Storage::Stored),
        "v" => column.generated = generated(value, Storage::Virtual),
        _ if row.get("is_serial")? => column.numbering = Some(Numbering::Serial),
        _ => column.default = value,
    }
    let mode = match row.get::<String, _>("identity")?.as_str() {
        "a" => Some(IdentityMode::Always),
        "d" => Some(IdentityMode::ByDefault),
        _ => None,
    };
    if let Some(mode) = mode {
        let not_one = |value: Option<i64>| value.filter(|&value| value != 1);
        column.numbering = Some(Numbering::Identity(Identity {
            mode,
            start: not_one(row.get("start")?),
            increment: not_one(row.get("increment")?),
        }));
    }
    Ok(column)
}

fn generated(expression: Option<Expr>, storage: Storage) -> Option<Generated> {
    expression.map(|expr| Generated { expr, storage })
}
