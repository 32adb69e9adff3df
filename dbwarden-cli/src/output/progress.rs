//! What a run of migrations says while it is at work.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dbwarden::{Direction, Event, Observer};
use indicatif::{ProgressBar, ProgressStyle};

use super::{FAINT, Printer, STRONG, paint};

/// Prints the lines of a run, with a bar below them where somebody watches. Clones are one and the same.
#[derive(Clone)]
pub(crate) struct Progress {
    printer: Printer,
    bar: ProgressBar,
    /// Whether the lines go to standard output; not where JSON does.
    lines: bool,
    finished: Arc<AtomicUsize>,
}

impl Progress {
    /// A run that has not begun.
    pub(crate) fn new(printer: Printer, lines: bool) -> Self {
        let bar = bar(&printer, 0);
        Self { printer, bar, lines, finished: Arc::default() }
    }

    /// How many migrations have been committed.
    pub(crate) fn finished(&self) -> usize {
        self.finished.load(Ordering::Relaxed)
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn line(&self, text: impl std::fmt::Display) {
        if self.lines {
            // A reader that went away does not stop a run that has begun.
            self.bar.suspend(|| self.printer.line(text).ok());
        }
    }
}

impl Observer for Progress {
    fn on_event(&self, event: &Event<'_>) {
        match event {
            Event::WaitingForLock { holder } => self.bar.suspend(|| {
                let who = holder.map_or("another process", |holder| holder.description());
                self.printer.note(format_args!("Waiting for the lock, held by {who}"));
            }),
            Event::Started { file_name, direction, number, total } => {
                self.bar.set_length(*total as u64);
                self.bar.set_position(*number as u64 - 1);
                self.bar.set_message((*file_name).to_owned());
                let verb = match direction {
                    Direction::Up => "Applying migration:",
                    Direction::Down => "Rolling back migration:",
                };
                self.line(format_args!("{verb} {}", paint(STRONG, file_name)));
            }
            Event::Statement { file_name, number, total, duration } => {
                self.bar.set_message(format!("{file_name}: statement {number} of {total}"));
                self.bar.suspend(|| {
                    let duration = Milliseconds(*duration);
                    self.printer
                        .detail(format_args!("  statement {number} of {total}: {duration}"));
                });
            }
            Event::Retrying { file_name, message, pause, .. } => self.bar.suspend(|| {
                let pause = Milliseconds(*pause);
                self.printer.note(format_args!("Trying `{file_name}` again in {pause}: {message}"));
            }),
            Event::Finished { .. } => {
                self.finished.fetch_add(1, Ordering::Relaxed);
                self.bar.inc(1);
            }
            Event::Warning { message } => self.bar.suspend(|| self.printer.warn(message)),
            _ => {}
        }
    }
}

/// A bar for something of so many parts, where somebody watches.
pub(crate) fn bar(printer: &Printer, parts: usize) -> ProgressBar {
    let bar =
        if printer.is_watched() { ProgressBar::new(parts as u64) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// A duration as people read it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Milliseconds(pub(crate) Duration);

impl std::fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 10.0 {
            write!(f, "{:.1} ms", seconds * 1000.0)
        } else {
            write!(f, "{seconds:.1} s")
        }
    }
}

/// ` (12.0 ms)` where somebody reads it, nothing where a program does.
pub(crate) fn timing(printer: &Printer, duration: Duration) -> String {
    if printer.is_decorated() {
        format!(" {}", paint(FAINT, format_args!("({})", Milliseconds(duration))))
    } else {
        String::new()
    }
}
