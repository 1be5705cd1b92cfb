//! The bytes of a capture, a window at a time.

use std::io::{self, Read};

use super::gzip::Input;
use crate::limits::Limits;
use crate::place::Position;

/// How much is read at once.
const BLOCK: usize = 128 << 10;
/// How much of a capture is looked at to tell what it is.
pub(super) const OPENING: usize = 64 << 10;

/// A place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) position: Position,
}

/// A window on what a reader gives. It grows as far as somebody asks, and moves on when something
/// is consumed; its beginning always has a place.
pub(super) struct Source<R> {
    input: Input<R>,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    ended: bool,
    place: Place,
    line_end: u8,
    /// Between these bytes of the source there is no line end.
    searched: std::ops::Range<u64>,
}

impl<R: Read> Source<R> {
    pub(super) fn new(reader: R, limits: &Limits) -> Self {
        Source {
            input: Input::new(reader, limits),
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            ended: false,
            place: Place { offset: 0, position: Position::START },
            line_end: b'\n',
            searched: 0..0,
        }
    }

    /// What is there.
    pub(super) fn window(&self) -> &[u8] {
        &self.buffer[self.start..self.filled]
    }

    pub(super) fn window_mut(&mut self) -> &mut [u8] {
        &mut self.buffer[self.start..self.filled]
    }

    /// Reads on; `false` at the end.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.buffer.len() - self.filled < BLOCK / 2 {
            if self.start >= self.filled - self.start {
                self.buffer.copy_within(self.start..self.filled, 0);
                (self.start, self.filled) = (0, self.filled - self.start);
            }
            if self.buffer.len() - self.filled < BLOCK / 2 {
                // By half: the room that isn't needed yet is most of what a large body costs beside itself.
                self.buffer.resize(self.filled.saturating_add(self.filled / 2).max(BLOCK), 0);
            }
        }
        let read = self.input.read(&mut self.buffer[self.filled..])?;
        self.filled += read;
        self.ended = read == 0;
        Ok(!self.ended)
    }

    /// Reads until so many bytes are there, or all that are left; whether they are.
    pub(super) fn fill(&mut self, bytes: usize) -> io::Result<bool> {
        while self.filled - self.start < bytes {
            if !self.more()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The byte so far into the window, if there is one.
    pub(super) fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        if self.start + at >= self.filled {
            self.fill(at + 1)?;
        }
        Ok(self.window().get(at).copied())
    }

    /// Where the line ends that goes through this byte: before its line end, or at the end of all,
    /// or `Err` with the limit.
    #[inline]
    pub(super) fn line(&mut self, from: usize, limit: usize) -> io::Result<Result<usize, usize>> {
        let begin = self.place.offset;
        let first = begin + from as u64;
        // Many documents on one line ask for the same line end.
        let mut at = from;
        if self.searched.start <= first && first <= self.searched.end {
            at = (self.searched.end - begin) as usize;
        } else {
            self.searched.start = first;
        }
        loop {
            let window = &self.buffer[self.start..self.filled];
            if let Some(found) = window.get(at..).and_then(|rest| memchr::memchr(self.line_end, rest)) {
                let end = at + found;
                self.searched.end = begin + end as u64;
                return Ok(if end - from > limit { Err(from + limit) } else { Ok(end) });
            }
            at = window.len().max(at);
            self.searched.end = begin + at as u64;
            if at - from > limit {
                return Ok(Err(from + limit));
            }
            if !self.more()? {
                return Ok(Ok(self.filled - self.start));
            }
        }
    }

    /// Past so many bytes of the window.
    pub(super) fn consume(&mut self, bytes: usize) {
        let passed = &self.buffer[self.start..self.start + bytes];
        self.place = advance(self.place, passed, self.line_end);
        self.start += bytes;
    }

    /// Past a line, line end included.
    #[inline]
    pub(super) fn consume_line(&mut self, bytes: usize) {
        self.start += bytes;
        self.place.offset += bytes as u64;
        self.place.position = Position { line: self.place.position.line + 1, column: 1 };
    }

    /// The place of the window's first byte.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The place of a byte in the window.
    pub(super) fn place_of(&self, at: usize) -> Place {
        advance(self.place, &self.window()[..at], self.line_end)
    }

    /// The place after these bytes, which begin there.
    pub(super) fn place_after(&self, place: Place, bytes: &[u8]) -> Place {
        advance(place, bytes, self.line_end)
    }

    pub(super) fn line_end(&self) -> u8 {
        self.line_end
    }

    /// Lines end by CR alone here.
    pub(super) fn set_line_end(&mut self, line_end: u8) {
        self.line_end = line_end;
        self.searched = 0..0;
    }

    pub(super) fn input(&mut self) -> &mut Input<R> {
        &mut self.input
    }
}

/// The place after some more bytes.
pub(super) fn advance(place: Place, bytes: &[u8], line_end: u8) -> Place {
    let offset = place.offset + bytes.len() as u64;
    if line_end == b'\n' {
        return Place { offset, position: place.position.advance(bytes) };
    }
    let position = match memchr::memrchr(line_end, bytes) {
        None => place.position.advance(bytes),
        Some(last) => Position {
            line: place.position.line + memchr::memchr_iter(line_end, bytes).count(),
            column: Position::START.advance(&bytes[last + 1..]).column,
        },
    };
    Place { offset, position }
}
