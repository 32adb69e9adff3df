//! Data as YAML. Strings are written as JSON strings, which YAML reads too, so that no text is ever
//! taken for a number, a date or a `no`.

use serde_json::Value;

/// The text of a document.
pub(crate) fn render(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

fn block(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    text.extend(std::iter::repeat_n(' ', indent));
                }
                text.push_str(&key_text(key));
                text.push(':');
                nested(value, indent + 2, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.extend(std::iter::repeat_n(' ', indent));
                }
                text.push_str("- ");
                block(item, indent + 2, text);
            }
        }
        scalar => {
            text.push_str(&scalar.to_string());
            text.push('\n');
        }
    }
}

/// The value of a key: on the same line if it is a scalar, else indented below.
fn nested(value: &Value, indent: usize, text: &mut String) {
    let below = match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if below {
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', indent));
    } else {
        text.push(' ');
    }
    block(value, indent, text);
}

fn key_text(key: &str) -> String {
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    // YAML 1.1 takes these words for true and false.
    let word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if plain && !word.contains(&key.to_ascii_lowercase().as_str()) {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nesting_shows_in_the_indentation() {
        let value =
            json!({ "a": [{ "b": 1, "c": ["no", []] }, {}], "on": null, "z": { "k": "x: y" } });
        assert_eq!(
            render(&value),
            "a:\n  - b: 1\n    c:\n      - \"no\"\n      - []\n  - {}\n\"on\": null\nz:\n  k: \"x: y\"\n"
        );
    }
}
