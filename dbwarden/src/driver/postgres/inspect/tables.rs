//! Tables, and what hangs on them that is known by definition alone.

use std::collections::HashMap;

use dbwarden_core::schema::{
    INHERITING_TABLE, Inheritance, Object, Parameters, Table, TableOptions,
};

use super::{Catalog, Error, Tables};

/// Partitions and foreign tables are no tables of a model.
///
/// PostgreSQL manual, sections 53.11 "pg_class", 53.22 "pg_inherits", 53.18 "pg_depend" and table
/// 9.75, "System Catalog Information Functions".
const TABLES: &str = "
SELECT c.oid::int8 AS id, n.nspname AS schema, c.relname AS name,
       'ALTER TABLE ' || c.oid::regclass AS alter, c.relpersistence = 'u' AS unlogged,
       c.reloptions || ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) AS o
                              WHERE t.oid = c.reltoastrelid) AS storage,
       CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
            WHEN 'i' THEN (SELECT x.relname::text FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                            WHERE i.indrelid = c.oid AND i.indisreplident LIMIT 1) END AS replica,
       (SELECT x.relname::text FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
         WHERE i.indrelid = c.oid AND i.indisclustered LIMIT 1) AS clustered,
       keys.names AS key_names, keys.comments AS key_comments,
       obj_description(c.oid, 'pg_class') AS comment,
       pg_get_partkeydef(c.oid) AS partition_key,
       c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,
       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
          FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
       ARRAY(SELECT q.relname::text FROM pg_inherits i JOIN pg_class q ON q.oid = i.inhparent
              WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parent_names,
       ARRAY(SELECT m.nspname::text FROM pg_inherits i JOIN pg_class q ON q.oid = i.inhparent
               JOIN pg_namespace m ON m.oid = q.relnamespace
              WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parent_schemas,
       y.nspname AS type_schema, y.typname AS type_name, y.name AS type
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
       SELECT s.nspname, t.typname, t.oid::regtype::text AS name
         FROM pg_type t JOIN pg_namespace s ON s.oid = t.typnamespace WHERE t.oid = c.reloftype
        LIMIT 1) y ON true
 CROSS JOIN LATERAL (
       SELECT array_agg(x.relname::text) AS names, array_agg(d.description) AS comments
         FROM pg_constraint k
         JOIN pg_class x ON x.oid = k.conindid
         JOIN pg_description d ON d.objoid = x.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
        WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x')) keys
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND left(c.relname, 10) <> '_dbwarden_'
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY n.nspname, c.relname";

pub(super) async fn read(catalog: &mut Catalog<'_>) -> Result<Tables, Error> {
    let mut tables = Tables { list: Vec::new(), by_id: HashMap::new() };
    for row in catalog.rows(TABLES).await? {
        let name = catalog.name(row.get("schema")?, row.get("name")?);
        let schemas: Vec<String> = row.get("parent_schemas")?;
        let names: Vec<String> = row.get("parent_names")?;
        let parents: Vec<_> = schemas
            .into_iter()
            .zip(names)
            .map(|(schema, name)| catalog.name(schema, name))
            .collect();
        let table = Table {
            comment: row.get("comment")?,
            options: TableOptions {
                unlogged: Some(row.get("unlogged")?),
                storage: parameters(row.get("storage")?),
                replica_identity: row.get("replica")?,
                clustered_by: row.get("clustered")?,
                key_comments: {
                    let names: Option<Vec<String>> = row.get("key_names")?;
                    let comments: Option<Vec<String>> = row.get("key_comments")?;
                    std::iter::zip(names.unwrap_or_default(), comments.unwrap_or_default())
                        .collect()
                },
                ..TableOptions::default()
            },
            inherits: (!parents.is_empty())
                .then(|| Inheritance { parents, ..Inheritance::default() }),
            ..Table::new(name.clone())
        };
        if let Some(ty) = row.get::<Option<String>, _>("type")? {
            let alter: String = row.get("alter")?;
            let ty_name = catalog.name(row.get("type_schema")?, row.get("type_name")?);
            catalog.objects.push(Object {
                kind: super::TYPED_TABLE.to_owned(),
                name: name.clone(),
                definition: format!("{alter} OF {ty}"),
                taken_down_by: Some(format!("{alter} NOT OF")),
                depends_on: vec![name.clone(), ty_name],
                ..Default::default()
            });
        }
        let mut note = |kind: &str, definition: String, taken_down_by: Option<String>| {
            catalog.objects.push(Object {
                kind: kind.to_owned(),
                name: name.clone(),
                definition,
                taken_down_by,
                depends_on: vec![name.clone()],
                ..Default::default()
            });
        };
        if let Some(key) = row.get::<Option<String>, _>("partition_key")? {
            note(super::PARTITIONED_TABLE, format!("PARTITION BY {key}"), None);
        }
        if let Some(parents) = row.get::<Option<String>, _>("parents")? {
            note(INHERITING_TABLE, format!("INHERITS ({parents})"), None);
        }
        if row.get("row_security")? {
            let alter: String = row.get("alter")?;
            note(
                "row security",
                format!("{alter} ENABLE ROW LEVEL SECURITY"),
                Some(format!("{alter} DISABLE ROW LEVEL SECURITY")),
            );
        }
        if row.get("forced")? {
            let alter: String = row.get("alter")?;
            note(
                "row security",
                format!("{alter} FORCE ROW LEVEL SECURITY"),
                Some(format!("{alter} NO FORCE ROW LEVEL SECURITY")),
            );
        }
        tables.by_id.insert(row.get("id")?, tables.list.len());
        tables.list.push(table);
    }
    Ok(tables)
}

/// Storage parameters, which the catalog keeps as `name=value`.
pub(super) fn parameters(options: Option<Vec<String>>) -> Parameters {
    let options = options.unwrap_or_default();
    options
        .iter()
        .filter_map(|option| option.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
