//! Where `;` does not end a statement of MySQL or MariaDB: in the bodies of procedures, functions,
//! triggers and events, and in MariaDB's compound statements outside of them.
//!
//! The bodies of MariaDB's `sql_mode=ORACLE` are told by their `AS` or `IS`, which no other routine has;
//! words that only they have (`LOOP` behind `WHILE`, `EXCEPTION WHEN .. THEN`) are read everywhere.
//!
//! Blocks are counted only where a statement may begin, because most of the words are names or
//! functions elsewhere: `IF(..)`, `REPEAT(..)`, a column `end`.

use crate::sql::{Boundary, Words};

/// The blocks that are open in a statement.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    head: Head,
    /// The parentheses of the routine's parameters were seen.
    parameters: bool,
    /// `RETURNS` was read, so that a `RETURN` begins the body.
    returns: bool,
    /// `PROCEDURE` or `FUNCTION` was read within a declaration, and neither `;` nor `AS` since.
    subroutine: bool,
    blocks: Vec<Block>,
    /// A statement of a body may begin with the next token.
    start: bool,
    last: Last,
    handler: Handler,
}

/// How far the words before a body were read.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Head {
    /// Nothing was read yet.
    #[default]
    Start,
    /// `BEGIN`, of a transaction or of `BEGIN NOT ATOMIC`.
    Begin,
    /// `SET`, which MariaDB's `SET STATEMENT .. FOR` puts before any other statement.
    Set,
    /// `SET STATEMENT`, before `FOR`.
    SetStatement,
    /// `CREATE`, `OR REPLACE`, `DEFINER = ..` or `ALTER`: the kind is yet to come.
    Create,
    /// `CREATE TRIGGER`, before `EACH ROW`.
    Trigger,
    /// `CREATE EVENT`, before `DO`.
    Event,
    /// `CREATE FUNCTION` or `PROCEDURE`, before the first word of the body.
    Routine,
    /// Behind `RETURNS`: a type comes.
    Returns,
    /// Behind the `RETURN` of a function, before its `AS` or `IS`.
    Oracle,
    /// `CREATE PACKAGE`, before its `AS` or `IS`.
    Package,
    /// Within a body.
    Body,
    /// A statement without one.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Block {
    Begin,
    /// Declarations, up to the `BEGIN` of their block.
    Declarations,
    /// Declarations that may end without a `BEGIN`.
    Package,
    If,
    /// `CASE` as a statement.
    Case,
    /// `CASE` as a value: its `THEN` and `ELSE` begin no statement.
    CaseValue,
    Loop,
    Repeat,
    /// `REPEAT` behind its `UNTIL`.
    Until,
    While,
    For,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Last {
    #[default]
    Other,
    /// A word at the beginning of a statement: a label, if `:` follows.
    First,
    Begin,
    Not,
    Dot,
    Each,
    End,
    Character,
    /// `FOLLOWS` or `PRECEDES` of a trigger: the name of another comes.
    Follows,
    /// `<<`: the name of a label comes, and `>>`.
    Label,
    /// A word of the head that takes the next one with it: `COMMENT`, `CHARSET`, `COLLATE`.
    Takes,
}

/// `DECLARE .. HANDLER FOR condition, .. statement`.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Handler {
    #[default]
    No,
    Declare,
    Name,
    /// A condition comes.
    Condition,
    /// `NOT` or `SQLSTATE` was read: the rest of a condition comes.
    Rest,
    /// A condition is complete: a comma or a statement comes.
    Complete,
}

/// Words between the parameters and the body of a routine.
#[rustfmt::skip]
const CHARACTERISTICS: &[&str] = &[
    "LANGUAGE", "SQL", "NOT", "DETERMINISTIC", "CONTAINS", "NO", "READS", "MODIFIES", "DATA",
    "SECURITY", "DEFINER", "INVOKER", "UNSIGNED", "SIGNED", "ZEROFILL", "BINARY", "ASCII", "UNICODE",
    "PRECISION", "VARYING", "VARCHAR", "CHAR", "VARBINARY",
];

impl Boundary for Bodies {
    fn token(&mut self, token: &Words<'_>) {
        match self.head {
            Head::Start => self.first(token),
            Head::Begin if token.is("NOT") => {
                // MariaDB allows blocks outside of routines.
                self.enter();
                self.open_block(Block::Begin);
                (self.start, self.last) = (false, Last::Not);
            }
            Head::Set if token.is("STATEMENT") => self.head = Head::SetStatement,
            Head::Set => self.head = Head::Other,
            Head::SetStatement => {
                if token.is("FOR") && token.parentheses == 0 {
                    self.head = Head::Start;
                }
            }
            Head::Begin | Head::Other => {}
            Head::Create => self.kind(token),
            Head::Trigger => {
                if self.last == Last::Each && token.is("ROW") {
                    self.enter();
                }
                self.last = if token.is("EACH") { Last::Each } else { Last::Other };
            }
            Head::Event => {
                if token.is("DO") && token.parentheses == 0 {
                    self.enter();
                }
            }
            Head::Routine | Head::Returns => self.routine(token),
            Head::Oracle => {
                if token.is_any(&["AS", "IS"]) && token.parentheses == 0 {
                    self.declare(Block::Declarations);
                }
            }
            Head::Package => {
                if token.is_any(&["AS", "IS"]) {
                    self.declare(Block::Package);
                }
            }
            Head::Body => self.body(token),
        }
    }

    fn ends(&self, _parentheses: u32) -> bool {
        self.blocks.is_empty()
    }

    fn open(&self) -> Option<&'static str> {
        Some(match self.blocks.last()? {
            Block::Begin => "`BEGIN` is not closed: its `END` is missing",
            Block::Declarations => "the body is not closed: its `BEGIN` and `END` are missing",
            Block::Package => "the package is not closed: its `END` is missing",
            Block::If => "`IF` is not closed: its `END IF` is missing",
            Block::Case => "`CASE` is not closed: its `END CASE` is missing",
            Block::CaseValue => "`CASE` is not closed: its `END` is missing",
            Block::Loop => "`LOOP` is not closed: its `END LOOP` is missing",
            Block::Repeat | Block::Until => "`REPEAT` is not closed: its `END REPEAT` is missing",
            Block::While => "`WHILE` is not closed: its `END WHILE` is missing",
            Block::For => "`FOR` is not closed: its `END FOR` is missing",
        })
    }

    fn has_body(&self) -> bool {
        !matches!(
            self.head,
            Head::Start | Head::Begin | Head::Set | Head::SetStatement | Head::Create | Head::Other
        )
    }
}

impl Bodies {
    fn enter(&mut self) {
        self.head = Head::Body;
        self.start = true;
        self.last = Last::Other;
    }

    /// Declarations of `sql_mode=ORACLE` begin with the next token.
    fn declare(&mut self, block: Block) {
        self.enter();
        self.open_block(block);
    }

    fn open_block(&mut self, block: Block) {
        self.blocks.push(block);
    }

    fn first(&mut self, token: &Words<'_>) {
        if token.is("CREATE") || token.is("ALTER") {
            self.head = Head::Create;
        } else if token.is("BEGIN") {
            self.head = Head::Begin;
        } else if token.is("SET") {
            self.head = Head::Set;
        } else if token.is_any(&["IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR"]) {
            self.enter();
            self.body(token);
        } else {
            self.head = Head::Other;
        }
    }

    fn kind(&mut self, token: &Words<'_>) {
        if token.is("TRIGGER") {
            self.head = Head::Trigger;
        } else if token.is("EVENT") {
            self.head = Head::Event;
        } else if token.is_any(&["PROCEDURE", "FUNCTION"]) {
            self.head = Head::Routine;
        } else if token.is("PACKAGE") {
            self.head = Head::Package;
        } else if token.is_any(&[
            "TABLE", "INDEX", "VIEW", "DATABASE", "SCHEMA", "SEQUENCE", "USER", "ROLE", "SERVER",
        ]) {
            self.head = Head::Other;
        }
    }

    fn routine(&mut self, token: &Words<'_>) {
        if token.parentheses > 0 || token.is_symbol("(") || token.is_symbol(")") {
            self.parameters = true;
            return;
        }
        let last = std::mem::replace(&mut self.last, Last::Other);
        if token.is_any(&["AS", "IS"]) && last != Last::Takes {
            // Without parameters there are no parentheses either.
            self.declare(Block::Declarations);
            return;
        }
        if !self.parameters || last == Last::Takes {
            return;
        }
        if self.head == Head::Returns {
            // The name of the type, whatever it is.
            self.head = Head::Routine;
        } else if token.is("RETURNS") {
            self.head = Head::Returns;
            self.returns = true;
        } else if token.is("RETURN") && !self.returns {
            self.head = Head::Oracle;
        } else if token.is_any(&["COMMENT", "CHARSET", "COLLATE"])
            || last == Last::Character && token.is("SET")
        {
            self.last = Last::Takes;
        } else if token.is("CHARACTER") {
            self.last = Last::Character;
        } else if !token.is_any(CHARACTERISTICS) {
            self.enter();
            self.body(token);
        }
    }

    fn body(&mut self, token: &Words<'_>) {
        let mut start = std::mem::replace(&mut self.start, false);
        let last = std::mem::replace(&mut self.last, Last::Other);
        if token.is_delimiter() {
            self.start = true;
            self.subroutine = false;
            self.handler = Handler::No;
            return;
        }
        if self.subroutine && token.is_any(&["AS", "IS"]) && token.parentheses == 0 {
            self.subroutine = false;
            self.declare(Block::Declarations);
            return;
        }
        match (last, self.handler(token)) {
            (Last::End, _) | (_, Some(false)) => return,
            (Last::Follows, _) => {
                self.start = true;
                return;
            }
            (Last::First, _) if token.is_symbol(":") => {
                self.start = true;
                return;
            }
            (Last::Label, _) => {
                self.start = token.is_symbol(">>");
                self.last = if self.start { Last::Other } else { Last::Label };
                return;
            }
            (Last::Begin, _) if token.is("NOT") => {
                self.last = Last::Not;
                return;
            }
            (Last::Not, _) if token.is("ATOMIC") => {
                self.start = true;
                return;
            }
            (_, Some(true)) => start = true,
            _ => {}
        }
        let block = self.blocks.last().copied();
        if token.is("END") {
            match block {
                Some(Block::CaseValue) if last != Last::Dot => {
                    self.blocks.pop();
                }
                Some(Block::Until) => self.close(),
                Some(_) if start => self.close(),
                _ => {}
            }
        } else if start {
            self.statement(token, block);
        } else if token.is("CASE") && last != Last::Dot {
            self.open_block(Block::CaseValue);
        } else if token.is_any(&["THEN", "ELSE"]) {
            self.start = matches!(block, Some(Block::If | Block::Case | Block::Begin));
        } else if token.is_any(&["DO", "LOOP"]) {
            self.start = matches!(block, Some(Block::While | Block::For));
        } else if token.is_symbol(".") {
            self.last = Last::Dot;
        }
    }

    fn close(&mut self) {
        self.blocks.pop();
        self.last = Last::End;
    }

    /// The first word of a statement within a body.
    fn statement(&mut self, token: &Words<'_>, block: Option<Block>) {
        let declares = matches!(block, Some(Block::Declarations | Block::Package));
        if token.is("BEGIN") {
            if declares {
                self.blocks.pop();
            }
            self.open_block(Block::Begin);
            (self.start, self.last) = (true, Last::Begin);
        } else if token.is("IF") {
            self.open_block(Block::If);
        } else if token.is("CASE") {
            self.open_block(Block::Case);
        } else if token.is("LOOP") {
            self.open_block(Block::Loop);
            self.start = true;
        } else if token.is("REPEAT") {
            self.open_block(Block::Repeat);
            self.start = true;
        } else if token.is("WHILE") {
            self.open_block(Block::While);
        } else if token.is("FOR") {
            self.open_block(Block::For);
        } else if token.is("UNTIL") && block == Some(Block::Repeat) {
            self.blocks.pop();
            self.open_block(Block::Until);
        } else if token.is("ELSE") {
            self.start = matches!(block, Some(Block::If | Block::Case));
        } else if token.is("DECLARE") && block.is_none() {
            self.declare(Block::Declarations);
        } else if declares && token.is_any(&["PROCEDURE", "FUNCTION"]) {
            self.subroutine = true;
        } else if token.is_symbol("<<") {
            self.last = Last::Label;
        } else if token.is("DECLARE") {
            self.handler = Handler::Declare;
        } else if token.is_any(&["FOLLOWS", "PRECEDES"]) && self.blocks.is_empty() {
            self.last = Last::Follows;
        } else {
            self.last = Last::First;
        }
    }

    /// Follows `DECLARE .. HANDLER FOR ..`. `Some(false)` where the token belongs to it, `Some(true)`
    /// where it begins the statement of the handler.
    fn handler(&mut self, token: &Words<'_>) -> Option<bool> {
        let (next, answer) = match self.handler {
            Handler::No => return None,
            Handler::Declare if token.is_any(&["CONTINUE", "EXIT", "UNDO"]) => {
                (Handler::Declare, Some(false))
            }
            Handler::Declare if token.is("HANDLER") => (Handler::Name, Some(false)),
            Handler::Declare => (Handler::No, None),
            Handler::Name => (Handler::Condition, Some(false)),
            Handler::Condition if token.is_any(&["NOT", "SQLSTATE"]) => {
                (Handler::Rest, Some(false))
            }
            Handler::Rest if token.is("VALUE") => (Handler::Rest, Some(false)),
            Handler::Condition | Handler::Rest => (Handler::Complete, Some(false)),
            Handler::Complete if token.is_symbol(",") => (Handler::Condition, Some(false)),
            Handler::Complete => (Handler::No, Some(true)),
        };
        self.handler = next;
        answer
    }
}
