//! A set as bytes: what `migrate!()` puts into a program.
//!
//! One literal costs the compiler next to nothing, while a constant for each of a thousand migrations
//! costs it seconds; and a program that is up to date starts faster when nothing has to be split or
//! hashed. How a thing is written stands beside how it is read. The format is private: a program reads
//! what the same version of this crate has written when it was built.

mod bytes;

use std::borrow::Cow;

use bytes::{
    Bytes, Embed, read_list, read_option, read_text, write_list, write_option, write_text,
};

use super::{
    Checksum, Decision, Effect, Flags, Kind, Migration, MigrationSet, ObjectRef, OtherKind,
    Outline, Script, Statement, StatementClass, TableFeature, Tally, Version,
};
use crate::dialect::Dialect;

/// Raised with every change of the format.
const FORMAT: u8 = 3;

/// The bytes of a set, from which [`decode`] makes the same set.
pub fn encode(set: &MigrationSet) -> Vec<u8> {
    let mut bytes = vec![FORMAT];
    write_outline(&set.outline(), &mut bytes);
    write_list(set.migrations(), &mut bytes);
    write_list(set.decisions(), &mut bytes);
    bytes
}

/// The outline of a set, which stands at the head of its bytes.
pub fn decode_outline(bytes: &'static [u8]) -> Option<Outline<'static>> {
    read_head(&mut Bytes::new(bytes))
}

fn read_head(bytes: &mut Bytes) -> Option<Outline<'static>> {
    (bytes.byte()? == FORMAT).then_some(())?;
    read_outline(bytes)
}

/// The set of some bytes, from which it borrows every text. `None` where [`encode`] has not written
/// them.
pub fn decode(bytes: &'static [u8]) -> Option<MigrationSet> {
    let mut bytes = Bytes::new(bytes);
    let Outline { database, dialect, .. } = read_head(&mut bytes)?;
    let set = MigrationSet::new(database, dialect, read_list(&mut bytes)?, read_list(&mut bytes)?);
    bytes.is_empty().then_some(set)
}

impl Embed for Version {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.number().write(bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        u64::read(bytes).map(Version::new)
    }
}

impl Embed for Checksum {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.as_bytes());
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        bytes.take(32)?.try_into().ok().map(Checksum::from_bytes)
    }
}

impl Embed for Dialect {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(match self {
            Dialect::Postgres => 0,
            Dialect::MySql => 1,
            Dialect::Sqlite => 2,
        });
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => Dialect::Postgres,
            1 => Dialect::MySql,
            2 => Dialect::Sqlite,
            _ => return None,
        })
    }
}

impl Embed for Kind {
    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Kind::Versioned(version) => {
                bytes.push(0);
                version.write(bytes);
            }
            Kind::Always => bytes.push(1),
            Kind::OnChange => bytes.push(2),
        }
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => Kind::Versioned(bytes.read()?),
            1 => Kind::Always,
            2 => Kind::OnChange,
            _ => return None,
        })
    }
}

impl Embed for Flags {
    fn write(&self, bytes: &mut Vec<u8>) {
        let Flags { no_transaction, foreign_keys_off, irreversible } = self;
        [no_transaction, foreign_keys_off, irreversible].iter().for_each(|flag| flag.write(bytes));
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(Flags {
            no_transaction: bytes.read()?,
            foreign_keys_off: bytes.read()?,
            irreversible: bytes.read()?,
        })
    }
}

impl Embed for StatementClass {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(match self {
            StatementClass::Data => 0,
            StatementClass::Definition => 1,
            StatementClass::Session => 2,
        });
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => StatementClass::Data,
            1 => StatementClass::Definition,
            2 => StatementClass::Session,
            _ => return None,
        })
    }
}

impl Embed for ObjectRef {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.schema().is_some().write(bytes);
        if let Some(schema) = self.schema() {
            write_text(schema, bytes);
        }
        write_text(self.name(), bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let schema = read_option(bytes)?;
        Some(ObjectRef::new(schema, Cow::read(bytes)?))
    }
}

impl Embed for Effect {
    fn write(&self, bytes: &mut Vec<u8>) {
        let mut named = |mark: u8, table: &ObjectRef, name: &Cow<'static, str>| {
            bytes.push(mark);
            table.write(bytes);
            name.write(bytes);
        };
        match self {
            Effect::AddColumn { table, column } => named(0, table, column),
            Effect::DropColumn { table, column } => named(1, table, column),
            Effect::AddConstraint { table, constraint } => named(2, table, constraint),
            Effect::DropConstraint { table, constraint } => named(3, table, constraint),
            Effect::CreateTable(table) => {
                bytes.push(4);
                table.write(bytes);
            }
            Effect::DropTable(table) => {
                bytes.push(5);
                table.write(bytes);
            }
            Effect::RenameTable { table, to } => {
                bytes.push(6);
                table.write(bytes);
                to.write(bytes);
            }
            Effect::CreateIndex { index, table, concurrently } => {
                bytes.push(7);
                index.write(bytes);
                table.write(bytes);
                concurrently.write(bytes);
            }
            Effect::DropIndex { index, table } => {
                bytes.push(8);
                index.write(bytes);
                write_option(table.as_ref(), bytes);
            }
            Effect::DropTables(tables) => {
                bytes.push(9);
                write_list(tables, bytes);
            }
            Effect::Repeatable => bytes.push(10),
            Effect::RenameColumn { table, from, to } => {
                named(11, table, from);
                to.write(bytes);
            }
            Effect::RenameIndex { table, from, to } => {
                named(12, table, from);
                to.write(bytes);
            }
            Effect::Several(effects) => {
                bytes.push(13);
                write_list(effects, bytes);
            }
            Effect::CreateOther(kind, name) => {
                bytes.push(14);
                kind.write(bytes);
                name.write(bytes);
            }
            Effect::DropOther(kind, name) => {
                bytes.push(15);
                kind.write(bytes);
                name.write(bytes);
            }
            Effect::Feature { table, feature, given } => {
                bytes.push(16);
                table.write(bytes);
                feature.write(bytes);
                given.write(bytes);
            }
        }
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => Effect::AddColumn { table: bytes.read()?, column: bytes.read()? },
            1 => Effect::DropColumn { table: bytes.read()?, column: bytes.read()? },
            2 => Effect::AddConstraint { table: bytes.read()?, constraint: bytes.read()? },
            3 => Effect::DropConstraint { table: bytes.read()?, constraint: bytes.read()? },
            4 => Effect::CreateTable(bytes.read()?),
            5 => Effect::DropTable(bytes.read()?),
            6 => Effect::RenameTable { table: bytes.read()?, to: bytes.read()? },
            7 => Effect::CreateIndex {
                index: bytes.read()?,
                table: bytes.read()?,
                concurrently: bytes.read()?,
            },
            8 => Effect::DropIndex { index: bytes.read()?, table: read_option(bytes)? },
            9 => Effect::DropTables(read_list(bytes)?),
            10 => Effect::Repeatable,
            11 => Effect::RenameColumn {
                table: bytes.read()?,
                from: bytes.read()?,
                to: bytes.read()?,
            },
            12 => {
                Effect::RenameIndex { table: bytes.read()?, from: bytes.read()?, to: bytes.read()? }
            }
            13 => Effect::Several(read_list(bytes)?),
            14 => Effect::CreateOther(bytes.read()?, bytes.read()?),
            15 => Effect::DropOther(bytes.read()?, bytes.read()?),
            16 => Effect::Feature {
                table: bytes.read()?,
                feature: bytes.read()?,
                given: bytes.read()?,
            },
            _ => return None,
        })
    }
}

impl Embed for OtherKind {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(match self {
            OtherKind::View => 0,
            OtherKind::Trigger => 1,
            OtherKind::Sequence => 2,
        });
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => OtherKind::View,
            1 => OtherKind::Trigger,
            2 => OtherKind::Sequence,
            _ => return None,
        })
    }
}

impl Embed for TableFeature {
    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            TableFeature::Versioning => bytes.push(0),
            TableFeature::Period(name) => {
                bytes.push(1);
                name.write(bytes);
            }
            TableFeature::Partitions => bytes.push(2),
        }
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => TableFeature::Versioning,
            1 => TableFeature::Period(bytes.read()?),
            2 => TableFeature::Partitions,
            _ => return None,
        })
    }
}

impl Embed for Statement {
    fn write(&self, bytes: &mut Vec<u8>) {
        [self.start(), self.end(), self.line()].iter().for_each(|number| number.write(bytes));
        self.class().write(bytes);
        write_option(self.effect(), bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let (start, end, line) = (bytes.read()?, bytes.read()?, bytes.read()?);
        let class = bytes.read()?;
        Some(Statement::new(start, end, line, class, read_option(bytes)?))
    }
}

impl Embed for Script {
    fn write(&self, bytes: &mut Vec<u8>) {
        write_text(self.sql(), bytes);
        write_list(self.statements(), bytes);
        self.checksum().write(bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let sql: Cow<'static, str> = bytes.read()?;
        let statements: Vec<Statement> = read_list(bytes)?;
        // `Script::text` relies on it.
        let within = |statement: &Statement| {
            sql.get(statement.start() as usize..statement.end() as usize).is_some()
        };
        statements.iter().all(within).then_some(())?;
        Some(Script::new(sql, statements, bytes.read()?))
    }
}

impl Embed for Migration {
    fn write(&self, bytes: &mut Vec<u8>) {
        write_text(self.file_name(), bytes);
        self.kind().write(bytes);
        write_text(self.description(), bytes);
        self.flags().write(bytes);
        write_list(self.depends_on(), bytes);
        self.upgrade().write(bytes);
        write_option(self.rollback(), bytes);
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let file_name: Cow<'static, str> = bytes.read()?;
        let kind = bytes.read()?;
        let description: Cow<'static, str> = bytes.read()?;
        let flags = bytes.read()?;
        let depends_on = read_list(bytes)?;
        let upgrade = bytes.read()?;
        let rollback = read_option(bytes)?;
        Some(Migration::new(file_name, kind, description, flags, depends_on, upgrade, rollback))
    }
}

impl Embed for Decision {
    fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Decision::Accept { version, checksum, reason } => {
                bytes.push(0);
                version.write(bytes);
                checksum.write(bytes);
                reason.write(bytes);
            }
            Decision::Retired { version, reason } => {
                bytes.push(1);
                version.write(bytes);
                reason.write(bytes);
            }
            Decision::Renumbered { old, new } => {
                bytes.push(2);
                old.write(bytes);
                new.write(bytes);
            }
        }
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        Some(match bytes.byte()? {
            0 => Decision::Accept {
                version: bytes.read()?,
                checksum: bytes.read()?,
                reason: bytes.read()?,
            },
            1 => Decision::Retired { version: bytes.read()?, reason: bytes.read()? },
            2 => Decision::Renumbered { old: bytes.read()?, new: bytes.read()? },
            _ => return None,
        })
    }
}

impl Embed for Tally {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.sum().to_le_bytes());
    }

    fn read(bytes: &mut Bytes) -> Option<Self> {
        let sum = bytes.take(16)?.try_into().ok()?;
        Some(Tally::new(i128::from_le_bytes(sum)))
    }
}

fn write_outline(outline: &Outline<'_>, bytes: &mut Vec<u8>) {
    write_text(outline.database, bytes);
    outline.dialect.write(bytes);
    write_option(outline.tally.as_ref(), bytes);
}

fn read_outline(bytes: &mut Bytes) -> Option<Outline<'static>> {
    Some(Outline {
        database: read_text(bytes)?,
        dialect: bytes.read()?,
        tally: read_option(bytes)?,
    })
}
