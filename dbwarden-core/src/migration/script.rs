//! One direction of a migration: its text and where its statements stand.

use std::borrow::Cow;

use super::Checksum;

/// The SQL of one direction, with the statement boundaries found when the file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    sql: Cow<'static, str>,
    statements: Vec<Statement>,
    checksum: Checksum,
}

impl Script {
    /// A script from its parts.
    pub fn new(
        sql: impl Into<Cow<'static, str>>,
        statements: Vec<Statement>,
        checksum: Checksum,
    ) -> Self {
        Self { sql: sql.into(), statements, checksum }
    }

    /// The whole text of the section, LF line ends, no byte order mark.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The statements, in order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The text of one statement, without its terminator.
    pub fn text(&self, statement: &Statement) -> &str {
        &self.sql[statement.start as usize..statement.end as usize]
    }

    /// SHA-256 over the text, and over the directives that change how it runs.
    pub const fn checksum(&self) -> Checksum {
        self.checksum
    }
}

/// A statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    start: u32,
    end: u32,
    line: u32,
    class: StatementClass,
    effect: Option<Effect>,
}

impl Statement {
    /// A statement at the byte range `start..end` of its script, that begins in `line` of the file
    /// (the first line is 1).
    pub const fn new(
        start: u32,
        end: u32,
        line: u32,
        class: StatementClass,
        effect: Option<Effect>,
    ) -> Self {
        Self { start, end, line, class, effect }
    }

    /// Byte offset of the first byte in [`Script::sql`].
    pub const fn start(&self) -> u32 {
        self.start
    }

    /// Byte offset behind the last byte in [`Script::sql`], before the terminator.
    pub const fn end(&self) -> u32 {
        self.end
    }

    /// Line of the file in which the statement begins; the first line is 1.
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// How the statement behaves in a transaction.
    pub const fn class(&self) -> StatementClass {
        self.class
    }

    /// What the statement does to one named object, where its first words say so.
    pub const fn effect(&self) -> Option<&Effect> {
        self.effect.as_ref()
    }
}

/// How a statement behaves in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementClass {
    /// Changes rows, or nothing: commits together with its surroundings everywhere.
    Data,
    /// Changes the schema: commits by itself on MySQL and MariaDB.
    Definition,
    /// Sets something for the session.
    Session,
}

/// What a statement does to the objects that it names: enough to ask the catalog whether it has happened.
///
/// Names are as they were written, without quotes and folded as the dialect folds them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// `CREATE TABLE`. Temporary tables are not listed.
    CreateTable(ObjectRef),
    /// `DROP TABLE` of one table.
    DropTable(ObjectRef),
    /// `DROP TABLE` of several.
    DropTables(Vec<ObjectRef>),
    /// `ALTER TABLE .. RENAME TO` and nothing else, PostgreSQL's `SET SCHEMA`, MySQL's `RENAME TABLE`
    /// of one table.
    RenameTable {
        /// The table under its old name.
        table: ObjectRef,
        /// The new name; with a schema wherever the old one has one.
        to: ObjectRef,
    },
    /// `CREATE [UNIQUE] INDEX` with a name, on a table.
    CreateIndex {
        /// The index.
        index: ObjectRef,
        /// Its table.
        table: ObjectRef,
        /// PostgreSQL's `CONCURRENTLY`.
        concurrently: bool,
    },
    /// `DROP INDEX` of one index; MySQL names the table.
    DropIndex {
        /// The index.
        index: ObjectRef,
        /// Its table, where the statement says so.
        table: Option<ObjectRef>,
    },
    /// `ALTER TABLE .. ADD [COLUMN]` and nothing else.
    AddColumn {
        /// The table.
        table: ObjectRef,
        /// The column.
        column: Cow<'static, str>,
    },
    /// `ALTER TABLE .. DROP [COLUMN]` and nothing else.
    DropColumn {
        /// The table.
        table: ObjectRef,
        /// The column.
        column: Cow<'static, str>,
    },
    /// `ALTER TABLE .. ADD CONSTRAINT name` and nothing else.
    AddConstraint {
        /// The table.
        table: ObjectRef,
        /// The constraint.
        constraint: Cow<'static, str>,
    },
    /// `ALTER TABLE .. DROP CONSTRAINT name` (or MySQL's `FOREIGN KEY`, `CHECK`, `INDEX`) and nothing else.
    DropConstraint {
        /// The table.
        table: ObjectRef,
        /// The constraint.
        constraint: Cow<'static, str>,
    },
    /// A column gets another name, and nothing else, or MySQL's `CHANGE` gives it one.
    RenameColumn {
        /// The table.
        table: ObjectRef,
        /// The old name.
        from: Cow<'static, str>,
        /// The new one.
        to: Cow<'static, str>,
    },
    /// MySQL's `ALTER TABLE .. RENAME INDEX`.
    RenameIndex {
        /// The table.
        table: ObjectRef,
        /// The old name.
        from: Cow<'static, str>,
        /// The new one.
        to: Cow<'static, str>,
    },
    /// All of these, or none of them: one `ALTER TABLE` with several clauses.
    Several(Vec<Effect>),
    /// To do it twice is to do it once: `VACUUM` and the like, MySQL's `MODIFY COLUMN`, options of a table,
    /// an exchange of an index for another one of the same name, `DROP VIEW IF EXISTS`.
    Repeatable,
    /// MySQL's `CREATE` of something else that has a name.
    CreateOther(OtherKind, ObjectRef),
    /// MySQL's `DROP` of something else that has a name.
    DropOther(OtherKind, ObjectRef),
    /// A clause of MySQL's `ALTER TABLE` that gives a feature to a table, or takes it away.
    Feature {
        /// The table.
        table: ObjectRef,
        /// What it has or has not.
        feature: TableFeature,
        /// Whether it has it afterwards.
        given: bool,
    },
}

/// What is neither a table nor a part of one, and can be looked for by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OtherKind {
    /// A view.
    View,
    /// A trigger.
    Trigger,
    /// A sequence of MariaDB.
    Sequence,
}

/// What a table of MySQL or MariaDB has or has not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFeature {
    /// `SYSTEM VERSIONING`.
    Versioning,
    /// A `PERIOD` of this name; that of versioning is called `SYSTEM_TIME`.
    Period(Cow<'static, str>),
    /// Partitions.
    Partitions,
}

impl Effect {
    /// The tables that are dropped by name.
    ///
    /// What goes with something else is not among them: `DROP SCHEMA .. CASCADE` does not say which
    /// tables these are, and the body of a `DO` block or of a procedure is not read.
    pub fn dropped_tables(&self) -> &[ObjectRef] {
        match self {
            Effect::DropTable(table) => std::slice::from_ref(table),
            Effect::DropTables(tables) => tables,
            _ => &[],
        }
    }
}

/// A name with the schema (MySQL: database) that was written before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectRef {
    schema: Option<Cow<'static, str>>,
    name: Cow<'static, str>,
}

impl ObjectRef {
    /// A name, with its schema where one was written.
    pub fn new(schema: Option<Cow<'static, str>>, name: impl Into<Cow<'static, str>>) -> Self {
        Self { schema, name: name.into() }
    }

    /// The schema, where one was written.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
}
