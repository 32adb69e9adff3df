//! Tables.

use std::collections::HashMap;

use dbwarden_core::schema::{Object, Table, TableOptions};

use super::{Catalog, Error, Tables, comment};

/// MariaDB documentation, "Information Schema TABLES Table"; MySQL manual, section 26.3.38.
const TABLES: &str = "
SELECT table_name AS name, table_type AS type, engine AS engine, table_collation AS collation,
       create_options AS options, table_comment AS comment
  FROM information_schema.tables
 WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')
   AND left(table_name, 10) <> '_dbwarden_'
 ORDER BY table_name";

pub(super) async fn read(catalog: &mut Catalog<'_>) -> Result<Tables, Error> {
    let mut tables = Tables { list: Vec::new(), by_name: HashMap::new() };
    for row in catalog.rows(TABLES).await? {
        let bare_name = row.text("name")?;
        let name = catalog.local(bare_name.clone());
        let options = row.text("options")?;
        let mut note = |kind: &str, definition: &str| {
            catalog.objects.push(Object {
                kind: kind.to_owned(),
                name: name.clone(),
                definition: definition.to_owned(),
                depends_on: if kind == "sequence" { Vec::new() } else { vec![name.clone()] },
                ..Object::default()
            });
        };
        match row.text("type")?.as_str() {
            "SEQUENCE" => {
                note("sequence", &format!("CREATE SEQUENCE {bare_name}"));
                continue;
            }
            "SYSTEM VERSIONED" => note("system versioning", "WITH SYSTEM VERSIONING"),
            _ => {}
        }
        if options.split(' ').any(|option| option == "partitioned") {
            note("partitioning", "PARTITION BY ..");
        }
        let collation = row.optional("collation")?;
        let row_format = options
            .split(' ')
            .find_map(|option| option.strip_prefix("row_format="))
            .map(str::to_uppercase);
        tables.by_name.insert(bare_name, tables.list.len());
        tables.list.push(Table {
            comment: comment(row.text("comment")?),
            options: TableOptions {
                engine: row.optional("engine")?,
                // The name of a collation begins with that of its character set.
                charset: collation.as_ref().and_then(|name| name.split('_').next()).map(Into::into),
                collation,
                row_format,
                ..TableOptions::default()
            },
            ..Table::new(name)
        });
    }
    Ok(tables)
}
