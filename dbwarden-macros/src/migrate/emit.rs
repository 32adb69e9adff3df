//! The Rust that a set becomes: one literal, whatever the number of migrations.

use dbwarden_core::migration::{Folder, MANIFEST_FILE, MigrationSet, encode};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Located;

/// A block whose value is a `::dbwarden::Migrator`, which decodes the literal at its first use.
pub(super) fn migrator(located: &Located, folder: &Folder, set: &MigrationSet) -> TokenStream {
    let bytes = Literal::byte_string(&encode(set));
    let tracked = tracked(located, folder);
    // Only a debug build looks at the folder: the paths of the machine that builds a release are
    // nobody's business.
    let path = located.path.to_string_lossy();
    quote! {{
        #(const _: &[u8] = ::core::include_bytes!(#tracked);)*
        const _: &str = ::core::env!("CARGO_MANIFEST_DIR");
        const BYTES: &[u8] = #bytes;
        const FOLDER: &str = if ::core::cfg!(debug_assertions) { #path } else { "" };

        fn set() -> &'static ::dbwarden::MigrationSet {
            static SET: ::std::sync::LazyLock<::dbwarden::MigrationSet> =
                ::std::sync::LazyLock::new(|| ::dbwarden::__private::decode(BYTES));
            &SET
        }

        ::dbwarden::__private::migrator(set, BYTES, FOLDER)
    }}
}

/// Every file, named to the compiler so that cargo builds again when one changes or goes.
fn tracked(located: &Located, folder: &Folder) -> Vec<String> {
    let names = folder.files.iter().map(|file| file.name.as_str()).chain([MANIFEST_FILE]);
    names.map(|name| located.path.join(name).to_string_lossy().into_owned()).collect()
}
