//! Constraints.

use dbwarden_core::schema::{
    Action, CheckConstraint, Deferrability, ForeignKey, MatchType, Object, PrimaryKey,
    UniqueConstraint,
};

use super::{Catalog, Error, Record, Tables, expression};

/// A row as JSON tells a column that only newer servers have (`indnullsnotdistinct`,
/// `confdelsetcols`: 15).
///
/// PostgreSQL manual, sections 53.13 "pg_constraint", 53.26 "pg_index" and table 9.75.
const CONSTRAINTS: &str = "
SELECT k.conrelid::int8 AS table_id, k.conname AS name, k.contype::text AS type,
       CASE WHEN k.contype = 'x' OR k.contype = 'f' AND further.some_columns
              OR k.contype = 'p' AND (k.condeferrable OR i.indnatts > i.indnkeyatts)
            THEN pg_get_constraintdef(k.oid) END AS definition,
       pg_get_expr(k.conbin, k.conrelid) AS expression,
       k.connoinherit AS no_inherit, NOT k.convalidated AS not_valid,
       k.condeferrable AS deferrable, k.condeferred AS deferred,
       k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
       k.confmatchtype::text AS match,
       rn.nspname AS referenced_schema, r.relname AS referenced_table,
       k.contype = 'u'
           AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS nulls_not_distinct,
       coalesce(further.some_columns, false) AS deletes_some_columns,
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
  LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
  LEFT JOIN pg_class r ON r.oid = k.confrelid
  LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
  LEFT JOIN LATERAL (SELECT to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL AS some_columns
                      WHERE k.contype = 'f') further
         ON true
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conislocal AND k.conparentid = 0
 ORDER BY k.conrelid, k.conname";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    for row in catalog.rows(CONSTRAINTS).await? {
        let Some(table) = tables.get(row.get("table_id")?) else { continue };
        let name: String = row.get("name")?;
        let columns: Vec<String> = row.get("columns")?;
        let include: Vec<String> = row.get("include")?;
        let deferrability = deferrability(&row)?;
        let not_valid = row.get("not_valid")?;
        let kind: String = row.get("type")?;
        // Whether the parts that a schema holds tell all of it.
        let mut whole = true;
        match kind.as_str() {
            "p" => {
                whole = include.is_empty() && deferrability == Deferrability::NotDeferrable;
                table.primary_key =
                    Some(PrimaryKey { name: Some(name.clone()), columns, ..PrimaryKey::default() });
            }
            "u" => table.uniques.push(UniqueConstraint {
                name: Some(name.clone()),
                columns,
                include,
                nulls_not_distinct: row.get("nulls_not_distinct")?,
                deferrability,
                ..UniqueConstraint::default()
            }),
            "c" => table.checks.push(CheckConstraint {
                name: Some(name.clone()),
                expr: expression(row.get::<Option<String>, _>("expression")?.unwrap_or_default()),
                no_inherit: row.get("no_inherit")?,
                not_valid,
                on_conflict: None,
            }),
            "f" => {
                whole = !row.get::<bool, _>("deletes_some_columns")?;
                table.foreign_keys.push(ForeignKey {
                    name: Some(name.clone()),
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
                });
            }
            _ => whole = false,
        }
        if !whole {
            let kind = if kind == "x" { "exclusion constraint" } else { "constraint" };
            catalog.objects.push(Object {
                kind: kind.to_owned(),
                name: dbwarden_core::schema::ObjectName { name, ..table.name.clone() },
                definition: row.get::<Option<String>, _>("definition")?.unwrap_or_default(),
                depends_on: vec![table.name.clone()],
                ..Object::default()
            });
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
