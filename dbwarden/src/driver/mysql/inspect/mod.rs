//! The schema of a live MySQL or MariaDB database.
//!
//! A fixed number of queries for each database that is read, however many tables it has. Each names
//! the database as a constant: only then does the server not look through all others. What belongs
//! together is put together here, because joins within `information_schema` take time that grows
//! with the square of the tables. Only where everything is to be told, each table is asked for the rest.
//!
//! The tests run on MariaDB 10.11; on MySQL 8.0, 8.4 and 9.7 they were run by hand.

mod columns;
mod constraints;
mod indexes;
mod objects;
mod sequences;
mod shown;
mod tables;

use std::collections::HashMap;

use dbwarden_core::dialect::{Capabilities, Dialect, Flavor, Version};
use dbwarden_core::schema::{Expr, Object, ObjectName, Schema, Table};
use dbwarden_core::sql::expression::without_parentheses;
use sqlx::mysql::MySqlRow;
use sqlx::{Connection, MySqlConnection, Row};

use crate::inspect::{Error, Options};

/// Connects as applications do.
pub(crate) async fn connect(url: &str) -> Result<MySqlConnection, sqlx::Error> {
    MySqlConnection::connect(url).await
}

/// The schema of the connection.
pub(crate) async fn schema(
    connection: &mut MySqlConnection,
    options: &Options,
) -> Result<Schema, Error> {
    let (capabilities, own) = server(connection).await?;
    let Some(own) = own else {
        return Err(Error::new("the URL names no database")
            .with_hint("end it with the name of the database: `mysql://host/app`"));
    };
    let further = options.schemas.iter().filter(|schema| **schema != own);
    let databases: Vec<String> = std::iter::once(&own).chain(further).cloned().collect();
    let mut catalog = Catalog {
        connection,
        flavor: capabilities.flavor,
        version: capabilities.version,
        own,
        database: String::new(),
        objects: Vec::new(),
    };
    let mut schema = Schema::default();
    for database in databases {
        catalog.database = database;
        let mut tables = tables::read(&mut catalog).await?;
        columns::read(&mut catalog, &mut tables).await?;
        constraints::read(&mut catalog, &mut tables).await?;
        indexes::read(&mut catalog, &mut tables).await?;
        shown::read(&mut catalog, &mut tables, options.everything).await?;
        indexes::sort_out(&mut tables);
        objects::read(&mut catalog, &tables, options.everything).await?;
        let sequences = std::mem::take(&mut tables.sequences);
        let sequences = sequences::read(&mut catalog, sequences, options.everything).await?;
        schema.sequences.extend(sequences);
        schema.tables.append(&mut tables.list);
    }
    schema.objects = catalog.objects;
    schema.objects.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    Ok(schema)
}

/// What the server can do.
pub(crate) async fn capabilities(connection: &mut MySqlConnection) -> Result<Capabilities, Error> {
    server(connection).await.map(|(capabilities, _)| capabilities)
}

async fn server(connection: &mut MySqlConnection) -> Result<(Capabilities, Option<String>), Error> {
    // MariaDB documentation, "Information Functions"; MySQL manual, section 12.15.
    // As plain text: a statement that is kept would go on to name the database that it was made in.
    let row = sqlx::raw_sql("SELECT version(), database()").fetch_one(connection);
    let row = Record(row.await.map_err(unreadable)?);
    let version = row.text("version()")?;
    let own = row.optional("database()")?;
    let flavor = if version.contains("MariaDB") { Flavor::MariaDb } else { Flavor::MySql };
    // Behind some proxies MariaDB calls itself `5.5.5-10.11.6-MariaDB`.
    let version = version.strip_prefix("5.5.5-").unwrap_or(&version);
    Ok((Capabilities::of(flavor, Version::parse(version)), own))
}

/// The catalog as one reading sees it.
struct Catalog<'c> {
    connection: &'c mut MySqlConnection,
    flavor: Flavor,
    version: Version,
    /// The connection's own database.
    own: String,
    /// The one that is read.
    database: String,
    /// What is known by name and definition alone, from whichever query found it.
    objects: Vec<Object>,
}

impl Catalog<'_> {
    /// The rows of a query whose only parameter is the database.
    ///
    /// The statement is kept by the connection. One that is not is closed after its use, which the
    /// server does not answer; and since sqlx leaves Nagle's algorithm on, the query after it would
    /// wait for the server's delayed acknowledgement, some 40 milliseconds each time.
    async fn rows(&mut self, sql: &'static str) -> Result<Vec<Record>, Error> {
        let query = sqlx::query(sql).bind(&self.database);
        let rows = query.fetch_all(&mut *self.connection).await.map_err(unreadable)?;
        Ok(rows.into_iter().map(Record).collect())
    }

    /// The name of an object, without the database where that is the connection's own.
    fn name(&self, database: &str, name: String) -> ObjectName {
        ObjectName { schema: (database != self.own).then(|| database.to_owned()), name }
    }

    /// The name of an object of the database that is read.
    fn local(&self, name: String) -> ObjectName {
        self.name(&self.database, name)
    }
}

/// The tables of a database.
#[derive(Default)]
struct Tables {
    list: Vec<Table>,
    /// The names of the sequences, which the catalog lists among them.
    sequences: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Tables {
    fn get(&mut self, name: &str) -> Option<&mut Table> {
        self.by_name.get(name).map(|&at| &mut self.list[at])
    }
}

/// A row of the catalog. Its types differ from server to server, so they are not compared.
struct Record(MySqlRow);

impl Record {
    fn optional(&self, column: &str) -> Result<Option<String>, Error> {
        self.0.try_get_unchecked(column).map_err(unreadable)
    }

    fn text(&self, column: &str) -> Result<String, Error> {
        Ok(self.optional(column)?.unwrap_or_default())
    }
}

/// A comment; the catalog does not tell an empty one from none.
fn comment(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// An expression as the catalog prints it.
fn expression(flavor: Flavor, text: &str) -> Expr {
    let text = if flavor == Flavor::MySql { unescaped(text) } else { text.to_owned() };
    Expr::inspected(without_parentheses(Dialect::MySql, &text))
}

/// MySQL prints an expression as if it were to stand in a literal itself.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => plain.extend(rest.next().map(|escaped| match escaped {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                'Z' => '\u{1a}',
                other => other,
            })),
            _ => plain.push(c),
        }
    }
    plain
}

fn unreadable(error: sqlx::Error) -> Error {
    Error::database("the catalog cannot be read", error)
}
