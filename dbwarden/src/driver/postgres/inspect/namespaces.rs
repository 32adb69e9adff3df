//! Schemas within the database.

use dbwarden_core::schema::Namespace;

use super::{Catalog, Error};

/// The comment that the server itself gives `public` is none.
///
/// PostgreSQL manual, sections 53.32 "pg_namespace" and table 9.75.
const NAMESPACES: &str = "
SELECT n.nspname AS name,
       nullif(obj_description(n.oid, 'pg_namespace'),
              CASE n.nspname WHEN 'public' THEN 'standard public schema' END) AS comment
  FROM pg_namespace n WHERE n.nspname = ANY($1) ORDER BY n.nspname";

pub(super) async fn read(catalog: &mut Catalog<'_>) -> Result<Vec<Namespace>, Error> {
    let rows = catalog.rows(NAMESPACES).await?;
    rows.iter()
        .map(|row| Ok(Namespace { name: row.get("name")?, comment: row.get("comment")? }))
        .collect()
}
