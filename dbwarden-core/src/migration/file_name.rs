//! The names of migration files.

use std::fmt;

use super::{Kind, Version};

/// What the name of a migration file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The database, where the name has that prefix.
    pub database: Option<String>,
    /// When the file runs.
    pub kind: Kind,
    /// The words: `create_core_tables`.
    pub description: String,
}

/// Why a name is not that of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadName {
    /// The mistake.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for BadName {}

const FORM: &str = "name it like `0001_create_users.sql` or `primary__0001_create_users.sql`";

impl FileName {
    /// Reads `{database}__{version}_{description}.sql`, `{version}_{description}.sql`, or a name
    /// with `RA__` or `ROC__` in place of the version.
    ///
    /// ```
    /// use dbwarden_core::migration::FileName;
    ///
    /// let name = FileName::parse("primary__0001_create_core_tables.sql")?;
    /// assert_eq!(name.database.as_deref(), Some("primary"));
    /// assert_eq!(name.description, "create_core_tables");
    /// # Ok::<(), dbwarden_core::migration::BadName>(())
    /// ```
    ///
    /// # Errors
    /// Any other name, with what is wrong about it.
    pub fn parse(name: &str) -> Result<Self, BadName> {
        let Some(stem) = name.strip_suffix(".sql") else {
            return Err(if name.to_ascii_lowercase().ends_with(".sql") {
                bad("the extension must be `.sql` in lower case", FORM)
            } else {
                bad(
                    "not the name of a migration",
                    &format!("{FORM}, or move the file out of the folder"),
                )
            });
        };
        if let Some((kind, description)) = numbered_or_repeatable(stem)? {
            return Ok(Self { database: None, kind, description });
        }
        for (at, _) in stem.match_indices("__") {
            let (database, rest) = (&stem[..at], &stem[at + 2..]);
            if !is_word(database) {
                continue;
            }
            if let Some((kind, description)) = numbered_or_repeatable(rest)? {
                return Ok(Self { database: Some(database.into()), kind, description });
            }
        }
        Err(bad("not the name of a migration", FORM))
    }

    /// The name of a file: the inverse of [`FileName::parse`].
    pub fn render(database: Option<&str>, kind: Kind, description: &str) -> String {
        let prefix = database.map(|database| format!("{database}__")).unwrap_or_default();
        match kind {
            Kind::Versioned(version) => format!("{prefix}{version}_{description}.sql"),
            Kind::Always => format!("{prefix}RA__{description}.sql"),
            Kind::OnChange => format!("{prefix}ROC__{description}.sql"),
        }
    }

    /// The words of a description as they stand in a name: `Create core tables!` becomes
    /// `create_core_tables`. Empty where no letter or digit is left.
    pub fn describe(words: &str) -> String {
        let mut described = String::new();
        for part in words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
            if !described.is_empty() {
                described.push('_');
            }
            described.extend(part.chars().flat_map(char::to_lowercase));
        }
        described
    }
}

/// `Ok(None)` where the text begins like neither.
fn numbered_or_repeatable(text: &str) -> Result<Option<(Kind, String)>, BadName> {
    for (marker, kind) in [("RA__", Kind::Always), ("ROC__", Kind::OnChange)] {
        if let Some(description) = text.strip_prefix(marker) {
            return describe(kind, description).map(Some);
        }
        if text.get(..marker.len()).is_some_and(|start| start.eq_ignore_ascii_case(marker)) {
            return Err(bad(
                &format!("`{}` must be in capitals: `{marker}`", &text[..marker.len()]),
                FORM,
            ));
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return Ok(None);
    }
    let (number, rest) = text.split_at(digits);
    let Some(description) = rest.strip_prefix('_') else {
        return Err(bad(&format!("no `_` and description behind the version `{number}`"), FORM));
    };
    if digits < 4 {
        return Err(bad(
            &format!("the version has fewer than four digits: `{number}`"),
            &format!("write it as `{number:0>4}`"),
        ));
    }
    let Ok(number) = number.parse::<u64>() else {
        return Err(bad(&format!("the version is too large: `{number}`"), FORM));
    };
    // Ledgers keep versions as signed numbers of 64 bits.
    if number == 0 || i64::try_from(number).is_err() {
        return Err(bad(&format!("not a version: `{number}`"), "versions begin with `0001`"));
    }
    describe(Kind::Versioned(Version::new(number)), description).map(Some)
}

fn describe(kind: Kind, description: &str) -> Result<(Kind, String), BadName> {
    if is_word(description) {
        Ok((kind, description.to_string()))
    } else {
        let what = if description.is_empty() {
            "the description is missing".to_string()
        } else {
            format!("the description may hold letters, digits, `_`, `-` and `.`: `{description}`")
        };
        Err(bad(&what, FORM))
    }
}

/// Without blanks and quotes, so that a name is one word of the manifest and of a shell.
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn bad(what: &str, hint: &str) -> BadName {
    BadName { what: what.into(), hint: hint.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (Option<String>, Kind, String) {
        let parsed = FileName::parse(name).unwrap_or_else(|bad| panic!("{name}: {bad:?}"));
        (parsed.database, parsed.kind, parsed.description)
    }

    #[test]
    fn the_forms_of_a_name() {
        let v = |n| Kind::Versioned(Version::new(n));
        for (name, database, kind, description) in [
            ("primary__0001_create_core_tables.sql", Some("primary"), v(1), "create_core_tables"),
            ("0001_x.sql", None, v(1), "x"),
            ("20250102030405_add_users.sql", None, v(20_250_102_030_405), "add_users"),
            ("a_b__0012_c__d.sql", Some("a_b"), v(12), "c__d"),
            ("my__db__0001_x.sql", Some("my__db"), v(1), "x"),
            ("primary__RA__refresh_views.sql", Some("primary"), Kind::Always, "refresh_views"),
            ("ROC__touch.sql", None, Kind::OnChange, "touch"),
            ("0001_été.sql", None, v(1), "été"),
        ] {
            let (d, k, text) = parts(name);
            assert_eq!((d.as_deref(), k, text.as_str()), (database, kind, description), "{name}");
            assert_eq!(FileName::render(database, kind, description), name);
        }
    }

    #[test]
    fn what_almost_matches_is_refused() {
        for name in [
            "001_x.sql",
            "1_x.sql",
            "0001_x.SQL",
            "0001_x.sql.bak",
            "0001_x.txt",
            "0001-x.sql",
            "0001.sql",
            "0001_.sql",
            "0000_x.sql",
            "V1__x.sql",
            "primary__x.sql",
            "ra__x.sql",
            "Roc__x.sql",
            "RA__.sql",
            "0001_a b.sql",
            "primary_0001_x.sql",
            "x.sql",
            ".sql",
            "",
            "99999999999999999999_x.sql",
            "9999999999999999999_x.sql",
            "__0001_x.sql",
            "0001_x'.sql",
        ] {
            assert!(FileName::parse(name).is_err(), "{name}");
        }
        assert_eq!(
            FileName::parse("7_x.sql").map_err(|b| b.hint),
            Err("write it as `0007`".into())
        );
    }

    #[test]
    fn words_become_a_description() {
        assert_eq!(FileName::describe("Create core tables!"), "create_core_tables");
        assert_eq!(FileName::describe(" a--b__c "), "a_b_c");
        assert_eq!(FileName::describe("?!"), "");
    }
}
