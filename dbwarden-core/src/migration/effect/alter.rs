//! `ALTER TABLE`, clause by clause.

use crate::dialect::Dialect;
use crate::migration::words::WordReader;
use crate::migration::{Effect, ObjectRef, TableFeature};

/// The constraint that MySQL calls so, whatever name it is given.
const PRIMARY: &str = "PRIMARY";

/// The effect of the words behind `ALTER TABLE`.
pub(super) fn table(dialect: Dialect, mut words: WordReader<'_>) -> Option<Effect> {
    words.eat_all(&["IF", "EXISTS"]);
    words.eat("ONLY");
    let table = words.name()?;
    words.eat_symbol("*");
    let mut effects = Vec::new();
    if dialect == Dialect::MySql && words.eat_last(&["REMOVE", "PARTITIONING"]) {
        // No comma stands before it, and it is refused where no partitions are left.
        let table = table.clone();
        effects.push(Effect::Feature { table, feature: TableFeature::Partitions, given: false });
    }
    let mut dropped = Vec::new();
    for words in words.between_commas().into_iter().filter(|words| !words.at_end()) {
        let effect = clause(dialect, words.clone(), &table)?;
        let is_back = |(at, before): &(usize, WordReader<'_>)| {
            puts_back(&effects[*at], before.clone(), &effect, words.clone())
        };
        if let Some((at, _)) = dropped.iter().find(|it| is_back(it)) {
            effects[*at] = Effect::Repeatable;
            continue;
        }
        dropped.push((effects.len(), words));
        effects.push(effect);
    }
    if effects.len() < 2 {
        return effects.pop();
    }
    // What comes and goes under one name cannot be told apart by that name.
    let mut names: Vec<_> = effects.iter().flat_map(names).map(str::to_ascii_lowercase).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    let renames = effects.iter().any(|effect| matches!(effect, Effect::RenameTable { .. }));
    (names.len() == count && !renames).then_some(Effect::Several(effects))
}

/// Whether a clause only puts a key, an index or a generated column back under the name under which an
/// earlier clause takes one of its kind away. Together these say how it is to be: there is one before and
/// after.
fn puts_back(
    dropped: &Effect,
    drops: WordReader<'_>,
    added: &Effect,
    adds: WordReader<'_>,
) -> bool {
    let is_computed =
        adds.sequence(&["GENERATED", "ALWAYS", "AS"]) && !adds.sequence(&["AS", "ROW"]);
    let (name, other) = match (dropped, added) {
        (
            Effect::DropConstraint { constraint: name, .. },
            Effect::AddConstraint { constraint, .. },
        ) => (name, constraint.as_ref()),
        (Effect::DropConstraint { constraint: name, .. }, Effect::CreateIndex { index, .. }) => {
            (name, index.name())
        }
        (Effect::DropColumn { column: name, .. }, Effect::AddColumn { column, .. }) => {
            return is_computed && name.eq_ignore_ascii_case(column);
        }
        _ => return false,
    };
    let kind = kind(drops);
    name.eq_ignore_ascii_case(other) && kind.is_some() && kind == self::kind(adds)
}

/// As what a clause drops a key or an index, or adds one. `DROP CONSTRAINT` does not say.
fn kind(mut words: WordReader<'_>) -> Option<&'static str> {
    const KINDS: [&str; 3] = [PRIMARY, "FOREIGN", "CHECK"];
    const INDEXES: [&str; 5] = ["INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL"];
    if !words.eat("DROP") && words.eat("ADD") && words.eat("CONSTRAINT") {
        words.eat_all(&["IF", "NOT", "EXISTS"]);
        words.part()?;
    }
    if words.is_any(&INDEXES) {
        return Some("INDEX");
    }
    KINDS.into_iter().find(|kind| words.is(kind))
}

/// The names by which the catalog is asked.
fn names(effect: &Effect) -> Vec<&str> {
    match effect {
        Effect::AddColumn { column: name, .. }
        | Effect::DropColumn { column: name, .. }
        | Effect::AddConstraint { constraint: name, .. }
        | Effect::DropConstraint { constraint: name, .. } => vec![name],
        Effect::CreateIndex { index, .. } => vec![index.name()],
        Effect::RenameColumn { from, to, .. } | Effect::RenameIndex { from, to, .. } => {
            vec![from, to]
        }
        _ => Vec::new(),
    }
}

fn clause(dialect: Dialect, mut words: WordReader<'_>, table: &ObjectRef) -> Option<Effect> {
    if says_how_it_is(dialect, words.clone()) {
        return Some(Effect::Repeatable);
    }
    let table = table.clone();
    if words.eat("ADD") {
        add(dialect, words, table)
    } else if words.eat("DROP") {
        drop_part(dialect, words, table)
    } else if words.eat("RENAME") {
        rename(dialect, words, table)
    } else if dialect == Dialect::MySql && words.eat("CHANGE") {
        words.eat("COLUMN");
        words.eat_all(&["IF", "EXISTS"]);
        renamed_column(dialect, words, table)
    } else if words.eat_all(&["SET", "SCHEMA"]) {
        let schema = words.part()?.into_owned();
        let to = ObjectRef::new(Some(schema.into()), table.name().to_string());
        words.at_end().then_some(Effect::RenameTable { table, to })
    } else {
        None
    }
}

/// Whether a clause says how something is to be, not how it changes.
fn says_how_it_is(dialect: Dialect, mut words: WordReader<'_>) -> bool {
    const OPTIONS: [&str; 21] = [
        "AUTO_INCREMENT",
        "AVG_ROW_LENGTH",
        "CHARACTER",
        "CHARSET",
        "CHECKSUM",
        "COLLATE",
        "COMMENT",
        "CONVERT",
        "DEFAULT",
        "ENGINE",
        "FORCE",
        "KEY_BLOCK_SIZE",
        "MAX_ROWS",
        "MIN_ROWS",
        "PACK_KEYS",
        "PAGE_CHECKSUM",
        "ROW_FORMAT",
        "STATS_AUTO_RECALC",
        "STATS_PERSISTENT",
        "STATS_SAMPLE_PAGES",
        "TRANSACTIONAL",
    ];
    match dialect {
        // Not where it stands last, and it is refused where no partitions are left.
        Dialect::MySql if words.sequence(&["REMOVE", "PARTITIONING"]) => false,
        Dialect::MySql => {
            let said = words.is_any(&["MODIFY", "ALTER"]) || words.is_any(&OPTIONS);
            said || words.eat_all(&["PARTITION", "BY"]) || is_engine_option(words)
        }
        Dialect::Postgres if words.eat("ALTER") => {
            words.eat("COLUMN");
            let named = words.part().is_some();
            let sets = words.eat("SET") || words.eat("DROP");
            named && sets && words.is_any(&["NOT", "DEFAULT", "STATISTICS", "STORAGE"])
        }
        Dialect::Postgres => words.is("VALIDATE"),
        Dialect::Sqlite => false,
    }
}

/// An option that the engine has defined is written like those of every engine.
fn is_engine_option(mut words: WordReader<'_>) -> bool {
    !words.is("RENAME") && words.part().is_some() && words.is_symbol("=")
}

fn rename(dialect: Dialect, mut words: WordReader<'_>, table: ObjectRef) -> Option<Effect> {
    let is_mysql = dialect == Dialect::MySql;
    if words.eat("TO") || is_mysql && (words.eat("AS") || words.eat_symbol("=")) {
        return renamed(words, table);
    }
    if words.eat("CONSTRAINT") {
        return None;
    }
    if is_mysql && (words.eat("INDEX") || words.eat("KEY")) {
        let (from, to) = (words.part()?, words.eat("TO").then(|| words.part())??);
        let (from, to) = (from.into_owned().into(), to.into_owned().into());
        return Some(Effect::RenameIndex { table, from, to });
    }
    if words.eat("COLUMN") || !is_mysql {
        return renamed_column(dialect, words, table);
    }
    renamed(words, table)
}

/// The words begin with the new name.
pub(super) fn renamed(mut words: WordReader<'_>, table: ObjectRef) -> Option<Effect> {
    let mut to = words.name()?;
    if to.schema().is_none() {
        to = ObjectRef::new(
            table.schema().map(|schema| schema.to_owned().into()),
            to.name().to_owned(),
        );
    }
    words.at_end().then_some(Effect::RenameTable { table, to })
}

/// The words begin with the old name, behind which the new one comes.
fn renamed_column(dialect: Dialect, mut words: WordReader<'_>, table: ObjectRef) -> Option<Effect> {
    let from = words.part()?.into_owned();
    words.eat("TO");
    let to = words.part()?.into_owned();
    if dialect != Dialect::Postgres && from.eq_ignore_ascii_case(&to) {
        // It is found by either name. MySQL's `CHANGE` is then a definition and nothing else.
        return Some(Effect::Repeatable);
    }
    Some(Effect::RenameColumn { table, from: from.into(), to: to.into() })
}

fn add(dialect: Dialect, mut words: WordReader<'_>, table: ObjectRef) -> Option<Effect> {
    let column = words.eat("COLUMN");
    if !column && words.eat("CONSTRAINT") {
        words.eat_all(&["IF", "NOT", "EXISTS"]);
        if words.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"]) {
            // MySQL makes up a name.
            return None;
        }
        let constraint = words.part()?.into_owned();
        let is_primary = dialect == Dialect::MySql && words.is(PRIMARY);
        let constraint = if is_primary { PRIMARY.to_owned() } else { constraint };
        return Some(Effect::AddConstraint { table, constraint: constraint.into() });
    }
    if !column && dialect == Dialect::MySql && words.is(PRIMARY) {
        return Some(Effect::AddConstraint { table, constraint: PRIMARY.into() });
    }
    if !column && dialect == Dialect::MySql {
        let mut index = words.clone();
        let _ = index.eat("UNIQUE") || index.eat("FULLTEXT") || index.eat("SPATIAL");
        if index.eat("INDEX") || index.eat("KEY") {
            index.eat_all(&["IF", "NOT", "EXISTS"]);
            if index.is_symbol("(") || index.is("USING") {
                return None;
            }
            let index = ObjectRef::new(None, index.part()?.into_owned());
            return Some(Effect::CreateIndex { index, table, concurrently: false });
        }
    }
    if !column
        && dialect == Dialect::MySql
        && let Some(feature) = feature(words.clone())
    {
        return Some(Effect::Feature { table, feature, given: true });
    }
    const NO_COLUMN: [&str; 12] = [
        "PRIMARY",
        "UNIQUE",
        "FOREIGN",
        "CHECK",
        "EXCLUDE",
        "FULLTEXT",
        "SPATIAL",
        "PARTITION",
        "PERIOD",
        "SYSTEM",
        "INDEX",
        "KEY",
    ];
    if !column && words.is_any(&NO_COLUMN) {
        return None;
    }
    words.eat_all(&["IF", "NOT", "EXISTS"]);
    let column = words.part()?.into_owned().into();
    Some(Effect::AddColumn { table, column })
}

/// A feature of a table, behind `ADD` or `DROP`.
fn feature(mut words: WordReader<'_>) -> Option<TableFeature> {
    if words.eat_all(&["SYSTEM", "VERSIONING"]) {
        return Some(TableFeature::Versioning);
    }
    words.eat_all(&["PERIOD", "FOR"]).then_some(())?;
    Some(TableFeature::Period(words.part()?.into_owned().into()))
}

fn drop_part(dialect: Dialect, mut words: WordReader<'_>, table: ObjectRef) -> Option<Effect> {
    if dialect == Dialect::MySql && words.eat_all(&[PRIMARY, "KEY"]) {
        return Some(Effect::DropConstraint { table, constraint: PRIMARY.into() });
    }
    if dialect == Dialect::MySql
        && let Some(feature) = feature(words.clone())
    {
        return Some(Effect::Feature { table, feature, given: false });
    }
    let column = words.eat("COLUMN");
    let constraint = !column
        && (words.eat("CONSTRAINT")
            || words.eat_all(&["FOREIGN", "KEY"])
            || words.eat("CHECK")
            || words.eat("INDEX")
            || words.eat("KEY"));
    if !column && !constraint && words.is_any(&["PRIMARY", "PARTITION", "SYSTEM", "PERIOD"]) {
        return None;
    }
    words.eat_all(&["IF", "EXISTS"]);
    let name = words.part()?.into_owned().into();
    Some(if constraint {
        Effect::DropConstraint { table, constraint: name }
    } else {
        Effect::DropColumn { table, column: name }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split;

    fn effect(dialect: Dialect, clauses: &str) -> Option<Effect> {
        let sql = format!("a {clauses}");
        let split = split(dialect, &sql);
        table(dialect, WordReader::new(dialect, &sql, &split.tokens))
    }

    fn a() -> ObjectRef {
        ObjectRef::new(None, "a")
    }

    #[test]
    fn what_says_how_it_is_may_be_said_again() {
        for (dialect, clauses) in [
            (Dialect::MySql, "MODIFY COLUMN b INT NOT NULL, MODIFY c ENUM('x', 'y')"),
            (Dialect::MySql, "CHANGE b `B` BIGINT"),
            (Dialect::MySql, "ENGINE = InnoDB COMMENT = 'a, b'"),
            (Dialect::MySql, "ALTER COLUMN b SET DEFAULT 1"),
            (Dialect::MySql, "`PAGE_COMPRESSED`='1' `PAGE_COMPRESSION_LEVEL`='5'"),
            (
                Dialect::MySql,
                "PARTITION BY RANGE (b) (PARTITION p VALUES LESS THAN (1), PARTITION q VALUES LESS THAN (2))",
            ),
            (Dialect::MySql, "DROP PRIMARY KEY, MODIFY b INT NOT NULL, ADD PRIMARY KEY (b)"),
            (
                Dialect::MySql,
                "DROP INDEX i, ADD UNIQUE INDEX I (b) PARTITION BY KEY (b) PARTITIONS 2",
            ),
            (Dialect::MySql, "DROP INDEX i, ADD CONSTRAINT i UNIQUE (b)"),
            (
                Dialect::MySql,
                "DROP FOREIGN KEY k, ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES c (d)",
            ),
            (Dialect::MySql, "DROP COLUMN b, ADD COLUMN b INT GENERATED ALWAYS AS (c + 1) STORED"),
            (Dialect::Postgres, "VALIDATE CONSTRAINT c"),
            (Dialect::Postgres, "ALTER COLUMN b SET NOT NULL, ALTER c DROP DEFAULT"),
        ] {
            let repeatable = match effect(dialect, clauses) {
                Some(Effect::Several(all)) => all.iter().all(|it| *it == Effect::Repeatable),
                other => other == Some(Effect::Repeatable),
            };
            assert!(repeatable, "{clauses}");
        }
        for (dialect, clauses) in [
            (Dialect::Postgres, "ALTER COLUMN b TYPE int USING b + 1"),
            (Dialect::Postgres, "ALTER COLUMN b DROP IDENTITY"),
            (Dialect::MySql, "DISCARD TABLESPACE"),
            (Dialect::MySql, "ADD PARTITION PARTITIONS 2"),
            (Dialect::MySql, "EXCHANGE PARTITION p WITH TABLE b"),
            (Dialect::MySql, "DROP COLUMN b, ADD COLUMN b INT"),
            (Dialect::MySql, "DROP FOREIGN KEY k, ADD INDEX k (b)"),
            (Dialect::MySql, "DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (b > 0)"),
            (Dialect::MySql, "MODIFY b INT /*!50100 REMOVE PARTITIONING */"),
            (Dialect::MySql, ""),
            (Dialect::MySql, "DROP b, ADD b TIMESTAMP(6) GENERATED ALWAYS AS ROW START"),
            (Dialect::MySql, "RENAME INDEX i TO j, ADD INDEX i (b)"),
            (Dialect::MySql, "ADD b INT, RENAME TO c"),
        ] {
            assert_eq!(effect(dialect, clauses), None, "{clauses}");
        }
    }

    #[test]
    fn names_tell_what_has_happened() {
        let column = |from: &'static str, to: &'static str| Effect::RenameColumn {
            table: a(),
            from: from.into(),
            to: to.into(),
        };
        let primary = "PRIMARY";
        for (dialect, clauses, wanted) in [
            (Dialect::Postgres, "RENAME b TO c", column("b", "c")),
            (Dialect::Postgres, "RENAME \"B\" TO b", column("B", "b")),
            (Dialect::MySql, "RENAME COLUMN b TO c", column("b", "c")),
            (Dialect::MySql, "CHANGE COLUMN b c INT", column("b", "c")),
            (Dialect::Sqlite, "RENAME COLUMN b TO [c d]", column("b", "c d")),
            (
                Dialect::MySql,
                "RENAME INDEX b TO c",
                Effect::RenameIndex { table: a(), from: "b".into(), to: "c".into() },
            ),
            (
                Dialect::MySql,
                "ADD CONSTRAINT k PRIMARY KEY (b)",
                Effect::AddConstraint { table: a(), constraint: primary.into() },
            ),
            (
                Dialect::MySql,
                "DROP PRIMARY KEY",
                Effect::DropConstraint { table: a(), constraint: primary.into() },
            ),
            (
                Dialect::MySql,
                "DROP SYSTEM VERSIONING",
                Effect::Feature { table: a(), feature: TableFeature::Versioning, given: false },
            ),
            (
                Dialect::MySql,
                "ADD PERIOD FOR `stay` (b, c), ADD COLUMN d INT",
                Effect::Several(vec![
                    Effect::Feature {
                        table: a(),
                        feature: TableFeature::Period("stay".into()),
                        given: true,
                    },
                    Effect::AddColumn { table: a(), column: "d".into() },
                ]),
            ),
            (
                Dialect::MySql,
                "REMOVE PARTITIONING",
                Effect::Feature { table: a(), feature: TableFeature::Partitions, given: false },
            ),
            (
                Dialect::MySql,
                "DROP INDEX i, ADD INDEX i (b) REMOVE PARTITIONING",
                Effect::Several(vec![
                    Effect::Feature { table: a(), feature: TableFeature::Partitions, given: false },
                    Effect::Repeatable,
                ]),
            ),
            (
                Dialect::Postgres,
                "ADD b numeric(3, 2), DROP c",
                Effect::Several(vec![
                    Effect::AddColumn { table: a(), column: "b".into() },
                    Effect::DropColumn { table: a(), column: "c".into() },
                ]),
            ),
        ] {
            assert_eq!(effect(dialect, clauses), Some(wanted), "{clauses}");
        }
    }
}
