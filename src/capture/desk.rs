//! What all the formats work with: the source, the summary, and a body in the making.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use super::answer::Answers;
use super::exchange::Exchange;
use super::source::{Place, Source};
use super::summary::{CaptureSummary, Notice, NoticeKind};
use crate::limits::Limits;
use crate::scan::BYTE_ORDER_MARK;

pub(super) struct Desk<R> {
    pub(super) source: Source<R>,
    pub(super) limits: Limits,
    pub(super) answers: Answers,
    pub(super) summary: CaptureSummary,
    /// A body that doesn't stand in the window as it is.
    pub(super) made: Vec<u8>,
    /// Where the pieces of that body come from.
    pub(super) pieces: Vec<Piece>,
    pub(super) exchange: Exchange,
    /// What happened since the last body, to be told with the next one.
    fresh: Vec<Notice>,
    /// What is told with the body that is lent.
    told: Vec<Notice>,
    /// How many of the listed notices are about bodies before, or about none.
    settled: usize,
    /// What the name of the capture says that it is.
    pub(super) promised: Option<super::Promise>,
    /// Whether a secret reaches up to the end of the body that was lent: a header may go on in the next line.
    pub(super) secret_goes_on: bool,
    /// Whether the lines that come are those of a private key.
    pub(super) in_key: bool,
    /// How many bytes were looked at for ends of damaged bodies that weren't there.
    pub(super) followed: u64,
    /// How much of the window was lent, and goes with the next call.
    pending: usize,
    pending_line: bool,
}

/// A body was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) text: FoundText,
    /// Whether the desk's exchange is its own.
    pub(super) exchange: bool,
}

impl Found {
    /// It belongs to the desk's exchange.
    pub(super) fn answered(self) -> Self {
        Found { exchange: true, ..self }
    }
}

#[derive(Debug)]
pub(super) enum FoundText {
    /// It stands in the window.
    Window(Range<usize>),
    /// It was put together of pieces.
    Pieces,
    /// It is what this text of the window says, between its quotes.
    Escaped(Range<usize>),
    /// It was packed, and begins somewhere behind this place.
    Packed(Place),
}

/// A run of bytes that follow each other in the source too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// Its first byte in the body.
    pub(super) at: usize,
    pub(super) place: Place,
}

impl<R: Read> Desk<R> {
    pub(super) fn new(reader: R, limits: Limits) -> Self {
        Desk {
            source: Source::new(reader, &limits),
            answers: Answers::new(limits.nesting),
            limits,
            summary: CaptureSummary::default(),
            made: Vec::new(),
            pieces: Vec::new(),
            exchange: Exchange::default(),
            fresh: Vec::new(),
            told: Vec::new(),
            settled: 0,
            promised: None,
            secret_goes_on: false,
            in_key: false,
            followed: 0,
            pending: 0,
            pending_line: false,
        }
    }

    /// Gives back what was lent last.
    #[inline]
    pub(super) fn settle(&mut self) {
        if self.pending_line {
            self.source.consume_line(self.pending);
        } else if self.pending > 0 {
            self.source.consume(self.pending);
        }
        (self.pending, self.pending_line) = (0, false);
    }

    /// Lends a range of the window, which goes up to `end` when it is given back.
    pub(super) fn lend(&mut self, range: Range<usize>, end: usize) -> Found {
        self.pending = end;
        Found { text: FoundText::Window(range), exchange: false }
    }

    /// Lends a line of the window, which has its line end at `end` if it isn't the last one.
    #[inline]
    pub(super) fn lend_line(&mut self, range: Range<usize>, end: usize) -> Found {
        self.pending_line = end < self.source.window().len();
        self.pending = end.saturating_add(usize::from(self.pending_line));
        Found { text: FoundText::Window(range), exchange: false }
    }

    /// Lends what was made, and gives `end` bytes of the window back later.
    pub(super) fn lend_made(&mut self, text: FoundText, end: usize) -> Found {
        self.pending = end;
        Found { text, exchange: false }
    }

    /// Whether the source begins here, with a byte order mark.
    pub(super) fn is_marked(&self) -> bool {
        self.source.place().offset == 0
            && self.source.window().starts_with(BYTE_ORDER_MARK.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// Past white space; `false` at the end of everything.
    #[inline]
    pub(super) fn skip_blanks(&mut self) -> io::Result<bool> {
        self.source.pass_to(|window| window.iter().position(|byte| !is_blank(*byte)))
    }

    /// Where the next line ends, of a capture that is lines to whoever reads it; `None` at the end of everything.
    /// Lines that are longer than the limit are passed over up to their line ends, and noticed.
    pub(super) fn next_line(&mut self) -> io::Result<Option<usize>> {
        let limit = self.limits.line;
        loop {
            if let Ok(end) = self.source.line(0, limit)? {
                return Ok((!self.source.window().is_empty()).then_some(end));
            }
            let message = format!("this line is longer than the limit of {limit} bytes; it was passed over");
            self.notice(NoticeKind::Limit, 0, message);
            let line_end = self.source.line_end();
            self.source.pass_to(|window| memchr::memchr(line_end, window))?;
        }
    }

    /// The window's first line, which ends there, as text; of a very long one what a head or a mark needs of it.
    pub(super) fn line_text(&self, end: usize) -> Cow<'_, str> {
        String::from_utf8_lossy(self.source.window().get(..end.min(8192)).unwrap_or_default())
    }

    /// Notes something at a byte of the window.
    pub(super) fn notice(&mut self, kind: NoticeKind, at: usize, message: impl Into<String>) {
        let place = self.source.place_of(at.min(self.source.window().len()));
        self.notice_at(kind, place, message);
    }

    pub(super) fn notice_at(&mut self, kind: NoticeKind, place: Place, message: impl Into<String>) {
        let Place { offset, position } = place;
        let notice = Notice { kind, position, offset, message: message.into(), body: None, lost: false };
        if self.fresh.len() < self.limits.notices {
            self.fresh.push(notice.clone());
        }
        self.list(notice);
    }

    /// Notes that the body that is in question can't be lent, and why.
    pub(super) fn lose(&mut self, kind: NoticeKind, at: usize, message: impl Into<String>) {
        self.summary.lost = self.summary.lost.saturating_add(1);
        let Place { offset, position } = self.source.place_of(at.min(self.source.window().len()));
        self.list(Notice { kind, position, offset, message: message.into(), body: None, lost: true });
    }

    fn list(&mut self, notice: Notice) {
        self.summary.notice_total = self.summary.notice_total.saturating_add(1);
        if self.summary.notices.len() < self.limits.notices {
            self.summary.notices.push(notice);
        }
    }

    /// Whether something happened since the last body.
    pub(super) fn has_news(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// A body is lent: what happened on the way to it is told with it.
    #[inline]
    pub(super) fn tell(&mut self) {
        if !self.told.is_empty() || !self.fresh.is_empty() {
            let number = Some(self.summary.bodies);
            std::mem::swap(&mut self.told, &mut self.fresh);
            self.fresh.clear();
            let unsettled = self.summary.notices.iter_mut().skip(self.settled).filter(|notice| !notice.lost);
            self.told.iter_mut().chain(unsettled).for_each(|notice| notice.body = number);
            self.settled = self.summary.notices.len();
        }
        self.summary.bodies = self.summary.bodies.saturating_add(1);
    }

    /// What is told with the body that is lent.
    pub(super) fn told(&self) -> &[Notice] {
        &self.told
    }

    /// Forgets the body that was made before.
    pub(super) fn make(&mut self) {
        self.made.clear();
        self.pieces.clear();
    }

    /// Whether the body that is made is in more pieces than are worth the room that their places take.
    pub(super) fn is_in_crumbs(&self) -> bool {
        const SMALLEST: usize = 16;
        let pieces = self.pieces.len();
        pieces > (64 << 10) && self.made.len() / SMALLEST < pieces
    }

    /// Adds a range of the window to the body that is made.
    pub(super) fn add(&mut self, range: Range<usize>) {
        let start = range.start;
        if let Some(piece) = self.source.window().get(range).filter(|piece| !piece.is_empty()) {
            // On from the last piece: from the window's beginning, each would cost all those before it.
            let begin = self.source.place();
            let known = self.pieces.last().map(|piece| piece.place).filter(|last| last.offset >= begin.offset);
            let known = known.unwrap_or(begin);
            let from = usize::try_from(known.offset.saturating_sub(begin.offset)).unwrap_or(usize::MAX);
            let passed = self.source.window().get(from..start);
            let place = passed
                .map_or_else(|| self.source.place_of(start), |passed| self.source.place_after(known, passed));
            self.pieces.push(Piece { at: self.made.len(), place });
            self.made.extend_from_slice(piece);
        }
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The range without blanks at its ends.
pub(super) fn trim(window: &[u8], range: Range<usize>) -> Range<usize> {
    let inside = window.get(range.clone()).unwrap_or_default();
    let Some(first) = inside.iter().position(|byte| !is_blank(*byte)) else { return range.start..range.start };
    let behind = inside.iter().rev().take_while(|byte| is_blank(**byte)).count();
    range.start.saturating_add(first)..range.end.saturating_sub(behind)
}
