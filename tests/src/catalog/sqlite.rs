//! What a SQLite database holds, a fact a line: what its pragmas tell, and what only the text of its
//! statements tells (checks, collations, conflict clauses, names, AUTOINCREMENT, deferral, expressions).
//!
//! The text is read by a reader that shares nothing with dbwarden's own, so that the two do not make one
//! mistake together. It knows words and parentheses, and expects statements that SQLite has taken.

use super::query_sqlite;

/// The tables that count, as `t`.
const TABLES: &str = "(SELECT * FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                      AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                      AND name NOT LIKE '\\_dbwarden\\_%' ESCAPE '\\') t";

/// Between two columns of one row.
const SEPARATOR: char = '\u{1f}';

/// Everything that the database holds but the ledger, the same for schemas that mean the same.
pub(super) fn facts(url: &str) -> String {
    let mut facts = query_sqlite(
        url,
        &format!("SELECT 'table ' || name || ' wr=' || wr || ' strict=' || strict FROM {TABLES}"),
    );
    facts.extend(columns(url));
    facts.extend(query_sqlite(
        url,
        &format!(
            "SELECT 'key ' || t.name || ' ' || lower(group_concat(f.\"from\" || '>' || f.\"table\" || '.' || \
             coalesce(f.\"to\", (SELECT p.name FROM pragma_table_info(f.\"table\") p \
             WHERE p.pk = f.seq + 1), ''), ',')) || ' ' || f.on_update || ' ' || f.on_delete \
             FROM {TABLES}, pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id"
        ),
    ));
    facts.extend(query_sqlite(
        url,
        &format!(
            "SELECT 'index ' || t.name || ' ' || CASE i.origin WHEN 'c' THEN i.name ELSE i.origin END \
             || ' unique=' || i.\"unique\" || ' partial=' || i.partial || ' ' || \
             (SELECT group_concat(coalesce(x.name, 'expression') || ' ' || x.desc || ' ' || \
              upper(x.coll), ',') FROM pragma_index_xinfo(i.name) x WHERE x.key = 1) \
             FROM {TABLES}, pragma_index_list(t.name) i"
        ),
    ));
    for (kind, name, sql) in statements(url) {
        match kind.as_str() {
            "table" => facts.extend(of_table(&name, &sql)),
            "index" => facts.push(format!("text of index {name}: {}", of_index(&sql))),
            kind => facts.push(format!("text of {kind} {name}: {}", spoken(&words(&sql)))),
        }
    }
    facts.join("\n")
}

fn columns(url: &str) -> Vec<String> {
    let rows = query_sqlite(
        url,
        &format!(
            "SELECT 'column ' || t.name || '.' || c.name || ' ' || upper(replace(c.type, ' ', '')) \
             || ' notnull=' || c.\"notnull\" || ' pk=' || c.pk || ' hidden=' || c.hidden \
             || char(31) || coalesce(c.dflt_value, 'NULL') FROM {TABLES}, pragma_table_xinfo(t.name) c"
        ),
    );
    let with_default = |row: String| {
        let (column, default) = row.split_once(SEPARATOR).expect("it has two columns");
        format!("{column} default={}", of_default(default))
    };
    rows.into_iter().map(with_default).collect()
}

/// A default of one bare word, or of one in double quotes, is that text.
fn of_default(default: &str) -> String {
    let words = words(default);
    match bare(&words) {
        [word] if word.is_name && !is_value(&word.text) => format!("'{}'", word.text),
        words => spoken(words),
    }
}

fn is_value(word: &str) -> bool {
    ["null", "true", "false", "current_timestamp", "current_date", "current_time"].contains(&word)
}

fn statements(url: &str) -> Vec<(String, String, String)> {
    let rows = query_sqlite(
        url,
        "SELECT s.type || char(31) || s.name || char(31) || s.sql FROM sqlite_schema s \
         LEFT JOIN pragma_table_list l ON s.type = 'table' AND l.name = s.name AND l.schema = 'main' \
         WHERE s.sql IS NOT NULL AND coalesce(l.type, 'table') IN ('table', 'view', 'virtual') \
         AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         AND s.tbl_name NOT LIKE '\\_dbwarden\\_%' ESCAPE '\\'",
    );
    let part = |row: String| {
        let mut parts = row.splitn(3, SEPARATOR).map(str::to_owned);
        let mut next = || parts.next().expect("it has three columns");
        (next(), next(), next())
    };
    rows.into_iter().map(part).collect()
}

/// A token of a statement.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    /// In lower case and without quotes, but a string as it stands.
    text: String,
    is_name: bool,
    is_quoted: bool,
}

impl Word {
    fn is(&self, keyword: &str) -> bool {
        !self.is_quoted && self.text == keyword
    }
}

fn words(sql: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (length, word) = match first {
            _ if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), None),
            _ if rest.starts_with("/*") => {
                (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
            }
            '\'' | '"' | '`' | '[' => {
                let length = quoted_length(rest, if first == '[' { ']' } else { first });
                let text = match first {
                    '\'' => rest[..length].to_owned(),
                    _ => rest[1..length - 1].to_ascii_lowercase(),
                };
                (length, Some(Word { text, is_name: first != '\'', is_quoted: true }))
            }
            _ if first.is_alphanumeric() || first == '_' => {
                let is_in = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
                let length = match first.is_ascii_digit() {
                    true => rest.find(|c| !is_in(c)),
                    false => rest.find(|c| !is_in(c) || c == '.'),
                };
                let length = length.unwrap_or(rest.len());
                let text = rest[..length].to_ascii_lowercase();
                (length, Some(Word { text, is_name: !first.is_ascii_digit(), is_quoted: false }))
            }
            _ if first.is_whitespace() => (first.len_utf8(), None),
            _ => {
                let text = first.to_string();
                (first.len_utf8(), Some(Word { text, is_name: false, is_quoted: false }))
            }
        };
        words.extend(word);
        rest = &rest[length..];
    }
    words
}

/// How long a quoted token is; two closing quotes are one of its characters.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if quote == ']' || !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// Words as one text, with the operators that have two spellings in one of them.
fn spoken(words: &[Word]) -> String {
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    format!(" {} ", text.join(" "))
        .replace(" = = ", " = ")
        .replace(" ! = ", " < > ")
        .trim()
        .to_owned()
}

/// The position behind the parenthesis that closes the one at `open`.
fn behind_group(words: &[Word], open: usize) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate().skip(open) {
        depth += i32::from(word.is("(")) - i32::from(word.is(")"));
        if depth == 0 {
            return at + 1;
        }
    }
    words.len()
}

/// The words without parentheses around all of them.
fn bare(mut words: &[Word]) -> &[Word] {
    while words.first().is_some_and(|word| word.is("(")) && behind_group(words, 0) == words.len() {
        words = &words[1..words.len() - 1];
    }
    words
}

/// The parts of a list, between the commas of its own level.
fn items(words: &[Word]) -> Vec<&[Word]> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < words.len() {
        if words[at].is("(") {
            at = behind_group(words, at);
            continue;
        }
        if words[at].is(",") {
            found.push(&words[start..at]);
            start = at + 1;
        }
        at += 1;
    }
    found.push(&words[start..]);
    found
}

fn of_index(sql: &str) -> String {
    let words = words(sql);
    let open = words.iter().position(|word| word.is("(")).expect("an index has columns");
    let end = behind_group(&words, open);
    let part = |item: &&[Word]| {
        let item = match item {
            [rest @ .., last] if last.is("asc") || last.is("desc") => rest,
            all => all,
        };
        let item = match item {
            [rest @ .., word, _] if word.is("collate") => rest,
            all => all,
        };
        // A column may be written as a string.
        spoken(bare(item)).trim_matches('\'').to_owned()
    };
    let parts: Vec<String> = items(&words[open + 1..end - 1]).iter().map(part).collect();
    let predicate = words.get(end + 1..).unwrap_or_default();
    format!("{} where {}", parts.join(", "), spoken(bare(predicate)))
}

fn of_table(table: &str, sql: &str) -> Vec<String> {
    let mut words = words(sql);
    // A column is the same with the name of its table before it.
    let is_table = |word: &Word| word.is_name && word.text == table.to_ascii_lowercase();
    while let Some(at) = words.windows(2).position(|it| is_table(&it[0]) && it[1].is(".")) {
        words.drain(at..at + 2);
    }
    let open = words.iter().position(|word| word.is("(")).expect("a table has columns");
    let mut facts = Vec::new();
    for item in items(&words[open + 1..behind_group(&words, open) - 1]) {
        let begins = ["constraint", "primary", "unique", "check", "foreign"];
        let is_column = !begins.iter().any(|word| item[0].is(word));
        let column = if is_column { item[0].text.trim_matches('\'') } else { "" };
        facts.extend(of_definition(column, &item[usize::from(is_column)..]));
    }
    facts.iter().map(|fact| format!("{table}: {fact}")).collect()
}

/// What the definition of a column, or constraints of the table, say.
fn of_definition(column: &str, words: &[Word]) -> Vec<String> {
    let mut facts = Vec::new();
    let mut name = String::new();
    let mut kind = String::new();
    let mut at = 0;
    let sees = |at: usize, keywords: &[&str]| {
        keywords.iter().enumerate().all(|(i, it)| words.get(at + i).is_some_and(|word| word.is(it)))
    };
    // The columns of a key: in parentheses, or the one that is being defined.
    let key = |at: usize| match sees(at, &["("]) {
        true => {
            let end = behind_group(words, at);
            let columns = spoken(&words[at + 1..end - 1]).replace('\'', "");
            (columns.replace(" autoincrement", "").replace(" asc", ""), end)
        }
        false => (column.to_owned(), at),
    };
    while at < words.len() {
        let mut begun = None;
        if sees(at, &["constraint"]) {
            name = words[at + 1].text.clone();
            at += 2;
            continue;
        } else if sees(at, &["primary", "key"]) {
            let (columns, end) = key(at + 2);
            facts.extend(
                words[at..end].iter().any(|it| it.is("autoincrement")).then(|| "counts".to_owned()),
            );
            begun = Some(format!("primary key of {columns}"));
            at = end;
        } else if sees(at, &["unique"]) {
            let (columns, end) = key(at + 1);
            begun = Some(format!("unique {columns}"));
            at = end;
        } else if sees(at, &["check"]) {
            let end = behind_group(words, at + 1);
            let check = format!("check {}", spoken(bare(&words[at + 1..end])));
            facts.push(check.clone());
            begun = Some(check);
            at = end;
        } else if sees(at, &["foreign", "key"]) {
            let (columns, end) = key(at + 2);
            kind = format!("key of {columns}");
            at = end;
            continue;
        } else if sees(at, &["references"]) {
            begun = Some(if column.is_empty() { kind.clone() } else { format!("key of {column}") });
            at += 2;
        } else if sees(at, &["not", "null"]) {
            kind = format!("not null {column}");
            name.clear();
            at += 2;
        } else if sees(at, &["not", "deferrable"]) {
            at += if sees(at + 2, &["initially"]) { 4 } else { 2 };
        } else if sees(at, &["deferrable"]) {
            let deferred = sees(at + 1, &["initially", "deferred"]);
            facts.push(format!("{kind} is deferrable, deferred={deferred}"));
            at += 1;
        } else if sees(at, &["on", "conflict"]) {
            let action = &words[at + 2].text;
            facts.extend((action != "abort").then(|| format!("{kind} on conflict {action}")));
            at += 3;
        } else if sees(at, &["collate"]) {
            let collation = &words[at + 1].text;
            facts.extend((collation != "binary").then(|| format!("{column} collates {collation}")));
            at += 2;
        } else if sees(at, &["default"]) {
            at += 1;
            at = match words.get(at) {
                Some(word) if word.is("(") => behind_group(words, at),
                Some(word) if word.is("+") || word.is("-") => at + 2,
                _ => at + 1,
            };
            name.clear();
        } else if sees(at, &["as", "("]) {
            let end = behind_group(words, at + 1);
            facts.push(format!("{column} is {}", spoken(bare(&words[at + 1..end]))));
            at = end;
        } else if sees(at, &["autoincrement"]) {
            facts.push("counts".to_owned());
            at += 1;
        } else if sees(at, &["("]) {
            at = behind_group(words, at);
        } else {
            at += 1;
        }
        if let Some(begun) = begun {
            kind = begun;
            if !name.is_empty() {
                facts.push(format!("{kind} is called {name}"));
                name.clear();
            }
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_table_is_told() {
        let facts = of_table(
            "t",
            "CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, -- a, (\n \
             [a] TEXT DEFAULT 'unique' COLLATE NoCase NOT NULL ON CONFLICT FAIL CHECK ((\"A\"<>')')), \
             b AS (a || 1) REFERENCES o DEFERRABLE INITIALLY DEFERRED, \
             CONSTRAINT k UNIQUE ('a', b) ON CONFLICT ABORT CHECK (b == 1))",
        );
        assert_eq!(
            facts,
            [
                "t: primary key of id on conflict replace",
                "t: counts",
                "t: a collates nocase",
                "t: not null a on conflict fail",
                "t: check a < > ')'",
                "t: b is a | | 1",
                "t: key of b is deferrable, deferred=true",
                "t: unique a , b is called k",
                "t: check b = 1",
            ]
        );
    }

    #[test]
    fn spelling_is_no_fact() {
        assert_eq!(of_index("CREATE INDEX i ON t ((a) DESC) WHERE (B = 'x')"), "a where b = 'x'");
        assert_eq!(
            of_index("create index i on t('a' COLLATE nocase)where b=='x'"),
            "a where b = 'x'"
        );
        assert_eq!(of_default("((1))"), of_default("1"));
        assert_eq!(of_default("\"red\""), "'red'");
        assert_ne!(of_default("'A'"), of_default("'a'"));
    }
}
