//! Lines of a capture, lent in one piece, so that another thread can read them.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

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
        while let Some(rest) = self.bytes.get(start..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |length| start.saturating_add(length));
            let range = trim(&self.bytes, start..end);
            if let Some(bytes) = self.bytes.get(range.clone()).filter(|bytes| !bytes.is_empty()) {
                // Only blanks stand before it: as many columns as bytes.
                let blanks = range.start.saturating_sub(start);
                let position = Position { line, column: column.saturating_add(blanks) };
                let place = Place { offset: offset.saturating_add(range.start as u64), position };
                walked.read(bytes, whole.and_then(|text| text.get(range)), dialect, &mut memory);
                let lent = Lent::new(&walked, bytes, line as u64, place.offset);
                let body = Body::new(bytes, Origin::Same { place, line_end: b'\n' }, None, &[]);
                if let ControlFlow::Break(broken) = each(body, &lent) {
                    return Some(broken);
                }
            }
            (line, column) = (line.saturating_add(1), 1);
            start = end.saturating_add(1);
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
        let (mut bodies, mut start) = (0u64, 0usize);
        while let Some(rest) = window.get(start..)
            && let Some((line, _)) = memchr::memchr(b'\n', rest).and_then(|length| rest.split_at_checked(length))
        {
            if let Some(first) = line.iter().position(|byte| !is_blank(*byte)) {
                if !is_body(start.saturating_add(first), line.get(first..).unwrap_or_default()) {
                    break;
                }
                bodies = bodies.saturating_add(1);
            }
            start = start.saturating_add(line.len()).saturating_add(1);
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(window.get(..start).unwrap_or(window));
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
