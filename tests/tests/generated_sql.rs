//! Every golden case of the plan, run on live databases: up, down and up again.
//!
//! The upgrade must lead to what the desired schema makes in an empty database, the rollback to where
//! it began; the witness is what the database's own tools print, and on SQLite, which keeps the text
//! of statements, what inspection reads. Rows that are there must survive what is not destructive.

#[path = "../../dbwarden-core/tests/cases/mod.rs"]
mod cases;

use cases::Case;
use dbwarden::inspect;
use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::diff::{Change, DiffOptions, Ownership, diff};
use dbwarden_core::plan::{Plan, PlanOptions, PlannedFile, Step, create, plan};
use dbwarden_core::schema::Schema;
use dbwarden_tests::{catalog, servers};

/// A database for one case, and what keeps it alive.
enum Place {
    Server(servers::Database),
    File { _folder: tempfile::TempDir, url: String },
}

impl Place {
    fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => {
                let (folder, url) = servers::sqlite_file();
                Self::File { _folder: folder, url }
            }
            dialect => Self::Server(servers::server(dialect).create_database()),
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Server(database) => database.url(),
            Self::File { url, .. } => url,
        }
    }

    fn run(&self, sql: &str) {
        servers::execute(self.url(), sql).unwrap_or_else(|error| panic!("{error} in:\n{sql}"));
    }

    /// Views and triggers, which nobody plans yet but which are there.
    fn put_objects(&self, schema: &Schema) {
        schema.objects.iter().for_each(|object| self.run(&object.definition));
    }

    fn upgrade(&self, plan: &Plan) {
        for file in &plan.files {
            self.run_file(file, file.steps.iter().collect(), |step| &step.upgrade);
        }
    }

    fn rollback(&self, plan: &Plan) {
        for file in plan.files.iter().rev() {
            self.run_file(file, file.steps.iter().rev().collect(), |step| &step.rollback);
        }
    }

    /// As the runner does: whole in a transaction where it can be, else statement by statement.
    fn run_file(&self, file: &PlannedFile, steps: Vec<&Step>, of: fn(&Step) -> &Vec<String>) {
        let statements: Vec<&String> = steps.into_iter().flat_map(of).collect();
        let dialect = Dialect::from_url(self.url()).expect("the URL of a test names its database");
        if file.no_transaction || dialect == Dialect::MySql {
            statements.into_iter().for_each(|statement| self.run(statement));
            return;
        }
        let body: String = statements.iter().map(|statement| format!("{statement};\n")).collect();
        let before = if file.foreign_keys_off { "PRAGMA foreign_keys = OFF;\n" } else { "" };
        self.run(&format!("{before}BEGIN;\n{body}COMMIT;\n"));
    }

    fn schema(&self) -> Schema {
        runtime()
            .block_on(inspect::schema(self.url(), &inspect::Options::default()))
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The schema as facts in no order: ALTER puts columns at the end.
    fn facts(&self) -> Vec<String> {
        let text = match self {
            Self::Server(_) => catalog::dump(self.url()),
            Self::File { .. } => {
                serde_json::to_string_pretty(&self.schema()).expect("a schema is JSON")
            }
        };
        let mut facts: Vec<String> =
            text.lines().map(|line| line.trim().trim_end_matches(',').to_owned()).collect();
        facts.sort();
        facts
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built")
}

/// Rows for the tables that the cases share.
fn rows(schema: &Schema) -> String {
    let mut sql = String::new();
    for table in &schema.tables {
        sql.push_str(match table.name.name.as_str() {
            "users" if table.column("age").is_some() => {
                "INSERT INTO users (email, bio, age) VALUES ('a@example.org', 'who', '7');\n"
            }
            "users" => "INSERT INTO users (email, bio) VALUES ('a@example.org', 'who');\n",
            "posts" => {
                "INSERT INTO posts (title, body, user_id, created_at) \
                 VALUES ('a', 'b', 1, '2026-01-02 03:04:05');\n"
            }
            "accounts" => "INSERT INTO accounts (code) VALUES (1);\n",
            "entries" => "INSERT INTO entries (account) VALUES (1);\n",
            "departments" => "INSERT INTO departments (head_id) VALUES (NULL);\n",
            "people" => {
                "INSERT INTO people (department_id) VALUES (1);\n\
                 UPDATE departments SET head_id = 1;\n"
            }
            "categories" => "INSERT INTO categories (parent_id) VALUES (NULL), (1);\n",
            "days" => "INSERT INTO days (mood) VALUES ('ok');\n",
            "memberships" => "INSERT INTO memberships (user_id, group_id) VALUES (1, 2);\n",
            _ => "",
        });
    }
    sql
}

fn check(case: &Case, dialect: Dialect) {
    let Some((base, desired)) = (case.build)(dialect) else { return };
    println!("{} on {dialect}", case.name);
    let capabilities = Capabilities::assumed(dialect);
    let mut options = PlanOptions::new(capabilities);
    options.concurrent_indexes = case.concurrent_indexes;
    let changes = diff(&base, &desired, &DiffOptions::new(capabilities, Ownership::Everything))
        .unwrap_or_else(|error| panic!("{error}"));
    let plan = plan(&changes, &base, &options).unwrap_or_else(|error| panic!("{error}"));

    let place = Place::new(dialect);
    place.upgrade(&create(&base, &options).unwrap_or_else(|error| panic!("{error}")));
    place.put_objects(&base);
    let began = place.facts();
    place.run(&format!("SELECT 1;\n{}", rows(&base)));
    let wanted = Place::new(dialect);
    wanted.upgrade(&create(&desired, &options).unwrap_or_else(|error| panic!("{error}")));
    wanted.put_objects(&desired);

    // A renamed table keeps the names of what hangs on it.
    let keeps_names = case.name == "renames" && dialect == Dialect::Postgres;
    let check_upgraded = |what: &str| {
        if !keeps_names {
            assert_eq!(place.facts(), wanted.facts(), "{} on {dialect}: {what}", case.name);
        }
        let changes = compare(&place, &canonical(&wanted, &desired), capabilities);
        assert_eq!(changes, [], "{} on {dialect}: {what} and compare", case.name);
    };
    place.upgrade(&plan);
    check_upgraded("upgrade");
    let rows = catalog::dump_rows(place.url());
    place.rollback(&plan);
    assert_eq!(place.facts(), began, "{} on {dialect}: rollback", case.name);

    // Once more as the command does it: from what the catalog tells to what the engine makes of the
    // models.
    let inspected = place.schema();
    let changes = compare(&place, &canonical(&wanted, &desired), capabilities);
    let plan = dbwarden_core::plan::plan(&changes, &inspected, &options)
        .unwrap_or_else(|error| panic!("{error}"));
    place.upgrade(&plan);
    check_upgraded("upgrade from the catalog");
    place.rollback(&plan);
    assert_eq!(place.facts(), began, "{} on {dialect}: rollback to the catalog", case.name);
    place.upgrade(&plan);
    check_upgraded("upgrade again");
    if plan.steps().all(|step| !step.destructive) {
        assert_eq!(catalog::dump_rows(place.url()), rows, "{} on {dialect}: rows", case.name);
    }
}

fn canonical(place: &Place, desired: &Schema) -> Schema {
    runtime()
        .block_on(inspect::canonicalize(place.url(), desired))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// What a second look finds.
fn compare(place: &Place, desired: &Schema, capabilities: Capabilities) -> Vec<Change> {
    let options = DiffOptions::new(capabilities, Ownership::Everything);
    diff(&place.schema(), desired, &options).unwrap_or_else(|error| panic!("{error}"))
}

/// All cases, so that one failure does not hide another.
fn check_all(dialect: Dialect) {
    let failed: Vec<&str> = cases::CASES
        .iter()
        .filter(|case| std::panic::catch_unwind(|| check(case, dialect)).is_err())
        .map(|case| case.name)
        .collect();
    assert!(failed.is_empty(), "failed on {dialect}: {}", failed.join(", "));
}

#[test]
fn postgres() {
    check_all(Dialect::Postgres);
}

#[test]
fn mariadb() {
    check_all(Dialect::MySql);
}

#[test]
fn sqlite() {
    check_all(Dialect::Sqlite);
}
