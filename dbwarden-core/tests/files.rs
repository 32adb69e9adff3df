//! Sections, directives, checksums, classes and effects of migration files.

use dbwarden_core::dialect::Dialect::{self, MySql, Postgres, Sqlite};
use dbwarden_core::migration::{
    Effect, Fault, Flags, MigrationFile, NewFile, ObjectRef, StatementClass, Version, parse_file,
    render_file,
};

fn read(dialect: Dialect, text: &str) -> Result<MigrationFile, Vec<Fault>> {
    parse_file("0001_a.sql", "0001_a.sql", text.as_bytes(), dialect)
}

#[track_caller]
fn good(dialect: Dialect, text: &str) -> MigrationFile {
    read(dialect, text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

/// `line what` of every fault.
fn faults(dialect: Dialect, text: &str) -> Vec<String> {
    let faults = read(dialect, text).err().unwrap_or_default();
    faults.iter().map(|f| format!("{} {}", f.line.unwrap_or(0), f.what)).collect()
}

const PLAIN: &str = "-- upgrade\n\nCREATE TABLE a (id INT);\n\n-- rollback\n\nDROP TABLE a;\n";

#[test]
fn a_file_has_two_sections_and_the_lines_of_its_statements() {
    let file = good(Postgres, PLAIN);
    let upgrade = file.migration.upgrade();
    assert_eq!(upgrade.sql(), "CREATE TABLE a (id INT);");
    assert_eq!(upgrade.text(&upgrade.statements()[0]), "CREATE TABLE a (id INT)");
    assert_eq!(upgrade.statements()[0].line(), 3);
    let rollback = file.migration.rollback().unwrap();
    assert_eq!((rollback.sql(), rollback.statements()[0].line()), ("DROP TABLE a;", 7));
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", PLAIN.replace('\n', "\r\n"));
    assert_eq!(good(Postgres, &windows), good(Postgres, PLAIN));
}

#[test]
fn markers_within_strings_bodies_and_comments_are_text() {
    let hidden = [
        (Postgres, "INSERT INTO t VALUES ('\n-- rollback\n');"),
        (Postgres, "DO $$\n-- rollback\n-- dbwarden: no-transaction\n$$;"),
        (Postgres, "/*\n-- upgrade\n/*\n-- rollback\n*/\n*/ SELECT 1;"),
        (MySql, "CREATE PROCEDURE p()\nBEGIN\n-- rollback\nSELECT 1;\nEND;"),
        (Sqlite, "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n-- upgrade\nSELECT 1;\nEND;"),
    ];
    for (dialect, sql) in hidden {
        let file = good(dialect, &format!("-- upgrade\n{sql}\n-- rollback\nSELECT 2;\n"));
        assert_eq!(file.migration.upgrade().sql(), sql);
        assert_eq!(file.migration.flags(), Flags::default());
        assert_eq!(file.migration.rollback().unwrap().sql(), "SELECT 2;");
    }
}

#[test]
fn only_what_runs_decides_the_checksum_of_the_upgrade() {
    let upgrade = |text: &str| good(Sqlite, text).migration.upgrade().checksum();
    let plain = upgrade(PLAIN);
    for same in [
        PLAIN.replace("DROP TABLE a", "DROP TABLE IF EXISTS a"),
        format!("-- dbwarden: allow drop-table it is empty\n{PLAIN}"),
        PLAIN.replace("-- upgrade\n", "-- upgrade\n-- dbwarden: allow x y\n"),
        format!("-- dbwarden: irreversible\n{PLAIN}"),
        format!("-- a word on it\n\n{PLAIN}\n\n"),
    ] {
        assert_eq!(upgrade(&same), plain, "{same}");
    }
    for other in [
        PLAIN.replace("INT", "INTEGER"),
        format!("-- dbwarden: no-transaction\n{PLAIN}"),
        format!("-- dbwarden: foreign-keys-off\n{PLAIN}"),
        PLAIN.replace("(id", "(  id"),
    ] {
        assert_ne!(upgrade(&other), plain, "{other}");
    }
}

#[test]
fn directives_are_no_part_of_the_text_that_runs() {
    let file = good(
        Postgres,
        "-- dbwarden: depends-on 0007\n-- upgrade\n-- dbwarden: no-transaction\nSELECT 1;\n\
         -- dbwarden: allow slow-index small table\nSELECT 2;\n-- rollback\n-- dbwarden: irreversible\n",
    );
    let upgrade = file.migration.upgrade();
    assert_eq!(upgrade.sql(), "SELECT 1;\nSELECT 2;");
    assert_eq!(upgrade.text(&upgrade.statements()[1]), "SELECT 2");
    assert_eq!(upgrade.statements()[1].line(), 6);
    assert_eq!(file.depends_on, [(Version::new(7), 1)]);
    assert_eq!(file.allows[0].reason, "small table");
    let flags = file.migration.flags();
    assert!(flags.no_transaction && flags.irreversible && !flags.foreign_keys_off);
}

#[test]
fn what_is_rendered_is_read() {
    let flags = Flags { no_transaction: true, irreversible: true, ..Flags::default() };
    let text = render_file(NewFile {
        upgrade: "VACUUM;",
        rollback: Some(""),
        flags,
        depends_on: &[Version::new(3)],
    });
    let file = good(Postgres, &text);
    assert_eq!((file.migration.flags(), file.migration.upgrade().sql()), (flags, "VACUUM;"));
    assert_eq!(file.migration.depends_on(), [Version::new(3)]);
}

#[test]
fn repeatable_files_may_leave_the_rollback_out() {
    for name in ["RA__a.sql", "primary__ROC__a.sql"] {
        let file = parse_file(name, name, b"-- upgrade\nSELECT 1;\n", Postgres).unwrap();
        assert_eq!(file.migration.rollback(), None);
    }
    assert_eq!(faults(Postgres, "-- upgrade\nSELECT 1;\n"), ["2 no `-- rollback` section"]);
}

#[test]
fn what_lies_in_the_wrong_place_is_named() {
    for (text, expected) in [
        (
            "SELECT 0;\n-- upgrade\nSELECT 1;\n-- rollback\nSELECT 1;\n",
            "1 a statement above the sections",
        ),
        ("-- rollback\nSELECT 1;\n-- upgrade\nSELECT 1;\n", "1 `-- rollback` before `-- upgrade`"),
        (
            "-- upgrade\nSELECT 1; -- rollback\nSELECT 1;\n",
            "2 not on a line of its own: `-- rollback`",
        ),
        (
            "-- upgrade\nSELECT 1\n-- dbwarden: no-transaction\n;\n-- rollback\nSELECT 1;\n",
            "3 a directive within a statement",
        ),
        (
            "-- dbwarden: irreversible\n-- dbwarden: irreversible\n-- upgrade\nSELECT 1;\n-- rollback\n",
            "2 a second `irreversible`",
        ),
    ] {
        assert_eq!(faults(Postgres, text), [expected], "{text}");
    }
    let text = "-- dbwarden: no-transaction\n-- dbwarden: foreign-keys-off\n-- upgrade\nSELECT 1;\n\
                -- rollback\nSELECT 1;\n";
    assert_eq!(faults(Sqlite, text), ["2 `foreign-keys-off` and `no-transaction` in one file"]);
    let text = "-- upgrade\nDELIMITER //\nSELECT 1//\n-- rollback\nSELECT 1//\n";
    assert_eq!(faults(MySql, text), ["4 `-- rollback` where the delimiter is not `;`"]);
}

#[test]
fn statements_that_a_migration_must_not_hold() {
    let up = |sql: &str| format!("-- upgrade\n{sql};\n-- rollback\nSELECT 1;\n");
    for (dialect, sql) in [
        (Postgres, "DISCARD ALL"),
        (Postgres, "COPY a TO STDOUT"),
        (Postgres, "SET standard_conforming_strings = off"),
        (Postgres, "ALTER SYSTEM SET work_mem = '1MB'"),
        (Postgres, "REINDEX TABLE CONCURRENTLY a"),
        (Postgres, "ROLLBACK"),
        (Sqlite, "PRAGMA foreign_keys = OFF"),
        (Sqlite, "PRAGMA journal_mode = WAL"),
        (Sqlite, "VACUUM"),
        (MySql, "USE other"),
        (MySql, "LOCK TABLES a WRITE"),
        (MySql, "SET sql_mode = 'ANSI_QUOTES'"),
        (MySql, "SET SESSION sql_mode = ANSI"),
        (MySql, "SET sql_mode = 'ORACLE,NO_BACKSLASH_ESCAPES'"),
        (MySql, "START TRANSACTION"),
        (MySql, "SET autocommit = 0"),
    ] {
        assert_eq!(faults(dialect, &up(sql)).len(), 1, "{sql}");
    }
    for (dialect, sql) in [
        (Postgres, "ALTER TYPE mood ADD VALUE 'x'"),
        (Postgres, "SAVEPOINT a"),
        (Postgres, "ROLLBACK TO SAVEPOINT a"),
        (Postgres, "REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
        (Postgres, "SET standard_conforming_strings = on"),
        (Sqlite, "PRAGMA foreign_keys"),
        (Sqlite, "PRAGMA user_version = 3"),
        (MySql, "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"),
        (MySql, "SET sql_mode = ORACLE"),
    ] {
        good(dialect, &up(sql));
    }
    let outside = "-- dbwarden: no-transaction\n";
    good(Postgres, &format!("{outside}{}", up("CREATE INDEX CONCURRENTLY i ON a (b)")));
}

#[test]
fn classes_and_effects() {
    let one = |dialect, sql: &str| {
        let text =
            format!("-- dbwarden: no-transaction\n-- upgrade\n{sql};\n-- rollback\nSELECT 1;\n");
        good(dialect, &text).migration.upgrade().statements()[0].clone()
    };
    let table = || ObjectRef::new(None, "a");
    let named =
        |schema: &'static str, name: &'static str| ObjectRef::new(Some(schema.into()), name);
    for (dialect, sql, effect) in [
        (Postgres, "CREATE TABLE IF NOT EXISTS A (id INT)", Some(Effect::CreateTable(table()))),
        (Postgres, "CREATE TABLE x.\"A\" (id INT)", Some(Effect::CreateTable(named("x", "A")))),
        (Postgres, "CREATE TEMP TABLE a (id INT)", None),
        (Postgres, "DROP TABLE a CASCADE", Some(Effect::DropTable(table()))),
        (Postgres, "DROP TABLE a, x.b", Some(Effect::DropTables(vec![table(), named("x", "b")]))),
        (
            Postgres,
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY a (b)",
            Some(Effect::CreateIndex {
                index: ObjectRef::new(None, "i"),
                table: table(),
                concurrently: true,
            }),
        ),
        (Postgres, "CREATE INDEX ON a (b)", None),
        (Postgres, "VACUUM (ANALYZE) a", Some(Effect::Repeatable)),
        (Postgres, "REINDEX TABLE a", Some(Effect::Repeatable)),
        (Postgres, "REINDEX TABLE CONCURRENTLY a", None),
        (MySql, "OPTIMIZE LOCAL TABLE a", Some(Effect::Repeatable)),
        (Sqlite, "VACUUM", Some(Effect::Repeatable)),
        (Sqlite, "VACUUM INTO 'b.db'", None),
        (
            MySql,
            "DROP INDEX `i` ON `a`",
            Some(Effect::DropIndex { index: ObjectRef::new(None, "i"), table: Some(table()) }),
        ),
        (
            MySql,
            "ALTER TABLE a ADD COLUMN c DECIMAL(10, 2)",
            Some(Effect::AddColumn { table: table(), column: "c".into() }),
        ),
        (Postgres, "ALTER TABLE a ADD c INT, ATTACH PARTITION d DEFAULT", None),
        (MySql, "CREATE OR REPLACE DEFINER = a@b VIEW c AS TABLE d", Some(Effect::Repeatable)),
        (MySql, "CREATE OR REPLACE TABLE a (b INT)", None),
        (MySql, "DROP TRIGGER IF EXISTS a", Some(Effect::Repeatable)),
        (MySql, "DROP PROCEDURE a", None),
        (
            Sqlite,
            "ALTER TABLE a DROP [c d]",
            Some(Effect::DropColumn { table: table(), column: "c d".into() }),
        ),
        (
            Postgres,
            "ALTER TABLE ONLY a ADD CONSTRAINT k CHECK (b > 0)",
            Some(Effect::AddConstraint { table: table(), constraint: "k".into() }),
        ),
        (
            MySql,
            "ALTER TABLE a DROP FOREIGN KEY k",
            Some(Effect::DropConstraint { table: table(), constraint: "k".into() }),
        ),
        (
            MySql,
            "ALTER TABLE a DROP PRIMARY KEY, DROP INDEX i",
            Some(Effect::Several(vec![
                Effect::DropConstraint { table: table(), constraint: "PRIMARY".into() },
                Effect::DropConstraint { table: table(), constraint: "i".into() },
            ])),
        ),
    ] {
        let statement = one(dialect, sql);
        assert_eq!(statement.effect(), effect.as_ref(), "{sql}");
        assert_eq!(statement.class(), StatementClass::Definition, "{sql}");
    }
    for (dialect, sql, class) in [
        (MySql, "/*!40000 INSERT INTO a VALUES (1) */", StatementClass::Data),
        (MySql, "ANALYZE DELETE FROM a", StatementClass::Definition),
        (Postgres, "EXPLAIN ANALYZE DELETE FROM a", StatementClass::Data),
        (MySql, "TRUNCATE a", StatementClass::Definition),
        (MySql, "CALL p()", StatementClass::Definition),
        (MySql, "SET @a = 1", StatementClass::Session),
        (Postgres, "WITH x AS (SELECT 1) DELETE FROM a", StatementClass::Data),
        (Sqlite, "PRAGMA user_version = 1", StatementClass::Session),
    ] {
        let statement = one(dialect, sql);
        assert_eq!((statement.class(), statement.effect()), (class, None), "{sql}");
    }
}
