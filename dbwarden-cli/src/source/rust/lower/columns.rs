//! Fields into columns.

use std::collections::BTreeSet;

use std::collections::BTreeMap;

use dbwarden_core::dialect::{Dialect, column_type};
use dbwarden_core::schema::{
    CheckConstraint, Column, ColumnType, Expr, Generated, Identity, IdentityMode, Numbering,
    Schema, SequenceOptions, Storage, Table, TypeName, TypeParameters, ValueType,
};
use dbwarden_core::sql::ident;
use dbwarden_model::ast::{Field, FieldKeys, IndexKey, Json, NullabilityKey};
use dbwarden_model::{option_of, unraw};
use proc_macro2::Span;

use super::{Collected, Lower, check};
use crate::source::rust::tree::ModuleId;
use crate::source::rust::types::{self, Fault, Resolved};

/// A column as an attribute declares it, with or without a field.
pub(super) struct Declared<'k> {
    pub(super) module: ModuleId,
    pub(super) span: Span,
    pub(super) name: String,
    pub(super) keys: &'k FieldKeys,
    /// `None` where no field reads it, or where `type = ".."` makes the Rust type not count.
    pub(super) resolved: Option<Resolved>,
    nullable: bool,
    ty: ColumnType,
}

impl Declared<'_> {
    /// Its type.
    pub(super) fn ty(&self) -> &ColumnType {
        &self.ty
    }
}

impl Lower<'_, '_> {
    /// The columns of a table, with the constraints that stand on them.
    pub(super) fn columns(
        &mut self,
        index: usize,
        model: &Collected,
        table: &mut Table,
        schema: &mut Schema,
    ) {
        let key: Vec<String> =
            table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        let in_keys = self.columns_in_keys(index, model, &key);
        for (module, field) in model.fields.iter().filter(|(_, field)| field.is_column()) {
            let name = self.names[index].fields.get(&unraw(&field.ident)).cloned();
            let Some(name) = name else { continue };
            let in_key = in_keys.contains(&name);
            let Some(declared) = self.declared(*module, field, name, in_key) else { continue };
            self.column(index, model, &declared, &key, table, schema);
        }
        for extra in &model.model.columns {
            let engine = self.engine(&extra.keys);
            let name = engine.column.as_ref().unwrap_or(&extra.name).value.clone();
            let Some(text) = engine.ty.as_ref().or(extra.keys.ty.as_ref()) else {
                let message = format!("the column `{name}` has no type on {}", self.dialect);
                let hint = format!("add `{}(type = \"..\")`", self.dialect.name());
                self.problem_with(model.module, extra.span, message, hint);
                continue;
            };
            let Some(ty) = self.parsed(model.module, text) else { continue };
            let nullable = nullability(&extra.keys).unwrap_or(false);
            let declared = Declared {
                module: model.module,
                span: extra.name.span,
                name,
                keys: &extra.keys,
                resolved: None,
                nullable,
                ty,
            };
            self.column(index, model, &declared, &key, table, schema);
        }
    }

    /// Columns that stand in a key or an index as a whole.
    fn columns_in_keys(&self, index: usize, model: &Collected, key: &[String]) -> BTreeSet<String> {
        let names = &self.names[index];
        let mut found: BTreeSet<String> = key.iter().cloned().collect();
        let declared = &model.model;
        let uniques = declared.uniques.iter().flat_map(|unique| &unique.columns);
        let keys = declared.foreign_keys.iter().flat_map(|key| &key.columns);
        found.extend(uniques.chain(keys).filter_map(|column| names.column(&column.name)));
        let is_whole = |using: Option<&str>| {
            !using.is_some_and(|using| using.eq_ignore_ascii_case("fulltext"))
        };
        let using = |spec: &dbwarden_model::ast::IndexSpec| {
            spec.using.as_ref().map(|using| using.value.clone())
        };
        for spec in declared.indexes.iter().filter(|spec| is_whole(using(spec).as_deref())) {
            for part in spec.parts.iter().filter(|part| part.prefix.is_none()) {
                if let IndexKey::Column(column) = &part.key {
                    found.extend(names.column(&column.name));
                }
            }
        }
        for (_, field) in &model.fields {
            let indexed = field.keys.indexes.iter().any(|spec| is_whole(using(spec).as_deref()));
            if indexed || field.keys.unique.is_some() || field.keys.references.is_some() {
                found.extend(names.fields.get(&unraw(&field.ident)).cloned());
            }
        }
        found
    }

    /// What a field declares; a problem where its type cannot be told.
    fn declared<'k>(
        &mut self,
        module: ModuleId,
        field: &'k Field,
        name: String,
        in_key: bool,
    ) -> Option<Declared<'k>> {
        let keys = &field.keys;
        let engine = self.engine(keys);
        let text = engine.ty.clone().or_else(|| keys.ty.clone());
        let resolved = self.resolve_field(module, field);
        let span = syn::spanned::Spanned::span(&field.ty);
        if text.is_none() && resolved.is_err() {
            let Err(Fault { message, hint }) = resolved else { return None };
            self.problem_with(module, span, message, hint);
            return None;
        }
        let resolved = resolved.ok();
        let is_option = match &resolved {
            Some(resolved) => resolved.nullable,
            None => option_of(&field.ty).is_some(),
        };
        let nullable = nullability(keys).unwrap_or(is_option);
        let ty = match (&text, &resolved) {
            (Some(text), _) => {
                self.refuse_parameters(module, keys, text);
                self.parsed(module, text)?
            }
            (None, Some(resolved)) => self.type_of(module, span, keys, resolved, in_key)?,
            (None, None) => return None,
        };
        // The engine's own type makes the Rust type not count for what hangs on it.
        let resolved = resolved.filter(|_| text.is_none());
        Some(Declared { module, span: field.ident.span(), name, keys, resolved, nullable, ty })
    }

    fn resolve_field(&mut self, module: ModuleId, field: &Field) -> Result<Resolved, Fault> {
        if let Some(json) = field.json {
            // `json` holds `Option<T>` as JSON's null, unless it says that NULL is read as `None`.
            return Ok(Resolved { nullable: json == Json::Nullable, ..types::json() });
        }
        let ty = field.try_from.as_ref().unwrap_or(&field.ty);
        self.types.resolve(module, ty)
    }

    /// `length` and the like say nothing beside a whole type.
    fn refuse_parameters(
        &mut self,
        module: ModuleId,
        keys: &FieldKeys,
        text: &dbwarden_model::ast::Text,
    ) {
        if keys.ty.is_none() {
            return;
        }
        for (word, given) in
            [("length", &keys.length), ("precision", &keys.precision), ("scale", &keys.scale)]
        {
            if let Some(given) = given {
                let message = format!("`{word}` says nothing beside `type`");
                let hint = format!("write it into the type: `type = \"{}(..)\"`", text.value);
                self.problem_with(module, given.span, message, hint);
            }
        }
    }

    fn parsed(&mut self, module: ModuleId, text: &dbwarden_model::ast::Text) -> Option<ColumnType> {
        match ColumnType::parse(self.dialect, &text.value) {
            Ok(ty) => Some(ty),
            Err(error) => {
                let mut problem = self.types.tree.problem(module, text.span, error.to_string());
                problem.hint = error.hint;
                self.push(problem);
                None
            }
        }
    }

    /// The column type of a Rust type on this engine.
    fn type_of(
        &mut self,
        module: ModuleId,
        span: Span,
        keys: &FieldKeys,
        resolved: &Resolved,
        in_key: bool,
    ) -> Option<ColumnType> {
        if let (Some(name), Dialect::Postgres) = (&resolved.type_name, self.dialect) {
            let text = dbwarden_model::ast::Text { value: name.clone(), span };
            return self.parsed(module, &text);
        }
        let parameters = TypeParameters {
            length: keys.length.as_ref().map(|length| length.value),
            precision: keys.precision.as_ref().map(|precision| precision.value),
            scale: keys.scale.as_ref().map(|scale| scale.value),
            in_key,
        };
        match column_type(self.dialect, &resolved.value, &parameters) {
            Ok(ty) => Some(ty),
            Err(error) => {
                self.problem_with(module, span, error.why, error.hint);
                None
            }
        }
    }

    fn column(
        &mut self,
        index: usize,
        model: &Collected,
        declared: &Declared<'_>,
        key: &[String],
        table: &mut Table,
        schema: &mut Schema,
    ) {
        let keys = declared.keys;
        let mut column = Column::new(&declared.name, declared.ty.clone());
        if table.options.strict == Some(true) && keys.ty.is_none() {
            column.ty = strict(column.ty);
        }
        let is_key = key.contains(&declared.name);
        column.nullable = declared.nullable;
        if is_key && column.nullable {
            let message = "a primary key is never NULL";
            let hint = "write the type without `Option`, or say `not_null`";
            self.problem_with(declared.module, declared.span, message, hint);
            column.nullable = false;
        }
        let engine = self.engine(keys);
        let collation = engine.collation.as_ref().or(keys.collation.as_ref());
        column.collation = collation.map(|collation| collation.value.clone());
        column.comment = keys.comment.as_ref().map(|comment| comment.value.clone());
        column.renamed_from = keys.renamed_from.as_ref().map(|name| name.value.clone());
        column.renamed_values = self.renamed_values(declared);
        column.backfill = keys.backfill.as_ref().map(|sql| sql.value.clone());
        column.using = keys.using.as_ref().map(|sql| sql.value.clone());
        column.origin = Some(self.origin(declared.module, declared.span));
        column.generated = keys.generated.as_ref().map(|generated| Generated {
            expr: Expr::declared(generated.expr.value.clone()),
            storage: if generated.virtual_ { Storage::Virtual } else { Storage::Stored },
        });
        if generated_virtual_where_there_is_none(self.capabilities.virtual_columns, &column) {
            let message = format!("{} keeps no virtual columns", self.dialect);
            self.problem_with(declared.module, declared.span, message, "write `stored`");
        }
        column.default = self.default(declared);
        column.numbering = self.numbering(model, declared, key, &column);
        if column.numbering.is_some() {
            column.default = None;
        }
        if let Some(touch) = keys.touch {
            self.touch(declared, touch);
            column.touch = true;
        }
        self.timestamp_needs_default(&mut column);
        if let Some(unique) = &keys.unique {
            let columns = vec![declared.name.clone()];
            let unique = self.unique(index, declared.module, unique, columns);
            table.uniques.push(unique);
        }
        table.checks.extend(keys.checks.iter().map(check));
        table.checks.extend(self.values_check(declared));
        self.enum_type(declared, schema);
        table.columns.push(column);
    }

    /// How a column numbers itself.
    fn numbering(
        &mut self,
        model: &Collected,
        declared: &Declared<'_>,
        key: &[String],
        column: &Column,
    ) -> Option<Numbering> {
        let keys = declared.keys;
        let is_single_key = matches!(key, [name] if *name == declared.name);
        let is_integer = is_integer(&declared.ty);
        if self.dialect == Dialect::Sqlite {
            let is_rowid = is_single_key
                && declared.ty == ColumnType::builtin("integer")
                && model.model.sqlite.without_rowid.is_none();
            if keys.engines.sqlite.autoincrement.is_some() && is_rowid {
                return Some(Numbering::AutoIncrement);
            }
            let asks = keys
                .identity
                .as_ref()
                .map(|identity| identity.span)
                .or_else(|| keys.auto.as_ref().filter(|auto| auto.value).map(|auto| auto.span));
            if let Some(span) = asks.or(keys.engines.sqlite.autoincrement)
                && !is_rowid
            {
                let message = "on SQLite only a single integer key numbers itself";
                self.problem(declared.module, span, message);
            }
            return is_rowid.then_some(Numbering::Rowid);
        }
        if let Some(identity) = &keys.identity {
            if !is_integer {
                let message = "only an integer numbers itself";
                self.problem(declared.module, identity.span, message);
                return None;
            }
            if self.dialect == Dialect::MySql {
                return Some(Numbering::AutoIncrement);
            }
            let mode = if identity.always { IdentityMode::Always } else { IdentityMode::ByDefault };
            let (start, increment) = (identity.start, identity.increment);
            return Some(Numbering::Identity(Identity {
                mode,
                options: SequenceOptions { start, increment, ..Default::default() },
            }));
        }
        let asked = keys.auto.as_ref().map(|auto| auto.value);
        if asked == Some(true) && !is_integer {
            self.problem(declared.module, declared.span, "only an integer numbers itself");
            return None;
        }
        let is_enum = declared.resolved.as_ref().is_some_and(|found| found.of_enum.is_some());
        let by_itself = is_single_key
            && is_integer
            && !is_enum
            && column.default.is_none()
            && column.generated.is_none()
            && !self.refers(model, declared);
        if !asked.unwrap_or(by_itself) {
            return None;
        }
        Some(match self.dialect {
            Dialect::Postgres => Numbering::Serial,
            Dialect::MySql | Dialect::Sqlite => Numbering::AutoIncrement,
        })
    }

    fn refers(&self, model: &Collected, declared: &Declared<'_>) -> bool {
        let index = self.tables.get(&model.def);
        let names = index.map(|index| &self.names[*index]);
        declared.keys.references.is_some()
            || model.model.foreign_keys.iter().flat_map(|key| &key.columns).any(|column| {
                names.and_then(|names| names.column(&column.name)).as_ref() == Some(&declared.name)
            })
    }

    fn touch(&mut self, declared: &Declared<'_>, span: Span) {
        let is_time = |ty: &ColumnType| match &ty.name {
            TypeName::Builtin(name) => name.starts_with("timestamp") || name == "datetime",
            TypeName::User(_) => true,
        };
        if !is_time(&declared.ty) {
            let message = "`touch` keeps a point in time, and this column holds none";
            let hint = "use `chrono::DateTime<Utc>`, `chrono::NaiveDateTime` or their like";
            self.problem_with(declared.module, span, message, hint);
        }
    }

    /// MySQL gives the first TIMESTAMP without a default one of its own, with ON UPDATE, and the
    /// others the year 0. So the column says what it means.
    fn timestamp_needs_default(&self, column: &mut Column) {
        let is_timestamp = column.ty.name == TypeName::Builtin("timestamp".to_owned());
        let says = column.nullable || column.default.is_some() || column.generated.is_some();
        if self.dialect == Dialect::MySql && is_timestamp && !says {
            let now = super::defaults::now_on_mysql(&column.ty);
            column.default = Some(Expr::declared(now));
        }
    }

    /// `CHECK (status IN (..))` of an enum that is kept as text.
    fn values_check(&self, declared: &Declared<'_>) -> Option<CheckConstraint> {
        let values = match &declared.resolved.as_ref()?.value {
            ValueType::CheckedText(values) => values,
            ValueType::Enum(ty) if self.dialect == Dialect::Sqlite => &ty.values,
            _ => return None,
        };
        let values: Vec<String> =
            values.iter().map(|value| super::defaults::quoted(self.dialect, value)).collect();
        let name = ident::quote(self.dialect, &declared.name);
        Some(CheckConstraint {
            name: None,
            expr: Expr::declared(format!("{name} IN ({})", values.join(", "))),
            no_inherit: false,
            not_valid: false,
            ..Default::default()
        })
    }

    /// What the variants of an enum were kept as before, where the column itself says what it can hold.
    fn renamed_values(&mut self, declared: &Declared<'_>) -> BTreeMap<String, String> {
        let Some(resolved) = &declared.resolved else { return BTreeMap::new() };
        let is_of_type =
            matches!(resolved.value, ValueType::Enum(_)) && self.dialect == Dialect::Postgres;
        let model = resolved.of_enum.filter(|_| !is_of_type).map(|id| self.types.enum_model(id));
        // An enum that cannot be read is reported where it is resolved.
        model.and_then(Result::ok).map(|model| model.renamed_values()).unwrap_or_default()
    }

    /// An enum type of its own, once.
    fn enum_type(&mut self, declared: &Declared<'_>, schema: &mut Schema) {
        if self.dialect != Dialect::Postgres {
            return;
        }
        let mut value = declared.resolved.as_ref().map(|found| &found.value);
        while let Some(ValueType::Array(element)) = value {
            value = Some(element);
        }
        let Some(ValueType::Enum(ty)) = value else { return };
        match schema.enum_type(&ty.name) {
            None => schema.enums.push(ty.clone()),
            Some(other) if other.values != ty.values => {
                let at = |origin: &Option<dbwarden_core::schema::Origin>| {
                    origin.as_ref().map(ToString::to_string).unwrap_or_default()
                };
                let message = format!(
                    "two enums are called `{}` in the database: {} and {}",
                    ty.name,
                    at(&other.origin),
                    at(&ty.origin)
                );
                let hint = "name one of them: `#[sqlx(type_name = \"..\")]`";
                self.problem_with(declared.module, declared.span, message, hint);
            }
            Some(_) => {}
        }
    }
}

fn generated_virtual_where_there_is_none(has_virtual: bool, column: &Column) -> bool {
    !has_virtual
        && column.generated.as_ref().is_some_and(|generated| generated.storage == Storage::Virtual)
}

/// A STRICT table of SQLite knows no BOOLEAN and no times, only what it keeps them in.
fn strict(ty: ColumnType) -> ColumnType {
    let TypeName::Builtin(name) = &ty.name else { return ty };
    match name.as_str() {
        "boolean" => ColumnType::builtin("integer"),
        "date" | "time" | "datetime" => ColumnType::builtin("text"),
        _ => ty,
    }
}

fn nullability(keys: &FieldKeys) -> Option<bool> {
    keys.nullability.as_ref().map(|nullability| nullability.value == NullabilityKey::Nullable)
}

/// The integers that number themselves: not a truth value, and no list.
fn is_integer(ty: &ColumnType) -> bool {
    const INTEGERS: [&str; 6] = ["tinyint", "smallint", "mediumint", "int", "integer", "bigint"];
    let TypeName::Builtin(name) = &ty.name else { return false };
    INTEGERS.contains(&name.as_str()) && !ty.array && (name != "tinyint" || ty.modifiers.is_empty())
}
