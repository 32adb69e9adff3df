//! Settings by their names, in the order in which they are said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a table, a key or an index is told beside its definition. The order is the one in which it is
/// written and shown again; it does not count when two are compared.
#[derive(Debug, Clone, Default, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a parameter is set to.
    pub fn get(&self, name: &str) -> Option<&String> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Whether a parameter is set.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names and values in the order of the names, where the database has no other.
    pub fn by_name(&self) -> impl Iterator<Item = (&String, &String)> {
        let mut pairs: Vec<_> = self.iter().collect();
        pairs.sort();
        pairs.into_iter()
    }

    /// The names, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// Sets a parameter where it stands, or behind the others.
    pub fn insert(&mut self, name: String, value: String) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, before)) => *before = value,
            None => self.0.push((name, value)),
        }
    }

    /// Takes a parameter out.
    pub fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }

    /// Those of these parameters that have to be said where there are already those of `before`: what
    /// is not the same there, and from there on all, because what is said stands behind what was.
    pub fn to_say_after(&self, before: &Self) -> impl Iterator<Item = (&String, &String)> {
        let mut there = before.iter();
        let stays = self.iter().take_while(|wanted| there.any(|found| found == *wanted)).count();
        self.iter().skip(stays)
    }
}

impl PartialEq for Parameters {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Extend<(String, String)> for Parameters {
    fn extend<T: IntoIterator<Item = (String, String)>>(&mut self, parameters: T) {
        for (name, value) in parameters {
            self.insert(name, value);
        }
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(parameters: T) -> Self {
        let mut found = Self::new();
        found.extend(parameters);
        found
    }
}

impl IntoIterator for Parameters {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<BTreeMap<String, String>> for Parameters {
    fn from(parameters: BTreeMap<String, String>) -> Self {
        Self(parameters.into_iter().collect())
    }
}

impl From<Parameters> for BTreeMap<String, String> {
    fn from(parameters: Parameters) -> Self {
        parameters.0.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(text: &str) -> Parameters {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn the_order_is_kept_and_does_not_count() {
        let (written, other) = (parameters("b=1 a=2"), parameters("a=2 b=1"));
        assert_eq!(written, other);
        assert_ne!(written, parameters("a=2"));
        assert_ne!(written, parameters("a=2 b=2"));
        let names: Vec<&String> = written.keys().collect();
        assert_eq!(names, ["b", "a"]);
    }

    #[test]
    fn what_stays_is_not_said_again_unless_it_stands_behind_what_comes() {
        let said = |before: &str, after: &str| {
            let (before, after) = (parameters(before), parameters(after));
            let said: Vec<String> = after
                .to_say_after(&before)
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            said.join(" ")
        };
        assert_eq!(said("a=1 b=1", "a=1 b=2"), "b=2");
        assert_eq!(said("a=1 b=1", "a=2 b=1"), "a=2 b=1");
        assert_eq!(said("b=1", "a=1 b=1"), "a=1 b=1");
        assert_eq!(said("b=1", "b=1 a=1"), "a=1");
        assert_eq!(said("a=1 b=1", "b=1"), "");
    }
}
