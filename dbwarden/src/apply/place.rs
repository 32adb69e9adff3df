//! Where in a migration's file a failure is.

use dbwarden_core::migration::{Script, Statement};

use crate::error::Place;

/// The place of a statement, at its beginning.
pub(crate) fn of_statement(file_name: &str, script: &Script, index: usize) -> Option<Place> {
    let statement = script.statements().get(index)?;
    Some(at(file_name, script, index, statement, statement.start() as usize, false))
}

/// The place of a character of a script, counted from the byte `from`; the first is 1.
pub(crate) fn of_position(
    file_name: &str,
    script: &Script,
    from: usize,
    position: usize,
) -> Option<Place> {
    let rest = script.sql().get(from..)?;
    let (offset, _) = rest.char_indices().nth(position.checked_sub(1)?)?;
    let offset = from + offset;
    // The last statement that begins at or before it: a position behind a statement's end is its
    // unexpected end.
    let index = script.statements().iter().rposition(|s| s.start() as usize <= offset)?;
    Some(at(file_name, script, index, &script.statements()[index], offset, true))
}

fn at(
    file_name: &str,
    script: &Script,
    index: usize,
    statement: &Statement,
    offset: usize,
    exact: bool,
) -> Place {
    let sql = script.sql();
    let start = statement.start() as usize;
    let lines = sql[start..offset].matches('\n').count();
    let line_start = sql[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let text = sql[line_start..].lines().next().unwrap_or_default();
    let column = sql[line_start..offset].chars().count() + 1;
    Place {
        file_name: file_name.to_owned(),
        line: statement.line() + u32::try_from(lines).unwrap_or(u32::MAX),
        column: exact.then(|| u32::try_from(column).unwrap_or(u32::MAX)),
        text: text.to_owned(),
        number: index + 1,
        total: script.statements().len(),
        statement: script.text(statement).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbwarden_core::migration::{Checksum, StatementClass};

    fn script() -> Script {
        let sql = "\nSELECT 'é';\n\nSELECT\n  'ö', nope;\n".to_owned();
        let statement = |text: &str, line| {
            let start = sql.find(text).expect("it is there") as u32;
            let end = start + text.len() as u32;
            Statement::new(start, end, line, StatementClass::Data, None)
        };
        let statements = vec![statement("SELECT 'é'", 3), statement("SELECT\n  'ö', nope", 5)];
        Script::new(sql.clone(), statements, Checksum::from_bytes([0; 32]))
    }

    #[test]
    fn a_statement_is_placed_at_its_first_line() {
        let place = of_statement("f.sql", &script(), 1).expect("a place");
        assert_eq!((place.line, place.column, place.number, place.total), (5, None, 2, 2));
        assert_eq!(place.text, "SELECT");
        assert_eq!(of_statement("f.sql", &script(), 2), None);
    }

    #[test]
    fn positions_count_characters_not_bytes() {
        let script = script();
        let from = script.statements()[0].start() as usize;
        let nope = script.sql()[from..].chars().collect::<String>();
        let position = nope.split("nope").next().expect("before it").chars().count() + 1;
        let place = of_position("f.sql", &script, from, position).expect("a place");
        assert_eq!((place.line, place.column, place.number), (6, Some(8), 2));
        assert_eq!(place.text, "  'ö', nope;");
        assert_eq!(of_position("f.sql", &script, from, 0), None);
        assert_eq!(of_position("f.sql", &script, from, 999), None);
    }
}
