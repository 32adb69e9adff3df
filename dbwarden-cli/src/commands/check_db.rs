//! `check-db`

use clap::{Args, ValueEnum};
use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::plan::{PlanOptions, create};
use dbwarden_core::schema::{Column, IndexKey, Numbering, Schema, Table as SchemaTable};
use serde_json::{Value, json};

use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{Printer, STRONG, Table, paint, yaml};
use crate::source::{database, snapshot};

/// Show the schema of the live database
///
/// Only reads: tables with columns, keys, constraints and indexes, as the database has them. The
/// ledger of dbwarden is left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden check-db
  dbwarden check-db --out sql > schema.sql
  dbwarden check-db --out json | jq '.schema.tables[].name'
")]
pub(crate) struct CheckDb {
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "txt")]
    out: SchemaFormat,

    /// The same as `--out json`
    #[arg(long, conflicts_with = "out")]
    json: bool,

    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaFormat {
    /// For people
    #[value(alias = "text")]
    Txt,
    /// For programs
    Json,
    /// For programs that prefer it
    #[value(alias = "yml")]
    Yaml,
    /// The statements that would create it
    Sql,
}

impl CheckDb {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let out = if self.json { SchemaFormat::Json } else { self.out };
        let format = Format { json: out == SchemaFormat::Json };
        on_each(&self.selection, format, project, printer, async |target| {
            let dialect = target.url.dialect();
            let capabilities = database::capabilities(&target.url).await?;
            let owned = snapshot::read(&target.migrations, dialect)?.unwrap_or_default();
            let schema = database::schema(&target.url, database::named_schemas(&owned)).await?;
            let value = value(&target.database.name, &capabilities, &schema);
            match out {
                SchemaFormat::Txt => print(&schema, dialect, printer)?,
                SchemaFormat::Yaml => printer.text(yaml::render(&value))?,
                SchemaFormat::Sql => {
                    let plan = create(&schema, &PlanOptions::new(capabilities))?;
                    printer.text(plan.upgrade_sql())?;
                }
                SchemaFormat::Json => {}
            }
            Ok(value)
        })
        .await?;
        Ok(Outcome::Done)
    }
}

fn value(name: &str, capabilities: &Capabilities, schema: &Schema) -> Value {
    let version = capabilities.version;
    json!({
        "database": name,
        "dialect": capabilities.dialect,
        "server": format!("{}.{}.{}", version.major, version.minor, version.patch),
        "schema": schema,
    })
}

fn print(schema: &Schema, dialect: Dialect, printer: &Printer) -> Result<()> {
    if schema.tables.is_empty() {
        printer.note("The database has no tables");
    }
    for ty in &schema.enums {
        printer.line(format_args!("enum {}: {}", paint(STRONG, &ty.name), ty.values.join(", ")))?;
    }
    for ty in &schema.composites {
        let attributes: Vec<String> =
            ty.attributes.iter().map(|(name, ty)| format!("{name} {}", ty.sql(dialect))).collect();
        printer.line(format_args!(
            "type {}: {}",
            paint(STRONG, &ty.name),
            attributes.join(", ")
        ))?;
    }
    for table in &schema.tables {
        printer.line(format_args!("table {}", paint(STRONG, &table.name)))?;
        printer.text(columns(table, dialect))?;
        for line in constraints(table) {
            printer.line(format_args!("  {line}"))?;
        }
    }
    for sequence in &schema.sequences {
        printer.line(format_args!("sequence {}", paint(STRONG, &sequence.name)))?;
    }
    for object in &schema.objects {
        printer.line(format_args!("{} {}", object.kind, paint(STRONG, &object.name)))?;
    }
    Ok(())
}

fn columns(table: &SchemaTable, dialect: Dialect) -> Table {
    let mut rows = Table::default();
    for column in &table.columns {
        let null = if column.nullable { "NULL" } else { "NOT NULL" };
        let name = format!("  {}", column.name);
        rows.row([name, column.ty.sql(dialect), null.to_owned(), extras(column)]);
    }
    rows
}

fn extras(column: &Column) -> String {
    let mut extras = Vec::new();
    extras.extend(column.numbering.as_ref().map(|numbering| match numbering {
        Numbering::Serial => "serial".to_owned(),
        Numbering::AutoIncrement => "auto increment".to_owned(),
        Numbering::Rowid => "rowid".to_owned(),
        Numbering::Identity(_) => "identity".to_owned(),
    }));
    extras.extend(column.default.as_ref().map(|default| format!("default {}", default.sql)));
    extras.extend(column.touch.then(|| "on update current_timestamp".to_owned()));
    extras.extend(column.generated.as_ref().map(|it| format!("generated as ({})", it.expr.sql)));
    extras.extend(column.collation.as_ref().map(|collation| format!("collate {collation}")));
    extras.join(" ")
}

fn constraints(table: &SchemaTable) -> Vec<String> {
    let named =
        |name: &Option<String>| name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let mut lines = Vec::new();
    if let Some(key) = &table.primary_key {
        lines.push(format!("primary key ({})", key.columns.join(", ")));
    }
    for unique in &table.uniques {
        lines.push(format!("unique{} ({})", named(&unique.name), unique.columns.join(", ")));
    }
    for key in &table.foreign_keys {
        let mut line = format!(
            "foreign key{} ({}) references {} ({})",
            named(&key.name),
            key.columns.join(", "),
            key.references,
            key.referenced_columns.join(", "),
        );
        for (when, action) in [("delete", key.on_delete), ("update", key.on_update)] {
            if action != Default::default() {
                line.push_str(&format!(" on {when} {}", action.sql().to_lowercase()));
            }
        }
        lines.push(line);
    }
    for check in &table.checks {
        lines.push(format!("check{} ({})", named(&check.name), check.expr.sql));
    }
    for index in &table.indexes {
        let parts: Vec<String> = index
            .parts
            .iter()
            .map(|part| {
                let key = match &part.key {
                    IndexKey::Column(column) => column.clone(),
                    IndexKey::Expr(expr) => format!("({})", expr.sql),
                };
                if part.descending { format!("{key} desc") } else { key }
            })
            .collect();
        let unique = if index.unique { "unique " } else { "" };
        let predicate = index.predicate.as_ref().map(|expr| format!(" where {}", expr.sql));
        lines.push(format!(
            "{unique}index {} ({}){}",
            index.name,
            parts.join(", "),
            predicate.unwrap_or_default(),
        ));
    }
    lines
}
