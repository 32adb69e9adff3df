//! MariaDB.

use dbwarden_tests::servers;

use super::*;

fn database() -> servers::Database {
    let database = servers::mariadb().create_database();
    database.execute(include_str!("mariadb.sql"));
    database
}

#[tokio::test]
async fn everything_is_read() {
    let database = database();
    let schema = read(database.url()).await;
    assert_golden("mariadb.golden", &facts(&schema).replace(database.name(), "app"));
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_tables() {
    let mut counts = Vec::new();
    for tables in [3, 300] {
        let database = servers::mariadb().create_database();
        let create = |number: usize| {
            format!("CREATE TABLE t{number} (id int PRIMARY KEY, a int UNIQUE CHECK (a > 1));")
        };
        database.execute(&(0..tables).map(create).collect::<String>());
        let (schema, statements) = statements_of(read(database.url())).await;
        assert_eq!(schema.tables.len(), tables);
        counts.push(statements);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] > 0);
}

#[tokio::test]
async fn further_databases_are_read_when_asked_for() {
    let (own, other) = (database(), servers::mariadb().create_database());
    other.execute("CREATE TABLE log (id int PRIMARY KEY)");
    let options = Options { schemas: vec![other.name().to_owned()], ..Options::default() };
    let schema = inspect::schema(own.url(), &options).await.unwrap();
    assert!(schema.table(&ObjectName::qualified(other.name(), "log")).is_some());
    assert!(schema.table(&ObjectName::new("users")).is_some());
}
