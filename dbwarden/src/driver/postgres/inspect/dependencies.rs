//! What hangs on what.

use dbwarden_core::schema::{CompositeType, ObjectName};

use super::{Catalog, Error, Tables};

/// A rule of a view is the view, a constraint of a domain is the domain; what belongs to a table (a
/// column, a default, a constraint, an index) is the table; an array is its element, the type of rows is
/// the table, and what an extension brought is the extension. What the server itself brought has no
/// number from 16384 on.
///
/// PostgreSQL manual, sections 53.18 "pg_depend", 53.44 "pg_rewrite", 53.13 "pg_constraint", 53.6
/// "pg_attrdef", 53.26 "pg_index" and 53.64 "pg_type".
const DEPENDENCIES: &str = "
SELECT DISTINCT o.class::int8 AS class, o.id::int8 AS id,
       p.class::int8 AS on_class, p.id::int8 AS on_id,
       o.class = 'pg_class'::regclass AS is_relation, p.class = 'pg_class'::regclass AS on_relation,
       CASE WHEN p.class = 'pg_class'::regclass THEN (
           SELECT a.attname::text FROM pg_attribute a
            WHERE a.attrelid = p.id AND a.attnum = d.refobjsubid AND d.refobjsubid > 0) END AS column
  FROM pg_depend d
 CROSS JOIN LATERAL (
       SELECT coalesce(
                  (SELECT ('pg_class'::regclass::oid, w.ev_class)::text FROM pg_rewrite w
                    WHERE d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
                      AND w.rulename = '_RETURN'),
                  (SELECT CASE WHEN k.contypid <> 0 THEN ('pg_type'::regclass::oid, k.contypid)::text
                               ELSE ('pg_class'::regclass::oid, k.conrelid)::text END
                     FROM pg_constraint k
                    WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid),
                  (SELECT ('pg_class'::regclass::oid, f.adrelid)::text FROM pg_attrdef f
                    WHERE d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid),
                  (SELECT ('pg_class'::regclass::oid, i.indrelid)::text FROM pg_index i
                    WHERE d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid),
                  (d.classid, d.objid)::text) AS pair) owner
 CROSS JOIN LATERAL (
       SELECT split_part(trim(owner.pair, '()'), ',', 1)::oid AS class,
              split_part(trim(owner.pair, '()'), ',', 2)::oid AS id) o
 CROSS JOIN LATERAL (
       SELECT coalesce(
                  (SELECT ('pg_extension'::regclass::oid, e.refobjid)::text FROM pg_depend e
                    WHERE e.classid = d.refclassid AND e.objid = d.refobjid AND e.deptype = 'e'
                    LIMIT 1),
                  (SELECT CASE WHEN t.typrelid <> 0
                                AND (SELECT c.relkind <> 'c' FROM pg_class c WHERE c.oid = t.typrelid)
                               THEN ('pg_class'::regclass::oid, t.typrelid)::text
                               WHEN t.typelem <> 0 AND t.typlen = -1
                               THEN ('pg_type'::regclass::oid, t.typelem)::text
                               WHEN t.typtype = 'm'
                               THEN (SELECT ('pg_type'::regclass::oid, r.rngtypid)::text FROM pg_range r
                                      WHERE (to_jsonb(r) ->> 'rngmultitypid')::oid = t.oid) END
                     FROM pg_type t
                    WHERE d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid),
                  (d.refclassid, d.refobjid)::text) AS pair) target
 CROSS JOIN LATERAL (
       SELECT split_part(trim(target.pair, '()'), ',', 1)::oid AS class,
              split_part(trim(target.pair, '()'), ',', 2)::oid AS id) p
 WHERE d.deptype IN ('n', 'a') AND d.classid <> 0 AND d.objid >= 16384
   AND d.refclassid IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass,
                        'pg_opclass'::regclass, 'pg_operator'::regclass, 'pg_am'::regclass,
                        'pg_collation'::regclass, 'pg_extension'::regclass, 'pg_ts_config'::regclass,
                        'pg_ts_dict'::regclass)
   AND (o.class, o.id) <> (p.class, p.id)
 ORDER BY 1, 2, 3, 4, 5";

/// Tells the objects what they hang on, and the tables and composite types what they are made of.
pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &mut Tables,
    composites: &mut [CompositeType],
) -> Result<(), Error> {
    // Tables alone hang on nothing that has to be told.
    if catalog.numbered.is_empty() {
        return Ok(());
    }
    for row in catalog.rows(DEPENDENCIES).await? {
        let own: (i64, i64) = (row.get("class")?, row.get("id")?);
        let on: (i64, i64) = (row.get("on_class")?, row.get("on_id")?);
        let is_relation: bool = row.get("is_relation")?;
        let on_relation: bool = row.get("on_relation")?;
        let need =
            catalog.numbered.get(&on).and_then(|&at| catalog.objects[at].taken_down_by.clone());
        let table: Option<ObjectName> =
            if on_relation { tables.get(on.1).map(|table| table.name.clone()) } else { None };
        let ty = catalog.types.get(&on.1).filter(|_| !on_relation).cloned();
        let column: Option<String> = row.get("column")?;
        if let Some(&at) = catalog.numbered.get(&own) {
            let object = &mut catalog.objects[at];
            object.needs.extend(need);
            if let (Some(table), Some(column)) = (&table, column) {
                object.columns.push((table.clone(), column));
            }
            for name in table.into_iter().chain(ty) {
                if !object.depends_on.contains(&name) {
                    object.depends_on.push(name);
                }
            }
        } else if is_relation && let Some(need) = need {
            if let Some(table) = tables.get(own.1) {
                table.needs.push(need);
            } else if let Some(&at) = catalog.composites.get(&own.1) {
                composites[at].needs.push(need);
            }
        }
    }
    for object in &mut catalog.objects {
        object.depends_on.sort();
        object.columns.sort();
        object.columns.dedup();
        object.needs.sort();
        object.needs.dedup();
    }
    Ok(())
}
