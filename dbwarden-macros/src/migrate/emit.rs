//! The Rust that a set becomes.
//!
//! It is written as text and read by the compiler in one go: a thousand migrations are some hundred
//! thousand tokens, and each one that is built through the interface of procedural macros costs a
//! call. Every migration is an item of its own: in one constant for all of them, the compiler would
//! follow each value to every call behind it at which it might have to be dropped, which for a thousand
//! migrations takes minutes. Its statements are a `static`: the content of a constant is hashed for
//! every reference into it.

use std::fmt::Write as _;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{
    Checksum, Decision, Effect, Folder, Kind, MANIFEST_FILE, Migration, MigrationSet, ObjectRef,
    Script, StatementClass, Version,
};

use super::Located;

/// A block whose value is a `::dbwarden::Migrator`.
pub(super) fn constant(located: &Located, folder: &Folder, set: &MigrationSet) -> String {
    let mut rust = Rust::default();
    for migration in set.migrations() {
        rust.migration(migration);
    }
    let decisions: String = set.decisions().iter().map(decision).collect();
    let dialect = match set.dialect() {
        Dialect::Postgres => "Postgres",
        Dialect::MySql => "MySql",
        Dialect::Sqlite => "Sqlite",
    };
    let Rust { items, names, count } = rust;
    let decision_count = set.decisions().len();
    let (database, tracked) = (set.database(), tracked(located, folder));
    // Only a debug build looks at the folder: the paths of the machine that builds a release are
    // nobody's business.
    let path = located.path.to_string_lossy();
    format!(
        "{{
#[allow(unused_imports)]
use ::dbwarden::__private as p;
use p::migration as m;
#[allow(unused_imports)]
use ::core::option::Option::{{None as N, Some as O}};
{tracked}
const _: &str = ::core::env!(\"CARGO_MANIFEST_DIR\");
const F: &str = if ::core::cfg!(debug_assertions) {{ {path:?} }} else {{ \"\" }};
{items}
static M: [m::Migration; {count}] = [{names}];
static D: [m::Decision; {decision_count}] = [{decisions}];
const MIGRATOR: ::dbwarden::Migrator =
p::migrator(m::MigrationSet::embedded({database:?}, p::Dialect::{dialect}, &M, &D), F);
MIGRATOR
}}"
    )
}

/// Names every file to the compiler, so that cargo builds again when one changes or goes.
fn tracked(located: &Located, folder: &Folder) -> String {
    let names = folder.files.iter().map(|file| file.name.as_str());
    let paths = names.chain([MANIFEST_FILE]).map(|name| located.path.join(name));
    paths.fold(String::new(), |mut rust, path| {
        let _ =
            write!(rust, "const _: &[u8] = ::core::include_bytes!({:?});", path.to_string_lossy());
        rust
    })
}

/// The items of the migrations so far.
#[derive(Default)]
struct Rust {
    items: String,
    /// The names of the items, with a comma behind each.
    names: String,
    count: usize,
}

impl Rust {
    fn migration(&mut self, migration: &Migration) {
        let kind = match migration.kind() {
            Kind::Versioned(version) => format!("Versioned({})", self::version(version)),
            Kind::Always => "Always".into(),
            Kind::OnChange => "OnChange".into(),
        };
        let flags = migration.flags();
        let index = self.count;
        self.count += 1;
        let _ = write!(self.names, "M{index},");
        let depends_on: String =
            migration.depends_on().iter().map(|on| format!("{},", version(*on))).collect();
        let count = migration.depends_on().len();
        let _ = write!(self.items, "static V{index}:[m::Version;{count}]=[{depends_on}];");
        let upgrade = self.script(&format!("U{index}"), migration.upgrade());
        let rollback = match migration.rollback() {
            Some(script) => format!("O({})", self.script(&format!("R{index}"), script)),
            None => "N".into(),
        };
        let _ = write!(
            self.items,
            "const M{index}:m::Migration=m::Migration::embedded({:?},m::Kind::{kind},{:?},\
             m::Flags{{no_transaction:{},foreign_keys_off:{},irreversible:{}}},&V{index},{upgrade},{rollback});",
            migration.file_name(),
            migration.description(),
            flags.no_transaction,
            flags.foreign_keys_off,
            flags.irreversible,
        );
    }

    /// An expression for a script, whose statements become the item `name`.
    fn script(&mut self, name: &str, script: &Script) -> String {
        let mut statements = String::new();
        for statement in script.statements() {
            let class = match statement.class() {
                StatementClass::Data => "Data",
                StatementClass::Definition => "Definition",
                StatementClass::Session => "Session",
            };
            let effect = statement.effect().and_then(effect);
            let effect =
                effect.map_or_else(|| "N".into(), |effect| format!("O(m::Effect::{effect})"));
            let (start, end, line) = (statement.start(), statement.end(), statement.line());
            let _ = write!(
                statements,
                "m::Statement::new({start},{end},{line},m::StatementClass::{class},{effect}),"
            );
        }
        let count = script.statements().len();
        let _ = write!(self.items, "static {name}:[m::Statement;{count}]=[{statements}];");
        format!("m::Script::embedded({:?},&{name},{})", script.sql(), checksum(script.checksum()))
    }
}

/// `None` for an effect that this version does not know how to write; it is a help, not a need.
fn effect(effect: &Effect) -> Option<String> {
    let borrowed = |name: &str| format!("::std::borrow::Cow::Borrowed({name:?})");
    Some(match effect {
        Effect::CreateTable(table) => format!("CreateTable({})", object(table)),
        Effect::DropTable(table) => format!("DropTable({})", object(table)),
        Effect::DropTables(tables) => {
            // In a block of its own: a reference to values with a destructor lives on only as a constant.
            let tables: String = tables.iter().map(|table| object(table) + ",").collect();
            format!("DropTables(::std::borrow::Cow::Borrowed(const{{&[{tables}]}}))")
        }
        Effect::RenameTable { table, to } => {
            format!("RenameTable{{table:{},to:{}}}", object(table), object(to))
        }
        Effect::CreateIndex { index, table, concurrently } => format!(
            "CreateIndex{{index:{},table:{},concurrently:{concurrently}}}",
            object(index),
            object(table)
        ),
        Effect::DropIndex { index, table } => {
            let table =
                table.as_ref().map_or_else(|| "N".into(), |table| format!("O({})", object(table)));
            format!("DropIndex{{index:{},table:{table}}}", object(index))
        }
        Effect::AddColumn { table, column } => {
            format!("AddColumn{{table:{},column:{}}}", object(table), borrowed(column))
        }
        Effect::DropColumn { table, column } => {
            format!("DropColumn{{table:{},column:{}}}", object(table), borrowed(column))
        }
        Effect::AddConstraint { table, constraint } => {
            format!("AddConstraint{{table:{},constraint:{}}}", object(table), borrowed(constraint))
        }
        Effect::DropConstraint { table, constraint } => {
            format!("DropConstraint{{table:{},constraint:{}}}", object(table), borrowed(constraint))
        }
        _ => return None,
    })
}

fn object(object: &ObjectRef) -> String {
    let schema = object.schema().map_or_else(|| "N".into(), |schema| format!("O({schema:?})"));
    format!("m::ObjectRef::embedded({schema},{:?})", object.name())
}

fn decision(decision: &Decision) -> String {
    let borrowed = |reason: &str| format!("::std::borrow::Cow::Borrowed({reason:?})");
    match decision {
        Decision::Accept { version: number, checksum: sum, reason } => format!(
            "m::Decision::Accept{{version:{},checksum:{},reason:{}}},",
            version(*number),
            checksum(*sum),
            borrowed(reason)
        ),
        Decision::Retired { version: number, reason } => format!(
            "m::Decision::Retired{{version:{},reason:{}}},",
            version(*number),
            borrowed(reason)
        ),
        Decision::Renumbered { old, new } => {
            format!("m::Decision::Renumbered{{old:{},new:{}}},", version(*old), version(*new))
        }
    }
}

fn version(version: Version) -> String {
    format!("m::Version::new({})", version.number())
}

fn checksum(checksum: Checksum) -> String {
    let mut bytes = String::new();
    for byte in checksum.as_bytes() {
        let _ = write!(bytes, "\\x{byte:02x}");
    }
    format!("m::Checksum::from_bytes(*b\"{bytes}\")")
}
