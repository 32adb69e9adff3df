//! The keys of a field.

use std::collections::BTreeSet;

use super::{attribute_entries, constraint, default, index, sqlx};
use crate::RenameAll;
use crate::ast::{
    Engine, Field, FieldKeys, GeneratedSpec, IdentitySpec, NullabilityKey, Spanned, Text,
};
use crate::errors::Errors;
use crate::tokens::{Keyed, Value, keyed, string, unraw};

pub(super) const KEYS: [&str; 28] = [
    "primary_key",
    "auto",
    "identity",
    "unique",
    "index",
    "type",
    "length",
    "precision",
    "scale",
    "nullable",
    "not_null",
    "default",
    "references",
    "check",
    "generated",
    "collation",
    "comment",
    "column",
    "renamed_from",
    "backfill",
    "using",
    "touch",
    "skip",
    "postgres",
    "mysql",
    "sqlite",
    "on_delete",
    "on_update",
];

const REPEATED: [&str; 2] = ["index", "check"];

/// A field; `None` where it has no name.
pub(super) fn parse(
    field: &syn::Field,
    rename_all: Option<RenameAll>,
    errors: &mut Errors,
) -> Option<Field> {
    let ident = field.ident.clone()?;
    let child = sqlx::child(&field.attrs, errors);
    let mut keys = FieldKeys::default();
    let mut given = Vec::new();
    for entry in attribute_entries(&field.attrs, "dbwarden", errors) {
        given.extend(keyed(&entry, errors));
    }
    let name = unraw(&ident);
    read_keys(&mut keys, given, &name, &[], errors);
    let column = keys.column.clone().or(child.rename).unwrap_or_else(|| Text {
        value: match rename_all {
            Some(rule) => rule.apply(&name),
            None => name,
        },
        span: ident.span(),
    });
    Some(Field {
        ty: field.ty.clone(),
        attrs: field.attrs.clone(),
        column,
        skip: keys.skip.or(child.skip),
        flatten: child.flatten,
        json: child.json,
        try_from: child.try_from,
        keys,
        ident,
    })
}

/// Reads the keys of the column `own`. `further` are valid here besides.
pub(super) fn read_keys(
    keys: &mut FieldKeys,
    given: Vec<Keyed>,
    own: &str,
    further: &[&str],
    errors: &mut Errors,
) {
    let mut seen = BTreeSet::new();
    for key in given {
        if !REPEATED.contains(&key.word.as_str()) && !seen.insert(key.word.clone()) {
            errors.push(key.span, format!("`{}` stands here twice", key.word));
            continue;
        }
        read(keys, &key, own, further, errors);
    }
}

fn read(keys: &mut FieldKeys, key: &Keyed, own: &str, further: &[&str], errors: &mut Errors) {
    match key.word.as_str() {
        "primary_key" => keys.primary_key = key.flag(errors),
        "auto" => keys.auto = key.switch(errors),
        "identity" => keys.identity = identity(key, errors),
        "unique" => keys.unique = constraint::unique(key, true, errors),
        "index" => keys.indexes.extend(index::parse(key, Some(own), errors)),
        "type" => keys.ty = key.text(errors),
        "length" => keys.length = positive(key, errors),
        "precision" => keys.precision = key.number(errors),
        "scale" => keys.scale = key.number(errors),
        "nullable" | "not_null" => {
            let Some(span) = key.flag(errors) else { return };
            let value = if key.word == "nullable" {
                NullabilityKey::Nullable
            } else {
                NullabilityKey::NotNull
            };
            if keys.nullability.is_some() {
                errors.push(span, "`nullable` and `not_null` exclude each other");
                return;
            }
            keys.nullability = Some(Spanned { value, span });
        }
        "default" => keys.default = default::parse(key, errors),
        "references" => keys.references = constraint::reference(key, errors),
        "check" => keys.checks.extend(constraint::check(key, errors)),
        "generated" => keys.generated = generated(key, errors),
        "collation" => keys.collation = key.text(errors),
        "comment" => keys.comment = key.text(errors),
        "column" => keys.column = key.text(errors),
        "renamed_from" => keys.renamed_from = key.text(errors),
        "backfill" => keys.backfill = key.text(errors),
        "using" => keys.using = key.text(errors),
        "touch" => keys.touch = key.flag(errors),
        "skip" => keys.skip = key.flag(errors),
        "postgres" => engine(&mut keys.engines.postgres, key, errors),
        "mysql" => engine(&mut keys.engines.mysql, key, errors),
        "sqlite" => engine(&mut keys.engines.sqlite, key, errors),
        word @ ("on_delete" | "on_update") => {
            let message = format!("`{word}` belongs inside: `references(User::id, {word} = ..)`");
            errors.push(key.span, message);
        }
        word @ ("table" | "schema" | "database" | "foreign_key") => {
            errors.push(
                key.span,
                format!("`{word}` belongs on the struct, a field does not take it"),
            );
        }
        word => {
            let known: Vec<&str> = KEYS[..26].iter().chain(further).copied().collect();
            errors.unknown(key.span, "key", word, &known);
        }
    }
}

fn positive(key: &Keyed, errors: &mut Errors) -> Option<Spanned<u32>> {
    let number = key.number(errors)?;
    if number.value == 0 {
        errors.push(number.span, format!("`{}` is zero", key.word));
        return None;
    }
    Some(number)
}

/// `identity`, `identity(always | by_default, start = 1000, increment = 10)`.
fn identity(key: &Keyed, errors: &mut Errors) -> Option<IdentitySpec> {
    let mut spec = IdentitySpec { always: false, start: None, increment: None, span: key.span };
    if let Value::None = key.value {
        return Some(spec);
    }
    for entry in key.list("identity(always, start = 1000)", errors)? {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "always" => spec.always = inner.flag(errors).is_some(),
            "by_default" => {
                inner.flag(errors);
                spec.always = false;
            }
            "start" => spec.start = inner.signed(errors),
            "increment" => spec.increment = inner.signed(errors),
            word => {
                let known = ["always", "by_default", "start", "increment"];
                errors.unknown(inner.span, "key", word, &known);
            }
        }
    }
    Some(spec)
}

/// `generated = ".."`, `generated("..", virtual)`.
fn generated(key: &Keyed, errors: &mut Errors) -> Option<GeneratedSpec> {
    if let Value::Equals(_) = key.value {
        let expr = key.text(errors)?;
        return Some(GeneratedSpec { expr, virtual_: false, span: key.span });
    }
    let (mut expr, mut virtual_) = (None, false);
    for entry in key.list("generated(\"price * amount\", stored)", errors)? {
        if let Some(text) = string(&entry) {
            expr = Some(text);
            continue;
        }
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "expr" => expr = inner.text(errors),
            "stored" => {
                inner.flag(errors);
            }
            "virtual" => virtual_ = inner.flag(errors).is_some(),
            word => errors.unknown(inner.span, "key", word, &["expr", "stored", "virtual"]),
        }
    }
    match expr {
        Some(expr) => Some(GeneratedSpec { expr, virtual_, span: key.span }),
        None => {
            errors.push(key.span, "`generated` holds no SQL, expected `generated(\"a + b\")`");
            None
        }
    }
}

fn engine(engine: &mut Engine, key: &Keyed, errors: &mut Errors) {
    let is_sqlite = key.word == "sqlite";
    let example = format!("{}(type = \"..\")", key.word);
    for entry in key.list(&example, errors).unwrap_or_default() {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "type" => engine.ty = inner.text(errors),
            "default" => engine.default = default::parse(&inner, errors),
            "column" => engine.column = inner.text(errors),
            "collation" => engine.collation = inner.text(errors),
            "autoincrement" if is_sqlite => engine.autoincrement = inner.flag(errors),
            word => {
                let known = ["type", "default", "column", "collation", "autoincrement"];
                let known = if is_sqlite { &known[..] } else { &known[..4] };
                errors.unknown(inner.span, "key", word, known);
            }
        }
    }
}
