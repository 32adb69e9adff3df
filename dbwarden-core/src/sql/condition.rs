//! Values that meet conditions on one name, as far as these are of the plain kinds that CHECKs mostly are:
//! comparisons with a literal, lists, ranges and lengths, all of which hold. What is of another kind is
//! taken to hold.

use super::expression::{Token, folded, scan};
use crate::dialect::Dialect;

/// A value that a column can hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
}

/// The first of the `usual` values that meets the conditions, or else one that they speak of. `None` where
/// none does.
pub(crate) fn value_that_meets(
    dialect: Dialect,
    name: &str,
    conditions: &[String],
    usual: &[Value],
) -> Option<Value> {
    let name = folded(dialect, name);
    let of_numbers = matches!(usual.first(), Some(Value::Number(_)));
    let conditions: Vec<Condition> = conditions
        .iter()
        .flat_map(|condition| conjuncts(&plain_tokens(dialect, condition)))
        .filter_map(|tokens| Condition::read(&tokens, &name))
        .collect();
    let spoken_of = conditions.iter().flat_map(Condition::candidates);
    let mut candidates = usual.iter().cloned().chain(spoken_of);
    candidates.find(|value| {
        matches!(value, Value::Number(_)) == of_numbers
            && conditions.iter().all(|condition| condition.is_met_by(value))
    })
}

/// A condition on the one name.
#[derive(Debug, PartialEq)]
enum Condition {
    OneOf(Vec<Literal>),
    Compared(Operator, Literal),
    /// How long a text is.
    Long(Operator, f64),
}

#[derive(Debug, Clone, PartialEq)]
struct Literal {
    text: String,
    number: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    /// Reads what stands between two ANDs; `None` where it is of another kind.
    fn read(tokens: &[Token], name: &str) -> Option<Self> {
        let is_it = |token: &Token| matches!(token, Token::Name(other) if other == name);
        match tokens {
            [it, operator, literal @ ..] if is_it(it) && !is_word(operator, "in") => {
                let operator = Operator::read(operator)?;
                match literal {
                    [any, array, Token::Symbol(open), list @ .., Token::Symbol(close)]
                        if operator == Operator::Equal
                            && is_word(any, "any")
                            && is_word(array, "array")
                            && (open.as_str(), close.as_str()) == ("[", "]") =>
                    {
                        Some(Self::OneOf(literals(list)?))
                    }
                    literal => Some(Self::Compared(operator, Literal::read(literal)?)),
                }
            }
            [it, _, list @ ..] if is_it(it) => Some(Self::OneOf(literals(list)?)),
            [length, it, operator, number @ ..] if is_it(it) && is_length(length) => {
                Some(Self::Long(Operator::read(operator)?, Literal::read(number)?.number?))
            }
            [trim, it, operator, literal @ ..] if is_it(it) && is_trim(trim) => {
                Some(Self::Compared(Operator::read(operator)?, Literal::read(literal)?))
            }
            [literal @ .., operator, it] if is_it(it) => {
                Some(Self::Compared(Operator::read(operator)?.turned(), Literal::read(literal)?))
            }
            _ => None,
        }
    }

    fn is_met_by(&self, value: &Value) -> bool {
        let equals = |literal: &Literal| match value {
            Value::Text(text) => literal.text == *text,
            Value::Number(number) => literal.number == Some(*number as f64),
        };
        match (self, value) {
            (Self::OneOf(literals), _) => literals.iter().any(equals),
            (Self::Compared(Operator::Equal, literal), _) => equals(literal),
            (Self::Compared(Operator::Unequal, literal), _) => !equals(literal),
            (Self::Compared(operator, literal), Value::Number(number)) => {
                literal.number.is_none_or(|bound| operator.holds(*number as f64, bound))
            }
            // How texts are ordered is a matter of their collation.
            (Self::Compared(..), Value::Text(_)) => true,
            (Self::Long(operator, bound), Value::Text(text)) => {
                operator.holds(text.chars().count() as f64, *bound)
            }
            (Self::Long(..), Value::Number(_)) => true,
        }
    }

    fn candidates(&self) -> Vec<Value> {
        let both = |literal: &Literal| {
            let number = literal.number.map(beside).into_iter().flatten().map(Value::Number);
            [Value::Text(literal.text.clone())].into_iter().chain(number).collect::<Vec<_>>()
        };
        match self {
            Self::OneOf(literals) => literals.iter().flat_map(both).collect(),
            Self::Compared(Operator::Unequal, literal) => {
                let other = Value::Text("x".to_owned());
                both(literal).into_iter().chain([other]).collect()
            }
            Self::Compared(_, literal) => both(literal),
            Self::Long(_, bound) => {
                let lengths = beside(*bound).into_iter().filter_map(|it| usize::try_from(it).ok());
                let lengths = lengths.filter(|length| *length <= LONGEST);
                lengths.map(|length| Value::Text("x".repeat(length))).collect()
            }
        }
    }
}

/// No longer text is made up.
const LONGEST: usize = 1_000;

/// The whole numbers at a bound, and those next to it.
fn beside(bound: f64) -> [i64; 4] {
    // Beyond what fits, the conversion takes the nearest number that does.
    let (up, down) = (bound.ceil() as i64, bound.floor() as i64);
    [up, down, down.saturating_add(1), up.saturating_sub(1)]
}

impl Operator {
    fn read(token: &Token) -> Option<Self> {
        let Token::Symbol(symbol) = token else { return None };
        Some(match symbol.as_str() {
            "=" => Self::Equal,
            "<>" => Self::Unequal,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    /// The operator that says the same with its sides exchanged.
    fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }

    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

impl Literal {
    fn read(tokens: &[Token]) -> Option<Self> {
        let (text, sign) = match tokens {
            [Token::Text(text) | Token::Number(text)] => (text.clone(), ""),
            [Token::Symbol(minus), Token::Number(number)] if minus == "-" => (number.clone(), "-"),
            _ => return None,
        };
        let text = format!("{sign}{text}");
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        Some(Self { text, number })
    }
}

fn literals(tokens: &[Token]) -> Option<Vec<Literal>> {
    tokens.split(|token| is_symbol(token, ",")).map(Literal::read).collect()
}

/// The tokens of a condition without parentheses and casts: where all of it holds, they only group. Nothing
/// where it is enough that a part of it holds.
fn plain_tokens(dialect: Dialect, condition: &str) -> Vec<Token> {
    let tokens: Vec<Token> = scan(dialect, condition).into_iter().map(|(token, _)| token).collect();
    let mut plain: Vec<Token> = Vec::new();
    let mut rest = tokens.as_slice();
    while let [token, after @ ..] = rest {
        rest = after;
        match token {
            Token::Name(word) if ["or", "xor", "case"].contains(&word.as_str()) => {
                return Vec::new();
            }
            Token::Symbol(symbol) => match symbol.as_str() {
                "||" if dialect == Dialect::MySql => return Vec::new(),
                "::" => rest = behind_type(after),
                "(" | ")" => {}
                _ => plain.push(token.clone()),
            },
            // MySQL writes the character set of a literal before it.
            Token::Name(word) if word.starts_with('_') && matches!(after, [Token::Text(_), ..]) => {
            }
            token => plain.push(token.clone()),
        }
    }
    plain
}

/// What follows the type of a cast: words, with lengths in parentheses, and the brackets of an array.
fn behind_type(mut rest: &[Token]) -> &[Token] {
    const OTHER_WORDS: &[&str] = &["and", "between", "in", "is", "like", "not"];
    loop {
        rest = match rest {
            [Token::Name(word), after @ ..] if !OTHER_WORDS.contains(&word.as_str()) => after,
            [Token::Symbol(dot), after @ ..] if dot == "." => after,
            [Token::Symbol(open), Token::Number(_), ..] if open == "(" => behind(rest, ")"),
            [Token::Symbol(open), ..] if open == "[" => behind(rest, "]"),
            _ => return rest,
        };
    }
}

fn behind<'a>(tokens: &'a [Token], symbol: &str) -> &'a [Token] {
    let at = tokens.iter().position(|token| is_symbol(token, symbol));
    at.and_then(|at| tokens.get(at + 1..)).unwrap_or_default()
}

/// What stands between the ANDs. A range is two comparisons.
fn conjuncts(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut found: Vec<Vec<Token>> = vec![Vec::new()];
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        let Some(last) = found.last_mut() else { break };
        if is_word(token, "between") && last.len() == 1 {
            let at_least = Token::Symbol(">=".to_owned());
            let at_most = Token::Symbol("<=".to_owned());
            let subject = last.clone();
            last.push(at_least);
            last.extend(tokens.by_ref().take_while(|token| !is_word(token, "and")).cloned());
            found.push([subject, vec![at_most]].concat());
        } else if is_word(token, "and") {
            found.push(Vec::new());
        } else {
            last.push(token.clone());
        }
    }
    found
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Name(name) if name == word)
}

fn is_symbol(token: &Token, symbol: &str) -> bool {
    matches!(token, Token::Symbol(it) if it == symbol)
}

fn is_length(token: &Token) -> bool {
    const LENGTHS: &[&str] = &["length", "char_length", "character_length", "octet_length"];
    LENGTHS.iter().any(|name| is_word(token, name))
}

fn is_trim(token: &Token) -> bool {
    ["trim", "btrim"].iter().any(|name| is_word(token, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dialect::{MySql, Postgres, Sqlite};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn found(dialect: Dialect, conditions: &[&str], usual: Value) -> Option<Value> {
        let conditions: Vec<String> = conditions.iter().map(|&it| it.to_owned()).collect();
        value_that_meets(dialect, "c", &conditions, &[usual])
    }

    #[test]
    fn a_text_is_one_of_those_that_may_be_there() {
        for (dialect, condition, value) in [
            (Postgres, "c = ANY (ARRAY['b'::text, 'a'::text])", "b"),
            (
                Postgres,
                "((c)::text = ANY ((ARRAY['b'::character varying, 'a'::character varying])::text[]))",
                "b",
            ),
            (MySql, "`c` in ('b','a')", "b"),
            (MySql, "(`c` in (_utf8mb4'b',_utf8mb4'a'))", "b"),
            (Sqlite, "c IN ('b', 'a') AND c <> 'b'", "a"),
            (Sqlite, "length(c) >= 3", "xxx"),
            (Postgres, "(char_length(c) > 2) AND (char_length((c)::text) <= 9)", "xxx"),
            (Postgres, "c <> ''::text", "x"),
            (Postgres, "btrim(c) <> ''::text", "x"),
            (Sqlite, "c = 'only'", "only"),
            (Sqlite, "c = 'a' OR c = 'b'", ""),
            (Postgres, "c ~ '^a+$'::text", ""),
            (Postgres, "d <> ''::text", ""),
        ] {
            assert_eq!(found(dialect, &[condition], text("")), Some(text(value)), "{condition}");
        }
        assert_eq!(found(Sqlite, &["c IN ('a')", "c <> 'a'"], text("")), None);
        assert_eq!(found(Sqlite, &["length(c) > 5000"], text("")), None);
    }

    #[test]
    fn a_number_is_within_its_bounds() {
        for (dialect, condition, value) in [
            (Postgres, "c > 0", 1),
            (Postgres, "0 < c", 1),
            (Postgres, "(c >= 18) AND (c <= 90)", 18),
            (MySql, "`c` between 18 and 90", 18),
            (Sqlite, "c BETWEEN -9 AND -3 AND c <> -9", -8),
            (Postgres, "(c < '-5'::integer)", -6),
            (Postgres, "c > 0.5::double precision", 1),
            (Postgres, "c = ANY (ARRAY[3, 2])", 3),
            (Postgres, "c <> 0", 1),
            (Postgres, "c >= 10::numeric(4,2) AND c <> 10", 11),
            (Postgres, "c <= 100", 0),
            (Postgres, "(c % 2) = 0", 0),
            (Postgres, "c < 9223372036854775808::numeric", 0),
        ] {
            let found = found(dialect, &[condition], Value::Number(0));
            assert_eq!(found, Some(Value::Number(value)), "{condition}");
        }
        assert_eq!(found(Sqlite, &["c > 0", "c < 1"], Value::Number(0)), None);
    }
}
