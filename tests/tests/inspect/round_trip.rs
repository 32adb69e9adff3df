//! The promise that no second look finds a change: a schema is created, read, and compared with
//! itself in the form of the engine.

use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::diff::{DiffOptions, Ownership, diff};
use dbwarden_core::plan::{self, PlanOptions};
use dbwarden_core::schema::*;
use dbwarden_tests::{catalog, servers};

use super::*;

/// Creates the schema in an empty database and looks for changes, with constraints as the model names
/// them and with all of them named by the plan.
async fn assert_no_phantom_changes(url: &str, desired: &Schema) {
    let capabilities = inspect::server(url).await.unwrap();
    let options = PlanOptions::new(capabilities);
    let before = inspect::canonicalize(url, desired).await.unwrap_or_else(|error| fail(&error));
    let sql = plan::create(desired, &options).unwrap().upgrade_sql();
    servers::execute(url, &sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));

    let dump = catalog::dump(url);
    let after = inspect::canonicalize(url, desired).await.unwrap_or_else(|error| fail(&error));
    assert_eq!(catalog::dump(url), dump, "canonicalize left something behind");
    assert_eq!(before, after, "what is there must not change the answer");

    let found = read(url).await;
    let changes = changes(&found, &after, capabilities);
    assert!(changes.is_empty(), "{changes:#?}\n\n{sql}");
    assert_every_change_is_found(&found, &after, capabilities);
}

/// A comparison that finds nothing anyhow would prove nothing.
fn assert_every_change_is_found(found: &Schema, desired: &Schema, capabilities: Capabilities) {
    let other = |expr: &mut Expr| *expr = Expr::declared("41 + 1");
    for (at, table) in desired.tables.iter().enumerate() {
        let differs = |what: &str, alter: &dyn Fn(&mut Table)| {
            let mut altered = desired.clone();
            alter(&mut altered.tables[at]);
            let changes = changes(found, &altered, capabilities);
            assert!(!changes.is_empty(), "{} of {} goes unnoticed", what, table.name);
        };
        for (at, column) in table.columns.iter().enumerate() {
            let name = &column.name;
            let is_row_number =
                matches!(column.numbering, Some(Numbering::Rowid | Numbering::AutoIncrement));
            if !is_row_number {
                differs(&format!("the type of {name}"), &|table| {
                    table.columns[at].ty = ColumnType::builtin("other");
                });
            }
            // MariaDB decides itself whether a generated column can be NULL.
            if !is_row_number && column.generated.is_none() {
                differs(&format!("nullability of {name}"), &|table| {
                    table.columns[at].nullable ^= true;
                });
            }
            if let Some(default) = &column.default {
                differs(&format!("the default of {name}"), &|table| {
                    table.columns[at].default.iter_mut().for_each(other);
                });
                // MariaDB gives a TIMESTAMP this one unasked, and NULL is what a column has anyway.
                if !default.sql.contains("CURRENT_TIMESTAMP") && default.sql != "NULL" {
                    differs(&format!("the end of the default of {name}"), &|table| {
                        table.columns[at].default = None;
                    });
                }
            }
            if column.generated.is_some() {
                differs(&format!("the value of {name}"), &|table| {
                    let generated = table.columns[at].generated.as_mut();
                    generated.into_iter().for_each(|generated| other(&mut generated.expr));
                });
            }
        }
        for (at, _) in table.checks.iter().enumerate() {
            differs("a check", &|table| other(&mut table.checks[at].expr));
        }
        for (at, _) in table.foreign_keys.iter().enumerate() {
            differs("an action", &|table| table.foreign_keys[at].on_update = Action::SetDefault);
        }
        for (at, index) in table.indexes.iter().enumerate() {
            differs(&index.name, &|table| table.indexes[at].unique ^= true);
            for (part, _) in index.parts.iter().enumerate() {
                let word = |table: &mut Table| {
                    table.indexes[at].parts[part].key = IndexKey::Column("none".to_owned());
                };
                differs(&index.name, &word);
            }
        }
    }
}

fn fail(error: &inspect::Error) -> ! {
    panic!("{error}\nhint: {:?}\n{}", error.hint(), error.statement().unwrap_or_default())
}

fn changes(
    base: &Schema,
    desired: &Schema,
    capabilities: Capabilities,
) -> Vec<dbwarden_core::diff::Change> {
    diff(base, desired, &DiffOptions::new(capabilities, Ownership::Everything)).unwrap()
}

/// A model that hurts: names, defaults, keys, checks and indexes of every kind that all three
/// databases have.
fn hurt(dialect: Dialect) -> Schema {
    let ty = |text: &str| ColumnType::parse(dialect, text).unwrap();
    let column = |name: &str, text: &str| Column::new(name, ty(text));
    let nullable = |name: &str, text: &str| Column { nullable: true, ..column(name, text) };
    let default = |name: &str, text: &str, sql: &str| Column {
        default: Some(Expr::declared(sql)),
        ..column(name, text)
    };
    let check = |name: Option<&str>, sql: &str| CheckConstraint {
        name: name.map(Into::into),
        expr: Expr::declared(sql),
        no_inherit: false,
        not_valid: false,
        ..Default::default()
    };
    let unique = |name: Option<&str>, columns: &[&str]| UniqueConstraint {
        name: name.map(Into::into),
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        ..UniqueConstraint::default()
    };
    let foreign_key = |columns: &[&str], table: &str, referenced: &[&str]| ForeignKey {
        name: None,
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        references: ObjectName::new(table),
        referenced_columns: referenced.iter().map(|&name| name.to_owned()).collect(),
        implicit: false,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        match_type: MatchType::Simple,
        deferrability: Deferrability::NotDeferrable,
        not_valid: false,
        ..Default::default()
    };
    let key = |columns: &[&str]| {
        Some(PrimaryKey {
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            ..PrimaryKey::default()
        })
    };
    let (number, numbering) = match dialect {
        Dialect::Postgres => ("integer", Numbering::Serial),
        Dialect::MySql => ("int", Numbering::AutoIncrement),
        Dialect::Sqlite => ("integer", Numbering::Rowid),
    };
    let own_number =
        |name: &str| Column { numbering: Some(numbering.clone()), ..column(name, number) };
    let quote = |name: &str| dbwarden_core::sql::ident::quote(dialect, name).into_owned();

    let mut users = Table::new(ObjectName::new("users"));
    users.comment = (dialect != Dialect::Sqlite).then(|| "it's \"everybody\" \\ all".to_owned());
    users.columns = vec![
        own_number("id"),
        Column {
            comment: (dialect != Dialect::Sqlite).then(|| "lower case, it's".to_owned()),
            ..column("email", "varchar(255)")
        },
        nullable("bio", "text"),
        default("flag", if dialect == Dialect::MySql { "tinyint(1)" } else { "boolean" }, "true"),
        default("count", number, "0"),
        default("below", number, "-1"),
        default("score", "numeric(10,2)", "0.5"),
        default("word", "varchar(40)", "'it''s (a) \"word\", NULL'"),
        default("nothing", "varchar(40)", "'NULL'"),
        default("empty", "varchar(40)", "''"),
        default("computed", number, "(1 + 2) * 3"),
        Column { nullable: true, ..default("nil", number, "NULL") },
        default("born", "date", "'2000-01-01'"),
        default("made_at", "timestamp", "CURRENT_TIMESTAMP"),
        default("order", number, "7"),
        nullable("Two Words", number),
        nullable("quo\"te", number),
    ];
    users.primary_key = key(&["id"]);
    users.uniques = vec![unique(None, &["email"]), unique(Some("one_word"), &["word", "count"])];
    users.checks = vec![
        check(None, "count >= 0"),
        check(Some("sane"), "score > 0 AND (count < 100 OR below <> 5)"),
        check(None, "word IN ('a', 'it''s (a) \"word\", NULL')"),
        check(None, &format!("{} BETWEEN 1 AND 10", quote("order"))),
        check(None, "length(email) > 3"),
    ];
    users.indexes = vec![
        Index::new("ix_users_born", vec![IndexPart::column("born")]),
        Index::new(
            "ix_users_two",
            vec![
                IndexPart { descending: true, ..IndexPart::column("order") },
                IndexPart::column("Two Words"),
            ],
        ),
        Index { unique: true, ..Index::new("ux", vec![IndexPart::column("made_at")]) },
    ];

    // Two tables that refer to each other, one of them by a reserved word.
    let mut order = Table::new(ObjectName::new("order"));
    order.columns = vec![
        column("a", number),
        column("b", number),
        nullable("user_id", number),
        nullable("user", number),
    ];
    order.primary_key = key(&["b", "a"]);
    order.foreign_keys = vec![
        ForeignKey { on_delete: Action::Cascade, ..foreign_key(&["user_id"], "users", &["id"]) },
        ForeignKey {
            name: Some("again".to_owned()),
            on_delete: Action::SetNull,
            on_update: Action::Cascade,
            ..foreign_key(&["user"], "users", &["id"])
        },
    ];
    users.columns.extend([nullable("order_a", number), nullable("order_b", number)]);
    users.foreign_keys = vec![foreign_key(&["order_b", "order_a"], "order", &["b", "a"])];

    let mut keyless = Table::new(ObjectName::new("Key Less"));
    keyless.columns = vec![column("select", number)];
    Schema { tables: vec![users, order, keyless], ..Schema::default() }
}

#[tokio::test]
async fn sqlite_finds_no_phantom_changes() {
    let mut desired = hurt(Dialect::Sqlite);
    let ty = |text: &str| ColumnType::parse(Dialect::Sqlite, text).unwrap();
    let users = &mut desired.tables[0];
    users.columns.extend([
        Column {
            generated: Some(Generated {
                expr: Expr::declared("upper(email)"),
                storage: Storage::Virtual,
            }),
            nullable: true,
            ..Column::new("shout", ty("text"))
        },
        Column { collation: Some("NOCASE".to_owned()), ..Column::new("nick", ty("text")) },
        Column {
            default: Some(Expr::declared("(datetime('now', '-1 day'))")),
            ..Column::new("seen", ty("datetime"))
        },
        Column { default: Some(Expr::declared("x'00ff'")), ..Column::new("data", ty("blob")) },
        Column { nullable: true, touch: true, ..Column::new("updated_at", ty("datetime")) },
    ]);
    users.indexes.extend([Index {
        predicate: Some(Expr::declared("bio IS NOT NULL and word <> ','")),
        ..Index::new(
            "ix_rich",
            vec![
                IndexPart::expr(Expr::declared("lower(email)")),
                IndexPart { collation: Some("NOCASE".to_owned()), ..IndexPart::column("word") },
                IndexPart { descending: true, ..IndexPart::expr(Expr::declared("count + 1")) },
            ],
        )
    }]);
    let mut strict = Table::new(ObjectName::new("strict"));
    strict.columns = vec![Column::new("a", ty("int")), Column::new("b", ty("text"))];
    strict.primary_key =
        Some(PrimaryKey { columns: vec!["a".into(), "b".into()], ..PrimaryKey::default() });
    strict.options.strict = Some(true);
    strict.options.without_rowid = Some(true);
    let mut counted = Table::new(ObjectName::new("counted"));
    counted.columns = vec![Column {
        numbering: Some(Numbering::AutoIncrement),
        ..Column::new("id", ty("integer"))
    }];
    counted.primary_key = Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() });
    desired.tables.extend([strict, counted]);
    let (_folder, url) = servers::sqlite_file();
    assert_no_phantom_changes(&url, &desired).await;
}

#[tokio::test]
async fn postgres_finds_no_phantom_changes() {
    let mut desired = hurt(Dialect::Postgres);
    let ty = |text: &str| ColumnType::parse(Dialect::Postgres, text).unwrap();
    let default = |name: &str, text: &str, sql: &str| Column {
        default: Some(Expr::declared(sql)),
        ..Column::new(name, ty(text))
    };
    desired.enums = vec![
        EnumType {
            name: ObjectName::new("mood"),
            values: vec!["sad".into(), "it's ok".into()],
            comment: Some("how people feel".into()),
            ..EnumType::default()
        },
        EnumType {
            name: ObjectName::new("Odd Type"),
            values: vec!["x".into()],
            ..EnumType::default()
        },
    ];
    desired.composites = vec![CompositeType {
        name: ObjectName::new("address"),
        attributes: vec![("street".into(), ty("text")), ("moods".into(), ty("mood[]"))],
        origin: None,
        ..Default::default()
    }];
    let users = &mut desired.tables[0];
    users.columns.extend([
        default("feeling", "mood", "'sad'"),
        default("odd", "\"Odd Type\"", "'x'::\"Odd Type\""),
        Column { nullable: true, ..Column::new("home", ty("address")) },
        default("moods", "mood[]", "'{}'"),
        default("tags", "text[]", "ARRAY['a', 'b']::text[]"),
        default("doc", "jsonb", "'{\"a\": 1}'"),
        default("uid", "uuid", "gen_random_uuid()"),
        default("at", "timestamptz(3)", "now() + interval '1 day'"),
        default("span", "interval", "'1 hour'"),
        default("small", "int2", "1"),
        default("big", "int8", "9223372036854775807"),
        default("letter", "char(3)", "'abc'"),
        default("float", "float8", "1.5e10"),
        default("money", "money", "0"),
        default("ip", "inet", "'127.0.0.1'"),
        default("bits", "bit(3)", "B'101'"),
        default("net", "cidr", "'10.0.0.0/8'"),
        default("mac", "macaddr", "'08:00:2b:01:02:03'"),
        default("bytes", "bytea", "'\\xdeadbeef'"),
        default("period", "tstzrange", "'empty'"),
        Column { collation: Some("C".into()), ..Column::new("note", ty("text")) },
        Column {
            generated: Some(Generated {
                expr: Expr::declared("to_tsvector('simple', note || ' ' || email)"),
                storage: Storage::Stored,
            }),
            nullable: true,
            ..Column::new("search", ty("tsvector"))
        },
        Column { touch: true, ..default("updated_at", "timestamp", "now()") },
        default("local", "timestamp", "CURRENT_TIMESTAMP"),
        Column {
            numbering: Some(Numbering::Identity(Identity {
                mode: IdentityMode::ByDefault,
                options: SequenceOptions {
                    start: Some(1),
                    increment: Some(5),
                    ..Default::default()
                },
            })),
            ..Column::new("ident", ty("bigint"))
        },
        Column { nullable: true, ..Column::new("nick", ty("citext")) },
    ]);
    users.checks.push(CheckConstraint {
        name: None,
        expr: Expr::declared("feeling in ('sad', 'it''s ok') and not 'x' = any(tags)"),
        no_inherit: true,
        not_valid: false,
        ..Default::default()
    });
    users.checks.push(CheckConstraint {
        name: Some("pattern".into()),
        expr: Expr::declared("email ~* '^[^@]+@[^@]+$'"),
        no_inherit: false,
        not_valid: false,
        ..Default::default()
    });
    users.uniques.push(UniqueConstraint {
        name: Some("later".into()),
        columns: vec!["big".into()],
        include: vec!["small".into()],
        nulls_not_distinct: true,
        deferrability: Deferrability::InitiallyDeferred,
        ..UniqueConstraint::default()
    });
    users.indexes.extend([
        Index {
            predicate: Some(Expr::declared("bio is not null and feeling = 'sad'")),
            include: vec!["count".into()],
            storage: [("fillfactor".to_owned(), "80".to_owned())].into_iter().collect(),
            comment: Some("rich".into()),
            ..Index::new(
                "ix_rich",
                vec![
                    IndexPart::expr(Expr::declared("lower(email)")),
                    IndexPart::expr(Expr::declared("count + below")),
                    IndexPart { nulls: Some(NullsOrder::First), ..IndexPart::column("born") },
                    IndexPart {
                        descending: true,
                        nulls: Some(NullsOrder::First),
                        ..IndexPart::column("bio")
                    },
                    IndexPart { ops: Some("text_ops".into()), ..IndexPart::column("word") },
                    IndexPart { ops: Some("text_pattern_ops".into()), ..IndexPart::column("note") },
                    IndexPart { collation: Some("POSIX".into()), ..IndexPart::column("email") },
                ],
            )
        },
        Index {
            method: Some("gin".into()),
            ..Index::new("ix_words", vec![IndexPart::column("search")])
        },
        Index {
            method: Some("btree".into()),
            ..Index::new("ix_btree", vec![IndexPart::column("big")])
        },
    ]);
    desired.tables[1].foreign_keys[0].deferrability = Deferrability::InitiallyDeferred;
    desired.tables[2].options.unlogged = Some(true);
    desired.tables[2].options.storage.insert("fillfactor".into(), "70".into());

    let database = servers::postgres().create_database();
    database.execute("CREATE EXTENSION citext");
    assert_no_phantom_changes(database.url(), &desired).await;
}

#[tokio::test]
async fn mariadb_finds_no_phantom_changes() {
    let mut desired = hurt(Dialect::MySql);
    let ty = |text: &str| ColumnType::parse(Dialect::MySql, text).unwrap();
    let default = |name: &str, text: &str, sql: &str| Column {
        default: Some(Expr::declared(sql)),
        ..Column::new(name, ty(text))
    };
    let users = &mut desired.tables[0];
    users.columns.extend([
        default("state", "enum('new','it''s')", "'it''s'"),
        default("flags", "set('x','y')", "'x,y'"),
        default("doc", "json", "json_object()"),
        default("uid", "binary(16)", "unhex(replace(uuid(), '-', ''))"),
        default("seen", "datetime(6)", "CURRENT_TIMESTAMP(6)"),
        Column { touch: true, ..default("updated_at", "timestamp(6)", "CURRENT_TIMESTAMP(6)") },
        Column { nullable: true, ..Column::new("maybe_at", ty("timestamp(6)")) },
        default("wide", "bigint unsigned", "18446744073709551615"),
        default("tiny", "tinyint", "-1"),
        default("padded", "int(5) unsigned zerofill", "7"),
        default("real_one", "double precision", "1.5e10"),
        default("single", "float", "0.25"),
        default("bits", "bit(3)", "b'101'"),
        default("text_one", "text", "'long'"),
        default("year_of", "year", "2000"),
        Column { collation: Some("utf8mb4_bin".into()), ..Column::new("note", ty("varchar(99)")) },
        Column { nullable: true, ..Column::new("old", ty("varchar(10) character set latin1")) },
        Column { nullable: true, ..Column::new("body", ty("text")) },
        Column {
            generated: Some(Generated {
                expr: Expr::declared("upper(concat(email, 'it''s'))"),
                storage: Storage::Stored,
            }),
            nullable: true,
            ..Column::new("shout", ty("varchar(300)"))
        },
    ]);
    users.indexes.extend([
        Index {
            method: Some("FULLTEXT".into()),
            ..Index::new("ix_words", vec![IndexPart::column("body")])
        },
        Index {
            comment: Some("it's short".into()),
            ..Index::new(
                "ix_start",
                vec![IndexPart { prefix: Some(20), ..IndexPart::column("body") }],
            )
        },
    ]);
    users.options.engine = Some("innodb".into());
    users.options.charset = Some("utf8mb4".into());
    users.options.row_format = Some("compressed".into());
    let database = servers::mariadb().create_database();
    assert_no_phantom_changes(database.url(), &desired).await;
}
