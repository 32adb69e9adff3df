//! What attributes become.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{
    Action, Column, Deferrability, IdentityMode, Numbering, ObjectName, Table,
};

use super::schema;

pub(super) fn table(dialect: Dialect, models: &str) -> Table {
    let models = format!("use dbwarden::Model;\n{models}");
    schema(dialect, &models).tables.remove(0)
}

pub(super) fn column(table: &Table, name: &str) -> Column {
    table.column(name).unwrap_or_else(|| panic!("no column `{name}` in {table:#?}")).clone()
}

const WALK: &str = r#"
    use dbwarden::Model;

    /// What sqlx reads, dbwarden migrates.
    #[derive(sqlx::FromRow, dbwarden::Model)]
    #[dbwarden(table = "users", comment = "Core user accounts")]
    pub struct User {
        #[dbwarden(primary_key)]
        pub id: i32,
        #[dbwarden(length = 255, unique)]
        pub email: String,
        pub bio: Option<String>,
    }

    #[derive(sqlx::FromRow, Model)]
    #[dbwarden(table = "posts", index(name = "ix_posts_created_at", columns(created_at)))]
    pub struct Post {
        #[dbwarden(primary_key)]
        pub id: i32,
        #[dbwarden(length = 255)]
        pub title: String,
        pub body: String,
        #[dbwarden(references(User::id))]
        pub user_id: i32,
        pub created_at: chrono::NaiveDateTime,
    }
"#;

#[test]
fn the_walk() {
    for dialect in Dialect::ALL {
        let schema = schema(dialect, WALK);
        let [users, posts] = schema.tables.as_slice() else { panic!("two tables") };
        assert_eq!(users.name, ObjectName::new("users"));
        assert_eq!(users.comment.as_deref(), Some("Core user accounts"));
        let types = |table: &Table| -> Vec<String> {
            table.columns.iter().map(|column| column.ty.sql(dialect)).collect()
        };
        let expected: [&[&str]; 2] = match dialect {
            Dialect::Postgres => [
                &["INTEGER", "VARCHAR(255)", "TEXT"],
                &["INTEGER", "VARCHAR(255)", "TEXT", "INTEGER", "TIMESTAMP"],
            ],
            Dialect::MySql => [
                &["INT", "VARCHAR(255)", "TEXT"],
                &["INT", "VARCHAR(255)", "TEXT", "INT", "DATETIME(6)"],
            ],
            Dialect::Sqlite => {
                [&["INTEGER", "TEXT", "TEXT"], &["INTEGER", "TEXT", "TEXT", "INTEGER", "DATETIME"]]
            }
        };
        assert_eq!([types(users), types(posts)], expected, "{dialect}");
        let numbering = match dialect {
            Dialect::Postgres => Numbering::Serial,
            Dialect::MySql => Numbering::AutoIncrement,
            Dialect::Sqlite => Numbering::Rowid,
        };
        assert_eq!(column(users, "id").numbering, Some(numbering));
        assert_eq!(users.uniques[0].columns, ["email"]);
        assert_eq!(users.uniques[0].name, None);
        let nullable: Vec<bool> = users.columns.iter().map(|column| column.nullable).collect();
        assert_eq!(nullable, [false, false, true]);
        let key = &posts.foreign_keys[0];
        assert_eq!(
            (key.name.as_ref(), key.columns.as_slice()),
            (None, &["user_id".to_owned()][..])
        );
        assert_eq!(key.references, ObjectName::new("users"));
        assert_eq!(key.referenced_columns, ["id"]);
        assert_eq!(posts.indexes[0].name, "ix_posts_created_at");
        assert!(posts.indexes[0].named);
    }
}

#[test]
fn defaults_in_every_form() {
    let models = r#"
        #[derive(sqlx::Type, Default)]
        #[sqlx(type_name = "status", rename_all = "snake_case")]
        pub enum Status { #[default] ToDo, Done, #[sqlx(rename = "it's over")] Over }

        #[derive(sqlx::Type)]
        #[repr(i16)]
        pub enum Level { Low = 10, High }

        type Alias = Status;

        #[derive(Model)]
        #[dbwarden(table = "t")]
        pub struct T {
            #[dbwarden(default)] a: Status,
            #[dbwarden(default = Status::Done)] b: Option<Status>,
            #[dbwarden(default = self::Alias::Over)] c: Status,
            #[dbwarden(default = Level::High)] d: Level,
            #[dbwarden(default = -7)] e: i64,
            #[dbwarden(default = 1.50)] f: f64,
            #[dbwarden(default = true)] g: bool,
            #[dbwarden(default = "'x'")] h: String,
            #[dbwarden(default = "CURRENT_TIMESTAMP")] i: chrono::NaiveDateTime,
            #[dbwarden(default = 18446744073709551615)] j: f64,
            #[dbwarden(default = "1", mysql(default = "2"), sqlite(default = 3))] k: i32,
        }
    "#;
    let of = |dialect| -> Vec<String> {
        let table = table(dialect, models);
        table.columns.into_iter().map(|column| column.default.unwrap().sql).collect()
    };
    let postgres = of(Dialect::Postgres);
    assert_eq!(
        postgres,
        [
            "'to_do'",
            "'done'",
            "'it''s over'",
            "11",
            "-7",
            "1.50",
            "true",
            "'x'",
            "CURRENT_TIMESTAMP",
            "18446744073709551615",
            "1"
        ]
    );
    let mysql = of(Dialect::MySql);
    assert_eq!(mysql[6], "1");
    assert_eq!(mysql[8], "CURRENT_TIMESTAMP(6)");
    assert_eq!(mysql[10], "2");
    let sqlite = of(Dialect::Sqlite);
    assert_eq!(sqlite[6], "1");
    assert_eq!(sqlite[8], "CURRENT_TIMESTAMP");
    assert_eq!(sqlite[10], "3");
}

#[test]
fn enums_in_every_form() {
    let models = r#"
        #[derive(sqlx::Type, Model)]
        #[dbwarden(comment = "How far it is")]
        pub enum Status { Todo, Done }

        #[derive(sqlx::Type, Model)]
        #[dbwarden(stored = "check")]
        #[sqlx(rename_all = "lowercase")]
        pub enum Kind { A, B }

        #[derive(sqlx::Type, Model)]
        #[dbwarden(stored = "text")]
        pub enum Loose { A, B }

        #[derive(sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum Named { A, B }

        #[derive(sqlx::Type)]
        #[sqlx(type_name = "\"Mixed Case\"")]
        pub enum Quoted { A }

        #[derive(Model)]
        #[dbwarden(table = "t", schema = "app", mysql(engine = InnoDB))]
        pub struct T {
            status: Status,
            kind: Option<Kind>,
            loose: Loose,
            named: Named,
            quoted: Quoted,
        }
    "#;
    let mysql = models.replace("schema = \"app\", ", "");
    let postgres = schema(Dialect::Postgres, &format!("use dbwarden::Model;\n{models}"));
    let names: Vec<&str> = postgres.enums.iter().map(|ty| ty.name.name.as_str()).collect();
    assert_eq!(names, ["status", "Mixed Case"]);
    assert_eq!(postgres.enums[0].values, ["Todo", "Done"]);
    assert_eq!(postgres.enums[0].comment.as_deref(), Some("How far it is"));
    let table = &postgres.tables[0];
    assert_eq!(table.name, ObjectName::qualified("app", "t"));
    let types = |table: &Table, dialect| -> Vec<String> {
        table.columns.iter().map(|column| column.ty.sql(dialect)).collect()
    };
    assert_eq!(
        types(table, Dialect::Postgres),
        ["status", "TEXT", "TEXT", "TEXT", "\"Mixed Case\""]
    );
    let checks: Vec<&str> = table.checks.iter().map(|check| check.expr.sql.as_str()).collect();
    assert_eq!(checks, ["kind IN ('a', 'b')"]);

    let table = self::table(Dialect::MySql, &mysql);
    assert_eq!(types(&table, Dialect::MySql)[0], "ENUM('Todo', 'Done')");
    assert_eq!(table.options.engine.as_deref(), Some("InnoDB"));

    let table = self::table(Dialect::Sqlite, &mysql);
    assert_eq!(types(&table, Dialect::Sqlite), ["TEXT"; 5]);
    let checks: Vec<&str> = table.checks.iter().map(|check| check.expr.sql.as_str()).collect();
    assert_eq!(checks, ["status IN ('Todo', 'Done')", "kind IN ('a', 'b')", "quoted IN ('A')"]);
}

#[test]
fn numbering_knows_when_to_stop() {
    let models = r#"
        struct OrderId(i64);
        #[derive(Model)]
        #[dbwarden(table = "t")]
        pub struct T {
            #[dbwarden(primary_key KEYS)]
            id: TYPE,
        }
    "#;
    let of = |dialect, keys: &str, ty: &str| {
        let models = models.replace("KEYS", keys).replace("TYPE", ty);
        column(&table(dialect, &models), "id").numbering
    };
    use Dialect::{MySql, Postgres, Sqlite};
    assert_eq!(of(Postgres, "", "OrderId"), Some(Numbering::Serial));
    assert_eq!(of(Postgres, ", auto = false", "i64"), None);
    assert_eq!(of(Postgres, ", default = 1", "i64"), None);
    assert_eq!(of(Postgres, "", "uuid::Uuid"), None);
    assert_eq!(of(Postgres, "", "String"), None);
    assert_eq!(of(MySql, "", "u64"), Some(Numbering::AutoIncrement));
    assert_eq!(of(MySql, ", auto = false", "u64"), None);
    assert_eq!(of(Sqlite, "", "i64"), Some(Numbering::Rowid));
    assert_eq!(of(Sqlite, ", auto = false", "i64"), Some(Numbering::Rowid));
    assert_eq!(of(Sqlite, ", sqlite(autoincrement)", "i64"), Some(Numbering::AutoIncrement));
    let Some(Numbering::Identity(identity)) =
        of(Postgres, ", identity(always, start = 1000)", "i64")
    else {
        panic!("an identity column");
    };
    assert_eq!((identity.mode, identity.options.start), (IdentityMode::Always, Some(1000)));
    assert_eq!(of(MySql, ", identity", "i64"), Some(Numbering::AutoIncrement));
}

#[test]
fn composite_keys_and_references() {
    let models = r#"
        #[derive(Model)]
        #[dbwarden(
            table = "lines", primary_key(tenant, number, name = "pk_lines"),
            foreign_key(tenant, order_id, references(Order::tenant, Order::id),
                on_delete = cascade, on_update = "set null", name = "fk_lines"),
            foreign_key(columns(tenant, parent), references = "lines(tenant, number)"),
            unique(parent, name = "uq_parent", nulls_not_distinct)
        )]
        pub struct Line {
            tenant: i64,
            number: i32,
            order_id: i64,
            parent: Option<i32>,
            #[dbwarden(references(Self, deferrable = initially_deferred))]
            #[dbwarden(skip)]
            ignored: (),
        }

        #[derive(Model)]
        #[dbwarden(table = "orders", primary_key(id, tenant))]
        pub struct Order { tenant: i64, id: i64, #[dbwarden(references = "app.users.id", column = "uid")] user: i64 }
    "#
    .replace("#[dbwarden(references(Self, deferrable = initially_deferred))]", "");
    let schema = schema(Dialect::Postgres, &format!("use dbwarden::Model;\n{models}"));
    let lines = &schema.tables[0];
    let key = lines.primary_key.as_ref().unwrap();
    assert_eq!(
        (key.name.as_deref(), key.columns.join(" ")),
        (Some("pk_lines"), "tenant number".into())
    );
    assert_eq!(column(lines, "tenant").numbering, None);
    let [order, parent] = lines.foreign_keys.as_slice() else { panic!("two keys") };
    assert_eq!(order.name.as_deref(), Some("fk_lines"));
    assert_eq!(order.referenced_columns, ["tenant", "id"]);
    assert_eq!((order.on_delete, order.on_update), (Action::Cascade, Action::SetNull));
    assert_eq!(parent.references, ObjectName::new("lines"));
    assert!(lines.uniques[0].nulls_not_distinct);
    let user = &schema.tables[1].foreign_keys[0];
    assert_eq!(user.references, ObjectName::qualified("app", "users"));
    assert_eq!(user.columns, ["uid"]);
}

#[test]
fn references_to_models_mean_their_key() {
    let models = r#"
        #[derive(Model)]
        #[dbwarden(table = "nodes")]
        pub struct Node {
            #[dbwarden(primary_key, column = "node_id")] id: i64,
            #[dbwarden(references(Node, on_delete = set_null, deferrable = initially_deferred))]
            parent: Option<i64>,
            #[dbwarden(references(Self::id))] root: Option<i64>,
            #[dbwarden(references("nodes", on_delete = restrict))] other: Option<i64>,
        }
    "#;
    let table = table(Dialect::Postgres, models);
    assert_eq!(table.foreign_keys.len(), 3);
    for key in &table.foreign_keys {
        assert_eq!(key.referenced_columns, ["node_id"]);
    }
    assert_eq!(table.foreign_keys[0].deferrability, Deferrability::InitiallyDeferred);
    assert_eq!(table.foreign_keys[2].on_delete, Action::Restrict);
}

#[test]
fn indexes_with_all_their_parts() {
    let models = r#"
        #[derive(Model)]
        #[dbwarden(
            table = "t",
            index(a, b desc nulls last, expr = "lower(email)", email ops = "text_pattern_ops"),
            index(b, unique, where = "a > 0", using = "btree", include(c), with(fillfactor = 70),
                nulls_not_distinct, comment = "fast"),
            index(columns(name, r#type)),
            index(title(20)),
        )]
        pub struct T {
            #[dbwarden(index)] a: i32,
            #[dbwarden(index = "ix_b", index(desc, name = "ix_b_desc"))] b: i32,
            c: i32, email: String, name: String, r#type: String, title: String,
        }
    "#;
    let table = table(Dialect::Postgres, models);
    let names: Vec<&str> = table.indexes.iter().map(|index| index.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "ix_t_a",
            "ix_b",
            "ix_b_desc",
            "ix_t_a_b_lower_email_email",
            "ix_t_b",
            "ix_t_name_type",
            "ix_t_title"
        ]
    );
    assert!(!table.indexes[0].named && table.indexes[1].named);
    assert!(table.indexes[2].parts[0].descending);
    let rich = &table.indexes[3].parts;
    assert!(rich[1].descending && rich[1].nulls.is_some());
    assert_eq!(rich[3].ops.as_deref(), Some("text_pattern_ops"));
    let partial = &table.indexes[4];
    assert!(partial.unique && partial.method.is_none() && partial.nulls_not_distinct);
    assert_eq!(partial.predicate.as_ref().unwrap().sql, "a > 0");
    assert_eq!(
        (partial.include.join(" "), partial.storage.get("fillfactor").map(String::as_str)),
        ("c".into(), Some("70"))
    );
    assert_eq!(table.indexes[6].parts[0].prefix, Some(20));
}

#[test]
fn sqlx_attributes_are_honoured() {
    let models = r#"
        #[derive(sqlx::FromRow, Model)]
        #[dbwarden(table = "t")]
        #[sqlx(rename_all = "camelCase")]
        pub struct T {
            first_name: String,
            #[sqlx(rename = "last")] last_name: String,
            #[sqlx(skip)] skipped: Unknown,
            #[sqlx(default)] defaulted: i32,
            #[sqlx(json)] settings: Settings,
            #[sqlx(json(nullable))] more: Option<Settings>,
            #[sqlx(try_from = "i64")] amount: Amount,
            #[sqlx(flatten)] address: Address,
            #[dbwarden(column = "wins")] #[sqlx(rename = "loses")] both: i32,
        }
        pub struct Address { street: String, #[sqlx(flatten)] geo: Geo }
        pub struct Geo { lat: f64 }
    "#;
    let table = table(Dialect::Postgres, models);
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            format!("{} {} {}", column.name, column.ty.sql(Dialect::Postgres), column.nullable)
        })
        .collect();
    assert_eq!(
        columns,
        [
            "firstName TEXT false",
            "last TEXT false",
            "defaulted INTEGER false",
            "settings JSONB false",
            "more JSONB true",
            "amount BIGINT false",
            "street TEXT false",
            "lat DOUBLE PRECISION false",
            "wins INTEGER false"
        ]
    );
}
