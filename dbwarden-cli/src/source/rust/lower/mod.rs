//! Models into tables.
//!
//! First every table with its columns and indexes, then the foreign keys, for which the other end
//! must be there, then what only the tables together show.

mod columns;
mod defaults;
mod indexes;
mod references;
mod together;

use std::collections::BTreeMap;

use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::schema::{
    CheckConstraint, Deferrability, Expr, ObjectName, Origin, PrimaryKey, Schema, Table,
    UniqueConstraint,
};
use dbwarden_model::ast::{CheckSpec, ColumnRef, Deferrable, Engine, FieldKeys, Model, UniqueSpec};
use dbwarden_model::{nearest, unraw};
use proc_macro2::Span;

use super::Request;
use super::collect::Collected;
use super::problem::Problem;
use super::tree::{DefId, ModuleId};
use super::types::Types;

/// What lowering works with.
pub(super) struct Lower<'a, 'b> {
    pub(super) types: Types<'a>,
    pub(super) problems: &'b mut Vec<Problem>,
    dialect: Dialect,
    capabilities: Capabilities,
    /// The models of this database, by definition: their place in the list of tables.
    tables: BTreeMap<DefId, usize>,
    /// The names of their columns.
    names: Vec<Names>,
}

/// The columns of one model, by what attributes call them.
#[derive(Default)]
struct Names {
    /// By field.
    fields: BTreeMap<String, String>,
    /// In order.
    columns: Vec<String>,
}

impl Names {
    /// The column that a name means: that of the field, else the column itself.
    fn column(&self, name: &str) -> Option<String> {
        let by_field = self.fields.get(name);
        by_field.or_else(|| self.columns.iter().find(|column| *column == name)).cloned()
    }
}

/// The schema of the models.
pub(super) fn lower(
    types: Types<'_>,
    request: &Request<'_>,
    models: &[Collected],
    problems: &mut Vec<Problem>,
) -> Schema {
    let mut lower = Lower {
        types,
        problems,
        dialect: request.dialect,
        capabilities: Capabilities::assumed(request.dialect),
        tables: BTreeMap::new(),
        names: Vec::new(),
    };
    let mut schema = Schema::default();
    for (index, model) in models.iter().enumerate() {
        lower.tables.insert(model.def, index);
        lower.names.push(lower.names_of(model));
    }
    for (index, model) in models.iter().enumerate() {
        let table = lower.table(index, model, &mut schema);
        schema.tables.push(table);
    }
    for (index, model) in models.iter().enumerate() {
        let keys = lower.foreign_keys(index, model, &schema);
        schema.tables[index].foreign_keys = keys;
    }
    lower.composites(&mut schema);
    lower.together(models, &schema);
    schema
}

impl Lower<'_, '_> {
    fn problem(&mut self, module: ModuleId, span: Span, message: impl Into<String>) {
        let problem = self.types.tree.problem(module, span, message);
        self.push(problem);
    }

    fn problem_with(
        &mut self,
        module: ModuleId,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let mut problem = self.types.tree.problem(module, span, message);
        problem.hint = Some(hint.into());
        self.push(problem);
    }

    /// Notes a problem, unless something at that very place was told already: the grammar finds the
    /// same mistakes as far as it sees them.
    fn push(&mut self, problem: Problem) {
        let place = |problem: &Problem| (problem.file.clone(), problem.line, problem.column);
        if !self.problems.iter().any(|other| place(other) == place(&problem)) {
            self.problems.push(problem);
        }
    }

    /// What overrules a column on this engine.
    fn engine<'k>(&self, keys: &'k FieldKeys) -> &'k Engine {
        match self.dialect {
            Dialect::Postgres => &keys.engines.postgres,
            Dialect::MySql => &keys.engines.mysql,
            Dialect::Sqlite => &keys.engines.sqlite,
        }
    }

    fn names_of(&self, model: &Collected) -> Names {
        let mut names = Names::default();
        for (_, field) in model.fields.iter().filter(|(_, field)| field.is_column()) {
            let overruled = self.engine(&field.keys).column.as_ref();
            let column = overruled.unwrap_or(&field.column).value.clone();
            names.fields.insert(unraw(&field.ident), column.clone());
            names.columns.push(column);
        }
        for column in &model.model.columns {
            let overruled = self.engine(&column.keys).column.as_ref();
            names.columns.push(overruled.unwrap_or(&column.name).value.clone());
        }
        names
    }

    fn table(&mut self, index: usize, model: &Collected, schema: &mut Schema) -> Table {
        let declared = &model.model;
        let mut table = Table::new(self.table_name(model));
        table.comment = declared.comment.as_ref().map(|comment| comment.value.clone());
        table.renamed_from = declared.renamed_from.as_ref().map(|name| name.value.clone());
        table.origin = Some(self.origin(model.module, declared.ident.span()));
        self.options(declared, &mut table);
        table.primary_key = self.primary_key(index, model);
        self.columns(index, model, &mut table, schema);
        for unique in &declared.uniques {
            let columns = self.column_names(index, model.module, &unique.columns);
            let unique = self.unique(index, model.module, unique, columns);
            table.uniques.push(unique);
        }
        table.checks.extend(declared.checks.iter().map(check));
        self.indexes(index, model, &mut table);
        table
    }

    fn table_name(&mut self, model: &Collected) -> ObjectName {
        let name = model.model.table.as_ref().map(|table| table.value.clone()).unwrap_or_default();
        let Some(schema) = &model.model.schema else { return ObjectName::new(name) };
        if self.dialect == Dialect::Sqlite {
            let message = format!("SQLite has no schema `{}`", schema.value);
            self.problem_with(model.module, schema.span, message, "remove `schema`");
        }
        ObjectName::qualified(schema.value.clone(), name)
    }

    fn origin(&self, module: ModuleId, span: Span) -> Origin {
        Origin {
            file: self.types.tree.modules[module].file.to_string(),
            line: u32::try_from(span.start().line).unwrap_or_default(),
        }
    }

    fn options(&self, model: &Model, table: &mut Table) {
        let text =
            |text: &Option<dbwarden_model::ast::Text>| text.as_ref().map(|text| text.value.clone());
        match self.dialect {
            Dialect::Postgres => {
                table.options.unlogged = model.postgres.unlogged.map(|_| true);
                table.options.storage = model.postgres.storage.iter().cloned().collect();
            }
            Dialect::MySql => {
                table.options.engine = text(&model.mysql.engine);
                table.options.charset = text(&model.mysql.charset);
                table.options.collation = text(&model.mysql.collation);
                table.options.row_format = text(&model.mysql.row_format);
            }
            Dialect::Sqlite => {
                table.options.strict = model.sqlite.strict.map(|_| true);
                table.options.without_rowid = model.sqlite.without_rowid.map(|_| true);
            }
        }
    }

    fn primary_key(&mut self, index: usize, model: &Collected) -> Option<PrimaryKey> {
        if let Some(key) = &model.model.primary_key {
            let columns = self.column_names(index, model.module, &key.columns);
            return Some(PrimaryKey {
                name: key.name.as_ref().map(|name| name.value.clone()),
                columns,
                ..PrimaryKey::default()
            });
        }
        let fields = model.fields.iter().filter(|(_, field)| field.is_column());
        let mut marked = fields.filter(|(_, field)| field.keys.primary_key.is_some());
        if let Some((_, first)) = marked.next() {
            let column = self.names[index].fields.get(&unraw(&first.ident)).cloned();
            for (module, field) in marked {
                let message = "a second primary key, one is in a flattened struct";
                self.problem(*module, field.ident.span(), message);
            }
            return Some(PrimaryKey {
                columns: column.into_iter().collect(),
                ..PrimaryKey::default()
            });
        }
        let extra = model.model.columns.iter().find(|column| column.keys.primary_key.is_some())?;
        let name = self.engine(&extra.keys).column.as_ref().unwrap_or(&extra.name).value.clone();
        Some(PrimaryKey { columns: vec![name], ..PrimaryKey::default() })
    }

    /// The columns that an attribute of the struct names.
    fn column_names(&mut self, index: usize, module: ModuleId, refs: &[ColumnRef]) -> Vec<String> {
        refs.iter().filter_map(|column| self.column_name(index, module, column)).collect()
    }

    fn column_name(
        &mut self,
        index: usize,
        module: ModuleId,
        column: &ColumnRef,
    ) -> Option<String> {
        let names = &self.names[index];
        if let Some(name) = names.column(&column.name) {
            return Some(name);
        }
        let known: Vec<&str> = names.fields.keys().map(String::as_str).collect();
        let near = nearest(&column.name, &known).map(|near| format!("did you mean `{near}`?"));
        let message = format!("no field `{}`", column.name);
        let mut problem = self.types.tree.problem(module, column.span, message);
        problem.hint = near;
        self.push(problem);
        None
    }

    fn unique(
        &mut self,
        index: usize,
        module: ModuleId,
        spec: &UniqueSpec,
        columns: Vec<String>,
    ) -> UniqueConstraint {
        let include = self.column_names(index, module, &spec.include);
        UniqueConstraint {
            name: spec.name.as_ref().map(|name| name.value.clone()),
            columns,
            include,
            nulls_not_distinct: spec.nulls_not_distinct.is_some(),
            deferrability: self.deferrability(module, spec.span, spec.deferrable),
            ..UniqueConstraint::default()
        }
    }

    fn deferrability(
        &mut self,
        module: ModuleId,
        span: Span,
        deferrable: Option<Deferrable>,
    ) -> Deferrability {
        if deferrable.is_some() && !self.capabilities.deferrable_constraints {
            let message = format!("{} has no deferrable constraints", self.dialect);
            self.problem_with(module, span, message, "remove `deferrable`");
        }
        match deferrable {
            None => Deferrability::NotDeferrable,
            Some(Deferrable::Immediate) => Deferrability::Deferrable,
            Some(Deferrable::Deferred) => Deferrability::InitiallyDeferred,
        }
    }
}

fn check(spec: &CheckSpec) -> CheckConstraint {
    CheckConstraint {
        name: spec.name.as_ref().map(|name| name.value.clone()),
        expr: Expr::declared(spec.expr.value.clone()),
        no_inherit: spec.no_inherit,
        not_valid: false,
        ..Default::default()
    }
}
