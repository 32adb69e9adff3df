//! What cannot be resolved is told with file, line and remedy, all of it at once.

use dbwarden_core::dialect::Dialect;

use super::problems;

#[test]
fn all_at_once_in_order() {
    let told = problems(
        Dialect::Postgres,
        "use dbwarden::Model;
#[derive(Model)]
#[dbwarden(table = \"a\", index(missing))]
struct A { x: Nobody, y: i32 }
#[derive(Model)]
#[dbwarden(table = \"b\", lenght = 3)]
struct B { #[dbwarden(references(A::z))] a: i32, u: u64, e: Plain }
enum Plain { One }
",
    );
    assert_eq!(
        told,
        "\
src/models.rs:3:31: no field `missing`
src/models.rs:4:15: no type `Nobody` is found in the source | name the column's type, `#[dbwarden(type = \"..\")]`, or what `Nobody` stands for in dbwarden.toml: `[types]` and `Nobody = \"i32\"`
src/models.rs:6:25: unknown key `lenght`, did you mean `length`, which belongs on a field?
src/models.rs:7:37: `A` has no field `z`
src/models.rs:7:53: PostgreSQL has no unsigned integers, so no column for `u64` | use `i64`, or `Decimal` with `precision = 20`
src/models.rs:7:61: `Plain` is an enum without `derive(sqlx::Type)` | derive `sqlx::Type`, or name the column's type: `#[dbwarden(type = \"..\")]`
"
    );
}

#[test]
fn types_that_cannot_be_told() {
    let told = problems(
        Dialect::Postgres,
        "use dbwarden::Model;
#[derive(Model)]
#[dbwarden(table = \"a\")]
struct A {
    a: Nobody,
    b: other::Thing,
    c: u64,
    d: Plain,
    e: Structure,
    #[dbwarden(type = \"integer[\")] f: i32,
    #[sqlx(flatten)] g: Nobody,
}
enum Plain { One }
struct Structure { x: i32, y: i32 }
",
    );
    let expected = "\
src/models.rs:5:8: no type `Nobody` is found in the source | name the column's type, `#[dbwarden(type = \"..\")]`, or what `Nobody` stands for in dbwarden.toml: `[types]` and `Nobody = \"i32\"`
src/models.rs:6:8: `other::Thing` is no type that sqlx maps | name the column's type, `#[dbwarden(type = \"..\")]`, or what `Thing` stands for in dbwarden.toml: `[types]` and `Thing = \"i32\"`
src/models.rs:7:8: PostgreSQL has no unsigned integers, so no column for `u64` | use `i64`, or `Decimal` with `precision = 20`
src/models.rs:8:8: `Plain` is an enum without `derive(sqlx::Type)` | derive `sqlx::Type`, or name the column's type: `#[dbwarden(type = \"..\")]`
src/models.rs:9:8: `Structure` is a struct that sqlx does not read from one column | derive `sqlx::Type`, mark the field `#[sqlx(json)]` or `#[sqlx(flatten)]`, or name the column's type: `#[dbwarden(type = \"..\")]`
src/models.rs:10:23: `integer[` is not a type of PostgreSQL: its bracket is not closed
src/models.rs:11:22: the struct of the flattened field `g` is not found | flatten a struct with named fields of this source
";
    assert_eq!(told, expected);
}

#[test]
fn references_that_lead_nowhere() {
    let told = problems(
        Dialect::Postgres,
        "use dbwarden::Model;
#[derive(Model)]
#[dbwarden(table = \"a\")]
struct A {
    #[dbwarden(primary_key)] id: i32,
    #[dbwarden(references(A::identifier))] a: i32,
    #[dbwarden(references(Nobody::id))] b: i32,
    #[dbwarden(references(Other::id))] c: i32,
    #[dbwarden(references(A::a))] d: i32,
    #[dbwarden(references = \"a.idd\")] e: i32,
    #[dbwarden(references = \"elsewhere\")] f: i32,
    #[dbwarden(references = \"elsewhere.id\")] g: i32,
    #[dbwarden(references(Foreign::id))] h: i32,
}
struct Other { id: i32 }
#[derive(Model)]
#[dbwarden(table = \"x\", database = \"analytics\")]
struct Foreign { id: i32 }
",
    );
    let lines: Vec<&str> = told.lines().map(|line| line.split(" | ").next().unwrap()).collect();
    assert_eq!(
        lines,
        [
            "src/models.rs:6:30: `A` has no field `identifier`",
            "src/models.rs:7:27: no model `Nobody` is found in the source",
            "src/models.rs:8:27: `Other` is no model",
            "src/models.rs:9:16: `a` of `a` is neither its key nor unique",
            "src/models.rs:10:16: the table `a` has no column `idd`",
            "src/models.rs:11:29: no model says what the key of `elsewhere` is",
            "src/models.rs:13:27: the model `Foreign` does not belong to this database",
        ]
    );
}

#[test]
fn two_models_of_one_table_and_two_indexes_of_one_name() {
    let told = problems(
        Dialect::Sqlite,
        "use dbwarden::Model;
#[derive(Model)]
#[dbwarden(table = \"a\")]
struct First { #[dbwarden(index = \"ix\")] x: i32 }
#[derive(Model)]
#[dbwarden(table = \"b\")]
struct Second { #[dbwarden(index = \"ix\")] x: i32 }
#[derive(Model)]
#[dbwarden(table = \"a\")]
struct Third { x: i32 }
#[derive(Model)]
#[dbwarden(table = \"c\", database = \"analytic\")]
struct Fourth { x: i32 }
",
    );
    assert_eq!(
        told,
        "\
src/models.rs:6:20: two indexes are called `ix`, on `a` and on `b` | name one of them: `name = \"..\"`
src/models.rs:9:20: two models own the table `a`: `Third` and `First` (src/models.rs:4) | rename one, or give each its own `database = \"..\"`
src/models.rs:12:36: no database `analytic` in dbwarden.toml | did you mean `analytics`?
"
    );
}

#[test]
fn defaults_that_do_not_fit() {
    let told = problems(
        Dialect::Postgres,
        "use dbwarden::Model;
#[derive(sqlx::Type)]
enum Status { Todo, Done }
type Name = String;
#[derive(Model)]
#[dbwarden(table = \"a\")]
struct A {
    #[dbwarden(default)] a: Status,
    #[dbwarden(default)] b: i32,
    #[dbwarden(default = Status::Tood)] c: Status,
    #[dbwarden(default = true)] d: i32,
    #[dbwarden(default = \"active\")] e: Name,
    #[dbwarden(default = \"todo\")] f: Status,
    #[dbwarden(default = 2)] g: bool,
    #[dbwarden(default = Nothing::At)] h: Status,
}
",
    );
    assert_eq!(
        told,
        "\
src/models.rs:8:16: `Status` has no `#[default]` | mark a variant, or name it: `default = Status::Todo`
src/models.rs:9:16: `default` without a value is the `#[default]` of an enum, and this is none | write `default = ..`
src/models.rs:10:26: `Status` has no variant `Tood` | did you mean `Todo`?
src/models.rs:11:26: `true` is a default of a `bool` alone | write the value as SQL in a string: `default = \"..\"`
src/models.rs:12:26: `active` is no SQL literal, a text is quoted | write `default = \"'active'\"`
src/models.rs:13:26: `todo` is no SQL literal, a text is quoted | write `default = \"'todo'\"`
src/models.rs:14:26: `2` is no default of a `bool` | write `default = true` or `default = false`
src/models.rs:15:26: `Nothing` is no enum of the source | write the value as SQL in a string: `default = \"..\"`
"
    );
}

#[test]
fn what_one_engine_does_not_have() {
    let told = problems(
        Dialect::Sqlite,
        "#[derive(dbwarden::Model)]
#[dbwarden(table = \"a\", schema = \"s\", primary_key(x, y), column(name = \"z\", mysql(type = \"int\")))]
struct A {
    #[dbwarden(auto)] x: i32,
    #[dbwarden(touch)] y: i32,
    t: Vec<String>,
}
",
    );
    let lines: Vec<&str> = told.lines().map(|line| line.split(" | ").next().unwrap()).collect();
    assert_eq!(lines.len(), 5, "{told}");
    assert!(lines[0].ends_with("SQLite has no schema `s`"), "{told}");
    assert!(lines[1].ends_with("the column `z` has no type on SQLite"), "{told}");
    assert!(lines[2].ends_with("only a single integer key numbers itself"), "{told}");
    assert!(
        lines[3].ends_with("`touch` keeps a point in time, and this column holds none"),
        "{told}"
    );
}

#[test]
fn a_file_that_is_no_rust() {
    let told = problems(Dialect::Sqlite, "struct A {\n    x: ,\n}\n");
    assert!(told.starts_with("src/models.rs:2:8: not Rust: "), "{told}");
    let told = problems(Dialect::Sqlite, "mod gone;\n");
    assert_eq!(
        told,
        "src/models.rs:1:5: no file for `mod gone` | expected `src/gone.rs` or `src/gone/mod.rs`\n"
    );
}

#[test]
fn models_that_a_macro_makes() {
    let told = problems(
        Dialect::Sqlite,
        "macro_rules! model { ($t:literal) => { #[derive(dbwarden::Model)] #[dbwarden(table = $t)] struct A { x: i32 } } }
model!(\"a\");
once! { static MIGRATOR: dbwarden::Migrator = dbwarden::migrate!(); }
",
    );
    assert_eq!(
        told,
        "src/models.rs:1:1: a model that a macro makes is not found without compiling | write the struct out\n"
    );
}
