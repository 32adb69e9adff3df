//! What views and triggers hang on, which SQLite tells nowhere but in their statements.

use std::collections::BTreeMap;

use dbwarden_core::dialect::{Dialect, sqlite_objects};
use dbwarden_core::schema::{Object, ObjectName, Table};
use dbwarden_core::sql::ident::quote_qualified;

/// Says of views and triggers on which tables they hang, also by way of a view.
pub(super) fn hang(tables: &[Table], objects: &mut [Object]) {
    let views = views(objects);
    let by_name: BTreeMap<&str, &ObjectName> =
        tables.iter().map(|table| (table.name.name.as_str(), &table.name)).collect();
    let names: Vec<&str> =
        by_name.keys().copied().chain(views.keys().map(String::as_str)).collect();
    for object in objects.iter_mut().filter(|object| object.kind != "virtual table") {
        let mut found = sqlite_objects::mentioned(&object.definition, &names);
        let mut at = 0;
        while let Some(&name) = found.get(at) {
            if let Some(definition) = views.get(name) {
                for further in sqlite_objects::mentioned(definition, &names) {
                    if !found.contains(&further) {
                        found.push(further);
                    }
                }
            }
            at += 1;
        }
        let hangs_on = found.iter().filter_map(|name| by_name.get(name));
        object.depends_on = hangs_on.map(|&name| name.clone()).collect();
    }
}

/// Says of views and triggers how they are taken down, and which columns and which views are to stay as
/// long as they are there. A trigger of a view goes with it.
pub(super) fn let_move(tables: &[Table], objects: &mut [Object]) {
    let views = views(objects);
    let view_names: Vec<&str> = views.keys().map(String::as_str).collect();
    for object in objects.iter_mut().filter(|object| object.kind != "virtual table") {
        let kind = object.kind.to_uppercase();
        let schema = object.name.schema.as_deref();
        let drop = |kind: &str, name: &str| {
            format!("DROP {kind} {}", quote_qualified(Dialect::Sqlite, schema, name))
        };
        let needs = sqlite_objects::mentioned(&object.definition, &view_names);
        let needs = needs.iter().filter(|&&name| kind != "VIEW" || name != object.name.name);
        let needs = needs.map(|name| drop("VIEW", name)).collect();
        let taken_down_by = Some(drop(&kind, &object.name.name));
        let mut columns = Vec::new();
        for table in tables.iter().filter(|table| object.depends_on.contains(&table.name)) {
            let used = table
                .columns
                .iter()
                .filter(|column| sqlite_objects::holds_column(object, &table.name, &column.name));
            columns.extend(used.map(|column| (table.name.clone(), column.name.clone())));
        }
        object.needs = needs;
        object.taken_down_by = taken_down_by;
        object.columns = columns;
    }
}

/// The definitions of the views, by their names.
fn views(objects: &[Object]) -> BTreeMap<String, String> {
    let views = objects.iter().filter(|object| object.kind == "view");
    views.map(|view| (view.name.name.clone(), view.definition.clone())).collect()
}
