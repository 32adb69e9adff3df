//! The offer to hash files that somebody has edited and nobody has applied.

use std::collections::BTreeSet;

use dbwarden::Migrator;
use dbwarden_core::migration::{Fault, FaultKind, Faults, MigrationSet};

use crate::config::DatabaseUrl;
use crate::error::Result;
use crate::output::{Printer, STRONG, paint};
use crate::source::migrations::Migrations;

/// Asks whether the files may be taken as they are now, if that is all that is wrong with the folder
/// and this database has applied none of them; else refuses with what is wrong.
pub(crate) async fn offer(
    migrations: &Migrations,
    faults: &Faults,
    url: &DatabaseUrl,
    printer: &Printer,
) -> Result<()> {
    let edited = |fault: &Fault| matches!(fault.kind, FaultKind::Edited | FaultKind::Unlisted);
    let curable = migrations.folder.manifest.is_some() && faults.as_slice().iter().all(edited);
    if !curable || !printer.is_interactive() {
        return Err(migrations.refuse(faults));
    }
    let applied = applied(url).await?;
    let name = |fault: &Fault| fault.file.rsplit('/').next().unwrap_or_default().to_owned();
    if faults.as_slice().iter().any(|fault| applied.contains(&name(fault))) {
        return Err(migrations.refuse(faults));
    }
    for fault in faults.as_slice() {
        printer.note(format_args!("{} {fault}", paint(STRONG, "edited, not applied yet:")));
    }
    if !printer.confirm("Take the files as they are now?")? {
        return Err(migrations.refuse(faults));
    }
    let (manifest, _) = migrations.rehash(url.dialect())?;
    migrations.write_manifest(&manifest)
}

/// The names of the files that a database has applied.
async fn applied(url: &DatabaseUrl) -> Result<BTreeSet<String>> {
    let nothing = MigrationSet::new(String::new(), url.dialect(), Vec::new(), Vec::new());
    let history = Migrator::new(nothing).history(url.expose()).await?;
    Ok(history.iter().map(|entry| entry.file_name().to_owned()).collect())
}
