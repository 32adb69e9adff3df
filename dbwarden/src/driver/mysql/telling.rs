//! Which tables of a script say their character set, and which take that of their database: no catalog
//! tells.
//!
//! While the script runs, the database has a collation that nobody would name. What has it afterwards
//! has said nothing.

use dbwarden_core::schema::Schema;

use crate::throwaway::mysql::Keeper;

/// The collation that a database has for a while, and the one that it stands for.
pub(crate) struct Telling {
    strange: String,
    usual: String,
}

impl Telling {
    /// Gives a database the strange one; `None` where there is no other for its character set.
    pub(crate) async fn begin(
        keeper: &mut Keeper,
        name: &str,
    ) -> Result<Option<Self>, sqlx::Error> {
        let (charset, usual) = keeper.usual_collation().await?;
        let Some(strange) = keeper.strange_collation(&charset, &usual).await? else {
            return Ok(None);
        };
        keeper.set_collation(name, &charset, &strange).await?;
        Ok(Some(Self { strange, usual }))
    }

    /// The schema as it would be in the usual collation, with a note of what did not say it. A column
    /// that names the usual one has said so, whatever database its table comes to be in.
    pub(crate) fn translate(&self, schema: &mut Schema) {
        for table in &mut schema.tables {
            if table.options.collation.as_ref() == Some(&self.strange) {
                table.options.collation = Some(self.usual.clone());
                table.options.follows_database = true;
            }
        }
    }
}
