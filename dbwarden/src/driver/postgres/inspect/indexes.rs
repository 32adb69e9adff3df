//! Indexes that no constraint stands for.

use dbwarden_core::schema::{Index, IndexKey, IndexPart, NullsOrder};

use super::tables::parameters;
use super::{COLLATION, Catalog, Error, Record, Tables, expression};

/// The parts come as parallel lists. `option` is a set of bits: 1 descending, 2 nulls first.
///
/// PostgreSQL manual, sections 53.26 "pg_index", 53.33 "pg_opclass" and table 9.75; the bits are
/// `INDOPTION_DESC` and `INDOPTION_NULLS_FIRST` of its source, `catalog/pg_index.h`.
const INDEXES: &str = "
SELECT i.indrelid::int8 AS table_id, x.relname AS name, i.indisunique AS is_unique,
       i.indisvalid AS is_valid, m.amname AS method, x.reloptions AS storage,
       obj_description(x.oid, 'pg_class') AS comment,
       pg_get_expr(i.indpred, i.indrelid) AS predicate,
       i.indisunique
           AND coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS nulls_not_distinct,
       i.indnkeyatts::int4 AS keys,
       p.columns, p.definitions, p.options, p.classes, p.collations, p.statistics
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_am m ON m.oid = x.relam
 CROSS JOIN LATERAL (
       SELECT array_agg(a.attname::text ORDER BY k.at) AS columns,
              array_agg(CASE WHEN k.number = 0
                             THEN pg_get_indexdef(i.indexrelid, k.at::int4, false) END
                        ORDER BY k.at) AS definitions,
              array_agg(coalesce(k.option, 0)::int4 ORDER BY k.at) AS options,
              array_agg((SELECT CASE WHEN pg_opclass_is_visible(o.oid) THEN ''
                                     ELSE quote_ident(s.nspname) || '.' END || quote_ident(o.opcname)
                                || coalesce(' (' || (
                                       SELECT string_agg(p.name || ' = ' || quote_literal(p.value), ', ')
                                         FROM (SELECT split_part(e, '=', 1) AS name,
                                                      substr(e, strpos(e, '=') + 1) AS value
                                                 FROM unnest(b.attoptions) AS e) p) || ')', '')
                           FROM pg_opclass o JOIN pg_namespace s ON s.oid = o.opcnamespace
                          WHERE o.oid = k.class AND (NOT o.opcdefault OR b.attoptions IS NOT NULL))
                        ORDER BY k.at) AS classes,
              array_agg((SELECT {collation} FROM pg_collation l
                          WHERE l.oid = k.rule AND k.rule <> coalesce(a.attcollation, 100))
                        ORDER BY k.at) AS collations,
              array_agg(CASE WHEN b.attstattarget >= 0 THEN b.attstattarget::int4 END
                        ORDER BY k.at) AS statistics
         FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
              WITH ORDINALITY AS k (number, class, rule, option, at)
         LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
         LEFT JOIN pg_attribute b ON b.attrelid = i.indexrelid AND b.attnum = k.at) p
 WHERE n.nspname = ANY($1)
   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
 ORDER BY i.indrelid, x.relname";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    for row in catalog.rows(&INDEXES.replace("{collation}", COLLATION)).await? {
        let Some(table) = tables.get(row.get("table_id")?) else { continue };
        let (parts, include) = parts(&row)?;
        let method: String = row.get("method")?;
        table.indexes.push(Index {
            unique: row.get("is_unique")?,
            method: Some(method).filter(|method| method != "btree"),
            include,
            predicate: row.get::<Option<String>, _>("predicate")?.map(expression),
            nulls_not_distinct: row.get("nulls_not_distinct")?,
            storage: parameters(row.get("storage")?),
            comment: row.get("comment")?,
            invalid: !row.get::<bool, _>("is_valid")?,
            ..Index::new(row.get::<String, _>("name")?, parts)
        });
    }
    Ok(())
}

/// The parts of the key, and the columns that are only carried along.
fn parts(row: &Record) -> Result<(Vec<IndexPart>, Vec<String>), Error> {
    let columns: Vec<Option<String>> = row.get("columns")?;
    let definitions: Vec<Option<String>> = row.get("definitions")?;
    let options: Vec<i32> = row.get("options")?;
    let classes: Vec<Option<String>> = row.get("classes")?;
    let collations: Vec<Option<String>> = row.get("collations")?;
    let keys = usize::try_from(row.get::<i32, _>("keys")?).unwrap_or_default();

    let mut parts = Vec::new();
    let mut include = Vec::new();
    let statistics: Vec<Option<i32>> = row.get("statistics")?;
    let lists = columns.into_iter().zip(definitions).zip(options).zip(classes).zip(collations);
    for (((((column, definition), option), ops), collation), statistics) in lists.zip(statistics) {
        if parts.len() == keys {
            include.extend(column);
            continue;
        }
        let key = match column {
            Some(column) => IndexKey::Column(column),
            None => IndexKey::Expr(expression(definition.unwrap_or_default())),
        };
        let descending = option & 1 != 0;
        let nulls = match (descending, option & 2 != 0) {
            (false, true) => Some(NullsOrder::First),
            (true, false) => Some(NullsOrder::Last),
            _ => None,
        };
        let part =
            IndexPart { descending, nulls, ops, collation, statistics, ..IndexPart::column("") };
        parts.push(IndexPart { key, ..part });
    }
    Ok((parts, include))
}
