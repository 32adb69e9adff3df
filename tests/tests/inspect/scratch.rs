//! The scratch place: what it refuses, what it says, and that it leaves nothing behind.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::*;
use dbwarden_tests::{catalog, servers};

use super::*;

/// A table whose check names a column that is not there, declared in line 7 of a file.
fn mistaken(dialect: Dialect) -> Schema {
    let ty = ColumnType::parse(dialect, "int").unwrap();
    let mut good = Table::new(ObjectName::new("good"));
    good.columns = vec![Column::new("a", ty.clone())];
    let mut bad = Table::new(ObjectName::new("bad"));
    bad.columns = vec![Column::new("a", ty)];
    bad.origin = Some(Origin { file: "src/models.rs".to_owned(), line: 7 });
    bad.checks = vec![CheckConstraint {
        name: None,
        expr: Expr::declared("missing_one > 0"),
        no_inherit: false,
        not_valid: false,
        ..Default::default()
    }];
    let mut last = good.clone();
    last.name = ObjectName::new("last");
    Schema { tables: vec![good, bad, last], ..Schema::default() }
}

fn assert_told(error: &inspect::Error) {
    let message = error.to_string();
    let told = "src/models.rs:7: the database refuses to create table bad: ";
    assert!(message.starts_with(told), "{message}");
    assert!(message.contains("missing_one"), "{message}");
    let statement = error.statement().unwrap();
    assert!(statement.contains("bad") && statement.contains("missing_one"), "{statement}");
}

#[tokio::test]
async fn a_refused_table_is_told_in_the_words_of_the_model() {
    let postgres = servers::postgres().create_database();
    let mariadb = servers::mariadb().create_database();
    let (_folder, sqlite) = servers::sqlite_file();
    for url in [postgres.url(), mariadb.url(), sqlite.as_str()] {
        let desired = mistaken(Dialect::from_url(url).unwrap());
        assert_told(&inspect::canonicalize(url, &desired).await.unwrap_err());
    }
    assert!(!catalog::dump(postgres.url()).contains("_dbwarden_scratch"));
    assert_nothing_left(mariadb.url()).await;
}

/// Other tests of this process have scratch places of their own for a moment; one that was left
/// behind stays.
async fn assert_nothing_left(url: &str) {
    for _ in 0..600 {
        if !scratch_names(url).await.iter().any(|name| is_mine(name)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("a scratch database was left behind");
}

/// Whether a scratch place was made by this process.
fn is_mine(name: &str) -> bool {
    name.starts_with(&format!("_dbwarden_scratch_{}_", std::process::id()))
}

async fn scratch_names(url: &str) -> Vec<String> {
    use sqlx::{Connection, Row};
    let mut connection = sqlx::MySqlConnection::connect(url).await.unwrap();
    let sql = "SELECT schema_name FROM information_schema.schemata";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let names = rows.iter().map(|row| row.get_unchecked::<String, _>(0));
    names.filter(|name| name.starts_with("_dbwarden_scratch_")).collect()
}

#[tokio::test]
async fn mariadb_leftovers_go_when_their_maker_is_dead_and_only_then() {
    use sqlx::Connection;
    let database = servers::mariadb().create_database();
    let (dead, alive) = ("_dbwarden_scratch_1_a_0", "_dbwarden_scratch_1_b_0");
    for name in [dead, "_dbwarden_scratch_1_a_0_1", alive, "_dbwarden_scratch_notes"] {
        database.execute(&format!("CREATE DATABASE IF NOT EXISTS {name}"));
    }
    let mut maker = sqlx::MySqlConnection::connect(database.url()).await.unwrap();
    sqlx::query("DO get_lock(?, 0)").bind(alive).execute(&mut maker).await.unwrap();
    inspect::canonicalize(database.url(), &Schema::default()).await.unwrap();
    let mut left = scratch_names(database.url()).await;
    left.retain(|name| !is_mine(name));
    database.execute("DROP DATABASE _dbwarden_scratch_notes");
    database.execute(&format!("DROP DATABASE {alive}"));
    assert_eq!(left, [alive, "_dbwarden_scratch_notes"]);
}

#[tokio::test]
async fn a_user_who_may_not_is_told_what_to_grant() {
    let postgres = servers::postgres().create_database();
    postgres.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'pw'");
    let url = as_user(postgres.url(), "reader");
    let error = inspect::canonicalize(&url, &Schema::default()).await.unwrap_err();
    assert!(error.hint().unwrap().contains("GRANT CREATE ON DATABASE"), "{error}");
    assert!(!error.to_string().contains("pw"));

    let mariadb = servers::mariadb().create_database();
    mariadb.execute(&format!(
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'pw'; GRANT SELECT ON {}.* TO reader@'%'",
        mariadb.name()
    ));
    let url = as_user(mariadb.url(), "reader");
    let error = inspect::canonicalize(&url, &Schema::default()).await.unwrap_err();
    assert!(
        error.hint().unwrap().contains("GRANT ALL ON `\\_dbwarden\\_scratch\\_%`.*"),
        "{error}"
    );
}

/// The URL with another user, whose password is `pw`.
fn as_user(url: &str, user: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (_, host) = rest.rsplit_once('@').unwrap();
    format!("{scheme}://{user}:pw@{host}")
}

#[tokio::test]
async fn schemas_of_the_models_and_tables_of_others() {
    let database = servers::postgres().create_database();
    database.execute(
        "CREATE SCHEMA audit; CREATE TYPE audit.level AS ENUM ('low', 'high');
         CREATE TABLE by_hand (id integer PRIMARY KEY);",
    );
    let ty = |text: &str| ColumnType::parse(Dialect::Postgres, text).unwrap();
    let mut log = Table::new(ObjectName::qualified("audit", "log"));
    log.columns = vec![
        Column::new("id", ty("int")),
        Column {
            default: Some(Expr::declared("'low'")),
            ..Column::new("level", ty("audit.level"))
        },
    ];
    log.foreign_keys = vec![ForeignKey {
        name: None,
        columns: vec!["id".into()],
        references: ObjectName::new("by_hand"),
        referenced_columns: vec!["id".into()],
        implicit: false,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        match_type: MatchType::Simple,
        deferrability: Deferrability::NotDeferrable,
        not_valid: false,
        ..Default::default()
    }];
    let level = EnumType {
        name: ObjectName::qualified("audit", "level"),
        values: vec!["low".into(), "high".into()],
        ..EnumType::default()
    };
    let desired = Schema { enums: vec![level], tables: vec![log], ..Schema::default() };
    let canonical = inspect::canonicalize(database.url(), &desired).await.unwrap();
    let column = &canonical.tables[0].columns[1];
    let default = column.default.as_ref().unwrap();
    assert_eq!(default.canonical.as_deref(), Some("'low'::audit.level"));
    assert_eq!(column.ty, ty("audit.level"));
    assert_eq!(canonical.tables[0].foreign_keys, desired.tables[0].foreign_keys);
}

#[tokio::test]
async fn more_tables_than_a_transaction_takes_locks() {
    let database = servers::postgres().create_database();
    let table = |number: usize| {
        let mut table = Table::new(ObjectName::new(format!("t{number}")));
        let ty = ColumnType::parse(Dialect::Postgres, "int").unwrap();
        table.columns =
            vec![Column { default: Some(Expr::declared("1+1")), ..Column::new("a", ty) }];
        table
    };
    let desired = Schema { tables: (0..600).map(table).collect(), ..Schema::default() };
    let canonical = inspect::canonicalize(database.url(), &desired).await.unwrap();
    for table in canonical.tables {
        let default = table.columns[0].default.as_ref().unwrap();
        assert_eq!(default.canonical.as_deref(), Some("1 + 1"), "{}", table.name);
    }
}
