//! The database and the files disagree.

use dbwarden::{Checksum, Dialect, State, Version, policy};
use dbwarden_core::migration::Decision;

use crate::support::{Db, decided, file, migrator, names, on_each_database, two_files};

fn table(version: u64, name: &str) -> crate::support::File {
    file(
        version,
        name,
        &[&format!("CREATE TABLE {name} (id INT)")],
        &[&format!("DROP TABLE {name}")],
    )
}

on_each_database! {
    async fn an_edited_file_is_refused(dialect: Dialect) {
        let db = Db::new(dialect);
        let before = migrator(dialect, two_files());
        before.run(db.url()).await.expect("runs");
        let sum = before.set().migrations()[0].upgrade().checksum();

        let edited = || {
            let mut files = two_files();
            files[0] = file(1, "create_core_tables", &["CREATE TABLE users (id BIGINT)"], &[]);
            files.push(table(3, "more"));
            files
        };
        let after = migrator(dialect, edited());
        let error = after.run(db.url()).await.expect_err("edited");
        assert!(error.is_checksum_mismatch());
        let text = error.to_string();
        let now = after.set().migrations()[0].upgrade().checksum();
        assert!(text.contains("primary__0001_create_core_tables.sql"), "{text}");
        assert!(text.contains(&sum.to_string()) && text.contains(&now.to_string()), "{text}");
        assert!(error.hint().expect("a hint").contains("--accept"));
        let status = after.status(db.url()).await.expect("status reports");
        assert_eq!(status.in_state(State::Edited).count(), 1);

        let warned = after.clone().on_edited(policy::Edited::Warn).run(db.url()).await;
        let warned = warned.expect("runs");
        assert_eq!((names(&warned).len(), warned.warnings().len()), (1, 1));

        let accept = |checksum| Decision::Accept {
            version: Version::new(1),
            checksum,
            reason: "the same".into(),
        };
        let report = decided(dialect, edited(), vec![accept(sum)]).run(db.url()).await;
        assert!(report.expect("accepted").warnings().is_empty());
        let other = Checksum::from_bytes([1; 32]);
        let error = decided(dialect, edited(), vec![accept(other)]).run(db.url()).await;
        assert!(error.expect_err("another checksum").is_checksum_mismatch());
    }

    async fn a_missing_file_is_refused_unless_it_is_retired(dialect: Dialect) {
        let db = Db::new(dialect);
        let files = || vec![table(1, "a"), table(2, "b"), table(3, "c")];
        migrator(dialect, files()).run(db.url()).await.expect("runs");
        let without = || {
            let mut files = files();
            files.remove(1);
            files
        };
        let error = migrator(dialect, without()).run(db.url()).await.expect_err("missing");
        assert!(error.is_missing() && error.to_string().contains("primary__0002_b.sql"), "{error}");
        let status = migrator(dialect, without()).status(db.url()).await.expect("status");
        assert_eq!(status.in_state(State::Missing).count(), 1);
        let warn = migrator(dialect, without()).on_missing(policy::Missing::Warn);
        assert_eq!(warn.run(db.url()).await.expect("runs").warnings().len(), 1);
        let retired = Decision::Retired { version: Version::new(2), reason: "gone".into() };
        let report = decided(dialect, without(), vec![retired]).run(db.url()).await;
        assert!(report.expect("retired").warnings().is_empty());
    }

    async fn a_file_below_the_applied_ones_is_refused(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, vec![table(1, "a"), table(3, "c")]).run(db.url()).await.expect("runs");
        let files = || vec![table(1, "a"), table(2, "b"), table(3, "c")];
        let error = migrator(dialect, files()).run(db.url()).await.expect_err("out of order");
        assert!(error.is_out_of_order() && error.to_string().contains("primary__0002_b.sql"));
        let status = migrator(dialect, files()).status(db.url()).await.expect("status");
        assert_eq!(status.in_state(State::OutOfOrder).count(), 1);
        assert_eq!(status.pending().count(), 1);
        let apply = migrator(dialect, files()).on_out_of_order(policy::OutOfOrder::Apply);
        let report = apply.run(db.url()).await.expect("runs");
        assert_eq!((names(&report), report.warnings().len()), (vec!["primary__0002_b.sql"], 1));
    }

    async fn a_renumbered_file_is_not_run_again(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, vec![table(1, "a"), table(2, "b")]).run(db.url()).await.expect("runs");
        let renumbered = Decision::Renumbered { old: Version::new(2), new: Version::new(3) };
        let files = || vec![table(1, "a"), table(3, "b")];
        let migrator = decided(dialect, files(), vec![renumbered]);
        assert!(migrator.run(db.url()).await.expect("runs").is_empty());
        assert!(migrator.status(db.url()).await.expect("status").is_clean());
        let back = dbwarden::Back::DownTo(Version::new(1));
        let report = migrator.rollback(db.url(), back).await.expect("rolls back");
        assert_eq!(names(&report), ["primary__0003_b.sql"]);
        assert_eq!(migrator.history(db.url()).await.expect("history").len(), 1);
    }

    async fn a_database_ahead_can_be_refused(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, two_files()).run(db.url()).await.expect("runs");
        let mut files = two_files();
        files.truncate(1);
        let strict = migrator(dialect, files).on_database_ahead(policy::DatabaseAhead::Refuse);
        let error = strict.run(db.url()).await.expect_err("ahead");
        assert!(error.is_database_ahead() && error.to_string().contains("primary__0002_posts.sql"));
    }

    async fn a_table_of_someone_else_is_not_adopted(dialect: Dialect) {
        let db = Db::new(dialect);
        db.execute("CREATE TABLE posts (theirs INT)");
        let migrator = migrator(dialect, two_files());
        let error = migrator.run(db.url()).await.expect_err("refused");
        assert!(error.is_existing_table(), "{error}");
        let adopt = migrator.on_existing_table(policy::ExistingTable::Adopt);
        assert!(adopt.plan(db.url()).await.is_ok());
    }

    async fn a_history_may_create_its_own_tables_again(dialect: Dialect) {
        let rebuilt = file(
            2,
            "rebuild",
            &[
                "ALTER TABLE jobs RENAME TO jobs_old",
                "CREATE TABLE jobs (id INT NOT NULL PRIMARY KEY, job VARCHAR(9))",
                "DROP TABLE jobs_old",
                "ALTER TABLE jobs RENAME TO tasks",
            ],
            &["DROP TABLE tasks"],
        );
        let again = |version| {
            let create = "CREATE TABLE IF NOT EXISTS tasks (id INT NOT NULL PRIMARY KEY)";
            file(version, "again", &[create], &["DROP TABLE tasks"])
        };
        let db = Db::new(dialect);
        let first = || table(1, "jobs");
        migrator(dialect, vec![first()]).run(db.url()).await.expect("runs");
        let grown = migrator(dialect, vec![first(), rebuilt, again(3)]);
        grown.plan(db.url()).await.expect("plans");
        assert_eq!(grown.run(db.url()).await.expect("runs").migrations().len(), 2);

        // Once its own is gone, a table of that name is somebody else's.
        let drops: &[&str] = match dialect {
            Dialect::Sqlite => &["DROP TABLE more", "DROP TABLE jobs"],
            Dialect::Postgres | Dialect::MySql => &["DROP TABLE more, jobs"],
        };
        let back = ["CREATE TABLE jobs (id INT)", "CREATE TABLE more (id INT)"];
        let dropped = || file(3, "drop", drops, &back);
        let files = || vec![first(), table(2, "more"), dropped()];
        let db = Db::new(dialect);
        migrator(dialect, files()).run(db.url()).await.expect("runs");
        db.execute("CREATE TABLE jobs (theirs INT)");
        let create = "CREATE TABLE IF NOT EXISTS jobs (id INT)";
        let last = file(4, "again", &[create], &["DROP TABLE jobs"]);
        let files = files().into_iter().chain([last]).collect();
        let error = migrator(dialect, files).run(db.url()).await.expect_err("refused");
        assert!(error.is_existing_table(), "{error}");
    }

    async fn empty_files_and_unmet_dependencies_are_refused(dialect: Dialect) {
        let db = Db::new(dialect);
        let error = migrator(dialect, vec![file(1, "new", &[], &[])]).run(db.url()).await;
        let text = error.expect_err("empty").to_string();
        assert!(text.contains("`primary__0001_new.sql` holds no statement"), "{text}");

        let files = || vec![table(1, "a"), table(2, "b").depends_on(3), table(3, "c")];
        let error = migrator(dialect, files()).run(db.url()).await.expect_err("later");
        assert!(error.to_string().contains("depends on 0003"), "{error}");
        let files = || vec![table(1, "a"), table(2, "b").depends_on(1)];
        migrator(dialect, files()).run(db.url()).await.expect("met");
    }

    async fn migrations_of_another_database_are_refused(dialect: Dialect) {
        let db = Db::new(dialect);
        let other = if dialect == Dialect::Sqlite { Dialect::MySql } else { Dialect::Sqlite };
        let error = migrator(other, two_files()).run(db.url()).await.expect_err("another");
        assert!(error.is_wrong_database(), "{error}");
    }

    async fn a_foreign_table_called_like_the_ledger_is_left_alone(dialect: Dialect) {
        let db = Db::new(dialect);
        db.execute("CREATE TABLE _dbwarden_migrations (version INT, name VARCHAR(10))");
        let error = migrator(dialect, two_files()).run(db.url()).await.expect_err("no ledger");
        assert!(error.to_string().contains("is not a ledger"), "{error}");
    }
}
