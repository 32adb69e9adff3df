//! What holds for any text whatever. The suites assert it for texts that they make up and for the
//! seeds of the fuzzers, and the fuzzers in `fuzz/` for what they find.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Checksum, Manifest, MigrationFile, Script, parse_file};
use dbwarden_core::sql::{Split, expression, split};

/// SQL is split, and what was split and joined again is split as before.
pub(crate) fn sql(text: &str) {
    for dialect in Dialect::ALL {
        let split = split(dialect, text);
        in_order(text, &split);
        if split.errors.is_empty() {
            assert!(split.complete);
            only_blanks_between(dialect, text, &split);
            joins(dialect, text, &split);
        } else {
            assert!(split.errors.iter().all(|error| error.offset <= text.len()));
        }
    }
}

/// Statements and tokens stand in order, at the lines that they say, and not in one another.
fn in_order(text: &str, split: &Split) {
    let mut at = 0;
    for statement in &split.statements {
        assert!(at <= statement.start && statement.start < statement.end);
        let line = text[..statement.start].matches('\n').count() + 1;
        assert_eq!(statement.line as usize, line);
        let tokens = &split.tokens[statement.tokens.clone()];
        let (first, last) = (tokens.first().expect("none is empty"), tokens.last());
        assert_eq!(first.start, statement.start);
        assert_eq!(last.map(|last| last.end), Some(statement.end));
        for token in tokens {
            assert!(at <= token.start && token.start < token.end);
            assert!(!token.is_comment() && !token.text(text).is_empty());
            at = token.end;
        }
    }
    assert!(at <= text.len());
}

/// Nothing but comments, blanks and delimiters stands between statements.
fn only_blanks_between(dialect: Dialect, text: &str, split: &Split) {
    if dialect == Dialect::MySql && text.to_ascii_lowercase().contains("delimiter") {
        // Between statements there may be any delimiter.
        return;
    }
    let statements = split.statements.iter().map(|statement| statement.start..statement.end);
    let comments = split.comments.iter().map(|comment| comment.token.start..comment.token.end);
    let mut read: Vec<_> = statements.chain(comments).collect();
    read.sort_by_key(|range| (range.start, range.end));
    let mut at = 0;
    for range in read {
        let between = text.get(at..range.start).unwrap_or_default();
        assert_eq!(between.trim_matches(BLANKS), "", "{dialect}");
        at = at.max(range.end);
    }
    assert_eq!(text[at..].trim_matches(BLANKS), "", "{dialect}");
}

const BLANKS: [char; 7] = [' ', '\n', '\t', '\r', '\u{b}', '\u{c}', ';'];

/// The statements one after the other, each behind its own delimiter, are the same statements.
fn joins(dialect: Dialect, text: &str, split: &Split) {
    let statements: Vec<&str> =
        split.statements.iter().map(|statement| &text[statement.start..statement.end]).collect();
    let joined = join(dialect, text, &statements);
    let again = dbwarden_core::sql::split(dialect, &joined);
    assert_eq!(again.errors, [], "{dialect}: {joined}");
    let again: Vec<&str> =
        again.statements.iter().map(|statement| &joined[statement.start..statement.end]).collect();
    assert_eq!(again, statements, "{dialect}");
}

fn join(dialect: Dialect, text: &str, statements: &[&str]) -> String {
    if dialect != Dialect::MySql {
        return statements.iter().map(|statement| format!(" {statement}\n;\n")).collect();
    }
    // A body that its own delimiter has closed early ends nowhere else. It stands right behind the
    // statement, because a blank would make a comment of a last `--`.
    let mut delimiter = "!~".to_owned();
    while text.contains(&delimiter) {
        delimiter.push('~');
    }
    let statements: String =
        statements.iter().map(|statement| format!("{statement}{delimiter}\n")).collect();
    format!("DELIMITER {delimiter}\n{statements}")
}

/// An expression is compared, searched and put in parentheses.
pub(crate) fn expression(text: &str) {
    for dialect in Dialect::ALL {
        assert!(expression::same_tokens(dialect, text, text));
        let bare = expression::without_parentheses(dialect, text);
        assert!(text.contains(bare));
        assert_eq!(expression::in_parentheses(dialect, text), format!("({bare})"));
        let _ = expression::is_plain_default(dialect, text);
        let _ = expression::has_literal(dialect, text, "a");
        let renamed = expression::with_renamed_column(dialect, text, "a", "renamed");
        assert!(renamed == text || expression::mentions(dialect, text, "a"));
    }
}

/// A migration file is read, or refused with its faults; line ends and a byte order mark change nothing.
pub(crate) fn file(bytes: &[u8]) {
    for dialect in Dialect::ALL {
        for name in ["primary__0001_a.sql", "primary__RA__a.sql"] {
            let read = parse_file(name, name, bytes, dialect);
            if let Ok(text) = std::str::from_utf8(bytes)
                && !text.contains('\r')
                && !text.starts_with('\u{feff}')
            {
                let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
                assert_eq!(parse_file(name, name, windows.as_bytes(), dialect), read);
                placed(text, &read);
            }
            assert!(read.is_ok() || read.is_err_and(|faults| !faults.is_empty()));
        }
    }
}

/// Every statement stands in its script where it says, and in the file at its line.
fn placed<E>(text: &str, read: &Result<MigrationFile, E>) {
    let Ok(MigrationFile { migration, .. }) = read else { return };
    let lines: Vec<&str> = text.split('\n').collect();
    let scripts: Vec<&Script> =
        std::iter::once(migration.upgrade()).chain(migration.rollback()).collect();
    for script in scripts {
        let mut at = 0;
        for statement in script.statements() {
            assert!(at <= statement.start() && statement.start() < statement.end());
            at = statement.end();
            let first = script.text(statement).lines().next().unwrap_or_default();
            assert!(lines[statement.line() as usize - 1].contains(first));
        }
        assert!(at as usize <= script.sql().len());
    }
}

/// A manifest is read and written as it was, or refused; also what stands below its first line, under
/// a first line that knows it.
pub(crate) fn manifest(bytes: &[u8]) {
    let (dialect, _) = Manifest::salvage(bytes);
    let dialect = dialect.unwrap_or(Dialect::Postgres);
    read_and_written(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let body = text.split_once('\n').map_or(text, |(_, body)| body);
        let digest = Checksum::of(body.as_bytes());
        read_and_written(format!("dbwarden 1 {} {digest}\n{body}", dialect.name()).as_bytes());
    }
}

fn read_and_written(bytes: &[u8]) {
    let Ok(manifest) = Manifest::parse("dbwarden.sum", bytes) else { return };
    let written = manifest.render();
    assert_eq!(Manifest::parse("dbwarden.sum", written.as_bytes()).as_ref(), Ok(&manifest));
    // The line end behind a first line without others may be missing.
    let end = written.trim_end().as_bytes();
    assert!(bytes.contains(&b'\r') || bytes.trim_ascii_end().ends_with(end));
    let (dialect, decisions) = Manifest::salvage(bytes);
    assert_eq!(dialect, Some(manifest.dialect));
    assert!(decisions.iter().all(|decision| manifest.decisions.contains(decision)));
}
