//! Up, status, history and down, alike on all three databases.

use std::sync::{Arc, Mutex};

use dbwarden::{Back, Baseline, Dialect, EntryState, Event, Kind, State, Version};

use crate::support::{Db, File, file, migrator, names, on_each_database, repeatable, two_files};

const FIRST: &str = "primary__0001_create_core_tables.sql";
const SECOND: &str = "primary__0002_posts.sql";

fn states(status: &dbwarden::Status) -> Vec<(&str, State)> {
    status.migrations().iter().map(|m| (m.file_name(), m.state())).collect()
}

on_each_database! {
    async fn there_and_back(dialect: Dialect) {
        let db = Db::new(dialect);
        let migrator = migrator(dialect, two_files());

        let status = migrator.status(db.url()).await.expect("status");
        assert!(!status.ledger_exists());
        assert_eq!(states(&status), [(FIRST, State::Pending), (SECOND, State::Pending)]);
        assert!(migrator.history(db.url()).await.expect("history").is_empty());
        let plan = migrator.plan(db.url()).await.expect("plan");
        assert_eq!(plan.steps().iter().map(|s| s.statements().len()).collect::<Vec<_>>(), [1, 2]);
        let status = migrator.status(db.url()).await.expect("status");
        assert!(!status.ledger_exists(), "reading creates nothing");

        let report = migrator.run(db.url()).await.expect("runs");
        assert_eq!(names(&report), [FIRST, SECOND]);
        assert_eq!(report.migrations()[1].statements().len(), 2);
        assert_eq!(db.number("SELECT count(*) FROM users").await, 1);

        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(states(&status), [(FIRST, State::Applied), (SECOND, State::Applied)]);
        assert!(status.is_clean() && status.ledger().ends_with("_dbwarden_migrations"));
        let history = migrator.history(db.url()).await.expect("history");
        assert_eq!(history.len(), 2);
        assert_eq!(history[1].version(), Some(Version::new(2)));
        assert_eq!(history[1].state(), EntryState::Applied);
        assert_eq!((history[1].statements_started(), history[1].statements_done()), (2, 2));
        assert!(history[1].rollback_sql().expect("stored").contains("DROP TABLE posts"));
        let at = history[1].applied_at();
        assert!(at.len() == 24 && at.ends_with('Z') && at.contains('T'), "{at}");

        assert!(migrator.run(db.url()).await.expect("runs").is_empty());
        assert!(migrator.plan(db.url()).await.expect("plan").is_empty());

        let plan = migrator.plan_rollback(db.url(), Back::Last(1)).await.expect("plan");
        assert_eq!(plan.steps()[0].file_name(), SECOND);
        let report = migrator.rollback(db.url(), Back::Last(1)).await.expect("rolls back");
        assert_eq!(names(&report), [SECOND]);
        assert_eq!(db.number("SELECT count(*) FROM users").await, 0);
        assert_eq!(migrator.history(db.url()).await.expect("history").len(), 1);

        assert_eq!(names(&migrator.run(db.url()).await.expect("runs")), [SECOND]);
        let back = Back::DownTo(Version::new(0));
        let report = migrator.rollback(db.url(), back).await.expect("rolls back");
        assert_eq!(names(&report), [SECOND, FIRST]);
        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(status.pending().count(), 2);
        assert!(status.ledger_exists());
        assert!(migrator.rollback(db.url(), Back::Last(1)).await.expect("nothing").is_empty());
    }

    async fn limits_are_kept(dialect: Dialect) {
        let db = Db::new(dialect);
        let migrator = migrator(dialect, two_files());
        let report = migrator.clone().limit(1).run(db.url()).await.expect("runs");
        assert_eq!(names(&report), [FIRST]);
        let up_to = migrator.clone().up_to(Version::new(1));
        assert!(up_to.run(db.url()).await.expect("runs").is_empty());
        let error = migrator.clone().up_to(Version::new(9)).run(db.url()).await.expect_err("no");
        assert!(error.to_string().contains("there is no version 0009"), "{error}");
        assert_eq!(names(&migrator.run(db.url()).await.expect("runs")), [SECOND]);
    }

    async fn repeatable_files_follow_the_versioned_ones(dialect: Dialect) {
        let db = Db::new(dialect);
        let files = |text: &str| -> Vec<File> {
            let mut files = two_files();
            files.push(repeatable(Kind::Always, "a", &["INSERT INTO posts VALUES (7)", "DELETE FROM posts WHERE id = 7"]));
            files.push(repeatable(Kind::OnChange, "b", &[text]));
            files
        };
        let first = migrator(dialect, files("DELETE FROM posts WHERE id = 1"));
        let report = first.run(db.url()).await.expect("runs");
        let names_of = |report: &dbwarden::Report| names(report).len();
        assert_eq!(names_of(&report), 4);
        let report = first.run(db.url()).await.expect("runs");
        assert_eq!(names(&report), ["primary__RA__a.sql"]);
        assert!(first.pending(db.url()).await.expect("pending").is_empty());
        let changed = migrator(dialect, files("DELETE FROM posts WHERE id = 2"));
        assert_eq!(changed.pending(db.url()).await.expect("pending").steps().len(), 1);
        let report = changed.run(db.url()).await.expect("runs");
        assert_eq!(names(&report), ["primary__RA__a.sql", "primary__ROC__b.sql"]);
    }

    async fn a_baseline_runs_nothing(dialect: Dialect) {
        let db = Db::new(dialect);
        db.execute("CREATE TABLE users (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))");
        let migrator = migrator(dialect, two_files());
        let error = migrator.run(db.url()).await.expect_err("a stranger's table");
        assert!(error.is_existing_table(), "{error}");
        assert!(error.to_string().contains("`users`"), "{error}");
        assert!(error.hint().expect("a hint").contains("--baseline"));
        assert!(migrator.plan(db.url()).await.expect_err("as run").is_existing_table());

        let up_to = Baseline::UpTo(Version::new(1));
        let report = migrator.baseline(db.url(), up_to).await.expect("baselines");
        assert_eq!(names(&report), [FIRST]);
        assert!(report.migrations()[0].is_baselined());
        assert_eq!(names(&migrator.run(db.url()).await.expect("runs")), [SECOND]);
        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(states(&status), [(FIRST, State::Baselined), (SECOND, State::Applied)]);
    }

    async fn an_older_program_takes_a_newer_database_back(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, two_files()).run(db.url()).await.expect("runs");
        let mut files = two_files();
        files.truncate(1);
        let older = migrator(dialect, files);
        let report = older.run(db.url()).await.expect("an old replica starts");
        assert!(report.is_empty());
        assert!(report.warnings()[0].contains("ahead"), "{:?}", report.warnings());
        let status = older.status(db.url()).await.expect("status");
        assert_eq!(states(&status), [(FIRST, State::Applied), (SECOND, State::Ahead)]);

        let error = older.downgrade_to(db.url(), Version::new(7)).await.expect_err("not applied");
        assert!(error.to_string().contains("0007"), "{error}");
        let plan = older.plan_rollback(db.url(), Back::DownTo(Version::new(1))).await;
        assert!(plan.expect("plan").steps()[0].is_stored());
        let report = older.downgrade_to(db.url(), Version::new(1)).await.expect("goes back");
        assert_eq!(names(&report), [SECOND]);
        assert_eq!(db.number("SELECT count(*) FROM users").await, 0);
        let nothing = migrator(dialect, Vec::new());
        nothing.downgrade_to(db.url(), Version::new(0)).await.expect("without any file");
        assert!(nothing.history(db.url()).await.expect("history").is_empty());
    }

    async fn irreversible_files_stop_a_rollback_before_it_begins(dialect: Dialect) {
        let db = Db::new(dialect);
        let mut files = two_files();
        files.insert(1, file(2, "x", &["CREATE TABLE x (id INT)"], &[]).irreversible());
        files[2] = file(3, "y", &["CREATE TABLE y (id INT)"], &["DROP TABLE y"]);
        let migrator = migrator(dialect, files);
        migrator.run(db.url()).await.expect("runs");
        let error = migrator.rollback(db.url(), Back::Last(2)).await.expect_err("irreversible");
        assert!(error.is_irreversible(), "{error}");
        assert_eq!(migrator.history(db.url()).await.expect("history").len(), 3);
    }

    async fn an_observer_hears_everything_in_order(dialect: Dialect) {
        let db = Db::new(dialect);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        let migrator = migrator(dialect, two_files()).observer(move |event: &Event<'_>| {
            let text = match event {
                Event::Started { file_name, number, total, .. } => format!("{file_name} {number}/{total}"),
                Event::Statement { number, total, .. } => format!("statement {number}/{total}"),
                Event::Finished { .. } => "finished".to_owned(),
                other => format!("{other:?}"),
            };
            ears.lock().expect("not poisoned").push(text);
        });
        migrator.run(db.url()).await.expect("runs");
        let heard = heard.lock().expect("not poisoned");
        assert_eq!(*heard, [
            &format!("{FIRST} 1/2"), "statement 1/1", "finished",
            &format!("{SECOND} 2/2"), "statement 1/2", "statement 2/2", "finished",
        ]);
    }
}
