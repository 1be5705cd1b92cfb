//! Whole histories: JSON Lines of any length, in constant memory.
//!
//! A [`Bulk`] reads a stream in blocks and lends one [`Lent`] body after the other. Nothing is
//! allocated for a record in the steady state: texts are borrowed from the block, the tasks of one
//! body take the room of those before it, and places and sentences are made only when they are asked
//! for. What a body reads as never depends on the bodies before it.
//!
//! ```
//! use std::ops::ControlFlow;
//! use taskcenter::{ReadOptions, bulk::Bulk};
//!
//! let history = "{\"jobs\":[],\"total_count\":0}\n{\"job\":{\"id\":\"a\",\"status\":\"Failed\"}}\n";
//! let options = ReadOptions::new();
//! let mut failed = 0;
//! Bulk::new(history.as_bytes(), &options).for_each(|body| {
//!     failed += body.tasks().iter().filter(|task| task.is_terminal() && !task.is_success()).count();
//!     ControlFlow::<()>::Continue(())
//! })?;
//! assert_eq!(failed, 1);
//! # std::io::Result::Ok(())
//! ```

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::deviation::{Code, Deviation, Severity};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::read::{ApiError, ReadOptions, Reading, Verdict, Walked};
use crate::task::Task;

/// Larger blocks were slower: they leave the cache.
const BLOCK: usize = 128 << 10;

/// A history that is being read: one body a line.
#[derive(Debug)]
pub struct Bulk<'o, R> {
    reader: R,
    options: &'o ReadOptions,
    dialect: Option<&'o Dialect>,
    block: Vec<u8>,
    /// How much of the block is filled.
    filled: usize,
    line: u64,
    offset: u64,
    /// The dialect of the last body, which is the first guess at the next one's.
    last: usize,
}

/// One body of a history, until the next one comes.
#[derive(Debug)]
pub struct Lent<'w, 'a> {
    walked: &'w Walked<'a, 'w>,
    bytes: &'a [u8],
    line: u64,
    offset: u64,
}

impl<'o, R: Read> Bulk<'o, R> {
    /// A history of what the reader gives. Nothing is read yet.
    pub fn new(reader: R, options: &'o ReadOptions) -> Self {
        Bulk { reader, options, dialect: None, block: Vec::new(), filled: 0, line: 1, offset: 0, last: 0 }
    }

    /// Reads every body as one of this dialect.
    pub fn dialect(mut self, dialect: &'o Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Lends each body in turn; blank lines are passed over. Gives what the callback broke off with.
    ///
    /// # Errors
    ///
    /// Those of the reader alone; `Interrupted` is tried again.
    pub fn for_each<B>(&mut self, mut each: impl FnMut(&Lent<'_, '_>) -> ControlFlow<B>) -> io::Result<Option<B>> {
        loop {
            let more = self.fill()?;
            // Up to the last line end, or to the end of the stream.
            let whole = match memchr::memrchr(b'\n', &self.block[..self.filled]) {
                Some(last) => last + 1,
                None if more && self.filled > self.options.line_limit() => {
                    if let Some(broken) = self.long_line(&mut each)? {
                        return Ok(Some(broken));
                    }
                    continue;
                }
                None if more => {
                    let longer = self.block.len() * 2;
                    self.block.resize(longer, 0);
                    continue;
                }
                None => self.filled,
            };
            let whole = if more { whole } else { self.filled };
            if let Some(broken) = self.lines(whole, &mut each) {
                return Ok(Some(broken));
            }
            if !more {
                return Ok(None);
            }
            self.block.copy_within(whole..self.filled, 0);
            self.filled -= whole;
        }
    }

    /// Fills the block; whether there may be more.
    fn fill(&mut self) -> io::Result<bool> {
        if self.block.is_empty() {
            self.block.resize(BLOCK, 0);
        }
        while self.filled < self.block.len() {
            match self.reader.read(&mut self.block[self.filled..]) {
                Ok(0) => return Ok(false),
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Lends the beginning of a line that is longer than the limit, and passes over the rest of it.
    fn long_line<B>(&mut self, each: &mut impl FnMut(&Lent<'_, '_>) -> ControlFlow<B>) -> io::Result<Option<B>> {
        let limit = self.options.line_limit();
        let mut walked = Walked::new(self.options);
        walked.refuse(&self.block[..limit], limit);
        let lent = Lent { walked: &walked, bytes: &self.block[..limit], line: self.line, offset: self.offset };
        let broken = each(&lent);
        loop {
            let end = memchr::memchr(b'\n', &self.block[..self.filled]);
            let passed = end.map_or(self.filled, |end| end + 1);
            self.block.copy_within(passed..self.filled, 0);
            self.filled -= passed;
            self.offset += passed as u64;
            // At the end of all, something may be left in the block.
            if end.is_some() || (!self.fill()? && self.filled == 0) {
                break;
            }
        }
        self.line += 1;
        Ok(broken.break_value())
    }

    /// The bodies in the block's first bytes.
    fn lines<B>(&mut self, whole: usize, each: &mut impl FnMut(&Lent<'_, '_>) -> ControlFlow<B>) -> Option<B> {
        let block = &self.block[..whole];
        // Once for the block; where that fails, a line at a time says which.
        let text = std::str::from_utf8(block).ok();
        let mut walked = Walked::new(self.options);
        let mut start = 0;
        while start < block.len() {
            let end = memchr::memchr(b'\n', &block[start..]).map_or(block.len(), |length| start + length);
            let bytes = block[start..end].strip_suffix(b"\r").unwrap_or(&block[start..end]);
            if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
                let limit = self.options.line_limit();
                let too_long = end - start > limit;
                let bytes = if too_long { &bytes[..limit.min(bytes.len())] } else { bytes };
                if too_long {
                    walked.refuse(bytes, limit);
                } else {
                    let text = text.map(|text| &text[start..start + bytes.len()]);
                    walked.read(bytes, text, self.dialect, &mut self.last);
                }
                let lent = Lent { walked: &walked, bytes, line: self.line, offset: self.offset + start as u64 };
                if let ControlFlow::Break(broken) = each(&lent) {
                    return Some(broken);
                }
            }
            self.line += 1;
            start = end + 1;
        }
        self.offset += whole as u64;
        None
    }
}

impl<'a> Lent<'_, 'a> {
    /// The dialect that the body was read as; `None` if nothing in it tells.
    pub fn dialect(&self) -> Option<&Dialect> {
        self.walked.dialect
    }

    /// The tasks, in the order of the body.
    pub fn tasks(&self) -> &[Task<'a>] {
        self.walked.tasks()
    }

    /// How many tasks the service says there are, over all pages.
    pub fn total(&self) -> Option<u64> {
        self.walked.total()
    }

    /// The error with which the service answered, if it did.
    pub fn api_error(&self) -> Option<&ApiError<'a>> {
        self.walked.outcome.as_ref().ok().and_then(Option::as_ref)
    }

    /// Why there was no task to be had.
    pub fn error(&self) -> Option<&Error> {
        self.walked.outcome.as_ref().err()
    }

    /// Whether the dialect's schema accepts the body.
    pub fn conforms(&self) -> bool {
        self.error().is_none() && self.worst() <= Some(Severity::Note)
    }

    /// The judgement.
    pub fn verdict(&self) -> Verdict {
        match (self.error(), self.conforms()) {
            (Some(_), _) => Verdict::Rejected,
            (None, true) => Verdict::Conforming,
            (None, false) => Verdict::Tolerated,
        }
    }

    /// The gravest severity among the deviations.
    pub fn worst(&self) -> Option<Severity> {
        self.walked.worst()
    }

    /// How often each code occurred.
    pub fn deviation_counts(&self) -> impl Iterator<Item = (Code, u64)> {
        self.walked.counts()
    }

    /// Everything that was forgiven, with places and sentences, which are made here.
    pub fn deviations(&self) -> Vec<Deviation<'a>> {
        self.walked.deviations()
    }

    /// The whole reading of the body, made anew.
    pub fn reading(&self) -> Reading<'a> {
        self.walked.reading(self.bytes)
    }

    /// The body.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its line in the stream, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The byte of the stream at which it begins, counted from 0.
    pub fn offset(&self) -> u64 {
        self.offset
    }
}
