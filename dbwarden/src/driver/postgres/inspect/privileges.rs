//! What others may do with tables, sequences and schemas. It is not compared, but it goes with them, and
//! comes back with them.

use dbwarden_core::schema::{Object, ObjectName, PRIVILEGES};

use super::{Catalog, Error};

/// The owner of something may do everything with it, and is not told.
///
/// PostgreSQL manual, section 5.7 "Privileges", sections 53.11 "pg_class", 53.7 "pg_attribute", 53.32
/// "pg_namespace", 53.18 "pg_depend" and table 9.72, "aclitem Functions".
const GRANTED: &str = "
WITH held AS (
    SELECT c.relacl AS acl, c.relowner AS owner, n.nspname AS schema, c.relname AS name,
           NULL::name AS column, NULL::oid AS of_table, 'false' AS is_schema,
           CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END || c.oid::regclass AS target, c.oid
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'S')
    UNION ALL
    SELECT a.attacl, c.relowner, n.nspname, c.relname, a.attname, c.oid, 'false',
           c.oid::regclass::text, c.oid
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL
    SELECT nspacl, nspowner, nspname, nspname, NULL, NULL, 'true', 'SCHEMA ' || quote_ident(nspname), 0
      FROM pg_namespace WHERE nspacl IS NOT NULL AND nspname <> 'public')
SELECT h.schema, h.name, h.target, h.is_schema::bool AS is_schema,
       coalesce(o.schema, h.schema) AS table_schema, coalesce(o.name, h.name) AS table_name,
       coalesce(o.column, h.column)::text AS column, g.statements
  FROM held h
  LEFT JOIN LATERAL (
       SELECT n.nspname AS schema, t.relname AS name, a.attname AS column
         FROM pg_depend d
         JOIN pg_class t ON t.oid = d.refobjid
         JOIN pg_namespace n ON n.oid = t.relnamespace
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = h.oid AND d.deptype IN ('a', 'i')
          AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND h.column IS NULL
        LIMIT 1) o ON true
 CROSS JOIN LATERAL (
       SELECT array_agg(grants.statement ORDER BY grants.statement) AS statements
         FROM (SELECT 'GRANT '
                      || string_agg(x.privilege_type || coalesce(' (' || quote_ident(h.column) || ')', ''),
                                    ', ' ORDER BY x.privilege_type)
                      || ' ON ' || h.target || ' TO ' || coalesce(quote_ident(u.rolname), 'PUBLIC')
                      || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS statement
                 FROM aclexplode(h.acl) x LEFT JOIN pg_roles u ON u.oid = x.grantee
                WHERE x.grantee <> h.owner
                GROUP BY u.rolname, x.is_grantable) grants) g
 WHERE h.schema = ANY($1) AND left(h.name, 10) <> '_dbwarden_' AND g.statements IS NOT NULL
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = h.oid AND d.deptype = 'e')
 ORDER BY h.schema, h.name, h.column NULLS FIRST";

pub(super) async fn read(catalog: &mut Catalog<'_>) -> Result<(), Error> {
    for row in catalog.rows(GRANTED).await? {
        let mut statements = row.get::<Vec<String>, _>("statements")?.into_iter();
        let Some(definition) = statements.next() else { continue };
        let target: String = row.get("target")?;
        let schema: String = row.get("schema")?;
        let column: Option<String> = row.get("column")?;
        let part = column.as_ref().map(|column| format!(" ({column})")).unwrap_or_default();
        let taken_down_by = Some(format!("REVOKE ALL{part} ON {target} FROM PUBLIC"));
        let object = Object {
            kind: PRIVILEGES.to_owned(),
            definition,
            further: statements.collect(),
            taken_down_by,
            ..Object::default()
        };
        if row.get("is_schema")? {
            let name = ObjectName::new(schema.clone());
            catalog.objects.push(Object { name, namespace: Some(schema), ..object });
            continue;
        }
        let name = catalog.name(schema, row.get("name")?);
        let table = catalog.name(row.get("table_schema")?, row.get("table_name")?);
        let columns = column.into_iter().map(|column| (table.clone(), column)).collect();
        let depends_on = if table == name { vec![table] } else { vec![table, name.clone()] };
        catalog.objects.push(Object { name, depends_on, columns, ..object });
    }
    Ok(())
}
