//! Schemas in few words.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{
    Action, CheckConstraint, Column, ColumnType, Deferrability, Expr, ForeignKey, Index, IndexPart,
    MatchType, Numbering, ObjectName, PrimaryKey, Schema, Table, UniqueConstraint,
};

/// A schema of these tables.
pub fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

/// A column by its name and the text of its type.
pub fn column(dialect: Dialect, name: &str, ty: &str) -> Column {
    let ty = match (dialect, ty) {
        (Dialect::Sqlite, "int" | "bigint") => "integer",
        (Dialect::Sqlite, ty) if ty.starts_with("varchar") => "text",
        (_, ty) => ty,
    };
    let ty = ColumnType::parse(dialect, ty).unwrap_or_else(|error| panic!("{error}"));
    Column::new(name, ty)
}

/// A column that numbers itself as a single integer key does.
pub fn serial(dialect: Dialect, name: &str) -> Column {
    let numbering = match dialect {
        Dialect::Postgres => Numbering::Serial,
        Dialect::MySql => Numbering::AutoIncrement,
        Dialect::Sqlite => Numbering::Rowid,
    };
    let ty = if dialect == Dialect::MySql { "int" } else { "integer" };
    Column { numbering: Some(numbering), ..column(dialect, name, ty) }
}

/// A table with a key `id` that numbers itself.
pub fn table(dialect: Dialect, name: &str) -> Table {
    let mut table = Table::new(ObjectName::new(name));
    table.columns.push(serial(dialect, "id"));
    table.primary_key =
        Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    table
}

/// The rest of a column, told in a chain.
pub trait ColumnWith: Sized {
    fn null(self) -> Self;
    fn default(self, sql: &str) -> Self;
    fn comment(self, text: &str) -> Self;
    fn touched(self) -> Self;
}

impl ColumnWith for Column {
    fn null(self) -> Self {
        Self { nullable: true, ..self }
    }

    fn default(self, sql: &str) -> Self {
        Self { default: Some(Expr::declared(sql)), ..self }
    }

    fn comment(self, text: &str) -> Self {
        Self { comment: Some(text.to_owned()), ..self }
    }

    fn touched(self) -> Self {
        Self { touch: true, ..self }
    }
}

/// The rest of a table, told in a chain.
pub trait TableWith: Sized {
    fn with(self, column: Column) -> Self;
    fn key(self, columns: &[&str]) -> Self;
    fn unique(self, name: Option<&str>, columns: &[&str]) -> Self;
    fn check(self, name: Option<&str>, sql: &str) -> Self;
    fn refers(self, name: Option<&str>, columns: &[&str], to: &str, there: &[&str]) -> Self;
    fn on_delete(self, action: Action) -> Self;
    fn index(self, name: &str, columns: &[&str]) -> Self;
    fn says(self, comment: &str) -> Self;
}

impl TableWith for Table {
    fn with(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    fn key(mut self, columns: &[&str]) -> Self {
        self.primary_key = Some(PrimaryKey { columns: owned(columns), ..PrimaryKey::default() });
        self
    }

    fn unique(mut self, name: Option<&str>, columns: &[&str]) -> Self {
        self.uniques.push(UniqueConstraint {
            name: name.map(str::to_owned),
            columns: owned(columns),
            ..UniqueConstraint::default()
        });
        self
    }

    fn check(mut self, name: Option<&str>, sql: &str) -> Self {
        self.checks.push(CheckConstraint {
            name: name.map(str::to_owned),
            expr: Expr::declared(sql),
            no_inherit: false,
            not_valid: false,
            ..Default::default()
        });
        self
    }

    fn refers(mut self, name: Option<&str>, columns: &[&str], to: &str, there: &[&str]) -> Self {
        self.foreign_keys.push(ForeignKey {
            name: name.map(str::to_owned),
            columns: owned(columns),
            references: ObjectName::new(to),
            referenced_columns: owned(there),
            implicit: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            match_type: MatchType::Simple,
            deferrability: Deferrability::NotDeferrable,
            not_valid: false,
            ..Default::default()
        });
        self
    }

    fn on_delete(mut self, action: Action) -> Self {
        if let Some(key) = self.foreign_keys.last_mut() {
            key.on_delete = action;
        }
        self
    }

    fn index(mut self, name: &str, columns: &[&str]) -> Self {
        let parts = columns.iter().map(|&column| IndexPart::column(column)).collect();
        self.indexes.push(Index::new(name, parts));
        self
    }

    fn says(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }
}

pub fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
