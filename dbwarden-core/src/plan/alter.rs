//! The operations on one table that is there already, by when they run.

use std::collections::BTreeSet;

use super::disturbed::recreated;
use super::enums::ChangedEnums;
use super::lasting_keys::lasting_keys;
use super::operation::{
    ColumnOperation, CommentOperation, CommentTarget, ConstraintOperation, IndexOperation,
    Operation,
};
use super::render::Strategy;
use super::restored::Restored;
use super::{PlanError, PlanOptions, checks, computed, keys, met, names, values};
use crate::diff::{Constraint, Part, TableChange, is_served_without, serves};
use crate::schema::{Column, ForeignKey, Index, Object, Table};

/// The operations on one table.
#[derive(Default)]
pub(super) struct Altered {
    pub(super) renames: Vec<Operation>,
    /// Parents that it no longer inherits from when anything else changes, and those that it inherits from
    /// when everything has changed.
    pub(super) left: Vec<Operation>,
    pub(super) joined: Vec<Operation>,
    pub(super) dropped_keys: Vec<Operation>,
    pub(super) dropped_parts: Vec<Operation>,
    /// Other names for constraints and indexes, when those that had them are gone.
    pub(super) names: Vec<Operation>,
    /// Columns that must be gone, or free of something, before types and other columns change.
    pub(super) freed: Vec<Operation>,
    pub(super) rebuild: Vec<Operation>,
    /// Columns that come or change, those that are computed from others last.
    pub(super) columns: Vec<Operation>,
    generated: Vec<Operation>,
    pub(super) gained: Vec<Operation>,
    /// What differs about constraints and indexes that stay, once all that went for a while are back.
    pub(super) altered: Vec<Operation>,
    pub(super) added_keys: Vec<Operation>,
    pub(super) dropped_columns: Vec<Operation>,
}

/// What a change of a table is seen in.
#[derive(Clone, Copy)]
struct Scope<'a> {
    before: &'a Table,
    after: &'a Table,
    changes: &'a [TableChange],
    enums: &'a ChangedEnums,
    options: &'a PlanOptions,
}

impl Altered {
    pub(super) fn new(
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        objects: &[Object],
        enums: &ChangedEnums,
        options: &PlanOptions,
    ) -> Result<Self, PlanError> {
        if !options.complete {
            checks::refuse_columns_without_a_value(after, changes)?;
        }
        if options.capabilities.counters_need_keys {
            checks::refuse_to_take_the_key_of_a_counter(before, after, changes)?;
        }
        let render = options.capabilities.dialect.render();
        let strategy = render.strategy(before, after, changes);
        if strategy == Strategy::Rebuild {
            return Ok(Self::rebuilt(before, after, changes, objects, options));
        }
        let mut altered = Self::default();
        let mut taken = names::taken_names(after);
        taken.extend(names::taken_names(before));
        // What is replaced leaves its name to its successor.
        for change in changes {
            if let TableChange::DropConstraint { before } = change {
                before.name().map(|name| taken.remove(name));
            }
        }
        let scope = Scope { before, after, changes, enums, options };
        for change in changes {
            altered.add(change, &mut taken, scope);
        }
        computed::sort(&mut altered.generated, options.capabilities.dialect);
        computed::sort(&mut altered.freed, options.capabilities.dialect);
        altered.columns.append(&mut altered.generated);
        if render.constraints_take_indexes() {
            altered.take_indexes(changes, options);
        }
        if render.keys_are_made_of_exclusions() {
            altered.dropped_parts.sort_by_key(excludes);
            altered.gained.sort_by_key(|operation| !excludes(operation));
        }
        altered.names = names::without_collisions(altered.names);
        if options.capabilities.counters_need_keys {
            altered.take_together(before, after, changes, render);
        }
        computed::sort(&mut altered.columns, options.capabilities.dialect);
        if options.capabilities.expressions_hold_columns {
            altered.take_renamed(before, options.capabilities.dialect);
        }
        altered.gather_columns(&after.name, render);
        if options.capabilities.expressions_hold_columns {
            altered.take_made_anew(before, after, changes, options);
        }
        altered.dropped_columns.sort_by_key(|operation| !is_computed(operation));
        computed::sort(&mut altered.dropped_columns, options.capabilities.dialect);
        if strategy == Strategy::InPlaceThere {
            let back = Self::rebuilt(before, after, changes, objects, options);
            return Ok(altered.there_and(back));
        }
        Ok(altered)
    }

    fn add(&mut self, change: &TableChange, taken: &mut BTreeSet<String>, scope: Scope<'_>) {
        let Scope { before, after, changes, enums, options } = scope;
        let table = &after.name;
        let index_operation = |index: &Index| {
            Box::new(IndexOperation {
                table: table.clone(),
                index: index.clone(),
                with_table: false,
                displaces: Vec::new(),
                holds_already: false,
                taken_over: false,
            })
        };
        match change {
            TableChange::RenameColumn { from, to } => {
                self.renames.push(Operation::RenameColumn {
                    table: table.clone(),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
            TableChange::RenameValues { column, .. } => {
                // Where the type lists them, they change with it.
                self.columns.extend(values::without_other_changes(before, column, changes));
            }
            TableChange::AddColumn { after: column } => {
                let operations = add_column(after, column, options);
                match column.generated {
                    Some(_) => self.generated.extend(operations),
                    None => self.columns.extend(operations),
                }
            }
            TableChange::DropColumn { before: column } => {
                // A trigger must go before what it works on; the column itself goes last.
                let (columns, parts): (Vec<_>, Vec<_>) = drop_column(before, column, options)
                    .into_iter()
                    .partition(|operation| matches!(operation, Operation::DropColumn(_)));
                self.dropped_parts.extend(parts);
                // One that is computed holds the types of those that it is computed from, and one of an
                // enum may have a default that is no value of it afterwards.
                if column.generated.is_some() || enums.is_altered(column) {
                    self.freed.extend(columns);
                } else {
                    self.dropped_columns.extend(columns);
                }
            }
            TableChange::AlterColumn { before: old, after: new } => {
                // The default of a column whose type is made anew comes with the type.
                let mut old = (**old).clone();
                if old.ty == new.ty && enums.is_rewritten(new) {
                    old.default.clone_from(&new.default);
                }
                self.alter_column(scope, &old, new);
            }
            TableChange::AddConstraint { after: constraint } => {
                if is_inline(after, constraint, changes, options) {
                    return;
                }
                let name = match constraint.name() {
                    Some(name) => name.to_owned(),
                    None => names::free_name(after, constraint, taken, options),
                };
                taken.insert(name.clone());
                let implies_index = options.capabilities.foreign_keys_need_indexes
                    && matches!(constraint, Constraint::ForeignKey(key)
                        if !is_served(after, &key.columns));
                let operation = Operation::AddConstraint(ConstraintOperation {
                    table: table.clone(),
                    may_lose: keys::may_lose(constraint, before, after, options),
                    constraint: constraint.clone().with_name(Some(name)),
                    implies_index,
                    holds_already: met::is_met(constraint, before, changes),
                    takes_index: false,
                });
                match constraint {
                    Constraint::ForeignKey(_) => self.added_keys.push(operation),
                    _ => self.gained.push(operation),
                }
            }
            TableChange::DropConstraint { before: constraint } => {
                if is_inline(before, constraint, changes, options) {
                    return;
                }
                // A constraint of the base has the name that the catalog gives it; where a schema
                // that nobody inspected is the base, the name is the one it would have been given.
                let name = match constraint.name() {
                    Some(name) => name.to_owned(),
                    None => names::free_name(before, constraint, &Default::default(), options),
                };
                let operation = Operation::DropConstraint(ConstraintOperation {
                    table: table.clone(),
                    may_lose: keys::may_lose(constraint, after, before, options),
                    constraint: constraint.clone().with_name(Some(name)),
                    implies_index: false,
                    holds_already: false,
                    takes_index: false,
                });
                match constraint {
                    Constraint::ForeignKey(_) => self.dropped_keys.push(operation),
                    _ => self.dropped_parts.push(operation),
                }
            }
            TableChange::RenameConstraint { before, after } => {
                self.names.push(Operation::RenameConstraint {
                    table: table.clone(),
                    before: before.clone(),
                    after: after.clone(),
                });
            }
            TableChange::AlterConstraint { before, after } => {
                self.altered.push(Operation::AlterConstraint {
                    table: table.clone(),
                    before: before.clone(),
                    after: after.clone(),
                });
            }
            TableChange::CommentOn { part, before, after } => {
                self.altered.push(Operation::SetComment(CommentOperation {
                    table: table.clone(),
                    target: match part {
                        Part::Constraint(name) => CommentTarget::Constraint(name.clone()),
                        Part::Index(name) => CommentTarget::Index(name.clone()),
                    },
                    before: before.clone(),
                    after: after.clone(),
                    with_target: false,
                }));
            }
            TableChange::AddIndex { after } => {
                let mut add = index_operation(after);
                add.displaces = displaced_keys(before, after, options);
                add.displaces.retain(|key| !keys::is_dropped(key, changes));
                add.holds_already = met::is_met_by_rows(after, before, changes);
                self.gained.push(Operation::AddIndex(add));
            }
            TableChange::DropIndex { before } => {
                self.dropped_parts.push(Operation::DropIndex(index_operation(before)));
            }
            TableChange::AlterIndex { before, after } => {
                let (before, after) = (before.clone(), after.clone());
                self.altered.push(Operation::AlterIndex { table: table.clone(), before, after });
            }
            TableChange::RenameIndex { before, after } => {
                self.names.push(Operation::RenameIndex {
                    table: table.clone(),
                    from: before.name.clone(),
                    to: after.name.clone(),
                });
            }
            TableChange::SetParents { before, after } => {
                let table = || table.clone();
                let left = before.iter().filter(|parent| !after.contains(parent)).cloned();
                self.left
                    .extend(left.map(|parent| Operation::Disinherit { table: table(), parent }));
                let joined = after.iter().filter(|parent| !before.contains(parent)).cloned();
                self.joined
                    .extend(joined.map(|parent| Operation::Inherit { table: table(), parent }));
            }
            TableChange::SetComment { before, after } => {
                self.gained.push(Operation::SetComment(CommentOperation {
                    table: table.clone(),
                    target: CommentTarget::Table,
                    before: before.clone(),
                    after: after.clone(),
                    with_target: false,
                }));
            }
            TableChange::SetOptions { before, after } => {
                let render = options.capabilities.dialect.render();
                let at = if render.come_before_keys(before, after) { 0 } else { self.gained.len() };
                let (before, after) = (before.clone(), after.clone());
                let keys = lasting_keys(scope.after, changes);
                let table = table.clone();
                let operation = Operation::SetOptions { table, before, after, keys };
                self.gained.insert(at, operation);
            }
        }
    }

    fn alter_column(&mut self, scope: Scope<'_>, before: &Column, after: &Column) {
        let Scope { before: old_table, after: table, changes, enums, options } = scope;
        let capabilities = &options.capabilities;
        let render = capabilities.dialect.render();
        let anew = recreated(changes, capabilities.dialect);
        if render.recreates(before, after)
            || anew.contains_key(after.name.as_str()) && !render.recreates(after, before)
        {
            self.freed.extend(drop_column(old_table, before, options));
            let mut after = after.clone();
            if let (Some(computed), None) = (&before.generated, &after.generated) {
                // What was computed is kept.
                after.backfill.get_or_insert_with(|| computed.expr.sql.clone());
            }
            self.generated.extend(add_column(table, &after, options));
            return;
        }
        let first = render.first(before, after).or_else(|| {
            let takes = enums.takes_from_leaving(before);
            takes.then(|| Column { default: None, ..before.clone() })
        });
        if let Some(first) = &first {
            self.freed.push(Operation::AlterColumn {
                table: table.name.clone(),
                before: Box::new(before.clone()),
                after: Box::new(first.clone()),
                behind: behind(old_table, table, &after.name),
            });
        }
        let before = first.as_ref().unwrap_or(before);
        if let Some(values) = values::of_column(&after.name, changes) {
            let is_listed = before.ty.listed_values().is_some();
            let then = if is_listed { after } else { before };
            self.columns.push(values::rename(&table.name, before, then, values));
            if is_listed {
                return;
            }
        }
        let touch = |table: &Table| (Box::new(table.clone()), after.name.clone());
        if !capabilities.inline_touch && before.touch && !after.touch {
            let (table, column) = touch(table);
            self.dropped_parts.push(Operation::DropTouch { table, column });
        }
        let mut rest = before.clone();
        if !capabilities.inline_touch {
            rest.touch = after.touch;
        }
        if !capabilities.inline_comments {
            rest.comment.clone_from(&after.comment);
        }
        if rest.without_history() != after.without_history() {
            let leaves = enums.is_leaving(before) && !enums.is_leaving(after);
            let operations = if leaves { &mut self.freed } else { &mut self.columns };
            operations.push(Operation::AlterColumn {
                table: table.name.clone(),
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
                behind: behind(old_table, table, &after.name),
            });
        }
        if !capabilities.inline_comments && before.comment != after.comment {
            self.columns.push(column_comment(table, after, before.comment.clone(), false));
        }
        if !capabilities.inline_touch && after.touch && !before.touch {
            let (table, column) = touch(table);
            self.columns.push(Operation::AddTouch { table, column });
        }
    }
}

/// The column behind which one stands, of those that stay.
pub(super) fn behind(before: &Table, after: &Table, column: &str) -> Option<String> {
    let preceding = before.columns.iter().take_while(|it| it.name != column);
    let stays = |it: &&Column| after.column(&it.name).is_some();
    preceding.filter(stays).last().map(|it| it.name.clone())
}

/// Whether what comes or goes is an exclusion.
fn excludes(operation: &Operation) -> bool {
    matches!(operation, Operation::AddConstraint(it) | Operation::DropConstraint(it)
        if matches!(it.constraint, Constraint::Exclusion(_)))
}

/// Whether a column that goes is computed from others, before which it goes.
fn is_computed(operation: &Operation) -> bool {
    matches!(operation, Operation::DropColumn(drop) if drop.column.generated.is_some())
}

/// What adds a column, with all that is said of it.
pub(super) fn add_column(table: &Table, column: &Column, options: &PlanOptions) -> Vec<Operation> {
    let capabilities = &options.capabilities;
    let constraints = crate::diff::constraints_of(table);
    let inline =
        constraints.into_iter().filter(|constraint| comes_with(constraint, column, options));
    let mut operations = vec![Operation::AddColumn(Box::new(ColumnOperation {
        table: table.name.clone(),
        column: column.clone(),
        inline: inline.collect(),
        restored: None,
        place: None,
    }))];
    if capabilities.comments && !capabilities.inline_comments && column.comment.is_some() {
        operations.push(column_comment(table, column, None, true));
    }
    if !capabilities.inline_touch && column.touch {
        operations.push(Operation::AddTouch {
            table: Box::new(table.clone()),
            column: column.name.clone(),
        });
    }
    operations
}

/// What drops a column whose data does not come back.
fn drop_column(table: &Table, column: &Column, options: &PlanOptions) -> Vec<Operation> {
    let added = add_column(table, column, options);
    let mut dropped: Vec<Operation> = added.iter().rev().map(Operation::inverse).collect();
    for operation in &mut dropped {
        if let Operation::DropColumn(drop) = operation {
            drop.restored = Some(Restored::of(table, column, options.capabilities.dialect));
        }
    }
    dropped
}

fn column_comment(table: &Table, column: &Column, before: Option<String>, with: bool) -> Operation {
    Operation::SetComment(CommentOperation {
        table: table.name.clone(),
        target: CommentTarget::Column(column.name.clone()),
        before,
        after: column.comment.clone(),
        with_target: with,
    })
}

/// Whether a constraint can only be written together with the column.
fn comes_with(constraint: &Constraint, column: &Column, options: &PlanOptions) -> bool {
    let capabilities = &options.capabilities;
    let is_only = constraint.columns() == [column.name.as_str()];
    match constraint {
        // A column that numbers itself must be a key from the beginning.
        Constraint::PrimaryKey(_) => {
            is_only && column.numbering.is_some() && capabilities.counters_need_keys
        }
        Constraint::ForeignKey(_) => is_only && !capabilities.alter_constraints,
        Constraint::Check(check) => {
            !capabilities.alter_constraints
                && crate::sql::expression::mentions(
                    capabilities.dialect,
                    &check.expr.sql,
                    &column.name,
                )
        }
        Constraint::Unique(_) | Constraint::Exclusion(_) => false,
    }
}

/// Whether a constraint comes or goes with a column that comes or goes.
fn is_inline(
    table: &Table,
    constraint: &Constraint,
    changes: &[TableChange],
    options: &PlanOptions,
) -> bool {
    changes.iter().any(|change| {
        let column = match change {
            TableChange::AddColumn { after } => after,
            TableChange::DropColumn { before } => before,
            _ => return false,
        };
        table.column(&column.name).is_some() && comes_with(constraint, column, options)
    })
}

/// The foreign keys that a new index serves from now on in place of the index made for them.
fn displaced_keys(before: &Table, index: &Index, options: &PlanOptions) -> Vec<ForeignKey> {
    if !options.capabilities.foreign_keys_need_indexes {
        return Vec::new();
    }
    let named = names::with_names(before, options, |_| true);
    let keys = named.foreign_keys.into_iter().filter(|key| {
        let made = Index::new(key.name.clone().unwrap_or_default(), Vec::new());
        serves(index, &key.columns) && !is_served_without(before, &made, &key.columns)
    });
    keys.collect()
}

/// Whether something of the table serves a foreign key on the columns.
pub(super) fn is_served(table: &Table, columns: &[String]) -> bool {
    let nothing = Index::new("", Vec::new());
    is_served_without(table, &nothing, columns)
        || table.indexes.iter().any(|index| serves(index, columns))
}
