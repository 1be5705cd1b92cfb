//! JSON documents: one, one a line, or one after the other.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

mod line_by_line;

use std::io::{self, Read};
use std::ops::Range;

use super::answer::Answers;
use super::desk::{Desk, Found, is_blank, trim};
use super::lines::Lines;
use super::list::List;
use super::log::{self, Log};
use super::source::OPENING;
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use super::wrapped;
use crate::scan::BYTE_ORDER_MARK;
use line_by_line::{Line, LineByLine};

/// In so many bytes a line says who logged it.
const BEGINNING: usize = 128;

#[derive(Debug, Default)]
pub(super) struct Json {
    lines: LineByLine,
    /// Text that is no document was handed on once, and the rest of it is passed over.
    passing: bool,
    /// The document that is being gone through for the bodies inside of it.
    inside: Option<Inside>,
}

/// How a document is gone through.
#[derive(Debug)]
enum Inside {
    /// Element by element.
    List(List),
    /// As a text with bodies in it.
    Other(Box<Log>),
}

impl Inside {
    fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        match self {
            Inside::List(list) => list.next(desk),
            Inside::Other(log) => log.next(desk),
        }
    }
}

/// Damage in a run of documents, and how the rest of them was found.
enum Resume {
    /// A line that is a document of its own begins here.
    Line(usize),
    /// A document over several lines begins here.
    Document(usize),
    /// The brackets were closed all the same.
    Closed(usize),
    /// Nowhere: everything is one, and ends here.
    End(usize),
    Limit,
}

impl Json {
    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        loop {
            if let Some(inside) = &mut self.inside {
                if let Some(found) = inside.next(desk)? {
                    return Ok(Some(found));
                }
                self.inside = None;
            }
            if !desk.skip_blanks()? {
                let silent = desk.summary.bodies == 0 && desk.summary.lost == 0;
                return Ok(silent.then(|| desk.lend(0..0, 0)));
            }
            if self.lines.is_known() {
                match self.lines.next(desk)? {
                    Line::Found(found) => return Ok(Some(found)),
                    Line::TooLong => {
                        self.pass_over(desk, 0)?;
                        continue;
                    }
                    Line::Doubtful => {}
                }
            }
            let mark = BYTE_ORDER_MARK.len_utf8();
            desk.source.fill(mark)?;
            let mut lead = if desk.is_marked() { mark } else { 0 };
            while desk.source.byte(lead)?.is_some_and(is_blank) && lead < OPENING {
                lead = lead.saturating_add(1);
            }
            desk.source.fill(lead.saturating_add(BEGINNING))?;
            let named = log::begins_with_name(desk.source.window());
            let found = match desk.source.byte(lead)? {
                Some(b'{') if named && desk.summary.bodies > 0 => self.text(desk)?,
                Some(b'{' | b'[') => self.record(desk, lead)?,
                _ => self.text(desk)?,
            };
            if let Some(found) = found {
                return Ok(Some(found));
            }
        }
    }

    /// Takes the next lines, as far as each is a document of its own and all of it is at hand.
    pub(super) fn take_lines<R: Read>(&mut self, desk: &mut Desk<R>, lines: &mut Lines) -> io::Result<bool> {
        self.lines.take(desk, lines)
    }

    /// A document, over as many lines as it takes.
    fn record<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize) -> io::Result<Option<Found>> {
        let mut tracker = Tracker::new(desk.limits.nesting);
        loop {
            match tracker.strict(desk.source.window().get(lead..).unwrap_or_default()) {
                // What stands before the document is lent with it.
                Extent::Closed(end) if lead.saturating_add(end) <= desk.limits.body => {
                    let document = desk.source.window().get(lead..lead.saturating_add(end)).unwrap_or_default();
                    if lead == 0 && log::holds_others(document, &desk.answers) {
                        let listed = document.starts_with(b"[") && List::begins(document, &desk.answers);
                        seen(desk, CaptureFormat::Documents);
                        let until = desk.source.place().offset.saturating_add(end as u64);
                        self.inside = Some(if listed {
                            Inside::List(List::inside_of(until))
                        } else {
                            Inside::Other(Box::new(Log::inside_of(until)))
                        });
                        return Ok(None);
                    }
                    return self.closed(desk, lead, lead.saturating_add(end)).map(Some);
                }
                Extent::Closed(_) => {
                    self.pass_over(desk, lead)?;
                    return Ok(None);
                }
                Extent::Open if desk.source.window().len() <= desk.limits.body && desk.source.more()? => {}
                Extent::Open | Extent::Broken(_) => break,
            }
        }
        match self.resume(desk, lead, &mut tracker)? {
            Resume::Line(at) => {
                self.lines.begin_with(desk, at);
                Ok(None)
            }
            Resume::Document(at) => {
                seen(desk, CaptureFormat::Documents);
                Ok(Some(lend(desk, at)))
            }
            Resume::End(end) if braces_alone(desk, lead, end) => {
                self.lines.begin_with(desk, end);
                Ok(None)
            }
            Resume::Closed(end) | Resume::End(end) => {
                if let Some(found) = wrapped::joined(desk, end)? {
                    return Ok(Some(found));
                }
                seen(desk, CaptureFormat::Json);
                lend_with_rest(desk, end, end).map(Some)
            }
            Resume::Limit => {
                let end = desk.limits.body.min(desk.source.window().len());
                if braces_alone(desk, lead, end) {
                    self.lines.begin_with(desk, end);
                } else {
                    self.pass_over(desk, lead)?;
                }
                Ok(None)
            }
        }
    }

    /// A document that is whole; what follows it on the line decides what it is part of.
    fn closed<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize, end: usize) -> io::Result<Found> {
        let line_end = desk.source.line_end();
        let document = desk.source.window().get(lead..end).unwrap_or_default();
        let one_line = !document.contains(&line_end);
        let mut at = end;
        while desk.source.byte(at)?.is_some_and(|byte| is_blank(byte) && byte != line_end) {
            at = at.saturating_add(1);
        }
        match desk.source.byte(at)? {
            Some(b'{' | b'[') => {
                seen(desk, CaptureFormat::Documents);
                desk.notice(NoticeKind::Odd, at, "another document begins on the same line");
                Ok(lend(desk, end))
            }
            Some(byte) if byte != line_end => {
                seen(desk, CaptureFormat::Json);
                lend_with_rest(desk, end, at)
            }
            _ => {
                let most = end.saturating_add(OPENING);
                while at < most && desk.source.byte(at)?.is_some_and(is_blank) {
                    at = at.saturating_add(1);
                }
                let next = desk.source.byte(at)?;
                if next.is_none_or(is_blank) {
                    seen(desk, CaptureFormat::Json);
                } else if one_line {
                    self.lines.begin(desk);
                } else {
                    seen(desk, CaptureFormat::Documents);
                    if !matches!(next, Some(b'{' | b'[')) {
                        return lend_with_rest(desk, end, at);
                    }
                }
                Ok(lend(desk, end))
            }
        }
    }

    /// Something that doesn't even begin as a document.
    fn text<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        let limit = desk.limits.line.min(desk.limits.body);
        if self.passing {
            let end = match desk.source.line(0, limit)? {
                Ok(end) | Err(end) => end,
            };
            desk.summary.skipped = desk.summary.skipped.saturating_add(1);
            desk.source.consume(end);
            return Ok(None);
        }
        if self.lines.is_known() || desk.summary.bodies > 0 {
            return match desk.source.line(0, limit)? {
                Ok(end) => {
                    if let Some(body) = within(desk, end) {
                        desk.notice(NoticeKind::Odd, 0, "there is other text on the line of this body");
                        return Ok(Some(desk.lend_line(body, end)));
                    }
                    if let Some(body) = log::begun(desk, end)? {
                        desk.notice(NoticeKind::Odd, 0, "there is other text on the line of this body");
                        let close = body.end;
                        return Ok(Some(desk.lend(body, close)));
                    }
                    let line = trim(desk.source.window(), 0..end);
                    Ok(Some(desk.lend_line(line, end)))
                }
                Err(_) => {
                    self.pass_over(desk, 0)?;
                    Ok(None)
                }
            };
        }
        let mut tracker = Tracker::new(0);
        tracker.strict(b"?");
        match self.resume(desk, 0, &mut tracker)? {
            Resume::Line(at) => {
                self.lines.begin_with(desk, at);
                Ok(None)
            }
            Resume::Limit => {
                let end = desk.limits.body.min(desk.source.window().len());
                desk.notice(
                    NoticeKind::Limit,
                    end,
                    "this is no document, and longer than a body may be: it was cut here",
                );
                self.passing = true;
                Ok(Some(lend(desk, end)))
            }
            Resume::Document(end) | Resume::Closed(end) | Resume::End(end) => {
                seen(desk, CaptureFormat::Unknown);
                Ok(Some(lend(desk, end)))
            }
        }
    }

    /// Looks for the end of damage.
    fn resume<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize, tracker: &mut Tracker) -> io::Result<Resume> {
        let limit = desk.limits.body;
        let text = !matches!(desk.source.byte(lead)?, Some(b'{' | b'['));
        let mut line = lead;
        let mut inner: Option<(usize, Tracker)> = None;
        let mut labelled = None;
        loop {
            let Ok(end) = desk.source.line(line, limit)? else { return Ok(Resume::Limit) };
            let window = desk.source.window();
            if line > lead && matches!(window.get(line), Some(b'{' | b'[')) {
                let whole = window.get(trim(window, line..end)).unwrap_or_default();
                if whole.ends_with(b"}") && desk.answers.have(whole) {
                    return Ok(Resume::Line(line));
                }
            }
            if text {
                if let Some(start) = document_between(window, line, end, line > lead, &desk.answers, &mut inner) {
                    // A label goes with its document, unless there is another one.
                    let before = window.get(lead..start).unwrap_or_default();
                    let is_label = memchr::memchr3(b'{', b'}', b'"', before).is_none();
                    if !is_label || labelled.is_some() {
                        return Ok(Resume::Document(labelled.unwrap_or(start)));
                    }
                    (labelled, inner) = (Some(start), None);
                }
            } else {
                if let Some(start) = document_between(window, line, end, line > lead, &desk.answers, &mut inner) {
                    return Ok(Resume::Document(start));
                }
                if let Extent::Closed(end) = tracker.loose(window.get(lead..end).unwrap_or_default()) {
                    let end = lead.saturating_add(end);
                    return Ok(if end <= limit { Resume::Closed(end) } else { Resume::Limit });
                }
            }
            if end >= window.len() {
                let long = trim(window, 0..end).end > limit;
                return Ok(if long { Resume::Limit } else { Resume::End(end) });
            }
            if end > limit {
                return Ok(Resume::Limit);
            }
            line = end.saturating_add(1);
        }
    }

    /// Past a document that is larger than a body may be, however large it is.
    fn pass_over<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize) -> io::Result<()> {
        let line_end = desk.source.line_end();
        let depth_limit = desk.limits.nesting;
        let one_line = desk.source.line(lead, desk.limits.body.min(desk.limits.line))?.is_err();
        let what = if one_line { "line" } else { "body" };
        let limit = if one_line { desk.limits.line.min(desk.limits.body) } else { desk.limits.body };
        desk.lose(
            NoticeKind::Limit,
            lead,
            format!("this {what} is longer than the limit of {limit} bytes; it was passed over"),
        );
        if one_line {
            self.lines.begin(desk);
            if desk.source.pass_to(|window| memchr::memchr(line_end, window))? {
                desk.source.consume(1);
            }
            return Ok(());
        }
        // On by lines: the document ends where its brackets do, or where another one stands on a line.
        desk.source.consume(lead);
        let mut tracker = Tracker::new(depth_limit);
        let mut inside = false;
        loop {
            let end = match desk.source.line(0, desk.limits.line)? {
                Ok(end) | Err(end) => end,
            };
            let window = desk.source.window();
            if window.is_empty() {
                return Ok(());
            }
            let line = window.get(..end).unwrap_or_default();
            // Its own first line may be an answer too, where it is what stands before it that is too much.
            let begins = inside && desk.source.place().position.column == 1 && line.starts_with(b"{");
            if begins && desk.answers.have(line) {
                return Ok(());
            }
            inside = true;
            let passed = desk.source.behind_line(end);
            let closed = matches!(tracker.loose(window.get(..passed).unwrap_or_default()), Extent::Closed(_));
            tracker.forget(passed);
            desk.source.consume(passed);
            if closed {
                return Ok(());
            }
        }
    }
}

/// The answer in a line of other text, which ends there.
fn within<R: Read>(desk: &Desk<R>, end: usize) -> Option<Range<usize>> {
    log::within(desk.source.window().get(..end)?, &desk.answers)
}

/// Whether each of several lines begins with `{`: records, however damaged.
fn braces_alone<R: Read>(desk: &Desk<R>, lead: usize, end: usize) -> bool {
    let text = desk.source.window().get(lead..end).unwrap_or_default();
    let lines = text.split(|byte| *byte == desk.source.line_end());
    let mut firsts = lines.filter_map(|line| line.iter().find(|byte| !is_blank(**byte)));
    let begins = |first: Option<&u8>| first == Some(&b'{');
    begins(firsts.next()) && begins(firsts.next()) && firsts.all(|first| *first == b'{')
}

/// Whether a document over several lines ended on this one, which began inside of a damaged one:
/// where it begins. One is followed at a time.
fn document_between(
    window: &[u8],
    line: usize,
    end: usize,
    later: bool,
    answers: &Answers,
    inner: &mut Option<(usize, Tracker)>,
) -> Option<usize> {
    if let Some((start, tracker)) = inner {
        let start = *start;
        let document = window.get(start..end).unwrap_or_default();
        match tracker.strict(document) {
            Extent::Open => return None,
            Extent::Closed(end) if answers.have(document.get(..end)?) => return Some(start),
            Extent::Closed(_) | Extent::Broken(_) => *inner = None,
        }
    }
    if later && window.get(line) == Some(&b'{') {
        let mut tracker = answers.tracker();
        let open = tracker.strict(window.get(line..end)?) == Extent::Open;
        *inner = open.then_some((line, tracker));
    }
    None
}

/// Up to where text that is no document goes with the one before it: to the end of its line, and
/// over more lines if the document has several.
fn rest<R: Read>(desk: &mut Desk<R>, from: usize) -> io::Result<usize> {
    let limit = desk.limits.body;
    let line_end = desk.source.line_end();
    let window = desk.source.window();
    let several = window.get(..from).unwrap_or(window).contains(&line_end);
    let mut at = from;
    loop {
        let end = match desk.source.line(at, limit)? {
            Ok(end) | Err(end) => end,
        };
        let next = end.saturating_add(1);
        if !several || end > limit || matches!(desk.source.byte(next)?, None | Some(b'{' | b'[')) {
            return Ok(end);
        }
        at = next;
    }
}

/// Lends a document that ends there, with the text behind it. Where a body may not be so long, that is text by itself.
fn lend_with_rest<R: Read>(desk: &mut Desk<R>, end: usize, from: usize) -> io::Result<Found> {
    let with = rest(desk, from)?;
    let fits = trim(desk.source.window(), 0..with).end <= desk.limits.body;
    Ok(lend(desk, if fits { with } else { end }))
}

/// Lends the window up to there, without the blanks at its end.
fn lend<R: Read>(desk: &mut Desk<R>, end: usize) -> Found {
    let range = trim(desk.source.window(), 0..end);
    desk.lend(range, end)
}

/// Notes what the capture is; the first answer to say more than "JSON" stands.
fn seen<R: Read>(desk: &mut Desk<R>, format: CaptureFormat) {
    let known = &mut desk.summary.format;
    if known.is_none() || (*known == Some(CaptureFormat::Json) && format != CaptureFormat::Json) {
        *known = Some(format);
    }
}
