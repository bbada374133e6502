//! What a thread said before it panicked, and where: told in one sentence instead of the report of the system.
//!
//! # Why
//!
//! A panic within the simulation of a patient is caught, and its message becomes that patient's failure. The
//! handler here keeps message and place instead of printing them, because the report of the system would come a
//! thousand times in the middle of the progress bar. A panic anywhere else is a defect, and is told as one with the
//! place in the source.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    sync::{Mutex, PoisonError},
};

/// What was said, and where in the source.
#[derive(Clone, Default)]
pub struct Words {
    /// The message of the panic.
    pub said: String,
    /// File and line.
    pub place: String,
}

/// The last words of any thread.
static LAST: Mutex<Option<Words>> = Mutex::new(None);

/// From now on a panic prints nothing. To be called once.
pub fn listen() {
    set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("no message").to_owned();
        let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(Words { said, place });
    }));
}

/// What is done, or the last words of the thread that panicked meanwhile.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Words> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.map_err(|_| LAST.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default())
}
