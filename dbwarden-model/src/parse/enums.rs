//! The keys of an enum and of its variants.

use std::collections::BTreeSet;

use proc_macro2::Span;
use syn::{Data, DeriveInput, Expr, Fields, Lit, UnOp};

use super::{attribute_entries, sqlx};
use crate::ast::{EnumModel, Spanned, Stored, Text, Variant};
use crate::errors::Errors;
use crate::tokens::{keyed, unraw};

/// An enum with its variants.
pub(super) fn parse(input: &DeriveInput, errors: &mut Errors) -> EnumModel {
    let mut model = EnumModel {
        ident: input.ident.clone(),
        sqlx: sqlx::container(&input.attrs, errors),
        stored: None,
        comment: None,
        variants: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for entry in attribute_entries(&input.attrs, "dbwarden", errors) {
        let Some(key) = keyed(&entry, errors) else { continue };
        if !seen.insert(key.word.clone()) {
            errors.push(key.span, format!("`{}` stands here twice", key.word));
            continue;
        }
        match key.word.as_str() {
            "stored" => {
                let Some(word) = key.text(errors) else { continue };
                let value = match word.value.as_str() {
                    "enum" => Stored::Enum,
                    "check" => Stored::Check,
                    "text" => Stored::Text,
                    other => {
                        errors.unknown(word.span, "form", other, &["enum", "check", "text"]);
                        continue;
                    }
                };
                model.stored = Some(Spanned { value, span: word.span });
            }
            "comment" => model.comment = key.text(errors),
            word => errors.unknown(key.span, "key", word, &["stored", "comment"]),
        }
    }
    let Data::Enum(data) = &input.data else {
        errors.push(input.ident.span(), "expected an enum");
        return model;
    };
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            errors.push(
                variant.ident.span(),
                format!(
                    "the variant `{}` holds data, a column holds its name alone",
                    variant.ident
                ),
            );
            continue;
        }
        model.variants.push(parse_variant(variant, &model, errors));
    }
    model
}

fn parse_variant(variant: &syn::Variant, model: &EnumModel, errors: &mut Errors) -> Variant {
    let child = sqlx::child(&variant.attrs, errors);
    let name = unraw(&variant.ident);
    let value = match (child.rename, model.sqlx.rename_all) {
        (Some(rename), _) => rename.value,
        (None, Some(rule)) => rule.apply(&name),
        (None, None) => name,
    };
    let mut keys = keys(variant, errors);
    keys.default = keys.default.or_else(|| mark_of_derive(variant));
    let discriminant = variant.discriminant.as_ref().map(|(_, expr)| plain_number(expr));
    Variant {
        value,
        ident: variant.ident.clone(),
        attrs: variant.attrs.clone(),
        discriminant: discriminant.flatten(),
        opaque_discriminant: matches!(discriminant, Some(None)),
        default: keys.default,
        renamed_from: keys.renamed_from,
    }
}

/// What `#[dbwarden(..)]` says of a variant.
#[derive(Default)]
struct VariantKeys {
    default: Option<Span>,
    renamed_from: Option<Text>,
}

fn keys(variant: &syn::Variant, errors: &mut Errors) -> VariantKeys {
    let mut keys = VariantKeys::default();
    for entry in attribute_entries(&variant.attrs, "dbwarden", errors) {
        let Some(key) = keyed(&entry, errors) else { continue };
        match key.word.as_str() {
            "default" => keys.default = key.flag(errors),
            "renamed_from" => keys.renamed_from = key.text(errors),
            word => errors.unknown(key.span, "key", word, &["default", "renamed_from"]),
        }
    }
    keys
}

/// `#[default]`, which `derive(Default)` knows, too.
fn mark_of_derive(variant: &syn::Variant) -> Option<Span> {
    let mut marks = variant.attrs.iter().filter_map(|attr| attr.path().get_ident());
    marks.find(|ident| *ident == "default").map(proc_macro2::Ident::span)
}

fn plain_number(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            plain_number(&unary.expr).map(|number| -number)
        }
        Expr::Group(group) => plain_number(&group.expr),
        Expr::Paren(paren) => plain_number(&paren.expr),
        _ => None,
    }
}
