//! PostgreSQL.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::servers;

use super::*;

fn database() -> servers::Database {
    let database = servers::postgres().create_database();
    database.execute(include_str!("postgres.sql"));
    database
}

#[tokio::test]
async fn everything_is_read() {
    let database = database();
    let schema = read(database.url()).await;
    assert_golden("postgres.golden", &facts(&schema));
}

#[tokio::test]
async fn further_schemas_are_read_when_asked_for() {
    let database = database();
    let options =
        Options { schemas: vec!["audit".to_owned(), "public".to_owned()], ..Options::default() };
    let schema = inspect::schema(database.url(), &options).await.unwrap();
    let log = schema.table(&ObjectName::qualified("audit", "log")).unwrap();
    assert_eq!(log.columns[1].ty.sql(Dialect::Postgres), "audit.\"Level\"");
    assert_eq!(log.foreign_keys[0].references, ObjectName::new("users"));
    assert!(schema.enum_type(&ObjectName::qualified("audit", "Level")).is_some());
    let own: Vec<_> = schema.tables.iter().filter(|it| it.name.schema.is_none()).collect();
    assert_eq!(own.len(), read(database.url()).await.tables.len());
}

#[tokio::test]
async fn a_failed_concurrent_index_is_told() {
    let database = servers::postgres().create_database();
    database.execute("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
    let build = "CREATE UNIQUE INDEX CONCURRENTLY broken ON t (a)";
    servers::execute(database.url(), build).unwrap_err();
    let schema = read(database.url()).await;
    assert!(table(&schema, "t").indexes[0].invalid);
}

#[tokio::test]
async fn the_number_of_statements_does_not_depend_on_the_number_of_tables() {
    let mut counts = Vec::new();
    for tables in [3, 300] {
        let database = servers::postgres().create_database();
        let create = |number: usize| {
            format!(
                "CREATE TABLE t{number} (id serial PRIMARY KEY, a text UNIQUE CHECK (a <> ''));"
            )
        };
        database.execute(&(0..tables).map(create).collect::<String>());
        let (schema, statements) = statements_of(read(database.url())).await;
        assert_eq!(schema.tables.len(), tables);
        counts.push(statements);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] > 0);
}
