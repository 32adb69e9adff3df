//! `#[dbwarden::test]`: what is no test with a database is an error on its own span.

#[test]
fn every_wrong_test_is_told_where_it_stands() {
    trybuild::TestCases::new().compile_fail("tests/ui/test/*.rs");
}
