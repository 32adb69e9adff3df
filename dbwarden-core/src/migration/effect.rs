//! What a statement does to the objects that it names.

mod alter;

use super::words::WordReader;
use super::{Effect, OtherKind};
use crate::dialect::Dialect;

/// Reads the effect of a statement, where its words say so without doubt.
pub(super) fn read(dialect: Dialect, mut words: WordReader<'_>) -> Option<Effect> {
    if is_upkeep(dialect, words.clone()) || is_unconditional(words.clone()) {
        Some(Effect::Repeatable)
    } else if words.eat("CREATE") {
        let other = if dialect == Dialect::MySql { create_other(words.clone()) } else { None };
        other.or_else(|| create(words))
    } else if words.eat("DROP") {
        let other = if dialect == Dialect::MySql { drop_other(words.clone()) } else { None };
        other.or_else(|| drop(words))
    } else if words.eat_all(&["ALTER", "TABLE"]) {
        alter::table(dialect, words)
    } else if words.eat_all(&["ALTER", "SEQUENCE"]) {
        // It says how the sequence is to be; but to begin anew twice gives numbers twice.
        (dialect == Dialect::MySql && !words.any(&["RESTART"])).then_some(Effect::Repeatable)
    } else if dialect == Dialect::MySql && words.eat_all(&["RENAME", "TABLE"]) {
        words.eat_all(&["IF", "EXISTS"]);
        let table = words.name()?;
        if words.eat("TO") { alter::renamed(words, table) } else { None }
    } else {
        None
    }
}

/// What has a definition and nothing else.
const DEFINED: [&str; 5] = ["VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT"];

/// What has more.
const FILLED: [&str; 6] = ["TABLE", "SEQUENCE", "DATABASE", "SCHEMA", "SERVER", "INDEX"];

/// Whether a statement comes to the same whether its object is there or not.
fn is_unconditional(mut words: WordReader<'_>) -> bool {
    if words.eat("DROP") {
        return DEFINED.iter().any(|kind| words.eat(kind)) && words.eat_all(&["IF", "EXISTS"]);
    }
    // Behind MySQL's `DEFINER = a@b SQL SECURITY INVOKER`.
    words.eat_all(&["CREATE", "OR", "REPLACE"])
        && words.first_of(&DEFINED) < words.first_of(&FILLED)
}

/// The effect of the words behind MySQL's `CREATE`, where it makes something else.
fn create_other(words: WordReader<'_>) -> Option<Effect> {
    if words.is("OR") {
        return None;
    }
    // Behind `DEFINER = a@b SQL SECURITY INVOKER`.
    let first = words.first_of(&DEFINED).min(words.first_of(&FILLED));
    let mut words = words.skip(first);
    let kind = other_kind(&mut words)?;
    words.eat_all(&["IF", "NOT", "EXISTS"]);
    Some(Effect::CreateOther(kind, words.name()?))
}

/// The effect of the words behind MySQL's `DROP`, where it takes one of something else.
fn drop_other(mut words: WordReader<'_>) -> Option<Effect> {
    let kind = other_kind(&mut words)?;
    let name = words.name()?;
    words.at_end().then_some(Effect::DropOther(kind, name))
}

fn other_kind(words: &mut WordReader<'_>) -> Option<OtherKind> {
    const KINDS: [(&str, OtherKind); 3] = [
        ("VIEW", OtherKind::View),
        ("TRIGGER", OtherKind::Trigger),
        ("SEQUENCE", OtherKind::Sequence),
    ];
    KINDS.iter().find(|(word, _)| words.eat(word)).map(|(_, kind)| *kind)
}

/// Whether a statement only tends to what is there. One that writes another file does more, and what
/// `REINDEX CONCURRENTLY` leaves behind where it is interrupted has to be looked at.
fn is_upkeep(dialect: Dialect, mut words: WordReader<'_>) -> bool {
    match dialect {
        Dialect::Postgres => {
            words.is_any(&["VACUUM", "ANALYZE", "ANALYSE", "CHECKPOINT"])
                || words.is("REINDEX") && !words.any(&["CONCURRENTLY"])
        }
        Dialect::MySql => {
            let tends = words.eat("ANALYZE") || words.eat("OPTIMIZE");
            // MariaDB runs the statement that it analyzes.
            tends && {
                let _ = words.eat("NO_WRITE_TO_BINLOG") || words.eat("LOCAL");
                words.is("TABLE") || words.is("TABLES")
            }
        }
        Dialect::Sqlite => {
            words.is_any(&["ANALYZE", "REINDEX"]) || words.is("VACUUM") && !words.any(&["INTO"])
        }
    }
}

fn create(mut words: WordReader<'_>) -> Option<Effect> {
    let _ = words.eat("UNLOGGED") || words.eat("VIRTUAL") || words.eat("FOREIGN");
    if words.eat("TABLE") {
        words.eat_all(&["IF", "NOT", "EXISTS"]);
        let table = words.name()?;
        let temporary = table.schema().is_some_and(|schema| matches!(schema, "temp" | "pg_temp"));
        return (!temporary).then_some(Effect::CreateTable(table));
    }
    let _ = words.eat("UNIQUE") || words.eat("FULLTEXT") || words.eat("SPATIAL");
    if !words.eat("INDEX") {
        return None;
    }
    let concurrently = words.eat("CONCURRENTLY");
    words.eat_all(&["IF", "NOT", "EXISTS"]);
    if words.is("ON") {
        // PostgreSQL makes up a name.
        return None;
    }
    let index = words.name()?;
    if words.eat("USING") {
        words.part()?;
    }
    if !words.eat("ON") {
        return None;
    }
    words.eat("ONLY");
    Some(Effect::CreateIndex { index, table: words.name()?, concurrently })
}

fn drop(mut words: WordReader<'_>) -> Option<Effect> {
    let table = words.eat("TABLE");
    if !table && !words.eat("INDEX") {
        return None;
    }
    words.eat("CONCURRENTLY");
    words.eat_all(&["IF", "EXISTS"]);
    let name = words.name()?;
    if table {
        if !words.is_symbol(",") {
            return Some(Effect::DropTable(name));
        }
        let mut tables = vec![name];
        while words.eat_symbol(",") {
            tables.push(words.name()?);
        }
        return Some(Effect::DropTables(tables));
    }
    if words.is_symbol(",") {
        return None;
    }
    let table = if words.eat("ON") { Some(words.name()?) } else { None };
    Some(Effect::DropIndex { index: name, table })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::ObjectRef;
    use crate::sql::split;

    fn effect(dialect: Dialect, sql: &str) -> Option<Effect> {
        let split = split(dialect, sql);
        read(dialect, WordReader::new(dialect, sql, &split.tokens))
    }

    #[test]
    fn other_objects_are_looked_for_by_name() {
        let made = |kind| Some(Effect::CreateOther(kind, ObjectRef::new(None, "a")));
        let gone = |kind| Some(Effect::DropOther(kind, ObjectRef::new(None, "a")));
        let (view, trigger, sequence) = (OtherKind::View, OtherKind::Trigger, OtherKind::Sequence);
        for (sql, wanted) in [
            ("CREATE VIEW a AS SELECT b FROM c", made(view)),
            (
                "CREATE ALGORITHM=MERGE DEFINER=`u`@`%` SQL SECURITY INVOKER VIEW a AS SELECT 1",
                made(view),
            ),
            (
                "CREATE DEFINER=u@h TRIGGER IF NOT EXISTS a BEFORE INSERT ON b FOR EACH ROW SET c = 1",
                made(trigger),
            ),
            ("CREATE SEQUENCE a START WITH 3", made(sequence)),
            ("DROP TRIGGER a", gone(trigger)),
            ("DROP VIEW a", gone(view)),
            ("DROP VIEW a, b", None),
            ("CREATE PROCEDURE a() SELECT * FROM view", None),
            ("ALTER SEQUENCE a INCREMENT BY 2", Some(Effect::Repeatable)),
            ("ALTER SEQUENCE a RESTART WITH 1", None),
        ] {
            assert_eq!(effect(Dialect::MySql, sql), wanted, "{sql}");
        }
        assert_eq!(effect(Dialect::Postgres, "CREATE VIEW a AS SELECT 1"), None);
    }

    #[test]
    fn every_table_of_a_drop_is_known() {
        let dropped = |dialect, sql| {
            let effect = effect(dialect, sql)?;
            let names = effect.dropped_tables().iter().map(|table| match table.schema() {
                Some(schema) => format!("{schema}.{}", table.name()),
                None => table.name().to_owned(),
            });
            Some(names.collect::<Vec<_>>().join(" "))
        };
        for (dialect, sql, tables) in [
            (Dialect::Postgres, "DROP TABLE A", "a"),
            (Dialect::Postgres, "DROP TABLE IF EXISTS a, s.\"B, c\" , d CASCADE", "a s.B, c d"),
            (Dialect::MySql, "DROP TABLE `a`,/* b, */ c RESTRICT", "a c"),
            (Dialect::Sqlite, "drop table if exists [a b]", "a b"),
        ] {
            assert_eq!(dropped(dialect, sql).as_deref(), Some(tables), "{sql}");
        }
        for sql in ["DROP TABLE a,", "DROP SCHEMA a CASCADE", "DROP VIEW a, b", "DROP INDEX a, b"] {
            assert_eq!(dropped(Dialect::Postgres, sql), None, "{sql}");
        }
    }

    #[test]
    fn a_rename_is_known_by_both_names() {
        let table = |schema: Option<&str>, name: &str| {
            ObjectRef::new(schema.map(|schema| schema.to_owned().into()), name.to_owned())
        };
        let all = [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite];
        for dialect in all {
            for (sql, from, to) in [
                ("ALTER TABLE a RENAME TO b", table(None, "a"), table(None, "b")),
                ("alter table \n a\nrename to b", table(None, "a"), table(None, "b")),
            ] {
                let wanted = Effect::RenameTable { table: from, to };
                assert_eq!(effect(dialect, sql), Some(wanted), "{sql}");
            }
        }
        for (dialect, sql, from, to) in [
            (Dialect::Postgres, "ALTER TABLE ONLY s.a RENAME TO b", Some("s"), (Some("s"), "b")),
            (Dialect::Postgres, "ALTER TABLE a SET SCHEMA s", None, (Some("s"), "a")),
            (Dialect::MySql, "ALTER TABLE a RENAME b", None, (None, "b")),
            (Dialect::MySql, "ALTER TABLE a RENAME AS `b`", None, (None, "b")),
            (Dialect::MySql, "RENAME TABLE a TO b", None, (None, "b")),
        ] {
            let to = table(to.0, to.1);
            let wanted = Effect::RenameTable { table: table(from, "a"), to };
            assert_eq!(effect(dialect, sql), Some(wanted), "{sql}");
        }
        for (dialect, sql) in [
            (Dialect::Postgres, "ALTER TABLE a RENAME CONSTRAINT b TO c"),
            (Dialect::MySql, "ALTER TABLE a RENAME b, ADD c INT"),
            (Dialect::MySql, "RENAME TABLE a TO b, c TO d"),
        ] {
            assert_eq!(effect(dialect, sql), None, "{sql}");
        }
    }
}
