//! What holds for any text that is read: for texts that are made up here, and for the seeds of the
//! fuzzers, which hold what they have found.

mod invariants;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

/// Text in which the interesting characters are frequent.
fn sql_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9 \n;'\"`$/*#!@:.(),\\\\-]{0,6}",
        2 => prop::sample::select(vec![
            "CREATE ", "TRIGGER ", "PROCEDURE ", "FUNCTION f() ", "BEGIN ", "END", "CASE ", "IF ",
            "THEN ", "ATOMIC ", "DELIMITER //\n", "$$", "$a$", "E'", "/*!", "*/", "-- x\n", "é",
            " FOR EACH ROW ", "COPY t FROM stdin;\n", "\\.\n", "LOOP ", "DO ", "[", "]", "U&'",
            "PACKAGE ", "AS ", "RETURN ", "SET sql_mode = ORACLE;", "<<", ">>", "DECLARE ", ";\n",
        ]).prop_map(str::to_string),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A migration file, more or less.
fn file_like() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        2 => sql_like(),
        2 => prop::sample::select(vec![
            "-- upgrade", "-- rollback", "-- Upgrade", "--upgrade", "-- dbwarden: no-transaction",
            "-- dbwarden: irreversible", "-- dbwarden: depends-on 0004", "-- dbwarden: allow x y",
            "-- dbwarden: what", "CREATE TABLE a (id INT);", "DROP TABLE a;", "DELIMITER ;", "",
        ]).prop_map(str::to_string),
    ];
    prop::collection::vec(line, 0..10).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(1000)
    })]

    #[test]
    fn any_text_is_split_and_joined(text in sql_like()) {
        invariants::sql(&text);
    }

    #[test]
    fn any_text_is_an_expression(text in sql_like()) {
        invariants::expression(&text);
    }

    #[test]
    fn any_text_is_a_file_or_has_faults(text in file_like()) {
        invariants::file(text.as_bytes());
    }

    #[test]
    fn a_damaged_manifest_is_refused(at in 0..600_usize, byte in any::<u8>(), cut in any::<bool>()) {
        for (name, mut bytes) in seeds("manifest") {
            invariants::manifest(&bytes);
            let at = at % bytes.len().max(1);
            if cut {
                bytes.truncate(at);
            } else if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            prop_assert!(!bytes.is_empty() || cut, "{} is empty", name);
            invariants::manifest(&bytes);
        }
    }
}

#[test]
fn the_seeds_of_the_fuzzers_hold() {
    for (name, bytes) in seeds("sql") {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{name} is no text"));
        invariants::sql(&text);
        invariants::expression(&text);
    }
    for (_, bytes) in seeds("file") {
        invariants::file(&bytes);
    }
}

/// The files of one fuzzer; there are some.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{target}: {error}"));
    let read = |entry: fs::DirEntry| {
        let bytes = fs::read(entry.path()).unwrap_or_else(|error| panic!("{target}: {error}"));
        (entry.file_name().to_string_lossy().into_owned(), bytes)
    };
    let seeds: Vec<_> = files.flatten().map(read).collect();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}
