//! Folders of real files, read at run time.

use std::fs;
use std::path::Path;

use dbwarden::{Back, Dialect, Migrator};
use dbwarden_core::migration::{MANIFEST_FILE, folder, rehash};

use crate::support::{Db, names};

const POSTGRES: [(&str, &str); 3] = [
    (
        "primary__0001_people.sql",
        "-- upgrade\n\nCREATE TABLE people (id SERIAL PRIMARY KEY, name TEXT NOT NULL);\n\n\
         CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.name := upper(NEW.name) || ';';\n  \
         RETURN NEW;\nEND;\n$$;\n\nCREATE TRIGGER shout BEFORE INSERT ON people\n    FOR EACH ROW EXECUTE FUNCTION shout();\n\n\
         INSERT INTO people (name) VALUES ('a; b -- c');\n\n-- rollback\n\nDROP TABLE people;\nDROP FUNCTION shout();\n",
    ),
    (
        "primary__0002_index.sql",
        "-- dbwarden: no-transaction\n\n-- upgrade\n\nCREATE INDEX CONCURRENTLY ix_people ON people (name);\n\n\
         -- rollback\n\nDROP INDEX CONCURRENTLY ix_people;\n",
    ),
    ("primary__ROC__view.sql", "-- upgrade\n\nCREATE OR REPLACE VIEW names AS SELECT 1 AS one;\n"),
];

const SQLITE: [(&str, &str); 2] = [
    (
        "primary__0001_people.sql",
        "-- upgrade\n\nCREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE log (name TEXT);\n\n\
         CREATE TRIGGER noted AFTER INSERT ON people BEGIN\n  INSERT INTO log VALUES (NEW.name || ';');\n  \
         DELETE FROM log WHERE name IS NULL;\nEND;\n\nINSERT INTO people (name) VALUES ('a');\n\n-- rollback\n\n\
         DROP TABLE people;\nDROP TABLE log;\n",
    ),
    (
        "primary__0002_rebuild.sql",
        "-- dbwarden: foreign-keys-off\n\n-- upgrade\n\nCREATE TABLE people_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
         INSERT INTO people_new SELECT * FROM people;\nDROP TABLE people;\nALTER TABLE people_new RENAME TO people;\n\n\
         -- rollback\n\nSELECT 1;\n",
    ),
];

const MARIADB: [(&str, &str); 1] = [(
    "primary__0001_people.sql",
    "-- upgrade\n\nCREATE TABLE people (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20));\n\n\
     CREATE TRIGGER shout BEFORE INSERT ON people FOR EACH ROW BEGIN\n  SET NEW.name = CONCAT(NEW.name, ';');\n  \
     SET @seen = 1;\nEND;\n\nINSERT INTO people (name) VALUES ('a');\n\n-- rollback\n\nDROP TABLE people;\n",
)];

fn write(folder: &Path, dialect: Dialect, files: &[(&str, &str)], change: impl Fn(&str) -> String) {
    for (name, text) in files {
        fs::write(folder.join(name), change(text)).expect("writes");
    }
    let read = folder::read(folder, "test").expect("reads");
    let (manifest, _) = rehash(&read, dialect).unwrap_or_else(|faults| panic!("{faults}"));
    fs::write(folder.join(MANIFEST_FILE), manifest.render()).expect("writes");
}

async fn walk(dialect: Dialect, files: &[(&str, &str)], count: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), dialect, files, str::to_owned);
    let db = Db::new(dialect);
    let migrator = Migrator::from_dir(folder.path()).unwrap_or_else(|error| panic!("{error:?}"));
    let report = migrator.run(db.url()).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(names(&report).len(), files.len());
    assert_eq!(db.number(count).await, 1);

    // Another checkout, with a BOM and CRLF, is the same set.
    write(folder.path(), dialect, files, |text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let same = Migrator::from_dir(folder.path()).unwrap_or_else(|error| panic!("{error:?}"));
    assert!(same.run(db.url()).await.unwrap_or_else(|error| panic!("{error:?}")).is_empty());

    let versioned = files.iter().filter(|(name, _)| !name.contains("ROC")).count();
    let report = same.rollback(db.url(), Back::Last(9)).await;
    assert_eq!(names(&report.unwrap_or_else(|error| panic!("{error:?}"))).len(), versioned);
    let report = same.run(db.url()).await.unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(names(&report).len(), versioned);
}

#[tokio::test]
async fn postgres() {
    walk(Dialect::Postgres, &POSTGRES, "SELECT count(*) FROM people WHERE name = 'A; B -- C;'")
        .await;
}

#[tokio::test]
async fn sqlite() {
    walk(Dialect::Sqlite, &SQLITE, "SELECT count(*) FROM log WHERE name = 'a;'").await;
}

#[tokio::test]
async fn mariadb() {
    walk(Dialect::MySql, &MARIADB, "SELECT count(*) FROM people WHERE name = 'a;'").await;
}
