//! A bar on the terminal while a long input is read.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use crate::inputs::Input;

/// Less is read before anybody could see a bar.
const LARGE: u64 = 32 << 20;
const MANY: usize = 100;

/// The bar that stands on the terminal, so that messages can be told above it. Inputs may be read on a
/// thread, and messages told on another.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn bar() -> MutexGuard<'static, Option<ProgressBar>> {
    BAR.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the bar away again, however the run ends.
pub struct Shown(());

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = bar().take() {
            bar.finish_and_clear();
        }
    }
}

/// Puts up a bar, if somebody looks and there is enough to wait for.
///
/// Not while the report itself goes to the same terminal: it shows by itself how far things are.
pub fn show(inputs: &[Input], report_is_silent: bool) -> Option<Shown> {
    if !io::stderr().is_terminal() || (io::stdout().is_terminal() && !report_is_silent) {
        return None;
    }
    let mut total = 0u64;
    for input in inputs {
        // Nobody knows how much will come out of a pipe.
        let Input::File(path) = input else { return None };
        total = total.saturating_add(fs::metadata(path).map_or(0, |metadata| metadata.len()));
    }
    if total < LARGE && inputs.len() < MANY {
        return None;
    }
    let bar = ProgressBar::new(total);
    let template = "{wide_bar} {binary_bytes} of {binary_total_bytes}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    *self::bar() = Some(bar);
    Some(Shown(()))
}

/// Tells something on the standard error while the bar is away.
pub fn aside<T>(tell: impl FnOnce() -> T) -> T {
    let bar = bar().clone();
    match bar {
        Some(bar) => bar.suspend(tell),
        None => tell(),
    }
}

/// A source that moves the bar on.
pub struct Counted<R>(pub R);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        if let Some(bar) = &*bar() {
            bar.inc(count as u64);
        }
        Ok(count)
    }
}
