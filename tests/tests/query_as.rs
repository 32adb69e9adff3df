//! What the command generates from a struct is what sqlx's macros read back into that struct.
//!
//! The `all_types` files of `models/` are the models of a project each. The command migrates a database to them; then a
//! crate is compiled whose `query!` and `query_as!` ask that very database. `query_as!` converts on
//! the way, so the proof of the exact type is a struct literal from the fields of `query!`, which
//! does not.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::ident::quote_always;
use dbwarden_tests::project::workspace;
use dbwarden_tests::{Project, servers, sqlite_file};
use quote::ToTokens;

#[test]
fn postgres_types_are_inferred_back() {
    let database = servers::postgres().create_database();
    for extension in ["citext", "ltree", "hstore", "cube"] {
        database.execute(&format!("CREATE EXTENSION {extension}"));
    }
    prove("postgres", database.url());
}

#[test]
fn postgres_types_of_time_are_inferred_back() {
    prove("postgres_time", servers::postgres().create_database().url());
}

#[test]
fn mariadb_types_are_inferred_back() {
    prove("mysql", servers::mariadb().create_database().url());
}

#[test]
fn mariadb_types_of_time_are_inferred_back() {
    prove("mysql_time", servers::mariadb().create_database().url());
}

#[test]
fn sqlite_types_are_inferred_back() {
    let (_folder, url) = sqlite_file();
    prove("sqlite", &url);
}

#[test]
fn sqlite_types_of_time_are_inferred_back() {
    let (_folder, url) = sqlite_file();
    prove("sqlite_time", &url);
}

#[test]
fn a_wrong_type_does_not_compile() {
    let (_folder, url) = sqlite_file();
    servers::execute(&url, "CREATE TABLE numbers (id INTEGER PRIMARY KEY NOT NULL, flag INT)")
        .expect("valid");
    let models = "#[derive(dbwarden::Model)]\n#[dbwarden(table = \"numbers\")]\n\
                  pub struct Numbers { #[dbwarden(primary_key)] pub id: i64, pub flag: bool }";
    let error = compile("wrong", models, &url).expect_err("an integer is no bool");
    assert!(error.contains("mismatched types"), "{error}");
}

/// Migrates the database to the models of a file and compiles the crate that asks it.
fn prove(name: &str, url: &str) {
    let path = workspace().join(format!("tests/models/all_types_{name}.rs"));
    let models = fs::read_to_string(&path).expect("the models can be read");
    let project = Project::new(url, &models);
    project.succeed(&["make-migrations", "all types"]);
    project.succeed(&["migrate"]);
    if let Err(error) = compile(name, &models, url) {
        let migrations = project.migrations("migrations/primary");
        let sql = project.read(&format!("migrations/primary/{}", migrations[0]));
        panic!("{name} does not compile:\n{error}\n{sql}");
    }
}

/// Compiles a crate of the models and of queries for each of them, against the database.
fn compile(name: &str, models: &str, url: &str) -> Result<(), String> {
    let target = target_folder().join("query_as");
    let package = target.join(name);
    fs::create_dir_all(package.join("src")).expect("the target folder can be written");
    let write = |file: &str, text: &str| {
        fs::write(package.join(file), text).expect("the target folder can be written");
    };
    write("Cargo.toml", &manifest());
    // The same versions as in the workspace, as far as it has them.
    fs::copy(workspace().join("Cargo.lock"), package.join("Cargo.lock")).expect("the lock file");
    let (dates, numbers) = match name.ends_with("_time") {
        true => ("time", "bigdecimal"),
        false => ("chrono", "rust_decimal"),
    };
    write(
        "sqlx.toml",
        &format!("[macros.preferred-crates]\ndate-time = \"{dates}\"\nnumeric = \"{numbers}\"\n"),
    );
    write("src/models.rs", models);
    write("src/lib.rs", &queries(models, Dialect::from_url(url).expect("a known database")));
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["rustc", "--quiet", "--profile", "check", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        // A flag that is another for each database, or cargo would take yesterday's answer.
        .args(["--", "--cfg", &format!("run=\"{}\"", std::process::id()), "-Aunexpected_cfgs"])
        .env("CARGO_TARGET_DIR", target.join("target"))
        .env("DATABASE_URL", url)
        .env_remove("RUSTFLAGS")
        .env_remove("SQLX_OFFLINE")
        .output()
        .expect("cargo can be started");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(errors) }
}

fn target_folder() -> PathBuf {
    let test = std::env::current_exe().expect("a process knows its own program");
    let profile = test.ancestors().find(|folder| folder.join("deps").is_dir());
    profile.and_then(Path::parent).expect("a profile lies in the target folder").to_owned()
}

/// One manifest for all of them, so that sqlx is compiled once.
fn manifest() -> String {
    format!(
        r#"[package]
name = "query_as"
version = "0.0.0"
edition = "2024"

# Not a member of the workspace in whose target folder it lies.
[workspace]

[dependencies]
dbwarden = {{ path = {root:?} }}

[dependencies.sqlx]
version = "0.9"
default-features = false
features = [
    "bigdecimal", "bit-vec", "chrono", "ipnet", "ipnetwork", "json", "mac_address", "macros", "mysql",
    "postgres", "runtime-tokio", "rust_decimal", "sqlite", "sqlx-toml", "time", "uuid",
]

[profile.dev]
debug = false
"#,
        root = workspace().join("dbwarden")
    )
}

/// For each model a function that reads it twice: converted, and exactly.
fn queries(models: &str, dialect: Dialect) -> String {
    let pool = match dialect {
        Dialect::Postgres => "PgPool",
        Dialect::MySql => "MySqlPool",
        Dialect::Sqlite => "SqlitePool",
    };
    let file = syn::parse_file(models).expect("models are Rust");
    let mut code = "#![allow(dead_code, unused_imports)]\npub mod models;\n".to_owned();
    for item in &file.items {
        match item {
            // The types of the models, as the models name them.
            syn::Item::Use(names) => code.push_str(&names.to_token_stream().to_string()),
            syn::Item::Struct(model) if is_model(model) => {
                let name = model.ident.to_string();
                // What sqlx cannot infer, its user names: `state AS "state: _"`.
                let is_told = name.ends_with("Chosen") || name == "Extensions";
                let query = if is_told { chosen(model, dialect) } else { inferred(model, dialect) };
                let function = snake_case(&name);
                write!(code, "\npub async fn {function}(pool: &sqlx::{pool}) {query}")
                    .expect("a string takes all text");
            }
            _ => {}
        }
        code.push('\n');
    }
    assert!(code.contains("query_as!"), "the file holds no model");
    code.replace("use sqlx", "use ::sqlx") + "use models::*;\n"
}

/// A model whose types sqlx infers by itself.
fn inferred(model: &syn::ItemStruct, dialect: Dialect) -> String {
    let name = &model.ident;
    let table = snake_case(&name.to_string());
    let columns = fields(model).map(|(name, field)| {
        let ty = field.ty.to_token_stream().to_string();
        let column = quote_always(dialect, &name);
        // Both crates of networks are on, and sqlx prefers the other one; JSON is text on MariaDB; and
        // of an array in a preferred crate of numbers sqlx 0.9 may give the type of a parameter.
        let is_told = (ty.contains("IpNet") && !ty.contains("IpNetwork"))
            || (ty.contains("JsonValue") && dialect == Dialect::MySql)
            || ty == "Vec < Decimal >";
        let option = ty.strip_prefix("Option < ").and_then(|ty| ty.strip_suffix(" >"));
        let ty = option.unwrap_or(&ty);
        match is_told {
            true => format!("{column} AS {}", quote_always(dialect, &format!("{name}: {ty}"))),
            false => column,
        }
    });
    let sql = format!("SELECT {} FROM {table}", columns.collect::<Vec<_>>().join(", "));
    let literal: Vec<_> = fields(model).map(|(field, _)| format!("{field}: row.{field}")).collect();
    let literal = literal.join(", ");
    format!(
        "-> sqlx::Result<Vec<{name}>> {{\n    \
         let row = sqlx::query!(r#\"{sql}\"#).fetch_one(pool).await?;\n    \
         let _exact = {name} {{ {literal} }};\n    \
         sqlx::query_as!({name}, r#\"{sql}\"#).fetch_all(pool).await\n}}\n"
    )
}

/// A model whose types are named in the query. A field that only `FromRow` can read is out of reach
/// of `query_as!`, so a struct without those is read.
fn chosen(model: &syn::ItemStruct, dialect: Dialect) -> String {
    let fields: Vec<_> = fields(model).filter(|(_, field)| !is_for_from_row(field)).collect();
    let table = snake_case(&model.ident.to_string());
    let columns = fields.iter().map(|(name, _)| {
        let alias = quote_always(dialect, &format!("{name}: _"));
        format!("{} AS {alias}", quote_always(dialect, name))
    });
    let sql = format!("SELECT {} FROM {table}", columns.collect::<Vec<_>>().join(", "));
    let declared =
        fields.iter().map(|(name, field)| format!("pub {name}: {}", field.ty.to_token_stream()));
    let declared = declared.collect::<Vec<_>>().join(", ");
    format!(
        "-> sqlx::Result<usize> {{\n    struct Readable {{ {declared} }}\n    \
         let rows = sqlx::query_as!(Readable, r#\"{sql}\"#).fetch_all(pool).await?;\n    \
         Ok(rows.len())\n}}\n"
    )
}

fn is_model(model: &syn::ItemStruct) -> bool {
    let mut attributes =
        model.attrs.iter().map(|attribute| attribute.to_token_stream().to_string());
    attributes.any(|attribute| attribute.contains("Model"))
}

fn is_for_from_row(field: &syn::Field) -> bool {
    field.attrs.iter().any(|attribute| {
        let text = attribute.to_token_stream().to_string();
        attribute.path().is_ident("sqlx")
            && ["json", "try_from", "skip"].iter().any(|word| text.contains(word))
    })
}

fn fields(model: &syn::ItemStruct) -> impl Iterator<Item = (String, &syn::Field)> {
    model.fields.iter().filter_map(|field| Some((field.ident.as_ref()?.to_string(), field)))
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
