//! Embeds nothing: what a build costs at least.
