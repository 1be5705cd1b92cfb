//! A bar on the terminal while a long input is read.

use std::io::{self, IsTerminal, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

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
pub fn show(sizes: impl ExactSizeIterator<Item = Option<u64>>, report_is_silent: bool) -> Option<Shown> {
    if !io::stderr().is_terminal() || (io::stdout().is_terminal() && !report_is_silent) {
        return None;
    }
    let bar = ProgressBar::new(worth_waiting_for(sizes)?);
    let template = "{wide_bar} {binary_bytes} of {binary_total_bytes}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    *self::bar() = Some(bar);
    Some(Shown(()))
}

/// How many bytes there are to read in inputs of these sizes, if that takes long enough for a bar.
fn worth_waiting_for(mut sizes: impl ExactSizeIterator<Item = Option<u64>>) -> Option<u64> {
    let count = sizes.len();
    let total = sizes.try_fold(0u64, |total, size| Some(total.saturating_add(size?)))?;
    (total >= LARGE || count >= MANY).then_some(total)
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

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_for_what_takes_long() {
        let worth = |sizes: &[Option<u64>]| worth_waiting_for(sizes.iter().copied());
        assert_eq!(worth(&[]), None);
        assert_eq!(worth(&[Some(1000)]), None);
        assert_eq!(worth(&[Some(LARGE)]), Some(LARGE));
        assert_eq!(worth(&[Some(LARGE / 2), Some(LARGE / 2)]), Some(LARGE));
        assert_eq!(worth(&[Some(10); MANY]), Some(10 * MANY as u64));
        // Nobody knows how much will come out of a pipe.
        assert_eq!(worth(&[Some(LARGE), None]), None);
    }

    #[test]
    fn the_bar_moves_with_what_is_read_and_is_taken_away() {
        let hidden = ProgressBar::hidden();
        *bar() = Some(hidden.clone());
        let shown = Shown(());
        let mut text = String::new();
        Counted(&b"{\"job\": {}}"[..]).read_to_string(&mut text).expect("bytes in memory");
        assert_eq!(text, "{\"job\": {}}");
        assert!(hidden.position() >= 11);
        assert_eq!(aside(|| "told"), "told");
        drop(shown);
        assert!(hidden.is_finished() && bar().is_none());
        assert_eq!(aside(|| "told without a bar"), "told without a bar");
    }
}
