//! Finding models and types without compiling.

use dbwarden_core::dialect::Dialect;

use super::Project;

const APP: &str = "[package]\nname = \"app\"\n[features]\ndefault = [\"std\"]\nstd = []\npostgres = []\n\
                   [dependencies]\nids = { path = \"ids\", package = \"my-ids\" }\n";

fn model(table: &str, fields: &str) -> String {
    format!(
        "#[derive(dbwarden::Model)] #[dbwarden(table = \"{table}\")] pub struct {table} {{ {fields} }}\n"
    )
}

fn types(project: &Project) -> Vec<String> {
    let schema = project.schema(Dialect::Postgres);
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    columns.map(|column| column.ty.sql(Dialect::Postgres)).collect()
}

#[test]
fn files_folders_crates_and_nested_modules() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"other\"]\n".to_owned()),
        ("app/Cargo.toml", APP.to_owned()),
        ("app/src/lib.rs", "mod models;\npub mod ids { pub struct Id(i64); }\n".to_owned()),
        (
            "app/src/models.rs",
            format!(
                "mod user;\n#[path = \"odd/name.rs\"] mod post;\npub mod inline {{ {} }}\n{}",
                model("inlined", "id: i32"),
                model("own", "id: crate::ids::Id")
            ),
        ),
        ("app/src/models/user.rs", model("users", "id: super::super::ids::Id")),
        ("app/src/odd/name.rs", model("posts", "id: i32")),
        ("app/src/unreachable/mod.rs", model("stray", "id: i32")),
        ("other/Cargo.toml", "[package]\nname = \"other-models\"\n".to_owned()),
        ("other/src/lib.rs", model("elsewhere", "id: i32")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let project = |entries: &[&str]| Project::new(&files).entries(entries);
    assert_eq!(project(&["app/src/models.rs"]).tables(), ["own", "users", "posts", "inlined"]);
    assert_eq!(project(&["app/src/models"]).tables(), ["users"]);
    assert_eq!(project(&["app"]).tables(), ["own", "users", "posts", "inlined"]);
    assert_eq!(project(&["other-models"]).tables(), ["elsewhere"]);
    assert_eq!(
        project(&["other", "app/src/models/user.rs", "app/src/models.rs"]).tables(),
        ["elsewhere", "users", "own", "posts", "inlined"]
    );
    assert_eq!(project(&["app/src/unreachable"]).tables(), ["stray"]);
    assert_eq!(
        project(&["app/src/nowhere.rs"]).problems(Dialect::Postgres),
        "app/src/nowhere.rs: no such file, folder or crate | correct `models` in dbwarden.toml\n"
    );
}

#[test]
fn aliases_renames_globs_and_raw_identifiers() {
    let models = r"
        use uuid::Uuid as Key;
        use chrono::*;
        use self::r#mod::{Deep as Renamed, *};
        use dbwarden::Model as Table;
        type Money = rust_decimal::Decimal;
        type Maybe<T> = Option<T>;
        type Both<A, B> = (A, B);
        struct Wrapper<T>(T);
        #[derive(Table)]
        #[dbwarden(table = 't')]
        pub struct T {
            a: Key, b: Renamed, c: Money, d: Maybe<DateTime<Utc>>, e: Wrapper<Maybe<bool>>,
            f: Globbed, r#type: r#try, h: Chained,
        }
        struct r#try(i16);
        mod r#mod {
            pub struct Deep(super::Inner);
            pub type Globbed = super::second::Again;
            pub use super::second::Far as Chained;
        }
        struct Inner(i64);
        mod second { pub use super::third::*; }
        mod third { pub use super::second::*; pub struct Again(pub String); pub struct Far(u8, u8); }
    "
    .replace('\'', "\"")
    .replace("Far(u8, u8)", "Far(f32)");
    let project = Project::new(&[("src/models.rs", &models)]);
    assert_eq!(
        types(&project),
        ["UUID", "BIGINT", "NUMERIC", "TIMESTAMPTZ", "BOOLEAN", "TEXT", "SMALLINT", "REAL"]
    );
    let schema = project.schema(Dialect::Postgres);
    let names: Vec<&str> =
        schema.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e", "f", "type", "h"]);
    let nullable: Vec<bool> =
        schema.tables[0].columns.iter().map(|column| column.nullable).collect();
    assert_eq!(nullable, [false, false, false, true, true, false, false, false]);
}

#[test]
fn types_of_path_dependencies_and_of_the_map() {
    let files = [
        ("Cargo.toml", APP.to_owned()),
        ("src/lib.rs", "pub mod models;".to_owned()),
        ("src/models.rs", model("t", "a: ids::UserId, b: CrateId, c: outer::Thing, d: ids::x::Y")),
        ("ids/Cargo.toml", "[package]\nname = \"my-ids\"\n".to_owned()),
        ("ids/src/lib.rs", "pub struct UserId(uuid::Uuid); pub mod x; ".to_owned()),
        ("ids/src/x.rs", "#[derive(sqlx::Type)] #[repr(i64)] pub enum Y { A }".to_owned()),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut project = Project::new(&files);
    project.types.insert("CrateId".into(), "i32".into());
    project.types.insert("outer::Thing".into(), "Option<uuid::Uuid>".into());
    assert_eq!(types(&project), ["UUID", "INTEGER", "UUID", "BIGINT"]);
    project.types.insert("CrateId".into(), "SERIAL".into());
    assert!(project.problems(Dialect::Postgres).contains("`SERIAL` in `[types]`"));
}

#[test]
fn conditions_are_decided_by_features_or_reported() {
    let models = r#"
        #[cfg_attr(feature = "std", derive(dbwarden::Model), dbwarden(table = "t"))]
        pub struct T {
            a: i32,
            #[cfg(feature = "postgres")] b: Vec<String>,
            #[cfg(not(feature = "postgres"))] c: String,
        }
        #[cfg(test)]
        #[derive(dbwarden::Model)] #[dbwarden(table = "only_in_tests")] pub struct Test { a: i32 }
    "#;
    let files = [
        ("Cargo.toml", APP),
        ("src/lib.rs", "pub mod models;"),
        ("src/models.rs", models),
        ("ids/Cargo.toml", "[package]\nname = \"my-ids\"\n"),
    ];
    let mut project = Project::new(&files);
    assert_eq!(types(&project), ["INTEGER", "TEXT"]);
    project.features.push("postgres".into());
    assert_eq!(types(&project), ["INTEGER", "TEXT[]"]);

    let unknown = Project::new(&[(
        "src/models.rs",
        "#[cfg(unix)]\n#[derive(dbwarden::Model)]\n#[dbwarden(table = \"t\")]\nstruct T { a: i32 }\n\
         #[cfg_attr(windows, derive(dbwarden::Model))]\n#[dbwarden(table = \"u\")]\nstruct U { a: i32 }\n\
         #[derive(dbwarden::Model)]\n#[dbwarden(table = \"v\")]\nstruct V { #[cfg(unix)] a: i32 }\n",
    )]);
    let told = unknown.problems(Dialect::Postgres);
    let lines: Vec<&str> =
        told.lines().map(|line| line.split(": a model").next().unwrap()).collect();
    assert_eq!(lines, ["src/models.rs:1:3", "src/models.rs:5:3", "src/models.rs:10:14"]);
}

#[test]
fn databases_choose_their_models() {
    let project = Project::new(&[(
        "src/models.rs",
        "#[derive(dbwarden::Model)] #[dbwarden(table = \"a\")] struct A { x: i32 }\n\
         #[derive(dbwarden::Model)] #[dbwarden(table = \"b\", database = \"analytics\")] struct B { x: i32 }\n",
    )]);
    assert_eq!(project.tables(), ["a"]);
    let schema = project.load_for("analytics", Dialect::Sqlite).unwrap();
    assert_eq!(schema.tables.len(), 2);
}

#[test]
fn models_of_other_crates_are_none_of_our_business() {
    let project = Project::new(&[(
        "src/models.rs",
        "use ormlite::Model;\n#[derive(Model)] struct A { x: Nobody }\n\
         #[derive(sqlx::FromRow)] struct Row { y: Nobody }\n\
         struct Model;\n",
    )]);
    assert!(project.tables().is_empty());
}

#[test]
fn five_hundred_structs_in_well_under_a_second() {
    let mut text = String::from("use dbwarden::Model;\n");
    for n in 0..500 {
        text.push_str(&format!(
            "#[derive(sqlx::FromRow, Model)]\n#[dbwarden(table = \"t{n}\", index(a, b desc))]\n\
             pub struct T{n} {{\n#[dbwarden(primary_key)] pub id: i64,\n\
             #[dbwarden(length = 255, unique)] pub a: String,\npub b: Option<chrono::NaiveDateTime>,\n\
             #[dbwarden(references(T{}::id))] pub c: Option<i64>,\n\
             #[dbwarden(default = true)] pub d: bool,\npub e: uuid::Uuid }}\n",
            n / 2
        ));
    }
    let project = Project::new(&[("src/models.rs", &text)]);
    let start = std::time::Instant::now();
    assert_eq!(project.tables().len(), 500);
    let took = start.elapsed();
    eprintln!("500 structs: {took:?}");
    // Unoptimised, on a machine that is busy with other tests.
    assert!(took.as_secs() < 5, "{took:?}");
}
