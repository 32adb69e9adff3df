//! What the entries of `models` say: structs, and files of SQL beside them.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;

use super::rust;
use super::sql::Script;
use crate::config::{Database, Project};
use crate::error::{Error, Result};

/// The models of a database.
#[derive(Debug, Default)]
pub(crate) struct Models {
    /// What the structs declare.
    pub(crate) structs: Schema,
    /// The files of SQL that stand before the first entry of Rust: what the structs need.
    pub(crate) before: Vec<Script>,
    /// Those after it: what is added to the tables of the structs, and further tables.
    pub(crate) after: Vec<Script>,
}

impl Models {
    /// Structs alone.
    pub(crate) fn of_structs(structs: Schema) -> Self {
        Self { structs, ..Self::default() }
    }
}

/// Reads the models of a database. All mistakes in its structs are told at once.
pub(crate) fn load(project: &Project, database: &Database, dialect: Dialect) -> Result<Models> {
    let name = &database.name;
    if database.models.is_empty() {
        return Err(Error::new(format!("database `{name}` has no models")).hint(format!(
            "name them in `{}`: `models = [\"src/models.rs\"]`, or write SQL by hand: `dbwarden new`",
            project.file.display()
        )));
    }
    let mut models = Models::default();
    let mut rust_entries = Vec::new();
    for entry in &database.models {
        if !is_sql(entry) {
            rust_entries.push(entry.clone());
            continue;
        }
        let script = Script::read(&project.root().join(entry), dialect)?;
        if rust_entries.is_empty() { &mut models.before } else { &mut models.after }.push(script);
    }
    if rust_entries.is_empty() {
        return Ok(models);
    }
    let databases: Vec<&str> = project.databases.iter().map(|other| other.name.as_str()).collect();
    let request = rust::Request {
        root: project.root(),
        entries: &rust_entries,
        features: &project.features,
        types: &project.types,
        database: name,
        databases: &databases,
        dialect,
    };
    models.structs = rust::load(&request).map_err(|problems| error(&problems))?;
    Ok(models)
}

fn is_sql(entry: &str) -> bool {
    std::path::Path::new(entry).extension().is_some_and(|it| it.eq_ignore_ascii_case("sql"))
}

/// All mistakes in one error.
pub(super) fn error(problems: &[rust::Problem]) -> Error {
    if let [problem] = problems {
        let error = Error::new(problem.to_string());
        return match &problem.hint {
            Some(hint) => error.hint(hint),
            None => error,
        };
    }
    let mut text = format!("{} mistakes in the models", problems.len());
    for problem in problems {
        text.push_str(&format!("\n  {problem}"));
        if let Some(hint) = &problem.hint {
            text.push_str(&format!(" ({hint})"));
        }
    }
    Error::new(text)
}
