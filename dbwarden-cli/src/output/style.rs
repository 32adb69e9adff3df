//! The few styles that mean something. What prints them drops the codes outside a terminal.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};

/// A heading, a name.
pub(crate) const STRONG: Style = Style::new().bold();
/// Done, or safe.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Not wrong yet.
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default().bold();
/// Failed, or destructive.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// `text` in a style.
pub(crate) fn paint(style: Style, text: impl Display) -> impl Display {
    struct Painted<T>(Style, T);
    impl<T: Display> Display for Painted<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}{}{:#}", self.0, self.1, self.0)
        }
    }
    Painted(style, text)
}
