//! Logs, in which bodies stand in the middle of lines: `… answered {"job": …} in 31 ms`.
//!
//! Each brace is followed by JSON's grammar until it closes or breaks; only what is whole and has
//! an envelope, or is an API error, is lent. Other JSON is counted, and all other text passed over.

use std::io::{self, Read};

use super::answer::is_answer;
use super::desk::{Desk, Found, is_blank};
use super::exchange::Exchange;
use super::http::long_line;
use super::summary::{CaptureFormat, NoticeKind};
use super::terraform::{Marks, Role};
use super::tracker::{Extent, Tracker};

/// A brace whose document breaks this soon is tried again from the next byte; otherwise from where
/// it broke, so that soup of braces takes linear time.
const SHORT: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Log {
    marks: Marks,
    /// How far into the line a body was looked for.
    from: usize,
    /// The line's start was looked at.
    begun: bool,
    /// Nothing but a body in a line speaks for a log, and nobody said so yet.
    doubtful: bool,
    /// It was told that this is a log.
    told: bool,
    role: Role,
    exchange: Exchange,
}

/// What stands at a brace.
enum At {
    Body(usize),
    /// Nothing of these services; go on there.
    Other(usize),
    /// Nothing; go on there, and don't count it.
    Nothing(usize),
}

impl Log {
    /// The log that an opening which is no document belongs to, if it does to one.
    pub(super) fn of(opening: &[u8], depth_limit: usize) -> Option<Log> {
        let certain = Log::is_certain(opening);
        (certain || Log::has_answer(opening, depth_limit)).then(|| Log { doubtful: !certain, ..Log::default() })
    }

    /// Whether it is one by its times, levels or marks.
    fn is_certain(opening: &[u8]) -> bool {
        if Marks::are_in(opening) || begins_with_time(opening) {
            return true;
        }
        let first = opening.split(|byte| *byte == b'\n').next().unwrap_or_default();
        [&b"DEBUG"[..], b"INFO", b"WARN", b"ERROR"]
            .iter()
            .any(|level| memchr::memmem::find(first, level).is_some())
    }

    /// Whether a body stands in the middle of a line.
    fn has_answer(opening: &[u8], depth_limit: usize) -> bool {
        let mut at = 0;
        while let Some(brace) = next_brace(opening, at) {
            let in_line =
                opening[..brace].iter().rev().take_while(|byte| **byte != b'\n').any(|byte| !is_blank(*byte));
            let mut tracker = Tracker::new(depth_limit);
            let broken = match tracker.strict(&opening[brace..]) {
                Extent::Closed(end) if in_line && is_answer(&opening[brace..brace + end], depth_limit) => {
                    return true;
                }
                Extent::Open => return in_line && opens_answer(&opening[brace..]),
                Extent::Closed(end) | Extent::Broken(end) => end,
            };
            at = brace + if broken <= SHORT { 1 } else { broken };
        }
        false
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format.get_or_insert(CaptureFormat::Log);
        loop {
            // What was lent is gone from the window, so that a line goes on behind its body.
            let Ok(end) = desk.source.line(0, desk.limits.line)? else {
                long_line(desk)?;
                continue;
            };
            let window = desk.source.window();
            if window.is_empty() {
                if desk.summary.bodies == 0 {
                    desk.notice(
                        NoticeKind::Odd,
                        0,
                        "this looks like a log, and no body of these services was found in it",
                    );
                }
                return Ok(None);
            }
            if !self.begun {
                self.begun = true;
                self.from = 0;
                let line = String::from_utf8_lossy(&window[..end.min(8192)]);
                (self.role, self.exchange) = self.marks.line(&line);
                if self.marks.seen() {
                    desk.summary.format = Some(CaptureFormat::Terraform);
                }
            }
            let Some(brace) = next_brace(&desk.source.window()[..end], self.from) else {
                let whole = (end + 1).min(desk.source.window().len());
                desk.source.consume(whole);
                self.begun = false;
                continue;
            };
            match look(desk, brace)? {
                At::Nothing(next) => self.from = next,
                _ if self.role == Role::Request => {
                    self.from = look_end(desk, brace)?;
                }
                At::Other(next) => {
                    desk.summary.skipped += 1;
                    self.from = next;
                }
                At::Body(close) => {
                    if std::mem::take(&mut self.doubtful) {
                        self.told = true;
                        // `)]}'{"job": …}`, `x{"job": …}`
                        let message =
                            "other text stands on the line of this body; it was passed over, as in a log";
                        desk.notice(NoticeKind::Odd, brace, message);
                    } else if !std::mem::replace(&mut self.told, true) && !self.marks.seen() {
                        let message = "this is read as a log: what stands around its bodies was passed over";
                        desk.notice(NoticeKind::Odd, brace, message);
                    }
                    self.from = 0;
                    desk.exchange = self.exchange.clone();
                    let mut found = desk.lend(brace..close, close);
                    found.exchange = !desk.exchange.is_empty();
                    return Ok(Some(found));
                }
            }
            if self.from > end {
                self.past_lines(desk);
            }
        }
    }

    /// Gives lines back that a document took with it.
    fn past_lines<R: Read>(&mut self, desk: &mut Desk<R>) {
        let window = desk.source.window();
        let from = self.from.min(window.len());
        if let Some(last) = memchr::memrchr(desk.source.line_end(), &window[..from]) {
            desk.source.consume(last + 1);
            self.from = from - last - 1;
        }
    }
}

/// The document that is in a line of other text, if it is of these services.
pub(super) fn within(line: &[u8], depth_limit: usize) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some(brace) = next_brace(line, at) {
        let broken = match Tracker::new(depth_limit).strict(&line[brace..]) {
            Extent::Closed(end) if is_answer(&line[brace..brace + end], depth_limit) => {
                return Some(brace..brace + end);
            }
            Extent::Open => return None,
            Extent::Closed(end) | Extent::Broken(end) => end,
        };
        at = brace + if broken <= SHORT { 1 } else { broken };
    }
    None
}

/// The first absolute URL in a text, up to a blank, a quote or a bracket.
pub(super) fn url(text: &str) -> Option<&str> {
    let at = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let rest = &text[at..];
    let ends = |character: char| {
        character.is_whitespace() || matches!(character, '"' | '\'' | '<' | '>' | '\\' | ')' | '|')
    };
    let url = &rest[..rest.find(ends).unwrap_or(rest.len())];
    Some(url.trim_end_matches([':', ',', ';', '.']))
}

/// Whether text begins with a year, a month and a day, or with them in brackets.
fn begins_with_time(text: &[u8]) -> bool {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix(b"[").unwrap_or(text);
    match text.get(..10) {
        Some([a, b, c, d, b'-' | b'/', e, f, b'-' | b'/', g, h]) => {
            [a, b, c, d, e, f, g, h].iter().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    }
}

/// The next brace that an object can begin with.
fn next_brace(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let brace = at + found;
        match text[brace + 1..].iter().find(|byte| !is_blank(**byte)) {
            Some(b'"' | b'}') | None => return Some(brace),
            Some(_) => at = brace + 1,
        }
    }
    None
}

/// Follows the document at a brace of the window.
fn look<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<At> {
    let (limit, depth_limit) = (desk.limits.body, desk.limits.nesting);
    let mut tracker = Tracker::new(depth_limit);
    let extent = loop {
        match tracker.strict(&desk.source.window()[brace..]) {
            Extent::Open if desk.source.window().len() - brace <= limit && desk.source.more()? => {}
            extent => break extent,
        }
    };
    match extent {
        Extent::Closed(end) if end <= limit => {
            let document = &desk.source.window()[brace..brace + end];
            if is_answer(document, depth_limit) {
                return Ok(At::Body(brace + end));
            }
            // A record of a structured log can have the body as a member.
            if let Some(inner) = member_with_answer(document) {
                return Ok(At::Nothing(brace + inner));
            }
            Ok(if end > 2 { At::Other(brace + end) } else { At::Nothing(brace + end) })
        }
        Extent::Closed(end) => {
            let message = format!("this body is longer than the limit of {limit} bytes; it was passed over");
            desk.lose(NoticeKind::Limit, brace, message);
            Ok(At::Nothing(brace + end))
        }
        Extent::Open if desk.source.window().len() - brace > limit => {
            desk.lose(
                NoticeKind::Limit,
                brace,
                format!("this body is longer than the limit of {limit} bytes; it was passed over"),
            );
            Ok(At::Nothing(desk.source.window().len()))
        }
        Extent::Open | Extent::Broken(_) => {
            let broken = brace + tracker.at();
            if opens_answer(&desk.source.window()[brace..]) {
                desk.notice(NoticeKind::Damage, broken, "the body in this log is damaged or cut off here");
                let line = desk.source.line(broken, limit)?;
                let line = match line {
                    Ok(end) | Err(end) => end,
                };
                // The next record of the log isn't part of it.
                let window = desk.source.window();
                let start = memchr::memrchr(desk.source.line_end(), &window[brace..broken.min(window.len())]);
                let line = match start.map(|start| brace + start) {
                    Some(start) if begins_with_time(&window[start..]) => start,
                    _ => line,
                };
                let end = match tracker.loose(&window[brace..line]) {
                    Extent::Closed(end) => brace + end,
                    _ => line,
                };
                return Ok(At::Body(end));
            }
            Ok(At::Nothing(if broken - brace <= SHORT { brace + 1 } else { broken }))
        }
    }
}

/// Where the document at a brace ends, or breaks.
fn look_end<R: Read>(desk: &mut Desk<R>, brace: usize) -> io::Result<usize> {
    let mut tracker = Tracker::new(desk.limits.nesting);
    tracker.strict(&desk.source.window()[brace..]);
    Ok(brace + tracker.at().max(1))
}

/// Whether an object's first name is that of an envelope, or of an API error.
fn opens_answer(text: &[u8]) -> bool {
    let inside = text.get(1..).unwrap_or_default().trim_ascii_start();
    [&b"\"job\""[..], b"\"jobs\"", b"\"tasks\"", b"\"error_code\"", b"\"error_msg\"", b"\"errCode\""]
        .iter()
        .any(|name| inside.starts_with(name))
}

/// Where an object with an envelope begins, inside of another one that has none.
fn member_with_answer(document: &[u8]) -> Option<usize> {
    let mut at = 1;
    while let Some(found) = document.get(at..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let brace = at + found;
        let inside = document[brace + 1..].trim_ascii_start();
        if [&b"\"job\""[..], b"\"jobs\"", b"\"tasks\""].iter().any(|name| inside.starts_with(name)) {
            return Some(brace);
        }
        at = brace + 1;
    }
    None
}
