//! Keys of one field that exclude each other.

use proc_macro2::Span;

use crate::ast::{Action, Default, Field, FieldKeys, NullabilityKey, Spanned};
use crate::errors::Errors;
use crate::parse::option_of;

/// A field.
pub(super) fn field(field: &Field, errors: &mut Errors) {
    if let Some(flatten) = field.flatten {
        if field.keys.has_any() {
            errors
                .push(flatten, "a flattened field has no column of its own, its keys say nothing");
        }
        return;
    }
    if field.skip.is_some() {
        let mut keys = field.keys.clone();
        keys.skip = None;
        if keys.has_any() {
            errors.push(field.ident.span(), "a skipped field has no column, its keys say nothing");
        }
        return;
    }
    keys(&field.keys, Some(&field.ty), errors);
}

impl FieldKeys {
    /// Whether any key speaks of a column.
    fn has_any(&self) -> bool {
        let engines = [&self.engines.postgres, &self.engines.mysql, &self.engines.sqlite];
        self.primary_key.is_some()
            || self.auto.is_some()
            || self.identity.is_some()
            || self.unique.is_some()
            || !self.indexes.is_empty()
            || self.ty.is_some()
            || self.length.is_some()
            || self.precision.is_some()
            || self.scale.is_some()
            || self.nullability.is_some()
            || self.default.is_some()
            || self.references.is_some()
            || !self.checks.is_empty()
            || self.generated.is_some()
            || self.collation.is_some()
            || self.comment.is_some()
            || self.column.is_some()
            || self.renamed_from.is_some()
            || self.backfill.is_some()
            || self.using.is_some()
            || self.touch.is_some()
            || engines.iter().any(|engine| {
                engine.ty.is_some()
                    || engine.default.is_some()
                    || engine.column.is_some()
                    || engine.collation.is_some()
                    || engine.autoincrement.is_some()
            })
    }

    /// Where the key is told to hold NULL.
    fn nullable_at(&self) -> Option<Span> {
        self.nullability
            .as_ref()
            .filter(|nullability| nullability.value == NullabilityKey::Nullable)
            .map(|nullability| nullability.span)
    }
}

/// The keys of a field of that type, or of a column without one.
pub(super) fn keys(keys: &FieldKeys, ty: Option<&syn::Type>, errors: &mut Errors) {
    let is_option = ty.is_some_and(|ty| option_of(ty).is_some());
    if let (Some(scale), None) = (&keys.scale, &keys.precision) {
        errors.push(scale.span, "`scale` needs `precision`: `precision = 12, scale = 2`");
    }
    if let (Some(scale), Some(precision)) = (&keys.scale, &keys.precision)
        && scale.value > precision.value
    {
        errors.push(scale.span, "`scale` is greater than `precision`");
    }
    if keys.primary_key.is_some() {
        if let Some(nullable) = keys.nullable_at() {
            errors.push(nullable, "a primary key is never NULL");
        } else if is_option && keys.nullability.is_none() {
            let span = ty.map_or_else(Span::call_site, syn::spanned::Spanned::span);
            errors.push(span, "a primary key is never NULL, write the type without `Option`");
        }
        if let Some(unique) = &keys.unique {
            errors.push(unique.span, "a primary key is unique already");
        }
    }
    self_numbering(keys, errors);
    if let Some(generated) = &keys.generated {
        let others = [
            ("default", keys.default.as_ref().map(|default| default.span)),
            ("identity", keys.identity.as_ref().map(|identity| identity.span)),
            ("touch", keys.touch),
        ];
        for (word, span) in others {
            if span.is_some() {
                let message = format!("a generated column takes no `{word}`");
                errors.push(span.unwrap_or(generated.span), message);
            }
        }
    }
    if let Some(reference) = &keys.references {
        let not_null = match &keys.nullability {
            Some(nullability) => nullability.value == NullabilityKey::NotNull,
            None => ty.is_some() && !is_option,
        };
        let acts = [reference.on_delete, reference.on_update].contains(&Some(Action::SetNull));
        // Behind an alias there may be an `Option` that only the command sees.
        if acts && not_null && ty.is_some_and(is_plain_type) {
            let message = "`set_null` on a column that cannot be NULL, write the type as `Option`";
            errors.push(reference.span, message);
        }
    }
    if let Some(ty) = ty
        && is_string(option_of(ty).unwrap_or(ty))
        && keys.ty.is_none()
    {
        for default in defaults(keys) {
            bare_word(default, errors);
        }
    }
}

fn self_numbering(keys: &FieldKeys, errors: &mut Errors) {
    let auto = keys.auto.as_ref().filter(|auto| auto.value).map(|auto| auto.span);
    let identity = keys.identity.as_ref().map(|identity| identity.span);
    if let (Some(_), Some(identity)) = (&keys.auto, identity) {
        errors.push(identity, "`identity` and `auto` exclude each other");
    }
    if let Some(default) = &keys.default
        && (auto.is_some() || identity.is_some())
    {
        errors.push(default.span, "a column that numbers itself takes no `default`");
    }
    if let Some(span) = keys.engines.sqlite.autoincrement
        && keys.primary_key.is_none()
    {
        errors.push(span, "`autoincrement` belongs to a `primary_key`");
    }
}

fn defaults(keys: &FieldKeys) -> impl Iterator<Item = &Spanned<Default>> {
    let engines = [&keys.engines.postgres, &keys.engines.mysql, &keys.engines.sqlite];
    keys.default.iter().chain(engines.into_iter().filter_map(|engine| engine.default.as_ref()))
}

/// `default = "active"` on a text column: SQL would take it for the name of a column.
fn bare_word(default: &Spanned<Default>, errors: &mut Errors) {
    if let Default::Sql(sql) = &default.value
        && let Some(quoted) = quoted_form(sql)
    {
        errors.push(
            default.span,
            format!("`{sql}` is no SQL literal, a text is quoted: `default = \"{quoted}\"`"),
        );
    }
}

/// The literal that a bare word as default of a text column was to be; `None` where it is SQL.
pub fn quoted_form(sql: &str) -> Option<String> {
    const SQL_WORDS: [&str; 9] = [
        "null",
        "current_timestamp",
        "current_date",
        "current_time",
        "current_user",
        "session_user",
        "user",
        "current_catalog",
        "current_schema",
    ];
    let trimmed = sql.trim();
    let is_bare = trimmed.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
        && !trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let is_sql = SQL_WORDS.contains(&trimmed.to_ascii_lowercase().as_str());
    (is_bare && !is_sql).then(|| format!("'{trimmed}'"))
}

fn is_string(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "String"))
}

/// A type of the language or of std, behind which no `Option` can hide.
fn is_plain_type(ty: &syn::Type) -> bool {
    const PLAIN: [&str; 13] = [
        "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "bool", "String",
        "Uuid",
    ];
    matches!(ty, syn::Type::Path(path) if path.path.get_ident().is_some_and(|ident| PLAIN.iter().any(|plain| ident == plain)))
}
