//! One body, as a capture lends it.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::fmt;

use super::desk::Piece;
use super::exchange::Exchange;
use super::source::{Place, advance};
use super::summary::{Notice, NoticeKind};
use crate::deviation::Code;
use crate::dialect::Dialect;
use crate::place::Position;
use crate::read::Reading;

/// What a service answered, with its place in the capture.
///
/// Secrets are masked by `*` in place, so lengths and offsets are those of the source.
#[derive(Clone, Copy)]
pub struct Body<'c> {
    bytes: &'c [u8],
    origin: Origin<'c>,
    exchange: Option<&'c Exchange>,
    dialect: Option<&'static Dialect>,
    /// Another one that it could be as well, by its request.
    rival: Option<&'static Dialect>,
    notices: &'c [Notice],
}

/// How the body stands in the source.
#[derive(Clone, Copy)]
pub(super) enum Origin<'c> {
    /// As it is.
    Same { place: Place, line_end: u8 },
    /// In pieces.
    Pieces(&'c [Piece]),
    /// As the content of a JSON text, which begins here.
    Escaped { place: Place, text: &'c [u8] },
    /// Packed; all of it is there.
    Packed(Place),
}

impl<'c> Body<'c> {
    /// The body itself, for [`crate::read`].
    pub fn bytes(&self) -> &'c [u8] {
        self.bytes
    }

    /// Line and column of its first byte in the source.
    pub fn position(&self) -> Position {
        self.locate(0).0
    }

    /// The offset of its first byte in the source; in what a packed source unpacks to.
    pub fn offset(&self) -> u64 {
        self.locate(0).1
    }

    /// Where a byte of the body stands in the source, counted from the body's first byte.
    ///
    /// One past the last byte is a place too. What the source spells differently is found where it
    /// was made from: escapes in a HAR's text, chunks, broken lines. For what is packed inside of the
    /// source, in base64 or gzip, it is the place of the whole.
    pub fn locate(&self, offset_in_body: usize) -> (Position, u64) {
        let at = offset_in_body.min(self.bytes.len());
        let Place { offset, position } = match self.origin {
            Origin::Same { place, line_end } => advance(place, before(self.bytes, at), line_end),
            Origin::Packed(place) => place,
            Origin::Escaped { place, text } => advance(place, before(text, escaped_length(text, at)), b'\n'),
            Origin::Pieces(pieces) => {
                let index = pieces.partition_point(|piece| piece.at <= at).saturating_sub(1);
                match pieces.get(index) {
                    Some(piece) => {
                        let inside = self.bytes.get(piece.at..at).unwrap_or_default();
                        advance(piece.place, inside, b'\n')
                    }
                    None => Place { offset: 0, position: Position::START },
                }
            }
        };
        (position, offset)
    }

    /// The exchange that it belongs to, if the capture knows one.
    pub fn exchange(&self) -> Option<&'c Exchange> {
        self.exchange
    }

    /// The dialect, when the request's URL decides it; where two services have that URL, the body does.
    pub fn dialect(&self) -> Option<&'static Dialect> {
        self.dialect
    }

    #[inline]
    pub(super) fn new(
        bytes: &'c [u8],
        origin: Origin<'c>,
        exchange: Option<&'c Exchange>,
        notices: &'c [Notice],
    ) -> Self {
        let decided = exchange.and_then(|exchange| exchange.dialect_of(bytes));
        let (dialect, rival) = decided.map_or((None, None), |(dialect, rival)| (Some(dialect), rival));
        Body { bytes, origin, exchange, dialect, rival, notices }
    }

    /// What was odd or damaged in the capture on the way to this body.
    pub fn notices(&self) -> &'c [Notice] {
        self.notices
    }

    /// Adds to what was read of this body what its capture had to forgive, and a status that says otherwise than
    /// the body does.
    ///
    /// ```
    /// use taskcenter::{Code, Limits, capture::Capture};
    ///
    /// let dump = "HTTP/1.1 500 Oops\r\n\r\n{\"job\": {\"id\": \"a\", \"status\": \"Completed\"}}";
    /// let mut capture = Capture::new(dump.as_bytes(), Limits::default());
    /// let body = capture.next_body()?.unwrap();
    /// let mut reading = taskcenter::read(body.bytes());
    /// body.annotate(&mut reading);
    /// assert_eq!(reading.deviations()[0].code, Code::HttpStatus);
    /// # std::io::Result::Ok(())
    /// ```
    pub fn annotate(&self, reading: &mut Reading<'_>) {
        let status = self.exchange.and_then(|exchange| exchange.status);
        let says_task = reading.error().is_none() && reading.api_error().is_none();
        let mut notes: Vec<_> = self
            .notices
            .iter()
            .map(|notice| {
                let code = if notice.kind == NoticeKind::Odd { Code::OddCapture } else { Code::DamagedCapture };
                (code, format!("at {}: {}", notice.position, notice.message))
            })
            .collect();
        if let Some(status) = status.filter(|status| says_task && !(200..300).contains(status)) {
            notes.push((Code::HttpStatus, format!("the response's status is {status}, and its body is no error")));
        }
        if let (Some(dialect), Some(rival)) = (self.dialect, self.rival) {
            let (one, other) = (dialect.name(), rival.name());
            let message = format!("by its request this could be {one} or {other}; taken for the first");
            notes.push((Code::AmbiguousDialect, message));
        }
        if !notes.is_empty() {
            reading.note_first(notes);
        }
    }
}

fn before(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(..at).unwrap_or(bytes)
}

/// How many bytes of a JSON text's content say the first so many bytes.
pub(super) fn escaped_length(text: &[u8], bytes: usize) -> usize {
    let (mut rest, mut said) = (text, 0usize);
    while said < bytes && !rest.is_empty() {
        let (spelled, says) = lengths(rest);
        rest = rest.get(spelled..).unwrap_or_default();
        said = said.saturating_add(says);
    }
    text.len().saturating_sub(rest.len())
}

/// How long the byte or the escape is that the text begins with, and how long what it says.
pub(super) fn lengths(text: &[u8]) -> (usize, usize) {
    let unit = |text: &[u8]| match text {
        [b'\\', b'u', rest @ ..] => {
            let digits = std::str::from_utf8(rest.get(..4)?).ok()?;
            u32::from_str_radix(digits, 16).ok()
        }
        _ => None,
    };
    match text {
        [b'\\', b'u', ..] => match unit(text).unwrap_or(0xFFFD) {
            0..0x80 => (6, 1),
            0x80..0x800 => (6, 2),
            0xD800..0xDC00 if text.get(6..).and_then(unit).is_some_and(|next| next & 0xFC00 == 0xDC00) => (12, 4),
            _ => (6, 3),
        },
        [b'\\', ..] => (2, 1),
        _ => (1, 1),
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("offset", &self.offset())
            .field("position", &self.position())
            .field("length", &self.bytes.len())
            .field("exchange", &self.exchange)
            .field("dialect", &self.dialect)
            .finish()
    }
}
