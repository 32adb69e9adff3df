//! Attributes into the AST.

mod constraint;
mod container;
mod default;
mod enums;
mod field;
mod index;
mod sqlx;

use syn::{Attribute, Data, DeriveInput, Fields, GenericArgument, PathArguments, Type};

use crate::ast::{EnumModel, Model, TypeAttributes};
use crate::errors::Errors;
pub use crate::tokens::unraw;
use crate::tokens::{Tokens, entries};
use crate::validity;

/// What a struct is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A table: it says which.
    Table,
    /// A struct that others flatten.
    Part,
}

/// Reads a struct with `derive(Model)`.
///
/// # Errors
///
/// Every mistake of the struct, joined into one [`syn::Error`].
pub fn parse_model(input: &DeriveInput) -> syn::Result<Model> {
    let (model, error) = read_model(input, Role::Table)?;
    error.map_or(Ok(model), Err)
}

/// Reads a struct, with what is understood of it beside every mistake, joined into one
/// [`syn::Error`].
///
/// # Errors
///
/// When there is nothing to understand: it has no named fields.
pub fn read_model(input: &DeriveInput, role: Role) -> syn::Result<(Model, Option<syn::Error>)> {
    let refuse = |message| Err(syn::Error::new(input.ident.span(), message));
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            Fields::Unnamed(_) | Fields::Unit => {
                return refuse("a model has named fields; a tuple struct needs no `derive(Model)`");
            }
        },
        Data::Enum(_) | Data::Union(_) => return refuse("a model is a struct with named fields"),
    };
    let mut errors = Errors::default();
    let sqlx = sqlx::container(&input.attrs, &mut errors);
    let mut model = container::parse(input, &mut errors);
    for field in fields {
        if let Some(field) = field::parse(field, sqlx.rename_all, &mut errors) {
            model.fields.push(field);
        }
    }
    validity::model(&model, role, &mut errors);
    let error = errors.finish(()).err();
    Ok((model, error))
}

/// Reads an enum; it need not derive `Model`.
///
/// # Errors
///
/// Every mistake of the enum, joined into one [`syn::Error`].
pub fn parse_enum(input: &DeriveInput) -> syn::Result<EnumModel> {
    let mut errors = Errors::default();
    let model = enums::parse(input, &mut errors);
    validity::enumeration(&model, &mut errors);
    errors.finish(model)
}

/// Reads what sqlx's attributes say of a type.
///
/// # Errors
///
/// Every mistake, joined into one [`syn::Error`].
pub fn parse_type_attributes(attrs: &[Attribute]) -> syn::Result<TypeAttributes> {
    let mut errors = Errors::default();
    let attributes = sqlx::container(attrs, &mut errors);
    errors.finish(attributes)
}

/// `T` of `Option<T>`, as it is written.
pub fn option_of(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Path(path) if path.qself.is_none() => &path.path,
        Type::Group(group) => return option_of(&group.elem),
        Type::Paren(paren) => return option_of(&paren.elem),
        _ => return None,
    };
    let last = path.segments.last()?;
    if last.ident != "Option" {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(ty) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

/// The entries of all attributes of that name.
fn attribute_entries(attrs: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Tokens> {
    let mut all = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        match attr.meta.require_list() {
            Ok(list) => all.extend(entries(list.tokens.clone(), errors)),
            Err(_) => errors.push(
                syn::spanned::Spanned::span(attr.path()),
                format!("expected `#[{name}(..)]`"),
            ),
        }
    }
    all
}
