//! The keys of a struct.

use std::collections::BTreeSet;

use syn::DeriveInput;

use super::{attribute_entries, constraint, field, index};
use crate::ast::{ExtraColumn, FieldKeys, Model, MySqlTable, PostgresTable, SqliteTable};
use crate::errors::{Errors, nearest};
use crate::tokens::{Keyed, keyed};

const KEYS: [&str; 15] = [
    "table",
    "schema",
    "database",
    "comment",
    "renamed_from",
    "primary_key",
    "unique",
    "index",
    "check",
    "foreign_key",
    "column",
    "skip",
    "postgres",
    "mysql",
    "sqlite",
];

/// These may stand there more than once.
const REPEATED: [&str; 5] = ["unique", "index", "check", "foreign_key", "column"];

/// Everything but the fields.
pub(super) fn parse(input: &DeriveInput, errors: &mut Errors) -> Model {
    let mut model = Model {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        table: None,
        schema: None,
        database: None,
        comment: None,
        renamed_from: None,
        skip: None,
        primary_key: None,
        uniques: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        columns: Vec::new(),
        mysql: MySqlTable::default(),
        sqlite: SqliteTable::default(),
        postgres: PostgresTable::default(),
        fields: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for entry in attribute_entries(&input.attrs, "dbwarden", errors) {
        let Some(key) = keyed(&entry, errors) else { continue };
        if !REPEATED.contains(&key.word.as_str()) && !seen.insert(key.word.clone()) {
            errors.push(key.span, format!("`{}` stands here twice", key.word));
            continue;
        }
        read(&mut model, &key, errors);
    }
    model
}

fn read(model: &mut Model, key: &Keyed, errors: &mut Errors) {
    match key.word.as_str() {
        "table" => model.table = key.text(errors),
        "schema" => model.schema = key.text(errors),
        "database" => model.database = key.text(errors),
        "comment" => model.comment = key.text(errors),
        "renamed_from" => model.renamed_from = key.text(errors),
        "skip" => model.skip = key.flag(errors),
        "primary_key" => model.primary_key = constraint::primary_key(key, errors),
        "unique" => model.uniques.extend(constraint::unique(key, false, errors)),
        "index" => model.indexes.extend(index::parse(key, None, errors)),
        "check" => model.checks.extend(constraint::check(key, errors)),
        "foreign_key" => model.foreign_keys.extend(constraint::foreign_key(key, errors)),
        "column" => model.columns.extend(extra_column(key, errors)),
        "mysql" => mysql(&mut model.mysql, key, errors),
        "sqlite" => sqlite(&mut model.sqlite, key, errors),
        "postgres" => postgres(&mut model.postgres, key, errors),
        word if field::KEYS.contains(&word) => {
            let message = format!("`{word}` belongs on a field, a struct does not take it");
            errors.push(key.span, message);
        }
        word => match (nearest(word, &KEYS), nearest(word, &field::KEYS)) {
            (None, Some(near)) => {
                let message = format!(
                    "unknown key `{word}`, did you mean `{near}`, which belongs on a field?"
                );
                errors.push(key.span, message);
            }
            _ => errors.unknown(key.span, "key", word, &KEYS),
        },
    }
}

/// `column(name = "..", type = "..", ..)`.
fn extra_column(key: &Keyed, errors: &mut Errors) -> Option<ExtraColumn> {
    let mut name = None;
    let mut keys = FieldKeys::default();
    let mut rest = Vec::new();
    for entry in key.list("column(name = \"search\", type = \"tsvector\")", errors)? {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "name" if name.is_some() => errors.push(inner.span, "`name` stands here twice"),
            "name" => name = inner.text(errors),
            "column" | "skip" => {
                let message = format!("`{}` makes no sense without a field", inner.word);
                errors.push(inner.span, message);
            }
            _ => rest.push(inner),
        }
    }
    let own = name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    field::read_keys(&mut keys, rest, &own, &["name"], errors);
    if keys.ty.is_none() && keys.engines_without_type() {
        errors.push(key.span, "a column without a field needs its `type`: `type = \"..\"`");
    }
    match name {
        Some(name) => Some(ExtraColumn { name, keys, span: key.span }),
        None => {
            errors.push(key.span, "a column without a field needs its `name`: `name = \"..\"`");
            None
        }
    }
}

impl FieldKeys {
    /// Whether some engine has no type of its own.
    fn engines_without_type(&self) -> bool {
        let engines = [&self.engines.postgres, &self.engines.mysql, &self.engines.sqlite];
        engines.iter().all(|engine| engine.ty.is_none())
    }
}

fn mysql(options: &mut MySqlTable, key: &Keyed, errors: &mut Errors) {
    for entry in key.list("mysql(engine = \"InnoDB\")", errors).unwrap_or_default() {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "engine" => options.engine = inner.word_value(errors),
            "charset" => options.charset = inner.word_value(errors),
            "collation" => options.collation = inner.word_value(errors),
            "row_format" => options.row_format = inner.word_value(errors),
            word => {
                let known = ["engine", "charset", "collation", "row_format"];
                errors.unknown(inner.span, "key", word, &known);
            }
        }
    }
}

fn sqlite(options: &mut SqliteTable, key: &Keyed, errors: &mut Errors) {
    for entry in key.list("sqlite(strict)", errors).unwrap_or_default() {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "strict" => options.strict = inner.flag(errors),
            "without_rowid" => options.without_rowid = inner.flag(errors),
            word => errors.unknown(inner.span, "key", word, &["strict", "without_rowid"]),
        }
    }
}

fn postgres(options: &mut PostgresTable, key: &Keyed, errors: &mut Errors) {
    for entry in key.list("postgres(unlogged)", errors).unwrap_or_default() {
        let Some(inner) = keyed(&entry, errors) else { continue };
        match inner.word.as_str() {
            "unlogged" => options.unlogged = inner.flag(errors),
            "with" => options.storage = constraint::storage(&inner, errors),
            word => errors.unknown(inner.span, "key", word, &["unlogged", "with"]),
        }
    }
}
