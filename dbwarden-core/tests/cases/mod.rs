//! Pairs of schemas. Each is a golden case here, and is run on live databases by the suite of the
//! workspace, which includes this file.

#![allow(missing_docs, unreachable_pub, dead_code)]

pub mod build;

use build::{ColumnWith, TableWith, column, owned, schema, serial, table};
use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{
    Action, Column, ColumnType, CompositeType, EnumType, Expr, Generated, Identity, IdentityMode,
    Index, IndexPart, Numbering, Object, ObjectName, PrimaryKey, Schema, Storage, Table,
};

/// A pair of schemas.
pub struct Case {
    pub name: &'static str,
    /// What is there and what is wanted, on the databases that can have it.
    pub build: fn(Dialect) -> Option<(Schema, Schema)>,
    pub concurrent_indexes: bool,
}

const fn case(name: &'static str, build: fn(Dialect) -> Option<(Schema, Schema)>) -> Case {
    Case { name, build, concurrent_indexes: false }
}

pub const CASES: &[Case] = &[
    case("first_walk", |dialect| {
        Some((Schema::default(), schema([users(dialect), posts(dialect)])))
    }),
    case("drop_all", |dialect| Some((schema([users(dialect), posts(dialect)]), Schema::default()))),
    case("rich_table", |dialect| {
        let (enums, tables) = rich(dialect);
        Some((Schema::default(), Schema { enums, ..schema(tables) }))
    }),
    case("circle", |dialect| {
        let one = table(dialect, "departments").with(column(dialect, "head_id", "int").null());
        let one = one.refers(None, &["head_id"], "people", &["id"]).on_delete(Action::SetNull);
        let two = table(dialect, "people").with(column(dialect, "department_id", "int"));
        let two = two.refers(None, &["department_id"], "departments", &["id"]);
        let two = two.with(column(dialect, "boss_id", "int").null());
        Some((Schema::default(), schema([one, two.refers(None, &["boss_id"], "people", &["id"])])))
    }),
    case("words_and_capitals", |dialect| {
        let order = table(dialect, "order").with(column(dialect, "group", "int").default("1"));
        let order = order.with(column(dialect, "Total Sum", "int").null());
        let order = order.unique(None, &["group"]).index("ix_order_Total Sum", &["Total Sum"]);
        let rank = table(dialect, "rank").with(column(dialect, "order_id", "int"));
        Some((
            Schema::default(),
            schema([rank.refers(None, &["order_id"], "order", &["id"]), order]),
        ))
    }),
    case("add_columns", |dialect| {
        let after = users(dialect)
            .with(column(dialect, "age", "int").null().comment("in years; it's a guess"))
            .with(column(dialect, "score", "int").default("10"))
            .with(moment(dialect, "updated_at").null().touched())
            .with(column(dialect, "friend_id", "int").null())
            .refers(None, &["friend_id"], "users", &["id"])
            .check(None, "age > 0")
            .index("ix_users_age", &["age"]);
        Some((schema([users(dialect)]), schema([after])))
    }),
    case("drop_column", |dialect| {
        let before = users(dialect)
            .with(column(dialect, "age", "int"))
            .with(moment(dialect, "seen_at").null().touched())
            .index("ix_users_age", &["age"]);
        Some((schema([before]), schema([users(dialect)])))
    }),
    case("alter_column", |dialect| {
        let before = users(dialect).with(column(dialect, "age", "int").null().default("1"));
        let age = column(dialect, "age", "bigint").default("18").comment("in years");
        let mut after = users(dialect).with(age);
        after.columns[2].nullable = false;
        after.columns[2].default = Some(Expr::declared("'nothing'"));
        if dialect == Dialect::MySql {
            // TEXT takes no literal as default on MySQL.
            after.columns[2].default = None;
        }
        Some((schema([before]), schema([after])))
    }),
    case("text_to_integer", |dialect| {
        let before = users(dialect).with(column(dialect, "age", "varchar(10)").default("'0'"));
        let after = users(dialect).with(column(dialect, "age", "int").default("0"));
        Some((schema([before]), schema([after])))
    }),
    case("add_constraints", |dialect| {
        let after = posts(dialect)
            .unique(None, &["title", "user_id"])
            .check(None, "title <> ''")
            .check(Some("sane"), "user_id > 0")
            .with(column(dialect, "reviewer_id", "int").null())
            .refers(None, &["reviewer_id"], "users", &["id"])
            .on_delete(Action::SetNull);
        Some((schema([users(dialect), posts(dialect)]), schema([users(dialect), after])))
    }),
    case("drop_constraints", |dialect| {
        let before = posts(dialect)
            .unique(Some("one_title"), &["title", "user_id"])
            .check(Some("sane"), "user_id > 0");
        let mut before = before;
        before.foreign_keys[0].name = Some("by_user".to_owned());
        if dialect == Dialect::MySql {
            // As the catalog tells it: the index that the server made for the foreign key.
            before.indexes.push(Index::new("by_user", vec![IndexPart::column("user_id")]));
        }
        let mut after = posts(dialect);
        after.foreign_keys.clear();
        Some((schema([users(dialect), before]), schema([users(dialect), after])))
    }),
    case("indexes", |dialect| {
        let before =
            posts(dialect).index("ix_posts_title", &["title"]).index("old", &["id", "title"]);
        let mut after = posts(dialect);
        let mut renamed =
            Index::new("new", vec![IndexPart::column("id"), IndexPart::column("title")]);
        renamed.named = true;
        let mut newest = IndexPart::column("created_at");
        newest.descending = true;
        let mut unique = Index::new("ix_posts_newest", vec![IndexPart::column("user_id"), newest]);
        unique.unique = true;
        after.indexes.extend([renamed, unique]);
        Some((schema([users(dialect), before]), schema([users(dialect), after])))
    }),
    case("renames", |dialect| {
        let mut after = users(dialect);
        after.name = ObjectName::new("accounts");
        after.renamed_from = Some("users".to_owned());
        after.columns[2].name = "about".to_owned();
        after.columns[2].renamed_from = Some("bio".to_owned());
        let mut posts_after = posts(dialect);
        posts_after.foreign_keys[0].references = ObjectName::new("accounts");
        Some((schema([users(dialect), posts(dialect)]), schema([after, posts_after])))
    }),
    case("primary_key", |dialect| {
        let key = |columns: &[&str]| {
            let mut table = Table::new(ObjectName::new("memberships"));
            for name in ["user_id", "group_id"] {
                table.columns.push(column(dialect, name, "int"));
            }
            table.key(columns)
        };
        Some((schema([key(&["user_id"])]), schema([key(&["user_id", "group_id"])])))
    }),
    case("indexes_that_keys_need", |dialect| {
        let with = |index: &[&str], key: &[&str]| {
            let mut table = Table::new(ObjectName::new("readings"));
            for name in ["user_id", "channel", "post_id"] {
                table = table.with(column(dialect, name, "int"));
            }
            let table = table.key(key).index("ix_readings_post", index);
            let table = table.refers(Some("readings_user"), &["user_id"], "users", &["id"]);
            table.refers(Some("readings_post"), &["post_id"], "posts", &["id"])
        };
        let before = with(&["post_id", "channel"], &["user_id", "channel", "post_id"]);
        let after = with(&["post_id", "user_id"], &["user_id", "post_id", "channel"]);
        let others = [users(dialect), posts(dialect)];
        let with_others = |table| schema(others.clone().into_iter().chain([table]));
        Some((with_others(before), with_others(after)))
    }),
    case("types_that_keys_hold", |dialect| {
        let with = |ty: &str| {
            let mut users = users(dialect);
            users.columns[1] = column(dialect, "email", ty);
            let mut sessions = Table::new(ObjectName::new("sessions"));
            sessions = sessions.with(column(dialect, "token", ty)).key(&["token"]);
            sessions = sessions.with(column(dialect, "email", ty));
            sessions = sessions.refers(None, &["email"], "users", &["email"]);
            let other = Table::new(ObjectName::new("visits")).with(column(dialect, "token", ty));
            let other = other.with(column(dialect, "number", "int")).key(&["number", "token"]);
            [users, sessions, other.refers(None, &["token"], "sessions", &["token"])]
        };
        Some((schema(with("varchar(100)")), schema(with("varchar(200)"))))
    }),
    case("type_of_both_ends_of_a_key", |dialect| {
        let with = |ty: &str| {
            let accounts = Table::new(ObjectName::new("accounts"));
            let accounts = accounts.with(column(dialect, "code", ty)).key(&["code"]);
            let entries = table(dialect, "entries").with(column(dialect, "account", ty));
            schema([accounts, entries.refers(None, &["account"], "accounts", &["code"])])
        };
        Some((with("int"), with("varchar(20)")))
    }),
    case("type_that_a_dropped_key_holds", |dialect| {
        let with = |ty: &str| {
            let mut users = users(dialect);
            users.columns[1] = column(dialect, "email", ty);
            users
        };
        let sessions = table(dialect, "sessions").with(column(dialect, "email", "varchar(100)"));
        let sessions = sessions.refers(None, &["email"], "users", &["email"]);
        Some((schema([with("varchar(100)"), sessions]), schema([with("varchar(200)")])))
    }),
    case("drop_tables_that_rows_hold", |dialect| {
        let one = table(dialect, "departments").with(column(dialect, "head_id", "int").null());
        let two = table(dialect, "people").with(column(dialect, "department_id", "int"));
        let tree = table(dialect, "categories").with(column(dialect, "parent_id", "int").null());
        let tree = tree.refers(None, &["parent_id"], "categories", &["id"]);
        let before = schema([
            one.refers(None, &["head_id"], "people", &["id"]),
            two.refers(None, &["department_id"], "departments", &["id"]),
            tree.on_delete(Action::Restrict),
        ]);
        Some((before, Schema::default()))
    }),
    case("unique_that_keys_hold", |dialect| {
        if dialect == Dialect::Sqlite {
            // Names of constraints are no difference there.
            return None;
        }
        let with = |columns: &[&str]| {
            let mut users = users(dialect).with(column(dialect, "code", "int").null());
            users = users.unique(Some("users_code"), columns).unique(None, &["id", "code"]);
            let mut posts = posts(dialect).with(column(dialect, "user_code", "int").null());
            posts = posts.refers(Some("posts_code"), &["user_code"], "users", &["code"]);
            [users, posts]
        };
        let before = with(&["code"]);
        let mut after = with(&["code"]);
        after[0].uniques[1].name = Some("users_by_code".to_owned());
        Some((schema(before), schema(after)))
    }),
    case("enum_values", |dialect| {
        let with = |values: &[&str]| moods(dialect, values, "'ok'");
        Some((with(&["sad", "ok"]), with(&["awful", "sad", "ok", "happy"])))
    }),
    case("enum_values_removed", |dialect| {
        let with = |values: &[&str]| moods(dialect, values, "'ok'");
        Some((with(&["sad", "ok", "happy"]), with(&["ok", "sad"])))
    }),
    case("enum_value_used_at_once", |dialect| {
        Some((
            moods(dialect, &["sad", "ok"], "'ok'"),
            moods(dialect, &["sad", "ok", "happy"], "'happy'"),
        ))
    }),
    case("composite_type", |dialect| {
        if dialect != Dialect::Postgres {
            return None;
        }
        let name = ObjectName::new("money_amount");
        let ty = |text| column(dialect, "", text).ty;
        let composite = CompositeType {
            name: name.clone(),
            attributes: vec![
                ("amount".to_owned(), ty("numeric(12,2)")),
                ("currency".to_owned(), ty("char(3)")),
            ],
            origin: None,
            ..Default::default()
        };
        let table = table(dialect, "prices").with(Column::new("price", ColumnType::user(name)));
        Some((Schema::default(), Schema { composites: vec![composite], ..schema([table]) }))
    }),
    case("numbering", |dialect| {
        if dialect != Dialect::Postgres {
            return None;
        }
        let identity = Identity { mode: IdentityMode::Always, options: Default::default() };
        let mut wide = table(dialect, "wide");
        wide.columns[0].ty = column(dialect, "", "bigint").ty;
        let mut counted = table(dialect, "counted");
        counted.columns[0].numbering = Some(Numbering::Identity(identity));
        let mut plain = table(dialect, "plain");
        plain.columns[0].numbering = None;
        let names = ["wide", "counted", "plain"];
        Some((schema(names.map(|name| table(dialect, name))), schema([wide, counted, plain])))
    }),
    case("rebuild_keeps_what_hangs", |dialect| {
        if dialect != Dialect::Sqlite {
            return None;
        }
        let mut before = users(dialect).index("by_hand", &["bio"]);
        before.columns[0].numbering = Some(Numbering::AutoIncrement);
        let mut after = before.clone();
        after.columns[2].nullable = false;
        let with_objects = |users: Table| {
            let object = |kind: &str, name: &str, definition: &str| Object {
                kind: kind.to_owned(),
                name: ObjectName::new(name),
                definition: definition.to_owned(),
                depends_on: vec![ObjectName::new("users")],
                ..Object::default()
            };
            let objects = vec![
                object("view", "names", "CREATE VIEW names AS SELECT email FROM users"),
                object(
                    "trigger",
                    "trimmed",
                    "CREATE TRIGGER trimmed AFTER INSERT ON users BEGIN\n    \
                     UPDATE users SET email = trim(email) WHERE id = NEW.id;\nEND",
                ),
                Object {
                    depends_on: vec![ObjectName::new("posts")],
                    ..object(
                        "trigger",
                        "praised",
                        "CREATE TRIGGER praised AFTER INSERT ON posts BEGIN\n    \
                         UPDATE users SET bio = 'writes' WHERE id = NEW.user_id;\nEND",
                    )
                },
            ];
            Schema { objects, ..schema([users, posts(dialect)]) }
        };
        Some((with_objects(before), with_objects(after)))
    }),
    case("comments", |dialect| {
        let mut after = users(dialect).says("All \\ our 'people'");
        after.columns[1].comment = Some("where they are reached".to_owned());
        Some((schema([users(dialect)]), schema([after])))
    }),
    case("tables_with_new_and_old", |dialect| {
        let old = table(dialect, "tags").with(column(dialect, "label", "varchar(40)"));
        let new = table(dialect, "labels").with(column(dialect, "user_id", "int"));
        let new = new.refers(None, &["user_id"], "users", &["id"]);
        let after = users(dialect).with(column(dialect, "label_id", "int").null());
        let after = after.refers(None, &["label_id"], "labels", &["id"]);
        Some((schema([users(dialect), old]), schema([after, new])))
    }),
    Case {
        name: "concurrent_index",
        build: |dialect| {
            let after = users(dialect)
                .with(column(dialect, "age", "int").null())
                .index("ix_users_age", &["age"]);
            (dialect == Dialect::Postgres).then(|| (schema([users(dialect)]), schema([after])))
        },
        concurrent_indexes: true,
    },
];

fn moment(dialect: Dialect, name: &str) -> Column {
    column(dialect, name, if dialect == Dialect::Postgres { "timestamp" } else { "datetime" })
}

fn users(dialect: Dialect) -> Table {
    table(dialect, "users")
        .with(column(dialect, "email", "varchar(255)"))
        .with(column(dialect, "bio", "text").null())
        .unique(None, &["email"])
        .says("Core user accounts")
}

fn posts(dialect: Dialect) -> Table {
    table(dialect, "posts")
        .with(column(dialect, "title", "varchar(255)"))
        .with(column(dialect, "body", "text"))
        .with(column(dialect, "user_id", "int"))
        .with(moment(dialect, "created_at"))
        .refers(None, &["user_id"], "users", &["id"])
        .index("ix_posts_created_at", &["created_at"])
}

/// An enum as each database has it.
fn moods(dialect: Dialect, values: &[&str], default: &str) -> Schema {
    let name = ObjectName::new("mood");
    let quoted: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
    let quoted = quoted.join(", ");
    let days = table(dialect, "days");
    match dialect {
        Dialect::Postgres => Schema {
            enums: vec![EnumType {
                name: name.clone(),
                values: owned(values),
                ..EnumType::default()
            }],
            ..schema([days.with(Column::new("mood", ColumnType::user(name)).default(default))])
        },
        Dialect::MySql => {
            let mood = column(dialect, "mood", &format!("enum({quoted})")).default(default);
            schema([days.with(mood)])
        }
        Dialect::Sqlite => {
            let mood = column(dialect, "mood", "text").default(default);
            schema([days.with(mood).check(None, &format!("mood IN ({quoted})"))])
        }
    }
}

/// A table with a bit of everything.
fn rich(dialect: Dialect) -> (Vec<EnumType>, Vec<Table>) {
    let moods = moods(dialect, &["sad", "ok"], "'ok'");
    let mood = moods.tables[0].columns[1].clone();
    let json = if dialect == Dialect::Postgres { "jsonb" } else { "text" };
    let mut net = column(dialect, "net", "int").null();
    net.generated = Some(Generated { expr: Expr::declared("price * 2"), storage: Storage::Stored });
    let mut lines = Table::new(ObjectName::new("lines"))
        .with(column(dialect, "order_id", "int"))
        .with(column(dialect, "position", "int"))
        .with(column(dialect, "price", "int").default("-1").comment("in cents"))
        .with(net)
        .with(column(dialect, "label", "varchar(80)").default("'it''s'"))
        .with(column(dialect, "data", json).null())
        .with(mood)
        .with(moment(dialect, "changed_at").default("CURRENT_TIMESTAMP").touched())
        .key(&["order_id", "position"])
        .unique(Some("one_label"), &["order_id", "label"])
        .check(None, "price > -2")
        .check(Some("sane"), "price < 1000000 AND position >= 0")
        .refers(Some("lines_of_order"), &["order_id"], "orders", &["id"])
        .on_delete(Action::Cascade)
        .index("ix_lines_label", &["label"]);
    lines.checks.extend(moods.tables[0].checks.clone());
    if dialect != Dialect::MySql {
        let mut part = IndexPart::expr(Expr::declared("lower(label)"));
        part.descending = true;
        let mut partial = Index::new("ix_lines_cheap", vec![part]);
        partial.predicate = Some(Expr::declared("price < 100"));
        lines.indexes.push(partial);
    }
    let mut orders = Table::new(ObjectName::new("orders")).with(serial(dialect, "id"));
    orders.primary_key = Some(PrimaryKey { columns: owned(&["id"]), ..PrimaryKey::default() });
    (moods.enums, vec![lines, orders])
}
