//! Sequences: of identity columns, of SERIAL columns, and those that are made by themselves.

use dbwarden_core::schema::{Column, Numbering, Sequence, SequenceOptions, Table, serial_name};

use super::{Catalog, Error, Record, Tables, column_type};

/// Right after a large migration the server takes its own catalog for small and would join it by
/// reading it whole for every row. A LIMIT keeps it to one look into an index.
///
/// PostgreSQL manual, sections 53.47 "pg_sequence", 53.11 "pg_class" and 53.18 "pg_depend".
const SEQUENCES: &str = "
SELECT n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type,
       s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS min, s.seqmax AS max,
       s.seqcache AS cache, s.seqcycle AS cycle, c.relpersistence = 'u' AS unlogged,
       obj_description(c.oid, 'pg_class') AS comment,
       'nextval(' || quote_literal(c.oid::regclass::text) || '::regclass)' AS call,
       o.refobjid::int8 AS table_id, o.deptype = 'i' AS is_internal, a.attname::text AS column
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT * FROM pg_sequence q WHERE q.seqrelid = c.oid LIMIT 1) s
  LEFT JOIN LATERAL (
       SELECT d.refobjid, d.refobjsubid, d.deptype FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
        LIMIT 1) o ON true
  LEFT JOIN LATERAL (
       SELECT t.attname FROM pg_attribute t
        WHERE t.attrelid = o.refobjid AND t.attnum = o.refobjsubid LIMIT 1) a ON true
 WHERE n.nspname = ANY($1) AND c.relkind = 'S' AND left(c.relname, 10) <> '_dbwarden_'
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY n.nspname, c.relname";

/// Gives columns the sequences that are their own; the others come back.
pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &mut Tables,
) -> Result<Vec<Sequence>, Error> {
    let mut free = Vec::new();
    for row in catalog.rows(SEQUENCES).await? {
        let mut sequence = Sequence {
            name: catalog.name(row.get("schema")?, row.get("name")?),
            ty: column_type(&row.get::<String, _>("type")?)?,
            options: options(&row)?,
            unlogged: row.get("unlogged")?,
            owned_by: None,
            comment: row.get("comment")?,
        };
        let column: Option<String> = row.get("column")?;
        let owner = match (row.get::<Option<i64>, _>("table_id")?, column) {
            (Some(id), Some(column)) => tables.get(id).map(|table| (table, column)),
            _ => None,
        };
        if let Some((table, column)) = owner {
            sequence.owned_by = Some((table.name.clone(), column.clone()));
            let is_internal = row.get::<Option<bool>, _>("is_internal")?.unwrap_or_default();
            let call: String = row.get("call")?;
            if belongs(table, &column, &sequence, is_internal, &call) {
                continue;
            }
        }
        free.push(sequence);
    }
    Ok(free)
}

/// Tells the column of its sequence, and whether nothing is left to be told of the sequence itself.
fn belongs(
    table: &mut Table,
    column: &str,
    sequence: &Sequence,
    is_internal: bool,
    call: &str,
) -> bool {
    let table_name = table.name.clone();
    let Some(column) = table.columns.iter_mut().find(|it| it.name == column) else { return false };
    if is_internal {
        if let Some(Numbering::Identity(identity)) = &mut column.numbering {
            identity.options = sequence.options.clone();
        }
        column.sequence = Some(sequence.name.clone());
        return true;
    }
    let feeds = column.default.as_ref().is_some_and(|default| default.sql == call);
    if !feeds {
        return false;
    }
    column.sequence = Some(sequence.name.clone());
    let usual_name = serial_name(&table_name.name, &column.name);
    let is_serial = sequence.name.schema == table_name.schema
        && sequence.name.name == usual_name
        && sequence.ty == column.ty
        && sequence.options == SequenceOptions::default()
        && sequence.comment.is_none();
    if is_serial {
        number(column);
    }
    is_serial
}

/// SERIAL is the default and the sequence in one.
fn number(column: &mut Column) {
    column.default = None;
    column.numbering = Some(Numbering::Serial);
}

/// What differs from what the server takes by itself.
///
/// PostgreSQL manual, "CREATE SEQUENCE", Parameters.
fn options(row: &Record) -> Result<SequenceOptions, Error> {
    let increment: i64 = row.get("increment")?;
    let (least, most) = match row.get::<String, _>("type")?.as_str() {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let (min, max): (i64, i64) = (row.get("min")?, row.get("max")?);
    let (usual_min, usual_max) = if increment > 0 { (1, most) } else { (least, -1) };
    let usual_start = if increment > 0 { min } else { max };
    let unusual = |value: i64, usual: i64| (value != usual).then_some(value);
    Ok(SequenceOptions {
        start: unusual(row.get("start")?, usual_start),
        increment: unusual(increment, 1),
        min: unusual(min, usual_min),
        max: unusual(max, usual_max),
        cache: unusual(row.get("cache")?, 1),
        cycle: row.get("cycle")?,
    })
}
