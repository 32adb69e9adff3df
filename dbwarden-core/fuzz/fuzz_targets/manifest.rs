//! The manifest.

#![no_main]

#[path = "../../tests/invariants/mod.rs"]
#[allow(dead_code, reason = "each fuzzer asks for its own")]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::manifest(bytes));
