//! The schema of a live SQLite database.
//!
//! One query for each database file that is read: SQLite keeps the texts of all its CREATE
//! statements, and they are read by [`sqlite_catalog`].

use dbwarden_core::dialect::sqlite_catalog::{self, CatalogError};
use dbwarden_core::dialect::sqlite_objects;
use dbwarden_core::dialect::{Capabilities, Dialect, Flavor, Version};
use dbwarden_core::schema::{Object, ObjectName, Schema, Table, touch_name};
use dbwarden_core::sql::ident::quote_always;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row, SqliteConnection};

use super::broken;
use super::hang::{hang, let_move};
use crate::inspect::{Error, Options};

/// Opens a database for reading, `None` where there is no such file.
pub(crate) async fn open_existing(url: &str) -> Result<Option<SqliteConnection>, sqlx::Error> {
    let options: SqliteConnectOptions = url.parse()?;
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    if !in_memory && !options.get_filename().exists() {
        return Ok(None);
    }
    options.create_if_missing(in_memory).connect().await.map(Some)
}

/// What the server can do.
pub(crate) async fn capabilities(connection: &mut SqliteConnection) -> Result<Capabilities, Error> {
    // <https://www.sqlite.org/lang_corefunc.html#sqlite_version>
    let row = sqlx::query("SELECT sqlite_version()").persistent(false).fetch_one(connection).await;
    let version: String = row.and_then(|row| row.try_get(0)).map_err(unreadable)?;
    Ok(Capabilities::of(Flavor::Sqlite, Version::parse(&version)))
}

/// The schema of the connection. Further schemas are attached databases.
pub(crate) async fn schema(
    connection: &mut SqliteConnection,
    options: &Options,
) -> Result<Schema, Error> {
    let mut schema = Schema::default();
    for database in std::iter::once("main").chain(options.schemas.iter().map(String::as_str)) {
        if database != "main" || schema.tables.is_empty() {
            read(connection, database, options, &mut schema).await?;
        }
    }
    sqlite_catalog::complete_references(&mut schema.tables);
    schema.tables.sort_by(|a, b| a.name.cmp(&b.name));
    schema.objects.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    Ok(schema)
}

/// A statement of the catalog.
struct Entry {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

async fn read(
    connection: &mut SqliteConnection,
    database: &str,
    options: &Options,
    schema: &mut Schema,
) -> Result<(), Error> {
    let named = |name: &str| ObjectName {
        schema: (database != "main").then(|| database.to_owned()),
        name: name.to_owned(),
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut objects = Vec::new();
    for entry in entries(connection, database).await? {
        let name = named(&entry.name);
        let object = |kind: &str, depends_on: Vec<ObjectName>| Object {
            kind: kind.to_owned(),
            name: name.clone(),
            definition: entry.sql.clone(),
            depends_on,
            ..Object::default()
        };
        match entry.kind.as_str() {
            "table" => {
                let parsed = sqlite_catalog::parse_table(&entry.sql)
                    .map_err(|error| not_understood("table", &name, &error))?;
                let mut table = Table { name: name.clone(), ..parsed };
                for key in &mut table.foreign_keys {
                    key.references.schema.clone_from(&name.schema);
                }
                tables.push(table);
            }
            "index" => {
                let table = named(&entry.table);
                let Some(table) = tables.iter_mut().find(|it| it.name == table) else { continue };
                let index = sqlite_catalog::parse_index(&entry.sql, table)
                    .map_err(|error| not_understood("index", &name, &error))?;
                table.indexes.push(index);
            }
            "trigger" => objects
                .push(Object { owner: Some(named(&entry.table)), ..object("trigger", Vec::new()) }),
            kind => objects.push(object(kind, Vec::new())),
        }
    }
    objects.retain(|object| !recognise_touch(&mut tables, object, options));
    hang(&tables, &mut objects);
    if options.everything {
        let_move(&tables, &mut objects);
        broken::mark(connection, &tables, &mut objects).await?;
    }
    schema.objects.append(&mut objects);
    schema.tables.append(&mut tables);
    Ok(())
}

/// All statements, tables before what hangs on them. Indexes that carry constraints have no text.
/// The tables in which a virtual table keeps its data belong to it.
async fn entries(connection: &mut SqliteConnection, database: &str) -> Result<Vec<Entry>, Error> {
    // <https://www.sqlite.org/schematab.html>, <https://www.sqlite.org/pragma.html#pragma_table_list>
    // The list is made once: a join with the pragma itself would make it anew for every table.
    let quoted = quote_always(Dialect::Sqlite, database);
    let sql = format!(
        "WITH list AS MATERIALIZED (SELECT schema, name, type FROM pragma_table_list)
         SELECT CASE l.type WHEN 'virtual' THEN 'virtual table' ELSE s.type END AS kind,
                s.name, s.tbl_name, s.sql
           FROM {quoted}.sqlite_schema s
           LEFT JOIN list l
             ON s.type = 'table' AND l.name = s.name AND l.schema = ?
          WHERE s.sql IS NOT NULL AND coalesce(l.type, '') <> 'shadow'
            AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND s.tbl_name NOT LIKE '\\_dbwarden\\_%' ESCAPE '\\'
          ORDER BY s.type <> 'table', s.name"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(database).persistent(false);
    let rows = query.fetch_all(connection).await.map_err(unreadable)?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                kind: row.try_get(0)?,
                name: row.try_get(1)?,
                table: row.try_get(2)?,
                sql: row.try_get(3)?,
            })
        })
        .collect::<Result<_, sqlx::Error>>()
        .map_err(unreadable)
}

/// A trigger `{table}_{column}_touch` belongs to the column; where everything is to be told, only if it
/// does that very thing.
fn recognise_touch(tables: &mut [Table], trigger: &Object, options: &Options) -> bool {
    let table = tables.iter_mut().find(|table| trigger.owner.as_ref() == Some(&table.name));
    let Some(table) = table else { return false };
    let at = table.columns.iter().position(|column| {
        trigger.name.name == touch_name(&table.name.name, &column.name, None)
            && (!options.everything
                || sqlite_objects::is_touch(&trigger.definition, table, &column.name))
    });
    if let Some(at) = at {
        table.columns[at].touch = true;
    }
    at.is_some()
}

fn not_understood(kind: &str, name: &ObjectName, error: &CatalogError) -> Error {
    Error::new(format!("the statement of {kind} `{name}` is not understood: {error}"))
}

fn unreadable(error: sqlx::Error) -> Error {
    Error::database("the catalog cannot be read", error)
}
