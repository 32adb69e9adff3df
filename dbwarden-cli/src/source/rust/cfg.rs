//! `#[cfg]` and `#[cfg_attr]`, as far as they can be decided without a compiler.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

/// What is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It depends on the target, or on what a build script says.
    Unknown,
}

impl Truth {
    pub(super) fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Unknown,
        }
    }

    fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    fn not(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// The conditions of one crate.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    /// The features that are switched on.
    pub(super) features: BTreeSet<String>,
}

/// The attributes of an item once `cfg_attr` is resolved.
pub(super) struct Resolved {
    /// Those that are there.
    pub(super) attrs: Vec<Attribute>,
    /// Whether the item is there.
    pub(super) active: Truth,
    /// The conditions that could not be decided and that matter to a model.
    pub(super) undecided: Vec<Attribute>,
}

impl Conditions {
    /// Resolves the attributes of an item, a field or a variant.
    pub(super) fn resolve(&self, attrs: &[Attribute]) -> Resolved {
        let mut resolved =
            Resolved { attrs: Vec::new(), active: Truth::Yes, undecided: Vec::new() };
        for attr in attrs {
            self.resolve_one(attr, &mut resolved);
        }
        resolved
    }

    fn resolve_one(&self, attr: &Attribute, resolved: &mut Resolved) {
        if attr.path().is_ident("cfg") {
            let truth = match attr.parse_args::<Meta>() {
                Ok(condition) => self.truth(&condition),
                Err(_) => Truth::Unknown,
            };
            if truth == Truth::Unknown {
                resolved.undecided.push(attr.clone());
            }
            resolved.active = resolved.active.and(truth);
        } else if attr.path().is_ident("cfg_attr") {
            let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(list) = attr.parse_args_with(parser) else {
                // The inside is no list of `Meta`: our own keys, such as `type = ..`, are none.
                self.resolve_tokens(attr, resolved);
                return;
            };
            let mut list = list.into_iter();
            let Some(condition) = list.next() else { return };
            let inner: Vec<Attribute> =
                list.map(|meta| Attribute { meta, ..attr.clone() }).collect();
            self.conditional(attr, &condition, inner, resolved);
        } else {
            resolved.attrs.push(attr.clone());
        }
    }

    /// `cfg_attr` whose attributes do not parse as `Meta`, split at its commas.
    fn resolve_tokens(&self, attr: &Attribute, resolved: &mut Resolved) {
        let Ok(list) = attr.meta.require_list() else { return };
        let mut parts: Vec<Vec<proc_macro2::TokenTree>> = vec![Vec::new()];
        for token in list.tokens.clone() {
            match (&token, parts.last_mut()) {
                (proc_macro2::TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                    parts.push(Vec::new());
                }
                (_, Some(part)) => part.push(token),
                (_, None) => {}
            }
        }
        let mut parts = parts.into_iter().filter(|part| !part.is_empty());
        let condition: Option<Meta> =
            parts.next().and_then(|part| syn::parse2(part.into_iter().collect()).ok());
        let inner: Vec<Attribute> = parts
            .filter_map(|part| syn::parse2(part.into_iter().collect()).ok())
            .map(|meta| Attribute { meta, ..attr.clone() })
            .collect();
        match condition {
            Some(condition) => self.conditional(attr, &condition, inner, resolved),
            None => resolved.undecided.push(attr.clone()),
        }
    }

    fn conditional(
        &self,
        attr: &Attribute,
        condition: &Meta,
        inner: Vec<Attribute>,
        resolved: &mut Resolved,
    ) {
        match self.truth(condition) {
            Truth::Yes => {
                for attr in &inner {
                    self.resolve_one(attr, resolved);
                }
            }
            Truth::No => {}
            Truth::Unknown if inner.iter().any(matters) => resolved.undecided.push(attr.clone()),
            Truth::Unknown => {}
        }
    }

    fn truth(&self, condition: &Meta) -> Truth {
        match condition {
            Meta::Path(path) => match path.get_ident().map(ToString::to_string).as_deref() {
                // A model is what the application is built with, not what its tests are.
                Some("test" | "doctest" | "doc" | "miri" | "false") => Truth::No,
                Some("true") => Truth::Yes,
                _ => Truth::Unknown,
            },
            Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(name) if self.features.contains(&name.value()) => Truth::Yes,
                    Lit::Str(_) => Truth::No,
                    _ => Truth::Unknown,
                },
                _ => Truth::Unknown,
            },
            Meta::NameValue(_) => Truth::Unknown,
            Meta::List(list) => {
                let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
                let Ok(inner) = list.parse_args_with(parser) else { return Truth::Unknown };
                let mut truths = inner.iter().map(|condition| self.truth(condition));
                if list.path.is_ident("all") {
                    truths.fold(Truth::Yes, Truth::and)
                } else if list.path.is_ident("any") {
                    truths.fold(Truth::No, Truth::or)
                } else if list.path.is_ident("not") {
                    truths.next().map_or(Truth::Unknown, Truth::not)
                } else {
                    Truth::Unknown
                }
            }
        }
    }
}

/// Whether an attribute says something about a table.
fn matters(attr: &Attribute) -> bool {
    let is = |name: &str| attr.path().is_ident(name);
    if is("derive") {
        let text = attr.meta.to_token_stream().to_string();
        return text.contains("Model") || text.contains("Type");
    }
    is("dbwarden") || is("sqlx") || is("repr") || is("cfg") || is("cfg_attr") || is("path")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn conditions() -> Conditions {
        Conditions { features: BTreeSet::from(["postgres".to_owned()]) }
    }

    fn active(attr: Attribute) -> Truth {
        conditions().resolve(&[attr]).active
    }

    #[test]
    fn features_are_decided_and_targets_are_not() {
        assert_eq!(active(parse_quote!(#[cfg(feature = "postgres")])), Truth::Yes);
        assert_eq!(active(parse_quote!(#[cfg(feature = "mysql")])), Truth::No);
        assert_eq!(active(parse_quote!(#[cfg(unix)])), Truth::Unknown);
        assert_eq!(active(parse_quote!(#[cfg(test)])), Truth::No);
        assert_eq!(active(parse_quote!(#[cfg(not(test))])), Truth::Yes);
        assert_eq!(active(parse_quote!(#[cfg(all(unix, feature = "mysql"))])), Truth::No);
        assert_eq!(active(parse_quote!(#[cfg(any(unix, feature = "postgres"))])), Truth::Yes);
        assert_eq!(active(parse_quote!(#[cfg(any(unix, feature = "mysql"))])), Truth::Unknown);
    }

    #[test]
    fn conditional_attributes_are_unfolded() {
        let of = |attr: Attribute| conditions().resolve(&[attr]);
        let on = of(parse_quote!(#[cfg_attr(feature = "postgres", derive(Model), dbwarden(skip))]));
        assert_eq!(on.attrs.len(), 2);
        let keywords = of(parse_quote!(#[cfg_attr(feature = "postgres", dbwarden(type = "inet"))]));
        assert_eq!(keywords.attrs.len(), 1);
        let off = of(parse_quote!(#[cfg_attr(feature = "mysql", derive(Model))]));
        assert!(off.attrs.is_empty() && off.undecided.is_empty());
        let unknown = of(parse_quote!(#[cfg_attr(unix, derive(Model))]));
        assert_eq!(unknown.undecided.len(), 1);
        let harmless = of(parse_quote!(#[cfg_attr(unix, allow(dead_code))]));
        assert!(harmless.undecided.is_empty());
    }
}
