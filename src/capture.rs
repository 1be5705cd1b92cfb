//! Bodies out of captures: files and streams that hold what services answered.
//!
//! What a capture is gets told by its content, never by its name. A [`Capture`] lends one
//! [`Body`] after the other, each with its place in the source; what it passed over, struck a
//! limit on or found damaged stands in the [`CaptureSummary`]. It opens no file and no
//! connection: it takes what [`Read`] gives.
//!
//! ```
//! use taskcenter::capture::{Capture, CaptureOptions};
//!
//! let lines = "{\"job\": {\"id\": \"a\"}}\n\n{\"job\": {\"id\": \"b\"}}\n";
//! let mut capture = Capture::new(lines.as_bytes(), CaptureOptions::default());
//! let mut places = Vec::new();
//! while let Some(body) = capture.next_body()? {
//!     let reading = taskcenter::read(body.bytes());
//!     places.push((body.position().line, reading.tasks().len()));
//! }
//! assert_eq!(places, [(1, 1), (3, 1)]);
//! # std::io::Result::Ok(())
//! ```

mod body;
mod exchange;
mod json;
mod options;
mod summary;

pub use body::Body;
pub use exchange::Exchange;
pub use options::CaptureOptions;
pub use summary::{CaptureFormat, CaptureSummary, Notice, NoticeKind};

use std::fmt;
use std::io::{self, Read};

use crate::place::Position;

/// A capture that is being read.
pub struct Capture<R> {
    reader: R,
    options: CaptureOptions,
    summary: CaptureSummary,
    bytes: Vec<u8>,
    records: Option<std::vec::IntoIter<json::Record>>,
}

impl<R: Read> Capture<R> {
    /// A capture of what the reader gives. Nothing is read yet.
    pub fn new(reader: R, options: CaptureOptions) -> Self {
        Capture { reader, options, summary: CaptureSummary::default(), bytes: Vec::new(), records: None }
    }

    /// The next body, or `None` at the end.
    ///
    /// There is at least one, even in an empty file, unless the summary says why not: a body that
    /// is none makes the reader name what is there instead.
    ///
    /// # Errors
    ///
    /// Those of the reader alone; `Interrupted` is tried again. Damage in the capture is no error.
    pub fn next_body(&mut self) -> io::Result<Option<Body<'_>>> {
        if self.records.is_none() {
            self.reader.read_to_end(&mut self.bytes)?;
            let (format, records) = json::split(&self.bytes, &self.options);
            self.summary.format = Some(format);
            self.records = Some(records.into_iter());
        }
        let Some(record) = self.records.as_mut().and_then(Iterator::next) else { return Ok(None) };
        self.summary.bodies += 1;
        let bytes = &self.bytes[record.start..record.end];
        Ok(Some(Body::contiguous(bytes, record.start as u64, record.position)))
    }

    /// What was seen so far; complete once [`next_body`](Capture::next_body) gave `None`.
    pub fn summary(&self) -> &CaptureSummary {
        &self.summary
    }
}

impl<R> fmt::Debug for Capture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the bytes: they hold what nobody looked at yet.
        f.debug_struct("Capture").field("summary", &self.summary).finish_non_exhaustive()
    }
}
