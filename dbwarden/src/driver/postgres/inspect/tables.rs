//! Tables, and what hangs on them that is known by definition alone.

use std::collections::{BTreeMap, HashMap};

use dbwarden_core::schema::{Object, Table, TableOptions};

use super::{Catalog, Error, Tables};

/// Partitions and foreign tables are no tables of a model.
///
/// PostgreSQL manual, sections 53.11 "pg_class", 53.22 "pg_inherits", 53.18 "pg_depend" and table
/// 9.75, "System Catalog Information Functions".
const TABLES: &str = "
SELECT c.oid::int8 AS id, n.nspname AS schema, c.relname AS name,
       c.relpersistence = 'u' AS unlogged, c.reloptions AS storage,
       obj_description(c.oid, 'pg_class') AS comment,
       pg_get_partkeydef(c.oid) AS partition_key,
       c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,
       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
          FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
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
        let table = Table {
            comment: row.get("comment")?,
            options: TableOptions {
                unlogged: Some(row.get("unlogged")?),
                storage: parameters(row.get("storage")?),
                ..TableOptions::default()
            },
            ..Table::new(name.clone())
        };
        let mut note = |kind: &str, definition: String| {
            catalog.objects.push(Object {
                kind: kind.to_owned(),
                name: name.clone(),
                definition,
                depends_on: vec![name.clone()],
                ..Object::default()
            });
        };
        if let Some(key) = row.get::<Option<String>, _>("partition_key")? {
            note("partitioning", format!("PARTITION BY {key}"));
        }
        if let Some(parents) = row.get::<Option<String>, _>("parents")? {
            note("inheritance", format!("INHERITS ({parents})"));
        }
        if row.get("row_security")? {
            note("row security", "ENABLE ROW LEVEL SECURITY".to_owned());
        }
        if row.get("forced")? {
            note("row security", "FORCE ROW LEVEL SECURITY".to_owned());
        }
        tables.by_id.insert(row.get("id")?, tables.list.len());
        tables.list.push(table);
    }
    Ok(tables)
}

/// Storage parameters, which the catalog keeps as `name=value`.
pub(super) fn parameters(options: Option<Vec<String>>) -> BTreeMap<String, String> {
    let options = options.unwrap_or_default();
    options
        .iter()
        .filter_map(|option| option.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
