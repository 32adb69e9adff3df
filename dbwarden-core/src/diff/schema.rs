//! The comparison of two whole schemas.

use std::collections::BTreeMap;

use super::context::Context;
use super::owned::Owned;
use super::rename::applicable;
use super::renamed_values::renamed_values;
use super::table::diff_table;
use super::{Change, DiffError, DiffOptions, Ownership, TableChange};
use crate::dialect::Dialect;
use crate::schema::{CompositeType, Object, ObjectName, Schema, Sequence, Table};

/// What must change for `base` to become `desired`, in source order.
///
/// # Errors
///
/// When the answer would be a guess, or a name is asked to become another that is taken.
pub fn diff(
    base: &Schema,
    desired: &Schema,
    options: &DiffOptions<'_>,
) -> Result<Vec<Change>, DiffError> {
    let context = Context::new(&options.capabilities, options.complete);
    let renames = applicable(context, base, desired, &options.renames)?;
    let dialect = options.capabilities.dialect;
    let base = renames.apply(base, context.capabilities);
    let declared = match options.ownership {
        Ownership::Everything => None,
        Ownership::Declared(schema) => Some(renames.apply(schema, context.capabilities)),
    };
    let declared = declared.as_ref();

    let mut changes: Vec<Change> = renames
        .tables
        .iter()
        .map(|(from, to)| Change::RenameTable { from: from.clone(), to: to.clone() })
        .collect();
    changes.extend(renames.values.iter().map(|(name, from, to)| Change::RenameEnumValue {
        name: name.clone(),
        from: from.clone(),
        to: to.clone(),
    }));
    if options.complete {
        diff_namespaces(&base, desired, &mut changes);
        diff_objects(context, &base, desired, &mut changes);
    }
    if options.capabilities.enum_types {
        diff_enums(&base, desired, declared, &mut changes);
    }
    if options.capabilities.composite_types {
        diff_composites(&base, desired, declared, options.complete, &mut changes);
    }

    diff_sequences(&base, desired, declared, options.complete, &mut changes);
    // By name, so that thousands of tables are compared in linear time.
    let existing: BTreeMap<&ObjectName, &Table> = by_name(&base);
    let wanted: BTreeMap<&ObjectName, &Table> = by_name(desired);
    let owned: Option<BTreeMap<&ObjectName, &Table>> = declared.map(by_name);
    for table in &desired.tables {
        let Some(before) = existing.get(&table.name) else {
            changes.push(Change::CreateTable { after: Box::new(table.clone()) });
            continue;
        };
        let owned = match &owned {
            None => Owned::All,
            Some(owned) => Owned::Only(owned.get(&table.name).copied()),
        };
        let columns = renames.columns.get(&table.name).into_iter().flatten();
        let columns = columns
            .map(|(from, to)| TableChange::RenameColumn { from: from.clone(), to: to.clone() });
        let values = renamed_values(dialect, before, table, &options.renames);
        let renamed = columns.chain(values).collect();
        changes.extend(diff_table(context, before, table, owned, renamed));
    }
    for table in &base.tables {
        let may_go = owned.as_ref().is_none_or(|owned| owned.contains_key(&table.name));
        if may_go && !wanted.contains_key(&table.name) {
            changes.push(Change::DropTable { before: Box::new(table.clone()) });
        }
    }
    Ok(changes)
}

fn by_name(schema: &Schema) -> BTreeMap<&ObjectName, &Table> {
    schema.tables.iter().map(|table| (&table.name, table)).collect()
}

/// A source that says nothing of schemas takes them as they are.
fn diff_namespaces(base: &Schema, desired: &Schema, changes: &mut Vec<Change>) {
    let find = |schema: &Schema, name: &str| {
        schema.namespaces.iter().find(|namespace| namespace.name == name).cloned()
    };
    for after in &desired.namespaces {
        match find(base, &after.name) {
            None => changes.push(Change::CreateNamespace { after: after.clone() }),
            Some(before) if before.comment != after.comment => {
                changes.push(Change::AlterNamespace { before, after: after.clone() });
            }
            Some(_) => {}
        }
    }
    for before in &base.namespaces {
        if find(desired, &before.name).is_none() {
            changes.push(Change::DropNamespace { before: before.clone() });
        }
    }
}

/// Whether an object that is known by its definition alone is compared as a whole.
pub fn compares_object(dialect: Dialect, object: &Object) -> bool {
    dialect.compare().compares(object)
}

/// What is known by its definition alone comes and goes where that is enough to compare it. What something
/// hangs on that is not compared, and therefore stays, stays.
fn diff_objects(context: Context<'_>, base: &Schema, desired: &Schema, changes: &mut Vec<Change>) {
    let has = |schema: &Schema, object: &Object| {
        schema.objects.iter().any(|it| it.kind == object.kind && it.name == object.name)
    };
    let compared = |schema: &'_ Schema| -> Vec<Object> {
        let compared = schema.objects.iter().filter(|object| context.compare.compares(object));
        compared.cloned().collect()
    };
    for after in compared(desired).into_iter().filter(|object| !has(base, object)) {
        changes.push(Change::CreateObject { after: Box::new(after) });
    }
    for before in compared(base).into_iter().filter(|object| !has(desired, object)) {
        let holds = |needs: &[String]| before.taken_down_by.iter().any(|id| needs.contains(id));
        let held = base.objects.iter().any(|it| holds(&it.needs) && has(desired, it))
            || base.families.iter().any(|family| holds(&family.table.needs));
        if !held {
            changes.push(Change::DropObject { before: Box::new(before) });
        }
    }
}

fn diff_sequences(
    base: &Schema,
    desired: &Schema,
    declared: Option<&Schema>,
    complete: bool,
    changes: &mut Vec<Change>,
) {
    for after in &desired.sequences {
        let left_out = goes_with_what_is_left_out(desired, after);
        let mut after = after.clone();
        match base.sequence(&after.name) {
            None if left_out => {}
            None => changes.push(Change::CreateSequence { after: Box::new(after) }),
            Some(before) => {
                if left_out {
                    after.owned_by.clone_from(&before.owned_by);
                }
                if *before != after {
                    let (before, after) = (Box::new(before.clone()), Box::new(after));
                    changes.push(Change::AlterSequence { before, after });
                }
            }
        }
    }
    for before in &base.sequences {
        if goes_with_what_is_left_out(base, before) {
            continue;
        }
        // A model's column may take its numbers from one without naming it.
        let may_go = match declared {
            None => complete,
            Some(declared) => declared.sequence(&before.name).is_some(),
        };
        if may_go && desired.sequence(&before.name).is_none() {
            changes.push(Change::DropSequence { before: Box::new(before.clone()) });
        }
    }
}

/// Whether a sequence goes with a column of a table that is not compared.
fn goes_with_what_is_left_out(schema: &Schema, sequence: &Sequence) -> bool {
    let owner = sequence.owned_by.as_ref().map(|(table, _)| table);
    owner.is_some_and(|owner| schema.families.iter().any(|family| family.table.name == *owner))
}

fn diff_enums(
    base: &Schema,
    desired: &Schema,
    declared: Option<&Schema>,
    changes: &mut Vec<Change>,
) {
    for after in &desired.enums {
        match base.enum_type(&after.name) {
            None => changes.push(Change::CreateEnum { after: after.clone() }),
            Some(before) if before.values != after.values || before.comment != after.comment => {
                changes.push(Change::AlterEnum { before: before.clone(), after: after.clone() });
            }
            Some(_) => {}
        }
    }
    for before in &base.enums {
        let may_go = declared.is_none_or(|declared| declared.enum_type(&before.name).is_some());
        if may_go && desired.enum_type(&before.name).is_none() {
            changes.push(Change::DropEnum { before: before.clone() });
        }
    }
}

/// A source that is no catalog says nothing of the collations and comments of attributes.
fn diff_composites(
    base: &Schema,
    desired: &Schema,
    declared: Option<&Schema>,
    complete: bool,
    changes: &mut Vec<Change>,
) {
    fn find<'a>(schema: &'a Schema, name: &ObjectName) -> Option<&'a CompositeType> {
        schema.composites.iter().find(|ty| ty.name == *name)
    }
    for after in &desired.composites {
        let before = find(base, &after.name);
        let mut after = after.clone();
        if let Some(before) = before.filter(|_| !complete) {
            after.collations.clone_from(&before.collations);
            after.comments.clone_from(&before.comments);
        }
        match before {
            None => changes.push(Change::CreateComposite { after }),
            Some(before)
                if !before.has_attributes_of(&after)
                    || before.comment != after.comment
                    || before.comments != after.comments =>
            {
                changes.push(Change::AlterComposite { before: before.clone(), after });
            }
            Some(_) => {}
        }
    }
    for before in &base.composites {
        let may_go = declared.is_none_or(|declared| find(declared, &before.name).is_some());
        if may_go && find(desired, &before.name).is_none() {
            changes.push(Change::DropComposite { before: before.clone() });
        }
    }
}
