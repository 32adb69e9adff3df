//! Tables.

use dbwarden_core::schema::{Table, TableOptions};

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
    let mut tables = Tables::default();
    for row in catalog.rows(TABLES).await? {
        let bare_name = row.text("name")?;
        let name = catalog.local(bare_name.clone());
        let options = row.text("options")?;
        let kind = row.text("type")?;
        if kind == "SEQUENCE" {
            tables.sequences.push(bare_name);
            continue;
        }
        let mut options = options_of(&options);
        if kind == "SYSTEM VERSIONED" {
            options.push(("SYSTEM VERSIONING".to_owned(), String::new()));
        }
        let collation = row.optional("collation")?;
        let row_format = options.iter().find(|(name, _)| name == "ROW_FORMAT");
        let row_format = row_format.map(|(_, value)| value.to_uppercase());
        let is_kept = |(name, _): &(String, String)| name != "ROW_FORMAT";
        tables.by_name.insert(bare_name, tables.list.len());
        tables.list.push(Table {
            comment: comment(row.text("comment")?),
            options: TableOptions {
                engine: row.optional("engine")?,
                // The name of a collation begins with that of its character set.
                charset: collation.as_ref().and_then(|name| name.split('_').next()).map(Into::into),
                collation,
                row_format,
                storage: options.into_iter().filter(is_kept).collect(),
                ..TableOptions::default()
            },
            ..Table::new(name)
        });
    }
    Ok(tables)
}

/// The options of a table as the catalog lists them: `row_format=DYNAMIC stats_persistent=1
/// `PAGE_COMPRESSED`='1' partitioned`. The names of an engine's own are in backticks, and stay so.
fn options_of(text: &str) -> Vec<(String, String)> {
    let mut options = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let mut quote = None;
        let end = rest.find(|c: char| {
            match quote {
                Some(open) if c == open => quote = None,
                None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
                _ => {}
            }
            // A name of two words has its second one before its value.
            quote.is_none() && c == ' '
        });
        let end = match end {
            Some(end) if matches!(&rest[..end], "DATA" | "INDEX") => {
                rest[end + 1..].find(' ').map_or(rest.len(), |more| end + 1 + more)
            }
            end => end.unwrap_or(rest.len()),
        };
        let (name, value) = rest[..end].split_once('=').unwrap_or((&rest[..end], ""));
        let name = if name.starts_with('`') { name.to_owned() } else { name.to_uppercase() };
        options.push((name, value.to_owned()));
        rest = rest[end..].trim_start();
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_apart() {
        let read = |text| {
            let options = options_of(text).into_iter();
            options.map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>()
        };
        assert_eq!(read(""), Vec::<String>::new());
        assert_eq!(read("row_format=COMPACT partitioned"), ["ROW_FORMAT:COMPACT", "PARTITIONED:"]);
        assert_eq!(
            read("max_rows=9 `PAGE_COMPRESSED`='1' DATA DIRECTORY='/tmp/'"),
            ["MAX_ROWS:9", "`PAGE_COMPRESSED`:'1'", "DATA DIRECTORY:'/tmp/'"]
        );
        assert_eq!(read("COMPRESSION=\"zlib b\" x=1"), ["COMPRESSION:\"zlib b\"", "X:1"]);
    }
}
