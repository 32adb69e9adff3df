//! The ledger: what the database itself knows of its migrations.

use std::time::Duration;

use dbwarden_core::migration::{Checksum, Flags, Kind, Script, Statement, StatementClass, Version};

/// The table, in the schema in which the connection creates tables.
pub const LEDGER_TABLE: &str = "_dbwarden_migrations";

/// The table beside it, whose one row says who migrates.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) const LOCK_TABLE: &str = "_dbwarden_lock";

/// The format of the ledger that this version of dbwarden writes.
pub(crate) const LEDGER_FORMAT: i32 = 1;

/// What the ledger says of the progress of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryState {
    /// It is applied.
    Applied,
    /// It was declared to be applied, without being run.
    Baselined,
    /// Its statements are being run one by one, or a run of them was interrupted.
    Started,
    /// Its rollback is being run statement by statement, or a run of it was interrupted.
    Reverting,
    /// A run was interrupted inside a statement whose outcome could not be found out.
    InDoubt,
    /// A rollback was interrupted inside a statement whose outcome could not be found out.
    RevertInDoubt,
}

impl EntryState {
    /// The word that stands in the table.
    pub const fn name(self) -> &'static str {
        match self {
            EntryState::Applied => "applied",
            EntryState::Baselined => "baselined",
            EntryState::Started => "started",
            EntryState::Reverting => "reverting",
            EntryState::InDoubt => "in doubt",
            EntryState::RevertInDoubt => "reverting in doubt",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        use EntryState::{Applied, Baselined, InDoubt, RevertInDoubt, Reverting, Started};
        let states = [Applied, Baselined, Started, Reverting, InDoubt, RevertInDoubt];
        states.into_iter().find(|state| state.name() == name)
    }
}

/// What the fast path reads of one row: enough to decide what is pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub(crate) sequence: i64,
    pub(crate) kind: Kind,
    pub(crate) file_name: String,
    pub(crate) state: EntryState,
    pub(crate) statements_started: u32,
    pub(crate) statements_done: u32,
    pub(crate) upgrade_checksum: Checksum,
    /// Digest of the statements that are done, so that a file whose *failed* statement was mended
    /// can be resumed and one whose done statements were changed cannot.
    pub(crate) progress: Option<String>,
}

impl Fact {
    /// The key of the row: the version, or the name of a file without one.
    pub(crate) fn key(&self) -> String {
        self.kind.key(&self.file_name)
    }
}

/// A row as a driver reads it, before its words are understood.
#[derive(Debug, Default)]
pub(crate) struct RawFact {
    pub(crate) sequence: i64,
    pub(crate) kind: String,
    pub(crate) version: Option<i64>,
    pub(crate) file_name: String,
    pub(crate) state: String,
    pub(crate) statements_started: i64,
    pub(crate) statements_done: i64,
    pub(crate) upgrade_checksum: String,
    pub(crate) progress: Option<String>,
}

impl RawFact {
    /// `None` when a word in it is none that this version of dbwarden writes.
    pub(crate) fn understand(self) -> Option<Fact> {
        let kind = match (self.kind.as_str(), self.version) {
            ("versioned", Some(number)) => Kind::Versioned(Version::new(number.try_into().ok()?)),
            ("always", None) => Kind::Always,
            ("on change", None) => Kind::OnChange,
            _ => return None,
        };
        Some(Fact {
            sequence: self.sequence,
            kind,
            file_name: self.file_name,
            state: EntryState::from_name(&self.state)?,
            statements_started: self.statements_started.try_into().ok()?,
            statements_done: self.statements_done.try_into().ok()?,
            upgrade_checksum: Checksum::parse(&self.upgrade_checksum)?,
            progress: self.progress,
        })
    }
}

/// The word for a kind that stands in the table.
pub(crate) const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Versioned(_) => "versioned",
        Kind::Always => "always",
        Kind::OnChange => "on change",
    }
}

/// The flags as they stand in the table.
pub(crate) fn flag_names(flags: Flags) -> String {
    let Flags { no_transaction, foreign_keys_off, irreversible } = flags;
    let words = [
        (no_transaction, "no-transaction"),
        (foreign_keys_off, "foreign-keys-off"),
        (irreversible, "irreversible"),
    ];
    words.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

/// The flags from what stands in the table.
pub(crate) fn flags_from_names(names: &str) -> Flags {
    let has = |word| names.split(' ').any(|name| name == word);
    Flags {
        no_transaction: has("no-transaction"),
        foreign_keys_off: has("foreign-keys-off"),
        irreversible: has("irreversible"),
    }
}

/// One row of the ledger.
#[derive(Debug, Clone)]
pub struct LedgerEntry {
    pub(crate) fact: Fact,
    pub(crate) description: String,
    pub(crate) rollback_checksum: Option<Checksum>,
    pub(crate) flags: Flags,
    pub(crate) rollback_sql: Option<String>,
    pub(crate) rollback_statements: Option<String>,
    pub(crate) applied_at: String,
    pub(crate) duration: Duration,
    pub(crate) tool: String,
    pub(crate) reason: Option<String>,
}

impl LedgerEntry {
    /// The place in the order in which migrations were applied; rising, with gaps.
    pub fn sequence(&self) -> i64 {
        self.fact.sequence
    }

    /// When the migration runs.
    pub fn kind(&self) -> Kind {
        self.fact.kind
    }

    /// The version under which it was applied; `RA__` and `ROC__` files have none.
    pub fn version(&self) -> Option<Version> {
        self.fact.kind.version()
    }

    /// The words of the file's name.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The file from which it was applied.
    pub fn file_name(&self) -> &str {
        &self.fact.file_name
    }

    /// How far it has come.
    pub fn state(&self) -> EntryState {
        self.fact.state
    }

    /// Statements that were begun. Differs from [`statements_done`](Self::statements_done) only
    /// while one of them runs, or when a run died inside it.
    pub fn statements_started(&self) -> u32 {
        self.fact.statements_started
    }

    /// Statements that have ended.
    pub fn statements_done(&self) -> u32 {
        self.fact.statements_done
    }

    /// The checksum of the upgrade that was applied.
    pub fn upgrade_checksum(&self) -> Checksum {
        self.fact.upgrade_checksum
    }

    /// The checksum of the rollback that was stored.
    pub fn rollback_checksum(&self) -> Option<Checksum> {
        self.rollback_checksum
    }

    /// What the directives of the file said.
    pub fn flags(&self) -> Flags {
        self.flags
    }

    /// The rollback as it was in the file when the migration was applied.
    pub fn rollback_sql(&self) -> Option<&str> {
        self.rollback_sql.as_deref()
    }

    /// When its last state was written, by the clock of the server: RFC 3339 in UTC.
    pub fn applied_at(&self) -> &str {
        &self.applied_at
    }

    /// How long its statements took.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The version of dbwarden that applied it.
    pub fn tool(&self) -> &str {
        &self.tool
    }

    /// Why a person has changed this row, where one has.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// Where statements stand in a stored script, as text: a program without a lexer can run it.
///
/// One `start-end-line-class` for each statement, separated by blanks; the class is `d` for data,
/// `s` for session, `x` for the rest.
pub(crate) fn write_boundaries(script: &Script) -> String {
    let words = script.statements().iter().map(|statement| {
        let class = match statement.class() {
            StatementClass::Data => 'd',
            StatementClass::Session => 's',
            StatementClass::Definition => 'x',
        };
        format!("{}-{}-{}-{class}", statement.start(), statement.end(), statement.line())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The statements that [`write_boundaries`] wrote, or `None` when they do not fit the text.
pub(crate) fn read_boundaries(sql: &str, boundaries: &str) -> Option<Vec<Statement>> {
    boundaries
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut parts = word.split('-');
            let mut number = || parts.next()?.parse::<u32>().ok();
            let (start, end, line) = (number()?, number()?, number()?);
            let class = match parts.next()? {
                "d" => StatementClass::Data,
                "s" => StatementClass::Session,
                "x" => StatementClass::Definition,
                _ => return None,
            };
            sql.get(start as usize..end as usize)?;
            Some(Statement::new(start, end, line, class, None))
        })
        .collect()
}

/// Digest of the first `count` statements of a script (64-bit FNV-1a over their texts).
pub(crate) fn progress_digest(script: &Script, count: usize) -> String {
    let mut hash = Fnv::default();
    for statement in script.statements().iter().take(count) {
        hash.write(script.text(statement).as_bytes());
        hash.write(&[0]);
    }
    format!("{:016x}", hash.0)
}

/// 64-bit FNV-1a: names and digests that need no cryptography.
pub(crate) struct Fnv(pub(crate) u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script() -> Script {
        let sql = "DROP TABLE a;\nDELETE FROM b;\nSET x = 1;".to_owned();
        let statements = vec![
            Statement::new(0, 12, 7, StatementClass::Definition, None),
            Statement::new(14, 27, 8, StatementClass::Data, None),
            Statement::new(29, 38, 9, StatementClass::Session, None),
        ];
        Script::new(sql, statements, Checksum::from_bytes([0; 32]))
    }

    #[test]
    fn boundaries_survive_the_ledger() {
        let script = script();
        let text = write_boundaries(&script);
        assert_eq!(text, "0-12-7-x 14-27-8-d 29-38-9-s");
        assert_eq!(read_boundaries(script.sql(), &text).as_deref(), Some(script.statements()));
        assert_eq!(read_boundaries("short", &text), None);
        assert_eq!(read_boundaries(script.sql(), "0-12-7-q"), None);
        assert_eq!(read_boundaries(script.sql(), ""), Some(vec![]));
    }

    #[test]
    fn the_progress_digest_depends_on_the_statements_that_are_done_only() {
        let script = script();
        let changed = Script::new(
            script.sql().replace("FROM b", "FROM c"),
            script.statements().to_vec(),
            script.checksum(),
        );
        assert_eq!(progress_digest(&script, 1), progress_digest(&changed, 1));
        assert_ne!(progress_digest(&script, 2), progress_digest(&changed, 2));
    }

    #[test]
    fn flags_survive_the_ledger() {
        let flags = Flags { no_transaction: true, foreign_keys_off: false, irreversible: true };
        assert_eq!(flag_names(flags), "no-transaction irreversible");
        assert_eq!(flags_from_names(&flag_names(flags)), flags);
        assert_eq!(flags_from_names(""), Flags::default());
    }

    #[test]
    fn a_row_that_another_tool_wrote_is_not_understood() {
        let row = || RawFact {
            kind: "versioned".into(),
            version: Some(1),
            state: "applied".into(),
            upgrade_checksum: "0".repeat(64),
            ..RawFact::default()
        };
        assert_eq!(row().understand().map(|fact| fact.key()), Some("0001".into()));
        assert_eq!(RawFact { version: None, ..row() }.understand(), None);
        assert_eq!(RawFact { state: "?".into(), ..row() }.understand(), None);
        assert_eq!(RawFact { upgrade_checksum: "md5".into(), ..row() }.understand(), None);
    }
}
