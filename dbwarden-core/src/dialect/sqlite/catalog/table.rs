//! `CREATE TABLE`.

use super::CatalogError;
use super::cursor::Cursor;
use crate::schema::{
    Action, CheckConstraint, Column, ColumnType, Conflict, Deferrability, Expr, ForeignKey,
    Generated, KeyOrder, MatchType, Numbering, ObjectName, PrimaryKey, Spelling, Storage, Table,
    UniqueConstraint,
};

/// Reads the statement of a table.
///
/// Grammar: <https://www.sqlite.org/lang_createtable.html>, and `parse.y` of its source for what the
/// diagrams leave out (commas between table constraints are optional, a type may be any words).
///
/// A foreign key that names no columns refers to the primary key; these columns are empty, because they
/// stand in another statement: see [`complete_references`].
///
/// # Errors
///
/// When the text is no such statement.
pub fn parse_table(sql: &str) -> Result<Table, CatalogError> {
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
        autoincrement: false,
        backwards: false,
    };
    reader.body()?;
    reader.options()?;
    reader.settle_names();
    reader.settle_key();
    reader.settle_uniques();
    Ok(reader.table)
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

/// Words that are values where a default is a bare word.
const PLAIN_WORDS: [&str; 6] =
    ["null", "true", "false", "current_timestamp", "current_date", "current_time"];

struct Reader<'s> {
    cursor: Cursor<'s>,
    table: Table,
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

    /// The words of a type. Where the first of them is quoted, SQLite forgets what follows it.
    fn column_type(&mut self) -> Result<ColumnType, CatalogError> {
        let mut words = Vec::new();
        let is_quoted = self.cursor.sees_quoted();
        let start = self.cursor.position();
        while !CONSTRAINT_WORDS.iter().any(|words| self.cursor.sees(words)) {
            let Some(word) = self.cursor.take_name() else { break };
            words.push(word.to_ascii_lowercase());
        }
        let mut modifiers = Vec::new();
        if self.cursor.sees_symbol('(') {
            for number in self.cursor.parenthesised()?.split(',') {
                modifiers.push(number.split_whitespace().collect::<String>());
            }
        }
        if is_quoted {
            words.truncate(1);
            modifiers.clear();
        }
        let mut ty = ColumnType::builtin(words.join(" ")).with_modifiers(modifiers);
        let is_plain = |text: &&str| {
            !is_quoted && text.chars().all(|c| c.is_ascii_alphanumeric() || "_ (,)".contains(c))
        };
        let spelling = self.cursor.text_from(start).filter(is_plain);
        ty.spelling = Spelling(spelling.map(str::to_owned));
        Ok(ty)
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
            let descending = self.cursor.take(&["desc"]);
            self.cursor.take(&["asc"]);
            self.backwards = descending;
            let order = vec![KeyOrder { descending, ..KeyOrder::default() }];
            let on_conflict = self.conflict_clause()?;
            self.autoincrement = self.cursor.take(&["autoincrement"]);
            self.table.primary_key =
                Some(PrimaryKey { name, columns, order, on_conflict, ..Default::default() });
        } else if self.cursor.take(&["not", "null"]) {
            column.nullable = false;
            column.on_null = self.conflict_clause()?;
        } else if self.cursor.take(&["null"]) {
            // NULL is allowed whatever is to be done about it.
            self.conflict_clause()?;
        } else if self.cursor.take(&["unique"]) {
            let on_conflict = self.conflict_clause()?;
            self.unique(UniqueConstraint { name, columns, on_conflict, ..Default::default() });
        } else if self.cursor.take(&["check"]) {
            self.check(name)?;
        } else if self.cursor.take(&["default"]) {
            column.default = Some(self.default()?);
        } else if self.cursor.take(&["collate"]) {
            let collation = self.cursor.collation()?;
            column.collation = Some(collation).filter(|collation| collation != "BINARY");
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

    /// A word that is no value stands for its text: `DEFAULT red` is `DEFAULT 'red'`.
    fn default(&mut self) -> Result<Expr, CatalogError> {
        if self.cursor.sees_symbol('(') {
            return Ok(Expr::declared(self.cursor.parenthesised()?));
        }
        let mut word = self.cursor.clone();
        let name = word.take_identifier();
        let written = self.cursor.literal()?;
        let is_value = PLAIN_WORDS.iter().any(|value| written.eq_ignore_ascii_case(value));
        Ok(match name.filter(|_| !is_value) {
            Some(name) => Expr {
                sql: written.to_owned(),
                canonical: Some(format!("'{}'", name.replace('\'', "''"))),
            },
            None => Expr::declared(written),
        })
    }

    fn table_constraint(&mut self) -> Result<(), CatalogError> {
        let name = self.constraint_name()?;
        if self.cursor.take(&["primary", "key"]) {
            let (columns, order) = self.key_columns()?;
            let on_conflict = self.conflict_clause()?;
            self.table.primary_key =
                Some(PrimaryKey { name, columns, order, on_conflict, ..Default::default() });
        } else if self.cursor.take(&["unique"]) {
            let (columns, order) = self.key_columns()?;
            let on_conflict = self.conflict_clause()?;
            self.unique(UniqueConstraint {
                name,
                columns,
                order,
                on_conflict,
                ..Default::default()
            });
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

    /// The columns of a key, and how they are ordered.
    fn key_columns(&mut self) -> Result<(Vec<String>, Vec<KeyOrder>), CatalogError> {
        self.cursor.expect_symbol('(')?;
        let mut columns = Vec::new();
        let mut order = Vec::new();
        loop {
            let mut item = self.cursor.list_item()?;
            self.autoincrement |= item.take_last(&["autoincrement"]);
            let descending = item.take_last(&["desc"]);
            if !descending {
                item.take_last(&["asc"]);
            }
            let collation = item.take_last_collation();
            columns.push(item.name()?);
            order.push(KeyOrder { descending, collation, ..KeyOrder::default() });
            if !self.cursor.take_symbol(',') {
                break;
            }
        }
        self.cursor.expect_symbol(')')?;
        Ok((columns, order))
    }

    fn unique(&mut self, unique: UniqueConstraint) {
        self.table.uniques.push(unique);
    }

    fn check(&mut self, name: Option<String>) -> Result<(), CatalogError> {
        let table = &self.table.name.name;
        let expr = Expr::declared(self.cursor.parenthesised_in(table)?);
        let on_conflict = self.conflict_clause()?;
        self.table.checks.push(CheckConstraint {
            name,
            expr,
            no_inherit: false,
            not_valid: false,
            on_conflict,
            ..Default::default()
        });
        Ok(())
    }

    /// `ON CONFLICT`; ABORT is the default.
    fn conflict_clause(&mut self) -> Result<Option<Conflict>, CatalogError> {
        if !self.cursor.take(&["on", "conflict"]) {
            return Ok(None);
        }
        for (word, conflict) in [
            ("abort", None),
            ("rollback", Some(Conflict::Rollback)),
            ("fail", Some(Conflict::Fail)),
            ("ignore", Some(Conflict::Ignore)),
            ("replace", Some(Conflict::Replace)),
        ] {
            if self.cursor.take(&[word]) {
                return Ok(conflict);
            }
        }
        Err(self.cursor.error("this is nothing to do in a conflict"))
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
            implicit: !listed,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            match_type: MatchType::Simple,
            deferrability: Deferrability::NotDeferrable,
            not_valid: false,
            ..Default::default()
        };
        loop {
            if self.cursor.take(&["on", "delete"]) {
                key.on_delete = self.action()?;
            } else if self.cursor.take(&["on", "update"]) {
                key.on_update = self.action()?;
            } else if self.cursor.take(&["on", "insert"]) {
                // The parser takes it and nothing comes of it.
                self.action()?;
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

    /// What follows from the primary key: a single INTEGER is the row's number, and where the engine
    /// means it a key holds no NULL.
    fn settle_key(&mut self) {
        let Some(key) = &mut self.table.primary_key else { return };
        settle_order(&self.table.columns, &key.columns, &mut key.order);
        let options = &self.table.options;
        let without_rowid = options.without_rowid == Some(true);
        let holds_no_null = without_rowid || options.strict == Some(true);
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
                key.order.clear();
                column.says_not_null = !column.nullable;
                column.nullable = false;
                let counts = self.autoincrement;
                column.numbering =
                    Some(if counts { Numbering::AutoIncrement } else { Numbering::Rowid });
            }
            column.nullable &= !holds_no_null;
        }
    }

    /// A constraint that says what another one says makes no second index.
    fn settle_uniques(&mut self) {
        let mut uniques: Vec<UniqueConstraint> = Vec::new();
        for mut unique in std::mem::take(&mut self.table.uniques) {
            settle_order(&self.table.columns, &unique.columns, &mut unique.order);
            let same = uniques
                .iter_mut()
                .find(|other| other.columns == unique.columns && other.order == unique.order);
            match same {
                Some(other) => {
                    other.name = other.name.take().or(unique.name);
                    other.on_conflict = other.on_conflict.or(unique.on_conflict);
                }
                None => uniques.push(unique),
            }
        }
        self.table.uniques = uniques;
    }
}

/// Leaves out a collation that is the column's own, and an order that is as usual.
fn settle_order(columns: &[Column], key: &[String], order: &mut Vec<KeyOrder>) {
    for (name, order) in key.iter().zip(order.iter_mut()) {
        let of_column = named(columns, name).and_then(|column| column.collation.as_deref());
        if order.collation.as_deref() == Some(of_column.unwrap_or("BINARY")) {
            order.collation = None;
        }
    }
    if order.iter().all(|order| *order == KeyOrder::default()) {
        order.clear();
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
