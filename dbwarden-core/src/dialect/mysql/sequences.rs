//! Sequences of MariaDB.

use super::Dialect;
use crate::plan::qualified;
use crate::schema::{Sequence, SequenceOptions};

const DIALECT: Dialect = Dialect::MySql;

/// What a sequence counts with.
///
/// What is not said of one is told in the documentation of MariaDB's `CREATE SEQUENCE`.
#[derive(PartialEq, Eq)]
struct Counting {
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
}

impl Counting {
    fn of(options: &SequenceOptions) -> Self {
        let increment = options.increment.unwrap_or(1);
        let (min, max) = if increment < 0 { (-i64::MAX, -1) } else { (1, i64::MAX - 1) };
        let (min, max) = (options.min.unwrap_or(min), options.max.unwrap_or(max));
        let first = if increment < 0 { max } else { min };
        Self {
            start: options.start.unwrap_or(first),
            increment,
            min,
            max,
            cache: options.cache.unwrap_or(1000),
            cycle: options.cycle,
        }
    }

    /// The clauses that say what the other does not.
    fn clauses(&self, other: &Self) -> Vec<String> {
        let mut clauses = Vec::new();
        let mut clause = |is: bool, text: String| clauses.extend(is.then_some(text));
        clause(self.start != other.start, format!("START WITH {}", self.start));
        clause(self.increment != other.increment, format!("INCREMENT BY {}", self.increment));
        clause(self.min != other.min, format!("MINVALUE {}", self.min));
        clause(self.max != other.max, format!("MAXVALUE {}", self.max));
        let cache = match self.cache {
            0 => "NOCACHE".to_owned(),
            cache => format!("CACHE {cache}"),
        };
        clause(self.cache != other.cache, cache);
        let cycle = if self.cycle { "CYCLE" } else { "NOCYCLE" };
        clause(self.cycle != other.cycle, cycle.to_owned());
        clauses
    }
}

pub(super) fn create_sequence(sequence: &Sequence) -> String {
    let counting = Counting::of(&sequence.options);
    let increment = sequence.options.increment;
    let unsaid = Counting::of(&SequenceOptions { increment, ..SequenceOptions::default() });
    let mut sql = format!("CREATE SEQUENCE {}", qualified(DIALECT, &sequence.name));
    if counting.increment != 1 {
        // What is usual of the rest goes by the direction.
        sql.push_str(&format!(" INCREMENT BY {}", counting.increment));
    }
    for clause in counting.clauses(&unsaid) {
        sql.push_str(&format!(" {clause}"));
    }
    sql
}

pub(super) fn drop_sequence(sequence: &Sequence) -> String {
    format!("DROP SEQUENCE {}", qualified(DIALECT, &sequence.name))
}

/// One that counts within other bounds, or the other way, begins anew.
pub(super) fn alter_sequence(before: &Sequence, after: &Sequence) -> Option<String> {
    let (old, new) = (Counting::of(&before.options), Counting::of(&after.options));
    let mut clauses = new.clauses(&old);
    let has_turned = (old.increment < 0) != (new.increment < 0);
    if has_turned || new.max < old.min || new.min > old.max {
        clauses.push(format!("RESTART WITH {}", new.start));
    }
    let name = qualified(DIALECT, &after.name);
    (!clauses.is_empty()).then(|| format!("ALTER SEQUENCE {name} {}", clauses.join(" ")))
}
