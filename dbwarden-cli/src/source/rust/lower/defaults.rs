//! Defaults as SQL of the engine.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{ColumnType, Expr, TypeName, ValueType};
use dbwarden_model::ast::{Default, Spanned};
use dbwarden_model::{nearest, quoted_form, unraw};

use super::Lower;
use super::columns::Declared;
use crate::source::rust::resolve::{Found, segments};
use crate::source::rust::tree::DefId;

impl Lower<'_, '_> {
    /// The default of a column on this engine.
    pub(super) fn default(&mut self, declared: &Declared<'_>) -> Option<Expr> {
        let engine = self.engine(declared.keys);
        let default = engine.default.as_ref().or(declared.keys.default.as_ref())?.clone();
        let sql = self.rendered(declared, &default)?;
        Some(Expr::declared(sql))
    }

    fn rendered(&mut self, declared: &Declared<'_>, default: &Spanned<Default>) -> Option<String> {
        let value = declared.resolved.as_ref().map(|found| &found.value);
        let is_text =
            matches!(value, Some(ValueType::Text | ValueType::CheckedText(_) | ValueType::Enum(_)));
        match &default.value {
            Default::Sql(sql) => {
                if is_text && let Some(quoted) = quoted_form(sql) {
                    let message = format!("`{sql}` is no SQL literal, a text is quoted");
                    let hint = format!("write `default = \"{quoted}\"`");
                    self.problem_with(declared.module, default.span, message, hint);
                    return None;
                }
                Some(self.with_precision(sql, declared.ty()))
            }
            Default::Number(number) if value == Some(&ValueType::Bool) => match number.as_str() {
                "0" => Some(self.truth(false)),
                "1" => Some(self.truth(true)),
                _ => {
                    let message = format!("`{number}` is no default of a `bool`");
                    self.problem_with(declared.module, default.span, message, BOOL_HINT);
                    None
                }
            },
            Default::Number(number) if is_text => Some(quoted(self.dialect, number)),
            Default::Number(number) => Some(number.clone()),
            Default::Bool(truth) => match value {
                None | Some(ValueType::Bool) => Some(self.truth(*truth)),
                Some(_) => {
                    let message = format!("`{truth}` is a default of a `bool` alone");
                    let hint = "write the value as SQL in a string: `default = \"..\"`";
                    self.problem_with(declared.module, default.span, message, hint);
                    None
                }
            },
            Default::Variant(path) => self.variant(declared, default, path),
            Default::OfEnum => self.default_variant(declared, default),
        }
    }

    /// `default = Status::Todo`.
    fn variant(
        &mut self,
        declared: &Declared<'_>,
        default: &Spanned<Default>,
        path: &syn::Path,
    ) -> Option<String> {
        let mut owner = segments(path);
        let name = owner.pop()?;
        let found = self.types.tree.resolve(declared.module, &owner);
        let id = match found {
            Some(Found::Types(defs)) => self.enum_behind(&defs),
            Some(Found::Module(_) | Found::External(_)) | None => None,
        };
        let Some(id) = id else {
            let message = format!("`{}` is no enum of the source", owner.join("::"));
            let hint = "write the value as SQL in a string: `default = \"..\"`";
            self.problem_with(declared.module, default.span, message, hint);
            return None;
        };
        self.value_of(declared, default, id, Some(&name))
    }

    /// `default` alone.
    fn default_variant(
        &mut self,
        declared: &Declared<'_>,
        default: &Spanned<Default>,
    ) -> Option<String> {
        let id = declared.resolved.as_ref().and_then(|found| found.of_enum);
        let Some(id) = id else {
            let message =
                "`default` without a value is the `#[default]` of an enum, and this is none";
            self.problem_with(declared.module, default.span, message, "write `default = ..`");
            return None;
        };
        self.value_of(declared, default, id, None)
    }

    /// The enum that a name leads to, also behind an alias.
    fn enum_behind(&mut self, defs: &[DefId]) -> Option<DefId> {
        let id = self.types.choose(defs).ok()?;
        let def = self.types.tree.defs[id].clone();
        match &def.kind {
            crate::source::rust::tree::DefKind::Alias(alias) => {
                self.types.resolve(def.module, &alias.ty).ok()?.of_enum
            }
            _ => Some(id),
        }
    }

    /// The value of a variant, or of the default one, as a literal.
    fn value_of(
        &mut self,
        declared: &Declared<'_>,
        default: &Spanned<Default>,
        id: DefId,
        name: Option<&str>,
    ) -> Option<String> {
        let model = match self.types.enum_model(id) {
            Ok(model) => model,
            Err(fault) => {
                self.problem_with(declared.module, default.span, fault.message, fault.hint);
                return None;
            }
        };
        let position = model.variants.iter().position(|variant| match name {
            Some(name) => unraw(&variant.ident) == name,
            None => variant.default.is_some(),
        });
        let Some(position) = position else {
            let names: Vec<String> =
                model.variants.iter().map(|variant| unraw(&variant.ident)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let (message, hint) = match name {
                Some(name) => (
                    format!("`{}` has no variant `{name}`", model.ident),
                    nearest(name, &names).map_or_else(
                        || format!("its variants are `{}`", names.join("`, `")),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ),
                None => (
                    format!("`{}` has no `#[default]`", model.ident),
                    format!(
                        "mark a variant, or name it: `default = {}::{}`",
                        model.ident, names[0]
                    ),
                ),
            };
            self.problem_with(declared.module, default.span, message, hint);
            return None;
        };
        if model.sqlx.repr.is_none() {
            return Some(quoted(self.dialect, &model.variants[position].value));
        }
        // Numbers count on from the last that is written down.
        let mut number = 0;
        for variant in &model.variants[..=position] {
            if variant.opaque_discriminant {
                let message =
                    format!("the number of `{}::{}` is an expression", model.ident, variant.ident);
                let hint = "write the value as a number: `default = 1`";
                self.problem_with(declared.module, default.span, message, hint);
                return None;
            }
            number = variant.discriminant.unwrap_or(number);
            number += 1;
        }
        Some((number - 1).to_string())
    }

    fn truth(&self, truth: bool) -> String {
        match (self.dialect, truth) {
            (Dialect::Postgres, true) => "true",
            (Dialect::Postgres, false) => "false",
            (Dialect::MySql | Dialect::Sqlite, true) => "1",
            (Dialect::MySql | Dialect::Sqlite, false) => "0",
        }
        .to_owned()
    }

    /// MySQL takes CURRENT_TIMESTAMP only in the precision of the column.
    fn with_precision(&self, sql: &str, ty: &ColumnType) -> String {
        let word = sql.trim().to_ascii_lowercase();
        let is_now = matches!(word.as_str(), "current_timestamp" | "current_timestamp()" | "now()");
        let is_time = ["timestamp", "datetime"]
            .iter()
            .any(|name| ty.name == TypeName::Builtin((*name).to_owned()));
        if self.dialect == Dialect::MySql && is_now && is_time {
            return now_on_mysql(ty);
        }
        sql.to_owned()
    }
}

const BOOL_HINT: &str = "write `default = true` or `default = false`";

/// The current time in the precision of a column.
pub(super) fn now_on_mysql(ty: &ColumnType) -> String {
    match ty.modifiers.first() {
        Some(digits) => format!("CURRENT_TIMESTAMP({digits})"),
        None => "CURRENT_TIMESTAMP".to_owned(),
    }
}

/// A text as a literal. Only MySQL takes a backslash for more than itself.
pub(super) fn quoted(dialect: Dialect, text: &str) -> String {
    let text = text.replace('\'', "''");
    match dialect {
        Dialect::MySql => format!("'{}'", text.replace('\\', "\\\\")),
        Dialect::Postgres | Dialect::Sqlite => format!("'{text}'"),
    }
}
