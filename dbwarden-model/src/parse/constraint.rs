//! Keys, checks and references.

use proc_macro2::{Delimiter, Ident, Span, TokenTree};

use crate::ast::{
    Action, CheckSpec, ColumnRef, Deferrable, ForeignKeySpec, KeySpec, ReferenceSpec, Target, Text,
    UniqueSpec,
};
use crate::errors::Errors;
use crate::tokens::{Keyed, Tokens, Value, entries, keyed, span_of, string, unraw};

/// `a`, `"a"`: a column.
pub(super) fn column(tokens: &[TokenTree], errors: &mut Errors) -> Option<ColumnRef> {
    if let [TokenTree::Ident(ident)] = tokens {
        return Some(ColumnRef { name: unraw(ident), span: ident.span() });
    }
    if let Some(text) = string(tokens) {
        return Some(ColumnRef { name: text.value, span: text.span });
    }
    errors.push(span_of(tokens), "expected the name of a field");
    None
}

/// `key(a, b)`: columns alone.
pub(super) fn columns(key: &Keyed, errors: &mut Errors) -> Vec<ColumnRef> {
    let example = format!("{}(first, second)", key.word);
    let list = key.list(&example, errors).unwrap_or_default();
    list.iter().filter_map(|entry| column(entry, errors)).collect()
}

/// Whether an entry of a list of columns is a key of the list.
fn is_key(tokens: &[TokenTree], flags: &[&str]) -> bool {
    match tokens {
        [TokenTree::Ident(ident)] => flags.iter().any(|flag| ident == flag),
        [TokenTree::Ident(_), ..] => true,
        _ => false,
    }
}

/// `primary_key(a, b, name = "..")` on the struct.
pub(super) fn primary_key(key: &Keyed, errors: &mut Errors) -> Option<KeySpec> {
    let list = key.list("primary_key(first, second)", errors)?;
    let mut spec = KeySpec { columns: Vec::new(), name: None, span: key.span };
    for entry in list {
        if !is_key(&entry, &[]) {
            spec.columns.extend(column(&entry, errors));
            continue;
        }
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "name" => spec.name = inner.text(errors),
            "columns" => spec.columns.extend(columns(&inner, errors)),
            word => errors.unknown(inner.span, "key", word, &["name", "columns"]),
        }
    }
    Some(spec)
}

/// `unique(a, b, ..)` on the struct; `unique`, `unique = "name"`, `unique(..)` on a field.
pub(super) fn unique(key: &Keyed, on_field: bool, errors: &mut Errors) -> Option<UniqueSpec> {
    const KEYS: [&str; 5] = ["name", "columns", "include", "nulls_not_distinct", "deferrable"];
    let mut spec = UniqueSpec {
        columns: Vec::new(),
        name: None,
        include: Vec::new(),
        nulls_not_distinct: None,
        deferrable: None,
        span: key.span,
    };
    match &key.value {
        Value::None if on_field => return Some(spec),
        Value::Equals(_) if on_field => {
            spec.name = Some(key.text(errors)?);
            return Some(spec);
        }
        Value::None | Value::Equals(_) | Value::List(_) => {}
    }
    for entry in key.list("unique(first, second)", errors)? {
        if !is_key(&entry, &["nulls_not_distinct", "deferrable"]) {
            if on_field {
                let message = "on a field `unique` is of that field alone, write \
                               `unique(first, second)` on the struct";
                errors.push(span_of(&entry), message);
            } else {
                spec.columns.extend(column(&entry, errors));
            }
            continue;
        }
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "name" => spec.name = inner.text(errors),
            "columns" if !on_field => spec.columns.extend(columns(&inner, errors)),
            "include" => spec.include = columns(&inner, errors),
            "nulls_not_distinct" => spec.nulls_not_distinct = inner.flag(errors),
            "deferrable" => spec.deferrable = deferrable(&inner, errors),
            word => errors.unknown(inner.span, "key", word, &KEYS),
        }
    }
    Some(spec)
}

/// `check = ".."`, `check("..", name = "..")`.
pub(super) fn check(key: &Keyed, errors: &mut Errors) -> Option<CheckSpec> {
    if let Value::Equals(_) = key.value {
        return Some(CheckSpec { expr: key.text(errors)?, name: None, no_inherit: false });
    }
    let (mut expr, mut name, mut no_inherit) = (None, None, false);
    for entry in key.list("check(\"price > 0\")", errors)? {
        if let Some(text) = string(&entry) {
            expr = Some(text);
            continue;
        }
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "expr" => expr = inner.text(errors),
            "name" => name = inner.text(errors),
            "no_inherit" => no_inherit = inner.flag(errors).is_some(),
            word => errors.unknown(inner.span, "key", word, &["expr", "name", "no_inherit"]),
        }
    }
    match expr {
        Some(expr) if expr.value.trim().is_empty() => {
            errors.push(expr.span, "`check` is empty");
            None
        }
        Some(expr) => Some(CheckSpec { expr, name, no_inherit }),
        None => {
            errors.push(key.span, "`check` holds no SQL, expected `check(\"price > 0\")`");
            None
        }
    }
}

const REFERENCE_KEYS: [&str; 5] = ["name", "on_delete", "on_update", "deferrable", "match_full"];

/// `foreign_key(a, b, references(Order::tenant, Order::id), on_delete = cascade)` on the struct.
pub(super) fn foreign_key(key: &Keyed, errors: &mut Errors) -> Option<ForeignKeySpec> {
    let example = "foreign_key(tenant, order_id, references(Order::tenant, Order::id))";
    let mut refers = Vec::new();
    let mut references: Option<ReferenceSpec> = None;
    let mut options = Vec::new();
    for entry in key.list(example, errors)? {
        if !is_key(&entry, &["deferrable", "match_full"]) {
            refers.extend(column(&entry, errors));
            continue;
        }
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "columns" => refers.extend(columns(&inner, errors)),
            "references" => references = reference(&inner, errors),
            word if REFERENCE_KEYS.contains(&word) => options.push(inner),
            word => {
                let mut known = vec!["columns", "references"];
                known.extend(REFERENCE_KEYS);
                errors.unknown(inner.span, "key", word, &known);
            }
        }
    }
    let Some(mut references) = references else {
        errors.push(key.span, format!("`foreign_key` refers to nothing, expected `{example}`"));
        return None;
    };
    for option in &options {
        reference_key(&mut references, option, errors);
    }
    references.span = key.span;
    Some(ForeignKeySpec { columns: refers, references })
}

/// `references(..)`, `references = ".."`.
pub(super) fn reference(key: &Keyed, errors: &mut Errors) -> Option<ReferenceSpec> {
    let example = "references(User::id)";
    let mut paths: Vec<syn::Path> = Vec::new();
    let mut table = None;
    let mut options = Vec::new();
    match &key.value {
        Value::Equals(_) => table = Some(self::table(&key.text(errors)?, errors)?),
        Value::None => {
            errors.push(key.span, format!("`references` names nothing, expected `{example}`"));
            return None;
        }
        Value::List(_) => {
            for entry in key.list(example, errors)? {
                if let Some(text) = string(&entry) {
                    table = self::table(&text, errors);
                } else if is_reference_key(&entry) {
                    options.extend(keyed(&entry, errors));
                } else {
                    match syn::parse2(entry.iter().cloned().collect()) {
                        Ok(path) => paths.push(path),
                        Err(_) => errors
                            .push(span_of(&entry), "expected a model or a field of it: `User::id`"),
                    }
                }
            }
        }
    }
    let target = match (table, paths.as_slice()) {
        (Some(table), []) => table,
        (Some(_), [path, ..]) => {
            let message = "`references` names a table and a model, expected one of them";
            errors.push(syn::spanned::Spanned::span(path), message);
            return None;
        }
        (None, []) => {
            errors.push(key.span, format!("`references` names nothing, expected `{example}`"));
            return None;
        }
        (None, paths) => target(paths, errors)?,
    };
    let mut spec = ReferenceSpec {
        target,
        name: None,
        on_delete: None,
        on_update: None,
        deferrable: None,
        match_full: false,
        span: key.span,
    };
    for option in &options {
        reference_key(&mut spec, option, errors);
    }
    Some(spec)
}

fn is_reference_key(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Ident(ident)] => ident == "deferrable" || ident == "match_full",
        [TokenTree::Ident(_), TokenTree::Punct(punct), ..] => punct.as_char() == '=',
        [TokenTree::Ident(_), TokenTree::Group(group)] => {
            group.delimiter() == Delimiter::Parenthesis
        }
        _ => false,
    }
}

fn reference_key(spec: &mut ReferenceSpec, key: &Keyed, errors: &mut Errors) {
    match key.word.as_str() {
        "name" => spec.name = key.text(errors),
        "on_delete" => spec.on_delete = action(key, errors),
        "on_update" => spec.on_update = action(key, errors),
        "deferrable" => spec.deferrable = deferrable(key, errors),
        "match_full" => spec.match_full = key.flag(errors).is_some(),
        word => errors.unknown(key.span, "key", word, &REFERENCE_KEYS),
    }
}

/// `User` is a model; `User::id`, whose last word is in lower case, is a field of one.
fn target(paths: &[syn::Path], errors: &mut Errors) -> Option<Target> {
    let mut model: Option<syn::Path> = None;
    let mut columns = Vec::new();
    for path in paths {
        let (owner, column) = split_column(path);
        let Some(column) = column else {
            if paths.len() > 1 {
                let message = "expected a field of a model: `User::id`";
                errors.push(syn::spanned::Spanned::span(path), message);
                return None;
            }
            return Some(Target::Model(owner));
        };
        if owner.segments.is_empty() {
            let message = format!("expected a field of a model: `User::{column}`");
            errors.push(column.span(), message);
            return None;
        }
        match &model {
            Some(model) if *model != owner => {
                let message = "a foreign key refers to one model, these are two";
                errors.push(syn::spanned::Spanned::span(path), message);
                return None;
            }
            Some(_) => {}
            None => model = Some(owner),
        }
        columns.push(column);
    }
    model.map(|model| Target::Columns(model, columns))
}

fn split_column(path: &syn::Path) -> (syn::Path, Option<Ident>) {
    let mut owner = path.clone();
    let is_column = path.segments.last().is_some_and(|last| {
        last.arguments.is_none() && !unraw(&last.ident).starts_with(char::is_uppercase)
    });
    if !is_column {
        return (owner, None);
    }
    let last = owner.segments.pop().map(|last| last.ident);
    owner.segments.pop_punct();
    (owner, last)
}

/// `users`, `users.id`, `auth.users.id`, `auth.users(tenant, id)`.
fn table(text: &Text, errors: &mut Errors) -> Option<Target> {
    let (name, list) = match text.value.split_once('(') {
        Some((name, list)) => match list.trim_end().strip_suffix(')') {
            Some(list) => (name, Some(list)),
            None => return refuse_table(text, errors),
        },
        None => (text.value.as_str(), None),
    };
    let mut parts: Vec<String> = name.split('.').map(plain).collect();
    let columns: Vec<String> = match list {
        Some(list) => list.split(',').map(plain).collect(),
        None if parts.len() > 1 => parts.pop().into_iter().collect(),
        None => Vec::new(),
    };
    if parts.iter().chain(&columns).any(String::is_empty) {
        return refuse_table(text, errors);
    }
    let (schema, table) = match parts.as_slice() {
        [table] => (None, table.clone()),
        [schema, table] => (Some(schema.clone()), table.clone()),
        _ => return refuse_table(text, errors),
    };
    Some(Target::Table { schema, table, columns, span: text.span })
}

fn plain(part: &str) -> String {
    let part = part.trim();
    let unquoted = part.strip_prefix('"').and_then(|part| part.strip_suffix('"'));
    unquoted.unwrap_or(part).to_owned()
}

fn refuse_table(text: &Text, errors: &mut Errors) -> Option<Target> {
    let message = "expected `table.column`, `schema.table.column` or `table(column, column)`";
    errors.push(text.span, message);
    None
}

fn action(key: &Keyed, errors: &mut Errors) -> Option<Action> {
    let word = key.word_value(errors)?;
    match word.value.to_lowercase().replace(' ', "_").as_str() {
        "no_action" => Some(Action::NoAction),
        "restrict" => Some(Action::Restrict),
        "cascade" => Some(Action::Cascade),
        "set_null" => Some(Action::SetNull),
        "set_default" => Some(Action::SetDefault),
        other => {
            let known = ["cascade", "restrict", "set_null", "set_default", "no_action"];
            errors.unknown(word.span, "action", other, &known);
            None
        }
    }
}

fn deferrable(key: &Keyed, errors: &mut Errors) -> Option<Deferrable> {
    if let Value::None = key.value {
        return Some(Deferrable::Immediate);
    }
    let word = key.word_value(errors)?;
    match word.value.to_lowercase().replace(' ', "_").as_str() {
        "initially_immediate" => Some(Deferrable::Immediate),
        "initially_deferred" => Some(Deferrable::Deferred),
        other => {
            let known = ["initially_deferred", "initially_immediate"];
            errors.unknown(word.span, "word", other, &known);
            None
        }
    }
}

/// `with(fillfactor = 70)`: names and values as they are written.
pub(super) fn storage(key: &Keyed, errors: &mut Errors) -> Vec<(String, String)> {
    let mut storage = Vec::new();
    for entry in key.list("with(fillfactor = 70)", errors).unwrap_or_default() {
        let Some(inner) = keyed(&entry, errors) else { continue };
        if let Some(value) = plain_value(&inner, errors) {
            storage.push((inner.word, value));
        }
    }
    storage
}

fn plain_value(key: &Keyed, errors: &mut Errors) -> Option<String> {
    if let Value::Equals(tokens) = &key.value {
        if let Some(text) = string(tokens) {
            return Some(text.value);
        }
        if let [token @ (TokenTree::Ident(_) | TokenTree::Literal(_))] = tokens.as_slice() {
            return Some(token.to_string());
        }
    }
    errors.push(key.value_span(), format!("expected a value: `{} = 70`", key.word));
    None
}

/// Whether an entry starts with a key of that name, followed by `=` or `(`.
pub(super) fn starts_key(tokens: &Tokens, keys: &[&str]) -> bool {
    match tokens.as_slice() {
        [TokenTree::Ident(key), TokenTree::Punct(punct), ..] => {
            punct.as_char() == '=' && keys.iter().any(|word| key == word)
        }
        [TokenTree::Ident(key), TokenTree::Group(group)] => {
            group.delimiter() == Delimiter::Parenthesis && keys.iter().any(|word| key == word)
        }
        _ => false,
    }
}

/// Entries of a group in parentheses.
pub(super) fn group_entries(group: &proc_macro2::Group, errors: &mut Errors) -> Vec<Tokens> {
    entries(group.stream(), errors)
}

/// A column that stands where the field stands.
pub(super) fn column_at(name: &str, span: Span) -> ColumnRef {
    ColumnRef { name: name.to_owned(), span }
}
