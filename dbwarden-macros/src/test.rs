//! `#[dbwarden::test]`: an async function with a database becomes a test.
//!
//! The function is kept as it was written, inside of an ordinary test that hands it to the runtime.
//! What it takes and returns is looked at by the compiler alone.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Ident, LitStr, Token, Type, Visibility, parenthesized};

use crate::migrate;

/// What stands between the parentheses of the attribute.
#[derive(Default)]
pub(crate) struct Settings {
    /// `migrator = crate::MIGRATOR`
    migrator: Option<Expr>,
    /// `database = "analytics"` or `dir = "db/sql"`
    folder: Option<migrate::Input>,
    /// `url = server_url()`
    url: Option<Expr>,
}

const KEYS: &str = "`migrator = crate::MIGRATOR`, `database = \"analytics\"`, `dir = \"db/sql\"` or \
                    `url = server_url()`";

impl Parse for Settings {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut settings = Self::default();
        while !input.is_empty() {
            let key = input.call(Ident::parse_any).map_err(|error| unknown(error.span()))?;
            input.parse::<Token![=]>()?;
            let migrations = settings.migrator.is_some() || settings.folder.is_some();
            match key.to_string().as_str() {
                "migrator" | "database" | "dir" if migrations => {
                    let message = "the migrations are named already";
                    return Err(syn::Error::new(key.span(), message));
                }
                "url" if settings.url.is_some() => {
                    return Err(syn::Error::new(key.span(), "the server is named already"));
                }
                "migrator" => settings.migrator = Some(input.parse()?),
                "database" => {
                    settings.folder = Some(migrate::Input::Database(input.parse::<LitStr>()?));
                }
                "dir" => settings.folder = Some(migrate::Input::Folder(input.parse::<LitStr>()?)),
                "url" => settings.url = Some(input.parse()?),
                _ => return Err(unknown(key.span())),
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(settings)
    }
}

fn unknown(span: Span) -> syn::Error {
    syn::Error::new(span, format!("expected nothing, {KEYS}"))
}

/// The function, of which only the head is looked at.
pub(crate) struct Function {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    /// From its parenthesis to its end.
    rest: TokenStream,
    /// What stands behind `->`.
    returns: Option<Type>,
}

const TAKES: &str = "a test takes one argument, its database\n\
                     hint: `async fn name(pool: sqlx::PgPool)`";

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if let Some(token) = input.parse::<Option<Token![fn]>>()? {
            let message = "a test with a database is async\nhint: write `async fn`";
            return Err(syn::Error::new(token.span, message));
        }
        let expected = |error: syn::Error| {
            syn::Error::new(
                error.span(),
                "expected a test\nhint: `async fn name(pool: sqlx::PgPool)`",
            )
        };
        input.parse::<Token![async]>().map_err(expected)?;
        input.parse::<Token![fn]>().map_err(expected)?;
        let name: Ident = input.parse()?;
        if input.peek(Token![<]) {
            return Err(input.error("a test is called by nobody who could choose its parameters"));
        }
        let rest = input.fork().parse()?;
        let arguments;
        let parentheses = parenthesized!(arguments in input);
        match one_argument(&arguments) {
            Ok(true) => {}
            Ok(false) => return Err(syn::Error::new(parentheses.span.join(), TAKES)),
            Err(error) => return Err(error),
        }
        let returns = match input.parse::<Option<Token![->]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        // The body, which the compiler looks at.
        input.parse::<TokenStream>()?;
        Ok(Self { attributes, visibility, name, rest, returns })
    }
}

/// Whether there is one argument, and no other. Its pattern and type are not ours to judge.
fn one_argument(arguments: ParseStream<'_>) -> syn::Result<bool> {
    let mut count = 0;
    while !arguments.is_empty() {
        arguments.call(Attribute::parse_outer)?;
        while !arguments.peek(Token![:]) || arguments.peek(Token![::]) {
            if arguments.is_empty() {
                return Ok(false);
            }
            // Two tokens of `::` are one step, so that the second is not taken for the end.
            if arguments.parse::<Option<Token![::]>>()?.is_none() {
                arguments.parse::<proc_macro2::TokenTree>()?;
            }
        }
        arguments.parse::<Token![:]>()?;
        arguments.parse::<Type>()?;
        if !arguments.is_empty() {
            arguments.parse::<Token![,]>()?;
        }
        count += 1;
    }
    Ok(count == 1)
}

/// The test.
pub(crate) fn expand(settings: &Settings, function: &Function) -> syn::Result<TokenStream> {
    let Function { attributes, visibility, name, rest, returns } = function;
    let private = quote!(::dbwarden::__private::test);
    let migrations = match &settings.migrator {
        Some(migrator) => quote!(#private::Migrations::Given(&(#migrator))),
        None => {
            let label =
                migrate::folder_of_test(settings.folder.as_ref().unwrap_or(&migrate::Input::Only))?;
            quote! {
                #private::Migrations::Folder {
                    home: ::core::env!("CARGO_MANIFEST_DIR"),
                    label: #label,
                }
            }
        }
    };
    let url = match &settings.url {
        Some(url) => quote!(::core::option::Option::Some(::std::string::String::from(#url))),
        None => quote!(::core::option::Option::None),
    };
    let returns = returns.as_ref().map(|returns| quote!(-> #returns));
    Ok(quote! {
        #(#attributes)*
        #[::core::prelude::v1::test]
        #visibility fn #name() #returns {
            async fn #name #rest
            #private::run(#private::Setup { url: #url, migrations: #migrations }, #name)
        }
    })
}
