//! The words of a type, one after the other, for the parsers of the three dialects.

use std::borrow::Cow;

use super::Dialect;
use crate::sql::{Lexer, TokenKind, ident, literal};

/// Why the text of a type could not be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) why: String,
    pub(super) hint: Option<String>,
}

impl Fault {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One word of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// A bare word, as written.
    Bare(String),
    /// A quoted name, without its quotes.
    Quoted(String),
    /// A string literal, without its quotes.
    Literal(String),
    /// Anything else: `(`, `,`, `.`, `[`.
    Sign(char),
}

/// Walks over the words of a type.
pub(super) struct Words {
    words: Vec<Word>,
    next: usize,
}

impl Words {
    /// Splits a text into words.
    pub(super) fn of(dialect: Dialect, text: &str) -> Result<Self, Fault> {
        let mut words = Vec::new();
        let mut negative = false;
        for token in Lexer::new(dialect, text) {
            let token = token.map_err(|mistake| Fault::new(mistake.what))?;
            let written = token.text(text);
            // A negative scale is one number.
            let sign = if std::mem::take(&mut negative) { "-" } else { "" };
            match token.kind {
                TokenKind::Number => words.push(Word::Bare(format!("{sign}{written}"))),
                TokenKind::Symbol if written == "-" => negative = true,
                TokenKind::Word => words.push(Word::Bare(written.to_owned())),
                TokenKind::QuotedName => {
                    let name = ident::unquote(written).unwrap_or(Cow::Borrowed(written));
                    words.push(Word::Quoted(name.into_owned()));
                }
                TokenKind::String => {
                    let text = literal::value(dialect, written);
                    words.push(Word::Literal(text.unwrap_or_else(|| written.to_owned())));
                }
                _ => words.extend(written.chars().map(Word::Sign)),
            }
        }
        Ok(Self { words, next: 0 })
    }

    pub(super) fn peek(&self) -> Option<&Word> {
        self.words.get(self.next)
    }

    pub(super) fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.next).cloned();
        self.next += usize::from(word.is_some());
        word
    }

    /// Takes the bare words if they are next, whatever their case; all or none of them.
    pub(super) fn take(&mut self, expected: &[&str]) -> bool {
        let found = self.words.get(self.next..self.next + expected.len()).is_some_and(|words| {
            words.iter().zip(expected).all(|(word, expected)| {
                matches!(word, Word::Bare(word) if word.eq_ignore_ascii_case(expected))
            })
        });
        if found {
            self.next += expected.len();
        }
        found
    }

    /// Takes a sign if it is next.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Word::Sign(sign));
        self.next += usize::from(found);
        found
    }

    /// What stands in parentheses, if they are next: the words between two commas joined.
    pub(super) fn modifiers(&mut self) -> Result<Vec<String>, Fault> {
        let mut modifiers = Vec::new();
        if !self.take_sign('(') {
            return Ok(modifiers);
        }
        loop {
            let mut modifier = String::new();
            let end = loop {
                match self.next() {
                    None => return Err(Fault::new("its parenthesis is not closed")),
                    Some(Word::Sign(end @ (',' | ')'))) => break end,
                    Some(Word::Sign(sign)) => modifier.push(sign),
                    Some(Word::Bare(text) | Word::Quoted(text) | Word::Literal(text)) => {
                        modifier.push_str(&text);
                    }
                }
            };
            modifiers.push(modifier);
            if end == ')' {
                return Ok(modifiers);
            }
        }
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(Word::Bare(text) | Word::Quoted(text) | Word::Literal(text)) => {
                Err(Fault::new(format!("`{text}` does not belong to a type")))
            }
            Some(Word::Sign(sign)) => {
                Err(Fault::new(format!("`{sign}` does not belong to a type")))
            }
        }
    }
}

/// Checks the modifiers of a type that takes between `least` and `most` whole numbers.
pub(super) fn numbers(
    modifiers: Vec<String>,
    least: usize,
    most: usize,
) -> Result<Vec<String>, Fault> {
    if modifiers.len() < least || modifiers.len() > most {
        let wanted = match (least, most) {
            (_, 0) => "nothing".to_owned(),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        };
        return Err(Fault::new(format!("it takes {wanted} in parentheses")));
    }
    modifiers
        .into_iter()
        .map(|modifier| match modifier.parse::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => Err(Fault::new(format!("`{modifier}` is not a whole number"))),
        })
        .collect()
}
