//! What a plan is made of before it is SQL: one thing done to one object, that knows its inverse.

use super::places::Place;
use super::restored::Restored;
use crate::diff::Constraint;
use crate::schema::{
    Column, ColumnType, CompositeType, EnumType, ForeignKey, Index, Namespace, Object, ObjectName,
    Sequence, Table, TableOptions,
};

/// One thing done to one object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operation {
    CreateNamespace(Namespace),
    DropNamespace(Namespace),
    /// The sequence, but not the column that it goes with.
    CreateSequence(Box<Sequence>),
    DropSequence(Box<Sequence>),
    /// It counts differently; what it goes with stays.
    AlterSequence {
        before: Box<Sequence>,
        after: Box<Sequence>,
    },
    /// It goes with another column, or with none.
    OwnSequence {
        sequence: ObjectName,
        before: Option<(ObjectName, String)>,
        after: Option<(ObjectName, String)>,
    },
    /// Something that is known by its definition alone makes room for something else.
    TakeDown(Box<Taken>),
    PutBack(Box<Taken>),
    /// It takes the place of what has its name, without anything being taken down for it.
    Redefine {
        before: Box<Object>,
        after: Box<Object>,
    },
    /// What the tables that inherit from its table do not follow.
    Alone(Box<Operation>),
    /// What is needed only on the way back.
    OnlyBack(Box<Operation>),
    /// What is needed only on the way there.
    OnlyThere(Box<Operation>),
    CreateEnum(EnumType),
    DropEnum(EnumType),
    /// Values are added to an enum type where it stands.
    AddEnumValues(EnumChange),
    RenameEnumValue {
        ty: ObjectName,
        from: String,
        to: String,
    },
    /// An enum type is made anew and its columns are moved over.
    RewriteEnum(EnumChange),
    CreateComposite(CompositeType),
    DropComposite(CompositeType),
    AlterComposite {
        before: CompositeType,
        after: CompositeType,
    },
    /// The table with its constraints, but not what follows in operations of their own.
    CreateTable(Box<Table>),
    DropTable(Box<Table>),
    RenameTable {
        from: ObjectName,
        to: ObjectName,
    },
    AddColumn(Box<ColumnOperation>),
    DropColumn(Box<ColumnOperation>),
    RenameColumn {
        table: ObjectName,
        from: String,
        to: String,
    },
    AlterColumn {
        table: ObjectName,
        before: Box<Column>,
        after: Box<Column>,
        /// The column behind which it stands, of those that are there all the time; none where it is
        /// the first of them.
        behind: Option<String>,
    },
    /// Rows hold other values, and so may the column where its type lists them.
    RenameValues {
        table: ObjectName,
        before: Box<Column>,
        after: Box<Column>,
        values: Vec<(String, String)>,
    },
    AddConstraint(ConstraintOperation),
    DropConstraint(ConstraintOperation),
    RenameConstraint {
        table: ObjectName,
        before: Constraint,
        after: Constraint,
    },
    /// Whether rows that stand have to meet it, when it is checked, or what its index is told.
    AlterConstraint {
        table: ObjectName,
        before: Constraint,
        after: Constraint,
    },
    AddIndex(Box<IndexOperation>),
    DropIndex(Box<IndexOperation>),
    /// What it is told.
    AlterIndex {
        table: ObjectName,
        before: Box<Index>,
        after: Box<Index>,
    },
    RenameIndex {
        table: ObjectName,
        from: String,
        to: String,
    },
    SetComment(CommentOperation),
    AddTouch {
        table: Box<Table>,
        column: String,
    },
    DropTouch {
        table: Box<Table>,
        column: String,
    },
    SetOptions {
        table: ObjectName,
        before: Box<TableOptions>,
        after: Box<TableOptions>,
        /// The keys that are there before and after it, each as what adds it.
        keys: Vec<Operation>,
    },
    /// A table inherits from another from now on.
    Inherit {
        table: ObjectName,
        parent: ObjectName,
    },
    Disinherit {
        table: ObjectName,
        parent: ObjectName,
    },
    /// The values of a column are kept as text, or made of it again, while its type changes.
    CarryColumn {
        table: ObjectName,
        before: Box<Column>,
        after: Box<Column>,
    },
    /// Other indexes identify the rows of a table, or order them.
    MarkIndexes {
        table: ObjectName,
        before: Box<TableOptions>,
        after: Box<TableOptions>,
    },
    /// The table is made anew and its rows are moved over.
    Rebuild(Box<Rebuild>),
    /// What the server only does in one statement.
    Together(Together),
    /// A statement that the session has to run before everything else, on the way back where it stands
    /// at the end.
    Prepare {
        statement: String,
        on_the_way_back: bool,
    },
    /// A trigger, which goes with its table and is put back with it.
    CreateTrigger(Object),
    DropTrigger(Object),
}

/// Something that is known by its definition alone, taken down or put back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Taken {
    pub(crate) object: Object,
    /// It is taken down and not put back, because what it hangs on goes.
    pub(crate) stays_away: bool,
}

/// An enum type with other values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EnumChange {
    pub(crate) before: EnumType,
    pub(crate) after: EnumType,
    /// The columns of that type, with their tables, as they are before and afterwards.
    pub(crate) columns: Vec<(ObjectName, Column, Column)>,
    /// The attributes of composite types that are of that type.
    pub(crate) attributes: Vec<(ObjectName, String, ColumnType)>,
    /// What the old type is called while both are there.
    pub(crate) aside: String,
}

/// A column that comes or goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnOperation {
    pub(crate) table: ObjectName,
    pub(crate) column: Column,
    /// Constraints that come and go with it.
    pub(crate) inline: Vec<Constraint>,
    /// The column goes for a reason: when it comes back, its data does not, and rows that are there
    /// get what this allows.
    pub(crate) restored: Option<Restored>,
    /// Where it stands among the others when it comes; last where nothing is said.
    pub(crate) place: Option<Place>,
}

/// A constraint that comes or goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConstraintOperation {
    pub(crate) table: ObjectName,
    /// Always with a name.
    pub(crate) constraint: Constraint,
    /// The server makes an index for it, that does not go by itself.
    pub(crate) implies_index: bool,
    /// An index that serves it and that may be one that the server made for another key.
    pub(crate) may_lose: Option<Index>,
    /// No row can be against it: its table is new, or it only made room for something else.
    pub(crate) holds_already: bool,
    /// When it comes, it takes over the unique index of its name.
    pub(crate) takes_index: bool,
}

/// An index that comes or goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndexOperation {
    pub(crate) table: ObjectName,
    pub(crate) index: Index,
    /// It comes and goes together with its table.
    pub(crate) with_table: bool,
    /// When it comes, the server drops the indexes that it made for these foreign keys; when it goes,
    /// they must make them again.
    pub(crate) displaces: Vec<ForeignKey>,
    /// No row can be against it.
    pub(crate) holds_already: bool,
    /// It goes by becoming the index of a constraint, and comes without one.
    pub(crate) taken_over: bool,
}

/// A comment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CommentOperation {
    pub(crate) table: ObjectName,
    pub(crate) target: CommentTarget,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// It comes and goes together with what it is about.
    pub(crate) with_target: bool,
}

/// What a comment is about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CommentTarget {
    Table,
    Column(String),
    Constraint(String),
    /// An index, which is in the schema of its table.
    Index(String),
    /// A sequence, whose name stands where the table's would.
    Sequence,
    /// A schema, whose name stands where the table's would.
    Namespace,
    /// An enum type, whose name stands where the table's would.
    Type,
}

/// Operations on one table that are one statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Together {
    pub(crate) table: ObjectName,
    pub(crate) operations: Vec<Operation>,
}

/// A table made anew.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rebuild {
    pub(crate) before: Table,
    pub(crate) after: Table,
    /// Its triggers, which go with it and are put back.
    pub(crate) triggers: Vec<Object>,
    /// What changes, for people.
    pub(crate) changes: Vec<String>,
    /// What rows that are there may have against it, for people.
    pub(crate) notes: Vec<String>,
    pub(crate) loses_data: bool,
    /// It brings back columns whose values are gone, so that rows get the empty value of the type where
    /// they must have one.
    pub(crate) restores: bool,
    /// By column, the values that rows hold under other names afterwards.
    pub(crate) values: Vec<(String, Vec<(String, String)>)>,
}

fn swapped(values: Vec<(String, String)>) -> Vec<(String, String)> {
    values.into_iter().map(|(from, to)| (to, from)).collect()
}

impl Operation {
    /// What undoes it.
    pub(crate) fn inverse(&self) -> Operation {
        let turned = |change: &EnumChange| EnumChange {
            before: change.after.clone(),
            after: change.before.clone(),
            columns: change
                .columns
                .iter()
                .map(|(table, before, after)| (table.clone(), after.clone(), before.clone()))
                .collect(),
            attributes: change.attributes.clone(),
            aside: change.aside.clone(),
        };
        match self.clone() {
            Self::CreateNamespace(namespace) => Self::DropNamespace(namespace),
            Self::DropNamespace(namespace) => Self::CreateNamespace(namespace),
            Self::CreateSequence(sequence) => Self::DropSequence(sequence),
            Self::DropSequence(sequence) => Self::CreateSequence(sequence),
            Self::AlterSequence { before, after } => {
                Self::AlterSequence { before: after, after: before }
            }
            Self::OwnSequence { sequence, before, after } => {
                Self::OwnSequence { sequence, before: after, after: before }
            }
            Self::TakeDown(object) => Self::PutBack(object),
            Self::PutBack(object) => Self::TakeDown(object),
            Self::Redefine { before, after } => Self::Redefine { before: after, after: before },
            Self::Alone(operation) => Self::Alone(Box::new(operation.inverse())),
            Self::Inherit { table, parent } => Self::Disinherit { table, parent },
            Self::Disinherit { table, parent } => Self::Inherit { table, parent },
            Self::OnlyBack(operation) => Self::OnlyThere(Box::new(operation.inverse())),
            Self::OnlyThere(operation) => Self::OnlyBack(Box::new(operation.inverse())),
            Self::CreateEnum(ty) => Self::DropEnum(ty),
            Self::DropEnum(ty) => Self::CreateEnum(ty),
            Self::AddEnumValues(change) | Self::RewriteEnum(change) => {
                Self::RewriteEnum(turned(&change))
            }
            Self::RenameEnumValue { ty, from, to } => {
                Self::RenameEnumValue { ty, from: to, to: from }
            }
            Self::CreateComposite(ty) => Self::DropComposite(ty),
            Self::DropComposite(ty) => Self::CreateComposite(ty),
            Self::AlterComposite { before, after } => {
                Self::AlterComposite { before: after, after: before }
            }
            Self::CreateTable(table) => Self::DropTable(table),
            Self::DropTable(table) => Self::CreateTable(table),
            Self::RenameTable { from, to } => Self::RenameTable { from: to, to: from },
            Self::AddColumn(column) => Self::DropColumn(column),
            Self::DropColumn(column) => Self::AddColumn(column),
            Self::RenameColumn { table, from, to } => {
                Self::RenameColumn { table, from: to, to: from }
            }
            Self::AlterColumn { table, before, after, behind } => {
                Self::AlterColumn { table, before: after, after: before, behind }
            }
            Self::RenameValues { table, before, after, values } => {
                Self::RenameValues { table, before: after, after: before, values: swapped(values) }
            }
            Self::AddConstraint(constraint) => Self::DropConstraint(constraint),
            Self::DropConstraint(constraint) => Self::AddConstraint(constraint),
            Self::RenameConstraint { table, before, after } => {
                Self::RenameConstraint { table, before: after, after: before }
            }
            Self::AlterConstraint { table, before, after } => {
                Self::AlterConstraint { table, before: after, after: before }
            }
            Self::AddIndex(index) => Self::DropIndex(index),
            Self::DropIndex(index) => Self::AddIndex(index),
            Self::AlterIndex { table, before, after } => {
                Self::AlterIndex { table, before: after, after: before }
            }
            Self::RenameIndex { table, from, to } => {
                Self::RenameIndex { table, from: to, to: from }
            }
            Self::SetComment(comment) => Self::SetComment(CommentOperation {
                before: comment.after,
                after: comment.before,
                ..comment
            }),
            Self::AddTouch { table, column } => Self::DropTouch { table, column },
            Self::DropTouch { table, column } => Self::AddTouch { table, column },
            Self::SetOptions { table, before, after, keys } => {
                Self::SetOptions { table, before: after, after: before, keys }
            }
            Self::CarryColumn { table, before, after } => {
                Self::CarryColumn { table, before: after, after: before }
            }
            Self::MarkIndexes { table, before, after } => {
                Self::MarkIndexes { table, before: after, after: before }
            }
            Self::Together(together) => Self::Together(Together {
                operations: together.operations.iter().rev().map(Self::inverse).collect(),
                ..together
            }),
            Self::Prepare { statement, on_the_way_back } => {
                Self::Prepare { statement, on_the_way_back: !on_the_way_back }
            }
            Self::CreateTrigger(trigger) => Self::DropTrigger(trigger),
            Self::DropTrigger(trigger) => Self::CreateTrigger(trigger),
            Self::Rebuild(rebuild) => Self::Rebuild(Box::new(Rebuild {
                before: rebuild.after,
                after: rebuild.before,
                restores: !rebuild.restores,
                values: rebuild
                    .values
                    .into_iter()
                    .map(|(column, values)| (column, swapped(values)))
                    .collect(),
                ..*rebuild
            })),
        }
    }

    /// The table of which it changes a part.
    pub(crate) fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::AddColumn(it) | Self::DropColumn(it) => Some(&it.table),
            Self::AddConstraint(it) | Self::DropConstraint(it) => Some(&it.table),
            Self::AddIndex(it) | Self::DropIndex(it) => Some(&it.table),
            Self::AlterColumn { table, .. }
            | Self::RenameValues { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::RenameConstraint { table, .. } => Some(table),
            _ => None,
        }
    }
}

impl ConstraintOperation {
    /// The name of the constraint; an operation on one always has it.
    pub(crate) fn name(&self) -> &str {
        self.constraint.name().unwrap_or_default()
    }
}
