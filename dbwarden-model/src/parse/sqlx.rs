//! The attributes of sqlx that say something about columns. The others, and whether they are right,
//! are sqlx's business.

use proc_macro2::{Delimiter, Span, TokenTree};
use syn::{Attribute, Meta, Token, punctuated::Punctuated};

use super::attribute_entries;
use crate::RenameAll;
use crate::ast::{Json, Text, TypeAttributes};
use crate::errors::Errors;
use crate::tokens::{Value, keyed};

/// On a type.
pub(super) fn container(attrs: &[Attribute], errors: &mut Errors) -> TypeAttributes {
    let mut found = TypeAttributes::default();
    for entry in attribute_entries(attrs, "sqlx", errors) {
        let Some(key) = keyed(&entry, errors) else { continue };
        match key.word.as_str() {
            "transparent" => found.transparent = true,
            "type_name" => found.type_name = key.text(errors),
            "rename_all" => {
                let Some(word) = key.text(errors) else { continue };
                found.rename_all = RenameAll::from_word(&word.value);
                if found.rename_all.is_none() {
                    errors.unknown(word.span, "rule", &word.value, &RenameAll::WORDS);
                }
            }
            _ => {}
        }
    }
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("repr")) {
        let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(list) = attr.parse_args_with(parser) else { continue };
        for meta in &list {
            if let Some(ident) = meta.path().get_ident()
                && INTEGERS.iter().any(|integer| ident == integer)
            {
                found.repr = Some(ident.clone());
            }
        }
    }
    found
}

const INTEGERS: [&str; 12] =
    ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];

/// On a field or a variant.
#[derive(Default)]
pub(super) struct Child {
    pub(super) rename: Option<Text>,
    pub(super) skip: Option<Span>,
    pub(super) flatten: Option<Span>,
    pub(super) json: Option<Json>,
    pub(super) try_from: Option<syn::Type>,
}

/// On a field or a variant. `default` alone skips nothing.
pub(super) fn child(attrs: &[Attribute], errors: &mut Errors) -> Child {
    let mut found = Child::default();
    for entry in attribute_entries(attrs, "sqlx", errors) {
        let Some(key) = keyed(&entry, errors) else { continue };
        match key.word.as_str() {
            "rename" => found.rename = key.text(errors),
            "skip" => found.skip = Some(key.span),
            "flatten" => found.flatten = Some(key.span),
            "json" => {
                found.json = Some(match &key.value {
                    Value::List(group) if names_nullable(group) => Json::Nullable,
                    Value::List(_) | Value::None | Value::Equals(_) => Json::NotNull,
                });
            }
            "try_from" => {
                let Some(text) = key.text(errors) else { continue };
                match syn::parse_str(&text.value) {
                    Ok(ty) => found.try_from = Some(ty),
                    Err(_) => {
                        errors.push(text.span, format!("not a type: `{}`", text.value));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn names_nullable(group: &proc_macro2::Group) -> bool {
    group.delimiter() == Delimiter::Parenthesis
        && group
            .stream()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Ident(ident) if ident == "nullable"))
}
