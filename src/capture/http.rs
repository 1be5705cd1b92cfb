//! Heads and bodies of HTTP as people paste them: `curl -i`, `curl -v`, raw dumps, the dumps in
//! vendors' documents.
//!
//! Heads are read for what they say of the body (status, lengths, chunks) and of the request; no
//! other header is looked at, and none is kept.

use std::io::{self, Read};

use super::desk::{Desk, Found, FoundText, is_blank};
use super::exchange::Exchange;
use super::gzip;
use super::har::why;
use super::log;
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};

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

/// What a response's head says of its body.
#[derive(Debug, Default)]
struct Head {
    length: Option<u64>,
    chunked: bool,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "CONNECT"];

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
            || (marker == Some(b'*') && lines.take(200).any(|line| is_status(self::marker(line).1)))
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format = Some(CaptureFormat::Http);
        loop {
            let Ok(end) = desk.source.line(0, desk.limits.line)? else {
                long_line(desk)?;
                continue;
            };
            let window = desk.source.window();
            if window.is_empty() {
                if !self.bodies && desk.summary.bodies == 0 {
                    desk.notice(NoticeKind::Odd, 0, "there is no response with a body in this");
                }
                return Ok(None);
            }
            let line = &window[..end];
            let text = String::from_utf8_lossy(&line[..line.len().min(8192)]).into_owned();
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
            let whole = (end + 1).min(desk.source.window().len());
            desk.source.consume(whole);
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
            State::Response => self.header(desk, content),
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
        (self.head, self.state, self.passed) = (Head::default(), State::Response, false);
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
        self.quoted = rest.matches('\'').count() % 2 == 1;
        self.state = State::Between;
    }

    fn header<R: Read>(&mut self, desk: &mut Desk<R>, line: &str) {
        if line.starts_with([' ', '\t']) {
            return;
        }
        let Some((name, value)) = line.split_once(':') else {
            desk.notice(NoticeKind::Odd, 0, "this line of the head has no colon");
            return;
        };
        if name.ends_with([' ', '\t']) {
            desk.notice(NoticeKind::Odd, 0, "there is a blank before the colon of this header");
        }
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("content-length") {
            match (value.parse::<u64>(), self.head.length) {
                (Ok(length), Some(other)) if length != other => {
                    desk.notice(
                        NoticeKind::Odd,
                        0,
                        "there are two different Content-Length headers; the body's brackets decide",
                    );
                    self.head.length = None;
                }
                (Ok(length), _) => self.head.length = Some(length),
                (Err(_), _) => desk.notice(NoticeKind::Odd, 0, "this Content-Length is no number"),
            }
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            self.head.chunked = value.to_ascii_lowercase().contains("chunked");
        } else {
            return;
        }
        if self.head.chunked && self.head.length.is_some() {
            // RFC 9112, 6.3: the chunks decide, and whoever sends both may be up to something.
            desk.notice(NoticeKind::Odd, 0, "this head says a Content-Length and chunks; the chunks decide");
            self.head.length = None;
        }
    }

    /// A line behind a head that is no document.
    fn in_body<R: Read>(&mut self, desk: &mut Desk<R>, content: &str, end: usize) -> io::Result<Option<Step>> {
        let is_curls = content.starts_with('*') || is_meter(content.as_bytes()) || is_data_marker(content);
        if content.trim().is_empty() || is_curls {
            return Ok(None);
        }
        if self.head.chunked && chunk_size(desk.source.window().get(..end).unwrap_or_default()).is_some() {
            self.bodies = true;
            return chunks(desk).map(Some);
        }
        if desk.source.window().starts_with(gzip::MAGIC) {
            return packed(desk, self.head.length);
        }
        let is_header = content.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if is_header && !self.passed && !self.bodies {
            desk.notice(NoticeKind::Odd, 0, "the head goes on behind a blank line");
            self.header(desk, content);
        } else if !self.passed {
            self.passed = true;
            if desk.exchange.dialect().is_some() {
                // The reader says what stands where an answer was expected.
                let end = to_next_head(desk, 0)?;
                self.bodies = true;
                let mut found = desk.lend(super::desk::trim(desk.source.window(), 0..end), end);
                found.exchange = true;
                return Ok(Some(Step::Found(found)));
            }
            desk.summary.skipped += 1;
        }
        Ok(None)
    }

    /// The document that begins on this line.
    fn body<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Step>> {
        let start = desk.source.window().iter().position(|byte| !is_blank(*byte)).unwrap_or(0);
        desk.source.consume(start);
        self.bodies = true;
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
            let there = super::desk::trim(desk.source.window(), 0..end).end as u64;
            let missing = extent == Extent::Open;
            if missing && length > there {
                desk.notice(
                    NoticeKind::Cut,
                    0,
                    format!("the body is cut off: Content-Length says {length}, there are {there} bytes"),
                );
            } else if there > length || length - there > 2 {
                desk.notice(
                    NoticeKind::Odd,
                    0,
                    format!("Content-Length says {length}, the body has {there} bytes"),
                );
            }
        }
        let range = super::desk::trim(desk.source.window(), 0..end);
        let mut found = desk.lend(range, end);
        found.exchange = true;
        Ok(Some(Step::Found(found)))
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

/// A line without what `curl -v` writes before it.
fn marker(line: &[u8]) -> (Option<u8>, &[u8]) {
    match line {
        [mark @ (b'<' | b'>' | b'*'), b' ', rest @ ..] => (Some(*mark), rest),
        [mark @ (b'<' | b'>' | b'*'), rest @ ..] if rest.trim_ascii().is_empty() => (Some(*mark), rest),
        _ => (None, line),
    }
}

fn is_status(line: &[u8]) -> bool {
    line.strip_prefix(b"HTTP/").is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Method and target of a request line.
fn request(line: &[u8]) -> Option<(&str, &str)> {
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next());
    (METHODS.contains(&method) && version.is_some_and(|version| version.starts_with("HTTP/")))
        .then_some((method, target))
}

/// The arguments of a command line.
fn command(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.trim_start_matches(['$', '#', ' ']);
    line.strip_prefix("curl ")
}

/// `{ [306 bytes data]` is what `curl -v` says of a body when its output is no terminal, `} [30 bytes data]`
/// of a request's.
fn is_data_marker(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['{', '}']) && line.ends_with(" bytes data]")
}

/// curl's progress meter.
fn is_meter(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.starts_with(b"% Total")
        || line.starts_with(b"Dload  Upload")
        || memchr::memmem::find(line, b"--:--:--").is_some()
}

/// The size that a chunk begins with.
fn chunk_size(line: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(line).ok()?;
    let digits = text.split(';').next()?.trim();
    usize::from_str_radix(digits, 16).ok().filter(|_| !digits.is_empty() && digits.len() <= 8)
}

/// The chunks of a body, put together.
fn chunks<R: Read>(desk: &mut Desk<R>) -> io::Result<Step> {
    desk.make();
    let mut at = 0;
    while let Ok(end) = desk.source.line(at, 1024)? {
        let Some(size) = chunk_size(&desk.source.window()[at..end]) else {
            desk.notice(NoticeKind::Damage, at, "expected the size of a chunk; the body ends here");
            break;
        };
        at = (end + 1).min(desk.source.window().len());
        if size == 0 {
            break;
        }
        if desk.made.len() + size > desk.limits.body || desk.is_in_crumbs() {
            let limit = desk.limits.body;
            let message = if desk.is_in_crumbs() {
                "this body is cut into more chunks of a few bytes than the limit; it was passed over".to_owned()
            } else {
                format!("the chunks make a body longer than the limit of {limit} bytes; it was passed over")
            };
            desk.lose(NoticeKind::Limit, at, message);
            desk.source.consume(at);
            pass_chunks(desk, size)?;
            return Ok(Step::Elsewhere);
        }
        let whole = desk.source.fill(at + size)?;
        let there = size.min(desk.source.window().len() - at);
        desk.add(at..at + there);
        at += there;
        if !whole {
            desk.notice(NoticeKind::Cut, at, "the body is cut off inside of a chunk");
            break;
        }
        for line_end in [b'\r', b'\n'] {
            if desk.source.byte(at)? == Some(line_end) {
                at += 1;
            }
        }
    }
    let mut text = FoundText::Pieces;
    if desk.made.starts_with(gzip::MAGIC) {
        match gzip::unpack(&desk.made, &desk.limits) {
            Ok(unpacked) => {
                desk.made = unpacked;
                text = FoundText::Packed(desk.source.place());
            }
            Err(stopped) => {
                let (kind, message) = why(stopped);
                desk.notice(kind, 0, format!("this body {message}"));
            }
        }
    }
    let mut found = desk.lend_made(text, at);
    found.exchange = true;
    Ok(Step::Found(found))
}

/// Past a chunk of that size, which begins here, and all that follow it.
fn pass_chunks<R: Read>(desk: &mut Desk<R>, mut size: usize) -> io::Result<()> {
    while size > 0 {
        while size > 0 && (!desk.source.window().is_empty() || desk.source.more()?) {
            let passed = size.min(desk.source.window().len());
            desk.source.consume(passed);
            size -= passed;
        }
        for line_end in [b'\r', b'\n'] {
            if desk.source.byte(0)? == Some(line_end) {
                desk.source.consume(1);
            }
        }
        // What is no size of a chunk is no part of the body.
        let Ok(end) = desk.source.line(0, 1024)? else { return Ok(()) };
        let Some(next) = chunk_size(&desk.source.window()[..end]) else { return Ok(()) };
        let line = (end + 1).min(desk.source.window().len());
        desk.source.consume(line);
        size = next;
    }
    Ok(())
}

/// A body that is packed, as `curl -i --raw` leaves it: all that its length says, or all there is.
fn packed<R: Read>(desk: &mut Desk<R>, length: Option<u64>) -> io::Result<Option<Step>> {
    let most = desk.limits.body;
    let length = length.and_then(|length| usize::try_from(length).ok()).unwrap_or(most).min(most);
    desk.source.fill(length)?;
    let end = length.min(desk.source.window().len());
    match gzip::unpack(&desk.source.window()[..end], &desk.limits) {
        Ok(unpacked) => {
            desk.make();
            desk.made = unpacked;
            let place = desk.source.place();
            let mut found = desk.lend_made(FoundText::Packed(place), end);
            found.exchange = true;
            Ok(Some(Step::Found(found)))
        }
        Err(stopped) => {
            let (kind, message) = why(stopped);
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
        let next = end + 1;
        if next >= desk.source.window().len() && !desk.source.fill(next + 1)? {
            return Ok(desk.source.window().len());
        }
        if next > limit {
            desk.notice(NoticeKind::Limit, end, "this body is longer than a body may be: it was cut here");
            return Ok(end);
        }
        let Ok(next_end) = desk.source.line(next, limit)? else { return Ok(end) };
        let line = &desk.source.window()[next..next_end];
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

/// Past a line that is longer than the limit.
pub(super) fn long_line<R: Read>(desk: &mut Desk<R>) -> io::Result<()> {
    let limit = desk.limits.line;
    desk.notice(
        NoticeKind::Limit,
        0,
        format!("this line is longer than the limit of {limit} bytes; it was passed over"),
    );
    loop {
        let line_end = desk.source.line_end();
        let window = desk.source.window();
        if let Some(end) = memchr::memchr(line_end, window) {
            desk.source.consume(end);
            return Ok(());
        }
        let all = window.len();
        desk.source.consume(all);
        if !desk.source.more()? {
            return Ok(());
        }
    }
}
