//! What is known by name and definition alone: views, routines, triggers, policies and the like.

use dbwarden_core::schema::{Object, ObjectName, touch_name};

use super::{Catalog, Error, Tables};

/// A sequence that numbers a column belongs to it; every other one is here, also one that a column
/// owns but does not take its numbers from. Internal triggers are those of foreign keys.
///
/// Right after a large migration the server takes its own catalog for small and would join it by
/// reading it whole for every row. A LIMIT keeps it to one look into an index.
///
/// PostgreSQL manual, sections 53.11 "pg_class", 53.39 "pg_proc", 53.60 "pg_trigger", 53.38
/// "pg_policy", 53.44 "pg_rewrite", 53.47 "pg_sequence", 53.52 "pg_statistic_ext", 53.18 "pg_depend"
/// and table 9.75.
const OBJECTS: &str = "
WITH relations AS (
    SELECT c.oid, c.relkind, c.relispartition, n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND left(c.relname, 10) <> '_dbwarden_'
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype = 'e'))
SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind,
       r.nspname AS schema, r.relname AS name,
       CASE r.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END
           || r.oid::regclass || ' AS' || E'\\n' || pg_get_viewdef(r.oid) AS definition,
       ARRAY(SELECT DISTINCT d.refobjid::int8 FROM pg_rewrite w
               JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                               AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.oid
              WHERE w.ev_class = r.oid) AS tables
  FROM relations r WHERE r.relkind IN ('v', 'm')
UNION ALL
SELECT 'foreign table', r.nspname, r.relname,
       'CREATE FOREIGN TABLE ' || r.oid::regclass || ' SERVER ' || quote_ident(s.srvname), '{}'
  FROM relations r
  JOIN pg_foreign_table f ON f.ftrelid = r.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
UNION ALL
SELECT 'partition', r.nspname, r.relname,
       'CREATE TABLE ' || r.oid::regclass || ' PARTITION OF ' || i.inhparent::regclass || ' '
           || pg_get_expr(c.relpartbound, c.oid), ARRAY[i.inhparent::int8]
  FROM relations r JOIN pg_class c ON c.oid = r.oid
  JOIN pg_inherits i ON i.inhrelid = r.oid WHERE r.relispartition AND r.relkind IN ('r', 'p')
UNION ALL
SELECT 'sequence', r.nspname, r.relname,
       'CREATE SEQUENCE ' || r.oid::regclass || ' AS ' || s.seqtypid::regtype
           || ' START WITH ' || s.seqstart || ' INCREMENT BY ' || s.seqincrement
           || ' MINVALUE ' || s.seqmin || ' MAXVALUE ' || s.seqmax || ' CACHE ' || s.seqcache
           || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END, '{}'
  FROM relations r
 CROSS JOIN LATERAL (SELECT * FROM pg_sequence q WHERE q.seqrelid = r.oid LIMIT 1) s
 WHERE r.relkind = 'S' AND r.oid NOT IN (
       SELECT o.objid FROM pg_depend o
        WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
          AND o.deptype = 'i'
        UNION ALL
       SELECT o.objid FROM pg_depend o
        CROSS JOIN LATERAL (SELECT d.oid FROM pg_attrdef d
                             WHERE d.adrelid = o.refobjid AND d.adnum = o.refobjsubid LIMIT 1) d
        WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
          AND o.deptype = 'a'
          AND (SELECT true FROM pg_depend u
                WHERE u.classid = 'pg_attrdef'::regclass AND u.objid = d.oid
                  AND u.refclassid = 'pg_class'::regclass AND u.refobjid = o.objid LIMIT 1))
UNION ALL
SELECT 'trigger', r.nspname, t.tgname, pg_get_triggerdef(t.oid, true), ARRAY[r.oid::int8]
  FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid
 WHERE NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL
SELECT 'rule', r.nspname, w.rulename, pg_get_ruledef(w.oid, true), ARRAY[r.oid::int8]
  FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.nspname, p.polname,
       'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass
           || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
           || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT'
                            WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
           || CASE WHEN p.polroles = '{0}' THEN ''
                   ELSE ' TO ' || (SELECT string_agg(o.role::regrole::text, ', ' ORDER BY o.at)
                                     FROM unnest(p.polroles) WITH ORDINALITY AS o (role, at)) END
           || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
           || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
       ARRAY[r.oid::int8]
  FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       n.nspname, p.proname,
       CASE p.prokind WHEN 'a' THEN 'CREATE AGGREGATE ' || p.oid::regprocedure
                      ELSE pg_get_functiondef(p.oid) END, '{}'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = ANY($1)
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                      AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'statistics', n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid), ARRAY[s.stxrelid::int8]
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE n.nspname = ANY($1)";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let mut objects = Vec::new();
    for row in catalog.rows(OBJECTS).await? {
        let ids: Vec<i64> = row.get("tables")?;
        let mut depends_on: Vec<ObjectName> =
            ids.into_iter().filter_map(|id| Some(tables.get(id)?.name.clone())).collect();
        depends_on.sort();
        objects.push(Object {
            kind: row.get("kind")?,
            name: catalog.name(row.get("schema")?, row.get("name")?),
            definition: row.get("definition")?,
            depends_on,
            ..Object::default()
        });
    }
    recognise_touch(tables, &mut objects);
    catalog.objects.append(&mut objects);
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
