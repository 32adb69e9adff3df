//! The inside of an attribute: entries between commas, and the values they hold.
//!
//! Attributes are read token by token, not as `syn::Meta`: `type` and `where` are keywords, `b desc`
//! is two words, and one bad entry must not hide the mistakes after it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::ast::{Spanned, Text};
use crate::errors::Errors;

/// What stands between two commas. Never empty.
pub(crate) type Tokens = Vec<TokenTree>;

/// The entries of a list. A stray comma is a mistake; one at the end is none.
pub(crate) fn entries(stream: TokenStream, errors: &mut Errors) -> Vec<Tokens> {
    let mut entries = Vec::new();
    let mut entry = Tokens::new();
    for token in flat(stream) {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                if entry.is_empty() {
                    errors.push(punct.span(), "unexpected `,`");
                } else {
                    entries.push(std::mem::take(&mut entry));
                }
            }
            token => entry.push(token),
        }
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    entries
}

/// The span of an entry: of its first token, as far as stable Rust goes.
pub(crate) fn span_of(tokens: &[TokenTree]) -> Span {
    let Some(first) = tokens.first() else { return Span::call_site() };
    let last = tokens.last().unwrap_or(first);
    first.span().join(last.span()).unwrap_or_else(|| first.span())
}

/// An entry of the form `key`, `key = value` or `key(list)`.
pub(crate) struct Keyed {
    /// The key, without `r#`.
    pub(crate) word: String,
    /// Where the key stands.
    pub(crate) span: Span,
    /// What it is given.
    pub(crate) value: Value,
}

/// What a key is given.
pub(crate) enum Value {
    /// Nothing.
    None,
    /// `= tokens`
    Equals(Tokens),
    /// `(list)`
    List(Group),
}

/// Reads an entry as a key; `None` is a mistake that has been noted.
pub(crate) fn keyed(tokens: &[TokenTree], errors: &mut Errors) -> Option<Keyed> {
    let TokenTree::Ident(key) = &tokens[0] else {
        errors.push(tokens[0].span(), "expected a key");
        return None;
    };
    let word = unraw(key);
    let span = key.span();
    let value = match &tokens[1..] {
        [] => Value::None,
        [TokenTree::Punct(equals), value @ ..] if equals.as_char() == '=' => {
            if value.is_empty() {
                errors.push(equals.span(), format!("expected a value after `{word} =`"));
                return None;
            }
            Value::Equals(value.to_vec())
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            Value::List(group.clone())
        }
        [other, ..] => {
            let message = format!("unexpected token after `{word}`, expected `=`, `(` or `,`");
            errors.push(other.span(), message);
            return None;
        }
    };
    Some(Keyed { word, span, value })
}

impl Keyed {
    /// `key = ".."`, not empty.
    pub(crate) fn text(&self, errors: &mut Errors) -> Option<Text> {
        let text = match &self.value {
            Value::Equals(tokens) => string(tokens),
            Value::None | Value::List(_) => None,
        };
        match text {
            Some(text) if text.value.is_empty() => {
                errors.push(text.span, format!("`{}` is empty", self.word));
                None
            }
            Some(text) => Some(text),
            None => {
                let message = format!("expected a string: `{} = \"..\"`", self.word);
                errors.push(self.value_span(), message);
                None
            }
        }
    }

    /// `key = word` or `key = "word"`.
    pub(crate) fn word_value(&self, errors: &mut Errors) -> Option<Text> {
        if let Value::Equals(tokens) = &self.value
            && let [TokenTree::Ident(ident)] = tokens.as_slice()
        {
            return Some(Text { value: unraw(ident), span: ident.span() });
        }
        self.text(errors)
    }

    /// `key = 12`.
    pub(crate) fn number(&self, errors: &mut Errors) -> Option<Spanned<u32>> {
        let number = match &self.value {
            Value::Equals(tokens) => integer(tokens).and_then(|number| {
                let value = u32::try_from(number.value).ok()?;
                Some(Spanned { value, span: number.span })
            }),
            Value::None | Value::List(_) => None,
        };
        if number.is_none() {
            let message = format!("expected a whole number: `{} = 10`", self.word);
            errors.push(self.value_span(), message);
        }
        number
    }

    /// `key = -12`.
    pub(crate) fn signed(&self, errors: &mut Errors) -> Option<i64> {
        let number = match &self.value {
            Value::Equals(tokens) => integer(tokens),
            Value::None | Value::List(_) => None,
        };
        if number.is_none() {
            let message = format!("expected a whole number: `{} = 10`", self.word);
            errors.push(self.value_span(), message);
        }
        number.map(|number| number.value)
    }

    /// `key` alone.
    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Span> {
        if let Value::None = self.value {
            return Some(self.span);
        }
        errors.push(self.value_span(), format!("`{}` takes no value", self.word));
        None
    }

    /// `key`, `key = true` or `key = false`.
    pub(crate) fn switch(&self, errors: &mut Errors) -> Option<Spanned<bool>> {
        match &self.value {
            Value::None => return Some(Spanned { value: true, span: self.span }),
            Value::Equals(tokens) => {
                if let [TokenTree::Ident(ident)] = tokens.as_slice()
                    && let Ok(value) = ident.to_string().parse()
                {
                    return Some(Spanned { value, span: self.span });
                }
            }
            Value::List(_) => {}
        }
        let message = format!("expected `{} = true` or `{} = false`", self.word, self.word);
        errors.push(self.value_span(), message);
        None
    }

    /// `key(..)`, not empty.
    pub(crate) fn list(&self, example: &str, errors: &mut Errors) -> Option<Vec<Tokens>> {
        let Value::List(group) = &self.value else {
            errors.push(self.value_span(), format!("expected a list: `{example}`"));
            return None;
        };
        let list = entries(group.stream(), errors);
        if list.is_empty() {
            errors.push(self.span, format!("`{}` is empty, expected `{example}`", self.word));
            return None;
        }
        Some(list)
    }

    /// Where the value stands, or the key where there is none.
    pub(crate) fn value_span(&self) -> Span {
        match &self.value {
            Value::None => self.span,
            Value::Equals(tokens) => span_of(tokens),
            Value::List(group) => group.span(),
        }
    }
}

/// An identifier as the database sees it: without `r#`.
pub fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix("r#") {
        Some(plain) => plain.to_owned(),
        None => text,
    }
}

/// A string literal that stands alone.
pub(crate) fn string(tokens: &[TokenTree]) -> Option<Text> {
    let [TokenTree::Literal(literal)] = tokens else { return None };
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(Text { value: text.value(), span: literal.span() }),
        _ => None,
    }
}

/// A whole number that stands alone, with or without a sign.
pub(crate) fn integer(tokens: &[TokenTree]) -> Option<Spanned<i64>> {
    let (negative, literal) = match tokens {
        [TokenTree::Literal(literal)] => (false, literal),
        [TokenTree::Punct(minus), TokenTree::Literal(literal)] if minus.as_char() == '-' => {
            (true, literal)
        }
        _ => return None,
    };
    let syn::Lit::Int(number) = syn::Lit::new(literal.clone()) else { return None };
    if !number.suffix().is_empty() {
        return None;
    }
    let digits = number.base10_digits();
    let text = if negative { format!("-{digits}") } else { digits.to_owned() };
    Some(Spanned { value: text.parse().ok()?, span: span_of(tokens) })
}

/// The tokens without the invisible groups in which `macro_rules` hands over a fragment.
fn flat(stream: TokenStream) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    for token in stream {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                tokens.extend(flat(group.stream()));
            }
            token => tokens.push(token),
        }
    }
    tokens
}
