//! What a server only does at once: a column that counts comes, goes and moves together with its key,
//! a primary key is exchanged for another, and so is the index that serves a foreign key. And what is
//! cheaper at once: columns of one table that change.

use super::alter::Altered;
use super::keys::{is_dropped, loses_index};
use super::operation::{Operation, Together};
use super::render::Render;
use crate::diff::{Constraint, TableChange, serves};
use crate::schema::{Index, IndexKey, ObjectName, Table};

impl Together {
    /// Says what they do, in words for people.
    pub(super) fn describe(&self) -> String {
        let column = |operation: &Operation| match operation {
            Operation::AlterColumn { table, after, .. } => Some(format!("{table}.{}", after.name)),
            _ => None,
        };
        match self.operations.iter().map(column).collect::<Option<Vec<_>>>() {
            Some(columns) => format!("alter columns {}", columns.join(", ")),
            None => self.operations.iter().map(Operation::describe).collect::<Vec<_>>().join(", "),
        }
    }
}

impl Altered {
    /// Takes what belongs together out of the lists of operations and puts it in one.
    pub(super) fn take_together(
        &mut self,
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        render: &dyn Render,
    ) {
        self.take_exchanged(before, after, changes, render);
        let with_keys = changes.iter().any(|change| {
            matches!(change, TableChange::SetOptions { before, after }
                if render.go_with_keys(before, after))
        });
        let with_options = goes_with_options(changes, render) || with_keys;
        if !with_options && !needs_one_statement(before, after, changes) {
            return;
        }
        let belongs = |operation: &mut Operation| match operation {
            Operation::AddConstraint(it) | Operation::DropConstraint(it) => match &it.constraint {
                Constraint::PrimaryKey(_) => true,
                Constraint::Unique(unique) => {
                    with_keys || begins_with_counter(before, after, &unique.columns)
                }
                Constraint::Check(_) | Constraint::Exclusion(_) | Constraint::ForeignKey(_) => {
                    false
                }
            },
            Operation::AddIndex(it) | Operation::DropIndex(it) => {
                with_keys && it.index.unique
                    || begins_with_counter(before, after, &columns(&it.index))
            }
            Operation::AddColumn(it) | Operation::DropColumn(it) => {
                it.column.numbering.is_some() || render.goes_with_options(&it.column)
            }
            Operation::SetOptions { .. } => with_options,
            Operation::AlterColumn { before: old, after: new, .. } => {
                let in_key = |table: &Table| {
                    table.primary_key.iter().any(|key| key.columns.contains(&new.name))
                };
                // A key may hold only the beginning of what one type has, and of another it must.
                let is_held = in_key(before)
                    && old.ty != new.ty
                    && before.primary_key.is_some()
                    && before.primary_key != after.primary_key;
                old.numbering != new.numbering || in_key(before) != in_key(after) || is_held
            }
            _ => false,
        };
        let mut operations = Vec::new();
        for list in [
            &mut self.dropped_parts,
            &mut self.dropped_columns,
            &mut self.columns,
            &mut self.gained,
        ] {
            operations.extend(list.extract_if(.., belongs));
        }
        match operations.len() {
            0 => {}
            1 => self.gained.append(&mut operations),
            _ => self
                .gained
                .push(Operation::Together(Together { table: after.name.clone(), operations })),
        }
    }

    /// Puts the columns that change in one statement, behind those that come: what they are made from
    /// may be new.
    pub(super) fn gather_columns(&mut self, table: &ObjectName, render: &dyn Render) {
        let shares = |operation: &Operation| {
            matches!(operation, Operation::AlterColumn { before, after, .. }
                if render.shares_statement(before, after))
        };
        let Some(last) = self.columns.iter().rposition(shares) else { return };
        let operations: Vec<Operation> =
            self.columns.extract_if(..=last, |operation| shares(operation)).collect();
        let at = last + 1 - operations.len();
        let operation = match <[Operation; 1]>::try_from(operations) {
            Ok([only]) => only,
            Err(operations) => Operation::Together(Together { table: table.clone(), operations }),
        };
        self.columns.insert(at, operation);
    }
}

impl Altered {
    /// The index of a foreign key that stays, and the one that takes its place.
    fn take_exchanged(
        &mut self,
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        render: &dyn Render,
    ) {
        let exchanged: Vec<&[String]> = before
            .foreign_keys
            .iter()
            .filter(|key| !is_dropped(key, changes))
            .map(|key| key.columns.as_slice())
            .filter(|columns| is_exchanged(before, after, changes, columns, render))
            .collect();
        let belongs = |operation: &mut Operation| {
            exchanged.iter().any(|columns| match operation {
                Operation::AddIndex(it) | Operation::DropIndex(it) => serves(&it.index, columns),
                Operation::AddConstraint(it) | Operation::DropConstraint(it) => {
                    is_unique_on(&it.constraint, columns)
                }
                _ => false,
            })
        };
        let mut operations = Vec::new();
        for list in [&mut self.dropped_parts, &mut self.gained] {
            operations.extend(list.extract_if(.., belongs));
        }
        if operations.is_empty() {
            return;
        }
        for operation in &mut operations {
            if let Operation::AddIndex(add) = operation {
                add.displaces.clear();
            }
        }
        let together = Together { table: after.name.clone(), operations };
        self.gained.push(Operation::Together(together));
    }
}

/// Whether what serves a foreign key on these columns goes while something else comes that does, and
/// nothing else happens that must be in between.
pub(super) fn is_exchanged(
    before: &Table,
    after: &Table,
    changes: &[TableChange],
    columns: &[String],
    render: &dyn Render,
) -> bool {
    let is_aside = changes.iter().all(|change| match change {
        TableChange::AddConstraint { after: it } | TableChange::DropConstraint { before: it } => {
            !matches!(it, Constraint::PrimaryKey(_) | Constraint::Exclusion(_))
        }
        TableChange::AddIndex { .. }
        | TableChange::DropIndex { .. }
        | TableChange::AddColumn { .. }
        | TableChange::DropColumn { .. }
        | TableChange::SetComment { .. }
        | TableChange::CommentOn { .. } => true,
        _ => false,
    });
    let comes = changes.iter().any(|change| match change {
        TableChange::AddIndex { after: index } => serves(index, columns),
        TableChange::AddConstraint { after: constraint } => is_unique_on(constraint, columns),
        _ => false,
    });
    is_aside
        && comes
        && loses_index(before, columns, changes)
        && !goes_with_options(changes, render)
        && !needs_one_statement(before, after, changes)
}

fn is_unique_on(constraint: &Constraint, columns: &[String]) -> bool {
    matches!(constraint, Constraint::Unique(unique) if unique.columns.starts_with(columns))
}

/// Whether a column comes or goes together with an option of the table.
fn goes_with_options(changes: &[TableChange], render: &dyn Render) -> bool {
    changes.iter().any(|change| match change {
        TableChange::AddColumn { after: column } | TableChange::DropColumn { before: column } => {
            render.goes_with_options(column)
        }
        _ => false,
    })
}

/// Whether a column begins or ceases to count, a key of one changes, or one primary key follows
/// another.
fn needs_one_statement(before: &Table, after: &Table, changes: &[TableChange]) -> bool {
    let mut keys = (false, false);
    let is_exclusion = |change: &TableChange| {
        matches!(change, TableChange::AddConstraint { after: it } | TableChange::DropConstraint { before: it }
            if matches!(it, Constraint::Exclusion(_)))
    };
    let counts = changes.iter().any(|change| match change {
        TableChange::AddColumn { after: column } | TableChange::DropColumn { before: column } => {
            column.numbering.is_some()
        }
        TableChange::AlterColumn { before, after } => before.numbering != after.numbering,
        TableChange::AddConstraint { after: constraint } => {
            keys.1 |= matches!(constraint, Constraint::PrimaryKey(_));
            begins_with_counter(before, after, constraint.columns())
        }
        TableChange::DropConstraint { before: constraint } => {
            keys.0 |= matches!(constraint, Constraint::PrimaryKey(_));
            begins_with_counter(before, after, constraint.columns())
        }
        TableChange::AddIndex { after: index } | TableChange::DropIndex { before: index } => {
            begins_with_counter(before, after, &columns(index))
        }
        _ => false,
    });
    counts || keys == (true, true) && !changes.iter().any(is_exclusion)
}

/// Whether the first of some columns counts, or did.
fn begins_with_counter(before: &Table, after: &Table, columns: &[String]) -> bool {
    let Some(first) = columns.first() else { return false };
    let counts =
        |table: &Table| table.column(first).is_some_and(|column| column.numbering.is_some());
    counts(before) || counts(after)
}

fn columns(index: &Index) -> Vec<String> {
    let column = |key: &IndexKey| match key {
        IndexKey::Column(name) => name.clone(),
        IndexKey::Expr(_) => String::new(),
    };
    index.parts.iter().map(|part| column(&part.key)).collect()
}
