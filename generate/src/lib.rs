//! Makes up histories of task center responses, for load and for fixtures.
//!
//! The same options give the same bytes, on every machine and in every release that doesn't say
//! otherwise in its change log.
//!
//! ```
//! use taskcenter_generate::{History, Size};
//!
//! let history = History { seed: 7, size: Size::Tasks(3), messes: 0.3, ..History::default() };
//! let mut bytes = Vec::new();
//! let written = history.write(&mut bytes)?;
//! assert_eq!((written.tasks, written.bytes), (3, bytes.len() as u64));
//! # Ok::<(), std::io::Error>(())
//! ```

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod dialect;
mod history;
mod json;
mod mess;
mod random;
mod task;
mod vocabulary;

pub use dialect::{Dialect, UnknownDialect};
pub use history::{Bodies, History, Layout, Order, Size, Written};
pub use mess::Mess;
