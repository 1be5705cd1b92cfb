//! Heads and bodies of HTTP as people paste them: `curl -i`, `curl -v`, raw dumps, the dumps in
//! vendors' documents.
//!
//! Heads are read for what they say of the body (status, lengths, chunks) and of the request; no
//! other header is looked at, and none is kept.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod chunks;
mod head;

use std::io::{self, Read};

use super::desk::{Desk, Found, FoundText, is_blank, trim};
use super::exchange::Exchange;
use super::gzip;
use super::log;
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use head::{Head, METHODS, command, is_data_marker, is_meter, is_status, marker, request};

#[derive(Debug, Default)]
pub(super) struct Http {
    state: State,
    head: Head,
    /// Of the request; its URL may only have a path.
    host: String,
    target: String,
    bodies: bool,
    /// The body of this head was passed over; told once a head.
    passed: bool,
    /// A document was there.
    answered: bool,
    /// A blank line followed it.
    apart: bool,
    /// A line of a command has a quote open, in which the request's body stands.
    quoted: bool,
    /// It was told that curl's progress meter stands in it.
    metered: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Between,
    Request,
    RequestBody,
    Response,
    Body,
}

impl Http {
    /// Whether a text opens with a head, a command, or what curl writes beside them.
    pub(super) fn begins(opening: &[u8]) -> bool {
        let mut lines =
            opening.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return false };
        let (marker, content) = marker(first);
        is_status(content)
            || request(content).is_some()
            || command(first).is_some()
            || is_meter(first)
            || (marker == Some(b'*') && lines.take(200).any(|line| is_status(head::marker(line).1)))
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format = Some(CaptureFormat::Http);
        loop {
            let Some(end) = desk.next_line()? else {
                if !self.bodies && desk.summary.bodies == 0 {
                    desk.notice(NoticeKind::Odd, 0, "there is no response with a body in this");
                }
                return Ok(None);
            };
            let text = desk.line_text(end).into_owned();
            if self.quoted {
                // The request's body, up to the quote that ends it.
                self.quoted = text.matches('\'').count().is_multiple_of(2);
                if !self.quoted
                    && let Some(url) = log::url(&text)
                {
                    desk.exchange.set_url(url);
                }
            } else if let Some(found) = self.line(desk, &text, end)? {
                match found {
                    Step::Found(found) => return Ok(Some(found)),
                    Step::Elsewhere => continue,
                }
            }
            desk.source.consume(desk.source.behind_line(end));
        }
    }

    /// One line; `None` when it is done with.
    fn line<R: Read>(&mut self, desk: &mut Desk<R>, text: &str, end: usize) -> io::Result<Option<Step>> {
        let (marker, content) = marker(text.as_bytes());
        let content = std::str::from_utf8(content).unwrap_or_default().trim_end();
        if marker == Some(b'*') {
            return Ok(None);
        }
        if is_meter(text.as_bytes()) && !self.metered {
            self.metered = true;
            desk.notice(NoticeKind::Odd, 0, "curl's progress meter stands in this; it was passed over");
        }
        if is_status(content.as_bytes()) {
            self.begin_response(desk, content);
            return Ok(None);
        }
        if let Some((method, target)) = request(content.as_bytes()) {
            desk.exchange = Exchange::default();
            desk.exchange.set_method(method);
            (self.host, self.target) = (String::new(), target.to_owned());
            self.name_url(desk);
            self.state = State::Request;
            return Ok(None);
        }
        if let Some(rest) = command(text.trim_start().as_bytes()).filter(|_| marker.is_none()) {
            self.begin_command(desk, rest);
            return Ok(None);
        }
        let first = content.trim_start().bytes().next();
        let document = marker.is_none() && matches!(first, Some(b'{' | b'['));
        match self.state {
            State::Request if content.is_empty() => self.state = State::RequestBody,
            State::Request => {
                if let Some((name, value)) = content.split_once(':')
                    && name.trim().eq_ignore_ascii_case("host")
                {
                    self.host = value.trim().chars().take(256).collect();
                    self.name_url(desk);
                } else if document {
                    pass_document(desk)?;
                    return Ok(Some(Step::Elsewhere));
                }
            }
            State::RequestBody if document && !is_data_marker(text) => {
                pass_document(desk)?;
                return Ok(Some(Step::Elsewhere));
            }
            State::Response if content.trim().is_empty() => self.state = State::Body,
            State::Response if document => {
                desk.notice(NoticeKind::Odd, 0, "there is no blank line between the head and the body");
                self.state = State::Body;
                return self.body(desk);
            }
            State::Response => self.head.header(desk, content),
            State::Body | State::Between if document && !is_data_marker(text) => {
                return self.body(desk);
            }
            State::Body => return self.in_body(desk, content, end),
            State::RequestBody | State::Between => {}
        }
        Ok(None)
    }

    fn begin_response<R: Read>(&mut self, desk: &mut Desk<R>, line: &str) {
        let mut words = line.split_ascii_whitespace().skip(1);
        let status = words.next().and_then(|word| word.parse().ok()).filter(|status| (100..1000).contains(status));
        if status.is_none() {
            desk.notice(NoticeKind::Odd, 0, "this status line has no status code");
        }
        desk.exchange.status = status;
        (self.head, self.state) = (Head::default(), State::Response);
        (self.passed, self.answered, self.apart) = (false, false, false);
    }

    fn begin_command<R: Read>(&mut self, desk: &mut Desk<R>, rest: &str) {
        desk.exchange = Exchange::default();
        if let Some(url) = log::url(rest) {
            desk.exchange.set_url(url);
        }
        let mut words = rest.split_ascii_whitespace();
        while let Some(word) = words.next() {
            let method = match word {
                "-X" | "--request" => words.next(),
                _ => word.strip_prefix("-X"),
            };
            if let Some(method) = method.filter(|method| METHODS.contains(method)) {
                desk.exchange.set_method(method);
            }
        }
        self.quoted = !rest.matches('\'').count().is_multiple_of(2);
        self.state = State::Between;
    }

    /// A line behind a head that is no document.
    fn in_body<R: Read>(&mut self, desk: &mut Desk<R>, content: &str, end: usize) -> io::Result<Option<Step>> {
        let is_curls = content.starts_with('*') || is_meter(content.as_bytes()) || is_data_marker(content);
        if content.trim().is_empty() || is_curls {
            self.apart |= self.answered && content.is_empty() && desk.source.place().position.column == 1;
            return Ok(None);
        }
        if self.head.chunked && chunks::size(desk.source.window().get(..end).unwrap_or_default()).is_some() {
            self.bodies = true;
            return chunks::body(desk).map(Some);
        }
        if desk.source.window().starts_with(gzip::MAGIC) {
            return packed(desk, self.head.length);
        }
        let is_header = content.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if is_header && !self.passed && !self.bodies {
            desk.notice(NoticeKind::Odd, 0, "the head goes on behind a blank line");
            self.head.header(desk, content);
        } else if !self.passed {
            self.passed = true;
            if self.apart {
                // `------` between the sessions of a proxy's archive.
                desk.notice(NoticeKind::Odd, 0, "text stands behind the body; it was passed over");
            } else if desk.exchange.dialect().is_some() {
                // The reader says what stands where an answer was expected.
                let end = to_next_head(desk, 0)?;
                self.bodies = true;
                let range = trim(desk.source.window(), 0..end);
                return Ok(Some(Step::Found(desk.lend(range, end).answered())));
            }
            desk.summary.skipped = desk.summary.skipped.saturating_add(u64::from(!self.apart));
        }
        Ok(None)
    }

    /// The document that begins on this line.
    fn body<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Step>> {
        let start = desk.source.window().iter().position(|byte| !is_blank(*byte)).unwrap_or(0);
        desk.source.consume(start);
        (self.bodies, self.answered) = (true, true);
        let mut tracker = Tracker::new(desk.limits.nesting);
        let limit = desk.limits.body;
        let extent = loop {
            match tracker.strict(desk.source.window()) {
                Extent::Open if desk.source.window().len() <= limit && desk.source.more()? => {}
                extent => break extent,
            }
        };
        let end = match extent {
            Extent::Closed(end) if end <= limit => end,
            Extent::Broken(at) if at <= limit => to_next_head(desk, 1)?,
            _ if desk.source.window().len() > limit => {
                desk.lose(
                    NoticeKind::Limit,
                    0,
                    format!("this body is longer than the limit of {limit} bytes; it was passed over"),
                );
                pass_on(desk, Tracker::new(desk.limits.nesting))?;
                return Ok(Some(Step::Elsewhere));
            }
            _ => desk.source.window().len(),
        };
        if let Some(length) = self.head.length.take() {
            let there = trim(desk.source.window(), 0..end).end as u64;
            if extent == Extent::Open && length > there {
                let message =
                    format!("the body is cut off: Content-Length says {length}, there are {there} bytes");
                desk.notice(NoticeKind::Cut, 0, message);
            } else if !(there..=there.saturating_add(2)).contains(&length) {
                // A line end behind the body counts.
                let message = format!("Content-Length says {length}, the body has {there} bytes");
                desk.notice(NoticeKind::Odd, 0, message);
            }
        }
        let range = trim(desk.source.window(), 0..end);
        Ok(Some(Step::Found(desk.lend(range, end).answered())))
    }

    fn name_url<R: Read>(&self, desk: &mut Desk<R>) {
        if self.target.starts_with('/') && !self.host.is_empty() {
            desk.exchange.set_url(&format!("https://{}{}", self.host, self.target));
        } else {
            desk.exchange.set_url(&self.target);
        }
    }
}

enum Step {
    Found(Found),
    /// The source was moved on already.
    Elsewhere,
}

/// A body that is packed, as `curl -i --raw` leaves it: all that its length says, or all there is.
fn packed<R: Read>(desk: &mut Desk<R>, length: Option<u64>) -> io::Result<Option<Step>> {
    let most = desk.limits.body;
    // There is a body, so a length of 0 is none.
    let length = length.and_then(|length| usize::try_from(length).ok()).filter(|length| *length > 0);
    let length = length.unwrap_or(most).min(most);
    desk.source.fill(length)?;
    let end = length.min(desk.source.window().len());
    match gzip::unpack(desk.source.window().get(..end).unwrap_or_default(), &desk.limits) {
        Ok(unpacked) => {
            desk.make();
            desk.made = unpacked;
            let place = desk.source.place();
            Ok(Some(Step::Found(desk.lend_made(FoundText::Packed(place), end).answered())))
        }
        Err(stopped) => {
            let (kind, message) = stopped.why();
            desk.lose(kind, 0, format!("this body {message}"));
            desk.source.consume(end);
            Ok(Some(Step::Elsewhere))
        }
    }
}

/// Where the next head begins, or curl says something, or everything ends.
fn to_next_head<R: Read>(desk: &mut Desk<R>, from: usize) -> io::Result<usize> {
    let limit = desk.limits.body;
    let mut at = from;
    loop {
        let end = match desk.source.line(at, limit)? {
            Ok(end) | Err(end) => end,
        };
        let next = end.saturating_add(1);
        let last = desk.source.byte(next)?.is_none();
        if trim(desk.source.window(), 0..end).end > limit || (next > limit && !last) {
            let end = end.min(limit);
            desk.notice(NoticeKind::Limit, end, "this body is longer than a body may be: it was cut here");
            return Ok(end);
        }
        if last {
            return Ok(desk.source.window().len());
        }
        let Ok(next_end) = desk.source.line(next, limit)? else { return Ok(end) };
        let line = desk.source.window().get(next..next_end).unwrap_or_default();
        let (mark, content) = marker(line.trim_ascii_end());
        if is_status(content) || request(content).is_some() || mark.is_some() || command(line).is_some() {
            return Ok(end);
        }
        at = next;
    }
}

/// Past a document that is no response.
fn pass_document<R: Read>(desk: &mut Desk<R>) -> io::Result<()> {
    let start = desk.source.window().iter().position(|byte| !is_blank(*byte)).unwrap_or(0);
    desk.source.consume(start);
    pass_on(desk, Tracker::new(desk.limits.nesting))
}

fn pass_on<R: Read>(desk: &mut Desk<R>, mut tracker: Tracker) -> io::Result<()> {
    loop {
        let extent = tracker.strict(desk.source.window());
        let passed = tracker.at();
        tracker.forget(passed);
        desk.source.consume(passed);
        if extent != Extent::Open || !desk.source.more()? {
            // A line that breaks the grammar is gone on with behind it.
            if let (Extent::Broken(_), Ok(end)) = (extent, desk.source.line(0, desk.limits.line)?) {
                desk.source.consume(end);
            }
            return Ok(());
        }
    }
}
