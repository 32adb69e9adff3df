//! A schema as text, a line for each fact, for golden files.

use dbwarden_core::schema::Schema;
use serde_json::{Map, Value};

/// Everything that a schema says, one thing a line, in the order of the schema.
pub(crate) fn facts(schema: &Schema) -> String {
    let Value::Object(mut schema) = sorted(serde_json::to_value(schema).unwrap()) else {
        panic!("a schema is an object");
    };
    let mut text = String::new();
    for table in list(&mut schema, "tables") {
        let Value::Object(mut table) = table else { panic!("a table is an object") };
        let parts = ["columns", "uniques", "checks", "foreign_keys", "indexes"];
        let parts = parts.map(|part| (part, list(&mut table, part)));
        text.push_str(&format!("table {}\n", sorted(Value::Object(table))));
        for (part, facts) in parts {
            for fact in facts {
                text.push_str(&format!("    {part} {fact}\n"));
            }
        }
    }
    for part in ["enums", "composites", "sequences", "objects"] {
        for fact in list(&mut schema, part) {
            text.push_str(&format!("{part} {fact}\n"));
        }
    }
    text
}

/// Whether objects keep the order of insertion is for another crate of the same build to say.
fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

fn list(object: &mut Map<String, Value>, key: &str) -> Vec<Value> {
    match object.remove(key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

/// Compares with a golden file. `UPDATE_GOLDEN=1` writes it; read it before you commit it.
pub(crate) fn assert_golden(name: &str, facts: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, facts).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, golden) in facts.lines().zip(golden.lines()) {
        assert_eq!(line, golden, "{name}");
    }
    assert_eq!(facts.lines().count(), golden.lines().count(), "{name}");
}
