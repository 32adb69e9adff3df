//! What a migration is once its file was read: the data that `migrate!()` embeds.
//!
//! Text is borrowed from the program where it is embedded, and owned where it was read from a folder
//! at run time.

#[cfg(feature = "parse")]
mod assemble;
mod checksum;
#[cfg(feature = "parse")]
mod classify;
#[cfg(feature = "parse")]
mod directive;
#[cfg(feature = "parse")]
mod effect;
mod embed;
mod fault;
#[cfg(feature = "parse")]
mod file;
#[cfg(feature = "parse")]
mod file_name;
#[cfg(feature = "parse")]
pub mod folder;
#[cfg(feature = "parse")]
mod manifest;
mod name;
mod outline;
#[cfg(feature = "schema")]
mod reach;
#[cfg(feature = "parse")]
mod render;
mod script;
#[cfg(feature = "parse")]
mod section;
mod set;
#[cfg(feature = "parse")]
mod words;

#[cfg(feature = "parse")]
pub use assemble::{
    Change, ChangeKind, Draft, Purpose, assemble, draft, entry, next_version, rehash,
};
pub use checksum::Checksum;
#[cfg(feature = "parse")]
pub use classify::{Classified, Demand, classify};
#[cfg(feature = "parse")]
pub use directive::{Allow, Directive};
pub use embed::{decode, decode_outline, encode};
pub use fault::{Fault, FaultKind, Faults};
#[cfg(feature = "parse")]
pub use file::{MigrationFile, parse as parse_file};
#[cfg(feature = "parse")]
pub use file_name::{BadName, FileName};
#[cfg(feature = "parse")]
pub use folder::{Folder, SNAPSHOT_FILE, SourceFile};
#[cfg(feature = "parse")]
pub use manifest::{MANIFEST_FILE, Manifest, ManifestEntry};
pub use name::{Kind, Version};
pub use outline::{Outline, Tally};
#[cfg(feature = "schema")]
pub use reach::{A_WHOLE_DATABASE, Reach, reach};
#[cfg(feature = "parse")]
pub use render::{NewFile, render_file};
pub use script::{Effect, ObjectRef, OtherKind, Script, Statement, StatementClass, TableFeature};
pub use set::{Decision, Flags, Migration, MigrationSet};
