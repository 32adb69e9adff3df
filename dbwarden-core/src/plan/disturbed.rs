//! Constraints, indexes and generated columns that stay, and stand in the way of what happens to a
//! column below them. They go before it and come back after it, in both directions.

use std::collections::{BTreeMap, BTreeSet};

use super::PlanOptions;
use super::alter::add_column;
use super::operation::{ConstraintOperation, IndexOperation, Operation};
use super::render::{Render, Strategy};
use crate::dialect::Dialect;
use crate::diff::{Change, Constraint, Part, TableChange, constraints_of};
use crate::schema::{Column, Index, IndexKey, Object, ObjectName, Table, TypeName};
use crate::sql::expression::mentions;

/// The enum types that are made anew; `true` where only the way back does that.
pub(super) type Rewritten = BTreeMap<ObjectName, bool>;

/// The types that these operations make anew.
pub(super) fn rewritten(operations: &[Operation]) -> Rewritten {
    let mut found = Rewritten::new();
    for operation in operations {
        match operation {
            Operation::RewriteEnum(change) => {
                found.insert(change.after.name.clone(), false);
            }
            Operation::AddEnumValues(change) => {
                found.insert(change.after.name.clone(), true);
            }
            _ => {}
        }
    }
    found
}

/// Whether a column is of a type that is made anew, and if so, whether only on the way back.
pub(super) fn is_rewritten(column: &Column, rewritten: &Rewritten) -> Option<bool> {
    match &column.ty.name {
        TypeName::User(name) => rewritten.get(name).copied(),
        TypeName::Builtin(_) => None,
    }
}

/// The columns that are made anew by the changes of a table, and whether only on the way back: those that
/// cannot become what they are to be, and those that are computed from a column whose type they hold.
pub(super) fn recreated(changes: &[TableChange], dialect: Dialect) -> BTreeMap<&str, bool> {
    let render = dialect.render();
    let of_new_type = of_new_type(changes, render);
    let is_computed = |column: &Column| {
        column.generated.as_ref().is_some_and(|generated| {
            of_new_type.iter().any(|name| mentions(dialect, &generated.expr.sql, name))
        })
    };
    let altered = changes.iter().filter_map(|change| match change {
        TableChange::AlterColumn { before, after } => Some((before, after)),
        _ => None,
    });
    let recreated = altered.filter_map(|(before, after)| {
        let there = render.recreates(before, after) || is_computed(before) && is_computed(after);
        let back = there || render.recreates(after, before);
        back.then_some((after.name.as_str(), !there))
    });
    recreated.collect()
}

/// The columns whose type changes under those that are computed from them.
fn of_new_type<'a>(changes: &'a [TableChange], render: &dyn Render) -> Vec<&'a str> {
    let of_new_type = |change: &'a TableChange| match change {
        TableChange::AlterColumn { before, after }
            if render.generated_columns_hold_types()
                && (&before.ty, &before.collation) != (&after.ty, &after.collation) =>
        {
            Some(after.name.as_str())
        }
        _ => None,
    };
    changes.iter().filter_map(of_new_type).collect()
}

/// What goes and comes back.
#[derive(Default)]
pub(super) struct Disturbed {
    pub(super) down: Vec<Operation>,
    pub(super) columns: Vec<Operation>,
    pub(super) up: Vec<Operation>,
    /// The generated columns among it.
    pub(super) generated: BTreeSet<(ObjectName, String)>,
}

impl Disturbed {
    /// Finds what is disturbed in the tables that stay. What is made of a type `anew` among the `objects`
    /// goes with it, and so does what calls it.
    pub(super) fn of(
        changes: &[Change],
        current: &BTreeMap<&ObjectName, &Table>,
        rewritten: &Rewritten,
        anew: &Rewritten,
        objects: &[Object],
        options: &PlanOptions,
    ) -> Self {
        let dialect = options.capabilities.dialect;
        let mut found = Self::default();
        let altered: BTreeMap<&ObjectName, (&Table, &[TableChange])> = changes
            .iter()
            .filter_map(|change| match change {
                Change::AlterTable { after, changes, .. } => {
                    Some((&after.name, (&**after, changes.as_slice())))
                }
                _ => None,
            })
            .collect();
        let goes = |name: &ObjectName| {
            changes.iter().any(
                |change| matches!(change, Change::DropTable { before } if before.name == *name),
            )
        };
        for (&name, &table) in current.iter().filter(|(name, _)| !goes(name)) {
            let (after, changes) = altered.get(name).copied().unwrap_or((table, &[]));
            // A table that is made anew has nothing in its way.
            if dialect.render().strategy(table, after, changes) == Strategy::InPlace {
                let functions = functions_anew(table, anew, objects);
                found.add(table, after, changes, rewritten, &functions, options);
            }
        }
        found
    }

    fn add(
        &mut self,
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        rewritten: &Rewritten,
        functions: &BTreeMap<&str, bool>,
        options: &PlanOptions,
    ) {
        let dialect = options.capabilities.dialect;
        let mut gone: BTreeMap<&str, bool> =
            recreated(changes, dialect).into_keys().map(|name| (name, false)).collect();
        // What stands in an expression and becomes another, or goes and comes back.
        let mut retyped: BTreeMap<&str, bool> = functions.clone();
        for column in &before.columns {
            if let Some(only_back) = is_rewritten(column, rewritten) {
                retyped.insert(&column.name, only_back);
            }
        }
        let of_new_type = of_new_type(changes, dialect.render());
        if gone.is_empty() && retyped.is_empty() && of_new_type.is_empty() {
            return;
        }
        let wrap = |only_back: bool, operation: Operation| {
            if only_back { Operation::OnlyBack(Box::new(operation)) } else { operation }
        };
        // Generated columns that are computed from what gets another type.
        for column in after.columns.iter().filter(|column| !is_touched(column, changes)) {
            let Some(generated) = &column.generated else { continue };
            let uses = |name: &&str| mentions(dialect, &generated.expr.sql, name);
            let from_new_type = of_new_type.iter().any(uses);
            let reasons: Vec<bool> =
                retyped.iter().filter(|(name, _)| uses(name)).map(|(_, back)| *back).collect();
            if !from_new_type && reasons.is_empty() {
                continue;
            }
            let only_back = !from_new_type && reasons.iter().all(|back| *back);
            gone.insert(&column.name, only_back);
            self.generated.insert((after.name.clone(), column.name.clone()));
            let added = add_column(after, column, options);
            let dropped = added.iter().rev().map(Operation::inverse);
            self.down.extend(dropped.map(|operation| wrap(only_back, operation)));
            self.columns.extend(added.into_iter().map(|operation| wrap(only_back, operation)));
        }
        let (mut down, mut up) = (Vec::new(), Vec::new());
        for constraint in constraints_of(after) {
            if matches!(constraint, Constraint::ForeignKey(_)) || comes(&constraint, changes) {
                continue;
            }
            let mut reasons = reasons(&gone, |name| constraint_uses(dialect, &constraint, name));
            if matches!(constraint, Constraint::Check(_) | Constraint::Exclusion(_)) {
                reasons.extend(self::reasons(&retyped, |name| {
                    constraint_uses(dialect, &constraint, name)
                }));
            }
            let Some(only_back) = all(&reasons) else { continue };
            let operation = ConstraintOperation {
                may_lose: None,
                table: after.name.clone(),
                constraint: unaltered_constraint(constraint, changes),
                implies_index: false,
                holds_already: true,
                takes_index: false,
            };
            down.push(wrap(only_back, Operation::DropConstraint(operation.clone())));
            up.push(wrap(only_back, Operation::AddConstraint(operation)));
        }
        for index in &after.indexes {
            let is_new = changes.iter().any(
                |change| matches!(change, TableChange::AddIndex { after } if after.name == index.name),
            );
            if is_new {
                continue;
            }
            let mut reasons = reasons(&gone, |name| index_uses(dialect, index, name, true));
            // A method other than the usual one need not know the type that the column has meanwhile.
            let plain = index.method.is_some();
            reasons.extend(self::reasons(&retyped, |name| index_uses(dialect, index, name, plain)));
            let Some(only_back) = all(&reasons) else { continue };
            let operation = Box::new(IndexOperation {
                table: after.name.clone(),
                index: unaltered_index(index, changes),
                with_table: true,
                displaces: Vec::new(),
                holds_already: true,
                taken_over: false,
            });
            down.push(wrap(only_back, Operation::DropIndex(operation.clone())));
            up.push(wrap(only_back, Operation::AddIndex(operation)));
        }
        for column in after.columns.iter().filter(|column| !is_touched(column, changes)) {
            let Some(default) = &column.default else { continue };
            let reasons = self::reasons(functions, |name| mentions(dialect, &default.sql, name));
            let Some(only_back) = all(&reasons) else { continue };
            let without = Column { default: None, ..column.clone() };
            let operation = Operation::AlterColumn {
                table: after.name.clone(),
                before: Box::new(column.clone()),
                after: Box::new(without),
                behind: None,
            };
            up.push(wrap(only_back, operation.inverse()));
            down.push(wrap(only_back, operation));
        }
        // What hangs on a generated column goes before it.
        down.append(&mut self.down);
        self.down = down;
        self.up.extend(up);
    }
}

/// A constraint that stays, as it is until what differs about it is altered.
fn unaltered_constraint(constraint: Constraint, changes: &[TableChange]) -> Constraint {
    let mut found = constraint;
    for change in changes {
        match change {
            TableChange::AlterConstraint { before, after } if after.name() == found.name() => {
                found = before.clone().with_comment(found.comment().cloned());
            }
            TableChange::CommentOn { part: Part::Constraint(name), before, .. }
                if Some(name.as_str()) == found.name() =>
            {
                found = found.with_comment(before.clone());
            }
            _ => {}
        }
    }
    found
}

/// An index that stays, as it is until what differs about it is altered.
fn unaltered_index(index: &Index, changes: &[TableChange]) -> Index {
    let mut found = index.clone();
    for change in changes {
        match change {
            TableChange::AlterIndex { before, after } if after.name == found.name => {
                found.storage.clone_from(&before.storage);
            }
            TableChange::CommentOn { part: Part::Index(name), before, .. }
                if *name == found.name =>
            {
                found.comment.clone_from(before);
            }
            _ => {}
        }
    }
    found
}

/// The functions that a table calls and that are made of types that are made anew.
fn functions_anew<'a>(
    table: &Table,
    anew: &Rewritten,
    objects: &'a [Object],
) -> BTreeMap<&'a str, bool> {
    let is_called = |object: &&Object| {
        let id = object.taken_down_by.as_ref();
        object.kind == "function" && id.is_some_and(|id| table.needs.contains(id))
    };
    let only_back = |object: &Object| {
        object.depends_on.iter().filter_map(|ty| anew.get(ty).copied()).reduce(|a, b| a && b)
    };
    let called = objects.iter().filter(is_called);
    called.filter_map(|object| Some((object.name.name.as_str(), only_back(object)?))).collect()
}

fn reasons(columns: &BTreeMap<&str, bool>, uses: impl Fn(&str) -> bool) -> Vec<bool> {
    columns.iter().filter(|(name, _)| uses(name)).map(|(_, back)| *back).collect()
}

/// Whether something is disturbed only on the way back; `None` where it is not disturbed.
fn all(reasons: &[bool]) -> Option<bool> {
    (!reasons.is_empty()).then(|| reasons.iter().all(|back| *back))
}

fn is_touched(column: &Column, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| match change {
        TableChange::AddColumn { after } | TableChange::AlterColumn { after, .. } => {
            after.name == column.name
        }
        _ => false,
    })
}

fn comes(constraint: &Constraint, changes: &[TableChange]) -> bool {
    changes
        .iter()
        .any(|change| matches!(change, TableChange::AddConstraint { after } if after == constraint))
}

fn constraint_uses(dialect: Dialect, constraint: &Constraint, column: &str) -> bool {
    let among = |names: &[String]| names.iter().any(|name| name == column);
    match constraint {
        Constraint::PrimaryKey(key) => among(&key.columns) || among(&key.include),
        Constraint::Unique(unique) => among(&unique.columns) || among(&unique.include),
        Constraint::Check(check) => mentions(dialect, &check.expr.sql, column),
        Constraint::Exclusion(exclusion) => mentions(dialect, &exclusion.definition.sql, column),
        Constraint::ForeignKey(key) => among(&key.columns),
    }
}

/// Whether an index uses a column; plain parts count only where asked for.
fn index_uses(dialect: Dialect, index: &Index, column: &str, plain: bool) -> bool {
    let in_parts = index.parts.iter().any(|part| match &part.key {
        IndexKey::Column(name) => plain && name == column,
        IndexKey::Expr(expr) => mentions(dialect, &expr.sql, column),
    });
    in_parts
        || plain && index.include.iter().any(|name| name == column)
        || index
            .predicate
            .as_ref()
            .is_some_and(|predicate| mentions(dialect, &predicate.sql, column))
}
