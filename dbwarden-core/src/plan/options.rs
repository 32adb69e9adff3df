//! What a plan is told beside the changes.

use crate::dialect::Capabilities;
use crate::schema::Object;

/// What a plan is told beside the changes.
#[derive(Debug, Clone)]
pub struct PlanOptions {
    /// What the server can do.
    pub capabilities: Capabilities,
    /// Build indexes of existing tables without locking out writers, where the database can. They
    /// then stand in files of their own, that run outside a transaction.
    pub concurrent_indexes: bool,
    /// Give every constraint a name, also where the database would choose one.
    pub name_everything: bool,
    /// Both schemas were read from catalogs, so that what they say is what is to be there, word by
    /// word.
    pub complete: bool,
    /// What the desired schema has that is not compared: it is made where something that is compared
    /// needs it, and takes the place of what cannot be put back as it was.
    pub further: Vec<Object>,
}

impl PlanOptions {
    /// Ordinary indexes, and names only where somebody gave one or the database needs one.
    pub const fn new(capabilities: Capabilities) -> Self {
        Self {
            capabilities,
            concurrent_indexes: false,
            name_everything: false,
            complete: false,
            further: Vec::new(),
        }
    }
}
