//! `index(a, b desc, expr = "lower(email)", c ops = "gin_trgm_ops", name = "..", ..)`.

use proc_macro2::{Delimiter, TokenTree};

use super::constraint::{column_at, columns, group_entries, starts_key, storage};
use crate::ast::{IndexKey, IndexPart, IndexSpec, Nulls};
use crate::errors::Errors;
use crate::tokens::{Keyed, Tokens, Value, integer, keyed, span_of, string, unraw};

const KEYS: [&str; 7] = ["name", "where", "using", "include", "with", "comment", "columns"];
const FLAGS: [&str; 2] = ["unique", "nulls_not_distinct"];
const PART_WORDS: [&str; 5] = ["asc", "desc", "nulls", "ops", "collation"];

/// `index(..)` on the struct; `index`, `index = "name"`, `index(..)` on the field `own`.
pub(super) fn parse(key: &Keyed, own: Option<&str>, errors: &mut Errors) -> Option<IndexSpec> {
    let mut spec = IndexSpec {
        parts: Vec::new(),
        name: None,
        unique: false,
        predicate: None,
        using: None,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage: Vec::new(),
        comment: None,
        span: key.span,
    };
    if let Some(own) = own {
        spec.parts.push(part_of(IndexKey::Column(column_at(own, key.span))));
        match &key.value {
            Value::None => return Some(spec),
            Value::Equals(_) => {
                spec.name = Some(key.text(errors)?);
                return Some(spec);
            }
            Value::List(_) => {}
        }
    }
    for entry in key.list("index(first, second desc)", errors)? {
        if is_flag(&entry) || starts_key(&entry, &KEYS) {
            let Some(inner) = keyed(&entry, errors) else { continue };
            read_key(&mut spec, &inner, own.is_some(), errors);
        } else if own.is_some() {
            read_own_part(&mut spec, &entry, errors);
        } else {
            spec.parts.extend(part(&entry, errors));
        }
    }
    if spec.parts.is_empty() {
        errors.push(key.span, "`index` names no column, expected `index(first, second desc)`");
        return None;
    }
    Some(spec)
}

fn is_flag(tokens: &Tokens) -> bool {
    matches!(tokens.as_slice(), [TokenTree::Ident(word)] if FLAGS.iter().any(|flag| word == flag))
}

fn read_key(spec: &mut IndexSpec, key: &Keyed, on_field: bool, errors: &mut Errors) {
    match key.word.as_str() {
        "name" => spec.name = key.text(errors),
        "where" => spec.predicate = key.text(errors),
        "using" => spec.using = key.word_value(errors),
        "include" => spec.include = columns(key, errors),
        "with" => spec.storage = storage(key, errors),
        "comment" => spec.comment = key.text(errors),
        "unique" => spec.unique = true,
        "nulls_not_distinct" => spec.nulls_not_distinct = true,
        "columns" if on_field => errors.push(key.span, ON_FIELD),
        "columns" => {
            if let Value::List(group) = &key.value {
                for entry in group_entries(group, errors) {
                    spec.parts.extend(part(&entry, errors));
                }
            } else {
                errors.push(key.value_span(), "expected a list: `columns(first, second desc)`");
            }
        }
        word => errors.unknown(key.span, "key", word, &KEYS),
    }
}

const ON_FIELD: &str =
    "on a field `index` is of that field alone, write `index(first, second)` on the struct";

/// On a field: `desc`, `ops = ".."` and the like speak of that field.
fn read_own_part(spec: &mut IndexSpec, tokens: &Tokens, errors: &mut Errors) {
    let Some(own) = spec.parts.first_mut() else { return };
    match &tokens[0] {
        TokenTree::Ident(word) if PART_WORDS.iter().any(|known| word == known) => {
            suffixes(own, tokens, errors);
        }
        TokenTree::Ident(word) if tokens.len() > 1 => {
            let known: Vec<&str> = KEYS.iter().chain(&FLAGS).chain(&PART_WORDS).copied().collect();
            errors.unknown(word.span(), "key", &unraw(word), &known);
        }
        _ => errors.push(span_of(tokens), ON_FIELD),
    }
}

/// `a`, `b desc`, `c ops = "..", `title(20)`, `expr = ".." desc`.
fn part(tokens: &Tokens, errors: &mut Errors) -> Option<IndexPart> {
    match tokens.as_slice() {
        [TokenTree::Ident(word), TokenTree::Punct(equals), value, rest @ ..]
            if equals.as_char() == '=' =>
        {
            if word != "expr" {
                let known: Vec<&str> = KEYS.iter().chain(&FLAGS).copied().chain(["expr"]).collect();
                errors.unknown(word.span(), "key", &unraw(word), &known);
                return None;
            }
            let Some(expr) = string(std::slice::from_ref(value)) else {
                errors.push(value.span(), "expected a string: `expr = \"lower(email)\"`");
                return None;
            };
            let mut part = part_of(IndexKey::Expr(expr));
            suffixes(&mut part, rest, errors);
            Some(part)
        }
        [TokenTree::Ident(word), TokenTree::Group(group), rest @ ..]
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            let inside: Tokens = group.stream().into_iter().collect();
            let length = integer(&inside).and_then(|number| u32::try_from(number.value).ok());
            let Some(length) = length else {
                let known: Vec<&str> = KEYS.iter().chain(&FLAGS).copied().collect();
                errors.unknown(word.span(), "key", &unraw(word), &known);
                return None;
            };
            let mut part = part_of(IndexKey::Column(column_at(&unraw(word), word.span())));
            part.prefix = Some(length);
            suffixes(&mut part, rest, errors);
            Some(part)
        }
        [TokenTree::Ident(word), rest @ ..] => {
            let mut part = part_of(IndexKey::Column(column_at(&unraw(word), word.span())));
            suffixes(&mut part, rest, errors);
            Some(part)
        }
        [first, rest @ ..] => {
            let Some(name) = string(std::slice::from_ref(first)) else {
                errors.push(first.span(), "expected the name of a field");
                return None;
            };
            let mut part = part_of(IndexKey::Column(column_at(&name.value, name.span)));
            suffixes(&mut part, rest, errors);
            Some(part)
        }
        [] => None,
    }
}

fn part_of(key: IndexKey) -> IndexPart {
    IndexPart { key, descending: false, nulls: None, ops: None, collation: None, prefix: None }
}

/// What follows the column: `desc nulls last ops = ".." collation = ".."`.
fn suffixes(part: &mut IndexPart, mut rest: &[TokenTree], errors: &mut Errors) {
    loop {
        rest = match rest {
            [] => return,
            [TokenTree::Ident(word), rest @ ..] if word == "asc" => rest,
            [TokenTree::Ident(word), rest @ ..] if word == "desc" => {
                part.descending = true;
                rest
            }
            [TokenTree::Ident(nulls), TokenTree::Ident(word), rest @ ..] if nulls == "nulls" => {
                match word.to_string().as_str() {
                    "first" => part.nulls = Some(Nulls::First),
                    "last" => part.nulls = Some(Nulls::Last),
                    other => errors.unknown(word.span(), "word", other, &["first", "last"]),
                }
                rest
            }
            [TokenTree::Ident(word), TokenTree::Punct(equals), value, rest @ ..]
                if equals.as_char() == '=' && (word == "ops" || word == "collation") =>
            {
                let text = string(std::slice::from_ref(value));
                if text.is_none() {
                    errors.push(value.span(), format!("expected a string: `{word} = \"..\"`"));
                }
                if word == "ops" {
                    part.ops = text;
                } else {
                    part.collation = text;
                }
                rest
            }
            [TokenTree::Ident(word), ..] => {
                errors.unknown(word.span(), "word", &unraw(word), &PART_WORDS);
                return;
            }
            [other, ..] => {
                errors.push(other.span(), "unexpected token after the column, expected `,`");
                return;
            }
        };
    }
}
