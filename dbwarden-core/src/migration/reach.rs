//! Whether a statement stays inside of the database in which it runs.

use super::words::WordReader;
use crate::dialect::Dialect;
use crate::sql::Token;

/// How far a statement reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// It changes this database only.
    Inside,
    /// It is about who there is and who may do what, says something of what belongs to no database, or
    /// locks tables for a dump: a schema is the same without it.
    Aside,
    /// It lets somebody do something here: a schema is the same without it, and whom it lets need not
    /// be there.
    Privilege,
    /// It makes, changes, enters or drops the database of that name as a whole (MySQL).
    Database {
        /// The name.
        name: String,
        /// What it says of the database, as a statement for the one at hand.
        says: Option<String>,
        /// Nothing is left of it.
        drops: bool,
    },
    /// It changes something else on the server, or a file.
    Outside {
        /// What it is, in a few words.
        what: &'static str,
    },
}

/// What a statement changes that makes a database, or says something of it.
pub const A_WHOLE_DATABASE: &str = "a change of a database as a whole";

/// How far a statement reaches, as its words say.
pub fn reach(dialect: Dialect, sql: &str, tokens: &[Token]) -> Reach {
    let words = WordReader::new(dialect, sql, tokens);
    match dialect {
        Dialect::Postgres => postgres(words),
        Dialect::MySql => mysql(words),
        Dialect::Sqlite => sqlite(&words),
    }
}

const fn outside(what: &'static str) -> Reach {
    Reach::Outside { what }
}

fn postgres(mut words: WordReader<'_>) -> Reach {
    let all = words.clone();
    if words.is_any(&["GRANT", "REVOKE"]) {
        if !words.any(&["ON"]) {
            return Reach::Aside;
        }
        let is_of_server = ["DATABASE", "TABLESPACE", "PARAMETER"]
            .iter()
            .any(|object| all.sequence(&["ON", object]));
        return if words.is("GRANT") && !is_of_server { Reach::Privilege } else { Reach::Aside };
    }
    // Outside of a transaction it fails, and the files of many migrations in a row have none.
    if words.is("LOCK") {
        return Reach::Aside;
    }
    if words.is_any(&["SET", "RESET"])
        && (all.sequence(&["SET", "ROLE"])
            || all.sequence(&["RESET", "ROLE"])
            || all.sequence(&["SESSION", "AUTHORIZATION"]))
    {
        return Reach::Aside;
    }
    if words.eat("ALTER") {
        if words.is("SYSTEM") {
            return outside("a change of the server's settings");
        }
        if words.eat_all(&["DEFAULT", "PRIVILEGES"]) {
            return Reach::Aside;
        }
        if !words.is_any(&["DATABASE", "TABLESPACE"]) && words.sequence(&["OWNER", "TO"]) {
            return Reach::Aside;
        }
        return of_the_server(words);
    }
    if words.eat("CREATE") || words.eat("DROP") {
        if words.is("SUBSCRIPTION") {
            return outside("a subscription");
        }
        if words.is("OWNED") {
            return Reach::Aside;
        }
        return of_the_server(words);
    }
    if words.eat_all(&["COMMENT", "ON"]) {
        return match of_the_server(words) {
            Reach::Outside { .. } => Reach::Aside,
            reach => reach,
        };
    }
    if words.is("REASSIGN") || words.eat_all(&["SECURITY", "LABEL"]) {
        return Reach::Aside;
    }
    if words.eat("COPY") && (all.any(&["PROGRAM"]) || !all.any(&["STDIN", "STDOUT"])) {
        return outside("a file of the server");
    }
    Reach::Inside
}

/// The objects of PostgreSQL that belong to no database.
fn of_the_server(words: WordReader<'_>) -> Reach {
    if words.is_any(&["ROLE", "GROUP"]) || words.is("USER") && !words.clone().skip(1).is("MAPPING")
    {
        Reach::Aside
    } else if words.is("DATABASE") {
        outside(A_WHOLE_DATABASE)
    } else if words.is("TABLESPACE") {
        outside("a change of a tablespace")
    } else {
        Reach::Inside
    }
}

fn mysql(mut words: WordReader<'_>) -> Reach {
    const ELSEWHERE: Reach = outside("a name of another database");
    let all = words.clone();
    if words.is_any(&["GRANT", "REVOKE", "LOCK", "UNLOCK", "FLUSH"]) {
        return Reach::Aside;
    }
    if words.eat("USE") {
        let name = words.part().map(std::borrow::Cow::into_owned);
        return name.map_or(ELSEWHERE, |name| Reach::Database { name, says: None, drops: false });
    }
    if words.eat("SET") {
        return if words.any(&["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD"]) {
            outside("a change of the server's settings")
        } else {
            Reach::Inside
        };
    }
    if words.is_any(&[
        "INSTALL",
        "UNINSTALL",
        "KILL",
        "SHUTDOWN",
        "CHANGE",
        "PURGE",
        "RESET",
        "START",
        "STOP",
        "BACKUP",
    ]) && !words.clone().skip(1).is("TRANSACTION")
    {
        return outside("a command to the server");
    }
    if words.eat("LOAD")
        || all.sequence(&["INTO", "OUTFILE"])
        || all.sequence(&["INTO", "DUMPFILE"])
    {
        return outside("a file of the server");
    }
    let verb = words.eat("CREATE")
        || words.eat("ALTER")
        || words.eat("DROP")
        || words.eat("RENAME")
        || words.eat("TRUNCATE");
    if verb {
        words.eat_all(&["OR", "REPLACE"]);
        if words.is_any(&["DATABASE", "SCHEMA"]) {
            return whole_database(all.is("ALTER"), all.is("DROP"), words.skip(1));
        }
        if words.is_any(&["USER", "ROLE"]) {
            return Reach::Aside;
        }
        if words.is_any(&["SERVER", "TABLESPACE"]) {
            return outside("a change of the server");
        }
    }
    let named_after: &[&str] = if verb {
        &["TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE"]
    } else {
        &["INTO", "UPDATE"]
    };
    // What comes later is the body of a view or of a routine, which does nothing yet.
    let first = |words: &[&str]| all.qualified_after(words).first() == Some(&true);
    let is_elsewhere = first(named_after)
        || words.is_any(&["INDEX", "UNIQUE", "FULLTEXT", "SPATIAL", "TRIGGER"]) && first(&["ON"])
        || all.qualified_after(&["REFERENCES"]).contains(&true)
        || all.is("DELETE") && first(&["FROM"]);
    if is_elsewhere { ELSEWHERE } else { Reach::Inside }
}

/// What is said of a database as a whole behind that word. One without a name is the one at hand.
fn whole_database(alters: bool, drops: bool, mut words: WordReader<'_>) -> Reach {
    const OPTIONS: &[&str] = &["DEFAULT", "CHARACTER", "CHARSET", "COLLATE", "COMMENT"];
    let _ = words.eat_all(&["IF", "NOT", "EXISTS"]) || words.eat_all(&["IF", "EXISTS"]);
    if alters && words.is_any(OPTIONS) {
        return Reach::Inside;
    }
    let Some(name) = words.part() else { return outside("a change of a database as a whole") };
    let says = words.is_any(OPTIONS).then(|| format!("ALTER DATABASE {}", words.text()));
    Reach::Database { name: name.into_owned(), says, drops }
}

fn sqlite(words: &WordReader<'_>) -> Reach {
    if words.is_any(&["ATTACH", "DETACH"]) {
        outside("another file")
    } else if words.is("VACUUM") && words.any(&["INTO"]) {
        outside("a file")
    } else {
        Reach::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split;

    fn reach_of(dialect: Dialect, sql: &str) -> Reach {
        let split = split(dialect, sql);
        reach(dialect, sql, &split.tokens)
    }

    #[test]
    fn what_leaves_the_database_is_told() {
        for (dialect, sql) in [
            (Dialect::Postgres, "CREATE DATABASE a"),
            (Dialect::Postgres, "DROP TABLESPACE a"),
            (Dialect::Postgres, "COPY a TO '/tmp/a'"),
            (Dialect::Postgres, "COPY a FROM PROGRAM 'true'"),
            (Dialect::Postgres, "ALTER SYSTEM SET a = 1"),
            (Dialect::MySql, "SET @@GLOBAL.sql_mode = ''"),
            (Dialect::MySql, "SET GLOBAL sql_mode = ''"),
            (Dialect::MySql, "CREATE TABLE app.a (id INT)"),
            (Dialect::MySql, "CREATE TABLE IF NOT EXISTS `app`.`a` (id INT)"),
            (Dialect::MySql, "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES app.b (id)"),
            (Dialect::MySql, "INSERT INTO app.a VALUES (1)"),
            (Dialect::MySql, "DELETE FROM app.a"),
            (Dialect::MySql, "CREATE INDEX i ON app.a (b)"),
            (Dialect::Sqlite, "ATTACH 'a.db' AS a"),
            (Dialect::Sqlite, "VACUUM INTO 'a.db'"),
        ] {
            assert!(matches!(reach_of(dialect, sql), Reach::Outside { .. }), "{sql}");
        }
    }

    #[test]
    fn a_database_as_a_whole_is_told_by_its_name() {
        let database = |says: Option<&str>, drops| Reach::Database {
            name: "app".to_owned(),
            says: says.map(str::to_owned),
            drops,
        };
        for (sql, says, drops) in [
            ("USE `app`", None, false),
            ("CREATE DATABASE app", None, false),
            ("DROP DATABASE IF EXISTS app", None, true),
            (
                "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `app` /*!40100 DEFAULT CHARACTER SET utf8 */",
                Some("ALTER DATABASE DEFAULT CHARACTER SET utf8"),
                false,
            ),
            (
                "ALTER SCHEMA app COLLATE = utf8_bin",
                Some("ALTER DATABASE COLLATE = utf8_bin"),
                false,
            ),
        ] {
            assert_eq!(reach_of(Dialect::MySql, sql), database(says, drops), "{sql}");
        }
        assert_eq!(reach_of(Dialect::MySql, "ALTER DATABASE COLLATE utf8_bin"), Reach::Inside);
    }

    #[test]
    fn what_stays_is_let_through() {
        for (dialect, sql, reach) in [
            (Dialect::Postgres, "CREATE TABLE users (id int)", Reach::Inside),
            (Dialect::Postgres, "CREATE USER MAPPING FOR a SERVER b", Reach::Inside),
            (Dialect::Postgres, "COMMENT ON TABLE a IS 'x'", Reach::Inside),
            (Dialect::Postgres, "COMMENT ON DATABASE a IS 'x'", Reach::Aside),
            (Dialect::Postgres, "COMMENT ON ROLE a IS 'x'", Reach::Aside),
            (Dialect::Postgres, "CREATE ROLE a", Reach::Aside),
            (Dialect::Postgres, "ALTER USER a WITH PASSWORD 'x'", Reach::Aside),
            (Dialect::Postgres, "GRANT a TO b", Reach::Aside),
            (Dialect::Postgres, "REASSIGN OWNED BY a TO b", Reach::Aside),
            (Dialect::Postgres, "DROP OWNED BY a", Reach::Aside),
            (Dialect::Postgres, "ALTER TABLE a OWNER TO b", Reach::Aside),
            (Dialect::Postgres, "GRANT SELECT ON a TO b", Reach::Privilege),
            (Dialect::Postgres, "SET SESSION AUTHORIZATION 'a'", Reach::Aside),
            (Dialect::Postgres, "SET ROLE a", Reach::Aside),
            (Dialect::Postgres, "LOCK TABLE a", Reach::Aside),
            (Dialect::Postgres, "SET search_path = role", Reach::Inside),
            (Dialect::Postgres, "GRANT CONNECT ON DATABASE a TO b", Reach::Aside),
            (Dialect::Postgres, "REVOKE ALL ON a FROM b", Reach::Aside),
            (
                Dialect::MySql,
                "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1",
                Reach::Inside,
            ),
            (Dialect::MySql, "SET sql_mode = ''", Reach::Inside),
            (Dialect::MySql, "CREATE VIEW v AS SELECT 1 FROM a JOIN b ON a.c = b.c", Reach::Inside),
            (Dialect::MySql, "UPDATE a SET b = EXTRACT(YEAR FROM a.c)", Reach::Inside),
            (Dialect::MySql, "LOCK TABLES a WRITE", Reach::Aside),
            (Dialect::Sqlite, "CREATE TABLE a (id)", Reach::Inside),
        ] {
            assert_eq!(reach_of(dialect, sql), reach, "{sql}");
        }
    }
}
