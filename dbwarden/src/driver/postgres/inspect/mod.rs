//! The schema of a live PostgreSQL database.
//!
//! A handful of queries, however many tables there are. Names in definitions and expressions come out as
//! the connection's `search_path` makes them: unqualified where they are visible.

mod columns;
mod constraints;
mod dependencies;
mod indexes;
mod namespaces;
mod objects;
mod privileges;
mod sequences;
mod tables;
mod types;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dbwarden_core::dialect::postgres_printed::as_written;
use dbwarden_core::dialect::{Capabilities, Dialect, Flavor, Version};
use dbwarden_core::schema::{
    ColumnType, Expr, Family, INHERITING_TABLE, Object, ObjectName, Schema, Table,
};
use dbwarden_core::sql::expression::without_parentheses;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, PgConnection, Postgres, Row, Type};

use crate::inspect::{Error, Options};

/// The schema of the connection.
pub(crate) async fn schema(
    connection: &mut PgConnection,
    options: &Options,
) -> Result<Schema, Error> {
    let mut catalog = Catalog::open(connection, options).await?;
    let mut tables = tables::read(&mut catalog).await?;
    columns::read(&mut catalog, &mut tables).await?;
    let sequences = sequences::read(&mut catalog, &mut tables).await?;
    constraints::read(&mut catalog, &mut tables).await?;
    indexes::read(&mut catalog, &mut tables).await?;
    let mut schema = types::read(&mut catalog).await?;
    schema.sequences = sequences;
    if options.everything {
        schema.namespaces = namespaces::read(&mut catalog).await?;
    }
    objects::read(&mut catalog, &mut tables, &mut schema, options.everything).await?;
    for object in &mut catalog.objects {
        object.definition = as_written(&object.definition);
    }
    schema.objects.append(&mut catalog.objects);
    schema.objects.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    schema.tables = tables.list;
    if options.everything {
        leave_out_families(&mut schema);
    } else {
        schema.tables.iter_mut().for_each(leave_out_inheritance);
    }
    Ok(schema)
}

/// Tables that are partitioned, or inherit from others, are told by their definition alone.
fn leave_out_families(schema: &mut Schema) {
    tell_own_columns(&mut schema.tables);
    let is_family =
        |object: &&Object| object.kind == PARTITIONED_TABLE || object.kind == INHERITING_TABLE;
    let families = schema.objects.iter().filter(is_family).map(|object| object.name.clone());
    let families: BTreeSet<ObjectName> = families.collect();
    let (left_out, tables): (Vec<Table>, Vec<Table>) =
        std::mem::take(&mut schema.tables).into_iter().partition(|it| families.contains(&it.name));
    schema.tables = tables;
    schema.families = left_out.into_iter().map(|table| Family { table }).collect();
}

/// What a model knows is a table without parents.
fn leave_out_inheritance(table: &mut Table) {
    if let Some(inherits) = table.inherits.take() {
        let is_own = |name: &String| !inherits.checks.contains(name);
        table.checks.retain(|check| check.name.as_ref().is_none_or(is_own));
    }
}

/// Finds what tables say otherwise of columns that they have from their parents.
fn tell_own_columns(tables: &mut [Table]) {
    if tables.iter().all(|table| table.inherits.is_none()) {
        return;
    }
    let all: BTreeMap<ObjectName, Table> =
        tables.iter().map(|table| (table.name.clone(), table.clone())).collect();
    for table in tables {
        let Some(inherits) = &mut table.inherits else { continue };
        let parents: Vec<&Table> =
            inherits.parents.iter().filter_map(|name| all.get(name)).collect();
        for name in &inherits.columns {
            let Some(own) = table.columns.iter().find(|column| column.name == *name) else {
                continue;
            };
            let of_parents: Vec<_> =
                parents.iter().filter_map(|parent| parent.column(name)).collect();
            if own.generated.is_none() && !of_parents.iter().all(|it| own.has_default_of(it)) {
                inherits.own_defaults.insert(name.clone());
            }
            let says_not_null = own.not_null.is_some();
            if says_not_null || !own.nullable && of_parents.iter().all(|it| it.nullable) {
                inherits.own_not_null.insert(name.clone());
            }
        }
    }
}

const PARTITIONED_TABLE: &str = "partitioned table";
const TYPED_TABLE: &str = "typed table";

/// The name of a collation `l`: with its schema, and both in quotes, where its name alone is not found.
///
/// PostgreSQL manual, section 53.12 "pg_collation" and table 9.73, "Schema Visibility Inquiry Functions".
const COLLATION: &str = "CASE WHEN pg_collation_is_visible(l.oid) THEN l.collname::text
                ELSE (SELECT format('\"%s\".\"%s\"', replace(s.nspname, '\"', '\"\"'),
                                    replace(l.collname, '\"', '\"\"'))
                        FROM pg_namespace s WHERE s.oid = l.collnamespace) END";

/// What the server can do.
pub(crate) async fn capabilities(connection: &mut PgConnection) -> Result<Capabilities, Error> {
    // PostgreSQL manual, section 20.15, "Preset Options".
    let sql = "SELECT current_setting('server_version')";
    let version = sqlx::query(sql).persistent(false).fetch_one(connection).await;
    let version = version.and_then(|row| row.try_get::<String, _>(0)).map_err(unreadable)?;
    Ok(Capabilities::of(Flavor::Postgres, Version::parse(&version)))
}

/// The catalog as one reading sees it.
struct Catalog<'c> {
    connection: &'c mut PgConnection,
    /// The connection's own schema.
    own: String,
    /// All schemas that are read.
    schemas: Vec<String>,
    /// The main number of the server's version.
    version: u32,
    /// What is known by name and definition alone, from whichever query found it.
    objects: Vec<Object>,
    /// Where in that list an object is that has a number.
    numbered: objects::Numbered,
    /// Enum and composite types by their number.
    types: HashMap<i64, ObjectName>,
    /// Where composite types are in their list, by the number of what the catalog keeps for them among
    /// the tables.
    composites: HashMap<i64, usize>,
}

impl<'c> Catalog<'c> {
    async fn open(connection: &'c mut PgConnection, options: &Options) -> Result<Self, Error> {
        // Compiling these queries takes the server longer than running them; the session does without
        // it from now on. PostgreSQL manual, sections 9.26, "System Information Functions", and 32.2,
        // "When to JIT?".
        let sql = "SELECT coalesce(current_schema()::text, ''), set_config('jit', 'off', false)";
        let own = sqlx::query(sql).persistent(false).fetch_one(&mut *connection).await;
        let own: String = own.and_then(|row| row.try_get(0)).map_err(unreadable)?;
        let mut schemas = vec![own.clone()];
        if options.everything {
            // PostgreSQL manual, sections 53.32, *pg_namespace*, and 53.18, *pg_depend*.
            let sql = "SELECT n.nspname::text FROM pg_catalog.pg_namespace n
                        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                          AND n.nspname <> $1 AND NOT EXISTS (
                              SELECT FROM pg_catalog.pg_depend d
                               WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                                 AND d.objid = n.oid AND d.deptype = 'e')
                        ORDER BY 1";
            let query = sqlx::query_scalar(sql).bind(&own).persistent(false);
            schemas.append(&mut query.fetch_all(&mut *connection).await.map_err(unreadable)?);
        } else {
            schemas.extend(options.schemas.iter().filter(|schema| **schema != own).cloned());
        }
        let version = connection.server_version_num().unwrap_or_default() / 10_000;
        Ok(Self {
            connection,
            own,
            schemas,
            version,
            objects: Vec::new(),
            numbered: HashMap::new(),
            types: HashMap::new(),
            composites: HashMap::new(),
        })
    }

    /// The rows of a query whose only parameter is the list of schemas.
    async fn rows(&mut self, sql: &str) -> Result<Vec<Record>, Error> {
        // Nothing but the constants of this room.
        let query =
            sqlx::query(AssertSqlSafe(sql.to_owned())).bind(&self.schemas).persistent(false);
        let rows = query.fetch_all(&mut *self.connection).await.map_err(unreadable)?;
        Ok(rows.into_iter().map(Record).collect())
    }

    /// The name of an object, without the schema where that is the connection's own.
    fn name(&self, schema: String, name: String) -> ObjectName {
        let schema = (schema != self.own).then_some(schema);
        ObjectName { schema, name }
    }
}

/// The tables that were read, by the number that the catalog gives them.
struct Tables {
    list: Vec<Table>,
    by_id: HashMap<i64, usize>,
}

impl Tables {
    fn get(&mut self, id: i64) -> Option<&mut Table> {
        self.by_id.get(&id).map(|&at| &mut self.list[at])
    }
}

/// A row of the catalog.
struct Record(PgRow);

impl Record {
    fn get<'r, T, I>(&'r self, column: I) -> Result<T, Error>
    where
        T: Decode<'r, Postgres> + Type<Postgres>,
        I: ColumnIndex<PgRow>,
    {
        self.0.try_get(column).map_err(unreadable)
    }
}

fn unreadable(error: sqlx::Error) -> Error {
    Error::database("the catalog cannot be read", error)
}

fn expression(text: String) -> Expr {
    let printed = Expr::inspected(without_parentheses(Dialect::Postgres, &text));
    Expr { sql: as_written(&printed.sql), ..printed }
}

fn column_type(text: &str) -> Result<ColumnType, Error> {
    ColumnType::parse(Dialect::Postgres, text)
        .map_err(|error| Error::new(format!("the catalog cannot be read: {error}")))
}
