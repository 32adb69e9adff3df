//! Constraints.

use dbwarden_core::schema::{
    Action, CheckConstraint, Deferrability, ExclusionConstraint, ForeignKey, MatchType, PrimaryKey,
    UniqueConstraint,
};

use super::tables::parameters;
use super::{Catalog, Error, Record, Tables, expression};

/// A row as JSON tells a column that only newer servers have (`indnullsnotdistinct`,
/// `confdelsetcols`: 15; `conenforced`, `conperiod`: 18). What is not enforced is never valid.
///
/// PostgreSQL manual, sections 53.13 "pg_constraint", 53.26 "pg_index" and table 9.75.
const CONSTRAINTS: &str = "
SELECT k.conrelid::int8 AS table_id, k.conname AS name, k.contype::text AS type,
       CASE WHEN k.contype = 'x' THEN pg_get_constraintdef(k.oid) END AS definition,
       obj_description(k.oid, 'pg_constraint') AS comment,
       (SELECT x.reloptions FROM pg_class x WHERE x.oid = i.indexrelid) AS storage,
       pg_get_expr(k.conbin, k.conrelid) AS expression,
       k.conislocal AS is_local, k.connoinherit AS no_inherit,
       NOT k.convalidated AND newer.enforced AS not_valid, NOT newer.enforced AS not_enforced,
       newer.period AS period,
       k.condeferrable AS deferrable, k.condeferred AS deferred,
       k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
       k.confmatchtype::text AS match,
       rn.nspname AS referenced_schema, r.relname AS referenced_table,
       k.contype = 'u'
           AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS nulls_not_distinct,
       ARRAY(SELECT a.attname::text
               FROM jsonb_array_elements_text(further.delete_columns) WITH ORDINALITY AS key (number, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.number::int2
              ORDER BY key.at) AS delete_columns,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key (number, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.number
              ORDER BY key.at) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS key (number, at)
               JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.number
              ORDER BY key.at) AS referenced_columns,
       ARRAY(SELECT a.attname::text
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (number, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.number
              WHERE key.at > i.indnkeyatts ORDER BY key.at) AS include
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_class r ON r.oid = k.confrelid
  LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
 CROSS JOIN LATERAL (
       SELECT coalesce((told.row ->> 'conenforced')::bool, true) AS enforced,
              coalesce((told.row ->> 'conperiod')::bool, false) AS period
         FROM (SELECT to_jsonb(k) AS row) told) newer
  LEFT JOIN LATERAL (SELECT nullif(to_jsonb(k) -> 'confdelsetcols', 'null') AS delete_columns
                      WHERE k.contype = 'f') further
         ON true
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0
   AND (k.conislocal OR k.contype = 'c')
 ORDER BY k.conrelid, k.conname";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    for row in catalog.rows(CONSTRAINTS).await? {
        let Some(table) = tables.get(row.get("table_id")?) else { continue };
        let name: String = row.get("name")?;
        let columns: Vec<String> = row.get("columns")?;
        let include: Vec<String> = row.get("include")?;
        let deferrability = deferrability(&row)?;
        let not_valid = row.get("not_valid")?;
        let not_enforced = row.get("not_enforced")?;
        let period: bool = row.get("period")?;
        let kind: String = row.get("type")?;
        let comment: Option<String> = row.get("comment")?;
        match kind.as_str() {
            "p" => {
                table.primary_key = Some(PrimaryKey {
                    name: Some(name),
                    columns,
                    without_overlaps: period,
                    include,
                    deferrability,
                    storage: parameters(row.get("storage")?),
                    comment,
                    ..PrimaryKey::default()
                });
            }
            "u" => table.uniques.push(UniqueConstraint {
                name: Some(name),
                columns,
                without_overlaps: period,
                include,
                nulls_not_distinct: row.get("nulls_not_distinct")?,
                deferrability,
                storage: parameters(row.get("storage")?),
                comment,
                ..UniqueConstraint::default()
            }),
            "c" => {
                if let Some(inherits) = &mut table.inherits
                    && !row.get::<bool, _>("is_local")?
                {
                    inherits.checks.insert(name.clone());
                }
                table.checks.push(CheckConstraint {
                    name: Some(name),
                    expr: expression(
                        row.get::<Option<String>, _>("expression")?.unwrap_or_default(),
                    ),
                    no_inherit: row.get("no_inherit")?,
                    not_valid,
                    comment,
                    not_enforced,
                    on_conflict: None,
                });
            }
            "f" => {
                table.foreign_keys.push(ForeignKey {
                    name: Some(name),
                    columns,
                    references: catalog
                        .name(row.get("referenced_schema")?, row.get("referenced_table")?),
                    referenced_columns: row.get("referenced_columns")?,
                    implicit: false,
                    on_delete: action(&row.get::<String, _>("on_delete")?),
                    on_update: action(&row.get::<String, _>("on_update")?),
                    match_type: match row.get::<String, _>("match")?.as_str() {
                        "f" => MatchType::Full,
                        _ => MatchType::Simple,
                    },
                    deferrability,
                    not_valid,
                    not_enforced,
                    period,
                    delete_columns: row.get("delete_columns")?,
                    comment,
                });
            }
            _ => table.exclusions.push(ExclusionConstraint {
                name: Some(name),
                definition: expression(
                    row.get::<Option<String>, _>("definition")?.unwrap_or_default(),
                ),
                columns,
                comment,
            }),
        }
    }
    Ok(())
}

fn deferrability(row: &Record) -> Result<Deferrability, Error> {
    Ok(match (row.get("deferrable")?, row.get("deferred")?) {
        (false, _) => Deferrability::NotDeferrable,
        (true, false) => Deferrability::Deferrable,
        (true, true) => Deferrability::InitiallyDeferred,
    })
}

fn action(code: &str) -> Action {
    match code {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
