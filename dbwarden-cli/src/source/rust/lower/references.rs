//! Foreign keys.

use dbwarden_core::schema::{
    Action, Deferrability, ForeignKey, IndexKey, MatchType, ObjectName, Schema, Table,
};
use dbwarden_model::ast::{self, ReferenceSpec, Target};
use dbwarden_model::{nearest, unraw};
use proc_macro2::Span;

use super::{Collected, Lower};
use crate::source::rust::collect::is_model;
use crate::source::rust::resolve::{Found, segments};
use crate::source::rust::tree::{DefId, DefKind, ModuleId};

impl Lower<'_, '_> {
    /// The foreign keys of a table: first those of its columns, then those of the struct.
    pub(super) fn foreign_keys(
        &mut self,
        index: usize,
        model: &Collected,
        schema: &Schema,
    ) -> Vec<ForeignKey> {
        let mut keys = Vec::new();
        for (module, field) in model.fields.iter().filter(|(_, field)| field.is_column()) {
            let Some(reference) = &field.keys.references else { continue };
            let own = self.names[index].fields.get(&unraw(&field.ident)).cloned();
            let columns: Vec<String> = own.into_iter().collect();
            keys.extend(self.foreign_key(model.def, *module, columns, reference, schema));
        }
        for extra in &model.model.columns {
            let Some(reference) = &extra.keys.references else { continue };
            let engine = self.engine(&extra.keys);
            let name = engine.column.as_ref().unwrap_or(&extra.name).value.clone();
            keys.extend(self.foreign_key(model.def, model.module, vec![name], reference, schema));
        }
        for key in &model.model.foreign_keys {
            let columns = self.column_names(index, model.module, &key.columns);
            if columns.len() == key.columns.len() {
                let reference = &key.references;
                keys.extend(self.foreign_key(model.def, model.module, columns, reference, schema));
            }
        }
        keys
    }

    fn foreign_key(
        &mut self,
        own: DefId,
        module: ModuleId,
        columns: Vec<String>,
        spec: &ReferenceSpec,
        schema: &Schema,
    ) -> Option<ForeignKey> {
        let (references, referenced_columns) = self.target(own, module, spec, schema)?;
        if let Some(table) = schema.table(&references) {
            self.check_target(module, spec.span, table, schema, &referenced_columns);
        }
        if columns.len() != referenced_columns.len() {
            let message = format!(
                "{} refer to {} of `{references}`",
                list(&columns),
                list(&referenced_columns)
            );
            self.problem(module, spec.span, message);
            return None;
        }
        let deferrability = match spec.deferrable {
            None => Deferrability::NotDeferrable,
            some => self.deferrability(module, spec.span, some),
        };
        Some(ForeignKey {
            name: spec.name.as_ref().map(|name| name.value.clone()),
            columns,
            references,
            referenced_columns,
            implicit: false,
            on_delete: spec.on_delete.map(action).unwrap_or_default(),
            on_update: spec.on_update.map(action).unwrap_or_default(),
            match_type: if spec.match_full { MatchType::Full } else { MatchType::Simple },
            deferrability,
            not_valid: false,
            ..Default::default()
        })
    }

    /// The table and columns that a reference means.
    fn target(
        &mut self,
        own: DefId,
        module: ModuleId,
        spec: &ReferenceSpec,
        schema: &Schema,
    ) -> Option<(ObjectName, Vec<String>)> {
        match &spec.target {
            Target::Model(path) => {
                let index = self.model_at(own, module, path)?;
                let table = &schema.tables[index];
                let key = table.primary_key.as_ref().map(|key| key.columns.clone());
                self.with_key(module, spec.span, table.name.clone(), key)
            }
            Target::Columns(path, fields) => {
                let index = self.model_at(own, module, path)?;
                let mut columns = Vec::new();
                for field in fields {
                    let names = &self.names[index].fields;
                    if let Some(column) = names.get(&unraw(field)) {
                        columns.push(column.clone());
                        continue;
                    }
                    let known: Vec<&str> = names.keys().map(String::as_str).collect();
                    let near = nearest(&unraw(field), &known)
                        .map(|near| format!("did you mean `{near}`?"));
                    let message = format!("`{}` has no field `{field}`", shown(path));
                    let mut problem = self.types.tree.problem(module, field.span(), message);
                    problem.hint = near;
                    self.push(problem);
                    return None;
                }
                Some((schema.tables[index].name.clone(), columns))
            }
            Target::Table { schema: of, table, columns, span } => {
                let name = ObjectName { schema: of.clone(), name: table.clone() };
                if !columns.is_empty() {
                    return Some((name, columns.clone()));
                }
                let key = schema
                    .table(&name)
                    .map(|table| table.primary_key.as_ref().map(|key| key.columns.clone()));
                match key {
                    Some(key) => self.with_key(module, *span, name, key),
                    None => {
                        let message = format!("no model says what the key of `{name}` is");
                        let hint = format!("name the column: `references = \"{name}.id\"`");
                        self.problem_with(module, *span, message, hint);
                        None
                    }
                }
            }
        }
    }

    fn with_key(
        &mut self,
        module: ModuleId,
        span: Span,
        table: ObjectName,
        key: Option<Vec<String>>,
    ) -> Option<(ObjectName, Vec<String>)> {
        match key {
            Some(columns) => Some((table, columns)),
            None => {
                let message = format!("`{table}` has no primary key");
                let hint = "name the field that is meant: `references(User::email)`";
                self.problem_with(module, span, message, hint);
                None
            }
        }
    }

    /// The model of this database that a path names.
    fn model_at(&mut self, own: DefId, module: ModuleId, path: &syn::Path) -> Option<usize> {
        let segments = segments(path);
        let span = syn::spanned::Spanned::span(path);
        if segments == ["Self"] {
            return self.tables.get(&own).copied();
        }
        let Some(Found::Types(defs)) = self.types.tree.resolve(module, &segments) else {
            let message = format!("no model `{}` is found in the source", shown(path));
            let hint = "name the table where it has no model here: `references = \"table.column\"`";
            self.problem_with(module, span, message, hint);
            return None;
        };
        let mut id = *defs.first()?;
        if let DefKind::Alias(alias) = self.types.tree.defs[id].kind.clone()
            && let syn::Type::Path(behind) = &*alias.ty
        {
            let owner = self.types.tree.defs[id].module;
            let path = super::super::resolve::segments(&behind.path);
            if let Some(Found::Types(defs)) = self.types.tree.resolve(owner, &path) {
                id = *defs.first()?;
            }
        }
        if let Some(index) = self.tables.get(&id) {
            return Some(*index);
        }
        let def = self.types.tree.defs[id].clone();
        let is_model = match &def.kind {
            DefKind::Struct(input) => is_model(self.types.tree, def.module, input),
            DefKind::Enum(_) | DefKind::Alias(_) => false,
        };
        let (message, hint) = if is_model {
            let file = self.types.tree.modules[def.module].file.clone();
            (
                format!("the model `{}` does not belong to this database", shown(path)),
                format!(
                    "list `{file}` in `models` of dbwarden.toml, or name the table: `references = \
                     \"table.column\"`"
                ),
            )
        } else {
            (
                format!("`{}` is no model", shown(path)),
                "derive `dbwarden::Model` for it, or name the table: `references = \
                 \"table.column\"`"
                    .to_owned(),
            )
        };
        self.problem_with(module, span, message, hint);
        None
    }

    /// What is referred to is there and is unique.
    fn check_target(
        &mut self,
        module: ModuleId,
        span: Span,
        table: &Table,
        schema: &Schema,
        columns: &[String],
    ) {
        for column in columns {
            // A column whose field had a problem is told already.
            if self
                .names
                .iter()
                .zip(&schema.tables)
                .any(|(names, other)| other.name == table.name && names.columns.contains(column))
            {
                continue;
            }
            let known: Vec<&str> =
                table.columns.iter().map(|column| column.name.as_str()).collect();
            let near = nearest(column, &known).map(|near| format!("did you mean `{near}`?"));
            let message = format!("the table `{}` has no column `{column}`", table.name);
            let mut problem = self.types.tree.problem(module, span, message);
            problem.hint = near;
            self.push(problem);
            return;
        }
        if !is_unique(table, columns) {
            let message =
                format!("{} of `{}` is neither its key nor unique", list(columns), table.name);
            let hint =
                "a foreign key refers to a primary key or to unique columns; mark it `unique`";
            self.problem_with(module, span, message, hint);
        }
    }
}

/// Whether the columns are the key or unique, in any order.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let same = |other: &[String]| {
        other.len() == columns.len() && other.iter().all(|column| columns.contains(column))
    };
    table.primary_key.as_ref().is_some_and(|key| same(&key.columns))
        || table.uniques.iter().any(|unique| same(&unique.columns))
        || table.indexes.iter().filter(|index| index.unique && index.predicate.is_none()).any(
            |index| {
                let names: Option<Vec<String>> = index
                    .parts
                    .iter()
                    .map(|part| match &part.key {
                        IndexKey::Column(name) => Some(name.clone()),
                        IndexKey::Expr(_) => None,
                    })
                    .collect();
                names.is_some_and(|names| same(&names))
            },
        )
}

fn action(action: ast::Action) -> Action {
    match action {
        ast::Action::NoAction => Action::NoAction,
        ast::Action::Restrict => Action::Restrict,
        ast::Action::Cascade => Action::Cascade,
        ast::Action::SetNull => Action::SetNull,
        ast::Action::SetDefault => Action::SetDefault,
    }
}

fn shown(path: &syn::Path) -> String {
    segments(path).join("::")
}

fn list(columns: &[String]) -> String {
    format!("`{}`", columns.join("`, `"))
}
