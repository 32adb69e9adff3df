//! From changes to operations, in an order in which each finds what it needs.
//!
//! First goes what is in the way (foreign keys, indexes, constraints), then types, then what existing
//! tables gain, then new tables, then the foreign keys that needed both, and at last what is no
//! longer wanted: columns, tables, types. Read backwards it is the order of the rollback.

use std::collections::{BTreeMap, BTreeSet};

use super::alter::Altered;
use super::bodies::unseen;
use super::carried;
use super::checks;
use super::disturbed::{self, Disturbed};
use super::enums::{self, ChangedEnums};
use super::heirs::{self, Inherited};
use super::holders::{self, Names};
use super::keys;
use super::marks;
use super::needed::{Needed, dropped_objects};
use super::new_tables::create_tables;
use super::operation::{CommentOperation, CommentTarget, Operation};
use super::outdated::Outdated;
use super::{PlanError, PlanOptions, names, places, rows, sequences, supported};
use crate::diff::{Change, TableChange};
use crate::schema::{EnumType, Object, ObjectName, Schema, Table};

/// The operations that carry out the changes.
pub(super) fn expand(
    changes: &[Change],
    base: &Schema,
    options: &PlanOptions,
) -> Result<Vec<Operation>, PlanError> {
    let told = heirs::own_parts(changes);
    let inherited = Inherited::of(changes, base);
    let changes = &*inherited.changes;
    let heirs = || base.tables.iter().filter(|table| !table.parents().is_empty());
    let own_parts: Vec<Table> = heirs().map(heirs::without_handed_down).collect();
    let current = current_tables(changes, base, &own_parts);
    let own_columns: Vec<Table> =
        heirs().map(|heir| heirs::without_inherited_columns(heir, base)).collect();
    let current_columns = current_tables(changes, base, &own_columns);
    supported::refuse_unsupported(changes, options)?;
    checks::refuse_keys_to_what_is_left_out(changes, base, options)?;
    let objects = current_objects(changes, base);
    checks::refuse_what_is_held(changes, &objects, &current, options)?;

    let dialect = options.capabilities.dialect;
    let render = dialect.render();
    let mut types = enums::changed_types(dialect, changes, &current_columns, &base.composites);
    enums::refuse_keys_of_partitions(&types, base, dialect)?;
    let needed = Needed::of(changes, &objects, options);
    let coming_names = coming_names(changes, &needed.others);
    enums::name_aside(&mut types, base, &coming_names, options);
    let mut rewritten = disturbed::rewritten(&types);
    let mut leaving = enums::leaving(changes, &coming_names);
    let mut carried = carried::carried(&types, &rewritten, &base.composites, &objects);
    let replaced = carried::making_room(&objects, &coming_names);
    carried.extend(leaving.iter().chain(&replaced).map(|name| (name.clone(), false)));
    leaving.extend(replaced);
    let enums = ChangedEnums::of(&types, &carried, leaving);
    let coming = names::coming_indexes(changes);
    let mut operations = Vec::new();
    let mut created = Vec::new();
    let mut dropped = Vec::new();
    let mut altered = Vec::new();
    for change in changes {
        match change {
            Change::RenameTable { from, to } => {
                operations.push(Operation::RenameTable { from: from.clone(), to: to.clone() });
            }
            Change::CreateTable { after } => created.push(&**after),
            Change::DropTable { before } => dropped.push(&**before),
            Change::AlterTable { before, after, changes } => {
                let mut table = Altered::new(before, after, changes, &objects, &enums, options)?;
                table.free_names(&after.name, changes, &coming);
                altered.push(table);
            }
            Change::CreateNamespace { .. }
            | Change::DropNamespace { .. }
            | Change::AlterNamespace { .. }
            | Change::CreateObject { .. }
            | Change::DropObject { .. }
            | Change::CreateSequence { .. }
            | Change::DropSequence { .. }
            | Change::AlterSequence { .. }
            | Change::CreateEnum { .. }
            | Change::DropEnum { .. }
            | Change::AlterEnum { .. }
            | Change::RenameEnumValue { .. }
            | Change::CreateComposite { .. }
            | Change::DropComposite { .. }
            | Change::AlterComposite { .. } => {}
        }
    }
    let carriers = carried::columns(changes, &current_columns, &carried, &enums);
    let anew = rewritten.clone();
    rewritten.extend(carried);
    let in_the_way =
        keys::in_the_way(&told, &with_heirs(&current, changes, base), &rewritten, options);
    for table in &mut altered {
        table.altered.retain(|operation| !in_the_way.takes(operation));
        table.names.retain(|operation| !in_the_way.takes(operation));
    }
    let disturbed = Disturbed::of(&told, &current, &rewritten, &anew, &objects, options);
    let surroundings = holders::Surroundings {
        current: &current,
        composites: &base.composites,
        rewritten: &rewritten,
        anew: &anew,
        disturbed: &disturbed,
        coming: &coming_names,
        needed: &needed,
    };
    let rebuilt = altered.iter().flat_map(|table| &table.rebuild);
    let outdated = Outdated::of(changes, rebuilt, &options.capabilities);
    let held = holders::held(&told, &objects, surroundings, &outdated, options)?;
    let rebuilds = altered.iter_mut().flat_map(|table| &mut table.rebuild);
    for rebuild in rebuilds.filter_map(Operation::rebuild_mut) {
        held.leave_to_itself(rebuild);
        outdated.refuse(rebuild)?;
    }
    let asked = rows::asked_by_what_comes(changes, &needed.others);
    let (created_first, created) = rows::asked_for(created, &asked);
    let (types, later_types) = enums::by_needs(types, &needed.others, &created_first);
    let sequences = sequences::sequences(changes, &current, &coming_names, dialect.render());
    let dropped: Vec<Table> =
        dropped.into_iter().map(|table| in_the_way.without_dropped_keys(table)).collect();
    let (early, late) = early_and_late(&dropped, &coming_names, &enums, &held.base_down);
    let asked = rows::asked_by_what_goes(changes, &held.base_gone);
    let (dropped_last, late) = rows::asked_for(late, &asked);
    let (dropped_types, late_types) = enums::dropped_types(changes, &enums);
    // Triggers that are named only while their table is there go before it.
    let names_triggers = !options.capabilities.objects_hold_tables;
    let drop_tables = |tables: &[&Table]| -> Vec<Operation> {
        let named = tables.iter().filter(|_| names_triggers);
        let triggers = named.flat_map(|table| checks::triggers_of(&objects, &table.name));
        let tables = create_tables(tables, options);
        let tables = tables.iter().rev().map(Operation::inverse);
        triggers.map(Operation::DropTrigger).chain(tables).collect()
    };

    let renames = std::mem::take(&mut operations);
    operations.extend(sequences.created_namespaces);
    operations.extend(held.down);
    operations.extend(renames);
    operations.extend(altered.iter().flat_map(|table| table.renames.clone()));
    let renamed = operations.len();
    operations.extend(altered.iter().flat_map(|table| table.left.clone()));
    operations.extend(sequences.freed);
    operations.extend(in_the_way.dropped.iter().cloned());
    operations.extend(altered.iter().flat_map(|table| table.dropped_keys.clone()));
    operations.extend(altered.iter().flat_map(|table| table.dropped_parts.clone()));
    operations.extend(altered.iter().flat_map(|table| table.names.clone()));
    operations.extend(disturbed.down);
    operations.extend(altered.iter().flat_map(|table| table.freed.clone()));
    operations.extend(drop_tables(&early));
    operations.extend(sequences.dropped_early);
    operations.extend(carriers.down);
    operations.extend(dropped_types);
    operations.extend(needed.extensions);
    operations.extend(unseen(held.base_down, changes, render));
    operations.extend(types);
    operations.extend(unseen(held.base_up, changes, render));
    operations.extend(sequences.changed);
    operations.extend(create_tables(&created_first, options));
    operations.extend(unseen(needed.others, changes, render));
    operations.extend(later_types);
    operations.extend(carriers.up);
    operations.extend(altered.iter().flat_map(|table| table.rebuild.clone()));
    operations.extend(altered.iter().flat_map(|table| table.columns.clone()));
    operations.extend(disturbed.columns);
    operations.extend(altered.iter().flat_map(|table| table.gained.clone()));
    operations.extend(disturbed.up);
    operations.extend(create_tables(&created, options));
    operations.extend(sequences.owned);
    operations.extend(altered.iter().flat_map(|table| table.added_keys.clone()));
    operations.extend(in_the_way.added.iter().cloned());
    operations.extend(altered.iter().flat_map(|table| table.altered.clone()));
    operations.extend(altered.iter().flat_map(|table| table.dropped_columns.clone()));
    operations.extend(altered.iter().flat_map(|table| table.joined.clone()));
    operations.extend(drop_tables(&late));
    operations.extend(sequences.dropped_late);
    operations.extend(held.base_gone);
    operations.extend(late_types);
    operations.extend(drop_tables(&dropped_last));
    operations.extend(held.up);
    operations.extend(dropped_objects(changes));
    operations.extend(sequences.dropped_namespaces);
    enums::tell_values(&mut operations, &base.enums);
    places::place(&mut operations, changes);
    inherited.say_alone(&mut operations);
    let marks = marks::marks(changes, &current, &operations);
    operations.splice(renamed..renamed, marks.first);
    operations.extend(marks.last);
    let preparation = changes.iter().find_map(|change| match change {
        Change::AlterTable { before, after, .. } => {
            render.preparation(before).or_else(|| render.preparation(after))
        }
        _ => None,
    });
    if let Some(statement) = preparation {
        let prepare =
            |on_the_way_back| Operation::Prepare { statement: statement.clone(), on_the_way_back };
        operations.insert(0, prepare(false));
        operations.push(prepare(true));
    }
    Ok(operations)
}

/// The dropped tables that must go before something of the same name comes, before the type of a column
/// loses the value of its default, or before what they call is taken down, with those that refer to them;
/// and the others.
fn early_and_late<'a>(
    dropped: &'a [Table],
    coming: &Names<'_>,
    enums: &ChangedEnums,
    taken_down: &[Operation],
) -> (Vec<&'a Table>, Vec<&'a Table>) {
    let taken = taken_down.iter().filter_map(|operation| match operation {
        Operation::TakeDown(taken) => Some(taken),
        Operation::OnlyBack(operation) => match &**operation {
            Operation::TakeDown(taken) => Some(taken),
            _ => None,
        },
        _ => None,
    });
    let taken: Vec<&String> =
        taken.filter_map(|taken| taken.object.taken_down_by.as_ref()).collect();
    let calls_taken = |table: &Table| table.needs.iter().any(|need| taken.contains(&need));
    let mut early: BTreeSet<&ObjectName> = BTreeSet::new();
    loop {
        let refers_to_early = |table: &Table| {
            table.foreign_keys.iter().any(|key| early.contains(&key.references))
                || table.parents().iter().any(|parent| early.contains(parent))
        };
        let next = dropped.iter().find(|table| {
            !early.contains(&table.name)
                && (names_in(table).iter().any(|name| coming.contains(name))
                    || table.columns.iter().any(|column| enums.is_altered(column))
                    || calls_taken(table)
                    || refers_to_early(table))
        });
        match next {
            Some(table) => early.insert(&table.name),
            None => break,
        };
    }
    dropped.iter().partition(|table| early.contains(&table.name))
}

/// The names that come with what is created or changed, and with what that needs.
fn coming_names<'a>(changes: &'a [Change], needed: &'a [Operation]) -> Names<'a> {
    let mut coming: Names<'a> = needed.iter().filter_map(holders::shared_name).collect();
    for change in changes {
        match change {
            Change::CreateTable { after } => coming.extend(names_in(after)),
            Change::AlterTable { after, .. } => coming.extend(names_in(after)),
            Change::CreateEnum { after } => {
                coming.insert((after.name.schema.as_deref(), &after.name.name));
            }
            Change::CreateComposite { after } => {
                coming.insert((after.name.schema.as_deref(), &after.name.name));
            }
            Change::CreateSequence { after } => {
                coming.insert((after.name.schema.as_deref(), &after.name.name));
            }
            _ => {}
        }
    }
    coming
}

/// The names that a table takes in its schema: its own, those of indexes, and those of sequences.
fn names_in(table: &Table) -> Vec<(Option<&str>, &str)> {
    let schema = table.name.schema.as_deref();
    let constraints = table
        .primary_key
        .iter()
        .filter_map(|key| key.name.as_deref())
        .chain(table.uniques.iter().filter_map(|unique| unique.name.as_deref()))
        .chain(table.exclusions.iter().filter_map(|exclusion| exclusion.name.as_deref()));
    let sequences = table.columns.iter().filter_map(|column| column.sequence.as_ref());
    std::iter::once(table.name.name.as_str())
        .chain(table.indexes.iter().map(|index| index.name.as_str()))
        .chain(constraints)
        .chain(sequences.map(|sequence| sequence.name.as_str()))
        .map(|name| (schema, name))
        .collect()
}

/// The views, triggers and the like of the base, hanging on tables under the names that these have
/// once all is renamed.
fn current_objects(changes: &[Change], base: &Schema) -> Vec<Object> {
    let mut objects = base.objects.clone();
    for change in changes {
        if let Change::DropObject { before } = change {
            objects.retain(|object| object != &**before);
        }
        if let Change::AlterTable { after, changes, .. } = change {
            rename_columns(&mut objects, &after.name, changes);
        }
        let Change::RenameTable { from, to } = change else { continue };
        for object in &mut objects {
            let columns = object.columns.iter_mut().map(|(table, _)| table);
            for name in object.depends_on.iter_mut().chain(&mut object.owner).chain(columns) {
                if name == from {
                    name.clone_from(to);
                }
            }
        }
    }
    objects
}

fn rename_columns(objects: &mut [Object], table: &ObjectName, changes: &[TableChange]) {
    for change in changes {
        let TableChange::RenameColumn { from, to } = change else { continue };
        let columns = objects.iter_mut().flat_map(|object| &mut object.columns);
        for (_, name) in columns.filter(|(of, name)| of == table && name == from) {
            name.clone_from(to);
        }
    }
}

/// The tables of the base under the names that they have once all is renamed; of those that inherit from
/// others what is their `own`.
fn current_tables<'a>(
    changes: &'a [Change],
    base: &'a Schema,
    own: &'a [Table],
) -> BTreeMap<&'a ObjectName, &'a Table> {
    let mut renamed = BTreeMap::new();
    let mut current = BTreeMap::new();
    for change in changes {
        match change {
            Change::RenameTable { from, to } => {
                renamed.insert(from, to);
            }
            Change::AlterTable { before, .. } if before.parents().is_empty() => {
                current.insert(&before.name, &**before);
            }
            _ => {}
        }
    }
    let families = base.families.iter().map(|family| &family.table);
    let left_out = families.filter(|table| table.parents().is_empty());
    for table in own.iter().chain(&base.tables).chain(left_out) {
        let name = renamed.get(&table.name).copied().unwrap_or(&table.name);
        current.entry(name).or_insert(table);
    }
    current
}

/// With what tables have from those that they inherit from: their foreign keys are their own.
fn with_heirs<'a>(
    current: &BTreeMap<&'a ObjectName, &'a Table>,
    changes: &'a [Change],
    base: &'a Schema,
) -> BTreeMap<&'a ObjectName, &'a Table> {
    let families = base.families.iter().map(|family| &family.table);
    let heirs = base.tables.iter().chain(families).filter(|table| !table.parents().is_empty());
    let altered = changes.iter().filter_map(|change| match change {
        Change::AlterTable { before, .. } => Some(&**before),
        _ => None,
    });
    let mut tables = current.clone();
    tables.extend(heirs.chain(altered).map(|table| (&table.name, table)));
    tables
}

/// The comment of an enum type.
pub(super) fn type_comment(ty: &EnumType, before: Option<&str>, with: bool) -> Option<Operation> {
    comment_on_type(&ty.name, before, ty.comment.as_deref(), with)
}

/// The comment of a type; `with` where it comes and goes with it.
pub(super) fn comment_on_type(
    name: &ObjectName,
    before: Option<&str>,
    after: Option<&str>,
    with: bool,
) -> Option<Operation> {
    (before != after).then(|| {
        Operation::SetComment(CommentOperation {
            table: name.clone(),
            target: CommentTarget::Type,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            with_target: with,
        })
    })
}
