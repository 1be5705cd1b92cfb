//! One body, as a capture lends it.

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
            Origin::Same { place, line_end } => advance(place, &self.bytes[..at], line_end),
            Origin::Packed(place) => place,
            Origin::Escaped { place, text } => advance(place, &text[..escaped_length(text, at)], b'\n'),
            Origin::Pieces(pieces) => {
                let index = pieces.partition_point(|piece| piece.at <= at).saturating_sub(1);
                match pieces.get(index) {
                    Some(piece) => advance(piece.place, &self.bytes[piece.at..at], b'\n'),
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

    /// The dialect, when the request's URL decides it.
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
        Body { bytes, origin, exchange, dialect: exchange.and_then(Exchange::dialect), notices }
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
        if !notes.is_empty() {
            reading.note_first(notes);
        }
    }
}

/// How many bytes of a JSON text's content say the first so many bytes.
fn escaped_length(text: &[u8], bytes: usize) -> usize {
    let (mut at, mut said) = (0, 0);
    while said < bytes && at < text.len() {
        if text[at] != b'\\' {
            (at, said) = (at + 1, said + 1);
            continue;
        }
        if text.get(at + 1) != Some(&b'u') {
            (at, said) = (at + 2, said + 1);
            continue;
        }
        let unit = |at: usize| {
            let digits = std::str::from_utf8(text.get(at + 2..at + 6)?).ok()?;
            u32::from_str_radix(digits, 16).ok().filter(|_| text[at] == b'\\')
        };
        let first = unit(at).unwrap_or(0xFFFD);
        let pair =
            (0xD800..0xDC00).contains(&first) && unit(at + 6).is_some_and(|next| (0xDC00..0xE000).contains(&next));
        (at, said) = match first {
            _ if pair => (at + 12, said + 4),
            0..0x80 => (at + 6, said + 1),
            0x80..0x800 => (at + 6, said + 2),
            _ => (at + 6, said + 3),
        };
    }
    at.min(text.len())
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
