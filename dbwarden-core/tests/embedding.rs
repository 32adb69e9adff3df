//! What `migrate!()` writes into a program comes out of it unchanged.

use std::borrow::Cow;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{
    Checksum, Decision, Effect, Flags, Kind, Migration, MigrationSet, ObjectRef, OtherKind, Script,
    Statement, StatementClass, TableFeature, Version, decode, encode,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A program keeps its bytes for as long as it runs; a test may do the same.
fn embedded(set: &MigrationSet) -> &'static [u8] {
    encode(set).leak()
}

fn text() -> impl Strategy<Value = Cow<'static, str>> {
    // Quotes, escapes, NUL, line ends, a byte order mark, characters of up to four bytes.
    let strange = "[\"'\\\\`$\0\r\n\u{feff}\u{7f}\u{80}ß€\u{10ffff}a-z ]{0,12}";
    prop_oneof![strange, any::<String>()].prop_map(Cow::Owned)
}

fn version() -> impl Strategy<Value = Version> {
    prop_oneof![any::<u64>(), 0..300u64, Just(u64::MAX)].prop_map(Version::new)
}

fn checksum() -> impl Strategy<Value = Checksum> {
    any::<[u8; 32]>().prop_map(Checksum::from_bytes)
}

fn object() -> impl Strategy<Value = ObjectRef> {
    (option::of(text()), text()).prop_map(|(schema, name)| ObjectRef::new(schema, name))
}

fn other_kind() -> impl Strategy<Value = OtherKind> {
    prop_oneof![Just(OtherKind::View), Just(OtherKind::Trigger), Just(OtherKind::Sequence)]
}

fn feature() -> impl Strategy<Value = TableFeature> {
    prop_oneof![
        Just(TableFeature::Versioning),
        Just(TableFeature::Partitions),
        text().prop_map(TableFeature::Period),
    ]
}

fn effect() -> impl Strategy<Value = Effect> {
    prop_oneof![4 => one_effect(), 1 => vec(one_effect(), 0..3).prop_map(Effect::Several)]
}

fn one_effect() -> impl Strategy<Value = Effect> {
    let named = || (object(), text());
    prop_oneof![
        object().prop_map(Effect::CreateTable),
        object().prop_map(Effect::DropTable),
        Just(Effect::Repeatable),
        vec(object(), 0..3).prop_map(Effect::DropTables),
        (object(), object()).prop_map(|(table, to)| Effect::RenameTable { table, to }),
        (object(), object(), any::<bool>()).prop_map(|(index, table, concurrently)| {
            Effect::CreateIndex { index, table, concurrently }
        }),
        (object(), option::of(object()))
            .prop_map(|(index, table)| Effect::DropIndex { index, table }),
        named().prop_map(|(table, column)| Effect::AddColumn { table, column }),
        named().prop_map(|(table, column)| Effect::DropColumn { table, column }),
        named().prop_map(|(table, constraint)| Effect::AddConstraint { table, constraint }),
        named().prop_map(|(table, constraint)| Effect::DropConstraint { table, constraint }),
        (named(), text()).prop_map(|((table, from), to)| Effect::RenameColumn { table, from, to }),
        (named(), text()).prop_map(|((table, from), to)| Effect::RenameIndex { table, from, to }),
        (other_kind(), object()).prop_map(|(kind, name)| Effect::CreateOther(kind, name)),
        (other_kind(), object()).prop_map(|(kind, name)| Effect::DropOther(kind, name)),
        (object(), feature(), any::<bool>()).prop_map(|(table, feature, given)| Effect::Feature {
            table,
            feature,
            given
        }),
    ]
}

fn class() -> impl Strategy<Value = StatementClass> {
    use StatementClass::{Data, Definition, Session};
    prop_oneof![Just(Data), Just(Definition), Just(Session)]
}

/// Statements one behind the other, the way in which they stand in a file.
fn script() -> impl Strategy<Value = Script> {
    let statement = (text(), any::<u32>(), class(), option::of(effect()));
    (vec(statement, 0..4), checksum()).prop_map(|(parts, checksum)| {
        let mut sql = String::new();
        let mut statements = Vec::new();
        for (text, line, class, effect) in parts {
            let start = sql.len() as u32;
            sql.push_str(&text);
            statements.push(Statement::new(start, sql.len() as u32, line, class, effect));
            sql.push_str(";\n");
        }
        Script::new(sql, statements, checksum)
    })
}

fn migration() -> impl Strategy<Value = Migration> {
    let kind =
        prop_oneof![version().prop_map(Kind::Versioned), Just(Kind::Always), Just(Kind::OnChange)];
    let flags = any::<[bool; 3]>().prop_map(|[no_transaction, foreign_keys_off, irreversible]| {
        Flags { no_transaction, foreign_keys_off, irreversible }
    });
    (text(), kind, text(), flags, vec(version(), 0..3), script(), option::of(script())).prop_map(
        |(file_name, kind, description, flags, depends_on, upgrade, rollback)| {
            Migration::new(file_name, kind, description, flags, depends_on, upgrade, rollback)
        },
    )
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        (version(), checksum(), text()).prop_map(|(version, checksum, reason)| {
            Decision::Accept { version, checksum, reason }
        }),
        (version(), text()).prop_map(|(version, reason)| Decision::Retired { version, reason }),
        (version(), version()).prop_map(|(old, new)| Decision::Renumbered { old, new }),
    ]
}

fn set() -> impl Strategy<Value = MigrationSet> {
    let dialect = proptest::sample::select(Dialect::ALL.as_slice());
    (text(), dialect, vec(migration(), 0..4), vec(decision(), 0..3)).prop_map(
        |(database, dialect, migrations, decisions)| {
            MigrationSet::new(database, dialect, migrations, decisions)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_set_comes_back_as_it_was(set in set()) {
        prop_assert_eq!(decode(embedded(&set)), Some(set));
    }

    #[test]
    fn bytes_that_end_too_early_or_too_late_are_no_set(set in set(), cut in any::<prop::sample::Index>()) {
        let bytes = embedded(&set);
        prop_assert_eq!(decode(&bytes[..cut.index(bytes.len())]), None);
        prop_assert_eq!(decode([bytes, &[0]].concat().leak()), None);
    }

    /// It may be another set; it is never a panic, nor a statement outside its text.
    #[test]
    fn damage_does_not_panic(
        set in set(),
        place in any::<prop::sample::Index>(),
        value in any::<u8>(),
    ) {
        let mut bytes = encode(&set);
        *place.get_mut(&mut bytes) = value;
        let Some(set) = decode(bytes.leak()) else { return Ok(()) };
        for migration in set.migrations() {
            for script in [Some(migration.upgrade()), migration.rollback()].into_iter().flatten() {
                for statement in script.statements() {
                    assert!(script.text(statement).len() <= script.sql().len());
                }
            }
        }
    }
}

#[test]
fn a_statement_outside_its_text_or_within_a_character_is_refused() {
    for (start, end) in [(0, 5), (3, 2), (1, 4), (u32::MAX, u32::MAX)] {
        let statement = Statement::new(start, end, 1, StatementClass::Data, None);
        let script = Script::new("ßab", vec![statement], Checksum::from_bytes([0; 32]));
        let migration =
            Migration::new("a", Kind::Always, "a", Flags::default(), Vec::new(), script, None);
        let set = MigrationSet::new("p", Dialect::Sqlite, vec![migration], Vec::new());
        assert_eq!(decode(embedded(&set)), None, "{start}..{end}");
    }
}

#[test]
fn another_format_is_refused() {
    let set = MigrationSet::new("p", Dialect::Sqlite, Vec::new(), Vec::new());
    let mut bytes = encode(&set);
    bytes[0] += 1;
    assert_eq!(decode(bytes.leak()), None);
}

#[test]
fn the_text_is_borrowed_from_the_program() {
    let script = Script::new("SELECT 1", Vec::new(), Checksum::from_bytes([0; 32]));
    let migration =
        Migration::new("a", Kind::Always, "a", Flags::default(), Vec::new(), script, None);
    let set = MigrationSet::new("p", Dialect::Sqlite, vec![migration], Vec::new());
    let bytes = embedded(&set);
    let decoded = decode(bytes).expect("a set");
    let text = decoded.migrations()[0].upgrade().sql().as_bytes().as_ptr_range();
    let program = bytes.as_ptr_range();
    assert!(program.start <= text.start && text.end <= program.end);
}
