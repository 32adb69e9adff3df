//! What holds for any two schemas, tried out on live databases with schemas that are generated.
//!
//! The schemas are the same in every run. `cases=100` in the environment takes more of them, `seed=7`
//! others. What fails is made as small as it can be: keep it as a folder in `tests/cases`.

use std::{fs, io};

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::Project;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::schemas::{Plan, Whim, pairs};
use super::{Case, Place};

#[test]
fn on_postgres() {
    any_pair(Dialect::Postgres, 3);
}

#[test]
fn on_mariadb() {
    any_pair(Dialect::MySql, 3);
}

#[test]
fn on_sqlite() {
    any_pair(Dialect::Sqlite, 12);
}

fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

fn any_pair(dialect: Dialect, cases: u32) {
    let config = Config {
        cases: number("cases").unwrap_or(cases),
        max_shrink_iters: number("shrink").unwrap_or(40),
        failure_persistence: None,
        ..Config::default()
    };
    let seed = [u8::try_from(number("seed").unwrap_or(1)).expect("a byte"); 32];
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let holds = |(from, to): (Plan, Plan)| {
        holds(dialect, &from, &to).map_err(|failure| {
            let texts = [&from, &to].map(|plan| plan.sql(dialect, Whim::order(1)));
            TestCaseError::fail(format!(
                "{failure}\n\n-- from\n{}\n-- to\n{}\n",
                texts[0], texts[1]
            ))
        })
    };
    if let Err(failure) = TestRunner::new_with_rng(config, rng).run(&pairs(), holds) {
        panic!("{failure}");
    }
}

fn holds(dialect: Dialect, from: &Plan, to: &Plan) -> Result<(), String> {
    let folder = |from: String, to: String| {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("from.sql"), from)?;
        fs::write(folder.path().join("to.sql"), to)?;
        Ok::<_, io::Error>(folder)
    };
    let diff = |from: String, to: String| {
        let folder = folder(from, to).map_err(|error| error.to_string())?;
        Case { dialect, path: folder.path() }.diff().map(Option::unwrap_or_default)
    };
    let plain = |plan: &Plan| plan.sql(dialect, Whim::order(1));

    // A migration leads from the one to the other and back.
    let texts = folder(plain(from), plain(to)).map_err(|error| error.to_string())?;
    let case = Case { dialect, path: texts.path() };
    let (upgrade, rollback) = case.diff()?.unwrap_or_default();
    case.prove(&upgrade, &rollback)?;

    // In whatever order it is written, it leads to the same bytes; and however, it is the same.
    let shuffled = diff(from.sql(dialect, Whim::order(2)), to.sql(dialect, Whim::order(3)))?;
    if shuffled != (upgrade, rollback) {
        return Err(format!("other bytes when shuffled:\n{shuffled:?}"));
    }
    let otherwise = to.sql(dialect, Whim::order_and_spelling(4));
    let (upgrade, _) = diff(plain(to), otherwise.clone())?;
    if !upgrade.trim().is_empty() {
        return Err(format!("a spelling is a change:\n{upgrade}\n{otherwise}"));
    }
    rows_survive(dialect, from, &to.without_demands_on(from))
}

/// The same as the migrations of a project, with rows in every table at every step.
fn rows_survive(dialect: Dialect, from: &Plan, to: &Plan) -> Result<(), String> {
    let place = Place::new(dialect);
    let project = Project::empty();
    project.write(
        "dbwarden.toml",
        &format!("[database.primary]\nurl = \"{}\"\nmodels = [\"schema.sql\"]\n", place.url()),
    );
    for (name, plan) in [("first", from), ("second", to)] {
        project.write("schema.sql", &plan.sql(dialect, Whim::order(1)));
        let mut arguments = vec!["make-migrations".to_owned(), name.to_owned()];
        for fill in plan.fills(dialect) {
            arguments.extend(["--fill".to_owned(), fill]);
        }
        succeed(&project, &arguments)?;
    }
    succeed(&project, &["verify".to_owned(), "--with-data".to_owned()])?;
    project.write("schema.sql", &to.sql(dialect, Whim::order_and_spelling(4)));
    let told = succeed(&project, &["make-migrations".to_owned()])?;
    if told.starts_with("No changes") { Ok(()) } else { Err(format!("changes at last: {told}")) }
}

fn succeed(project: &Project, arguments: &[String]) -> Result<String, String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = project.dbwarden(&arguments);
    if output.code == Some(0) {
        return Ok(output.stdout);
    }
    let folder = "migrations/primary";
    let read = |file: String| project.read(&format!("{folder}/{file}"));
    let is_made = project.path().join(folder).is_dir();
    let files = if is_made { project.migrations(folder) } else { Vec::new() };
    let files: Vec<String> = files.into_iter().map(read).collect();
    let told = output.stdout + &output.stderr;
    Err(format!("`{}`: {told}\n{}", output.command, files.join("\n")))
}
