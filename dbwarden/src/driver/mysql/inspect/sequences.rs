//! Sequences of MariaDB. Each of them is a table of one row, which alone tells how it counts.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{ColumnType, Object, Sequence, SequenceOptions};
use dbwarden_core::sql::ident;

use super::{Catalog, Error, Record, unreadable};

/// Reads those that were found, and how they count where everything is to be told; else they are known
/// by name alone.
///
/// MariaDB documentation, "Sequence Overview".
pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    names: Vec<String>,
    everything: bool,
) -> Result<Vec<Sequence>, Error> {
    let mut sequences = Vec::new();
    for name in names {
        let quote = |name: &str| ident::quote_always(Dialect::MySql, name);
        if !everything {
            let definition = format!("CREATE SEQUENCE {}", ident::quote(Dialect::MySql, &name));
            let name = catalog.local(name);
            let kind = "sequence".to_owned();
            catalog.objects.push(Object { kind, name, definition, ..Object::default() });
            continue;
        }
        let sql = format!(
            "SELECT CAST(start_value AS char) AS first, CAST(increment AS char) AS step, \
             CAST(minimum_value AS char) AS least, CAST(maximum_value AS char) AS most, \
             CAST(cache_size AS char) AS cache, CAST(cycle_option AS char) AS cycle FROM {}.{}",
            quote(&catalog.database),
            quote(&name)
        );
        let row = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *catalog.connection);
        let row = Record(row.await.map_err(unreadable)?);
        let number = |column: &str| Ok(row.text(column)?.parse().ok());
        let options = SequenceOptions {
            start: number("first")?,
            increment: number("step")?,
            min: number("least")?,
            max: number("most")?,
            cache: number("cache")?,
            cycle: row.text("cycle")? != "0",
        };
        sequences.push(Sequence {
            name: catalog.local(name),
            ty: ColumnType::builtin("bigint"),
            options,
            unlogged: false,
            owned_by: None,
            comment: None,
        });
    }
    Ok(sequences)
}
