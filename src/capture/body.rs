//! One body, as a capture lends it.

use std::fmt;

use super::exchange::Exchange;
use crate::dialect::Dialect;
use crate::place::Position;

/// What a service answered, with its place in the capture.
///
/// Secrets are masked by `*` in place, so lengths and offsets are those of the source.
#[derive(Clone, Copy)]
pub struct Body<'c> {
    bytes: &'c [u8],
    offset: u64,
    position: Position,
    exchange: Option<&'c Exchange>,
    dialect: Option<&'static Dialect>,
}

impl<'c> Body<'c> {
    /// The body itself, for [`crate::read`].
    pub fn bytes(&self) -> &'c [u8] {
        self.bytes
    }

    /// Line and column of its first byte in the source.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The offset of its first byte in the source; in what a packed source unpacks to.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Where a byte of the body stands in the source, counted from the body's first byte.
    ///
    /// One past the last byte is a place too. Bytes that the source spells differently (escaped in
    /// a HAR's text, base64, chunks) are those that they were made of.
    pub fn locate(&self, offset_in_body: usize) -> (Position, u64) {
        let at = offset_in_body.min(self.bytes.len());
        (self.position.advance(&self.bytes[..at]), self.offset + at as u64)
    }

    /// The exchange that it belongs to, if the capture knows one.
    pub fn exchange(&self) -> Option<&'c Exchange> {
        self.exchange
    }

    /// The dialect, when the request's URL decides it.
    pub fn dialect(&self) -> Option<&'static Dialect> {
        self.dialect
    }

    pub(super) fn contiguous(bytes: &'c [u8], offset: u64, position: Position) -> Self {
        Body { bytes, offset, position, exchange: None, dialect: None }
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("offset", &self.offset)
            .field("position", &self.position)
            .field("length", &self.bytes.len())
            .field("exchange", &self.exchange)
            .field("dialect", &self.dialect)
            .finish()
    }
}
