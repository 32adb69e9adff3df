//! `migrate!()`: from a folder to a migrator.

mod emit;
mod locate;

use dbwarden_core::migration::{self, Faults, Purpose, folder};
use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

pub(crate) use locate::{Form, Located};

/// What stands between the parentheses.
pub(crate) enum Input {
    /// Nothing.
    Only,
    /// The name of a database.
    Database(LitStr),
    /// `dir = ".."`
    Folder(LitStr),
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let parsed = if input.is_empty() {
            Self::Only
        } else if input.peek(LitStr) {
            Self::Database(input.parse()?)
        } else {
            let word: Ident = input.parse().map_err(|_| unexpected(input.span()))?;
            if word != "dir" {
                return Err(unexpected(word.span()));
            }
            input.parse::<Token![=]>()?;
            Self::Folder(input.parse()?)
        };
        let _ = input.parse::<Option<Token![,]>>()?;
        if input.is_empty() { Ok(parsed) } else { Err(unexpected(input.span())) }
    }
}

fn unexpected(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "expected nothing, the name of a database, or a folder\n\
         hint: `migrate!()`, `migrate!(\"analytics\")` or `migrate!(dir = \"db/sql\")`",
    )
}

impl Input {
    fn span(&self) -> Span {
        match self {
            Self::Only => Span::call_site(),
            Self::Database(name) | Self::Folder(name) => name.span(),
        }
    }

    fn locate(&self, form: Form) -> Result<Located, syn::Error> {
        locate::locate(self, form).map_err(|message| syn::Error::new(self.span(), message))
    }
}

/// The folder that a test means, relative to the crate.
pub(crate) fn folder_of_test(input: &Input) -> Result<String, syn::Error> {
    Ok(input.locate(Form::Test)?.label)
}

/// The migrator, or one error with everything that is wrong.
pub(crate) fn expand(input: &Input) -> Result<TokenStream, syn::Error> {
    let span = input.span();
    let located = input.locate(Form::Migrate)?;
    let faults = |faults: &Faults| {
        let of = located.label.as_str();
        syn::Error::new(span, format!("the migrations in `{of}` cannot be embedded\n{faults}"))
    };
    let folder = folder::read(&located.path, &located.label).map_err(|found| faults(&found))?;
    let set = migration::assemble(&folder, &located.database, Purpose::Run)
        .map_err(|found| faults(&found))?;
    Ok(emit::migrator(&located, &folder, &set))
}
