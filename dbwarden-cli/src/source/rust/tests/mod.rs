//! Models to schemas, as a whole.

mod engines;
mod lowering;
mod mapping;
mod names;
mod problems;

use std::collections::BTreeMap;
use std::fs;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;
use tempfile::TempDir;

use super::{Problem, Request, load};

/// A folder with files.
pub(super) struct Project {
    folder: TempDir,
    pub(super) features: Vec<String>,
    pub(super) types: BTreeMap<String, String>,
    pub(super) entries: Vec<String>,
}

impl Project {
    /// Files by path; `src/models.rs` is the entry unless another is set.
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Project {
            folder,
            features: Vec::new(),
            types: BTreeMap::new(),
            entries: vec!["src/models.rs".to_owned()],
        }
    }

    pub(super) fn entries(mut self, entries: &[&str]) -> Self {
        self.entries = entries.iter().map(ToString::to_string).collect();
        self
    }

    pub(super) fn load(&self, dialect: Dialect) -> Result<Schema, Vec<Problem>> {
        self.load_for("primary", dialect)
    }

    pub(super) fn load_for(
        &self,
        database: &str,
        dialect: Dialect,
    ) -> Result<Schema, Vec<Problem>> {
        load(&Request {
            root: self.folder.path(),
            entries: &self.entries,
            features: &self.features,
            types: &self.types,
            database,
            databases: &["primary", "analytics"],
            dialect,
        })
    }

    /// The schema, or the problems as a failed test.
    pub(super) fn schema(&self, dialect: Dialect) -> Schema {
        match self.load(dialect) {
            Ok(schema) => schema,
            Err(problems) => panic!("{}", told(&problems)),
        }
    }

    /// The problems as text, one a line.
    pub(super) fn problems(&self, dialect: Dialect) -> String {
        match self.load(dialect) {
            Ok(schema) => panic!("no problem in {schema:#?}"),
            Err(problems) => told(&problems),
        }
    }

    pub(super) fn tables(&self) -> Vec<String> {
        let schema = self.schema(Dialect::Postgres);
        schema.tables.into_iter().map(|table| table.name.to_string()).collect()
    }
}

fn told(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        text.push_str(&problem.to_string());
        if let Some(hint) = &problem.hint {
            text.push_str(" | ");
            text.push_str(hint);
        }
        text.push('\n');
    }
    text
}

/// The schema of models in one file.
pub(super) fn schema(dialect: Dialect, models: &str) -> Schema {
    Project::new(&[("src/models.rs", models)]).schema(dialect)
}

/// The problems of models in one file.
pub(super) fn problems(dialect: Dialect, models: &str) -> String {
    Project::new(&[("src/models.rs", models)]).problems(dialect)
}

/// The model files that the suites against live databases migrate to.
#[test]
fn the_shared_model_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
    let files: [(Dialect, &[&str]); 3] = [
        (
            Dialect::Postgres,
            &["all_types_postgres", "all_types_postgres_time", "hurt", "hurt_postgres"],
        ),
        (Dialect::MySql, &["all_types_mysql", "all_types_mysql_time", "hurt", "hurt_mysql"]),
        (Dialect::Sqlite, &["all_types_sqlite", "all_types_sqlite_time", "hurt", "hurt_sqlite"]),
    ];
    for (dialect, names) in files {
        for name in names {
            let entries = [format!("models/{name}.rs")];
            let schema = load(&Request {
                root: &root,
                entries: &entries,
                features: &[],
                types: &BTreeMap::new(),
                database: "primary",
                databases: &["primary"],
                dialect,
            });
            match schema {
                Ok(schema) => assert!(!schema.tables.is_empty(), "{name} on {dialect}"),
                Err(problems) => panic!("{name} on {dialect}:\n{}", told(&problems)),
            }
        }
    }
}
