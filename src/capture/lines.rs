//! Lines of a capture, lent in one piece, so that another thread can read them.

use std::ops::ControlFlow;

use super::body::{Body, Origin};
use super::desk::{is_blank, trim};
use super::source::Place;
use crate::bulk::Lent;
use crate::dialect::Dialect;
use crate::place::Position;
use crate::read::{Memory, ReadOptions, Walked};

/// Some lines of a capture, each of which is a body.
///
/// [`Capture::take_lines`](super::Capture::take_lines) fills it. It owns its bytes, so that it can go to
/// another thread, and keeps their room for the lines that come next. The bytes are seen by nobody before
/// the secrets in them are masked.
pub struct Lines {
    /// Whole lines; the last one may lack its line end.
    bytes: Vec<u8>,
    /// Where they begin in the source.
    place: Place,
    bodies: u64,
    masked: bool,
}

impl Lines {
    /// No lines yet.
    pub fn new() -> Self {
        let place = Place { offset: 0, position: Position::START };
        Lines { bytes: Vec::new(), place, bodies: 0, masked: true }
    }

    /// How many bodies there are.
    pub fn bodies(&self) -> u64 {
        self.bodies
    }

    /// Reads each body in turn, and lends it with what it says; as one of a dialect, if that is known. Gives
    /// what the callback broke off with.
    ///
    /// The bodies are those that [`next_body`](super::Capture::next_body) would have lent, with the same places.
    /// As in [`Bulk`](crate::bulk::Bulk), no damage is repaired, except in a [reading](Lent::reading).
    pub fn for_each<B>(
        &mut self,
        options: &ReadOptions,
        dialect: Option<&Dialect>,
        mut each: impl FnMut(Body<'_>, &Lent<'_, '_>) -> ControlFlow<B>,
    ) -> Option<B> {
        if !self.masked {
            crate::redact::mask_lines(&mut self.bytes);
            self.masked = true;
        }
        // Once for all of them; where that fails, a line at a time says which.
        let whole = simdutf8::basic::from_utf8(&self.bytes).ok();
        let mut walked = Walked::new(options);
        // Not kept in the lines: the next call may come with other dialects.
        let mut memory = Memory::of_many();
        let Place { offset, position: Position { mut line, mut column } } = self.place;
        let mut start = 0;
        while start < self.bytes.len() {
            let end =
                memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |length| start + length);
            let range = trim(&self.bytes, start..end);
            if !range.is_empty() {
                let bytes = &self.bytes[range.clone()];
                // Only blanks stand before it: as many columns as bytes.
                let position = Position { line, column: column + (range.start - start) };
                let place = Place { offset: offset + range.start as u64, position };
                walked.read(bytes, whole.map(|text| &text[range.clone()]), dialect, &mut memory);
                let lent = Lent::new(&walked, bytes, line as u64, place.offset);
                let body = Body::new(bytes, Origin::Same { place, line_end: b'\n' }, None, &[]);
                if let ControlFlow::Break(broken) = each(body, &lent) {
                    return Some(broken);
                }
            }
            (line, column) = (line + 1, 1);
            start = end + 1;
        }
        None
    }

    /// Takes the window's first lines as far as each is a body to all appearances; how many bytes these are.
    pub(super) fn fill(
        &mut self,
        window: &[u8],
        place: Place,
        mut is_body: impl FnMut(usize, &[u8]) -> bool,
    ) -> usize {
        let (mut bodies, mut start) = (0, 0);
        while let Some(length) = memchr::memchr(b'\n', &window[start..]) {
            let line = &window[start..start + length];
            let first = line.iter().position(|byte| !is_blank(*byte)).unwrap_or(length);
            if first < length {
                if !is_body(start + first, &line[first..]) {
                    break;
                }
                bodies += 1;
            }
            start += length + 1;
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(&window[..start]);
        (self.place, self.bodies, self.masked) = (place, bodies, false);
        start
    }
}

impl Default for Lines {
    fn default() -> Self {
        Lines::new()
    }
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the bytes, which nobody may have looked at yet.
        f.debug_struct("Lines").field("place", &self.place).field("bodies", &self.bodies).finish_non_exhaustive()
    }
}
