//! How PostgreSQL is read: its words, its tokens, and bodies that hold `;`.

#[cfg(feature = "parse")]
use crate::sql::{Boundary, Rules, Words};

/// What can name neither a table nor a column without quotes: the categories `R` and `T` of
/// `pg_get_keywords()` in version 15, with what later versions add.
#[rustfmt::skip]
pub(crate) const RESERVED: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "binary", "both", "case", "cast", "check", "collate", "collation",
    "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except",
    "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having",
    "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral",
    "leading", "left", "like", "limit", "localtime", "localtimestamp", "natural", "not",
    "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing",
    "primary", "references", "returning", "right", "select", "session_user", "similar", "some",
    "symmetric", "system_user", "table", "tablesample", "then", "to", "trailing", "true",
    "union", "unique", "user", "using", "variadic", "verbose", "when", "where", "window",
    "with",
];

/// What cannot name a type without quotes, though a table or a column it can: category `C`.
#[rustfmt::skip]
pub(crate) const NOT_A_TYPE: &[&str] = &[
    "between", "bigint", "bit", "boolean", "char", "character", "coalesce", "dec", "decimal",
    "exists", "extract", "float", "greatest", "grouping", "inout", "int", "integer", "interval",
    "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "least",
    "merge_action", "national", "nchar", "none", "normalize", "nullif", "numeric", "out",
    "overlay", "position", "precision", "real", "row", "setof", "smallint", "substring", "time",
    "timestamp", "treat", "trim", "values", "varchar", "xmlattributes", "xmlconcat",
    "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot",
    "xmlserialize", "xmltable",
];

/// How tokens are written. `standard_conforming_strings` is taken to be on, as it is by default.
#[cfg(feature = "parse")]
pub(crate) const RULES: Rules = Rules {
    nested_comments: true,
    mysql_comments: false,
    backslash_escapes: false,
    double_quoted_strings: false,
    backticks: false,
    brackets: false,
    postgres_strings: true,
    sqlite_parameters: false,
    loose_words: false,
    symbols: &[],
    backslash: Some((
        "a backslash command of psql, which is not SQL",
        "remove the line: a migration already runs on the right database",
    )),
};

/// Where `;` does not end a statement: in `BEGIN ATOMIC .. END` and between the parentheses of a rule.
#[cfg(feature = "parse")]
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    head: Head,
    depth: u32,
    begin: bool,
    label: bool,
}

#[cfg(feature = "parse")]
#[derive(Debug, Default, PartialEq)]
enum Head {
    /// Nothing was read yet.
    #[default]
    Start,
    /// `CREATE`, `CREATE OR`, `CREATE OR REPLACE`.
    Create,
    /// `CREATE FUNCTION` or `CREATE PROCEDURE`.
    Routine,
    /// `CREATE RULE`.
    Rule,
    /// Anything else.
    Other,
}

#[cfg(feature = "parse")]
impl Boundary for Bodies {
    fn token(&mut self, token: &Words<'_>) {
        match self.head {
            Head::Start if token.is("CREATE") => self.head = Head::Create,
            Head::Create if token.is("OR") || token.is("REPLACE") => {}
            Head::Create if token.is("FUNCTION") || token.is("PROCEDURE") => {
                self.head = Head::Routine;
            }
            Head::Create if token.is("RULE") => self.head = Head::Rule,
            Head::Start | Head::Create => self.head = Head::Other,
            Head::Routine if token.parentheses == 0 || self.depth > 0 => self.body(token),
            Head::Routine | Head::Rule | Head::Other => {}
        }
    }

    fn ends(&self, parentheses: u32) -> bool {
        self.depth == 0 && (parentheses == 0 || self.head != Head::Rule)
    }

    fn open(&self) -> Option<&'static str> {
        (self.depth > 0).then_some("`BEGIN ATOMIC` is not closed: its `END` is missing")
    }
}

#[cfg(feature = "parse")]
impl Bodies {
    fn body(&mut self, token: &Words<'_>) {
        // Behind `.` or `AS` any word is a name.
        let name = std::mem::replace(&mut self.label, token.is("AS") || token.is_symbol("."));
        if self.depth == 0 {
            if self.begin && token.is("ATOMIC") {
                self.depth = 1;
            }
        } else if name {
        } else if token.is("CASE") {
            self.depth += 1;
        } else if token.is("END") {
            self.depth -= 1;
        }
        self.begin = token.is("BEGIN");
    }
}
