//! What is known by name and definition alone: views, routines, triggers, policies and the like.

use std::collections::HashMap;

use dbwarden_core::schema::{Object, ObjectName, touch_name};

use super::{Catalog, Error, Tables, dependencies};

/// Each object comes with the number of its catalog and its own, by which its dependencies are found, the
/// statement that takes it down, and what is said about it in statements of their own. Internal triggers
/// are those of foreign keys.
///
/// PostgreSQL manual, sections 53.11 "pg_class", 53.39 "pg_proc", 53.60 "pg_trigger", 53.38
/// "pg_policy", 53.44 "pg_rewrite", 53.52 "pg_statistic_ext", 53.22 "pg_extension", 53.18 "pg_depend" and
/// table 9.75.
const OBJECTS: &str = "
WITH relations AS (
    SELECT c.oid, c.relkind, c.relispartition, c.reloptions, c.relispopulated, n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND left(c.relname, 10) <> '_dbwarden_'
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype = 'e')),
comments AS (
    SELECT d.objoid, d.classoid, d.objsubid, quote_literal(d.description) AS text
      FROM pg_description d)
SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind,
       r.nspname AS schema, r.relname AS name,
       CASE r.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END
           || r.oid::regclass
           || coalesce(' WITH (' || array_to_string(r.reloptions, ', ') || ')', '')
           || ' AS' || E'\\n' || rtrim(pg_get_viewdef(r.oid), ';')
           || CASE WHEN r.relispopulated THEN '' ELSE E'\\nWITH NO DATA' END AS definition,
       CASE r.relkind WHEN 'v' THEN 'DROP VIEW ' ELSE 'DROP MATERIALIZED VIEW ' END
           || r.oid::regclass AS taken_down_by,
       ARRAY(SELECT 'COMMENT ON ' || CASE r.relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END
                    || r.oid::regclass || ' IS ' || d.text
               FROM comments d
              WHERE d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0)
       || ARRAY(SELECT 'COMMENT ON COLUMN ' || r.oid::regclass || '.' || quote_ident(a.attname)
                       || ' IS ' || d.text
                  FROM comments d JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid
                 WHERE d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0
                 ORDER BY d.objsubid)
       || ARRAY(SELECT 'ALTER VIEW ' || r.oid::regclass || ' ALTER COLUMN ' || quote_ident(a.attname)
                       || ' SET DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
                  FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = f.adnum
                 WHERE f.adrelid = r.oid ORDER BY f.adnum)
       || ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
                 WHERE i.indrelid = r.oid ORDER BY i.indexrelid)
       || ARRAY(SELECT 'COMMENT ON INDEX ' || i.indexrelid::regclass || ' IS ' || d.text
                  FROM pg_index i JOIN comments d ON d.objoid = i.indexrelid
                                                 AND d.classoid = 'pg_class'::regclass
                 WHERE i.indrelid = r.oid ORDER BY i.indexrelid) AS further,
       'pg_class'::regclass::oid::int8 AS class, r.oid::int8 AS id
  FROM relations r WHERE r.relkind IN ('v', 'm')
UNION ALL
SELECT 'foreign table', r.nspname, r.relname,
       'CREATE FOREIGN TABLE ' || r.oid::regclass || ' SERVER ' || quote_ident(s.srvname), NULL, '{}',
       'pg_class'::regclass::oid::int8, r.oid::int8
  FROM relations r
  JOIN pg_foreign_table f ON f.ftrelid = r.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
UNION ALL
SELECT 'partition', r.nspname, r.relname,
       'CREATE TABLE ' || r.oid::regclass || ' PARTITION OF ' || i.inhparent::regclass || ' '
           || pg_get_expr(c.relpartbound, c.oid), NULL, '{}',
       'pg_class'::regclass::oid::int8, r.oid::int8
  FROM relations r JOIN pg_class c ON c.oid = r.oid
  JOIN pg_inherits i ON i.inhrelid = r.oid WHERE r.relispartition AND r.relkind IN ('r', 'p')
UNION ALL
SELECT 'trigger', r.nspname, t.tgname, pg_get_triggerdef(t.oid, true),
       'DROP TRIGGER ' || quote_ident(t.tgname) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON TRIGGER ' || quote_ident(t.tgname) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass)
       || CASE t.tgenabled WHEN 'O' THEN '{}'::text[] ELSE ARRAY[
              'ALTER TABLE ' || r.oid::regclass
              || CASE t.tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                  ELSE ' ENABLE ALWAYS' END
              || ' TRIGGER ' || quote_ident(t.tgname)] END,
       'pg_trigger'::regclass::oid::int8, t.oid::int8
  FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid
 WHERE NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL
SELECT 'rule', r.nspname, w.rulename, rtrim(pg_get_ruledef(w.oid, true), ';'),
       'DROP RULE ' || quote_ident(w.rulename) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON RULE ' || quote_ident(w.rulename) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = w.oid AND d.classoid = 'pg_rewrite'::regclass)
       || CASE w.ev_enabled WHEN 'O' THEN '{}'::text[] ELSE ARRAY[
              'ALTER TABLE ' || r.oid::regclass
              || CASE w.ev_enabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                   ELSE ' ENABLE ALWAYS' END
              || ' RULE ' || quote_ident(w.rulename)] END,
       'pg_rewrite'::regclass::oid::int8, w.oid::int8
  FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.nspname, p.polname,
       'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass
           || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
           || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT'
                            WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
           || CASE WHEN p.polroles = '{0}' THEN ''
                   ELSE ' TO ' || (SELECT string_agg(CASE o.role WHEN 0 THEN 'public'
                                                     ELSE o.role::regrole::text END, ', ' ORDER BY o.at)
                                     FROM unnest(p.polroles) WITH ORDINALITY AS o (role, at)) END
           || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
           || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
       'DROP POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass),
       'pg_policy'::regclass::oid::int8, p.oid::int8
  FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       n.nspname, p.proname,
       CASE p.prokind WHEN 'a' THEN 'CREATE AGGREGATE ' || p.oid::regprocedure
                      ELSE rtrim(pg_get_functiondef(p.oid), E'\\n') END,
       CASE p.prokind WHEN 'a' THEN NULL WHEN 'p' THEN 'DROP PROCEDURE ' || p.oid::regprocedure
                      ELSE 'DROP FUNCTION ' || p.oid::regprocedure END,
       ARRAY(SELECT 'COMMENT ON ' || CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END
                    || p.oid::regprocedure || ' IS ' || d.text
               FROM comments d
              WHERE d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass AND p.prokind <> 'a'),
       'pg_proc'::regclass::oid::int8, p.oid::int8
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = ANY($1)
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                      AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'statistics', n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid),
       'DROP STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname),
       ARRAY(SELECT 'COMMENT ON STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = s.oid AND d.classoid = 'pg_statistic_ext'::regclass),
       'pg_statistic_ext'::regclass::oid::int8, s.oid::int8
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE n.nspname = ANY($1)
UNION ALL
SELECT 'extension', n.nspname, e.extname,
       'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(e.extname)
           || CASE WHEN n.nspname = current_schema() OR NOT n.nspname = ANY($1) THEN ''
                   ELSE ' WITH SCHEMA ' || quote_ident(n.nspname) END,
       'DROP EXTENSION ' || quote_ident(e.extname), '{}',
       'pg_extension'::regclass::oid::int8, e.oid::int8
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname <> 'plpgsql'";

/// What is listed and nothing else: whole databases have these, not tables.
///
/// PostgreSQL manual, chapter 53 "System Catalogs". Numbers below 16384 are the server's own.
const LISTED: &str = "
WITH found (kind, schema, name, class, id) AS (
    SELECT 'event trigger', NULL, evtname, 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
    UNION ALL SELECT 'publication', NULL, pubname, 'pg_publication'::regclass, oid FROM pg_publication
    UNION ALL SELECT 'foreign server', NULL, srvname, 'pg_foreign_server'::regclass, oid
                FROM pg_foreign_server
    UNION ALL SELECT 'foreign data wrapper', NULL, fdwname, 'pg_foreign_data_wrapper'::regclass, oid
                FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'access method', NULL, amname, 'pg_am'::regclass, oid FROM pg_am
    UNION ALL SELECT 'language', NULL, lanname, 'pg_language'::regclass, oid FROM pg_language
    UNION ALL SELECT 'cast', NULL, format('%s as %s', castsource::regtype, casttarget::regtype),
                     'pg_cast'::regclass, oid FROM pg_cast
    UNION ALL SELECT 'collation', n.nspname, c.collname, 'pg_collation'::regclass, c.oid
                FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    UNION ALL SELECT 'conversion', n.nspname, c.conname, 'pg_conversion'::regclass, c.oid
                FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
    UNION ALL SELECT 'operator', n.nspname, o.oprname, 'pg_operator'::regclass, o.oid
                FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    UNION ALL SELECT 'operator class', n.nspname, o.opcname, 'pg_opclass'::regclass, o.oid
                FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
    UNION ALL SELECT 'text search configuration', n.nspname, t.cfgname, 'pg_ts_config'::regclass, t.oid
                FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace
    UNION ALL SELECT 'text search dictionary', n.nspname, t.dictname, 'pg_ts_dict'::regclass, t.oid
                FROM pg_ts_dict t JOIN pg_namespace n ON n.oid = t.dictnamespace)
SELECT f.kind, coalesce(f.schema, $1[1]) AS schema, f.name::text AS name
  FROM found f
 WHERE f.id::int8 >= 16384 AND (f.schema IS NULL OR f.schema = ANY($1))
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = f.class AND d.objid = f.id AND d.deptype = 'e')
 ORDER BY 1, 2, 3";

/// Objects by the number of their catalog and their own, as positions in the list of objects.
pub(super) type Numbered = HashMap<(i64, i64), usize>;

pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &mut Tables,
    everything: bool,
) -> Result<(), Error> {
    for row in catalog.rows(OBJECTS).await? {
        let kind: String = row.get("kind")?;
        // An extension belongs to the whole database.
        let name = match kind.as_str() {
            "extension" => ObjectName::new(row.get::<String, _>("name")?),
            _ => catalog.name(row.get("schema")?, row.get("name")?),
        };
        let object = Object {
            kind,
            name,
            definition: row.get("definition")?,
            taken_down_by: row.get("taken_down_by")?,
            further: row.get("further")?,
            ..Default::default()
        };
        if object.kind == "extension" && !everything {
            continue;
        }
        catalog.numbered.insert((row.get("class")?, row.get("id")?), catalog.objects.len());
        catalog.objects.push(object);
    }
    if everything {
        for row in catalog.rows(LISTED).await? {
            catalog.objects.push(Object {
                kind: row.get("kind")?,
                name: catalog.name(row.get("schema")?, row.get("name")?),
                ..Default::default()
            });
        }
    }
    dependencies::read(catalog, tables).await?;
    recognise_touch(tables, &mut catalog.objects);
    Ok(())
}

/// The longest name of PostgreSQL, in bytes; what is longer was cut to it.
const LONGEST_NAME: Option<usize> = Some(63);

/// A trigger `{table}_{column}_touch` with a function of the same name belongs to the column.
fn recognise_touch(tables: &mut Tables, objects: &mut Vec<Object>) {
    let mut touch = Vec::new();
    for trigger in objects.iter().filter(|object| object.kind == "trigger") {
        let is_ours = |object: &&Object| object.kind == "function" && object.name == trigger.name;
        let Some(function) = objects.iter().find(is_ours) else { continue };
        let Some(table) =
            tables.list.iter_mut().find(|table| trigger.depends_on.contains(&table.name))
        else {
            continue;
        };
        let name = &table.name.name;
        let column = table
            .columns
            .iter_mut()
            .find(|column| trigger.name.name == touch_name(name, &column.name, LONGEST_NAME));
        if let Some(column) = column {
            column.touch = true;
            touch.extend([trigger.clone(), function.clone()]);
        }
    }
    objects.retain(|object| !touch.contains(object));
}
