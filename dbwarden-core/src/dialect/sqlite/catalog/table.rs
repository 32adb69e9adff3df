//! `CREATE TABLE`.

use super::CatalogError;
use super::cursor::Cursor;
use crate::dialect::Dialect;
use crate::schema::{
    Action, CheckConstraint, Column, ColumnType, Deferrability, Expr, ForeignKey, Generated,
    MatchType, Numbering, ObjectName, PrimaryKey, Storage, Table, UniqueConstraint,
};

/// A table as its statement tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedTable {
    /// The table. A foreign key that names no columns refers to the primary key; these columns are
    /// empty here, because they stand in another statement.
    pub table: Table,
    /// What a schema has no place for: conflict clauses and the order of keys, as written.
    pub further: Vec<String>,
}

/// Reads the statement of a table.
///
/// Grammar: <https://www.sqlite.org/lang_createtable.html>, and `parse.y` of its source for what the
/// diagrams leave out (commas between table constraints are optional, a type may be any words).
///
/// # Errors
///
/// When the text is no such statement.
pub fn parse_table(sql: &str) -> Result<ParsedTable, CatalogError> {
    let mut cursor = Cursor::new(sql)?;
    let beginnings =
        [&["create", "table"][..], &["create", "temp", "table"], &["create", "temporary", "table"]];
    if !beginnings.iter().any(|words| cursor.take(words)) {
        return Err(cursor.error("this is no table"));
    }
    cursor.take(&["if", "not", "exists"]);
    let name = cursor.qualified_name()?;
    let mut reader = Reader {
        cursor,
        table: Table::new(ObjectName::new(name)),
        further: Vec::new(),
        autoincrement: false,
        backwards: false,
    };
    reader.body()?;
    reader.options()?;
    reader.settle_names();
    reader.settle_key();
    Ok(ParsedTable { table: reader.table, further: reader.further })
}

/// Words that begin a constraint and so end a type.
const CONSTRAINT_WORDS: [&[&str]; 12] = [
    &["constraint"],
    &["primary", "key"],
    &["not"],
    &["null"],
    &["unique"],
    &["check"],
    &["default"],
    &["collate"],
    &["references"],
    &["generated", "always"],
    &["as"],
    &["deferrable"],
];

struct Reader<'s> {
    cursor: Cursor<'s>,
    table: Table,
    further: Vec<String>,
    autoincrement: bool,
    /// `INTEGER PRIMARY KEY DESC` on the column, which for historical reasons is not the row's number.
    backwards: bool,
}

impl Reader<'_> {
    fn body(&mut self) -> Result<(), CatalogError> {
        self.cursor.expect_symbol('(')?;
        loop {
            if self.is_at_table_constraint() {
                self.table_constraint()?;
            } else {
                self.column()?;
            }
            if self.cursor.take_symbol(')') {
                return Ok(());
            }
            let goes_on = self.cursor.take_symbol(',') || self.is_at_table_constraint();
            if !goes_on {
                return Err(self.cursor.error("`,` or `)` is missing"));
            }
        }
    }

    /// A column cannot be called by these words without quotes, so they decide.
    fn is_at_table_constraint(&self) -> bool {
        [&["constraint"][..], &["primary", "key"], &["unique"], &["check"], &["foreign", "key"]]
            .iter()
            .any(|words| self.cursor.sees(words))
    }

    fn options(&mut self) -> Result<(), CatalogError> {
        let options = &mut self.table.options;
        (options.strict, options.without_rowid) = (Some(false), Some(false));
        while !self.cursor.is_at_end() {
            if self.cursor.take(&["strict"]) {
                options.strict = Some(true);
            } else if self.cursor.take(&["without", "rowid"]) {
                options.without_rowid = Some(true);
            } else {
                return Err(self.cursor.error("this is no option of a table"));
            }
            self.cursor.take_symbol(',');
        }
        Ok(())
    }

    fn column(&mut self) -> Result<(), CatalogError> {
        let name = self.cursor.name()?;
        let ty = self.column_type()?;
        let mut column = Column { nullable: true, ..Column::new(name, ty) };
        loop {
            let constraint = self.constraint_name()?;
            if !self.column_constraint(&mut column, constraint)? {
                break;
            }
        }
        self.table.columns.push(column);
        Ok(())
    }

    fn column_type(&mut self) -> Result<ColumnType, CatalogError> {
        let mut text = String::new();
        while !CONSTRAINT_WORDS.iter().any(|words| self.cursor.sees(words)) {
            let Some(word) = self.cursor.take_name() else { break };
            text.push_str(&word);
            text.push(' ');
        }
        if self.cursor.sees_symbol('(') {
            text.push_str(&format!("({})", self.cursor.parenthesised()?));
        }
        ColumnType::parse(Dialect::Sqlite, &text)
            .map_err(|error| self.cursor.error(error.to_string()))
    }

    fn constraint_name(&mut self) -> Result<Option<String>, CatalogError> {
        let named = self.cursor.take(&["constraint"]);
        named.then(|| self.cursor.name()).transpose()
    }

    /// Reads one constraint of a column; `false` where there is none.
    fn column_constraint(
        &mut self,
        column: &mut Column,
        name: Option<String>,
    ) -> Result<bool, CatalogError> {
        let columns = vec![column.name.clone()];
        if self.cursor.take(&["primary", "key"]) {
            self.backwards = self.cursor.take(&["desc"]);
            self.cursor.take(&["asc"]);
            self.conflict_clause(&format!("PRIMARY KEY ({})", column.name))?;
            self.autoincrement = self.cursor.take(&["autoincrement"]);
            self.table.primary_key = Some(PrimaryKey { name, columns });
        } else if self.cursor.take(&["not", "null"]) {
            column.nullable = false;
            self.conflict_clause(&format!("{} NOT NULL", column.name))?;
        } else if self.cursor.take(&["null"]) {
            self.conflict_clause(&format!("{} NULL", column.name))?;
        } else if self.cursor.take(&["unique"]) {
            self.conflict_clause(&format!("UNIQUE ({})", column.name))?;
            self.unique(name, columns);
        } else if self.cursor.take(&["check"]) {
            self.check(name)?;
        } else if self.cursor.take(&["default"]) {
            let value = if self.cursor.sees_symbol('(') {
                self.cursor.parenthesised()?
            } else {
                self.cursor.literal()?
            };
            column.default = Some(Expr::declared(value));
        } else if self.cursor.take(&["collate"]) {
            let collation = self.cursor.name()?;
            column.collation =
                Some(collation).filter(|collation| !collation.eq_ignore_ascii_case("binary"));
        } else if self.cursor.sees(&["references"]) {
            self.foreign_key(name, columns)?;
        } else if self.cursor.take(&["generated", "always", "as"]) || self.cursor.take(&["as"]) {
            let expr = Expr::declared(self.cursor.parenthesised()?);
            let stored = self.cursor.take(&["stored"]);
            if !stored {
                self.cursor.take(&["virtual"]);
            }
            let storage = if stored { Storage::Stored } else { Storage::Virtual };
            column.generated = Some(Generated { expr, storage });
        } else if self.cursor.sees(&["deferrable"]) || self.cursor.sees(&["not", "deferrable"]) {
            let deferrability = self.deferrability();
            if let Some(key) = self.table.foreign_keys.last_mut() {
                key.deferrability = deferrability;
            }
        } else {
            // A name without a constraint is allowed, and means nothing.
            return Ok(name.is_some());
        }
        Ok(true)
    }

    fn table_constraint(&mut self) -> Result<(), CatalogError> {
        let name = self.constraint_name()?;
        if self.cursor.take(&["primary", "key"]) {
            let columns = self.key_columns("PRIMARY KEY")?;
            self.table.primary_key = Some(PrimaryKey { name, columns });
        } else if self.cursor.take(&["unique"]) {
            let columns = self.key_columns("UNIQUE")?;
            self.unique(name, columns);
        } else if self.cursor.take(&["check"]) {
            self.check(name)?;
        } else if self.cursor.take(&["foreign", "key"]) {
            let columns = self.cursor.names()?;
            self.foreign_key(name, columns)?;
        } else if name.is_none() {
            return Err(self.cursor.error("this is no constraint"));
        }
        Ok(())
    }

    /// The columns of a key, with what a schema cannot hold of them noted.
    fn key_columns(&mut self, kind: &str) -> Result<Vec<String>, CatalogError> {
        self.cursor.expect_symbol('(')?;
        let mut columns = Vec::new();
        let mut order = Vec::new();
        loop {
            let mut item = self.cursor.list_item()?;
            self.autoincrement |= item.take_last(&["autoincrement"]);
            let name = item.name()?;
            let rest = item.rest();
            if !rest.is_empty() && !rest.eq_ignore_ascii_case("asc") {
                order.push(format!("{name} {rest}"));
            }
            columns.push(name);
            if !self.cursor.take_symbol(',') {
                break;
            }
        }
        self.cursor.expect_symbol(')')?;
        if !order.is_empty() {
            self.further.push(format!("{kind} ({})", order.join(", ")));
        }
        self.conflict_clause(&format!("{kind} ({})", columns.join(", ")))?;
        Ok(columns)
    }

    fn unique(&mut self, name: Option<String>, columns: Vec<String>) {
        self.table.uniques.push(UniqueConstraint {
            name,
            columns,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrability: Deferrability::NotDeferrable,
        });
    }

    fn check(&mut self, name: Option<String>) -> Result<(), CatalogError> {
        let expr = Expr::declared(self.cursor.parenthesised()?);
        self.conflict_clause(&format!("CHECK ({})", expr.sql))?;
        self.table.checks.push(CheckConstraint { name, expr, no_inherit: false, not_valid: false });
        Ok(())
    }

    /// `ON CONFLICT` is noted with the constraint that it belongs to; ABORT is the default.
    fn conflict_clause(&mut self, constraint: &str) -> Result<(), CatalogError> {
        if self.cursor.take(&["on", "conflict"]) {
            let resolution = self.cursor.name()?.to_uppercase();
            if resolution != "ABORT" {
                self.further.push(format!("{constraint} ON CONFLICT {resolution}"));
            }
        }
        Ok(())
    }

    fn foreign_key(
        &mut self,
        name: Option<String>,
        columns: Vec<String>,
    ) -> Result<(), CatalogError> {
        if !self.cursor.take(&["references"]) {
            return Err(self.cursor.error("`REFERENCES` is missing"));
        }
        let references = ObjectName::new(self.cursor.name()?);
        let listed = self.cursor.sees_symbol('(');
        let mut key = ForeignKey {
            name,
            columns,
            references,
            referenced_columns: if listed { self.cursor.names()? } else { Vec::new() },
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            match_type: MatchType::Simple,
            deferrability: Deferrability::NotDeferrable,
            not_valid: false,
        };
        loop {
            if self.cursor.take(&["on", "delete"]) {
                key.on_delete = self.action()?;
            } else if self.cursor.take(&["on", "update"]) {
                key.on_update = self.action()?;
            } else if self.cursor.take(&["match"]) {
                // SQLite reads the word and enforces SIMPLE.
                self.cursor.name()?;
            } else {
                break;
            }
        }
        if self.cursor.sees(&["deferrable"]) || self.cursor.sees(&["not", "deferrable"]) {
            key.deferrability = self.deferrability();
        }
        self.table.foreign_keys.push(key);
        Ok(())
    }

    fn action(&mut self) -> Result<Action, CatalogError> {
        for (words, action) in [
            (&["set", "null"][..], Action::SetNull),
            (&["set", "default"], Action::SetDefault),
            (&["cascade"], Action::Cascade),
            (&["restrict"], Action::Restrict),
            (&["no", "action"], Action::NoAction),
        ] {
            if self.cursor.take(words) {
                return Ok(action);
            }
        }
        Err(self.cursor.error("this is no action"))
    }

    fn deferrability(&mut self) -> Deferrability {
        let never = self.cursor.take(&["not"]);
        self.cursor.take(&["deferrable"]);
        let deferred = self.cursor.take(&["initially", "deferred"]);
        if !deferred {
            self.cursor.take(&["initially", "immediate"]);
        }
        match (never, deferred) {
            (true, _) => Deferrability::NotDeferrable,
            (false, false) => Deferrability::Deferrable,
            (false, true) => Deferrability::InitiallyDeferred,
        }
    }

    /// Names are told apart in no case: constraints are to say them as the columns do.
    fn settle_names(&mut self) {
        let table = &mut self.table;
        let keys = table.primary_key.iter_mut().map(|key| &mut key.columns);
        let uniques = table.uniques.iter_mut().map(|unique| &mut unique.columns);
        let foreign_keys = table.foreign_keys.iter_mut().map(|key| &mut key.columns);
        for name in keys.chain(uniques).chain(foreign_keys).flatten() {
            if let Some(column) = named(&table.columns, name) {
                name.clone_from(&column.name);
            }
        }
    }

    /// What follows from the primary key: a single INTEGER is the row's number, and a table without
    /// rowid holds no NULL in its key.
    fn settle_key(&mut self) {
        let Some(key) = &self.table.primary_key else { return };
        let without_rowid = self.table.options.without_rowid == Some(true);
        let single = key.columns.len() == 1;
        for column in &mut self.table.columns {
            if !key.columns.contains(&column.name) {
                continue;
            }
            if single
                && column.ty == ColumnType::builtin("integer")
                && !without_rowid
                && !self.backwards
            {
                column.nullable = false;
                let counts = self.autoincrement;
                column.numbering =
                    Some(if counts { Numbering::AutoIncrement } else { Numbering::Rowid });
            }
            column.nullable &= !without_rowid;
        }
    }
}

fn named<'c>(columns: &'c [Column], name: &str) -> Option<&'c Column> {
    columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
}

/// Completes foreign keys with what stands in the statements of the tables that they refer to: the
/// columns of the primary key where they name none, and names as they are written there.
pub fn complete_references(tables: &mut [Table]) {
    let known: Vec<Table> = tables.to_vec();
    for key in tables.iter_mut().flat_map(|table| &mut table.foreign_keys) {
        let target = known.iter().find(|table| {
            table.name.schema == key.references.schema
                && table.name.name.eq_ignore_ascii_case(&key.references.name)
        });
        let Some(target) = target else { continue };
        key.references.name.clone_from(&target.name.name);
        if key.referenced_columns.is_empty() {
            key.referenced_columns =
                target.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        }
        for name in &mut key.referenced_columns {
            if let Some(column) = named(&target.columns, name) {
                name.clone_from(&column.name);
            }
        }
    }
}
