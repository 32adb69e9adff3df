//! The text of a new migration file.

use super::{Flags, Version};

/// What a new file shall hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewFile<'a> {
    /// The SQL of the upgrade; empty for a file that a person is to write.
    pub upgrade: &'a str,
    /// The SQL of the rollback; `None` leaves the section out, which only files that run always or
    /// on change may do.
    pub rollback: Option<&'a str>,
    /// How the file runs.
    pub flags: Flags,
    /// The migrations that must have run before.
    pub depends_on: &'a [Version],
}

/// The text of a file; reading it gives back what is written here.
///
/// ```
/// use dbwarden_core::migration::{NewFile, render_file};
///
/// let text = render_file(NewFile {
///     upgrade: "CREATE TABLE a (id INTEGER);",
///     rollback: Some("DROP TABLE a;"),
///     ..NewFile::default()
/// });
/// assert_eq!(text, "-- upgrade\n\nCREATE TABLE a (id INTEGER);\n\n-- rollback\n\nDROP TABLE a;\n");
/// ```
pub fn render_file(file: NewFile<'_>) -> String {
    let mut text = String::new();
    let Flags { no_transaction, foreign_keys_off, irreversible } = file.flags;
    for (set, word) in [
        (no_transaction, "no-transaction"),
        (foreign_keys_off, "foreign-keys-off"),
        (irreversible, "irreversible"),
    ] {
        if set {
            text.push_str(&format!("-- dbwarden: {word}\n"));
        }
    }
    for version in file.depends_on {
        text.push_str(&format!("-- dbwarden: depends-on {version}\n"));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    section(&mut text, "-- upgrade", file.upgrade);
    if let Some(rollback) = file.rollback {
        text.push('\n');
        section(&mut text, "-- rollback", rollback);
    }
    text
}

fn section(text: &mut String, marker: &str, sql: &str) {
    text.push_str(marker);
    text.push('\n');
    let sql = sql.trim_matches('\n');
    if !sql.is_empty() {
        text.push('\n');
        text.push_str(sql);
        text.push('\n');
    }
}
