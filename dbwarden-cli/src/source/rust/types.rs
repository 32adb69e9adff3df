//! What a Rust type holds.

use std::collections::BTreeMap;
use std::rc::Rc;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{ColumnType, EnumType, ObjectName, Origin, TypeName, ValueType};
use dbwarden_model::ast::{EnumModel, Stored};
use dbwarden_model::{parse_enum, parse_type_attributes};
use syn::{Data, DeriveInput, Fields, GenericArgument, GenericParam, PathArguments, Type};

use super::cfg::Truth;
use super::known::{Known, known};
use super::resolve::{Found, segments};
use super::tree::{DefId, DefKind, ModuleId, Tree};

/// What a field holds.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    /// The value.
    pub(super) value: ValueType,
    /// `Option`
    pub(super) nullable: bool,
    /// The enum that it is, for defaults.
    pub(super) of_enum: Option<DefId>,
    /// The type that `#[sqlx(type_name)]` gives it on PostgreSQL.
    pub(super) type_name: Option<String>,
}

/// Why a type cannot be told, and what to do.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) hint: String,
}

/// How deep types lie in each other: more is a circle.
const DEPTH: usize = 32;

type Parameters = BTreeMap<String, Result<Resolved, Fault>>;

/// Resolves types against the source.
pub(super) struct Types<'a> {
    pub(super) tree: &'a mut Tree,
    /// `[types]` of `dbwarden.toml`.
    pub(super) named: &'a BTreeMap<String, String>,
    /// Composite types that fields led to, with their definition.
    pub(super) composites: Vec<(ObjectName, DefId)>,
    enums: BTreeMap<DefId, Rc<EnumModel>>,
}

impl<'a> Types<'a> {
    pub(super) fn new(tree: &'a mut Tree, named: &'a BTreeMap<String, String>) -> Self {
        Types { tree, named, composites: Vec::new(), enums: BTreeMap::new() }
    }

    /// What a type holds, as a module sees it.
    pub(super) fn resolve(&mut self, module: ModuleId, ty: &Type) -> Result<Resolved, Fault> {
        self.at(module, ty, &Parameters::new(), DEPTH)
    }

    fn at(
        &mut self,
        module: ModuleId,
        ty: &Type,
        parameters: &Parameters,
        depth: usize,
    ) -> Result<Resolved, Fault> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(fault(format!("`{}` never ends", shown(ty)), None));
        };
        match ty {
            Type::Group(group) => self.at(module, &group.elem, parameters, depth),
            Type::Paren(paren) => self.at(module, &paren.elem, parameters, depth),
            Type::Reference(reference) => self.at(module, &reference.elem, parameters, depth),
            Type::Slice(slice) => {
                let element = self.at(module, &slice.elem, parameters, depth)?;
                Ok(list(element))
            }
            Type::Array(array) => {
                let element = self.at(module, &array.elem, parameters, depth)?;
                Ok(list(element))
            }
            Type::Path(path) if path.qself.is_none() => {
                self.path(module, &path.path, parameters, depth)
            }
            _ => Err(fault(format!("`{}` is no type of a column", shown(ty)), None)),
        }
    }

    fn path(
        &mut self,
        module: ModuleId,
        path: &syn::Path,
        parameters: &Parameters,
        depth: usize,
    ) -> Result<Resolved, Fault> {
        let segments = segments(path);
        if let [name] = segments.as_slice()
            && let Some(parameter) = parameters.get(name)
        {
            return parameter.clone();
        }
        if let Some(named) = self.named_type(&segments) {
            let stands_for = syn::parse_str::<Type>(&named).map_err(|_| Fault {
                message: format!("not a Rust type in `[types]`: `{named}`"),
                hint: "name a type such as `i64` or `uuid::Uuid` in dbwarden.toml".to_owned(),
            })?;
            return self.named_path(&stands_for, depth);
        }
        let arguments = self.arguments(module, path, parameters, depth);
        match self.tree.resolve(module, &segments) {
            Some(Found::Types(defs)) => self.def(&defs, arguments, depth),
            Some(Found::External(external)) => match known(&external) {
                Some(known) => of_known(known, path, arguments),
                None => Err(unknown(path, &external)),
            },
            Some(Found::Module(_)) | None => Err(unknown(path, &[])),
        }
    }

    /// The entry of `[types]` for a path: as it is written, or by its last name.
    fn named_type(&self, segments: &[String]) -> Option<String> {
        let written = segments.join("::");
        let last = segments.last()?;
        self.named.get(&written).or_else(|| self.named.get(last)).cloned()
    }

    /// A type of `[types]` is told without any module: from the prelude, or by its whole path.
    fn named_path(&mut self, ty: &Type, depth: usize) -> Result<Resolved, Fault> {
        if let Type::Path(path) = ty {
            let external = segments(&path.path);
            let mut arguments = Vec::new();
            if let Some(last) = path.path.segments.last() {
                for ty in type_arguments(&last.arguments) {
                    arguments.push(self.named_path(ty, depth.saturating_sub(1)));
                }
            }
            if let Some(known) = known(&external) {
                return of_known(known, &path.path, arguments);
            }
        }
        Err(Fault {
            message: format!("`{}` in `[types]` is no type that sqlx maps", shown(ty)),
            hint: "name a type such as `i64` or `uuid::Uuid` in dbwarden.toml".to_owned(),
        })
    }

    fn arguments(
        &mut self,
        module: ModuleId,
        path: &syn::Path,
        parameters: &Parameters,
        depth: usize,
    ) -> Vec<Result<Resolved, Fault>> {
        let Some(last) = path.segments.last() else { return Vec::new() };
        type_arguments(&last.arguments)
            .into_iter()
            .map(|ty| self.at(module, ty, parameters, depth))
            .collect()
    }

    /// The definition that is there, of those that `cfg` chooses from.
    pub(super) fn choose(&self, defs: &[DefId]) -> Result<DefId, Fault> {
        let certain = defs.iter().find(|id| self.tree.defs[**id].active == Truth::Yes);
        let Some(id) = certain.or(defs.first()) else {
            return Err(fault("no type of that name".to_owned(), None));
        };
        let def = &self.tree.defs[*id];
        if certain.is_none() || !def.undecided.is_empty() {
            return Err(Fault {
                message: format!("`{}` hangs on a `cfg` that cannot be decided here", def.name),
                hint: TYPE_HINT.to_owned(),
            });
        }
        Ok(*id)
    }

    fn def(
        &mut self,
        defs: &[DefId],
        arguments: Vec<Result<Resolved, Fault>>,
        depth: usize,
    ) -> Result<Resolved, Fault> {
        let id = self.choose(defs)?;
        let def = self.tree.defs[id].clone();
        match &def.kind {
            DefKind::Alias(alias) => {
                let parameters = bind(&alias.generics, arguments);
                self.at(def.module, &alias.ty, &parameters, depth)
            }
            DefKind::Struct(input) => self.structure(id, def.module, input, arguments, depth),
            DefKind::Enum(input) => self.enumeration(id, input),
        }
    }

    fn structure(
        &mut self,
        id: DefId,
        module: ModuleId,
        input: &DeriveInput,
        arguments: Vec<Result<Resolved, Fault>>,
        depth: usize,
    ) -> Result<Resolved, Fault> {
        let sqlx = parse_type_attributes(&input.attrs).unwrap_or_default();
        let Data::Struct(data) = &input.data else {
            return Err(fault(format!("`{}` is no type of a column", input.ident), None));
        };
        let parameters = bind(&input.generics, arguments);
        let mut fields = data.fields.iter();
        let is_newtype = data.fields.len() == 1
            && (matches!(data.fields, Fields::Unnamed(_)) || sqlx.transparent);
        if is_newtype && let Some(field) = fields.next() {
            let mut inner = self.at(module, &field.ty, &parameters, depth)?;
            if let Some(name) = sqlx.type_name {
                inner.type_name = Some(name.value);
            }
            return Ok(inner);
        }
        if matches!(data.fields, Fields::Named(_)) && derives(input, "Type") {
            let name = match self.declared_name(&input.ident, sqlx.type_name.as_ref())? {
                TypeName::User(name) => name,
                TypeName::Builtin(name) => return Err(shadows(&input.ident, &name)),
            };
            self.composites.push((name.clone(), id));
            return Ok(resolved(ValueType::Composite(name)));
        }
        Err(fault(
            format!("`{}` is a struct that sqlx does not read from one column", input.ident),
            Some("derive `sqlx::Type`, mark the field `#[sqlx(json)]` or `#[sqlx(flatten)]`"),
        ))
    }

    fn enumeration(&mut self, id: DefId, input: &DeriveInput) -> Result<Resolved, Fault> {
        let model = self.enum_model(id)?;
        if let Some(repr) = &model.sqlx.repr {
            let value = match repr.to_string().as_str() {
                "i8" => ValueType::I8,
                "i16" => ValueType::I16,
                "i32" => ValueType::I32,
                "i64" => ValueType::I64,
                "u8" => ValueType::U8,
                "u16" => ValueType::U16,
                "u32" => ValueType::U32,
                "u64" => ValueType::U64,
                repr => {
                    let message =
                        format!("`{}` is kept as `{repr}`, which no column is", input.ident);
                    return Err(fault(message, Some("use `repr(i32)` or `repr(i64)`")));
                }
            };
            return Ok(Resolved { of_enum: Some(id), ..resolved(value) });
        }
        if !derives(input, "Type") && model.stored.is_none() {
            return Err(fault(
                format!("`{}` is an enum without `derive(sqlx::Type)`", input.ident),
                Some("derive `sqlx::Type`"),
            ));
        }
        let values: Vec<String> =
            model.variants.iter().map(|variant| variant.value.clone()).collect();
        let stored = model.stored.as_ref().map_or(Stored::Enum, |stored| stored.value);
        let mut found = Resolved { of_enum: Some(id), ..resolved(ValueType::Text) };
        match stored {
            Stored::Text => {}
            Stored::Check => found.value = ValueType::CheckedText(values),
            Stored::Enum => {
                let name = match self.declared_name(&input.ident, model.sqlx.type_name.as_ref())? {
                    TypeName::User(name) => name,
                    TypeName::Builtin(builtin) => {
                        let Some(name) = &model.sqlx.type_name else {
                            return Err(shadows(&input.ident, &builtin));
                        };
                        found.type_name = Some(name.value.clone());
                        return Ok(found);
                    }
                };
                let def = &self.tree.defs[id];
                let line = u32::try_from(input.ident.span().start().line).unwrap_or_default();
                let file = self.tree.modules[def.module].file.to_string();
                let comment = model.comment.as_ref().map(|comment| comment.value.clone());
                let origin = Some(Origin { file, line });
                let renamed_values = model.renamed_values();
                let ty = EnumType { name, values, comment, renamed_values, origin };
                found.value = ValueType::Enum(ty);
            }
        }
        Ok(found)
    }

    /// An enum with its variants, read once.
    pub(super) fn enum_model(&mut self, id: DefId) -> Result<Rc<EnumModel>, Fault> {
        if let Some(model) = self.enums.get(&id) {
            return Ok(model.clone());
        }
        let DefKind::Enum(input) = &self.tree.defs[id].kind else {
            return Err(fault(format!("`{}` is no enum", self.tree.defs[id].name), None));
        };
        let model = parse_enum(input).map_err(|error| fault(error.to_string(), None))?;
        let model = Rc::new(model);
        self.enums.insert(id, model.clone());
        Ok(model)
    }

    /// The name of a type in SQL: folded unless quoted. Without `type_name` sqlx asks PostgreSQL for
    /// the name of the Rust type, which is folded too.
    fn declared_name(
        &self,
        ident: &proc_macro2::Ident,
        name: Option<&dbwarden_model::ast::Text>,
    ) -> Result<TypeName, Fault> {
        let text = name.map_or_else(|| dbwarden_model::unraw(ident), |name| name.value.clone());
        ColumnType::parse(Dialect::Postgres, &text)
            .map(|ty| ty.name)
            .map_err(|error| fault(error.to_string(), error.hint.as_deref()))
    }
}

fn shadows(ident: &proc_macro2::Ident, builtin: &str) -> Fault {
    fault(
        format!("`{ident}` is called like PostgreSQL's own type `{builtin}`"),
        Some("name the type: `#[sqlx(type_name = \"..\")]`"),
    )
}

fn of_known(
    known: Known,
    path: &syn::Path,
    arguments: Vec<Result<Resolved, Fault>>,
) -> Result<Resolved, Fault> {
    if let Known::Value(value) = known {
        return Ok(resolved(value));
    }
    let Some(argument) = arguments.into_iter().next() else {
        let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        return Err(fault(format!("`{name}` without its parameter"), None));
    };
    let argument = argument?;
    Ok(match known {
        Known::Value(value) => resolved(value),
        Known::Transparent => argument,
        Known::Option if argument.nullable => {
            return Err(fault(
                "an `Option` in an `Option` is no type of a column".to_owned(),
                None,
            ));
        }
        Known::Option => Resolved { nullable: true, ..argument },
        Known::List => list(argument),
        Known::Range => resolved(ValueType::Range(Box::new(argument.value))),
    })
}

fn list(element: Resolved) -> Resolved {
    match element.value {
        ValueType::U8 if element.of_enum.is_none() => resolved(ValueType::Bytes),
        value => Resolved {
            type_name: element.type_name.map(|name| format!("{name}[]")),
            ..resolved(ValueType::Array(Box::new(value)))
        },
    }
}

fn resolved(value: ValueType) -> Resolved {
    Resolved { value, nullable: false, of_enum: None, type_name: None }
}

/// What JSON looks like, whatever type it is read as.
pub(super) fn json() -> Resolved {
    resolved(ValueType::Json)
}

const TYPE_HINT: &str = "name the column's type: `#[dbwarden(type = \"..\")]`";

fn fault(message: String, hint: Option<&str>) -> Fault {
    let hint = match hint {
        Some(hint) => format!("{hint}, or name the column's type: `#[dbwarden(type = \"..\")]`"),
        None => TYPE_HINT.to_owned(),
    };
    Fault { message, hint }
}

fn unknown(path: &syn::Path, external: &[String]) -> Fault {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let message = match external {
        [] | [_] => format!("no type `{name}` is found in the source"),
        external => format!("`{}` is no type that sqlx maps", external.join("::")),
    };
    let hint = format!(
        "name the column's type, `#[dbwarden(type = \"..\")]`, or what `{name}` stands for in \
         dbwarden.toml: `[types]` and `{name} = \"i32\"`"
    );
    Fault { message, hint }
}

fn bind(generics: &syn::Generics, arguments: Vec<Result<Resolved, Fault>>) -> Parameters {
    let mut arguments = arguments.into_iter();
    generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => {
                let name = dbwarden_model::unraw(&parameter.ident);
                let argument = arguments.next().unwrap_or_else(|| {
                    Err(fault(format!("the parameter `{name}` is not given"), None))
                });
                Some((name, argument))
            }
            GenericParam::Lifetime(_) | GenericParam::Const(_) => None,
        })
        .collect()
}

fn type_arguments(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return Vec::new() };
    arguments
        .args
        .iter()
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect()
}

/// Whether an item derives something of that name, whatever the path.
pub(super) fn derives(input: &DeriveInput, name: &str) -> bool {
    derive_paths(input).iter().any(|path| path.last().is_some_and(|last| last == name))
}

/// The paths of all derives of an item.
pub(super) fn derive_paths(input: &DeriveInput) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
        let Ok(list) = attr.parse_args_with(parser) else { continue };
        paths.extend(list.iter().map(segments));
    }
    paths
}

/// A type as people write it.
pub(super) fn shown(ty: &Type) -> String {
    use quote::ToTokens;
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ",")
}
