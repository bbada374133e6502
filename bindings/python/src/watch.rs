//! Work on another thread, while this one looks for signals and tells the progress.

use cenersim::cli::embedded::Watch;
use pyo3::prelude::*;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Does the work; `progress` is called with the share that is done, from 0 to 1.
///
/// # Errors
/// What a handler of a signal or `progress` raises; the work is stopped then.
pub fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&Watch) -> T + Send,
) -> PyResult<T> {
    let (stop, done) = (AtomicBool::new(false), Mutex::new((0.0, 1.0)));
    let add = |hours: f64, all: f64| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        *done = (done.0 + hours, all);
    };
    let share = || {
        let (hours, all) = *done.lock().unwrap_or_else(PoisonError::into_inner);
        if all > 0.0 { (hours / all).min(1.0) } else { 0.0 }
    };
    let look = |py: Python<'_>| -> PyResult<()> {
        py.check_signals()?;
        progress.as_ref().map_or(Ok(()), |progress| progress.call1(py, (share(),)).map(drop))
    };
    let (found, error) = py.detach(|| {
        thread::scope(|scope| {
            let (send, receive) = mpsc::channel();
            let (stop, add) = (&stop, &add);
            scope.spawn(move || send.send(work(&Watch { progress: add, stop })));
            let mut error = None;
            loop {
                match receive.recv_timeout(PAUSE) {
                    Ok(found) => return (Some(found), error),
                    Err(RecvTimeoutError::Disconnected) => return (None, error),
                    Err(RecvTimeoutError::Timeout) if error.is_none() => {
                        error = Python::attach(look).err();
                        stop.store(error.is_some(), Ordering::Relaxed);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
        })
    });
    error.map_or(Ok(()), Err)?;
    Ok(found.expect("the work ends or its scope panics"))
}
