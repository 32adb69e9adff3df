//! Columns.

use dbwarden_core::dialect::{Dialect, Flavor, mysql_shown};
use dbwarden_core::schema::{Column, ColumnType, Expr, Generated, Numbering, Storage, TypeName};

use super::{Catalog, Error, Record, Tables, comment, expression};

/// MariaDB documentation, "Information Schema COLUMNS Table"; MySQL manual, section 26.3.8.
const MARIADB_COLUMNS: &str = "
SELECT table_name AS table_name, column_name AS name, column_type AS type,
       is_nullable AS nullable, column_default AS value, extra AS extra,
       generation_expression AS generation, collation_name AS collation, column_comment AS comment,
       NULL AS srid
  FROM information_schema.columns
 WHERE table_schema = ?
 ORDER BY table_name, ordinal_position";

/// The same with MySQL's own.
const MYSQL_COLUMNS: &str = "
SELECT table_name AS table_name, column_name AS name, column_type AS type,
       is_nullable AS nullable, column_default AS value, extra AS extra,
       generation_expression AS generation, collation_name AS collation, column_comment AS comment,
       CAST(srs_id AS char) AS srid
  FROM information_schema.columns
 WHERE table_schema = ?
 ORDER BY table_name, ordinal_position";

/// MariaDB documentation, "Information Schema GEOMETRY_COLUMNS Table".
const MARIADB_SYSTEMS: &str = "
SELECT g_table_name AS table_name, g_geometry_column AS name, CAST(srid AS char) AS srid
  FROM information_schema.geometry_columns
 WHERE g_table_schema = ? AND srid <> 0";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let flavor = catalog.flavor;
    let sql = if flavor == Flavor::MariaDb { MARIADB_COLUMNS } else { MYSQL_COLUMNS };
    let mut has_geometry = false;
    let place = format!("(`{}`.", catalog.database.replace('`', "``"));
    for row in catalog.rows(sql).await? {
        if let Some(table) = tables.get(&row.text("table_name")?) {
            let mut column = column(flavor, &row, table.options.collation.as_deref())?;
            if let Some(default) = &mut column.default {
                // The numbers of a sequence are the only default that names the database.
                let sql = default.sql.replace(&place, "(");
                *default = Expr::inspected(sql);
            }
            has_geometry |= is_geometry(&column.ty);
            table.columns.push(column);
        }
    }
    if has_geometry && flavor == Flavor::MariaDb {
        for row in catalog.rows(MARIADB_SYSTEMS).await? {
            let name = row.text("name")?;
            let table = tables.get(&row.text("table_name")?);
            let columns = table.into_iter().flat_map(|table| &mut table.columns);
            for column in columns.filter(|column| column.name == name) {
                column.settings.insert("REF_SYSTEM_ID".to_owned(), row.text("srid")?);
            }
        }
    }
    Ok(())
}

fn column(flavor: Flavor, row: &Record, collation: Option<&str>) -> Result<Column, Error> {
    let text = row.text("type")?;
    let (text, compressed) = match text.split_once(" /*M!100301 COMPRESSED") {
        Some((text, _)) => (text, true),
        None => (text.as_str(), false),
    };
    let ty = ColumnType::parse(Dialect::MySql, text)
        .map_err(|error| Error::new(format!("the catalog cannot be read: {error}")))?;
    let extra = row.text("extra")?.to_ascii_lowercase();
    let generation = row.text("generation")?;
    let mut column = Column {
        nullable: row.text("nullable")? == "YES",
        collation: row.optional("collation")?.filter(|name| Some(name.as_str()) != collation),
        comment: comment(row.text("comment")?),
        touch: extra.contains("on update current_timestamp"),
        ..Column::new(row.text("name")?, ty)
    };
    let mut set = |name: &str, value: &str| {
        column.settings.insert(name.to_owned(), value.to_owned());
    };
    if compressed {
        set("COMPRESSED", "");
    }
    for setting in ["INVISIBLE", "WITHOUT SYSTEM VERSIONING"] {
        if extra.contains(&setting.to_ascii_lowercase()) {
            set(setting, "");
        }
    }
    if let Some(system) = row.optional("srid")? {
        set(if flavor == Flavor::MariaDb { "REF_SYSTEM_ID" } else { "SRID" }, &system);
    }
    if extra.contains("auto_increment") {
        column.numbering = Some(Numbering::AutoIncrement);
    } else if let Some(end) = generation.strip_prefix("ROW ") {
        column.settings.insert(mysql_shown::ROW_END.to_owned(), end.to_owned());
    } else if !generation.is_empty() {
        let stored = extra.contains("stored") || extra.contains("persistent");
        column.generated = Some(Generated {
            expr: expression(flavor, &generation),
            storage: if stored { Storage::Stored } else { Storage::Virtual },
        });
    } else {
        let default = row.optional("value")?;
        column.default = default.and_then(|text| self::default(flavor, &column.ty, &extra, text));
    }
    Ok(column)
}

fn is_geometry(ty: &ColumnType) -> bool {
    matches!(&ty.name, TypeName::Builtin(name)
        if name.contains("point") || name.contains("polygon") || name.contains("linestring")
            || name.contains("geom"))
}

/// MariaDB prints a default as SQL, `NULL` for none where the column takes it. MySQL prints the bare
/// value, and SQL only where `DEFAULT_GENERATED` stands beside it.
fn default(flavor: Flavor, ty: &ColumnType, extra: &str, text: String) -> Option<Expr> {
    if flavor == Flavor::MariaDb {
        return Some(text)
            .filter(|text| !text.eq_ignore_ascii_case("null"))
            .map(|text| expression(flavor, &text));
    }
    let TypeName::Builtin(name) = &ty.name else { return Some(expression(flavor, &text)) };
    if extra.contains("default_generated") {
        return Some(expression_default(flavor, ty, name, &text));
    }
    let is_number = matches!(
        name.as_str(),
        "tinyint"
            | "smallint"
            | "mediumint"
            | "int"
            | "bigint"
            | "decimal"
            | "float"
            | "double"
            | "year"
            | "bit"
    );
    if matches!(name.as_str(), "binary" | "varbinary")
        && let Some(bytes) = mysql_shown::bytes_of_number(&text)
    {
        return Some(Expr::inspected(mysql_shown::literal_of_bytes(&bytes)));
    }
    let is_now = text.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
    Some(Expr::inspected(if is_number || is_now { text } else { mysql_shown::literal(&text) }))
}

/// A default that is an expression, as one that is none is told where it means the same.
fn expression_default(flavor: Flavor, ty: &ColumnType, name: &str, text: &str) -> Expr {
    let digits = text.strip_prefix("0x").filter(|_| name.ends_with("blob"));
    if let Some(digits) = digits {
        return Expr::inspected(format!("x'{}'", digits.to_lowercase()));
    }
    let bytes = mysql_shown::bytes_of_number(text).filter(|_| name.ends_with("binary"));
    if let Some(bytes) = bytes {
        return Expr::inspected(mysql_shown::literal_of_bytes(&bytes));
    }
    expression(flavor, moment(ty, text).as_deref().unwrap_or(text))
}

/// MySQL calls the current moment `now()` where it stands in an expression. To the digits of its column it
/// is what `CURRENT_TIMESTAMP` is.
fn moment(ty: &ColumnType, text: &str) -> Option<String> {
    let digits = text.strip_prefix("now(")?.strip_suffix(')')?;
    let own = ty.modifiers.first().map_or("", String::as_str);
    let is_moment = matches!(&ty.name, TypeName::Builtin(name)
        if name == "datetime" || name == "timestamp");
    let digits_of =
        |digits: &str| if digits.is_empty() { String::new() } else { format!("({digits})") };
    (is_moment && digits == own).then(|| format!("CURRENT_TIMESTAMP{}", digits_of(digits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(flavor: Flavor, ty: &str, extra: &str, text: &str) -> Option<String> {
        let ty = ColumnType::parse(Dialect::MySql, ty).unwrap();
        default(flavor, &ty, extra, text.to_owned()).map(|expr| expr.sql)
    }

    #[test]
    fn mariadb_prints_defaults_as_sql() {
        assert_eq!(read(Flavor::MariaDb, "varchar(9)", "", "'NULL'").as_deref(), Some("'NULL'"));
        assert_eq!(read(Flavor::MariaDb, "varchar(9)", "", "NULL"), None);
        assert_eq!(read(Flavor::MariaDb, "int", "", "(1 + 2)").as_deref(), Some("1 + 2"));
    }

    #[test]
    fn mysql_prints_bare_values_and_marks_expressions() {
        let mysql = |ty, extra, text| read(Flavor::MySql, ty, extra, text).unwrap();
        assert_eq!(mysql("varchar(9)", "", r"it's \"), r"'it''s \\'");
        assert_eq!(mysql("binary(2)", "", "0x6127"), "'a'''");
        assert_eq!(mysql("varchar(9)", "", "NULL"), "'NULL'");
        assert_eq!(mysql("enum('a')", "", "a"), "'a'");
        assert_eq!(mysql("int", "", "7"), "7");
        assert_eq!(mysql("bit(1)", "", "b'0'"), "b'0'");
        assert_eq!(mysql("timestamp", "", "CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP");
        assert_eq!(mysql("datetime", "default_generated", "now()"), "CURRENT_TIMESTAMP");
        assert_eq!(mysql("datetime(6)", "default_generated", "now()"), "now()");
        assert_eq!(mysql("datetime(6)", "default_generated", "now(6)"), "CURRENT_TIMESTAMP(6)");
        assert_eq!(mysql("date", "default_generated", "now()"), "now()");
        assert_eq!(mysql("blob", "default_generated", "0x00ff"), "x'00ff'");
        assert_eq!(mysql("int", "default_generated", "0x0f"), "0x0f");
        assert_eq!(
            mysql("varchar(9)", "default_generated", r"upper(_utf8mb4\'it\\\'s\')"),
            r"upper(_utf8mb4'it\'s')"
        );
    }
}
