//! What a difference is made of.

use serde::{Deserialize, Serialize};

use crate::schema::{
    CheckConstraint, Column, CompositeType, EnumType, ExclusionConstraint, ForeignKey, Index,
    Namespace, Object, ObjectName, PrimaryKey, Sequence, Table, TableOptions, UniqueConstraint,
};

/// One difference between two schemas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A schema is to be created.
    CreateNamespace {
        /// The schema.
        after: Namespace,
    },
    /// A schema is to be dropped.
    DropNamespace {
        /// The schema.
        before: Namespace,
    },
    /// A schema has another comment.
    AlterNamespace {
        /// As it is.
        before: Namespace,
        /// As it is to be.
        after: Namespace,
    },
    /// A sequence is to be created.
    CreateSequence {
        /// The sequence.
        after: Box<Sequence>,
    },
    /// A sequence is to be dropped.
    DropSequence {
        /// The sequence.
        before: Box<Sequence>,
    },
    /// A sequence counts differently, or belongs to another column.
    AlterSequence {
        /// As it is.
        before: Box<Sequence>,
        /// As it is to be.
        after: Box<Sequence>,
    },
    /// An enum type is to be created.
    CreateEnum {
        /// The type.
        after: EnumType,
    },
    /// An enum type is to be dropped.
    DropEnum {
        /// The type.
        before: EnumType,
    },
    /// An enum type has other values.
    AlterEnum {
        /// As it is.
        before: EnumType,
        /// As it is to be.
        after: EnumType,
    },
    /// A value of an enum type has another name. What else changes about the type is a change of its
    /// own.
    RenameEnumValue {
        /// The type.
        name: ObjectName,
        /// The value as it is.
        from: String,
        /// The value as it is to be.
        to: String,
    },
    /// A composite type is to be created.
    CreateComposite {
        /// The type.
        after: CompositeType,
    },
    /// A composite type is to be dropped.
    DropComposite {
        /// The type.
        before: CompositeType,
    },
    /// A composite type has other attributes.
    AlterComposite {
        /// As it is.
        before: CompositeType,
        /// As it is to be.
        after: CompositeType,
    },
    /// What is known by its definition alone, and compared as a whole, is to be created.
    CreateObject {
        /// The object.
        after: Box<Object>,
    },
    /// What is known by its definition alone, and compared as a whole, is to be dropped.
    DropObject {
        /// The object.
        before: Box<Object>,
    },
    /// A table is to be created.
    CreateTable {
        /// The table.
        after: Box<Table>,
    },
    /// A table is to be dropped.
    DropTable {
        /// The table.
        before: Box<Table>,
    },
    /// A table has another name. What else changes about it is a change of its own, under the new
    /// name.
    RenameTable {
        /// The name that it has.
        from: ObjectName,
        /// The name that it is to have.
        to: ObjectName,
    },
    /// A table differs.
    AlterTable {
        /// As it is, under its new name.
        before: Box<Table>,
        /// As it will be, with what was made by hand and stays.
        after: Box<Table>,
        /// How the one becomes the other.
        changes: Vec<TableChange>,
    },
}

impl Change {
    /// The table that it is about, under the name that it is to have.
    pub fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::CreateTable { after } | Self::AlterTable { after, .. } => Some(&after.name),
            Self::DropTable { before } => Some(&before.name),
            Self::RenameTable { to, .. } => Some(to),
            Self::CreateNamespace { .. }
            | Self::DropNamespace { .. }
            | Self::CreateObject { .. }
            | Self::DropObject { .. }
            | Self::AlterNamespace { .. }
            | Self::CreateSequence { .. }
            | Self::DropSequence { .. }
            | Self::AlterSequence { .. }
            | Self::CreateEnum { .. }
            | Self::DropEnum { .. }
            | Self::AlterEnum { .. }
            | Self::RenameEnumValue { .. }
            | Self::CreateComposite { .. }
            | Self::DropComposite { .. }
            | Self::AlterComposite { .. } => None,
        }
    }
}

/// One difference between two tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum TableChange {
    /// A column is to be added.
    AddColumn {
        /// The column.
        after: Box<Column>,
    },
    /// A column is to be dropped.
    DropColumn {
        /// The column.
        before: Box<Column>,
    },
    /// A column has another name. What else changes about it is a change of its own, under the new
    /// name.
    RenameColumn {
        /// The name that it has.
        from: String,
        /// The name that it is to have.
        to: String,
    },
    /// Values of a column have other names. What the column says that it can hold changes with them, in
    /// a change of its own.
    RenameValues {
        /// The column, under its new name.
        column: String,
        /// From the name that a value has to the one that it is to have.
        values: Vec<(String, String)>,
    },
    /// A column differs in type, nullability, default, numbering, generation, collation, comment or
    /// touch.
    AlterColumn {
        /// As it is, under its new name.
        before: Box<Column>,
        /// As it is to be.
        after: Box<Column>,
    },
    /// A constraint is to be added.
    AddConstraint {
        /// The constraint.
        after: Constraint,
    },
    /// A constraint is to be dropped.
    DropConstraint {
        /// The constraint, with the name that the catalog gives it.
        before: Constraint,
    },
    /// Only the name of a constraint differs.
    RenameConstraint {
        /// As it is.
        before: Constraint,
        /// As it is to be.
        after: Constraint,
    },
    /// A constraint differs in what can be altered about it: whether old rows have to meet it, when it is
    /// checked, or what its index is told.
    AlterConstraint {
        /// As it is.
        before: Constraint,
        /// As it is to be.
        after: Constraint,
    },
    /// An index is to be added.
    AddIndex {
        /// The index.
        after: Box<Index>,
    },
    /// An index is to be dropped.
    DropIndex {
        /// The index.
        before: Box<Index>,
    },
    /// Only what an index is told differs, in a way that can be altered.
    AlterIndex {
        /// As it is.
        before: Box<Index>,
        /// As it is to be.
        after: Box<Index>,
    },
    /// Only the name of an index differs.
    RenameIndex {
        /// As it is.
        before: Box<Index>,
        /// As it is to be.
        after: Box<Index>,
    },
    /// The comment of a constraint or an index differs.
    CommentOn {
        /// What it is about.
        part: Part,
        /// As it is.
        before: Option<String>,
        /// As it is to be.
        after: Option<String>,
    },
    /// It inherits from other tables.
    SetParents {
        /// Those that it inherits from.
        before: Vec<ObjectName>,
        /// Those that it is to inherit from.
        after: Vec<ObjectName>,
    },
    /// The comment of the table differs.
    SetComment {
        /// As it is.
        before: Option<String>,
        /// As it is to be.
        after: Option<String>,
    },
    /// What one engine alone has differs.
    SetOptions {
        /// As they are.
        before: Box<TableOptions>,
        /// As they are to be.
        after: Box<TableOptions>,
    },
}

/// A named part of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A constraint.
    Constraint(String),
    /// An index.
    Index(String),
}

/// A constraint of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Constraint {
    /// `PRIMARY KEY`
    PrimaryKey(PrimaryKey),
    /// `UNIQUE`
    Unique(UniqueConstraint),
    /// `CHECK`
    Check(CheckConstraint),
    /// `EXCLUDE`
    Exclusion(ExclusionConstraint),
    /// `FOREIGN KEY`
    ForeignKey(ForeignKey),
}

impl Constraint {
    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::PrimaryKey(key) => key.name.as_deref(),
            Self::Unique(unique) => unique.name.as_deref(),
            Self::Check(check) => check.name.as_deref(),
            Self::Exclusion(exclusion) => exclusion.name.as_deref(),
            Self::ForeignKey(key) => key.name.as_deref(),
        }
    }

    /// The same under another name.
    #[must_use]
    pub fn with_name(mut self, name: Option<String>) -> Self {
        match &mut self {
            Self::PrimaryKey(key) => key.name = name,
            Self::Unique(unique) => unique.name = name,
            Self::Check(check) => check.name = name,
            Self::Exclusion(exclusion) => exclusion.name = name,
            Self::ForeignKey(key) => key.name = name,
        }
        self
    }

    /// Its comment.
    pub fn comment(&self) -> Option<&String> {
        match self {
            Self::PrimaryKey(key) => key.comment.as_ref(),
            Self::Unique(unique) => unique.comment.as_ref(),
            Self::Check(check) => check.comment.as_ref(),
            Self::Exclusion(exclusion) => exclusion.comment.as_ref(),
            Self::ForeignKey(key) => key.comment.as_ref(),
        }
    }

    /// The same with another comment.
    #[must_use]
    pub fn with_comment(mut self, comment: Option<String>) -> Self {
        match &mut self {
            Self::PrimaryKey(key) => key.comment = comment,
            Self::Unique(unique) => unique.comment = comment,
            Self::Check(check) => check.comment = comment,
            Self::Exclusion(exclusion) => exclusion.comment = comment,
            Self::ForeignKey(key) => key.comment = comment,
        }
        self
    }

    /// Whether the rows that stand need not meet it.
    pub fn is_not_valid(&self) -> bool {
        match self {
            Self::Check(check) => check.not_valid,
            Self::ForeignKey(key) => key.not_valid,
            _ => false,
        }
    }

    /// Whether rows that stand must meet it.
    pub(crate) fn is_met(&self) -> bool {
        let is_enforced = match self {
            Self::Check(check) => !check.not_enforced,
            Self::ForeignKey(key) => !key.not_enforced,
            _ => true,
        };
        is_enforced && !self.is_not_valid()
    }

    /// The same, and whether the rows that stand need not meet it.
    #[must_use]
    pub(crate) fn with_not_valid(mut self, not_valid: bool) -> Self {
        match &mut self {
            Self::Check(check) => check.not_valid = not_valid,
            Self::ForeignKey(key) => key.not_valid = not_valid,
            _ => {}
        }
        self
    }

    /// What it is, in the words of people.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PrimaryKey(_) => "primary key",
            Self::Unique(_) => "unique constraint",
            Self::Check(_) => "check",
            Self::Exclusion(_) => "exclusion constraint",
            Self::ForeignKey(_) => "foreign key",
        }
    }

    /// The columns of its table that it names; a check names none, it only mentions them.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::PrimaryKey(key) => &key.columns,
            Self::Unique(unique) => &unique.columns,
            Self::Check(_) => &[],
            Self::Exclusion(exclusion) => &exclusion.columns,
            Self::ForeignKey(key) => &key.columns,
        }
    }
}
