//! The grammar of `#[dbwarden(...)]`, read by `#[derive(dbwarden::Model)]` and by the `dbwarden`
//! command alike.
//!
//! ```text
//! syn::DeriveInput ─▶ parse ─▶ ast (with spans) ─▶ validity ─▶ expand (the derive alone)
//! ```
//!
//! - [`ast`]: what an item declares, each part with the span where it stands
//! - `parse`: attributes into that, for `#[dbwarden(..)]` and for the `#[sqlx(..)]` that counts here
//! - `validity`: what cannot be meant, as far as one item alone shows it
//! - [`expand`]: the code that lets rustc check what an item says about others
//!
//! Every stage reports all mistakes of the item, each as an error of its own on its own span.
//! Nothing here resolves a name or opens a file; that is what the command's source scan does.

pub mod ast;
mod case;
mod errors;
pub mod expand;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;
mod validity;

pub use case::RenameAll;
pub use errors::nearest;
pub use parse::{
    Role, option_of, parse_enum, parse_model, parse_type_attributes, read_model, unraw,
};
pub use validity::quoted_form;
