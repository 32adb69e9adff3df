//! What somebody is asked who sits at a terminal.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Output, Project};

use crate::MODELS;
use crate::base::Base;

#[test]
fn renames_and_values_are_asked_for() {
    let base = Base::of(Dialect::Sqlite);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let models = MODELS.replace("pub bio", "pub age: i64,\n    pub biography");
    project.write("src/models.rs", &models);

    // `y` to the rename, and a value for the new column.
    let made = project.dbwarden_on_a_terminal(&["make-migrations", "second"], "y18\n");
    let Output { stdout, .. } = made.expect_code(0);
    let asked = [
        "Is column `users.biography` the column `bio` under a new name?",
        "SQL for `users.age` in the rows that are there:",
    ];
    assert!(asked.iter().all(|question| stdout.contains(question)), "{stdout}");
    assert!(!stdout.contains("have no value for it"), "{stdout}");
    let text = project.read("migrations/primary/primary__0002_second.sql");
    assert!(text.contains("RENAME COLUMN bio TO biography"), "{text}");
    assert!(text.contains("18"), "{text}");
    project.succeed(&["migrate"]);
    project.succeed(&["make-migrations", "--check"]);
}

#[test]
fn what_is_refused_is_no_rename() {
    let base = Base::of(Dialect::Sqlite);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    project.write("src/models.rs", &MODELS.replace("pub bio", "pub biography"));
    let made = project.dbwarden_on_a_terminal(&["make-migrations", "second"], "n").expect_code(0);
    assert!(made.stdout.contains("loses data"), "{}", made.stdout);
    let text = project.read("migrations/primary/primary__0002_second.sql");
    assert!(text.contains("DROP COLUMN bio") && !text.contains("RENAME"), "{text}");
}
