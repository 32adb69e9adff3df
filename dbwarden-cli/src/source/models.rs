//! The schema that the models of a database declare, from all entries of `models`.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;

use super::rust;
use crate::config::{Database, Project};
use crate::error::{Error, Result};

/// Reads the models of a database. All mistakes in them are told at once.
pub(crate) fn load(project: &Project, database: &Database, dialect: Dialect) -> Result<Schema> {
    let name = &database.name;
    if database.models.is_empty() {
        return Err(Error::new(format!("database `{name}` has no models")).hint(format!(
            "name them in `{}`: `models = [\"src/models.rs\"]`, or write SQL by hand: `dbwarden new`",
            project.file.display()
        )));
    }
    if let Some(entry) = database.models.iter().find(|entry| entry.ends_with(".sql")) {
        return Err(Error::new(format!("models in SQL are not supported yet: `{entry}`"))
            .hint("keep what no struct can say in a migration: `dbwarden new`"));
    }
    let databases: Vec<&str> = project.databases.iter().map(|other| other.name.as_str()).collect();
    let request = rust::Request {
        root: project.root(),
        entries: &database.models,
        features: &project.features,
        types: &project.types,
        database: name,
        databases: &databases,
        dialect,
    };
    rust::load(&request).map_err(|problems| error(&problems))
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
