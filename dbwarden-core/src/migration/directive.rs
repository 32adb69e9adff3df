//! `-- dbwarden: ..` and the section markers: comments that mean something.

use super::Version;

/// A line that tells the runner something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// `-- dbwarden: no-transaction`
    NoTransaction,
    /// `-- dbwarden: foreign-keys-off`
    ForeignKeysOff,
    /// `-- dbwarden: irreversible`
    Irreversible,
    /// `-- dbwarden: depends-on 0004`
    DependsOn(Version),
    /// `-- dbwarden: allow RULE reason`
    Allow(Allow),
}

/// A finding that a person has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The rule.
    pub rule: String,
    /// Why it does not count here.
    pub reason: String,
}

/// What a comment line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// `-- upgrade`
    Upgrade,
    /// `-- rollback`
    Rollback,
    Directive(Directive),
    /// Nearly one of these: what it is taken for, and what to write.
    Wrong {
        what: String,
        hint: String,
        section: bool,
    },
    /// Words for people.
    Comment,
}

const WORDS: [&str; 5] =
    ["no-transaction", "foreign-keys-off", "irreversible", "depends-on", "allow"];

/// Reads a comment line. `line` is the whole line of the file, without its end.
pub(super) fn read(line: &str) -> Line {
    let exact = line.trim_end();
    match exact {
        "-- upgrade" => return Line::Upgrade,
        "-- rollback" => return Line::Rollback,
        _ => {}
    }
    if let Some(text) = exact.strip_prefix("-- dbwarden: ") {
        return directive(text);
    }
    almost(exact)
}

fn directive(text: &str) -> Line {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let wrong = |what: String, hint: String| Line::Wrong { what, hint, section: false };
    let plain = |directive| {
        if rest.is_empty() {
            Line::Directive(directive)
        } else {
            let what = format!("`{word}` takes no words: `{rest}`");
            wrong(what, format!("write `-- dbwarden: {word}` alone on its line"))
        }
    };
    match word {
        "no-transaction" => plain(Directive::NoTransaction),
        "foreign-keys-off" => plain(Directive::ForeignKeysOff),
        "irreversible" => plain(Directive::Irreversible),
        "depends-on" => match rest.parse() {
            Ok(number) if rest.len() >= 4 && rest.bytes().all(|b| b.is_ascii_digit()) => {
                Line::Directive(Directive::DependsOn(Version::new(number)))
            }
            _ => wrong(
                format!("`depends-on` needs one version: `{rest}`"),
                "write it as `-- dbwarden: depends-on 0004`".into(),
            ),
        },
        "allow" => match rest.split_once(' ') {
            Some((rule, reason)) if !rule.is_empty() && !reason.trim().is_empty() => {
                let (rule, reason) = (rule.to_string(), reason.trim().to_string());
                Line::Directive(Directive::Allow(Allow { rule, reason }))
            }
            _ => wrong(
                "`allow` needs a rule and a reason".into(),
                "write it as `-- dbwarden: allow RULE reason`".into(),
            ),
        },
        _ => {
            let hint = match nearest(word) {
                Some(near) => format!("write `-- dbwarden: {near}`"),
                None => format!("the directives are {}", list()),
            };
            wrong(format!("unknown directive: `{word}`"), hint)
        }
    }
}

/// A line that is not exactly a marker or directive, but that somebody may have meant as one.
fn almost(line: &str) -> Line {
    let bare = line.trim().trim_start_matches('-').trim().to_ascii_lowercase();
    for section in ["upgrade", "rollback"] {
        if bare.trim_end_matches(':').trim_end_matches("--").trim_end() == section {
            return Line::Wrong {
                what: format!("not a section marker: `{}`", line.trim()),
                hint: format!("write `-- {section}` at the beginning of its own line"),
                section: true,
            };
        }
    }
    let Some(rest) = bare.strip_prefix("dbwarden") else { return Line::Comment };
    let words = rest.trim_start();
    let first = words.trim_start_matches(':').split_whitespace().next().unwrap_or_default();
    if words.starts_with(':') || WORDS.contains(&first) {
        return Line::Wrong {
            what: format!("not a directive: `{}`", line.trim()),
            hint: "write it as `-- dbwarden: WORD` at the beginning of its own line".into(),
            section: false,
        };
    }
    Line::Comment
}

fn nearest(word: &str) -> Option<&'static str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(&word.to_ascii_lowercase(), known);
    let best = WORDS.into_iter().min_by_key(distance)?;
    (distance(&best) <= best.len() / 3).then_some(best)
}

fn list() -> String {
    WORDS.map(|word| format!("`{word}`")).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_lines_count() {
        assert_eq!(read("-- upgrade"), Line::Upgrade);
        assert_eq!(read("-- rollback  "), Line::Rollback);
        let cases = [
            ("no-transaction", Directive::NoTransaction),
            ("foreign-keys-off", Directive::ForeignKeysOff),
            ("irreversible", Directive::Irreversible),
            ("depends-on 0004", Directive::DependsOn(Version::new(4))),
            (
                "allow drop-table it was empty",
                Directive::Allow(Allow {
                    rule: "drop-table".into(),
                    reason: "it was empty".into(),
                }),
            ),
        ];
        for (text, directive) in cases {
            assert_eq!(read(&format!("-- dbwarden: {text}")), Line::Directive(directive));
        }
    }

    #[test]
    fn what_almost_counts_is_refused() {
        for line in [
            "--upgrade",
            "-- Upgrade",
            "-- UPGRADE",
            "--  upgrade",
            " -- upgrade",
            "-- upgrade:",
            "---- rollback ----",
            "--rollback",
            "-- dbwarden:no-transaction",
            "--dbwarden: no-transaction",
            "-- DBWarden: no-transaction",
            " -- dbwarden: allow a b",
            "-- dbwarden no-transaction",
            "-- dbwarden : irreversible",
            "-- dbwarden: ",
            "-- dbwarden: no-transaction please",
            "-- dbwarden: depends-on",
            "-- dbwarden: allow",
            "-- dbwarden: depends-on 4",
            "-- dbwarden: depends-on 0004 0005",
            "-- dbwarden: allow rule",
            "-- dbwarden: No-Transaction",
            "-- dbwarden: x",
        ] {
            assert!(matches!(read(line), Line::Wrong { .. }), "{line}");
        }
    }

    #[test]
    fn words_for_people_are_left_alone() {
        for line in [
            "-- upgrade the users",
            "-- no-transactional note",
            "-- dbwarden is nice",
            "--",
            "-- rollback is below",
            "-- no-transaction",
        ] {
            assert_eq!(read(line), Line::Comment, "{line}");
        }
    }

    #[test]
    fn the_nearest_word_is_named() {
        let hint = |line| match read(line) {
            Line::Wrong { hint, .. } => hint,
            line => panic!("{line:?}"),
        };
        assert_eq!(hint("-- dbwarden: notransaction"), "write `-- dbwarden: no-transaction`");
        assert_eq!(hint("-- dbwarden: depend-on 0001"), "write `-- dbwarden: depends-on`");
        assert!(hint("-- dbwarden: frobnicate").starts_with("the directives are `no-transaction`"));
    }
}
