//! SQLite.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::servers;
use sqlx::Connection;

use super::*;

#[tokio::test]
async fn everything_is_read() {
    let (_folder, url) = servers::sqlite_file();
    servers::execute(&url, include_str!("sqlite.sql")).unwrap();
    let schema = read(&url).await;
    assert_golden("sqlite.golden", &facts(&schema));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_an_empty_database_and_is_not_created() {
    let (folder, url) = servers::sqlite_file();
    assert_eq!(read(&url).await, Schema::default());
    inspect::server(&url).await.unwrap();
    let written = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(written, 0);
}

/// SQLite's own reading of the same statements.
#[tokio::test]
async fn the_server_agrees() {
    let (_folder, url) = servers::sqlite_file();
    servers::execute(&url, include_str!("sqlite.sql")).unwrap();
    let schema = read(&url).await;
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for table in &schema.tables {
        let sql = "SELECT name, lower(type), \"notnull\", pk, hidden FROM pragma_table_xinfo(?)";
        let query = sqlx::query_as::<_, (String, String, bool, i64, i64)>(sql);
        let rows = query.bind(&table.name.name).fetch_all(&mut connection).await.unwrap();
        assert_eq!(rows.len(), table.columns.len(), "{}", table.name);
        let key = table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        for ((name, ty, not_null, at_in_key, hidden), column) in rows.iter().zip(&table.columns) {
            assert_eq!(*name, column.name);
            assert_eq!(
                ty.replace(' ', ""),
                column.ty.sql(Dialect::Sqlite).to_lowercase().replace(' ', "")
            );
            assert_eq!(*hidden != 0, column.generated.is_some(), "{name}");
            let at = key.iter().position(|key| key == name).map_or(0, |at| at as i64 + 1);
            assert_eq!(*at_in_key, at, "{name}");
            if at == 0 {
                assert_eq!(*not_null, !column.nullable, "{name}");
            }
        }
        let sql = "SELECT count(*) FROM pragma_index_list(?) WHERE origin = ?";
        for (origin, count) in [("u", table.uniques.len()), ("c", table.indexes.len())] {
            let query = sqlx::query_scalar::<_, i64>(sql).bind(&table.name.name).bind(origin);
            let found = query.fetch_one(&mut connection).await.unwrap();
            assert_eq!(found, count as i64, "{origin} of {}", table.name);
        }
        let sql = "SELECT count(DISTINCT id) FROM pragma_foreign_key_list(?)";
        let query = sqlx::query_scalar::<_, i64>(sql).bind(&table.name.name);
        let found = query.fetch_one(&mut connection).await.unwrap();
        assert_eq!(found, table.foreign_keys.len() as i64, "{}", table.name);
    }
}
