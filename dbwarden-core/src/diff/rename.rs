//! Renames: carried out on the base before it is compared, so that everything else about a renamed
//! table or column is compared like with like.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::{DiffError, Renames};
use crate::dialect::{Capabilities, Dialect};
use crate::schema::{IndexKey, Inheritance, ObjectName, Schema, Table, TypeName};
use crate::sql::expression::{with_literal, with_renamed_column, with_typed_literal};
use crate::sql::ident::quote;

/// The renames that there is something to rename for.
#[derive(Debug, Default)]
pub(super) struct Applicable {
    /// From the old name to the new one, in the order of the desired schema.
    pub(super) tables: Vec<(ObjectName, ObjectName)>,
    /// By the desired name of the table: from the old name to the new one.
    pub(super) columns: BTreeMap<ObjectName, Vec<(String, String)>>,
    /// Values of enum types: the type, the old value and the new one.
    pub(super) values: Vec<(ObjectName, String, String)>,
}

/// Which of the renames that the desired schema and the options name are still to be made. One that
/// has been made already is no mistake: the attribute may stay in the model. What has the same name to
/// the engine in another spelling is renamed without anybody asking.
pub(super) fn applicable(
    context: Context<'_>,
    base: &Schema,
    desired: &Schema,
    renames: &Renames,
) -> Result<Applicable, DiffError> {
    let mut found = Applicable::default();
    for (from, to) in &renames.tables {
        if desired.table(to).is_none() {
            return Err(DiffError::new(format!("no table `{to}` to rename `{from}` to"))
                .with_hint("name the table as the models call it"));
        }
    }
    for table in &desired.tables {
        let old = renames.tables.iter().find(|(_, to)| **to == table.name).map(|(from, _)| from);
        let declared = table
            .renamed_from
            .as_ref()
            .map(|name| ObjectName { schema: table.name.schema.clone(), name: name.clone() });
        let spelled_otherwise = || {
            let same = |name: &ObjectName| {
                name.schema == table.name.schema
                    && context.compare.same_name(&name.name, &table.name.name)
            };
            base.tables.iter().map(|table| &table.name).find(|name| same(name)).cloned()
        };
        let Some(from) = old.cloned().or(declared).or_else(spelled_otherwise) else { continue };
        if base.table(&from).is_some() && base.table(&table.name).is_none() {
            if desired.table(&from).is_some() {
                return Err(DiffError::new(format!(
                    "table `{from}` cannot become `{}`: it is wanted under its own name, too",
                    table.name
                ))
                .at(table.origin.as_ref())
                .with_hint("rename it in one migration and create the other in the next"));
            }
            found.tables.push((from, table.name.clone()));
        }
    }
    for table in &desired.tables {
        let old_table = found.tables.iter().find(|(_, to)| *to == table.name);
        let Some(existing) = base.table(old_table.map_or(&table.name, |(from, _)| from)) else {
            continue;
        };
        for column in &table.columns {
            let asked = renames
                .columns
                .iter()
                .find(|((owner, _), to)| *owner == table.name && **to == column.name)
                .map(|((_, from), _)| from);
            let spelled_otherwise = || {
                let mut names = existing.columns.iter().map(|column| &column.name);
                names.find(|name| context.compare.same_name(name, &column.name))
            };
            let told = asked.or(column.renamed_from.as_ref());
            let Some(from) = told.or_else(spelled_otherwise) else { continue };
            if existing.column(from).is_some() && existing.column(&column.name).is_none() {
                if table.column(from).is_some() {
                    return Err(DiffError::new(format!(
                        "column `{}.{from}` cannot become `{}`: it is wanted under its own name, too",
                        table.name, column.name
                    ))
                    .at(column.origin.as_ref())
                    .with_hint("rename it in one migration and add the other in the next"));
                }
                let columns = found.columns.entry(table.name.clone()).or_default();
                columns.push((from.clone(), column.name.clone()));
            }
        }
    }
    let told = renames.values.iter().map(|((name, from), to)| (name, from, to));
    let declared = desired
        .enums
        .iter()
        .flat_map(|ty| ty.renamed_values.iter().map(move |(to, from)| (&ty.name, from, to)));
    for (name, from, to) in told.chain(declared) {
        let holds = |schema: &Schema, value: &String| {
            schema.enum_type(name).is_some_and(|ty| ty.values.contains(value))
        };
        let renamed = (name.clone(), from.clone(), to.clone());
        if !holds(base, from)
            || holds(base, to)
            || !holds(desired, to)
            || found.values.contains(&renamed)
        {
            continue;
        }
        if holds(desired, from) {
            return Err(DiffError::new(format!(
                "value `{from}` of `{name}` cannot become `{to}`: it is wanted under its own name, too"
            ))
            .with_hint("rename it in one migration and add the other in the next"));
        }
        found.values.push(renamed);
    }
    Ok(found)
}

impl Applicable {
    /// The schema as it is after the renames.
    pub(super) fn apply(&self, schema: &Schema, capabilities: &Capabilities) -> Schema {
        let dialect = capabilities.dialect;
        let mut schema = schema.clone();
        for (from, to) in &self.tables {
            for table in all_tables(&mut schema) {
                if table.name == *from {
                    table.name = to.clone();
                    rename_constraints(table, &from.name, capabilities);
                }
                for key in &mut table.foreign_keys {
                    if key.references == *from {
                        key.references = to.clone();
                    }
                }
                let parents = table.inherits.iter_mut().flat_map(|it| &mut it.parents);
                parents.filter(|parent| *parent == from).for_each(|parent| *parent = to.clone());
            }
            for sequence in &mut schema.sequences {
                match &mut sequence.owned_by {
                    Some((table, _)) if table == from => *table = to.clone(),
                    _ => {}
                }
            }
            for object in &mut schema.objects {
                for name in &mut object.depends_on {
                    if name == from {
                        *name = to.clone();
                    }
                }
            }
        }
        for (owner, columns) in &self.columns {
            for (from, to) in columns {
                for sequence in &mut schema.sequences {
                    match &mut sequence.owned_by {
                        Some((table, column)) if table == owner && column == from => {
                            column.clone_from(to);
                        }
                        _ => {}
                    }
                }
                let owners = with_heirs(&mut schema, owner);
                for table in all_tables(&mut schema) {
                    for key in &mut table.foreign_keys {
                        if owners.contains(&key.references) {
                            rename_in(&mut key.referenced_columns, from, to);
                        }
                    }
                    if owners.contains(&table.name) {
                        rename_column(dialect, table, from, to);
                    }
                }
            }
        }
        for (name, from, to) in &self.values {
            rename_value(dialect, &mut schema, name, from, to);
        }
        schema
    }
}

/// Those that are compared and those that are not.
fn all_tables(schema: &mut Schema) -> impl Iterator<Item = &mut Table> {
    schema.tables.iter_mut().chain(schema.families.iter_mut().map(|family| &mut family.table))
}

/// A table, and all that inherit from it, whose columns are renamed with its own.
fn with_heirs(schema: &mut Schema, table: &ObjectName) -> BTreeSet<ObjectName> {
    let mut found = BTreeSet::from([table.clone()]);
    loop {
        let before = found.len();
        for table in all_tables(schema) {
            if table.parents().iter().any(|parent| found.contains(parent)) {
                found.insert(table.name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Expressions hold on to the value, and show it under its new name.
fn rename_value(dialect: Dialect, schema: &mut Schema, name: &ObjectName, from: &str, to: &str) {
    for ty in schema.enums.iter_mut().filter(|ty| ty.name == *name) {
        rename_in(&mut ty.values, from, to);
    }
    for table in &mut schema.tables {
        for column in &mut table.columns {
            let is_of_type = matches!(&column.ty.name, TypeName::User(of) if of == name);
            if let Some(default) = column.default.as_mut().filter(|_| is_of_type) {
                default.rewrite(|sql| with_literal(dialect, sql, from, to));
            }
        }
        in_expressions(table, |sql| with_typed_literal(dialect, sql, &name.name, from, to));
    }
}

/// Gives constraints that the server has named after their table the names that they have with it now.
fn rename_constraints(table: &mut Table, from: &str, capabilities: &Capabilities) {
    let to = table.name.name.clone();
    let follow = |name: &mut Option<String>, infix: Option<&str>| {
        let number = name.as_deref().zip(infix).and_then(|(name, infix)| {
            let number = name.strip_prefix(from)?.strip_prefix(infix)?;
            number.parse::<u32>().is_ok().then(|| format!("{to}{infix}{number}"))
        });
        if number.is_some() {
            *name = number;
        }
    };
    for key in &mut table.foreign_keys {
        follow(&mut key.name, capabilities.foreign_key_infix);
    }
    for check in &mut table.checks {
        follow(&mut check.name, capabilities.check_infix);
    }
}

/// Rewrites every expression of a table but the defaults.
fn in_expressions(table: &mut Table, with: impl Fn(&str) -> String) {
    for check in table.columns.iter_mut().filter_map(|column| column.check.as_mut()) {
        check.rewrite(&with);
    }
    for generated in table.columns.iter_mut().filter_map(|column| column.generated.as_mut()) {
        generated.expr.rewrite(&with);
    }
    table.exclusions.iter_mut().for_each(|exclusion| exclusion.definition.rewrite(&with));
    table.checks.iter_mut().for_each(|check| check.expr.rewrite(&with));
    for index in &mut table.indexes {
        for part in &mut index.parts {
            if let IndexKey::Expr(expr) = &mut part.key {
                expr.rewrite(&with);
            }
        }
        if let Some(predicate) = &mut index.predicate {
            predicate.rewrite(&with);
        }
    }
}

/// Gives columns of a table other names, in all that is made of them but defaults and options.
pub(crate) fn rename_columns<'n>(
    dialect: Dialect,
    table: &mut Table,
    names: impl IntoIterator<Item = (&'n String, &'n String)>,
) {
    for (from, to) in names {
        rename_column(dialect, table, from, to);
    }
}

fn rename_column(dialect: Dialect, table: &mut Table, from: &str, to: &str) {
    let written = quote(dialect, to);
    in_expressions(table, |sql| with_renamed_column(dialect, sql, from, &written));
    for column in table.columns.iter_mut().filter(|column| column.name == from) {
        to.clone_into(&mut column.name);
    }
    if let Some(inherits) = &mut table.inherits {
        let Inheritance { parents: _, columns, checks: _, own_defaults, own_not_null } = inherits;
        for names in [columns, own_defaults, own_not_null] {
            if names.remove(from) {
                names.insert(to.to_owned());
            }
        }
    }
    if let Some(key) = &mut table.primary_key {
        rename_in(&mut key.columns, from, to);
        rename_in(&mut key.include, from, to);
    }
    for unique in &mut table.uniques {
        rename_in(&mut unique.columns, from, to);
        rename_in(&mut unique.include, from, to);
    }
    for key in &mut table.foreign_keys {
        rename_in(&mut key.columns, from, to);
        rename_in(&mut key.delete_columns, from, to);
    }
    for exclusion in &mut table.exclusions {
        rename_in(&mut exclusion.columns, from, to);
    }
    for index in &mut table.indexes {
        rename_in(&mut index.include, from, to);
        for part in &mut index.parts {
            match &mut part.key {
                IndexKey::Column(name) if name == from => to.clone_into(name),
                IndexKey::Column(_) | IndexKey::Expr(_) => {}
            }
        }
    }
}

fn rename_in(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}
