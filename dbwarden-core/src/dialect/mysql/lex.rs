//! How MySQL and MariaDB are read: their words and tokens. Their bodies are in [`super::bodies`].

#[cfg(feature = "parse")]
use crate::sql::{Rules, Token, TokenKind};

/// What either server refuses as a bare name, or takes for a call where a parenthesis follows.
///
/// The words of MariaDB were found by trying every row of `information_schema.keywords` of 10.11 as
/// the name of a table, a column, an index and a constraint; those that MySQL 8 and 9 reserve
/// beside them are the ones marked (R) in its manual.
#[rustfmt::skip]
pub(crate) const RESERVED: &[&str] = &[
    "accessible", "add", "adddate", "all", "alter", "analyze", "and", "as", "asc", "asensitive",
    "before", "between", "bigint", "binary", "bit_and", "bit_or", "bit_xor", "blob", "both",
    "by", "call", "cascade", "case", "cast", "change", "char", "character", "check", "collate",
    "column", "condition", "constraint", "continue", "convert", "count", "create", "cross",
    "cube", "cume_dist", "curdate", "current_date", "current_role", "current_time",
    "current_timestamp", "current_user", "cursor", "curtime", "database", "databases",
    "date_add", "date_sub", "day_hour", "day_microsecond", "day_minute", "day_second", "dec",
    "decimal", "declare", "default", "delayed", "delete", "delete_domain_id", "dense_rank",
    "desc", "describe", "deterministic", "distinct", "distinctrow", "div", "do_domain_ids",
    "double", "drop", "dual", "each", "else", "elseif", "empty", "enclosed", "escaped",
    "except", "exists", "exit", "explain", "extract", "false", "fetch", "first_value", "float",
    "float4", "float8", "for", "force", "foreign", "from", "fulltext", "function", "generated",
    "get", "grant", "group", "group_concat", "grouping", "groups", "having", "high_priority",
    "hour_microsecond", "hour_minute", "hour_second", "if", "ignore", "ignore_domain_ids", "in",
    "index", "infile", "inner", "inout", "insensitive", "insert", "int", "int1", "int2", "int3",
    "int4", "int8", "integer", "intersect", "interval", "into", "io_after_gtids",
    "io_before_gtids", "is", "iterate", "join", "json_table", "key", "keys", "kill", "lag",
    "last_value", "lateral", "lead", "leading", "leave", "left", "like", "limit", "linear",
    "lines", "load", "localtime", "localtimestamp", "lock", "long", "longblob", "longtext",
    "loop", "low_priority", "manual", "master_bind", "master_demote_to_replica",
    "master_demote_to_slave", "master_ssl_verify_server_cert", "match", "max", "maxvalue",
    "mediumblob", "mediumint", "mediumtext", "mid", "middleint", "min", "minute_microsecond",
    "minute_second", "mod", "modifies", "natural", "no_write_to_binlog", "not", "now",
    "nth_value", "ntile", "null", "numeric", "of", "offset", "on", "optimize",
    "optimizer_costs", "option", "optionally", "or", "order", "out", "outer", "outfile", "over",
    "page_checksum", "parallel", "parse_vcol_expr", "partition", "percent_rank", "portion",
    "position", "precision", "primary", "procedure", "purge", "qualify", "range", "rank",
    "read", "read_write", "reads", "real", "recursive", "ref_system_id", "references", "regexp",
    "release", "rename", "repeat", "replace", "require", "resignal", "restrict", "return",
    "returning", "revoke", "right", "rlike", "row", "row_number", "rows", "schema", "schemas",
    "second_microsecond", "select", "sensitive", "separator", "session_user", "set", "show",
    "signal", "smallint", "spatial", "specific", "sql", "sql_big_result", "sql_buffer_result",
    "sql_cache", "sql_calc_found_rows", "sql_no_cache", "sql_small_result", "sqlexception",
    "sqlstate", "sqlwarning", "ssl", "starting", "stats_auto_recalc", "stats_persistent",
    "stats_sample_pages", "std", "stddev", "stddev_pop", "stddev_samp", "stored",
    "straight_join", "subdate", "substr", "substring", "sum", "sysdate", "system",
    "system_user", "table", "tablesample", "terminated", "then", "tinyblob", "tinyint",
    "tinytext", "to", "trailing", "trigger", "trim", "true", "undo", "union", "unique",
    "unlock", "unsigned", "update", "usage", "use", "using", "utc_date", "utc_time",
    "utc_timestamp", "values", "var_pop", "var_samp", "varbinary", "varchar", "varcharacter",
    "variance", "varying", "virtual", "when", "where", "while", "window", "with", "write",
    "xor", "year_month", "zerofill",
];

/// How tokens are written, in a session with neither `ANSI_QUOTES` nor `NO_BACKSLASH_ESCAPES`.
#[cfg(feature = "parse")]
pub(crate) const RULES: Rules = Rules {
    nested_comments: false,
    mysql_comments: true,
    backslash_escapes: true,
    double_quoted_strings: true,
    backticks: true,
    brackets: false,
    postgres_strings: false,
    sqlite_parameters: false,
    loose_words: true,
    symbols: &["<=>", "<=", ">=", "<>", "!=", "||", "&&", "<<", ">>", ":=", "->>", "->"],
    backslash: Some((
        "a backslash command of the mysql client, which is not SQL",
        "remove it: statements end with `;` or with what `DELIMITER` names",
    )),
};

/// Whether a statement switches its session to `sql_mode=ORACLE`, in which `"` quotes names (MariaDB),
/// or to another mode; `None` where it does neither.
///
/// The other modes that change how a text is read are refused in migrations.
#[cfg(feature = "parse")]
pub(crate) fn oracle_mode(sql: &str, tokens: &[Token]) -> Option<bool> {
    let mut words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let is_set = words.next().is_some_and(|token| token.is_word(sql, "SET"));
    // A global mode is for other sessions, and the mode of `SET STATEMENT` comes after the reading.
    let is_elsewhere = words
        .next()
        .is_some_and(|token| ["GLOBAL", "STATEMENT"].iter().any(|w| token.is_word(sql, w)));
    let is_assigned = tokens.windows(2).any(|pair| {
        let [name, sign] = pair else { return false };
        name.is_word(sql, "sql_mode") && (sign.is_symbol(sql, "=") || sign.is_symbol(sql, ":="))
    });
    let is_oracle = |token: &Token| {
        let mut words = token.text(sql).split(|c: char| !(c.is_alphanumeric() || c == '_'));
        matches!(token.kind, TokenKind::Word | TokenKind::String)
            && words.any(|word| word.eq_ignore_ascii_case("ORACLE"))
    };
    (is_set && !is_elsewhere && is_assigned).then(|| tokens.iter().any(is_oracle))
}
