//! JSON documents: one, one a line, or one after the other.

use std::io::{self, Read};

use super::answer::is_answer;
use super::desk::{Desk, Found, is_blank, trim};
use super::lines::Lines;
use super::log;
use super::source::OPENING;
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use super::wrapped;
use crate::scan::BYTE_ORDER_MARK;

#[derive(Debug, Default)]
pub(super) struct Json {
    /// It is known that each line is a document.
    lines: bool,
    /// Up to this byte, whatever is damaged ends with its line.
    one_by_one: u64,
    /// Where one document follows another on a line next, without and with a blank between them.
    seams: [u64; 2],
    /// Text that is no document was handed on once, and the rest of it is passed over.
    passing: bool,
}

/// What a line in a run of documents looks like.
enum Line {
    /// A document, or whatever it is to be taken as one.
    Found(Found),
    /// Part of a document, or several of them.
    Doubtful,
    TooLong,
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
            if !desk.skip_blanks()? {
                let silent = desk.summary.bodies == 0 && desk.summary.lost == 0;
                return Ok(silent.then(|| desk.lend(0..0, 0)));
            }
            if self.lines {
                match self.line(desk)? {
                    Line::Found(found) => return Ok(Some(found)),
                    Line::TooLong => {
                        self.pass_over(desk, 0, Tracker::new(0))?;
                        continue;
                    }
                    Line::Doubtful => {}
                }
            }
            let mark = BYTE_ORDER_MARK.len_utf8();
            desk.source.fill(mark)?;
            let marked = desk.source.place().offset == 0
                && desk.source.window().starts_with(BYTE_ORDER_MARK.encode_utf8(&mut [0; 4]).as_bytes());
            let mut lead = if marked { mark } else { 0 };
            while desk.source.byte(lead)?.is_some_and(is_blank) && lead < OPENING {
                lead += 1;
            }
            let found = match desk.source.byte(lead)? {
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
        if !self.lines || desk.source.line_end() != b'\n' || !desk.skip_blanks()? {
            return Ok(false);
        }
        let place = desk.source.place();
        if place.offset < self.one_by_one {
            return Ok(false);
        }
        while memchr::memrchr(b'\n', desk.source.window()).is_none() {
            // Long lines are no matter of many at once.
            if desk.source.window().len() >= OPENING || !desk.source.more()? {
                return Ok(false);
            }
        }
        let limit = desk.limits.line.min(desk.limits.body);
        let window = desk.source.window();
        let taken = lines.fill(window, place, |at, line| {
            let last = line.iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1);
            line.len() <= limit
                && is_whole(&line[..last])
                && self.is_alone(&window[at..], place.offset + at as u64, last)
        });
        desk.source.consume(taken);
        Ok(taken > 0)
    }

    /// The next line as it is, if it has the looks of a document, or is to be taken by itself.
    #[inline]
    fn line<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Line> {
        let limit = desk.limits.line.min(desk.limits.body);
        let Ok(end) = desk.source.line(0, limit)? else { return Ok(Line::TooLong) };
        let place = desk.source.place();
        let window = desk.source.window();
        let last = window[..end].iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1);
        if place.offset < self.one_by_one {
            return Ok(Line::Found(desk.lend_line(0..last, end)));
        }
        if !is_whole(&window[..last]) || !self.is_alone(window, place.offset, last) {
            return Ok(Line::Doubtful);
        }
        Ok(Line::Found(desk.lend_line(0..last, end)))
    }

    /// Whether there is no `}{` or `} {` in the line, which is the next one. The whole window is
    /// searched at once: a search a line costs more than reading it.
    #[inline]
    fn is_alone(&mut self, window: &[u8], offset: u64, end: usize) -> bool {
        let line_end = offset + end as u64;
        for (at, seam) in self.seams.iter_mut().zip([&b"}{"[..], b"} {"]) {
            if *at <= offset {
                let found = memchr::memmem::find(window, seam).map(|found| found + 1);
                *at = offset + found.unwrap_or(window.len()) as u64;
            }
        }
        self.seams.iter().all(|seam| *seam >= line_end)
    }

    /// A document, over as many lines as it takes.
    fn record<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize) -> io::Result<Option<Found>> {
        let mut tracker = Tracker::new(desk.limits.nesting);
        loop {
            match tracker.strict(&desk.source.window()[lead..]) {
                Extent::Closed(end) if end <= desk.limits.body => {
                    return self.closed(desk, lead, lead + end).map(Some);
                }
                Extent::Closed(_) => {
                    self.pass_over(desk, lead, Tracker::new(desk.limits.nesting))?;
                    return Ok(None);
                }
                Extent::Open if desk.source.window().len() <= desk.limits.body && desk.source.more()? => {}
                Extent::Open | Extent::Broken(_) => break,
            }
        }
        match self.resume(desk, lead, &mut tracker)? {
            Resume::Line(at) => {
                self.each_line(desk, at);
                Ok(None)
            }
            Resume::Document(at) => {
                seen(desk, CaptureFormat::Documents);
                Ok(Some(lend(desk, at)))
            }
            Resume::Closed(end) => {
                if self.braces_alone(desk, lead, end) {
                    self.each_line(desk, end);
                    return Ok(None);
                }
                if let Some(found) = wrapped::joined(desk, end)? {
                    return Ok(Some(found));
                }
                let end = rest(desk, end)?;
                seen(desk, CaptureFormat::Json);
                Ok(Some(lend(desk, end)))
            }
            Resume::End(end) => {
                if self.braces_alone(desk, lead, end) {
                    self.each_line(desk, end);
                    return Ok(None);
                }
                if let Some(found) = wrapped::joined(desk, end)? {
                    return Ok(Some(found));
                }
                seen(desk, CaptureFormat::Json);
                Ok(Some(lend(desk, end)))
            }
            Resume::Limit => {
                let end = desk.limits.body.min(desk.source.window().len());
                if self.braces_alone(desk, lead, end) {
                    self.each_line(desk, end);
                    return Ok(None);
                }
                self.pass_over(desk, lead, tracker)?;
                Ok(None)
            }
        }
    }

    /// A document that is whole; what follows it on the line decides what it is part of.
    fn closed<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize, end: usize) -> io::Result<Found> {
        let line_end = desk.source.line_end();
        let one_line = !desk.source.window()[lead..end].contains(&line_end);
        let mut at = end;
        while desk.source.byte(at)?.is_some_and(|byte| is_blank(byte) && byte != line_end) {
            at += 1;
        }
        match desk.source.byte(at)? {
            Some(b'{' | b'[') => {
                seen(desk, CaptureFormat::Documents);
                desk.notice(NoticeKind::Odd, at, "another document begins on the same line");
                Ok(lend(desk, end))
            }
            Some(byte) if byte != line_end => {
                let end = rest(desk, at)?;
                seen(desk, CaptureFormat::Json);
                Ok(lend(desk, end))
            }
            _ => {
                while at - end < OPENING && desk.source.byte(at)?.is_some_and(is_blank) {
                    at += 1;
                }
                let next = desk.source.byte(at)?;
                if next.is_none_or(is_blank) {
                    seen(desk, CaptureFormat::Json);
                } else if one_line {
                    self.lines = true;
                    seen(desk, CaptureFormat::JsonLines);
                } else {
                    seen(desk, CaptureFormat::Documents);
                    if !matches!(next, Some(b'{' | b'[')) {
                        let end = rest(desk, at)?;
                        return Ok(lend(desk, end));
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
            desk.summary.skipped += 1;
            desk.source.consume(end);
            return Ok(None);
        }
        if self.lines || desk.summary.bodies > 0 {
            return match desk.source.line(0, limit)? {
                Ok(end) => {
                    let line = trim(desk.source.window(), 0..end);
                    if let Some(body) = log::within(&desk.source.window()[..end], desk.limits.nesting) {
                        desk.notice(NoticeKind::Odd, 0, "there is other text on the line of this body");
                        return Ok(Some(desk.lend_line(body, end)));
                    }
                    Ok(Some(desk.lend_line(line, end)))
                }
                Err(_) => {
                    self.pass_over(desk, 0, Tracker::new(0))?;
                    Ok(None)
                }
            };
        }
        let mut tracker = Tracker::new(0);
        tracker.strict(b"?");
        match self.resume(desk, 0, &mut tracker)? {
            Resume::Line(at) => {
                self.each_line(desk, at);
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
        let (limit, depth_limit) = (desk.limits.body, desk.limits.nesting);
        let text = !matches!(desk.source.byte(lead)?, Some(b'{' | b'['));
        let mut line = lead;
        let mut inner: Option<(usize, Tracker)> = None;
        loop {
            let Ok(end) = desk.source.line(line, limit)? else { return Ok(Resume::Limit) };
            let window = desk.source.window();
            if line > lead && matches!(window.get(line), Some(b'{' | b'[')) {
                let whole = trim(window, line..end);
                if window[whole.end - 1] == b'}' && is_answer(&window[whole], depth_limit) {
                    return Ok(Resume::Line(line));
                }
            }
            if !text {
                if let Some(start) = document_between(window, line, end, line > lead, depth_limit, &mut inner) {
                    return Ok(Resume::Document(start));
                }
                if let Extent::Closed(end) = tracker.loose(&window[lead..end]) {
                    return Ok(Resume::Closed(lead + end));
                }
            }
            if end >= window.len() {
                return Ok(Resume::End(end));
            }
            if end > limit {
                return Ok(Resume::Limit);
            }
            line = end + 1;
        }
    }

    /// Whether each of several lines begins with `{`: records, however damaged.
    fn braces_alone<R: Read>(&self, desk: &Desk<R>, lead: usize, end: usize) -> bool {
        let lines = desk.source.window()[lead..end].split(|byte| *byte == desk.source.line_end());
        let mut count = 0;
        for line in lines {
            match line.iter().find(|byte| !is_blank(**byte)) {
                None => {}
                Some(b'{') => count += 1,
                Some(_) => return false,
            }
        }
        count > 1
    }

    fn each_line<R: Read>(&mut self, desk: &mut Desk<R>, end: usize) {
        self.lines = true;
        self.one_by_one = desk.source.place().offset + end as u64;
        seen(desk, CaptureFormat::JsonLines);
    }

    /// Past a document that is larger than a body may be, however large it is.
    fn pass_over<R: Read>(&mut self, desk: &mut Desk<R>, lead: usize, mut tracker: Tracker) -> io::Result<()> {
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
            self.lines = true;
            seen(desk, CaptureFormat::JsonLines);
            loop {
                let window = desk.source.window();
                if let Some(end) = memchr::memchr(line_end, window) {
                    desk.source.consume_line(end + 1);
                    return Ok(());
                }
                let passed = window.len();
                desk.source.consume(passed);
                if !desk.source.more()? {
                    return Ok(());
                }
            }
        }
        // On by lines: the document ends where its brackets do, or where another one stands on a line.
        let mut passed = lead + tracker.at();
        desk.source.consume(passed);
        tracker.forget(tracker.at());
        loop {
            let end = match desk.source.line(0, desk.limits.line)? {
                Ok(end) | Err(end) => end,
            };
            let window = desk.source.window();
            if window.is_empty() {
                return Ok(());
            }
            if desk.source.place().position.column == 1
                && window[0] == b'{'
                && is_answer(&window[..end], depth_limit)
            {
                return Ok(());
            }
            passed = (end + 1).min(window.len());
            let closed = matches!(tracker.loose(&window[..passed]), Extent::Closed(_));
            tracker.forget(passed.min(tracker.at()));
            desk.source.consume(passed);
            if closed {
                return Ok(());
            }
        }
    }
}

/// Whether a line has the looks of a document from its first byte to its last.
fn is_whole(line: &[u8]) -> bool {
    matches!(line, [b'{', .., b'}'] | [b'[', .., b']'])
}

/// Whether a document over several lines ended on this one, which began inside of a damaged one:
/// where it begins. One is followed at a time.
fn document_between(
    window: &[u8],
    line: usize,
    end: usize,
    later: bool,
    depth_limit: usize,
    inner: &mut Option<(usize, Tracker)>,
) -> Option<usize> {
    if let Some((start, tracker)) = inner {
        let start = *start;
        match tracker.strict(&window[start..end]) {
            Extent::Open => return None,
            Extent::Closed(end) if is_answer(&window[start..start + end], depth_limit) => return Some(start),
            Extent::Closed(_) | Extent::Broken(_) => *inner = None,
        }
    }
    if later && window.get(line) == Some(&b'{') {
        let mut tracker = Tracker::new(depth_limit);
        let open = tracker.strict(&window[line..end]) == Extent::Open;
        *inner = open.then_some((line, tracker));
    }
    None
}

/// Up to where text that is no document goes with the one before it: to the end of its line, and
/// over more lines if the document has several.
fn rest<R: Read>(desk: &mut Desk<R>, from: usize) -> io::Result<usize> {
    let limit = desk.limits.body;
    let line_end = desk.source.line_end();
    let several = desk.source.window()[..from].contains(&line_end);
    let mut at = from;
    loop {
        let end = match desk.source.line(at, limit)? {
            Ok(end) | Err(end) => end,
        };
        if !several || end > limit || matches!(desk.source.byte(end + 1)?, None | Some(b'{' | b'[')) {
            return Ok(end);
        }
        at = end + 1;
    }
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
