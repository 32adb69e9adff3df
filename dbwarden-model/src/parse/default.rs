//! `default`, alone or with a value.

use proc_macro2::TokenTree;

use crate::ast::{Default, Spanned};
use crate::errors::Errors;
use crate::tokens::{Keyed, Value, integer, span_of, string};

/// `default`, `default = ..`; alone only where an enum may stand behind it.
pub(super) fn parse(key: &Keyed, errors: &mut Errors) -> Option<Spanned<Default>> {
    let tokens = match &key.value {
        Value::None => return Some(Spanned { value: Default::OfEnum, span: key.span }),
        Value::Equals(tokens) => tokens,
        Value::List(group) => {
            errors.push(group.span(), "expected `default = ..`");
            return None;
        }
    };
    let span = span_of(tokens);
    if let Some(text) = string(tokens) {
        return Some(Spanned { value: Default::Sql(text.value), span });
    }
    if let Some(number) = integer(tokens) {
        return Some(Spanned { value: Default::Number(number.value.to_string()), span });
    }
    if let Some(number) = float(tokens) {
        return Some(Spanned { value: Default::Number(number), span });
    }
    if let [TokenTree::Ident(word)] = tokens.as_slice() {
        if let Ok(value) = word.to_string().parse() {
            return Some(Spanned { value: Default::Bool(value), span });
        }
        errors.push(
            span,
            format!(
                "expected a value for `default`: SQL is written `default = \"{word}\"`, a variant \
                 with its enum, `default = Status::{word}`"
            ),
        );
        return None;
    }
    if let Ok(path) = syn::parse2::<syn::Path>(tokens.iter().cloned().collect()) {
        return Some(Spanned { value: Default::Variant(path), span });
    }
    errors.push(
        span,
        "expected SQL in a string, a number, a bool or a variant such as `Status::Todo`",
    );
    None
}

/// A number beyond `i64`, or with a fraction: kept as it is written.
fn float(tokens: &[TokenTree]) -> Option<String> {
    let (sign, literal) = match tokens {
        [TokenTree::Literal(literal)] => ("", literal),
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            ("-", literal)
        }
        _ => return None,
    };
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Float(number) if number.suffix().is_empty() => {
            Some(format!("{sign}{}", number.base10_digits()))
        }
        syn::Lit::Int(number) if number.suffix().is_empty() => {
            Some(format!("{sign}{}", number.base10_digits()))
        }
        _ => None,
    }
}
