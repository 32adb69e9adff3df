//! The macros of dbwarden. Use them through the crate `dbwarden`.

mod migrate;
mod test;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("../docs/migrate.md")]
#[proc_macro]
pub fn migrate(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as migrate::Input);
    migrate::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

#[doc = include_str!("../docs/model.md")]
#[proc_macro_derive(Model, attributes(dbwarden, sqlx))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    dbwarden_model::expand::derive_model(&input).into()
}

#[doc = include_str!("../docs/test.md")]
#[proc_macro_attribute]
pub fn test(settings: TokenStream, item: TokenStream) -> TokenStream {
    let settings = parse_macro_input!(settings as test::Settings);
    let function = parse_macro_input!(item as test::Function);
    test::expand(&settings, &function).unwrap_or_else(syn::Error::into_compile_error).into()
}
