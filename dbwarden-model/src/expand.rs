//! What `derive(Model)` becomes.
//!
//! A struct gets a hidden constant for each column, `__dbwarden_column_{field}`, and one for its
//! primary key. They are `pub` in an inherent `impl`, so that `references(User::id)` reaches private
//! fields and other modules, and typed, so that rustc compares both ends.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Type};

use crate::ast::{Default, Field, Model, ReferenceSpec, Spanned, Target};
use crate::parse::{parse_enum, parse_model, unraw};

/// The expansion of `derive(Model)`.
///
/// All mistakes become `compile_error!`s. Beside them stand the same constants as ever, so that no
/// other item fails because of this one.
pub fn derive_model(input: &DeriveInput) -> TokenStream {
    let expanded = match &input.data {
        Data::Enum(_) => parse_enum(input).map(|_| TokenStream::new()),
        Data::Struct(_) | Data::Union(_) => parse_model(input).map(|model| expand(&model)),
    };
    expanded.unwrap_or_else(|error| {
        let errors = error.into_compile_error();
        let fallback = fallback(input);
        quote! { #errors #fallback }
    })
}

fn expand(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let (impl_generics, type_generics, where_clause) = model.generics.split_for_impl();
    let columns = model
        .fields
        .iter()
        .filter(|field| field.is_column())
        .map(|field| column_constant(&field.ident, read_type(field)));
    let key = primary_key(model);
    let checks: TokenStream = model
        .fields
        .iter()
        .map(checks_of_field)
        .chain(model.foreign_keys.iter().map(|key| {
            let types: Vec<Option<&Type>> =
                key.columns.iter().map(|column| type_of(model, &column.name)).collect();
            check_reference(&key.references, &types)
        }))
        .collect();
    let checks = (!checks.is_empty()).then(|| {
        quote! {
            #[doc(hidden)]
            fn __dbwarden_checks() { #checks }
        }
    });
    quote! {
        #[doc(hidden)]
        #[automatically_derived]
        #[allow(
            dead_code, deprecated, non_upper_case_globals, non_snake_case,
            private_bounds, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery
        )]
        impl #impl_generics #ident #type_generics #where_clause {
            #(#columns)*
            #key
            #checks
        }
    }
}

/// The constants alone, for an item whose attributes are not understood.
fn fallback(input: &DeriveInput) -> TokenStream {
    let Data::Struct(data) = &input.data else { return TokenStream::new() };
    let Fields::Named(fields) = &data.fields else { return TokenStream::new() };
    let ident = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let columns = fields
        .named
        .iter()
        .filter_map(|field| Some(column_constant(field.ident.as_ref()?, &field.ty)));
    quote! {
        #[doc(hidden)]
        #[automatically_derived]
        #[allow(
            dead_code, deprecated, non_upper_case_globals, private_bounds, private_interfaces
        )]
        impl #impl_generics #ident #type_generics #where_clause { #(#columns)* }
    }
}

fn column_constant(field: &Ident, ty: &Type) -> TokenStream {
    let name = hidden(field);
    quote! {
        pub const #name: ::dbwarden::__private::Column<#ty> =
            ::dbwarden::__private::Column::new();
    }
}

fn hidden(field: &Ident) -> Ident {
    format_ident!("__dbwarden_column_{}", unraw(field), span = field.span())
}

/// The type that is read from the column.
fn read_type(field: &Field) -> &Type {
    field.try_from.as_ref().unwrap_or(&field.ty)
}

/// The type of the field that an attribute of the struct names; `None` where no field is meant, or
/// where `type = ".."` says that the Rust type does not count.
fn type_of<'a>(model: &'a Model, name: &str) -> Option<&'a Type> {
    let field = model
        .fields
        .iter()
        .find(|field| unraw(&field.ident) == name)
        .or_else(|| model.fields.iter().find(|field| field.column.value == name))?;
    field.keys.ty.is_none().then(|| read_type(field))
}

fn primary_key(model: &Model) -> Option<TokenStream> {
    let types: Vec<&Type> = match &model.primary_key {
        Some(key) => {
            let field_of = |name: &str| {
                model
                    .fields
                    .iter()
                    .find(|field| unraw(&field.ident) == name || field.column.value == name)
            };
            key.columns
                .iter()
                .map(|column| field_of(&column.name).map(read_type))
                .collect::<Option<_>>()?
        }
        None => {
            let field = model.fields.iter().find(|field| field.keys.primary_key.is_some())?;
            vec![read_type(field)]
        }
    };
    let ty = match types.as_slice() {
        [ty] => quote!(#ty),
        types => quote!((#(#types,)*)),
    };
    Some(quote! {
        pub const __dbwarden_primary_key: ::dbwarden::__private::PrimaryKey<#ty> =
            ::dbwarden::__private::PrimaryKey::new();
    })
}

fn checks_of_field(field: &Field) -> TokenStream {
    if !field.is_column() {
        return TokenStream::new();
    }
    let ty = field.keys.ty.is_none().then(|| read_type(field));
    let mut checks = TokenStream::new();
    if let Some(reference) = &field.keys.references {
        checks.extend(check_reference(reference, &[ty]));
    }
    let engines = &field.keys.engines;
    let defaults = [
        &field.keys.default,
        &engines.postgres.default,
        &engines.mysql.default,
        &engines.sqlite.default,
    ];
    checks.extend(defaults.into_iter().flatten().map(|default| check_default(default, &field.ty)));
    checks
}

fn check_reference(reference: &ReferenceSpec, types: &[Option<&Type>]) -> TokenStream {
    let private = |span: Span| quote_spanned!(span=> ::dbwarden::__private);
    match &reference.target {
        Target::Table { .. } => TokenStream::new(),
        Target::Model(path) => {
            let private = private(path.span());
            let key = quote_spanned!(path.span()=> #path::__dbwarden_primary_key);
            let types: Option<Vec<&Type>> = types.iter().copied().collect();
            match types.as_deref() {
                None => quote!(#private::is_column(&#key);),
                Some([ty]) => quote!(#private::is_key::<#ty, _>(#key);),
                Some(_) => quote!(#private::is_column(&#key);),
            }
        }
        Target::Columns(path, columns) => columns
            .iter()
            .zip(types)
            .map(|(column, ty)| {
                let private = private(column.span());
                let name = hidden(column);
                match ty {
                    Some(ty) => quote!(#private::refers::<#ty, _>(#path::#name);),
                    None => quote!(#private::is_column(&#path::#name);),
                }
            })
            .collect(),
    }
}

fn check_default(default: &Spanned<Default>, ty: &Type) -> TokenStream {
    match &default.value {
        Default::Variant(path) => {
            let private = quote_spanned!(path.span()=> ::dbwarden::__private);
            quote!(#private::holds::<#ty, _>(#path);)
        }
        Default::OfEnum | Default::Sql(_) | Default::Number(_) | Default::Bool(_) => {
            TokenStream::new()
        }
    }
}
