use super::*;
use crate::dialect::{Capabilities, Dialect, Flavor, Version};
use crate::diff::{DiffOptions, Ownership, Renames, diff};
use crate::schema::{
    Action, CheckConstraint, Column, ColumnType, Deferrability, Expr, ForeignKey, Generated, Index,
    IndexPart, Numbering, Object, ObjectName, Origin, PrimaryKey, Storage, Table,
};

fn column(name: &str, ty: &str) -> Column {
    Column::new(name, ColumnType::builtin(ty))
}

fn users(columns: impl IntoIterator<Item = Column>) -> Table {
    let mut table = Table::new(ObjectName::new("users"));
    table.columns.push(column("id", "integer"));
    table.columns.extend(columns);
    table.primary_key =
        Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

fn refused(dialect: Dialect, base: &Schema, desired: &Schema, owned: &Schema) -> PlanError {
    let capabilities = Capabilities::assumed(dialect);
    let changes =
        diff(base, desired, &DiffOptions::new(capabilities, Ownership::Declared(owned))).unwrap();
    plan(&changes, base, &PlanOptions::new(capabilities)).unwrap_err()
}

#[test]
fn a_column_without_a_value_is_refused_with_its_place() {
    let mut age = column("age", "integer");
    age.origin = Some(Origin { file: "src/models.rs".to_owned(), line: 7 });
    let base = schema([users([])]);
    for dialect in Dialect::ALL {
        let error = refused(dialect, &base, &schema([users([age.clone()])]), &base);
        assert!(error.to_string().starts_with("src/models.rs:7: column `users.age` is NOT NULL"));
        assert!(error.hint().unwrap().contains("`default`"));
    }
}

#[test]
fn what_a_view_shows_is_not_taken_away() {
    let mut base = schema([users([column("age", "integer")])]);
    base.objects.push(Object {
        kind: "view".to_owned(),
        name: ObjectName::new("ages"),
        definition: "CREATE VIEW ages AS SELECT age FROM users".to_owned(),
        depends_on: vec![ObjectName::new("users")],
        ..Object::default()
    });
    let gone = refused(Dialect::Postgres, &base, &schema([users([])]), &base);
    assert_eq!(gone.to_string(), "column `users.age` cannot be dropped: view `ages` hangs on it");
    let wide = schema([users([column("age", "bigint")])]);
    let typed = refused(Dialect::Postgres, &base, &wide, &base);
    assert!(typed.to_string().contains("cannot get another type: view `ages`"));
    let table = refused(Dialect::Sqlite, &base, &Schema::default(), &base);
    assert!(table.to_string().starts_with("table `users` cannot be dropped"));
}

#[test]
fn a_trigger_is_not_put_back_under_names_that_are_gone() {
    let trigger = |definition: &str| Object {
        kind: "trigger".to_owned(),
        name: ObjectName::new("trimmed"),
        definition: definition.to_owned(),
        depends_on: vec![ObjectName::new("users")],
        ..Object::default()
    };
    let mut base = schema([users([column("name", "text")])]);
    let mut full_name = column("full_name", "text");
    full_name.renamed_from = Some("name".to_owned());
    full_name.nullable = true;
    let renamed_column = schema([users([full_name])]);
    let mut nullable = column("name", "text");
    nullable.nullable = true;
    let mut people = users([nullable]);
    people.name = ObjectName::new("people");
    people.renamed_from = Some("users".to_owned());
    let renamed_table = schema([people]);
    let body = "CREATE TRIGGER trimmed AFTER INSERT ON users BEGIN\n\
                UPDATE users SET name = trim(name) WHERE id = NEW.id;\nEND";
    base.objects.push(trigger(body));
    let error = refused(Dialect::Sqlite, &base, &renamed_column, &base);
    assert_eq!(
        error.to_string(),
        "table `users` cannot be made anew: trigger `trimmed` knows `name` by its old name"
    );
    let error = refused(Dialect::Sqlite, &base, &renamed_table, &base);
    assert!(error.to_string().ends_with("knows `users` by its old name"), "{error}");
    assert!(error.hint().unwrap().contains("the rename alone"));
}

#[test]
fn a_table_that_another_refers_to_is_not_dropped() {
    let mut by_hand = Table::new(ObjectName::new("notes"));
    by_hand.columns.push(column("user_id", "integer"));
    by_hand.foreign_keys.push(ForeignKey {
        name: Some("notes_user".to_owned()),
        columns: vec!["user_id".to_owned()],
        references: ObjectName::new("users"),
        referenced_columns: vec!["id".to_owned()],
        implicit: false,
        on_delete: Default::default(),
        on_update: Default::default(),
        match_type: Default::default(),
        deferrability: Default::default(),
        not_valid: false,
        ..Default::default()
    });
    let declared = schema([users([])]);
    let base = schema([users([]), by_hand]);
    let error = refused(Dialect::Postgres, &base, &Schema::default(), &declared);
    assert_eq!(error.to_string(), "table `users` cannot be dropped: table `notes` refers to it");
}

#[test]
fn what_a_database_does_not_have_is_refused() {
    let mut table = users([]);
    table.uniques.push(crate::schema::UniqueConstraint {
        columns: vec!["id".to_owned()],
        deferrability: Deferrability::InitiallyDeferred,
        ..crate::schema::UniqueConstraint::default()
    });
    let empty = Schema::default();
    let error = refused(Dialect::MySql, &empty, &schema([table.clone()]), &empty);
    assert_eq!(error.to_string(), "MySQL/MariaDB 10.11.0 has no constraint that can be deferred");
    let options = PlanOptions::new(Capabilities::assumed(Dialect::Postgres));
    assert!(create(&schema([table.clone()]), &options).is_ok());
    table.uniques[0].without_overlaps = true;
    let error = refused(Dialect::Postgres, &empty, &schema([table]), &empty);
    assert_eq!(error.to_string(), "PostgreSQL 15.0.0 has no key over time");
}

#[test]
fn the_key_of_a_counter_stays_on_mysql() {
    let mut before = users([column("age", "int")]);
    before.columns[0].numbering = Some(Numbering::AutoIncrement);
    let mut after = before.clone();
    after.primary_key =
        Some(PrimaryKey { columns: vec!["age".to_owned()], ..PrimaryKey::default() });
    let base = schema([before]);
    let error = refused(Dialect::MySql, &base, &schema([after]), &base);
    assert!(error.to_string().contains("while column `id` numbers itself"));
}

#[test]
fn a_conversion_that_nobody_knows_is_refused() {
    let base = schema([users([column("age", "integer")])]);
    let desired = schema([users([column("age", "uuid")])]);
    let error = refused(Dialect::Postgres, &base, &desired, &base);
    assert_eq!(
        error.to_string(),
        "column `users.age` cannot become UUID: no conversion from INTEGER is known"
    );
}

#[test]
fn mysql_alters_whether_a_check_is_enforced() {
    let with = |not_enforced| {
        let mut table = users([column("age", "int")]);
        table.checks.push(CheckConstraint {
            name: Some("adult".to_owned()),
            expr: Expr::inspected("age > 17"),
            not_enforced,
            ..CheckConstraint::default()
        });
        schema([table])
    };
    let capabilities = Capabilities::of(Flavor::MySql, Version::new(8, 4, 0));
    let mut options = DiffOptions::new(capabilities, Ownership::Everything);
    options.complete = true;
    let (base, desired) = (with(false), with(true));
    let changes = diff(&base, &desired, &options).unwrap();
    let plan = plan(&changes, &base, &PlanOptions::new(capabilities)).unwrap();
    assert_eq!(plan.files[0].upgrade_sql(), "ALTER TABLE users ALTER CHECK adult NOT ENFORCED;\n");
    assert_eq!(plan.files[0].rollback_sql(), "ALTER TABLE users ALTER CHECK adult ENFORCED;\n");
}

/// What leads from one schema to another on MySQL, and back.
pub(super) fn on_mysql(base: &Schema, desired: &Schema, renames: Renames) -> (String, String) {
    let capabilities = Capabilities::of(Flavor::MySql, Version::new(8, 0, 46));
    let mut options = DiffOptions::new(capabilities, Ownership::Everything);
    options.complete = true;
    options.renames = renames;
    let changes = diff(base, desired, &options).unwrap();
    let mut options = PlanOptions::new(capabilities);
    options.complete = true;
    let plan = plan(&changes, base, &options).unwrap();
    (plan.files[0].upgrade_sql(), plan.files[0].rollback_sql())
}

#[test]
fn mysql_keeps_the_index_of_a_key_that_comes_back() {
    let with = |on_delete| {
        let mut table = users([column("boss", "int")]);
        table.indexes.push(Index::new("boss", vec![IndexPart::column("boss")]));
        table.foreign_keys.push(ForeignKey {
            name: Some("users_ibfk_1".to_owned()),
            columns: vec!["boss".to_owned()],
            references: table.name.clone(),
            referenced_columns: vec!["id".to_owned()],
            on_delete,
            ..ForeignKey::default()
        });
        schema([table])
    };
    let (base, desired) = (with(Action::NoAction), with(Action::Cascade));
    let (upgrade, rollback) = on_mysql(&base, &desired, Renames::default());
    let key = "ADD CONSTRAINT users_ibfk_1 FOREIGN KEY (boss) REFERENCES users(id)";
    let comes = format!("DROP INDEX boss,\n    ADD INDEX boss (boss),\n    {key}");
    assert!(upgrade.ends_with(&format!("{comes} ON DELETE CASCADE;\n")), "{upgrade}");
    assert!(rollback.ends_with(&format!("{comes};\n")), "{rollback}");
}

#[test]
fn mysql_takes_some_defaults_only_as_expressions_and_some_not_with_a_column() {
    let with_default = |ty: ColumnType, default: &str| Column {
        default: Some(Expr::inspected(default)),
        nullable: true,
        ..Column::new("c", ty)
    };
    let add = |column: Column| {
        on_mysql(&schema([users([])]), &schema([users([column])]), Renames::default()).0
    };
    let plain = |ty: &str, default: &str| add(with_default(ColumnType::builtin(ty), default));
    assert_eq!(plain("blob", "x'00'"), "ALTER TABLE users ADD COLUMN c BLOB DEFAULT (x'00');\n");
    assert!(plain("varchar", "'a'").ends_with("DEFAULT 'a';\n"));
    assert!(plain("date", "now()").ends_with("DEFAULT (now());\n"));
    assert!(plain("datetime", "CURRENT_TIMESTAMP").ends_with("DEFAULT CURRENT_TIMESTAMP;\n"));
    let micro = ColumnType::builtin("datetime").with_modifiers([6]);
    let now = |default| add(with_default(micro.clone(), default));
    assert!(now("CURRENT_TIMESTAMP(6)").ends_with("DEFAULT CURRENT_TIMESTAMP(6);\n"));
    assert!(now("now()").ends_with("DEFAULT (now());\n"));
    let unlike = Column {
        nullable: false,
        ..with_default(ColumnType::builtin("char").with_modifiers([36]), "uuid()")
    };
    assert_eq!(
        add(unlike),
        "ALTER TABLE users ADD COLUMN c CHAR(36);\n\n\
         UPDATE users SET c = uuid();\n\n\
         ALTER TABLE users MODIFY COLUMN c CHAR(36) NOT NULL DEFAULT (uuid());\n"
    );
}

#[test]
fn a_virtual_column_that_is_stored_keeps_what_it_computed() {
    let with = |generated| {
        let doubled = Column { nullable: true, generated, ..column("doubled", "integer") };
        schema([users([column("age", "integer"), doubled])])
    };
    let computed = Generated { expr: Expr::inspected("age * 2"), storage: Storage::Virtual };
    let (base, desired) = (with(Some(computed)), with(None));
    let capabilities = Capabilities::of(Flavor::Postgres, Version::new(18, 0, 0));
    let options = DiffOptions::new(capabilities, Ownership::Everything);
    let changes = diff(&base, &desired, &options).unwrap();
    let plan = plan(&changes, &base, &PlanOptions::new(capabilities)).unwrap();
    assert_eq!(
        plan.files[0].upgrade_sql(),
        "ALTER TABLE users DROP COLUMN doubled;\n\n\
         ALTER TABLE users ADD COLUMN doubled INTEGER;\n\n\
         UPDATE users SET doubled = age * 2;\n"
    );
}

#[test]
fn mysql_names_constraints_after_their_table_and_keeps_to_that() {
    let with = |name: &str, constraint: &str| {
        let mut table = users([column("age", "int")]);
        table.name = ObjectName::new(name);
        let check = |name: String, sql: &str| CheckConstraint {
            name: Some(name),
            expr: Expr::inspected(sql),
            ..CheckConstraint::default()
        };
        table.checks.push(check(format!("{constraint}_chk_1"), "age > 17"));
        table.checks.push(check("jobs_chk_x".to_owned(), "age < 70"));
        schema([table])
    };
    let mut renames = Renames::default();
    renames.tables.insert(ObjectName::new("jobs"), ObjectName::new("tasks"));
    let (base, desired) = (with("jobs", "jobs"), with("tasks", "tasks"));
    let (upgrade, rollback) = on_mysql(&base, &desired, renames);
    assert_eq!(upgrade, "ALTER TABLE jobs RENAME TO tasks;\n");
    assert_eq!(rollback, "ALTER TABLE tasks RENAME TO jobs;\n");
}

#[test]
fn mysql_gives_a_shape_to_the_rows_of_a_column_that_comes_back() {
    let mut place = column("place", "point");
    place.settings.insert("SRID".to_owned(), "4326".to_owned());
    let (base, desired) = (schema([users([place])]), schema([users([])]));
    let (upgrade, rollback) = on_mysql(&base, &desired, Renames::default());
    assert_eq!(upgrade, "ALTER TABLE users DROP COLUMN place;\n");
    assert_eq!(
        rollback,
        "ALTER TABLE users ADD COLUMN place POINT SRID 4326;\n\
         UPDATE users SET place = ST_GeomFromText('POINT(0 0)', 4326);\n\
         ALTER TABLE users MODIFY COLUMN place POINT SRID 4326 NOT NULL;\n"
    );
}
