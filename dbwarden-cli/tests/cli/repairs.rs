//! Runs that were interrupted, and databases that are taken back.

use crate::project::{Project, told};

const SETTINGS: &str = "[database.primary]\nurl = \"sqlite://app.db\"\n";
const FOLDER: &str = "migrations/primary";

const NOTES: &str = "\
-- upgrade

CREATE TABLE notes (id INTEGER PRIMARY KEY);

-- rollback

DROP TABLE notes;
";

const WITH_A_VIEW: &str = "\
-- dbwarden: no-transaction
-- upgrade

CREATE TABLE more (id INTEGER PRIMARY KEY);
CREATE VIEW IF NOT EXISTS latest AS SELECT max(id) FROM notes;

-- rollback

DROP VIEW latest;
DROP TABLE more;
";

/// A project with two migrations applied.
fn project(second: &str) -> Project {
    let project = Project::with(SETTINGS);
    project.write(&format!("{FOLDER}/primary__0001_notes.sql"), NOTES);
    project.write(&format!("{FOLDER}/primary__0002_more.sql"), second);
    project.ok(&["hash"]);
    project.ok(&["migrate"]);
    project
}

#[test]
fn what_is_in_doubt_is_settled_with_a_reason() {
    let project = project(WITH_A_VIEW);
    project.execute(
        "UPDATE _dbwarden_migrations SET state = 'started', statements_started = 2, \
         statements_done = 1 WHERE migration = '0002'",
    );
    let status = project.ok(&["status"]);
    assert!(status.contains("primary__0002_more.sql (interrupted inside statement 2)"), "{status}");
    let refused = project.run(&["migrate"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("`dbwarden repair 0002 --happened --reason \"..\"`"),
        "{refused:?}"
    );
    let status = project.ok(&["status"]);
    assert!(
        status.contains(
            "In doubt migrations: 1\n  primary__0002_more.sql (in doubt at statement 2)\n"
        ),
        "{status}"
    );
    let no_reason = project.run(&["repair", "0002", "--happened"]);
    assert_eq!(no_reason.code, 2);
    assert!(no_reason.stderr.contains("--reason"), "{no_reason:?}");
    let both = project.run(&["repair", "2", "--happened", "--not-happened", "--reason", "x"]);
    assert_eq!(both.code, 2);
    assert_eq!(
        project.ok(&[
            "repair",
            "0002",
            "--not-happened",
            "--reason",
            "the file is as large as before"
        ]),
        "Repaired: primary__0002_more.sql, statements done: 1\n"
    );
    project.ok(&["migrate"]);
    let history = project.ok(&["history", "--json"]);
    assert!(history.contains("the file is as large as before"), "{history}");
    let again = project.run(&["repair", "0002", "--happened", "--reason", "x"]);
    assert!(again.stderr.contains("not in doubt: the ledger says `applied`"), "{again:?}");
    let unknown = project.run(&["repair", "0009", "--happened", "--reason", "x"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("the ledger has no migration `0009`"), "{unknown:?}");
}

#[test]
fn a_database_is_taken_back_without_files() {
    let project = project(WITH_A_VIEW);
    std::fs::remove_dir_all(project.path(FOLDER)).expect("the folder goes");
    assert_eq!(
        project.ok(&["downgrade", "--stored", "--to", "1", "--dry-run"]),
        "Would roll back migration: primary__0002_more.sql\n\n    DROP VIEW latest\n\n    \
         DROP TABLE more\n\n"
    );
    let unknown = project.run(&["downgrade", "--stored", "--to", "7"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("version 0007 is not applied"), "{unknown:?}");
    assert_eq!(
        project.run(&["downgrade", "--stored", "--to", "1"]),
        told(
            0,
            "Rolling back migration: primary__0002_more.sql\nRollback completed successfully\n",
            "",
        )
    );
    assert_eq!(project.ok(&["history"]), "1  primary__0001_notes.sql  applied\n");
}

#[test]
fn nothing_leads_back_across_what_is_irreversible_or_was_changed() {
    let irreversible =
        "-- dbwarden: irreversible\n-- upgrade\n\nDELETE FROM notes;\n\n-- rollback\n";
    let project = project(irreversible);
    let told = project.run(&["downgrade", "--stored", "--to", "0"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("`primary__0002_more.sql` is declared irreversible"), "{told:?}");
    assert_eq!(project.ok(&["history"]).lines().count(), 2, "nothing was taken back");

    let project = self::project(WITH_A_VIEW);
    project.execute(
        "UPDATE _dbwarden_migrations SET rollback_sql = replace(rollback_sql, 'more', 'note') \
         WHERE migration = '0002'",
    );
    let told = project.run(&["downgrade", "--stored", "--to", "0"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("was stored with checksum"), "{told:?}");
    // The file is still what was reviewed.
    project.ok(&["downgrade", "--to", "0"]);
}

#[test]
fn the_kind_of_lock_is_checked() {
    let project =
        Project::with("[database.primary]\nurl = \"sqlite://app.db\"\nlock = \"leese\"\n");
    let told = project.run(&["config"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("dbwarden.toml:3") && told.stderr.contains("`lease`"), "{told:?}");
    let project = Project::with(
        "[database.primary]\nurl = \"postgres://app:s3cret@localhost/app\"\nlock = \"lease\"\n",
    );
    let config = project.ok(&["config"]);
    assert!(config.contains("lease") && !config.contains("s3cret"), "{config}");
}
