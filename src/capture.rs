//! Bodies out of captures: files and streams that hold what services answered.
//!
//! A capture is told by its content, never by its name: documents, alone, a line each or in a list; HARs and dumps of HTTP;
//! logs, and documents of something else, that have bodies in their lines, members or texts. A [`Capture`] lends one
//! [`Body`] after the other, each with its place in the source; what it passed over, struck a
//! limit on or found damaged stands in the [`CaptureSummary`]. It opens no file and no
//! connection: it takes what [`Read`] gives.
//!
//! ```
//! use taskcenter::{Limits, capture::Capture};
//!
//! let lines = "{\"job\": {\"id\": \"a\"}}\n\n{\"job\": {\"id\": \"b\"}}\n";
//! let mut capture = Capture::new(lines.as_bytes(), Limits::default());
//! let mut places = Vec::new();
//! while let Some(body) = capture.next_body()? {
//!     let reading = taskcenter::read(body.bytes());
//!     places.push((body.position().line, reading.tasks().len()));
//! }
//! assert_eq!(places, [(1, 1), (3, 1)]);
//! # std::io::Result::Ok(())
//! ```
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod answer;
mod body;
mod desk;
mod exchange;
mod gzip;
mod har;
mod http;
mod inside;
mod json;
mod lines;
mod list;
mod log;
mod source;
mod summary;
mod terraform;
mod tracker;
mod wrapped;

pub use body::Body;
pub use exchange::Exchange;
pub use lines::Lines;
pub use summary::{CaptureFormat, CaptureSummary, Notice, NoticeKind};

use std::fmt;
use std::io::{self, Read};

use body::Origin;
use desk::{Desk, Found, FoundText};
use gzip::Stopped;
use har::Har;
use http::Http;
use json::Json;
use list::List;
use log::Log;
use source::OPENING;

use crate::dialect::Dialect;
use crate::limits::Limits;

/// A capture that is being read.
pub struct Capture<R> {
    desk: Desk<R>,
    format: Option<Format>,
    ended: bool,
}

/// How the bodies are found.
enum Format {
    Json(Json),
    List(List),
    Har(Har),
    Http(Http),
    Log(Log),
}

impl<R: Read> Capture<R> {
    /// A capture of what the reader gives. Nothing is read yet.
    ///
    /// The reader needs no buffer of its own.
    pub fn new(reader: R, limits: Limits) -> Self {
        Capture { desk: Desk::new(reader, limits), format: None, ended: false }
    }

    /// Says what the capture is called: it is noticed where the content isn't what the name promises.
    ///
    /// The capture is told by its content all the same.
    pub fn named(mut self, name: &str) -> Self {
        self.desk.promised = Promise::of(name);
        self
    }

    /// Takes what may be an answer of this dialect for a body, too, wherever it stands: of one of your own, or of one
    /// without an envelope, which nothing else tells from any other record.
    ///
    /// ```
    /// use taskcenter::{Dialect, Limits, capture::Capture};
    ///
    /// let log = "12:00 POST /v3/p/instances answered {\"job_id\": \"a\"}";
    /// let started = Dialect::named("submitted-job").unwrap();
    /// let mut capture = Capture::new(log.as_bytes(), Limits::default()).dialect(started);
    /// assert_eq!(capture.next_body()?.unwrap().bytes(), b"{\"job_id\": \"a\"}");
    /// # std::io::Result::Ok(())
    /// ```
    pub fn dialect(mut self, dialect: &Dialect) -> Self {
        self.desk.answers.name(dialect);
        self
    }

    /// The next body, or `None` at the end.
    ///
    /// Something that is no capture at all, such as an HTML page or an empty file, is lent as one
    /// body, so that the reader names it. Where there is no body, the summary says why.
    ///
    /// # Errors
    ///
    /// Those of the reader alone; `Interrupted` is tried again. Damage in the capture is no error.
    #[inline]
    pub fn next_body(&mut self) -> io::Result<Option<Body<'_>>> {
        let desk = &mut self.desk;
        desk.settle();
        if self.ended {
            return Ok(None);
        }
        let format = match &mut self.format {
            Some(format) => format,
            unknown => unknown.insert(Format::of(desk)?),
        };
        let found = match format {
            Format::Json(json) => json.next(desk)?,
            Format::List(list) => list.next(desk)?,
            Format::Har(har) => har.next(desk)?,
            Format::Http(http) => http.next(desk)?,
            Format::Log(log) => log.next(desk)?,
        };
        match found {
            Some(found) => {
                desk.tell();
                Ok(Some(lend(desk, found)))
            }
            None => {
                self.ended = true;
                end(desk);
                Ok(None)
            }
        }
    }

    /// Takes as many of the next lines as are at hand and are a body each; `false` if
    /// [`next_body`](Capture::next_body) has to be asked for what comes next.
    ///
    /// For the long stretches of JSON Lines, which can then be read on several threads. What isn't plainly a body
    /// on a line is left to `next_body`, and so is the beginning of a capture.
    ///
    /// # Errors
    ///
    /// Those of the reader, as in [`next_body`](Capture::next_body).
    pub fn take_lines(&mut self, lines: &mut Lines) -> io::Result<bool> {
        let desk = &mut self.desk;
        desk.settle();
        let Some(Format::Json(json)) = &mut self.format else { return Ok(false) };
        // What happened on the way to the next body is told with it, and lines have nothing told.
        if self.ended || desk.has_news() || !json.take_lines(desk, lines)? {
            return Ok(false);
        }
        desk.summary.bodies = desk.summary.bodies.saturating_add(lines.bodies());
        Ok(true)
    }

    /// What was seen so far; complete once [`next_body`](Capture::next_body) gave `None`.
    pub fn summary(&self) -> &CaptureSummary {
        &self.desk.summary
    }
}

impl<R> fmt::Debug for Capture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the bytes: they hold what nobody looked at yet.
        f.debug_struct("Capture").field("summary", &self.desk.summary).finish_non_exhaustive()
    }
}

/// What the ending of a name says.
#[derive(Debug, Clone, Copy)]
enum Promise {
    Har,
    Gzip,
}

impl Promise {
    fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match () {
            () if ending.eq_ignore_ascii_case("har") => Some(Promise::Har),
            () if ending.eq_ignore_ascii_case("gz") => Some(Promise::Gzip),
            () => None,
        }
    }

    fn broken_by(self, format: &Format, gzip: bool) -> Option<&'static str> {
        match self {
            Promise::Har if !matches!(format, Format::Har(_)) => {
                Some("this is called a HAR, and it is none; it was read as what it is")
            }
            Promise::Gzip if !gzip => Some("this is called gzip, and it is none; it was read as it is"),
            _ => None,
        }
    }
}

impl Format {
    /// What the opening of a capture shows it to be.
    fn of<R: Read>(desk: &mut Desk<R>) -> io::Result<Format> {
        desk.source.fill(OPENING)?;
        desk.summary.gzip = desk.source.input().is_gzip();
        let window = desk.source.window();
        let opening = window.get(..OPENING).unwrap_or(window);
        let text = opening.strip_prefix("\u{feff}".as_bytes()).unwrap_or(opening).trim_ascii_start();
        // Old Macs' line ends: no other in sight, and a document begins behind one.
        let behind_one = |brace: usize| {
            let before = opening.get(..brace).unwrap_or_default().iter().rev();
            before.take_while(|byte| byte.is_ascii_whitespace()).any(|byte| *byte == b'\r')
        };
        let old = memchr::memchr(b'\n', opening).is_none() && memchr::memchr_iter(b'{', opening).any(behind_one);
        let utf16 = opening.iter().take(4).any(|byte| matches!(byte, 0 | 0xFE | 0xFF));
        let log = |text: &[u8]| Log::of(text, &desk.answers).map(Format::Log);
        let around = |text: &[u8]| {
            Log::around(text, &desk.answers).map_or_else(|| Format::Json(Json::default()), Format::Log)
        };
        let documents = |text: &[u8]| Log::of_documents(text, &desk.answers).map(Format::Log);
        let format = match text {
            [b'{', ..] if Har::begins(text) => Format::Har(Har::default()),
            [b'{', ..] if log::begins_with_name(text) => around(text),
            [b'{', ..] => documents(text).unwrap_or_else(|| Format::Json(Json::default())),
            [] => Format::Json(Json::default()),
            [b'[', ..] if List::begins(text, &desk.answers) => Format::List(List::default()),
            [b'[', rest @ ..] if !rest.trim_ascii_start().starts_with(b"[") => {
                documents(text).or_else(|| log(text)).unwrap_or_else(|| Format::Json(Json::default()))
            }
            // A second mark: not for a log's reader to pass over in silence.
            [0xEF, 0xBB, 0xBF, ..] => Format::Json(Json::default()),
            _ if utf16 => Format::Json(Json::default()),
            [b'[', ..] => Format::Json(Json::default()),
            _ if Http::begins(text) => Format::Http(Http::default()),
            // A page, or syslog's `<34>1 2024-01-01T00:00:00Z host got {"job": …}`
            [b'<', b'?' | b'!' | b'A'..=b'Z' | b'a'..=b'z', ..] if is_page(text) => Format::Json(Json::default()),
            [b'<', ..] => around(text),
            _ => log(text).unwrap_or_else(|| Format::Json(Json::default())),
        };
        if old {
            desk.source.set_line_end(b'\r');
            desk.notice(NoticeKind::Odd, 0, "lines end by CR alone here, as on old Macs");
        }
        if let Some(message) = desk.promised.and_then(|promise| promise.broken_by(&format, desk.summary.gzip)) {
            desk.notice(NoticeKind::Odd, 0, message);
        }
        if desk.source.window().starts_with(gzip::MAGIC) && desk.summary.gzip {
            desk.notice(NoticeKind::Odd, 0, "this is gzip inside of gzip; one layer was unpacked");
        }
        Ok(format)
    }
}

/// Whether a text that begins with a tag is a page of HTML, or XML: an element that is closed, or one that HTML has.
fn is_page(text: &[u8]) -> bool {
    const OF_PAGES: [&[u8]; 16] = [
        b"html", b"head", b"body", b"title", b"script", b"style", b"meta", b"link", b"div", b"span", b"p", b"br",
        b"pre", b"table", b"form", b"center",
    ];
    let Some(tag) = text.strip_prefix(b"<") else { return false };
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_');
    let name = tag.get(..tag.iter().take_while(part).count()).unwrap_or_default();
    let closing = [b"</", name].concat();
    name.is_empty()
        || OF_PAGES.iter().any(|known| name.eq_ignore_ascii_case(known))
        || memchr::memmem::find(text, &closing).is_some()
}

/// The body that was found, with its secrets masked.
#[inline]
fn lend<R: Read>(desk: &mut Desk<R>, found: Found) -> Body<'_> {
    let line_end = desk.source.line_end();
    let origin = match &found.text {
        FoundText::Window(range) => {
            let place = desk.source.place_of(range.start);
            let folded = desk.secret_goes_on && place.position.column > 1;
            let of_key = desk.in_key;
            let bytes = desk.source.window_mut().get_mut(range.clone()).unwrap_or_default();
            let in_key = !matches!(bytes.first(), Some(b'{' | b'[')) && goes_on_with_key(bytes, of_key);
            desk.secret_goes_on = mask(bytes, folded || of_key && in_key);
            desk.in_key = in_key;
            Origin::Same { place, line_end }
        }
        FoundText::Pieces => {
            crate::redact::mask(&mut desk.made);
            Origin::Pieces(&desk.pieces)
        }
        FoundText::Escaped(range) => {
            crate::redact::mask(&mut desk.made);
            Origin::Escaped {
                place: desk.source.place_of(range.start),
                text: desk.source.window().get(range.clone()).unwrap_or_default(),
            }
        }
        FoundText::Packed(place) => {
            crate::redact::mask(&mut desk.made);
            Origin::Packed(*place)
        }
    };
    let bytes = match &found.text {
        FoundText::Window(range) => desk.source.window().get(range.clone()).unwrap_or_default(),
        _ => &desk.made,
    };
    let exchange = found.exchange.then_some(&desk.exchange);
    Body::new(bytes, origin, exchange, desk.told())
}

/// Whether the lines behind this one are those of a private key, of which this one may be one.
fn goes_on_with_key(line: &[u8], of_key: bool) -> bool {
    match memchr::memmem::rfind(line, b"-----BEGIN") {
        Some(at) => {
            let heading = line.get(at..).unwrap_or_default();
            let ends = memchr::memmem::find(heading, b"-----END").is_some();
            !ends && memchr::memmem::find(heading, b"PRIVATE KEY-----").is_some()
        }
        None => of_key && memchr::memmem::find(line, b"-----END").is_none(),
    }
}

/// Masks the secrets of a body, or all of it where the last one's goes on, as a header does behind a line end and a
/// blank. Whether this one's goes on, too.
#[inline]
fn mask(bytes: &mut [u8], folded: bool) -> bool {
    if folded && !matches!(bytes.first(), Some(b'{' | b'[')) {
        crate::redact::mask_whole(bytes);
        return true;
    }
    crate::redact::mask(bytes)
}

/// Notes why unpacking stopped before the end.
fn end<R: Read>(desk: &mut Desk<R>) {
    desk.summary.gzip = desk.source.input().is_gzip();
    let (kind, message) = match desk.source.input().stopped() {
        None => return,
        Some(Stopped::Damaged) => (NoticeKind::Damage, "the gzip is damaged: it unpacks up to here"),
        Some(Stopped::Size) => {
            (NoticeKind::Limit, "the gzip unpacks to more than the limit: it was read up to here")
        }
        Some(Stopped::Ratio) => (
            NoticeKind::Limit,
            "the gzip unpacks to many times its size, more than the limit allows: it was read up to here",
        ),
    };
    desk.notice(kind, 0, message);
}

#[cfg(test)]
mod tests;
