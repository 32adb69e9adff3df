//! Tables that are told by their definition alone, and what must stay because of them.

use std::collections::BTreeSet;

use dbwarden_core::diff::Change;
use dbwarden_core::schema::{
    Family, INHERITING_TABLE, Object, ObjectName, Schema, Table, TypeName,
};

/// Tables that inherit from others are tables like any other where both sides tell of inheritance.
pub(super) fn compare_heirs(schema: &mut Schema) {
    let heirs = schema.families.extract_if(.., |family| !family.table.parents().is_empty());
    schema.tables.extend(heirs.map(|family| family.table));
    schema.objects.retain(|object| object.kind != INHERITING_TABLE);
}

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
    leave_out(from, &right);
    leave_out(to, &left);
}

/// They are as little compared as those of which that is known already.
fn leave_out(schema: &mut Schema, names: &[ObjectName]) {
    let left_out = schema.tables.extract_if(.., |table| names.contains(&table.name));
    schema.families.extend(left_out.map(|table| Family { table }));
}

/// Takes back what would drop something that such a table is made of or refers to, and says what stays.
pub(super) fn keep_what_they_hold(base: &Schema, changes: &mut Vec<Change>) -> Vec<Object> {
    let mut kept = Vec::new();
    let mut held = Held::default();
    for family in &base.families {
        held.add_table(&family.table);
    }
    // Nothing goes with its schema that cannot be taken down: partitions, foreign tables.
    for object in base.objects.iter().filter(|object| object.taken_down_by.is_none()) {
        held.add_namespace(&object.name);
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
        self.tables.extend(table.parents().iter().cloned());
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
                // A column may hold a whole row of it.
                let is_held =
                    self.tables.contains(&before.name) || self.types.contains(&before.name);
                ("table", before.name.clone(), is_held)
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

#[cfg(test)]
mod tests {
    use super::*;
    use dbwarden_core::schema::{Column, ColumnType, EnumType, ForeignKey, Namespace};

    fn in_schema(name: &str) -> ObjectName {
        ObjectName { schema: Some("s".to_owned()), name: name.to_owned() }
    }

    fn dropped_enum(name: ObjectName) -> Change {
        let values = vec!["a".to_owned()];
        Change::DropEnum { before: EnumType { name, values, ..EnumType::default() } }
    }

    #[test]
    fn what_a_table_that_stays_is_made_of_stays() {
        let mut family = Table::new(in_schema("p"));
        family.columns.push(Column::new("e", ColumnType::user(in_schema("e"))));
        let references = ObjectName::new("o");
        family.foreign_keys.push(ForeignKey { references, ..ForeignKey::default() });
        family.columns.push(Column::new("r", ColumnType::user(ObjectName::new("row"))));
        let family = Family { table: family };
        let partition = ObjectName { schema: Some("parts".to_owned()), name: "p1".to_owned() };
        let partition =
            Object { kind: "partition".to_owned(), name: partition, ..Object::default() };
        let base = Schema { families: vec![family], objects: vec![partition], ..Schema::default() };

        // What is referred to is made of something in turn, which is asked before it.
        let mut referred = Table::new(ObjectName::new("o"));
        referred.columns.push(Column::new("f", ColumnType::user(ObjectName::new("f"))));
        let other = Table::new(ObjectName::new("other"));
        let namespace = |name: &str| Change::DropNamespace {
            before: Namespace { name: name.to_owned(), comment: None },
        };
        let mut changes = vec![
            namespace("s"),
            namespace("parts"),
            namespace("empty"),
            dropped_enum(ObjectName::new("f")),
            dropped_enum(in_schema("e")),
            dropped_enum(in_schema("unused")),
            Change::DropTable { before: Box::new(Table::new(ObjectName::new("row"))) },
            Change::DropTable { before: Box::new(referred) },
            Change::DropTable { before: Box::new(other.clone()) },
        ];
        let kept = keep_what_they_hold(&base, &mut changes);
        let kept: Vec<&str> = kept.iter().map(|object| object.name.name.as_str()).collect();
        assert_eq!(kept, ["s", "parts", "e", "row", "o", "f"]);
        assert_eq!(
            changes,
            [
                namespace("empty"),
                dropped_enum(in_schema("unused")),
                Change::DropTable { before: Box::new(other) },
            ]
        );
    }
}
