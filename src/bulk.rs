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
#![deny(clippy::indexing_slicing, clippy::string_slice)]

mod series;

pub use series::Series;

use std::io::{self, Read};
use std::ops::ControlFlow;

pub use crate::deviation::Finding;
use crate::deviation::{Code, Deviation, Severity};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::read::{ApiError, Memory, ReadOptions, Reading, Verdict, Walked, conforms};
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
    /// Up to here there are whole lines.
    whole: usize,
    /// Whether a line that is longer than the limit goes on.
    passing_over: bool,
    ended: bool,
    /// Where the next line begins.
    next: Place,
    memory: Memory,
}

/// The bodies of a history that are at hand.
#[derive(Debug)]
pub struct Block<'b> {
    walked: Walked<'b, 'b>,
    dialect: Option<&'b Dialect>,
    bytes: &'b [u8],
    /// The same, if it is text: asked once for the block; where that fails, a line at a time says which.
    text: Option<&'b str>,
    /// How long a line may be.
    limit: usize,
    next: &'b mut Place,
    memory: &'b mut Memory,
}

/// One body of a history, until the next one comes.
#[derive(Debug)]
pub struct Lent<'w, 'a> {
    walked: &'w Walked<'a, 'w>,
    bytes: &'a [u8],
    line: u64,
    offset: u64,
}

/// A line.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The byte of the block at which it begins.
    at: usize,
    line: u64,
    offset: u64,
}

impl<'o, R: Read> Bulk<'o, R> {
    /// A history of what the reader gives. Nothing is read yet.
    pub fn new(reader: R, options: &'o ReadOptions) -> Self {
        let next = Place { at: 0, line: 1, offset: 0 };
        let block = Vec::new();
        Bulk {
            reader,
            options,
            dialect: None,
            block,
            filled: 0,
            whole: 0,
            passing_over: false,
            ended: false,
            next,
            memory: Memory::of_many(),
        }
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
        while let Some(mut block) = self.next_block()? {
            while let Some(body) = block.next_body() {
                if let ControlFlow::Break(broken) = each(&body) {
                    return Ok(Some(broken));
                }
            }
        }
        Ok(None)
    }

    /// The next bodies, for loops that want to be left and entered again; `None` at the end.
    ///
    /// Bodies that weren't taken out of a block come again with the next one.
    ///
    /// ```
    /// # use taskcenter::{ReadOptions, bulk::Bulk};
    /// let options = ReadOptions::new();
    /// let mut bulk = Bulk::new(&b"{\"job\":{\"id\":\"a\"}}\n{\"job\":{\"id\":\"b\"}}\n"[..], &options);
    /// let mut ids = Vec::new();
    /// while let Some(mut block) = bulk.next_block()? {
    ///     while let Some(body) = block.next_body() {
    ///         ids.extend(body.tasks().iter().filter_map(|task| task.id.clone().map(String::from)));
    ///     }
    /// }
    /// assert_eq!(ids, ["a", "b"]);
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the reader alone; `Interrupted` is tried again.
    pub fn next_block(&mut self) -> io::Result<Option<Block<'_>>> {
        if self.next.at >= self.whole && !self.fill()? {
            return Ok(None);
        }
        let Bulk { options, dialect, next, memory, .. } = self;
        let bytes = self.block.get(..self.whole).unwrap_or_default();
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let limit = options.line_limit();
        Ok(Some(Block { walked: Walked::new(options), dialect: *dialect, bytes, text, limit, next, memory }))
    }

    /// Reads whole lines into the block, up to its last line end or to the end of the stream; whether there are any.
    fn fill(&mut self) -> io::Result<bool> {
        self.block.copy_within(self.whole..self.filled, 0);
        self.filled -= self.whole;
        (self.whole, self.next.at) = (0, 0);
        while !self.ended && self.whole == 0 {
            if self.filled == self.block.len() {
                self.block.resize(BLOCK.max(self.block.len() * 2), 0);
            }
            self.read()?;
            if self.passing_over {
                self.pass_over();
            }
            let end = memchr::memrchr(b'\n', self.filled()).map_or(0, |last| last + 1);
            self.whole = if self.ended { self.filled } else { end };
            if self.whole == 0 && self.filled > self.options.line_limit() {
                // What is there of it says that it is too long.
                (self.whole, self.passing_over) = (self.filled, true);
            }
        }
        Ok(self.whole > 0)
    }

    /// Passes over the rest of a line that was longer than the limit, as far as it is there.
    fn pass_over(&mut self) {
        let end = memchr::memchr(b'\n', self.filled());
        let passed = end.map_or(self.filled, |end| end + 1);
        self.passing_over = end.is_none();
        self.block.copy_within(passed..self.filled, 0);
        self.filled -= passed;
        // The line end was counted when the line was lent.
        self.next.offset += (passed - usize::from(end.is_some())) as u64;
    }

    /// What is in the block.
    fn filled(&self) -> &[u8] {
        self.block.get(..self.filled).unwrap_or_default()
    }

    /// Fills the block.
    fn read(&mut self) -> io::Result<()> {
        while self.filled < self.block.len() && !self.ended {
            match self.reader.read(self.block.get_mut(self.filled..).unwrap_or_default()) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl<'b> Block<'b> {
    /// The next body; blank lines are passed over.
    pub fn next_body(&mut self) -> Option<Lent<'_, 'b>> {
        loop {
            let Place { at, line, offset } = *self.next;
            let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            *self.next = Place { at: at + length + 1, line: line + 1, offset: offset + length as u64 + 1 };
            let whole = rest.get(..length)?;
            let bytes = whole.strip_suffix(b"\r").unwrap_or(whole);
            if length > self.limit {
                let bytes = bytes.get(..self.limit).unwrap_or(bytes);
                self.walked.refuse(bytes, self.limit);
                return Some(Lent { walked: &self.walked, bytes, line, offset });
            }
            if bytes.iter().any(|byte| !byte.is_ascii_whitespace()) {
                let text = self.text.and_then(|text| text.get(at..at + bytes.len()));
                self.walked.read(bytes, text, self.dialect, self.memory);
                return Some(Lent { walked: &self.walked, bytes, line, offset });
            }
        }
    }
}

impl<'w, 'a> Lent<'w, 'a> {
    pub(crate) fn new(walked: &'w Walked<'a, 'w>, bytes: &'a [u8], line: u64, offset: u64) -> Self {
        Lent { walked, bytes, line, offset }
    }

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

    /// Why the body was rejected: it can't be read to its end, or holds no task.
    pub fn error(&self) -> Option<&Error> {
        self.walked.outcome.as_ref().err()
    }

    /// Whether the dialect's schema accepts the body.
    pub fn conforms(&self) -> bool {
        conforms(self.error(), self.worst())
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

    /// Everything that was forgiven, as it was noticed; the list is capped as that of the
    /// [`deviations`](Lent::deviations). Nothing is made or copied for it.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'a>> {
        self.walked.findings()
    }

    /// The same in the order of the body, with pointers and sentences, which are made here.
    pub fn deviations(&self) -> Vec<Deviation<'a>> {
        self.walked.deviations()
    }

    /// The whole reading of the body, as [`ReadOptions::read`] gives it.
    pub fn reading(&self) -> Reading<'a> {
        self.walked.reading(self.bytes)
    }

    /// The body.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its line in the stream, counted from 1; 1 in a [`Series`].
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The byte of the stream at which it begins, counted from 0; 0 in a [`Series`].
    pub fn offset(&self) -> u64 {
        self.offset
    }
}
