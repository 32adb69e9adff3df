//! What a plan refuses to write: what would fail on the first row, or on what others made.

use std::collections::{BTreeMap, BTreeSet};

use super::new_tables::same_columns;
use super::{PlanError, PlanOptions};
use crate::diff::{Change, Constraint, TableChange, plain_columns};
use crate::schema::{
    Column, ForeignKey, INHERITING_TABLE, Index, Object, ObjectName, Schema, Table,
};

/// Refuses a new column that is NOT NULL and has no value for the rows that are there.
pub(super) fn refuse_columns_without_a_value(
    table: &Table,
    changes: &[TableChange],
) -> Result<(), PlanError> {
    for change in changes {
        let TableChange::AddColumn { after: column } = change else { continue };
        if !has_value(column) {
            let name = format!("{}.{}", table.name, column.name);
            return Err(PlanError::new(format!(
                "column `{name}` is NOT NULL and has no default: it cannot be added to a table \
                 that may hold rows"
            ))
            .of_table(&table.name)
            .at(column.origin.as_ref())
            .with_hint(format!(
                "say what rows that are there get, with `--fill {name}=0` or `backfill = \"..\"` in the \
                 model; or give it a `default`, or make it `Option`"
            )));
        }
    }
    Ok(())
}

/// The columns that are to be added and for which rows that are there have no value.
pub fn columns_without_a_value(changes: &[Change]) -> Vec<(ObjectName, String)> {
    let mut found = Vec::new();
    for change in changes {
        let Change::AlterTable { after: table, changes, .. } = change else { continue };
        for change in changes {
            let TableChange::AddColumn { after: column } = change else { continue };
            if !has_value(column) {
                found.push((table.name.clone(), column.name.clone()));
            }
        }
    }
    found
}

/// Refuses to leave a column that numbers itself without a key, as the server does.
pub(super) fn refuse_to_take_the_key_of_a_counter(
    table: &Table,
    wanted: &Table,
    changes: &[TableChange],
) -> Result<(), PlanError> {
    for change in changes {
        let TableChange::DropConstraint { before: Constraint::PrimaryKey(key) } = change else {
            continue;
        };
        let counts =
            |name: &&String| wanted.column(name).is_some_and(|column| column.numbering.is_some());
        let is_key = |name: &String| {
            let columns = std::slice::from_ref(name);
            wanted.primary_key.iter().any(|key| key.columns.contains(name))
                || super::alter::is_served(wanted, columns)
        };
        if let Some(name) = key.columns.iter().filter(counts).find(|name| !is_key(name)) {
            return Err(PlanError::new(format!(
                "the primary key of table `{}` cannot change while column `{name}` numbers itself",
                table.name
            ))
            .of_table(&table.name)
            .at(table.origin.as_ref())
            .with_hint(
                "set `auto = false` on it in one migration and change the key in the next",
            ));
        }
    }
    Ok(())
}

/// Whether rows that are there get a value when the column is added.
pub(crate) fn has_value(column: &Column) -> bool {
    let is_null = |sql: &str| sql.trim().eq_ignore_ascii_case("null");
    column.nullable
        || column.backfill.is_some()
        || column.generated.is_some()
        || column.numbering.is_some()
        || column.default.as_ref().is_some_and(|default| !is_null(&default.sql))
}

/// Refuses to move what tables are made of to another schema: all that they say of it would say another.
fn refuse_moves(
    changes: &[Change],
    objects: &[Object],
    current: &BTreeMap<&ObjectName, &Table>,
    options: &PlanOptions,
) -> Result<(), PlanError> {
    let compare = options.capabilities.dialect.compare();
    let goes = |table: &Table| {
        changes.iter().any(
            |change| matches!(change, Change::DropTable { before } if before.name == table.name),
        )
    };
    for object in objects.iter().filter(|object| compare.compares(object)) {
        let is_elsewhere = options.further.iter().any(|other| {
            (&other.kind, &other.name) == (&object.kind, &object.name)
                && other.definition != object.definition
        });
        let id = object.taken_down_by.as_ref().filter(|_| is_elsewhere);
        let holds = |table: &&&Table| id.is_some_and(|id| table.needs.contains(id)) && !goes(table);
        if let Some(table) = current.values().find(holds) {
            let Object { kind, name, .. } = object;
            return Err(PlanError::new(format!(
                "{kind} `{name}` cannot be moved to another schema: table `{}` is made of it",
                table.name
            ))
            .of_table(&table.name)
            .with_hint("move it in a migration of your own: `dbwarden new`"));
        }
    }
    Ok(())
}

/// Refuses to take away what a table of somebody else holds on to, or an object that cannot be taken
/// down and put back.
pub(super) fn refuse_what_is_held(
    changes: &[Change],
    objects: &[Object],
    current: &BTreeMap<&ObjectName, &Table>,
    options: &PlanOptions,
) -> Result<(), PlanError> {
    let capabilities = &options.capabilities;
    let compare = capabilities.dialect.compare();
    refuse_moves(changes, objects, current, options)?;
    for change in changes {
        match change {
            Change::CreateTable { after } => {
                let is_in_its_place = |object: &&Object| {
                    has_name_of_table(object, &after.name) && object.taken_down_by.is_none()
                };
                if let Some(object) = objects.iter().find(is_in_its_place) {
                    let what = format!("table `{}`", after.name);
                    return Err(held(&what, "be created", &after.name, object, "has its name"));
                }
            }
            Change::DropTable { before } => {
                let mut holders = objects_of(objects, &before.name);
                if let Some(object) = holders.next().filter(|_| capabilities.objects_hold_tables) {
                    let what = format!("table `{}`", before.name);
                    return Err(held(&what, "be dropped", &before.name, object, "hangs on it"));
                }
                let may_dangle = options.complete && capabilities.forward_references;
                let holder = || holder(changes, current, &before.name);
                if let Some(holder) = (!may_dangle).then(holder).flatten() {
                    return Err(PlanError::new(format!(
                        "table `{}` cannot be dropped: table `{holder}` refers to it",
                        before.name
                    ))
                    .of_table(&before.name)
                    .with_hint(format!(
                        "drop the foreign key of `{holder}` in a migration of your own: \
                         `dbwarden new`"
                    )));
                }
            }
            Change::AlterTable { before, changes, .. } => {
                for change in changes {
                    let (column, verb) = match change {
                        TableChange::DropColumn { before } if capabilities.objects_hold_tables => {
                            (before, "be dropped")
                        }
                        TableChange::AlterColumn { before, after }
                            if capabilities.views_fix_types && before.ty != after.ty =>
                        {
                            (before, "get another type")
                        }
                        _ => continue,
                    };
                    let mut holders = objects_of(objects, &before.name);
                    if let Some(object) = holders
                        .find(|object| compare.holds_column(object, &before.name, &column.name))
                    {
                        let what = format!("column `{}.{}`", before.name, column.name);
                        return Err(held(&what, verb, &before.name, object, "hangs on it"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a table that stays refers, before or after, to one that comes or goes.
pub(super) fn refers_across(changes: &[Change], base: &Schema) -> bool {
    let mut edge = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut staying: Vec<&Table> = Vec::new();
    for change in changes {
        match change {
            Change::CreateTable { after } => {
                edge.insert(&after.name);
            }
            Change::DropTable { before } => {
                edge.insert(&before.name);
                gone.insert(&before.name);
            }
            Change::AlterTable { after, .. } => staying.push(after),
            _ => {}
        }
    }
    staying.extend(base.tables.iter().filter(|table| !gone.contains(&table.name)));
    let mut keys = staying.iter().flat_map(|table| &table.foreign_keys);
    keys.any(|key| edge.contains(&key.references))
}

/// A table that stays and still refers to `name` afterwards.
fn holder<'a>(
    changes: &'a [Change],
    current: &BTreeMap<&'a ObjectName, &'a Table>,
    name: &ObjectName,
) -> Option<&'a ObjectName> {
    let mut tables = current.clone();
    for change in changes {
        match change {
            Change::DropTable { before } => {
                tables.remove(&before.name);
            }
            Change::AlterTable { after, .. } => {
                tables.insert(&after.name, after);
            }
            _ => {}
        }
    }
    let refers = |table: &Table| table.foreign_keys.iter().any(|key| key.references == *name);
    tables.into_iter().find(|(_, table)| refers(table)).map(|(holder, _)| holder)
}

fn objects_of<'a>(objects: &'a [Object], table: &ObjectName) -> impl Iterator<Item = &'a Object> {
    let is_itself = |object: &Object, table: &ObjectName| {
        object.kind == INHERITING_TABLE && object.name == *table
    };
    objects.iter().filter(move |object| {
        object.taken_down_by.is_none()
            && object.depends_on.contains(table)
            && !is_itself(object, table)
    })
}

/// The triggers of a table, which go with it.
pub(super) fn triggers_of(objects: &[Object], table: &ObjectName) -> Vec<Object> {
    let is_on = |object: &&Object| match &object.owner {
        Some(owner) => owner == table,
        None => object.depends_on.contains(table),
    };
    objects.iter().filter(|object| object.kind == "trigger").filter(is_on).cloned().collect()
}

/// Whether an object is where a table of that name would be.
pub(super) fn has_name_of_table(object: &Object, table: &ObjectName) -> bool {
    object.name == *table
        && matches!(&*object.kind, "view" | "materialized view" | "virtual table" | "sequence")
}

/// Refuses a foreign key to a table that is not compared, where nothing makes the key that it needs.
pub(super) fn refuse_keys_to_what_is_left_out(
    changes: &[Change],
    base: &Schema,
    options: &PlanOptions,
) -> Result<(), PlanError> {
    for change in changes {
        let (table, keys) = match change {
            Change::CreateTable { after } => (after, after.foreign_keys.iter().collect()),
            Change::AlterTable { after, changes, .. } => (after, added_keys(changes)),
            _ => continue,
        };
        for key in keys {
            let Some(left_out) = options.further.iter().find(|object| {
                object.name == key.references
                    && matches!(&*object.kind, "partitioned table" | INHERITING_TABLE)
            }) else {
                continue;
            };
            let there = base.families.iter().find(|family| family.table.name == key.references);
            let columns = &key.referenced_columns;
            let why = match there {
                Some(family) if is_unique(&family.table, columns) => continue,
                Some(_) => format!("has no key of ({}) yet", columns.join(", ")),
                None => "is not there yet".to_owned(),
            };
            let (kind, name) = (&left_out.kind, &left_out.name);
            return Err(PlanError::new(format!(
                "a foreign key of `{}` cannot be added: {kind} `{name}` {why}, and is not compared",
                table.name
            ))
            .of_table(&table.name)
            .at(table.origin.as_ref())
            .with_hint(format!(
                "make it in a migration of your own first: `dbwarden new \"make key of {name}\"`"
            )));
        }
    }
    Ok(())
}

fn added_keys(changes: &[TableChange]) -> Vec<&ForeignKey> {
    let added = changes.iter().filter_map(|change| match change {
        TableChange::AddConstraint { after: Constraint::ForeignKey(key) } => Some(key),
        _ => None,
    });
    added.collect()
}

fn is_unique(table: &Table, columns: &[String]) -> bool {
    let whole = |index: &&Index| index.unique && index.predicate.is_none();
    table.primary_key.iter().any(|key| same_columns(&key.columns, columns))
        || table.uniques.iter().any(|unique| same_columns(&unique.columns, columns))
        || table.indexes.iter().filter(whole).any(|index| {
            let parts = plain_columns(index).unwrap_or_default();
            let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
            same_columns(&parts, columns)
        })
}

fn held(what: &str, verb: &str, table: &ObjectName, object: &Object, why: &str) -> PlanError {
    let Object { kind, name, .. } = object;
    PlanError::new(format!("{what} cannot {verb}: {kind} `{name}` {why}"))
        .of_table(table)
        .with_hint(format!(
            "drop the {kind} in a migration of your own first: `dbwarden new \"drop {}\"`",
            name.name
        ))
}
