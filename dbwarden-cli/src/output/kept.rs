//! Lines that wait, so that what is said of one thing stands together while several are at work.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use super::Printer;
use crate::error::Result;

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    Output,
    Error,
}

/// What a printer would have printed, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(Arc<Mutex<Vec<(Stream, String)>>>);

impl Kept {
    pub(super) fn push(&self, stream: Stream, text: String) {
        self.texts().push((stream, text));
    }

    fn texts(&self) -> std::sync::MutexGuard<'_, Vec<(Stream, String)>> {
        // A list of texts is whole at every moment.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Printer {
    /// A printer that keeps what it is given until [`release`](Self::release). It asks nothing and
    /// shows no progress.
    pub(crate) fn keeping(&self) -> Self {
        let kept = Some(Kept::default());
        Self { watched: false, interactive: false, kept, ..self.clone() }
    }

    /// Prints what another one has kept; nothing, where it printed at once.
    pub(crate) fn release(&self, keeping: &Self) -> Result<()> {
        let Some(kept) = &keeping.kept else { return Ok(()) };
        let mut written = Ok(());
        for (stream, text) in std::mem::take(&mut *kept.texts()) {
            match stream {
                Stream::Output => {
                    written = written.and_then(|()| anstream::stdout().write_all(text.as_bytes()));
                }
                Stream::Error => drop(anstream::stderr().write_all(text.as_bytes())),
            }
        }
        Ok(written?)
    }
}
