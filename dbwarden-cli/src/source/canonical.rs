//! The models as the database would give them back.
//!
//! Only the database itself can say how it prints an expression, and has to create a table for that.
//! What it once said is in the snapshot, beside what was declared, so a model that has not changed
//! since needs no second trial: a thousand of them cost no more than one.

use std::collections::{BTreeMap, BTreeSet};

use dbwarden::inspect;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{Object, ObjectName, Schema, Table, TypeName};

use super::models::Models;
use super::together;
use crate::config::DatabaseUrl;
use crate::error::{Error, Result};

/// What the models declare, in the form in which it can be compared with a live database.
pub(crate) struct Desired<'s> {
    declared: Schema,
    canonical: Schema,
    /// The tables that were not tried out, because the snapshot knows them.
    remembered: BTreeSet<ObjectName>,
    /// Where models are tried out.
    scratch: &'s DatabaseUrl,
    /// What files of SQL make and nobody compares: views, functions and the like.
    objects: Vec<Object>,
}

impl<'s> Desired<'s> {
    /// Remembers what the snapshot knows of the structs and tries out the rest; what files of SQL add is
    /// seen on a scratch database.
    pub(crate) async fn of(
        models: Models,
        known: &Schema,
        scratch: &'s DatabaseUrl,
    ) -> Result<Self> {
        let declared = models.structs.clone();
        let mut canonical = declared.clone();
        let unknown_types = unknown_types(&declared, known);
        let known: BTreeMap<&ObjectName, &Table> =
            known.tables.iter().map(|table| (&table.name, table)).collect();
        let mut remembered = BTreeSet::new();
        for table in &mut canonical.tables {
            let Some(known) = known.get(&table.name) else { continue };
            if !uses_any(table, &unknown_types) && remember(table, known) {
                remembered.insert(table.name.clone());
            }
        }
        let new = declared.tables.iter().map(|table| table.name.clone());
        let new: BTreeSet<ObjectName> = new.filter(|name| !remembered.contains(name)).collect();
        let mut desired = Self { declared, canonical, remembered, scratch, objects: Vec::new() };
        let scripts = !models.before.is_empty() || !models.after.is_empty();
        // What the structs need of SQL is only there where the SQL was run.
        if models.before.is_empty() && (!new.is_empty() || !unknown_types.is_empty()) {
            desired.try_out(new).await?;
        }
        if scripts {
            let added = together::run(&models, scratch).await?;
            for name in added.merge_into(&mut desired.canonical) {
                desired.remembered.remove(&name);
            }
            desired.objects = added.into_objects();
        }
        Ok(desired)
    }

    /// What the snapshot knows, and the rest as it is declared: without any server. SQLite is no server.
    pub(crate) async fn remembered(
        models: Models,
        known: &Schema,
        scratch: &'s DatabaseUrl,
    ) -> Result<Self> {
        if scratch.dialect() == Dialect::Sqlite {
            return Self::of(models, known, scratch).await;
        }
        if !models.before.is_empty() || !models.after.is_empty() {
            return Err(Error::new(
                "files of SQL among the models can only be tried out on a server",
            )
            .hint("leave out `--offline`"));
        }
        let declared = models.structs;
        let mut canonical = declared.clone();
        let known: BTreeMap<&ObjectName, &Table> =
            known.tables.iter().map(|table| (&table.name, table)).collect();
        for table in &mut canonical.tables {
            if let Some(known) = known.get(&table.name) {
                remember(table, known);
            }
        }
        let remembered = BTreeSet::new();
        Ok(Self { declared, canonical, remembered, scratch, objects: Vec::new() })
    }

    /// Tries out those of the tables that were only remembered, and says whether there are any.
    pub(crate) async fn confirm<'n>(
        &mut self,
        tables: impl IntoIterator<Item = &'n ObjectName>,
    ) -> Result<bool> {
        let doubtful: BTreeSet<ObjectName> =
            tables.into_iter().filter(|name| self.remembered.contains(name)).cloned().collect();
        if doubtful.is_empty() {
            return Ok(false);
        }
        self.try_out(doubtful).await?;
        Ok(true)
    }

    /// Says what a column holds in rows that are there.
    pub(crate) fn fill(&mut self, table: &ObjectName, column: &str, sql: &str) -> Result<()> {
        fill(&mut self.canonical, table, column, sql)
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.canonical
    }

    /// What files of SQL make and nobody compares.
    pub(crate) fn objects(&self) -> &[Object] {
        &self.objects
    }

    pub(crate) fn into_schema(self) -> Schema {
        self.canonical
    }

    /// Tries out some of the tables, with those that they reference: without them a foreign key is
    /// not tried.
    async fn try_out(&mut self, mut tables: BTreeSet<ObjectName>) -> Result<()> {
        let chosen = self.declared.tables.iter().filter(|table| tables.contains(&table.name));
        let referenced: Vec<ObjectName> = chosen
            .flat_map(|table| &table.foreign_keys)
            .map(|key| key.references.clone())
            .collect();
        tables.extend(referenced);
        let mut part = self.declared.clone();
        part.tables.retain(|table| tables.contains(&table.name));
        let found = inspect::canonicalize(self.scratch.expose(), &part).await?;
        self.canonical.composites = found.composites;
        let mut found: BTreeMap<ObjectName, Table> =
            found.tables.into_iter().map(|table| (table.name.clone(), table)).collect();
        for table in &mut self.canonical.tables {
            if let Some(found) = found.remove(&table.name) {
                self.remembered.remove(&table.name);
                *table = found;
            }
        }
        Ok(())
    }
}

/// Says what a column of a schema that is wanted holds in rows that are there.
///
/// # Errors
///
/// When the schema has no such column.
pub(crate) fn fill(schema: &mut Schema, table: &ObjectName, column: &str, sql: &str) -> Result<()> {
    let found = schema.tables.iter_mut().find(|it| it.name == *table);
    let found = found
        .and_then(|table| table.columns.iter_mut().find(|it| it.name == column))
        .ok_or_else(|| {
            Error::new(format!("`--fill {table}.{column}`: what is wanted has no such column"))
                .hint("name the table and the column as they are called in the database")
        })?;
    found.backfill = Some(sql.to_owned());
    Ok(())
}

/// Gives a declared table the canonical forms of the snapshot where that holds the very same table,
/// and says whether it does.
///
/// A table that the database gave back in other words, say with another type, is never the same: it
/// is tried out each time.
fn remember(declared: &mut Table, known: &Table) -> bool {
    let mut bare = known.clone();
    for expr in bare.expressions_mut() {
        expr.canonical = None;
    }
    // What the snapshot does not keep.
    bare.origin.clone_from(&declared.origin);
    bare.renamed_from.clone_from(&declared.renamed_from);
    for (bare, declared) in bare.columns.iter_mut().zip(&declared.columns) {
        bare.set_history(declared);
    }
    if bare != *declared {
        return false;
    }
    let mut known = known.clone();
    for (declared, known) in declared.expressions_mut().into_iter().zip(known.expressions_mut()) {
        declared.canonical = known.canonical.take();
    }
    true
}

/// The types that the snapshot does not know as they are declared now.
fn unknown_types(declared: &Schema, known: &Schema) -> BTreeSet<ObjectName> {
    let enums = declared.enums.iter().filter(|declared| {
        known.enum_type(&declared.name).is_none_or(|known| known.values != declared.values)
    });
    let composites = declared.composites.iter().filter(|declared| {
        !known
            .composites
            .iter()
            .any(|known| known.name == declared.name && known.attributes == declared.attributes)
    });
    enums.map(|ty| &ty.name).chain(composites.map(|ty| &ty.name)).cloned().collect()
}

fn uses_any(table: &Table, types: &BTreeSet<ObjectName>) -> bool {
    table.columns.iter().any(|column| match &column.ty.name {
        TypeName::User(name) => types.contains(name),
        TypeName::Builtin(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use dbwarden_core::schema::{
        CheckConstraint, Column, ColumnType, EnumType, Expr, Index, IndexPart, Origin,
    };

    use super::*;

    fn declared() -> Table {
        let mut table = Table::new(ObjectName::new("users"));
        table.origin = Some(Origin { file: "src/models.rs".to_owned(), line: 7 });
        table.columns.push(Column {
            default: Some(Expr::declared("lower('A')")),
            renamed_from: Some("former".to_owned()),
            ..Column::new("name", ColumnType::user(ObjectName::new("label")))
        });
        table.checks.push(CheckConstraint {
            name: None,
            expr: Expr::declared("name <> ''"),
            no_inherit: false,
            not_valid: false,
            ..Default::default()
        });
        table.indexes.push(Index {
            predicate: Some(Expr::declared("name is not null")),
            ..Index::new("ix", vec![IndexPart::column("name")])
        });
        table
    }

    /// What the snapshot keeps of a table.
    fn known() -> Table {
        let mut table = declared();
        table.origin = None;
        table.columns[0].renamed_from = None;
        for expr in table.expressions_mut() {
            expr.canonical = Some(format!("({})", expr.sql));
        }
        table
    }

    #[test]
    fn a_table_that_has_not_changed_is_remembered_with_all_its_expressions() {
        let mut table = declared();
        assert!(remember(&mut table, &known()));
        for expr in table.expressions_mut() {
            assert_eq!(expr.canonical, Some(format!("({})", expr.sql)));
        }
        assert!(table.origin.is_some());
        assert!(table.columns[0].renamed_from.is_some());
    }

    #[test]
    fn any_change_makes_a_table_unknown() {
        let changes: [fn(&mut Table); 5] = [
            |table| table.columns[0].nullable = true,
            |table| table.columns[0].default = Some(Expr::declared("'b'")),
            |table| table.columns.push(Column::new("more", ColumnType::builtin("text"))),
            |table| table.checks.clear(),
            |table| table.indexes[0].predicate = None,
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut table = declared();
            change(&mut table);
            let before = table.clone();
            assert!(!remember(&mut table, &known()), "change {number}");
            assert_eq!(table, before, "change {number}");
        }
    }

    #[test]
    fn a_type_that_has_changed_makes_its_tables_unknown() {
        let ty = |values: &[&str]| EnumType {
            name: ObjectName::new("label"),
            values: values.iter().map(|&value| value.to_owned()).collect(),
            ..EnumType::default()
        };
        let schema = |ty| Schema { enums: vec![ty], ..Schema::default() };
        let known = schema(ty(&["a"]));
        assert!(unknown_types(&known, &known).is_empty());
        let types = unknown_types(&schema(ty(&["a", "b"])), &known);
        assert!(uses_any(&declared(), &types));
    }
}
