//! `#[sqlx(rename_all = "..")]`, with the meaning that sqlx gives it.

/// How the names of fields or variants become those in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameAll {
    /// `lowercase`
    Lower,
    /// `snake_case`
    Snake,
    /// `UPPERCASE`
    Upper,
    /// `SCREAMING_SNAKE_CASE`
    ScreamingSnake,
    /// `kebab-case`
    Kebab,
    /// `camelCase`
    Camel,
    /// `PascalCase`
    Pascal,
}

impl RenameAll {
    /// The words that sqlx knows.
    pub const WORDS: [&'static str; 7] = [
        "lowercase",
        "snake_case",
        "UPPERCASE",
        "SCREAMING_SNAKE_CASE",
        "kebab-case",
        "camelCase",
        "PascalCase",
    ];

    /// The rule of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "lowercase" => Self::Lower,
            "snake_case" => Self::Snake,
            "UPPERCASE" => Self::Upper,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "camelCase" => Self::Camel,
            "PascalCase" => Self::Pascal,
            _ => return None,
        })
    }

    /// `name` under this rule.
    pub fn apply(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Snake => joined(name, "_", str::to_lowercase),
            Self::ScreamingSnake => joined(name, "_", str::to_uppercase),
            Self::Kebab => joined(name, "-", str::to_lowercase),
            Self::Pascal => joined(name, "", capitalized),
            Self::Camel => {
                let words = words(name);
                let mut all = words.iter();
                let first = all.next().map(|word| word.to_lowercase()).unwrap_or_default();
                first + &all.map(|word| capitalized(word)).collect::<String>()
            }
        }
    }
}

fn joined(name: &str, separator: &str, change: impl Fn(&str) -> String) -> String {
    words(name).iter().map(|word| change(word)).collect::<Vec<_>>().join(separator)
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        None => String::new(),
        Some(first) => first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect(),
    }
}

/// The words of a name: apart at what is no letter or digit, before an upper-case letter that
/// follows a lower-case one, and before the last of several upper-case letters when a lower-case one
/// follows (`XMLHttp` is `XML`, `Http`). Digits keep the case of what stands before them.
fn words(name: &str) -> Vec<String> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mode {
        Boundary,
        Lower,
        Upper,
    }
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = part.chars().collect();
        let mut start = 0;
        let mut mode = Mode::Boundary;
        for (i, c) in chars.iter().enumerate() {
            let Some(next) = chars.get(i + 1) else { break };
            let next_mode = if c.is_lowercase() {
                Mode::Lower
            } else if c.is_uppercase() {
                Mode::Upper
            } else {
                mode
            };
            if next_mode == Mode::Lower && next.is_uppercase() {
                words.push(chars[start..=i].iter().collect());
                start = i + 1;
                mode = Mode::Boundary;
            } else if mode == Mode::Upper && c.is_uppercase() && next.is_lowercase() {
                words.push(chars[start..i].iter().collect());
                start = i;
                mode = Mode::Boundary;
            } else {
                mode = next_mode;
            }
        }
        if start < chars.len() {
            words.push(chars[start..].iter().collect());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_sqlx() {
        let of = |rule: RenameAll| rule.apply("InProgress");
        assert_eq!(of(RenameAll::Lower), "inprogress");
        assert_eq!(of(RenameAll::Snake), "in_progress");
        assert_eq!(of(RenameAll::Upper), "INPROGRESS");
        assert_eq!(of(RenameAll::ScreamingSnake), "IN_PROGRESS");
        assert_eq!(of(RenameAll::Kebab), "in-progress");
        assert_eq!(of(RenameAll::Camel), "inProgress");
        assert_eq!(of(RenameAll::Pascal), "InProgress");
        assert_eq!(RenameAll::Camel.apply("created_at"), "createdAt");
        assert_eq!(RenameAll::Pascal.apply("created_at"), "CreatedAt");
    }

    #[test]
    fn words_end_where_sqlx_ends_them() {
        assert_eq!(RenameAll::Snake.apply("XMLHttpRequest"), "xml_http_request");
        assert_eq!(RenameAll::Snake.apply("Utf8Text"), "utf8_text");
        assert_eq!(RenameAll::Snake.apply("V2"), "v2");
        assert_eq!(RenameAll::Snake.apply("A"), "a");
        assert_eq!(RenameAll::Snake.apply("_leading"), "leading");
    }

    #[test]
    fn words_and_rules_agree() {
        for word in RenameAll::WORDS {
            assert!(RenameAll::from_word(word).is_some(), "{word}");
        }
        assert!(RenameAll::from_word("Snake_Case").is_none());
    }
}
