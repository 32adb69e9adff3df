//! What the struct says of its columns.

use std::collections::BTreeMap;

use crate::ast::{ColumnRef, IndexKey, Model, Target};
use crate::errors::{Errors, nearest};
use crate::tokens::unraw;

/// No two fields share a column.
pub(super) fn distinct(model: &Model, errors: &mut Errors) {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let fields = model.fields.iter().filter(|field| field.is_column());
    for field in fields {
        let own = unraw(&field.ident);
        if let Some(other) = seen.insert(&field.column.value, own.clone()) {
            let name = &field.column.value;
            let message = format!("`{own}` and `{other}` are both the column `{name}`");
            errors.push(field.column.span, message);
        }
    }
    for column in &model.columns {
        if let Some(other) = seen.insert(&column.name.value, String::new()) {
            let name = &column.name.value;
            let message = if other.is_empty() {
                format!("the column `{name}` stands here twice")
            } else {
                format!("the field `{other}` is the column `{name}` already")
            };
            errors.push(column.name.span, message);
        }
    }
}

/// One primary key, on the struct or on a field.
pub(super) fn one_primary_key(model: &Model, errors: &mut Errors) {
    let mut marks = model
        .fields
        .iter()
        .filter_map(|field| field.keys.primary_key)
        .chain(model.columns.iter().filter_map(|column| column.keys.primary_key));
    let first = marks.next();
    if let Some(key) = &model.primary_key {
        if first.is_some() {
            let message = "a second primary key: a field is marked `primary_key` already";
            errors.push(key.span, message);
        }
        return;
    }
    let names: Vec<String> = model
        .fields
        .iter()
        .filter(|field| field.keys.primary_key.is_some())
        .map(|field| unraw(&field.ident))
        .collect();
    for mark in marks {
        let message = format!(
            "a second primary key: a key of several columns is written `primary_key({})` on the \
             struct",
            names.join(", ")
        );
        errors.push(mark, message);
    }
}

/// Keys and indexes name columns that are there, each once.
pub(super) fn named_columns(model: &Model, errors: &mut Errors) {
    let known = Known::of(model);
    if let Some(key) = &model.primary_key {
        known.check(&key.columns, errors);
    }
    for unique in &model.uniques {
        if unique.columns.is_empty() {
            errors.push(unique.span, "`unique` names no column, expected `unique(first, second)`");
        }
        known.check(&unique.columns, errors);
        known.check(&unique.include, errors);
    }
    for key in &model.foreign_keys {
        known.check(&key.columns, errors);
    }
    for index in &model.indexes {
        let columns: Vec<ColumnRef> = index
            .parts
            .iter()
            .filter_map(|part| match &part.key {
                IndexKey::Column(column) => Some(column.clone()),
                IndexKey::Expr(_) => None,
            })
            .collect();
        known.check(&columns, errors);
        known.check(&index.include, errors);
    }
    let on_fields = model.fields.iter().flat_map(|field| &field.keys.indexes);
    for index in on_fields {
        known.check(&index.include, errors);
    }
}

/// A foreign key has as many columns as it refers to.
pub(super) fn foreign_keys(model: &Model, errors: &mut Errors) {
    for key in &model.foreign_keys {
        if key.columns.is_empty() {
            let message = "`foreign_key` names no column of its own: `foreign_key(user_id, \
                           references(User::id))`";
            errors.push(key.references.span, message);
            continue;
        }
        let there = match &key.references.target {
            Target::Model(_) => continue,
            Target::Columns(_, columns) => columns.len(),
            Target::Table { columns, .. } if columns.is_empty() => continue,
            Target::Table { columns, .. } => columns.len(),
        };
        if there != key.columns.len() {
            let here = key.columns.len();
            let message = format!(
                "{} to {}",
                counted(here, "column refers", "columns refer"),
                counted(there, "column", "columns")
            );
            errors.push(key.references.span, message);
        }
    }
    for field in &model.fields {
        if let Some(reference) = &field.keys.references
            && let Target::Columns(_, columns) = &reference.target
            && columns.len() > 1
        {
            let message = "a field refers to one column, a key of several is written \
                           `foreign_key(..)` on the struct";
            errors.push(reference.span, message);
        }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The names that an attribute of the struct may use.
struct Known {
    names: Vec<String>,
    /// Whether there are columns that only the command sees.
    open: bool,
}

impl Known {
    fn of(model: &Model) -> Self {
        let mut names = Vec::new();
        for field in model.fields.iter().filter(|field| field.is_column()) {
            names.push(unraw(&field.ident));
            names.push(field.column.value.clone());
        }
        names.extend(model.columns.iter().map(|column| column.name.value.clone()));
        Self { names, open: model.fields.iter().any(|field| field.flatten.is_some()) }
    }

    fn check(&self, columns: &[ColumnRef], errors: &mut Errors) {
        for (i, column) in columns.iter().enumerate() {
            if columns[..i].iter().any(|earlier| earlier.name == column.name) {
                errors.push(column.span, format!("`{}` stands here twice", column.name));
            }
            if self.open || self.names.contains(&column.name) {
                continue;
            }
            let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            let hint = match nearest(&column.name, &names) {
                Some(near) => format!(", did you mean `{near}`?"),
                None => String::new(),
            };
            errors.push(column.span, format!("no field `{}`{hint}", column.name));
        }
    }
}
