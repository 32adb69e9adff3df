//! Embeds a thousand migrations with refinery.

refinery::embed_migrations!("../files/refinery");
