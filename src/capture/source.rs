//! The bytes of a capture, a window at a time.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

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
        self.buffer.get(self.start..self.filled).unwrap_or_default()
    }

    pub(super) fn window_mut(&mut self) -> &mut [u8] {
        self.buffer.get_mut(self.start..self.filled).unwrap_or_default()
    }

    /// Reads on; `false` at the end.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let room = |source: &Self| source.buffer.len().saturating_sub(source.filled);
        if room(self) < BLOCK / 2 {
            let kept = self.window().len();
            if self.start >= kept {
                self.buffer.copy_within(self.start..self.filled, 0);
                (self.start, self.filled) = (0, kept);
            }
            if room(self) < BLOCK / 2 {
                // By half: the room that isn't needed yet is most of what a large body costs beside itself.
                let length = self.filled.saturating_add(self.filled / 2).max(BLOCK);
                self.buffer.reserve_exact(length.saturating_sub(self.buffer.len()));
                self.buffer.resize(length, 0);
            }
        }
        let read = self.input.read(self.buffer.get_mut(self.filled..).unwrap_or_default())?;
        self.filled = self.filled.saturating_add(read);
        self.ended = read == 0;
        Ok(!self.ended)
    }

    /// Reads until so many bytes are there, or all that are left; whether they are.
    pub(super) fn fill(&mut self, bytes: usize) -> io::Result<bool> {
        while self.window().len() < bytes {
            if !self.more()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The byte so far into the window, if there is one.
    pub(super) fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        if at >= self.window().len() {
            self.fill(at.saturating_add(1))?;
        }
        Ok(self.window().get(at).copied())
    }

    /// Where the line ends that goes through this byte: before its line end, or at the end of all,
    /// or `Err` with the limit.
    #[inline]
    pub(super) fn line(&mut self, from: usize, limit: usize) -> io::Result<Result<usize, usize>> {
        let begin = self.place.offset;
        let first = begin.saturating_add(from as u64);
        let most = from.saturating_add(limit);
        // Many documents on one line ask for the same line end.
        let mut at = from;
        if self.searched.start <= first && first <= self.searched.end {
            at = self.searched.end.saturating_sub(begin) as usize;
        } else {
            self.searched.start = first;
        }
        loop {
            let window = self.window();
            let rest = window.get(at..).unwrap_or_default();
            let found = memchr::memchr(self.line_end, rest);
            at = found.map_or(at.max(window.len()), |found| at.saturating_add(found));
            self.searched.end = begin.saturating_add(at as u64);
            if at > most {
                return Ok(Err(most));
            }
            if found.is_some() {
                return Ok(Ok(at));
            }
            if !self.more()? {
                return Ok(Ok(self.window().len()));
            }
        }
    }

    /// Where the window's next line begins, if a line ends there: behind the line end, or at the window's end.
    pub(super) fn behind_line(&self, end: usize) -> usize {
        end.saturating_add(1).min(self.window().len())
    }

    /// Past so many bytes of the window, or all of it.
    pub(super) fn consume(&mut self, bytes: usize) {
        let window = self.window();
        let passed = window.get(..bytes).unwrap_or(window);
        let (place, count) = (advance(self.place, passed, self.line_end), passed.len());
        self.place = place;
        self.start = self.start.saturating_add(count);
    }

    /// Past a line, line end included, which are so many bytes of the window.
    #[inline]
    pub(super) fn consume_line(&mut self, bytes: usize) {
        let Place { offset, position } = self.place;
        let position = Position { line: position.line.saturating_add(1), column: 1 };
        self.place = Place { offset: offset.saturating_add(bytes as u64), position };
        self.start = self.start.saturating_add(bytes);
    }

    /// Past everything before the byte that is looked for, which may be far away; `false` if the source ends
    /// before there is one.
    #[inline]
    pub(super) fn pass_to(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> io::Result<bool> {
        loop {
            let window = self.window();
            let found = find(window);
            let passed = found.unwrap_or(window.len());
            if passed > 0 {
                self.consume(passed);
            }
            if found.is_some() {
                return Ok(true);
            }
            if !self.more()? {
                return Ok(false);
            }
        }
    }

    /// The place of the window's first byte.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// The place of a byte in the window.
    pub(super) fn place_of(&self, at: usize) -> Place {
        let window = self.window();
        advance(self.place, window.get(..at).unwrap_or(window), self.line_end)
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
    let offset = place.offset.saturating_add(bytes.len() as u64);
    let last = if line_end == b'\n' { None } else { memchr::memrchr(line_end, bytes) };
    let Some(last) = last else { return Place { offset, position: place.position.advance(bytes) } };
    let ends = memchr::memchr_iter(line_end, bytes).count();
    let rest = bytes.get(last.saturating_add(1)..).unwrap_or_default();
    let line = place.position.line.saturating_add(ends);
    Place { offset, position: Position { line, column: Position::START.advance(rest).column } }
}
