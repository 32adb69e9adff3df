//! Tables that are told by their definition alone, and what must stay because of them.

use std::collections::BTreeSet;

use dbwarden_core::diff::Change;
use dbwarden_core::schema::{Object, ObjectName, Schema, Table, TypeName};

/// A table that is told by its definition alone on one side cannot be compared with one of its name on
/// the other.
pub(super) fn leave_alone(from: &mut Schema, to: &mut Schema) {
    let told = |schema: &Schema| -> Vec<ObjectName> {
        let is_table =
            |object: &&Object| object.kind == "partition" || object.kind.ends_with(" table");
        let names = schema.objects.iter().filter(is_table).map(|object| object.name.clone());
        names.filter(|name| schema.table(name).is_none()).collect()
    };
    let (left, right) = (told(from), told(to));
    from.tables.retain(|table| !right.contains(&table.name));
    to.tables.retain(|table| !left.contains(&table.name));
}

/// Takes back what would drop something that such a table is made of or refers to, and says what stays.
pub(super) fn keep_what_they_hold(base: &Schema, changes: &mut Vec<Change>) -> Vec<Object> {
    let mut kept = Vec::new();
    let mut held = Held::default();
    for family in &base.families {
        held.add_table(&family.table);
        held.tables.extend(family.parents.iter().cloned());
    }
    loop {
        let before = kept.len();
        changes.retain(|change| match held.keeps(change) {
            Some(object) => {
                held.add(change);
                kept.push(object);
                false
            }
            None => true,
        });
        if kept.len() == before {
            return kept;
        }
    }
}

/// The names that tables which stay cannot do without.
#[derive(Default)]
struct Held {
    types: BTreeSet<ObjectName>,
    tables: BTreeSet<ObjectName>,
    namespaces: BTreeSet<String>,
    defaults: Vec<String>,
}

impl Held {
    fn add_table(&mut self, table: &Table) {
        self.add_namespace(&table.name);
        for column in &table.columns {
            if let TypeName::User(name) = &column.ty.name {
                self.types.insert(name.clone());
            }
            self.defaults.extend(column.default.as_ref().map(|default| default.sql.clone()));
        }
        self.tables.extend(table.foreign_keys.iter().map(|key| key.references.clone()));
    }

    fn add_namespace(&mut self, name: &ObjectName) {
        self.namespaces.extend(name.schema.clone());
    }

    /// What stays holds on to others in turn.
    fn add(&mut self, change: &Change) {
        match change {
            Change::DropTable { before } => self.add_table(before),
            Change::DropEnum { before } => self.add_namespace(&before.name),
            Change::DropSequence { before } => self.add_namespace(&before.name),
            Change::DropComposite { before } => {
                self.add_namespace(&before.name);
                for (_, ty) in &before.attributes {
                    if let TypeName::User(name) = &ty.name {
                        self.types.insert(name.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// What a change would drop, where that must stay.
    fn keeps(&self, change: &Change) -> Option<Object> {
        let (kind, name, is_held) = match change {
            Change::DropTable { before } => {
                ("table", before.name.clone(), self.tables.contains(&before.name))
            }
            Change::DropEnum { before } => {
                ("enum", before.name.clone(), self.types.contains(&before.name))
            }
            Change::DropComposite { before } => {
                ("composite type", before.name.clone(), self.types.contains(&before.name))
            }
            Change::DropSequence { before } => {
                let feeds = |default: &String| default.contains(before.name.name.as_str());
                ("sequence", before.name.clone(), self.defaults.iter().any(feeds))
            }
            Change::DropNamespace { before } => {
                let name = ObjectName::new(before.name.clone());
                ("schema", name, self.namespaces.contains(&before.name))
            }
            _ => return None,
        };
        is_held.then(|| Object { kind: kind.to_owned(), name, ..Object::default() })
    }
}
