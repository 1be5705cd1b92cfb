//! HAR 1.2, as browsers and proxies export it: the response bodies of its entries.
//!
//! The list of entries is found in the stream, and one entry is held at a time. A HAR inside of a
//! body is passed over, and said.

use std::io::{self, Read};
use std::ops::Range;

use super::answer::{is_answer, text};
use super::desk::{Desk, Found, FoundText, is_blank};
use super::exchange::Exchange;
use super::gzip::{self, Stopped};
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use crate::scan::{Kind, ScanError, Scanner};

#[derive(Debug, Default)]
pub(super) struct Har {
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Opening,
    Entries,
    Ended,
}

/// What one entry says of its exchange and its body.
#[derive(Default)]
struct Entry {
    exchange: Exchange,
    /// Where the body's text stands in the entry, with its quotes.
    text: Option<Range<usize>>,
    base64: bool,
    /// Its text is said to be spelled in another way, which HAR doesn't have.
    strange: bool,
    /// The response says that it was packed.
    packed: bool,
    /// The status is there, and no status code as HAR spells one.
    strange_status: bool,
    /// One of the members that are read stands twice; the last one stands.
    twice: bool,
    seen: u8,
}

/// What an entry's body turned out to be.
enum Content {
    None,
    Text(Range<usize>),
    Unpacked,
    BadBase64,
    BadGzip(Stopped),
    TooLarge,
}

impl Entry {
    /// Notes that a member is there, wherever in the entry: no two of these are called alike.
    fn named<'n>(&mut self, name: &'n str) -> &'n str {
        const READ: [&str; 8] = ["request", "method", "url", "response", "status", "content", "encoding", "text"];
        if let Some(index) = READ.iter().position(|known| *known == name) {
            self.twice |= self.seen >> index & 1 == 1;
            self.seen |= 1 << index;
        }
        name
    }
}

impl Har {
    /// Whether a document's opening is that of a HAR.
    pub(super) fn begins(opening: &[u8]) -> bool {
        let mut rest = opening;
        for wanted in [&b"{"[..], b"\"log\"", b":", b"{"] {
            rest = rest.trim_ascii_start();
            let Some(after) = rest.strip_prefix(wanted) else { return false };
            rest = after;
        }
        let rest = rest.trim_ascii_start();
        [&b"\"version\""[..], b"\"creator\"", b"\"browser\"", b"\"pages\"", b"\"entries\"", b"\"comment\""]
            .iter()
            .any(|name| rest.starts_with(name))
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format = Some(CaptureFormat::Har);
        if self.state == State::Opening {
            self.state = if find_entries(desk)? { State::Entries } else { State::Ended };
        }
        while self.state == State::Entries {
            if !self.next_entry(desk)? {
                self.state = State::Ended;
                break;
            }
            if let Some(found) = self.entry(desk)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// To the next entry's first byte.
    fn next_entry<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<bool> {
        loop {
            if !desk.skip_blanks()? {
                desk.notice(NoticeKind::Cut, 0, "the HAR ends inside of its entries: it was cut off");
                return Ok(false);
            }
            match desk.source.window()[0] {
                b',' => desk.source.consume(1),
                b'{' => return Ok(true),
                b']' => {
                    desk.source.consume(1);
                    if !closes(desk)? {
                        desk.notice(NoticeKind::Cut, 0, "the HAR isn't closed behind its entries: it was cut off");
                    }
                    return Ok(false);
                }
                _ => {
                    desk.notice(
                        NoticeKind::Damage,
                        0,
                        "expected an entry of the HAR; what follows was passed over",
                    );
                    // On to where an entry may begin; at most to the end of the list.
                    let end = loop {
                        let window = desk.source.window();
                        if let Some(end) = memchr::memchr2(b'{', b']', window) {
                            break end;
                        }
                        let all = window.len();
                        desk.source.consume(all);
                        if !desk.source.more()? {
                            break 0;
                        }
                    };
                    desk.source.consume(end);
                }
            }
        }
    }

    /// The body of the entry that begins here, if it has one of these services.
    fn entry<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        let mut tracker = Tracker::new(desk.limits.nesting);
        let end = loop {
            match tracker.loose(desk.source.window()) {
                Extent::Closed(end) if end <= entry_limit(desk) => break end,
                _ if desk.source.window().len() > entry_limit(desk) => {
                    let limit = entry_limit(desk);
                    desk.lose(
                        NoticeKind::Limit,
                        0,
                        format!("this entry is longer than the limit of {limit} bytes; it was passed over"),
                    );
                    pass(desk, Tracker::new(desk.limits.nesting))?;
                    return Ok(None);
                }
                _ if !desk.source.more()? => {
                    desk.lose(NoticeKind::Cut, 0, "the HAR ends inside of this entry: it was cut off");
                    let all = desk.source.window().len();
                    desk.source.consume(all);
                    self.state = State::Ended;
                    return Ok(None);
                }
                _ => {}
            }
        };
        let damaged = tracker.damage();
        if let Some(at) = damaged {
            desk.notice(NoticeKind::Damage, at, "this entry of the HAR is damaged; what comes before was read");
        }
        let entry = read_entry(&text(&desk.source.window()[..end]), desk.limits.nesting);
        if entry.strange_status {
            desk.notice(NoticeKind::Odd, 0, "this entry's `status` is no status code as HAR spells one");
        }
        if entry.twice {
            desk.notice(NoticeKind::Odd, 0, "a member of this entry stands twice, and the last one was read");
        }
        let content = self.content(desk, &entry);
        desk.exchange = entry.exchange;
        let found = match content {
            Content::None => {
                desk.summary.skipped += 1;
                None
            }
            Content::BadBase64 => {
                desk.lose(NoticeKind::Damage, 0, "this entry's body isn't base64, though the HAR says so");
                None
            }
            Content::BadGzip(stopped) => {
                let (kind, message) = why(stopped);
                desk.lose(kind, 0, format!("this entry's body {message}"));
                None
            }
            Content::TooLarge => {
                let limit = desk.limits.body;
                desk.lose(
                    NoticeKind::Limit,
                    0,
                    format!("this entry's body is longer than the limit of {limit} bytes"),
                );
                None
            }
            Content::Text(range) => Some(FoundText::Escaped(range)),
            Content::Unpacked => Some(FoundText::Packed(desk.source.place())),
        };
        match found {
            // One level of captures is enough; a HAR that answers a request of these services is an odd one.
            Some(_) if Har::begins(&desk.made) => {
                desk.summary.skipped += 1;
                desk.notice(NoticeKind::Odd, 0, "this entry's body is a HAR itself; nothing in it was read");
                desk.source.consume(end);
                Ok(None)
            }
            Some(_) if !wanted(desk) => {
                desk.summary.skipped += 1;
                desk.source.consume(end);
                Ok(None)
            }
            Some(found) => {
                let mut found = desk.lend_made(found, end);
                found.exchange = true;
                Ok(Some(found))
            }
            None => {
                desk.source.consume(end);
                Ok(None)
            }
        }
    }

    /// Puts the entry's body on the desk.
    fn content<R: Read>(&self, desk: &mut Desk<R>, entry: &Entry) -> Content {
        let Some(quoted) = entry.text.clone() else { return Content::None };
        let range = quoted.start + 1..quoted.end - 1;
        desk.make();
        let mut odd = entry
            .strange
            .then_some("the HAR says an encoding of this body that isn't base64; it was read as it stands");
        let Desk { source, made, .. } = desk;
        let inside = &source.window()[range.clone()];
        if entry.base64 {
            let Some(bytes) = base64(inside) else { return Content::BadBase64 };
            *made = bytes;
        } else if inside.contains(&b'\\') {
            let quoted = &source.window()[quoted];
            if std::str::from_utf8(quoted).is_err() {
                odd = Some("this entry's body isn't UTF-8; whatever isn't ASCII in it was read as `?`");
            }
            let (said, halves) = decoded(&text(quoted));
            if halves {
                odd = Some("there is half a surrogate pair in this entry's body; it was read as U+FFFD");
            }
            made.extend_from_slice(said.as_bytes());
        } else {
            // As it stands in the source, also where that isn't UTF-8.
            made.extend_from_slice(inside);
        }
        if made.is_empty() {
            return Content::None;
        }
        if let Some(message) = odd {
            desk.notice(NoticeKind::Odd, range.start, message);
        }
        if desk.made.len() > desk.limits.body {
            return Content::TooLarge;
        }
        if !entry.base64 {
            return Content::Text(range);
        }
        if desk.made.starts_with(gzip::MAGIC) {
            match gzip::unpack(&desk.made, &desk.limits) {
                Ok(unpacked) => desk.made = unpacked,
                Err(stopped) => return Content::BadGzip(stopped),
            }
            if desk.made.starts_with(gzip::MAGIC) {
                // `Content-Encoding: gzip, gzip`; whoever packs it a third time has something else in mind.
                match gzip::unpack(&desk.made, &desk.limits) {
                    Ok(unpacked) => desk.made = unpacked,
                    Err(stopped) => return Content::BadGzip(stopped),
                }
                desk.notice(
                    NoticeKind::Odd,
                    range.start,
                    "this body is gzip inside of gzip; two layers were unpacked, and there are no more to be",
                );
            }
        } else if entry.packed {
            desk.notice(NoticeKind::Odd, range.start, "the response says gzip, and its body is none");
        }
        Content::Unpacked
    }
}

/// To the end of everything behind the list of entries; whether the two objects around it are closed there.
///
/// A second list of entries isn't read, since nobody can say which one counts, but it is told. No text that is part
/// of another one reads like its name: there, the quotes have backslashes before them.
fn closes<R: Read>(desk: &mut Desk<R>) -> io::Result<bool> {
    const AGAIN: &[u8] = b"\"entries\"";
    let (mut last, mut alike, mut told) = ([0; 2], 0usize, false);
    loop {
        let mut again = None;
        for (at, byte) in desk.source.window().iter().enumerate() {
            alike = match AGAIN.get(alike) {
                Some(wanted) if wanted == byte => alike.saturating_add(1),
                None if is_blank(*byte) => alike,
                None if *byte == b':' => {
                    again = again.or(Some(at));
                    0
                }
                _ => usize::from(*byte == b'"'),
            };
        }
        if let Some(at) = again.filter(|_| !told) {
            told = true;
            desk.notice(
                NoticeKind::Damage,
                at,
                "the HAR has more than one list of entries; only the first was read",
            );
        }
        for byte in desk.source.window().iter().filter(|byte| !is_blank(**byte)) {
            last = [last[1], *byte];
        }
        let all = desk.source.window().len();
        desk.source.consume(all);
        if !desk.source.more()? {
            return Ok(last == *b"}}");
        }
    }
}

/// What to say of a body that doesn't unpack.
pub(super) fn why(stopped: Stopped) -> (NoticeKind, &'static str) {
    match stopped {
        Stopped::Damaged => (NoticeKind::Damage, "is damaged gzip: it unpacks up to here at most"),
        Stopped::Size => (NoticeKind::Limit, "unpacks to more than the limit"),
        Stopped::Ratio => (NoticeKind::Limit, "unpacks to many times its size, more than the limit allows"),
    }
}

/// An entry is larger than its body by escapes, base64 and heads.
fn entry_limit<R>(desk: &Desk<R>) -> usize {
    desk.limits.body.saturating_mul(2).saturating_add(1 << 20)
}

/// Whether a body is of these services: their URL, or what it says itself.
fn wanted<R: Read>(desk: &Desk<R>) -> bool {
    desk.exchange.dialect().is_some() || is_answer(&desk.made, desk.limits.nesting)
}

/// Into the list of entries: past everything before it.
fn find_entries<R: Read>(desk: &mut Desk<R>) -> io::Result<bool> {
    // { "log": {
    for _ in 0..2 {
        while desk.source.byte(0)?.is_some_and(|byte| byte != b'{') {
            desk.source.consume(1);
        }
        desk.source.consume(desk.source.window().len().min(1));
    }
    loop {
        if !desk.skip_blanks()? {
            desk.notice(NoticeKind::Cut, 0, "the HAR ends before its entries: it was cut off");
            return Ok(false);
        }
        match desk.source.window()[0] {
            b',' => {
                desk.source.consume(1);
                continue;
            }
            b'"' => {}
            _ => {
                desk.notice(NoticeKind::Damage, 0, "the HAR has no list of entries");
                return Ok(false);
            }
        }
        let Some(name) = scalar(desk)? else { continue };
        let entries = desk.source.window()[..name] == *b"\"entries\"";
        desk.source.consume(name);
        if desk.skip_blanks()? && desk.source.window()[0] == b':' {
            desk.source.consume(1);
        }
        if !desk.skip_blanks()? {
            continue;
        }
        match desk.source.window()[0] {
            b'[' if entries => {
                desk.source.consume(1);
                return Ok(true);
            }
            _ if entries => {
                desk.notice(
                    NoticeKind::Damage,
                    0,
                    "the HAR's `entries` is no list: there is nothing to read in it",
                );
                return Ok(false);
            }
            b'{' | b'[' => pass(desk, Tracker::new(desk.limits.nesting))?,
            _ => {
                if let Some(end) = scalar(desk)? {
                    desk.source.consume(end);
                }
            }
        }
    }
}

/// How long the text, number or word is that begins here; `None` after what is none, or too long.
fn scalar<R: Read>(desk: &mut Desk<R>) -> io::Result<Option<usize>> {
    let mut tracker = Tracker::new(1);
    loop {
        match tracker.strict(desk.source.window()) {
            Extent::Closed(end) => return Ok(Some(end)),
            Extent::Open if desk.source.window().len() <= desk.limits.body && desk.source.more()? => {}
            _ => {
                let passed = tracker.at().max(1).min(desk.source.window().len());
                desk.source.consume(passed);
                return Ok(None);
            }
        }
    }
}

/// Past an object or a list, without holding it.
fn pass<R: Read>(desk: &mut Desk<R>, mut tracker: Tracker) -> io::Result<()> {
    loop {
        let extent = tracker.loose(desk.source.window());
        let passed = tracker.at();
        tracker.forget(passed);
        desk.source.consume(passed);
        if matches!(extent, Extent::Closed(_)) || !desk.source.more()? {
            return Ok(());
        }
    }
}

/// What the members of an entry say, up to its damage.
fn read_entry(source: &str, depth_limit: usize) -> Entry {
    let mut entry = Entry::default();
    let mut scan = Scanner::new(source, depth_limit);
    // Damage was noted where it was found; what comes before it counts.
    let _ = object(&mut scan, &mut |scan, name| match entry.named(name) {
        "startedDateTime" => string(scan, |text| entry.exchange.time = Some(text.chars().take(64).collect())),
        "request" => object(scan, &mut |scan, name| match entry.named(name) {
            "method" => string(scan, |text| entry.exchange.set_method(text)),
            "url" => string(scan, |text| entry.exchange.set_url(text)),
            _ => skip(scan),
        }),
        "response" => object(scan, &mut |scan, name| match entry.named(name) {
            "status" => {
                let token = scan.value()?;
                let end = scan.skip(token)?;
                let status = scan.source(token.start, end);
                entry.strange_status = status.parse::<u16>().is_err();
                entry.exchange.status = status.trim_matches('"').parse().ok();
                Ok(())
            }
            "headers" => packed(scan, &mut entry.packed),
            "content" => object(scan, &mut |scan, name| match entry.named(name) {
                "encoding" => string(scan, |text| {
                    entry.base64 = text.eq_ignore_ascii_case("base64");
                    entry.strange = !entry.base64 && !text.is_empty();
                }),
                "text" => {
                    let token = scan.value()?;
                    if token.kind == Kind::Text {
                        entry.text = Some(token.start..token.end);
                    }
                    scan.skip(token).map(drop)
                }
                _ => skip(scan),
            }),
            _ => skip(scan),
        }),
        _ => skip(scan),
    });
    entry
}

/// What a text says, and whether it has half a surrogate pair.
fn decoded(quoted: &str) -> (String, bool) {
    let mut scan = Scanner::new(quoted, 1);
    let Ok(token) = scan.value() else { return Default::default() };
    let (said, halves) = scan.text_of(token).decode_checked();
    (said.into_owned(), halves)
}

type Scan = Result<(), ScanError>;

/// Each member of the object that comes next; past it if it is none.
fn object<'a>(scan: &mut Scanner<'a>, member: &mut dyn FnMut(&mut Scanner<'a>, &str) -> Scan) -> Scan {
    let token = scan.value()?;
    if token.kind != Kind::Object {
        return scan.skip(token).map(drop);
    }
    let mut first = true;
    while let Some(name) = scan.member(first)? {
        first = false;
        member(scan, &name.decode())?;
    }
    Ok(())
}

fn string(scan: &mut Scanner<'_>, with: impl FnOnce(&str)) -> Scan {
    let token = scan.value()?;
    if token.kind == Kind::Text {
        with(&scan.text_of(token).decode());
    }
    scan.skip(token).map(drop)
}

fn skip(scan: &mut Scanner<'_>) -> Scan {
    let token = scan.value()?;
    scan.skip(token).map(drop)
}

/// Whether one of the headers says that the body was packed.
fn packed(scan: &mut Scanner<'_>, packed: &mut bool) -> Scan {
    let token = scan.value()?;
    if token.kind != Kind::Array {
        return scan.skip(token).map(drop);
    }
    let mut first = true;
    while scan.element(first)? {
        first = false;
        let (mut encoding, mut gzip) = (false, false);
        object(scan, &mut |scan, name| match name {
            "name" => string(scan, |text| encoding = text.eq_ignore_ascii_case("content-encoding")),
            "value" => string(scan, |text| gzip = text.to_ascii_lowercase().contains("gzip")),
            _ => skip(scan),
        })?;
        *packed |= encoding && gzip;
    }
    Ok(())
}

/// What base64 says, in either alphabet, with or without padding and line breaks.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    let mut ended = false;
    for byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                ended = true;
                continue;
            }
            byte if is_blank(*byte) => continue,
            _ => return None,
        };
        if ended {
            return None;
        }
        bits = bits << 6 | u32::from(digit);
        count += 1;
        if count == 4 {
            bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    match count {
        0 => {}
        2 => bytes.push((bits >> 4) as u8),
        3 => bytes.extend_from_slice(&[(bits >> 10) as u8, (bits >> 2) as u8]),
        _ => return None,
    }
    Some(bytes)
}
