//! `dbwarden.toml` as text: every mistake of it is reported at once, with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use dbwarden::policy;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Database, Environment, Project, keys};
use crate::error::{Error, Result};

const TOP: &[&str] = &["database", "features", "types"];
const DATABASE: &[&str] =
    &["default", "url", "models", "migrations", "scratch_url", "concurrent_indexes", "lock"];

type Entry<'t> = (&'t str, &'t Spanned<DeValue<'t>>, usize);

/// Reads the text of `file`.
pub(super) fn parse(text: &str, file: PathBuf, environment: Environment) -> Result<Project> {
    let mut reader = Reader { text, faults: Vec::new() };
    let mut project = Project {
        file,
        features: Vec::new(),
        types: BTreeMap::new(),
        databases: Vec::new(),
        environment,
    };
    match DeTable::parse(text) {
        Ok(table) => reader.project(table.get_ref(), &mut project),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.fault(at, error.message().to_owned(), None);
        }
    }
    match reader.into_error(&project.file.display().to_string()) {
        Some(error) => Err(error),
        None => Ok(project),
    }
}

struct Fault {
    at: usize,
    message: String,
    hint: Option<String>,
}

struct Reader<'t> {
    text: &'t str,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn project(&mut self, table: &DeTable<'_>, project: &mut Project) {
        for (key, value, at) in in_source_order(table) {
            match key {
                "database" => self.databases(value, project),
                "features" => project.features = self.strings(key, value),
                "types" => project.types = self.types(value),
                _ => self.unknown(key, at, "the file", TOP),
            }
        }
        if project.databases.is_empty() && self.faults.is_empty() {
            let hint = "add `[database.primary]` with a `url`".to_owned();
            self.fault(0, "no database is declared".to_owned(), Some(hint));
        }
    }

    fn databases(&mut self, value: &Spanned<DeValue<'_>>, project: &mut Project) {
        let Some(table) = self.table("database", value) else { return };
        let mut default = None;
        let mut folders = BTreeSet::new();
        for (name, value, at) in in_source_order(table) {
            if !is_database_name(name) {
                let hint =
                    "letters, digits, `-` and single `_`, as it begins the names of its files"
                        .to_owned();
                self.fault(at, format!("`{name}` cannot be the name of a database"), Some(hint));
            }
            let Some(table) = self.table(&format!("database.{name}"), value) else { continue };
            let database = self.database(name, table, at, project);
            if database.default && default.replace(name.to_owned()).is_some() {
                let hint = "keep it on one database".to_owned();
                self.fault(at, "a second database has `default = true`".to_owned(), Some(hint));
            }
            if !folders.insert(database.migrations.clone()) {
                let folder = database.migrations.display();
                self.fault(
                    at,
                    format!("two databases share a folder of migrations: `{folder}`"),
                    None,
                );
            }
            project.databases.push(database);
        }
    }

    fn database(
        &mut self,
        name: &str,
        table: &DeTable<'_>,
        at: usize,
        project: &Project,
    ) -> Database {
        let mut database = Database {
            name: name.to_owned(),
            migrations: project.root().join("migrations").join(name),
            ..Database::default()
        };
        for (key, value, at) in in_source_order(table) {
            match key {
                "default" => database.default = self.flag(key, value),
                "url" => database.url = self.string(key, value),
                "models" => database.models = self.strings(key, value),
                "migrations" => database.migrations = project.root().join(self.string(key, value)),
                "scratch_url" => database.scratch_url = Some(self.string(key, value)),
                "concurrent_indexes" => database.concurrent_indexes = self.flag(key, value),
                "lock" => database.lock = self.lock(key, value, at),
                _ => self.unknown(key, at, &format!("`[database.{name}]`"), DATABASE),
            }
        }
        if !table.contains_key("url") {
            let hint = format!("add `url = \"sqlite://{name}.db\"` or wherever it is");
            self.fault(at, format!("`[database.{name}]` has no `url`"), Some(hint));
        }
        database
    }

    fn types(&mut self, value: &Spanned<DeValue<'_>>) -> BTreeMap<String, String> {
        let Some(table) = self.table("types", value) else { return BTreeMap::new() };
        let entries = in_source_order(table);
        entries
            .into_iter()
            .map(|(key, value, _)| (key.to_owned(), self.string(key, value)))
            .collect()
    }

    fn table<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'v>>) -> Option<&'v DeTable<'v>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.mistyped(key, "a table", value);
        }
        table
    }

    fn string(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> String {
        value.get_ref().as_str().map_or_else(
            || {
                self.mistyped(key, "a string", value);
                String::new()
            },
            ToOwned::to_owned,
        )
    }

    fn lock(&mut self, key: &str, value: &Spanned<DeValue<'_>>, at: usize) -> policy::Lock {
        match self.string(key, value).as_str() {
            "session" => policy::Lock::Session,
            "lease" => policy::Lock::lease(),
            other => {
                if !other.is_empty() {
                    let hint = "`session`, or `lease` behind a proxy that pools transactions";
                    let message = format!("unknown kind of lock: `{other}`");
                    self.fault(at, message, Some(hint.to_owned()));
                }
                policy::Lock::Session
            }
        }
    }

    fn flag(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> bool {
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.mistyped(key, "`true` or `false`", value);
            false
        })
    }

    fn strings(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let Some(values) = value.get_ref().as_array() else {
            self.mistyped(key, "a list of strings", value);
            return Vec::new();
        };
        values.iter().map(|value| self.string(key, value)).collect()
    }

    fn mistyped(&mut self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let found = value.get_ref().type_str();
        self.fault(value.span().start, format!("`{key}` must be {wanted}, not: {found}"), None);
    }

    fn unknown(&mut self, key: &str, at: usize, place: &str, known: &[&str]) {
        let hint = match keys::nearest(key, known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("known keys: {}", keys::list(known.iter().copied())),
        };
        self.fault(at, format!("unknown key in {place}: `{key}`"), Some(hint));
    }

    fn fault(&mut self, at: usize, message: String, hint: Option<String>) {
        self.faults.push(Fault { at, message, hint });
    }

    fn into_error(mut self, file: &str) -> Option<Error> {
        self.faults.sort_by_key(|fault| fault.at);
        let line = |at: usize| self.text[..at].matches('\n').count() + 1;
        let told = |fault: &Fault| format!("{file}:{}: {}", line(fault.at), fault.message);
        match self.faults.as_slice() {
            [] => None,
            [fault] => {
                let error = Error::new(told(fault));
                Some(match &fault.hint {
                    Some(hint) => error.hint(hint),
                    None => error,
                })
            }
            faults => {
                let lines: Vec<String> = faults
                    .iter()
                    .map(|fault| match &fault.hint {
                        Some(hint) => format!("  {} ({hint})", told(fault)),
                        None => format!("  {}", told(fault)),
                    })
                    .collect();
                Some(Error::new(format!(
                    "{} mistakes in `{file}`\n{}",
                    faults.len(),
                    lines.join("\n")
                )))
            }
        }
    }
}

fn in_source_order<'t>(table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let mut entries: Vec<Entry<'t>> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), value, key.span().start))
        .collect();
    entries.sort_by_key(|(_, _, at)| *at);
    entries
}

/// The name begins file names, where two underscores end it.
fn is_database_name(name: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !name.is_empty()
        && name.chars().all(word)
        && !name.contains("__")
        && !name.starts_with('_')
        && !name.ends_with('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Project> {
        parse(text, PathBuf::from("dbwarden.toml"), Environment::default())
    }

    fn told(text: &str) -> String {
        let error = read(text).expect_err("the text is wrong");
        format!("{error} | {}", error.remedy().unwrap_or_default())
    }

    #[test]
    fn the_least_that_works() {
        let project = read("[database.primary]\nurl = \"sqlite://app.db\"\n").expect("it is right");
        assert_eq!(project.databases.len(), 1);
        assert_eq!(project.databases[0].migrations, PathBuf::from("migrations/primary"));
    }

    #[test]
    fn databases_keep_the_order_of_the_file() {
        let project =
            read("[database.b]\nurl = \"\"\n[database.a]\nurl = \"\"\n").expect("it is right");
        assert_eq!(
            project.databases.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(),
            ["b", "a"]
        );
    }

    #[test]
    fn an_unknown_key_names_the_nearest() {
        assert_eq!(
            told("[database.primary]\nurl = \"sqlite://a.db\"\nmodles = []\n"),
            "dbwarden.toml:3: unknown key in `[database.primary]`: `modles` | did you mean `models`?"
        );
        assert_eq!(
            told("[databases.primary]\nurl = \"sqlite://a.db\"\n"),
            "dbwarden.toml:1: unknown key in the file: `databases` | did you mean `database`?"
        );
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let told = told("fetures = []\n[database.p]\nurl = 3\nmodels = \"src\"\n");
        assert!(told.starts_with("3 mistakes in `dbwarden.toml`\n"), "{told}");
        for part in [
            "  dbwarden.toml:1: unknown key in the file: `fetures` (did you mean `features`?)\n",
            "  dbwarden.toml:3: `url` must be a string, not: integer\n",
            "  dbwarden.toml:4: `models` must be a list of strings, not: string",
        ] {
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn broken_toml_has_its_line() {
        let told = told("[database.p]\nurl = \"x\n");
        assert!(told.starts_with("dbwarden.toml:2: "), "{told}");
    }

    #[test]
    fn a_database_needs_a_url_and_a_name() {
        assert!(told("[database.p]\n").contains("`[database.p]` has no `url`"));
        assert!(told("[database.a__b]\nurl = \"\"\n").contains("`a__b` cannot be the name"));
        assert!(told("").contains("no database is declared"));
    }

    #[test]
    fn one_default_and_one_folder_each() {
        let two =
            "[database.a]\nurl = \"\"\ndefault = true\n[database.b]\nurl = \"\"\ndefault = true\n";
        assert!(told(two).starts_with("dbwarden.toml:4: a second database"));
        let shared = "[database.a]\nurl = \"\"\nmigrations = \"m\"\n[database.b]\nurl = \"\"\nmigrations = \"m\"\n";
        assert!(told(shared).contains("share a folder"));
    }
}
