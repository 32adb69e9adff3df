//! SQL as text: tokens, statements and identifiers.
//!
//! There is one lexer. The three dialects say in their rooms how they write tokens and where a `;`
//! does not end a statement; everything here is the same for all of them.

#[cfg(feature = "schema")]
pub(crate) mod condition;
#[cfg(feature = "parse")]
mod error;
#[cfg(feature = "schema")]
pub mod expression;
#[cfg(feature = "schema")]
mod grouping;
pub mod ident;
#[cfg(feature = "parse")]
mod lexer;
#[cfg(feature = "schema")]
pub(crate) mod literal;
#[cfg(feature = "schema")]
mod reread;
#[cfg(feature = "parse")]
mod split;
#[cfg(feature = "parse")]
mod token;

#[cfg(feature = "parse")]
pub use error::SqlError;
#[cfg(feature = "schema")]
pub(crate) use lexer::Lexer;
#[cfg(feature = "parse")]
pub(crate) use lexer::Rules;
#[cfg(feature = "parse")]
pub(crate) use split::{Boundary, Words};
#[cfg(feature = "parse")]
pub use split::{Comment, Split, StatementRange, split};
#[cfg(feature = "parse")]
pub use token::{Token, TokenKind};
