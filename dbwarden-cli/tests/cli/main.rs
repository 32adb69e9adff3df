//! The command line as people meet it: exit code, standard output, standard error.

#![allow(missing_docs)]

mod all;
mod by_hand;
mod folder;
mod project;
mod repairs;
mod settings;
mod walk;
