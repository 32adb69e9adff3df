//! `derive(Model)`: every wrong attribute is an error on its own span, all of an item at once.

#[test]
fn every_wrong_attribute_is_told_where_it_stands() {
    trybuild::TestCases::new().compile_fail("tests/ui/model/*.rs");
}
