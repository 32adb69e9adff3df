//! What cannot be meant, as far as one item alone shows it.

mod columns;
mod fields;

pub use fields::quoted_form;

use std::collections::BTreeMap;

use crate::ast::{EnumModel, Model, Stored};
use crate::errors::Errors;
use crate::parse::Role;

/// A struct.
pub(crate) fn model(model: &Model, role: Role, errors: &mut Errors) {
    has_a_table(model, role, errors);
    for field in &model.fields {
        fields::field(field, errors);
    }
    for column in &model.columns {
        fields::keys(&column.keys, None, errors);
    }
    columns::distinct(model, errors);
    columns::one_primary_key(model, errors);
    columns::named_columns(model, errors);
    columns::foreign_keys(model, errors);
}

fn has_a_table(model: &Model, role: Role, errors: &mut Errors) {
    match (role, &model.table, model.skip) {
        (Role::Part, ..) | (Role::Table, Some(_), None) | (Role::Table, None, Some(_)) => {}
        (Role::Table, Some(_), Some(skip)) => {
            errors.push(skip, "`skip` says that there is no table, and `table` names one");
        }
        (Role::Table, None, None) => errors.push(
            model.ident.span(),
            format!(
                "`{}` does not say its table: `#[dbwarden(table = \"..\")]`, or \
                 `#[dbwarden(skip)]` where it is part of other models",
                model.ident
            ),
        ),
    }
}

/// An enum.
pub(crate) fn enumeration(model: &EnumModel, errors: &mut Errors) {
    if model.variants.is_empty() {
        errors.push(model.ident.span(), format!("`{}` has no variant", model.ident));
    }
    if let (Some(repr), Some(stored)) = (&model.sqlx.repr, &model.stored) {
        let word = match stored.value {
            Stored::Enum => "enum",
            Stored::Check => "check",
            Stored::Text => "text",
        };
        let message = format!("`stored = \"{word}\"` and `repr({repr})` exclude each other");
        errors.push(stored.span, message);
    }
    let mut values = BTreeMap::new();
    for variant in &model.variants {
        if let Some(other) = values.insert(&variant.value, &variant.ident) {
            errors.push(
                variant.ident.span(),
                format!("`{}` and `{other}` are both kept as `{}`", variant.ident, variant.value),
            );
        }
    }
    for (variant, from) in
        model.variants.iter().filter_map(|it| it.renamed_from.as_ref().map(|from| (it, from)))
    {
        if let Some(other) = values.get(&from.value) {
            let message = match **other == variant.ident {
                true => format!("`{}` is what `{other}` is kept as now", from.value),
                false => format!("`{}` is still a value, that of `{other}`", from.value),
            };
            errors.push(from.span, message);
        } else if !model.lists_its_values() {
            let message = "the database does not know the values of this enum: `renamed_from` has \
                           nothing to rename there";
            errors.push(from.span, message);
        }
    }
    for variant in model.variants.iter().filter(|variant| variant.default.is_some()).skip(1) {
        let span = variant.default.unwrap_or_else(|| variant.ident.span());
        errors.push(span, "a second `#[default]`");
    }
}
