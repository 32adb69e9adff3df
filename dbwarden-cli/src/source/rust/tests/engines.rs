//! What one engine alone has, and how the same is said on each.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Storage;

use super::lowering::{column, table};
use super::schema;

#[test]
fn columns_without_a_field_and_of_engines() {
    let models = r#"
        #[derive(Model)]
        #[dbwarden(
            table = "docs",
            column(name = "search", type = "text", postgres(type = "tsvector"), nullable,
                generated = "upper(body)"),
            sqlite(strict), postgres(unlogged, with(fillfactor = 70)),
            check("length(body) > 0", name = "ck_body"), check("body <> 'x'")
        )]
        pub struct Doc {
            #[dbwarden(postgres(type = "citext", collation = "C"), mysql(column = "Body"), length = 20,
                check = "body <> ''", collation = "NOCASE", comment = "The text", renamed_from = "text")]
            body: String,
            #[dbwarden(generated("length(body)", virtual))]
            size: Option<i64>,
            #[dbwarden(touch)]
            updated_at: chrono::DateTime<chrono::Utc>,
            #[dbwarden(not_null)]
            forced: Option<i32>,
            #[dbwarden(nullable)]
            loose: i32,
        }
    "#;
    let doc = table(Dialect::Sqlite, models);
    assert_eq!(doc.options.strict, Some(true));
    assert_eq!(doc.options.unlogged, None);
    let body = column(&doc, "body");
    assert_eq!(body.collation.as_deref(), Some("NOCASE"));
    assert_eq!(body.comment.as_deref(), Some("The text"));
    assert_eq!(body.renamed_from.as_deref(), Some("text"));
    assert_eq!(column(&doc, "size").generated.unwrap().storage, Storage::Virtual);
    assert_eq!(column(&doc, "search").ty.sql(Dialect::Sqlite), "TEXT");
    assert!(column(&doc, "search").nullable && column(&doc, "updated_at").touch);
    assert!(!column(&doc, "forced").nullable && column(&doc, "loose").nullable);
    assert_eq!(doc.checks.len(), 3);

    let mysql = models.replace("virtual", "stored");
    let doc = table(Dialect::MySql, &mysql);
    assert_eq!(column(&doc, "Body").ty.sql(Dialect::MySql), "VARCHAR(20)");
    // A TIMESTAMP that says nothing would get a default of MySQL's own.
    assert_eq!(column(&doc, "updated_at").default.unwrap().sql, "CURRENT_TIMESTAMP(6)");

    let doc = table(Dialect::Postgres, &mysql);
    assert_eq!(doc.options.unlogged, Some(true));
    assert_eq!(doc.options.storage.get("fillfactor").map(String::as_str), Some("70"));
    assert_eq!(column(&doc, "body").ty.sql(Dialect::Postgres), "citext");
    assert_eq!(column(&doc, "body").collation.as_deref(), Some("C"));
    assert_eq!(column(&doc, "search").ty.sql(Dialect::Postgres), "TSVECTOR");
}

#[test]
fn composites_are_postgres_types() {
    let models = r#"
        #[derive(sqlx::Type)]
        #[sqlx(type_name = "point2")]
        pub struct Point2 { x: f64, y: f64, kind: Kind }
        #[derive(sqlx::Type)]
        #[sqlx(type_name = "kind")]
        pub enum Kind { A }
        #[derive(Model)]
        #[dbwarden(table = "t")]
        pub struct T { at: Point2, all: Vec<Point2> }
    "#;
    let schema = schema(Dialect::Postgres, &format!("use dbwarden::Model;\n{models}"));
    assert_eq!(schema.composites.len(), 1);
    let names: Vec<&str> =
        schema.composites[0].attributes.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x", "y", "kind"]);
    assert_eq!(schema.enums.len(), 1);
    assert_eq!(schema.tables[0].columns[1].ty.sql(Dialect::Postgres), "point2[]");
}

#[test]
fn a_strict_table_has_no_booleans_and_no_times() {
    let models = r#"
        #[derive(Model)]
        #[dbwarden(table = "t", sqlite(strict))]
        pub struct T { truth: bool, #[dbwarden(touch)] at: chrono::NaiveDateTime, text: String }
    "#;
    let types: Vec<String> = table(Dialect::Sqlite, models)
        .columns
        .iter()
        .map(|column| column.ty.sql(Dialect::Sqlite))
        .collect();
    assert_eq!(types, ["INTEGER", "TEXT", "TEXT"]);
}

#[test]
fn a_backslash_is_one_on_every_engine() {
    let models = r#"
        #[derive(sqlx::Type)]
        #[sqlx(type_name = "slash")]
        pub enum Slash { #[sqlx(rename = "a\\b")] A }
        #[derive(Model)]
        #[dbwarden(table = "t")]
        pub struct T { #[dbwarden(default = Slash::A)] slash: Slash }
    "#;
    let of = |dialect| column(&table(dialect, models), "slash").default.unwrap().sql;
    assert_eq!(of(Dialect::Postgres), r"'a\b'");
    assert_eq!(of(Dialect::MySql), r"'a\\b'");
}

#[test]
fn a_long_derived_name_is_cut_where_the_engine_cuts() {
    let column = "a_rather_long_name_of_a_column_as_they_come";
    let models = format!(
        "#[derive(Model)] #[dbwarden(table = \"a_table_with_a_long_name\")]
         struct T {{ #[dbwarden(index)] {column}: i32 }}"
    );
    let name = |dialect| table(dialect, &models).indexes[0].name.clone();
    assert_eq!(name(Dialect::Postgres).len(), 63);
    assert_eq!(name(Dialect::MySql).len(), 64);
    assert_eq!(name(Dialect::Sqlite), format!("ix_a_table_with_a_long_name_{column}"));
}
