//! A list of bodies, as `jq -s` makes one of many: `[{"job": …}, {"job": …}]`. Each of them is lent by itself.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::arithmetic_side_effects)]

use std::io::{self, Read};

use super::answer::Answers;
use super::desk::{Desk, Found, is_blank, trim};
use super::log::{self, Log};
use super::summary::{CaptureFormat, NoticeKind};
use super::tracker::{Extent, Tracker};
use crate::scan::BYTE_ORDER_MARK;

#[derive(Debug, Default)]
pub(super) struct List {
    begun: bool,
    open: bool,
    /// What was seen last in the list.
    last: Last,
    /// It was told that there is something behind the list.
    behind: bool,
    /// The byte of the source up to which secrets are masked beside bodies.
    masked: u64,
    /// Where the source goes on in another way.
    until: Option<u64>,
    /// The element that is being gone through for the bodies inside of it.
    inside: Option<Box<Log>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Last {
    #[default]
    Bracket,
    Body,
    Comma,
}

impl List {
    /// Whether an opening is that of a list of which one of the first elements is an answer.
    pub(super) fn begins(text: &[u8], answers: &Answers) -> bool {
        const FIRST: usize = 16;
        let Some(mut rest) = text.strip_prefix(b"[") else { return false };
        for _ in 0..FIRST {
            rest = rest.trim_ascii_start();
            let extent = answers.tracker().strict(rest);
            let Extent::Closed(end) = extent else {
                return rest.starts_with(b"{") && answers.may_begin(rest);
            };
            if rest.get(..end).is_some_and(|element| answers.have(element)) {
                return true;
            }
            let behind = rest.get(end..).unwrap_or_default().trim_ascii_start();
            let Some(next) = behind.strip_prefix(b",") else { return false };
            rest = next;
        }
        false
    }

    /// A list in a run of documents, which ends before that byte of the source.
    pub(super) fn inside_of(until: u64) -> List {
        List { until: Some(until), ..List::default() }
    }

    pub(super) fn next<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        if !std::mem::replace(&mut self.begun, true) {
            desk.summary.format = Some(CaptureFormat::Documents);
            if desk.is_marked() {
                desk.notice(NoticeKind::Odd, 0, "a byte order mark stands before the list");
                desk.source.consume(BYTE_ORDER_MARK.len_utf8());
            }
            desk.notice(NoticeKind::Odd, 0, "these bodies stand in a list: each of them was read by itself");
            desk.skip_blanks()?;
            desk.source.consume(1);
            self.open = true;
        }
        loop {
            if let Some(inside) = &mut self.inside {
                if let Some(found) = inside.next(desk)? {
                    return Ok(Some(found));
                }
                self.inside = None;
            }
            if !desk.skip_blanks()? || self.until.is_some_and(|until| desk.source.place().offset >= until) {
                break;
            }
            match (desk.source.byte(0)?, self.open, self.last) {
                // And not a log's `[INFO]`.
                (Some(b'['), false, _) if mark_behind(desk, 1)? == Some(b'{') => {
                    (self.open, self.last) = (true, Last::Bracket);
                }
                (Some(b']'), true, last) => {
                    if last == Last::Comma {
                        desk.notice(NoticeKind::Odd, 0, "a comma stands before the end of the list");
                    }
                    self.open = false;
                }
                (Some(b','), true, Last::Body) => self.last = Last::Comma,
                (Some(b'{'), false, _) => {
                    desk.notice(NoticeKind::Odd, 0, "this body stands behind the list");
                    match self.element(desk)? {
                        None if self.inside.is_some() => continue,
                        found => return Ok(found),
                    }
                }
                (_, false, _) => {
                    if !std::mem::replace(&mut self.behind, true) {
                        desk.notice(NoticeKind::Odd, 0, "text stands behind the list; it was passed over");
                    }
                    self.mask(desk)?;
                    // A log, or whatever it is, with bodies in its lines.
                    desk.source.consume(1);
                    desk.source.pass_to(|window| memchr::memchr3(b'{', b'[', b'\n', window))?;
                    continue;
                }
                (_, true, last) => {
                    if last == Last::Body {
                        desk.notice(NoticeKind::Odd, 0, "no comma stands before this element of the list");
                    }
                    self.last = Last::Body;
                    match self.element(desk)? {
                        None if self.inside.is_some() => continue,
                        found => return Ok(found),
                    }
                }
            }
            desk.source.consume(1);
        }
        if std::mem::take(&mut self.open) {
            desk.notice(NoticeKind::Damage, 0, "the list of bodies is cut off here");
        }
        Ok(None)
    }

    /// The element that begins here, whatever it is.
    fn element<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<Option<Found>> {
        let limit = desk.limits.body;
        let mut tracker = Tracker::new(desk.limits.nesting);
        let is_container = matches!(desk.source.byte(0)?, Some(b'{' | b'['));
        loop {
            let window = desk.source.window();
            let extent = if is_container { tracker.loose(window) } else { tracker.strict(window) };
            let length = window.len();
            // `"password": "abc"`, of an object that was closed before.
            let is_name = match extent {
                Extent::Closed(end) if !is_container => mark_behind(desk, end)? == Some(b':'),
                _ => false,
            };
            let end = match extent {
                Extent::Closed(end) if !is_name => Some(end),
                Extent::Open => None,
                _ => Some(self.junk(desk)?),
            };
            let end = match end {
                Some(end) if end <= limit => end,
                None if length <= limit && desk.source.more()? => continue,
                None if desk.source.window().len() <= limit => desk.source.window().len(),
                _ => {
                    let message = format!(
                        "this element of the list is longer than the limit of {limit} bytes: the rest was passed over"
                    );
                    desk.lose(NoticeKind::Limit, 0, message);
                    desk.source.pass_to(|_| None)?;
                    return Ok(None);
                }
            };
            let body = trim(desk.source.window(), 0..end);
            let element = desk.source.window().get(body.clone()).unwrap_or_default();
            if matches!(extent, Extent::Closed(_)) && is_container && log::holds_others(element, &desk.answers) {
                let until = desk.source.place().offset.saturating_add(end as u64);
                self.inside = Some(Box::new(Log::inside_of(until)));
                return Ok(None);
            }
            return Ok(Some(desk.lend(body, end)));
        }
    }

    /// Where something ends that is no value, such as `nil` or a comma too many: before the next document or the list's
    /// end, with its line at the latest. It isn't taken apart, so that a secret in it keeps its name.
    fn junk<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<usize> {
        self.mask(desk)?;
        let end = line_end(desk, 0)?;
        let line = desk.source.window().get(..end).unwrap_or_default();
        let ends = |byte: &u8| matches!(byte, b'{' | b'[' | b']');
        let end = line.iter().skip(1).position(ends).map_or(line.len(), |end| end.saturating_add(1));
        // A comma before the next one is the list's.
        let junk = line.get(..end).unwrap_or_default().trim_ascii_end();
        let junk = junk.strip_suffix(b",").unwrap_or(junk);
        Ok(junk.len().max(1))
    }

    /// Masks the secrets of this line and the next one: a name in one body may have its value in another. Each byte
    /// is looked at for the first of those that stand in its line.
    fn mask<R: Read>(&mut self, desk: &mut Desk<R>) -> io::Result<()> {
        let here = desk.source.place().offset;
        if here < self.masked {
            return Ok(());
        }
        let line = line_end(desk, 0)?;
        let next = line_end(desk, line.saturating_add(1))?.min(desk.source.window().len());
        crate::redact::mask(desk.source.window_mut().get_mut(..next).unwrap_or_default());
        // The next line has its own next one.
        self.masked = here.saturating_add(line as u64).saturating_add(1);
        Ok(())
    }
}

/// Where the line ends that begins there, or is longer than a line may be.
fn line_end<R: Read>(desk: &mut Desk<R>, from: usize) -> io::Result<usize> {
    let (Ok(end) | Err(end)) = desk.source.line(from, desk.limits.line.min(desk.limits.body))?;
    Ok(end)
}

/// What comes behind blanks.
fn mark_behind<R: Read>(desk: &mut Desk<R>, mut at: usize) -> io::Result<Option<u8>> {
    while desk.source.byte(at)?.is_some_and(is_blank) {
        at = at.saturating_add(1);
    }
    desk.source.byte(at)
}
