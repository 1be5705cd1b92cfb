//! Logs, in which bodies stand in the middle of lines: `… answered {"job": …} in 31 ms`.
//!
//! Each brace is followed by JSON's grammar until it closes or breaks; only what is whole and has
//! an envelope, or is an API error, is lent. Other JSON is counted, and all other text passed over:
//! a record such as `{"job_id": "a"}`, which could be anybody's, is lent where Terraform's provider says that
//! it answers a request of these services.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod brace;

use std::io::{self, Read};
use std::ops::Range;

use super::answer::Answers;
use super::desk::{Desk, Found, FoundText, is_blank};
use super::exchange::Exchange;
use super::inside;
use super::summary::{CaptureFormat, NoticeKind};
use super::terraform::{Marks, Role};
use super::tracker::Extent;
use brace::{At, begins_with_time, braces, documents, look, look_end, member_with_answer, next_brace, rest_from};

#[derive(Debug, Default)]
pub(super) struct Log {
    marks: Marks,
    /// How far into the line a body was looked for.
    from: usize,
    /// The line's start was looked at.
    begun: bool,
    /// Nothing but a body in a line speaks for a log, and nobody said so yet.
    doubtful: bool,
    /// The bodies stand inside of other documents.
    wrapped: bool,
    /// It was told that this is a log.
    told: bool,
    role: Role,
    exchange: Exchange,
    /// Where the source goes on in another way.
    until: Option<u64>,
}

impl Log {
    /// The log that an opening which is no document belongs to, if it does to one.
    pub(super) fn of(opening: &[u8], answers: &Answers) -> Option<Log> {
        let certain = Log::is_certain(opening);
        (certain || Log::has_answer(opening, answers)).then(|| Log { doubtful: !certain, ..Log::default() })
    }

    /// The same of what begins like a document or a page: the bodies alone tell.
    pub(super) fn around(opening: &[u8], answers: &Answers) -> Option<Log> {
        let certain = Log::is_certain(opening);
        Log::has_answer(opening, answers).then(|| Log { doubtful: !certain, ..Log::default() })
    }

    /// The bodies inside of one document in a run of them, which ends before that byte of the source.
    pub(super) fn inside_of(until: u64) -> Log {
        Log { wrapped: true, until: Some(until), ..Log::default() }
    }

    /// The same of documents of something else that have answers inside, such as a structured log.
    pub(super) fn of_documents(opening: &[u8], answers: &Answers) -> Option<Log> {
        let mut rest = opening.trim_ascii_start();
        while rest.starts_with(b"{") || rest.starts_with(b"[") {
            let (document, end) = match answers.tracker().strict(rest) {
                Extent::Closed(end) => (rest.get(..end).unwrap_or_default(), end),
                Extent::Open => (rest, rest.len()),
                Extent::Broken(_) => return None,
            };
            let is_one = answers.may_begin(document) || answers.have(document) || answers.may_have(document);
            if is_one || answers.is_record(document) {
                return None;
            }
            if member_with_answer(document, answers).is_some() {
                return Some(Log { wrapped: true, ..Log::default() });
            }
            rest = rest.get(end..).unwrap_or_default().trim_ascii_start();
        }
        None
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

    /// Whether a body stands in the middle of a line, or below lines of prose.
    fn has_answer(opening: &[u8], answers: &Answers) -> bool {
        // What a flat answer says in its texts is its own.
        let mut flat = false;
        documents(opening, answers).any(|(before, rest, extent)| {
            let in_line = before.iter().rev().take_while(|byte| **byte != b'\n').any(|byte| !is_blank(*byte));
            match extent {
                Extent::Closed(end) => {
                    let document = rest.get(..end).unwrap_or_default();
                    let is_own = answers.may_have(document) || answers.is_record(document);
                    flat |= is_own;
                    (in_line || is_prose(before)) && answers.have(document)
                        || in_line && !is_own && member_with_answer(document, answers).is_some()
                }
                Extent::Open => in_line && answers.may_begin(rest),
                Extent::Broken(_) => false,
            }
        }) || !flat && braces(opening, 0).any(|brace| inside::may_be_answer(rest_from(opening, brace), answers))
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        desk.summary.format.get_or_insert(CaptureFormat::Log);
        loop {
            let left = self.until.map(|until| until.saturating_sub(desk.source.place().offset) as usize);
            if left == Some(0) {
                return Ok(None);
            }
            // What was lent is gone from the window, so that a line goes on behind its body.
            let Some(end) = desk.next_line()? else {
                if desk.summary.bodies == 0 && self.until.is_none() {
                    let message = "this looks like a log, and no body of these services was found in it";
                    desk.notice(NoticeKind::Odd, 0, message);
                }
                return Ok(None);
            };
            // What stands behind the document isn't its own, on the same line neither.
            let cut = left.filter(|left| *left <= end);
            let end = cut.unwrap_or(end);
            if !self.begun {
                self.begun = true;
                self.from = 0;
                (self.role, self.exchange) = self.marks.line(&desk.line_text(end));
                if self.marks.seen() {
                    desk.summary.format = Some(CaptureFormat::Terraform);
                }
            }
            let line = desk.source.window().get(..end).unwrap_or_default();
            let Some(brace) = next_brace(line, self.from) else {
                desk.source.consume(cut.unwrap_or(desk.source.behind_line(end)));
                self.begun = false;
                continue;
            };
            match look(desk, brace)? {
                At::Nothing(next) => self.from = next,
                _ if self.role == Role::Request => self.from = look_end(desk, brace),
                // `{"job_id": …}`: a task without an envelope, which the request's URL tells from any other record.
                At::Other(close)
                    if (self.wrapped || self.role == Role::Response) && self.is_wanted(desk, brace..close) =>
                {
                    return Ok(Some(self.lend(desk, brace, close)));
                }
                At::Other(next) => {
                    desk.summary.skipped = desk.summary.skipped.saturating_add(1);
                    self.from = next;
                }
                At::Body(end) => {
                    self.tell(desk, brace);
                    return Ok(Some(self.lend(desk, brace, end)));
                }
                At::Inside(range) => {
                    self.tell(desk, brace);
                    let close = range.end;
                    let made = desk.lend_made(FoundText::Escaped(range), close);
                    return Ok(Some(self.of_exchange(desk, made)));
                }
            }
            if self.from > end {
                self.past_lines(desk);
            }
        }
    }

    /// Says once that text stands around the bodies, unless a log's marks do.
    fn tell<R: Read>(&mut self, desk: &mut Desk<R>, brace: usize) {
        let told = std::mem::replace(&mut self.told, true);
        let message = if std::mem::take(&mut self.doubtful) {
            // `)]}'{"job": …}`, `x{"job": …}`
            "other text stands on the line of this body; it was passed over, as in a log"
        } else if told || self.marks.seen() {
            return;
        } else if self.wrapped {
            "bodies stand inside of other documents here: what stands around them was passed over"
        } else {
            "this is read as a log: what stands around its bodies was passed over"
        };
        desk.notice(NoticeKind::Odd, brace, message);
    }

    /// Whether a document without an envelope answers a request of these services.
    fn is_wanted<R: Read>(&self, desk: &Desk<R>, document: Range<usize>) -> bool {
        let document = desk.source.window().get(document).unwrap_or_default();
        if self.wrapped {
            return desk.answers.may_have(document);
        }
        // Where the log doesn't say whom it asked, the document does: many begin behind the request.
        let may_be_theirs = self.exchange.url.is_none() || self.exchange.is_of_service();
        self.exchange.dialect().is_some() || may_be_theirs && desk.answers.may_have(document)
    }

    /// Lends the body at a brace of the window, with what its line says of the exchange.
    fn lend<R: Read>(&mut self, desk: &mut Desk<R>, brace: usize, close: usize) -> Found {
        let body = desk.lend(brace..close, close);
        self.of_exchange(desk, body)
    }

    fn of_exchange<R: Read>(&mut self, desk: &mut Desk<R>, body: Found) -> Found {
        self.from = 0;
        desk.exchange = self.exchange.clone();
        Found { exchange: !desk.exchange.is_empty(), ..body }
    }

    /// Gives lines back that a document took with it.
    fn past_lines<R: Read>(&mut self, desk: &mut Desk<R>) {
        let window = desk.source.window();
        let passed = window.get(..self.from).unwrap_or(window);
        if let Some(last) = memchr::memrchr(desk.source.line_end(), passed) {
            let (before, from) = (last.saturating_add(1), passed.len());
            desk.source.consume(before);
            self.from = from.saturating_sub(before);
        }
    }
}

/// The body over several lines that begins in the line which ends there.
pub(super) fn begun<R: Read>(desk: &mut Desk<R>, end: usize) -> io::Result<Option<Range<usize>>> {
    let mut at = 0;
    while let Some(brace) = next_brace(desk.source.window().get(..end).unwrap_or_default(), at) {
        match look(desk, brace)? {
            At::Body(close) => return Ok(Some(brace..close)),
            At::Inside(_) => return Ok(None),
            At::Other(next) | At::Nothing(next) => at = next,
        }
    }
    Ok(None)
}

/// Whether a line begins with the name of whoever logged it: `{main} DEBUG got {"job": …}`.
pub(super) fn begins_with_name(line: &[u8]) -> bool {
    const LONGEST: usize = 64;
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let Some(name) = line.strip_prefix(b"{") else { return false };
    let length = name.iter().take(LONGEST).take_while(part).count();
    length > 0 && name.get(length) == Some(&b'}')
}

/// Whether a document is none of these services', and has bodies of theirs inside.
pub(super) fn holds_others(document: &[u8], answers: &Answers) -> bool {
    // What is rarest first: most lines have none inside.
    !answers.begins_plainly(document)
        && member_with_answer(document, answers).is_some()
        && !(answers.have(document) || answers.may_have(document) || answers.is_record(document))
}

/// The document that is in a line of other text, if it is of these services.
pub(super) fn within(line: &[u8], answers: &Answers) -> Option<Range<usize>> {
    documents(line, answers).find_map(|(before, rest, extent)| {
        let Extent::Closed(end) = extent else { return None };
        let brace = before.len();
        answers.have(rest.get(..end)?).then(|| brace..brace.saturating_add(end))
    })
}

/// The first absolute URL in a text, up to a blank, a quote or a bracket.
pub(super) fn url(text: &str) -> Option<&str> {
    let at = [text.find("https://"), text.find("http://")].into_iter().flatten().min()?;
    let rest = text.get(at..)?;
    let ends = |character: char| {
        character.is_whitespace() || matches!(character, '"' | '\'' | '<' | '>' | '\\' | ')' | '|')
    };
    let url = rest.split(ends).next()?;
    Some(url.trim_end_matches([':', ',', ';', '.']))
}

/// Whether these are lines of prose: at least two, for one may be the label of a document, and without a brace.
fn is_prose(before: &[u8]) -> bool {
    let lines = before.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    lines.count() >= 2 && memchr::memchr2(b'{', b'}', before).is_none()
}
