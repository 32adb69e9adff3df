//! Indexes.

use dbwarden_core::schema::{Expr, Index, IndexKey, IndexPart, NullsOrder, Table, shorten};
use dbwarden_model::ast::{self, IndexSpec, Nulls};
use dbwarden_model::unraw;

use super::{Collected, Lower};
use crate::source::rust::tree::ModuleId;

impl Lower<'_, '_> {
    /// The indexes of a table: first those of its fields, then those of the struct.
    pub(super) fn indexes(&mut self, index: usize, model: &Collected, table: &mut Table) {
        for (module, field) in &model.fields {
            if !field.is_column() {
                continue;
            }
            let own = unraw(&field.ident);
            for spec in &field.keys.indexes {
                // In a flattened struct, too, the field's own name is meant.
                let mut spec = spec.clone();
                for part in &mut spec.parts {
                    if let ast::IndexKey::Column(column) = &mut part.key {
                        column.name.clone_from(&own);
                    }
                }
                let found = self.index(index, *module, &spec, table);
                table.indexes.extend(found);
            }
        }
        for spec in &model.model.indexes {
            let found = self.index(index, model.module, spec, table);
            table.indexes.extend(found);
        }
        for extra in &model.model.columns {
            for spec in &extra.keys.indexes {
                let found = self.index(index, model.module, spec, table);
                table.indexes.extend(found);
            }
        }
    }

    fn index(
        &mut self,
        index: usize,
        module: ModuleId,
        spec: &IndexSpec,
        table: &Table,
    ) -> Option<Index> {
        let mut parts = Vec::new();
        let mut words = Vec::new();
        for part in &spec.parts {
            let key = match &part.key {
                ast::IndexKey::Column(column) => {
                    let name = self.column_name(index, module, column)?;
                    words.push(name.clone());
                    IndexKey::Column(name)
                }
                ast::IndexKey::Expr(expr) => {
                    words.push(word_of(&expr.value));
                    IndexKey::Expr(Expr::declared(expr.value.clone()))
                }
            };
            parts.push(IndexPart {
                key,
                descending: part.descending,
                nulls: part.nulls.map(|nulls| match nulls {
                    Nulls::First => NullsOrder::First,
                    Nulls::Last => NullsOrder::Last,
                }),
                ops: part.ops.as_ref().map(|ops| ops.value.clone()),
                collation: part.collation.as_ref().map(|collation| collation.value.clone()),
                prefix: part.prefix,
                statistics: None,
            });
        }
        let derived = format!("ix_{}_{}", table.name.name, words.join("_"));
        let name = match &spec.name {
            Some(name) => name.value.clone(),
            None => shorten(&derived, self.capabilities.longest_name),
        };
        let include = self.column_names(index, module, &spec.include);
        let using = spec.using.as_ref().map(|using| using.value.to_lowercase());
        let mut found = Index::new(name, parts);
        found.named = spec.name.is_some();
        found.unique = spec.unique;
        found.method = using.filter(|using| using != "btree");
        found.include = include;
        found.predicate = spec.predicate.as_ref().map(|sql| Expr::declared(sql.value.clone()));
        found.nulls_not_distinct = spec.nulls_not_distinct;
        found.storage = spec.storage.iter().cloned().collect();
        found.comment = spec.comment.as_ref().map(|comment| comment.value.clone());
        Some(found)
    }
}

/// What an expression contributes to a derived name: its words.
fn word_of(sql: &str) -> String {
    let words: Vec<String> = sql
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_")
}
