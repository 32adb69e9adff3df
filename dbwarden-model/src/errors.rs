//! All mistakes of an item, not the first alone.

use std::fmt::Display;

use proc_macro2::Span;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    /// Notes a mistake at a place.
    pub(crate) fn push(&mut self, span: Span, message: impl Display) {
        self.0.push(syn::Error::new(span, message));
    }

    /// Notes a word that is none of those that may stand here.
    pub(crate) fn unknown(&mut self, span: Span, what: &str, word: &str, valid: &[&str]) {
        let message = match nearest(word, valid) {
            Some(near) => format!("unknown {what} `{word}`, did you mean `{near}`?"),
            None => format!("unknown {what} `{word}`, expected one of {}", quoted(valid)),
        };
        self.push(span, message);
    }

    /// `value`, or everything that was found, joined into one error.
    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        let mut found = self.0.into_iter();
        match found.next() {
            None => Ok(value),
            Some(mut first) => {
                first.extend(found);
                Err(first)
            }
        }
    }
}

/// The valid word that lies nearest to a mistyped one, if one lies near.
pub fn nearest<'a>(word: &str, valid: &[&'a str]) -> Option<&'a str> {
    let mut best: Option<(f64, &'a str)> = None;
    for candidate in valid {
        let near = strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase());
        if near > 0.8 && best.is_none_or(|(so_far, _)| near > so_far) {
            best = Some((near, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_word_is_near_or_none() {
        assert_eq!(nearest("lenght", &["length", "scale"]), Some("length"));
        assert_eq!(nearest("primarykey", &["primary_key", "precision"]), Some("primary_key"));
        assert_eq!(nearest("banana", &["length", "scale"]), None);
    }

    #[test]
    fn all_errors_are_kept() {
        let mut errors = Errors::default();
        errors.push(Span::call_site(), "one");
        errors.push(Span::call_site(), "two");
        let Err(error) = errors.finish(()) else { panic!("two mistakes were noted") };
        let messages: Vec<String> = error.into_iter().map(|error| error.to_string()).collect();
        assert_eq!(messages, ["one", "two"]);
    }
}
