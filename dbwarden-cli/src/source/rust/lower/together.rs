//! What only the tables together show, and the types that several of them use.

use std::collections::BTreeMap;

use dbwarden_core::dialect::{Dialect, column_type};
use dbwarden_core::schema::{ColumnType, CompositeType, Schema, TypeParameters, ValueType};
use dbwarden_model::Role;

use super::{Collected, Lower};
use crate::source::rust::collect::understood;
use crate::source::rust::tree::DefKind;

impl Lower<'_, '_> {
    /// One model for each table; one name for each index.
    pub(super) fn together(&mut self, models: &[Collected], schema: &Schema) {
        let mut owners: BTreeMap<String, usize> = BTreeMap::new();
        let mut indexes: BTreeMap<String, String> = BTreeMap::new();
        for (position, (model, table)) in models.iter().zip(&schema.tables).enumerate() {
            let key = table.name.to_string();
            let span =
                model.model.table.as_ref().map_or(model.model.ident.span(), |table| table.span);
            if let Some(other) = owners.get(&key) {
                let origin = schema.tables[*other].origin.as_ref().map(ToString::to_string);
                let message = format!(
                    "two models own the table `{}`: `{}` and `{}` ({})",
                    table.name,
                    model.model.ident,
                    models[*other].model.ident,
                    origin.unwrap_or_default()
                );
                let hint = "rename one, or give each its own `database = \"..\"`";
                self.problem_with(model.module, span, message, hint);
                continue;
            }
            owners.insert(key, position);
            for index in &table.indexes {
                // MySQL knows indexes by table, the others by schema.
                let scope = match self.dialect {
                    Dialect::MySql => table.name.to_string(),
                    Dialect::Postgres | Dialect::Sqlite => {
                        table.name.schema.clone().unwrap_or_default()
                    }
                };
                let key = format!("{scope}.{}", index.name);
                if let Some(other) = indexes.insert(key, table.name.to_string()) {
                    let message = format!(
                        "two indexes are called `{}`, on `{other}` and on `{}`",
                        index.name, table.name
                    );
                    let hint = "name one of them: `name = \"..\"`";
                    self.problem_with(model.module, span, message, hint);
                }
            }
        }
    }

    /// The composite types that columns led to, those first that others hold.
    pub(super) fn composites(&mut self, schema: &mut Schema) {
        if self.dialect != Dialect::Postgres {
            return;
        }
        let mut next = 0;
        let mut found: Vec<CompositeType> = Vec::new();
        // Attributes may lead to further types, which are appended while this runs.
        while let Some((name, id)) = self.types.composites.get(next).cloned() {
            next += 1;
            if found.iter().any(|ty| ty.name == name) {
                continue;
            }
            let def = self.types.tree.defs[id].clone();
            let DefKind::Struct(input) = &def.kind else { continue };
            let tree = &*self.types.tree;
            let Some(part) = understood(tree, def.module, input, Role::Part, self.problems) else {
                continue;
            };
            let mut attributes = Vec::new();
            for field in part.fields.iter().filter(|field| field.is_column()) {
                let span = field.ident.span();
                let ty = match self.types.resolve(def.module, &field.ty) {
                    Ok(resolved) => self.attribute(&resolved.value, schema),
                    Err(fault) => Err((fault.message, fault.hint)),
                };
                let ty = match (&field.keys.ty, ty) {
                    (Some(text), _) => ColumnType::parse(self.dialect, &text.value)
                        .map_err(|error| (error.to_string(), error.hint.unwrap_or_default())),
                    (None, ty) => ty,
                };
                match ty {
                    Ok(ty) => attributes.push((field.column.value.clone(), ty)),
                    Err((message, hint)) => self.problem_with(def.module, span, message, hint),
                }
            }
            let origin = Some(self.origin(def.module, input.ident.span()));
            found.push(CompositeType { name, attributes, origin, ..Default::default() });
        }
        found.reverse();
        schema.composites = found;
    }

    fn attribute(
        &mut self,
        value: &ValueType,
        schema: &mut Schema,
    ) -> Result<ColumnType, (String, String)> {
        if let ValueType::Enum(ty) = value
            && schema.enum_type(&ty.name).is_none()
        {
            schema.enums.push(ty.clone());
        }
        column_type(self.dialect, value, &TypeParameters::default())
            .map_err(|error| (error.why, error.hint))
    }
}
