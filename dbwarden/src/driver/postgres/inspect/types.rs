//! Types that the schema declares.

use std::collections::BTreeMap;

use dbwarden_core::schema::{CompositeType, EnumType, Object, Schema};

use super::{COLLATION, Catalog, Error, column_type};

/// Enums with their values, composite types with their attributes; domains and ranges by definition.
/// What belongs to an extension or is the row type of a table is left out.
///
/// PostgreSQL manual, sections 53.64 "pg_type", 53.20 "pg_enum", 53.7 "pg_attribute", 53.40 "pg_range"
/// and table 9.75; 38.13 "User-Defined Types".
const TYPES: &str = "
SELECT t.oid::int8 AS id, 'pg_type'::regclass::oid::int8 AS class,
       t.typrelid::int8 AS relation,
       n.nspname AS schema, t.typname AS name, t.typtype::text AS type,
       obj_description(t.oid, 'pg_type') AS comment,
       ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid
              ORDER BY e.enumsortorder) AS labels,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum) AS attributes,
       ARRAY(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum) AS attribute_types,
       ARRAY(SELECT CASE WHEN a.attcollation <> y.typcollation THEN
                        (SELECT {collation} FROM pg_collation l WHERE l.oid = a.attcollation) END
               FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum) AS attribute_collations,
       ARRAY(SELECT col_description(a.attrelid, a.attnum) FROM pg_attribute a
              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
              ORDER BY a.attnum) AS attribute_comments,
       CASE t.typtype
       WHEN 'd' THEN 'CREATE DOMAIN ' || t.oid::regtype || ' AS '
           || format_type(t.typbasetype, t.typtypmod)
           || coalesce((SELECT ' COLLATE ' || format('%I.%I', s.nspname, l.collname)
                          FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                          JOIN pg_type b ON b.oid = t.typbasetype
                         WHERE l.oid = t.typcollation AND b.typcollation <> t.typcollation), '')
           || coalesce(' DEFAULT ' || t.typdefault, '')
           || CASE WHEN t.typnotnull THEN coalesce(
                  (SELECT ' CONSTRAINT ' || quote_ident(k.conname) FROM pg_constraint k
                    WHERE k.contypid = t.oid AND k.contype = 'n'
                      AND k.conname <> t.typname || '_not_null'), '') || ' NOT NULL' ELSE '' END
           || coalesce((SELECT string_agg(' CONSTRAINT ' || quote_ident(k.conname) || ' '
                                          || pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
                          FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')
       WHEN 'r' THEN (SELECT 'CREATE TYPE ' || t.oid::regtype || ' AS RANGE (SUBTYPE = '
                             || r.rngsubtype::regtype
                             || coalesce((SELECT ', SUBTYPE_OPCLASS = ' || format('%I.%I', s.nspname, o.opcname)
                                            FROM pg_opclass o JOIN pg_namespace s ON s.oid = o.opcnamespace
                                           WHERE o.oid = r.rngsubopc AND NOT o.opcdefault), '')
                             || coalesce((SELECT ', COLLATION = ' || format('%I.%I', s.nspname, l.collname)
                                            FROM pg_collation l JOIN pg_namespace s ON s.oid = l.collnamespace
                                            JOIN pg_type b ON b.oid = r.rngsubtype
                                           WHERE l.oid = r.rngcollation
                                             AND l.oid <> b.typcollation), '')
                             || CASE WHEN r.rngsubdiff <> 0
                                     THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc ELSE '' END
                             || coalesce((SELECT ', MULTIRANGE_TYPE_NAME = ' || m.oid::regtype FROM pg_type m
                                           WHERE m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid), '')
                             || ')'
                        FROM pg_range r WHERE r.rngtypid = t.oid)
       ELSE 'CREATE TYPE ' || t.oid::regtype END AS definition,
       CASE t.typtype WHEN 'd' THEN 'DROP DOMAIN ' WHEN 'r' THEN 'DROP TYPE ' END
           || t.oid::regtype AS taken_down_by
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE n.nspname = ANY($1)
   AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c'
        OR t.typtype = 'b' AND t.typelem = 0 AND t.typisdefined)
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
 ORDER BY n.nspname, t.typname";

pub(super) async fn read(catalog: &mut Catalog<'_>) -> Result<Schema, Error> {
    let mut schema = Schema::default();
    for row in catalog.rows(&TYPES.replace("{collation}", COLLATION)).await? {
        let name = catalog.name(row.get("schema")?, row.get("name")?);
        let comment: Option<String> = row.get("comment")?;
        let id: i64 = row.get("id")?;
        catalog.types.insert(id, name.clone());
        let kind = match row.get::<String, _>("type")?.as_str() {
            "e" => {
                let values = row.get("labels")?;
                schema.enums.push(EnumType { name, values, comment, ..EnumType::default() });
                continue;
            }
            "c" => {
                let names: Vec<String> = row.get("attributes")?;
                let types: Vec<String> = row.get("attribute_types")?;
                let told = |texts: Vec<Option<String>>| -> BTreeMap<String, String> {
                    let texts = names.iter().cloned().zip(texts);
                    texts.filter_map(|(name, text)| Some((name, text?))).collect()
                };
                let collations = told(row.get("attribute_collations")?);
                let comments = told(row.get("attribute_comments")?);
                let attributes = names
                    .into_iter()
                    .zip(&types)
                    .map(|(name, text)| Ok((name, column_type(text)?)))
                    .collect::<Result<_, Error>>()?;
                catalog.composites.insert(row.get("relation")?, schema.composites.len());
                schema.composites.push(CompositeType {
                    name,
                    attributes,
                    collations,
                    comments,
                    comment,
                    ..Default::default()
                });
                continue;
            }
            "d" => "domain",
            "r" => "range",
            _ => "type",
        };
        // Domains and ranges are objects of their own.
        catalog.types.remove(&id);
        catalog.numbered.insert((row.get("class")?, id), catalog.objects.len());
        let what = if kind == "domain" { "DOMAIN" } else { "TYPE" };
        let taken_down_by: Option<String> = row.get("taken_down_by")?;
        let address =
            taken_down_by.as_deref().and_then(|drop| drop.split_once(' ')?.1.split_once(' '));
        let further = comment.zip(address).map(|(comment, (_, name))| {
            format!("COMMENT ON {what} {name} IS '{}'", comment.replace('\'', "''"))
        });
        catalog.objects.push(Object {
            kind: kind.to_owned(),
            name,
            definition: row.get("definition")?,
            taken_down_by,
            further: further.into_iter().collect(),
            ..Default::default()
        });
    }
    Ok(schema)
}
