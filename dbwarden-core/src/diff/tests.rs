use super::*;
use crate::dialect::{Capabilities, Dialect};
use crate::schema::{
    CheckConstraint, Column, ColumnType, Conflict, Expr, Family, ForeignKey, Index, IndexPart,
    Inheritance, KeyOrder, Object, ObjectName, PrimaryKey, Schema, Sequence, SequenceOptions,
    Table, UniqueConstraint,
};

fn column(name: &str, ty: &str) -> Column {
    Column::new(name, ColumnType::builtin(ty))
}

fn unique(name: Option<&str>, columns: &[&str]) -> UniqueConstraint {
    UniqueConstraint {
        name: name.map(str::to_owned),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        ..UniqueConstraint::default()
    }
}

fn check(name: Option<&str>, expr: Expr) -> CheckConstraint {
    CheckConstraint {
        name: name.map(str::to_owned),
        expr,
        no_inherit: false,
        not_valid: false,
        ..Default::default()
    }
}

fn users() -> Table {
    let mut table = Table::new(ObjectName::new("users"));
    table.columns = vec![column("id", "integer"), column("email", "text")];
    table.primary_key =
        Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    table
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

fn compare(dialect: Dialect, base: Table, desired: Table, ownership: Ownership<'_>) -> Vec<String> {
    let options = DiffOptions::new(Capabilities::assumed(dialect), ownership);
    let changes = diff(&schema([base]), &schema([desired]), &options).unwrap();
    changes
        .iter()
        .flat_map(|change| change.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn all(base: Table, desired: Table) -> Vec<String> {
    compare(Dialect::Postgres, base, desired, Ownership::Everything)
}

#[test]
fn what_goes_beside_something_like_it_may_be_a_rename() {
    let candidates = |base: &[Table], desired: &[Table]| {
        let capabilities = Capabilities::assumed(Dialect::Postgres);
        let options = DiffOptions::new(capabilities, Ownership::Everything);
        let (base, desired) = (schema(base.to_vec()), schema(desired.to_vec()));
        rename_candidates(&diff(&base, &desired, &options).unwrap())
    };
    let column_candidate = |from: &str, to: &str| RenameCandidate::Column {
        table: ObjectName::new("users"),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let with = |columns: &[(&str, &str)]| {
        let mut table = users();
        table.columns.extend(columns.iter().map(|(name, ty)| column(name, ty)));
        table
    };
    let only_pair = candidates(&[with(&[("age", "text")])], &[with(&[("years", "integer")])]);
    assert_eq!(only_pair, [column_candidate("age", "years")]);
    let same_type = candidates(
        &[with(&[("age", "integer"), ("bio", "text")])],
        &[with(&[("about", "text"), ("name", "text"), ("seen", "date")])],
    );
    assert_eq!(same_type, [column_candidate("bio", "about"), column_candidate("bio", "name")]);
    assert_eq!(candidates(&[with(&[("age", "text")])], &[users()]), []);

    let mut people = with(&[("age", "integer"), ("bio", "text")]);
    people.name = ObjectName::new("people");
    let table =
        RenameCandidate::Table { from: ObjectName::new("users"), to: ObjectName::new("people") };
    assert_eq!(candidates(&[users()], std::slice::from_ref(&people)), [table]);
    let mut posts = people;
    posts.columns.push(column("title", "text"));
    assert_eq!(candidates(&[users()], &[posts]), [], "two of five columns");
}

#[test]
fn what_was_made_by_hand_stays() {
    let mut base = users();
    base.columns.push(column("note", "text"));
    base.uniques.push(unique(Some("by_hand"), &["email"]));
    base.indexes.push(Index::new("ix_by_hand", vec![IndexPart::column("email")]));
    base.comment = Some("by hand".to_owned());
    let declared = schema([users()]);
    let owned = Ownership::Declared(&declared);
    assert_eq!(compare(Dialect::Postgres, base.clone(), users(), owned), [""; 0]);
    assert_eq!(
        all(base.clone(), users()),
        [
            "drop column users.note",
            "drop unique constraint by_hand of users",
            "drop index ix_by_hand on users",
            "set comment of table users",
        ]
    );

    let other = Table::new(ObjectName::new("by_hand"));
    let options = DiffOptions::new(Capabilities::assumed(Dialect::Postgres), owned);
    assert_eq!(diff(&schema([users(), other]), &declared, &options), Ok(Vec::new()));
}

#[test]
fn what_hangs_on_a_dropped_column_is_told_even_if_made_by_hand() {
    let mut base = users();
    base.indexes.push(Index::new("ix_by_hand", vec![IndexPart::column("email")]));
    let declared = schema([users()]);
    let mut desired = users();
    desired.columns.pop();
    assert_eq!(
        compare(Dialect::Postgres, base, desired, Ownership::Declared(&declared)),
        ["drop column users.email", "drop index ix_by_hand on users"]
    );
}

#[test]
fn a_constraint_without_a_name_is_the_one_that_says_the_same() {
    let mut base = users();
    base.uniques.push(unique(Some("users_email_key"), &["email"]));
    base.checks.push(check(Some("users_id_check"), Expr::inspected("(id > 0)")));
    let mut desired = users();
    desired.uniques.push(unique(None, &["email"]));
    desired.checks.push(check(None, Expr::declared("id>0")));
    assert_eq!(all(base.clone(), desired.clone()), [""; 0]);

    desired.checks[0].expr = Expr::declared("id > 1");
    assert_eq!(
        all(base, desired),
        ["drop check users_id_check of users", "add check (id > 1) of users"]
    );
}

#[test]
fn an_unnamed_constraint_leaves_the_partner_to_the_named_one() {
    let mut base = users();
    base.uniques = vec![unique(Some("a"), &["email"]), unique(Some("b"), &["email"])];
    let mut desired = users();
    desired.uniques = vec![unique(None, &["email"]), unique(Some("a"), &["email"])];
    assert_eq!(all(base, desired), [""; 0]);
}

#[test]
fn a_new_name_is_a_rename_where_the_server_can() {
    let mut base = users();
    base.uniques.push(unique(Some("old"), &["email"]));
    let mut desired = users();
    desired.uniques.push(unique(Some("new"), &["email"]));
    let everything = Ownership::Everything;
    // MySQL renames the index that it is.
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        assert_eq!(
            compare(dialect, base.clone(), desired.clone(), everything),
            ["rename unique constraint old of users to new"]
        );
    }
    // SQLite does not tell the names of constraints.
    assert_eq!(compare(Dialect::Sqlite, base, desired, everything), [""; 0]);
}

#[test]
fn an_index_of_equal_definition_matches_unless_a_name_was_given() {
    let mut base = users();
    base.indexes.push(Index::new("somebodys", vec![IndexPart::column("email")]));
    let mut desired = users();
    desired.indexes.push(Index::new("ix_users_email", vec![IndexPart::column("email")]));
    assert_eq!(all(base.clone(), desired.clone()), [""; 0]);
    desired.indexes[0].named = true;
    assert_eq!(
        all(base.clone(), desired.clone()),
        ["rename index somebodys on users to ix_users_email"]
    );
    // Made by hand: it keeps its name.
    let declared = schema([users()]);
    assert_eq!(
        compare(Dialect::Postgres, base, desired, Ownership::Declared(&declared)),
        ["add index ix_users_email on users"]
    );
}

#[test]
fn unique_index_and_constraint_are_one_thing_on_mysql() {
    let mut base = users();
    let index = Index { unique: true, ..Index::new("email", vec![IndexPart::column("email")]) };
    base.indexes.push(index.clone());
    let mut desired = users();
    desired.uniques.push(unique(None, &["email"]));
    let everything = Ownership::Everything;
    assert_eq!(compare(Dialect::MySql, base.clone(), desired.clone(), everything), [""; 0]);
    assert_eq!(compare(Dialect::MySql, desired.clone(), base.clone(), everything), [""; 0]);
    assert_eq!(all(base, desired).len(), 2);
}

#[test]
fn the_index_of_a_foreign_key_is_no_difference_on_mysql() {
    let mut desired = users();
    desired.foreign_keys.push(ForeignKey {
        name: None,
        columns: vec!["email".to_owned()],
        references: ObjectName::new("mails"),
        referenced_columns: vec!["id".to_owned()],
        implicit: false,
        on_delete: Default::default(),
        on_update: Default::default(),
        match_type: Default::default(),
        deferrability: Default::default(),
        not_valid: false,
        ..Default::default()
    });
    let mut base = desired.clone();
    base.foreign_keys[0].name = Some("users_email_fkey".to_owned());
    base.indexes.push(Index::new("users_email_fkey", vec![IndexPart::column("email")]));
    let everything = Ownership::Everything;
    assert_eq!(compare(Dialect::MySql, base.clone(), desired.clone(), everything), [""; 0]);
    assert_eq!(all(base, desired), ["drop index users_email_fkey on users"]);
}

#[test]
fn a_rename_is_made_once_and_everything_follows_it() {
    let mut base = users();
    base.checks.push(check(Some("c"), Expr::inspected("(email <> ''::text)")));
    base.indexes.push(Index::new("ix_users_email", vec![IndexPart::column("email")]));
    let mut desired = users();
    desired.columns[1].name = "mail".to_owned();
    desired.columns[1].renamed_from = Some("email".to_owned());
    desired.checks.push(check(
        None,
        Expr { sql: "mail <> ''".to_owned(), canonical: Some("(mail <> ''::text)".to_owned()) },
    ));
    desired.indexes.push(Index::new("ix_users_mail", vec![IndexPart::column("mail")]));
    assert_eq!(all(base, desired.clone()), ["rename column users.email to mail"]);
    assert_eq!(all(desired.clone(), desired), [""; 0]);
}

#[test]
fn a_renamed_table_is_compared_under_its_new_name() {
    let mut desired = users();
    desired.name = ObjectName::new("accounts");
    desired.renamed_from = Some("users".to_owned());
    desired.columns.push(column("age", "integer"));
    let declared = schema([users()]);
    assert_eq!(
        compare(Dialect::Sqlite, users(), desired, Ownership::Declared(&declared)),
        ["rename table users to accounts", "add column accounts.age"]
    );
}

#[test]
fn a_primary_key_is_replaced_whoever_made_it() {
    let mut desired = users();
    desired.primary_key =
        Some(PrimaryKey { columns: vec!["email".to_owned()], ..PrimaryKey::default() });
    let nothing = Schema::default();
    assert_eq!(
        compare(Dialect::Postgres, users(), desired, Ownership::Declared(&nothing)),
        ["drop primary key (id) of users", "add primary key (email) of users"]
    );
}

#[test]
fn what_an_engine_does_not_keep_is_no_difference() {
    let mut desired = users();
    desired.comment = Some("people".to_owned());
    desired.columns[1].comment = Some("address".to_owned());
    assert_eq!(compare(Dialect::Sqlite, users(), desired.clone(), Ownership::Everything), [""; 0]);
    assert_eq!(
        all(users(), desired),
        ["alter column users.email: comment", "set comment of table users"]
    );
}

#[test]
fn what_no_model_can_say_of_a_table_stays() {
    let mut base = users();
    let key = base.primary_key.as_mut().unwrap();
    key.on_conflict = Some(Conflict::Replace);
    key.order = vec![KeyOrder { descending: true, ..KeyOrder::default() }];
    base.columns[1].on_null = Some(Conflict::Fail);
    let mut desired = users();
    desired.columns[1].nullable = base.columns[1].nullable;
    let changes = |complete| {
        let capabilities = Capabilities::assumed(Dialect::Sqlite);
        let options =
            DiffOptions { complete, ..DiffOptions::new(capabilities, Ownership::Everything) };
        diff(&schema([base.clone()]), &schema([desired.clone()]), &options).unwrap()
    };
    assert_eq!(changes(false), []);
    assert_eq!(changes(true).len(), 1);
}

#[test]
fn a_name_in_another_case_is_renamed_on_sqlite() {
    let mut desired = users();
    desired.name = ObjectName::new("Users");
    desired.columns[1].name = "Email".to_owned();
    let renames = compare(Dialect::Sqlite, users(), desired.clone(), Ownership::Everything);
    assert_eq!(renames, ["rename table users to Users", "rename column Users.email to Email"]);
    let changes = compare(Dialect::Postgres, users(), desired, Ownership::Everything);
    assert_eq!(changes, ["create table Users", "drop table users"]);
}

#[test]
fn a_literal_is_not_changed_by_the_type_that_the_catalog_adds() {
    let mut base = users();
    base.columns[1].default = Some(Expr::inspected("'it''s'::text"));
    let mut desired = users();
    desired.columns[1].default = Some(Expr::declared("'it''s'"));
    assert_eq!(all(base.clone(), desired.clone()), [""; 0]);
    desired.columns[1].default = Some(Expr::declared("'its'"));
    assert_eq!(all(base, desired), ["alter column users.email: default"]);
}

#[test]
fn slugs_say_what_happens() {
    let changes = |base: &Schema, desired: &Schema| {
        let capabilities = Capabilities::assumed(Dialect::Postgres);
        diff(base, desired, &DiffOptions::new(capabilities, Ownership::Everything)).unwrap()
    };
    let named = |name: &str| Table { name: ObjectName::new(name), ..users() };
    let empty = Schema::default();
    assert_eq!(slug(&changes(&empty, &schema([users()]))), "create_users");
    let two = schema([users(), named("posts")]);
    assert_eq!(slug(&changes(&empty, &two)), "create_users_and_posts");
    assert_eq!(slug(&changes(&two, &empty)), "drop_users_and_posts");
    let four = schema(["a", "b", "c", "d"].map(named));
    assert_eq!(slug(&changes(&empty, &four)), "create_4_tables");
    let mut aged = users();
    aged.columns.push(column("age", "integer"));
    assert_eq!(slug(&changes(&schema([users()]), &schema([aged.clone()]))), "add_age_to_users");
    assert_eq!(slug(&changes(&schema([aged]), &schema([users()]))), "drop_age_from_users");
    assert_eq!(slug(&[]), "changes");

    let (old, new) = (named("measurements_of_the_last_month"), named("measurements_of_this_month"));
    let both = slug(&changes(&schema([old]), &schema([new])));
    assert_eq!(both, "create_measurements_of_this_month_and_more", "no word is cut");
}

#[test]
fn a_column_may_say_the_collation_that_another_has_from_its_table() {
    let latin1 = Some("latin1_swedish_ci".to_owned());
    let mut by_table = users();
    by_table.options.collation.clone_from(&latin1);
    let mut by_column = by_table.clone();
    by_column.options.follows_database = true;
    by_column.columns[1].collation = latin1;
    let everything = Ownership::Everything;
    assert_eq!(compare(Dialect::MySql, by_column.clone(), by_table.clone(), everything), [""; 0]);
    assert_eq!(compare(Dialect::MySql, by_table.clone(), by_column.clone(), everything), [""; 0]);
    // What leaves it to its database may come to be in another one.
    by_table.options.follows_database = true;
    assert_eq!(compare(Dialect::MySql, by_table, by_column, everything).len(), 1);
}

#[test]
fn what_is_compared_as_a_whole_stays_while_something_hangs_on_it() {
    let object = |kind: &str, name: &str, needs: &[&str]| Object {
        kind: kind.to_owned(),
        name: ObjectName::new(name),
        taken_down_by: Some(format!("DROP {kind} {name}")),
        needs: needs.iter().map(|&need| need.to_owned()).collect(),
        ..Object::default()
    };
    let with = |objects: &[Object]| Schema { objects: objects.to_vec(), ..Schema::default() };
    let changes = |base: &[Object], desired: &[Object]| -> Vec<String> {
        let mut options =
            DiffOptions::new(Capabilities::assumed(Dialect::Postgres), Ownership::Everything);
        options.complete = true;
        let changes = diff(&with(base), &with(desired), &options).unwrap();
        changes.iter().map(ToString::to_string).collect()
    };
    let extension = object("extension", "x", &[]);
    let view = object("view", "v", &["DROP extension x"]);
    let both = [extension, view];
    assert_eq!(changes(&[], &both[..1]), ["create extension x"]);
    assert_eq!(changes(&both[..1], &[]), ["drop extension x"]);
    assert_eq!(changes(&both, &[]), ["drop extension x"]);
    assert!(changes(&both, &[object("view", "v", &[])]).is_empty());
}

#[test]
fn a_table_is_told_to_inherit_from_others() {
    let heir = |parents: &[&str]| {
        let parents: Vec<ObjectName> =
            parents.iter().map(|&parent| ObjectName::new(parent)).collect();
        let inherits =
            (!parents.is_empty()).then(|| Inheritance { parents, ..Inheritance::default() });
        Schema { tables: vec![Table { inherits, ..users() }], ..Schema::default() }
    };
    let capabilities = Capabilities::assumed(Dialect::Postgres);
    let options =
        DiffOptions { complete: true, ..DiffOptions::new(capabilities, Ownership::Everything) };
    let changes = |base: &[&str], desired: &[&str]| {
        let changes = diff(&heir(base), &heir(desired), &options).unwrap();
        changes.iter().map(Change::to_string).collect::<Vec<_>>()
    };
    assert_eq!(changes(&["a"], &[]), ["let table users inherit from no other"]);
    assert_eq!(changes(&["a"], &["b", "c"]), ["let table users inherit from b, c"]);
    // Nothing can change their order.
    assert!(changes(&["a", "b"], &["b", "a"]).is_empty());
}

#[test]
fn what_inherits_follows_the_new_names_of_its_parent() {
    let mut heir = users();
    heir.name = ObjectName::new("heirs");
    let columns = users().columns.iter().map(|column| column.name.clone()).collect();
    let parents = vec![ObjectName::new("users")];
    heir.inherits = Some(Inheritance { parents, columns, ..Inheritance::default() });
    let base = Schema { tables: vec![users(), heir], ..Schema::default() };
    let mut people = users();
    people.name = ObjectName::new("people");
    people.columns[0].name = "number".to_owned();
    let desired = Schema { tables: vec![people], ..Schema::default() };
    let capabilities = Capabilities::assumed(Dialect::Postgres);
    let mut options =
        DiffOptions { complete: true, ..DiffOptions::new(capabilities, Ownership::Everything) };
    options.renames.tables.insert(ObjectName::new("users"), ObjectName::new("people"));
    let old = users().columns[0].name.clone();
    options.renames.columns.insert((ObjectName::new("people"), old.clone()), "number".to_owned());
    let changes = diff(&base, &desired, &options).unwrap();
    let dropped = changes.iter().find_map(|change| match change {
        Change::DropTable { before } => before.inherits.clone(),
        _ => None,
    });
    let inherits = dropped.expect("it goes");
    assert_eq!(inherits.parents, [ObjectName::new("people")]);
    assert!(inherits.columns.contains("number") && !inherits.columns.contains(&old));
}

#[test]
fn a_sequence_goes_with_the_table_that_is_not_compared() {
    let partitioned = |sequence: Option<&str>, owned: bool| Schema {
        families: vec![Family { table: users() }],
        sequences: sequence.into_iter().map(|name| numbers(name, owned)).collect(),
        ..Schema::default()
    };
    let capabilities = Capabilities::assumed(Dialect::Postgres);
    let options =
        DiffOptions { complete: true, ..DiffOptions::new(capabilities, Ownership::Everything) };
    let changes = |base: &Schema, desired: &Schema| diff(base, desired, &options).unwrap();
    let (none, of_its_own) = (partitioned(None, true), partitioned(Some("s"), false));
    let owned = partitioned(Some("s"), true);
    assert_eq!(changes(&none, &owned), []);
    assert_eq!(changes(&owned, &none), []);
    assert_eq!(changes(&of_its_own, &owned), []);
    assert_eq!(changes(&none, &of_its_own).len(), 1);
}

fn numbers(name: &str, owned: bool) -> Sequence {
    Sequence {
        name: ObjectName::new(name),
        ty: ColumnType::builtin("bigint"),
        options: SequenceOptions::default(),
        unlogged: false,
        owned_by: owned.then(|| (ObjectName::new("users"), "id".to_owned())),
        comment: None,
    }
}
