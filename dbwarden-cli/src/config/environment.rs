//! Variables: those of the process, then those of `.env`.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use crate::error::{Error, Result};

/// Where the values of `${VAR}` come from. The process wins over `.env`.
#[derive(Default)]
pub(crate) struct Environment {
    file: BTreeMap<String, String>,
    /// Values instead of those of the process, in tests.
    #[cfg(test)]
    process: Option<BTreeMap<String, String>>,
}

/// Values may be passwords: only names are shown.
impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.file.keys()).finish()
    }
}

/// Why a text with variables has no value.
#[derive(Debug, PartialEq)]
pub(super) enum Missing {
    /// The variable is not set and has no default.
    Variable(String),
    /// What stands between the braces is no variable.
    Syntax(String),
}

impl Missing {
    /// The error for the setting that is called so.
    pub(super) fn error(self, setting: &str) -> Error {
        match self {
            Missing::Variable(name) => Error::new(format!(
                "{setting} needs a variable that is not set: `{name}`"
            ))
            .hint(format!(
                "set it in the environment or in `.env`, or give a default: `${{{name}:-..}}`"
            )),
            Missing::Syntax(text) => {
                Error::new(format!("{setting} has a variable that cannot be read: `{text}`"))
                    .hint("write `${NAME}` or `${NAME:-default}`; `$${` stands for a plain `${`")
            }
        }
    }
}

impl Environment {
    /// Reads the nearest `.env` beside the file of settings or above it, if there is one.
    pub(super) fn load(settings: &Path) -> Result<Self> {
        let folder = settings.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = std::path::absolute(folder.unwrap_or(Path::new(".")))?;
        let found =
            folder.ancestors().map(|folder| folder.join(".env")).find(|path| path.is_file());
        let Some(path) = found else { return Ok(Self::default()) };
        let file = File::open(&path).map_err(|error| Error::file("read", &path, error))?;
        let mut variables = BTreeMap::new();
        for (index, variable) in dotenvy::from_read_iter(file).enumerate() {
            let (name, value) = variable.map_err(|error| unreadable(&path, index, &error))?;
            // As a shell would have it: the last line wins.
            variables.insert(name, value);
        }
        Ok(Self::of(variables))
    }

    fn of(file: BTreeMap<String, String>) -> Self {
        Self {
            file,
            #[cfg(test)]
            process: None,
        }
    }

    fn get(&self, name: &str) -> Option<String> {
        self.process(name).or_else(|| self.file.get(name).cloned())
    }

    #[cfg(not(test))]
    fn process(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    #[cfg(test)]
    fn process(&self, name: &str) -> Option<String> {
        self.process.as_ref().and_then(|process| process.get(name).cloned())
    }

    /// Fills in `${VAR}` and `${VAR:-default}`; as in a shell, an empty variable takes the default.
    pub(super) fn expand(&self, text: &str) -> Result<String, Missing> {
        let mut expanded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            if rest[..at].ends_with('$') {
                expanded.push_str(&rest[..at]);
                expanded.push('{');
                rest = &rest[at + 2..];
                continue;
            }
            expanded.push_str(&rest[..at]);
            let inside = &rest[at + 2..];
            let end = inside.find('}').ok_or_else(|| Missing::Syntax(rest[at..].to_owned()))?;
            let (name, default) = match inside[..end].split_once(":-") {
                Some((name, default)) => (name, Some(default)),
                None => (&inside[..end], None),
            };
            if !is_name(name) {
                return Err(Missing::Syntax(rest[at..at + 2 + end + 1].to_owned()));
            }
            match (self.get(name), default) {
                (Some(value), _) if !value.is_empty() => expanded.push_str(&value),
                (_, Some(default)) => expanded.push_str(default),
                (Some(_), None) => {}
                (None, None) => return Err(Missing::Variable(name.to_owned())),
            }
            rest = &inside[end + 1..];
        }
        expanded.push_str(rest);
        Ok(expanded)
    }
}

fn is_name(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.starts_with(|c: char| word(c) && !c.is_ascii_digit()) && name.chars().all(word)
}

/// The line itself is not shown: it may hold a password.
fn unreadable(path: &Path, index: usize, error: &dotenvy::Error) -> Error {
    let path = path.display();
    match error {
        dotenvy::Error::LineParse(..) => Error::new(format!(
            "cannot read `{path}`: the entry after the first {index} is malformed"
        ))
        .hint("write `NAME=value`, with quotes around a value that has spaces or `#` in it"),
        _ => Error::new(format!("cannot read `{path}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        let map = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        Environment {
            file: map(&[("A", "file"), ("B", "file")]),
            process: Some(map(&[("A", "process"), ("EMPTY", "")])),
        }
    }

    #[test]
    fn the_process_wins_over_the_file() {
        assert_eq!(environment().expand("${A}-${B}").as_deref(), Ok("process-file"));
    }

    #[test]
    fn defaults_stand_in_for_unset_and_empty_variables() {
        assert_eq!(environment().expand("x${C:-d}${EMPTY:-e}${EMPTY}").as_deref(), Ok("xde"));
        assert_eq!(
            environment().expand("${C:-sqlite://app.db?mode=ro}").as_deref(),
            Ok("sqlite://app.db?mode=ro")
        );
    }

    #[test]
    fn an_unset_variable_is_named() {
        assert_eq!(environment().expand("${C}"), Err(Missing::Variable("C".into())));
    }

    #[test]
    fn dollars_without_braces_are_text() {
        assert_eq!(environment().expand("p$w$A$${A}").as_deref(), Ok("p$w$A${A}"));
    }

    #[test]
    fn what_is_no_variable_is_refused() {
        for text in ["${", "${A", "${}", "${A B}", "${1A}", "${A:?no}"] {
            assert!(matches!(environment().expand(text), Err(Missing::Syntax(_))), "{text}");
        }
    }
}
