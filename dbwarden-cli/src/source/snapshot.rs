//! `schema.json`: what the models declared when the last migration was made.
//!
//! Only what it lists may ever be dropped: everything else in a database was made by hand. It is
//! kept beside the migrations, so its text is made for merging: tables sorted by name, and a line
//! for each column, constraint and index.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::Checksum;
use dbwarden_core::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::migrations::Migrations;
use crate::error::{Error, Result};

pub(crate) use dbwarden_core::migration::SNAPSHOT_FILE as FILE_NAME;

const FORMAT: u32 = 1;

/// How deep lists and tables are broken into lines; what lies deeper shares the line of its owner.
const BROKEN_LEVELS: usize = 4;

#[derive(Serialize, Deserialize)]
struct Snapshot {
    format: u32,
    dialect: Dialect,
    #[serde(flatten)]
    schema: Schema,
}

/// Reads the snapshot that lies beside migrations; `None` where there is none yet. The manifest must
/// know it: what it lists may be dropped.
pub(crate) fn read(migrations: &Migrations, dialect: Dialect) -> Result<Option<Schema>> {
    let Some(bytes) = migrations.folder.snapshot.as_deref() else { return Ok(None) };
    let label = migrations.folder.label_of(FILE_NAME);
    if migrations.manifest().is_some_and(|manifest| manifest.snapshot != Some(digest(bytes))) {
        let message = format!("the snapshot `{label}` is not the one that the manifest lists");
        return Err(Error::new(message).hint("undo the edit, or review it and run `dbwarden hash`"));
    }
    parse(&text_of(bytes), dialect, &label).map(Some)
}

/// The digest that the manifest lists; the same whatever a checkout did to the line ends.
pub(crate) fn digest(bytes: &[u8]) -> Checksum {
    Checksum::of(text_of(bytes).as_bytes())
}

fn text_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n")
}

fn parse(text: &str, dialect: Dialect, shown: &str) -> Result<Schema> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Error::new(format!("cannot read the snapshot `{shown}`"))
            .because(error)
            .hint("resolve a merge conflict in it, or take the version of one branch")
    })?;
    let format = value.get("format").and_then(Value::as_u64);
    if format != Some(u64::from(FORMAT)) {
        let format = format.map_or_else(|| "none".to_owned(), |format| format.to_string());
        return Err(Error::new(format!("the snapshot `{shown}` has an unknown format: {format}"))
            .hint("it was written by another version of dbwarden; use that one, or a newer one"));
    }
    let snapshot: Snapshot = serde_json::from_value(value).map_err(|error| {
        Error::new(format!("cannot read the snapshot `{shown}`")).because(error)
    })?;
    if snapshot.dialect != dialect {
        let message =
            format!("the snapshot `{shown}` is of another database: {}", snapshot.dialect);
        return Err(Error::new(message).hint(format!("the URL says {dialect}")));
    }
    Ok(snapshot.schema)
}

/// The text of the file for a schema.
pub(crate) fn render(schema: &Schema, dialect: Dialect) -> Result<String> {
    let mut schema = schema.clone();
    schema.enums.sort_by(|a, b| a.name.cmp(&b.name));
    schema.composites.sort_by(|a, b| a.name.cmp(&b.name));
    schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
    schema.objects.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    let snapshot = Snapshot { format: FORMAT, dialect, schema };
    let value = serde_json::to_value(&snapshot)
        .map_err(|error| Error::new("cannot write the snapshot").because(error))?;
    let mut text = String::new();
    write(&value, 0, &mut text);
    text.push('\n');
    Ok(text)
}

fn write(value: &Value, level: usize, text: &mut String) {
    let (open, close, items): (_, _, Vec<(Option<&String>, &Value)>) = match value {
        Value::Object(fields) => {
            ('{', '}', fields.iter().map(|(key, value)| (Some(key), value)).collect())
        }
        Value::Array(items) => ('[', ']', items.iter().map(|item| (None, item)).collect()),
        _ => return text.push_str(&value.to_string()),
    };
    let broken = level < BROKEN_LEVELS && items.iter().any(|(_, item)| holds_more(item, level));
    text.push(open);
    for (index, (key, item)) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if broken {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', level + 1));
        } else if index > 0 {
            text.push(' ');
        }
        if let Some(key) = key {
            text.push_str(&Value::from(key.as_str()).to_string());
            text.push_str(": ");
        }
        write(item, level + 1, text);
    }
    if broken {
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', level));
    }
    text.push(close);
}

/// Whether an item of a list on this level is worth a line of its own.
fn holds_more(item: &Value, level: usize) -> bool {
    level < 3 || item.is_object()
}

#[cfg(test)]
mod tests {
    use dbwarden_core::schema::{
        Column, ColumnType, Index, IndexPart, ObjectName, PrimaryKey, Table,
    };

    use super::*;

    fn table(name: &str) -> Table {
        let mut table = Table::new(ObjectName::new(name));
        table.columns.push(Column::new("id", ColumnType::builtin("integer")));
        table.columns.push(Column {
            nullable: true,
            ..Column::new("bio", ColumnType::builtin("varchar").with_modifiers([20]))
        });
        table.primary_key =
            Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() });
        table.indexes.push(Index::new("ix_bio", vec![IndexPart::column("bio")]));
        table
    }

    fn schema(names: &[&str]) -> Schema {
        Schema { tables: names.iter().map(|name| table(name)).collect(), ..Schema::default() }
    }

    #[test]
    fn what_was_written_is_read() {
        let schema = schema(&["a", "b"]);
        let text = render(&schema, Dialect::Sqlite).expect("it is data");
        assert_eq!(parse(&text, Dialect::Sqlite, "s").expect("it was just written"), schema);
    }

    #[test]
    fn the_text_has_a_line_for_each_part() {
        assert_eq!(
            render(&schema(&["users"]), Dialect::Sqlite).expect("it is data"),
            r#"{
 "format": 1,
 "dialect": "sqlite",
 "tables": [
  {
   "name": {"name": "users"},
   "columns": [
    {"name": "id", "type": {"name": {"builtin": "integer"}}},
    {"name": "bio", "type": {"name": {"builtin": "varchar"}, "modifiers": ["20"]}, "nullable": true}
   ],
   "primary_key": {"columns": ["id"]},
   "indexes": [
    {"name": "ix_bio", "parts": [{"key": {"column": "bio"}}]}
   ]
  }
 ]
}
"#
        );
    }

    #[test]
    fn the_order_of_models_does_not_show() {
        let one = render(&schema(&["a", "b"]), Dialect::Sqlite).expect("it is data");
        assert_eq!(render(&schema(&["b", "a"]), Dialect::Sqlite).expect("it is data"), one);
    }

    #[test]
    fn another_format_or_database_is_refused() {
        let told = |text: &str| {
            parse(text, Dialect::Sqlite, "s").expect_err("it is not readable").to_string()
        };
        assert!(told("{\"format\": 2}").contains("unknown format: 2"));
        assert!(told("{\"format\": 1, \"dialect\": \"mysql\"}").contains("of another database"));
        assert!(told("<<<<<<< HEAD").contains("cannot read the snapshot `s`"));
    }
}
