//! Enum and composite types.

use std::collections::{BTreeMap, BTreeSet};

use super::disturbed::Rewritten;
use super::expand::{comment_on_type, type_comment};
use super::holders::Names;
use super::operation::{CommentOperation, CommentTarget, EnumChange, Operation};
use super::rows::attributes_of;
use super::{PlanError, PlanOptions};
use crate::dialect::Dialect;
use crate::diff::{Change, TableChange};
use crate::schema::{
    Column, ColumnType, CompositeType, EnumType, Family, ObjectName, Schema, Table, TypeName,
    shorten,
};
use crate::sql::expression::{has_literal, mentions, with_literal};

/// The types that change or must go before their columns are asked for anything else.
pub(super) struct ChangedEnums {
    /// Each with whether it is made anew.
    types: BTreeMap<ObjectName, bool>,
    /// Those, and the sequences, that go before something of their name comes.
    leaving: BTreeSet<ObjectName>,
}

impl ChangedEnums {
    /// Those that the operations change, those whose columns are `carried` over by their text meanwhile,
    /// and those that are `leaving`.
    pub(super) fn of(
        operations: &[Operation],
        carried: &Rewritten,
        leaving: BTreeSet<ObjectName>,
    ) -> Self {
        let types = operations.iter().filter_map(|operation| match operation {
            Operation::AddEnumValues(change) => Some((change.after.name.clone(), false)),
            Operation::RewriteEnum(change) => Some((change.after.name.clone(), true)),
            _ => None,
        });
        let carried = carried.iter().map(|(name, only_back)| (name.clone(), !only_back));
        Self { types: types.chain(carried).collect(), leaving }
    }

    /// Whether a column takes its numbers from a sequence that goes before something of its name comes: its
    /// name stands in the default as a text, with its schema or without.
    pub(super) fn takes_from_leaving(&self, column: &Column) -> bool {
        column.default.as_ref().is_some_and(|default| {
            self.leaving.iter().any(|ObjectName { name, .. }| {
                let spellings = [format!("'{name}'"), format!(".{name}'"), format!("\"{name}\"'")];
                spellings.iter().any(|spelling| default.sql.contains(spelling))
            })
        })
    }

    /// Whether the type of a column goes before something of its name comes.
    pub(super) fn is_leaving(&self, column: &Column) -> bool {
        matches!(&column.ty.name, TypeName::User(name) if self.leaving.contains(name))
    }

    /// Whether a column is of one of them.
    pub(super) fn is_altered(&self, column: &Column) -> bool {
        self.get(column).is_some() || self.is_leaving(column)
    }

    /// Whether a column is of one that is made anew.
    pub(super) fn is_rewritten(&self, column: &Column) -> bool {
        self.get(column) == Some(true)
    }

    fn get(&self, column: &Column) -> Option<bool> {
        match &column.ty.name {
            TypeName::User(name) => self.types.get(name).copied(),
            TypeName::Builtin(_) => None,
        }
    }
}

/// The operations that create and change types.
pub(super) fn changed_types(
    dialect: Dialect,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    composites: &[CompositeType],
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for change in changes {
        match change {
            Change::CreateEnum { after } => {
                operations.push(Operation::CreateEnum(after.clone()));
                operations.extend(type_comment(after, None, true));
            }
            Change::CreateComposite { after } => {
                operations.push(Operation::CreateComposite(after.clone()));
                operations.extend(composite_comments(&CompositeType::default(), after, true));
            }
            Change::RenameEnumValue { name, from, to } => {
                let (ty, from, to) = (name.clone(), from.clone(), to.clone());
                operations.push(Operation::RenameEnumValue { ty, from, to });
            }
            Change::AlterEnum { before, after } => {
                if before.values != after.values {
                    operations
                        .push(change_enum(dialect, before, after, changes, current, composites));
                }
                operations.extend(type_comment(after, before.comment.as_deref(), false));
            }
            Change::AlterComposite { before, after } => {
                if !before.has_attributes_of(after) {
                    operations.push(Operation::AlterComposite {
                        before: before.clone(),
                        after: after.clone(),
                    });
                }
                operations.extend(composite_comments(before, after, false));
            }
            _ => {}
        }
    }
    operations
}

/// Gives the old type of each that is made anew a name that nothing has, neither before nor afterwards.
pub(super) fn name_aside(
    types: &mut [Operation],
    base: &Schema,
    coming: &Names<'_>,
    options: &PlanOptions,
) {
    let tables = base.tables.iter().chain(base.families.iter().map(|family| &family.table));
    let objects = base.objects.iter().chain(&options.further);
    let taken: BTreeSet<&ObjectName> = tables
        .map(|table| &table.name)
        .chain(base.enums.iter().map(|ty| &ty.name))
        .chain(base.composites.iter().map(|ty| &ty.name))
        .chain(base.sequences.iter().map(|sequence| &sequence.name))
        .chain(objects.map(|object| &object.name))
        .collect();
    for operation in types {
        let (Operation::RewriteEnum(change) | Operation::AddEnumValues(change)) = operation else {
            continue;
        };
        let ObjectName { schema, name } = &change.before.name;
        let is_free = |aside: &String| {
            let aside = ObjectName { schema: schema.clone(), name: aside.clone() };
            !taken.contains(&aside)
                && !coming.contains(&(aside.schema.as_deref(), aside.name.as_str()))
        };
        let numbers = std::iter::once(String::new()).chain((2..).map(|n: u32| n.to_string()));
        let names = numbers.map(|number| {
            shorten(&format!("{name}_old{number}"), options.capabilities.longest_name)
        });
        if let Some(aside) = names.into_iter().find(is_free) {
            change.aside = aside;
        }
    }
}

/// The operations on types, and those on composite types that come and are made of what comes with
/// `needed`, or of the rows of `tables`.
pub(super) fn by_needs(
    types: Vec<Operation>,
    needed: &[Operation],
    tables: &[&Table],
) -> (Vec<Operation>, Vec<Operation>) {
    let comes = |need: &String| {
        needed.iter().any(|operation| {
            matches!(operation, Operation::PutBack(taken)
                if taken.object.taken_down_by.as_ref() == Some(need))
        })
    };
    let mut late: BTreeSet<ObjectName> = tables.iter().map(|table| table.name.clone()).collect();
    types.into_iter().partition(|operation| {
        let is_late = match operation {
            Operation::CreateComposite(ty) => {
                ty.needs.iter().any(comes) || attributes_of(ty).any(|name| late.contains(name))
            }
            Operation::SetComment(comment) => late.contains(&comment.table),
            _ => false,
        };
        if let (true, Operation::CreateComposite(ty)) = (is_late, operation) {
            late.insert(ty.name.clone());
        }
        !is_late
    })
}

/// The operations that drop types: those before something of their name comes, and those last of all.
pub(super) fn dropped_types(
    changes: &[Change],
    enums: &ChangedEnums,
) -> (Vec<Operation>, Vec<Operation>) {
    let (mut early, mut late) = (Vec::new(), Vec::new());
    // What was made of other types goes before them, in the reverse of the order of creation.
    for change in changes.iter().rev() {
        let name = match change {
            Change::DropEnum { before } => &before.name,
            Change::DropComposite { before } => &before.name,
            _ => continue,
        };
        let operations = if enums.leaving.contains(name) { &mut early } else { &mut late };
        match change {
            Change::DropEnum { before } => {
                let comment = type_comment(before, None, true);
                operations.extend(comment.map(|operation| operation.inverse()));
                operations.push(Operation::DropEnum(before.clone()));
            }
            Change::DropComposite { before } => {
                let comments = composite_comments(&CompositeType::default(), before, true);
                operations.extend(comments.iter().rev().map(Operation::inverse));
                operations.push(Operation::DropComposite(before.clone()));
            }
            _ => {}
        }
    }
    (early, late)
}

/// The dropped types and sequences that must go before something of the same name comes, and the
/// composite types that are made of them.
pub(super) fn leaving(
    changes: &[Change],
    coming: &BTreeSet<(Option<&str>, &str)>,
) -> BTreeSet<ObjectName> {
    let mut leaving = BTreeSet::new();
    loop {
        let known = leaving.len();
        for change in changes {
            let (name, attributes) = match change {
                Change::DropEnum { before } => (&before.name, &[][..]),
                Change::DropComposite { before } => (&before.name, &before.attributes[..]),
                Change::DropSequence { before } => (&before.name, &[][..]),
                _ => continue,
            };
            let is_made_of_one = attributes
                .iter()
                .any(|(_, ty)| matches!(&ty.name, TypeName::User(name) if leaving.contains(name)));
            if is_made_of_one || coming.contains(&(name.schema.as_deref(), name.name.as_str())) {
                leaving.insert(name.clone());
            }
        }
        if leaving.len() == known {
            return leaving;
        }
    }
}

/// The comments of a composite type and of its attributes; `with` where they come and go with it.
fn composite_comments(before: &CompositeType, after: &CompositeType, with: bool) -> Vec<Operation> {
    let own =
        comment_on_type(&after.name, before.comment.as_deref(), after.comment.as_deref(), with);
    let of_attributes = after.attributes.iter().filter_map(|(name, _)| {
        let (before, after_it) = (before.comments.get(name), after.comments.get(name));
        (before != after_it).then(|| {
            Operation::SetComment(CommentOperation {
                table: after.name.clone(),
                target: CommentTarget::Column(name.clone()),
                before: before.cloned(),
                after: after_it.cloned(),
                with_target: with,
            })
        })
    });
    own.into_iter().chain(of_attributes).collect()
}

fn change_enum(
    dialect: Dialect,
    before: &EnumType,
    after: &EnumType,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    composites: &[CompositeType],
) -> Operation {
    let is_of_type =
        |ty: &ColumnType| matches!(&ty.name, TypeName::User(name) if *name == before.name);
    let altered = |table: &ObjectName| {
        changes.iter().find_map(|change| match change {
            Change::AlterTable { after, .. } if after.name == *table => Some(&**after),
            _ => None,
        })
    };
    let mut columns = Vec::new();
    for (&name, table) in current {
        for column in table.columns.iter().filter(|column| is_of_type(&column.ty)) {
            // One that is computed is made anew around it, and one that goes is gone by then.
            let goes = changes.iter().any(|change| match change {
                Change::DropTable { before } => before.name == *name,
                Change::AlterTable { after, changes, .. } => {
                    after.name == *name
                        && changes.iter().any(|change| {
                            matches!(change, TableChange::DropColumn { before }
                                if before.name == column.name)
                        })
                }
                _ => false,
            });
            if goes || column.generated.is_some() {
                continue;
            }
            let column = with_renamed_default(dialect, column, &before.name, changes);
            let later = altered(name).and_then(|table| table.column(&column.name)).cloned();
            columns.push((name.clone(), column.clone(), later.unwrap_or(column)));
        }
    }
    let mut attributes = Vec::new();
    for composite in composites {
        for (name, ty) in composite.attributes.iter().filter(|(_, ty)| is_of_type(ty)) {
            attributes.push((composite.name.clone(), name.clone(), ty.clone()));
        }
    }
    let aside = before.name.name.clone();
    let (before, after) = (before.clone(), after.clone());
    let change = EnumChange { before, after, columns, attributes, aside };
    let EnumChange { before, after, .. } = &change;
    let mut wanted = after.values.iter();
    let is_addition = before.values.iter().all(|value| wanted.any(|wanted| wanted == value));
    let added = after.values.iter().filter(|value| !before.values.contains(value));
    // A value that was added cannot be used before the transaction is committed.
    let is_used = added.into_iter().any(|value| uses_literal(dialect, changes, value));
    if is_addition && !is_used {
        Operation::AddEnumValues(change)
    } else {
        Operation::RewriteEnum(change)
    }
}

/// A column of an enum type some of whose values have new names by then: its default has, too.
fn with_renamed_default(
    dialect: Dialect,
    column: &Column,
    ty: &ObjectName,
    changes: &[Change],
) -> Column {
    let mut column = column.clone();
    let Some(default) = &mut column.default else { return column };
    for change in changes {
        let Change::RenameEnumValue { name, from, to } = change else { continue };
        if name == ty {
            default.rewrite(|sql| with_literal(dialect, sql, from, to));
        }
    }
    column
}

fn uses_literal(dialect: Dialect, changes: &[Change], value: &str) -> bool {
    let in_default = |column: &Column| {
        column.default.as_ref().is_some_and(|default| has_literal(dialect, &default.sql, value))
    };
    let in_table = |table: &Table| {
        table.columns.iter().any(in_default)
            || table.checks.iter().any(|check| has_literal(dialect, &check.expr.sql, value))
            || table.indexes.iter().any(|index| {
                index
                    .predicate
                    .as_ref()
                    .is_some_and(|predicate| has_literal(dialect, &predicate.sql, value))
            })
    };
    changes.iter().any(|change| match change {
        Change::CreateTable { after } => in_table(after),
        Change::AlterTable { changes, .. } => changes.iter().any(|change| match change {
            TableChange::AddColumn { after } | TableChange::AlterColumn { after, .. } => {
                in_default(after)
            }
            TableChange::AddConstraint { .. } | TableChange::AddIndex { .. } => true,
            _ => false,
        }),
        _ => false,
    })
}

/// Refuses to make a type anew where a column of it is in the key of a partitioned table: the type of such
/// a column cannot be altered.
pub(super) fn refuse_keys_of_partitions(
    types: &[Operation],
    base: &Schema,
    dialect: Dialect,
) -> Result<(), PlanError> {
    let rewritten = types.iter().filter_map(|operation| match operation {
        Operation::RewriteEnum(change) => Some(&change.after.name),
        _ => None,
    });
    for name in rewritten {
        for Family { table, .. } in &base.families {
            let is_key = |column: &&Column| {
                let keys = base.objects.iter().filter(|object| {
                    object.kind == "partitioned table" && object.name == table.name
                });
                column.ty.name == TypeName::User(name.clone())
                    && keys.into_iter().any(|key| mentions(dialect, &key.definition, &column.name))
            };
            if let Some(column) = table.columns.iter().find(is_key) {
                return Err(PlanError::new(format!(
                    "enum `{name}` cannot lose or move values: `{}.{}` is the key of a partitioned table",
                    table.name, column.name
                ))
                .of_table(&table.name)
                .with_hint(
                    "only add values, or make a new table of a new type and move the rows by hand",
                ));
            }
        }
    }
    Ok(())
}

/// Tells columns that go, and come back without their data on the way back, which values their enum type
/// has.
pub(super) fn tell_values(operations: &mut [Operation], enums: &[EnumType]) {
    for operation in operations {
        let Operation::DropColumn(drop) = operation else { continue };
        let (TypeName::User(name), Some(restored)) = (&drop.column.ty.name, &mut drop.restored)
        else {
            continue;
        };
        let declared = enums.iter().find(|ty| ty.name == *name);
        restored.values = declared.map(|ty| ty.values.clone()).unwrap_or_default();
    }
}
