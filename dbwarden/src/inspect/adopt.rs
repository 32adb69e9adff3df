//! What the desired schema takes over from the form in which the database gave it back.

use std::ops::Range;

use dbwarden_core::schema::{Column, Expr, Generated, Index, IndexKey, IndexPart, Schema, Table};

/// Takes over canonical forms for some of the tables, and for all types. `named` is the desired
/// schema with a name for everything; `found` is what was read.
pub(super) fn adopt(desired: &mut Schema, tables: Range<usize>, named: &Schema, found: &Schema) {
    for composite in &mut desired.composites {
        let found = found.composites.iter().find(|found| found.name == composite.name);
        if let Some(found) = found {
            composite.attributes.clone_from(&found.attributes);
        }
    }
    let desired = desired.tables[tables.clone()].iter_mut();
    for (table, named) in desired.zip(&named.tables[tables]) {
        if let Some(found) = found.table(&table.name) {
            adopt_table(table, named, found);
        }
    }
}

fn adopt_table(desired: &mut Table, named: &Table, found: &Table) {
    for column in &mut desired.columns {
        if let Some(found) = found.column(&column.name) {
            adopt_column(column, found);
        }
    }
    for (check, named) in desired.checks.iter_mut().zip(&named.checks) {
        let found = found.checks.iter().find(|found| found.name == named.name);
        adopt_expression(&mut check.expr, found.map(|found| &found.expr));
    }
    for (key, named) in desired.foreign_keys.iter_mut().zip(&named.foreign_keys) {
        if let Some(found) = found.foreign_keys.iter().find(|found| found.name == named.name) {
            key.match_type = found.match_type;
        }
    }
    for index in &mut desired.indexes {
        if let Some(found) = found.indexes.iter().find(|found| found.name == index.name) {
            adopt_index(index, found);
        }
    }
}

/// Everything that the engine may see in another way than it was told, but for what it was called.
fn adopt_column(column: &mut Column, found: &Column) {
    column.ty = found.ty.clone();
    column.nullable = found.nullable;
    column.numbering.clone_from(&found.numbering);
    column.collation.clone_from(&found.collation);
    column.comment = column.comment.take().filter(|comment| !comment.is_empty());
    match (&mut column.default, &found.default) {
        (Some(desired), Some(found)) => adopt_expression(desired, Some(found)),
        // `DEFAULT NULL` is no default, and MySQL gives some a default unasked.
        (desired, found) => desired.clone_from(found),
    }
    if let (Some(desired), Some(found)) = (&mut column.generated, &found.generated) {
        let Generated { expr, storage } = found;
        adopt_expression(&mut desired.expr, Some(expr));
        desired.storage = *storage;
    }
}

fn adopt_index(index: &mut Index, found: &Index) {
    index.method.clone_from(&found.method);
    if let (Some(desired), Some(found)) = (&mut index.predicate, &found.predicate) {
        adopt_expression(desired, Some(found));
    }
    for (part, found) in index.parts.iter_mut().zip(&found.parts) {
        let IndexPart { descending, nulls, ops, collation, .. } = found;
        part.descending = *descending;
        part.nulls = *nulls;
        part.ops.clone_from(ops);
        part.collation.clone_from(collation);
        match (&mut part.key, &found.key) {
            (IndexKey::Expr(desired), IndexKey::Expr(found)) => {
                adopt_expression(desired, Some(found));
            }
            // An expression that is nothing but a column is one.
            (key @ IndexKey::Expr(_), IndexKey::Column(_)) => *key = found.key.clone(),
            (IndexKey::Column(_), _) => {}
        }
    }
}

/// The canonical form beside the declared one; SQLite keeps what was declared and has none.
fn adopt_expression(desired: &mut Expr, found: Option<&Expr>) {
    if let Some(canonical) = found.and_then(|found| found.canonical.clone()) {
        desired.canonical = Some(canonical);
    }
}
